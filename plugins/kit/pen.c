/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/pen.h"

#include <string.h>

void
pen_str(const struct pen *pen, struct ma_str s)
{
	pen->desk->put(pen->page, s);
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
pen_xml(const struct pen *pen, struct ma_str s)
{
	static const struct {
		char letter;
		const char *entity;
	} entities[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };
	for (size_t i = 0; i < s.n; i++) {
		size_t k = 0;
		while (k < sizeof entities / sizeof *entities && entities[k].letter != s.p[i])
			k++;
		if (k < sizeof entities / sizeof *entities)
			pen_put(pen, entities[k].entity);
		else
			pen_str(pen, (struct ma_str){ s.p + i, 1 });
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
