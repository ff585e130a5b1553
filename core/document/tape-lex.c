/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As Jansson reads: RFC 8259, strict; integers are 64 bits, fractions are
 * checked and forgotten, UTF-8 and surrogates must be right.  Where something
 * is wrong is what has been looked at by then, and that includes the byte that
 * ends a number or a word.
 */
#include "document/tape-lex.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { AT_END = -1, AT_TROUBLE = -2, ESCAPE_DIGITS = 4 };

/* The trouble is in what stands before P. */
static int __attribute__((format(printf, 3, 4)))
trouble(struct lex *lex, const char *p, const char *fmt, ...)
{
	va_list ap;
	if (*lex->trouble)
		return AT_TROUBLE;
	va_start(ap, fmt);
	vsnprintf(lex->trouble, sizeof lex->trouble, fmt, ap);
	va_end(ap);
	lex->p = p;
	return AT_TROUBLE;
}

bool
lex_fail(struct lex *lex, const char *what)
{
	trouble(lex, lex->p, "%s", lex->cut_off ? N_("is cut off here") : what);
	return false;
}

/* The byte at P, AT_END, or AT_TROUBLE when no letter begins there. */
static int
look(struct lex *lex, const char *p)
{
	if (p == lex->end)
		return AT_END;
	unsigned char c = (unsigned char)*p;
	if (c >= 0x80 && !str_utf8_length(p, (size_t)(lex->end - p)))
		return trouble(lex, p, "unable to decode byte 0x%x", c);
	return c;
}

/* ---- strings ---- */

static int
hex(int c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Steps over what stands behind a backslash; NULL when it is no escape. */
static const char *
step_escape(struct lex *lex, const char *p)
{
	int c = look(lex, p);
	size_t digits = c == 'u' ? ESCAPE_DIGITS : 0;
	bool is_escape = c > 0 && strchr("u\"\\/bfnrt", c);
	p += c >= 0;
	for (size_t i = 0; is_escape && i < digits; i++) {
		c = look(lex, p);
		is_escape = hex(c) >= 0;
		p += c >= 0;
	}
	if (is_escape)
		return p;
	trouble(lex, p, "invalid escape");
	return NULL;
}

/* Four digits. */
static uint32_t
code_unit(const char *p)
{
	uint32_t v = 0;
	for (size_t i = 0; i < ESCAPE_DIGITS; i++)
		v = v << 4 | (uint32_t)hex((unsigned char)p[i]);
	return v;
}

static bool
is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit <= 0xdbff;
}

static bool
is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit <= 0xdfff;
}

static char *
put_utf8(char *q, uint32_t c)
{
	static const unsigned char first[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		q[i] = (char)(0x80 | (c & 0x3f));
	q[0] = (char)(first[n] | c);
	return q + n;
}

/* The code point of an escape "uXXXX", or of two that are one; *P behind it.  False when they are none. */
static bool
decode_unicode(struct lex *lex, const char **p, const char *end, uint32_t *out)
{
	const char *next = *p + 1 + ESCAPE_DIGITS;
	uint32_t unit = code_unit(*p + 1);
	*p = next;
	*out = unit;
	if (!is_high(unit) && !is_low(unit))
		return true;
	/* What stands behind it may end the string, but not in the middle of an escape. */
	if (is_low(unit) || end - next < 2 || next[0] != '\\' || next[1] != 'u') {
		trouble(lex, lex->p, "invalid Unicode '\\u%04X'", unit);
		return false;
	}
	uint32_t low = code_unit(next + 2);
	*p = next + 2 + ESCAPE_DIGITS;
	*out = ((unit - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
	if (is_low(low))
		return true;
	trouble(lex, lex->p, "invalid Unicode '\\u%04X\\u%04X'", unit, low);
	return false;
}

/* Puts a copy of the text without its escapes in its place; these are whole. */
static bool
decode(struct lex *lex)
{
	static const char letters[] = "bfnrt", controls[] = "\b\f\n\r\t";
	const char *p = lex->text.p, *end = p + lex->text.n;
	char *start = arena_alloc(lex->decoded, lex->text.n), *q = start;
	while (p < end) {
		if (*p != '\\') {
			*q++ = *p++;
			continue;
		}
		const char *letter = strchr(letters, *++p);
		uint32_t c;
		if (*p != 'u') {
			*q++ = letter ? controls[letter - letters] : *p;
			p++;
			continue;
		}
		if (!decode_unicode(lex, &p, end, &c))
			return false;
		lex->has_nul |= !c;
		q = put_utf8(q, c);
	}
	lex->text = (struct str_span){ start, (size_t)(q - start) };
	return true;
}

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

/* P, or a later byte before which all are plain: no quote, no backslash, no control, ASCII.  Eight at a time. */
static const char *
skip_plain(const char *p, const char *end)
{
	while (end - p >= 8) {
		uint64_t v, quote, slash;
		memcpy(&v, p, sizeof v);
		quote = v ^ ONES * '"';
		slash = v ^ ONES * '\\';
		/* A byte less than another borrows its top bit. */
		if ((((v - ONES * 0x20) | (quote - ONES) | (slash - ONES) | v) & TOPS) != 0)
			break;
		p += sizeof v;
	}
	while (p < end && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80 && *p != '"' && *p != '\\')
		p++;
	return p;
}

/* P stands behind the quote. */
static int
string(struct lex *lex)
{
	const char *p = lex->p;
	bool escaped = false;
	lex->has_nul = false;
	for (;;) {
		p = skip_plain(p, lex->end);
		int c = look(lex, p);
		if (c == '"')
			break;
		if (c == AT_END)
			trouble(lex, p, "%s", N_("is cut off here"));
		else if (c >= 0 && c < 0x20)
			trouble(lex, p, c == '\n' ? "unexpected newline" : "control character 0x%x", c);
		if (c < 0x20)
			return TOKEN_INVALID;
		escaped |= c == '\\';
		p = c == '\\' ? step_escape(lex, p + 1) : p + str_utf8_length(p, (size_t)(lex->end - p));
		if (!p)
			return TOKEN_INVALID;
	}
	lex->text = (struct str_span){ lex->p, (size_t)(p - lex->p) };
	lex->p = p + 1;
	return !escaped || decode(lex) ? TOKEN_STRING : TOKEN_INVALID;
}

/* ---- numbers and words ---- */

/* The byte that ends what was read up to P has been looked at, too. */
static int
end_at(struct lex *lex, const char *p, int token)
{
	if (look(lex, p) == AT_TROUBLE)
		return TOKEN_INVALID;
	lex->p = p;
	return token;
}

static const char *
skip_digits(const char *p, const char *end)
{
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p;
}

static int
integer(struct lex *lex, const char *digits, const char *end, bool negative)
{
	uint64_t v = 0, most = (uint64_t)INT64_MAX + negative;
	for (const char *p = digits; p < end; p++) {
		unsigned digit = (unsigned)(*p - '0');
		if (v > (most - digit) / 10) {
			int invalid = end_at(lex, end, TOKEN_INVALID);
			trouble(lex, end, negative ? "too big negative integer" : "too big integer");
			return invalid;
		}
		v = v * 10 + digit;
	}
	lex->num = negative ? (int64_t)(0 - v) : (int64_t)v;
	return end_at(lex, end, TOKEN_INTEGER);
}

/* Is the number that ends at END too large for a fraction? */
static bool
overflows(const char *start, const char *end)
{
	struct arena arena = { 0 };
	errno = 0;
	double value = strtod(arena_copy(&arena, start, (size_t)(end - start)), NULL);
	bool too_large = errno == ERANGE && (value == HUGE_VAL || value == -HUGE_VAL);
	arena_fini(&arena);
	return too_large;
}

/* START is its first byte, P stands behind the digits before the point. */
static int
real(struct lex *lex, const char *start, const char *p)
{
	if (*p == '.') {
		const char *digits = p + 1;
		p = skip_digits(digits, lex->end);
		if (p == digits)
			return end_at(lex, p, TOKEN_INVALID);
	}
	if (p < lex->end && (*p == 'e' || *p == 'E')) {
		p++;
		p += p < lex->end && (*p == '+' || *p == '-');
		const char *digits = p;
		p = skip_digits(p, lex->end);
		if (p == digits)
			return end_at(lex, p, TOKEN_INVALID);
	}
	if (end_at(lex, p, TOKEN_REAL) == TOKEN_REAL && overflows(start, p))
		trouble(lex, p, "real number overflow");
	return *lex->trouble ? TOKEN_INVALID : TOKEN_REAL;
}

/* P stands on its first byte. */
static int
number(struct lex *lex)
{
	const char *start = lex->p, *digits = start + (*start == '-'), *end = skip_digits(digits, lex->end);
	if (end == digits)
		return end_at(lex, digits, TOKEN_INVALID);
	if (*digits == '0' && end > digits + 1)
		return end_at(lex, digits + 1, TOKEN_INVALID);
	if (end < lex->end && (*end == '.' || *end == 'e' || *end == 'E'))
		return real(lex, start, end);
	return integer(lex, digits, end, *start == '-');
}

static bool
is_letter(char c)
{
	return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
}

static int
word(struct lex *lex)
{
	static const struct {
		const char *word;
		int token;
	} words[] = { { "true", TOKEN_TRUE }, { "false", TOKEN_FALSE }, { "null", TOKEN_NULL } };
	const char *start = lex->p, *p = start;
	while (p < lex->end && is_letter(*p))
		p++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((size_t)(p - start) == strlen(words[i].word) && memcmp(start, words[i].word, (size_t)(p - start)) == 0)
			return end_at(lex, p, words[i].token);
	return end_at(lex, p, TOKEN_INVALID);
}

int
lex_next(struct lex *lex)
{
	while (lex->p < lex->end && (*lex->p == ' ' || *lex->p == '\n' || *lex->p == '\t' || *lex->p == '\r'))
		lex->p++;
	int c = lex->p < lex->end ? (unsigned char)*lex->p : AT_END;
	switch (c) {
	case '"':
		lex->p++;
		return string(lex);
	case '{':
	case '}':
	case '[':
	case ']':
	case ':':
	case ',':
		lex->p++;
		return c;
	default:
		break;
	}
	lex->cut_off = c <= 0;
	if (c == AT_END)
		return TOKEN_END;
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(lex);
	if (is_letter((char)c))
		return word(lex);
	if (look(lex, lex->p) != AT_TROUBLE)
		lex->p++;
	return TOKEN_INVALID;
}
