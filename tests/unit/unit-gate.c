/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "judge/audit.h"
#include "judge/gate.h"
#include "t.h"

/* One account of one workstation: protocol and whether mail stays on the server ("yes" "no" "unknown"). */
static struct scan *
workstation(const char *name, const char *protocol, const char *leave)
{
	struct scan *scan = scan_new();
	scan->workstation.id = scan->workstation.name = arena_strdup(&scan->arena, name);
	scan->run = "r";
	struct account *a = scan_add_account(scan, "template", "template/1");
	const struct {
		enum ma_fact fact;
		const char *value;
	} facts[] = {
		{ MA_CLIENT, "template" },
		{ MA_PROTOCOL, protocol },
		{ MA_HOST, "mail.example.co.jp" },
		{ MA_LOGIN, "info@example.co.jp" },
		{ MA_ADDRESSES, "info@example.co.jp" },
		{ MA_SECURITY, "tls" },
		{ MA_LEAVE_ON_SERVER, leave },
		{ MA_DELETE_WHEN, "never" },
	};
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (facts[i].value && !account_parse_fact(a, &scan->arena, facts[i].fact, facts[i].value))
			return NULL;
	scan_sort(scan);
	return scan;
}

static void
blames_what_it_causes(void)
{
	static const struct {
		const char *row;
		const char *others[2][2]; /* protocol, leave */
		const char *candidate[2];
		bool stale;
		enum gate_verdict want;
	} rows[] = {
		{ "taker among imap", { { "imap", NULL }, { "imap", NULL } }, { "pop3", "no" }, false, GATE_FAIL },
		{ "imap among imap", { { "imap", NULL }, { "imap", NULL } }, { "imap", NULL }, false, GATE_PASS },
		{ "imap beside an old taker", { { "pop3", "no" }, { "imap", NULL } }, { "imap", NULL }, false, GATE_PASS },
		{ "second taker", { { "pop3", "no" }, { "imap", NULL } }, { "pop3", "no" }, false, GATE_FAIL },
		{ "makes a lonely taker harmful", { { "pop3", "no" }, { NULL, NULL } }, { "imap", NULL }, false, GATE_FAIL },
		{ "unknown candidate", { { "imap", NULL }, { "imap", NULL } }, { "pop3", "unknown" }, false, GATE_UNDETERMINED },
		{ "imap beside an old unknown", { { "pop3", "unknown" }, { "imap", NULL } }, { "imap", NULL }, false, GATE_PASS },
		{ "stale centre", { { "imap", NULL }, { "imap", NULL } }, { "imap", NULL }, true, GATE_UNDETERMINED },
		{ "stale centre, and a taker", { { "imap", NULL }, { "imap", NULL } }, { "pop3", "no" }, true, GATE_FAIL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct report *before = report_new(), *after = report_new();
		struct scan *candidate = workstation("NEW", rows[i].candidate[0], rows[i].candidate[1]);
		for (size_t k = 0; k < 2; k++) {
			const char *name = k ? "B" : "A";
			if (!rows[i].others[k][0])
				continue;
			report_add_scan(before, workstation(name, rows[i].others[k][0], rows[i].others[k][1]));
			report_add_scan(after, workstation(name, rows[i].others[k][0], rows[i].others[k][1]));
		}
		report_add_scan(after, candidate);
		report_settle(after);
		audit(before);
		audit(after);
		gate_judge(after, before, candidate, SEVERITY_HIGH, rows[i].stale);
		t_num(after->gate.verdict, rows[i].want, rows[i].row);
		report_free(before);
		report_free(after);
	}
}

static CU_TestInfo tests[] = {
	{ "blames what it causes", blames_what_it_causes },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_gate = { "gate", tests };
