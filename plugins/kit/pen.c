/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/pen.h"

#include <string.h>

static void
put_unit(const struct pen *pen, uint32_t unit)
{
	const char bytes[2] = { (char)(unit & 0xff), (char)(unit >> 8) };
	pen->desk->put(pen->page, (struct ma_str){ bytes, 2 });
}

/* What is wanted is well-formed UTF-8. */
void
pen_str(const struct pen *pen, struct ma_str s)
{
	if (!pen->wide) {
		pen->desk->put(pen->page, s);
		return;
	}
	for (size_t i = 0; i < s.n;) {
		unsigned char lead = (unsigned char)s.p[i++];
		int more = lead < 0xc0 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
		uint32_t c = more ? lead & (0x3fu >> more) : lead;
		for (; more && i < s.n; more--)
			c = c << 6 | ((unsigned char)s.p[i++] & 0x3f);
		if (c >= 0x10000)
			put_unit(pen, 0xd800 + ((c - 0x10000) >> 10));
		put_unit(pen, c >= 0x10000 ? 0xdc00 + ((c - 0x10000) & 0x3ff) : c);
	}
}

bool
pen_plain(struct ma_str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

void
pen_put(const struct pen *pen, const char *s)
{
	pen_str(pen, (struct ma_str){ s, strlen(s) });
}

void
pen_num(const struct pen *pen, int64_t n)
{
	char digits[24], *end = digits + sizeof digits, *p = end;
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	do
		*--p = (char)('0' + rest % 10);
	while (rest /= 10);
	if (n < 0)
		*--p = '-';
	pen_str(pen, (struct ma_str){ p, (size_t)(end - p) });
}

void
pen_hex(const struct pen *pen, uint32_t n, int digits)
{
	char text[8];
	for (int i = 0; i < digits; i++)
		text[i] = "0123456789abcdef"[n >> (4 * (digits - 1 - i)) & 15];
	pen_str(pen, (struct ma_str){ text, (size_t)digits });
}

/* Puts what comes before one of the LETTERS, and takes it off; the letter is then the first of *S. */
static bool
run_to(const struct pen *pen, struct ma_str *s, const char *letters)
{
	size_t n = 0;
	while (n < s->n && !strchr(letters, s->p[n]))
		n++;
	pen_str(pen, (struct ma_str){ s->p, n });
	s->p += n;
	s->n -= n;
	return s->n > 0;
}

void
pen_escaped(const struct pen *pen, struct ma_str s)
{
	for (; run_to(pen, &s, "\\\""); s.p++, s.n--) {
		const char both[2] = { '\\', *s.p };
		pen_str(pen, (struct ma_str){ both, 2 });
	}
}

void
pen_xml(const struct pen *pen, struct ma_str s)
{
	static const struct {
		char letter;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
	for (; run_to(pen, &s, "&<>\"'"); s.p++, s.n--) {
		size_t k = 0;
		while (entities[k].letter != *s.p)
			k++;
		pen_put(pen, entities[k].entity);
	}
}

struct ma_str
pen_text(const struct pen *pen, enum ma_fact fact)
{
	return pen->desk->text(pen->page, fact);
}

int64_t
pen_want(const struct pen *pen, enum ma_fact fact, int64_t otherwise)
{
	return pen->desk->num(pen->page, fact, otherwise);
}

bool
pen_is(const struct pen *pen, enum ma_fact fact, const char *word)
{
	struct ma_str s = pen_text(pen, fact);
	return s.n == strlen(word) && s.n && memcmp(s.p, word, s.n) == 0;
}

void
pen_cannot(const struct pen *pen, enum ma_fact fact)
{
	pen->desk->cannot(pen->page, fact);
}

const char *
pen_word(const struct pen *pen, enum ma_fact fact, const struct pen_word *words)
{
	for (; words->ours; words++)
		if (pen_is(pen, fact, words->ours))
			return words->theirs;
	pen_cannot(pen, fact);
	return NULL;
}
