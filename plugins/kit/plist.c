/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chooses the form of a property list and reads the XML form.
 *
 *   list   = [BOM] space [xml-declaration] [doctype] ( <plist> value </plist> | value ) NUL*
 *   value  = <dict> ( <key> text </key> value )* </dict> | <array> value* </array>
 *          | <string> | <integer> | <real> | <true/> | <false/> | <date> | <data>
 *
 * An integer is decimal or 0x..., with a sign.  CDATA and comments are allowed
 * anywhere.  An element that is none of these, a value without a key, a key
 * without a value, and text between elements make the list damaged; reading
 * goes on behind them.  Texts above 1 MiB count as bad.  Dates and data are
 * not decoded.  The two text forms that are older and newer than XML
 * (OpenStep's, JSON) are recognised, not read.
 */
#include <string.h>

#include "kit/grow.h"
#include "kit/plist.h"
#include "kit/xml.h"

#define MAX_TEXT_BYTES ((size_t)1 << 20)

bool
plist_key_is_secret(struct ma_str key)
{
	static const struct {
		const char *word;
		size_t n;
	} words[] = {
		{ "password", 8 }, { "passwd", 6 }, { "passphrase", 10 }, { "passcode", 8 },
		{ "secret", 6 }, { "token", 5 }, { "credential", 10 },
	};
	for (size_t i = 0; i + 5 <= key.n; i++) {
		char first = key.p[i] | 0x20;
		if (first != 'p' && first != 's' && first != 't' && first != 'c')
			continue;
		for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
			size_t k = 0;
			while (k < words[w].n && i + k < key.n && (key.p[i + k] | 0x20) == words[w].word[k])
				k++;
			if (k == words[w].n)
				return true;
		}
	}
	return false;
}

/* ---- the XML form ---- */

enum tag { TAG_NONE, TAG_PLIST, TAG_KEY, TAG_DICT, TAG_ARRAY, TAG_STRING, TAG_INTEGER, TAG_REAL, TAG_TRUE, TAG_FALSE, TAG_DATE, TAG_DATA };

static const struct {
	char name[8];
	enum tag tag;
} tags[] = {
	{ "key", TAG_KEY },
	{ "string", TAG_STRING },
	{ "integer", TAG_INTEGER },
	{ "true", TAG_TRUE },
	{ "false", TAG_FALSE },
	{ "dict", TAG_DICT },
	{ "array", TAG_ARRAY },
	{ "date", TAG_DATE },
	{ "data", TAG_DATA },
	{ "real", TAG_REAL },
	{ "plist", TAG_PLIST },
};

struct frame {
	bool dict, secret;
};

struct reader {
	const struct plist_sink *sink;
	struct grow text, key;
	bool has_key, bad, secret, seen_root, in_plist;
	enum tag in; /* the scalar or key that is open */
	uint32_t in_line, skipping, damage_line, line;
	bool damaged;
	size_t depth;
	struct frame frame[PLIST_MAX_DEPTH];
};

static enum tag
tag_of(const char *name)
{
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
		if (*name == *tags[i].name && strcmp(name, tags[i].name) == 0)
			return tags[i].tag;
	return TAG_NONE;
}

static void
damage(struct reader *r)
{
	if (!r->damaged)
		r->damage_line = r->line;
	r->damaged = true;
}

static struct ma_str
key_taken(struct reader *r)
{
	struct ma_str key = { "", 0 };
	if (r->has_key)
		key = (struct ma_str){ r->key.p, r->key.n };
	r->has_key = false;
	return key;
}

static bool
is_secret(const struct reader *r)
{
	if (r->depth && r->frame[r->depth - 1].secret)
		return true;
	return r->has_key && plist_key_is_secret((struct ma_str){ r->key.p, r->key.n });
}

/* A value may stand here: as the root, in an array, behind a key. */
static bool
is_expected(struct reader *r)
{
	if (!r->depth)
		return !r->seen_root;
	return !r->frame[r->depth - 1].dict || r->has_key;
}

static void
say(struct reader *r, const struct plist_value *v)
{
	r->seen_root = true;
	r->sink->value(r->sink->to, key_taken(r), v);
}

/* What cannot be read is still said to be there: a bad value, not a missing one. */
static void
skip_element(struct reader *r)
{
	damage(r);
	if (r->in != TAG_NONE)
		r->bad = true;
	else if (r->has_key)
		say(r, &(struct plist_value){ .is = PLIST_IS_BAD, .line = r->line });
	r->skipping = 1;
}

static bool
begin_container(struct reader *r, bool dict)
{
	if (r->depth == PLIST_MAX_DEPTH)
		return false;
	struct plist_value v = { .is = dict ? PLIST_IS_DICT : PLIST_IS_ARRAY, .line = r->line };
	r->frame[r->depth] = (struct frame){ dict, is_secret(r) };
	r->seen_root = true;
	r->sink->open(r->sink->to, key_taken(r), &v);
	r->depth++;
	return true;
}

static void
begin_scalar(struct reader *r, enum tag tag)
{
	r->in = tag;
	r->in_line = r->line;
	r->bad = false;
	r->secret = tag != TAG_KEY && is_secret(r);
	r->text.n = 0;
}

static bool
on_start(void *to, const char *name, uint32_t line)
{
	struct reader *r = to;
	r->line = line;
	if (r->skipping)
		return ++r->skipping <= PLIST_MAX_DEPTH;
	enum tag tag = r->in == TAG_NONE ? tag_of(name) : TAG_NONE;
	if (tag == TAG_PLIST && !r->in_plist && !r->seen_root) {
		r->in_plist = true;
	} else if (tag == TAG_KEY && r->depth && r->frame[r->depth - 1].dict) {
		if (r->has_key) {
			damage(r);
			say(r, &(struct plist_value){ .is = PLIST_IS_BAD, .line = line });
		}
		begin_scalar(r, tag);
	} else if (tag == TAG_NONE || tag == TAG_PLIST || tag == TAG_KEY || !is_expected(r)) {
		skip_element(r);
	} else if (tag == TAG_DICT || tag == TAG_ARRAY) {
		return begin_container(r, tag == TAG_DICT);
	} else {
		begin_scalar(r, tag);
	}
	return true;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void
on_text(void *to, const char *p, size_t n)
{
	struct reader *r = to;
	if (r->skipping)
		return;
	if (r->in == TAG_NONE) {
		for (size_t i = 0; i < n; i++)
			if (!is_space(p[i])) {
				damage(r);
				break;
			}
		return;
	}
	if (r->secret || r->in == TAG_DATA || r->in == TAG_DATE)
		return;
	if (r->text.n + n > MAX_TEXT_BYTES || grow_add(&r->text, p, n) == SIZE_MAX)
		r->bad = true;
}

static void
on_gap(void *to)
{
	struct reader *r = to;
	if (!r->skipping)
		damage(r);
	r->bad = true;
}

/* Decimal or 0x with an optional sign; a fraction is allowed for FRACTION. */
static bool
number(struct ma_str s, bool fraction, int64_t *out)
{
	while (s.n && is_space(*s.p))
		s.p++, s.n--;
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	bool minus = s.n && *s.p == '-';
	if (s.n && (*s.p == '-' || *s.p == '+'))
		s.p++, s.n--;
	unsigned base = s.n > 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x' ? 16 : 10;
	size_t i = base == 16 ? 2 : 0;
	uint64_t v = 0;
	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		char c = s.p[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (unsigned)((c | 0x20) - 'a') + 10 : 99;
		if (fraction && c == '.')
			break;
		if (digit >= base || v > ((uint64_t)INT64_MAX - digit) / base)
			return false;
		v = v * base + digit;
	}
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

static void
end_scalar(struct reader *r)
{
	struct plist_value v = { .line = r->in_line, .text = { "", 0 } };
	enum tag tag = r->in;
	struct ma_str text = { r->text.p ? r->text.p : "", r->text.n };
	r->in = TAG_NONE;
	switch (tag) {
	case TAG_STRING:
		v.is = PLIST_IS_TEXT;
		v.text = text;
		break;
	case TAG_INTEGER:
	case TAG_REAL:
		v.is = number(text, tag == TAG_REAL, &v.num) ? tag == TAG_REAL ? PLIST_IS_REAL : PLIST_IS_INT : PLIST_IS_BAD;
		break;
	case TAG_TRUE:
	case TAG_FALSE:
		v.is = PLIST_IS_BOOL;
		v.num = tag == TAG_TRUE;
		break;
	default:
		v.is = PLIST_IS_OTHER;
		break;
	}
	if (r->bad)
		v = (struct plist_value){ .is = PLIST_IS_BAD, .line = r->in_line };
	if (r->secret)
		v = (struct plist_value){ .is = PLIST_IS_SECRET, .line = r->in_line };
	say(r, &v);
}

static void
end_key(struct reader *r)
{
	r->in = TAG_NONE;
	struct grow other = r->key;
	r->key = r->text;
	r->text = other;
	r->text.n = 0;
	r->has_key = !r->bad;
	if (r->bad)
		damage(r);
	if (!r->key.p)
		grow_add(&r->key, "", 0);
}

static void
end_container(struct reader *r, bool cut)
{
	if (r->has_key) {
		damage(r);
		say(r, &(struct plist_value){ .is = PLIST_IS_BAD, .line = r->line });
	}
	r->depth--;
	r->sink->close(r->sink->to, cut);
}

static void
on_end(void *to)
{
	struct reader *r = to;
	if (r->skipping)
		r->skipping--;
	else if (r->in == TAG_KEY)
		end_key(r);
	else if (r->in != TAG_NONE)
		end_scalar(r);
	else if (r->depth)
		end_container(r, false);
}

enum plist_end
plist_xml_stream(struct ma_str bytes, const struct plist_sink *sink, uint32_t *line)
{
	struct reader r = { .sink = sink };
	const struct xml_sink xml = { &r, on_start, on_text, on_gap, on_end, NULL };
	enum xml_end end = xml_stream(bytes, &xml, line);
	while (r.depth)
		end_container(&r, true);
	grow_fini(&r.text);
	grow_fini(&r.key);
	if (end == XML_END_ENTITIES)
		return PLIST_ENTITIES;
	if (end == XML_END_STOPPED)
		return PLIST_LIMIT;
	if (r.damaged && (end == XML_END_WHOLE || r.damage_line < *line))
		*line = r.damage_line;
	return end == XML_END_WHOLE && !r.damaged && r.seen_root ? PLIST_WHOLE : PLIST_DAMAGED;
}

/* ---- which form ---- */

enum plist_end
plist_stream(struct ma_str bytes, const struct plist_sink *sink, uint32_t *line)
{
	*line = 0;
	if (bytes.n >= 6 && memcmp(bytes.p, "bplist", 6) == 0)
		return plist_binary_stream(bytes, sink);
	struct ma_str body = bytes;
	if (body.n >= 3 && memcmp(body.p, "\xef\xbb\xbf", 3) == 0)
		body.p += 3, body.n -= 3;
	while (body.n && is_space(*body.p))
		body.p++, body.n--;
	/* Some writers leave NULs behind the text; in UTF-16 they belong to it. */
	while (body.n > 1 && *body.p == '<' && body.p[1] && body.p[body.n - 1] == 0)
		body.n--, bytes.n--;
	if (!body.n)
		return PLIST_DAMAGED;
	if (memchr("{([\"/", *body.p, 5))
		return PLIST_OTHER_FORM;
	return plist_xml_stream(bytes, sink, line);
}
