/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts of a mailbox that have something in common, without comparing all
 * with all.
 */
#include <stdlib.h>

#include "judge/rule.h"

uint64_t
seat_key(const struct account *account)
{
	uint64_t key = str_hash(STR_HASH_START, account->scan->workstation.id);
	return str_hash(key, account_text(account, MA_USER));
}

static int
by_key(const void *a, const void *b)
{
	const struct keyed *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return account_order(x->account, y->account);
}

struct keyed *
keyed_accounts(const struct matter *m, struct judgement *j, uint64_t (*key)(const struct account *), size_t *n)
{
	struct keyed *all = arena_alloc(scratch_of(j), (m->mailbox->n_accounts + 1) * sizeof *all);
	*n = 0;
	for_each_account (a, m->mailbox) {
		uint64_t k = key(a);
		if (k)
			all[(*n)++] = (struct keyed){ k, a };
	}
	if (*n)
		qsort(all, *n, sizeof *all, by_key);
	return all;
}

size_t
keyed_run(const struct keyed *first, size_t n)
{
	size_t k = 1;
	while (k < n && first[k].key == first->key)
		k++;
	return k;
}
