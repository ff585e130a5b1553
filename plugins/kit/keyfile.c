/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An INI file is lines, ended by LF, CR or CR LF:
 *
 *	line = blank | comment | "[" section "]" | key "=" value
 *
 * Blanks (space, TAB) at the beginning of a line never count but for folded
 * values.  Letter case is kept, a key that comes again is handed over again,
 * quotes and escapes are left as they are: what they mean is the client's.
 * A byte order mark at the start is passed over.
 */
#include "kit/keyfile.h"

#include <stdlib.h>
#include <string.h>

struct reader {
	unsigned flags;
	void (*back)(void *, const struct keyfile_line *);
	void *ctx;
	struct keyfile_line at; /* the section in force, the line number */
	bool in_void;
	/* a key line that may be continued */
	bool pending;
	struct keyfile_line key;
	char *folded;
	size_t folded_n, folded_cap;
	bool broke;
};

static bool
blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct ma_str
trim(struct ma_str s)
{
	while (s.n && blank(s.p[0]))
		s.p++, s.n--;
	while (s.n && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool
comment_sign(unsigned flags, char c)
{
	return (c == '#' && (flags & KEYFILE_HASH)) || (c == ';' && (flags & KEYFILE_SEMICOLON));
}

static void
flush(struct reader *r)
{
	if (r->pending)
		r->back(r->ctx, &r->key);
	r->pending = false;
}

/* Text is added to the value of the pending key, behind a line feed. */
static void
fold(struct reader *r, struct ma_str more)
{
	size_t need = (r->key.value.p == r->folded && r->folded ? r->folded_n : r->key.value.n) + 1 + more.n;
	if (need > r->folded_cap) {
		char *p = realloc(r->folded, need * 2);
		if (!p) {
			r->broke = true;
			return;
		}
		if (r->key.value.p == r->folded)
			r->key.value.p = p;
		r->folded = p;
		r->folded_cap = need * 2;
	}
	if (r->key.value.p != r->folded) {
		memmove(r->folded, r->key.value.p, r->key.value.n);
		r->folded_n = r->key.value.n;
	}
	r->folded[r->folded_n++] = '\n';
	memcpy(r->folded + r->folded_n, more.p, more.n);
	r->folded_n += more.n;
	r->key.value = (struct ma_str){ r->folded, r->folded_n };
}

static void
section(struct reader *r, struct ma_str s)
{
	const char *close = memchr(s.p, ']', s.n);
	size_t n = close ? (size_t)(close - s.p) : s.n;
	struct ma_str tail = close ? trim((struct ma_str){ close + 1, s.n - n - 1 }) : (struct ma_str){ s.p, 0 };
	r->in_void = (r->flags & KEYFILE_VOID_SECTION) && (!close || tail.n);
	r->at.section = (struct ma_str){ s.p, n };
	r->at.number++;
	r->at.what = r->in_void ? KEYFILE_ODD : KEYFILE_SECTION;
	r->at.key = r->in_void ? r->at.section : (struct ma_str){ s.p, 0 };
	r->at.value = (struct ma_str){ s.p, 0 };
	r->back(r->ctx, &r->at);
}

static struct ma_str
without_tail(struct ma_str v, unsigned flags)
{
	for (size_t k = 1; k < v.n; k++)
		if (comment_sign(flags, v.p[k]) && blank(v.p[k - 1]))
			return (struct ma_str){ v.p, k };
	return v;
}

static void
key_line(struct reader *r, struct ma_str s)
{
	if (r->in_void || (!r->at.number && !(r->flags & KEYFILE_NO_SECTION)))
		return;
	size_t n = 0;
	while (n < s.n && s.p[n] != '=' && !((r->flags & KEYFILE_COLON) && s.p[n] == ':'))
		n++;
	r->key = r->at;
	r->key.what = n < s.n ? KEYFILE_KEY : KEYFILE_ODD;
	r->key.key = (struct ma_str){ s.p, n };
	r->key.value = n < s.n ? (struct ma_str){ s.p + n + 1, s.n - n - 1 } : (struct ma_str){ s.p, 0 };
	if (r->flags & KEYFILE_TRIM_KEY)
		r->key.key = trim(r->key.key);
	if (r->flags & KEYFILE_TAIL_COMMENT)
		r->key.value = without_tail(r->key.value, r->flags);
	if (r->flags & KEYFILE_TRIM_VALUE)
		r->key.value = trim(r->key.value);
	r->pending = true;
}

static void
one_line(struct reader *r, struct ma_str s)
{
	struct ma_str bare = s;
	while (bare.n && blank(bare.p[0]))
		bare.p++, bare.n--;
	bool indented = bare.p != s.p;
	if (bare.n && comment_sign(r->flags, bare.p[0]) && (!indented || (r->flags & KEYFILE_INDENTED_COMMENT)))
		return;
	if (indented && bare.n && r->pending && (r->flags & KEYFILE_FOLDED)) {
		fold(r, trim(bare));
		return;
	}
	flush(r);
	if (bare.n && bare.p[0] == '[')
		section(r, (struct ma_str){ bare.p + 1, bare.n - 1 });
	else if (bare.n)
		key_line(r, bare);
}

static size_t
put_utf8(char *to, uint32_t u)
{
	if (u < 0x80) {
		to[0] = (char)u;
		return 1;
	}
	if (u < 0x800) {
		to[0] = (char)(0xc0 | u >> 6);
		to[1] = (char)(0x80 | (u & 0x3f));
		return 2;
	}
	size_t more = u < 0x10000 ? 2 : 3;
	to[0] = (char)((more == 2 ? 0xe0 : 0xf0) | u >> (6 * more));
	for (size_t k = 1; k <= more; k++)
		to[k] = (char)(0x80 | (u >> (6 * (more - k)) & 0x3f));
	return more + 1;
}

/* malloc'd UTF-8 of UTF-16 bytes whose mark has been eaten. */
static char *
from_utf16(struct ma_str in, bool big, size_t *n)
{
	const unsigned char *p = (const unsigned char *)in.p;
	char *out = malloc(in.n / 2 * 3 + 4);
	*n = 0;
	for (size_t k = 0; out && k + 1 < in.n; k += 2) {
		uint32_t u = (uint32_t)(big ? p[k] << 8 | p[k + 1] : p[k + 1] << 8 | p[k]);
		if ((u & 0xfc00) == 0xd800 && k + 3 < in.n) {
			uint32_t low = (uint32_t)(big ? p[k + 2] << 8 | p[k + 3] : p[k + 3] << 8 | p[k + 2]);
			if ((low & 0xfc00) == 0xdc00) {
				u = 0x10000 + ((u & 0x3ff) << 10 | (low & 0x3ff));
				k += 2;
			}
		}
		if (u >= 0xd800 && u <= 0xdfff)
			u = 0xfffd;
		*n += put_utf8(out + *n, u);
	}
	return out;
}

static void
all_lines(struct reader *r, struct ma_str bytes)
{
	for (size_t from = 0; from < bytes.n;) {
		size_t to = from;
		while (to < bytes.n && bytes.p[to] != '\n' && bytes.p[to] != '\r')
			to++;
		r->at.line++;
		one_line(r, (struct ma_str){ bytes.p + from, to - from });
		from = to + 1;
		if (to + 1 < bytes.n && bytes.p[to] == '\r' && bytes.p[to + 1] == '\n')
			from++;
	}
	flush(r);
}

bool
keyfile_read(struct ma_str bytes, unsigned flags, void (*back)(void *, const struct keyfile_line *), void *ctx)
{
	struct reader r = { .flags = flags, .back = back, .ctx = ctx };
	char *converted = NULL;
	bool le = bytes.n >= 2 && memcmp(bytes.p, "\xff\xfe", 2) == 0;
	bool be = bytes.n >= 2 && memcmp(bytes.p, "\xfe\xff", 2) == 0;
	if (le || be) {
		if (!(flags & KEYFILE_UTF16))
			return false;
		size_t n;
		converted = from_utf16((struct ma_str){ bytes.p + 2, bytes.n - 2 }, be, &n);
		if (!converted)
			return false;
		bytes = (struct ma_str){ converted, n };
	} else if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0) {
		bytes = (struct ma_str){ bytes.p + 3, bytes.n - 3 };
	}
	const char *nul = bytes.n && (flags & KEYFILE_NUL_ENDS) ? memchr(bytes.p, 0, bytes.n) : NULL;
	if (nul)
		bytes.n = (size_t)(nul - bytes.p);
	all_lines(&r, bytes);
	free(r.folded);
	free(converted);
	return !r.broke;
}
