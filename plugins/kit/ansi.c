/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/ansi.h"

#include <iconv.h>
#include <stdbool.h>
#include <string.h>

static bool
is_utf8(struct ma_str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.p[i++];
		size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 4;
		if (more == 4)
			return false;
		for (; more; more--, i++)
			if (i == s.n || ((unsigned char)s.p[i] & 0xc0) != 0x80)
				return false;
	}
	return true;
}

struct ma_str
ansi_utf8(struct grow *room, struct ma_str bytes, const char *charset)
{
	char *in = (char *)bytes.p, out[256];
	size_t left = bytes.n;
	if (is_utf8(bytes))
		return bytes;
	iconv_t cd = iconv_open("UTF-8", charset ? charset : "CP932");
	if (cd == (iconv_t)-1)
		return bytes; /* the host repairs it */
	room->n = 0;
	while (left) {
		char *to = out;
		size_t free_bytes = sizeof out, before = left;
		size_t got = iconv(cd, &in, &left, &to, &free_bytes);
		grow_add(room, out, sizeof out - free_bytes);
		if (got == (size_t)-1 && left == before && left) {
			grow_add(room, "\xef\xbf\xbd", 3);
			in++, left--;
		}
	}
	iconv_close(cd);
	return (struct ma_str){ room->p ? room->p : "", room->n };
}
