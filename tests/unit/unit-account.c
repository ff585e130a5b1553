/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "model/account.h"
#include "model/report.h"
#include "model/scan.h"
#include "t.h"

static struct account *
sample(struct scan *scan)
{
	scan->workstation.name = "PC-07";
	scan->workstation.id = "id-7";
	struct account *a = scan_add_account(scan, "template", "template/work/1");
	account_put_text(a, &scan->arena, MA_CLIENT, "template");
	account_put_text(a, &scan->arena, MA_LOGIN, "info");
	account_put_item(a, &scan->arena, MA_ADDRESSES, "Info@Example.co.jp");
	account_put_item(a, &scan->arena, MA_ADDRESSES, "sato@example.co.jp");
	account_put_num(a, &scan->arena, MA_PORT, 995);
	account_put_num(a, &scan->arena, MA_LEAVE_ON_SERVER, 0);
	return a;
}

/* The names and positions of facts are for ever: this list only grows at its end. */
static void
golden_facts(void)
{
	static const char *const names[] = {
		"client", "client_version", "profile", "profile_default", "user", "name", "enabled", "settings_in_cloud", "protocol", "addresses",
		"host", "port", "login", "security", "auth", "password_kept", "leave_on_server", "leave_raw", "delete_after_days", "delete_when",
		"keep_count", "keep_bytes", "retain_days", "retain_count", "headers_only", "max_download_kb", "delete_model",
		"empty_trash_on_exit", "expunge_on_exit", "trash_days", "junk_days", "trash_folder", "sent_folder", "drafts_folder",
		"junk_folder", "archive_folder", "sent_kept", "folder_prefix", "subscribed_only", "offline_days", "deferred_to", "store",
		"check_minutes", "check_at_start", "max_connections", "filters_server_delete", "filters_delete", "filters_move",
		"filters_move_local", "filters_mark_read", "filters_forward", "filters_reply", "smtp_host", "smtp_port", "smtp_security",
		"smtp_auth", "smtp_login", "reply_to", "bcc", "certificate_check", "read_receipts", "forwards_to", "account_uid", "uidl_kept",
	};
	for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) {
		t_text(fact_rows[i].name, names[i], names[i]);
		t_num(fact_by_name(names[i]), i, names[i]);
	}
	t_num(fact_by_name("leave_on_serve"), -1, "no fact");
	t_num(fact_by_name(""), -1, "empty name");
	t_ok(MA_FACT_COUNT < 255, "slot", "an account's slot holds every fact");
	for (int i = 0; i < MA_FACT_COUNT; i++)
		t_ok((fact_rows[i].type == FACT_WORD) == (fact_rows[i].words != NULL), fact_rows[i].name, "has words if and only if it is one");
}

static void
known_and_unknown(void)
{
	struct scan *scan = scan_new();
	struct account *a = sample(scan);
	t_ok(account_bool_is(a, MA_LEAVE_ON_SERVER, false), "leave", "is known to be no");
	t_ok(!account_bool_is(a, MA_LEAVE_ON_SERVER, true), "leave", "is not yes");
	t_ok(!account_bool_is(a, MA_ENABLED, true) && !account_bool_is(a, MA_ENABLED, false), "enabled", "unknown is neither");
	account_put(a, &scan->arena, MA_LEAVE_ON_SERVER)->state = MA_UNKNOWN;
	t_ok(!account_bool_is(a, MA_LEAVE_ON_SERVER, true) && !account_bool_is(a, MA_LEAVE_ON_SERVER, false), "leave", "stated unknown is neither");
	t_ok(account_text(a, MA_HOST) == NULL, "host", "is NULL when unknown");
	scan_free(scan);
}

static void
parsed_values(void)
{
	static const struct {
		enum ma_fact fact;
		const char *value;
		bool ok;
		const char *printed;
	} rows[] = {
		{ MA_LEAVE_ON_SERVER, "yes", true, "yes" },
		{ MA_LEAVE_ON_SERVER, "true", true, "yes" },
		{ MA_LEAVE_ON_SERVER, "no", true, "no" },
		{ MA_LEAVE_ON_SERVER, "1", false, NULL },
		{ MA_LEAVE_ON_SERVER, "unknown", true, "unknown" },
		{ MA_DELETE_AFTER_DAYS, "30", true, "30" },
		{ MA_DELETE_AFTER_DAYS, "thirty", false, NULL },
		{ MA_DELETE_AFTER_DAYS, "-5", false, NULL },
		{ MA_PROTOCOL, "imap", true, "imap" },
		{ MA_PROTOCOL, "IMAP", false, NULL },
		{ MA_HOST, "mail.example.co.jp", true, "mail.example.co.jp" },
		{ MA_BCC, "a@example.co.jp", true, "a@example.co.jp" },
	};
	struct scan *scan = scan_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct account *a = scan_add_account(scan, "template", "x");
		t_num(account_parse_fact(a, &scan->arena, rows[i].fact, rows[i].value), rows[i].ok, rows[i].value);
		if (rows[i].ok)
			t_text(fact_print(account_fact(a, rows[i].fact), &scan->arena), rows[i].printed, rows[i].value);
	}
	scan_free(scan);
}

static void
references(void)
{
	static const struct {
		const char *reference;
		bool want;
	} rows[] = {
		{ "PC-07", true },
		{ "pc-07", true },
		{ "id-7", true },
		{ "PC-0*", true },
		{ "PC-08", false },
		{ "PC-07/template", true },
		{ "PC-07/other", false },
		{ "PC-07/template/info@example.co.jp", true },
		{ "PC-07/template/info", true },
		{ "PC-07/*/sato@*", true },
		{ "PC-07/template/order@example.co.jp", false },
		{ "", false },
	};
	struct scan *scan = scan_new();
	struct account *a = sample(scan);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		t_num(account_matches(a, rows[i].reference), rows[i].want, rows[i].reference);
	scan_free(scan);
}

static void
order_and_copies(void)
{
	struct scan *scan = scan_new();
	scan_add_account(scan, "p", "b");
	scan_add_account(scan, "p", "a");
	scan_add_account(scan, "p", "b");
	struct account *a = scan_add_account(scan, "p", "c");
	account_put_num(a, &scan->arena, MA_PORT, 1);
	account_put_text(a, &scan->arena, MA_CLIENT, "x");
	scan_sort(scan);
	const char *const ids[] = { "a", "b", "b#2", "c" };
	for (size_t i = 0; i < 4; i++)
		t_text(scan->accounts[i]->id, ids[i], ids[i]);
	t_num(scan->accounts[3]->facts[0].id, MA_CLIENT, "facts are in order");
	t_text(account_text(scan->accounts[3], MA_CLIENT), "x", "and still found");
	scan_free(scan);
}

/* Of one workstation the newest run counts; the same run twice is one. */
static void
newest_run(void)
{
	static const struct {
		const char *id, *run, *started, *origin;
	} given[] = {
		{ "one", "r1", "2026-01-01T00:00:00Z", "old" },
		{ "two", "r2", "2026-01-01T00:00:00Z", "two" },
		{ "one", "r3", "2026-02-01T00:00:00Z", "new" },
		{ "two", "r2", "2026-01-01T00:00:00Z", "two again" },
	};
	struct report *report = report_new();
	for (size_t i = 0; i < 4; i++) {
		struct scan *scan = scan_new();
		scan->workstation.id = scan->workstation.name = given[i].id;
		scan->run = given[i].run;
		scan->started = given[i].started;
		scan->origin = given[i].origin;
		report_add_scan(report, scan);
	}
	report_settle(report);
	t_num((long long)report->n_scans, 2, "two workstations");
	t_text(report->scans[0]->origin, "new", "the newest run counts");
	t_num((long long)report->n_notes, 1, "the older run is noted, the same run is not");
	report_free(report);
}

static CU_TestInfo tests[] = {
	{ "names of facts are for ever", golden_facts },
	{ "unknown is neither yes nor no", known_and_unknown },
	{ "values are parsed and printed", parsed_values },
	{ "references", references },
	{ "order and copies", order_and_copies },
	{ "newest run", newest_run },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_account = { "account", tests };
