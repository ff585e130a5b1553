/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes of registry values as UTF-8, and values as texts and numbers.
 */
#include <stdlib.h>
#include <string.h>

#include "kit/regtree.h"

static const char replacement[] = "\xEF\xBF\xBD";

static char *
put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		*to++ = (char)c;
	} else if (c < 0x800) {
		*to++ = (char)(0xC0 | c >> 6);
		*to++ = (char)(0x80 | (c & 0x3F));
	} else if (c < 0x10000) {
		*to++ = (char)(0xE0 | c >> 12);
		*to++ = (char)(0x80 | (c >> 6 & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	} else {
		*to++ = (char)(0xF0 | c >> 18);
		*to++ = (char)(0x80 | (c >> 12 & 0x3F));
		*to++ = (char)(0x80 | (c >> 6 & 0x3F));
		*to++ = (char)(0x80 | (c & 0x3F));
	}
	return to;
}

/* N bytes of UTF-16LE to at most N * 3 / 2 bytes; an odd byte is dropped, half
 * a pair becomes U+FFFD and *CLEAN false.  The end of what was written. */
static char *
from_utf16(const char *bytes, size_t n, char *to, bool *clean)
{
	const uint8_t *p = (const uint8_t *)bytes;
	for (size_t i = 0; i + 2 <= n; i += 2) {
		uint32_t c = (uint32_t)(p[i] | p[i + 1] << 8);
		if (c >> 10 == 0x36 && i + 4 <= n && p[i + 3] >> 2 == 0x37) {
			c = 0x10000 + ((c & 0x3FF) << 10) + (uint32_t)((p[i + 2] | p[i + 3] << 8) & 0x3FF);
			i += 2;
		} else if (c >> 11 == 0x1B) {
			c = 0xFFFD;
			*clean = false;
		}
		to = put_utf8(to, c);
	}
	return to;
}

/* N bytes of the code page to at most N * 3 + 8 bytes, in the same way. */
static char *
from_ansi(const struct regfile *reg, const char *bytes, size_t n, char *to, bool *clean)
{
	char *in = (char *)(uintptr_t)bytes;
	size_t room = n * 3 + 8;
	if (reg->ansi != (iconv_t)-1)
		iconv(reg->ansi, NULL, NULL, NULL, NULL);
	while (n > 0) {
		if (reg->ansi != (iconv_t)-1 && iconv(reg->ansi, &in, &n, &to, &room) != (size_t)-1)
			break;
		if (reg->ansi == (iconv_t)-1 && (uint8_t)*in < 0x80) {
			*to++ = *in;
		} else {
			memcpy(to, replacement, 3);
			to += 3;
			room -= 3;
			*clean = false;
		}
		in++;
		n--;
	}
	return to;
}

/* The bytes at the end of the blob, from FROM on, are text of a hex(1), (2) or
 * (7) and become UTF-8. */
bool
regtext_decode(struct regfile *reg, size_t from, uint32_t type, uint32_t line)
{
	size_t n = reg->blob_n - from;
	bool clean = true;
	char *to = regtree_room(reg, n * 3 + 8), *start, *end;
	if (!to)
		return false;
	start = reg->blob + from;
	end = reg->regedit4 ? from_ansi(reg, start, n, to, &clean) : from_utf16(start, n, to, &clean);
	n = (size_t)(end - to);
	memmove(start, to, n);
	if (n > 0 && start[n - 1] == 0 && (type != REGFILE_MULTI_SZ || n == 1 || start[n - 2] == 0))
		n--; /* of several texts each keeps its own NUL */
	reg->blob_n = from + n;
	if (!clean)
		regtree_trouble(reg, REGFILE_ENCODING, line, 0);
	return true;
}

/* Room for a text of up to N bytes that lives as long as REG; NULL when memory is out. */
static struct piece *
piece_new(struct regfile *reg, size_t n)
{
	struct piece *p = malloc(sizeof *p + n + 1);
	if (!p)
		return NULL;
	p->before = reg->pieces;
	return reg->pieces = p;
}

static struct ma_str
to_nul(const char *p, size_t n)
{
	const char *nul = n ? memchr(p, 0, n) : NULL;
	return (struct ma_str){ p, nul ? (size_t)(nul - p) : n };
}

struct ma_str
regfile_utf16(struct regfile *reg, const void *bytes, size_t n)
{
	bool clean = true;
	const char *p = bytes;
	size_t len = 0;
	while (len + 2 <= n && (p[len] || p[len + 1]))
		len += 2;
	struct piece *piece = piece_new(reg, len * 2);
	if (!piece)
		return (struct ma_str){ "", 0 };
	return (struct ma_str){ piece->bytes, (size_t)(from_utf16(bytes, len, piece->bytes, &clean) - piece->bytes) };
}

struct ma_str
regfile_ansi(struct regfile *reg, const void *bytes, size_t n)
{
	bool clean = true;
	size_t len = to_nul(bytes, n).n;
	struct piece *piece = piece_new(reg, len * 3 + 8);
	if (!piece)
		return (struct ma_str){ "", 0 };
	return (struct ma_str){ piece->bytes, (size_t)(from_ansi(reg, bytes, len, piece->bytes, &clean) - piece->bytes) };
}

bool
regfile_text(struct regfile *reg, uint32_t value, struct ma_str *text)
{
	const struct value *v = &reg->values[value];
	if (!value || v->bad || v->secret)
		return false;
	if (v->type == REGFILE_SZ || v->type == REGFILE_EXPAND_SZ) {
		*text = to_nul(reg->blob + v->data, v->data_n);
		return true;
	}
	if (v->type != REGFILE_BINARY)
		return false;
	*text = regfile_utf16(reg, reg->blob + v->data, v->data_n);
	return true;
}

bool
regfile_number(const struct regfile *reg, uint32_t value, uint64_t *number)
{
	const struct value *v = &reg->values[value];
	size_t n = v->type == REGFILE_QWORD ? 8 : 4;
	if (!value || v->bad || v->secret || v->data_n != n)
		return false;
	if (v->type != REGFILE_DWORD && v->type != REGFILE_DWORD_BE && v->type != REGFILE_QWORD)
		return false;
	*number = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = v->type == REGFILE_DWORD_BE ? i : n - 1 - i;
		*number = *number << 8 | (uint8_t)reg->blob[v->data + k];
	}
	return true;
}
