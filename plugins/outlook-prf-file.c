/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	file = line*		an INI file, see kit/keyfile.h
 *
 * Sections and keys without regard to letter case; a section may come again.
 * What is neither section nor KEY=VALUE is passed over: people write comments
 * without a semicolon.  At most 20000 lines are kept.
 */
#include "outlook-prf-file.h"

#include <string.h>

enum { MAX_LINES = 20000 };

/* Places in the texts, each ended by NUL. */
struct kept {
	size_t section, key, value, n_value;
	uint32_t line;
};

static size_t
keep(struct prf *prf, struct ma_str s)
{
	static const char end = 0;
	size_t at = grow_add(&prf->texts, s.p, s.n);
	return at == SIZE_MAX || grow_add(&prf->texts, &end, 1) == SIZE_MAX ? SIZE_MAX : at;
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct prf *prf = context;
	struct kept l = { .n_value = line->value.n, .line = line->line };
	if (line->what == KEYFILE_SECTION) {
		prf->section = keep(prf, line->section);
		prf->recognized |= span_is_any_case(line->section, "Internet Account List") || span_is_any_case(line->section, "Service List");
	}
	if (line->what != KEYFILE_KEY || prf->cut)
		return;
	l.section = prf->section;
	l.key = keep(prf, line->key);
	l.value = keep(prf, line->value);
	prf->cut = prf_count(prf) >= MAX_LINES || l.section == SIZE_MAX || l.key == SIZE_MAX || l.value == SIZE_MAX ||
		   grow_add(&prf->lines, &l, sizeof l) == SIZE_MAX;
}

bool
prf_read(struct prf *prf, struct ma_str bytes, uint32_t file)
{
	enum { DIALECT = KEYFILE_SEMICOLON | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE | KEYFILE_UTF16 | KEYFILE_NUL_ENDS };
	prf->texts.n = prf->lines.n = 0;
	prf->section = SIZE_MAX;
	prf->file = file;
	prf->recognized = prf->cut = false;
	return keyfile_read(bytes, DIALECT, on_line, prf);
}

void
prf_fini(struct prf *prf)
{
	grow_fini(&prf->texts);
	grow_fini(&prf->lines);
}

size_t
prf_count(const struct prf *prf)
{
	return prf->lines.n / sizeof(struct kept);
}

struct prf_line
prf_line(const struct prf *prf, size_t i)
{
	struct kept l;
	memcpy(&l, prf->lines.p + i * sizeof l, sizeof l);
	const char *texts = prf->texts.p;
	return (struct prf_line){ texts + l.section, texts + l.key, texts + l.value, l.n_value, l.line };
}

bool
prf_in(const struct prf_line *line, const char *section)
{
	return span_is_any_case(span_of(line->section), section);
}

bool
prf_has(const struct prf *prf, const char *section)
{
	for (size_t i = 0; i < prf_count(prf); i++) {
		struct prf_line l = prf_line(prf, i);
		if (prf_in(&l, section))
			return true;
	}
	return false;
}

struct slot
prf_find(const struct prf *prf, const char *section, const char *key)
{
	for (size_t i = 0; i < prf_count(prf); i++) {
		struct prf_line l = prf_line(prf, i);
		if (prf_in(&l, section) && span_is_any_case(span_of(l.key), key))
			return (struct slot){ { l.value, l.n_value }, prf->file, l.line };
	}
	return (struct slot){ .text = MA_STR("") };
}

int64_t
prf_number(struct ma_str s)
{
	int64_t n = 0;
	if (s.n < 3 || s.p[0] != '0' || (s.p[1] | 32) != 'x')
		return s.n > 1 && s.p[0] == '0' ? -1 : span_number(s);
	for (size_t i = 2; i < s.n; i++) {
		char c = (char)(s.p[i] | 32);
		int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
		if (digit < 0 || i > 9)
			return -1;
		n = n * 16 + digit;
	}
	return n;
}

struct ma_str
prf_unquoted(struct ma_str s)
{
	bool pair = s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
	return pair ? (struct ma_str){ s.p + 1, s.n - 2 } : s;
}

bool
prf_variable(struct ma_str s)
{
	const char *open = s.n ? memchr(s.p, '%', s.n) : NULL;
	size_t left = open ? s.n - (size_t)(open + 1 - s.p) : 0;
	const char *close = left ? memchr(open + 1, '%', left) : NULL;
	return close && close > open + 1;
}
