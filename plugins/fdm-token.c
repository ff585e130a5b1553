/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	word    = letters, digits, "-" and "_"; of digits alone: a number
 *	string  = '"' (letter | "\" letter)* '"' | "'" letter* "'"	over lines, too
 *	macro   = ("$" | "%") (name | "{" name "}")
 *	command = ("$" | "%") "(" ... ")"		quotes in it are kept together
 *	comment = "#" to the end of the line
 *
 * As lex.c of fdm 1.9 has it.  A number ends where its digits do: "10M" are two.
 */
#include "fdm-token.h"

#include <string.h>

#include "kit/say.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_name(char c)
{
	return is_alnum(c) || c == '-' || c == '_';
}

/* Takes N bytes off. */
static struct ma_str
take(struct fdm_lexer *l, size_t n)
{
	struct ma_str taken = { l->rest.p, n };
	for (size_t k = 0; k < n; k++)
		l->line += l->rest.p[k] == '\n';
	l->rest = (struct ma_str){ l->rest.p + n, l->rest.n - n };
	return taken;
}

static size_t
name_length(struct ma_str s, size_t from)
{
	size_t k = from;
	while (k < s.n && is_name(s.p[k]))
		k++;
	return k - from;
}

/* The bytes of the string that begins at FROM with a quote, with both quotes; 0: it does not end. */
static size_t
string_length(struct ma_str s, size_t from)
{
	for (size_t k = from + 1; k < s.n; k++) {
		if (s.p[k] == '\\' && s.p[from] == '"')
			k++;
		else if (s.p[k] == s.p[from])
			return k + 1 - from;
	}
	return 0;
}

/* The bytes of "$(...)"; 0: it does not end. */
static size_t
command_length(struct ma_str s)
{
	size_t nesting = 0;
	for (size_t k = 2; k < s.n; k++) {
		size_t n = s.p[k] == '"' || s.p[k] == '\'' ? string_length(s, k) : 1;
		if (!n)
			return 0;
		if (s.p[k] == '(')
			nesting++;
		else if (s.p[k] == ')' && nesting-- == 0)
			return k + 1;
		k += n - 1;
	}
	return 0;
}

static struct fdm_token
bad(struct fdm_lexer *l)
{
	struct fdm_token t = { .kind = FDM_BAD, .text = MA_STR(""), .line = l->line };
	l->bad_line = l->line;
	take(l, l->rest.n);
	return t;
}

/* What begins with '$' or '%'. */
static struct fdm_token
macro(struct fdm_lexer *l)
{
	struct fdm_token t = { FDM_MACRO, MA_STR(""), *l->rest.p, l->line };
	char next = l->rest.n > 1 ? l->rest.p[1] : 0;
	bool braces = next == '{';
	size_t n = name_length(l->rest, braces ? 2 : 1);
	if (next == '(') {
		n = command_length(l->rest);
		t.kind = FDM_COMMAND;
		if (n)
			take(l, n);
		return n ? t : bad(l);
	}
	if (!n || (braces && (2 + n >= l->rest.n || l->rest.p[2 + n] != '}')))
		return bad(l);
	t.text = braces ? (struct ma_str){ l->rest.p + 2, n } : (struct ma_str){ l->rest.p + 1, n };
	take(l, n + (braces ? 3 : 1));
	return t;
}

struct fdm_token
fdm_next(struct fdm_lexer *l)
{
	for (;;) {
		while (l->rest.n && (*l->rest.p == ' ' || *l->rest.p == '\t' || *l->rest.p == '\n'))
			take(l, 1);
		if (!l->rest.n || *l->rest.p != '#')
			break;
		const char *end = memchr(l->rest.p, '\n', l->rest.n);
		take(l, end ? (size_t)(end - l->rest.p) : l->rest.n);
	}
	struct fdm_token t = { .kind = FDM_END, .text = MA_STR(""), .line = l->line };
	if (!l->rest.n)
		return t;
	char c = *l->rest.p;
	if (c == '"' || c == '\'') {
		size_t n = string_length(l->rest, 0);
		if (!n)
			return bad(l);
		t.kind = c == '"' ? FDM_STRING : FDM_RAW;
		t.text = take(l, n);
		t.text = (struct ma_str){ t.text.p + 1, t.text.n - 2 };
	} else if (c == '$' || c == '%') {
		t = macro(l);
	} else if (is_digit(c)) {
		size_t n = 0;
		while (n < l->rest.n && is_digit(l->rest.p[n]))
			n++;
		t.kind = FDM_NUMBER;
		t.text = take(l, n);
	} else if (is_name(c)) {
		t.kind = FDM_WORD;
		t.text = take(l, name_length(l->rest, 0));
	} else if (strchr("=!~+(),<>{}*", c) && c) {
		t.kind = FDM_SIGN;
		t.text = take(l, 1);
	} else {
		t = bad(l);
	}
	return t;
}

struct fdm_token
fdm_peek(const struct fdm_lexer *l)
{
	struct fdm_lexer copy = *l;
	return fdm_next(&copy);
}

bool
fdm_is_word(const struct fdm_token *t, const char *word)
{
	return t->kind == FDM_WORD && span_is(t->text, word);
}

bool
fdm_is_sign(const struct fdm_token *t, char sign)
{
	return t->kind == FDM_SIGN && *t->text.p == sign;
}
