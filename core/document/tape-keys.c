/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hash table with open slots.  Where the program was loaded is part of the
 * hash, so that nobody can prepare keys that all fall into one place.
 */
#include "document/tape-keys.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256 };

struct slot {
	struct str_span key; /* p NULL: empty */
	int64_t object;
	uint64_t hash;
};

struct tape_keys {
	struct slot *slots;
	size_t n, size; /* a power of two */
	int64_t objects;
};

struct tape_keys *
tape_keys_new(void)
{
	struct tape_keys *keys = xmalloc(sizeof *keys);
	*keys = (struct tape_keys){ 0 };
	return keys;
}

void
tape_keys_free(struct tape_keys *keys)
{
	if (keys)
		free(keys->slots);
	free(keys);
}

void
tape_keys_clear(struct tape_keys *keys)
{
	if (!keys || !keys->n)
		return;
	free(keys->slots);
	*keys = (struct tape_keys){ 0 };
}

int64_t
tape_keys_object(struct tape_keys *keys)
{
	return ++keys->objects;
}

static uint64_t
hash_of(const struct tape_keys *keys, int64_t object, struct str_span key)
{
	uint64_t hash = (uint64_t)(uintptr_t)keys ^ (uint64_t)object * UINT64_C(0x9e3779b97f4a7c15);
	for (size_t i = 0; i < key.n; i++) {
		hash = (hash ^ (unsigned char)key.p[i]) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 29;
	}
	return hash;
}

/* The slot of the key, or the empty one where it would be. */
static struct slot *
find(struct slot *slots, size_t size, const struct slot *wanted)
{
	size_t at = wanted->hash & (size - 1);
	while (slots[at].key.p &&
	       !(slots[at].hash == wanted->hash && slots[at].object == wanted->object && slots[at].key.n == wanted->key.n &&
		   memcmp(slots[at].key.p, wanted->key.p, wanted->key.n) == 0))
		at = (at + 1) & (size - 1);
	return &slots[at];
}

static void
grow(struct tape_keys *keys)
{
	size_t size = keys->size ? keys->size * 2 : FIRST_SLOTS;
	struct slot *slots = xmalloc(size * sizeof *slots);
	memset(slots, 0, size * sizeof *slots);
	for (size_t i = 0; i < keys->size; i++)
		if (keys->slots[i].key.p)
			*find(slots, size, &keys->slots[i]) = keys->slots[i];
	free(keys->slots);
	keys->slots = slots;
	keys->size = size;
}

bool
tape_keys_add(struct tape_keys *keys, int64_t object, struct str_span key)
{
	if (keys->n * 2 >= keys->size)
		grow(keys);
	struct slot wanted = { key, object, hash_of(keys, object, key) }, *slot = find(keys->slots, keys->size, &wanted);
	if (slot->key.p)
		return false;
	*slot = wanted;
	keys->n++;
	return true;
}
