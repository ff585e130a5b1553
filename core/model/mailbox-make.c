/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mailbox of the accounts that met in it.  Most of them say the same of
 * it, so equal neighbours are passed over before anything is sorted.
 */
#include <stdlib.h>
#include <string.h>

#include "model/finding.h"
#include "model/mailbox-group.h"

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static int
by_account(const void *a, const void *b)
{
	return account_order(*(struct account *const *)a, *(struct account *const *)b);
}

static int
by_span(const void *a, const void *b)
{
	const struct str_span *x = a, *y = b;
	int d = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
	return d ? d : (x->n > y->n) - (x->n < y->n);
}

/* ---- of one account ---- */

/* Of texts that differ in nothing but letter case, the same. */
static uint64_t
folded_hash(uint64_t seed, const char *s)
{
	for (; *s; s++)
		seed = (seed ^ (unsigned char)ascii_lower(*s)) * STR_HASH_PRIME;
	return (seed ^ 0xff) * STR_HASH_PRIME;
}

struct mailbox_entry
mailbox_enter(struct account *account, const struct mailbox_key *key, uint64_t seed, uint64_t scan)
{
	const char *client = account_text(account, MA_CLIENT);
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	struct str_span typed = login_span(account_text(account, MA_LOGIN));
	bool unknown = !account_knows(account, MA_PROTOCOL);
	struct mailbox_entry e = {
		.account = account,
		.key = *key,
		.hash = str_hash(str_hash(seed, key->login), key->server),
		.client = str_hash(str_hash(scan, account_text(account, MA_USER)), client ? client : account->plugin),
		.addresses = seed,
		.typed = seed,
		.pop = unknown || account_is(account, MA_PROTOCOL, "pop3"),
		.imap = unknown || account_is(account, MA_PROTOCOL, "imap"),
	};
	e.client = str_hash(e.client, account_text(account, MA_PROFILE));
	for (size_t i = 0; i < addresses->n_items; i++)
		e.addresses = folded_hash(e.addresses, addresses->items[i]);
	for (size_t i = 0; i < typed.n; i++)
		e.typed = (e.typed ^ (unsigned char)typed.p[i]) * STR_HASH_PRIME;
	return e;
}

/* ---- of those that met ---- */

static void
put_accounts(struct mailbox *m, const struct mailbox_members *members, struct arena *arena)
{
	m->accounts = arena_alloc(arena, members->n * sizeof *m->accounts);
	for (const struct mailbox_entry *e = members->first; e; e = e->next) {
		m->accounts[m->n_accounts++] = e->account;
		m->n_pop += e->pop;
		m->n_imap += e->imap;
		m->provider = m->provider ? m->provider : e->key.provider;
	}
	if (!members->in_order)
		qsort(m->accounts, m->n_accounts, sizeof *m->accounts, by_account);
	for (size_t i = 0; i < m->n_accounts; i++)
		m->accounts[i]->place = (uint32_t)i;
}

/* All accounts' addresses, folded, sorted, each once. */
static void
collect_addresses(struct mailbox *mailbox, const struct mailbox_members *members, struct arena *arena)
{
	size_t n = 0;
	uint64_t last = ~members->first->addresses;
	for (const struct mailbox_entry *e = members->first; e; e = e->next) {
		if (e->addresses == last)
			continue;
		last = e->addresses;
		const struct fact *f = account_fact(e->account, MA_ADDRESSES);
		for (size_t k = 0; k < f->n_items; k++) {
			const char **slot = arena_grow(arena, &mailbox->addresses, &mailbox->n_addresses, sizeof *slot);
			*slot = str_fold(arena, f->items[k]);
		}
	}
	if (mailbox->n_addresses > 1)
		qsort(mailbox->addresses, mailbox->n_addresses, sizeof *mailbox->addresses, by_text);
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (!n || strcmp(mailbox->addresses[n - 1], mailbox->addresses[i]) != 0)
			mailbox->addresses[n++] = mailbox->addresses[i];
	mailbox->n_addresses = n;
}

/* What people call it: the login when that is an address, else the address that
 * the login is the local part of, else the first there is. */
static const char *
choose_address(const struct mailbox *mailbox, const char *login)
{
	if (mailbox_is_full(login))
		return login;
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (mailbox_is_local_part(mailbox->addresses[i], login))
			return mailbox->addresses[i];
	return mailbox->n_addresses ? mailbox->addresses[0] : mailbox->key;
}

static size_t
count_clients(const struct mailbox_members *members, struct arena *scratch)
{
	uint64_t *clients = arena_alloc(scratch, (members->n + 1) * sizeof *clients);
	size_t n = 0, different = 0;
	for (const struct mailbox_entry *e = members->first; e; e = e->next)
		clients[n++] = e->client;
	qsort(clients, n, sizeof *clients, by_number);
	for (size_t i = 0; i < n; i++)
		different += i == 0 || clients[i] != clients[i - 1];
	return different;
}

/* How its login is typed most often; of equally many, as its key has it, else
 * the first in byte order. */
static struct str_span
common_spelling(const struct mailbox_members *members, const char *login, struct arena *scratch)
{
	struct str_span *all = arena_alloc(scratch, (members->n + 1) * sizeof *all), best = { NULL, 0 };
	struct str_span as_key = { login, strlen(login) };
	size_t n = 0, most = 0;
	bool differ = false;
	for (const struct mailbox_entry *e = members->first; e; e = e->next)
		differ = differ || e->typed != members->first->typed;
	if (!differ)
		return login_span(account_text(members->first->account, MA_LOGIN));
	for (const struct mailbox_entry *e = members->first; e; e = e->next) {
		struct str_span typed = login_span(account_text(e->account, MA_LOGIN));
		if (typed.n)
			all[n++] = typed;
	}
	if (n)
		qsort(all, n, sizeof *all, by_span);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && by_span(&all[i], &all[end]) == 0; end++)
			;
		if (end - i > most || (end - i == most && by_span(&all[i], &as_key) == 0)) {
			most = end - i;
			best = all[i];
		}
	}
	return best;
}

const char *
mailbox_key_text(const struct mailbox_key *key, const struct account *account, struct arena *arena)
{
	return key->resolved ? arena_printf(arena, "%s@%s", key->login, key->server)
			     : arena_printf(arena, "?%s/%s", account->scan->workstation.id, account->id);
}

void
mailbox_make(const struct mailbox_members *members, const struct policy *policy, struct mailbox_worker *worker, struct mailbox *m)
{
	struct arena *arena = &worker->arena;
	const struct mailbox_key *key = &members->first->key;

	m->resolved = key->resolved;
	m->why = key->why;
	m->login = arena_strdup(arena, key->login);
	m->server = arena_strdup(arena, key->server);
	m->key = mailbox_key_text(key, members->first->account, arena);
	put_accounts(m, members, arena);
	collect_addresses(m, members, arena);
	m->address = choose_address(m, m->login);
	m->policy = policy_for(policy, m->address);
	m->expire_days = m->provider ? m->provider->expire_days : POLICY_UNSET;
	struct str_span spelling = common_spelling(members, m->login, &worker->scratch);
	m->spelling = spelling.n ? arena_copy(arena, spelling.p, spelling.n) : NULL;
	m->n_clients = count_clients(members, &worker->scratch);
	arena_clear(&worker->scratch);
}

bool
mailbox_is_target(const struct mailbox *mailbox, const struct policy *policy)
{
	for (size_t i = 0; i < policy->n_targets; i++) {
		if (str_same(mailbox->address, policy->targets[i]))
			return true;
		for (size_t k = 0; !mailbox_is_full(mailbox->login) && k < mailbox->n_addresses; k++)
			if (str_same(mailbox->addresses[k], policy->targets[i]))
				return true;
	}
	return false;
}

void
mailbox_finish(struct mailbox *m, const struct policy *policy, struct arena *arena)
{
	for (size_t i = 0; i < policy->n_externals; i++)
		if (str_same(policy->externals[i].address, m->address)) {
			const struct policy_external **slot = arena_grow(arena, &m->externals, &m->n_externals, sizeof *slot);
			*slot = &policy->externals[i];
		}
	m->n_clients += m->n_externals;
	m->shared = m->n_clients >= 2 || m->policy.shared == 1 || mailbox_is_target(m, policy);
}
