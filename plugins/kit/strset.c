/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/strset.h"

#include <stdlib.h>
#include <string.h>

struct strset_item {
	struct ma_str text;
	uint32_t hash, value;
};

uint32_t
strset_hash(const struct ma_str *parts, size_t n)
{
	uint64_t h = 14695981039346656037u;
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < parts[k].n; i++)
			h = (h ^ (unsigned char)parts[k].p[i]) * 1099511628211u;
	return (uint32_t)(h ^ h >> 32);
}

bool
strset_same(struct ma_str text, const struct ma_str *parts, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		if (text.n < parts[k].n || (parts[k].n && memcmp(text.p, parts[k].p, parts[k].n) != 0))
			return false;
		text.p += parts[k].n;
		text.n -= parts[k].n;
	}
	return text.n == 0;
}

static size_t
slot_of(const struct strset *set, uint32_t hash, const struct ma_str *parts, size_t n)
{
	size_t s = hash & (set->n_slots - 1);
	for (; set->slots[s]; s = (s + 1) & (set->n_slots - 1)) {
		const struct strset_item *it = &set->items[set->slots[s] - 1];
		if (it->hash == hash && strset_same(it->text, parts, n))
			break;
	}
	return s;
}

static bool
grow(struct strset *set)
{
	size_t cap = set->cap ? set->cap * 2 : 32;
	struct strset_item *items = realloc(set->items, cap * sizeof *items);
	if (!items)
		return false;
	set->items = items;
	uint32_t *slots = calloc(cap * 2, sizeof *slots);
	if (!slots)
		return false;
	for (size_t k = 0; k < set->n; k++) {
		size_t s = items[k].hash & (cap * 2 - 1);
		while (slots[s])
			s = (s + 1) & (cap * 2 - 1);
		slots[s] = (uint32_t)k + 1;
	}
	free(set->slots);
	set->slots = slots;
	set->n_slots = cap * 2;
	set->cap = cap;
	return true;
}

bool
strset_add(struct strset *set, const struct ma_str *parts, size_t n, uint32_t value)
{
	if (set->n == set->cap && !grow(set))
		return false;
	uint32_t hash = strset_hash(parts, n);
	size_t s = slot_of(set, hash, parts, n), bytes = 0;
	if (set->slots[s])
		return false;
	for (size_t k = 0; k < n; k++)
		bytes += parts[k].n;
	char *p = malloc(bytes + 1);
	if (!p)
		return false;
	struct strset_item *it = &set->items[set->n];
	*it = (struct strset_item){ { p, bytes }, hash, value };
	for (size_t k = 0; k < n; p += parts[k].n, k++)
		if (parts[k].n)
			memcpy(p, parts[k].p, parts[k].n);
	set->slots[s] = (uint32_t)++set->n;
	return true;
}

uint32_t
strset_find(const struct strset *set, const struct ma_str *parts, size_t n)
{
	if (!set->n)
		return UINT32_MAX;
	size_t s = slot_of(set, strset_hash(parts, n), parts, n);
	return set->slots[s] ? set->items[set->slots[s] - 1].value : UINT32_MAX;
}

void
strset_fini(struct strset *set)
{
	for (size_t k = 0; k < set->n; k++)
		free((char *)set->items[k].text.p);
	free(set->items);
	free(set->slots);
	*set = (struct strset){ 0 };
}
