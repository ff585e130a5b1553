/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { FIRST_SLOTS = 64 };

/* The slot where the text is or would be. */
static size_t *
slot_of(const struct set *set, const char *text)
{
	size_t at = (size_t)str_hash(STR_HASH_START, text) & (set->n_slots - 1);
	while (set->slots[at] && strcmp(set->all[set->slots[at] - 1], text) != 0)
		at = (at + 1) & (set->n_slots - 1);
	return &set->slots[at];
}

static void
grow(struct set *set)
{
	free(set->slots);
	set->n_slots = set->n_slots ? 2 * set->n_slots : FIRST_SLOTS;
	set->slots = xmalloc(set->n_slots * sizeof *set->slots);
	memset(set->slots, 0, set->n_slots * sizeof *set->slots);
	for (size_t i = 0; i < set->n; i++)
		*slot_of(set, set->all[i]) = i + 1;
}

bool
set_add(struct set *set, const char *text)
{
	if (2 * (set->n + 1) > set->n_slots)
		grow(set);
	size_t *slot = slot_of(set, text);
	if (*slot)
		return false;
	const char *copy = arena_strdup(&set->arena, text);
	*(const char **)arena_grow(&set->arena, &set->all, &set->n, sizeof *set->all) = copy;
	*slot = set->n;
	return true;
}

long
set_find(const struct set *set, const char *text)
{
	return set->n ? (long)*slot_of(set, text) - 1 : -1;
}

bool
set_has(const struct set *set, const char *text)
{
	return set_find(set, text) >= 0;
}

void
set_fini(struct set *set)
{
	free(set->slots);
	arena_fini(&set->arena);
	*set = (struct set){ 0 };
}
