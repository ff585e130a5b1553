/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The export as met:
 *
 *	export	header { line }
 *	header	"Windows Registry Editor Version 5.00" | "REGEDIT4"
 *	line	blanks "[" ["-"] key "]" anything | value | ";" comment | anything
 *
 * A key ends at the last "]" of its line and escapes nothing.  Lines end with
 * CR LF, LF or CR.  A quoted string may hold raw line ends and in it lines
 * that look like keys; it does if its closing quote is the last of a line.  A
 * string whose next quote stands elsewhere was never closed, and the key
 * lines after it are keys.
 *
 * Outside the wanted keys only '[' is looked for and line ends are counted.
 * Limits: a key line of up to 64 KiB; a string that holds look-alikes of
 * wanted keys is recognised up to 128 KiB behind its beginning.
 */
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/registry.h"

enum {
	PIECE = 256 * 1024, /* fits the processor's cache together with the rest */
	SLACK = 64 * 1024, /* room for an unfinished line before a piece */
	BACK_UNITS = 128 * 1024,
	AHEAD_UNITS = 1024 * 1024,
	WINDOW = 8192,
	PAD = 128, /* a needle; as much is readable behind a piece */
	N_ROOTS = 6,
};

/* How the file is written. */
struct form {
	bool known;
	bool wide, swapped; /* UTF-16; its bytes are big-endian */
	bool regedit4;
	size_t start; /* bytes of a byte order mark */
};

/* The units of a text before its first '*' as they stand in the file, each
 * with the bit set that tells capitals apart: a sieve, for more than equal
 * texts pass it. */
struct needle {
	size_t n; /* bytes */
	uint8_t bytes[PAD];
};

struct reader {
	int fd;
	uint64_t end; /* offset behind the last whole unit */
	struct form form;
	size_t unit; /* bytes */
	bool cr_only;
	const char *const *keys;
	size_t n_keys, max_bytes;
	struct needle *needles; /* of the keys and the common one; n_keys + 2 */
	struct needle root_needles[N_ROOTS];

	/* The piece at hand. */
	const uint8_t *p;
	size_t n;
	uint64_t at; /* its offset in the file */
	bool mid_line; /* it does not begin at the beginning of a line */
	size_t counted; /* line ends before this are in lines */
	uint64_t lines;

	bool inside; /* of a wanted key */
	size_t from; /* first byte not yet copied then */
	uint64_t known; /* here no string is open */
	uint64_t quote_from, quote; /* the first quote at or behind quote_from */
	uint32_t high; /* first half of a surrogate pair */

	uint64_t window_at;
	size_t window_n;
	uint8_t window[WINDOW];

	struct registry_text *out;
	size_t cap;
	uint32_t out_lines;
	bool failed;
	int error;
};

/* ---- bytes and units ---- */

static size_t
read_at(struct reader *r, uint64_t off, uint8_t *to, size_t n)
{
	size_t got = 0;
	if (off >= r->end)
		return 0;
	if (n > r->end - off)
		n = (size_t)(r->end - off);
	while (got < n) {
		ssize_t k = pread(r->fd, to + got, n - got, (off_t)(off + got));
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0) {
			r->failed = true;
			r->error = errno;
		}
		if (k <= 0) {
			r->end = off + got - (off + got - r->form.start) % r->unit; /* it has shrunk */
			got -= got % r->unit;
			break;
		}
		got += (size_t)k;
	}
	for (size_t i = 0; r->form.swapped && i + 1 < got; i += 2) {
		uint8_t swap = to[i];
		to[i] = to[i + 1];
		to[i + 1] = swap;
	}
	return got;
}

static inline uint32_t
unit(const struct reader *r, const uint8_t *p)
{
	return r->unit == 2 ? (uint32_t)(p[0] | p[1] << 8) : p[0];
}

/* The unit at an offset of the file; 0 behind the end. */
static uint32_t
peek(struct reader *r, uint64_t off)
{
	if (off < r->window_at || off + r->unit > r->window_at + r->window_n) {
		r->window_at = off;
		r->window_n = read_at(r, off, r->window, WINDOW);
		if (r->window_n < r->unit)
			return r->window_n = 0;
	}
	return unit(r, r->window + (off - r->window_at));
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t';
}

static bool
is_end(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0;
}

static uint32_t
fold(uint32_t c)
{
	return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

/* Index of the next unit C in [i, n), n if there is none. */
static size_t
next_unit(const struct reader *r, const uint8_t *p, size_t i, size_t n, char c)
{
	while (i < n) {
		const uint8_t *hit = memchr(p + i, c, n - i);
		if (!hit)
			return n;
		i = (size_t)(hit - p);
		if (r->unit == 1 || (i % 2 == 0 && i + 1 < n && p[i + 1] == 0))
			return i;
		i++;
	}
	return n;
}

/* Number of units C in N bytes. */
static uint64_t
count_unit(const struct reader *r, const uint8_t *p, size_t n, char c)
{
	uint64_t total = 0;
	size_t i = 0;
	if (r->unit == 2) {
		uint16_t want __attribute__((vector_size(16))) = { 0 };
		want += (uint16_t)(uint8_t)c;
		while (n - i >= 64) {
			uint16_t sum __attribute__((vector_size(16))) = { 0 };
			size_t stop = n - i > 65536 ? i + 65536 : n; /* no lane of SUM may wrap */
			for (; i + 64 <= stop; i += 64) {
				uint16_t v[4] __attribute__((vector_size(16)));
				memcpy(v, p + i, 64);
				for (int k = 0; k < 4; k++)
					sum -= (v[k] == want);
			}
			for (int k = 0; k < 8; k++)
				total += sum[k];
		}
		for (; i + 2 <= n; i += 2)
			total += unit(r, p + i) == (uint8_t)c;
		return total;
	}
	for (i = next_unit(r, p, 0, n, c); i < n; i = next_unit(r, p, i + 1, n, c))
		total++;
	return total;
}

/* ---- is this line really one? ---- */

/* Nothing but blanks and a comment between OFF and the end of the line? */
static bool
ends_line(struct reader *r, uint64_t off)
{
	uint32_t c;
	while (is_blank(c = peek(r, off)))
		off += r->unit;
	return is_end(c) || c == ';';
}

/* A letter of an 8-bit code page may have '\' as its second byte. */
static uint64_t
skip_letter(struct reader *r, uint64_t off)
{
	uint32_t a = peek(r, off), b;
	if (r->unit == 2 || a < 0x81)
		return off + r->unit;
	b = peek(r, off + 1);
	if (a >= 0xE2 && a < 0xF5 && (b & 0xC0) == 0x80 && (peek(r, off + 2) & 0xC0) == 0x80)
		return off + 3;
	return off + ((a < 0xA0 || a >= 0xE0) && b >= 0x40 ? 2 : 1);
}

/* Offset of the quote that closes the string whose text begins at OFF, LIMIT
 * if that comes first; with ONE_LINE also where the line ends. */
static uint64_t
string_end(struct reader *r, uint64_t off, uint64_t limit, bool one_line)
{
	while (off < limit) {
		uint32_t c = peek(r, off);
		if (c == '"' || (one_line && is_end(c)))
			return off;
		off = c == '\\' ? off + 2 * r->unit : skip_letter(r, off);
	}
	return limit;
}

/* The first unescaped quote at or behind OFF, the end of the file if there is none near. */
static uint64_t
next_quote(struct reader *r, uint64_t off)
{
	if (r->quote_from <= off && off <= r->quote)
		return r->quote;
	r->quote_from = off;
	r->quote = r->end;
	for (uint64_t i = off; i < r->end && i - off < AHEAD_UNITS * r->unit; i += r->unit) {
		bool escaped = false;
		if (peek(r, i) != '"')
			continue;
		for (uint64_t k = i; k > off && peek(r, k - r->unit) == '\\'; k -= r->unit)
			escaped = !escaped;
		if (!escaped) {
			r->quote = i;
			break;
		}
	}
	return r->quote;
}

static uint64_t
line_end(struct reader *r, uint64_t off, uint64_t limit)
{
	while (off < limit && peek(r, off) != '\n' && peek(r, off) != '\r')
		off += r->unit;
	return off;
}

/* Where the data of a value begins that is a string; 0 if this line has none. */
static uint64_t
string_start(struct reader *r, uint64_t off, uint64_t limit)
{
	while (off < limit && is_blank(peek(r, off)))
		off += r->unit;
	if (peek(r, off) == '"') {
		off = string_end(r, off + r->unit, limit, true);
		if (peek(r, off) != '"')
			return 0;
	} else if (peek(r, off) != '@') {
		return 0;
	}
	off += r->unit;
	while (off < limit && is_blank(peek(r, off)))
		off += r->unit;
	if (off >= limit || peek(r, off) != '=')
		return 0;
	off += r->unit;
	while (off < limit && is_blank(peek(r, off)))
		off += r->unit;
	return off < limit && peek(r, off) == '"' ? off + r->unit : 0;
}

/* Does the line at OFF belong to a string that began on a line before? */
static bool
in_string(struct reader *r, uint64_t off)
{
	uint64_t quote = next_quote(r, off), i = r->known;
	if (quote >= r->end || !ends_line(r, quote + r->unit)) {
		r->known = off;
		return false; /* what comes next opens a value's name */
	}
	if (off - i > BACK_UNITS * r->unit)
		i = line_end(r, off - BACK_UNITS * r->unit, off);
	while (i < off) {
		uint64_t data = string_start(r, i, off), close;
		if (data) {
			close = string_end(r, data, off, false);
			if (close >= off)
				return true;
			if (ends_line(r, close + r->unit))
				i = close;
		}
		i = line_end(r, i, off);
		while (i < off && is_end(peek(r, i)))
			i += r->unit;
	}
	r->known = off;
	return false;
}

/* ---- keys ---- */

struct span {
	const uint8_t *p, *end;
};

/* Reads TEXT (ASCII, folded) off the front of a key. */
static bool
take(const struct reader *r, struct span *key, const char *text)
{
	const uint8_t *p = key->p;
	for (; *text; text++, p += r->unit)
		if (p >= key->end || fold(unit(r, p)) != fold((uint8_t)*text))
			return false;
	key->p = p;
	return true;
}

/* Passes over the rest of one component and the '\' behind it. */
static const uint8_t *
component_end(const struct reader *r, const uint8_t *p, const uint8_t *end, bool double_byte)
{
	while (p < end && unit(r, p) != '\\')
		p += double_byte && (*p >= 0xE0 || (*p >= 0x81 && *p < 0xA0)) && end - p > 1 ? 2 : r->unit;
	return p;
}

/* Is the key the pattern's, or below it, or (ABOVE) above it? */
static bool
match(const struct reader *r, const char *pattern, struct span key, bool above, bool double_byte)
{
	for (; *pattern; pattern++) {
		if (key.p >= key.end)
			return above && *pattern == '\\';
		if (*pattern == '*') {
			key.p = component_end(r, key.p, key.end, double_byte);
		} else {
			if (fold(unit(r, key.p)) != fold((uint8_t)*pattern))
				return false;
			key.p += r->unit;
		}
	}
	return key.p >= key.end || unit(r, key.p) == '\\';
}

static bool
match_any(const struct reader *r, struct span key, bool above)
{
	struct span wow = key;
	bool has_wow = take(r, &wow, "software\\wow6432node\\");
	if (above && key.p >= key.end)
		return true;
	for (size_t i = 0; i < r->n_keys; i++) {
		const char *k = r->keys[i];
		if (match(r, k, key, above, false) || (r->unit == 1 && match(r, k, key, above, true)))
			return true;
		if (has_wow && str_starts(k, "Software\\") && match(r, k + 9, wow, above, false))
			return true;
	}
	return false;
}

static const struct {
	const char *name;
	bool self, below; /* a user's hive is the root itself; the roots below it are */
} roots[N_ROOTS] = {
	{ "hkey_current_user", true, false },
	{ "hkcu", true, false },
	{ "hkey_users", false, true },
	{ "hku", false, true },
	{ "hkey_local_machine", true, true },
	{ "hklm", true, true },
};

static bool
wanted(const struct reader *r, struct span key, bool deleted)
{
	for (size_t i = 0; i < N_ROOTS; i++) {
		struct span rest = key;
		if (!take(r, &rest, roots[i].name))
			continue;
		if (rest.p >= rest.end)
			return deleted;
		if (unit(r, rest.p) != '\\')
			continue;
		rest.p += r->unit;
		if (roots[i].self && match_any(r, rest, deleted))
			return true;
		if (!roots[i].below)
			return false;
		rest.p = component_end(r, rest.p, rest.end, false);
		if (rest.p < rest.end)
			rest.p += r->unit;
		else if (!deleted)
			return false;
		return match_any(r, rest, deleted);
	}
	return false;
}

static void
needle_init(const struct reader *r, struct needle *needle, const char *text)
{
	needle->n = 0;
	for (; *text && *text != '*' && needle->n + 2 <= PAD; text++) {
		needle->bytes[needle->n++] = (uint8_t)*text | 0x20;
		if (r->unit == 2)
			needle->bytes[needle->n++] = 0;
	}
}

static inline bool
needle_at(const struct needle *needle, size_t from, const uint8_t *p, uint64_t mask)
{
	uint64_t a, b;
	size_t i = from;
	for (; i + 8 <= needle->n; i += 8) {
		memcpy(&a, p + i, 8);
		memcpy(&b, needle->bytes + i, 8);
		if ((a | mask) != b)
			return false;
	}
	for (; i < needle->n; i++)
		if ((p[i] | (uint8_t)(i % 2 ? mask >> 8 : mask)) != needle->bytes[i])
			return false;
	return true;
}

static void
sieve_init(struct reader *r)
{
	struct needle *common = &r->needles[r->n_keys + 1], *n = r->needles;
	for (size_t i = 0; i < N_ROOTS; i++)
		needle_init(r, &r->root_needles[i], roots[i].name);
	for (size_t i = 0; i < r->n_keys; i++)
		needle_init(r, &n[i], r->keys[i]);
	needle_init(r, &n[r->n_keys], "Software\\Wow6432Node");
	*common = n[0];
	for (size_t i = 1; i <= r->n_keys; i++) {
		size_t same = 0;
		while (same < common->n && same < n[i].n && n[i].bytes[same] == common->bytes[same])
			same++;
		common->n = same - same % r->unit;
	}
}

static bool
sieve_rest(const struct reader *r, const uint8_t *p, uint64_t mask)
{
	size_t common = r->needles[r->n_keys + 1].n;
	if (!needle_at(&r->needles[r->n_keys + 1], 0, p, mask))
		return false;
	for (size_t i = 0; i <= r->n_keys; i++)
		if (needle_at(&r->needles[i], common, p, mask))
			return true;
	return false;
}

/* False only if the line with its '[' at I does not concern a wanted key.  May
 * look PAD bytes beyond the piece and then see anything. */
static bool
sieve(const struct reader *r, size_t i)
{
	uint64_t mask = r->unit == 2 ? UINT64_C(0x0020002000200020) : UINT64_C(0x2020202020202020);
	const uint8_t *p = r->p + i + r->unit, *end = r->p + r->n;
	if (p >= end || unit(r, p) == '-')
		return true;
	for (size_t k = 0; k < N_ROOTS; k++) {
		if (!needle_at(&r->root_needles[k], 0, p, mask))
			continue;
		p += r->root_needles[k].n;
		if (p >= end || unit(r, p) != '\\')
			continue;
		p += r->unit;
		if (p >= end || (roots[k].self && sieve_rest(r, p, mask)))
			return true;
		if (!roots[k].below)
			return false;
		p += next_unit(r, p, 0, (size_t)(end - p), '\\') + r->unit;
		return p >= end || sieve_rest(r, p, mask);
	}
	return false;
}

/* The key of the line with its '[' at I; false if it is no key line. */
static bool
key_line(const struct reader *r, size_t i, struct span *key, bool *deleted)
{
	size_t lf = next_unit(r, r->p, i, r->n, '\n'), cr;
	const uint8_t *end;
	cr = next_unit(r, r->p, i, lf, '\r');
	end = r->p + (cr < lf ? cr : lf);
	key->p = r->p + i + r->unit;
	do {
		end -= r->unit;
		if (end < key->p)
			return false;
	} while (unit(r, end) != ']');
	*deleted = end > key->p && unit(r, key->p) == '-';
	if (*deleted)
		key->p += r->unit;
	while (end > key->p && unit(r, end - r->unit) == '\\')
		end -= r->unit;
	key->end = end;
	return end > key->p && !is_blank(unit(r, key->p));
}

/* ---- the text ---- */

static void
make_room(struct reader *r, size_t more)
{
	if (r->out->n + more + 1 > r->cap) {
		r->cap = (r->out->n + more + 1) * 2;
		r->out->bytes = xrealloc(r->out->bytes, r->cap);
	}
}

static size_t
put_utf8(char *to, uint32_t c)
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

/* UTF-16 to UTF-8; half a pair becomes U+FFFD. */
static void
append_wide(struct reader *r, const uint8_t *p, size_t n)
{
	make_room(r, n / 2 * 3 + 3);
	char *to = r->out->bytes + r->out->n;
	for (size_t i = 0; i + 2 <= n; i += 2) {
		uint32_t c = unit(r, p + i);
		if (r->high && c >> 10 == 0x37) {
			to += put_utf8(to, 0x10000 + ((r->high & 0x3FF) << 10) + (c & 0x3FF));
			r->high = 0;
			continue;
		}
		if (r->high)
			to += put_utf8(to, 0xFFFD);
		r->high = c >> 10 == 0x36 ? c : 0;
		if (r->high)
			continue;
		to += put_utf8(to, c >> 10 == 0x37 ? 0xFFFD : r->cr_only && c == '\r' ? '\n' : c);
	}
	r->out->n = (size_t)(to - r->out->bytes);
}

/* Bytes of an 8-bit export stay as they are until all are there. */
static void
append(struct reader *r, const uint8_t *p, size_t n)
{
	size_t was = r->out->n;
	if (r->out->capped || n == 0)
		return;
	if (r->out->n + n / r->unit > r->max_bytes) {
		r->out->capped = true;
		return;
	}
	if (r->unit == 2) {
		append_wide(r, p, n);
	} else {
		make_room(r, n);
		memcpy(r->out->bytes + was, p, n);
		r->out->n += n;
		for (size_t i = was; r->cr_only && i < r->out->n; i++)
			if (r->out->bytes[i] == '\r')
				r->out->bytes[i] = '\n';
	}
	for (size_t i = was; i < r->out->n; i++)
		r->out_lines += r->out->bytes[i] == '\n';
}

static void
map_line(struct reader *r, uint64_t original)
{
	struct registry_text *t = r->out;
	if (t->n_map == t->cap_map) {
		t->cap_map = t->cap_map * 2 + 16;
		t->map = xrealloc(t->map, t->cap_map * sizeof *t->map);
	}
	t->map[t->n_map++] = (struct registry_line){ r->out_lines + 1, (uint32_t)original };
}

static void
count_to(struct reader *r, size_t i)
{
	r->lines += count_unit(r, r->p + r->counted, i - r->counted, r->cr_only ? '\r' : '\n');
	r->counted = i;
}

static bool
at_line_start(const struct reader *r, size_t i)
{
	while (i > 0 && is_blank(unit(r, r->p + i - r->unit)))
		i -= r->unit;
	return i == 0 ? !r->mid_line : is_end(unit(r, r->p + i - r->unit));
}

/* Copies what is wanted of the piece at hand. */
static void
take_piece(struct reader *r)
{
	size_t i = next_unit(r, r->p, 0, r->n, '[');
	r->from = r->counted = 0;
	for (; i < r->n; i = next_unit(r, r->p, i + r->unit, r->n, '[')) {
		struct span key;
		bool deleted, hit;
		if (!r->inside && !sieve(r, i))
			continue;
		if (!at_line_start(r, i) || !key_line(r, i, &key, &deleted))
			continue;
		hit = wanted(r, key, deleted);
		if ((!hit && !r->inside) || in_string(r, r->at + i) || hit == r->inside)
			continue;
		if (hit) {
			count_to(r, i);
			if (r->out->bytes[r->out->n - 1] != '\n')
				append(r, (const uint8_t *)"\n\0", r->unit);
			map_line(r, r->lines + 1);
			r->from = i;
		} else {
			append(r, r->p + r->from, i - r->from);
		}
		r->inside = hit;
	}
	if (r->inside)
		append(r, r->p + r->from, r->n - r->from);
	count_to(r, r->n);
}

/* Bytes up to and with the last line end; all if there is none near the end. */
static size_t
whole_lines(const struct reader *r, const uint8_t *p, size_t n)
{
	for (size_t i = n; i > 0 && n - i < SLACK; i -= r->unit)
		if (unit(r, p + i - r->unit) == (r->cr_only ? '\r' : '\n'))
			return i;
	return n;
}

static void
take_file(struct reader *r)
{
	uint8_t *buf = xmalloc(SLACK + PIECE + 2 * PAD);
	size_t rest = 0;
	uint64_t off = r->form.start;
	for (;;) {
		size_t got = read_at(r, off, buf + SLACK, PIECE);
		uint8_t *p = buf + SLACK - rest;
		size_t n = rest + got;
		off += got;
		r->p = p;
		r->at = off - n;
		r->n = off >= r->end ? n : whole_lines(r, p, n);
		take_piece(r);
		if (off >= r->end || r->failed || r->out->capped)
			break;
		r->mid_line = r->n > 0 && !is_end(unit(r, p + r->n - r->unit));
		rest = n - r->n;
		memmove(buf + SLACK - rest, p + r->n, rest);
	}
	if (r->high)
		append_wide(r, (const uint8_t *)"?\0", 2);
	free(buf);
}

/* ---- code pages ---- */

/* Rewrites the text from CHARSET.  False if a byte does not belong there;
 * with LOSSY such a byte becomes U+FFFD and the answer is true. */
static bool
recode(struct reader *r, const char *charset, bool lossy)
{
	struct registry_text *t = r->out;
	size_t in_n = t->n, out_n = t->n * 3 + 16, cap = out_n;
	char *to = xmalloc(cap + 1), *in = t->bytes, *out = to;
	iconv_t cd = iconv_open("UTF-8", charset);
	bool ok = cd != (iconv_t)-1;
	while (ok && in_n > 0 && iconv(cd, &in, &in_n, &out, &out_n) == (size_t)-1) {
		if (!lossy || out_n < 8) {
			ok = false;
			break;
		}
		memcpy(out, "\xEF\xBF\xBD", 3);
		out += 3;
		out_n -= 3;
		in++;
		in_n--;
		t->damaged = true;
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	if (!ok) {
		free(to);
		return false;
	}
	free(t->bytes);
	t->bytes = to;
	t->n = (size_t)(out - to);
	return true;
}

/* Decides which code page an 8-bit export is in. */
static void
decode(struct reader *r, const char *hint)
{
	struct registry_text *t = r->out;
	t->ansi_charset = hint ? hint : "CP932";
	if (r->unit == 2 || str_is_utf8(t->bytes, t->n))
		return;
	if ((hint && recode(r, hint, false)) || recode(r, "CP932", false))
		return;
	if (recode(r, "CP1252", false)) {
		t->ansi_charset = hint ? hint : "CP1252";
		return;
	}
	if (!recode(r, t->ansi_charset, true))
		recode(r, "CP932", true);
}

/* ---- headers ---- */

static const struct {
	const char *text;
	bool regedit4;
} headers[] = {
	{ "windows registry editor version", false },
	{ "regedit4", true },
	{ "regedit", false }, /* Windows takes any number as a header */
	{ "[hkey_", false },
	{ "[-hkey_", false },
	{ "[hkcu\\", false },
	{ "[hku\\", false },
	{ "[hklm\\", false },
};

static struct form
form_by_mark(const uint8_t *p, size_t n)
{
	struct form f = { 0 };
	if (n >= 2 && p[0] == 0xFF && p[1] == 0xFE)
		f = (struct form){ .wide = true, .start = 2 };
	else if (n >= 2 && p[0] == 0xFE && p[1] == 0xFF)
		f = (struct form){ .wide = true, .swapped = true, .start = 2 };
	else if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		f.start = 3;
	else if (n >= 4 && p[0] && !p[1] && p[2] && !p[3])
		f.wide = true;
	else if (n >= 4 && !p[0] && p[1] && !p[2] && p[3])
		f.wide = f.swapped = true;
	return f;
}

static struct form
form_of(const uint8_t *p, size_t n)
{
	struct form f = form_by_mark(p, n);
	char text[4096];
	size_t k = 0, i, step = f.wide ? 2 : 1;
	for (i = f.start; i + step <= n && k < sizeof text - 1; i += step) {
		uint8_t low = p[i + (f.swapped ? 1 : 0)], high = f.wide ? p[i + (f.swapped ? 0 : 1)] : 0;
		text[k++] = high || !low ? '?' : (char)low;
	}
	text[k] = 0;
	for (i = 0; text[i];) { /* blank lines and comments before the header */
		i += strspn(text + i, " \t\r\n");
		if (text[i] != ';' && text[i] != '#')
			break;
		i += strcspn(text + i, "\r\n");
	}
	for (size_t h = 0; h < sizeof headers / sizeof *headers && !f.known; h++) {
		size_t m = strlen(headers[h].text), j = 0;
		while (j < m && fold((uint8_t)text[i + j]) == (uint8_t)headers[h].text[j])
			j++;
		f.known = j == m;
		f.regedit4 = f.known && headers[h].regedit4;
	}
	return f;
}

bool
registry_is_export(const void *head, size_t n)
{
	return form_of(head, n).known;
}

/* ---- the whole ---- */

static void
start(struct reader *r, uint8_t *head)
{
	size_t n = read_at(r, r->form.start, head, SLACK);
	r->cr_only = !count_unit(r, head, n, '\n') && count_unit(r, head, n, '\r');
	r->known = r->form.start;
	r->quote_from = UINT64_MAX;
	map_line(r, 1);
	const char *line = r->form.regedit4 ? "REGEDIT4\n" : "Windows Registry Editor Version 5.00\n";
	r->out->n = strlen(line);
	make_room(r, r->out->n);
	memcpy(r->out->bytes, line, r->out->n);
	r->out_lines = 1;
}

bool
registry_read(int fd, uint64_t size, const char *const *keys, size_t n_keys, const char *ansi_charset,
	      size_t max_bytes, struct registry_text *out, struct err *err)
{
	struct reader *r = xmalloc(sizeof *r);
	uint8_t *head = xmalloc(SLACK);
	memset(out, 0, sizeof *out);
	*r = (struct reader){ .fd = fd, .end = size, .unit = 1, .keys = keys, .n_keys = n_keys,
			      .max_bytes = max_bytes, .out = out };
	r->form = form_of(head, read_at(r, 0, head, SLACK));
	if (r->form.known && !r->failed) {
		r->unit = r->form.wide ? 2 : 1;
		out->damaged = (r->end - r->form.start) % r->unit != 0;
		r->end -= (r->end - r->form.start) % r->unit;
		start(r, head);
		r->needles = xmalloc((n_keys + 2) * sizeof *r->needles);
		sieve_init(r);
		take_file(r);
		free(r->needles);
		decode(r, ansi_charset);
		out->bytes[out->n] = 0;
	}
	bool ok = !r->failed;
	errno = r->error;
	free(head);
	free(r);
	return ok || err_errno(err, "registry export");
}

uint32_t
registry_original_line(const struct registry_text *text, uint32_t line)
{
	size_t from = 0, to = text->n_map;
	if (line == 0 || to == 0)
		return line;
	while (to - from > 1) {
		size_t mid = from + (to - from) / 2;
		if (text->map[mid].line <= line)
			from = mid;
		else
			to = mid;
	}
	return text->map[from].original + (line - text->map[from].line);
}

void
registry_text_fini(struct registry_text *text)
{
	free(text->bytes);
	free(text->map);
	memset(text, 0, sizeof *text);
}
