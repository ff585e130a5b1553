/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/lang.h"
#include "base/opt.h"
#include "base/str.h"
#include "t.h"

static void
languages(void)
{
	static const struct {
		const char *row, *language, *lc_all, *lc_messages, *lang;
		enum lang want;
	} rows[] = {
		{ "nothing", NULL, NULL, NULL, NULL, LANG_EN },
		{ "LANG", NULL, NULL, NULL, "ja_JP.UTF-8", LANG_JA },
		{ "only a language", NULL, NULL, NULL, "ja", LANG_JA },
		{ "a modifier", NULL, NULL, NULL, "ja@x", LANG_JA },
		{ "another that begins so", NULL, NULL, NULL, "jav_ID", LANG_EN },
		{ "LC_MESSAGES first", NULL, NULL, "en_US", "ja_JP", LANG_EN },
		{ "LC_ALL first", NULL, "ja_JP", "en_US", "en_US", LANG_JA },
		{ "an empty one does not count", NULL, "", "", "ja_JP", LANG_JA },
		{ "LANGUAGE before all", "ja", "de_DE", NULL, NULL, LANG_JA },
		{ "not before C", "ja", "C", NULL, "ja_JP", LANG_EN },
		{ "a list", "de:fr:ja:en", NULL, NULL, "de_DE", LANG_JA },
		{ "English before Japanese", "en:ja", NULL, NULL, "ja_JP", LANG_EN },
		{ "LANGUAGE alone", "ja", NULL, NULL, NULL, LANG_JA },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num((long)lang_of_locale(rows[i].language, rows[i].lc_all, rows[i].lc_messages, rows[i].lang), (long)rows[i].want, rows[i].row);

	const char *clause;
	t_num((long)lang_set(LANG_JA), LANG_EN, "English at first");
	t_num((long)lang_now(), LANG_JA, "set");
	t_text(_("unknown"), "不明", "a word");
	t_text(C_("leaves mail", "yes"), "残す", "a word in its context");
	t_text(_("yes"), "はい", "and without");
	t_text(C_("no such context", "yes"), "yes", "not in the catalogue");
	t_text(P_("%zu file", "%zu files", 2), "ファイル %zu 個", "one form for all numbers");
	t_text(lang_text_in(LANG_EN, N_("unknown")), "unknown", "another language than that of now");
	t_num((long)lang_clause("a: b: is no regular file", &clause), 6, "where a clause begins");
	t_text(clause, "通常のファイルではありません", "a clause");
	t_num((long)lang_clause("a: b", &clause), 4, "no clause");
	t_text(clause, "", "none");
	lang_set(LANG_EN);
	t_text(_("unknown"), "unknown", "English");
	t_text(C_("leaves mail", "yes"), "yes", "English is without context");
	t_text(P_("%zu file", "%zu files", 1), "%zu file", "one");
	t_text(P_("%zu file", "%zu files", 0), "%zu files", "none is many");
}

static void
globs(void)
{
	static const struct {
		const char *row, *pattern, *text;
		bool fold, want;
	} rows[] = {
		{ "literal", "abc", "abc", false, true },
		{ "literal too short", "abc", "ab", false, false },
		{ "star takes nothing", "a*b", "ab", false, true },
		{ "star takes much", "a*b", "axxbxxb", false, true },
		{ "star at the end", "a*", "a", false, true },
		{ "two stars", "*.default*", "k3.default-release", false, true },
		{ "question mark", "a?c", "abc", false, true },
		{ "question mark needs one", "a?", "a", false, false },
		{ "case counts", "ABC", "abc", false, false },
		{ "case folded", "ABC", "abc", true, true },
		{ "empty pattern", "", "", false, true },
		{ "empty pattern, some text", "", "a", false, false },
		{ "backtracks", "*aab", "aaaaaab", false, true },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num(str_glob(rows[i].pattern, rows[i].text, rows[i].fold), rows[i].want, rows[i].row);
}

static void
numbers(void)
{
	static const struct {
		const char *text;
		bool ok;
		int64_t want;
	} rows[] = {
		{ "0", true, 0 },
		{ "-5", true, -5 },
		{ "+7", true, 7 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "99999999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "1x", false, 0 },
		{ " 1", false, 0 },
		{ "0x10", false, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t got = 0;
		t_num(str_number(rows[i].text, &got), rows[i].ok, rows[i].text);
		if (rows[i].ok)
			t_num(got, rows[i].want, rows[i].text);
	}
}

static void
utf8(void)
{
	static const struct {
		const char *row, *bytes;
		size_t n;
		const char *want;
	} rows[] = {
		{ "ascii", "abc", 3, "abc" },
		{ "japanese", "\xe5\x8f\x97\xe4\xbb\x98", 6, "\xe5\x8f\x97\xe4\xbb\x98" },
		{ "latin-1", "M\xfcller", 6, "M\xef\xbf\xbdller" },
		{ "overlong", "\xc0\xaf", 2, "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "surrogate", "\xed\xa0\x80", 3, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "cut off", "\xe5\x8f", 2, "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "beyond the last", "\xf4\x90\x80\x80", 4, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "NUL inside", "a\0b", 3, "a\xef\xbf\xbd" "b" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_text(str_utf8(&arena, rows[i].bytes, rows[i].n), rows[i].want, rows[i].row);
	arena_fini(&arena);
}

static void
words(void)
{
	struct arena arena = { 0 };
	int index = -1;
	t_ok(str_word("none starttls tls", "tls", 3, &index) && index == 2, "tls", "is the third word");
	t_ok(!str_word("none starttls tls", "tl", 2, &index), "tl", "is no word");
	t_ok(!str_word("none starttls tls", "", 0, &index), "empty", "is no word");
	t_text(str_nth_word(&arena, "none starttls tls", 1), "starttls", "second");
	t_text(str_nth_word(&arena, "none starttls tls", 3), NULL, "fourth");
	t_ok(str_same("Info@Example.CO.JP", "info@example.co.jp"), "address", "is the same in another case");
	t_ok(!str_same(NULL, NULL), "nothing", "is not the same as nothing");
	arena_fini(&arena);
}

static void
arenas(void)
{
	struct arena arena = { 0 };
	int *numbers_ = NULL;
	size_t n = 0;
	for (int i = 0; i < 100000; i++)
		*(int *)arena_grow(&arena, &numbers_, &n, sizeof *numbers_) = i;
	bool same = true;
	for (int i = 0; i < 100000; i++)
		same &= numbers_[i] == i;
	t_ok(same, "grow", "all elements are there");
	char *large = arena_alloc(&arena, 10 << 20);
	t_ok(large[0] == 0 && large[(10 << 20) - 1] == 0, "large", "is zeroed");
	t_text(arena_printf(&arena, "%s-%d", "a", 7), "a-7", "printf");
	t_ok(arena_strdup(&arena, NULL) == NULL, "strdup", "NULL stays NULL");
	arena_fini(&arena);
	arena_fini(&arena);
}

static void
errors(void)
{
	struct err err = { 0 };
	err_set(&err, EXIT_DATA, "first %d", 1);
	err_set(&err, EXIT_IO, "second");
	t_text(err.text, "first 1", "first failure wins");
	t_num(err.status, EXIT_DATA, "and its status");
}

static void
options(void)
{
	enum { FLAG, NAME, WORD };
	static const struct opt_row rows[] = {
		{ "flag", 'f', NULL, NULL, "" },
		{ "name", 'n', "NAME", NULL, "" },
		{ "word", 0, "WORD", "one two", "" },
	};
	static const int used[] = { FLAG, NAME, WORD, -1 };
	static const struct {
		const char *row;
		const char *argv[6];
		int first; /* -1: an error */
		const char *name;
	} cases[] = {
		{ "nothing", { "x" }, 1, NULL },
		{ "long", { "x", "--name", "a", "rest" }, 3, "a" },
		{ "long with =", { "x", "--name=b" }, 2, "b" },
		{ "short", { "x", "-n", "c" }, 3, "c" },
		{ "last counts", { "x", "-n", "c", "--name", "d" }, 5, "d" },
		{ "unknown", { "x", "--nope" }, -1, NULL },
		{ "value missing", { "x", "--name" }, -1, NULL },
		{ "not one of the words", { "x", "--word", "three" }, -1, NULL },
		{ "one of the words", { "x", "--word", "two" }, 3, NULL },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct opt_value values[3] = { 0 };
		int argc = 0;
		char *argv[7] = { 0 };
		for (; argc < 6 && cases[i].argv[argc]; argc++)
			argv[argc] = arena_strdup(&arena, cases[i].argv[argc]);
		t_num(opt_parse(rows, used, argc, argv, values, &arena, &err), cases[i].first, cases[i].row);
		t_text(values[NAME].text, cases[i].name, cases[i].row);
		t_ok((err.status == EXIT_USAGE) == (cases[i].first < 0), cases[i].row, "fails with a usage error, or not at all");
		arena_fini(&arena);
	}
}

static CU_TestInfo tests[] = {
	{ "globs", globs },
	{ "languages", languages },
	{ "numbers", numbers },
	{ "utf-8", utf8 },
	{ "words", words },
	{ "arenas", arenas },
	{ "errors", errors },
	{ "options", options },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_base = { "base", tests };
