/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/account.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/scan.h"

const struct fact_row fact_rows[MA_FACT_COUNT] = {
#define FACT(id, name, type, words, help) [MA_##id] = { name, FACT_##type, words, help },
#include <mailaccord/facts.def>
#undef FACT
};

int
fact_by_name(const char *name)
{
	/* Names are few and short; the first two letters decide nearly always. */
	for (int i = 0; i < MA_FACT_COUNT; i++)
		if (fact_rows[i].name[0] == name[0] && strcmp(fact_rows[i].name, name) == 0)
			return i;
	return -1;
}

const struct fact fact_nothing = { .state = MA_UNKNOWN };

void
account_look_ahead(const struct account *far, const struct account *near, const struct account *next)
{
	enum { LINE_BYTES = 64 };
	if (far)
		for (size_t i = 0; i < sizeof *far; i += LINE_BYTES)
			__builtin_prefetch((const char *)far + i);
	if (near) {
		__builtin_prefetch(near->scan);
		__builtin_prefetch(near->id);
		__builtin_prefetch(account_fact(near, MA_CLIENT));
		for (size_t i = 0; i < near->n_facts * sizeof *near->facts; i += LINE_BYTES)
			__builtin_prefetch((const char *)near->facts + i);
	}
	if (next) {
		__builtin_prefetch(next->scan->workstation.name);
		__builtin_prefetch(next->scan->workstation.id);
		__builtin_prefetch(next->scan->files);
		__builtin_prefetch(account_fact(next, MA_CLIENT)->text);
	}
}

void
account_look_ahead_in(const struct account *const *accounts, size_t n, size_t at)
{
	account_look_ahead(at + ACCOUNT_FAR < n ? accounts[at + ACCOUNT_FAR] : NULL, at + ACCOUNT_NEAR < n ? accounts[at + ACCOUNT_NEAR] : NULL,
	    at + ACCOUNT_NEXT < n ? accounts[at + ACCOUNT_NEXT] : NULL);
}

void
account_reserve(struct account *account, struct arena *arena, size_t n)
{
	account->facts = arena_alloc(arena, n * sizeof *account->facts);
	account->room = (uint8_t)n;
}

static void
grow(struct account *account, struct arena *arena)
{
	const struct fact *old = account->facts;
	size_t twice = account->room ? account->room * 2u : 4;
	account_reserve(account, arena, twice < MA_FACT_COUNT ? twice : MA_FACT_COUNT);
	if (account->n_facts)
		memcpy(account->facts, old, account->n_facts * sizeof *old);
}

struct fact *
account_put(struct account *account, struct arena *arena, enum ma_fact id)
{
	if (!account->slot[id]) {
		if (account->n_facts == account->room)
			grow(account, arena);
		struct fact *f = &account->facts[account->n_facts++];
		*f = (struct fact){ .id = (uint8_t)id, .state = MA_SET };
		account->slot[id] = (uint8_t)account->n_facts;
		return f;
	}
	return &account->facts[account->slot[id] - 1];
}

void
account_put_text(struct account *account, struct arena *arena, enum ma_fact id, const char *text)
{
	account_put(account, arena, id)->text = arena_strdup(arena, text);
}

void
account_put_num(struct account *account, struct arena *arena, enum ma_fact id, int64_t num)
{
	account_put(account, arena, id)->num = num;
}

void
account_put_item(struct account *account, struct arena *arena, enum ma_fact id, const char *item)
{
	struct fact *f = account_put(account, arena, id);
	size_t n = f->n_items;
	const char **slot = arena_grow(arena, &f->items, &n, sizeof *slot);
	f->n_items = (uint32_t)n;
	*slot = arena_strdup(arena, item);
}

void
account_drop(struct account *account, enum ma_fact id)
{
	if (!account->slot[id])
		return;
	size_t at = account->slot[id] - 1u;
	memmove(&account->facts[at], &account->facts[at + 1], (account->n_facts - at - 1) * sizeof *account->facts);
	account->n_facts--;
	account->slot[id] = 0;
	for (size_t i = at; i < account->n_facts; i++)
		account->slot[account->facts[i].id] = (uint8_t)(i + 1);
}

static int
fact_order(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

void
account_sort(struct account *account)
{
	size_t i = 1;
	while (i < account->n_facts && account->facts[i - 1].id < account->facts[i].id)
		i++;
	if (i >= account->n_facts)
		return;
	qsort(account->facts, account->n_facts, sizeof *account->facts, fact_order);
	for (i = 0; i < account->n_facts; i++)
		account->slot[account->facts[i].id] = (uint8_t)(i + 1);
}

const char *
fact_print(const struct fact *fact, struct arena *arena)
{
	if (fact->state == MA_UNKNOWN)
		return "unknown";
	switch (fact_rows[fact->id].type) {
	case FACT_INT:
		return arena_printf(arena, "%" PRId64, fact->num);
	case FACT_BOOL:
		return fact->num ? "yes" : "no";
	case FACT_TEXT:
	case FACT_WORD:
		return fact->text;
	case FACT_LIST:
		break;
	}
	size_t n = 1;
	for (size_t i = 0; i < fact->n_items; i++)
		n += strlen(fact->items[i]) + 2;
	char *all = arena_alloc(arena, n), *p = all;
	for (size_t i = 0; i < fact->n_items; i++) {
		size_t k = strlen(fact->items[i]);
		if (i) {
			memcpy(p, ", ", 2);
			p += 2;
		}
		memcpy(p, fact->items[i], k);
		p += k;
	}
	return all;
}

bool
account_parse_fact(struct account *account, struct arena *arena, enum ma_fact id, const char *value)
{
	static const struct {
		const char *word;
		int64_t num;
	} truths[] = { { "yes", 1 }, { "true", 1 }, { "no", 0 }, { "false", 0 } };
	const struct fact_row *row = &fact_rows[id];
	int64_t num = 0;
	int index;
	bool fits = true;

	if (strcmp(value, "unknown") == 0) {
		*account_put(account, arena, id) = (struct fact){ .id = id, .state = MA_UNKNOWN };
		return true;
	}
	if (row->type == FACT_INT)
		fits = str_number(value, &num) && num >= 0; /* no number of the table can be less than nothing */
	else if (row->type == FACT_WORD)
		fits = str_word(row->words, value, strlen(value), &index);
	else if (row->type == FACT_BOOL) {
		fits = false;
		for (size_t i = 0; i < sizeof truths / sizeof *truths; i++)
			if (strcmp(truths[i].word, value) == 0) {
				num = truths[i].num;
				fits = true;
			}
	}
	if (!fits)
		return false;
	struct fact *f = account_put(account, arena, id);
	*f = (struct fact){ .id = id, .state = MA_SET };
	if (row->type == FACT_INT || row->type == FACT_BOOL)
		f->num = num;
	else if (row->type == FACT_LIST)
		account_put_item(account, arena, id, value);
	else
		account_put_text(account, arena, id, value);
	return true;
}

int
account_order(const struct account *a, const struct account *b)
{
	const struct workstation *v = &a->scan->workstation, *w = &b->scan->workstation;
	int d = v == w ? 0 : str_order(v->name, w->name);
	if (!d && v != w)
		d = str_cmp(v->name, w->name);
	if (!d && v != w)
		d = str_cmp(v->id, w->id);
	return d ? d : str_cmp(a->id, b->id);
}

/* One part of a reference, of N bytes, against the possible names. */
static bool
part_matches(const char *part, size_t n, const char *const *names, size_t n_names)
{
	char pattern[256];
	if (n >= sizeof pattern)
		return false;
	memcpy(pattern, part, n);
	pattern[n] = 0;
	for (size_t i = 0; i < n_names; i++)
		if (names[i] && str_glob(pattern, names[i], true))
			return true;
	return false;
}

bool
account_matches(const struct account *account, const char *reference)
{
	const struct workstation *w = &account->scan->workstation;
	const char *const machine[] = { w->name, w->id };
	const char *const client[] = { account_text(account, MA_CLIENT), account->plugin };
	size_t n = strcspn(reference, "/");
	if (!part_matches(reference, n, machine, 2))
		return false;
	if (!reference[n])
		return true;
	reference += n + 1;
	n = strcspn(reference, "/");
	if (!part_matches(reference, n, client, 2))
		return false;
	if (!reference[n])
		return true;
	reference += n + 1;
	n = strlen(reference);
	const char *login = account_text(account, MA_LOGIN);
	if (part_matches(reference, n, &login, 1))
		return true;
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	return part_matches(reference, n, addresses->items, addresses->n_items);
}

const char *
account_title(const struct account *account, struct arena *arena)
{
	const char *client = account_text(account, MA_CLIENT);
	const char *profile = account_text(account, MA_PROFILE);
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	const char *who = addresses->n_items ? addresses->items[0] : account_text(account, MA_LOGIN);
	return arena_printf(arena, "%s %s%s%s%s%s%s", account->scan->workstation.name, client ? client : account->plugin,
	    profile ? " (" : "", profile ? profile : "", profile ? ")" : "", who ? " " : "", who ? who : "");
}
