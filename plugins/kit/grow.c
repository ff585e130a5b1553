/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "kit/grow.h"

struct grow_slot {
	uint64_t key; /* 0: free */
	uint32_t value;
};

size_t
grow_add(struct grow *g, const void *bytes, size_t n)
{
	if (n >= SIZE_MAX / 4 - g->n)
		return SIZE_MAX;
	if (g->n + n + 1 > g->cap) {
		size_t cap = (g->n + n + 1) * 3 / 2 + 64;
		char *p = realloc(g->p, cap);
		if (!p)
			return SIZE_MAX;
		g->p = p;
		g->cap = cap;
	}
	size_t at = g->n;
	if (bytes)
		memcpy(g->p + at, bytes, n);
	else
		memset(g->p + at, 0, n);
	g->n += n;
	g->p[g->n] = 0;
	return at;
}

void
grow_fini(struct grow *g)
{
	free(g->p);
	*g = (struct grow){ 0 };
}

uint64_t
grow_hash(uint64_t seed, const char *p, size_t n)
{
	uint64_t h = seed ? seed : 0xcbf29ce484222325u;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		h = (h ^ (c >= 'A' && c <= 'Z' ? c | 0x20u : c)) * 0x100000001b3u;
	}
	/* The low bits choose the slot; mixed, so that nobody can crowd one. */
	h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
	h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
	h ^= h >> 33;
	return h ? h : 1;
}

static struct grow_slot *
slot_of(const struct grow_index *x, uint64_t key)
{
	size_t i = (size_t)key & (x->cap - 1);
	while (x->slot[i].key && x->slot[i].key != key)
		i = (i + 1) & (x->cap - 1);
	return &x->slot[i];
}

static bool
index_widen(struct grow_index *x)
{
	struct grow_index wide = { .n = x->n, .cap = x->cap ? x->cap * 2 : 64 };
	wide.slot = calloc(wide.cap, sizeof *wide.slot);
	if (!wide.slot)
		return false;
	for (size_t i = 0; i < x->cap; i++)
		if (x->slot[i].key)
			*slot_of(&wide, x->slot[i].key) = x->slot[i];
	free(x->slot);
	*x = wide;
	return true;
}

bool
grow_index_put(struct grow_index *x, uint64_t key, uint32_t value, uint32_t *found)
{
	if (found)
		*found = value;
	if (x->n * 4 >= x->cap * 3 && !index_widen(x))
		return true;
	struct grow_slot *s = slot_of(x, key);
	if (s->key) {
		if (found)
			*found = s->value;
		return false;
	}
	*s = (struct grow_slot){ key, value };
	x->n++;
	return true;
}

bool
grow_index_get(const struct grow_index *x, uint64_t key, uint32_t *found)
{
	if (!x->cap)
		return false;
	const struct grow_slot *s = slot_of(x, key);
	if (!s->key)
		return false;
	*found = s->value;
	return true;
}

void
grow_index_fini(struct grow_index *x)
{
	free(x->slot);
	*x = (struct grow_index){ 0 };
}
