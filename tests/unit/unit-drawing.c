/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a message as it is drawn.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/text.h"
#include "judge/audit.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
enum { UNSET = POLICY_UNSET };

static void
add_client(struct report *report, const char *pc, const char *facts)
{
	struct scan *scan = scan_new();
	scan->workstation = (struct workstation){ .id = arena_strdup(&scan->arena, pc), .name = arena_strdup(&scan->arena, pc) };
	struct account *a = scan_add_account(scan, "x", "x/1");
	account_put_text(a, &scan->arena, MA_HOST, "pop.example.jp");
	account_put_text(a, &scan->arena, MA_LOGIN, "info@example.jp");
	account_put_text(a, &scan->arena, MA_SECURITY, "tls");
	while (*facts) {
		size_t n = strcspn(facts, " "), k = strcspn(facts, "=");
		int id = fact_by_name(arena_copy(&scan->arena, facts, k));
		t_ok(account_parse_fact(a, &scan->arena, (enum ma_fact)id, arena_copy(&scan->arena, facts + k + 1, n - k - 1)), facts, "fits");
		facts += n + (facts[n] == ' ');
	}
	account_sort(a);
	report_add_scan(report, scan);
}

#define TAKE "protocol=pop3 leave_on_server=no"
#define KEEP "protocol=pop3 leave_on_server=yes delete_when=never"
#define IMAP "protocol=imap"

static const struct {
	const char *row;
	const char *clients[4]; /* on 受付, PC-B, PC-C */
	int64_t closure, quota;
	const char *lines[6]; /* that are there */
} drawings[] = {
	{ "one takes", { IMAP, TAKE, KEEP }, UNSET, UNSET, {
		"on the server         .   .   .   .   .   .",
		"\xe5\x8f\x97\xe4\xbb\x98 (x)              .   .   .   .   .   .",
		"PC-B (x)              =   =   =   =   =   =",
		"PC-C (x)              *   *   *   *   *   *" } },
	{ "five days", { IMAP, KEEP " delete_after_days=5", KEEP }, 9, UNSET, {
		"Days after it came     0   1   3   5   7   9  14  30  Back after 9 days",
		"on the server          #   #   #   .   .   .   .   .",
		"\xe5\x8f\x97\xe4\xbb\x98 (x)               o   o   o   .   .   .   .   .  never sees it",
		"PC-B (x)               =   =   =   =   =   =   =   =  finds it",
		"The server holds 5 days of mail: at 50 messages a day of 100 KB about 25 MB." } },
	{ "nobody removes", { IMAP, KEEP, KEEP " delete_after_days=400" }, UNSET, UNSET, {
		"on the server         #   #   #   #   #   #   .",
		"The server holds 400 days of mail" } },
	{ "unknown", { IMAP, "protocol=pop3 leave_on_server=unknown", KEEP }, 9, UNSET, {
		"on the server          ?   ?   ?   ?   ?   ?   ?",
		"PC-B (x)               ?   ?   ?   ?   ?   ?   ?  unknown",
		"PC-C (x)               =   =   =   =   =   =   =  unknown" } },
	{ "it grows", { KEEP, KEEP, NULL }, UNSET, UNSET, {
		"on the server         #   #   #   #   #   #",
		"by about 150 MB a month, 1825 MB a year." } },
};

/* Blanks at the ends of lines, and how many, do not matter for what is drawn. */
static bool
has_line(const char *page, const char *line)
{
	char *squeezed = strdup(page), *want = strdup(line);
	for (int i = 0; i < 2; i++) {
		char *s = i ? want : squeezed, *to = s;
		for (const char *p = s; *p; p++)
			if (!((*p == ' ' || *p == '\n') && to > s && to[-1] == ' '))
				*to++ = *p == '\n' ? ' ' : *p;
		*to = 0;
	}
	bool found = strstr(squeezed, want) != NULL;
	free(squeezed);
	free(want);
	return found;
}

static void
test_drawings(void)
{
	static const char *const names[] = { "\xe5\x8f\x97\xe4\xbb\x98", "PC-B", "PC-C" };
	for (size_t i = 0; i < ROWS(drawings); i++) {
		struct report *report = report_new();
		struct err err = { 0 };
		char *page = NULL;
		size_t n = 0;
		policy_init(&report->policy, "2026-04-01");
		report->policy.site.closure_days = drawings[i].closure;
		report->policy.site.quota_bytes = drawings[i].quota;
		for (size_t k = 0; k < ROWS(names) && drawings[i].clients[k]; k++)
			add_client(report, names[k], drawings[i].clients[k]);
		audit(report);
		FILE *out = open_memstream(&page, &n);
		t_ok(text_write_report(out, "memory", report, (struct text_style){ .columns = 80 }, &err), drawings[i].row, err.text);
		fclose(out);
		for (size_t k = 0; k < ROWS(drawings[i].lines) && drawings[i].lines[k]; k++)
			t_ok(has_line(page, drawings[i].lines[k]), drawings[i].row, drawings[i].lines[k]);
		for (char *line = page, *end; (end = strchr(line, '\n')); line = end + 1) {
			*end = 0;
			t_ok(text_width(line) <= 80, drawings[i].row, line);
		}
		free(page);
		report_free(report);
	}
}

static CU_TestInfo tests[] = {
	{ "drawings", test_drawings },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_drawing = { "drawing", tests };
