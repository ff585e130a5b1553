/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-page.h"

#include <assert.h>
#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/* A mark before a change of ink; text_letter never gives such a byte. */
enum { INK_MARK = 1 };

static const char *const ink_codes[INK_COUNT] = {
	[INK_PLAIN] = "\033[0m",
	[INK_BOLD] = "\033[1m",
	[INK_DIM] = "\033[2m",
	[INK_RED] = "\033[1;31m",
	[INK_YELLOW] = "\033[33m",
	[INK_GREEN] = "\033[32m",
};

void
page_init(struct page *page, FILE *out, struct text_style style)
{
	*page = (struct page){ .out = out, .colour = style.colour, .columns = style.columns ? style.columns : 80 };
	if (page->columns < MIN_COLUMNS)
		page->columns = MIN_COLUMNS;
}

bool
page_fini(struct page *page, const char *where, struct err *err)
{
	free(page->line);
	arena_fini(&page->arena);
	return (fflush(page->out) == 0 && !ferror(page->out)) || err_errno(err, where);
}

static void
append(struct page *page, const char *bytes, size_t n)
{
	if (page->size - page->n < n + 1) {
		page->size = (page->n + n + 1) * 2;
		page->line = xrealloc(page->line, page->size);
	}
	memcpy(page->line + page->n, bytes, n);
	page->n += n;
	page->line[page->n] = 0;
}

void
page_add(struct page *page, enum ink ink, const char *s)
{
	char letter[TEXT_LETTER_BYTES];
	char mark = (char)(INK_MARK + ink), plain = INK_MARK;
	int width;
	if (ink != INK_PLAIN)
		append(page, &mark, 1);
	while (s && *s) {
		s += text_letter(s, letter, &width);
		append(page, letter, strlen(letter));
	}
	if (ink != INK_PLAIN)
		append(page, &plain, 1);
}

void
page_addf(struct page *page, enum ink ink, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = xmalloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	page_add(page, ink, s);
	free(s);
}

void
page_form_parts(struct page *page, const char *form, const struct page_part *parts, size_t n)
{
	size_t next = 0;
	char letter[TEXT_LETTER_BYTES];
	int width;
	while (*form) {
		size_t skip = 0, which = next;
		if (form[0] == '%' && form[1] == 's')
			skip = 2;
		else if (form[0] == '%' && form[1] >= '1' && form[1] <= '9' && form[2] == '$' && form[3] == 's')
			skip = 4, which = (size_t)(form[1] - '1');
		else if (form[0] == '%' && form[1] == '%')
			form++;
		if (!skip) {
			form += text_letter(form, letter, &width);
			append(page, letter, strlen(letter));
			continue;
		}
		form += skip;
		next += skip == 2;
		assert(which < n);
		page_add(page, parts[which].ink, parts[which].text);
	}
}

static bool
is_mark(char c)
{
	return c >= INK_MARK && c < INK_MARK + INK_COUNT;
}

/* May a line begin with this wide letter?  Closing brackets, full stops and small kana stay with what they close. */
static bool
may_begin(uint32_t c)
{
	static const uint32_t clinging[] = { 0x3001, 0x3002, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0x3041, 0x3043, 0x3045,
		0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x30a1, 0x30a3, 0x30a5, 0x30a7, 0x30a9, 0x30c3, 0x30e3, 0x30e5,
		0x30e7, 0x30fb, 0x30fc, 0xff01, 0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1f, 0xff3d, 0xff5d };
	for (size_t i = 0; i < sizeof clinging / sizeof *clinging; i++)
		if (clinging[i] == c)
			return false;
	return true;
}

/* Does this wide letter stay with what follows?  Opening brackets do. */
static bool
is_opening(uint32_t c)
{
	return (c >= 0x3008 && c <= 0x3010 && c % 2 == 0) || c == 0x3014 || c == 0xff08 || c == 0xff3b || c == 0xff5b;
}

/* The length and width of the piece at P that stays on one line.  *SOLID: are we within a path? */
static size_t
piece(const char *p, int *width, bool *solid)
{
	const char *start = p;
	bool any = false;
	uint32_t before = 0;
	*width = 0;
	while (*p && *p != ' ') {
		if (is_mark(*p)) {
			/* Paths are in this ink. */
			*solid = *p++ == INK_MARK + INK_DIM;
			continue;
		}
		char letter[TEXT_LETTER_BYTES];
		size_t n;
		int w;
		uint32_t c = str_next(p, &n);
		/* Paths at their slashes; else between wide letters, and where a word in Latin letters begins or ends. */
		if (any && *solid && before == '/')
			break;
		if (any && !*solid && !is_opening(before) &&
		    (text_is_wide(c) ? may_begin(c) : text_is_wide(before) && (c >= 0x80 || isalnum((int)c))))
			break;
		before = c;
		n = text_letter(p, letter, &w);
		*width += w;
		any = true;
		p += n;
	}
	return (size_t)(p - start);
}

struct pen {
	struct page *page;
	int column, rest;
};

static void
new_line(struct pen *pen)
{
	fprintf(pen->page->out, "\n%*s", pen->rest, "");
	pen->column = pen->rest;
}

/* Writes N bytes; where they are wider than a line, they are cut anywhere. */
static void
put_piece(struct pen *pen, const char *p, size_t n)
{
	struct page *page = pen->page;
	for (const char *end = p + n; p < end;) {
		char letter[TEXT_LETTER_BYTES];
		int w;
		if (is_mark(*p)) {
			if (page->colour)
				fputs(ink_codes[*p - INK_MARK], page->out);
			p++;
			continue;
		}
		p += text_letter(p, letter, &w);
		if (pen->column + w > page->columns)
			new_line(pen);
		fputs(letter, page->out);
		pen->column += w;
	}
}

void
page_flush(struct page *page, int first, int rest)
{
	struct pen pen = { page, first, rest };
	int blanks = 0;
	bool solid = false;
	fprintf(page->out, "%*s", first, "");
	for (const char *p = page->n ? page->line : ""; *p;) {
		if (*p == ' ') {
			blanks++;
			p++;
			continue;
		}
		int w, indent = pen.column == first && p == page->line ? first : rest;
		size_t n = piece(p, &w, &solid);
		/* A long piece goes to a new line too unless hardly more would fit there. */
		if (pen.column + blanks + w > page->columns && pen.column > indent && w)
			new_line(&pen);
		else
			pen.column += fprintf(page->out, "%*s", blanks, "");
		blanks = 0;
		put_piece(&pen, p, n);
		p += n;
	}
	putc('\n', page->out);
	page->n = 0;
}

void
page_say(struct page *page, enum ink ink, int indent, const char *s)
{
	page_add(page, ink, s);
	page_flush(page, indent, indent);
}

void
page_blank(struct page *page)
{
	putc('\n', page->out);
}

/* ---- tables ---- */

enum { GAP = 2, MAX_TABLE_COLUMNS = 8, MIN_CELL = 4 };

/* Takes columns away from the widest until all fit. */
static void
fit(int *widths, size_t n, int room)
{
	int all = 0;
	for (size_t i = 0; i < n; i++)
		all += widths[i] + (i ? GAP : 0);
	while (all > room) {
		size_t widest = 0;
		for (size_t i = 1; i < n; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (widths[widest] <= MIN_CELL)
			return;
		widths[widest]--;
		all--;
	}
}

static void
put_cell(struct page *page, const char *s, int width, bool last)
{
	char letter[TEXT_LETTER_BYTES];
	int column = 0, w;
	bool cut = text_width(s) > width;
	while (*s) {
		s += text_letter(s, letter, &w);
		if (column + w > width - cut)
			break;
		fputs(letter, page->out);
		column += w;
	}
	if (cut) {
		fputs("~", page->out);
		column++;
	}
	if (!last)
		fprintf(page->out, "%*s", width - column + GAP, "");
}

void
page_table(struct page *page, int indent, const char *const *cells, size_t n_rows, size_t n_columns, const enum ink *inks)
{
	int widths[MAX_TABLE_COLUMNS] = { 0 };
	for (size_t i = 0; i < n_rows * n_columns; i++) {
		int w = text_width(cells[i]);
		if (w > widths[i % n_columns])
			widths[i % n_columns] = w;
	}
	fit(widths, n_columns, page->columns - indent);
	for (size_t row = 0; row < n_rows; row++) {
		enum ink ink = row == 0 ? INK_DIM : inks ? inks[row] : INK_PLAIN;
		fprintf(page->out, "%*s", indent, "");
		if (page->colour && ink != INK_PLAIN)
			fputs(ink_codes[ink], page->out);
		for (size_t i = 0; i < n_columns; i++)
			put_cell(page, cells[row * n_columns + i], widths[i], i + 1 == n_columns);
		if (page->colour && ink != INK_PLAIN)
			fputs(ink_codes[INK_PLAIN], page->out);
		putc('\n', page->out);
	}
}
