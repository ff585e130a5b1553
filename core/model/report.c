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

bool
report_has(const struct report *report, enum finding_status status, enum severity at_least)
{
	for (size_t i = 0; i < report->n_findings; i++)
		if (report->findings[i].status == status && report->findings[i].severity >= at_least)
			return true;
	return false;
}

enum exit_status
report_outcome(const struct report *report, enum severity at_least)
{
	if (report_has(report, FINDING_FAIL, at_least))
		return EXIT_FINDINGS;
	if (report_has(report, FINDING_UNKNOWN, at_least))
		return EXIT_UNDETERMINED;
	/* A document that could not be read, an account whose mailbox nobody can tell. */
	for (size_t i = 0; i < report->n_notes; i++)
		if (note_rows[report->notes[i].kind].blind)
			return EXIT_UNDETERMINED;
	for (size_t i = 0; i < report->mailboxes.n; i++)
		if (!report->mailboxes.all[i].resolved || report->mailboxes.all[i].doubtful)
			return EXIT_UNDETERMINED;
	return EXIT_CLEAN;
}
