/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences in the language of the person who reads them.  They stand in the
 * code in English, marked for xgettext(1); po/ja.po has them in Japanese and is
 * kept with the usual gettext tools.  The catalogue is compiled in: it works
 * before installation, in a static program, and where no such locale was ever
 * generated (in the locale "C" the C library does not translate).
 *
 * Sentences are whole; what varies stands in them as %s or, where another
 * language has another order, %1$s.  Output is UTF-8 whatever the locale says.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include <stdbool.h>
#include <stddef.h>

enum lang { LANG_EN, LANG_JA, LANG_COUNT };
extern const char *const lang_words; /* "en ja", in that order */

/* In this language from now on; returns the one before.  What people read is
 * in one language for the whole run: this is the program's only variable that
 * everything sees, as setlocale(3) would be. */
enum lang
lang_set(enum lang lang);
enum lang
lang_now(void);

/* In this language for what this thread does; LANG_COUNT is as everywhere else.
 * Returns the one before.  A server speaks to several people at a time. */
enum lang
lang_set_here(enum lang lang);

/* The language for these variables of the environment (each may be NULL):
 * LANGUAGE counts before the others unless they ask for the locale "C".
 * English when they name none that we have. */
enum lang
lang_of_locale(const char *language, const char *lc_all, const char *lc_messages, const char *lang);

/* The text in the language of now, or in LANG; itself when there is no other. */
const char *
lang_text(const char *text) __attribute__((format_arg(1)));
const char *
lang_text_in(enum lang lang, const char *text) __attribute__((format_arg(2)));

/* ONE when it is 1 and else MANY, or what the language has for N. */
const char *
lang_plural(const char *one, const char *many, unsigned long long n) __attribute__((format_arg(1), format_arg(2)));

/* A remark that was kept in English, "PATH: is no regular file": where the last
 * clause that can be translated begins, and *CLAUSE is that clause in the
 * language of now.  The length of REMARK and "" when there is none. */
size_t
lang_clause(const char *remark, const char **clause);

#define _(text) lang_text(text)
#define P_(one, many, n) lang_plural(one, many, n)
/* A word that means different things in different places. */
#define C_(context, text) lang_text(context "\004" text)

/* Marks in tables; lang_text when it is written. */
#define N_(text) text
#define NP_(one, many) one, many
#define NC_(context, text) context "\004" text

#endif
