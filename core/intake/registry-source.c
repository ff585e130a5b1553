/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of an export, and the strings in it that go on over line ends.
 * Whether a line is part of one is told mostly from what follows: the next
 * quote behind a real key line opens a name, and does not end its line.  Only
 * when it does is the text before the line read.
 */
#include <errno.h>
#include <unistd.h>

#include "intake/registry-source.h"

enum {
	BACK_UNITS = 128 * 1024,
	AHEAD_UNITS = 1024 * 1024,
};

size_t
registry_source_read(struct registry_source *r, uint64_t off, uint8_t *to, size_t n)
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
unit(const struct registry_source *r, const uint8_t *p)
{
	return r->unit == 2 ? (uint32_t)(p[0] | p[1] << 8) : p[0];
}

/* The unit at an offset of the file; 0 behind the end. */
static uint32_t
peek(struct registry_source *r, uint64_t off)
{
	if (off < r->window_at || off + r->unit > r->window_at + r->window_n) {
		size_t before = sizeof r->window - r->unit; /* who looks back goes on to do so */
		r->window_at = off < r->window_at && off >= before ? off - before : off;
		r->window_n = registry_source_read(r, r->window_at, r->window, sizeof r->window);
		if (off + r->unit > r->window_at + r->window_n)
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

/* Nothing but blanks and a comment between OFF and the end of the line? */
static bool
ends_line(struct registry_source *r, uint64_t off)
{
	uint32_t c;
	while (is_blank(c = peek(r, off)))
		off += r->unit;
	return is_end(c) || c == ';';
}

/* A letter of an 8-bit code page may have '\' as its second byte. */
static uint64_t
skip_letter(struct registry_source *r, uint64_t off)
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
string_end(struct registry_source *r, uint64_t off, uint64_t limit, bool one_line)
{
	while (off < limit) {
		uint32_t c = peek(r, off);
		if (c == '"' || (one_line && is_end(c)))
			return off;
		off = c == '\\' ? off + 2 * r->unit : skip_letter(r, off);
	}
	return limit;
}

/* The first unescaped quote at or behind OFF, the end of the file if there is
 * none near.  What was searched once is not searched again. */
static uint64_t
next_quote(struct registry_source *r, uint64_t off)
{
	uint64_t i = off;
	if (r->quote_from <= off && off <= r->quote) {
		if (!r->quote_none)
			return r->quote;
		i = r->quote;
	}
	r->quote_from = off;
	r->quote_none = false;
	for (; i < r->end && i - off < AHEAD_UNITS * r->unit; i += r->unit) {
		bool escaped = false;
		if (peek(r, i) != '"')
			continue;
		for (uint64_t k = i; k > off && peek(r, k - r->unit) == '\\'; k -= r->unit)
			escaped = !escaped;
		if (!escaped)
			return r->quote = i;
	}
	r->quote = i;
	r->quote_none = true;
	return r->end;
}

static uint64_t
line_end(struct registry_source *r, uint64_t off, uint64_t limit)
{
	while (off < limit && peek(r, off) != '\n' && peek(r, off) != '\r')
		off += r->unit;
	return off;
}

/* Where the data of a value begins that is a string; 0 if this line has none. */
static uint64_t
string_start(struct registry_source *r, uint64_t off, uint64_t limit)
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

bool
registry_in_string(struct registry_source *r, uint64_t off)
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
