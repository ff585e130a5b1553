/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   list    = "bplist0" version object* offset-table trailer
 *   trailer = 5 unused, sort, offset size, reference size (one byte each),
 *             count, top, table (8 bytes each, big-endian)
 *   object  = marker [length] payload; the marker's high nibble is the kind:
 *             0 null/bool, 1 int, 2 real, 3 date, 4 data, 5 ASCII, 6 UTF-16,
 *             8 UID, A array, C set, D dict; low nibble F: an int follows
 */
#include "kit/bpobject.h"

#define TRAILER_BYTES 32

uint64_t
bpobject_number(const uint8_t *p, size_t n)
{
	uint64_t v = 0;
	for (size_t i = 0; i < n; i++)
		v = v << 8 | p[i];
	return v;
}

/* The length behind a marker; false if it leaves the objects' room. */
static bool
read_length(const struct bpfile *b, uint8_t marker, const uint8_t **p, uint64_t *n)
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
	*n = bpobject_number(*p, bytes);
	*p += bytes;
	return true;
}

static const struct {
	enum bpobject_kind kind;
	uint8_t unit; /* bytes of an item; 0: a reference, or two for a dict */
} kinds[16] = {
	[0x4] = { BPOBJECT_OTHER, 1 },
	[0x5] = { BPOBJECT_TEXT, 1 },
	[0x6] = { BPOBJECT_TEXT, 2 },
	[0xa] = { BPOBJECT_ARRAY, 0 },
	[0xc] = { BPOBJECT_SET, 0 },
	[0xd] = { BPOBJECT_DICT, 0 },
};

/* An object whose size is in its marker; BPOBJECT_BAD for every other. */
static struct bpobject
scalar(uint8_t marker)
{
	uint8_t low = marker & 0x0f;
	struct bpobject o = { .kind = BPOBJECT_BAD, .n = (uint64_t)1 << low };
	if (marker == 0) {
		o.kind = BPOBJECT_NULL;
		o.n = 0;
	} else if (marker == 0x08 || marker == 0x09) {
		o.kind = BPOBJECT_BOOL;
		o.truth = low == 9;
		o.n = 0;
	} else if (marker >> 4 == 0x1 && low <= 4) {
		o.kind = BPOBJECT_INT;
	} else if (marker >> 4 == 0x2 && (low == 2 || low == 3)) {
		o.kind = BPOBJECT_REAL;
	} else if (marker == 0x33) {
		o.kind = BPOBJECT_OTHER;
	} else if (marker >> 4 == 0x8 && low <= 7) {
		o.kind = BPOBJECT_UID;
		o.n = (uint64_t)low + 1;
	}
	return o;
}

struct bpobject
bpobject_at(const struct bpfile *b, uint64_t i)
{
	struct bpobject bad = { .kind = BPOBJECT_BAD };
	uint64_t at = i < b->count ? bpobject_number(b->p + b->table + i * b->offset_bytes, b->offset_bytes) : 0;
	if (at < 8 || at >= b->table)
		return bad;
	const uint8_t *p = b->p + at, *end = b->p + b->table;
	uint8_t marker = *p++;
	struct bpobject o = scalar(marker);
	o.payload = p;
	if (o.kind != BPOBJECT_BAD)
		return o.n > (uint64_t)(end - p) ? bad : o;
	o.kind = kinds[marker >> 4].kind;
	if (o.kind == BPOBJECT_BAD)
		return bad;
	uint64_t unit = kinds[marker >> 4].unit;
	if (!unit)
		unit = o.kind == BPOBJECT_DICT ? 2 * b->ref_bytes : b->ref_bytes;
	if (!read_length(b, marker, &p, &o.n) || o.n > (uint64_t)(end - p) / unit)
		return bad;
	o.payload = p;
	o.wide = unit == 2 && o.kind == BPOBJECT_TEXT;
	if (o.kind == BPOBJECT_OTHER || o.kind == BPOBJECT_TEXT)
		o.n *= unit;
	return o;
}

uint64_t
bpobject_ref(const struct bpfile *b, const struct bpobject *o, uint64_t i)
{
	return bpobject_number(o->payload + i * b->ref_bytes, b->ref_bytes);
}

bool
bpfile_open(struct bpfile *b, struct ma_str bytes)
{
	*b = (struct bpfile){ .p = (const uint8_t *)bytes.p, .n = bytes.n };
	if (b->n < 8 + TRAILER_BYTES + 1 || b->n > UINT32_MAX)
		return false;
	const uint8_t *t = b->p + b->n - TRAILER_BYTES;
	b->offset_bytes = t[6];
	b->ref_bytes = t[7];
	b->count = bpobject_number(t + 8, 8);
	b->top = bpobject_number(t + 16, 8);
	b->table = bpobject_number(t + 24, 8);
	uint64_t end = b->n - TRAILER_BYTES;
	return b->offset_bytes >= 1 && b->offset_bytes <= 8 && b->ref_bytes >= 1 && b->ref_bytes <= 8 && b->table > 8 &&
	    b->table < end && b->count >= 1 && b->count <= (end - b->table) / b->offset_bytes && b->top < b->count;
}
