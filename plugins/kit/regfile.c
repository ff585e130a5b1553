/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	text	header { line }
 *	line	blanks ( key | value | comment | header | nothing ) end
 *	key	"[" ["-"] root "\" name { "\" name } ["\"] "]" anything		the last "]" of the line counts
 *	value	( string | "@" ) blanks "=" blanks data [ ";" anything ]
 *	data	string | "-" | "dword:" blanks 1..8 hex digits | "hex" [ "(" type ")" ] ":" bytes
 *	bytes	[ byte { "," blanks byte } [","] ]	byte: 1..2 hex digits; behind a comma or the colon "\" goes on with the next line
 *	string	'"' { any but '"' and "\" | "\" any } '"'	may hold line ends
 *	comment	( ";" | "#" ) anything
 *	end	CR LF | LF | CR | end of text
 *
 * "dword" and "hex" in capitals, and raw line ends in strings, are taken though
 * not every importer does.  A string goes on behind the end of its line only if
 * its closing quote ends a line; else it was never closed and its line alone is
 * lost.  Known escapes are \\ \" \n \r; of any other the backslash is dropped,
 * as the importers do; \0 spoils the value.  Bytes of hex(1), hex(2) and hex(7)
 * are UTF-16LE, under the header REGEDIT4 of the code page.  Values behind a
 * line that deletes a key belong to no key.  The data of a value with
 * "password" in its name is walked over and not kept.
 * Limits: 4 million keys and values each.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/regtree.h"

struct cursor {
	struct regfile *reg;
	size_t i;
	uint32_t line;
	uint32_t key; /* 0: values belong nowhere */
	bool fresh; /* already on the line to be read next */
};

static bool
is_secret(const char *name, size_t n)
{
	for (size_t i = 0; i + 8 <= n; i++)
		if (regtree_same(name + i, 8, "password", 8))
			return true;
	return false;
}

/* ---- walking the text ---- */

static int
at(const struct cursor *c)
{
	return c->i < c->reg->n ? (uint8_t)c->reg->text[c->i] : -1;
}

static bool
is_end(int ch)
{
	return ch == '\n' || ch == '\r' || ch == -1 || ch == 0;
}

/* Passes over one character and counts the line it may end. */
static void
step(struct cursor *c)
{
	c->line += c->reg->text[c->i++] == (c->reg->lf ? '\n' : '\r');
}

static void
skip_blanks(struct cursor *c)
{
	while (at(c) == ' ' || at(c) == '\t')
		c->i++;
}

static bool
tail_is_blank(const struct regfile *reg, size_t i)
{
	while (i < reg->n && (reg->text[i] == ' ' || reg->text[i] == '\t'))
		i++;
	return i == reg->n || reg->text[i] == ';' || is_end((uint8_t)reg->text[i]);
}

static bool
at_tail(const struct cursor *c)
{
	return tail_is_blank(c->reg, c->i);
}

static void
skip_line(struct cursor *c)
{
	while (at(c) != -1 && at(c) != '\n' && at(c) != '\r')
		c->i++;
	if (at(c) == '\r' && c->i + 1 < c->reg->n && c->reg->text[c->i + 1] == '\n')
		step(c);
	if (at(c) != -1)
		step(c);
}

/* Index of the quote that closes the string whose text begins at I; with
 * ONE_LINE it must stand on the same line; reg->n if there is none. */
static size_t
close_quote(const struct regfile *reg, size_t i, bool one_line)
{
	for (; i < reg->n && reg->text[i] != '"'; i++) {
		if (one_line && is_end((uint8_t)reg->text[i]))
			return reg->n;
		i += reg->text[i] == '\\';
	}
	return i < reg->n ? i : reg->n;
}

/* Appends the string between the cursor and END to the blob, without escapes;
 * with KEEP false only walks.  False for \0 and for a raw NUL. */
static bool
unescape(struct cursor *c, size_t end, bool keep)
{
	char *to = keep ? regtree_room(c->reg, end - c->i) : NULL;
	bool ok = !keep || to;
	for (; c->i < end; step(c)) {
		char ch = c->reg->text[c->i];
		if (ch == '\\' && c->i + 1 < end) {
			ch = c->reg->text[++c->i];
			ok = ok && ch != '0';
			ch = ch == 'n' ? '\n' : ch == 'r' ? '\r' : ch;
		}
		ok = ok && ch != 0;
		if (to)
			*to++ = ch;
	}
	if (to && ok)
		c->reg->blob_n = (size_t)(to - c->reg->blob);
	return ok;
}

static int
hex_digit(int ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch |= 32;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* Up to MAX hex digits; how many there were. */
static int
hex_number(struct cursor *c, int max, uint32_t *out)
{
	int n = 0;
	*out = 0;
	for (; n < max && hex_digit(at(c)) >= 0; n++, c->i++)
		*out = *out << 4 | (uint32_t)hex_digit(at(c));
	return n;
}

static bool
take(struct cursor *c, const char *word)
{
	size_t n = strlen(word);
	if (c->reg->n - c->i < n || !regtree_same(c->reg->text + c->i, n, word, n))
		return false;
	c->i += n;
	return true;
}

/* ---- data ---- */

enum outcome { GOOD, BAD, CUT };

/* Over the backslash at the end of a line and all up to the next byte. */
static bool
next_line(struct cursor *c)
{
	struct cursor was = *c;
	c->i++;
	if (!at_tail(c)) {
		*c = was;
		return false;
	}
	do {
		skip_line(c);
		skip_blanks(c);
	} while (at(c) == '\n' || at(c) == '\r' || at(c) == ';');
	return true;
}

/* The bytes behind "hex:" to the blob, or nowhere. */
static enum outcome
hex_bytes(struct cursor *c, bool keep, size_t *n)
{
	uint32_t byte;
	*n = 0;
	for (;;) {
		skip_blanks(c);
		if (at(c) == '\\') {
			if (!next_line(c))
				return BAD;
			if (at(c) == -1)
				return CUT;
			if (hex_digit(at(c)) < 0)
				return BAD; /* the rest is missing; this line is another value */
			continue;
		}
		if (at_tail(c))
			return *n > 0 && at(c) == -1 ? CUT : GOOD;
		int digits = hex_number(c, 2, &byte);
		if (digits == 0)
			return BAD;
		char *to = keep ? regtree_room(c->reg, 1) : NULL;
		if (keep && !to)
			return BAD;
		if (keep) {
			*to = (char)byte;
			c->reg->blob_n++;
		}
		++*n;
		if (at(c) == -1)
			return digits == 1 ? CUT : GOOD;
		if (at(c) != ',')
			return at_tail(c) ? GOOD : BAD;
		c->i++;
	}
}

static enum outcome
read_hex(struct cursor *c, bool keep, struct value *v)
{
	uint32_t type = REGFILE_BINARY, line = c->line;
	size_t from = c->reg->blob_n, n;
	if (at(c) == '(') {
		c->i++;
		hex_number(c, 8, &type);
		if (at(c) != ')')
			return BAD;
		c->i++;
	}
	if (at(c) != ':')
		return BAD;
	c->i++;
	enum outcome out = hex_bytes(c, keep, &n);
	v->type = type;
	v->data = (uint32_t)from;
	bool text = type == REGFILE_SZ || type == REGFILE_EXPAND_SZ || type == REGFILE_MULTI_SZ;
	if (out != BAD && keep && text && !regtext_decode(c->reg, from, type, line))
		return BAD;
	v->data_n = keep ? (uint32_t)(c->reg->blob_n - from) : (uint32_t)n;
	return out;
}

static enum outcome
read_dword(struct cursor *c, bool keep, struct value *v)
{
	uint32_t number;
	skip_blanks(c);
	int digits = hex_number(c, 8, &number);
	if (digits == 0 || !at_tail(c) || (digits < 8 && at(c) == -1))
		return at(c) == -1 ? CUT : BAD;
	char *to = regtree_room(c->reg, 4);
	if (!to)
		return BAD;
	v->type = REGFILE_DWORD;
	v->data = (uint32_t)c->reg->blob_n;
	v->data_n = 4;
	for (int i = 0; keep && i < 4; i++)
		to[i] = (char)(number >> 8 * i);
	c->reg->blob_n += keep ? 4 : 0;
	return GOOD;
}

static enum outcome
read_string(struct cursor *c, bool keep, struct value *v)
{
	struct regfile *reg = c->reg;
	size_t end = close_quote(reg, ++c->i, false), from = reg->blob_n, began = c->i;
	if (end == reg->n)
		return CUT;
	if (!tail_is_blank(reg, end + 1))
		return BAD;
	if (!unescape(c, end, keep))
		return BAD;
	c->i++;
	v->type = REGFILE_SZ;
	v->data = (uint32_t)from;
	v->data_n = (uint32_t)(keep ? reg->blob_n - from : end - began);
	return GOOD;
}

static enum outcome
read_data(struct cursor *c, bool keep, struct value *v)
{
	if (at(c) == '"')
		return read_string(c, keep, v);
	if (take(c, "dword:"))
		return read_dword(c, keep, v);
	if (take(c, "hex"))
		return read_hex(c, keep, v);
	if (take(c, "-") && at_tail(c)) {
		v->gone = true;
		return GOOD;
	}
	return BAD;
}

/* ---- lines ---- */

static void
read_key(struct cursor *c)
{
	struct regfile *reg = c->reg;
	size_t i = c->i + 1, end = i, from;
	while (end < reg->n && !is_end((uint8_t)reg->text[end]))
		end++;
	while (end > i && reg->text[end - 1] != ']')
		end--;
	bool deleted = end > i + 1 && reg->text[i] == '-';
	i += deleted;
	if (end <= i + 1 || reg->text[i] == ' ' || reg->text[i] == '\t') {
		regtree_trouble(reg, REGFILE_SYNTAX, c->line, 0);
		return;
	}
	for (end--; end > i && reg->text[end - 1] == '\\';)
		end--;
	c->key = REGFILE_ROOT;
	for (from = i; c->key && from <= end; from = i + 1) {
		for (i = from; i < end && reg->text[i] != '\\';)
			i++;
		c->key = deleted ? regtree_find_key(reg, c->key, reg->text + from, i - from)
				 : regtree_make_key(reg, c->key, from, i - from, c->line);
		if (i == end)
			break;
	}
	if (deleted && c->key)
		reg->keys[c->key].gone = true;
	if (deleted)
		c->key = 0;
}

static void
store_value(struct cursor *c, uint32_t name, size_t name_n, enum outcome out, const struct value *read, uint32_t line)
{
	struct regfile *reg = c->reg;
	if (!c->key) {
		reg->blob_n = name;
		return;
	}
	if (read->gone) {
		uint32_t id = reg->slots[regtree_find_slot(reg, c->key, VALUE, reg->blob + name, name_n)] & ~VALUE;
		if (id)
			reg->values[id].gone = true;
		return;
	}
	bool bad = out == BAD || (out == CUT && read->type == 0);
	if (bad && out == CUT)
		regtree_trouble(reg, REGFILE_UNCLOSED, line, 0);
	struct value *v = regtree_make_value(reg, c->key, name, name_n, line, bad);
	if (!v || bad)
		return;
	v->type = read->type;
	v->secret = read->secret;
	v->data = read->data;
	v->data_n = read->data_n;
	if (out == CUT)
		regtree_trouble(reg, REGFILE_UNCLOSED, line, (uint32_t)(v - reg->values));
}

static void
read_value(struct cursor *c)
{
	struct regfile *reg = c->reg;
	struct cursor was = *c;
	uint32_t name = (uint32_t)reg->blob_n;
	struct value v = { 0 };
	if (at(c) == '@') {
		c->i++;
	} else {
		size_t end = close_quote(reg, ++c->i, true);
		if (end == reg->n || !unescape(c, end, true)) {
			regtree_trouble(reg, end == reg->n && close_quote(reg, was.i + 1, false) == reg->n ? REGFILE_UNCLOSED
												   : REGFILE_SYNTAX,
				was.line, 0);
			*c = was;
			return;
		}
		c->i++;
	}
	size_t name_n = reg->blob_n - name;
	skip_blanks(c);
	if (at(c) != '=') {
		reg->blob_n = name;
		regtree_trouble(reg, REGFILE_SYNTAX, was.line, 0);
		*c = was;
		return;
	}
	c->i++;
	skip_blanks(c);
	struct cursor data = *c;
	v.secret = is_secret(reg->blob + name, name_n);
	enum outcome out = read_data(c, !v.secret, &v);
	if (out == CUT)
		v.type = at(&data) == '"' ? 0 : v.type;
	if (out == BAD || (out == CUT && v.type == 0)) {
		if (at(&data) == '"')
			*c = data; /* its other lines may be keys */
		else
			c->fresh = c->line != data.line && (at(c) == '"' || at(c) == '[' || at(c) == '@');
	}
	store_value(c, name, name_n, out, &v, was.line);
}

static void
read_line(struct cursor *c)
{
	skip_blanks(c);
	int ch = at(c);
	if (ch == '[')
		read_key(c);
	else if (ch == '"' || ch == '@')
		read_value(c);
	else if (!is_end(ch) && ch != ';' && ch != '#' && !take(c, "windows registry editor") && !take(c, "regedit") &&
		 !take(c, "\xEF\xBB\xBF"))
		regtree_trouble(c->reg, REGFILE_SYNTAX, c->line, 0);
	if (!c->fresh)
		skip_line(c);
	c->fresh = false;
}

/* ---- the whole ---- */

static bool
read_header(struct cursor *c)
{
	struct regfile *reg = c->reg;
	reg->lf = reg->n == 0 || memchr(reg->text, '\n', reg->n);
	take(c, "\xEF\xBB\xBF");
	size_t start = c->i;
	reg->regedit4 = take(c, "regedit4");
	if (!reg->regedit4 && !take(c, "windows registry editor version") && !take(c, "regedit"))
		return false;
	c->i = start;
	skip_line(c);
	return true;
}

struct regfile *
regfile_read(struct ma_str text, const char *ansi_charset)
{
	struct regfile *reg = calloc(1, sizeof *reg);
	struct cursor c = { .reg = reg, .line = 1 };
	if (!reg)
		return NULL;
	reg->text = text.p;
	reg->n = text.n < UINT32_MAX / 2 ? text.n : UINT32_MAX / 2;
	reg->ansi = iconv_open("UTF-8", ansi_charset ? ansi_charset : "CP932");
	reg->troubles = malloc(REGTREE_MAX_TROUBLES * sizeof *reg->troubles);
	reg->n_keys = REGFILE_ROOT + 1;
	reg->n_values = 1;
	if (!reg->troubles || !regtree_grow(reg, &reg->keys, 0, &reg->cap_keys, sizeof *reg->keys) ||
	    !regtree_grow(reg, &reg->values, 0, &reg->cap_values, sizeof *reg->values) || !regtree_rehash(reg) || !regtree_room(reg, 1) ||
	    !read_header(&c)) {
		regfile_free(reg);
		return NULL;
	}
	memset(reg->keys, 0, reg->n_keys * sizeof *reg->keys);
	memset(reg->values, 0, sizeof *reg->values);
	reg->keys[REGFILE_ROOT].life = 1;
	while (c.i < reg->n && !reg->full && !reg->failed)
		read_line(&c);
	if (reg->failed) {
		regfile_free(reg);
		return NULL;
	}
	return reg;
}

void
regfile_free(struct regfile *reg)
{
	if (!reg)
		return;
	if (reg->ansi != (iconv_t)-1)
		iconv_close(reg->ansi);
	while (reg->pieces) {
		struct piece *before = reg->pieces->before;
		free(reg->pieces);
		reg->pieces = before;
	}
	free(reg->keys);
	free(reg->values);
	free(reg->slots);
	free(reg->blob);
	free(reg->troubles);
	free(reg);
}
