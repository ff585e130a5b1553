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
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/registry-key.h"
#include "intake/registry-source.h"

enum {
	PIECE = 256 * 1024, /* fits the processor's cache together with the rest */
	SLACK = 64 * 1024, /* room for an unfinished line before a piece */
};

struct reader {
	struct registry_source src;
	bool cr_only;
	struct registry_keys keys;
	size_t max_bytes;

	/* The piece at hand. */
	const uint8_t *p;
	size_t n;
	uint64_t at; /* its offset in the file */
	bool mid_line; /* it does not begin at the beginning of a line */
	size_t counted; /* line ends before this are in lines */
	uint64_t lines;

	bool inside; /* of a wanted key */
	size_t from; /* first byte not yet copied then */
	uint32_t high; /* first half of a surrogate pair */

	struct registry_text *out;
	size_t cap;
	uint32_t out_lines;
};

/* ---- bytes and units ---- */

static inline uint32_t
unit(const struct reader *r, const uint8_t *p)
{
	return r->src.unit == 2 ? (uint32_t)(p[0] | p[1] << 8) : p[0];
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

/* Index of the next unit C in [i, n), n if there is none. */
static size_t
next_unit(const struct reader *r, const uint8_t *p, size_t i, size_t n, char c)
{
	while (i < n) {
		const uint8_t *hit = memchr(p + i, c, n - i);
		if (!hit)
			return n;
		i = (size_t)(hit - p);
		if (r->src.unit == 1 || (i % 2 == 0 && i + 1 < n && p[i + 1] == 0))
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
	if (r->src.unit == 2) {
		for (size_t i = 0; i + 2 <= n; i += 2)
			total += unit(r, p + i) == (uint8_t)c;
		return total;
	}
	for (size_t i = next_unit(r, p, 0, n, c); i < n; i = next_unit(r, p, i + 1, n, c))
		total++;
	return total;
}

/* Passes over whole blocks of N bytes of 16-bit units in which there is no
 * unit WANTED; adds to *TOTAL the units COUNTED in them.  Returns how many bytes. */
static size_t
pass_blocks(const uint8_t *p, size_t n, char wanted, char counted, uint64_t *total)
{
	enum { LANES = 8, BLOCK = 64, MAX_BYTES = 60000 / 4 * BLOCK };
	__attribute__((vector_size(16))) uint16_t stop = { 0 }, count = { 0 }, sum = { 0 }, a, b, c, d;
	__attribute__((vector_size(16))) uint64_t found;
	size_t i = 0;
	stop += (uint16_t)(uint8_t)wanted;
	count += (uint16_t)(uint8_t)counted;
	if (n > MAX_BYTES) /* no lane of the sum may wrap */
		n = MAX_BYTES;
	for (; n - i >= BLOCK; i += BLOCK) {
		memcpy(&a, p + i, 16);
		memcpy(&b, p + i + 16, 16);
		memcpy(&c, p + i + 32, 16);
		memcpy(&d, p + i + 48, 16);
		found = (__typeof__(found))((a == stop) | (b == stop) | (c == stop) | (d == stop));
		if (found[0] | found[1])
			break;
		sum -= (__typeof__(sum))((a == count) + (b == count) + (c == count) + (d == count));
	}
	for (; n - i >= 16; i += 16) {
		memcpy(&a, p + i, 16);
		found = (__typeof__(found))(a == stop);
		if (found[0] | found[1])
			break;
		sum -= (__typeof__(sum))(a == count);
	}
	for (int k = 0; k < LANES; k++)
		*total += sum[k];
	return i;
}

/* ---- keys ---- */

/* The key of the line with its '[' at I; false if it is no key line. */
static bool
key_line(const struct reader *r, size_t i, struct registry_span *key, bool *deleted)
{
	size_t lf = next_unit(r, r->p, i, r->n, '\n'), cr;
	const uint8_t *end;
	cr = next_unit(r, r->p, i, lf, '\r');
	end = r->p + (cr < lf ? cr : lf);
	key->p = r->p + i + r->src.unit;
	do {
		end -= r->src.unit;
		if (end < key->p)
			return false;
	} while (unit(r, end) != ']');
	*deleted = end > key->p && unit(r, key->p) == '-';
	if (*deleted)
		key->p += r->src.unit;
	while (end > key->p && unit(r, end - r->src.unit) == '\\')
		end -= r->src.unit;
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

/* UTF-16 to UTF-8; half a pair becomes U+FFFD. */
static void
append_wide(struct reader *r, const uint8_t *p, size_t n)
{
	make_room(r, n / 2 * 3 + 3);
	char *to = r->out->bytes + r->out->n;
	for (size_t i = 0; i + 2 <= n; i += 2) {
		uint32_t c = unit(r, p + i);
		if (r->high && c >> 10 == 0x37) {
			to += str_put_utf8(to, 0x10000 + ((r->high & 0x3FF) << 10) + (c & 0x3FF));
			r->high = 0;
			continue;
		}
		if (r->high)
			to += str_put_utf8(to, 0xFFFD);
		r->high = c >> 10 == 0x36 ? c : 0;
		if (r->high)
			continue;
		to += str_put_utf8(to, c >> 10 == 0x37 ? 0xFFFD : r->cr_only && c == '\r' ? '\n' : c);
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
	if (r->out->n + n / r->src.unit > r->max_bytes) {
		r->out->capped = true;
		return;
	}
	if (r->src.unit == 2) {
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

/* Index of the next '[' at or behind I; counts the lines before it, all of
 * which are counted before I. */
static size_t
next_bracket(struct reader *r, size_t i)
{
	char end = r->cr_only ? '\r' : '\n';
	size_t hit;
	if (r->src.unit == 1) {
		hit = next_unit(r, r->p, i, r->n, '[');
		count_to(r, hit);
		return hit;
	}
	for (hit = i;;) {
		size_t passed = pass_blocks(r->p + hit, r->n - hit, '[', end, &r->lines), stop;
		hit += passed;
		stop = r->n - hit > 16 ? hit + 16 : r->n;
		for (; hit < stop && unit(r, r->p + hit) != '['; hit += 2)
			r->lines += unit(r, r->p + hit) == (uint8_t)end;
		if (hit < stop || hit == r->n)
			break;
	}
	r->counted = hit;
	return hit;
}

static bool
at_line_start(const struct reader *r, size_t i)
{
	while (i > 0 && is_blank(unit(r, r->p + i - r->src.unit)))
		i -= r->src.unit;
	return i == 0 ? !r->mid_line : is_end(unit(r, r->p + i - r->src.unit));
}

/* Copies what is wanted of the piece at hand. */
static void
take_piece(struct reader *r)
{
	r->from = r->counted = 0;
	for (size_t i = next_bracket(r, 0); i < r->n; i = next_bracket(r, i + r->src.unit)) {
		struct registry_span key;
		bool deleted, hit;
		if (!r->inside && !registry_key_sieve(&r->keys, r->p + i + r->src.unit, r->p + r->n))
			continue;
		if (!at_line_start(r, i) || !key_line(r, i, &key, &deleted))
			continue;
		hit = registry_key_wanted(&r->keys, key, deleted);
		if ((!hit && !r->inside) || registry_in_string(&r->src, r->at + i) || hit == r->inside)
			continue;
		if (hit) {
			if (r->out->bytes[r->out->n - 1] != '\n')
				append(r, (const uint8_t *)"\n\0", r->src.unit);
			map_line(r, r->lines + 1);
			r->from = i;
		} else {
			append(r, r->p + r->from, i - r->from);
		}
		r->inside = hit;
	}
	if (r->inside)
		append(r, r->p + r->from, r->n - r->from);
}

/* Bytes up to and with the last line end; all if there is none near the end. */
static size_t
whole_lines(const struct reader *r, const uint8_t *p, size_t n)
{
	for (size_t i = n; i > 0 && n - i < SLACK; i -= r->src.unit)
		if (unit(r, p + i - r->src.unit) == (r->cr_only ? '\r' : '\n'))
			return i;
	return n;
}

static void
take_file(struct reader *r)
{
	uint8_t *buf = xmalloc(SLACK + PIECE + 2 * REGISTRY_PAD);
	size_t rest = 0;
	uint64_t off = r->src.form.start;
	for (;;) {
		size_t got = registry_source_read(&r->src, off, buf + SLACK, PIECE);
		uint8_t *p = buf + SLACK - rest;
		size_t n = rest + got;
		off += got;
		r->p = p;
		r->at = off - n;
		r->n = off >= r->src.end ? n : whole_lines(r, p, n);
		take_piece(r);
		if (off >= r->src.end || r->src.failed || r->out->capped)
			break;
		r->mid_line = r->n > 0 && !is_end(unit(r, p + r->n - r->src.unit));
		rest = n - r->n;
		memmove(buf + SLACK - rest, p + r->n, rest);
	}
	if (r->high)
		append_wide(r, (const uint8_t *)"?\0", 2);
	free(buf);
}

/* ---- the whole ---- */

/* What was lost behind the end may have been a client's, wherever the end is. */
static bool
is_cut(struct reader *r)
{
	uint8_t tail[2048];
	uint64_t from = r->src.end - r->src.form.start > sizeof tail ? r->src.end - sizeof tail : r->src.form.start;
	return registry_ends_early(tail, registry_source_read(&r->src, from, tail, sizeof tail), r->src.form.wide);
}

static void
start(struct reader *r, uint8_t *head)
{
	size_t n = registry_source_read(&r->src, r->src.form.start, head, SLACK);
	r->cr_only = !count_unit(r, head, n, '\n') && count_unit(r, head, n, '\r');
	r->src.known = r->src.form.start;
	r->src.quote_from = UINT64_MAX;
	map_line(r, 1);
	const char *line = r->src.form.regedit4 ? "REGEDIT4\n" : "Windows Registry Editor Version 5.00\n";
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
	*r = (struct reader){ .src = { .fd = fd, .end = size, .unit = 1 }, .max_bytes = max_bytes, .out = out };
	r->src.form = registry_form(head, registry_source_read(&r->src, 0, head, SLACK));
	if (r->src.form.known && !r->src.failed) {
		r->src.unit = r->src.form.wide ? 2 : 1;
		out->damaged = (r->src.end - r->src.form.start) % r->src.unit != 0;
		r->src.end -= (r->src.end - r->src.form.start) % r->src.unit;
		start(r, head);
		registry_keys_init(&r->keys, keys, n_keys, r->src.unit);
		take_file(r);
		out->damaged = out->damaged || is_cut(r);
		registry_keys_fini(&r->keys);
		registry_decode(out, r->src.form.wide, ansi_charset);
		out->bytes[out->n] = 0;
	}
	bool ok = !r->src.failed;
	errno = r->src.error;
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
