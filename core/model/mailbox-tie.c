/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What mailbox-doubt.c asks of whole mailboxes is asked here of one account.
 * Where the others of its mailbox might decide otherwise, the tie is there: one
 * too many costs time, one too few a finding.
 *
 * "=KEY" stands alone, for an account whose mailbox has no other ties;
 * "nNAME" a name that it goes by; "bSERVER\tLOCAL" a login less its domain at a
 * server; "aADDRESS" an address, to find it by.
 */
#include "model/mailbox-tie.h"

#include <string.h>

#include "base/str.h"
#include "model/mailbox-group.h"
#include "model/provider.h"

static void
add(struct mailbox_ties *ties, struct arena *arena, const char *name, bool strong)
{
	struct mailbox_tie *tie = arena_grow(arena, &ties->all, &ties->n, sizeof *tie);
	*tie = (struct mailbox_tie){ name, strong };
}

static void
add_name(struct mailbox_ties *ties, struct arena *arena, const char *name)
{
	add(ties, arena, arena_printf(arena, "n%s", name), true);
}

/* Of a login without a domain: its addresses, and itself at their domains; but
 * when it is the local part of one, only those that it is of. */
static void
add_addresses(struct mailbox_ties *ties, struct arena *arena, const char *login, const struct fact *addresses)
{
	bool fits = false;
	for (size_t i = 0; i < addresses->n_items; i++)
		fits = fits || mailbox_is_local_part(str_fold(arena, addresses->items[i]), login);
	for (size_t i = 0; i < addresses->n_items; i++) {
		const char *address = str_fold(arena, addresses->items[i]), *domain = strrchr(address, '@');
		if (!fits || mailbox_is_local_part(address, login))
			add_name(ties, arena, address);
		if (!fits && domain && *login)
			add_name(ties, arena, arena_printf(arena, "%s%s", login, domain));
		add(ties, arena, arena_printf(arena, "a%s", address), false);
	}
}

bool
mailbox_ties_of(const struct account *account, const struct policy *policy, struct arena *arena, struct mailbox_ties *out)
{
	struct mailbox_key key = mailbox_key(account, policy, arena);
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	const char *typed = account_text(account, MA_LOGIN);

	*out = (struct mailbox_ties){ .mailbox = mailbox_key_text(&key, account, arena) };
	if (!mailbox_counts(account, &key))
		return false;
	bool full = mailbox_is_full(key.login);
	if (full)
		add_name(out, arena, key.login);
	else
		add_addresses(out, arena, key.login, addresses);
	/* The domain was only added: the login may be a number that the provider gave. */
	for (size_t i = 0; full && typed && !mailbox_is_full(typed) && i < addresses->n_items; i++)
		add_name(out, arena, str_fold(arena, addresses->items[i]));
	const char *other = mailbox_other_spelling(key.login, arena);
	if (other)
		add_name(out, arena, other);
	if (key.resolved)
		add(out, arena, arena_printf(arena, "b%s\t%.*s", key.server, (int)strcspn(key.login, "@"), key.login), !full);
	if (!out->n)
		add(out, arena, arena_printf(arena, "=%s", out->mailbox), true);
	return true;
}

void
mailbox_ties_of_name(const char *name, struct arena *arena, const char *ties[TIES_OF_NAME])
{
	const char *folded = str_fold(arena, name);
	ties[0] = arena_printf(arena, "n%s", folded);
	ties[1] = arena_printf(arena, "a%s", folded);
}

/* ---- what the policy says of servers ---- */

static uint64_t
hash_list(uint64_t hash, const char *const *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = str_hash(hash, all[i]);
	return str_hash(hash, "\n");
}

static uint64_t
hash_provider(uint64_t hash, const struct policy_provider *p)
{
	hash = str_hash(str_hash(hash, p->name), "\n");
	hash = hash_list(hash, p->hosts, p->n_hosts);
	hash = hash_list(hash, p->domains, p->n_domains);
	return hash_list(hash, p->machines, p->n_machines);
}

uint64_t
mailbox_ties_epoch(const struct policy *policy)
{
	/* Raised when what is above, or what it calls, makes other ties of the same settings. */
	enum { RULES_OF_TIES = 1 };
	uint64_t hash = STR_HASH_START + RULES_OF_TIES;
	for (size_t i = 0; i < policy->n_providers; i++)
		hash = hash_provider(hash, &policy->providers[i]);
	for (size_t i = 0; i < n_providers; i++)
		hash = hash_provider(hash, &providers[i]);
	for (size_t i = 0; i < n_provider_hosts; i++)
		hash = str_hash(str_hash(hash, provider_hosts[i].name), provider_hosts[i].machine ? "m" : "h");
	return hash;
}
