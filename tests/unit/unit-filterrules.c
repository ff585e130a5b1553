/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * msgFilterRules.dat: one row per input with the actions handed over, as
 * "filter/action=value@line", with '-' before it when the filter is off and
 * the type in parentheses; "?line" for what is bad.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/filterrules.h"
#include "t.h"

#define TOP "version=\"9\"\nlogging=\"no\"\n"
#define RULE(name, on) "name=\"" name "\"\nenabled=\"" on "\"\ntype=\"17\"\n"

static const struct {
	const char *name, *text, *want;
} rows[] = {
	{ "one filter", TOP RULE("a", "yes") "action=\"Delete\"\ncondition=\"ALL\"\n", "a/Delete=@6(17)" },
	{ "off", TOP RULE("a", "no") "action=\"Delete\"\n", "-a/Delete=@6(17)" },
	{ "neither on nor off", TOP "name=\"a\"\naction=\"Delete\"\n", "-a/Delete=@4(3)" },
	{ "on in capitals is off", TOP RULE("a", "YES") "action=\"Delete\"\n", "-a/Delete=@6(17)" },
	{ "value", TOP RULE("a", "yes") "action=\"Move to folder\"\nactionValue=\"imap://u@h/x\"\n", "a/Move to folder=imap://u@h/x@6(17)" },
	{ "two actions", TOP RULE("a", "yes") "action=\"Mark read\"\naction=\"Delete from Pop3 server\"\n", "a/Mark read=@6(17) a/Delete from Pop3 server=@7(17)" },
	{ "two filters", TOP RULE("a", "yes") "action=\"Delete\"\n" RULE("b", "no") "action=\"Reply\"\n", "a/Delete=@6(17) -b/Reply=@10(17)" },
	{ "quotes and backslashes", TOP RULE("a \\\"b\\\" \\c \\\\d", "yes") "action=\"Delete\"\n", "a \"b\" \\c \\d/Delete=@6(17)" },
	{ "CR LF, names in capitals, blanks", "VERSION=\"9\"\r\nName= \"a\"\r\n enabled=\"yes\"\r\nACTION=\"Delete\"\r\n", "a/Delete=@4(3)" },
	{ "a line end closes a value", TOP "name=\"a\nenabled=\"yes\"\naction=\"Delete\"\n", "a/Delete=@5(3)" },
	{ "an attribute nobody knows spoils its filter", TOP RULE("a", "yes") "wild=\"1\"\naction=\"Delete\"\n" RULE("b", "yes") "action=\"Delete\"\n",
	  "?6 b/Delete=@11(17)" },
	{ "no quote: the end", TOP RULE("a", "yes") "action=Delete\n" RULE("b", "yes") "action=\"Delete\"\n", "?6" },
	{ "an action before any filter", TOP "action=\"Delete\"\n", "" },
	{ "cut off in a value", TOP RULE("a", "yes") "action=\"Dele", "a/Dele=@6(17)" },
	{ "cut off behind a backslash", TOP RULE("a", "yes") "action=\"Dele\\\\", "a/Dele\\=@6(17)" },
	{ "empty", "", "" },
};

static void
on_action(void *ctx, const struct filterrules_action *a)
{
	char *to = (char *)ctx + strlen(ctx);
	sprintf(to, "%s%s%.*s/%.*s=%.*s@%" PRIu32 "(%" PRIu32 ")", *(char *)ctx ? " " : "", a->enabled ? "" : "-", (int)a->filter.n, a->filter.p,
		(int)a->action.n, a->action.p, (int)a->value.n, a->value.p, a->line, a->when);
}

static void
on_bad(void *ctx, uint32_t line)
{
	char *to = (char *)ctx + strlen(ctx);
	sprintf(to, "%s?%" PRIu32, *(char *)ctx ? " " : "", line);
}

static void
test_rows(void)
{
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		char got[1024] = "";
		size_t n = strlen(rows[k].text);
		char *p = malloc(n + 1);
		memcpy(p, rows[k].text, n);
		t_ok(filterrules_read((struct ma_str){ p, n }, on_action, on_bad, got), rows[k].name, "memory");
		t_text(got, rows[k].want, rows[k].name);
		free(p);
	}
}

static const CU_TestInfo tests[] = {
	{ "rows", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_filterrules;
const struct t_suite suite_filterrules = { "filterrules", tests };
