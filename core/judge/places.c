/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a workstation keeps mail that no server has.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/rule.h"

bool
place_is_seen(const struct scan_store *s)
{
	return s->status == STORE_FOUND || s->status == STORE_PARTLY;
}

bool
place_is_empty(const struct scan_store *s)
{
	return s->status == STORE_ABSENT || (s->status == STORE_FOUND && s->bytes == 0);
}

const struct account *
place_owner(const struct scan *scan, const struct scan_store *store)
{
	for (size_t i = 0; store->account && i < scan->n_accounts; i++)
		if (strcmp(scan->accounts[i]->id, store->account) == 0)
			return scan->accounts[i];
	return NULL;
}

enum truth
keeps_only_copy(const struct account *account, const struct scan_store *store)
{
	if (life_takes(account) == TRUTH_YES || account_is(account, MA_PROTOCOL, "pop3"))
		return TRUTH_YES;
	if (!account_knows(account, MA_PROTOCOL))
		return TRUTH_UNKNOWN;
	/* Exchange that delivers into a file takes what arrives off the server. */
	bool delivered = store && store->kind == MA_STORE_PST && account_is(account, MA_PROTOCOL, "exchange");
	return delivered ? TRUTH_YES : life_takes(account) == TRUTH_UNKNOWN && !shows_server(account) ? TRUTH_UNKNOWN : TRUTH_NO;
}

static int
by_size(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int d = (x->store->bytes < y->store->bytes) - (x->store->bytes > y->store->bytes);
	return d ? d : strcmp(x->store->path, y->store->path);
}

struct place *
places_of(struct judgement *j, const struct scan *scan, size_t *n)
{
	struct place *all = arena_alloc(scratch_of(j), (scan->n_stores + 1) * sizeof *all);
	*n = 0;
	for (size_t i = 0; i < scan->n_stores; i++) {
		const struct scan_store *s = &scan->stores[i];
		const struct account *owner = place_owner(scan, s);
		if (s->kind == MA_STORE_UIDL || (s->kind == MA_STORE_OST && !owner) || place_is_empty(s))
			continue;
		enum truth only = owner ? keeps_only_copy(owner, s) : TRUTH_YES;
		bool again = *n && str_same(all[*n - 1].store->path, s->path) && all[*n - 1].store->kind == s->kind;
		if (only == TRUTH_NO)
			continue;
		if (again)
			all[*n - 1].only = only == TRUTH_YES ? only : all[*n - 1].only;
		else
			all[(*n)++] = (struct place){ s, only, s->bytes };
	}
	if (*n)
		qsort(all, *n, sizeof *all, by_size);
	return all;
}
