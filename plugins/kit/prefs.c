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

#include "kit/prefslexer.h"

/* Which word begins what, in each dialect. */
static const struct {
	enum prefs_dialect dialect;
	enum prefslexer_token token;
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

static inline bool
is_char(const struct prefslexer *x, enum prefslexer_token t, unsigned char c)
{
	return t == T_CHAR && x->c == c;
}

/* Passes over everything up to the next ';'; returns the token behind it.  E
 * counts unless the token itself is in error. */
static enum prefslexer_token
recover(struct prefslexer *x, enum prefslexer_token t, enum prefs_error e)
{
	uint32_t line = x->line;
	if (t == T_ERROR) {
		e = x->error;
		line = x->error_line;
	}
	while (!is_char(x, t, ';') && !is_char(x, t, 0))
		t = prefslexer_next(x, NULL);
	if (x->r->error)
		x->r->error(x->r->ctx, e, line, is_char(x, t, 0));
	return is_char(x, t, 0) ? t : prefslexer_next(x, NULL);
}

/* A value that begins with token T.  PREFS_OK, or what is wrong with the token *T. */
static enum prefs_error
value(struct prefslexer *x, enum prefslexer_token *t, struct prefs_statement *s)
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
		*t = prefslexer_next(x, NULL);
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
attributes(struct prefslexer *x, enum prefslexer_token *t, struct prefs_statement *s)
{
	bool any = false;
	*t = prefslexer_next(x, NULL);
	if (x->r->dialect != PREFS_DEFAULTS)
		return is_char(x, *t, ')') ? PREFS_OK : PREFS_WANT_CLOSE;
	for (; is_char(x, *t, ','); any = true, *t = prefslexer_next(x, NULL)) {
		*t = prefslexer_next(x, NULL);
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
statement(struct prefslexer *x, enum prefslexer_token *t)
{
	struct prefs_statement s = { .verb = PREFS_SET };
	size_t k = 0;
	while (k < sizeof verbs / sizeof *verbs && (verbs[k].dialect != x->r->dialect || verbs[k].token != *t))
		k++;
	if (k == sizeof verbs / sizeof *verbs)
		return x->r->dialect == PREFS_USER ? PREFS_WANT_USER_PREF : PREFS_WANT_PREF;
	s.verb = verbs[k].verb;
	s.sticky = verbs[k].sticky;

	*t = prefslexer_next(x, NULL);
	if (!is_char(x, *t, '('))
		return PREFS_WANT_OPEN_PAREN;
	*t = prefslexer_next(x, &x->name_buffer);
	if (*t != T_STRING)
		return PREFS_WANT_NAME;
	s.name = x->text;
	s.line = x->token_line;
	bool wanted = x->r->pref && (!x->r->wanted || x->r->wanted(x->r->ctx, s.name));

	enum prefs_error e;
	*t = prefslexer_next(x, NULL);
	if (s.verb == PREFS_CLEAR) {
		if (!is_char(x, *t, ')'))
			return PREFS_WANT_CLOSE;
	} else {
		if (!is_char(x, *t, ','))
			return PREFS_WANT_COMMA;
		*t = prefslexer_next(x, wanted ? &x->text_buffer : NULL);
		if ((e = value(x, t, &s)) != PREFS_OK || (e = attributes(x, t, &s)) != PREFS_OK)
			return e;
	}
	*t = prefslexer_next(x, NULL);
	if (!is_char(x, *t, ';'))
		return PREFS_WANT_SEMICOLON;
	if (wanted)
		x->r->pref(x->r->ctx, &s);
	return PREFS_OK;
}

size_t
prefs_read(const struct prefs_reader *reader, struct ma_str bytes)
{
	struct prefslexer x = { .r = reader, .p = (const unsigned char *)bytes.p, .n = bytes.n, .line = 1 };
	if (!reader->bom_is_error && bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		x.i = 3;
	enum prefslexer_token t = prefslexer_next(&x, NULL);
	while (!is_char(&x, t, 0)) {
		enum prefs_error e = statement(&x, &t);
		t = e == PREFS_OK ? prefslexer_next(&x, NULL) : recover(&x, t, e);
	}
	free(x.name_buffer.p);
	free(x.text_buffer.p);
	return x.i > x.n ? x.n : x.i - 1;
}
