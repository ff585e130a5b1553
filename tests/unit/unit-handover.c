/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What exists only on a workstation: each way in which a server may or may not
 * have it too, and what of that is known.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/audit.h"
#include "judge/handover.h"
#include "t.h"

#define GB (INT64_C(1) << 30)

/* One account (protocol NULL: none) and one place (kind MA_STORE_KIND_COUNT: none). */
static const struct {
	const char *name;
	const char *protocol;
	int leave; /* 1 yes, 0 no, -1 said to be unknown, -2 not said */
	int64_t days; /* 0: none */
	enum ma_store_kind kind;
	enum store_status status;
	enum store_form form;
	int64_t bytes;
	bool owned; /* the place is the account's */
	enum hand_fate fate;
	enum hand_reason reason;
	enum hand_limit limit;
	enum hand_choice choice;
	bool carries, unknown;
} rows[] = {
	{ "POP that removes", "pop3", 0, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, GB, true, HAND_ONLY_HERE, HAND_TAKES, 0, HAND_CHOICE_ALLOW, true, false },
	{ "POP that leaves", "pop3", 1, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, GB, true, HAND_PARTLY_HERE, HAND_KEEPS, 0, HAND_CHOICE_SKIP, true, false },
	{ "POP that leaves for 14 days", "pop3", 1, 14, MA_STORE_MBOX, STORE_FOUND, 0, 5, true, HAND_PARTLY_HERE, HAND_DAYS, 0, 0, true, false },
	{ "POP that is not known to leave", "pop3", -1, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, 5, true, HAND_UNKNOWN, HAND_UNSAID, 0, HAND_CHOICE_SKIP, false, true },
	{ "POP of which nothing is said", "pop3", -2, 0, MA_STORE_MBOX, STORE_FOUND, 0, 5, true, HAND_UNKNOWN, HAND_UNSAID, 0, 0, false, true },
	{ "a place that was not handed over is not nothing", "pop3", 0, 0, MA_STORE_MBOX, STORE_OUTSIDE, 0, -1, true, HAND_ONLY_HERE, HAND_TAKES, 0, 0, true, true },
	{ "nor one that may not be read", "pop3", 0, 0, MA_STORE_MBOX, STORE_DENIED, 0, -1, true, HAND_ONLY_HERE, HAND_TAKES, 0, 0, true, true },
	{ "an empty folder", "pop3", 0, 0, MA_STORE_MBOX, STORE_FOUND, 0, 0, true, HAND_EMPTY, HAND_NOTHING, 0, 0, false, false },
	{ "a folder of POP that is gone", "pop3", 0, 0, MA_STORE_MBOX, STORE_ABSENT, 0, -1, true, HAND_UNKNOWN, HAND_MISSING, 0, 0, false, true },
	{ "of IMAP it holds nothing that matters", "imap", -2, 0, MA_STORE_MBOX, STORE_ABSENT, 0, -1, true, HAND_EMPTY, HAND_NOTHING, 0, 0, false, false },
	{ "local folders that were never made", "imap", -2, 0, MA_STORE_MBOX, STORE_ABSENT, 0, -1, false, HAND_EMPTY, HAND_NOTHING, 0, 0, false, false },
	{ "a data file that is gone", "pop3", 0, 0, MA_STORE_PST, STORE_ABSENT, 0, -1, true, HAND_UNKNOWN, HAND_MISSING, 0, HAND_CHOICE_ALLOW, false, true },
	{ "POP without a place", "pop3", 0, 0, MA_STORE_KIND_COUNT, 0, 0, 0, false, HAND_UNKNOWN, HAND_NO_PLACE, 0, 0, false, true },
	{ "IMAP without a place", "imap", -2, 0, MA_STORE_KIND_COUNT, 0, 0, 0, false, HAND_FATE_COUNT, 0, 0, 0, false, true },
	{ "IMAP in an .ost", "imap", -2, 0, MA_STORE_OST, STORE_FOUND, STORE_FORM_UNICODE, 60 * GB, true, HAND_ON_SERVER, HAND_COPY, 0, 0, false, false },
	{ "IMAP in an .ost that was not handed over", "imap", -2, 0, MA_STORE_OST, STORE_OUTSIDE, 0, -1, true, HAND_ON_SERVER, HAND_COPY, 0, 0, false, false },
	{ "IMAP that removes what it fetches", "imap", 0, 0, MA_STORE_MAILDIR, STORE_FOUND, 0, 9, true, HAND_ONLY_HERE, HAND_TAKES, 0, 0, true, false },
	{ "Exchange that delivers into a file", "exchange", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, 9, true, HAND_ONLY_HERE, HAND_DELIVERED, 0, HAND_CHOICE_ALLOW, true, false },
	{ "a protocol that nobody knows", NULL, -2, 0, MA_STORE_MBOX, STORE_FOUND, 0, 9, true, HAND_UNKNOWN, HAND_UNSAID, 0, 0, false, true },
	{ "local folders", "imap", -2, 0, MA_STORE_MBOX, STORE_FOUND, 0, 9, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, 0, 0, true, false },
	{ "local folders without mail", "imap", -2, 0, MA_STORE_MBOX, STORE_FOUND, 0, 0, false, HAND_EMPTY, HAND_NOTHING, 0, 0, false, false },
	{ "an archive", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_ANSI, 9, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, 0, HAND_CHOICE_ALLOW, true, false },
	{ "an archive, nearly full", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_ANSI, 2 * GB - GB / 10, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, HAND_LIMIT_NEAR, HAND_CHOICE_ALLOW, true, false },
	{ "an archive, not so full", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_ANSI, GB, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, HAND_LIMIT_NONE, HAND_CHOICE_ALLOW, true, false },
	{ "an archive, full", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_ANSI, 2 * GB, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, HAND_LIMIT_OVER, HAND_CHOICE_ALLOW, true, false },
	{ "a new one of that size", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, 2 * GB, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, HAND_LIMIT_NONE, HAND_CHOICE_ALLOW, true, false },
	{ "a new one, too large", "imap", -2, 0, MA_STORE_PST, STORE_FOUND, STORE_FORM_UNICODE, 51 * GB, false, HAND_ONLY_HERE, HAND_NO_ACCOUNT, HAND_LIMIT_OVER, HAND_CHOICE_ALLOW, true, false },
	{ "an .ost of no account", "imap", -2, 0, MA_STORE_OST, STORE_FOUND, STORE_FORM_UNICODE, 9, false, HAND_ON_SERVER, HAND_COPY, 0, 0, false, false },
};

static struct account *
add_account(struct scan *scan, const char *id, const char *protocol, int leave, int64_t days)
{
	struct account *a = scan_add_account(scan, "p", id);
	struct arena *arena = &scan->arena;
	account_put_text(a, arena, MA_HOST, "mail.example.co.jp");
	account_put_text(a, arena, MA_LOGIN, "info@example.co.jp");
	if (protocol)
		account_put_text(a, arena, MA_PROTOCOL, protocol);
	if (leave >= 0)
		account_put_num(a, arena, MA_LEAVE_ON_SERVER, leave);
	if (leave == -1)
		account_put(a, arena, MA_LEAVE_ON_SERVER)->state = MA_UNKNOWN;
	if (days)
		account_put_num(a, arena, MA_DELETE_AFTER_DAYS, days);
	return a;
}

static struct scan *
new_scan(const char *name)
{
	struct scan *scan = scan_new();
	scan->workstation = (struct workstation){ .id = name, .name = name };
	scan->started = "2026-03-31T08:15:00Z";
	scan->run = name;
	scan->tells_stores = true;
	return scan;
}

static void
make(struct report *report, struct handover *out)
{
	policy_init(&report->policy, "2026-03-31");
	report_settle(report);
	report->lone = true;
	audit(report);
	handover_make(report, out);
}

static void
test_fates(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct report *report = report_new();
		struct scan *scan = new_scan("PC-1");
		struct handover h;
		add_account(scan, "p/1", rows[i].protocol, rows[i].leave, rows[i].days);
		if (rows[i].kind != MA_STORE_KIND_COUNT)
			scan_add_store(scan, &(struct scan_store){
				.client = "p", .path = "C:\\mail", .account = rows[i].owned ? "p/1" : NULL, .kind = rows[i].kind, .status = rows[i].status,
				.form = rows[i].form, .bytes = rows[i].bytes, .files = -1, .messages = -1,
			});
		report_add_scan(report, scan);
		make(report, &h);
		const struct hand_place *p = &h.places[0];
		if (rows[i].fate == HAND_FATE_COUNT)
			t_num((long long)p->n_items, 0, rows[i].name);
		else if (t_num((long long)p->n_items, 1, rows[i].name)) {
			t_num(p->items[0].fate, rows[i].fate, rows[i].name);
			t_num(p->items[0].reason, rows[i].reason, rows[i].name);
			t_num(p->items[0].limit, rows[i].limit, rows[i].name);
			t_num(p->items[0].choice, rows[i].choice, rows[i].name);
		}
		t_ok(h.carries == rows[i].carries, rows[i].name, "must be carried");
		t_ok(h.unknown == rows[i].unknown, rows[i].name, "is unknown");
		report_free(report);
	}
}

/* Others decide too: what somebody else takes from the server is on no server, though this client leaves it. */
static void
test_others(void)
{
	static const struct {
		const char *name;
		int leave;
		int64_t days;
		enum hand_reason reason;
	} others[] = {
		{ "another takes", 0, 0, HAND_OTHERS_TAKE }, { "another leaves", 1, 0, HAND_KEEPS }, { "another removes after 3 days", 1, 3, HAND_DAYS },
		{ "another is unknown", -1, 0, HAND_UNSAID },
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		struct report *report = report_new();
		struct scan *one = new_scan("PC-1"), *two = new_scan("PC-2");
		struct handover h;
		add_account(one, "p/1", "pop3", 1, 0);
		add_account(two, "p/1", "pop3", others[i].leave, others[i].days);
		scan_add_store(one, &(struct scan_store){ .client = "p", .path = "x", .account = "p/1", .kind = MA_STORE_MBOX, .bytes = 5 });
		report_add_scan(report, one);
		report_add_scan(report, two);
		make(report, &h);
		t_num(h.places[0].items[0].reason, others[i].reason, others[i].name);
		report_free(report);
	}
}

/* A scan of before, one with accounts left out, a place of several accounts. */
static void
test_whole(void)
{
	struct report *report = report_new();
	struct scan *old = new_scan("PC-1"), *cut = new_scan("PC-2"), *two = new_scan("PC-3");
	struct handover h;
	old->tells_stores = false;
	add_account(old, "p/1", "pop3", 0, 0);
	cut->withheld.n = 1;
	add_account(two, "p/1", "imap", -2, 0);
	account_put_text(add_account(two, "p/2", "pop3", 0, 0), &two->arena, MA_LOGIN, "other@example.co.jp");
	for (int i = 0; i < 2; i++)
		scan_add_store(two, &(struct scan_store){ .client = "p", .path = i ? "C:\\MAIL.pst" : "C:\\mail.pst", .account = i ? "p/2" : "p/1", .kind = MA_STORE_PST, .bytes = 7 });
	scan_add_store(two, &(struct scan_store){ .client = "p", .path = "C:\\popstate", .account = "p/2", .kind = MA_STORE_UIDL, .bytes = 7 });
	report_add_scan(report, old);
	report_add_scan(report, cut);
	report_add_scan(report, two);
	make(report, &h);
	t_num(h.places[0].items[0].reason, HAND_NOT_LOOKED, "a scan that does not tell of stores");
	t_ok(h.places[0].steps[HAND_STEP_LOOK], "a scan that does not tell of stores", "is to be looked at");
	t_ok(h.places[1].steps[HAND_STEP_LOOK], "accounts that were withheld", "are to be looked at");
	t_num((long long)h.places[2].n_items, 1, "one place, and no list of messages among them");
	t_num((long long)h.places[2].items[0].n_accounts, 2, "of two accounts");
	t_num(h.places[2].items[0].fate, HAND_ONLY_HERE, "fares like the worse");
	t_num(h.places[2].bytes, 7, "and counts once");
	t_num(h.places[2].accounts[1].memory, HAND_MEMORY_LISTED, "there is a list");
	t_num(h.places[2].accounts[0].comes, true, "IMAP comes by itself");
	t_num((long long)h.places[2].accounts[1].n_typed, 4, "what is known is typed");
	report_free(report);
}

static const CU_TestInfo tests[] = {
	{ "where else it is", test_fates },
	{ "others", test_others },
	{ "whole workstations", test_whole },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_handover = { "handover", tests };
