/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Header and code page of a registry export.  Windows writes UTF-16LE with a
 * byte order mark, or REGEDIT4 in the machine's code page; the rest is what
 * editors, mail and scripts make of that.
 */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/registry-form.h"

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

static struct registry_form
form_by_mark(const uint8_t *p, size_t n)
{
	struct registry_form f = { 0 };
	if (n >= 2 && p[0] == 0xFF && p[1] == 0xFE)
		f = (struct registry_form){ .wide = true, .start = 2 };
	else if (n >= 2 && p[0] == 0xFE && p[1] == 0xFF)
		f = (struct registry_form){ .wide = true, .swapped = true, .start = 2 };
	else if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0)
		f.start = 3;
	else if (n >= 4 && p[0] && !p[1] && p[2] && !p[3])
		f.wide = true;
	else if (n >= 4 && !p[0] && p[1] && !p[2] && p[3])
		f.wide = f.swapped = true;
	return f;
}

struct registry_form
registry_form(const void *head, size_t n)
{
	const uint8_t *p = head;
	struct registry_form f = form_by_mark(p, n);
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
		while (j < m && ascii_lower(text[i + j]) == headers[h].text[j])
			j++;
		f.known = j == m;
		f.regedit4 = f.known && headers[h].regedit4;
	}
	return f;
}

bool
registry_is_export(const void *head, size_t n)
{
	return registry_form(head, n).known;
}

/* ---- the end ---- */

static bool
is_line_end(char c)
{
	return c == '\r' || c == '\n' || c == 0;
}

/* Does a line that begins like this and has no end want more? */
static bool
wants_more(const char *line)
{
	size_t n_quotes = 0;
	if (*line == '[')
		return !strchr(line, ']');
	if (*line != '"' && *line != '@')
		return false;
	for (const char *p = line; *p; p++) {
		n_quotes += *p == '"';
		p += *p == '\\' && p[1];
	}
	return n_quotes % 2 || !strchr(line, '=');
}

bool
registry_ends_early(const void *tail, size_t n, bool wide)
{
	const uint8_t *p = tail;
	char text[1024];
	size_t step = wide ? 2 : 1, k = 0;
	size_t from = n / step > sizeof text - 2 ? n - (sizeof text - 2) * step : 0;
	text[k++] = 0;
	for (size_t i = from; i + step <= n; i += step)
		text[k++] = wide && p[i + 1] ? '?' : (char)p[i];
	size_t end = k;
	while (end > 1 && (is_line_end(text[end - 1]) || text[end - 1] == ' '))
		end--;
	if (end == 1)
		return false;
	if (text[end - 1] == '\\')
		return true;
	if (end < k)
		return false;
	if (text[end - 1] == ',')
		return true;
	size_t begin = end;
	while (begin > 1 && !is_line_end(text[begin - 1]))
		begin--;
	/* A line longer than the tail begins anyhow. */
	bool known = begin > 1 || from == 0;
	text[end] = 0;
	return known && wants_more(text + begin);
}

/* ---- code pages ---- */

/* Rewrites the text from CHARSET.  False if a byte does not belong there;
 * with LOSSY such a byte becomes U+FFFD and the answer is true. */
static bool
recode(struct registry_text *t, const char *charset, bool lossy)
{
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

/* CP932 gives a meaning to most pairs of bytes, so that it can be converted
 * proves little: the single letters of western names read as rare characters
 * too, and may take the "\\" behind them along.  Japanese has kana and the common
 * kanji, which begin with 81 to 9F, or halfwidth kana in a row. */
static bool
looks_japanese(const char *bytes, size_t n)
{
	const uint8_t *p = (const uint8_t *)bytes;
	for (size_t i = 0; i < n; i++) {
		if (p[i] >= 0x81 && p[i] <= 0x9F)
			return true;
		if (p[i] >= 0xA1 && p[i] <= 0xDF && i + 1 < n && p[i + 1] >= 0xA1 && p[i + 1] <= 0xDF)
			return true;
		i += p[i] >= 0xE0 && p[i] <= 0xFC; /* a pair */
	}
	return false;
}

/* Decides which code page an 8-bit export is in. */
void
registry_decode(struct registry_text *t, bool wide, const char *hint)
{
	t->ansi_charset = hint ? hint : "CP932";
	if (wide || str_is_utf8(t->bytes, t->n))
		return;
	if ((hint && recode(t, hint, false)) || (looks_japanese(t->bytes, t->n) && recode(t, "CP932", false)))
		return;
	if (recode(t, "CP1252", false)) {
		t->ansi_charset = hint ? hint : "CP1252";
		return;
	}
	if (!recode(t, t->ansi_charset, true))
		recode(t, "CP932", true);
}
