/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every pattern is tried on a copy of all accounts ("twins"): parts are given,
 * the copy is judged, the advice of what still fails is followed, and again
 * until nothing changes.  Of each mailbox the pattern with the fewest changed
 * accounts wins; what then differs between account and twin is the plan.
 */
#include "judge/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/audit.h"
#include "judge/plan-steps.h"
#include "judge/rule.h"

enum { MAX_ROUNDS = 8 };

/* ---- the copy ---- */

/* Lists are never added to but replaced, so that their items can be shared. */
static void
copy_facts(struct account *copy, const struct account *account, struct arena *arena)
{
	account_reserve(copy, arena, account->n_facts);
	for (size_t i = 0; i < account->n_facts; i++)
		copy->facts[i] = account->facts[i];
}

static struct scan *
copy_scan(const struct scan *scan, struct twin *twins)
{
	struct scan *copy = scan_new();
	struct arena arena = copy->arena;
	*copy = *scan;
	copy->arena = arena;
	copy->accounts = arena_alloc(&copy->arena, (scan->n_accounts + 1) * sizeof *copy->accounts);
	for (size_t i = 0; i < scan->n_accounts; i++) {
		const struct account *a = scan->accounts[i];
		struct twin *t = &twins[i];
		*t = (struct twin){ .account = *a, .original = a };
		t->account.scan = copy;
		copy_facts(&t->account, a, &copy->arena);
		copy->accounts[i] = &t->account;
	}
	return copy;
}

struct home {
	const struct account *account;
	size_t mailbox;
};

static int
by_account(const void *a, const void *b)
{
	const struct home *x = a, *y = b;
	return ((uintptr_t)x->account > (uintptr_t)y->account) - ((uintptr_t)x->account < (uintptr_t)y->account);
}

/* Which mailbox an account is of; NO_HOME for those that are not in use. */
static void
find_homes(const struct report *report, struct twin *twins, size_t n_twins)
{
	struct arena scratch = { 0 };
	struct home *homes = NULL;
	size_t n = 0;
	for (size_t i = 0; i < report->mailboxes.n; i++)
		for (size_t k = 0; k < report->mailboxes.all[i].n_accounts; k++) {
			struct home *h = arena_grow(&scratch, &homes, &n, sizeof *h);
			*h = (struct home){ report->mailboxes.all[i].accounts[k], i };
		}
	if (n)
		qsort(homes, n, sizeof *homes, by_account);
	for (size_t i = 0; i < n_twins; i++) {
		struct home key = { twins[i].original, 0 };
		const struct home *h = n ? bsearch(&key, homes, n, sizeof *homes, by_account) : NULL;
		twins[i].home = h ? h->mailbox : NO_HOME;
	}
	arena_fini(&scratch);
}

/* Who has the mailbox twice needs no second account that shows the server: clients refuse it. */
static void
find_beside(const struct report *report, struct twin *twins, size_t n_twins)
{
	struct arena scratch = { 0 };
	struct home *all = NULL;
	size_t n = 0;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		for (size_t k = 0; strcmp(f->rule->id, "same-pc-two-protocols") == 0 && k < f->n_blame; k++)
			*(struct home *)arena_grow(&scratch, &all, &n, sizeof *all) = (struct home){ f->blame[k].account, 0 };
	}
	if (n)
		qsort(all, n, sizeof *all, by_account);
	for (size_t i = 0; n && i < n_twins; i++)
		twins[i].beside = bsearch(&(struct home){ twins[i].original, 0 }, all, n, sizeof *all, by_account) != NULL;
	arena_fini(&scratch);
}

static void
trial_init(struct trial *t, const struct report *report)
{
	size_t n = 0, at = 0;
	*t = (struct trial){ .report = report_new() };
	for (size_t i = 0; i < report->n_scans; i++)
		n += report->scans[i]->n_accounts;
	t->twins = xmalloc((n + 1) * sizeof *t->twins);
	t->n_twins = n;
	t->report->policy = report->policy;
	t->report->baseline = report->baseline;
	t->report->lone = report->lone;
	for (size_t i = 0; i < report->n_scans; i++) {
		report_add_scan(t->report, copy_scan(report->scans[i], t->twins + at));
		at += report->scans[i]->n_accounts;
	}
	for (size_t i = 0; i < report->n_notes; i++)
		report_add_note(t->report, report->notes[i].kind, report->notes[i].scan, report->notes[i].note, report->notes[i].text);
	find_homes(report, t->twins, n);
	find_beside(report, t->twins, n);
}

static void
trial_fini(struct trial *t)
{
	report_free(t->report);
	free(t->twins);
}

struct twin *
twin_of(const struct account *account)
{
	return (struct twin *)(void *)(uintptr_t)account;
}

/* ---- following advice ---- */

static bool
is_graver(const struct finding *f)
{
	return f->status == FINDING_FAIL && f->severity >= SEVERITY_MEDIUM;
}

/* Sets what one advice asks for; false when it is so already. */
static bool
follow(const struct advice *advice, const struct mailbox *mailbox, struct account *account, struct arena *arena)
{
	const char *value = advice_value(advice, mailbox, arena);
	const struct fact *now = account_fact(account, advice->fact);
	if (!value ? !account->slot[advice->fact] : now->state != MA_UNKNOWN && strcmp(fact_print(now, arena), value) == 0)
		return false;
	if (advice->fact == MA_LOGIN && login_is_recent(value) && !account_is(account, MA_PROTOCOL, "pop3"))
		return false;
	if (!value)
		account_drop(account, advice->fact);
	else if (advice->fact == MA_PROTOCOL && strcmp(value, "imap") == 0)
		role_becomes_imap(account, arena);
	else
		return account_parse_fact(account, arena, advice->fact, value);
	return true;
}

static bool
is_several_deleters(const struct rule *rule)
{
	return strcmp(rule->id, "several-deleters") == 0;
}

/* Where several remove and that is all there is to say against one of them, that one may stay. */
static void
spare_one(struct trial *t, const enum plan_pattern *patterns)
{
	struct report *r = t->report;
	for (size_t i = 0; i < t->n_twins; i++)
		t->twins[i].faults = 0;
	for (size_t i = 0; i < r->n_findings; i++)
		for (size_t k = 0; is_graver(&r->findings[i]) && k < r->findings[i].n_blame; k++)
			if (r->findings[i].blame[k].account)
				twin_of(r->findings[i].blame[k].account)->faults++;
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		bool spared = false;
		if (!is_graver(f) || !is_several_deleters(f->rule) || f->mailbox->policy.deleter)
			continue;
		for (size_t k = 0; k < f->n_blame; k++)
			spared = spared || twin_of(f->blame[k].account)->spared;
		for (size_t k = 0; k < f->n_blame && !spared; k++) {
			struct twin *twin = twin_of(f->blame[k].account);
			spared = twin->spared = twin->faults == 1 && twin->home != NO_HOME && patterns[twin->home] != PLAN_REPRESENTATIVE;
		}
	}
}

/* Does the rule ask that the client removes nothing at all? */
static bool
asks_to_keep(const struct rule *rule)
{
	bool leave = false, days = false, when = false;
	for (size_t i = 0; i < RULE_ADVICES && rule->advice[i].fact != MA_FACT_COUNT; i++) {
		leave |= rule->advice[i].fact == MA_LEAVE_ON_SERVER;
		days |= rule->advice[i].fact == MA_DELETE_AFTER_DAYS;
		when |= rule->advice[i].fact == MA_DELETE_WHEN;
	}
	return leave && days && when;
}

/* What the rule advises; or, where it asks that nothing is removed, what that takes for this account. */
static bool
follow_rule(const struct finding *f, struct twin *twin, struct arena *arena)
{
	bool changed = false, keep = asks_to_keep(f->rule);
	if (keep && !twin->represents)
		changed = role_quiet(&twin->account, arena);
	for (size_t a = 0; !keep && a < RULE_ADVICES && f->rule->advice[a].fact != MA_FACT_COUNT; a++)
		if (!twin->represents || !role_decides(f->rule->advice[a].fact))
			changed |= follow(&f->rule->advice[a], f->mailbox, &twin->account, arena);
	return changed;
}

/* Follows the advice of all that fails; false when nothing changed. */
static bool
follow_all(struct trial *t)
{
	struct report *r = t->report;
	bool changed = false;
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		for (size_t k = 0; is_graver(f) && k < f->n_blame; k++) {
			if (!f->blame[k].account)
				continue;
			struct twin *twin = twin_of(f->blame[k].account);
			if (twin->spared && is_several_deleters(f->rule))
				continue;
			changed |= follow_rule(f, twin, &r->arena);
		}
	}
	return changed;
}

/* Gives parts under the pattern of each mailbox, and improves until nothing changes. */
static void
trial_run(struct trial *t, const struct report *report, const enum plan_pattern *patterns, const struct account *const *representatives)
{
	for (size_t i = 0; i < t->n_twins; i++) {
		struct twin *twin = &t->twins[i];
		if (twin->home == NO_HOME)
			continue;
		enum plan_pattern pattern = patterns[twin->home];
		const struct account *representative = representatives[twin->home];
		twin->represents = pattern == PLAN_REPRESENTATIVE && twin->original == representative;
		if (twin->represents)
			role_representative(&twin->account, &t->report->arena, policy_keep_days(&report->mailboxes.all[twin->home].policy));
		else if (pattern == PLAN_REPRESENTATIVE && representative)
			role_quiet(&twin->account, &t->report->arena);
		else if (pattern == PLAN_IMAP && twin->beside)
			account_parse_fact(&twin->account, &t->report->arena, MA_ENABLED, "no");
		else if (pattern == PLAN_IMAP)
			role_imap(&twin->account, &t->report->arena);
	}
	for (int round = 0; round < MAX_ROUNDS; round++) {
		audit(t->report);
		spare_one(t, patterns);
		if (!follow_all(t))
			return;
	}
	audit(t->report);
}

/* ---- what a pattern costs ---- */

/* What no setting of the blamed does is no reason against a pattern; but that
 * nobody removes old mail is for the plan to settle. */
static bool
is_excused(const struct finding *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n_blame; i++)
		n += f->blame[i].account != NULL;
	return n == 0 || (f->rule->advice[0].fact == MA_FACT_COUNT && strcmp(f->rule->id, "nobody-deletes") != 0);
}

/* The number of the report's mailbox that a finding of the trial is about, or NO_HOME. */
size_t
trial_home(const struct finding *f)
{
	if (f->mailbox)
		return f->mailbox->n_accounts ? twin_of(f->mailbox->accounts[0])->home : NO_HOME;
	return NO_HOME;
}

static void
trial_costs(const struct trial *t, struct plan_mailbox *mailboxes, size_t n, enum plan_pattern pattern, size_t *left)
{
	struct arena scratch = { 0 };
	for (size_t i = 0; i < n; i++)
		mailboxes[i].cost[pattern] = left[i] = 0;
	for (size_t i = 0; i < t->n_twins; i++)
		if (t->twins[i].home != NO_HOME)
			mailboxes[t->twins[i].home].cost[pattern] += twin_differs(&t->twins[i], &scratch);
	for (size_t i = 0; i < t->report->n_findings; i++) {
		const struct finding *f = &t->report->findings[i];
		size_t home = trial_home(f);
		if (!is_graver(f) || home == NO_HOME)
			continue;
		left[home]++;
		if (!is_excused(f))
			mailboxes[home].cost[pattern] = SIZE_MAX;
	}
	arena_fini(&scratch);
}

/* ---- choosing ---- */

/* The account that costs least as the one that removes: it does so already, it
 * must be changed anyway, or else any.  NULL when there is none. */
static const struct account *
choose_representative(const struct mailbox *m, const bool *changes_anyway)
{
	const struct account *best = NULL;
	int best_rank = 3;
	int64_t best_days = LIFE_NEVER;
	struct arena scratch = { 0 };
	for (size_t i = 0; i < m->n_accounts; i++) {
		const struct account *a = m->accounts[i];
		bool unknown;
		enum ma_fact evidence;
		int64_t days = life_ttl(a, &unknown);
		struct twin twin = { .account = *a, .original = a };
		if (!role_can_represent(a))
			continue;
		copy_facts(&twin.account, a, &scratch);
		role_representative(&twin.account, &scratch, policy_keep_days(&m->policy));
		int rank = !twin_differs(&twin, &scratch) ? 0 : changes_anyway[i] || deletes(a, &evidence) == TRUTH_YES ? 1 : 2;
		if (is_agreed_deleter(m, a))
			rank = -1;
		if (rank < best_rank || (rank == best_rank && days > best_days)) {
			best = a;
			best_rank = rank;
			best_days = days;
		}
	}
	arena_fini(&scratch);
	return best;
}

/* The account that was asked for: by POP if there are several. */
static const struct account *
named_representative(const struct mailbox *m, const char *reference)
{
	const struct account *found = NULL;
	for (size_t i = 0; reference && i < m->n_accounts; i++)
		if (account_matches(m->accounts[i], reference) &&
		    (!found || (account_is(m->accounts[i], MA_PROTOCOL, "pop3") && !account_is(found, MA_PROTOCOL, "pop3"))))
			found = m->accounts[i];
	return found;
}

static void
choose_representatives(const struct report *report, const struct plan_wish *wish, const struct trial *least, const struct account **out)
{
	struct arena scratch = { 0 };
	struct home *changed = NULL;
	size_t n = 0;
	for (size_t i = 0; i < least->n_twins; i++)
		if (twin_differs(&least->twins[i], &scratch)) {
			struct home *h = arena_grow(&scratch, &changed, &n, sizeof *h);
			h->account = least->twins[i].original;
		}
	if (n)
		qsort(changed, n, sizeof *changed, by_account);
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		const struct mailbox *m = &report->mailboxes.all[i];
		bool *anyway = arena_alloc(&scratch, m->n_accounts + 1);
		for (size_t k = 0; n && k < m->n_accounts; k++)
			anyway[k] = bsearch(&(struct home){ m->accounts[k], 0 }, changed, n, sizeof *changed, by_account) != NULL;
		out[i] = named_representative(m, wish->representative);
		if (!out[i] && !wish->representative)
			out[i] = named_representative(m, m->policy.deleter);
		if (!out[i])
			out[i] = choose_representative(m, anyway);
	}
	arena_fini(&scratch);
}

static enum plan_pattern
cheapest(const struct plan_mailbox *pm, size_t left[PLAN_PATTERN_COUNT], bool may_represent)
{
	enum plan_pattern best = PLAN_LEAST;
	for (int p = PLAN_REPRESENTATIVE; p < PLAN_PATTERN_COUNT; p++) {
		if (p == PLAN_REPRESENTATIVE && !may_represent)
			continue;
		if (pm->cost[p] < pm->cost[best] || (pm->cost[p] == pm->cost[best] && left[p] < left[best]))
			best = (enum plan_pattern)p;
	}
	return best;
}

/* The pattern of one mailbox: as asked for; the agreed deleter's; the cheapest. */
static void
choose_pattern(struct plan_mailbox *pm, const struct plan_wish *wish, size_t left[PLAN_PATTERN_COUNT], const struct account *representative)
{
	const struct mailbox *m = pm->result->mailbox;
	bool named = wish->representative && named_representative(m, wish->representative);
	bool shared = m->shared && m->resolved;
	pm->unmatched = shared && wish->representative && !named;
	if (wish->given && shared && !pm->unmatched)
		pm->pattern = wish->pattern == PLAN_REPRESENTATIVE && !representative ? PLAN_LEAST : wish->pattern;
	else if (pm->sound)
		pm->pattern = PLAN_LEAST;
	else if (shared && representative && is_agreed_deleter(m, representative))
		pm->pattern = PLAN_REPRESENTATIVE;
	else
		pm->pattern = cheapest(pm, left, representative != NULL);
	pm->representative = pm->pattern == PLAN_REPRESENTATIVE ? representative : NULL;
}

static void
start(struct report *report, struct plan *plan)
{
	plan->n_mailboxes = report->mailboxes.n;
	plan->mailboxes = arena_alloc(&report->arena, (plan->n_mailboxes + 1) * sizeof *plan->mailboxes);
	for (size_t i = 0; i < plan->n_mailboxes; i++) {
		plan->mailboxes[i].result = &report->results[i];
		plan->mailboxes[i].sound = true;
	}
	for (size_t i = 0; i < report->n_findings; i++)
		if (is_graver(&report->findings[i]) && report->findings[i].mailbox)
			plan->mailboxes[report->findings[i].mailbox - report->mailboxes.all].sound = false;
}

void
plan_make(struct report *report, const struct plan_wish *wish, struct plan *out)
{
	struct arena scratch = { 0 };
	size_t n = report->mailboxes.n;
	enum plan_pattern *patterns = arena_alloc(&scratch, (n + 1) * sizeof *patterns);
	const struct account **representatives = arena_alloc(&scratch, (n + 1) * sizeof *representatives);
	size_t(*left)[PLAN_PATTERN_COUNT] = arena_alloc(&scratch, (n + 1) * sizeof *left);
	size_t *count = arena_alloc(&scratch, (n + 1) * sizeof *count);
	struct trial trial;

	*out = (struct plan){ .wish = *wish };
	start(report, out);
	for (int p = 0; p < PLAN_PATTERN_COUNT; p++) {
		for (size_t i = 0; i < n; i++)
			patterns[i] = (enum plan_pattern)p;
		trial_init(&trial, report);
		trial_run(&trial, report, patterns, representatives);
		trial_costs(&trial, out->mailboxes, n, (enum plan_pattern)p, count);
		for (size_t i = 0; i < n; i++)
			left[i][p] = count[i];
		if (p == PLAN_LEAST)
			choose_representatives(report, wish, &trial, representatives);
		trial_fini(&trial);
	}
	for (size_t i = 0; i < n; i++) {
		choose_pattern(&out->mailboxes[i], wish, left[i], representatives[i]);
		patterns[i] = out->mailboxes[i].pattern;
		if (!representatives[i])
			out->mailboxes[i].cost[PLAN_REPRESENTATIVE] = SIZE_MAX;
	}
	trial_init(&trial, report);
	trial_run(&trial, report, patterns, representatives);
	plan_steps(report, &trial, out);
	trial_fini(&trial);
	arena_fini(&scratch);
}

void
plan_apply(const struct plan *plan, struct report *report)
{
	for (size_t i = 0; i < plan->n_steps; i++) {
		const struct plan_step *s = &plan->steps[i];
		struct account *a = s->account ? scan_account(s->scan, s->account->id) : NULL;
		for (size_t k = 0; a && k < s->n_changes; k++) {
			const struct plan_change *c = &s->changes[k];
			if (c->fact == MA_PROTOCOL && c->to && strcmp(c->to, "imap") == 0)
				role_becomes_imap(a, &report->arena);
			else if (c->to)
				account_parse_fact(a, &report->arena, c->fact, c->to);
			else
				account_drop(a, c->fact);
		}
	}
}
