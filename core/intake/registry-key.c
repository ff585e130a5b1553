/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of an export against the keys asked for.  Nearly all are refused by
 * the sieve, eight bytes at a time, against texts that are sorted so that what
 * several begin with is looked at once.
 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/registry-key.h"

static inline uint32_t
unit(const struct registry_keys *r, const uint8_t *p)
{
	return r->unit == 2 ? (uint32_t)(p[0] | p[1] << 8) : p[0];
}

static uint32_t
fold(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* Reads TEXT (ASCII, folded) off the front of a key. */
static bool
take(const struct registry_keys *r, struct registry_span *key, const char *text)
{
	const uint8_t *p = key->p;
	for (; *text; text++, p += r->unit)
		if (p >= key->end || fold(unit(r, p)) != fold((uint8_t)*text))
			return false;
	key->p = p;
	return true;
}

/* Passes over the rest of one component and the '\' behind it. */
static const uint8_t *
component_end(const struct registry_keys *r, const uint8_t *p, const uint8_t *end, bool double_byte)
{
	while (p < end && unit(r, p) != '\\')
		p += double_byte && (*p >= 0xE0 || (*p >= 0x81 && *p < 0xA0)) && end - p > 1 ? 2 : r->unit;
	return p;
}

/* Is the key the pattern's, or below it, or (ABOVE) above it? */
static bool
match(const struct registry_keys *r, const char *pattern, struct registry_span key, bool above, bool double_byte)
{
	for (; *pattern; pattern++) {
		if (key.p >= key.end)
			return above && *pattern == '\\';
		if (*pattern == '*') {
			key.p = component_end(r, key.p, key.end, double_byte);
		} else {
			if (fold(unit(r, key.p)) != fold((uint8_t)*pattern))
				return false;
			key.p += r->unit;
		}
	}
	return key.p >= key.end || unit(r, key.p) == '\\';
}

static bool
match_any(const struct registry_keys *r, struct registry_span key, bool above)
{
	struct registry_span wow = key;
	bool has_wow = take(r, &wow, "software\\wow6432node\\");
	if (above && key.p >= key.end)
		return true;
	for (size_t i = 0; i < r->n_keys; i++) {
		const char *k = r->keys[i];
		if (match(r, k, key, above, false) || (r->unit == 1 && match(r, k, key, above, true)))
			return true;
		if (has_wow && str_starts(k, "Software\\") && match(r, k + 9, wow, above, false))
			return true;
	}
	return false;
}

static const struct {
	const char *name;
	bool self, below; /* a user's hive is the root itself; the roots below it are */
} roots[REGISTRY_ROOTS] = {
	{ "hkey_current_user", true, false },
	{ "hkcu", true, false },
	{ "hkey_users", false, true },
	{ "hku", false, true },
	{ "hkey_local_machine", true, true },
	{ "hklm", true, true },
};

bool
registry_key_wanted(const struct registry_keys *r, struct registry_span key, bool deleted)
{
	for (size_t i = 0; i < REGISTRY_ROOTS; i++) {
		struct registry_span rest = key;
		if (!take(r, &rest, roots[i].name))
			continue;
		if (rest.p >= rest.end)
			return deleted;
		if (unit(r, rest.p) != '\\')
			continue;
		rest.p += r->unit;
		if (roots[i].self && match_any(r, rest, deleted))
			return true;
		if (!roots[i].below)
			return false;
		for (int double_byte = 0; double_byte <= (r->unit == 1); double_byte++) {
			struct registry_span below = rest;
			below.p = component_end(r, rest.p, rest.end, double_byte);
			if (below.p < below.end)
				below.p += r->unit;
			else if (!deleted)
				continue;
			if (match_any(r, below, deleted))
				return true;
		}
		return false;
	}
	return false;
}

static void
needle_init(const struct registry_keys *r, struct registry_needle *needle, const char *text)
{
	needle->n = needle->same = 0;
	for (; *text && *text != '*' && needle->n + 2 <= REGISTRY_PAD; text++) {
		needle->bytes[needle->n++] = (uint8_t)*text | 0x20;
		if (r->unit == 2)
			needle->bytes[needle->n++] = 0;
	}
}

/* How far P agrees with the needle, which it does up to FROM: its length when
 * all of it, otherwise where the eight bytes begin in which they part. */
static inline size_t
needle_agrees(const struct registry_needle *needle, size_t from, const uint8_t *p, uint64_t mask)
{
	uint64_t a, b;
	size_t i = from;
	for (; i + 8 <= needle->n; i += 8) {
		memcpy(&a, p + i, 8);
		memcpy(&b, needle->bytes + i, 8);
		if ((a | mask) != b)
			return i;
	}
	for (; i < needle->n; i++)
		if ((p[i] | (uint8_t)(i % 2 ? mask >> 8 : mask)) != needle->bytes[i])
			return i;
	return i;
}

static int
needle_order(const void *a, const void *b)
{
	const struct registry_needle *x = a, *y = b;
	int d = memcmp(x->bytes, y->bytes, x->n < y->n ? x->n : y->n);
	return d ? d : (x->n > y->n) - (x->n < y->n);
}

void
registry_keys_init(struct registry_keys *r, const char *const *keys, size_t n, size_t unit_bytes)
{
	*r = (struct registry_keys){ .keys = keys, .n_keys = n, .unit = unit_bytes };
	r->needles = xmalloc((n + 1) * sizeof *r->needles);
	for (size_t i = 0; i < REGISTRY_ROOTS; i++)
		needle_init(r, &r->roots[i], roots[i].name);
	for (size_t i = 0; i < n; i++)
		needle_init(r, &r->needles[i], keys[i]);
	needle_init(r, &r->needles[n], "Software\\Wow6432Node");
	qsort(r->needles, n + 1, sizeof *r->needles, needle_order);
	for (size_t i = 1; i <= n; i++) {
		struct registry_needle *x = &r->needles[i - 1], *y = x + 1;
		while (y->same < x->n && y->same < y->n && x->bytes[y->same] == y->bytes[y->same])
			y->same++;
	}
}

void
registry_keys_fini(struct registry_keys *r)
{
	free(r->needles);
}

static bool
sieve_rest(const struct registry_keys *r, const uint8_t *p, uint64_t mask)
{
	size_t agrees = 0; /* P, with the needle before */
	for (size_t i = 0; i <= r->n_keys; i++) {
		const struct registry_needle *needle = &r->needles[i];
		if (needle->same >= agrees + 8)
			continue; /* they are still alike where P parted from the one before */
		agrees = needle_agrees(needle, agrees < needle->same ? agrees : needle->same, p, mask);
		if (agrees == needle->n)
			return true;
	}
	return false;
}

bool
registry_key_sieve(const struct registry_keys *r, const uint8_t *p, const uint8_t *end)
{
	uint64_t mask = r->unit == 2 ? UINT64_C(0x0020002000200020) : UINT64_C(0x2020202020202020);
	if (p >= end || unit(r, p) == '-')
		return true;
	for (size_t k = 0; k < REGISTRY_ROOTS; k++) {
		if (needle_agrees(&r->roots[k], 0, p, mask) < r->roots[k].n)
			continue;
		p += r->roots[k].n;
		if (p >= end || unit(r, p) != '\\')
			continue;
		p += r->unit;
		if (p >= end || (roots[k].self && sieve_rest(r, p, mask)))
			return true;
		if (!roots[k].below)
			return false;
		const uint8_t *slash = memchr(p, '\\', (size_t)(end - p));
		if (!slash)
			return true;
		for (; r->unit == 1 && p < slash; p++)
			if (*p >= 0x80)
				return true; /* whose second byte may be a '\' */
		if (r->unit == 2 && ((slash - p) % 2 || slash[1]))
			return true; /* half of another letter; rare */
		p = slash + r->unit;
		return p >= end || sieve_rest(r, p, mask);
	}
	return false;
}
