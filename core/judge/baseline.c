/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/rule.h"

struct entry {
	uint64_t hash;
	const struct account *account;
};

struct baseline {
	struct entry *by_id;
	size_t n;
	/* Those of resolved mailboxes; hashes and accounts side by side, so that a run of accounts can be handed out. */
	uint64_t *mailbox_hashes;
	const struct account **by_mailbox;
	size_t n_mailbox;
};

static int
by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return account_order(x->account, y->account);
}

static uint64_t
id_hash(const struct account *account)
{
	return str_hash(str_hash(STR_HASH_START, workstation_base_id(&account->scan->workstation)), account->id);
}

/* As the key of struct mailbox: "login@server". */
static uint64_t
key_hash(const char *key)
{
	return str_hash(STR_HASH_START, key);
}

static void
index_mailboxes(struct baseline *b, const struct policy *policy, struct arena *arena)
{
	struct arena scratch = { 0 };
	struct entry *all = arena_alloc(&scratch, (b->n + 1) * sizeof *all);
	for (size_t i = 0; i < b->n; i++) {
		const struct account *a = b->by_id[i].account;
		struct mailbox_key key = mailbox_key(a, policy, &scratch);
		if (key.resolved)
			all[b->n_mailbox++] = (struct entry){ key_hash(arena_printf(&scratch, "%s@%s", key.login, key.server)), a };
	}
	if (b->n_mailbox)
		qsort(all, b->n_mailbox, sizeof *all, by_hash);
	b->mailbox_hashes = arena_alloc(arena, (b->n_mailbox + 1) * sizeof *b->mailbox_hashes);
	b->by_mailbox = arena_alloc(arena, (b->n_mailbox + 1) * sizeof *b->by_mailbox);
	for (size_t i = 0; i < b->n_mailbox; i++) {
		b->mailbox_hashes[i] = all[i].hash;
		b->by_mailbox[i] = all[i].account;
	}
	arena_fini(&scratch);
}

const struct baseline *
baseline_new(const struct report *past, const struct policy *policy, struct arena *arena)
{
	if (!past)
		return NULL;
	struct baseline *b = arena_alloc(arena, sizeof *b);
	size_t n = 0;
	for (size_t i = 0; i < past->n_scans; i++)
		n += past->scans[i]->n_accounts;
	b->by_id = arena_alloc(arena, (n + 1) * sizeof *b->by_id);
	for (size_t i = 0; i < past->n_scans; i++)
		for (size_t k = 0; k < past->scans[i]->n_accounts; k++) {
			const struct account *a = past->scans[i]->accounts[k];
			b->by_id[b->n++] = (struct entry){ id_hash(a), a };
		}
	if (n)
		qsort(b->by_id, n, sizeof *b->by_id, by_hash);
	index_mailboxes(b, policy, arena);
	return b;
}

const struct account *
before(const struct matter *m, const struct account *account)
{
	const struct baseline *b = m->baseline;
	if (!b)
		return NULL;
	uint64_t hash = id_hash(account);
	size_t low = 0, high = b->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (b->by_id[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < b->n && b->by_id[low].hash == hash; low++) {
		const struct account *found = b->by_id[low].account;
		if (strcmp(found->id, account->id) == 0 && workstation_same(&found->scan->workstation, &account->scan->workstation))
			return found;
	}
	return NULL;
}

static size_t
in_mailbox(const struct baseline *b, const struct matter *m, const struct account *const **first)
{
	uint64_t hash = key_hash(m->mailbox->key);
	size_t low = 0, high = b ? b->n_mailbox : 0, n = 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (b->mailbox_hashes[middle] < hash)
			low = middle + 1;
		else
			high = middle;
	}
	while (b && low + n < b->n_mailbox && b->mailbox_hashes[low + n] == hash)
		n++;
	*first = b ? b->by_mailbox + low : NULL;
	return n;
}

size_t
before_in_mailbox(const struct matter *m, const struct account *const **first)
{
	return in_mailbox(m->baseline, m, first);
}

size_t
replaced_in_mailbox(const struct matter *m, const struct account *const **first)
{
	return in_mailbox(m->replaced_by_mailbox, m, first);
}
