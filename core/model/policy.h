/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The policy is what a site has agreed on.  All of it is optional; what is not
 * said has the default named here.
 */
#ifndef MODEL_POLICY_H
#define MODEL_POLICY_H

#include "base/arena.h"
#include "model/account.h"

enum { POLICY_MIN_KEEP_DAYS = 30, POLICY_UNSET = -1 };

/* What holds for one mailbox; unset members fall back on the site's. */
struct policy_mailbox {
	const char *address; /* NULL: the site's defaults */
	const char *deleter; /* account reference (account_matches) of the one client that may delete, or NULL */
	int64_t min_keep_days, closure_days; /* POLICY_UNSET */
	int64_t quota_bytes; /* POLICY_UNSET */
	int shared; /* 1 yes, 0 no, POLICY_UNSET */
	const char **backup; /* account references whose store is backed up elsewhere */
	size_t n_backup;
	struct account *settings; /* what an account of it is to be set to; NULL: nothing is said */
};

/* A mail provider: what its servers are called, and what is known of them.
 * Numbers and truth values that nobody knows are POLICY_UNSET, texts NULL. */
struct policy_provider {
	const char *name;
	const char **hosts; /* globs: names of its one server */
	size_t n_hosts;
	const char **domains; /* mail domains whose bare logins it completes */
	size_t n_domains;
	int64_t expire_days; /* after delivery it removes mail by itself */
	const char **machines; /* globs: each such name is a server of its own */
	size_t n_machines;
	const char *title; /* for people */
	int64_t pop_port, imap_port, smtp_port; /* encrypted ones */
	int64_t conn_imap, conn_pop; /* connections to one mailbox at a time */
	int64_t login_delay; /* seconds between POP logins */
	int64_t recent_days; /* it hides what was fetched by POP from other POP clients, but for logins "recent:...", which see so many days */
	int uidl; /* 1: messages have ids that a POP client can remember */
	int pop_lock; /* 1: one POP session at a time */
	int pop_sets_seen; /* 1: what a POP client fetches looks read to the others */
	int junk_hidden; /* 1: it puts junk where POP clients do not see it */
	const char *auth_required; /* word of the fact auth */
	const char *auth_since; /* ISO date or month; NULL: always */
	const char *plain_ends; /* ISO date or month: it ends unencrypted access */
	const char *source, *checked_on; /* how we know, and when somebody looked */
};

/* Something that reads or empties a mailbox and cannot be scanned. */
struct policy_external {
	const char *name; /* "ticket system", "reception's phone" */
	const char *address; /* the mailbox */
	const char *protocol; /* a word of the fact protocol, or NULL: unknown */
	int leave_on_server; /* 1, 0, POLICY_UNSET: unknown */
	int64_t delete_after_days; /* POLICY_UNSET: none */
	const char *checked_on; /* date somebody looked, or NULL */
};

struct policy_waiver {
	const char *rule; /* id or code; "*" any */
	const char *mailbox; /* address or key; NULL any */
	const char *account; /* account reference; NULL any */
	const char *reason, *approver;
	const char *expires; /* ISO date, the last day it holds; NULL: never */
};

struct policy_device {
	const char *name;
	bool retired;
	bool unscannable; /* a phone, a copier: no scan will ever come */
	const char *checked_on; /* date somebody looked at its settings, or NULL */
};

struct policy {
	const char *origin; /* file it came from; NULL: no policy */
	const char **targets; /* addresses to judge; none: all */
	size_t n_targets;
	struct policy_mailbox site; /* defaults */
	struct policy_mailbox *mailboxes;
	size_t n_mailboxes;
	struct policy_provider *providers;
	size_t n_providers;
	struct policy_external *externals;
	size_t n_externals;
	struct policy_waiver *waivers;
	size_t n_waivers;
	struct policy_device *roster;
	size_t n_roster;
	const char **approved_hosts;
	size_t n_approved_hosts;
	const char **own_domains; /* globs of mail domains that mail may be forwarded to, beside the mailbox's own */
	size_t n_own_domains;
	int64_t max_age_days; /* of a scan; POLICY_UNSET */
	bool plain; /* names of users leave their workstations as they are */
	const char *site_key_file; /* for their pseudonyms; NULL: each workstation has a key of its own */
	const char *today; /* ISO date; waivers and ages are measured against it */
};

/* Facts that a policy's settings may have, ended by MA_FACT_COUNT. */
extern const enum ma_fact policy_settings[];

/* The empty policy: everything unset. */
void
policy_init(struct policy *policy, const char *today);

/* What holds for the mailbox of ADDRESS, defaults filled in (min_keep_days at
 * least; the rest may stay unset; settings are its own only).  ADDRESS may be NULL. */
struct policy_mailbox
policy_for(const struct policy *policy, const char *address);

/* The provider that HOST is a name of: one of the policy's, else one that the
 * program knows (a policy's provider of the same name stands for it); or NULL.
 * *MACHINE: names of that kind are servers of their own.  May be NULL. */
const struct policy_provider *
policy_provider_of_host(const struct policy *policy, const char *host, bool *machine);

#endif
