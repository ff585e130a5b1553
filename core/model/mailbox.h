/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mailbox is the accounts, of all workstations, that reach the same place on
 * a server.  Who belongs together is decided here and nowhere else.
 */
#ifndef MODEL_MAILBOX_H
#define MODEL_MAILBOX_H

#include "model/account.h"
#include "model/policy.h"
#include "model/scan.h"

/* Who an account belongs to. */
struct mailbox_key {
	const char *server; /* provider's name, or host without its service label, folded; "" when unknown */
	const char *login; /* folded, completed; "" when unknown */
	bool resolved; /* false: the settings do not tell the mailbox */
	const char *why; /* of an unresolved one: one clause */
	const struct policy_provider *provider; /* whose server it is, or NULL */
};

struct mailbox {
	const char *key; /* "login@server": stable, unique; unresolved: "?WORKSTATION/ACCOUNT" */
	const char *server, *login; /* as in mailbox_key */
	const char *address; /* what people call it */
	const char **addresses; /* all its accounts' addresses, folded, sorted */
	size_t n_addresses;
	struct account **accounts; /* in account_order */
	size_t n_accounts;
	const struct policy_external **externals;
	size_t n_externals;
	struct policy_mailbox policy; /* what holds for it */
	const struct policy_provider *provider; /* whose servers its accounts name, or NULL: nothing is known of it */
	const char *spelling; /* most common way its login is typed, less "recent:"; or NULL */
	const struct mailbox **namesakes; /* of the same login at servers that are not known to be this one */
	size_t n_namesakes;
	int64_t expire_days; /* after delivery its provider removes mail; POLICY_UNSET */
	size_t n_pop, n_imap; /* accounts that are, or may be */
	size_t n_clients; /* different (workstation, user, client, profile), and externals */
	bool shared; /* n_clients of 2 and more, or the policy says so */
	bool resolved;
	bool doubtful; /* in one of the doubts, or: perhaps not all that reach it are here */
	bool withheld; /* that is because workstations kept accounts to themselves */
	const char *why; /* it is not resolved */
	/* By fact: the value that most clients have where they differ, NULL elsewhere; all of it NULL
	 * when none differ.  Filled in by audit. */
	const char **usual;
};

struct mailboxes {
	struct mailbox *all; /* by address, then key */
	size_t n;
	/* pairs that may be one mailbox but are kept apart */
	struct mailbox_doubt {
		const struct mailbox *a, *b;
		const char *why;
	} *doubts;
	size_t n_doubts;
};

/* The key of one account.  Pure.  The login is folded, "recent:" taken off; a
 * bare login is completed with the domain of the account's address when the
 * host belongs to that domain or the policy says so; hosts are folded, mapped
 * through the policy's and the built-in providers, and lose a leading service label
 * (pop. imap. mail. ...).  Strings are the arena's. */
struct mailbox_key
mailbox_key(const struct account *account, const struct policy *policy, struct arena *arena);

/* The login less blanks around it and Gmail's "recent:"; empty when nothing is left, or it is NULL. */
struct str_span
login_span(const char *login);

/* Does the login begin with "recent:"? */
bool
login_is_recent(const char *login);

/* Is it, as typed, this one? */
bool
login_spelled(const char *login, const char *spelling);

/* Does this name mean the workstation itself, where only a proxy can listen? */
bool
host_is_loopback(const char *host);

/* Groups the accounts of all scans that are mail accounts in use.  With
 * targets in the policy only mailboxes of those addresses.  Linear in
 * accounts but for sorting.  Memory is the arena's. */
void
mailbox_group(struct scan *const *scans, size_t n_scans, const struct policy *policy, struct arena *arena, struct mailboxes *out);

#endif
