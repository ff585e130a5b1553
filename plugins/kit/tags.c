/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	tag       = "<" ["/"] name attribute* ["/"] ">"
 *	attribute = name "=" ( '"' ... '"' | "'" ... "'" )
 *
 * Comments, declarations and "<?...?>" are passed over, and so is a tag that
 * does not end.  Nothing is checked: a file that is no XML gives tags that
 * nobody knows.
 */
#include "kit/tags.h"

#include <string.h>

#include "kit/say.h"

/* Moves on behind N bytes, counting lines. */
static void
skip(struct tags *t, size_t n)
{
	if (!n)
		return; /* there may be no bytes at all */
	for (const char *p = t->rest.p, *end = p + n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
		t->line++;
	t->rest = (struct ma_str){ t->rest.p + n, t->rest.n - n };
}

/* The bytes before END, all if it is not there. */
static size_t
length_to(struct ma_str s, const char *end)
{
	const char *p = s.n ? memmem(s.p, s.n, end, strlen(end)) : NULL;
	return p ? (size_t)(p - s.p) : s.n;
}

/* The bytes of a tag up to its '>', which may stand in a value. */
static size_t
tag_length(struct ma_str s)
{
	char quote = 0;
	for (size_t k = 0; k < s.n; k++) {
		if (quote ? s.p[k] == quote : s.p[k] == '"' || s.p[k] == '\'')
			quote = quote ? 0 : s.p[k];
		else if (!quote && s.p[k] == '>')
			return k;
	}
	return s.n;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
tags_next(struct tags *t, struct tag *tag)
{
	while (skip(t, length_to(t->rest, "<")), t->rest.n) {
		bool comment = span_begins(t->rest, "<!--"), odd = t->rest.n > 1 && (t->rest.p[1] == '!' || t->rest.p[1] == '?');
		size_t n = comment ? length_to(t->rest, "-->") : tag_length(t->rest);
		if (comment || odd || n == t->rest.n) {
			skip(t, n);
			continue;
		}
		struct ma_str inner = { t->rest.p + 1, n - 1 };
		bool end = inner.n && *inner.p == '/', empty = inner.n > 1 && inner.p[inner.n - 1] == '/';
		inner = (struct ma_str){ inner.p + end, inner.n - end - empty };
		*tag = (struct tag){ .line = t->line, .opens = !end, .closes = end || empty, .name = { inner.p, 0 } };
		while (tag->name.n < inner.n && !blank(inner.p[tag->name.n]))
			tag->name.n++;
		tag->attributes = (struct ma_str){ inner.p + tag->name.n, inner.n - tag->name.n };
		skip(t, n + 1);
		tag->text = (struct ma_str){ t->rest.p, length_to(t->rest, "<") };
		return true;
	}
	return false;
}

struct ma_str
tag_attribute(const struct tag *tag, const char *name)
{
	struct ma_str rest = tag->attributes;
	while (rest.n) {
		struct ma_str key = span_cut(&rest, '='), value;
		while (key.n && blank(*key.p))
			key = (struct ma_str){ key.p + 1, key.n - 1 };
		while (key.n && blank(key.p[key.n - 1]))
			key.n--;
		while (rest.n && blank(*rest.p))
			rest = (struct ma_str){ rest.p + 1, rest.n - 1 };
		if (!rest.n)
			break;
		char quote = *rest.p;
		rest = (struct ma_str){ rest.p + 1, rest.n - 1 };
		value = span_cut(&rest, quote);
		if (span_is(key, name))
			return value;
	}
	return MA_STR("");
}

struct ma_str
tag_text(struct ma_str text, char *to)
{
	static const struct {
		const char *entity;
		char letter;
	} entities[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' }, { "&apos;", '\'' } };
	struct ma_str out = { to, 0 };
	while (text.n) {
		size_t n = 1;
		char c = *text.p;
		for (size_t k = 0; c == '&' && n == 1 && k < sizeof entities / sizeof *entities; k++)
			if (span_begins(text, entities[k].entity)) {
				n = strlen(entities[k].entity);
				c = entities[k].letter;
			}
		to[out.n++] = c;
		text = (struct ma_str){ text.p + n, text.n - n };
	}
	return out;
}
