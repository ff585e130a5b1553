/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/charge.h"

#include <stdlib.h>
#include <string.h>

#include "document/text-words.h"

static int
same_order(const struct blame *a, const struct blame *b)
{
	const void *const x[] = { a->account, a->external, a->device, a->account ? NULL : a->scan };
	const void *const y[] = { b->account, b->external, b->device, b->account ? NULL : b->scan };
	for (size_t i = 0; i < sizeof x / sizeof *x; i++)
		if (x[i] != y[i])
			return (uintptr_t)x[i] < (uintptr_t)y[i] ? -1 : 1;
	return 0;
}

static int
by_blamed(const void *a, const void *b)
{
	const struct charge *x = a, *y = b;
	int d = same_order(x->blame, y->blame);
	return d ? d : (x->order > y->order) - (x->order < y->order);
}

static int
by_order(const void *a, const void *b)
{
	const struct charge *x = a, *y = b;
	return (x->order > y->order) - (x->order < y->order);
}

bool
finding_is_heavy(const struct finding *finding)
{
	return finding->severity >= SEVERITY_MEDIUM;
}

struct charge *
charges_collect(struct arena *arena, struct finding_list findings, enum finding_status status, bool heavy_only, size_t *n)
{
	struct charge *all = NULL;
	*n = 0;
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = findings.all[i];
		if (f->status != status || (heavy_only && !finding_is_heavy(f)))
			continue;
		for (size_t k = 0; k < f->n_blame; k++) {
			struct charge *c = arena_grow(arena, &all, n, sizeof *c);
			*c = (struct charge){ f, &f->blame[k], *n };
		}
	}
	if (!*n)
		return NULL;
	size_t *rank = arena_alloc(arena, (*n + 1) * sizeof *rank);
	qsort(all, *n, sizeof *all, by_blamed);
	/* Order becomes: rank of the first charge, then the rank of its own. */
	for (size_t i = 0, first = 0; i < *n; i++) {
		if (i == 0 || same_order(all[i].blame, all[i - 1].blame) != 0)
			first = all[i].order;
		rank[all[i].order] = first;
	}
	for (size_t i = 0; i < *n; i++)
		all[i].order += rank[all[i].order] * (*n + 1);
	qsort(all, *n, sizeof *all, by_order);
	return all;
}

size_t
charges_run(const struct charge *charges, size_t n)
{
	size_t k = 1;
	while (k < n && same_order(charges[0].blame, charges[k].blame) == 0)
		k++;
	return k;
}

struct fact
change_fact(const struct account *account, enum ma_fact id)
{
	struct fact fact = *account_fact(account, id);
	fact.id = id;
	return fact;
}

/* Is the setting what it should be?  What was never set has no limit. */
static bool
is_so(const struct account *account, const struct advice *advice, const struct mailbox *mailbox, struct arena *arena)
{
	const struct fact *now = account_fact(account, advice->fact);
	const char *value = advice_value(advice, mailbox, arena);
	if (!value)
		return !account->slot[advice->fact];
	return now->state != MA_UNKNOWN && strcmp(fact_print(now, arena), value) == 0;
}

size_t
charges_changes(const struct charge *charges, size_t n, struct arena *arena, struct change *out)
{
	const struct account *account = charges->blame->account;
	const struct advice *first[MA_FACT_COUNT] = { NULL };
	const struct mailbox *mailbox[MA_FACT_COUNT] = { NULL };
	size_t n_out = 0;
	for (size_t i = 0; account && i < n; i++)
		for (size_t k = 0; k < RULE_ADVICES && charges[i].finding->rule->advice[k].fact != MA_FACT_COUNT; k++) {
			const struct advice *advice = &charges[i].finding->rule->advice[k], **one = &first[advice->fact];
			/* Of several limits no limit satisfies all. */
			if (*one && strcmp(advice->value, ADVICE_NO_LIMIT) != 0)
				continue;
			*one = advice;
			mailbox[advice->fact] = charges[i].finding->mailbox;
		}
	for (int id = 0; id < MA_FACT_COUNT; id++)
		if (first[id] && advice_fits(first[id], account) && !is_so(account, first[id], mailbox[id], arena))
			out[n_out++] = (struct change){ account, (enum ma_fact)id, words_of_advice(first[id], mailbox[id], arena) };
	return n_out;
}
