/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lexical part of the grammar in prefs.c.  What is eaten at an error is as
 * exact as what is taken: what comes behind it depends on it.
 */
#include "kit/prefslexer.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *text;
	size_t n;
	enum prefslexer_token token;
	bool cfg; /* a word of autoconfig scripts only */
} words[] = {
	{ "user_pref", 9, T_USER_PREF, false },
	{ "true", 4, T_TRUE, false },
	{ "false", 5, T_FALSE, false },
	{ "pref", 4, T_PREF, false },
	{ "sticky_pref", 11, T_STICKY_PREF, false },
	{ "sticky", 6, T_STICKY, false },
	{ "locked", 6, T_LOCKED, false },
	{ "defaultPref", 11, T_DEFAULT_PREF, true },
	{ "lockPref", 8, T_LOCK_PREF, true },
	{ "clearPref", 9, T_CLEAR_PREF, true },
};

enum kind { X, C, S, R, W, D, Q, L, H }; /* other, single, space, CR, word, digit, quote, slash, hash */

static const unsigned char kinds[256] = {
	C, X, X, X, X, X, X, X, X, S, S, S, S, R, X, X,
	X, X, X, X, X, X, X, X, X, X, X, X, X, X, X, X,
	S, X, Q, H, X, X, X, Q, C, C, X, C, C, C, X, L,
	D, D, D, D, D, D, D, D, D, D, X, C, X, X, X, X,
	X, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	W, W, W, W, W, W, W, W, W, W, W, X, X, X, X, W,
	X, W, W, W, W, W, W, W, W, W, W, W, W, W, W, W,
	W, W, W, W, W, W, W, W, W, W, W, X, X, X, X, X,
};

static inline unsigned char
lexer_get(struct prefslexer *x)
{
	if (x->i < x->n)
		return x->p[x->i++];
	x->i = x->n + 1;
	return 0;
}

static inline bool
lexer_match(struct prefslexer *x, unsigned char c)
{
	if (x->i >= x->n || x->p[x->i] != c)
		return false;
	x->i++;
	return true;
}

static enum prefslexer_token
lexer_fail(struct prefslexer *x, enum prefs_error e)
{
	x->error = e;
	x->error_line = x->line;
	return T_ERROR;
}

static void
line_comment(struct prefslexer *x)
{
	for (;;) {
		unsigned char c = lexer_get(x);
		if (c > '\r' || (c != '\n' && c != '\r' && c != 0))
			continue;
		if (c == 0)
			return;
		x->line++;
		if (c == '\r')
			lexer_match(x, '\n');
		return;
	}
}

static bool
block_comment(struct prefslexer *x)
{
	for (;;) {
		unsigned char c = lexer_get(x);
		if (c == '*' && lexer_match(x, '/'))
			return true;
		if (c == 0)
			return false;
		if (c == '\n' || c == '\r')
			x->line++;
		if (c == '\r')
			lexer_match(x, '\n');
	}
}

/* -1: not NDIGITS hexadecimal digits; what is none is left standing. */
static int
hex_digits(struct prefslexer *x, int ndigits)
{
	int value = 0;
	for (int k = 0; k < ndigits; k++) {
		unsigned char c = lexer_get(x);
		int d = c >= '0' && c <= '9' ? c - '0'
			: c >= 'A' && c <= 'F' ? c - 'A' + 10
			: c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (d < 0) {
			x->i--;
			return -1;
		}
		value = value * 16 + d;
	}
	return value;
}

static void
push(struct prefslexer *x, struct prefslexer_buffer *b, unsigned char c)
{
	if (!b || x->broke)
		return;
	if (b->n == b->cap) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		char *p = realloc(b->p, cap);
		if (!p) {
			x->broke = true;
			return;
		}
		b->p = p;
		b->cap = cap;
	}
	b->p[b->n++] = (char)c;
}

static void
push_utf8(struct prefslexer *x, struct prefslexer_buffer *b, uint32_t u)
{
	static const struct {
		uint32_t limit;
		unsigned char lead;
		int more;
	} forms[] = { { 0x80, 0, 0 }, { 0x800, 0xc0, 1 }, { 0x10000, 0xe0, 2 }, { 0x110000, 0xf0, 3 } };
	size_t f = 0;
	while (u >= forms[f].limit)
		f++;
	push(x, b, (unsigned char)(forms[f].lead | u >> (6 * forms[f].more)));
	for (int k = forms[f].more - 1; k >= 0; k--)
		push(x, b, (unsigned char)(0x80 | (u >> (6 * k) & 0x3f)));
}

/* What follows "\u". */
static enum prefs_error
unicode_escape(struct prefslexer *x, struct prefslexer_buffer *b)
{
	int u = hex_digits(x, 4);
	if (u < 0)
		return PREFS_BAD_U;
	if (u == 0)
		return PREFS_U0000;
	if ((u & 0xfc00) == 0xdc00)
		return PREFS_LONE_LOW;
	if ((u & 0xfc00) != 0xd800) {
		push_utf8(x, b, (uint32_t)u);
		return PREFS_OK;
	}
	/* What does not match stays eaten up to where it stopped matching. */
	int low = lexer_match(x, '\\') && lexer_match(x, 'u') ? hex_digits(x, 4) : -1;
	if (low < 0)
		return PREFS_LONE_HIGH;
	if ((low & 0xfc00) != 0xdc00)
		return PREFS_BAD_LOW;
	push_utf8(x, b, 0x10000 + (((uint32_t)u & 0x3ff) << 10 | ((uint32_t)low & 0x3ff)));
	return PREFS_OK;
}

/* What follows a backslash. */
static enum prefs_error
escape(struct prefslexer *x, struct prefslexer_buffer *b)
{
	unsigned char c = lexer_get(x);
	int v;
	switch (c) {
	case '"': case '\'': case '\\':
		push(x, b, c);
		return PREFS_OK;
	case 'n':
		push(x, b, '\n');
		return PREFS_OK;
	case 'r':
		push(x, b, '\r');
		return PREFS_OK;
	case 'x':
		v = hex_digits(x, 2);
		if (v <= 0)
			return v < 0 ? PREFS_BAD_X : PREFS_X00;
		push(x, b, (unsigned char)v);
		return PREFS_OK;
	case 'u':
		return unicode_escape(x, b);
	case '\n': case '\r':
		x->i--; /* still to be counted as a line */
		return PREFS_BAD_ESCAPE;
	default:
		return PREFS_BAD_ESCAPE;
	}
}

/* The rest of a string whose quote was eaten.  Without B it is only checked. */
static enum prefslexer_token
string(struct prefslexer *x, unsigned char quote, struct prefslexer_buffer *b)
{
	const size_t start = x->i;
	enum prefs_error first = PREFS_OK;
	uint32_t first_line = 0;
	bool copied = false;

	if (b)
		b->n = 0;
	for (;;) {
		size_t from = x->i < x->n ? x->i : x->n, k = from;
		while (k < x->n && x->p[k] != quote && x->p[k] != '\\' && x->p[k] > '\r')
			k++;
		if (copied)
			for (size_t j = from; b && j < k; j++)
				push(x, b, x->p[j]);
		if (k > from)
			x->i = k;
		unsigned char c = lexer_get(x);
		if (c == quote)
			break;
		if (c == '\\') {
			if (!copied)
				for (size_t j = start; b && j < k; j++)
					push(x, b, x->p[j]);
			copied = true;
			uint32_t line = x->line;
			enum prefs_error e = escape(x, b);
			if (e != PREFS_OK && first == PREFS_OK) {
				first = e;
				first_line = line;
			}
			continue;
		}
		if (c == 0) {
			if (first == PREFS_OK) {
				first = PREFS_OPEN_STRING;
				first_line = x->line;
			}
			break;
		}
		if (c == '\n' || c == '\r')
			x->line++;
		if (copied)
			push(x, b, c);
		if (c == '\r' && lexer_match(x, '\n') && copied)
			push(x, b, '\n');
	}
	if (x->broke && first == PREFS_OK) {
		first = PREFS_NO_MEMORY;
		first_line = x->line;
	}
	if (first != PREFS_OK) {
		x->error = first;
		x->error_line = first_line;
		return T_ERROR;
	}
	x->text = copied ? (struct ma_str){ b ? b->p : "", b ? b->n : 0 }
			 : (struct ma_str){ (const char *)x->p + start, x->i - 1 - start };
	return T_STRING;
}

static enum prefslexer_token
number(struct prefslexer *x, unsigned char c)
{
	uint64_t v = (uint64_t)(c - '0');
	while (x->i < x->n && kinds[x->p[x->i]] == D) {
		v = v * 10 + (uint64_t)(x->p[x->i++] - '0');
		if (v > UINT32_MAX)
			v = (uint64_t)UINT32_MAX + 1; /* sticks: too large stays too large */
	}
	if (x->i < x->n && kinds[x->p[x->i]] == W)
		return lexer_fail(x, PREFS_INT_LETTERS);
	if (v > UINT32_MAX)
		return lexer_fail(x, PREFS_INT_OVERFLOW);
	x->num = (uint32_t)v;
	return T_INT;
}

static enum prefslexer_token
word(struct prefslexer *x)
{
	const unsigned char *p = x->p + x->i - 1;
	while (x->i < x->n && kinds[x->p[x->i]] == W)
		x->i++;
	size_t n = (size_t)(x->p + x->i - p);
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (words[k].n == n && memcmp(p, words[k].text, n) == 0 && (!words[k].cfg || x->r->dialect == PREFS_CFG))
			return words[k].token;
	return lexer_fail(x, PREFS_BAD_WORD);
}

enum prefslexer_token
prefslexer_next(struct prefslexer *x, struct prefslexer_buffer *b)
{
	for (;;) {
		unsigned char c = lexer_get(x);
		x->token_line = x->line;
		switch ((enum kind)kinds[c]) {
		case C:
			x->c = c;
			return T_CHAR;
		case S:
			x->line += c == '\n';
			continue;
		case R:
			lexer_match(x, '\n');
			x->line++;
			continue;
		case W:
			return word(x);
		case Q:
			return string(x, c, b);
		case D:
			return number(x, c);
		case H:
			line_comment(x);
			continue;
		case L:
			c = lexer_get(x);
			if (c == '/') {
				line_comment(x);
				continue;
			}
			if (c == '*') {
				if (block_comment(x))
					continue;
				return lexer_fail(x, PREFS_OPEN_COMMENT);
			}
			if (c == '\n' || c == '\r')
				x->i--;
			return lexer_fail(x, PREFS_LONE_SLASH);
		case X:
			break;
		}
		return lexer_fail(x, PREFS_BAD_CHAR);
	}
}
