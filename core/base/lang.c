/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/lang.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* po/ja.po as rows, sorted by text (po/table.awk). */
struct row {
	const char *text, *translation;
};
static const struct row ja[] = {
#include "po/ja.inc"
};

static const struct {
	const struct row *rows;
	size_t n;
} catalogues[LANG_COUNT] = {
	[LANG_JA] = { ja, sizeof ja / sizeof *ja },
};

const char *const lang_words = "en ja";

static enum lang spoken = LANG_EN;
static _Thread_local enum lang spoken_here = LANG_COUNT; /* LANG_COUNT: as everywhere */

enum lang
lang_set(enum lang lang)
{
	enum lang before = spoken;
	spoken = lang;
	return before;
}

enum lang
lang_set_here(enum lang lang)
{
	enum lang before = spoken_here;
	spoken_here = lang;
	return before;
}

enum lang
lang_now(void)
{
	return spoken_here == LANG_COUNT ? spoken : spoken_here;
}

/* Is the name of a locale ("ja_JP.UTF-8", "ja") in this language? */
static bool
is_in(const char *locale, const char *language)
{
	size_t n = strlen(language);
	return strncmp(locale, language, n) == 0 && (!locale[n] || strchr("_.@:", locale[n]));
}

enum lang
lang_of_locale(const char *language, const char *lc_all, const char *lc_messages, const char *lang)
{
	const char *locale = lc_all && *lc_all ? lc_all : lc_messages && *lc_messages ? lc_messages : lang ? lang : "";
	if (is_in(locale, "C") || is_in(locale, "POSIX"))
		return LANG_EN;
	/* LANGUAGE is a list, the first one that we have counts. */
	for (const char *p = language && *language ? language : locale; p; p = strchr(p, ':')) {
		p += *p == ':';
		if (is_in(p, "ja"))
			return LANG_JA;
		if (is_in(p, "en"))
			return LANG_EN;
	}
	return LANG_EN;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(((const struct row *)a)->text, ((const struct row *)b)->text);
}

static const char *
find(enum lang lang, const char *text)
{
	const struct row key = { text, NULL };
	const struct row *row = catalogues[lang].n ? bsearch(&key, catalogues[lang].rows, catalogues[lang].n, sizeof key, by_text) : NULL;
	return row ? row->translation : NULL;
}

const char *
lang_text_in(enum lang lang, const char *text)
{
	const char *found = find(lang, text), *context = found ? NULL : strchr(text, '\004');
	return found ? found : context ? context + 1 : text;
}

const char *
lang_text(const char *text)
{
	return lang_text_in(lang_now(), text);
}

const char *
lang_plural(const char *one, const char *many, unsigned long long n)
{
	/* Japanese has one form, kept under the singular. */
	const char *found = find(lang_now(), one);
	return found ? found : n == 1 ? one : many;
}

size_t
lang_clause(const char *remark, const char **clause)
{
	for (const char *p = remark; p; p = strstr(p, ": ") ? strstr(p, ": ") + 2 : NULL)
		if ((*clause = find(lang_now(), p)))
			return (size_t)(p - remark);
	*clause = "";
	return strlen(remark);
}
