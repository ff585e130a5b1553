/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every rule against its samples, its advice executed; and what audit makes of
 * marks: waivers, order, fingerprints, status.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "document/document.h"
#include "judge/audit.h"
#include "judge/rule.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define TODAY "2027-01-01" /* as SOURCE_DATE_EPOCH of the tests that run the program */

static char *
sample_path(char *path, size_t n, const char *rule, const char *name)
{
	const char *top = getenv("srcdir");
	snprintf(path, n, "%s/samples/rules/%s/%s.json", top ? top : ".", rule, name);
	return path;
}

static bool
exists(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (f)
		fclose(f);
	return f != NULL;
}

/* What was before, or whose place it takes: NAME.KIND.json or KIND.json; NULL when there is none. */
static struct report *
sample_beside(const char *rule, const char *name, const char *kind)
{
	char path[4096], file[512];
	struct err err = { 0 };
	size_t n;
	snprintf(file, sizeof file, "%s.%s", name, kind);
	if (!exists(sample_path(path, sizeof path, rule, file)))
		snprintf(file, sizeof file, "%s", kind);
	if (!exists(sample_path(path, sizeof path, rule, file)))
		return NULL;
	struct report *report = report_new();
	snprintf(path, sizeof path, "samples/rules/%s/%s.json", rule, file);
	char *bytes = t_read(path, &n);
	t_ok(document_read_scans(bytes, n, path, report, &err), path, err.text);
	free(bytes);
	report_settle(report);
	return report;
}

/* The report over a sample, not yet judged; its policy is NAME.policy.json or policy.json. */
static struct report *
sample_read(const char *rule, const char *name)
{
	struct report *report = report_new();
	struct err err = { 0 };
	char path[4096], policy[512];
	size_t n;

	policy_init(&report->policy, TODAY);
	snprintf(policy, sizeof policy, "%s.policy", name);
	if (!exists(sample_path(path, sizeof path, rule, policy)))
		snprintf(policy, sizeof policy, "policy");
	if (exists(sample_path(path, sizeof path, rule, policy))) {
		snprintf(path, sizeof path, "samples/rules/%s/%s.json", rule, policy);
		char *bytes = t_read(path, &n);
		t_ok(document_read_policy(bytes, n, path, &report->policy, &report->arena, &err), path, err.text);
		free(bytes);
	}
	report->baseline = sample_beside(rule, name, "baseline");
	report->replaced = sample_beside(rule, name, "replaced");
	snprintf(path, sizeof path, "samples/rules/%s/%s.json", rule, name);
	char *bytes = t_read(path, &n);
	t_ok(document_read_scans(bytes, n, path, report, &err), path, err.text);
	free(bytes);
	for (size_t i = 0; i < report->n_notes; i++)
		t_ok(!note_rows[report->notes[i].kind].blind && report->notes[i].kind != MA_NOTE_UNKNOWN_KEY, path, report->notes[i].text);
	report_settle(report);
	report->successor = report->replaced ? report->scans[0] : NULL;
	return report;
}

static void
sample_free(struct report *report)
{
	report_free((struct report *)report->baseline);
	report_free((struct report *)report->replaced);
	report_free(report);
}

/* "fail unknown" of this rule. */
static const char *
says(const struct report *report, const struct rule *rule, struct arena *arena)
{
	bool has[FINDING_STATUS_COUNT] = { false };
	const char *text = "";
	for (size_t i = 0; i < report->n_findings; i++)
		if (report->findings[i].rule == rule)
			has[report->findings[i].status] = true;
	for (int i = 0; i < FINDING_STATUS_COUNT; i++)
		if (has[i])
			text = arena_printf(arena, "%s%s%s", text, *text ? " " : "", str_nth_word(arena, finding_status_words, i));
	return text;
}

/* Follows the advice of all the rule's findings; false when it has none that is a setting. */
static bool
follow_advice(struct report *report, const struct rule *rule)
{
	bool any = false;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		for (size_t k = 0; f->rule == rule && k < f->n_blame; k++) {
			struct account *a = f->blame[k].account ? scan_account(f->blame[k].scan, f->blame[k].account->id) : NULL;
			any |= a && advice_apply(rule, f->mailbox, a, &report->arena);
		}
	}
	return any;
}

static void
test_samples(void)
{
	for (size_t i = 0; i < n_rules; i++) {
		const struct rule *rule = &rules[i];
		const struct {
			const char *name, *says;
		} cases[] = {
			{ "bad", rule->only_unknown ? "unknown" : "fail" },
			{ "good", "" },
			{ "near-miss", "" },
			{ "unknown", "unknown" },
		};
		/* What is not decided has nothing to show; what never says unknown has no such case. */
		for (size_t k = 0; k < ROWS(cases) - rule->never_unknown && !rule->needs; k++) {
			struct report *report = sample_read(rule->id, cases[k].name);
			char row[128];
			audit(report);
			snprintf(row, sizeof row, "%s/%s", rule->id, cases[k].name);
			t_text(says(report, rule, &report->arena), cases[k].says, row);
			bool advised = rule->advice[0].fact != MA_FACT_COUNT;
			if (k == 0 || k == 3) {
				t_num(follow_advice(report, rule), advised, row);
				audit(report);
				if (advised)
					t_text(says(report, rule, &report->arena), "", row);
			}
			sample_free(report);
		}
	}
}

static void
test_catalogue(void)
{
	for (size_t i = 0; i < n_rules; i++) {
		const struct rule *r = &rules[i];
		t_ok(rule_by_name(r->id) == r && rule_by_name(r->code) == r, r->id, "id and code are its own");
		t_ok(*r->title && *r->symptom && *r->why && *r->fix && *r->sources, r->id, "says something everywhere");
		t_ok(r->title[strlen(r->title) - 1] != '.' && str_ends(r->why, ".") && str_ends(r->fix, ".") && str_ends(r->symptom, "."),
		    r->id, "sentences end in a full stop, the title does not");
		t_ok(!r->needs || (!r->only_unknown && !r->never_unknown && r->advice[0].fact == MA_FACT_COUNT), r->id, "what is not decided says nothing");
		t_ok((rule_judges[i].scope == SCOPE_UNDECIDED) == (r->needs != NULL), r->id, "is not decided if and only if it needs something");
		t_ok(!(r->only_unknown && r->never_unknown), r->id, "says something");
		t_ok(strspn(r->id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(r->id), r->id, "an id is words");
	}
	t_ok(rule_by_name("p01") == rule_by_name("POP-delete-on-download"), "P01", "letter case is ignored");
	t_ok(!rule_by_name("P99") && !rule_by_name(""), "P99", "is no rule");
}

static void
test_keep_days(void)
{
	static const struct {
		const char *row;
		int64_t min, closure, days;
	} rows[] = {
		{ "nothing agreed", POLICY_UNSET, POLICY_UNSET, 30 },
		{ "agreed", 14, POLICY_UNSET, 14 },
		{ "a short closure", 14, 10, 14 },
		{ "a long closure and three days to look", 14, 30, 33 },
		{ "closure alone", POLICY_UNSET, 30, 33 },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct policy_mailbox p = { .min_keep_days = rows[i].min, .closure_days = rows[i].closure };
		t_num(policy_keep_days(&p), rows[i].days, rows[i].row);
	}
}

/* ---- hand-made offices ---- */

/* One PC with one account on info@example.jp: POP that leaves (1), takes (0) or is unknown (-1). */
static struct account *
add_seat(struct report *report, const char *pc, int leave)
{
	struct scan *scan = scan_new();
	scan->workstation = (struct workstation){ .id = arena_strdup(&scan->arena, pc), .name = arena_strdup(&scan->arena, pc) };
	struct account *a = scan_add_account(scan, "x", "x/1");
	account_put_text(a, &scan->arena, MA_CLIENT, "x");
	account_put_text(a, &scan->arena, MA_PROTOCOL, "pop3");
	account_put_text(a, &scan->arena, MA_HOST, "pop.example.jp");
	account_put_text(a, &scan->arena, MA_LOGIN, "info@example.jp");
	account_put_text(a, &scan->arena, MA_SECURITY, "tls");
	account_put_text(a, &scan->arena, MA_DELETE_WHEN, "never");
	if (leave >= 0)
		account_put_num(a, &scan->arena, MA_LEAVE_ON_SERVER, leave);
	account_sort(a);
	report_add_scan(report, scan);
	return a;
}

/* "P01 fail a,b > c,d; ..." of one rule: blamed and victims by workstation. */
static const char *
tell(const struct report *report, const char *code, struct arena *arena)
{
	const char *s = "";
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (strcmp(f->rule->code, code) != 0)
			continue;
		s = arena_printf(arena, "%s%s%s", s, *s ? "; " : "", str_nth_word(arena, finding_status_words, (int)f->status));
		for (size_t k = 0; k < f->n_blame; k++)
			s = arena_printf(arena, "%s%s%s", s, k ? "," : " ",
			    f->blame[k].external ? f->blame[k].external->name :
			    f->blame[k].device ? f->blame[k].device->name : f->blame[k].scan ? f->blame[k].scan->workstation.name : "policy");
		for (size_t k = 0; k < f->n_victims; k++)
			s = arena_printf(arena, "%s%s%s", s, k ? "," : " > ", f->victims[k]->scan->workstation.name);
	}
	return s;
}

static void
test_waivers(void)
{
	static const struct {
		const char *row;
		struct policy_waiver waiver;
		const char *p01;
		const char *today;
	} rows[] = {
		{ "none", { .rule = "T01" }, "fail a,b > c", TODAY },
		{ "all of the rule", { .rule = "P01" }, "waived a,b > c", TODAY },
		{ "by id", { .rule = "pop-delete-on-download" }, "waived a,b > c", TODAY },
		{ "any rule", { .rule = "*" }, "waived a,b > c", TODAY },
		{ "one account splits it", { .rule = "P01", .account = "A/x" }, "fail b > a,c; waived a > b,c", TODAY },
		{ "by login", { .rule = "P01", .account = "b/*/info@example.jp" }, "fail a > b,c; waived b > a,c", TODAY },
		{ "the mailbox", { .rule = "P01", .mailbox = "INFO@example.jp" }, "waived a,b > c", TODAY },
		{ "its key", { .rule = "P01", .mailbox = "info@example.jp@example.jp" }, "waived a,b > c", TODAY },
		{ "another mailbox", { .rule = "P01", .mailbox = "x@example.jp" }, "fail a,b > c", TODAY },
		{ "on its last day", { .rule = "P01", .expires = TODAY }, "waived a,b > c", TODAY },
		{ "the day after", { .rule = "P01", .expires = "2026-03-31" }, "fail a,b > c", TODAY },
		{ "without a clock", { .rule = "P01", .expires = "2099-01-01" }, "fail a,b > c", NULL },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct report *report = report_new();
		struct policy_waiver waiver = rows[i].waiver;
		policy_init(&report->policy, rows[i].today);
		report->policy.waivers = &waiver;
		report->policy.n_waivers = 1;
		add_seat(report, "b", 0);
		add_seat(report, "c", 1);
		add_seat(report, "a", 0);
		report_settle(report);
		audit(report);
		t_text(tell(report, "P01", &report->arena), rows[i].p01, rows[i].row);
		report_free(report);
	}
}

static void
test_doubt_beside_blame(void)
{
	struct report *report = report_new();
	add_seat(report, "a", 0);
	add_seat(report, "b", -1);
	report_settle(report);
	audit(report);
	t_text(tell(report, "P01", &report->arena), "fail a > b; unknown b > a", "both are said");
	t_text(tell(report, "P06", &report->arena), "unknown b", "P06");
	report_free(report);
}

static void
test_zero_days(void)
{
	static const struct {
		const char *days, *p01, *r02;
	} rows[] = {
		{ "0", "fail a > b", "" },
		{ "1", "", "fail a > b" },
		{ "unknown", "unknown a > b", "unknown a > b" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct report *report = report_new();
		struct account *a = add_seat(report, "a", 1);
		account_parse_fact(a, &report->scans[0]->arena, MA_DELETE_AFTER_DAYS, rows[i].days);
		add_seat(report, "b", 1);
		audit(report);
		t_text(tell(report, "P01", &report->arena), rows[i].p01, rows[i].days);
		t_text(tell(report, "R02", &report->arena), rows[i].r02, rows[i].days);
		report_free(report);
	}
}

static void
test_externals(void)
{
	static const struct {
		const char *row;
		int leave;
		const char *checked_on, *p07;
	} rows[] = {
		{ "a ticket system that takes", 0, NULL, "fail ticket > a" },
		{ "one that leaves", 1, "2026-11-02", "" },
		{ "one that is said to leave, and nobody looked", 1, NULL, "unknown ticket > a" },
		{ "one of which nothing is said", POLICY_UNSET, NULL, "unknown ticket > a" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct report *report = report_new();
		struct policy_external e = { .name = "ticket", .address = "Info@Example.jp", .protocol = "pop3", .leave_on_server = rows[i].leave, .delete_after_days = POLICY_UNSET,
			.checked_on = rows[i].checked_on };
		report->policy.externals = &e;
		report->policy.n_externals = 1;
		add_seat(report, "a", 1);
		audit(report);
		t_text(tell(report, "P07", &report->arena), rows[i].p07, rows[i].row);
		t_text(tell(report, "P01", &report->arena), "", "an external is not a client");
		report_free(report);
	}
}

/* Clean only when everything is known, and all that might belong is here. */
static void
test_status(void)
{
	static const struct {
		const char *row;
		enum ma_note note;
		int leave; /* of the second PC */
		const char *host, *login, *waived;
		enum mailbox_status status;
	} rows[] = {
		{ "clean", MA_NOTE_COUNT, 1, NULL, NULL, NULL, MAILBOX_CLEAN },
		{ "a taker", MA_NOTE_COUNT, 0, NULL, NULL, NULL, MAILBOX_FAIL },
		{ "an unknown", MA_NOTE_COUNT, -1, NULL, NULL, NULL, MAILBOX_UNKNOWN },
		{ "an unknown that was accepted", MA_NOTE_COUNT, -1, NULL, NULL, "*", MAILBOX_CLEAN },
		{ "a blind note anywhere", MA_NOTE_DAMAGED, 1, NULL, NULL, NULL, MAILBOX_UNKNOWN },
		{ "a blind note does not hide a taker", MA_NOTE_DAMAGED, 0, NULL, NULL, NULL, MAILBOX_FAIL },
		{ "a blind note that was accepted", MA_NOTE_DAMAGED, 1, NULL, NULL, "V03", MAILBOX_CLEAN },
		{ "a note that hides nothing", MA_NOTE_SYNTAX, 1, NULL, NULL, NULL, MAILBOX_CLEAN },
		{ "perhaps a second server", MA_NOTE_COUNT, 1, "pop.old.example", NULL, NULL, MAILBOX_UNKNOWN },
		{ "another mailbox is none of its business", MA_NOTE_COUNT, -1, NULL, "x@example.jp", NULL, MAILBOX_CLEAN },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct report *report = report_new();
		struct policy_waiver waiver = { .rule = rows[i].waived };
		policy_init(&report->policy, TODAY);
		report->policy.site.quota_bytes = 1;
		report->policy.waivers = &waiver;
		report->policy.n_waivers = rows[i].waived != NULL;
		add_seat(report, "a", 1);
		struct account *b = add_seat(report, "b", rows[i].leave);
		struct scan *scan = report->scans[1];
		if (rows[i].host)
			account_put_text(b, &scan->arena, MA_HOST, rows[i].host);
		if (rows[i].login)
			account_put_text(b, &scan->arena, MA_LOGIN, rows[i].login);
		if (rows[i].note != MA_NOTE_COUNT)
			scan_add_note(scan, rows[i].note, "x", -1, 0, NULL);
		audit(report);
		t_num(report->results[0].status, rows[i].status, rows[i].row);
		report_free(report);
	}
}

/* The same findings whatever the order the scans come in. */
static void
test_order(void)
{
	static const char *const orders[] = { "abcd", "dcba", "cadb" };
	char *first = NULL;
	for (size_t i = 0; i < ROWS(orders); i++) {
		struct report *report = report_new();
		const char *s = "";
		for (const char *p = orders[i]; *p; p++)
			add_seat(report, (char[]){ *p, 0 }, *p == 'a' || *p == 'c' ? 0 : *p == 'b' ? -1 : 1);
		report_settle(report);
		audit(report);
		for (size_t k = 0; k < report->n_findings; k++)
			s = arena_printf(&report->arena, "%s%s %s %s\n", s, report->findings[k].rule->code,
			    report->findings[k].fingerprint, tell(report, report->findings[k].rule->code, &report->arena));
		t_ok(strlen(s) > 100, orders[i], "there are findings");
		if (first)
			t_text(s, first, orders[i]);
		else
			first = strdup(s);
		report_free(report);
	}
	free(first);
}

/* Linear: ten thousand clients of one mailbox, and as many mailboxes. */
static void
test_many(void)
{
	enum { N = 10000 };
	for (int apart = 0; apart < 2; apart++) {
		struct report *report = report_new();
		clock_t start = clock();
		for (int i = 0; i < N; i++) {
			char name[32];
			snprintf(name, sizeof name, "pc-%05d", (i * 7919) % N);
			struct account *a = add_seat(report, name, i % 3 - 1);
			if (apart)
				account_put_text(a, &report->scans[i]->arena, MA_LOGIN, arena_printf(&report->scans[i]->arena, "u%d@example.jp", i));
		}
		report_settle(report);
		audit(report);
		t_num((long long)report->mailboxes.n, apart ? N : 1, "mailboxes");
		/* A quadratic one takes minutes, under sanitizers too. */
		t_ok((clock() - start) / CLOCKS_PER_SEC < 10, apart ? "many mailboxes" : "one mailbox", "takes too long");
		report_free(report);
	}
}

/* One terminal server with ten thousand accounts of one mailbox, all different in folders and
 * alike in seats, a baseline of as many, and a roster of as many machines. */
static struct report *
crowd(int n, bool many_scans)
{
	struct report *report = report_new();
	struct scan *scan = NULL;
	policy_init(&report->policy, TODAY);
	for (int i = 0; i < n; i++) {
		if (!scan || many_scans) {
			scan = scan_new();
			scan->started = "2026-12-28T00:00:00Z";
			scan->workstation.id = scan->workstation.name = arena_printf(&scan->arena, "ts-%d", i);
			report_add_scan(report, scan);
			*(struct policy_device *)arena_grow(&report->arena, &report->policy.roster, &report->policy.n_roster, sizeof *report->policy.roster) =
			    (struct policy_device){ .name = arena_printf(&report->arena, "TS-%d", i % 3 ? i : -i) };
		}
		static const char *const clients[] = { "x", "y" };
		struct account *a = scan_add_account(scan, "x", arena_printf(&scan->arena, "x/%d", i));
		account_put_text(a, &scan->arena, MA_CLIENT, clients[i % 2]);
		account_put_text(a, &scan->arena, MA_PROTOCOL, i % 3 ? "imap" : "pop3");
		account_put_text(a, &scan->arena, MA_HOST, "mail.example.jp");
		account_put_text(a, &scan->arena, MA_LOGIN, "info@example.jp");
		account_put_text(a, &scan->arena, MA_PROFILE, arena_printf(&scan->arena, "p%d", i));
		account_put_text(a, &scan->arena, MA_TRASH_FOLDER, arena_printf(&scan->arena, "Trash%d", i / 2));
		account_put_text(a, &scan->arena, MA_STORE, "C:/mail.pst");
		account_put_text(a, &scan->arena, MA_ACCOUNT_UID, "1");
		account_put_num(a, &scan->arena, MA_LEAVE_ON_SERVER, 1);
		account_sort(a);
	}
	report_settle(report);
	return report;
}

static void
test_crowd(void)
{
	enum { N = 10000 };
	for (int scans = 0; scans < 2; scans++) {
		struct report *past = crowd(N, scans), *report = crowd(N, scans);
		clock_t start = clock();
		report->baseline = past;
		report->policy.site.deleter = "nobody";
		audit(report);
		t_ok((clock() - start) / CLOCKS_PER_SEC < 10, scans ? "many workstations" : "one workstation", "takes too long");
		size_t blamed = 0;
		for (size_t i = 0; i < report->n_findings; i++)
			if (strcmp(report->findings[i].rule->code, "I01") == 0)
				blamed = report->findings[i].n_blame;
		/* IMAP is two of three; of names that two or one have, one of the twos stays. */
		t_ok(blamed > N / 2 && blamed < N, "I01", "all but one name are blamed");
		report_free(report);
		report_free(past);
	}
}

static CU_TestInfo tests[] = {
	{ "samples and advice", test_samples },
	{ "catalogue", test_catalogue },
	{ "days to keep", test_keep_days },
	{ "waivers", test_waivers },
	{ "doubt beside blame", test_doubt_beside_blame },
	{ "leave for no days", test_zero_days },
	{ "externals", test_externals },
	{ "status", test_status },
	{ "order", test_order },
	{ "many", test_many },
	{ "a crowd", test_crowd },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_audit = { "audit", tests };
