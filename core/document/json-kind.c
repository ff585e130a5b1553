/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a document is, without parsing it: the top level's keys are looked
 * through for "format", everything below is stepped over.  Linear, no memory,
 * no recursion; what is no JSON is told by its first letters.
 */
#include <string.h>

#include "document/json.h"

struct span {
	const char *p, *end;
};

static int
peek(struct span *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\t' || *s->p == '\r'))
		s->p++;
	return s->p < s->end ? (unsigned char)*s->p : -1;
}

/* Steps over a string and gives its bytes as they stand; false when it is cut off or none. */
static bool
step_string(struct span *s, struct ma_str *out)
{
	if (peek(s) != '"')
		return false;
	const char *start = ++s->p;
	for (; s->p < s->end && *s->p != '"'; s->p++)
		if (*s->p == '\\')
			s->p++;
	if (s->p >= s->end) {
		s->p = s->end;
		return false;
	}
	*out = (struct ma_str){ start, (size_t)(s->p++ - start) };
	return true;
}

/* Steps over any value; false when it is cut off. */
static bool
step_value(struct span *s)
{
	struct ma_str ignored;
	size_t depth = 0;
	for (int c; (c = peek(s)) >= 0;) {
		if (c == '"') {
			if (!step_string(s, &ignored))
				return false;
		} else if (c == '{' || c == '[') {
			depth++;
			s->p++;
			continue;
		} else if (c == '}' || c == ']') {
			if (!depth)
				return true;
			depth--;
			s->p++;
		} else if (c == ',' || c == ':') {
			if (!depth)
				return true;
			s->p++;
			continue;
		} else {
			do
				s->p++;
			while (s->p < s->end && !strchr(" \n\t\r,:]}[{\"", *s->p));
		}
		if (!depth)
			return true;
	}
	return false;
}

static bool
is(struct ma_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

static const struct {
	const char *format;
	const char *first_key; /* tells a document that ends before "format" */
	enum document_kind kind;
} kinds[] = {
	{ FORMAT_SCAN, "accounts", DOCUMENT_SCAN },
	{ FORMAT_REPORT, "coverage", DOCUMENT_REPORT },
	{ FORMAT_POLICY, NULL, DOCUMENT_POLICY },
};

/* The kind of the object at S; S is then somewhere in it. */
static enum document_kind
object_kind(struct span *s)
{
	struct ma_str key, value, first = { "", 0 };
	enum { N = sizeof kinds / sizeof *kinds };

	s->p++;
	while (step_string(s, &key)) {
		if (!first.n)
			first = key;
		if (peek(s) != ':')
			break;
		s->p++;
		if (is(key, "format")) {
			if (!step_string(s, &value))
				break;
			for (size_t i = 0; i < N; i++)
				if (is(value, kinds[i].format))
					return kinds[i].kind;
			return DOCUMENT_OTHER;
		}
		if (!step_value(s))
			break;
		if (peek(s) != ',')
			break;
		s->p++;
	}
	/* A copy that was cut off must be told from somebody else's file: it is read, and complained of. */
	for (size_t i = 0; i < N && peek(s) < 0; i++)
		if (kinds[i].first_key && is(first, kinds[i].first_key))
			return kinds[i].kind;
	return DOCUMENT_OTHER;
}

enum document_kind
document_kind(const char *bytes, size_t n)
{
	struct span s = { bytes, bytes + n };
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
		s.p += 3;
	bool array = peek(&s) == '[';
	if (array)
		s.p++;
	if (peek(&s) != '{')
		return DOCUMENT_OTHER;
	struct span whole = s;
	enum document_kind kind = object_kind(&s);
	if (array)
		return kind == DOCUMENT_SCAN ? DOCUMENT_SCANS : DOCUMENT_OTHER;
	if (kind == DOCUMENT_SCAN && step_value(&whole) && peek(&whole) == '{')
		return DOCUMENT_SCANS;
	return kind;
}
