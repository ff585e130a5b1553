/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans come in.  Documents are read before the transaction begins, so that
 * nobody waits for that; in it there are but a few rows for each.
 */
#include "central/store-inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "judge/audit.h"
#include "model/mailbox-tie.h"

/* So many at once, and all is judged anew rather than each mailbox for itself. */
enum { MANY = 256, RUNS_KEPT = 5 };

struct import {
	struct store_document *documents;
	struct report **read; /* one for each document; NULL: it is bad */
	size_t n;
	const char *now;
	int64_t generation; /* 0: nothing was stored yet */
	int64_t last_scan, runs;
	struct policy *policy;
	struct arena *arena;
};

bool
store_mark(struct store *store, const char *kind, const char *key, bool strong, int64_t generation, struct err *err)
{
	return store_do(store, err,
	    "INSERT INTO mark (kind, name, strong, generation) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, name) DO UPDATE SET "
	    "strong = CASE WHEN mark.strong > excluded.strong THEN mark.strong ELSE excluded.strong END, generation = excluded.generation",
	    value_text(kind), value_text(key), value_int(strong), value_int(generation));
}

bool
store_mark_scan(struct store *store, int64_t scan, int64_t generation, struct err *err)
{
	return store_do(store, err,
		   "INSERT INTO mark (kind, name, strong, generation) SELECT 't', tie, max(strong), CAST(?2 AS BIGINT) FROM tie WHERE scan = ?1 GROUP BY tie "
		   "ON CONFLICT (kind, name) DO UPDATE SET strong = CASE WHEN mark.strong > excluded.strong THEN mark.strong ELSE excluded.strong END, "
		   "generation = excluded.generation",
		   value_int(scan), value_int(generation)) &&
	       store_do(store, err,
		   "INSERT INTO mark (kind, name, strong, generation) SELECT DISTINCT 'm', mailbox, 0, CAST(?2 AS BIGINT) FROM tie WHERE scan = ?1 "
		   "ON CONFLICT (kind, name) DO UPDATE SET generation = excluded.generation",
		   value_int(scan), value_int(generation));
}

bool
store_put_ties(struct store *store, int64_t id, const struct scan *scan, const struct policy *policy, struct err *err)
{
	struct arena scratch = { 0 };
	bool ok = true;
	for (size_t i = 0; ok && i < scan->n_accounts; i++) {
		struct mailbox_ties ties;
		if (!mailbox_ties_of(scan->accounts[i], policy, &scratch, &ties))
			continue;
		for (size_t k = 0; ok && k < ties.n; k++)
			ok = store_do(store, err,
			    "INSERT INTO tie (tie, mailbox, scan, strong) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (tie, mailbox, scan) DO UPDATE SET "
			    "strong = CASE WHEN tie.strong > excluded.strong THEN tie.strong ELSE excluded.strong END",
			    value_text(ties.all[k].name), value_text(ties.mailbox), value_int(id), value_int(ties.all[k].strong));
	}
	arena_fini(&scratch);
	return ok;
}

/* ---- one scan ---- */

struct newest {
	struct arena *arena;
	int64_t id; /* 0: none */
	const char *started, *run, *received;
};

static bool
take_newest(void *data, const struct sql_value *columns, size_t n)
{
	struct newest *newest = data;
	(void)n;
	newest->id = column_int(&columns[0]);
	newest->started = arena_strdup(newest->arena, column_text(&columns[1]));
	newest->run = arena_strdup(newest->arena, column_text(&columns[2]));
	newest->received = arena_strdup(newest->arena, column_text(&columns[3]));
	return true;
}

static bool
take_true(void *data, const struct sql_value *columns, size_t n)
{
	(void)columns;
	(void)n;
	*(bool *)data = true;
	return true;
}

/* A document without a run is known by its bytes. */
static const char *
run_of(const struct scan *scan, struct arena *arena)
{
	uint64_t hash = STR_HASH_START;
	if (*scan->run)
		return scan->run;
	for (size_t i = 0; i < scan->n_document; i++)
		hash = (hash ^ (unsigned char)scan->document[i]) * UINT64_C(1099511628211);
	return arena_printf(arena, "#%016" PRIx64, hash);
}

/* Is something on the workstation not known, whatever it means for a mailbox? */
static bool
is_blind(struct scan *scan, const struct policy *policy)
{
	struct report *report = report_new();
	report->policy = *policy;
	report->policy.n_waivers = 0;
	report_add_scan(report, scan);
	audit_parts(report, AUDIT_WORKSTATIONS);
	bool blind = report_has(report, FINDING_UNKNOWN, SEVERITY_INFO);
	report->n_scans = 0; /* it is another's */
	report_free(report);
	return blind;
}

/* Forgets the runs of a workstation beyond those that are kept. */
static bool
drop_old_runs(struct store *store, const struct import *import, const char *workstation, struct err *err)
{
	return store_do(store, err,
		   "DELETE FROM document WHERE scan IN (SELECT id FROM scan WHERE workstation = ?1 AND newest = 0 AND id NOT IN "
		   "(SELECT id FROM scan WHERE workstation = ?1 ORDER BY newest DESC, started DESC, id DESC LIMIT ?2))",
		   value_text(workstation), value_int(import->runs)) &&
	       store_do(store, err, "DELETE FROM scan WHERE workstation = ?1 AND newest = 0 AND NOT EXISTS (SELECT 1 FROM document WHERE document.scan = scan.id)",
		   value_text(workstation));
}

/* What the scan before said counts no longer. */
static bool
retire(struct store *store, const struct import *import, int64_t id, struct err *err)
{
	return (import->n >= MANY || store_mark_scan(store, id, import->generation, err)) &&
	       store_do(store, err, "DELETE FROM tie WHERE scan = ?1", value_int(id)) &&
	       store_do(store, err, "UPDATE scan SET newest = 0 WHERE id = ?1", value_int(id));
}

static bool
put_scan(struct store *store, struct import *import, struct scan *scan, const char *run, const struct newest *before, enum store_outcome *outcome,
    struct err *err)
{
	const struct workstation *w = &scan->workstation;
	bool newest = *outcome == STORE_NEW;
	int64_t id = ++import->last_scan;
	if (!import->generation && !store_step(store, &import->generation, err))
		return false;
	if (newest && before->id && !retire(store, import, before->id, err))
		return false;
	if (!store_do(store, err,
		"INSERT INTO scan (id, workstation, run, name, started, received, origin, newest, accounts, blind) "
		"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		value_int(id), value_text(w->id), value_text(run), value_text(w->name), value_text(scan->started), value_text(import->now),
		value_text(scan->origin), value_int(newest), value_int((int64_t)scan->n_accounts), value_int(is_blind(scan, import->policy))) ||
	    !store_do(store, err, "INSERT INTO document (scan, body) VALUES (?1, ?2)", value_int(id), value_blob(scan->document, scan->n_document)))
		return false;
	if (newest && (!store_put_ties(store, id, scan, import->policy, err) ||
			  (import->n < MANY && (!store_mark_scan(store, id, import->generation, err) ||
						   !store_mark(store, MARK_WORKSTATION, w->id, false, import->generation, err)))))
		return false;
	return !before->id || drop_old_runs(store, import, w->id, err);
}

/* ---- several of one id ---- */

struct namesakes {
	struct arena *arena;
	const char *name;
	const char *newest, *started; /* of the newest run */
	bool had; /* an older one is of the name */
};

static bool
take_namesake(void *data, const struct sql_value *columns, size_t n)
{
	struct namesakes *s = data;
	(void)n;
	if (column_int(&columns[1])) {
		s->newest = arena_strdup(s->arena, column_text(&columns[0]));
		s->started = arena_strdup(s->arena, column_text(&columns[2]));
	} else {
		s->had = s->had || str_same(column_text(&columns[0]), s->name);
	}
	return true;
}

/* PCs made from one disk have one id; see settle.c.  Here runs come one by one:
 * who has another name than the run before is a PC with a new name.  A name
 * that comes back is another PC, and has an id of its own from then on. */
static bool
tell_apart(struct store *store, const struct import *import, struct scan *scan, struct err *err)
{
	const struct workstation *w = &scan->workstation;
	struct namesakes s = { .arena = import->arena, .name = w->name };
	const char *own = scan_own_id(scan, import->arena);
	bool junk = workstation_id_is_junk(w->id), apart = false;
	if (w->shared_id)
		return true;
	if (!store_read(store, err, take_namesake, &s, "SELECT name, newest, started FROM scan WHERE workstation = ?1", value_text(w->id)) ||
	    !store_read(store, err, take_true, &apart, "SELECT 1 FROM scan WHERE workstation = ?1 LIMIT 1", value_text(own)))
		return false;
	bool same = !s.newest || str_same(s.newest, w->name);
	if (!apart && !same && str_cmp(scan->started, s.started) > 0) {
		/* Older runs are not kept for ever; the name is. */
		apart = s.had || store_value(store, arena_printf(import->arena, KEY_NAME "%s", own), import->arena, err);
		struct scan before = { .workstation = { .id = w->id, .name = s.newest } };
		if (err->status || (!apart && !store_put(store, arena_printf(import->arena, KEY_NAME "%s", scan_own_id(&before, import->arena)), "1", err)))
			return false;
	}
	if (junk || apart)
		scan_share_id(scan);
	return true;
}

/* No run began after it was received: a clock that was ahead once must not hide what comes later. */
static const char *
began(const char *started, const char *received)
{
	return str_cmp(started, received) > 0 ? received : started;
}

static bool
import_scan(struct store *store, struct import *import, struct scan *scan, enum store_outcome *outcome, struct err *err)
{
	struct newest before = { .arena = import->arena };
	const char *run = run_of(scan, import->arena);
	bool known = false;
	if (!tell_apart(store, import, scan, err))
		return false;
	if (!store_read(store, err, take_true, &known, "SELECT 1 FROM scan WHERE workstation = ?1 AND run = ?2", value_text(scan->workstation.id),
		value_text(run)))
		return false;
	*outcome = STORE_SAME;
	if (known)
		return true;
	if (!store_read(store, err, take_newest, &before, "SELECT id, started, run, received FROM scan WHERE workstation = ?1 AND newest = 1",
		value_text(scan->workstation.id)))
		return false;
	int order = before.id ? str_cmp(began(scan->started, import->now), began(before.started, before.received)) : 1;
	if (!order)
		order = str_cmp(run, before.run);
	*outcome = order > 0 ? STORE_NEW : STORE_OLDER;
	return put_scan(store, import, scan, run, &before, outcome, err);
}

/* ---- a batch ---- */

static bool
import_document(struct store *store, struct import *import, size_t at, struct err *err)
{
	struct store_document *d = &import->documents[at];
	const struct report *report = import->read[at];
	memset(d->counts, 0, sizeof d->counts);
	d->outcome = STORE_BAD;
	d->counts[STORE_BAD] = !report;
	for (size_t i = 0; report && i < report->n_scans; i++) {
		enum store_outcome outcome;
		if (!import_scan(store, import, report->scans[i], &outcome, err))
			return false;
		d->counts[outcome]++;
		d->outcome = outcome < d->outcome ? outcome : d->outcome;
	}
	return true;
}

static bool
import_all(struct store *store, void *data, struct err *err)
{
	struct import *import = data;
	import->generation = 0;
	import->last_scan = store_number(store, KEY_LAST_SCAN, 0, err);
	import->runs = store_number(store, KEY_RUNS, RUNS_KEPT, err);
	bool ok = !err->status && store_read_policy(store, import->now, import->policy, import->arena, err) &&
		  store_renew_ties(store, import->policy, err);
	for (size_t i = 0; ok && i < import->n; i++)
		ok = import_document(store, import, i, err);
	if (ok && import->generation)
		ok = store_put_number(store, KEY_LAST_SCAN, import->last_scan, err) &&
		     (import->n < MANY || store_mark(store, MARK_ALL, "", false, import->generation, err));
	return ok;
}

/* NULL and a reason when it is not fit. */
static struct report *
read_document(struct store_document *d, struct arena *arena)
{
	struct report *report = report_new();
	struct err err = { 0 };
	enum document_kind kind = document_kind(d->bytes, d->n);
	const char *origin = d->origin ? d->origin : "-";
	bool ok = (kind == DOCUMENT_SCAN || kind == DOCUMENT_SCANS) || err_set(&err, EXIT_DATA, "%s: no scan document", origin);
	ok = ok && document_read_scans(d->bytes, d->n, origin, report, &err);
	d->workstation = d->name = d->run = d->why = NULL;
	for (size_t i = 0; ok && i < report->n_scans; i++) {
		const struct scan *scan = report->scans[i];
		if (!*scan->workstation.id)
			ok = err_set(&err, EXIT_DATA, "%s: names no workstation", origin);
		else if (d->only && strcmp(d->only, scan->workstation.id) != 0)
			ok = err_set(&err, EXIT_DATA, "%s: is of another workstation than its sender", origin);
		d->workstation = arena_strdup(arena, scan->workstation.id);
		d->name = arena_strdup(arena, scan->workstation.name);
		d->run = arena_strdup(arena, scan->run);
	}
	if (ok)
		return report;
	d->workstation = d->name = d->run = NULL;
	d->why = arena_strdup(arena, err.text);
	report_free(report);
	return NULL;
}

bool
store_import(struct store *store, struct store_document *documents, size_t n, const char *now, struct arena *arena, struct err *err)
{
	struct policy policy;
	struct arena scratch = { 0 };
	struct import import = { .documents = documents, .n = n, .now = now, .policy = &policy, .arena = &scratch };
	import.read = arena_alloc(&scratch, (n + 1) * sizeof *import.read);
	for (size_t i = 0; i < n; i++)
		import.read[i] = read_document(&documents[i], arena);
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, import_all, &import, err);
	for (size_t i = 0; i < n; i++)
		report_free(import.read[i]);
	arena_fini(&scratch);
	return ok;
}
