/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* ---- letters ---- */

static const struct {
	const char *row, *text, *shown;
	int width;
} letters[] = {
	{ "plain", "info@example.co.jp", "info@example.co.jp", 18 },
	{ "empty", "", "", 0 },
	{ "newline", "a\nb", "a\\nb", 4 },
	{ "tab, return", "\t\r", "\\t\\r", 4 },
	{ "escape sequence", "\x1b[31mred", "\\x1b[31mred", 11 },
	{ "delete", "\x7f", "\\x7f", 4 },
	{ "C1 control", "\xc2\x9b" "31m", "\\u009b31m", 9 },
	{ "right-to-left override", "a\xe2\x80\xae" "b", "a\\u202eb", 8 },
	{ "isolate", "\xe2\x81\xa6", "\\u2066", 6 },
	{ "zero width space", "\xe2\x80\x8b", "\\u200b", 6 },
	{ "line separator", "\xe2\x80\xa8", "\\u2028", 6 },
	{ "byte order mark", "\xef\xbb\xbf", "\\ufeff", 6 },
	{ "tag letter", "\xf3\xa0\x81\x81", "\\ue0041", 7 },
	{ "no UTF-8", "a\xff" "b", "a\\xffb", 6 },
	{ "cut off", "\xe5\x8f", "\\xe5\\x8f", 8 },
	{ "overlong", "\xc0\xaf", "\\xc0\\xaf", 8 },
	{ "surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80", 12 },
	{ "backslash stays", "C:\\a", "C:\\a", 4 },
	{ "kanji", "\xe5\x8f\x97\xe4\xbb\x98", "\xe5\x8f\x97\xe4\xbb\x98", 4 },
	{ "half-width kana", "\xef\xbd\xb1", "\xef\xbd\xb1", 1 },
	{ "full-width bracket", "\xef\xbc\x88", "\xef\xbc\x88", 2 },
	{ "kana with combining mark", "\xe3\x81\x8b\xe3\x82\x99", "\xe3\x81\x8b\xe3\x82\x99", 2 },
	{ "combining acute", "e\xcc\x81", "e\xcc\x81", 1 },
	{ "picture", "\xf0\x9f\x93\xa7", "\xf0\x9f\x93\xa7", 2 },
	{ "CJK extension B", "\xf0\xa0\xae\xb7", "\xf0\xa0\xae\xb7", 2 },
	{ "Latin with accent", "\xc3\xbc", "\xc3\xbc", 1 },
	{ "Hangul", "\xed\x95\x9c", "\xed\x95\x9c", 2 },
};

static void
test_letters(void)
{
	for (size_t i = 0; i < ROWS(letters); i++) {
		char *shown = NULL;
		size_t n = 0;
		FILE *out = open_memstream(&shown, &n);
		text_print(out, letters[i].text);
		fclose(out);
		t_text(shown, letters[i].shown, letters[i].row);
		t_num(text_width(letters[i].text), letters[i].width, letters[i].row);
		free(shown);
	}
}

/* ---- reports ---- */

#define SCAN(name, accounts, notes) \
	"{\"format\":\"mailaccord-scan\",\"version\":1,\"run\":\"r\",\"started\":\"2026-03-30T08:00:00Z\"," \
	"\"workstation\":{\"id\":\"id-" name "\",\"name\":\"" name "\"}," \
	"\"files\":[{\"path\":\"~/profile/\xe7\x94\xb0\xe4\xb8\xad/prefs.js\",\"client\":\"x\",\"status\":\"parsed\"}]," \
	"\"accounts\":[" accounts "],\"notes\":[" notes "]}\n"
#define ACCOUNT(client, members) \
	"{\"id\":\"" client "/1\",\"client\":\"" client "\",\"enabled\":true,\"addresses\":[\"info@example.co.jp\"]," \
	"\"host\":\"mail.example.co.jp\",\"login\":\"info@example.co.jp\",\"security\":\"tls\",\"auth\":\"password\"" members "}"
#define IMAP ",\"protocol\":\"imap\",\"delete_model\":\"trash\""
#define MARKS ",\"protocol\":\"imap\",\"delete_model\":\"mark\""
#define KEEPS ",\"protocol\":\"pop3\",\"leave_on_server\":true,\"delete_when\":\"never\""
#define TAKES ",\"protocol\":\"pop3\",\"leave_on_server\":false,\"places\":{\"leave_on_server\":\"0:214\"}"
#define TELLS_NOT ",\"protocol\":\"pop3\",\"unknown\":[\"leave_on_server\"]"

static const char lost[] =
    SCAN("PC-07", ACCOUNT("alpha", TAKES ",\"name\":\"\xe5\x8f\x97\xe4\xbb\x98\""), "")
    SCAN("PC-08", ACCOUNT("beta", IMAP), "") SCAN("PC-09", ACCOUNT("gamma", KEEPS), "");
static const char dark[] = SCAN("PC-07", ACCOUNT("alpha", TELLS_NOT), "") SCAN("PC-08", ACCOUNT("beta", IMAP), "");
static const char well[] = SCAN("PC-07", ACCOUNT("alpha", IMAP), "") SCAN("PC-08", ACCOUNT("beta", IMAP), "");
static const char blind[] = SCAN("PC-07", ACCOUNT("alpha", IMAP), "{\"kind\":\"damaged\",\"client\":\"alpha\",\"file\":0,\"line\":12,\"key\":\"server1\"}")
    SCAN("PC-08", ACCOUNT("beta", IMAP), "");
static const char minor[] = SCAN("PC-07", ACCOUNT("alpha", MARKS), "") SCAN("PC-08", ACCOUNT("beta", IMAP), "");
static const char minor_blind[] = SCAN("PC-07", ACCOUNT("alpha", MARKS), "{\"kind\":\"damaged\",\"client\":\"alpha\"}")
    SCAN("PC-08", ACCOUNT("beta", IMAP), "");
static const char hostile[] = SCAN("PC\\u001b[31m\\u202e",
    ACCOUNT("alpha\\u0007", TAKES ",\"name\":\"\\u001b]0;title\\u0007 \\r\\n\\u009b2J\""),
    "{\"kind\":\"damaged\",\"key\":\"\\u001b[2J\",\"file\":0}")
    SCAN("\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84\xe9\x95\xb7\xe3\x81\x84",
	ACCOUNT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", IMAP), "");
static const char nothing[] = SCAN("PC-07", "", "");

static struct report *
report_over(const char *text, const char *row)
{
	struct report *report = report_new();
	struct err err = { 0 };
	t_ok(document_read_scans(text, strlen(text), "x.json", report, &err), row, err.text);
	policy_init(&report->policy, "2026-03-31");
	report_settle(report);
	audit(report);
	return report;
}

/* malloc'd */
static char *
page_of(const struct report *report, bool scan, bool colour, int columns)
{
	char *page = NULL;
	size_t n = 0;
	struct err err = { 0 };
	struct text_style style = { colour, columns };
	FILE *out = open_memstream(&page, &n);
	if (scan)
		t_ok(text_write_scan(out, "memory", report->scans[0], report, style, &err), "writes", err.text);
	else
		t_ok(text_write_report(out, "memory", report, style, &err), "writes", err.text);
	fclose(out);
	return page;
}

/* The page as one line, so that wrapping does not matter. */
static char *
unwrapped(char *page)
{
	char *q = page;
	for (char *p = page; *p; p++)
		if (*p != '\n' && *p != ' ')
			*q++ = *p;
		else if (q > page && q[-1] != ' ' && q[-1] != '/') /* paths go on behind a slash */
			*q++ = ' ';
	*q = 0;
	return page;
}

static const struct {
	const char *row, *scans, *says;
	bool not;
} says[] = {
	{ "verdict", lost, "1 mailbox on 3 workstations: 1 loses mail.", false },
	{ "headline", lost, "info@example.co.jp - MAIL IS BEING LOST", false },
	{ "who", lost, "1. On PC-07, alpha (account \xe5\x8f\x97\xe4\xbb\x98) - P01", false },
	{ "what", lost, "leaves mail on the server: from \"no\" to \"yes\"", false },
	{ "where", lost, "[~/profile/\xe7\x94\xb0\xe4\xb8\xad/prefs.js:214]", false },
	{ "others are not told to change", lost, "On PC-09", true },
	{ "gone", lost, "A message that arrives today is gone for everybody at the first check of PC-07 (alpha).", false },
	{ "not clean", lost, "is clean", true },
	{ "what next", lost, "mailaccord explain P01", false },
	{ "fact names are not shown", lost, "leave_on_server", true },
	{ "unknown: verdict", dark, "1 mailbox on 2 workstations: 1 cannot be judged yet.", false },
	{ "unknown: headline", dark, "info@example.co.jp - CANNOT BE JUDGED YET", false },
	{ "unknown: which", dark, "PC-07, alpha", false },
	{ "unknown: setting", dark, "leaves mail on the server: unknown", false },
	{ "unknown: weighs more than a low failure", dark, "X01 low", false },
	{ "unknown: what next", dark, "mailaccord explain P01", false },
	{ "unknown: to do", dark, "To do: look at these settings on the workstation itself", false },
	{ "unknown: life", dark, "it cannot be ruled out: PC-07 (alpha) may remove it.", false },
	{ "unknown: never clean", dark, "clean", true },
	{ "clean: verdict", well, "1 mailbox on 2 workstations: 1 is clean.", false },
	{ "clean: why", well, "2 clients, all settings that matter are known; no client removes mail by itself.", false },
	{ "clean: nothing to change", well, "must change", true },
	{ "blind: not clean", blind, "is clean", true },
	{ "blind: where", blind, "PC-07: ~/profile/\xe7\x94\xb0\xe4\xb8\xad/prefs.js:12: the file is damaged", false },
	{ "minor", minor, "1 mailbox on 2 workstations: 1 could be better.", false },
	{ "minor, and not all was read", minor_blind, "1 mailbox on 2 workstations: 1 cannot be judged yet.", false },
	{ "nothing: not clean", nothing, "clean", true },
	{ "nothing: said", nothing, "nothing was found that could be judged", false },
};

static void
test_says(void)
{
	for (size_t i = 0; i < ROWS(says); i++) {
		struct report *report = report_over(says[i].scans, says[i].row);
		char *page = unwrapped(page_of(report, false, false, 80));
		if (!t_num(strstr(page, says[i].says) != NULL, !says[i].not, says[i].row))
			printf("#   %s\n#   in: %s\n", says[i].says, page);
		free(page);
		report_free(report);
	}
}

static const struct {
	const char *row, *scans;
} pages[] = { { "lost", lost }, { "dark", dark }, { "well", well }, { "blind", blind }, { "hostile", hostile }, { "nothing", nothing } };

/* No line is wider than the page, nothing of the outside is alive in it. */
static void
test_pages(void)
{
	static const int widths[] = { 40, 60, 80, 133 };
	for (size_t i = 0; i < ROWS(pages); i++)
		for (size_t k = 0; k < 2 * ROWS(widths); k++) {
			int columns = widths[k / 2];
			struct report *report = report_over(pages[i].scans, pages[i].row);
			char *page = page_of(report, k % 2, false, columns), row[64];
			snprintf(row, sizeof row, "%s, %s, %d columns", pages[i].row, k % 2 ? "scan" : "report", columns);
			t_ok(str_is_utf8(page, strlen(page)), row, "is no UTF-8");
			for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n")) {
				if (!t_ok(text_width(line) <= columns, row, "a line is too wide"))
					printf("#   %s\n", line);
				for (char *p = line; *p; p++)
					t_ok((unsigned char)*p >= 0x20 && *p != 0x7f, row, "a control character");
				t_ok(!strstr(line, "\xe2\x80\xae") && !strstr(line, "\xc2\x9b"), row, "a letter that turns others");
				t_ok(line[strlen(line) - 1] != ' ', row, "a blank at the end of a line");
			}
			free(page);
			report_free(report);
		}
}

/* With colours the only escape sequences are the program's own. */
static void
test_colour(void)
{
	struct report *report = report_over(hostile, "colour");
	char *plain = page_of(report, false, false, 80), *coloured = page_of(report, false, true, 80), *q = coloured;
	t_ok(strstr(coloured, "\033[1m") != NULL, "colour", "none");
	for (char *p = coloured; *p;) {
		if (*p == '\033') {
			size_t n = 2 + strspn(p + 2, "0123456789;");
			t_ok(p[1] == '[' && p[n] == 'm', "colour", "another sequence");
			p += n + 1;
		} else {
			*q++ = *p++;
		}
	}
	*q = 0;
	t_text(coloured, plain, "colour");
	free(plain);
	free(coloured);
	report_free(report);
}

static const struct {
	const char *row, *scans, *verdict;
} verdicts[] = {
	{ "lost", lost, "fail" }, { "unknown above a low failure", dark, "unknown" }, { "well", well, "clean" },
	{ "blind", blind, "unknown" }, { "a low failure is not clean", minor, "fail" }, { "minor, blind", minor_blind, "unknown" },
	{ "nothing is not clean", nothing, "unknown" },
};

/* The report as JSON says the same in one word; and the same report gives the same bytes. */
static void
test_verdicts(void)
{
	for (size_t i = 0; i < ROWS(verdicts); i++) {
		char *json[2] = { NULL, NULL }, want[64];
		for (int k = 0; k < 2; k++) {
			struct report *report = report_over(verdicts[i].scans, verdicts[i].row);
			size_t n = 0;
			struct err err = { 0 };
			FILE *out = open_memstream(&json[k], &n);
			t_ok(document_write_report(out, "memory", report, &err), verdicts[i].row, err.text);
			fclose(out);
			report_free(report);
		}
		snprintf(want, sizeof want, "\"verdict\": \"%s\"", verdicts[i].verdict);
		if (!t_ok(strstr(json[0], want) != NULL, verdicts[i].row, want))
			printf("#   %.40s\n", strstr(json[0], "\"verdict\""));
		t_text(json[1], json[0], verdicts[i].row);
		t_num(document_kind(json[0], strlen(json[0])), DOCUMENT_REPORT, verdicts[i].row);
		free(json[0]);
		free(json[1]);
	}
}

static void
test_rules(void)
{
	for (size_t i = 0; i < n_rules; i++) {
		char *page = NULL;
		size_t n = 0;
		struct err err = { 0 };
		FILE *out = open_memstream(&page, &n);
		t_ok(text_write_rule(out, "memory", &rules[i], (struct text_style){ false, 72 }, &err), rules[i].id, err.text);
		fclose(out);
		t_ok(strstr(page, rules[i].id) && strstr(page, rules[i].code), rules[i].id, "not named");
		for (char *line = strtok(page, "\n"); line; line = strtok(NULL, "\n"))
			t_ok(text_width(line) <= 72, rules[i].id, line);
		free(page);
	}
}

static CU_TestInfo tests[] = {
	{ "letters", test_letters }, { "says", test_says }, { "pages", test_pages }, { "colour", test_colour },
	{ "verdicts", test_verdicts }, { "rules", test_rules }, CU_TEST_INFO_NULL,
};
const struct t_suite suite_text = { "text", tests };
