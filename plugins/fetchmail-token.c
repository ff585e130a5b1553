/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A .fetchmailrc is words; blanks, line ends and ";", ":", "," stand between
 * them and mean nothing.
 *
 *	string  = '"' not '"'* '"' | "'" not "'"* "'"		may go over lines
 *	word    = (anything but "=;:," blank and line end)+
 *	comment = "#" to the end of the line, where a word could begin; not
 *	          without a line end
 *
 * Of what could begin here the longest counts: '"a"b' is a word with quotes in
 * it.  After "user", "pass", "is", "to" and "=" a word is a name, whatever it
 * reads like, and after "auth" the word "password" is one.  All of it is so in
 * fetchmail's lexer; every case of tests/data/fetchmail was asked of it.
 */
#include "fetchmail-token.h"

#include <string.h>

#include "kit/say.h"

static bool
ends_word(char c)
{
	return strchr("=;:, \t\r\n", c) && c;
}

static size_t
word_length(struct ma_str s)
{
	size_t n = 0;
	while (n < s.n && !ends_word(s.p[n]))
		n++;
	return n;
}

/* With both quotes; 0: no string begins here. */
static size_t
string_length(struct ma_str s)
{
	if (!s.n || (*s.p != '"' && *s.p != '\''))
		return 0;
	const char *end = memchr(s.p + 1, *s.p, s.n - 1);
	return end ? (size_t)(end - s.p) + 1 : 0;
}

/* With its line end; 0: no comment begins here. */
static size_t
comment_length(struct tokens *t)
{
	struct ma_str s = t->rest;
	if (!s.n || *s.p != '#' || t->last_line)
		return 0;
	const char *end = memchr(s.p, '\n', s.n);
	t->last_line = !end;
	return end ? (size_t)(end - s.p) + 1 : 0;
}

static void
pass(struct tokens *t, size_t n)
{
	for (size_t k = 0; k < n; k++)
		t->line += t->rest.p[k] == '\n';
	t->rest = (struct ma_str){ t->rest.p + n, t->rest.n - n };
}

static void
pass_blanks(struct tokens *t)
{
	for (;;) {
		struct ma_str s = t->rest;
		size_t comment = comment_length(t);
		if (comment)
			pass(t, comment);
		else if (s.n > 1 && s.p[0] == '\\' && s.p[1] == '\n')
			pass(t, 2);
		else if (s.n && *s.p != '=' && ends_word(*s.p))
			pass(t, 1);
		else
			return;
	}
}

/* Behind these words stands a name. */
static bool
names_follow(struct ma_str word)
{
	static const char *const words[] = { "user", "username", "pass", "password", "is", "to" };
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		if (span_is(word, words[k]))
			return true;
	return false;
}

static bool
auth_follows(struct ma_str word)
{
	return span_is(word, "auth") || span_is(word, "authenticate") || span_is(word, "preauth") || span_is(word, "preauthenticate");
}

static bool
is_number(struct ma_str s)
{
	size_t sign = s.n && *s.p == '-';
	return span_number((struct ma_str){ s.p + sign, s.n - sign }) >= 0;
}

void
tokens_init(struct tokens *t, struct ma_str bytes)
{
	*t = (struct tokens){ .rest = bytes, .line = 1 };
}

static struct token
read_token(struct tokens *t)
{
	pass_blanks(t);
	struct ma_str s = t->rest;
	struct token token = { .line = t->line };
	size_t string = string_length(s), word = word_length(s);
	if (!s.n)
		return token;
	if (string && string >= word) {
		token.kind = TOKEN_STRING;
		token.text = (struct ma_str){ s.p + 1, string - 2 };
		t->where = TOKEN_ANYWHERE;
		pass(t, string);
		return token;
	}
	if (*s.p == '=') {
		token.kind = TOKEN_MAP;
		t->where = TOKEN_BEHIND_NAME;
		pass(t, 1);
		return token;
	}
	token.text = (struct ma_str){ s.p, word };
	if (word == 1 && *s.p == '*') {
		token.kind = TOKEN_STAR;
		t->where = TOKEN_ANYWHERE;
	} else if (t->where == TOKEN_BEHIND_NAME) {
		token.kind = TOKEN_STRING;
		t->where = TOKEN_ANYWHERE;
	} else if (is_number(token.text)) {
		token.kind = TOKEN_NUMBER;
	} else {
		token.kind = TOKEN_WORD;
		bool password = t->where == TOKEN_BEHIND_AUTH && span_is(token.text, "password");
		if (names_follow(token.text) && !password)
			t->where = TOKEN_BEHIND_NAME;
		else
			t->where = auth_follows(token.text) ? TOKEN_BEHIND_AUTH : TOKEN_ANYWHERE;
	}
	pass(t, word);
	return token;
}

const struct token *
token_peek(struct tokens *t)
{
	if (!t->ahead)
		t->next = read_token(t);
	t->ahead = true;
	return &t->next;
}

struct token
token_take(struct tokens *t)
{
	token_peek(t);
	t->ahead = false;
	return t->next;
}

/* What the digits at *P stand for: at most MOST of DIGITS in BASE. */
static int
digits(const char **p, const char *end, size_t most, int base)
{
	static const char all[] = "0123456789abcdef";
	int n = 0;
	for (; *p < end && most; (*p)++, most--) {
		char c = **p >= 'A' && **p <= 'F' ? (char)(**p | 0x20) : **p;
		const char *at = c ? memchr(all, c, (size_t)base) : NULL;
		if (!at)
			break;
		n = n * base + (int)(at - all);
	}
	return n;
}

struct ma_str
token_plain(struct ma_str text, char **to)
{
	char *out = *to;
	const char *p = text.p, *end = text.p + text.n;
	while (p < end) {
		if (*p != '\\') {
			*out++ = *p++;
			continue;
		}
		if (++p == end)
			break;
		if (*p == 'x' || *p == 'X') {
			p++;
			*out++ = (char)digits(&p, end, 2, 16);
		} else if (*p >= '0' && *p <= '9') {
			*out++ = (char)digits(&p, end, 3, *p == '0' ? 8 : 10);
		} else if (*p == '\n') {
			p++;
		} else {
			static const char from[] = "ntbr", into[] = "\n\t\b\r";
			const char *at = memchr(from, *p, sizeof from - 1);
			*out++ = at ? into[at - from] : *p;
			p++;
		}
	}
	struct ma_str plain = { *to, (size_t)(out - *to) };
	*to = out;
	return plain;
}
