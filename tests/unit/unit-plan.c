/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plans: of random offices what the plan says is done, and then nothing may
 * fail that the plan did not name, and the next plan must be empty.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/audit.h"
#include "judge/life.h"
#include "judge/plan.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
enum { OFFICES = 400, SMALL_OFFICES = 300, MAX_SMALL = 5 };

/* ---- offices ---- */

/* xorshift: the same offices everywhere. */
static unsigned
draw(unsigned *seed, unsigned n)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed % n;
}

/* What a client may be set to: facts as account_parse_fact reads them. */
static const struct {
	const char *name;
	const char *facts;
	unsigned weight, weight_known;
} habits[] = {
	{ "take", "protocol=pop3 leave_on_server=no", 3, 3 },
	{ "take and days", "protocol=pop3 leave_on_server=no delete_after_days=14 delete_when=deleted", 1, 1 },
	{ "keep", "protocol=pop3 leave_on_server=yes delete_when=never", 4, 4 },
	{ "keep 0", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=0", 1, 1 },
	{ "keep 7", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=7", 2, 2 },
	{ "keep 14", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=14", 2, 2 },
	{ "keep 30", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=30", 2, 2 },
	{ "keep 60", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=60", 2, 2 },
	{ "on delete", "protocol=pop3 leave_on_server=yes delete_when=deleted", 2, 2 },
	{ "30 and on delete", "protocol=pop3 leave_on_server=yes delete_when=trash-emptied delete_after_days=30", 1, 1 },
	{ "cap", "protocol=pop3 leave_on_server=yes delete_when=never keep_count=500", 1, 1 },
	{ "size", "protocol=pop3 leave_on_server=yes delete_when=never keep_bytes=5000000", 1, 0 },
	{ "filter", "protocol=pop3 leave_on_server=yes delete_when=never filters_server_delete=spam", 1, 1 },
	{ "imap", "protocol=imap delete_model=trash", 6, 6 },
	{ "imap retain", "protocol=imap delete_model=trash retain_days=90", 1, 1 },
	{ "imap local", "protocol=imap delete_model=trash filters_move_local=tidy", 1, 1 },
	{ "imap fetcher", "protocol=imap leave_on_server=no", 1, 1 },
	{ "imap fetcher 30", "protocol=imap leave_on_server=yes delete_after_days=30 delete_when=never", 1, 1 },
	{ "exchange", "protocol=exchange", 1, 1 },
	{ "leave unknown", "protocol=pop3 leave_on_server=unknown delete_after_days=14", 2, 0 },
	{ "leave absent", "protocol=pop3", 1, 0 },
	{ "days unknown", "protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=unknown", 1, 0 },
	{ "when unknown", "protocol=pop3 leave_on_server=yes delete_when=unknown", 1, 0 },
	{ "protocol unknown", "protocol=unknown leave_on_server=yes", 1, 0 },
	{ "other", "protocol=other", 1, 0 },
};

static void
put_facts(struct account *a, struct arena *arena, const char *facts)
{
	while (*facts) {
		size_t n = strcspn(facts, " "), k = strcspn(facts, "=");
		char *name = arena_copy(arena, facts, k), *value = arena_copy(arena, facts + k + 1, n - k - 1);
		int id = fact_by_name(name);
		t_ok(id >= 0 && account_parse_fact(a, arena, (enum ma_fact)id, value), facts, "fits");
		facts += n + (facts[n] == ' ');
	}
}

static struct account *
add_client(struct report *report, const char *pc, const char *login, const char *facts)
{
	struct scan *scan = scan_new();
	scan->workstation = (struct workstation){ .id = arena_strdup(&scan->arena, pc), .name = arena_strdup(&scan->arena, pc) };
	struct account *a = scan_add_account(scan, "x", "x/1");
	account_put_text(a, &scan->arena, MA_CLIENT, "x");
	account_put_text(a, &scan->arena, MA_HOST, "pop.example.jp");
	account_put_text(a, &scan->arena, MA_LOGIN, login);
	account_put_text(a, &scan->arena, MA_SECURITY, "tls");
	put_facts(a, &scan->arena, facts);
	account_sort(a);
	report_add_scan(report, scan);
	return a;
}

static const char *
draw_habit(unsigned *seed, bool known, const char **name)
{
	unsigned all = 0;
	for (size_t i = 0; i < ROWS(habits); i++)
		all += known ? habits[i].weight_known : habits[i].weight;
	unsigned at = draw(seed, all);
	for (size_t i = 0; i < ROWS(habits); i++) {
		unsigned w = known ? habits[i].weight_known : habits[i].weight;
		if (at < w) {
			*name = habits[i].name;
			return habits[i].facts;
		}
		at -= w;
	}
	return "";
}

/* An office of up to MAX clients, and its story in ROW. */
static struct report *
draw_office(unsigned number, size_t max, bool known, char *row, size_t row_size)
{
	struct report *report = report_new();
	unsigned seed = number * 2654435761u + 1, n;
	size_t used = (size_t)snprintf(row, row_size, "office %u:", number);
	for (int i = 0; i < 5; i++)
		(void)draw(&seed, 2);
	n = 1 + draw(&seed, (unsigned)max);
	policy_init(&report->policy, "2026-04-01");
	if (draw(&seed, 4) == 0) {
		report->policy.site.quota_bytes = 1;
		used += (size_t)snprintf(row + used, row_size - used, " (quota)");
	}
	if (draw(&seed, 4) == 0) {
		report->policy.site.deleter = draw(&seed, 3) ? "pc-0" : "pc-9";
		used += (size_t)snprintf(row + used, row_size - used, " (deleter %s)", report->policy.site.deleter);
	}
	for (unsigned i = 0; i < n; i++) {
		char pc[16];
		const char *name = "", *facts = draw_habit(&seed, known, &name);
		bool clear = !known && draw(&seed, 6) == 0, other = draw(&seed, 8) == 0;
		snprintf(pc, sizeof pc, "pc-%u", i);
		struct account *a = add_client(report, pc, other ? "order@example.jp" : "info@example.jp", facts);
		if (clear)
			account_put_text(a, &report->scans[i]->arena, MA_SECURITY, "none");
		if (used < row_size)
			used += (size_t)snprintf(row + used, row_size - used, " [%s%s%s]", name, clear ? " clear" : "", other ? " order" : "");
	}
	audit(report);
	return report;
}

static const struct plan_wish wishes[] = {
	{ false, PLAN_LEAST, NULL },
	{ true, PLAN_IMAP, NULL },
	{ true, PLAN_REPRESENTATIVE, NULL },
	{ true, PLAN_REPRESENTATIVE, "pc-1/x" },
};

static bool
is_grave(const struct finding *f)
{
	return f->mailbox && f->status == FINDING_FAIL && f->severity >= SEVERITY_MEDIUM;
}

static bool
was_named(const struct plan *plan, const struct finding *f)
{
	for (size_t i = 0; i < plan->n_mailboxes; i++)
		for (size_t k = 0; k < plan->mailboxes[i].n_left; k++)
			if (plan->mailboxes[i].left[k].rule == f->rule && plan->mailboxes[i].left[k].reason != PLAN_UNSOLVED)
				return true;
	return false;
}

static void
test_offices(void)
{
	char row[2048];
	for (unsigned i = 0; i < OFFICES; i++)
		for (size_t w = 0; w < ROWS(wishes); w++) {
			struct report *report = draw_office(i, 9, i % 3 == 0, row, sizeof row);
			struct plan plan, again;
			plan_make(report, &wishes[w], &plan);
			/* Mailboxes of a plan belong to the audit it was made of. */
			size_t n = strlen(row);
			snprintf(row + n, sizeof row - n, " -> %zu", w);
			plan_apply(&plan, report);
			struct report *after = report;
			audit(after);
			for (size_t k = 0; k < after->n_findings; k++)
				if (is_grave(&after->findings[k]))
					t_ok(was_named(&plan, &after->findings[k]), row, after->findings[k].rule->code);
			plan_make(after, &wishes[w], &again);
			t_num((long long)again.n_changed, 0, row);
			t_num((long long)again.n_looks, (long long)plan.n_looks, row);
			report_free(report);
		}
}

/* ---- the fewest ---- */

static const char *const parts[] = {
	"protocol=imap delete_model=trash",
	"protocol=pop3 leave_on_server=yes delete_when=never",
	"protocol=pop3 leave_on_server=yes delete_when=never delete_after_days=30",
};

/* Is there a way to make it sound by changing the accounts of SET?  What the plan leaves may be left. */
static bool
can_be_sound(unsigned number, bool imap, unsigned set, const struct plan *plan)
{
	char row[2048];
	size_t ways = 1, n_set = 0;
	for (unsigned s = set; s; s &= s - 1)
		n_set++;
	for (size_t i = 0; i < n_set; i++)
		ways *= ROWS(parts);
	for (size_t way = 0; way < ways; way++) {
		struct report *report = draw_office(number, MAX_SMALL, true, row, sizeof row);
		size_t rest = way;
		bool sound = true;
		for (size_t i = 0; i < report->n_scans; i++) {
			struct account *a = report->scans[i]->accounts[0];
			if (!(set >> i & 1))
				continue;
			static const enum ma_fact clear[] = { MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN, MA_KEEP_COUNT,
				MA_KEEP_BYTES, MA_RETAIN_DAYS, MA_FILTERS_SERVER_DELETE, MA_FILTERS_MOVE_LOCAL };
			bool was_pop = account_is(a, MA_PROTOCOL, "pop3") || account_knows(a, MA_LEAVE_ON_SERVER);
			for (size_t k = 0; k < ROWS(clear); k++)
				account_drop(a, clear[k]);
			/* Whoever reads by IMAP is not made to fetch. */
			if (rest % ROWS(parts) && !was_pop)
				sound = false;
			put_facts(a, &report->scans[i]->arena, parts[rest % ROWS(parts)]);
			rest /= ROWS(parts);
		}
		audit(report);
		/* Where the site has named who removes, that one is to do it. */
		for (size_t i = 0; report->policy.site.deleter && i < plan->n_mailboxes; i++)
			if (plan->mailboxes[i].representative) {
				const char *name = plan->mailboxes[i].representative->scan->workstation.name;
				bool unknown;
				sound = sound && life_ttl(report->scans[name[3] - '0']->accounts[0], &unknown) >= POLICY_MIN_KEEP_DAYS;
			}
		for (size_t i = 0; imap && i < report->n_scans; i++)
			sound = sound && !account_is(report->scans[i]->accounts[0], MA_PROTOCOL, "pop3");
		for (size_t k = 0; k < report->n_findings; k++)
			sound = sound && (!is_grave(&report->findings[k]) || was_named(plan, &report->findings[k]));
		report_free(report);
		if (sound)
			return true;
	}
	return false;
}

static void
test_fewest(void)
{
	char row[2048];
	for (unsigned i = 0; i < SMALL_OFFICES; i++)
		for (size_t w = 0; w < 2; w++) {
			struct report *report = draw_office(i, MAX_SMALL, true, row, sizeof row);
			struct plan plan;
			bool all_shared = true;
			plan_make(report, &wishes[w], &plan);
			for (size_t k = 0; k < report->mailboxes.n; k++)
				all_shared = all_shared && report->mailboxes.all[k].shared;
			size_t n = strlen(row);
			snprintf(row + n, sizeof row - n, " -> %zu", w);
			for (unsigned set = 0; set < 1u << report->n_scans; set++) {
				unsigned size = 0;
				for (unsigned s = set; s; s &= s - 1)
					size++;
				if (size >= plan.n_changed || (w == 1 && !all_shared))
					continue;
				bool better = can_be_sound(i, w == 1, set, &plan);
				t_ok(!better, row, "fewer changes do");
				if (better)
					break;
			}
			report_free(report);
		}
}

static CU_TestInfo tests[] = {
	{ "random offices", test_offices },
	{ "the fewest changes", test_fewest },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_plan = { "plan", tests };
