/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a collector and those who talk to it say to each other, beside scans
 * and reports: small JSON documents.
 */
#ifndef DOCUMENT_EXCHANGE_H
#define DOCUMENT_EXCHANGE_H

#include <stdio.h>

#include "base/err.h"
#include "model/report.h"

/* A document's text; a NUL stands behind. */
struct document_text {
	const char *bytes;
	size_t n;
};

/* "mailaccord-others": what a gate has to know of the others around one
 * mailbox.  Their scans are cut down to the accounts that have a part in it;
 * files, places and lines stay at home. */
struct document_others {
	const char *key; /* that was asked for */
	const char *generated; /* date and time */
	const char *tool;
	struct document_text policy; /* the site's, cut down in the same way; NULL: it has none */
	bool known; /* there is at least one workstation, here or not */
	bool stale; /* one of them was not heard from for longer than the policy allows */
	bool blind; /* on one of them something could not be read */
};

/* Writes it with the report's scans.  The policy in OTHERS is the site's whole
 * one and is cut down on the way to what concerns the accounts in the report
 * and OTHERS->key.  False and *ERR. */
bool
document_write_others(FILE *out, const char *where, const struct document_others *others, const struct report *report, struct err *err);

/* Reads the answers to several keys of one candidate and adds their scans to
 * the report: one for each workstation, with its accounts out of all of them.
 * *OUT is those of all together: stale, blind or known when one is; of the policies
 * everything that one of them says.  Texts are the arena's.  False and *ERR
 * when one of them is no such document. */
bool
document_read_others(const struct document_text *all, size_t n, const char *origin, struct report *report, struct document_others *out,
    struct arena *arena, struct err *err);

/* "mailaccord-enrol": a workstation, or something else by name, asks for a token. */
struct document_enrol {
	const char *workstation; /* its id; NULL: the token is nobody's, only NAME's */
	const char *name; /* by which it can be revoked; the workstation's id if it has one */
	const char **scopes; /* words; none: what the secret gives */
	size_t n_scopes;
};
bool
document_read_enrol(const char *bytes, size_t n, const char *origin, struct document_enrol *out, struct arena *arena, struct err *err);

/* A flat object of texts, keys in sorted order; members without a text are left out.  The arena's. */
struct document_member {
	const char *key, *text;
};
struct document_text
document_answer(const struct document_member *members, size_t n, struct arena *arena);

#endif
