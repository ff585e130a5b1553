/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What grouping (mailbox-group.c) and its doubts (mailbox-doubt.c) share.
 */
#ifndef MODEL_MAILBOX_GROUP_H
#define MODEL_MAILBOX_GROUP_H

#include "model/mailbox.h"

/* Two mailboxes, by number. */
struct pair {
	size_t a, b;
	const char *why;
};

struct grouping {
	struct arena *arena; /* the caller's */
	struct arena scratch;
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

/* The reason of a pair that is one name at several servers. */
extern const char mailbox_same_name_elsewhere[];

/* Add pairs of mailboxes that may be one: known by the same name, at several
 * servers or at one that is hidden; a login without a domain beside full ones. */
void
mailbox_doubt_names(struct grouping *grouping);
void
mailbox_doubt_bare(struct grouping *grouping);

#endif
