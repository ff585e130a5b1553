/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/report.h"
#include "t.h"

/* "NAME:STARTED[-FINISHED][:HARDWARE][:RUN]", days of March 2026; STARTED "?": not said. */
static struct scan *
run(const char *text, const char *id)
{
	struct scan *scan = scan_new();
	struct arena *a = &scan->arena;
	char name[32] = "", started[16] = "", hardware[32] = "", run_id[32] = "";
	sscanf(text, "%31[^:]:%15[^:]:%31[^:]:%31[^:]", name, started, hardware, run_id);
	char *finished = strchr(started, '-');
	if (finished)
		*finished++ = 0;
	scan->workstation.id = arena_strdup(a, id);
	scan->workstation.name = arena_strdup(a, name);
	scan->workstation.hardware = *hardware && *hardware != '?' ? arena_strdup(a, hardware) : NULL;
	scan->started = *started == '?' ? NULL : arena_printf(a, "2026-03-%02dT08:00:00Z", atoi(started));
	scan->finished = finished ? arena_printf(a, "2026-03-%02dT07:00:00Z", atoi(finished)) : NULL;
	scan->run = *run_id ? arena_strdup(a, run_id) : arena_strdup(a, text);
	return scan;
}

/* "A@1 B@2; clone superseded": what is kept (name and day), then the notes. */
static void
say(const struct report *report, char *out, size_t size)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_scans; i++) {
		const struct scan *s = report->scans[i];
		n += (size_t)snprintf(out + n, size - n, "%s%s@%s", i ? " " : "", s->workstation.name, s->started ? s->started + 8 : "?");
		if (s->started)
			out[n -= strlen("T08:00:00Z")] = 0;
	}
	n += (size_t)snprintf(out + n, size - n, ";");
	for (size_t i = 0; i < report->n_notes; i++)
		n += (size_t)snprintf(out + n, size - n, " %s", note_rows[report->notes[i].kind].name);
}

static void
one_of_each_workstation(void)
{
	static const struct {
		const char *row, *id, *runs, *want;
	} rows[] = {
		{ "one", "x1", "A:1", "A@01;" },
		{ "newest", "x1", "A:1 A:3 A:2", "A@03; superseded" },
		{ "thirty", "x1", "A:1 A:2 A:3 A:4 A:5 A:6", "A@06; superseded" },
		{ "the same file twice", "x1", "A:1:?:r A:1:?:r", "A@01;" },
		{ "the same files twice", "x1", "A:1:?:r A:1:?:r A:2:?:s A:2:?:s", "A@02; superseded" },
		{ "letter case is no other name", "x1", "a:1 A:2", "A@02; superseded" },
		{ "renamed", "x1", "A:1 A:2 B:3 B:4", "B@04; renamed superseded" },
		{ "renamed twice", "x1", "A:1 B:2 C:3", "C@03; renamed superseded" },
		{ "two PCs of one disk", "x1", "A:1 B:2 A:3", "A@03 B@02; clone superseded" },
		{ "and so on", "x1", "A:1 B:1 A:2 B:2 A:3 B:3", "A@03 B@03; clone superseded superseded" },
		{ "at the same time", "x1", "A:1-3 B:2", "A@01 B@02; clone" },
		{ "at an unknown time", "x1", "A:? B:2", "A@? B@02; clone" },
		{ "renamed, same hardware", "x1", "A:1:h B:2:h", "B@02; renamed superseded" },
		{ "another name, other hardware", "x1", "A:1:h B:2:i", "A@01 B@02; clone" },
		{ "new hardware", "x1", "A:1:h A:2:i", "A@02; superseded" },
		{ "two PCs of one disk and name", "x1", "A:1:h A:2:i A:3:h", "A@03 A@02; clone superseded" },
		{ "hardware not always told", "x1", "A:1:h A:2 A:3:h", "A@03; superseded" },
		{ "no time is no order", "x1", "A:?:?:r A:2:?:s", "A@02; superseded indistinct" },
		{ "no times at all", "x1", "A:?:?:r A:?:?:s", "A@?; superseded indistinct" },
		{ "no time, the same run", "x1", "A:?:?:r A:?:?:r", "A@?;" },
		{ "a clock that runs ahead hides what is newer", "x1", "A:10 A:30", "A@30; superseded indistinct" },
		{ "a clock that always ran ahead", "x1", "A:29 A:30", "A@30; superseded" },
		{ "zeros", "00000000-0000-0000-0000-000000000000", "A:1", "A@01; junk-id" },
		{ "zeros, two PCs", "00000000000000000000000000000000", "A:1 B:2", "A@01 B@02; junk-id" },
		{ "zeros, two runs of one name", "00000000000000000000000000000000", "A:1 A:2", "A@02; junk-id superseded indistinct" },
		{ "a word", "Unknown", "A:1 B:2", "A@01 B@02; junk-id" },
		{ "firmware's default", "03000200-0400-0500-0006-000700080009", "A:1 B:2", "A@01 B@02; junk-id" },
		{ "blanks", " - ", "A:1 B:2", "A@01 B@02; junk-id" },
		{ "not a name that somebody chose", "f", "A:1", "A@01;" },
		{ "nor another script's", "受付", "A:1", "A@01;" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char said[400];
		struct report *report = report_new();
		report->policy.today = "2026-03-28";
		for (int k = 0;; k++) {
			char *text = str_nth_word(&report->arena, rows[i].runs, k);
			if (!text)
				break;
			report_add_scan(report, run(text, rows[i].id));
		}
		report_settle(report);
		say(report, said, sizeof said);
		t_text(said, rows[i].want, rows[i].row);
		for (size_t k = 1; k < report->n_scans; k++)
			t_ok(strcmp(report->scans[k - 1]->workstation.id, report->scans[k]->workstation.id) != 0, rows[i].row, "ids differ");
		/* What is settled stays so. */
		size_t n = report->n_scans, notes = report->n_notes;
		report_settle(report);
		t_ok(report->n_scans == n && report->n_notes == notes + (n == 1 && workstation_id_is_junk(rows[i].id)), rows[i].row, "again");
		report_free(report);
	}
}

static CU_TestInfo tests[] = {
	{ "one scan of each workstation", one_of_each_workstation },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_settle = { "settle", tests };
