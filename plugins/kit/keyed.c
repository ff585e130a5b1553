/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   archive = { $version; $archiver = "NSKeyedArchiver"; $top = { root = UID }; $objects = ( object* ) }
 *   object  = text | number | truth | data | { $class = UID; ... }
 *   dict    = { NS.keys = ( UID* ); NS.objects = ( UID* ) }
 *   array   = { NS.objects = ( UID* ) }
 *   text    = { NS.string = ... }
 *
 * A UID is an index into $objects; number 0 there is nil.  Objects may name
 * each other in circles and share parts without end: nesting and the number of
 * objects that are visited are limited.  Objects of any other class are handed
 * over without their value.
 */
#include "kit/keyed.h"

#include <string.h>

#include "kit/bpobject.h"
#include "kit/grow.h"

#define MAX_VISITS 50000
#define MAX_TEXT_BYTES ((uint64_t)1 << 20)
#define VISIT_BYTES 256 /* of text count as a visit: a long one may be shared */

struct keyed {
	const struct plist_sink *sink;
	struct bpfile file;
	struct bpobject objects;
	uint32_t visits;
	bool damaged, too_much;
};

static bool
text_is(const struct bpobject *o, const char *word)
{
	return o->kind == BPOBJECT_TEXT && !o->wide && o->n == strlen(word) && memcmp(o->payload, word, (size_t)o->n) == 0;
}

/* Member NAME of a dictionary; BPOBJECT_BAD if there is none. */
static struct bpobject
member(const struct keyed *k, const struct bpobject *dict, const char *name)
{
	for (uint64_t i = 0; dict->kind == BPOBJECT_DICT && i < dict->n && i < 64; i++) {
		struct bpobject key = bpobject_at(&k->file, bpobject_ref(&k->file, dict, i));
		if (text_is(&key, name))
			return bpobject_at(&k->file, bpobject_ref(&k->file, dict, dict->n + i));
	}
	return (struct bpobject){ .kind = BPOBJECT_BAD };
}

/* What a UID names; BPOBJECT_NULL for nil. */
static struct bpobject
named(const struct keyed *k, struct bpobject o)
{
	if (o.kind != BPOBJECT_UID)
		return o;
	uint64_t i = bpobject_number(o.payload, (size_t)o.n);
	if (i == 0)
		return (struct bpobject){ .kind = BPOBJECT_NULL };
	if (i >= k->objects.n)
		return (struct bpobject){ .kind = BPOBJECT_BAD };
	return bpobject_at(&k->file, bpobject_ref(&k->file, &k->objects, i));
}

/* Text as UTF-8 behind what stands in TO; false if it is none, too long, or there is no memory. */
static bool
add_text(struct keyed *k, struct grow *to, const struct bpobject *o)
{
	k->visits += (uint32_t)(o->kind == BPOBJECT_TEXT && o->n <= MAX_TEXT_BYTES ? o->n / VISIT_BYTES : 0);
	if (o->kind != BPOBJECT_TEXT || o->n > MAX_TEXT_BYTES)
		return false;
	if (!o->wide)
		return grow_add(to, o->payload, (size_t)o->n) != SIZE_MAX;
	bool good = grow_add(to, NULL, 0) != SIZE_MAX;
	for (uint64_t i = 0; good && i + 1 < o->n; i += 2) {
		uint32_t u = (uint32_t)bpobject_number(o->payload + i, 2);
		uint32_t low = i + 3 < o->n ? (uint32_t)bpobject_number(o->payload + i + 2, 2) : 0;
		if ((u & 0xfc00) == 0xd800 && (low & 0xfc00) == 0xdc00) {
			u = 0x10000 + ((u & 0x3ff) << 10) + (low & 0x3ff);
			i += 2;
		} else if ((u & 0xf800) == 0xd800) {
			u = 0xfffd;
		}
		char utf8[4] = { (char)u };
		size_t n = u < 0x80 ? 1 : u < 0x800 ? 2 : u < 0x10000 ? 3 : 4;
		static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
		for (size_t b = n; n > 1 && b-- > 1; u >>= 6)
			utf8[b] = (char)(0x80 | (u & 0x3f));
		if (n > 1)
			utf8[0] = (char)(lead[n] | u);
		good = grow_add(to, utf8, n) != SIZE_MAX;
	}
	return good;
}

static double
real_of(const struct bpobject *o)
{
	uint64_t bits = bpobject_number(o->payload, (size_t)o->n);
	uint32_t half = (uint32_t)bits;
	double d;
	float f;
	memcpy(&d, &bits, sizeof d);
	memcpy(&f, &half, sizeof f);
	return o->n == 4 ? (double)f : d;
}

static void
say_text(struct keyed *k, const struct bpobject *o, struct ma_str key)
{
	struct grow text = { 0 };
	struct plist_value v = { .is = PLIST_IS_BAD, .text = { "", 0 } };
	if (add_text(k, &text, o)) {
		v.is = PLIST_IS_TEXT;
		v.text = (struct ma_str){ text.p, text.n };
	}
	k->sink->value(k->sink->to, key, &v);
	grow_fini(&text);
}

static void
say_leaf(struct keyed *k, const struct bpobject *o, struct ma_str key)
{
	struct plist_value v = { .is = PLIST_IS_OTHER, .text = { "", 0 } };
	double real;
	switch (o->kind) {
	case BPOBJECT_TEXT:
		say_text(k, o, key);
		return;
	case BPOBJECT_BOOL:
		v.is = PLIST_IS_BOOL;
		v.num = o->truth;
		break;
	case BPOBJECT_INT:
		/* One of 16 bytes is positive and beyond what any setting means. */
		v.is = o->n <= 8 ? PLIST_IS_INT : PLIST_IS_BAD;
		v.num = (int64_t)bpobject_number(o->payload, (size_t)o->n);
		break;
	case BPOBJECT_REAL:
		real = real_of(o);
		v.is = real > -9e15 && real < 9e15 ? PLIST_IS_REAL : PLIST_IS_BAD;
		v.num = v.is == PLIST_IS_REAL ? (int64_t)real : 0;
		break;
	case BPOBJECT_OTHER:
		break;
	default:
		v.is = PLIST_IS_BAD;
		k->damaged = true;
		break;
	}
	k->sink->value(k->sink->to, key, &v);
}

static void say(struct keyed *k, struct bpobject o, struct ma_str key, unsigned depth);

static void
say_pairs(struct keyed *k, const struct bpobject *keys, const struct bpobject *values, unsigned depth)
{
	for (uint64_t i = 0; i < values->n && !k->too_much; i++) {
		struct grow name = { 0 };
		struct bpobject key = named(k, bpobject_at(&k->file, bpobject_ref(&k->file, keys, i)));
		bool good = add_text(k, &name, &key);
		struct ma_str text = { name.p, name.n };
		if (good && plist_key_is_secret(text))
			k->sink->value(k->sink->to, text, &(struct plist_value){ .is = PLIST_IS_SECRET });
		else if (good)
			say(k, bpobject_at(&k->file, bpobject_ref(&k->file, values, i)), text, depth + 1);
		else
			k->damaged = true;
		grow_fini(&name);
	}
}

/* An object of a class. */
static void
say_object(struct keyed *k, const struct bpobject *o, struct ma_str key, unsigned depth)
{
	struct bpobject keys = member(k, o, "NS.keys"), values = member(k, o, "NS.objects"), text = member(k, o, "NS.string");
	bool dict = keys.kind == BPOBJECT_ARRAY && values.kind == BPOBJECT_ARRAY && keys.n == values.n;
	bool array = keys.kind == BPOBJECT_BAD && values.kind == BPOBJECT_ARRAY;
	if (text.kind == BPOBJECT_TEXT) {
		say_text(k, &text, key);
		return;
	}
	if (!dict && !array) {
		bool other = values.kind == BPOBJECT_BAD && keys.kind == BPOBJECT_BAD;
		k->damaged = k->damaged || !other;
		k->sink->value(k->sink->to, key, &(struct plist_value){ .is = other ? PLIST_IS_OTHER : PLIST_IS_BAD });
		return;
	}
	k->sink->open(k->sink->to, key, &(struct plist_value){ .is = dict ? PLIST_IS_DICT : PLIST_IS_ARRAY });
	if (dict)
		say_pairs(k, &keys, &values, depth);
	for (uint64_t i = 0; array && i < values.n && !k->too_much; i++)
		say(k, bpobject_at(&k->file, bpobject_ref(&k->file, &values, i)), MA_STR(""), depth + 1);
	k->sink->close(k->sink->to, k->too_much);
}

static void
say(struct keyed *k, struct bpobject o, struct ma_str key, unsigned depth)
{
	if (depth > PLIST_MAX_DEPTH || ++k->visits > MAX_VISITS) {
		k->too_much = true;
		return;
	}
	o = named(k, o);
	if (o.kind == BPOBJECT_DICT)
		say_object(k, &o, key, depth);
	else if (o.kind != BPOBJECT_NULL)
		say_leaf(k, &o, key);
}

enum plist_end
keyed_stream(struct ma_str bytes, const struct plist_sink *sink)
{
	struct keyed k = { .sink = sink };
	uint32_t line;
	if (bytes.n < 7 || memcmp(bytes.p, "bplist0", 7) != 0 || !bpfile_open(&k.file, bytes))
		return plist_stream(bytes, sink, &line);
	struct bpobject list = bpobject_at(&k.file, k.file.top), archiver = member(&k, &list, "$archiver");
	if (!text_is(&archiver, "NSKeyedArchiver"))
		return plist_stream(bytes, sink, &line);
	struct bpobject top = member(&k, &list, "$top");
	k.objects = member(&k, &list, "$objects");
	struct bpobject root = member(&k, &top, "root");
	if (k.objects.kind != BPOBJECT_ARRAY || root.kind != BPOBJECT_UID)
		return PLIST_DAMAGED;
	say(&k, root, MA_STR(""), 1);
	return k.too_much ? PLIST_LIMIT : k.damaged ? PLIST_DAMAGED : PLIST_WHOLE;
}
