/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Letters on a terminal.  Whatever comes from outside (names, paths, settings)
 * may hold escape sequences, or letters that turn the direction of writing and
 * make a text read otherwise than it is: those are written as "\x1b", "\u202e".
 */
#include <string.h>

#include "base/str.h"
#include "document/text-page.h"

struct range {
	uint32_t first, last;
};

/* Letters of two columns: East Asian wide and full-width, and pictures (Unicode EastAsianWidth W and F). */
static const struct range wide[] = {
	{ 0x1100, 0x115f }, { 0x231a, 0x231b }, { 0x2329, 0x232a }, { 0x23e9, 0x23ec }, { 0x23f0, 0x23f0 },
	{ 0x23f3, 0x23f3 }, { 0x25fd, 0x25fe }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x267f, 0x267f },
	{ 0x2693, 0x2693 }, { 0x26a1, 0x26a1 }, { 0x26aa, 0x26ab }, { 0x26bd, 0x26be }, { 0x26c4, 0x26c5 },
	{ 0x26ce, 0x26ce }, { 0x26d4, 0x26d4 }, { 0x26ea, 0x26ea }, { 0x26f2, 0x26f3 }, { 0x26f5, 0x26f5 },
	{ 0x26fa, 0x26fa }, { 0x26fd, 0x26fd }, { 0x2705, 0x2705 }, { 0x270a, 0x270b }, { 0x2728, 0x2728 },
	{ 0x274c, 0x274c }, { 0x274e, 0x274e }, { 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2795, 0x2797 },
	{ 0x27b0, 0x27b0 }, { 0x27bf, 0x27bf }, { 0x2b1b, 0x2b1c }, { 0x2b50, 0x2b50 }, { 0x2b55, 0x2b55 },
	{ 0x2e80, 0x303e }, { 0x3041, 0x3247 }, { 0x3250, 0x4dbf }, { 0x4e00, 0xa4cf }, { 0xa960, 0xa97f },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe10, 0xfe19 }, { 0xfe30, 0xfe6f }, { 0xff01, 0xff60 },
	{ 0xffe0, 0xffe6 }, { 0x16fe0, 0x18cff }, { 0x1aff0, 0x1b2ff }, { 0x1f004, 0x1f004 }, { 0x1f0cf, 0x1f0cf },
	{ 0x1f18e, 0x1f18e }, { 0x1f191, 0x1f19a }, { 0x1f200, 0x1f265 }, { 0x1f300, 0x1f320 }, { 0x1f32d, 0x1f335 },
	{ 0x1f337, 0x1f37c }, { 0x1f37e, 0x1f393 }, { 0x1f3a0, 0x1f3ca }, { 0x1f3cf, 0x1f3d3 }, { 0x1f3e0, 0x1f3f0 },
	{ 0x1f3f4, 0x1f3f4 }, { 0x1f3f8, 0x1f43e }, { 0x1f440, 0x1f440 }, { 0x1f442, 0x1f4fc }, { 0x1f4ff, 0x1f53d },
	{ 0x1f54b, 0x1f54e }, { 0x1f550, 0x1f567 }, { 0x1f57a, 0x1f57a }, { 0x1f595, 0x1f596 }, { 0x1f5a4, 0x1f5a4 },
	{ 0x1f5fb, 0x1f64f }, { 0x1f680, 0x1f6c5 }, { 0x1f6cc, 0x1f6cc }, { 0x1f6d0, 0x1f6d2 }, { 0x1f6d5, 0x1f6df },
	{ 0x1f6eb, 0x1f6ec }, { 0x1f6f4, 0x1f6fc }, { 0x1f7e0, 0x1f7f0 }, { 0x1f90c, 0x1f93a }, { 0x1f93c, 0x1f945 },
	{ 0x1f947, 0x1f9ff }, { 0x1fa70, 0x1faff }, { 0x20000, 0x2fffd }, { 0x30000, 0x3fffd },
};

/* Marks that stand over the letter before them. */
static const struct range narrow[] = {
	{ 0x300, 0x36f }, { 0x483, 0x489 }, { 0x591, 0x5bd }, { 0x610, 0x61a }, { 0x64b, 0x65f }, { 0x1160, 0x11ff },
	{ 0x1ab0, 0x1aff }, { 0x1dc0, 0x1dff }, { 0x20d0, 0x20ff }, { 0x302a, 0x302d }, { 0x3099, 0x309a },
	{ 0xfe00, 0xfe0f }, { 0xfe20, 0xfe2f }, { 0xe0100, 0xe01ef },
};

/* Letters that are not to be seen or that change how others are seen. */
static const struct range hidden[] = {
	{ 0x0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c }, { 0x180e, 0x180e }, { 0x200b, 0x200f },
	{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe007f },
};

static bool
in_ranges(const struct range *ranges, size_t n, uint32_t c)
{
	size_t low = 0;
	while (low < n) {
		size_t middle = low + (n - low) / 2;
		if (c > ranges[middle].last)
			low = middle + 1;
		else
			n = middle;
	}
	return ranges[low].first <= c && c <= ranges[low].last;
}

#define IN(ranges, c) ((c) <= (ranges)[sizeof(ranges) / sizeof *(ranges) - 1].last && \
		       in_ranges(ranges, sizeof(ranges) / sizeof *(ranges), c))

bool
text_is_wide(uint32_t c)
{
	return c >= 0x1100 && IN(wide, c);
}

size_t
text_letter(const char *s, char out[TEXT_LETTER_BYTES], int *width)
{
	unsigned char c = (unsigned char)*s;
	size_t n = 1, k = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	if (c >= 0x20 && c < 0x7f) {
		out[0] = *s;
		out[1] = 0;
		*width = 1;
		return 1;
	}
	if (c == '\n' || c == '\t' || c == '\r') {
		snprintf(out, TEXT_LETTER_BYTES, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
	} else if (c < 0x80 || memchr(s, 0, k) || !str_is_utf8(s, k)) {
		snprintf(out, TEXT_LETTER_BYTES, "\\x%02x", c);
	} else {
		uint32_t point = str_next(s, &n);
		bool letterless = (point & 0xfffe) == 0xfffe; /* of any plane */
		if (!letterless && !IN(hidden, point)) {
			memcpy(out, s, n);
			out[n] = 0;
			*width = IN(narrow, point) ? 0 : text_is_wide(point) ? 2 : 1;
			return n;
		}
		snprintf(out, TEXT_LETTER_BYTES, "\\u%04x", point);
	}
	*width = (int)strlen(out);
	return n;
}

void
text_print(FILE *out, const char *s)
{
	char letter[TEXT_LETTER_BYTES];
	int width;
	while (s && *s) {
		s += text_letter(s, letter, &width);
		fputs(letter, out);
	}
}

int
text_width(const char *s)
{
	char letter[TEXT_LETTER_BYTES];
	int all = 0, width;
	while (s && *s) {
		s += text_letter(s, letter, &width);
		all += width;
	}
	return all;
}
