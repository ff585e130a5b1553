/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tree that regfile reads into: keys and values in two arrays, both found
 * by name through one hash table.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/regtree.h"

/* ---- small things ---- */

char
regtree_fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool
regtree_same(const char *a, size_t a_n, const char *b, size_t b_n)
{
	if (a_n != b_n)
		return false;
	for (size_t i = 0; i < a_n; i++)
		if (regtree_fold(a[i]) != regtree_fold(b[i]))
			return false;
	return true;
}

bool
regfile_same(struct ma_str a, const char *b)
{
	return regtree_same(a.p, a.n, b, strlen(b));
}

bool
regtree_grow(struct regfile *reg, void *array, uint32_t n, uint32_t *cap, size_t size)
{
	void *p, *was;
	if (n < *cap)
		return true;
	memcpy(&was, array, sizeof was);
	p = realloc(was, (*cap * 2 + 64) * size);
	if (!p) {
		reg->failed = true;
		return false;
	}
	*cap = *cap * 2 + 64;
	memcpy(array, &p, sizeof p);
	return true;
}

void
regtree_trouble(struct regfile *reg, enum regfile_trouble kind, uint32_t line, uint32_t value)
{
	if (reg->n_troubles < REGTREE_MAX_TROUBLES)
		reg->troubles[reg->n_troubles++] = (struct trouble){ kind, line, value };
}

/* Room for N bytes at the end of the blob; the caller counts what it used. */
char *
regtree_room(struct regfile *reg, size_t n)
{
	if (reg->blob_n + n > reg->blob_cap) {
		size_t cap = (reg->blob_n + n) * 2 + 256;
		char *p = cap < UINT32_MAX ? realloc(reg->blob, cap) : NULL;
		if (!p) {
			reg->failed = true;
			return NULL;
		}
		reg->blob = p;
		reg->blob_cap = cap;
	}
	return reg->blob + reg->blob_n;
}

/* ---- names ---- */

static uint32_t
hash_name(uint32_t key, uint32_t kind, const char *name, size_t n)
{
	uint32_t h = (UINT32_C(2166136261) ^ key ^ kind) * UINT32_C(16777619);
	h = (h ^ key >> 13) * UINT32_C(2654435769);
	for (size_t i = 0; i < n; i++)
		h = (h ^ (uint8_t)regtree_fold(name[i])) * UINT32_C(16777619);
	return h ^ h >> 15;
}

static bool
slot_is(const struct regfile *reg, uint32_t slot, uint32_t key, uint32_t kind, const char *name, size_t n)
{
	if ((slot & VALUE) != kind)
		return false;
	if (kind) {
		const struct value *v = &reg->values[slot & ~VALUE];
		return v->key == key && regtree_same(reg->blob + v->name, v->name_n, name, n);
	}
	const struct key *k = &reg->keys[slot];
	return k->parent == key && regtree_same(reg->text + k->name, k->name_n, name, n);
}

/* Where the name is, or where it should go. */
size_t
regtree_find_slot(const struct regfile *reg, uint32_t key, uint32_t kind, const char *name, size_t n)
{
	size_t i = hash_name(key, kind, name, n) & (reg->n_slots - 1);
	while (reg->slots[i] && !slot_is(reg, reg->slots[i], key, kind, name, n))
		i = (i + 1) & (reg->n_slots - 1);
	return i;
}

bool
regtree_rehash(struct regfile *reg)
{
	uint32_t *was = reg->slots;
	size_t n = reg->n_slots;
	if (reg->used * 2 < n)
		return true;
	reg->n_slots = n ? n * 4 : 1024;
	reg->slots = calloc(reg->n_slots, sizeof *reg->slots);
	if (!reg->slots) {
		reg->slots = was;
		reg->n_slots = n;
		reg->failed = true;
		return false;
	}
	for (size_t i = 0; i < n; i++) {
		uint32_t s = was[i];
		if (s & VALUE) {
			const struct value *v = &reg->values[s & ~VALUE];
			reg->slots[regtree_find_slot(reg, v->key, VALUE, reg->blob + v->name, v->name_n)] = s;
		} else if (s) {
			const struct key *k = &reg->keys[s];
			reg->slots[regtree_find_slot(reg, k->parent, 0, reg->text + k->name, k->name_n)] = s;
		}
	}
	free(was);
	return true;
}

static bool
key_lives(const struct regfile *reg, uint32_t id)
{
	const struct key *k = &reg->keys[id];
	return !k->gone && k->of == reg->keys[k->parent].life;
}

static bool
value_lives(const struct regfile *reg, uint32_t id)
{
	const struct value *v = &reg->values[id];
	return !v->gone && v->of == reg->keys[v->key].life;
}

/* The child NAME of PARENT, made if new; 0 when memory is out. */
uint32_t
regtree_make_key(struct regfile *reg, uint32_t parent, size_t name, size_t n, uint32_t line)
{
	size_t s;
	if (!regtree_rehash(reg) || !regtree_grow(reg, &reg->keys, reg->n_keys, &reg->cap_keys, sizeof *reg->keys))
		return 0;
	s = regtree_find_slot(reg, parent, 0, reg->text + name, n);
	uint32_t id = reg->slots[s];
	struct key *k, *p = &reg->keys[parent];
	if (id && key_lives(reg, id))
		return id;
	if (!id) {
		if (reg->n_keys >= REGTREE_MAX_NODES) {
			regtree_trouble(reg, REGFILE_FULL, line, 0);
			reg->full = true;
			return 0;
		}
		id = reg->n_keys++;
		reg->used++;
		reg->slots[s] = id;
		reg->keys[id] = (struct key){ .parent = parent, .name = (uint32_t)name, .name_n = (uint32_t)n };
	}
	k = &reg->keys[id];
	k->gone = false;
	k->life++;
	k->line = line;
	k->child = k->last_child = k->value = k->last_value = 0;
	if (k->of == p->life)
		return id;
	k->of = p->life;
	k->next = 0;
	if (p->last_child)
		reg->keys[p->last_child].next = id;
	else
		p->child = id;
	p->last_child = id;
	return id;
}

uint32_t
regtree_find_key(const struct regfile *reg, uint32_t parent, const char *name, size_t n)
{
	uint32_t id = reg->slots[regtree_find_slot(reg, parent, 0, name, n)];
	return id && key_lives(reg, id) ? id : 0;
}

/* ---- values ---- */

/* The value with the name that stands in the blob from NAME on, made if new; what it held before is kept if BAD. */
struct value *
regtree_make_value(struct regfile *reg, uint32_t key, uint32_t name, size_t n, uint32_t line, bool bad)
{
	size_t s;
	if (!regtree_rehash(reg) || !regtree_grow(reg, &reg->values, reg->n_values, &reg->cap_values, sizeof *reg->values))
		return NULL;
	s = regtree_find_slot(reg, key, VALUE, reg->blob + name, n);
	uint32_t id = reg->slots[s] & ~VALUE;
	struct key *k = &reg->keys[key];
	struct value *v;
	if (id && bad && value_lives(reg, id) && !reg->values[id].bad) {
		regtree_trouble(reg, REGFILE_BAD_VALUE, line, id);
		return NULL;
	}
	if (!id) {
		if (reg->n_values >= REGTREE_MAX_NODES) {
			regtree_trouble(reg, REGFILE_FULL, line, 0);
			reg->full = true;
			return NULL;
		}
		id = reg->n_values++;
		reg->used++;
		reg->slots[s] = id | VALUE;
		reg->values[id] = (struct value){ .key = key, .name = name, .name_n = (uint32_t)n };
	}
	v = &reg->values[id];
	if (v->of != k->life) {
		v->of = k->life;
		v->next = 0;
		if (k->last_value)
			reg->values[k->last_value].next = id;
		else
			k->value = id;
		k->last_value = id;
	}
	v->gone = v->secret = false;
	v->bad = bad;
	v->line = line;
	v->type = REGFILE_NONE;
	v->data = v->data_n = 0;
	if (bad)
		regtree_trouble(reg, REGFILE_BAD_VALUE, line, id);
	return v;
}

/* ---- looking ---- */

uint32_t
regfile_key(const struct regfile *reg, uint32_t key, const char *path)
{
	while (key && *path) {
		size_t n = strcspn(path, "\\");
		key = regtree_find_key(reg, key, path, n);
		path += n + (path[n] == '\\');
	}
	return key;
}

static uint32_t
living(const struct regfile *reg, uint32_t key)
{
	while (key && reg->keys[key].gone)
		key = reg->keys[key].next;
	return key;
}

uint32_t
regfile_child(const struct regfile *reg, uint32_t key)
{
	return living(reg, reg->keys[key].child);
}

uint32_t
regfile_next(const struct regfile *reg, uint32_t key)
{
	return living(reg, reg->keys[key].next);
}

struct ma_str
regfile_key_name(const struct regfile *reg, uint32_t key)
{
	return (struct ma_str){ reg->text + reg->keys[key].name, reg->keys[key].name_n };
}

uint32_t
regfile_key_line(const struct regfile *reg, uint32_t key)
{
	return reg->keys[key].line;
}

static uint32_t
living_value(const struct regfile *reg, uint32_t value)
{
	while (value && reg->values[value].gone)
		value = reg->values[value].next;
	return value;
}

uint32_t
regfile_value(const struct regfile *reg, uint32_t key, const char *name)
{
	uint32_t id = reg->slots[regtree_find_slot(reg, key, VALUE, name, strlen(name))] & ~VALUE;
	return id && value_lives(reg, id) ? id : 0;
}

uint32_t
regfile_first_value(const struct regfile *reg, uint32_t key)
{
	return living_value(reg, reg->keys[key].value);
}

uint32_t
regfile_next_value(const struct regfile *reg, uint32_t value)
{
	return living_value(reg, reg->values[value].next);
}

struct regfile_value
regfile_get(const struct regfile *reg, uint32_t value)
{
	const struct value *v = &reg->values[value];
	struct regfile_value out = { .type = v->type, .line = v->line, .bad = v->bad, .secret = v->secret };
	out.name = (struct ma_str){ reg->blob + v->name, v->name_n };
	out.data = (struct ma_str){ v->secret || v->bad ? NULL : reg->blob + v->data, v->data_n };
	return out;
}

bool
regfile_trouble(const struct regfile *reg, size_t i, enum regfile_trouble *kind, uint32_t *line, struct ma_str *name)
{
	if (i >= reg->n_troubles)
		return false;
	const struct trouble *t = &reg->troubles[i];
	*kind = t->kind;
	*line = t->line;
	*name = t->value ? regfile_get(reg, t->value).name : (struct ma_str){ "", 0 };
	return true;
}
