/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a judgement found, beside what was known before: the difference is
 * written.  Private to this room.
 */
#ifndef CENTRAL_STORE_JUDGED_H
#define CENTRAL_STORE_JUDGED_H

#include "central/store-inside.h"
#include "judge/rule.h"

/* Of a finding that has lost its words: somebody whom they named is forgotten. */
enum { HASH_WORDLESS = -1 };

/* A finding that was made now, or is in the store, or both. */
struct judged_finding {
	const char *mailbox, *fingerprint; /* its key */
	const char *workstation, *rule, *address, *named, *document; /* of one made now; NULL document: it was not */
	enum severity severity;
	enum finding_status status;
	int64_t hash; /* of the document */
	bool known; /* it is in the store, with: */
	bool fixed;
	int64_t hash_before; /* or HASH_WORDLESS */
	enum severity severity_before;
	enum finding_status status_before;
};

struct judged_mailbox {
	const char *mailbox, *address;
	enum mailbox_status status;
	bool made, known;
	enum mailbox_status status_before;
	const char *address_before;
};

struct judged {
	struct arena arena;
	struct set finding_keys, mailbox_keys; /* beside these: */
	struct judged_finding *findings;
	size_t n_findings;
	struct judged_mailbox *mailboxes;
	size_t n_mailboxes;
	struct err *err;
};

/* Takes the report's findings of rules of this scope; texts are copied. */
void
judged_take(struct judged *judged, const struct report *report, enum scope scope);
void
judged_take_mailboxes(struct judged *judged, const struct report *report);

/* Reads what the store has: all, of one mailbox, without a mailbox but of one
 * workstation ("": of all of them together). */
bool
judged_know_all(struct judged *judged, struct store *store, struct err *err);
bool
judged_know_mailbox(struct judged *judged, struct store *store, const char *mailbox, struct err *err);
bool
judged_know_workstation(struct judged *judged, struct store *store, const char *workstation, struct err *err);

/* Writes the difference and counts it in *N_CHANGES. */
bool
judged_write(struct judged *judged, struct store *store, const char *now, size_t *n_changes, struct err *err);

void
judged_fini(struct judged *judged);

#endif
