/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "judge/audit.h"
#include "judge/changes.h"
#include "t.h"

static const char rule[] = "pop-delete-on-download", mailbox[] = "info@example.co.jp@example.co.jp";

static void
put(struct account *a, struct scan *scan, enum ma_fact fact, const char *value)
{
	if (!account_parse_fact(a, &scan->arena, fact, value))
		t_ok(false, value, "a value that does not fit");
}

/* "NAME=SETTING": a workstation with an account of the mailbox.  SETTING is
 * "takes" or "leaves" mail, perhaps is not known ("unknown"), is "off", "other"
 * (another login), "imap", "gone" (no account), or "unread" (none, and a file that could not be read). */
static struct scan *
workstation(const char *text, const char *day)
{
	struct scan *scan = scan_new();
	size_t n = strcspn(text, "=");
	const char *setting = text + n + 1;
	scan->workstation.id = scan->workstation.name = arena_copy(&scan->arena, text, n);
	scan->run = day;
	scan->started = arena_printf(&scan->arena, "%sT08:00:00Z", day);
	if (strcmp(setting, "unread") == 0)
		scan_add_file(scan, "~/settings", "template", 10, FILE_UNREADABLE);
	if (strcmp(setting, "gone") == 0 || strcmp(setting, "unread") == 0)
		return scan;
	struct account *a = scan_add_account(scan, "template", "template/1");
	bool imap = strcmp(setting, "imap") == 0;
	put(a, scan, MA_CLIENT, "template");
	put(a, scan, MA_PROTOCOL, imap ? "imap" : "pop3");
	put(a, scan, MA_ENABLED, strcmp(setting, "off") == 0 ? "no" : "yes");
	put(a, scan, MA_HOST, "mail.example.co.jp");
	put(a, scan, MA_LOGIN, strcmp(setting, "other") == 0 ? "sales@example.co.jp" : "info@example.co.jp");
	put(a, scan, MA_ADDRESSES, "info@example.co.jp");
	put(a, scan, MA_SECURITY, "tls");
	put(a, scan, MA_DELETE_WHEN, "never");
	if (!imap)
		put(a, scan, MA_LEAVE_ON_SERVER, strcmp(setting, "leaves") == 0 ? "yes" : strcmp(setting, "unknown") == 0 ? "unknown" : "no");
	scan_sort(scan);
	return scan;
}

/* TEXT: workstations, blank-separated. */
static void
fill(struct report *report, const char *text, const char *day)
{
	for (int i = 0; ; i++) {
		char *one = str_nth_word(&report->arena, text, i);
		if (!one)
			break;
		report_add_scan(report, workstation(one, day));
	}
	report_settle(report);
}

/* What is said of the rule: "fail worse: A unchanged, B new; gone fixed: C setting-changed". */
static char *
say(struct report *report)
{
	struct arena *arena = &report->arena;
	char *out = arena_strdup(arena, "");
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (strcmp(f->rule->id, rule) != 0 || !f->mailbox || strcmp(f->mailbox->key, mailbox) != 0)
			continue;
		out = arena_printf(arena, "%s%s%s %s:", out, *out ? "; " : "", str_nth_word(arena, finding_status_words, (int)f->status),
		    str_nth_word(arena, trend_words, (int)f->trend));
		for (size_t k = 0; k < f->n_blame; k++)
			out = arena_printf(arena, "%s%s %s %s", out, k ? "," : "", f->blame[k].scan->workstation.name,
			    str_nth_word(arena, trend_words, (int)f->blame[k].trend));
	}
	for (size_t i = 0; i < report->n_gone; i++) {
		const struct gone *g = &report->gone[i];
		if (strcmp(g->was->rule->id, rule) != 0 || strcmp(g->was->mailbox->key, mailbox) != 0)
			continue;
		out = arena_printf(arena, "%s%s%s:", out, *out ? "; " : "", g->fixed ? "fixed" : g->left ? "left" : "gone");
		for (size_t k = 0; k < g->n_who; k++)
			out = arena_printf(arena, "%s%s %s %s", out, k ? "," : "", g->who[k].blame->scan->workstation.name,
			    str_nth_word(arena, gone_words, (int)g->who[k].why));
	}
	return out;
}

static void
tells_what_has_become(void)
{
	static const struct {
		const char *row, *past, *now, *want;
	} rows[] = {
		{ "the same", "A=takes B=imap", "A=takes B=imap", "fail unchanged: A unchanged" },
		{ "new", "A=leaves B=imap", "A=takes B=imap", "fail new: A new" },
		{ "new workstation", "B=imap", "A=takes B=imap", "fail new: A new" },
		{ "one more", "A=takes B=leaves C=imap", "A=takes B=takes C=imap", "fail worse: A unchanged, B new" },
		{ "another one", "A=takes B=leaves C=imap", "A=leaves B=takes C=imap", "fail worse: B new; left: A setting-changed" },
		{ "one less", "A=takes B=takes C=imap", "A=takes B=leaves C=imap", "fail better: A unchanged; left: B setting-changed" },
		{ "fixed", "A=takes B=imap", "A=leaves B=imap", "fixed: A setting-changed" },
		{ "fixed for all", "A=takes B=takes C=imap", "A=leaves B=leaves C=imap", "fixed: A setting-changed, B setting-changed" },
		{ "made imap", "A=takes B=imap", "A=imap B=imap", "fixed: A setting-changed" },
		{ "turned off", "A=takes B=imap", "A=off B=imap", "fixed: A setting-changed" },
		{ "another login", "A=takes B=imap", "A=other B=imap", "fixed: A setting-changed" },
		{ "account taken out", "A=takes B=imap", "A=gone B=imap", "fixed: A account-gone" },
		{ "account not seen", "A=takes B=imap", "A=unread B=imap", "gone: A unknown" },
		{ "not heard of", "A=takes B=imap C=imap", "B=imap C=imap", "gone: A not-heard-of" },
		{ "the other not heard of", "A=takes B=imap", "A=takes", "gone: A others-not-heard-of" },
		{ "the others have gone", "A=takes B=imap", "A=takes B=other", "fixed: A others-changed" },
		{ "the other perhaps", "A=takes B=imap", "A=takes B=unread", "gone: A unknown" },
		{ "fixed though another is not heard of", "A=takes B=imap C=imap", "A=leaves B=imap", "fixed: A setting-changed" },
		{ "one fixed, one not heard of", "A=takes B=takes C=imap", "A=leaves C=imap", "gone: A setting-changed, B not-heard-of" },
		{ "one of two not heard of", "A=takes B=takes C=imap", "A=takes C=imap", "fail unchanged: A unchanged; left: B not-heard-of" },
		{ "in doubt", "A=takes B=imap", "A=unknown B=imap", "unknown other: A other; left: A unknown" },
		{ "doubt becomes failure", "A=unknown B=imap", "A=takes B=imap", "fail worse: A worse" },
		{ "doubt is settled", "A=unknown B=imap", "A=leaves B=imap", "fixed: A known-now" },
		{ "doubt beside a failure", "A=takes B=leaves C=imap", "A=takes B=unknown C=imap", "fail unchanged: A unchanged; unknown new: B new" },
		{ "no longer retired", "A=takes R=takes B=imap", "A=takes B=imap", "fail better: A unchanged; left: R retired" },
		{ "retired", "R=takes B=imap", "B=imap", "fixed: R retired" },
		{ "waived in both", "W=takes B=imap", "W=takes B=imap", "waived unchanged: W unchanged" },
		{ "waived is fixed", "W=takes B=imap", "W=leaves B=imap", "fixed: W setting-changed" },
		{ "waiver has ended", "E=takes B=imap", "E=takes B=imap", "fail worse: E worse" },
	};
	struct policy_waiver waivers[] = {
		{ .rule = "*", .account = "W", .reason = "agreed", .approver = "the boss" },
		{ .rule = "*", .account = "E", .reason = "for now", .approver = "the boss", .expires = "2026-03-15" },
	};
	struct policy_device retired = { .name = "r", .retired = true };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct report *past = report_new(), *now = report_new();
		now->policy.today = "2026-03-31";
		now->policy.waivers = waivers;
		now->policy.n_waivers = sizeof waivers / sizeof *waivers;
		now->policy.roster = &retired;
		now->policy.n_roster = 1;
		fill(past, rows[i].past, "2026-03-01");
		fill(now, rows[i].now, "2026-03-31");
		changes_judge_past(past, now);
		now->baseline = past;
		audit(now);
		changes_find(now, past);
		t_text(say(now), rows[i].want, rows[i].row);
		report_free(now);
		report_free(past);
	}
}

static void
says_since_when(void)
{
	struct report *past = report_new(), *now = report_new();
	now->policy.today = "2026-03-31";
	fill(past, "A=takes B=imap C=takes", "2026-03-01");
	fill(now, "A=leaves B=imap", "2026-03-31");
	changes_judge_past(past, now);
	now->baseline = past;
	audit(now);
	changes_find(now, past);
	const struct gone *g = now->gone;
	while (g < now->gone + now->n_gone && strcmp(g->was->rule->id, rule) != 0)
		g++;
	if (t_ok(g < now->gone + now->n_gone && g->n_who == 2, "gone", "two are gone")) {
		t_text(g->who[0].seen, "2026-03-01T08:00:00Z", "last seen");
		t_text(g->who[0].since, "2026-03-31T08:00:00Z", "gone since");
		t_text(g->who[1].since ? g->who[1].since : "never", "never", "not heard of since");
	}
	report_free(now);
	report_free(past);
}

static void
without_baseline(void)
{
	struct report *now = report_new();
	fill(now, "A=takes B=imap", "2026-03-31");
	audit(now);
	changes_find(now, NULL);
	t_text(say(now), "fail none: A none", "no baseline");
	report_free(now);
}

/* A blind note hides what may be there: nothing is fixed by silence. */
static void
blind_is_not_fixed(void)
{
	struct report *past = report_new(), *now = report_new();
	fill(past, "A=takes B=imap", "2026-03-01");
	fill(now, "A=takes B=other", "2026-03-31");
	report_add_note(now, MA_NOTE_BAD_DOCUMENT, NULL, NULL, "half.json");
	changes_judge_past(past, now);
	now->baseline = past;
	audit(now);
	changes_find(now, past);
	t_text(say(now), "gone: A unknown", "half a document");
	report_free(now);
	report_free(past);
}

static CU_TestInfo tests[] = {
	{ "tells what has become of findings", tells_what_has_become },
	{ "says since when", says_since_when },
	{ "without a baseline", without_baseline },
	{ "blind is not fixed", blind_is_not_fixed },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_changes = { "changes", tests };
