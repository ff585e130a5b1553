/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trial has changed, as steps: one for each account, all findings that
 * blame it together, and in an order that never makes things worse on the way.
 */
#include "judge/plan-steps.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/life.h"
#include "judge/rule.h"

/* Does a change of the protocol take this fact away anyway? */
static bool
goes_with_protocol(const struct twin *twin, enum ma_fact fact)
{
	const char *to = account_text(&twin->account, MA_PROTOCOL);
	bool changed = to && !account_is(twin->original, MA_PROTOCOL, to);
	return changed && (fact == MA_PORT || (strcmp(to, "imap") == 0 && role_of_pop(fact)));
}

static bool
differs(const struct twin *twin, enum ma_fact fact, struct arena *scratch)
{
	const struct account *now = twin->original, *then = &twin->account;
	if (!now->slot[fact] && !then->slot[fact])
		return false;
	if (goes_with_protocol(twin, fact) || fact == MA_LEAVE_RAW)
		return false;
	if (!now->slot[fact] != !then->slot[fact])
		return true;
	return strcmp(fact_print(account_fact(now, fact), scratch), fact_print(account_fact(then, fact), scratch)) != 0;
}

bool
twin_differs(const struct twin *twin, struct arena *scratch)
{
	for (int id = 0; id < MA_FACT_COUNT; id++)
		if (differs(twin, (enum ma_fact)id, scratch))
			return true;
	return false;
}

/* ---- one step ---- */

static void
put_changes(struct plan_step *step, const struct twin *twin, struct arena *arena)
{
	for (int id = 0; id < MA_FACT_COUNT; id++) {
		const struct fact *now = account_fact(twin->original, (enum ma_fact)id);
		if (!differs(twin, (enum ma_fact)id, arena))
			continue;
		struct plan_change *c = arena_grow(arena, &step->changes, &step->n_changes, sizeof *c);
		*c = (struct plan_change){ .fact = (enum ma_fact)id, .locked = twin->original->slot[id] && now->state == MA_LOCKED };
		if (twin->account.slot[id])
			c->to = arena_strdup(arena, fact_print(account_fact(&twin->account, (enum ma_fact)id), arena));
		step->warnings[PLAN_ADMINISTRATOR] |= c->locked;
	}
}

static bool
changes(const struct plan_step *step, enum ma_fact fact)
{
	for (size_t i = 0; i < step->n_changes; i++)
		if (step->changes[i].fact == fact)
			return true;
	return false;
}

static bool
touches_server(const struct plan_step *step)
{
	for (size_t i = 0; i < step->n_changes; i++)
		if (role_decides(step->changes[i].fact))
			return true;
	return false;
}

/* When it is to be done, and what to mind. */
static void
judge_step(struct plan_step *step, const struct twin *twin)
{
	const struct account *now = twin->original, *then = &twin->account;
	bool unknown, still_unknown, *w = step->warnings;
	int64_t days = life_ttl(now, &unknown), new_days = life_ttl(then, &still_unknown);
	bool pop = account_is(now, MA_PROTOCOL, "pop3"), moved = changes(step, MA_PROTOCOL);
	bool ends = changes(step, MA_ENABLED) && account_bool_is(then, MA_ENABLED, false);
	bool to_imap = moved && account_is(then, MA_PROTOCOL, "imap"), to_pop = moved && account_is(then, MA_PROTOCOL, "pop3");

	w[PLAN_STOP_FIRST] = days == 0 && !unknown && (ends || touches_server(step));
	w[PLAN_BACKLOG] = !moved && account_bool_is(now, MA_LEAVE_ON_SERVER, true) && !unknown && days == LIFE_NEVER && new_days > 0;
	w[PLAN_OLD_ACCOUNT] = pop && to_imap;
	w[PLAN_LOCAL_MAIL] = pop && (to_imap || ends);
	w[PLAN_FETCHES_ALL] = to_pop;
	w[PLAN_STAYS] = !to_imap && changes(step, MA_DELETE_WHEN) && account_is(then, MA_DELETE_WHEN, "never") && days != 0;
	w[PLAN_AGAIN] = !step->n_changes;
	if (w[PLAN_STOP_FIRST])
		step->phase = PLAN_PHASE_STOP;
	else if (!step->n_changes)
		step->phase = PLAN_PHASE_LOOK;
	else if (moved || ends)
		step->phase = PLAN_PHASE_MOVE;
	else if (w[PLAN_BACKLOG])
		step->phase = PLAN_PHASE_LIMIT;
	else if (changes(step, MA_DELETE_AFTER_DAYS) && new_days > 0)
		step->phase = PLAN_PHASE_RAISE;
	else
		step->phase = touches_server(step) ? PLAN_PHASE_KEEP : PLAN_PHASE_OTHER;
}

/* ---- what is unknown ---- */

static struct plan_step *
step_of(struct plan *plan, struct report *report, const struct scan *scan, const struct account *account)
{
	/* Findings come in runs of one account only by chance, but workstations with such notes are few. */
	for (size_t i = 0; !account && i < plan->n_steps; i++)
		if (!plan->steps[i].account && plan->steps[i].scan == scan)
			return &plan->steps[i];
	struct plan_step *step = arena_grow(&report->arena, &plan->steps, &plan->n_steps, sizeof *step);
	*step = (struct plan_step){ .scan = scan, .account = account, .phase = PLAN_PHASE_LOOK };
	step->warnings[PLAN_AGAIN] = true;
	return step;
}

/* Facts and accounts that a finding of the trial doubts; LOOKS has a row of
 * facts for each twin, or NULL. */
static void
gather_looks(struct report *report, const struct trial *t, struct plan *plan, bool **looks)
{
	for (size_t i = 0; i < t->report->n_findings; i++) {
		const struct finding *f = &t->report->findings[i];
		for (size_t k = 0; f->status == FINDING_UNKNOWN && k < f->n_blame; k++) {
			const struct blame *b = &f->blame[k];
			if (b->account) {
				bool **row = &looks[twin_of(b->account) - t->twins];
				if (!*row)
					*row = arena_alloc(&report->arena, MA_FACT_COUNT * sizeof **row);
				for (size_t e = 0; e < b->n_evidence; e++)
					(*row)[b->evidence[e]] = true;
			} else if (b->scan) {
				/* The copy has the notes of the original, and its place. */
				size_t at = 0;
				while (t->report->scans[at] != b->scan)
					at++;
				struct plan_step *step = step_of(plan, report, report->scans[at], NULL);
				for (size_t e = 0; e < b->n_notes; e++) {
					const struct scan_note **slot = arena_grow(&report->arena, &step->notes, &step->n_notes, sizeof *slot);
					*slot = b->notes[e];
				}
			}
		}
	}
}

static void
put_looks(struct plan_step *step, const struct twin *twin, const bool *row, struct arena *arena)
{
	bool any = false;
	for (int id = 0; row && id < MA_FACT_COUNT; id++) {
		if (!row[id] || account_knows(&twin->account, (enum ma_fact)id))
			continue;
		enum ma_fact *slot = arena_grow(arena, &step->looks, &step->n_looks, sizeof *slot);
		*slot = (enum ma_fact)id;
		any = true;
	}
	/* Doubt about what is known, such as settings in the cloud: all of it is to be looked at. */
	for (int id = 0; row && !any && !step->n_changes && id < MA_FACT_COUNT; id++)
		if (row[id]) {
			enum ma_fact *slot = arena_grow(arena, &step->looks, &step->n_looks, sizeof *slot);
			*slot = (enum ma_fact)id;
		}
}

/* ---- all steps ---- */

static int
by_step(const void *a, const void *b)
{
	const struct plan_step *x = a, *y = b;
	int d = (int)x->phase - (int)y->phase;
	/* Within a phase one workstation's steps side by side: somebody has to walk there. */
	if (!d)
		d = str_order(x->scan->workstation.name, y->scan->workstation.name);
	if (!d)
		d = str_cmp(x->scan->workstation.id, y->scan->workstation.id);
	if (!d && x->account && y->account)
		d = account_order(x->account, y->account);
	return d ? d : (x->account != NULL) - (y->account != NULL);
}

static void
put_rules(struct plan_step *step, const struct rule *rule, struct arena *arena)
{
	for (size_t i = 0; i < step->n_rules; i++)
		if (step->rules[i] == rule)
			return;
	const struct rule **slot = arena_grow(arena, &step->rules, &step->n_rules, sizeof *slot);
	*slot = rule;
}

static int
by_account(const void *a, const void *b)
{
	const struct plan_step *x = *(struct plan_step *const *)a, *y = *(struct plan_step *const *)b;
	return ((uintptr_t)x->account > (uintptr_t)y->account) - ((uintptr_t)x->account < (uintptr_t)y->account);
}

/* Which findings of the report each step answers. */
static void
name_rules(struct report *report, struct plan *plan)
{
	struct arena scratch = { 0 };
	struct plan_step **sorted = arena_alloc(&scratch, (plan->n_steps + 1) * sizeof *sorted);
	for (size_t i = 0; i < plan->n_steps; i++)
		sorted[i] = &plan->steps[i];
	if (plan->n_steps)
		qsort(sorted, plan->n_steps, sizeof *sorted, by_account);
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		bool counts = f->status == FINDING_UNKNOWN || (f->status == FINDING_FAIL && f->severity >= SEVERITY_MEDIUM);
		for (size_t k = 0; counts && k < f->n_blame; k++) {
			struct plan_step key = { .account = f->blame[k].account }, *p = &key;
			if (!key.account)
				continue;
			struct plan_step **found = bsearch(&p, sorted, plan->n_steps, sizeof *sorted, by_account);
			if (found)
				put_rules(*found, f->rule, &report->arena);
		}
	}
	arena_fini(&scratch);
}

static void
put_left(struct report *report, const struct trial *t, struct plan *plan)
{
	for (size_t i = 0; i < t->report->n_findings; i++) {
		const struct finding *f = &t->report->findings[i];
		size_t home = trial_home(f);
		if (f->status != FINDING_FAIL || f->severity < SEVERITY_MEDIUM || home == NO_HOME)
			continue;
		struct plan_mailbox *pm = &plan->mailboxes[home];
		struct plan_left *left = arena_grow(&report->arena, &pm->left, &pm->n_left, sizeof *left);
		bool represents = false;
		*left = (struct plan_left){ .rule = f->rule, .severity = f->severity };
		for (size_t k = 0; k < f->n_blame; k++) {
			if (f->blame[k].account) {
				const struct account **slot = arena_grow(&report->arena, &left->accounts, &left->n_accounts, sizeof *slot);
				*slot = twin_of(f->blame[k].account)->original;
				represents = represents || twin_of(f->blame[k].account)->represents;
			} else if (f->blame[k].external) {
				const struct policy_external **slot = arena_grow(&report->arena, &left->externals, &left->n_externals, sizeof *slot);
				*slot = f->blame[k].external;
			}
		}
		left->reason = !left->n_accounts && left->n_externals ? PLAN_EXTERNAL :
		    f->rule->advice[0].fact == MA_FACT_COUNT ? PLAN_NO_SETTING :
		    represents && f->mailbox->policy.deleter ? PLAN_POLICY : PLAN_UNSOLVED;
	}
}

/* Who has mail on the server that it would remove at once if "leave" were switched off. */
static void
put_keeper(struct plan_mailbox *pm, const struct twin *twin, struct arena *arena)
{
	bool unknown;
	int64_t days = life_ttl(twin->original, &unknown);
	if (!pm->result->mailbox->shared || days == 0 || !account_bool_is(&twin->account, MA_LEAVE_ON_SERVER, true) ||
	    !account_bool_is(twin->original, MA_LEAVE_ON_SERVER, true))
		return;
	const struct account **slot = arena_grow(arena, &pm->keepers, &pm->n_keepers, sizeof *slot);
	*slot = twin->original;
}

void
plan_steps(struct report *report, const struct trial *t, struct plan *plan)
{
	struct arena scratch = { 0 };
	bool **looks = arena_alloc(&scratch, (t->n_twins + 1) * sizeof *looks);
	gather_looks(report, t, plan, looks);
	for (size_t i = 0; i < t->n_twins; i++) {
		const struct twin *twin = &t->twins[i];
		struct plan_step step = { .scan = twin->original->scan, .account = twin->original };
		struct plan_mailbox *pm = twin->home == NO_HOME ? NULL : &plan->mailboxes[twin->home];
		put_changes(&step, twin, &report->arena);
		put_looks(&step, twin, looks[i], &report->arena);
		if (pm)
			put_keeper(pm, twin, &report->arena);
		if (!step.n_changes && !step.n_looks)
			continue;
		judge_step(&step, twin);
		step.mailbox = pm ? pm->result->mailbox : NULL;
		plan->n_changed += step.n_changes > 0;
		plan->n_looks += step.n_looks > 0;
		if (pm)
			pm->n_changed += step.n_changes > 0;
		*(struct plan_step *)arena_grow(&report->arena, &plan->steps, &plan->n_steps, sizeof step) = step;
	}
	if (plan->n_steps)
		qsort(plan->steps, plan->n_steps, sizeof *plan->steps, by_step);
	for (size_t i = 0; i < plan->n_steps; i++)
		plan->steps[i].number = i + 1;
	name_rules(report, plan);
	put_left(report, t, plan);
	arena_fini(&scratch);
}
