/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Workstations by name, sorted: a roster of a hundred thousand machines meets
 * as many scans.
 */
#include <stdlib.h>
#include <string.h>

#include "judge/rule.h"

/* A name that a workstation goes by. */
struct name {
	const char *name; /* folded */
	const struct scan *scan;
};

struct roster {
	struct arena *arena;
	const char **names; /* of the scans: each name and each id, sorted */
	const struct scan **scans; /* beside the names */
	size_t n;
	const char **devices; /* the policy's, folded, sorted */
	size_t n_devices;
};

static int
by_name(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int d = strcmp(x->name, y->name);
	/* One whose name is its id stands there once. */
	return d ? d : strcmp(x->scan->workstation.id, y->scan->workstation.id);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct roster *
roster_open(const struct matter *m, struct judgement *j)
{
	struct arena *arena = scratch_of(j);
	const struct report *report = m->report;
	struct roster *r = arena_alloc(arena, sizeof *r);
	struct name *all = arena_alloc(arena, (2 * report->n_scans + 1) * sizeof *all);
	size_t n = 0;
	*r = (struct roster){ .arena = arena };
	r->devices = arena_alloc(arena, (m->policy->n_roster + 1) * sizeof *r->devices);
	for (size_t i = 0; i < m->policy->n_roster; i++)
		r->devices[r->n_devices++] = str_fold(arena, m->policy->roster[i].name);
	if (!r->n_devices)
		return r;
	qsort(r->devices, r->n_devices, sizeof *r->devices, by_text);
	for (size_t i = 0; i < report->n_scans; i++) {
		const struct workstation *w = &report->scans[i]->workstation;
		all[n++] = (struct name){ str_fold(arena, w->name), report->scans[i] };
		if (!str_same(w->name, w->id))
			all[n++] = (struct name){ str_fold(arena, w->id), report->scans[i] };
	}
	if (n)
		qsort(all, n, sizeof *all, by_name);
	r->names = arena_alloc(arena, (n + 1) * sizeof *r->names);
	r->scans = arena_alloc(arena, (n + 1) * sizeof *r->scans);
	for (; r->n < n; r->n++) {
		r->names[r->n] = all[r->n].name;
		r->scans[r->n] = all[r->n].scan;
	}
	return r;
}

const struct scan *const *
roster_scans(const struct roster *roster, const struct policy_device *device, size_t *n)
{
	const char *name = str_fold(roster->arena, device->name);
	const char **found = roster->n ? bsearch(&name, roster->names, roster->n, sizeof name, by_text) : NULL;
	*n = 0;
	if (!found)
		return NULL;
	size_t at = (size_t)(found - roster->names);
	while (at && strcmp(roster->names[at - 1], name) == 0)
		at--;
	while (at + *n < roster->n && strcmp(roster->names[at + *n], name) == 0)
		++*n;
	return roster->scans + at;
}

bool
roster_lists(const struct roster *roster, const struct scan *scan)
{
	const char *const names[] = { scan->workstation.name, scan->workstation.id };
	for (size_t i = 0; i < 2; i++) {
		const char *name = str_fold(roster->arena, names[i]);
		if (roster->n_devices && bsearch(&name, roster->devices, roster->n_devices, sizeof name, by_text))
			return true;
	}
	return false;
}
