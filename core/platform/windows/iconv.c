/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { UTF16LE = 1200, UTF8 = 65001 };

/* Letter case in names does not count. */
static const struct {
	const char *name;
	int page;
} pages[] = {
	{ "UTF-8", UTF8 },
	{ "UTF-16LE", UTF16LE },
	{ "SHIFT_JIS", 932 },
	{ "SHIFT-JIS", 932 },
	{ "EUC-JP", 20932 },
	{ "ISO-2022-JP", 50220 },
	{ "ISO-8859-1", 28591 },
	{ "LATIN1", 28591 },
	{ "US-ASCII", 20127 },
	{ "ASCII", 20127 },
};

struct conversion {
	int to, from;
};

/* The number behind "CP" or "windows-", or that of a name; 0: none that Windows has. */
static int
page_of(const char *name)
{
	size_t n = strcspn(name, "/"); /* what stands behind is the C library's */
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (strlen(pages[i].name) == n && _strnicmp(pages[i].name, name, n) == 0)
			return pages[i].page;
	int page = _strnicmp(name, "CP", 2) == 0 ? atoi(name + 2) : _strnicmp(name, "windows-", 8) == 0 ? atoi(name + 8) : 0;
	return page > 0 && IsValidCodePage((UINT)page) ? page : 0;
}

iconv_t
iconv_open(const char *to, const char *from)
{
	struct conversion *c = malloc(sizeof *c);
	if (!c)
		return (iconv_t)-1;
	c->to = page_of(to);
	c->from = page_of(from);
	if (c->to && c->from)
		return c;
	free(c);
	errno = EINVAL;
	return (iconv_t)-1;
}

int
iconv_close(iconv_t cd)
{
	free(cd);
	return 0;
}

/* Reads one character of at most N bytes into UTF-16; how many bytes it took, 0: broken, -1: there are too few. */
static int
take(int page, const char *in, size_t n, wchar_t wide[2], int *n_wide)
{
	if (page == UTF16LE) {
		if (n < 2)
			return -1;
		memcpy(wide, in, 2);
		*n_wide = 1;
		if (wide[0] >= 0xDC00 && wide[0] < 0xE000)
			return 0;
		if (wide[0] < 0xD800 || wide[0] >= 0xE000)
			return 2;
		if (n < 4)
			return -1;
		memcpy(wide + 1, in + 2, 2);
		*n_wide = 2;
		return wide[1] >= 0xDC00 && wide[1] < 0xE000 ? 4 : 0;
	}
	int most = page == UTF8 ? 4 : 8;
	for (int k = 1; k <= most && (size_t)k <= n; k++) {
		int got = MultiByteToWideChar((UINT)page, page == 50220 ? 0 : MB_ERR_INVALID_CHARS, in, k, wide, 2);
		if (got > 0 && !(k == 1 && IsDBCSLeadByteEx((UINT)page, (BYTE)*in))) {
			*n_wide = got;
			return k;
		}
	}
	return n < (size_t)most && (page == UTF8 ? (unsigned char)*in >= 0xC2 : IsDBCSLeadByteEx((UINT)page, (BYTE)*in)) ? -1 : 0;
}

/* Writes it; how many bytes, 0: the page does not have it, -1: no room. */
static int
give(int page, const wchar_t *wide, int n_wide, char *out, size_t room)
{
	char bytes[16];
	BOOL missing = FALSE;
	int n = 2 * n_wide;
	if (page == UTF16LE)
		memcpy(bytes, wide, (size_t)n);
	else if (page == UTF8)
		n = WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, wide, n_wide, bytes, sizeof bytes, NULL, NULL);
	else
		n = WideCharToMultiByte((UINT)page, WC_NO_BEST_FIT_CHARS, wide, n_wide, bytes, sizeof bytes, NULL, &missing);
	if (n <= 0 || missing)
		return 0;
	if ((size_t)n > room)
		return -1;
	memcpy(out, bytes, (size_t)n);
	return n;
}

size_t
iconv(iconv_t cd, char **in, size_t *n_in, char **out, size_t *n_out)
{
	const struct conversion *c = cd;
	while (in && *in && *n_in) {
		wchar_t wide[2];
		int n_wide = 0, took = take(c->from, *in, *n_in, wide, &n_wide);
		int gave = took > 0 ? give(c->to, wide, n_wide, *out, *n_out) : 0;
		if (took < 0 || gave <= 0) {
			errno = took < 0 ? EINVAL : gave < 0 ? E2BIG : EILSEQ;
			return (size_t)-1;
		}
		*in += took;
		*n_in -= (size_t)took;
		*out += gave;
		*n_out -= (size_t)gave;
	}
	return 0;
}
