/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * INI files: one row per input and dialect, with what is handed over, as
 * "[section]@line", "section.key=value@line", "?line" for what is neither.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/keyfile.h"
#include "t.h"

static const struct {
	const char *name;
	unsigned flags;
	const char *text;
	size_t n; /* 0: strlen */
	const char *want;
} rows[] = {
	{ "plain", KEYFILE_MOZILLA, "[A]\nk=v\n", 0, "[A]@1 A.k=v@2" },
	{ "CR LF, lone CR, empty lines", KEYFILE_MOZILLA, "\r\n[A]\r\rk=v\r\n\r\nl=w", 0, "[A]@2 A.k=v@4 A.l=w@6" },
	{ "byte order mark", KEYFILE_MOZILLA, "\xef\xbb\xbf[A]\nk=v", 0, "[A]@1 A.k=v@2" },
	{ "UTF-16LE", KEYFILE_MOZILLA, "\xff\xfe[\0A\0]\0\n\0k\0=\0\xe3\x4e\n\0", 18, "[A]@1 A.k=\xe4\xbb\xa3@2" },
	{ "UTF-16 where the dialect has none", KEYFILE_GLIB, "\xff\xfe[\0A\0]\0", 8, "refused" },
	{ "blanks around = belong to both", KEYFILE_MOZILLA, "[A]\nk = v ", 0, "[A]@1 A.k = v @2" },
	{ "blanks around = do not", KEYFILE_GLIB, "[A]\nk = v ", 0, "[A]@1 A.k=v@2" },
	{ "indented lines", KEYFILE_MOZILLA, " \t[A]\n\tk=v", 0, "[A]@1 A.k=v@2" },
	{ "comment only at the very start", KEYFILE_MOZILLA, "[A]\n#k=1\n;k=2\n #k=3", 0, "[A]@1 A.#k=3@4" },
	{ "indented comment", KEYFILE_GLIB, "[A]\n  # k=3", 0, "[A]@1" },
	{ "';' is no comment in GLib's", KEYFILE_GLIB, "[A]\n;k=1", 0, "[A]@1 A.;k=1@2" },
	{ "text behind ]", KEYFILE_MOZILLA, "[A] x\nk=v\n[B] \nk=v", 0, "?1 [B]@3 B.k=v@4" },
	{ "no ]", KEYFILE_MOZILLA, "[A\nk=v\n[B]\nk=v", 0, "?1 [B]@3 B.k=v@4" },
	{ "before the first section", KEYFILE_MOZILLA, "k=v\n[A]", 0, "[A]@2" },
	{ "before the first section, allowed", KEYFILE_KDE, "k=v\n[A]", 0, ".k=v@1 [A]@2" },
	{ "key twice, section twice", KEYFILE_MOZILLA, "[A]\nk=1\nk=2\n[B]\n[A]\nk=3", 0, "[A]@1 A.k=1@2 A.k=2@3 [B]@4 [A]@5 A.k=3@6" },
	{ "no =", KEYFILE_MOZILLA, "[A]\nk", 0, "[A]@1 ?2" },
	{ "= in the value", KEYFILE_MOZILLA, "[A]\nk=a=b", 0, "[A]@1 A.k=a=b@2" },
	{ "colon", KEYFILE_PYTHON, "[A]\nk: v=1", 0, "[A]@1 A.k=v=1@2" },
	{ "folded value", KEYFILE_PYTHON, "[A]\nk = a\n  b\n\tc\nl=w", 0, "[A]@1 A.k=a|b|c@2 A.l=w@5" },
	{ "folded, nothing to continue", KEYFILE_PYTHON, "[A]\n  k=v", 0, "[A]@1 A.k=v@2" },
	{ "comment behind a value", KEYFILE_GLIB | KEYFILE_TAIL_COMMENT, "[A]\nk=a#b # c", 0, "[A]@1 A.k=a#b@2" },
	{ "a NUL ends the file", KEYFILE_MOZILLA, "[A]\nk=v\n\0l=w\n", 13, "[A]@1 A.k=v@2" },
	{ "empty", KEYFILE_MOZILLA, "", 0, "" },
	{ "only a mark", KEYFILE_MOZILLA, "\xff\xfe", 2, "" },
};

static void
on_line(void *ctx, const struct keyfile_line *l)
{
	char *to = (char *)ctx + strlen(ctx);
	const char *blank = *(char *)ctx ? " " : "";
	if (l->what == KEYFILE_ODD)
		sprintf(to, "%s?%" PRIu32, blank, l->line);
	else if (l->what == KEYFILE_SECTION)
		sprintf(to, "%s[%.*s]@%" PRIu32, blank, (int)l->section.n, l->section.p, l->line);
	else
		sprintf(to, "%s%.*s.%.*s=%.*s@%" PRIu32, blank, (int)l->section.n, l->section.p ? l->section.p : "", (int)l->key.n, l->key.p,
			(int)l->value.n, l->value.p, l->line);
	for (; *to; to++)
		if (*to == '\n')
			*to = '|';
}

static void
test_rows(void)
{
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		char got[1024] = "";
		size_t n = rows[k].n ? rows[k].n : strlen(rows[k].text);
		char *p = malloc(n + 1); /* to have reads behind the end seen */
		memcpy(p, rows[k].text, n);
		if (!keyfile_read((struct ma_str){ p, n }, rows[k].flags, on_line, got))
			strcpy(got, "refused");
		t_text(got, rows[k].want, rows[k].name);
		free(p);
	}
}

static const CU_TestInfo tests[] = {
	{ "rows", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_keyfile;
const struct t_suite suite_keyfile = { "keyfile", tests };
