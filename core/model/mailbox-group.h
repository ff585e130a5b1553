/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What grouping (mailbox-group.c) and its doubts (mailbox-doubt.c) share.
 */
#ifndef MODEL_MAILBOX_GROUP_H
#define MODEL_MAILBOX_GROUP_H

#include "base/pool.h"
#include "model/mailbox.h"

/* Two mailboxes, by number. */
struct pair {
	size_t a, b;
	const char *why;
};

/* An account with its key, and what its mailbox asks of it: accounts of one
 * mailbox lie far from each other, so each is looked at but once. */
struct mailbox_entry {
	struct account *account; /* NULL: it does not count */
	struct mailbox_key key;
	struct mailbox_entry *next; /* of the same mailbox */
	uint64_t hash; /* of the key */
	uint64_t client; /* of the client it is of */
	uint64_t addresses, typed; /* of these, as they are collected */
	bool pop, imap; /* is it, or may it be? */
};

/* Entries of one mailbox. */
struct mailbox_members {
	struct mailbox_entry *first, *last;
	size_t n;
	bool in_order; /* of accounts */
};

/* Memory of one thread: what stays, and what does not. */
struct mailbox_worker {
	struct arena arena, scratch;
};

struct grouping {
	struct arena *arena; /* the caller's */
	struct arena scratch;
	struct mailbox_worker workers[POOL_MOST_WORKERS];
	struct mailbox_members *members;
	size_t n_members;
	const struct policy *policy;
	struct mailboxes *out;
	struct pair *pairs;
	size_t n_pairs;
};

/* Is the login a whole address?  Is it the address's part before the sign? */
bool
mailbox_is_full(const char *login);
bool
mailbox_is_local_part(const char *address, const char *login);

/* "info%example.jp", as some servers take it, in the usual way; NULL: it is not of that kind. */
const char *
mailbox_other_spelling(const char *login, struct arena *arena);

/* Is it mail in use?  A client that keeps its settings elsewhere and names no
 * mailbox is not grouped: that it is there is said of its workstation. */
bool
mailbox_counts(const struct account *account, const struct mailbox_key *key);

/* How the mailbox of a key is called: see struct mailbox; ACCOUNT is any of its accounts. */
const char *
mailbox_key_text(const struct mailbox_key *key, const struct account *account, struct arena *arena);

/* An entry of its account, which counts; SCAN is a hash of the workstation. */
struct mailbox_entry
mailbox_enter(struct account *account, const struct mailbox_key *key, uint64_t seed, uint64_t scan);

/* Makes an empty mailbox that of the members; then, when its doubts are known, what the policy adds. */
void
mailbox_make(const struct mailbox_members *members, const struct policy *policy, struct mailbox_worker *worker, struct mailbox *m);
void
mailbox_finish(struct mailbox *m, const struct policy *policy, struct arena *arena);

/* Is its address one of the policy's targets? */
bool
mailbox_is_target(const struct mailbox *mailbox, const struct policy *policy);

/* The reason of a pair that is one name at several servers. */
extern const char mailbox_same_name_elsewhere[];

/* Add pairs of mailboxes that may be one: known by the same name, at several
 * servers or at one that is hidden; a login without a domain beside full ones. */
void
mailbox_doubt_names(struct grouping *grouping);
void
mailbox_doubt_bare(struct grouping *grouping);

#endif
