/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts meet in mailboxes.  Sorting brings equal keys together; what might
 * be equal but cannot be shown to be is a doubt.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/finding.h"
#include "model/mailbox-group.h"

/* An account with its key, while grouping. */
struct entry {
	struct account *account;
	struct mailbox_key key;
};

static int
by_key(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int d = (int)y->key.resolved - (int)x->key.resolved;
	if (!d && x->key.resolved) {
		d = strcmp(x->key.login, y->key.login);
		if (!d)
			d = strcmp(x->key.server, y->key.server);
	}
	return d ? d : account_order(x->account, y->account);
}

static bool
same_key(const struct entry *x, const struct entry *y)
{
	return x->key.resolved && y->key.resolved && strcmp(x->key.login, y->key.login) == 0 &&
	    strcmp(x->key.server, y->key.server) == 0;
}

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

/* All accounts' addresses, folded, sorted, each once. */
static void
collect_addresses(struct mailbox *mailbox, struct arena *arena)
{
	size_t n = 0;
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		const struct fact *f = account_fact(mailbox->accounts[i], MA_ADDRESSES);
		for (size_t k = 0; k < f->n_items; k++) {
			const char **slot = arena_grow(arena, &mailbox->addresses, &mailbox->n_addresses, sizeof *slot);
			*slot = str_fold(arena, f->items[k]);
		}
	}
	if (mailbox->n_addresses)
		qsort(mailbox->addresses, mailbox->n_addresses, sizeof *mailbox->addresses, by_text);
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (!n || strcmp(mailbox->addresses[n - 1], mailbox->addresses[i]) != 0)
			mailbox->addresses[n++] = mailbox->addresses[i];
	mailbox->n_addresses = n;
}

/* What people call it: the login when that is an address, else the address that
 * the login is the local part of, else the first there is. */
static const char *
choose_address(const struct mailbox *mailbox, const struct mailbox_key *key)
{
	if (mailbox_is_full(key->login))
		return key->login;
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (mailbox_is_local_part(mailbox->addresses[i], key->login))
			return mailbox->addresses[i];
	return mailbox->n_addresses ? mailbox->addresses[0] : mailbox->key;
}

static size_t
count_clients(const struct mailbox *mailbox, struct arena *scratch)
{
	uint64_t *ids = arena_alloc(scratch, (mailbox->n_accounts + 1) * sizeof *ids);
	size_t n = 0;
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		const struct account *a = mailbox->accounts[i];
		const char *client = account_text(a, MA_CLIENT);
		uint64_t id = str_hash(STR_HASH_START, a->scan->workstation.id);
		id = str_hash(id, account_text(a, MA_USER));
		id = str_hash(id, client ? client : a->plugin);
		ids[i] = str_hash(id, account_text(a, MA_PROFILE));
	}
	qsort(ids, mailbox->n_accounts, sizeof *ids, by_number);
	for (size_t i = 0; i < mailbox->n_accounts; i++)
		n += i == 0 || ids[i] != ids[i - 1];
	return n + mailbox->n_externals;
}

/* How its login is typed most often; of equally many, as its key has it, else
 * the first in byte order. */
static const char *
common_spelling(const struct mailbox *mailbox, const struct mailbox_key *key, struct arena *scratch)
{
	const char **all = arena_alloc(scratch, (mailbox->n_accounts + 1) * sizeof *all), *best = NULL;
	size_t n = 0, most = 0;
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		const char *typed = login_as_typed(account_text(mailbox->accounts[i], MA_LOGIN), scratch);
		if (typed)
			all[n++] = typed;
	}
	if (n)
		qsort(all, n, sizeof *all, by_text);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && strcmp(all[i], all[end]) == 0; end++)
			;
		if (end - i > most || (end - i == most && strcmp(all[i], key->login) == 0)) {
			most = end - i;
			best = all[i];
		}
	}
	return best;
}

static void
count_protocol(struct mailbox *mailbox, const struct account *account)
{
	bool unknown = !account_knows(account, MA_PROTOCOL);
	mailbox->n_pop += unknown || account_is(account, MA_PROTOCOL, "pop3");
	mailbox->n_imap += unknown || account_is(account, MA_PROTOCOL, "imap");
}

const char *
mailbox_key_text(const struct mailbox_key *key, const struct account *account, struct arena *arena)
{
	return key->resolved ? arena_printf(arena, "%s@%s", key->login, key->server)
			     : arena_printf(arena, "?%s/%s", account->scan->workstation.id, account->id);
}

static void
make_mailbox(struct grouping *g, const struct entry *entries, size_t n)
{
	const struct mailbox_key *key = &entries[0].key;
	const struct account *first = entries[0].account;
	struct mailbox *m = arena_grow(g->arena, &g->out->all, &g->out->n, sizeof *m);

	m->resolved = key->resolved;
	m->why = key->why;
	m->login = key->login;
	m->server = key->server;
	m->key = mailbox_key_text(key, first, g->arena);
	m->n_accounts = n;
	m->accounts = arena_alloc(g->arena, n * sizeof *m->accounts);
	for (size_t i = 0; i < n; i++)
		count_protocol(m, m->accounts[i] = entries[i].account);
	collect_addresses(m, g->arena);
	m->address = choose_address(m, key);
	m->policy = policy_for(g->policy, m->address);
	for (size_t i = 0; i < n && !m->provider; i++)
		m->provider = entries[i].key.provider;
	m->expire_days = m->provider ? m->provider->expire_days : POLICY_UNSET;
	const char *spelling = common_spelling(m, key, &g->scratch);
	m->spelling = spelling ? arena_strdup(g->arena, spelling) : NULL;
}

static int
by_address(const void *a, const void *b)
{
	const struct mailbox *x = a, *y = b;
	int d = strcmp(x->address, y->address);
	return d ? d : strcmp(x->key, y->key);
}

static int
by_pair(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int d = (x->a > y->a) - (x->a < y->a);
	if (!d)
		d = (x->b > y->b) - (x->b < y->b);
	return d ? d : strcmp(x->why, y->why);
}

/* ---- what the policy adds ---- */

static bool
is_target(const struct mailbox *mailbox, const char *const *targets, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (str_same(mailbox->address, targets[i]))
			return true;
		for (size_t k = 0; !mailbox_is_full(mailbox->login) && k < mailbox->n_addresses; k++)
			if (str_same(mailbox->addresses[k], targets[i]))
				return true;
	}
	return false;
}

static void
finish_mailbox(struct grouping *g, struct mailbox *m)
{
	const struct policy *p = g->policy;
	for (size_t i = 0; i < p->n_externals; i++)
		if (str_same(p->externals[i].address, m->address)) {
			const struct policy_external **slot =
			    arena_grow(g->arena, &m->externals, &m->n_externals, sizeof *slot);
			*slot = &p->externals[i];
		}
	m->n_clients = count_clients(m, &g->scratch);
	m->shared = m->n_clients >= 2 || m->policy.shared == 1 || is_target(m, p->targets, p->n_targets);
}

/* Leaves out what is no target and not in doubt with one; NEW_AT gets the new
 * numbers, n for those left out. */
static void
keep_targets(struct grouping *g, size_t *new_at)
{
	struct mailboxes *out = g->out;
	const struct policy *p = g->policy;
	bool *keep = arena_alloc(&g->scratch, out->n + 1);
	bool *near_target = arena_alloc(&g->scratch, out->n + 1);
	size_t n = 0, all = out->n;

	for (size_t i = 0; i < all; i++)
		keep[i] = !p->n_targets || is_target(&out->all[i], p->targets, p->n_targets);
	for (size_t i = 0; i < g->n_pairs; i++) {
		near_target[g->pairs[i].a] |= keep[g->pairs[i].b];
		near_target[g->pairs[i].b] |= keep[g->pairs[i].a];
	}
	for (size_t i = 0; i < all; i++) {
		new_at[i] = keep[i] || near_target[i] ? n : all;
		if (keep[i] || near_target[i])
			out->all[n++] = out->all[i];
	}
	out->n = n;
}

static void
add_namesake(struct grouping *g, struct mailbox *mailbox, const struct mailbox *other)
{
	const struct mailbox **slot = arena_grow(g->arena, &mailbox->namesakes, &mailbox->n_namesakes, sizeof *slot);
	*slot = other;
}

static void
settle_doubts(struct grouping *g)
{
	struct mailboxes *out = g->out;
	size_t all = out->n;
	size_t *new_at = arena_alloc(&g->scratch, (all + 1) * sizeof *new_at);

	if (g->n_pairs)
		qsort(g->pairs, g->n_pairs, sizeof *g->pairs, by_pair);
	keep_targets(g, new_at);
	for (size_t i = 0; i < g->n_pairs; i++) {
		const struct pair *p = &g->pairs[i];
		bool again = i && p[-1].a == p->a && p[-1].b == p->b;
		if (again || new_at[p->a] == all || new_at[p->b] == all)
			continue;
		struct mailbox_doubt *d = arena_grow(g->arena, &out->doubts, &out->n_doubts, sizeof *d);
		struct mailbox *a = &out->all[new_at[p->a]], *b = &out->all[new_at[p->b]];
		a->doubtful = b->doubtful = true;
		*d = (struct mailbox_doubt){ a, b, p->why };
		if (p->why == mailbox_same_name_elsewhere) {
			add_namesake(g, a, b);
			add_namesake(g, b, a);
		}
	}
}

bool
mailbox_counts(const struct account *account, const struct mailbox_key *key)
{
	if (account_bool_is(account, MA_ENABLED, false))
		return false;
	return key->resolved || !account_bool_is(account, MA_SETTINGS_IN_CLOUD, true);
}

void
mailbox_group(struct scan *const *scans, size_t n_scans, const struct policy *policy, struct arena *arena, struct mailboxes *out)
{
	struct grouping g = { .arena = arena, .policy = policy, .out = out };
	struct entry *entries = NULL;
	size_t n = 0;

	*out = (struct mailboxes){ 0 };
	for (size_t i = 0; i < n_scans; i++)
		for (size_t k = 0; k < scans[i]->n_accounts; k++) {
			struct mailbox_key key = mailbox_key(scans[i]->accounts[k], policy, arena);
			if (!mailbox_counts(scans[i]->accounts[k], &key))
				continue;
			struct entry *e = arena_grow(&g.scratch, &entries, &n, sizeof *e);
			*e = (struct entry){ scans[i]->accounts[k], key };
		}
	if (n)
		qsort(entries, n, sizeof *entries, by_key);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && same_key(&entries[i], &entries[end]); end++)
			;
		make_mailbox(&g, entries + i, end - i);
	}
	if (out->n)
		qsort(out->all, out->n, sizeof *out->all, by_address);
	mailbox_doubt_names(&g);
	mailbox_doubt_bare(&g);
	settle_doubts(&g);
	for (size_t i = 0; i < out->n; i++)
		finish_mailbox(&g, &out->all[i]);
	arena_fini(&g.scratch);
}
