/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the writers make of names from outside: a finding against a workstation
 * of that name, in each format.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/writer.h"
#include "t.h"

static const struct rule test_rules[] = {
	{ .id = "test-rule", .code = "Z01", .severity = SEVERITY_HIGH, .title = "A title", .symptom = "A symptom.", .why = "Why.",
	    .fix = "Do it.", .sources = "none", .advice = { { MA_FACT_COUNT, NULL } } },
};

struct sample {
	const char *name; /* of the workstation */
	enum finding_status status;
	enum severity severity;
	enum exit_status outcome;
	const char *encoding;
};

/* The report on it in a format; malloc'd. */
static char *
write_sample(const char *format, const struct sample *sample, size_t *n_replaced)
{
	static const bool of_mailbox[] = { false };
	struct scan *scan = scan_new();
	struct report *report = report_new();
	char *text = NULL;
	size_t n;
	struct err err = { 0 };
	scan->workstation = (struct workstation){ .id = "id", .name = sample->name };
	scan->run = "run";
	report_add_scan(report, scan);
	struct blame blame = { .scan = scan };
	struct policy_waiver waiver = { .reason = "because", .expires = "2030-01-01" };
	struct finding finding = {
		.rule = test_rules, .severity = sample->severity, .status = sample->status, .blame = &blame, .n_blame = 1,
		.fingerprint = "0123456789abcdef", .waiver = sample->status == FINDING_WAIVED ? &waiver : NULL,
	};
	report->findings = &finding;
	report->n_findings = 1;
	struct writing how = {
		.encoding = sample->encoding ? sample->encoding : "utf-8", .outcome = sample->outcome, .rules = test_rules, .n_rules = 1,
		.of_mailbox = of_mailbox, .tool = "0",
	};
	FILE *out = open_memstream(&text, &n);
	bool ok = writer_by_name(format)->report(out, "test", report, &how, &err);
	fclose(out);
	t_ok(ok && !err.status, format, err.text);
	if (n_replaced)
		*n_replaced = how.n_replaced;
	report_free(report);
	return text;
}

static void
names(void)
{
	static const struct {
		const char *format, *name, *has;
	} rows[] = {
		{ "csv", "PC-07", ",\"PC-07\",\"id\"," },
		{ "csv", "a\"b", ",\"a\"\"b\"," },
		{ "csv", "a,b", ",\"a,b\"," },
		{ "csv", "=1+1", ",\"'=1+1\"," },
		{ "csv", "+1", ",\"'+1\"," },
		{ "csv", "-1", ",\"'-1\"," },
		{ "csv", "@x", ",\"'@x\"," },
		{ "csv", "\tx", ",\"'\\tx\"," },
		{ "csv", "\rx", ",\"'\\rx\"," },
		{ "csv", " =1", ",\"' =1\"," },
		{ "csv", "\uff1d1", ",\"'\uff1d1\"," },
		{ "csv", "a=1", ",\"a=1\"," },
		{ "csv", "a\r\nb", ",\"a\\r\\nb\"," },
		{ "csv", "a\x1b[31m", ",\"a\\x1b[31m\"," },
		{ "csv", "a\xff" "b", ",\"a\\xffb\"," },
		{ "csv", "", ",\"\",\"id\"," },
		{ "junit", "<&>\"'", "classname=\"&lt;&amp;&gt;&quot;&#39;\"" },
		{ "junit", "]]>", "classname=\"]]&gt;\"" },
		{ "junit", "a\x01\n", "classname=\"a\\x01\\n\"" },
		{ "junit", "\uffff\ufffe", "classname=\"\\uffff\\ufffe\"" },
		{ "nagios", "a|b", "(a/b)" },
		{ "nagios", "a\nb", "(a\\nb)" },
		{ "intune", "a|b", "(a|b)" },
		{ "intune", "a\u202e", "(a\\u202e)" },
		{ "sarif", "[a](b)", "\\\\[a\\\\](b)" },
		{ "sarif", "[a]", "\\n[a]\"" },
		{ "sarif", "{0}", "{{0}}" },
		{ "sarif", "a\x1b", "\\u001B" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char row[64];
		char *text = write_sample(rows[i].format, &(struct sample){ rows[i].name, FINDING_FAIL, SEVERITY_HIGH, EXIT_FINDINGS, NULL }, NULL);
		snprintf(row, sizeof row, "%s %zu", rows[i].format, i);
		if (!t_ok(strstr(text, rows[i].has) != NULL, row, rows[i].has))
			printf("%s\n", text);
		free(text);
	}
}

static void
statuses(void)
{
	static const struct {
		const char *format;
		struct sample sample;
		const char *has, *has_not;
	} rows[] = {
		{ "csv", { "P", FINDING_UNKNOWN, SEVERITY_HIGH, EXIT_UNDETERMINED, NULL }, "\"finding\",\"unknown\",\"high\",\"Z01\"", "\"fail\"" },
		{ "csv", { "P", FINDING_WAIVED, SEVERITY_HIGH, EXIT_CLEAN, NULL }, ",\"because\",\"\",\"2030-01-01\",", "\"fail\"" },
		{ "csv", { "P", FINDING_FAIL, SEVERITY_HIGH, EXIT_UNDETERMINED, NULL }, "\"note\",\"unknown\",\"\",\"\",\"no-mailbox\"", "\"waived\"" },
		{ "sarif", { "P", FINDING_FAIL, SEVERITY_CRITICAL, EXIT_FINDINGS, NULL }, "\"level\": \"error\"", "\"suppressions\"" },
		{ "sarif", { "P", FINDING_FAIL, SEVERITY_MEDIUM, EXIT_FINDINGS, NULL }, "\"level\": \"warning\"", "\"open\"" },
		{ "sarif", { "P", FINDING_FAIL, SEVERITY_INFO, EXIT_FINDINGS, NULL }, "\"level\": \"note\"", "\"open\"" },
		{ "sarif", { "P", FINDING_UNKNOWN, SEVERITY_CRITICAL, EXIT_UNDETERMINED, NULL }, "\"kind\": \"open\"", "\"kind\": \"fail\"" },
		{ "sarif", { "P", FINDING_UNKNOWN, SEVERITY_CRITICAL, EXIT_UNDETERMINED, NULL }, "\"level\": \"none\"", "\"suppressions\"" },
		{ "sarif", { "P", FINDING_WAIVED, SEVERITY_HIGH, EXIT_CLEAN, NULL }, "\"justification\": \"because\"", "\"open\"" },
		{ "junit", { "P", FINDING_FAIL, SEVERITY_LOW, EXIT_FINDINGS, NULL }, "failures=\"1\" errors=\"0\" skipped=\"0\"", "<skipped" },
		{ "junit", { "P", FINDING_FAIL, SEVERITY_INFO, EXIT_CLEAN, NULL }, "<system-out>", "<failure" },
		{ "junit", { "P", FINDING_UNKNOWN, SEVERITY_LOW, EXIT_UNDETERMINED, NULL }, "<skipped message=\"unknown: ", "<failure" },
		{ "junit", { "P", FINDING_WAIVED, SEVERITY_LOW, EXIT_CLEAN, NULL }, "<skipped message=\"waived: because; ", "<failure" },
		{ "nagios", { "P", FINDING_FAIL, SEVERITY_HIGH, EXIT_FINDINGS, NULL }, "CRITICAL - A title (P) | c=0 h=1 m=0 u=0\n", "more" },
		{ "nagios", { "P", FINDING_UNKNOWN, SEVERITY_HIGH, EXIT_UNDETERMINED, NULL }, "UNKNOWN - A title (P); 1 more | c=0 h=0 m=0 u=1\n", "OK" },
		{ "nagios", { "P", FINDING_WAIVED, SEVERITY_HIGH, EXIT_CLEAN, NULL }, "OK - ", "A title" },
		{ "intune", { "P", FINDING_FAIL, SEVERITY_HIGH, EXIT_FINDINGS, NULL }, "PROBLEM - A title (P)\n", "|" },
		{ "intune", { "P", FINDING_UNKNOWN, SEVERITY_HIGH, EXIT_UNDETERMINED, NULL }, "UNKNOWN - A title (P); ", "OK" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char row[64], *text = write_sample(rows[i].format, &rows[i].sample, NULL);
		snprintf(row, sizeof row, "%s %zu", rows[i].format, i);
		bool ok = t_ok(strstr(text, rows[i].has) != NULL, row, rows[i].has);
		ok &= t_ok(!strstr(text, rows[i].has_not), row, rows[i].has_not);
		if (!ok)
			printf("%s\n", text);
		free(text);
	}
}

static void
encodings(void)
{
	static const struct {
		const char *encoding, *name, *has;
		size_t n_replaced;
	} rows[] = {
		{ "utf-8", "\u6771", "\xef\xbb\xbf\"record\"", 0 },
		{ "utf-8", "\U0001f431", ",\"\xf0\x9f\x90\xb1\",", 0 },
		{ "cp932", "\u6771\u4eac", ",\"\x93\x8c\x8b\x9e\",", 0 },
		{ "cp932", "\u9ad9", ",\"\xfb\xfc\",", 0 }, /* IBM's extension, which names of people need */
		{ "cp932", "\u2460", ",\"\x87\x40\",", 0 },
		{ "cp932", "a\U0001f431" "b", ",\"a?b\",", 1 },
		{ "cp932", "a\u2013\u2022", ",\"a-\x81\x45\",", 2 },
		{ "cp932", "\u2011=", ",\"'-=\",", 1 }, /* what it becomes would be a formula */
		{ "cp932", "\uff1d1", ",\"'\x81\x81" "1\",", 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t n;
		char row[64], *text = write_sample("csv", &(struct sample){ rows[i].name, FINDING_FAIL, SEVERITY_HIGH, EXIT_FINDINGS, rows[i].encoding }, &n);
		snprintf(row, sizeof row, "%s %zu", rows[i].encoding, i);
		t_ok(strstr(text, rows[i].has) != NULL, row, rows[i].has);
		t_num((long long)n, (long long)rows[i].n_replaced, row);
		free(text);
	}
}

static void
long_lines(void)
{
	static const struct {
		const char *format, *letter;
		size_t n, max_bytes;
	} rows[] = {
		{ "nagios", "x", 100000, 1001 }, { "nagios", "\u3042", 50000, 1001 }, { "nagios", "|", 5000, 1001 }, { "nagios", "\x01", 5000, 1001 },
		{ "intune", "x", 100000, 2048 }, { "intune", "\u3042", 50000, 2048 }, { "intune", "\U0001f431", 5000, 2048 }, { "intune", "\n", 5000, 2048 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char row[64], *name = calloc(rows[i].n * strlen(rows[i].letter) + 1, 1), *p = name;
		struct arena arena = { 0 };
		for (size_t k = 0; k < rows[i].n; k++)
			p = stpcpy(p, rows[i].letter);
		char *text = write_sample(rows[i].format, &(struct sample){ name, FINDING_FAIL, SEVERITY_HIGH, EXIT_FINDINGS, NULL }, NULL);
		snprintf(row, sizeof row, "%s %zu", rows[i].format, i);
		t_ok(strlen(text) <= rows[i].max_bytes, row, "is short enough");
		t_ok(strlen(text) > rows[i].max_bytes / 2, row, "says what there is room for");
		t_ok(strchr(text, '\n') == text + strlen(text) - 1, row, "one line");
		text[strlen(text) - 1] = 0;
		t_text(words_visible(text, &arena), text, row);
		arena_fini(&arena);
		free(text);
		free(name);
	}
}

static void
cuts(void)
{
	static const struct {
		const char *s;
		size_t max, n;
	} rows[] = { { "abc", 5, 3 }, { "abc", 3, 3 }, { "abc", 2, 2 }, { "a\u3042", 3, 1 }, { "a\u3042", 4, 4 }, { "\u3042", 2, 0 }, { "", 0, 0 } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num((long long)words_cut(rows[i].s, rows[i].max), (long long)rows[i].n, rows[i].s);
}

static const CU_TestInfo tests[] = {
	{ "names from outside", names },
	{ "statuses", statuses },
	{ "encodings", encodings },
	{ "long lines", long_lines },
	{ "cuts", cuts },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_writer = { "writer", tests };
