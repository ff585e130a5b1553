/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The grammar, as modules/libpref of Gecko reads it since version 60:
 *
 *	file      = { statement }
 *	statement = word "(" string "," value { "," attribute } ")" ";"
 *	value     = string | "true" | "false" | [ "+" | "-" ] digits
 *	attribute = "sticky" | "locked"                  default files only
 *
 * with white space (space, TAB, VT, FF, LF, CR) and comments (# and // to the
 * end of the line, slash-star without nesting) between any two tokens.  Words
 * are runs of letters and '_'.  Integers have 32 bits and never wrap.  Strings
 * stand in either quote, may hold line ends, and know the escapes \" \' \\ \n
 * \r \xNN (a raw byte) and \uNNNN (UTF-16, stored as UTF-8).  LF, CR and CR LF
 * each count as one line.
 *
 * At an error everything up to and including the next ';' token is passed
 * over.  A NUL between tokens ends the file; a NUL eaten inside a token does
 * not.  Bytes are bytes: no encoding is checked.
 *
 * The dialect PREFS_CFG is not Gecko's: an autoconfig script is a program, and
 * only one that consists of literal calls can be read.
 */
#include "kit/prefs.h"

#include <stdlib.h>
#include <string.h>

enum token {
	T_ERROR, T_CHAR, T_STRING, T_INT, T_TRUE, T_FALSE, T_STICKY, T_LOCKED,
	T_USER_PREF, T_PREF, T_STICKY_PREF, T_DEFAULT_PREF, T_LOCK_PREF, T_CLEAR_PREF,
};

static const struct {
	const char *text;
	size_t n;
	enum token token;
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

/* Which word begins what, in each dialect. */
static const struct {
	enum prefs_dialect dialect;
	enum token token;
	enum prefs_verb verb;
	bool sticky;
} verbs[] = {
	{ PREFS_USER, T_USER_PREF, PREFS_SET, false },
	{ PREFS_DEFAULTS, T_PREF, PREFS_SET_DEFAULT, false },
	{ PREFS_DEFAULTS, T_STICKY_PREF, PREFS_SET_DEFAULT, true },
	{ PREFS_DEFAULTS, T_USER_PREF, PREFS_SET, false },
	{ PREFS_CFG, T_PREF, PREFS_SET, false },
	{ PREFS_CFG, T_DEFAULT_PREF, PREFS_SET_DEFAULT, false },
	{ PREFS_CFG, T_LOCK_PREF, PREFS_LOCK, false },
	{ PREFS_CFG, T_CLEAR_PREF, PREFS_CLEAR, false },
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

struct buffer {
	char *p;
	size_t n, cap;
};

struct lexer {
	const struct prefs_reader *r;
	const unsigned char *p;
	size_t n, i; /* i may stand one behind the NUL that is thought at p[n] */
	uint32_t line;
	/* the last token */
	unsigned char c;
	uint32_t num, token_line;
	enum prefs_error error;
	uint32_t error_line;
	struct ma_str text;
	struct buffer name_buffer, text_buffer;
	bool broke; /* memory */
};

static inline unsigned char
lexer_get(struct lexer *x)
{
	if (x->i < x->n)
		return x->p[x->i++];
	x->i = x->n + 1;
	return 0;
}

static inline bool
lexer_match(struct lexer *x, unsigned char c)
{
	if (x->i >= x->n || x->p[x->i] != c)
		return false;
	x->i++;
	return true;
}

static enum token
lexer_fail(struct lexer *x, enum prefs_error e)
{
	x->error = e;
	x->error_line = x->line;
	return T_ERROR;
}

static void
line_comment(struct lexer *x)
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
block_comment(struct lexer *x)
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
hex_digits(struct lexer *x, int ndigits)
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
push(struct lexer *x, struct buffer *b, unsigned char c)
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
push_utf8(struct lexer *x, struct buffer *b, uint32_t u)
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
unicode_escape(struct lexer *x, struct buffer *b)
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
escape(struct lexer *x, struct buffer *b)
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
static enum token
string(struct lexer *x, unsigned char quote, struct buffer *b)
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

static enum token
number(struct lexer *x, unsigned char c)
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

static enum token
word(struct lexer *x)
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

/* The next token.  A string goes to B, or is only checked when B is NULL. */
static enum token
next(struct lexer *x, struct buffer *b)
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

static inline bool
is_char(const struct lexer *x, enum token t, unsigned char c)
{
	return t == T_CHAR && x->c == c;
}

/* Passes over everything up to the next ';'; returns the token behind it.  E
 * counts unless the token itself is in error. */
static enum token
recover(struct lexer *x, enum token t, enum prefs_error e)
{
	uint32_t line = x->line;
	if (t == T_ERROR) {
		e = x->error;
		line = x->error_line;
	}
	while (!is_char(x, t, ';') && !is_char(x, t, 0))
		t = next(x, NULL);
	if (x->r->error)
		x->r->error(x->r->ctx, e, line, is_char(x, t, 0));
	return is_char(x, t, 0) ? t : next(x, NULL);
}

/* A value that begins with token T.  PREFS_OK, or what is wrong with the token *T. */
static enum prefs_error
value(struct lexer *x, enum token *t, struct prefs_statement *s)
{
	int64_t sign = 1;
	enum prefs_error missing = PREFS_WANT_VALUE;
	s->line = x->token_line;
	if (*t == T_TRUE || *t == T_FALSE) {
		s->type = PREFS_BOOL;
		s->num = *t == T_TRUE;
		return PREFS_OK;
	}
	if (*t == T_STRING) {
		s->type = PREFS_STRING;
		s->text = x->text;
		return PREFS_OK;
	}
	if (is_char(x, *t, '-') || is_char(x, *t, '+')) {
		sign = x->c == '-' ? -1 : 1;
		missing = x->c == '-' ? PREFS_WANT_INT_MINUS : PREFS_WANT_INT_PLUS;
		*t = next(x, NULL);
	}
	if (*t != T_INT)
		return missing;
	int64_t v = sign * (int64_t)x->num;
	if (v > INT32_MAX || v < INT32_MIN)
		return PREFS_INT_OVERFLOW;
	s->type = PREFS_INT;
	s->num = (int32_t)v;
	return PREFS_OK;
}

/* Attributes and the token behind them. */
static enum prefs_error
attributes(struct lexer *x, enum token *t, struct prefs_statement *s)
{
	bool any = false;
	*t = next(x, NULL);
	if (x->r->dialect != PREFS_DEFAULTS)
		return is_char(x, *t, ')') ? PREFS_OK : PREFS_WANT_CLOSE;
	for (; is_char(x, *t, ','); any = true, *t = next(x, NULL)) {
		*t = next(x, NULL);
		if (*t == T_STICKY)
			s->sticky = true;
		else if (*t == T_LOCKED)
			s->locked = true;
		else
			return PREFS_WANT_ATTR;
	}
	if (is_char(x, *t, ')'))
		return PREFS_OK;
	return any ? PREFS_WANT_COMMA_OR_CLOSE_ATTR : PREFS_WANT_COMMA_OR_CLOSE;
}

/* One statement that begins with *T; *T becomes the first token it did not understand. */
static enum prefs_error
statement(struct lexer *x, enum token *t)
{
	struct prefs_statement s = { .verb = PREFS_SET };
	size_t k = 0;
	while (k < sizeof verbs / sizeof *verbs && (verbs[k].dialect != x->r->dialect || verbs[k].token != *t))
		k++;
	if (k == sizeof verbs / sizeof *verbs)
		return x->r->dialect == PREFS_USER ? PREFS_WANT_USER_PREF : PREFS_WANT_PREF;
	s.verb = verbs[k].verb;
	s.sticky = verbs[k].sticky;

	*t = next(x, NULL);
	if (!is_char(x, *t, '('))
		return PREFS_WANT_OPEN_PAREN;
	*t = next(x, &x->name_buffer);
	if (*t != T_STRING)
		return PREFS_WANT_NAME;
	s.name = x->text;
	s.line = x->token_line;
	bool wanted = x->r->pref && (!x->r->wanted || x->r->wanted(x->r->ctx, s.name));

	enum prefs_error e;
	*t = next(x, NULL);
	if (s.verb == PREFS_CLEAR) {
		if (!is_char(x, *t, ')'))
			return PREFS_WANT_CLOSE;
	} else {
		if (!is_char(x, *t, ','))
			return PREFS_WANT_COMMA;
		*t = next(x, wanted ? &x->text_buffer : NULL);
		if ((e = value(x, t, &s)) != PREFS_OK || (e = attributes(x, t, &s)) != PREFS_OK)
			return e;
	}
	*t = next(x, NULL);
	if (!is_char(x, *t, ';'))
		return PREFS_WANT_SEMICOLON;
	if (wanted)
		x->r->pref(x->r->ctx, &s);
	return PREFS_OK;
}

size_t
prefs_read(const struct prefs_reader *reader, struct ma_str bytes)
{
	struct lexer x = { .r = reader, .p = (const unsigned char *)bytes.p, .n = bytes.n, .line = 1 };
	if (!reader->bom_is_error && bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		x.i = 3;
	enum token t = next(&x, NULL);
	while (!is_char(&x, t, 0)) {
		enum prefs_error e = statement(&x, &t);
		t = e == PREFS_OK ? next(&x, NULL) : recover(&x, t, e);
	}
	free(x.name_buffer.p);
	free(x.text_buffer.p);
	return x.i > x.n ? x.n : x.i - 1;
}
