/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules mark; here the marks become findings.  A rule may mark in any order
 * and as often as it likes: marks are sorted, and those of one account become
 * one blame.
 */
#include "judge/audit.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/baseline.h"
#include "judge/coverage.h"
#include "judge/custom.h"
#include "judge/rule.h"

/* One call of blame, doubt or victim. */
struct mark {
	const struct scan *scan;
	const struct account *account;
	const struct policy_external *external;
	const struct policy_device *device;
	const struct scan_note *note;
	bool policy;
	enum ma_fact fact; /* MA_FACT_COUNT: none */
	size_t turn; /* keeps the order of calls */
};

struct marks {
	struct mark *all;
	size_t n;
};

struct judgement {
	struct arena scratch;
	const struct rule *rule;
	const struct matter *matter;
	enum severity severity;
	struct marks blamed, doubted, victims;
	bool others_suffer;
};

/* ---- what rules say ---- */

static void
add_mark(struct judgement *j, struct marks *marks, struct mark mark)
{
	struct mark *m = arena_grow(&j->scratch, &marks->all, &marks->n, sizeof *m);
	mark.turn = marks->n;
	*m = mark;
}

void
blame(struct judgement *j, const struct account *account, enum ma_fact fact)
{
	add_mark(j, &j->blamed, (struct mark){ .scan = account->scan, .account = account, .fact = fact });
}

void
blame_external(struct judgement *j, const struct policy_external *external)
{
	add_mark(j, &j->blamed, (struct mark){ .external = external, .fact = MA_FACT_COUNT });
}

void
doubt(struct judgement *j, const struct account *account, enum ma_fact fact)
{
	add_mark(j, &j->doubted, (struct mark){ .scan = account->scan, .account = account, .fact = fact });
}

void
doubt_external(struct judgement *j, const struct policy_external *external)
{
	add_mark(j, &j->doubted, (struct mark){ .external = external, .fact = MA_FACT_COUNT });
}

void
blame_workstation(struct judgement *j, const struct scan *scan)
{
	add_mark(j, &j->blamed, (struct mark){ .scan = scan, .fact = MA_FACT_COUNT });
}

void
blame_policy(struct judgement *j)
{
	add_mark(j, &j->blamed, (struct mark){ .policy = true, .fact = MA_FACT_COUNT });
}

void
doubt_device(struct judgement *j, const struct policy_device *device)
{
	add_mark(j, &j->doubted, (struct mark){ .device = device, .fact = MA_FACT_COUNT });
}

void
doubt_note(struct judgement *j, const struct scan *scan, const struct scan_note *note)
{
	add_mark(j, &j->doubted, (struct mark){ .scan = scan, .note = note, .fact = MA_FACT_COUNT });
}

void
victim(struct judgement *j, const struct account *account)
{
	add_mark(j, &j->victims, (struct mark){ .scan = account->scan, .account = account, .fact = MA_FACT_COUNT });
}

void
victims_others(struct judgement *j)
{
	j->others_suffer = true;
}

void
set_severity(struct judgement *j, enum severity severity)
{
	j->severity = severity;
}

struct arena *
scratch_of(struct judgement *j)
{
	return &j->scratch;
}

/* ---- marks become blame ---- */

/* What a mark is about; the policy itself comes last. */
enum subject { SUBJECT_ACCOUNT, SUBJECT_WORKSTATION, SUBJECT_EXTERNAL, SUBJECT_DEVICE, SUBJECT_POLICY };

static enum subject
subject_of(const struct mark *m)
{
	return m->account ? SUBJECT_ACCOUNT : m->scan ? SUBJECT_WORKSTATION : m->external ? SUBJECT_EXTERNAL :
	       m->device ? SUBJECT_DEVICE : SUBJECT_POLICY;
}

/* By name; two of one name are two. */
static int
name_order(const char *a, const char *b, const void *x, const void *y)
{
	int d = str_cmp(a, b);
	return d ? d : ((uintptr_t)x > (uintptr_t)y) - ((uintptr_t)x < (uintptr_t)y);
}

static int
subject_order(const struct mark *x, const struct mark *y)
{
	enum subject s = subject_of(x);
	if (s != subject_of(y))
		return s < subject_of(y) ? -1 : 1;
	switch (s) {
	case SUBJECT_ACCOUNT:
		return x->account == y->account ? 0 : account_order(x->account, y->account);
	case SUBJECT_WORKSTATION:
		return x->scan == y->scan ? 0 : str_cmp(x->scan->workstation.id, y->scan->workstation.id);
	case SUBJECT_EXTERNAL:
		return name_order(x->external->name, y->external->name, x->external, y->external);
	case SUBJECT_DEVICE:
		return name_order(x->device->name, y->device->name, x->device, y->device);
	case SUBJECT_POLICY:
		break;
	}
	return 0;
}

static int
by_subject(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	int d = subject_order(x, y);
	return d ? d : (x->turn > y->turn) - (x->turn < y->turn);
}

static void
sort_marks(struct marks *marks)
{
	for (size_t i = 1; i < marks->n; i++)
		if (by_subject(&marks->all[i - 1], &marks->all[i]) > 0) {
			qsort(marks->all, marks->n, sizeof *marks->all, by_subject);
			return;
		}
}

static void
add_evidence(struct blame *blame, const struct mark *mark, struct arena *arena)
{
	if (mark->note) {
		const struct scan_note **slot = arena_grow(arena, &blame->notes, &blame->n_notes, sizeof *slot);
		*slot = mark->note;
	}
	if (mark->fact == MA_FACT_COUNT)
		return;
	for (size_t i = 0; i < blame->n_evidence; i++)
		if (blame->evidence[i] == mark->fact)
			return;
	enum ma_fact *fact = arena_grow(arena, &blame->evidence, &blame->n_evidence, sizeof *fact);
	*fact = mark->fact;
}

/* Sorts the marks and makes one blame of those of each subject. */
static struct blame *
merge_marks(struct marks *marks, struct arena *arena, size_t *n)
{
	struct blame *all = NULL;
	*n = 0;
	sort_marks(marks);
	for (size_t i = 0; i < marks->n; i++) {
		const struct mark *m = &marks->all[i];
		if (i == 0 || subject_order(&marks->all[i - 1], m) != 0) {
			struct blame *fresh = arena_grow(arena, &all, n, sizeof *fresh);
			*fresh = (struct blame){ .scan = m->scan, .account = m->account, .external = m->external, .device = m->device, .policy = m->policy };
		}
		add_evidence(&all[*n - 1], m, arena);
	}
	return all;
}

/* ---- waivers ---- */

static bool
waiver_concerns(const struct policy_waiver *w, const struct judgement *j, const char *today)
{
	const struct mailbox *m = j->matter->mailbox;
	if (strcmp(w->rule, "*") != 0 && !str_same(w->rule, j->rule->id) && !str_same(w->rule, j->rule->code))
		return false;
	if (w->mailbox && (!m || (!str_same(w->mailbox, m->address) && !str_same(w->mailbox, m->key))))
		return false;
	/* Whose end cannot be measured has ended. */
	return !w->expires || (today && strncmp(today, w->expires, strlen("2000-01-01")) <= 0);
}

/* The part of "WORKSTATION/CLIENT/..." that a blame without account can fit. */
static bool
workstation_matches(const struct blame *b, const char *reference, struct arena *scratch)
{
	size_t n = strcspn(reference, "/");
	const char *client = reference[n] ? reference + n + 1 : NULL;
	const char *name = arena_copy(scratch, reference, n);
	if (!str_glob(name, b->scan->workstation.name, true) && !str_glob(name, b->scan->workstation.id, true))
		return false;
	if (client && (strchr(client, '/') || !b->n_notes))
		return false;
	for (size_t i = 0; client && i < b->n_notes; i++)
		if (!b->notes[i]->client || !str_glob(client, b->notes[i]->client, true))
			return false;
	return true;
}

static bool
waiver_fits(const struct policy_waiver *w, const struct blame *b, struct arena *scratch)
{
	if (!w->account)
		return true;
	if (b->account)
		return account_matches(b->account, w->account);
	const char *name = b->external ? b->external->name : b->device ? b->device->name : NULL;
	if (!b->scan)
		return name && str_glob(w->account, name, true);
	return workstation_matches(b, w->account, scratch);
}

/* ---- blame becomes findings ---- */

static const char *
fingerprint(const struct judgement *j, const struct blame *blame, size_t n, struct report *report)
{
	/* A sum does not mind the order, which depends on names that may change. */
	uint64_t hash = str_hash(STR_HASH_START, j->rule->id), sum = 0;
	hash = str_hash(hash, j->matter->mailbox ? j->matter->mailbox->key : "");
	for (size_t i = 0; i < n; i++) {
		uint64_t one = str_hash(STR_HASH_START, blame[i].scan ? blame[i].scan->workstation.id : "");
		one = str_hash(one, blame[i].account ? blame[i].account->id : "");
		sum += str_hash(one, blame[i].external ? blame[i].external->name : blame[i].device ? blame[i].device->name : "");
	}
	return arena_printf(&report->arena, "%016" PRIx64, str_hash(hash ^ sum, ""));
}

/* Everybody else in the mailbox, or those named; none of the blamed.  All three are in account_order. */
static void
put_victims(struct judgement *j, struct finding *f, struct arena *arena)
{
	const struct mailbox *m = j->matter->mailbox;
	size_t n = j->others_suffer ? m->n_accounts : j->victims.n, at = 0;
	for (size_t i = 0; i < n; i++) {
		const struct account *a = j->others_suffer ? m->accounts[i] : j->victims.all[i].account;
		while (at < f->n_blame && f->blame[at].account && account_order(f->blame[at].account, a) < 0)
			at++;
		if (at < f->n_blame && f->blame[at].account == a)
			continue;
		if (f->n_victims && f->victims[f->n_victims - 1] == a)
			continue;
		const struct account **slot = arena_grow(arena, &f->victims, &f->n_victims, sizeof *slot);
		*slot = a;
	}
}

static void
add_finding(struct report *report, struct judgement *j, enum finding_status status, const struct policy_waiver *waiver,
    struct blame *blame, size_t n)
{
	struct finding *f = arena_grow(&report->arena, &report->findings, &report->n_findings, sizeof *f);
	*f = (struct finding){
		.rule = j->rule,
		.severity = j->severity,
		.status = status,
		.mailbox = j->matter->mailbox,
		.blame = blame,
		.n_blame = n,
		.waiver = waiver,
		.fingerprint = fingerprint(j, blame, n, report),
	};
	put_victims(j, f, &report->arena);
}

/* Makes findings of the marks: one for each waiver that takes some of them, and
 * one of STATUS for the rest. */
static void
settle_marks(struct report *report, struct judgement *j, struct marks *marks, enum finding_status status)
{
	size_t n, left = 0;
	struct blame *all = merge_marks(marks, &report->arena, &n);
	const struct policy *policy = &report->policy;

	left = n;
	for (size_t w = 0; left && w < policy->n_waivers; w++) {
		struct blame *taken = NULL;
		size_t n_taken = 0, kept = 0;
		if (!waiver_concerns(&policy->waivers[w], j, policy->today))
			continue;
		for (size_t i = 0; i < left; i++) {
			if (waiver_fits(&policy->waivers[w], &all[i], &j->scratch)) {
				struct blame *b = arena_grow(&report->arena, &taken, &n_taken, sizeof *b);
				*b = all[i];
			} else {
				all[kept++] = all[i];
			}
		}
		left = kept;
		if (n_taken)
			add_finding(report, j, FINDING_WAIVED, &policy->waivers[w], taken, n_taken);
	}
	if (left)
		add_finding(report, j, status, NULL, all, left);
}

static void
judge(struct report *report, size_t rule, const struct matter *matter)
{
	struct judgement j = { .rule = &rules[rule], .matter = matter, .severity = rules[rule].severity };
	rule_judges[rule].judge(matter, &j);
	sort_marks(&j.victims);
	/* Both, though the mailbox fails already: of a new PC the doubt is what matters, not an old one's fault. */
	settle_marks(report, &j, &j.blamed, FINDING_FAIL);
	settle_marks(report, &j, &j.doubted, FINDING_UNKNOWN);
	arena_fini(&j.scratch);
}

static const char *
blamed_name(const struct blame *b)
{
	return b->scan ? b->scan->workstation.name : b->device ? b->device->name : NULL;
}

static int
finding_order(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int d = (int)x->status - (int)y->status;
	if (!d)
		d = (int)y->severity - (int)x->severity;
	if (!d)
		d = strcmp(x->rule->code, y->rule->code);
	if (!d)
		d = (x->mailbox != NULL) - (y->mailbox != NULL);
	if (!d && x->mailbox != y->mailbox)
		d = x->mailbox < y->mailbox ? -1 : 1; /* in one array, which is in order */
	if (!d && !x->mailbox)
		d = str_order(blamed_name(&x->blame[0]), blamed_name(&y->blame[0]));
	return d ? d : strcmp(x->fingerprint, y->fingerprint);
}

/* ---- the report around the findings ---- */

/* Is a note said of the report as a whole that leaves something unseen? */
static bool
report_is_blind(const struct report *report)
{
	if (report->blind)
		return true;
	for (size_t i = 0; i < report->n_notes; i++)
		if (note_rows[report->notes[i].kind].blind)
			return true;
	return false;
}

/* A finding for information is no fault of the mailbox; an unknown of any
 * weight, here or on any workstation, is one thing too many to call it clean. */
static void
settle_status(struct report *report)
{
	bool blind = report_is_blind(report);
	for (size_t i = 0; i < report->n_findings; i++)
		blind = blind || (!report->findings[i].mailbox && report->findings[i].status == FINDING_UNKNOWN);
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		const struct mailbox *m = report->results[i].mailbox;
		report->results[i].status = blind || !m->resolved || m->doubtful ? MAILBOX_UNKNOWN : MAILBOX_CLEAN;
	}
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (!f->mailbox)
			continue;
		enum mailbox_status *status = &report->results[f->mailbox - report->mailboxes.all].status;
		if (f->status == FINDING_FAIL && f->severity > SEVERITY_INFO)
			*status = MAILBOX_FAIL;
		else if (f->status == FINDING_UNKNOWN && *status == MAILBOX_CLEAN)
			*status = MAILBOX_UNKNOWN;
	}
}

static void
note_joins(struct report *report)
{
	const struct mailboxes *boxes = &report->mailboxes;
	size_t kept = 0;
	/* Of an earlier audit of the same report. */
	for (size_t i = 0; i < report->n_notes; i++)
		if (report->notes[i].kind != MA_NOTE_DOUBTFUL && report->notes[i].kind != MA_NOTE_UNRESOLVED)
			report->notes[kept++] = report->notes[i];
	report->n_notes = kept;
	for (size_t i = 0; i < boxes->n_doubts; i++) {
		const struct mailbox_doubt *d = &boxes->doubts[i];
		report_add_note(report, MA_NOTE_DOUBTFUL, NULL, NULL,
		    arena_printf(&report->arena, "%s, %s: %s", d->a->key, d->b->key, d->why));
	}
	for (size_t i = 0; i < boxes->n; i++) {
		const struct mailbox *m = &boxes->all[i];
		for (size_t k = 0; !m->resolved && k < m->n_accounts; k++)
			report_add_note(report, MA_NOTE_UNRESOLVED, m->accounts[k]->scan, NULL,
			    arena_printf(&report->arena, "%s: %s", account_title(m->accounts[k], &report->arena), m->why));
	}
}

static void
judge_all(struct report *report, enum scope scope, const struct matter *matter)
{
	for (size_t i = 0; i < n_rules; i++)
		if (rule_judges[i].scope == scope)
			judge(report, i, matter);
}

static void
judge_mailbox(struct report *report, size_t at, const struct baseline *baseline)
{
	struct report_mailbox *result = &report->results[at];
	result->mailbox = &report->mailboxes.all[at];
	life_of(result->mailbox, &report->arena, &result->life);
	custom_find(&report->mailboxes.all[at], &report->arena);
	judge_all(report, SCOPE_MAILBOX,
	    &(struct matter){ .mailbox = result->mailbox, .life = &result->life, .policy = &report->policy, .baseline = baseline });
}

void
audit_parts(struct report *report, unsigned parts)
{
	struct mailboxes *boxes = &report->mailboxes;

	report->findings = NULL;
	report->n_findings = 0;
	*boxes = (struct mailboxes){ 0 };
	if (parts & AUDIT_MAILBOXES)
		mailbox_group(report->scans, report->n_scans, &report->policy, &report->arena, boxes);
	note_joins(report);
	report->results = arena_alloc(&report->arena, (boxes->n + 1) * sizeof *report->results);
	report->coverage = arena_alloc(&report->arena, (report->n_scans + 1) * sizeof *report->coverage);
	const struct baseline *baseline = baseline_new(report->baseline, &report->policy, &report->arena);
	for (size_t i = 0; i < boxes->n; i++)
		judge_mailbox(report, i, baseline);
	for (size_t i = 0; i < report->n_scans && (parts & AUDIT_WORKSTATIONS); i++) {
		report->coverage[i] = coverage_of(report->scans[i]);
		judge_all(report, SCOPE_WORKSTATION, &(struct matter){ .policy = &report->policy, .scan = report->scans[i], .baseline = baseline });
	}
	if (parts & AUDIT_REPORT)
		judge_all(report, SCOPE_REPORT, &(struct matter){ .policy = &report->policy, .report = report, .baseline = baseline });
	if (report->n_findings)
		qsort(report->findings, report->n_findings, sizeof *report->findings, finding_order);
	settle_status(report);
}

void
audit(struct report *report)
{
	audit_parts(report, AUDIT_ALL);
}
