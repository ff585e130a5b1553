/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules that go by what is known of providers and clients: where they begin
 * and end, and how much they weigh.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/str.h"
#include "judge/audit.h"
#include "model/client.h"
#include "model/provider.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static void
test_dates(void)
{
	static const struct {
		const char *from, *to;
		long long days; /* -1: one of them is none */
	} rows[] = {
		{ "2026-04-01", "2026-04-01T23:59:59Z", 0 }, { "2026-03-31", "2026-04-01", 1 }, { "2024-02-28", "2024-03-01", 2 },
		{ "2023-02-28", "2023-03-01", 1 }, { "1900-02-28", "1900-03-01", 1 }, { "2000-02-28", "2000-03-01", 2 },
		{ "2025-12-31", "2026-12-31", 365 }, { "2024-02-29", "2025-02-28", 365 }, { "2023-02-29", "2023-03-01", -1 },
		{ "2026-13-01", "2026-03-01", -1 }, { "2026-00-01", "2026-03-01", -1 }, { "2026-04-31", "2026-03-01", -1 },
		{ "2026-04", "2026-03-01", -1 }, { "", "2026-03-01", -1 }, { NULL, "2026-03-01", -1 }, { "2026/04/01", "2026-04-01", -1 },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		int64_t a, b;
		bool both = date_days(rows[i].from, &a) && date_days(rows[i].to, &b);
		t_num(both ? b - a : -1, rows[i].days, rows[i].from ? rows[i].from : "NULL");
	}
}

static void
test_clients(void)
{
	static const struct {
		const char *client, *version, *title; /* NULL: cared for, as far as is known */
	} rows[] = {
		{ "outlook", "14.0", "Office 2010" }, { "Outlook", "15.0.5603", "Office 2013" }, { "outlook", "16.0", NULL },
		{ "outlook", "8.0", "Office XP and older" }, { "outlook", "", NULL }, { "outlook", NULL, NULL }, { "outlook", "new", NULL },
		{ "thunderbird", "77.9", "before 78" }, { "thunderbird", "78.0", NULL }, { "thunderbird", "140.4.0", NULL },
		{ "thunderbird", "9.0", "before 78" }, { "apple-mail", "1.0", NULL }, { NULL, "1.0", NULL },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		const struct client_end *end = client_end_of(rows[i].client, rows[i].version);
		t_text(end ? end->title : NULL, rows[i].title, rows[i].version ? rows[i].version : "NULL");
	}
	for (size_t i = 0; i < n_client_ends; i++) {
		const struct client_end *end = &client_ends[i];
		int64_t day;
		t_ok(*end->source && *end->title, end->title, "has a source");
		t_ok(!end->ended || date_days(end->ended, &day), end->title, "its end is a date");
		t_ok(i == 0 || strcmp(end[-1].client, end->client) != 0 || version_order(end[-1].below, end->below) < 0, end->title, "in order");
	}
	t_num(version_order("140.4", "140.4.0"), 0, "missing numbers are 0");
	t_num(version_order("9.1", "10.0"), -1, "numbers, not letters");
	t_num(version_order("2.0b1", "2.0"), 0, "up to what is no number");
}

/* A PC with one account; SETTINGS are "fact=value" words. */
static void
add_seat(struct report *report, const char *settings)
{
	struct scan *scan = scan_new();
	char pc[16];
	snprintf(pc, sizeof pc, "pc%zu", report->n_scans + 1);
	scan->workstation = (struct workstation){ .id = arena_strdup(&scan->arena, pc), .name = arena_strdup(&scan->arena, pc) };
	struct account *a = scan_add_account(scan, "x", "x/1");
	account_put_text(a, &scan->arena, MA_CLIENT, "x");
	account_put_text(a, &scan->arena, MA_LOGIN, "info@example.jp");
	account_put_text(a, &scan->arena, MA_HOST, "mail.example.jp");
	account_put_text(a, &scan->arena, MA_SECURITY, "tls");
	for (const char *p = settings; *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " "), k = strcspn(p, "=");
		int fact = fact_by_name(arena_copy(&scan->arena, p, k));
		t_ok(fact >= 0 && account_parse_fact(a, &scan->arena, (enum ma_fact)fact, arena_copy(&scan->arena, p + k + 1, n - k - 1)), settings, p);
		p += n;
	}
	account_sort(a);
	report_add_scan(report, scan);
}

/* "fail high pc1,pc2; unknown ..." */
static const char *
tell(const struct report *report, const char *code, struct arena *arena)
{
	const char *s = "";
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (strcmp(f->rule->code, code) != 0)
			continue;
		s = arena_printf(arena, "%s%s%s %s", s, *s ? "; " : "", str_nth_word(arena, finding_status_words, (int)f->status),
		    str_nth_word(arena, severity_words, (int)f->severity));
		for (size_t k = 0; k < f->n_blame; k++)
			s = arena_printf(arena, "%s%s%s", s, k ? "," : " ", f->blame[k].scan->workstation.name);
	}
	return s;
}

#define POP "protocol=pop3 leave_on_server=yes delete_when=never"
#define IMAP "protocol=imap"
#define GMAIL "host=pop.gmail.com"

static const struct {
	const char *row, *code;
	const char *seats[4];
	struct {
		int64_t conn_imap, conn_pop, login_delay, expire_days; /* 0: unset */
		int pop_lock, pop_sets_seen; /* 0: unset, 1 yes, 2 no */
		const char *auth, *since, *plain;
	} provider;
	const char *says;
} cases[] = {
	{ "two in no hurry", "C01", { POP " check_minutes=15", POP " check_minutes=15" }, { .pop_lock = 1 }, "" },
	{ "one in a hurry", "C01", { POP " check_minutes=5", POP " check_minutes=60" }, { .pop_lock = 1 }, "fail medium pc1" },
	{ "nobody knows whether it locks", "C01", { POP " check_minutes=5", POP " check_minutes=60" }, { 0 }, "fail low pc1" },
	{ "it does not lock", "C01", { POP " check_minutes=1", POP " check_minutes=1" }, { .pop_lock = 2 }, "" },
	{ "it does not lock, but they are too many", "C01", { POP " check_minutes=1", POP " check_minutes=1" }, { .pop_lock = 2, .conn_pop = 1 }, "fail medium pc1,pc2" },
	{ "one that never checks by itself", "C01", { POP " check_minutes=1", POP }, { .pop_lock = 1 }, "" },
	{ "together too often", "C01", { POP " check_minutes=6", POP " check_minutes=7", POP " check_minutes=20" }, { .pop_lock = 1 }, "fail medium pc1,pc2" },
	{ "imap is in nobody's way", "C01", { POP " check_minutes=1", IMAP " check_minutes=1" }, { .pop_lock = 1 }, "" },
	{ "at the limit", "C02", { IMAP " max_connections=5", IMAP " max_connections=5" }, { .conn_imap = 10 }, "" },
	{ "at the limit, not in equal shares", "C02", { IMAP " max_connections=9", IMAP " max_connections=1" }, { .conn_imap = 10 }, "" },
	{ "one over", "C02", { IMAP " max_connections=5", IMAP " max_connections=5", IMAP }, { .conn_imap = 10 }, "fail high pc1,pc2" },
	{ "more clients than connections", "C02", { IMAP, IMAP " max_connections=1" }, { .conn_imap = 1 }, "fail high pc1,pc2" },
	{ "no limit known", "C02", { IMAP " max_connections=50", IMAP }, { 0 }, "" },
	{ "slow enough", "C03", { POP " check_minutes=20", POP " check_minutes=20" }, { .login_delay = 600 }, "" },
	{ "a little too fast", "C03", { POP " check_minutes=19", POP " check_minutes=20" }, { .login_delay = 600 }, "fail medium pc1" },
	{ "alone, too fast", "C03", { POP " check_minutes=5" }, { .login_delay = 600 }, "fail medium pc1" },
	{ "expires in time", "R08", { POP, IMAP }, { .expire_days = 30 }, "" },
	{ "expires a day early", "R08", { POP, IMAP }, { .expire_days = 29 }, "fail high pc1,pc2" },
	{ "read marks: known", "X04", { POP, IMAP }, { .pop_sets_seen = 1 }, "fail medium pc1" },
	{ "read marks: usual", "X04", { POP, IMAP }, { 0 }, "fail info pc1" },
	{ "read marks: known not", "X04", { POP, IMAP }, { .pop_sets_seen = 2 }, "" },
	{ "read marks: nobody to see them", "X04", { POP, POP }, { .pop_sets_seen = 1 }, "" },
	{ "login: the day has come", "T04", { IMAP " auth=password" }, { .auth = "oauth2", .since = "2026-04-01" }, "fail high pc1" },
	{ "login: the day before", "T04", { IMAP " auth=password" }, { .auth = "oauth2", .since = "2026-04-02" }, "fail medium pc1" },
	{ "login: since ever", "T04", { IMAP " auth=password" }, { .auth = "oauth2" }, "fail high pc1" },
	{ "login: right", "T04", { IMAP " auth=oauth2" }, { .auth = "oauth2" }, "" },
	{ "login: not known", "T04", { IMAP }, { .auth = "oauth2" }, "unknown high pc1" },
	{ "login: nothing asked", "T04", { IMAP " auth=password" }, { 0 }, "" },
	{ "weaker", "T10", { POP " security=none", IMAP }, { 0 }, "fail low pc1" },
	{ "weaker, and there is a day", "T10", { POP " security=none", IMAP }, { .plain = "2026-10" }, "fail high pc1" },
	{ "weaker, but not naked", "T10", { POP " security=starttls-optional", IMAP }, { .plain = "2026-10" }, "fail low pc1" },
	{ "equally weak", "T10", { POP " security=none", IMAP " security=none" }, { 0 }, "" },
	{ "two names of a provider", "T08", { POP " " GMAIL, IMAP " host=imap.googlemail.com" }, { 0 }, "" },
	{ "two providers", "T08", { POP " " GMAIL, IMAP " host=imap.ocn.ne.jp", IMAP " host=imap.ocn.ne.jp" }, { 0 }, "fail medium pc1" },
	{ "two providers, as many", "T08", { POP " " GMAIL, IMAP " host=imap.ocn.ne.jp" }, { 0 }, "fail medium pc1; fail medium pc2" },
	{ "two machines", "T08", { POP " host=sv1.xserver.jp", IMAP " host=sv2.xserver.jp" }, { 0 }, "unknown medium pc1; unknown medium pc2" },
	{ "a provider and nobody's server", "T08", { POP " " GMAIL, IMAP }, { 0 }, "unknown medium pc2; unknown medium pc1" },
	{ "recent: one is enough to lose by", "G01", { POP " " GMAIL, POP " " GMAIL " login=recent:info@example.jp" }, { 0 }, "fail critical pc1" },
	{ "recent: alone", "G01", { POP " " GMAIL, IMAP " host=imap.gmail.com" }, { 0 }, "" },
	{ "recent: other providers do not hide", "G01", { POP, POP }, { 0 }, "" },
};

static int
tri(int value)
{
	return value == 0 ? POLICY_UNSET : value == 1;
}

static int64_t
number(int64_t value)
{
	return value ? value : POLICY_UNSET;
}

static void
test_cases(void)
{
	static const char *host = "*.example.jp";
	for (size_t i = 0; i < ROWS(cases); i++) {
		struct report *report = report_new();
		struct policy_provider p;
		policy_init(&report->policy, "2026-04-01");
		provider_init(&p);
		p.name = "example";
		p.hosts = &host;
		p.n_hosts = 1;
		p.conn_imap = number(cases[i].provider.conn_imap);
		p.conn_pop = number(cases[i].provider.conn_pop);
		p.login_delay = number(cases[i].provider.login_delay);
		p.expire_days = number(cases[i].provider.expire_days);
		p.pop_lock = tri(cases[i].provider.pop_lock);
		p.pop_sets_seen = tri(cases[i].provider.pop_sets_seen);
		p.auth_required = cases[i].provider.auth;
		p.auth_since = cases[i].provider.since;
		p.plain_ends = cases[i].provider.plain;
		report->policy.providers = &p;
		report->policy.n_providers = 1;
		/* Nobody's server has no provider. */
		if (strcmp(cases[i].code, "T08") == 0)
			report->policy.n_providers = 0;
		for (size_t k = 0; k < 4 && cases[i].seats[k]; k++)
			add_seat(report, cases[i].seats[k]);
		report_settle(report);
		audit(report);
		t_text(tell(report, cases[i].code, &report->arena), cases[i].says, cases[i].row);
		report_free(report);
	}
}

/* Linear: ten thousand clients that all are to blame, all with advice. */
static void
test_many(void)
{
	enum { N = 10000 };
	struct report *report = report_new();
	clock_t start = clock();
	policy_init(&report->policy, "2026-04-01");
	for (int i = 0; i < N; i++)
		add_seat(report, i % 2 ? POP " check_minutes=1 host=pop.gmail.com" : IMAP " max_connections=5 host=imap.gmail.com");
	report_settle(report);
	audit(report);
	size_t n = 0;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		for (size_t k = 0; k < f->n_blame && f->rule->advice[0].fact != MA_FACT_COUNT; k++)
			n += advice_value(&f->rule->advice[0], f->mailbox, &report->arena) != NULL;
	}
	t_ok(n >= N, "advice", "for all");
	t_ok((clock() - start) / CLOCKS_PER_SEC < 10, "many", "takes too long");
	report_free(report);
}

static CU_TestInfo tests[] = {
	{ "dates", test_dates },
	{ "clients", test_clients },
	{ "cases", test_cases },
	{ "many", test_many },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_provider = { "provider", tests };
