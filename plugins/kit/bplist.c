/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binary property lists, read by libplist after their structure was measured.
 *
 * libplist copies an object each time it is referred to and nests without a
 * limit, so a file of 143 bytes can ask for any amount of memory.  Therefore
 * every offset, length and reference is checked here first, cycles and deep
 * nesting are refused, and what all references together unfold to is counted
 * (each object once, however often it is shared).  libplist then gets one
 * subtree of at most 1 MiB at a time, by way of a copy of the file whose
 * trailer names that subtree as the top.  Subtrees that it cannot take (null,
 * set, something damaged inside) are walked here down to the parts it can.
 * Damage in one object costs that object only.
 */
#include <plist/plist.h>
#include <stdlib.h>
#include <string.h>

#include "kit/bpobject.h"
#include "kit/plist.h"

#define NODE_COST 64u /* what libplist needs for a node, at least */
#define HANDOVER_COST ((uint64_t)1 << 20)
#define MAX_COST ((uint64_t)512 << 20)
#define MAX_KEY_BYTES 1024
#define BUSY 0xff
#define ODD 0x80 /* libplist would not take the subtree */

struct bplist {
	const struct plist_sink *sink;
	struct bpfile file;
	uint32_t *cost;
	uint8_t *height; /* 0: not seen; BUSY; else nesting from 1, with ODD */
	uint64_t refs;
	uint8_t *copy;
	bool damaged, too_much;
};

static bool
is_container(const struct bpobject *o)
{
	return o->kind >= BPOBJECT_ARRAY;
}

static bool
is_leaf(const struct bpobject *o)
{
	return o->kind > BPOBJECT_NULL && !is_container(o);
}

/* libplist takes a key that is no text for an error, and aborts at one that
 * has a NUL inside. */
static bool
is_plain_key(const struct bplist *b, uint64_t i)
{
	struct bpobject o = bpobject_at(&b->file, i);
	/* A long key may be referred to from everywhere; do not search it each time. */
	if (o.n > MAX_KEY_BYTES)
		return false;
	if (o.kind != BPOBJECT_TEXT || !o.wide)
		return o.kind == BPOBJECT_TEXT && (!o.n || !memchr(o.payload, 0, (size_t)o.n));
	for (uint64_t k = 0; k < o.n; k += 2)
		if (!o.payload[k] && !o.payload[k + 1])
			return false;
	return true;
}

static bool measure(struct bplist *b, uint64_t i, unsigned depth);

/* Adds the children of O; false when the whole list must be refused. */
static bool
measure_children(struct bplist *b, const struct bpobject *o, unsigned depth, uint64_t *cost, unsigned *height, bool *odd)
{
	uint64_t n = o->kind == BPOBJECT_DICT ? 2 * o->n : o->n;
	/* A reachable reference unfolds at least once, so their number is bounded by the cost. */
	b->refs += n;
	if (b->refs > MAX_COST / NODE_COST) {
		b->too_much = true;
		return false;
	}
	for (uint64_t i = 0; i < n; i++) {
		uint64_t child = bpobject_ref(&b->file, o, i);
		if (child >= b->file.count || (o->kind == BPOBJECT_DICT && i < o->n && !is_plain_key(b, child))) {
			*odd = true;
			*cost += NODE_COST;
			continue;
		}
		if (!measure(b, child, depth + 1))
			return false;
		unsigned h = b->height[child] & ~(unsigned)ODD;
		*height = h + 1 > *height ? h + 1 : *height;
		*odd = *odd || (b->height[child] & ODD);
		*cost += b->cost[child];
		if (*cost > MAX_COST || *height > PLIST_MAX_DEPTH + 1) {
			b->too_much = true;
			return false;
		}
	}
	return true;
}

/* Fills cost and height of object I and all below it.  False: a cycle, or
 * beyond a limit.  The recursion is as deep as the nesting that is allowed. */
static bool
measure(struct bplist *b, uint64_t i, unsigned depth)
{
	if (b->height[i] == BUSY)
		return false;
	if (b->height[i])
		return true;
	if (depth > PLIST_MAX_DEPTH) {
		b->too_much = true;
		return false;
	}
	struct bpobject o = bpobject_at(&b->file, i);
	uint64_t cost = NODE_COST;
	unsigned height = 1;
	bool odd = o.kind == BPOBJECT_BAD || o.kind == BPOBJECT_NULL || o.kind == BPOBJECT_SET;
	if (is_leaf(&o)) {
		cost += o.n;
	} else if (is_container(&o)) {
		b->height[i] = BUSY;
		if (!measure_children(b, &o, depth, &cost, &height, &odd))
			return false;
	}
	if (cost > MAX_COST) {
		b->too_much = true;
		return false;
	}
	b->cost[i] = (uint32_t)cost;
	b->height[i] = (uint8_t)(height | (odd ? ODD : 0));
	return true;
}

/* ---- libplist's nodes into the sink ---- */

static void
say_scalar(struct bplist *b, plist_t node, struct ma_str key)
{
	struct plist_value v = { .is = PLIST_IS_OTHER, .text = { "", 0 } };
	uint64_t n = 0;
	double real = 0;
	uint8_t truth = 0;
	switch (plist_get_node_type(node)) {
	case PLIST_STRING:
		v.is = PLIST_IS_TEXT;
		v.text.p = plist_get_string_ptr(node, &n);
		v.text.n = (size_t)n;
		break;
	case PLIST_UINT:
		v.is = PLIST_IS_INT;
		plist_get_uint_val(node, &n);
		v.num = (int64_t)n;
		break;
	case PLIST_BOOLEAN:
		v.is = PLIST_IS_BOOL;
		plist_get_bool_val(node, &truth);
		v.num = truth != 0;
		break;
	case PLIST_REAL:
		plist_get_real_val(node, &real);
		v.is = real > -9e15 && real < 9e15 ? PLIST_IS_REAL : PLIST_IS_BAD;
		v.num = v.is == PLIST_IS_REAL ? (int64_t)real : 0;
		break;
	default:
		break;
	}
	b->sink->value(b->sink->to, key, &v);
}

static void
say_secret(struct bplist *b, struct ma_str key)
{
	b->sink->value(b->sink->to, key, &(struct plist_value){ .is = PLIST_IS_SECRET });
}

static void
say_node(struct bplist *b, plist_t node, struct ma_str key)
{
	plist_type type = plist_get_node_type(node);
	void *iter = NULL;
	if (type != PLIST_DICT && type != PLIST_ARRAY) {
		say_scalar(b, node, key);
		return;
	}
	b->sink->open(b->sink->to, key, &(struct plist_value){ .is = type == PLIST_DICT ? PLIST_IS_DICT : PLIST_IS_ARRAY });
	if (type == PLIST_DICT)
		plist_dict_new_iter(node, &iter);
	else
		plist_array_new_iter(node, &iter);
	while (iter) {
		char *name = NULL;
		plist_t child = NULL;
		if (type == PLIST_DICT)
			plist_dict_next_item(node, iter, &name, &child);
		else
			plist_array_next_item(node, iter, &child);
		if (!child)
			break;
		struct ma_str k = { name ? name : "", name ? strlen(name) : 0 };
		if (plist_key_is_secret(k))
			say_secret(b, k);
		else
			say_node(b, child, k);
		free(name);
	}
	free(iter);
	b->sink->close(b->sink->to, false);
}

/* The subtree at object I by libplist, NULL if it refuses; the caller frees. */
static plist_t
node_at(struct bplist *b, uint64_t i)
{
	plist_t node = NULL;
	uint8_t *top = b->copy + b->file.n - 16;
	for (int k = 0; k < 8; k++)
		top[k] = (uint8_t)(i >> (56 - 8 * k));
	plist_from_bin((const char *)b->copy, (uint32_t)b->file.n, &node);
	return node;
}

static void
say_bad(struct bplist *b, struct ma_str key, bool damage)
{
	b->damaged = b->damaged || damage;
	b->sink->value(b->sink->to, key, &(struct plist_value){ .is = PLIST_IS_BAD });
}

static void say_object(struct bplist *b, uint64_t i, struct ma_str key);

static void
say_pair(struct bplist *b, uint64_t key_ref, uint64_t value_ref)
{
	plist_t node = key_ref < b->file.count && bpobject_at(&b->file, key_ref).kind == BPOBJECT_TEXT ? node_at(b, key_ref) : NULL;
	uint64_t n = 0;
	const char *p = node ? plist_get_string_ptr(node, &n) : NULL;
	if (p) {
		struct ma_str key = { p, (size_t)n };
		if (plist_key_is_secret(key))
			say_secret(b, key);
		else
			say_object(b, value_ref, key);
	} else {
		b->damaged = true;
	}
	plist_free(node);
}

static void
say_object(struct bplist *b, uint64_t i, struct ma_str key)
{
	struct bpobject o = bpobject_at(&b->file, i);
	if (o.kind == BPOBJECT_BAD || o.kind == BPOBJECT_NULL) {
		say_bad(b, key, o.kind == BPOBJECT_BAD);
		return;
	}
	bool leaf = is_leaf(&o);
	if (!(b->height[i] & ODD) && (leaf || b->cost[i] <= HANDOVER_COST)) {
		plist_t node = node_at(b, i);
		if (node)
			say_node(b, node, key);
		plist_free(node);
		if (node || leaf) {
			if (!node)
				say_bad(b, key, true);
			return;
		}
	}
	b->sink->open(b->sink->to, key, &(struct plist_value){ .is = o.kind == BPOBJECT_DICT ? PLIST_IS_DICT : PLIST_IS_ARRAY });
	for (uint64_t k = 0; k < o.n; k++) {
		if (o.kind == BPOBJECT_DICT)
			say_pair(b, bpobject_ref(&b->file, &o, k), bpobject_ref(&b->file, &o, o.n + k));
		else
			say_object(b, bpobject_ref(&b->file, &o, k), MA_STR(""));
	}
	b->sink->close(b->sink->to, false);
}

enum plist_end
plist_binary_stream(struct ma_str bytes, const struct plist_sink *sink)
{
	struct bplist b = { .sink = sink };
	if (!bpfile_open(&b.file, bytes))
		return bytes.n > UINT32_MAX ? PLIST_LIMIT : PLIST_DAMAGED;
	b.cost = calloc((size_t)b.file.count, sizeof *b.cost);
	b.height = calloc((size_t)b.file.count, 1);
	b.copy = malloc(bytes.n);
	bool memory = b.cost && b.height && b.copy;
	if (memory && measure(&b, b.file.top, 1)) {
		memcpy(b.copy, bytes.p, bytes.n);
		say_object(&b, b.file.top, MA_STR(""));
	} else {
		b.damaged = true;
	}
	free(b.cost);
	free(b.height);
	free(b.copy);
	if (b.too_much || !memory)
		return PLIST_LIMIT;
	return b.damaged ? PLIST_DAMAGED : PLIST_WHOLE;
}
