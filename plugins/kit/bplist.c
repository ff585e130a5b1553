/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binary property lists, read by libplist after their structure was measured.
 *
 *   list    = "bplist0" version object* offset-table trailer
 *   trailer = 5 unused, sort, offset size, reference size (one byte each),
 *             count, top, table (8 bytes each, big-endian)
 *   object  = marker [length] payload; the marker's high nibble is the kind:
 *             0 null/bool, 1 int, 2 real, 3 date, 4 data, 5 ASCII, 6 UTF-16,
 *             8 UID, A array, C set, D dict; low nibble F: an int follows
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

#include "kit/plist.h"

#define TRAILER_BYTES 32
#define NODE_COST 64u /* what libplist needs for a node, at least */
#define HANDOVER_COST ((uint64_t)1 << 20)
#define MAX_COST ((uint64_t)512 << 20)
#define MAX_KEY_BYTES 1024
#define BUSY 0xff
#define ODD 0x80 /* libplist would not take the subtree */

enum kind { KIND_BAD, KIND_NULL, KIND_LEAF, KIND_TEXT, KIND_ARRAY, KIND_SET, KIND_DICT };

struct object {
	enum kind kind;
	const uint8_t *payload;
	uint64_t n; /* bytes of a leaf, items of a container */
	bool wide; /* text of two bytes a letter */
};

struct bplist {
	const struct plist_sink *sink;
	const uint8_t *p;
	size_t n;
	uint64_t count, top, table;
	size_t offset_bytes, ref_bytes;
	uint32_t *cost;
	uint8_t *height; /* 0: not seen; BUSY; else nesting from 1, with ODD */
	uint64_t refs;
	uint8_t *copy;
	bool damaged, too_much;
};

static uint64_t
big_endian(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* The length behind a marker; false if it leaves the objects' room. */
static bool
read_length(const struct bplist *b, uint8_t marker, const uint8_t **p, uint64_t *n)
{
	const uint8_t *end = b->p + b->table;
	*n = marker & 0x0f;
	if (*n != 0x0f)
		return true;
	if (*p >= end || (**p & 0xf0) != 0x10 || (**p & 0x0f) > 3)
		return false;
	size_t bytes = (size_t)1 << (**p & 0x0f);
	++*p;
	if (bytes > (size_t)(end - *p))
		return false;
	*n = big_endian(*p, bytes);
	*p += bytes;
	return true;
}

static const struct {
	enum kind kind;
	uint8_t unit; /* bytes of an item; 0: a reference, or two for a dict */
} kinds[16] = {
	[0x4] = { KIND_LEAF, 1 },
	[0x5] = { KIND_TEXT, 1 },
	[0x6] = { KIND_TEXT, 2 },
	[0xa] = { KIND_ARRAY, 0 },
	[0xc] = { KIND_SET, 0 },
	[0xd] = { KIND_DICT, 0 },
};

static bool
scalar_bytes(uint8_t marker, uint64_t *n)
{
	uint8_t low = marker & 0x0f;
	*n = (uint64_t)1 << low;
	switch (marker >> 4) {
	case 0x0:
		*n = 0;
		return low == 8 || low == 9;
	case 0x1:
		return low <= 4;
	case 0x2:
		return low == 2 || low == 3;
	case 0x3:
		return low == 3;
	case 0x8:
		*n = (uint64_t)low + 1;
		return low <= 7;
	default:
		return false;
	}
}

static struct object
object_at(const struct bplist *b, uint64_t i)
{
	struct object bad = { .kind = KIND_BAD }, o = bad;
	uint64_t at = i < b->count ? big_endian(b->p + b->table + i * b->offset_bytes, b->offset_bytes) : 0;
	if (at < 8 || at >= b->table)
		return bad;
	const uint8_t *p = b->p + at, *end = b->p + b->table;
	uint8_t marker = *p++;
	if (marker == 0)
		return (struct object){ .kind = KIND_NULL };
	o.kind = kinds[marker >> 4].kind;
	if (o.kind == KIND_BAD) {
		if (!scalar_bytes(marker, &o.n) || o.n > (uint64_t)(end - p))
			return bad;
		return (struct object){ .kind = KIND_LEAF, .payload = p, .n = o.n };
	}
	uint64_t unit = kinds[marker >> 4].unit;
	if (!unit)
		unit = o.kind == KIND_DICT ? 2 * b->ref_bytes : b->ref_bytes;
	if (!read_length(b, marker, &p, &o.n) || o.n > (uint64_t)(end - p) / unit)
		return bad;
	o.payload = p;
	o.wide = unit == 2 && o.kind == KIND_TEXT;
	if (o.kind == KIND_LEAF || o.kind == KIND_TEXT)
		o.n *= unit;
	return o;
}

static uint64_t
ref_at(const struct bplist *b, const struct object *o, uint64_t i)
{
	return big_endian(o->payload + i * b->ref_bytes, b->ref_bytes);
}

/* libplist takes a key that is no text for an error, and aborts at one that
 * has a NUL inside. */
static bool
is_plain_key(const struct bplist *b, uint64_t i)
{
	struct object o = object_at(b, i);
	/* A long key may be referred to from everywhere; do not search it each time. */
	if (o.n > MAX_KEY_BYTES)
		return false;
	if (o.kind != KIND_TEXT || !o.wide)
		return o.kind == KIND_TEXT && (!o.n || !memchr(o.payload, 0, (size_t)o.n));
	for (uint64_t k = 0; k < o.n; k += 2)
		if (!o.payload[k] && !o.payload[k + 1])
			return false;
	return true;
}

static bool measure(struct bplist *b, uint64_t i, unsigned depth);

/* Adds the children of O; false when the whole list must be refused. */
static bool
measure_children(struct bplist *b, const struct object *o, unsigned depth, uint64_t *cost, unsigned *height, bool *odd)
{
	uint64_t n = o->kind == KIND_DICT ? 2 * o->n : o->n;
	/* A reachable reference unfolds at least once, so their number is bounded by the cost. */
	b->refs += n;
	if (b->refs > MAX_COST / NODE_COST) {
		b->too_much = true;
		return false;
	}
	for (uint64_t i = 0; i < n; i++) {
		uint64_t child = ref_at(b, o, i);
		if (child >= b->count || (o->kind == KIND_DICT && i < o->n && !is_plain_key(b, child))) {
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
	struct object o = object_at(b, i);
	uint64_t cost = NODE_COST;
	unsigned height = 1;
	bool odd = o.kind == KIND_BAD || o.kind == KIND_NULL || o.kind == KIND_SET;
	if (o.kind == KIND_LEAF || o.kind == KIND_TEXT) {
		cost += o.n;
	} else if (o.kind != KIND_BAD && o.kind != KIND_NULL) {
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
	uint8_t *top = b->copy + b->n - 16;
	for (int k = 0; k < 8; k++)
		top[k] = (uint8_t)(i >> (56 - 8 * k));
	plist_from_bin((const char *)b->copy, (uint32_t)b->n, &node);
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
	plist_t node = key_ref < b->count && object_at(b, key_ref).kind == KIND_TEXT ? node_at(b, key_ref) : NULL;
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
	struct object o = object_at(b, i);
	if (o.kind == KIND_BAD || o.kind == KIND_NULL) {
		say_bad(b, key, o.kind == KIND_BAD);
		return;
	}
	bool leaf = o.kind == KIND_LEAF || o.kind == KIND_TEXT;
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
	b->sink->open(b->sink->to, key, &(struct plist_value){ .is = o.kind == KIND_DICT ? PLIST_IS_DICT : PLIST_IS_ARRAY });
	for (uint64_t k = 0; k < o.n; k++) {
		if (o.kind == KIND_DICT)
			say_pair(b, ref_at(b, &o, k), ref_at(b, &o, o.n + k));
		else
			say_object(b, ref_at(b, &o, k), MA_STR(""));
	}
	b->sink->close(b->sink->to, false);
}

static bool
read_trailer(struct bplist *b)
{
	if (b->n < 8 + TRAILER_BYTES + 1 || b->n > UINT32_MAX)
		return false;
	const uint8_t *t = b->p + b->n - TRAILER_BYTES;
	b->offset_bytes = t[6];
	b->ref_bytes = t[7];
	b->count = big_endian(t + 8, 8);
	b->top = big_endian(t + 16, 8);
	b->table = big_endian(t + 24, 8);
	uint64_t end = b->n - TRAILER_BYTES;
	return b->offset_bytes >= 1 && b->offset_bytes <= 8 && b->ref_bytes >= 1 && b->ref_bytes <= 8 && b->table > 8 &&
	    b->table < end && b->count >= 1 && b->count <= (end - b->table) / b->offset_bytes && b->top < b->count;
}

enum plist_end
plist_binary_stream(struct ma_str bytes, const struct plist_sink *sink)
{
	struct bplist b = { .sink = sink, .p = (const uint8_t *)bytes.p, .n = bytes.n };
	if (!read_trailer(&b))
		return b.n > UINT32_MAX ? PLIST_LIMIT : PLIST_DAMAGED;
	b.cost = calloc((size_t)b.count, sizeof *b.cost);
	b.height = calloc((size_t)b.count, 1);
	b.copy = malloc(b.n);
	bool memory = b.cost && b.height && b.copy;
	if (memory && measure(&b, b.top, 1)) {
		memcpy(b.copy, b.p, b.n);
		say_object(&b, b.top, MA_STR(""));
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
