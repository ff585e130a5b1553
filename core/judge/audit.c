/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report around the findings.
 */
#include "judge/audit.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/str.h"
#include "judge/baseline.h"
#include "judge/coverage.h"
#include "judge/custom.h"
#include "judge/judgement.h"

enum { MAILBOXES_AT_ONCE = 4, SCANS_AT_ONCE = 256 };

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
		if (report->notes[i].kind != MA_NOTE_DOUBTFUL && report->notes[i].kind != MA_NOTE_UNRESOLVED && report->notes[i].kind != MA_NOTE_WITHHELD)
			report->notes[kept++] = report->notes[i];
	report->n_notes = kept;
	for (size_t i = 0; i < boxes->n_doubts; i++) {
		const struct mailbox_doubt *d = &boxes->doubts[i];
		report_add_note(report, MA_NOTE_DOUBTFUL, NULL, NULL,
		    arena_printf(&report->arena, "%s, %s: %s", d->a->key, d->b->key, d->why));
	}
	for (size_t i = 0; i < boxes->n; i++) {
		const struct mailbox *m = &boxes->all[i];
		if (m->withheld)
			report_add_note(report, MA_NOTE_WITHHELD, NULL, NULL, m->key);
		for (size_t k = 0; !m->resolved && k < m->n_accounts; k++)
			report_add_note(report, MA_NOTE_UNRESOLVED, m->accounts[k]->scan, NULL,
			    arena_printf(&report->arena, "%s: %s", account_title(m->accounts[k], &report->arena), m->why));
	}
}

/* An audit while several threads are at it; each mailbox, and each workstation, is judged by one of them. */
struct auditing {
	struct report *report;
	const struct baseline *baseline, *replaced;
	struct judging workers[POOL_MOST_WORKERS];
};

static void
judge_mailboxes(void *context, size_t worker, size_t from, size_t to)
{
	struct auditing *a = context;
	struct report *report = a->report;
	struct judging *w = &a->workers[worker];
	for (size_t i = from; i < to; i++) {
		struct report_mailbox *result = &report->results[i];
		result->mailbox = &report->mailboxes.all[i];
		life_of(result->mailbox, &w->arena, &result->life);
		custom_find(&report->mailboxes.all[i], &w->arena);
		judge_all(w, SCOPE_MAILBOX,
		    &(struct matter){ .mailbox = result->mailbox, .life = &result->life, .policy = &report->policy, .baseline = a->baseline,
			.successor = report->successor, .replaced = report->replaced, .replaced_by_mailbox = a->replaced });
	}
}

static void
judge_workstations(void *context, size_t worker, size_t from, size_t to)
{
	struct auditing *a = context;
	struct report *report = a->report;
	for (size_t i = from; i < to; i++) {
		report->coverage[i] = coverage_of(report->scans[i]);
		judge_all(&a->workers[worker], SCOPE_WORKSTATION,
		    &(struct matter){ .policy = &report->policy, .scan = report->scans[i], .baseline = a->baseline });
	}
}

/* Puts together what the threads have found; the order of findings is total. */
static void
collect(struct auditing *a)
{
	struct report *report = a->report;
	size_t n = 0;
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++)
		n += a->workers[i].n_findings;
	report->findings = n ? arena_alloc(&report->arena, n * sizeof *report->findings) : NULL;
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++) {
		struct judging *w = &a->workers[i];
		if (w->n_findings)
			memcpy(report->findings + report->n_findings, w->findings, w->n_findings * sizeof *w->findings);
		report->n_findings += w->n_findings;
		arena_adopt(&report->arena, &w->arena);
		arena_fini(&w->scratch);
	}
	if (n)
		qsort(report->findings, n, sizeof *report->findings, finding_order);
}

void
audit_parts(struct report *report, unsigned parts)
{
	struct mailboxes *boxes = &report->mailboxes;
	struct auditing a = { .report = report };

	report->findings = NULL;
	report->n_findings = 0;
	*boxes = (struct mailboxes){ 0 };
	if (parts & AUDIT_MAILBOXES)
		mailbox_group(report->scans, report->n_scans, &report->policy, &report->arena, boxes);
	note_joins(report);
	report->results = arena_alloc(&report->arena, (boxes->n + 1) * sizeof *report->results);
	report->coverage = arena_alloc(&report->arena, (report->n_scans + 1) * sizeof *report->coverage);
	a.baseline = baseline_new(report->baseline, &report->policy, &report->arena);
	a.replaced = baseline_new(report->replaced, &report->policy, &report->arena);
	if (parts & AUDIT_MAILBOXES)
		pool_run(pool_workers(boxes->n, MAILBOXES_AT_ONCE), boxes->n, MAILBOXES_AT_ONCE, judge_mailboxes, &a);
	if (parts & AUDIT_WORKSTATIONS)
		pool_run(pool_workers(report->n_scans, SCANS_AT_ONCE), report->n_scans, SCANS_AT_ONCE, judge_workstations, &a);
	if (parts & AUDIT_REPORT)
		judge_all(&a.workers[0], SCOPE_REPORT, &(struct matter){ .policy = &report->policy, .report = report, .baseline = a.baseline,
			.successor = report->successor, .replaced = report->replaced });
	collect(&a);
	settle_status(report);
}

void
audit(struct report *report)
{
	audit_parts(report, AUDIT_ALL);
}
