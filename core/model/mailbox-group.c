/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts meet in mailboxes.  A table brings equal keys together; what might
 * be equal but cannot be shown to be is a doubt.  Keys are made, and mailboxes
 * put together, by several threads; in which order they come is settled by the
 * order of accounts and, in the end, of names.
 */
#include <stdlib.h>
#include <string.h>

#include "model/finding.h"
#include "model/mailbox-group.h"
#include "model/reduce.h"

enum { SCANS_AT_ONCE = 128, MAILBOXES_AT_ONCE = 16 };

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
		keep[i] = !p->n_targets || mailbox_is_target(&out->all[i], p);
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

/* Scans whose accounts get their keys. */
struct keying {
	struct grouping *g;
	struct scan *const *scans;
	struct mailbox_entry *entries;
	const size_t *first; /* of each scan's entries */
	uint64_t seed;
	struct arena arenas[POOL_MOST_WORKERS]; /* of the keys */
	bool disordered[POOL_MOST_WORKERS]; /* accounts that do not come in account_order were met */
};

static bool
scans_in_order(const struct scan *a, const struct scan *b)
{
	int d = str_order(a->workstation.name, b->workstation.name);
	d = d ? d : str_cmp(a->workstation.name, b->workstation.name);
	return d < 0 || (!d && str_cmp(a->workstation.id, b->workstation.id) < 0);
}

static void
make_keys(void *context, size_t worker, size_t from, size_t to)
{
	struct keying *k = context;
	for (size_t i = from; i < to; i++) {
		const struct scan *scan = k->scans[i];
		uint64_t hash = str_hash(STR_HASH_START, scan->workstation.id);
		bool ordered = !i || scans_in_order(k->scans[i - 1], scan);
		for (size_t n = 0; n < scan->n_accounts; n++) {
			struct account *account = scan->accounts[n];
			struct mailbox_key key = mailbox_key(account, k->g->policy, &k->arenas[worker]);
			account->identity = str_hash(hash, account->id);
			ordered = ordered && (!n || str_cmp(scan->accounts[n - 1]->id, account->id) <= 0);
			if (mailbox_counts(account, &key))
				k->entries[k->first[i] + n] = mailbox_enter(account, &key, k->seed, hash);
		}
		if (!ordered)
			k->disordered[worker] = true;
	}
}

static bool
same_key(const struct mailbox_entry *x, const struct mailbox_entry *y)
{
	return x->hash == y->hash && strcmp(x->key.login, y->key.login) == 0 && strcmp(x->key.server, y->key.server) == 0;
}

/* The mailbox that the entry is of: that of the first with its key, and alone when it is not resolved. */
static struct mailbox_members *
members_of(struct grouping *g, struct mailbox_entry *entry, uint32_t *table, size_t mask)
{
	size_t at = (entry->hash ^ entry->hash >> 32) & mask;
	while (entry->key.resolved && table[at] && !same_key(g->members[table[at] - 1].first, entry))
		at = (at + 1) & mask;
	if (entry->key.resolved && table[at])
		return &g->members[table[at] - 1];
	struct mailbox_members *m = &g->members[g->n_members++];
	m->first = m->last = entry;
	if (entry->key.resolved)
		table[at] = (uint32_t)g->n_members;
	return m;
}

/* Puts entries of one mailbox into a chain, in the order in which they are. */
static void
meet(struct grouping *g, struct mailbox_entry *entries, size_t n, bool in_order)
{
	size_t size = 64;
	while (size < n * 2)
		size *= 2;
	uint32_t *table = arena_alloc(&g->scratch, size * sizeof *table);
	g->members = arena_alloc(&g->scratch, (n + 1) * sizeof *g->members);
	for (size_t i = 0; i < n; i++) {
		if (!entries[i].account)
			continue;
		struct mailbox_members *m = members_of(g, &entries[i], table, size - 1);
		m->in_order = in_order;
		if (m->n++) {
			m->last->next = &entries[i];
			m->last = &entries[i];
		}
	}
}

static void
make_mailboxes(void *context, size_t worker, size_t from, size_t to)
{
	struct grouping *g = context;
	for (size_t i = from; i < to; i++)
		mailbox_make(&g->members[i], g->policy, &g->workers[worker], &g->out->all[i]);
}

static void
finish_mailboxes(void *context, size_t worker, size_t from, size_t to)
{
	struct grouping *g = context;
	for (size_t i = from; i < to; i++)
		mailbox_finish(&g->out->all[i], g->policy, &g->workers[worker].arena);
}

static void
run(struct grouping *g, size_t n, void (*work)(void *context, size_t worker, size_t from, size_t to))
{
	pool_run(pool_workers(n, MAILBOXES_AT_ONCE), n, MAILBOXES_AT_ONCE, work, g);
}

/* The mailboxes as they are found; those of keys are in KEYING. */
static void
group(struct grouping *g, struct keying *k, size_t n_scans)
{
	size_t n = 0, *first = arena_alloc(&g->scratch, (n_scans + 1) * sizeof *first);
	for (size_t i = 0; i < n_scans; i++) {
		first[i] = n;
		n += k->scans[i]->n_accounts;
	}
	k->first = first;
	/* What they are put into must not be foreseen by who writes scans. */
	k->seed = STR_HASH_START ^ (uint64_t)(uintptr_t)first;
	k->entries = arena_alloc(&g->scratch, (n + 1) * sizeof *k->entries);
	pool_run(pool_workers(n_scans, SCANS_AT_ONCE), n_scans, SCANS_AT_ONCE, make_keys, k);
	bool in_order = true;
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++)
		in_order = in_order && !k->disordered[i];
	meet(g, k->entries, n, in_order);
	g->out->n = g->n_members;
	g->out->all = arena_alloc(g->arena, (g->n_members + 1) * sizeof *g->out->all);
	run(g, g->n_members, make_mailboxes);
}

/* What nobody was asked for may still reach it. */
static void
doubt_withheld(struct grouping *g, struct scan *const *scans, size_t n_scans)
{
	bool any;
	size_t n;
	const char **targets = reduce_common_targets(scans, n_scans, &g->scratch, &n, &any);
	for (size_t i = 0; any && i < g->out->n; i++) {
		struct mailbox *m = &g->out->all[i];
		m->withheld = m->resolved && !reduce_covers(m, targets, n);
		m->doubtful |= m->withheld;
	}
}

void
mailbox_group(struct scan *const *scans, size_t n_scans, const struct policy *policy, struct arena *arena, struct mailboxes *out)
{
	struct grouping g = { .arena = arena, .policy = policy, .out = out };
	struct keying keying = { .g = &g, .scans = scans };

	*out = (struct mailboxes){ 0 };
	group(&g, &keying, n_scans);
	if (out->n)
		qsort(out->all, out->n, sizeof *out->all, by_address);
	mailbox_doubt_names(&g);
	mailbox_doubt_bare(&g);
	settle_doubts(&g);
	doubt_withheld(&g, scans, n_scans);
	run(&g, out->n, finish_mailboxes);
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++) {
		arena_adopt(arena, &g.workers[i].arena);
		arena_fini(&g.workers[i].scratch);
		arena_fini(&keying.arenas[i]);
	}
	arena_fini(&g.scratch);
}
