/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page of text of a certain width: paragraphs that wrap, tables that fit.
 * All that is added is made harmless (see text_print).  Private to this room.
 */
#ifndef DOCUMENT_TEXT_PAGE_H
#define DOCUMENT_TEXT_PAGE_H

#include "base/lang.h"
#include "document/text.h"

enum { TEXT_LETTER_BYTES = 16, MIN_COLUMNS = 40 };

/* The first letter of S (which is not empty) as it can be shown, and its width
 * in columns.  Returns the bytes of S it took. */
size_t
text_letter(const char *s, char out[TEXT_LETTER_BYTES], int *width);

bool
text_is_wide(uint32_t c);

enum ink { INK_PLAIN, INK_BOLD, INK_DIM, INK_RED, INK_YELLOW, INK_GREEN, INK_COUNT };

struct page {
	FILE *out;
	int columns;
	bool colour;
	struct arena arena; /* for texts on their way to the page */
	char *line; /* the paragraph so far */
	size_t n, size;
	bool hinted; /* what to do about unknown settings was said */
};

void
page_init(struct page *page, FILE *out, struct text_style style);
/* False and *ERR (with the name WHERE) when something was not written. */
bool
page_fini(struct page *page, const char *where, struct err *err);

/* Adds to the paragraph.  NULL adds nothing. */
void
page_add(struct page *page, enum ink ink, const char *s);
void
page_addf(struct page *page, enum ink ink, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Adds a sentence in which "%s" or "%1$s" (the first) stands for a part, each
 * part in its own ink: the sentence can be translated, and its order change. */
struct page_part {
	enum ink ink;
	const char *text;
};
void
page_form_parts(struct page *page, const char *form, const struct page_part *parts, size_t n);
#define page_form(page, form, ...) \
	page_form_parts(page, form, (const struct page_part[]){ __VA_ARGS__ }, \
	    sizeof((const struct page_part[]){ __VA_ARGS__ }) / sizeof(struct page_part))

/* Writes the paragraph, its first line indented by FIRST columns, the others by REST. */
void
page_flush(struct page *page, int first, int rest);

/* A paragraph of one text. */
void
page_say(struct page *page, enum ink ink, int indent, const char *s);
void
page_blank(struct page *page);

/* Cells row by row, N_COLUMNS each, the first row is the head.  Columns are cut
 * where the page is too narrow; INKS (one for each row) may be NULL. */
void
page_table(struct page *page, int indent, const char *const *cells, size_t n_rows, size_t n_columns, const enum ink *inks);

#endif
