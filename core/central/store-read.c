/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans go out: all of them, as of a day, by their ids.
 */
#include "central/store-inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "base/str.h"
#include "document/document.h"
#include "model/mailbox-tie.h"

/* Documents on their way into a report: collected, and read by several at once. */
enum { BATCH = 1024, BATCH_BYTES = 16 << 20, PIECE = 16 };

struct loading {
	struct store *store;
	struct report *into;
	struct err *err;
	struct arena arena; /* of the batch */
	struct {
		const char *bytes, *origin, *workstation;
		size_t n;
		struct report *read;
		const char *trouble;
	} batch[BATCH];
	size_t n, n_bytes;
	struct document_reader *readers[POOL_MOST_WORKERS];
	struct arena troubles[POOL_MOST_WORKERS];
};

static void
read_piece(void *context, size_t worker, size_t from, size_t to)
{
	struct loading *l = context;
	if (!l->readers[worker])
		l->readers[worker] = document_reader_new();
	for (size_t i = from; i < to; i++) {
		struct err err = { 0 };
		const char *origin = l->batch[i].origin;
		l->batch[i].read = report_new();
		l->batch[i].trouble = NULL;
		if (!document_reader_scans(l->readers[worker], l->batch[i].bytes, l->batch[i].n, origin ? origin : l->store->name, l->batch[i].read, &err))
			l->batch[i].trouble = arena_strdup(&l->troubles[worker], err.text);
	}
}

/* What was stored was read once: if it cannot be now, the store is damaged. */
static bool
load_batch(struct loading *l)
{
	pool_run(pool_workers(l->n, PIECE), l->n, PIECE, read_piece, l);
	for (size_t i = 0; i < l->n; i++) {
		struct report *read = l->batch[i].read;
		if (l->batch[i].trouble)
			err_set(l->err, EXIT_DATA, "%s", l->batch[i].trouble);
		for (size_t k = 0; k < read->n_scans; k++) {
			read->scans[k]->document = NULL;
			/* Others have the id in its document too. */
			if (strcmp(read->scans[k]->workstation.id, l->batch[i].workstation) != 0) {
				report_add_note(l->into, MA_NOTE_CLONE, NULL, NULL,
				    arena_printf(&l->arena, "%s: %s", read->scans[k]->workstation.id, read->scans[k]->workstation.name));
				scan_share_id(read->scans[k]);
			}
			report_add_scan(l->into, read->scans[k]);
		}
		for (size_t k = 0; k < read->n_notes; k++)
			report_note_once(l->into, read->notes[k].kind, read->notes[k].text);
		read->n_scans = 0;
		report_free(read);
	}
	arena_fini(&l->arena);
	l->n = l->n_bytes = 0;
	return !l->err->status;
}

static bool
take_document(void *data, const struct sql_value *columns, size_t n)
{
	struct loading *l = data;
	(void)n;
	l->batch[l->n].bytes = arena_copy(&l->arena, columns[0].bytes, columns[0].n);
	l->batch[l->n].n = columns[0].n;
	l->batch[l->n].workstation = arena_strdup(&l->arena, column_text(&columns[2]));
	l->batch[l->n++].origin = arena_strdup(&l->arena, column_text(&columns[1]));
	l->n_bytes += columns[0].n;
	return (l->n < BATCH && l->n_bytes < BATCH_BYTES) || load_batch(l);
}

static struct loading *
loading_new(struct store *store, struct report *into, struct err *err)
{
	struct loading *l = xmalloc(sizeof *l);
	memset(l, 0, sizeof *l);
	l->store = store;
	l->into = into;
	l->err = err;
	return l;
}

/* OK: all rows were read. */
static bool
loading_end(struct loading *l, bool ok)
{
	ok = ok && load_batch(l);
	arena_fini(&l->arena);
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++) {
		document_reader_free(l->readers[i]);
		arena_fini(&l->troubles[i]);
	}
	free(l);
	return ok;
}

void
store_empty(struct report *report)
{
	for (size_t i = 0; i < report->n_scans; i++)
		scan_free(report->scans[i]);
	report->n_scans = 0;
}

/* As a document in a folder that cannot be read. */
static bool
note_unheard(void *data, const char *sender, const char *reason)
{
	struct report *into = data;
	report_note_once(into, MA_NOTE_BAD_DOCUMENT, arena_printf(&into->arena, "%s: %s", sender, reason));
	return true;
}

bool
store_scans(struct store *store, struct report *into, struct err *err)
{
	struct loading *l = loading_new(store, into, err);
	bool ok = store_run(store, "SELECT document.body, scan.origin, scan.workstation FROM scan JOIN document ON document.scan = scan.id WHERE scan.newest = 1", NULL, 0,
	    &(struct sql_reader){ take_document, l }, NULL, err);
	return loading_end(l, ok) && store_unheard(store, note_unheard, into, err);
}

bool
store_scans_on(struct store *store, const char *day, struct report *into, struct err *err)
{
	struct loading *l = loading_new(store, into, err);
	struct arena scratch = { 0 };
	/* Behind all times of that day. */
	const char *end = arena_printf(&scratch, "%s~", day);
	bool ok = store_read(store, err, take_document, l,
	    "SELECT document.body, scan.origin, scan.workstation FROM scan JOIN document ON document.scan = scan.id WHERE scan.received < ?1 AND NOT EXISTS "
	    "(SELECT 1 FROM scan AS other WHERE other.workstation = scan.workstation AND other.received < ?1 AND "
	    "(coalesce(other.started, '') > coalesce(scan.started, '') OR "
	    "(coalesce(other.started, '') = coalesce(scan.started, '') AND other.run > scan.run)))",
	    value_text(end));
	arena_fini(&scratch);
	return loading_end(l, ok);
}

bool
store_load(struct store *store, const int64_t *scans, size_t n, const char *without, struct report *into, struct err *err)
{
	struct loading *l = loading_new(store, into, err);
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++)
		ok = store_read(store, err, take_document, l,
			 "SELECT document.body, scan.origin, scan.workstation FROM scan JOIN document ON document.scan = scan.id "
			 "WHERE scan.id = ?1 AND scan.newest = 1 AND scan.workstation <> ?2",
			 value_int(scans[i]), value_text(without ? without : "")) &&
		     !err->status;
	return loading_end(l, ok);
}

void
store_narrow(struct report *report, const struct set *mailboxes)
{
	for (size_t i = 0; i < report->n_scans; i++) {
		struct arena scratch = { 0 };
		struct scan *scan = report->scans[i];
		size_t kept = 0;
		for (size_t k = 0; k < scan->n_accounts; k++) {
			struct mailbox_ties ties;
			bool counts = mailbox_ties_of(scan->accounts[k], &report->policy, &scratch, &ties);
			if (!counts || set_has(mailboxes, ties.mailbox))
				scan->accounts[kept++] = scan->accounts[k];
		}
		scan->n_accounts = kept;
		arena_fini(&scratch);
	}
}

/* ---- workstations without what is in them ---- */

struct heading {
	struct report *into;
	struct set seen; /* ids that are in the report */
};

/* An account that is not in use has no part in any mailbox. */
static void
put_accounts(struct scan *scan, int64_t n)
{
	if (n < 1)
		return;
	struct account *account = scan_add_account(scan, "", "");
	account_put_num(account, &scan->arena, MA_ENABLED, 0);
	scan->accounts = arena_alloc(&scan->arena, (size_t)n * sizeof *scan->accounts);
	for (scan->n_accounts = 0; scan->n_accounts < (size_t)n; scan->n_accounts++)
		scan->accounts[scan->n_accounts] = account;
}

static bool
take_header(void *data, const struct sql_value *columns, size_t n)
{
	struct heading *h = data;
	(void)n;
	const char *id = column_text(&columns[0]);
	if (set_has(&h->seen, id))
		return true;
	struct scan *scan = scan_new();
	scan->workstation.id = arena_strdup(&scan->arena, id);
	scan->workstation.name = arena_strdup(&scan->arena, column_text(&columns[1]));
	scan->run = arena_strdup(&scan->arena, column_text(&columns[2]));
	scan->started = arena_strdup(&scan->arena, column_text(&columns[3]));
	put_accounts(scan, column_int(&columns[4]));
	report_add_scan(h->into, scan);
	return true;
}

bool
store_headers(struct store *store, const char *without, struct report *into, struct err *err)
{
	struct heading h = { .into = into };
	for (size_t i = 0; i < into->n_scans; i++)
		set_add(&h.seen, into->scans[i]->workstation.id);
	if (without)
		set_add(&h.seen, without);
	bool ok = store_run(store, "SELECT workstation, name, run, started, accounts FROM scan WHERE newest = 1", NULL, 0,
	    &(struct sql_reader){ take_header, &h }, NULL, err);
	set_fini(&h.seen);
	return ok;
}
