/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one promise of ties: mailboxes that share none have nothing to do with
 * each other.  Offices are thrown together from logins, servers and addresses
 * that nearly meet; judged whole, and each connected part on its own, they must
 * come to the same findings.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/set.h"
#include "base/str.h"
#include "judge/audit.h"
#include "model/mailbox-tie.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

enum { OFFICES = 3000, MOST_SCANS = 7, MOST_ACCOUNTS = 3, MOST = MOST_SCANS * MOST_ACCOUNTS };

static const char *const hosts[] = {
	"pop.a.jp", "imap.a.jp", "mail.a.jp", "a.jp", "pop.b.jp", "mail.provider.example", "pop3.provider.example", "127.0.0.1", NULL,
	"pop.gmail.com", "imap.gmail.com", "pop01.lolipop.jp", "imap4.lolipop.jp", "mail.isp.example.net", "192.0.2.7", "outlook.office365.com",
};
static const char *const logins[] = {
	"info", "Info", "info@a.jp", "info@b.jp", "info%a.jp", "info%b.jp", "info+b.jp", "12345", "12345@a.jp", "recent:info@a.jp", "tanaka",
	"tanaka@a.jp", NULL, "", "info@gmail.com", "sales", "sales@a.jp", "sales@isp", " info ",
};
static const char *const addresses[] = {
	"info@a.jp", "info@b.jp", "INFO@a.jp", "12345@a.jp", "tanaka@a.jp", "tanaka@b.jp", "sales@a.jp", "sales@b.jp", "no-sign", "info@shop.a.jp",
};
static const char *const protocols[] = { "pop3", "imap", "exchange", "other", NULL };
static const char *const isp_hosts[] = { "mail.isp.example.net", "192.0.2.7" }, *const isp_domains[] = { "b.jp" };
static const char *const many_hosts[] = { "*.provider.example" }, *const many_domains[] = { "a.jp", "b.jp" };
static const char *const targets[] = { "info@a.jp" };
static const struct policy_provider site_providers[] = {
	{ .name = "isp", .hosts = (const char **)isp_hosts, 2, .domains = (const char **)isp_domains, 1, .expire_days = POLICY_UNSET },
	{ .name = "many", .hosts = (const char **)many_hosts, 1, .domains = (const char **)many_domains, 2, .expire_days = POLICY_UNSET },
};

static unsigned
roll(uint64_t *state, unsigned n)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*state >> 33) % n;
}

static void
put_text(struct scan *scan, struct account *a, enum ma_fact fact, const char *value)
{
	if (value)
		account_put_text(a, &scan->arena, fact, value);
}

static void
add_account(struct scan *scan, uint64_t *state, unsigned n)
{
	struct account *a = scan_add_account(scan, "some", arena_printf(&scan->arena, "some/%u", n));
	put_text(scan, a, MA_PROTOCOL, protocols[roll(state, ROWS(protocols))]);
	put_text(scan, a, MA_HOST, hosts[roll(state, ROWS(hosts))]);
	put_text(scan, a, MA_LOGIN, logins[roll(state, ROWS(logins))]);
	for (unsigned i = roll(state, 3); i; i--)
		account_put_item(a, &scan->arena, MA_ADDRESSES, addresses[roll(state, ROWS(addresses))]);
	if (roll(state, 4) == 0)
		account_put_num(a, &scan->arena, MA_ENABLED, roll(state, 2));
	if (roll(state, 8) == 0)
		account_put_num(a, &scan->arena, MA_SETTINGS_IN_CLOUD, 1);
	if (roll(state, 2))
		account_put_num(a, &scan->arena, MA_LEAVE_ON_SERVER, roll(state, 2));
	if (roll(state, 3) == 0)
		account_put_num(a, &scan->arena, MA_DELETE_AFTER_DAYS, roll(state, 40));
	account_sort(a);
}

static struct report *
throw_office(uint64_t *state)
{
	struct report *report = report_new();
	unsigned n_scans = 1 + roll(state, MOST_SCANS);
	policy_init(&report->policy, "2026-03-31");
	if (roll(state, 2)) {
		report->policy.providers = (struct policy_provider *)site_providers;
		report->policy.n_providers = ROWS(site_providers);
	}
	if (roll(state, 4) == 0) {
		report->policy.targets = (const char **)targets;
		report->policy.n_targets = ROWS(targets);
	}
	for (unsigned i = 0; i < n_scans; i++) {
		struct scan *scan = scan_new();
		scan->workstation.id = arena_printf(&scan->arena, "id-%u", i);
		scan->workstation.name = arena_printf(&scan->arena, "PC-%u", i % 5);
		scan->run = "1";
		for (unsigned k = 1 + roll(state, MOST_ACCOUNTS); k; k--)
			add_account(scan, state, k);
		scan_sort(scan);
		report_add_scan(report, scan);
	}
	report_settle(report);
	return report;
}

/* What must be the same, a line each. */
static void
tell(const struct report *report, struct set *out)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		set_add(out, arena_printf(&out->arena, "%s %s %s %d %d blame %zu victims %zu", f->mailbox->key, f->rule->id, f->fingerprint, f->status,
				 f->severity, f->n_blame, f->n_victims));
	}
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		const struct mailbox *m = &report->mailboxes.all[i];
		set_add(out, arena_printf(&out->arena, "%s: %s status %d accounts %zu clients %zu namesakes %zu doubtful %d shared %d", m->key, m->address,
				 report->results[i].status, m->n_accounts, m->n_clients, m->n_namesakes, m->doubtful, m->shared));
	}
}

/* Numbers the connected parts: PART of each account, -1 when it is in no mailbox. */
static int
find_parts(const struct report *report, struct arena *arena, int part[MOST_SCANS][MOST_ACCOUNTS])
{
	struct set strong = { 0 }, nodes = { 0 };
	struct mailbox_ties ties[MOST_SCANS][MOST_ACCOUNTS];
	int n = 0, parent[2 * MOST] = { 0 };
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_accounts; k++) {
			bool counts = mailbox_ties_of(report->scans[i]->accounts[k], &report->policy, arena, &ties[i][k]);
			part[i][k] = counts ? 0 : -1;
			if (counts)
				set_add(&nodes, ties[i][k].mailbox);
			for (size_t t = 0; counts && t < ties[i][k].n; t++)
				if (ties[i][k].all[t].strong)
					set_add(&strong, ties[i][k].all[t].name);
		}
	for (int i = 0; i < 2 * MOST; i++)
		parent[i] = i;
	/* Whoever has a tie is joined to the first that has it. */
	for (size_t s = 0; s < strong.n; s++) {
		long first = -1;
		for (size_t i = 0; i < report->n_scans; i++)
			for (size_t k = 0; k < report->scans[i]->n_accounts; k++)
				for (size_t t = 0; part[i][k] >= 0 && t < ties[i][k].n; t++) {
					if (strcmp(ties[i][k].all[t].name, strong.all[s]) != 0)
						continue;
					int at = (int)set_find(&nodes, ties[i][k].mailbox);
					while (parent[at] != at)
						at = parent[at];
					if (first < 0)
						first = at;
					int root = (int)first;
					while (parent[root] != root)
						root = parent[root];
					parent[at] = root;
				}
	}
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_accounts; k++) {
			if (part[i][k] < 0)
				continue;
			int at = (int)set_find(&nodes, ties[i][k].mailbox);
			while (parent[at] != at)
				at = parent[at];
			part[i][k] = at;
			n = at >= n ? at + 1 : n;
		}
	set_fini(&strong);
	set_fini(&nodes);
	return n;
}

/* Judges one part only: the scans less the accounts of the others. */
static void
judge_part(const struct report *office, int part[MOST_SCANS][MOST_ACCOUNTS], int number, struct set *out)
{
	struct report *report = report_new();
	struct account **all[MOST_SCANS];
	size_t n[MOST_SCANS];
	report->policy = office->policy;
	for (size_t i = 0; i < office->n_scans; i++) {
		struct scan *scan = office->scans[i];
		all[i] = scan->accounts;
		n[i] = scan->n_accounts;
		scan->accounts = arena_alloc(&report->arena, (n[i] + 1) * sizeof *scan->accounts);
		scan->n_accounts = 0;
		for (size_t k = 0; k < n[i]; k++)
			if (part[i][k] == number)
				scan->accounts[scan->n_accounts++] = all[i][k];
		if (scan->n_accounts)
			report_add_scan(report, scan);
	}
	if (report->n_scans) {
		audit_parts(report, AUDIT_MAILBOXES);
		tell(report, out);
	}
	for (size_t i = 0; i < office->n_scans; i++) {
		office->scans[i]->accounts = all[i];
		office->scans[i]->n_accounts = n[i];
	}
	report->n_scans = 0;
	report_free(report);
}

static bool
same_sets(const struct set *a, const struct set *b, const char *row)
{
	bool ok = t_num((long long)b->n, (long long)a->n, row);
	for (size_t i = 0; i < a->n; i++)
		ok &= set_has(b, a->all[i]) || t_text("(not there)", a->all[i], row);
	for (size_t i = 0; i < b->n; i++)
		ok &= set_has(a, b->all[i]) || t_text(b->all[i], "(not there)", row);
	return ok;
}

static void
test_parts_are_the_whole(void)
{
	uint64_t state = 42;
	size_t several = 0, doubts = 0;
	for (int i = 0, bad = 0; i < OFFICES && bad < 3; i++) {
		char row[32];
		int part[MOST_SCANS][MOST_ACCOUNTS];
		struct set whole = { 0 }, parts = { 0 };
		struct arena arena = { 0 };
		struct report *office = throw_office(&state);
		snprintf(row, sizeof row, "office %d", i);
		audit_parts(office, AUDIT_MAILBOXES);
		tell(office, &whole);
		doubts += office->mailboxes.n_doubts;
		int n = find_parts(office, &arena, part);
		for (int k = 0; k < n; k++)
			judge_part(office, part, k, &parts);
		several += n > 1;
		bad += !same_sets(&whole, &parts, row);
		arena_fini(&arena);
		set_fini(&whole);
		set_fini(&parts);
		report_free(office);
	}
	t_ok(several > OFFICES / 2, "offices", "of several parts");
	t_ok(doubts > OFFICES / 2, "offices", "with doubts");
}

static void
test_epoch(void)
{
	struct policy none, some, changed;
	struct policy_provider providers[ROWS(site_providers)];
	policy_init(&none, "2026-03-31");
	policy_init(&some, "2026-04-01");
	t_ok(mailbox_ties_epoch(&none) == mailbox_ties_epoch(&some), "another day", "the same ties");
	memcpy(providers, site_providers, sizeof providers);
	some.providers = providers;
	some.n_providers = ROWS(providers);
	changed = some;
	t_ok(mailbox_ties_epoch(&none) != mailbox_ties_epoch(&some), "providers", "other ties");
	uint64_t before = mailbox_ties_epoch(&changed);
	providers[1].n_domains = 1;
	t_ok(mailbox_ties_epoch(&changed) != before, "one domain less", "other ties");
}

static const CU_TestInfo tests[] = {
	{ "each connected part on its own is judged as in the whole", test_parts_are_the_whole },
	{ "ties hold as long as the servers' names do", test_epoch },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_tie = { "tie", tests };
