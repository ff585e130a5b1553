/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { LOOK_BACK = 64 };

const char *const gate_verdict_words = "pass fail undetermined";

struct report *
report_new(void)
{
	struct report *report = xmalloc(sizeof *report);
	memset(report, 0, sizeof *report);
	policy_init(&report->policy, NULL);
	return report;
}

void
report_free(struct report *report)
{
	if (!report)
		return;
	for (size_t i = 0; i < report->n_scans; i++)
		scan_free(report->scans[i]);
	arena_fini(&report->arena);
	free(report);
}

void
report_add_scan(struct report *report, struct scan *scan)
{
	struct scan **slot = arena_grow(&report->arena, &report->scans, &report->n_scans, sizeof *slot);
	*slot = scan;
}

void
report_add_note(struct report *report, enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text)
{
	struct report_note *n = arena_grow(&report->arena, &report->notes, &report->n_notes, sizeof *n);
	*n = (struct report_note){ .kind = kind, .scan = scan, .note = note, .text = arena_strdup(&report->arena, text) };
}

/* Bytes of TEXT before " (first in ...)". */
static size_t
what_is_said(const char *text)
{
	static const char origin[] = " (first in ";
	size_t n = strlen(text);
	for (const char *p = text; (p = strstr(p, origin)); p++)
		n = (size_t)(p - text);
	return n;
}

bool
report_note_once(struct report *report, enum ma_note kind, const char *text)
{
	size_t n = what_is_said(text);
	for (size_t i = report->n_notes; i > 0 && report->n_notes - i < LOOK_BACK; i--) {
		const struct report_note *note = &report->notes[i - 1];
		if (note->kind == kind && note->text && strncmp(note->text, text, n) == 0 && note->text[n] == ' ')
			return false;
	}
	report_add_note(report, kind, NULL, NULL, text);
	return true;
}

/* By workstation; of one workstation the newest run first. */
static int
by_workstation(const void *a, const void *b)
{
	const struct scan *x = *(struct scan *const *)a, *y = *(struct scan *const *)b;
	int d = str_cmp(x->workstation.id, y->workstation.id);
	if (!d)
		d = -str_cmp(x->started, y->started);
	return d ? d : -str_cmp(x->run, y->run);
}

static int
by_name(const void *a, const void *b)
{
	const struct scan *x = *(struct scan *const *)a, *y = *(struct scan *const *)b;
	int d = str_order(x->workstation.name, y->workstation.name);
	return d ? d : str_cmp(x->workstation.id, y->workstation.id);
}

void
report_settle(struct report *report)
{
	size_t kept = 0;
	if (!report->n_scans)
		return;
	qsort(report->scans, report->n_scans, sizeof *report->scans, by_workstation);
	for (size_t i = 0; i < report->n_scans; i++) {
		struct scan *scan = report->scans[i], *before = kept ? report->scans[kept - 1] : NULL;
		if (!before || strcmp(before->workstation.id, scan->workstation.id) != 0) {
			report->scans[kept++] = scan;
			continue;
		}
		if (strcmp(before->run, scan->run) != 0)
			report_add_note(report, MA_NOTE_SUPERSEDED, NULL, NULL,
			    arena_printf(&report->arena, "%s (%s), run %s", scan->origin ? scan->origin : "a scan",
				scan->workstation.name, scan->run));
		scan_free(scan);
	}
	report->n_scans = kept;
	qsort(report->scans, report->n_scans, sizeof *report->scans, by_name);
}

bool
report_has(const struct report *report, enum finding_status status, enum severity at_least)
{
	for (size_t i = 0; i < report->n_findings; i++)
		if (report->findings[i].status == status && report->findings[i].severity >= at_least)
			return true;
	return false;
}
