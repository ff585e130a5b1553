/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/str.h"

#include <string.h>

char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

int
str_order(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	while (*a && ascii_lower(*a) == ascii_lower(*b))
		a++, b++;
	return (unsigned char)ascii_lower(*a) - (unsigned char)ascii_lower(*b);
}

int
str_cmp(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

bool
str_same(const char *a, const char *b)
{
	return a && b && str_order(a, b) == 0;
}

char *
str_fold(struct arena *arena, const char *s)
{
	char *copy = arena_strdup(arena, s);
	for (char *p = copy; p && *p; p++)
		*p = ascii_lower(*p);
	return copy;
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
str_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), k = strlen(suffix);
	return n >= k && memcmp(s + n - k, suffix, k) == 0;
}

bool
str_word(const char *words, const char *s, size_t n, int *index)
{
	int i = 0;
	for (const char *w = words; *w; i++) {
		size_t k = strcspn(w, " ");
		if (k == n && memcmp(w, s, n) == 0) {
			*index = i;
			return true;
		}
		w += k;
		w += strspn(w, " ");
	}
	return false;
}

char *
str_nth_word(struct arena *arena, const char *words, int index)
{
	for (const char *w = words; *w;) {
		size_t k = strcspn(w, " ");
		if (index-- == 0)
			return arena_copy(arena, w, k);
		w += k;
		w += strspn(w, " ");
	}
	return NULL;
}

bool
str_glob_n(struct str_span pattern, struct str_span text, bool fold)
{
	const char *p = pattern.p, *p_end = p + pattern.n, *t = text.p, *t_end = t + text.n;
	const char *star = NULL, *resume = NULL;
	while (t < t_end) {
		if (p < p_end && *p == '*') {
			star = ++p;
			resume = t;
		} else if (p < p_end && (*p == '?' || *p == *t || (fold && ascii_lower(*p) == ascii_lower(*t)))) {
			p++;
			t++;
		} else if (star) {
			p = star;
			t = ++resume;
		} else {
			return false;
		}
	}
	while (p < p_end && *p == '*')
		p++;
	return p == p_end;
}

bool
str_glob(const char *pattern, const char *text, bool fold)
{
	return str_glob_n((struct str_span){ pattern, strlen(pattern) }, (struct str_span){ text, strlen(text) }, fold);
}

bool
str_number(const char *s, int64_t *out)
{
	bool negative = *s == '-';
	uint64_t v = 0;
	if (*s == '-' || *s == '+')
		s++;
	if (!*s)
		return false;
	for (; *s; s++) {
		if (*s < '0' || *s > '9' || v > (uint64_t)INT64_MAX / 10)
			return false;
		v = v * 10 + (uint64_t)(*s - '0');
		if (v > (uint64_t)INT64_MAX)
			return false;
	}
	*out = negative ? -(int64_t)v : (int64_t)v;
	return true;
}

size_t
str_utf8_length(const char *bytes, size_t n)
{
	const unsigned char *p = (const unsigned char *)bytes;
	unsigned char c = p[0];
	if (c == 0)
		return 0;
	if (c < 0x80)
		return 1;
	size_t k = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || n < k)
		return 0;
	for (size_t i = 1; i < k; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((c == 0xe0 && p[1] < 0xa0) || (c == 0xed && p[1] > 0x9f) || (c == 0xf0 && p[1] < 0x90) ||
	    (c == 0xf4 && p[1] > 0x8f))
		return 0;
	return k;
}

bool
str_is_utf8(const void *bytes, size_t n)
{
	const char *p = bytes;
	for (size_t i = 0, k; i < n; i += k)
		if (!(k = str_utf8_length(p + i, n - i)))
			return false;
	return true;
}

char *
str_utf8(struct arena *arena, const void *bytes, size_t n)
{
	if (str_is_utf8(bytes, n))
		return arena_copy(arena, bytes, n);
	const char *p = bytes;
	char *copy = arena_alloc(arena, n * 3 + 1), *q = copy;
	for (size_t i = 0; i < n;) {
		size_t k = str_utf8_length(p + i, n - i);
		memcpy(q, k ? p + i : "\xef\xbf\xbd", k ? k : 3);
		q += k ? k : 3;
		i += k ? k : 1;
	}
	return copy;
}

uint32_t
str_next(const char *s, size_t *n)
{
	const unsigned char *p = (const unsigned char *)s;
	*n = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2;
	if (*n == 1)
		return p[0];
	uint32_t c = p[0] & (0xffu >> (*n + 1));
	for (size_t i = 1; i < *n; i++)
		c = c << 6 | (p[i] & 0x3f);
	return c;
}

uint64_t
str_hash(uint64_t seed, const char *s)
{
	for (; s && *s; s++)
		seed = (seed ^ (unsigned char)*s) * STR_HASH_PRIME;
	/* A separator, so that "ab","c" and "a","bc" differ. */
	return (seed ^ 0xff) * STR_HASH_PRIME;
}

size_t
str_put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}
