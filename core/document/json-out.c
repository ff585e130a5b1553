/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing JSON: keys sorted, one value a line.  What there is much of is
 * written member by member; the rest are trees of Jansson's (json-tree.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/json.h"

enum { FULL_BYTES = 64 * 1024, MARGIN = 64 };

static char *
make_room(struct json_out *out, size_t n)
{
	if (out->file && out->n + n + MARGIN > FULL_BYTES)
		json_out_flush(out);
	if (out->n + n + MARGIN > out->room) {
		size_t size = out->room ? out->room : FULL_BYTES;
		while (size < out->n + n + MARGIN)
			size *= 2;
		out->bytes = xrealloc(out->bytes, out->room = size);
	}
	return out->bytes + out->n;
}

/* Room for N bytes, and some more; what is full is written out first where there is a file. */
static inline char *
room(struct json_out *out, size_t n)
{
	bool fits = out->n + n + MARGIN <= out->room && (!out->file || out->n + n + MARGIN <= FULL_BYTES);
	return fits ? out->bytes + out->n : make_room(out, n);
}

void
json_out_flush(struct json_out *out)
{
	if (out->n)
		fwrite(out->bytes, 1, out->n, out->file);
	out->n = 0;
}

void
json_out_put(struct json_out *out, const char *s, size_t n)
{
	memcpy(room(out, n), s, n);
	out->n += n;
}

static void
put_letter(struct json_out *out, char c)
{
	*room(out, 1) = c;
	out->n++;
}

void
json_out_break_line(struct json_out *out)
{
	size_t n = (size_t)out->depth * INDENT_COLUMNS;
	if (out->compact)
		return;
	char *p = room(out, n + 1);
	*p = '\n';
	memset(p + 1, ' ', n);
	out->n += n + 1;
}

/* What stands before a value or a key. */
static void
separate(struct json_out *out)
{
	if (out->after_key) {
		out->after_key = false;
		return;
	}
	if (!out->empty && out->depth)
		put_letter(out, ',');
	if (out->depth)
		json_out_break_line(out);
	out->empty = false;
}

void
json_out_open(struct json_out *out, char bracket)
{
	separate(out);
	put_letter(out, bracket);
	out->depth++;
	out->empty = true;
	out->last_key[out->depth] = "";
}

void
json_out_close(struct json_out *out, char bracket)
{
	out->depth--;
	if (!out->empty)
		json_out_break_line(out);
	out->empty = false;
	put_letter(out, bracket);
}

void
json_out_key(struct json_out *out, const char *key)
{
	if (strcmp(out->last_key[out->depth], key) >= 0)
		abort();
	out->last_key[out->depth] = key;
	size_t n = strlen(key);
	separate(out);
	char *p = room(out, n + 4);
	*p = '"';
	memcpy(p + 1, key, n);
	memcpy(p + 1 + n, "\": ", 3);
	out->n += n + (out->compact ? 3 : 4);
	out->after_key = true;
}

void
json_out_any_key(struct json_out *out, const char *key)
{
	json_out_string(out, key, strlen(key));
	json_out_put(out, ": ", out->compact ? 1 : 2);
	out->after_key = true;
}

/* ---- values ---- */

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

/* The bytes of S that need neither escapes nor a look at their UTF-8. */
static size_t
plain(const char *s, size_t n)
{
	size_t i = 0;
	for (uint64_t v; n - i >= sizeof v; i += sizeof v) {
		memcpy(&v, s + i, sizeof v);
		uint64_t quote = v ^ ONES * '"', slash = v ^ ONES * '\\';
		/* A byte less than another borrows its top bit. */
		if ((((v - ONES * 0x20) | (quote - ONES) | (slash - ONES) | v) & TOPS) != 0)
			break;
	}
	while (i < n && (unsigned char)s[i] >= 0x20 && (unsigned char)s[i] < 0x80 && s[i] != '"' && s[i] != '\\')
		i++;
	return i;
}

/* As Jansson escapes: what must be, and no more. */
static size_t
put_special(struct json_out *out, const char *s, size_t n)
{
	static const char letters[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
	unsigned char c = (unsigned char)*s;
	if (c >= 0x80) {
		size_t k = str_utf8_length(s, n);
		json_out_put(out, k ? s : "\xef\xbf\xbd", k ? k : 3);
		return k ? k : 1;
	}
	if (c < 0x20 && !letters[c]) {
		out->n += (size_t)snprintf(room(out, 0), MARGIN, "\\u%04X", c);
		return 1;
	}
	put_letter(out, '\\');
	put_letter(out, c < 0x20 ? letters[c] : (char)c);
	return 1;
}

void
json_out_string(struct json_out *out, const char *s, size_t n)
{
	separate(out);
	put_letter(out, '"');
	for (size_t i = 0, k; i < n;) {
		k = plain(s + i, n - i);
		if (k)
			json_out_put(out, s + i, k);
		i += k;
		if (i < n)
			i += put_special(out, s + i, n - i);
	}
	put_letter(out, '"');
}

void
json_out_number(struct json_out *out, int64_t n)
{
	char digits[24], *p = digits + sizeof digits;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	do
		*--p = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--p = '-';
	separate(out);
	json_out_put(out, p, (size_t)(digits + sizeof digits - p));
}

void
json_out_word(struct json_out *out, const char *word)
{
	separate(out);
	json_out_put(out, word, strlen(word));
}

void
json_out_list(struct json_out *out, const char *const *items, size_t n)
{
	json_out_open(out, '[');
	for (size_t i = 0; i < n; i++)
		json_out_string(out, items[i], strlen(items[i]));
	json_out_close(out, ']');
}

/* ---- members ---- */

void
json_out_words(struct json_out *out, const char *key, const char *s)
{
	if (!s)
		return;
	json_out_key(out, key);
	json_out_string(out, s, strlen(s));
}

void
json_out_words_or_null(struct json_out *out, const char *key, const char *s)
{
	if (s) {
		json_out_words(out, key, s);
		return;
	}
	json_out_key(out, key);
	json_out_word(out, "null");
}

void
json_out_truth(struct json_out *out, const char *key, bool truth)
{
	json_out_key(out, key);
	json_out_word(out, truth ? "true" : "false");
}

void
json_out_int(struct json_out *out, const char *key, int64_t n)
{
	json_out_key(out, key);
	json_out_number(out, n);
}

void
json_out_int_or_null(struct json_out *out, const char *key, int64_t n, int64_t none)
{
	json_out_key(out, key);
	if (n == none)
		json_out_word(out, "null");
	else
		json_out_number(out, n);
}

void
json_out_nth_word(struct json_out *out, const char *key, const char *words, int index)
{
	for (; index > 0; index--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	json_out_key(out, key);
	json_out_string(out, words, strcspn(words, " "));
}

void
json_out_fact(struct json_out *out, const struct fact *fact)
{
	if (fact->state == MA_UNKNOWN) {
		json_out_word(out, "null");
		return;
	}
	switch (fact_rows[fact->id].type) {
	case FACT_INT:
		json_out_number(out, fact->num);
		return;
	case FACT_BOOL:
		json_out_word(out, fact->num ? "true" : "false");
		return;
	case FACT_LIST:
		json_out_list(out, fact->items, fact->n_items);
		return;
	case FACT_TEXT:
	case FACT_WORD:
		break;
	}
	json_out_string(out, fact->text ? fact->text : "", fact->text ? strlen(fact->text) : 0);
}

bool
json_out_end(struct json_out *out, const char *where, struct err *err)
{
	put_letter(out, '\n');
	json_out_flush(out);
	free(out->bytes);
	out->bytes = NULL;
	if (fflush(out->file) != 0 || ferror(out->file))
		return err_errno(err, where);
	return true;
}
