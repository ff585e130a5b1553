/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which scan speaks for a workstation: the newest run of its id.  But PCs made
 * from one disk image have one id, and some ids are no PC's own.  What is left
 * out must not be another PC's, so runs of one id are told apart by *faces*:
 * name, system and hardware.  One change of face is a PC with a new name.  Faces
 * that take turns, run at the same time, or differ in hardware too are as many PCs.
 */
#include "model/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/str.h"

struct run {
	struct scan *scan;
	size_t face; /* counted from 0 within the id */
};

struct face {
	const struct scan *first, *last; /* runs, by time */
	const char *os, *hardware; /* of any run that says it */
};

/* ---- ids ---- */

/* Ids that systems, firmware and tools give to many; letters and digits only. */
static const char *const junk_ids[] = {
	"unknown", "none", "null", "nil", "undefined", "default", "defaultstring", "localhost", "uninitialized", "na", "notavailable",
	"notapplicable", "notspecified", "notsettable", "invalid", "tobefilledbyoem", "systemserialnumber", "serialnumber", "chassisserialnumber",
	"03000200040005000006000700080009", "12345678123456789012345678901234", "1234567812345678", "123456781234567890abcddeeffaabbcc", "123456789", "1234567890",
};

bool
workstation_id_is_junk(const char *id)
{
	char bare[64];
	size_t n = 0;
	bool one = true;
	for (; *id && n < sizeof bare - 1; id++) {
		char c = ascii_lower(*id);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			bare[n++] = c;
		else if ((unsigned char)c >= 0x80)
			return false;
	}
	bare[n] = 0;
	for (size_t i = 1; i < n; i++)
		one = one && bare[i] == bare[0];
	/* All zeros, all f: what firmware and images have before anybody gave them an id. */
	if (n == 0 || (one && n >= 8 && strchr("0f", bare[0])))
		return true;
	for (size_t i = 0; i < sizeof junk_ids / sizeof *junk_ids; i++)
		if (strcmp(bare, junk_ids[i]) == 0)
			return true;
	return false;
}

const char *
workstation_base_id(const struct workstation *workstation)
{
	return workstation->shared_id ? workstation->shared_id : workstation->id;
}

/* Not said is no difference. */
static bool
differ(const char *a, const char *b)
{
	return a && b && strcmp(a, b) != 0;
}

bool
workstation_same(const struct workstation *a, const struct workstation *b)
{
	if (strcmp(workstation_base_id(a), workstation_base_id(b)) != 0)
		return false;
	return (!a->shared_id && !b->shared_id) || (str_same(a->name, b->name) && !differ(a->hardware, b->hardware));
}

const char *
scan_own_id(const struct scan *scan, struct arena *arena)
{
	const struct workstation *w = &scan->workstation;
	return arena_printf(arena, "%s#%s", workstation_base_id(w), str_fold(arena, w->name));
}

void
scan_share_id(struct scan *scan)
{
	struct workstation *w = &scan->workstation;
	if (w->shared_id)
		return;
	const char *own = scan_own_id(scan, &scan->arena);
	w->shared_id = w->id;
	w->id = own;
}

/* ---- faces ---- */

static int
by_face(const void *a, const void *b)
{
	const struct workstation *x = &((const struct run *)a)->scan->workstation, *y = &((const struct run *)b)->scan->workstation;
	int d = str_order(x->name, y->name);
	if (!d)
		d = str_cmp(x->os, y->os);
	return d ? d : str_cmp(x->hardware, y->hardware);
}

/* By time; what has none comes first. */
static int
by_time(const void *a, const void *b)
{
	const struct scan *x = ((const struct run *)a)->scan, *y = ((const struct run *)b)->scan;
	int d = str_cmp(x->started, y->started);
	if (!d)
		d = str_cmp(x->run, y->run);
	/* Of one run what says most comes last, and is kept. */
	if (!d)
		d = (y->withheld.n > x->withheld.n) - (y->withheld.n < x->withheld.n);
	if (!d)
		d = y->withheld.users - x->withheld.users;
	return d ? d : str_cmp(x->origin, y->origin);
}

/* Gives each run its face; returns how many there are. */
static size_t
find_faces(struct run *runs, size_t n, struct face *faces)
{
	size_t count = 0;
	qsort(runs, n, sizeof *runs, by_face);
	for (size_t i = 0; i < n; i++) {
		const struct workstation *w = &runs[i].scan->workstation;
		struct face *f = count ? &faces[count - 1] : NULL;
		bool same = f && str_same(w->name, runs[i - 1].scan->workstation.name) && !differ(f->os, w->os) && !differ(f->hardware, w->hardware);
		if (!same)
			faces[count++] = (struct face){ 0 };
		f = &faces[count - 1];
		f->os = w->os ? w->os : f->os;
		f->hardware = w->hardware ? w->hardware : f->hardware;
		runs[i].face = count - 1;
	}
	qsort(runs, n, sizeof *runs, by_time);
	for (size_t i = 0; i < n; i++) {
		struct face *f = &faces[runs[i].face];
		f->first = f->first ? f->first : runs[i].scan;
		f->last = runs[i].scan;
	}
	return count;
}

/* Can the first not have become the second, a run of which follows one of its own? */
static bool
is_another(const struct face *a, const struct face *b)
{
	bool renamed = !str_same(a->last->workstation.name, b->first->workstation.name);
	const char *ends = a->last->finished ? a->last->finished : a->last->started;
	if (!ends || !b->first->started || strcmp(ends, b->first->started) > 0 || str_cmp(a->last->started, b->first->started) == 0)
		return true;
	return differ(a->os, b->os) || (renamed && differ(a->hardware, b->hardware));
}

static bool
are_clones(const struct run *runs, size_t n, const struct face *faces)
{
	bool clones = false;
	for (size_t i = 1; i < n; i++)
		clones = clones || (runs[i].face != runs[i - 1].face && is_another(&faces[runs[i - 1].face], &faces[runs[i].face]));
	return clones;
}

/* ---- one id ---- */

static bool
same_run(const struct scan *a, const struct scan *b)
{
	if (*a->run || *b->run)
		return strcmp(a->run, b->run) == 0;
	return a->started && b->started && strcmp(a->started, b->started) == 0;
}

static const char *
origin_of(const struct scan *scan)
{
	return scan->origin ? scan->origin : "a scan";
}

/* Of runs of one face, by time, the last; the others are freed and noted. */
static struct scan *
settle_face(struct report *report, const struct run *runs, size_t n, bool junk)
{
	struct scan *kept = runs[n - 1].scan, *newest = NULL;
	size_t n_older = 0;
	bool hidden = false;
	int64_t days;
	bool ahead = report->policy.today && date_days(kept->started, &days) && strncmp(kept->started, report->policy.today, strlen("2000-01-01")) > 0;
	for (size_t i = n - 1; i-- > 0;) {
		struct scan *scan = runs[i].scan;
		if (same_run(scan, kept) || same_run(scan, runs[i + 1].scan))
			continue;
		if (n_older++ == 0)
			newest = scan;
		hidden = hidden || !scan->started || junk || (ahead && strncmp(scan->started, report->policy.today, strlen("2000-01-01")) <= 0);
	}
	const char *name = kept->workstation.name;
	if (n_older)
		report_add_note(report, MA_NOTE_SUPERSEDED, NULL, NULL,
		    n_older == 1 ? arena_printf(&report->arena, "%s (%s), run %s", origin_of(newest), name, newest->run)
				 : arena_printf(&report->arena, "%s (%s), run %s, and %zu older", origin_of(newest), name, newest->run, n_older - 1));
	if (hidden)
		report_add_note(report, MA_NOTE_INDISTINCT, NULL, NULL, arena_printf(&report->arena, "%s (%s)", origin_of(kept), name));
	for (size_t i = 0; i + 1 < n; i++)
		scan_free(runs[i].scan);
	return kept;
}

static void
note_faces(struct report *report, enum ma_note kind, const char *id, const struct face *faces, size_t n)
{
	enum { MOST = 5 };
	const char *all = id;
	for (size_t i = 0; i < n && i < MOST; i++)
		all = arena_printf(&report->arena, "%s%s%s", all, i ? ", " : ": ", faces[i].last->workstation.name);
	report_add_note(report, kind, NULL, NULL, n > MOST ? arena_printf(&report->arena, "%s, and %zu more", all, n - MOST) : all);
}

static int
by_face_then_time(const void *a, const void *b)
{
	const struct run *x = a, *y = b;
	return x->face != y->face ? (x->face < y->face ? -1 : 1) : by_time(a, b);
}

/* Puts what is kept of N runs of one id into KEPT; returns how many. */
static size_t
settle_id(struct report *report, struct run *runs, size_t n, struct face *faces, struct scan **kept)
{
	const char *id = arena_strdup(&report->arena, runs[0].scan->workstation.id);
	size_t n_faces = find_faces(runs, n, faces), count = 0;
	bool junk = workstation_id_is_junk(id), clones = n_faces > 1 && (junk || are_clones(runs, n, faces));
	if (junk)
		note_faces(report, MA_NOTE_JUNK_ID, id, faces, n_faces);
	else if (clones)
		note_faces(report, MA_NOTE_CLONE, id, faces, n_faces);
	else if (n_faces > 1 && !str_same(runs[0].scan->workstation.name, runs[n - 1].scan->workstation.name))
		report_add_note(report, MA_NOTE_RENAMED, NULL, NULL,
		    arena_printf(&report->arena, "%s, %s", runs[0].scan->workstation.name, runs[n - 1].scan->workstation.name));
	if (!clones) {
		kept[0] = settle_face(report, runs, n, junk);
		return 1;
	}
	qsort(runs, n, sizeof *runs, by_face_then_time);
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && runs[i + k].face == runs[i].face;)
			k++;
		struct scan *scan = settle_face(report, runs + i, k, junk);
		scan_share_id(scan);
		/* Two of one name differ in what they run on. */
		if (count && strcmp(scan->workstation.id, kept[count - 1]->workstation.id) == 0)
			scan->workstation.id = arena_printf(&scan->arena, "%s#%s", scan->workstation.id, scan->workstation.hardware ? scan->workstation.hardware : "");
		kept[count++] = scan;
	}
	return count;
}

static int
by_id(const void *a, const void *b)
{
	const struct run *x = a, *y = b;
	return str_cmp(x->scan->workstation.id, y->scan->workstation.id);
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
	struct arena scratch = { 0 };
	size_t n = report->n_scans, kept = 0;
	struct run *runs = arena_alloc(&scratch, (n + 1) * sizeof *runs);
	struct face *faces = arena_alloc(&scratch, (n + 1) * sizeof *faces);
	for (size_t i = 0; i < n; i++)
		runs[i].scan = report->scans[i];
	if (n)
		qsort(runs, n, sizeof *runs, by_id);
	for (size_t i = 0, k; i < n; i += k) {
		for (k = 1; i + k < n && strcmp(runs[i].scan->workstation.id, runs[i + k].scan->workstation.id) == 0;)
			k++;
		kept += settle_id(report, runs + i, k, faces, report->scans + kept);
	}
	report->n_scans = kept;
	if (kept)
		qsort(report->scans, kept, sizeof *report->scans, by_name);
	arena_fini(&scratch);
}
