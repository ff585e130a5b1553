/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which workstations there are, and forgetting them.
 */
#include "central/store-inside.h"

#include <string.h>

#include "base/str.h"

/* ---- looking ---- */

struct each_workstation {
	bool (*each)(void *data, const struct store_workstation *workstation);
	bool (*each_document)(void *data, const struct store_workstation *workstation, const char *bytes, size_t n);
	void *data;
};

static bool
give_workstation(void *data, const struct sql_value *c, size_t n)
{
	enum { COLUMNS = 9 };
	const struct each_workstation *e = data;
	struct store_workstation w = {
		.id = column_text(&c[0]),
		.name = column_text(&c[1]),
		.run = column_text(&c[2]),
		.started = column_text(&c[3]),
		.received = column_text(&c[4]),
		.origin = column_text(&c[5]),
		.n_accounts = column_int(&c[6]),
		.blind = column_int(&c[7]),
		.n_runs = column_int(&c[8]),
	};
	return n > COLUMNS ? e->each_document(e->data, &w, c[COLUMNS].bytes, c[COLUMNS].n) : e->each(e->data, &w);
}

#define WORKSTATION \
	"scan.workstation, scan.name, scan.run, scan.started, scan.received, scan.origin, scan.accounts, scan.blind, " \
	"(SELECT count(*) FROM scan AS other WHERE other.workstation = scan.workstation)"

bool
store_workstations(struct store *store, const char *id, bool (*each)(void *data, const struct store_workstation *workstation), void *data, struct err *err)
{
	struct each_workstation e = { .each = each, .data = data };
	if (id)
		return store_read(store, err, give_workstation, &e,
		    "SELECT " WORKSTATION " FROM scan WHERE newest = 1 AND (workstation = ?1 OR name = ?1) ORDER BY name, workstation", value_text(id));
	return store_run(store, "SELECT " WORKSTATION " FROM scan WHERE newest = 1 ORDER BY name, workstation", NULL, 0,
	    &(struct sql_reader){ give_workstation, &e }, NULL, err);
}

bool
store_documents(struct store *store, const char *id, bool all_runs,
    bool (*each)(void *data, const struct store_workstation *workstation, const char *bytes, size_t n), void *data, struct err *err)
{
	struct each_workstation e = { .each_document = each, .data = data };
	return store_read(store, err, give_workstation, &e,
	    "SELECT " WORKSTATION ", document.body FROM scan JOIN document ON document.scan = scan.id "
	    "WHERE (newest = 1 OR newest <> ?2) AND (CAST(?1 AS TEXT) IS NULL OR workstation = ?1) "
	    "ORDER BY scan.name, scan.workstation, newest DESC, started DESC, scan.id DESC",
	    value_text(id), value_int(all_runs ? 1 : 0));
}

static bool
take_numbers(void *data, const struct sql_value *columns, size_t n)
{
	int64_t **out = data;
	for (size_t i = 0; i < n; i++)
		*out[i] = column_int(&columns[i]);
	return true;
}

static bool
count_findings(void *data, const struct sql_value *columns, size_t n)
{
	struct store_counts *out = data;
	int64_t status = column_int(&columns[0]), severity = column_int(&columns[1]);
	(void)n;
	if (status >= 0 && status < FINDING_STATUS_COUNT && severity >= 0 && severity < SEVERITY_COUNT)
		out->findings[status][severity] = column_int(&columns[2]);
	return true;
}

bool
store_count(struct store *store, struct store_counts *out, struct err *err)
{
	*out = (struct store_counts){ 0 };
	int64_t *numbers[] = { &out->workstations, &out->runs, &out->accounts, &out->mailboxes, &out->marked, &out->quarantined, &out->tokens };
	out->generation = store_number(store, KEY_GENERATION, 0, err);
	return !err->status &&
	       store_run(store,
		   "SELECT (SELECT count(*) FROM scan WHERE newest = 1), (SELECT count(*) FROM scan), "
		   "(SELECT CAST(coalesce(sum(accounts), 0) AS BIGINT) FROM scan WHERE newest = 1), (SELECT count(*) FROM mailbox), "
		   "(SELECT count(*) FROM mark), (SELECT count(*) FROM quarantine), (SELECT count(*) FROM token WHERE revoked IS NULL)",
		   NULL, 0, &(struct sql_reader){ take_numbers, numbers }, NULL, err) &&
	       store_run(store, "SELECT status, severity, count(*) FROM finding WHERE fixed_at IS NULL GROUP BY status, severity", NULL, 0,
		   &(struct sql_reader){ count_findings, out }, NULL, err);
}

/* ---- forgetting ---- */

struct forgetting {
	const char *id; /* of one workstation, or NULL: */
	const char *before; /* a date */
	size_t n;
};

struct naming {
	const char *line; /* "\nID\n" */
	struct arena *arena;
	struct named {
		const char *mailbox, *fingerprint;
		bool fixed;
	} *all;
	size_t n;
};

static bool
take_naming(void *data, const struct sql_value *c, size_t n)
{
	struct naming *naming = data;
	(void)n;
	if (!strstr(column_text(&c[2]), naming->line))
		return true;
	struct named *found = arena_grow(naming->arena, &naming->all, &naming->n, sizeof *found);
	*found = (struct named){ arena_strdup(naming->arena, column_text(&c[0])), arena_strdup(naming->arena, column_text(&c[1])),
		column_text(&c[3]) != NULL };
	return true;
}

static bool
drop_finding(struct store *store, const char *mailbox, const char *fingerprint, struct err *err)
{
	return store_do(store, err, "DELETE FROM change WHERE mailbox = ?1 AND fingerprint = ?2", value_text(mailbox), value_text(fingerprint)) &&
	       store_do(store, err, "DELETE FROM finding WHERE mailbox = ?1 AND fingerprint = ?2", value_text(mailbox), value_text(fingerprint));
}

/* Findings that name it: what is fixed goes; what is there loses its words, and
 * gets others when it is judged again, or goes then. */
static bool
forget_findings(struct store *store, const char *id, struct err *err)
{
	struct arena scratch = { 0 };
	struct naming naming = { .line = store_line_of(id, &scratch), .arena = &scratch };
	bool ok = store_run(store, "SELECT mailbox, fingerprint, named, fixed_at FROM finding", NULL, 0,
	    &(struct sql_reader){ take_naming, &naming }, NULL, err);
	for (size_t i = 0; ok && i < naming.n; i++)
		ok = naming.all[i].fixed || !*naming.all[i].mailbox
			 ? drop_finding(store, naming.all[i].mailbox, naming.all[i].fingerprint, err)
			 : store_do(store, err, "UPDATE finding SET named = '', document = '', hash = -1 WHERE mailbox = ?1 AND fingerprint = ?2",
			       value_text(naming.all[i].mailbox), value_text(naming.all[i].fingerprint));
	arena_fini(&scratch);
	return ok;
}

static bool
forget_one(struct store *store, const char *id, int64_t generation, struct err *err)
{
	struct walk all = { .store = store, .err = err };
	bool ok = store_read(store, err, store_take_scan, &all, "SELECT id FROM scan WHERE workstation = ?1", value_text(id));
	for (size_t i = 0; ok && i < all.n_scans; i++) {
		struct sql_value scan = value_int(all.scans[i]);
		ok = store_mark_scan(store, all.scans[i], generation, err) && store_do(store, err, "DELETE FROM tie WHERE scan = ?1", scan) &&
		     store_do(store, err, "DELETE FROM document WHERE scan = ?1", scan) && store_do(store, err, "DELETE FROM scan WHERE id = ?1", scan);
	}
	walk_fini(&all);
	return ok && store_mark(store, MARK_WORKSTATION, id, false, generation, err) && forget_findings(store, id, err) &&
	       store_do(store, err, "DELETE FROM quarantine WHERE sender IN (SELECT name FROM token WHERE workstation = ?1)", value_text(id)) &&
	       store_do(store, err, "DELETE FROM token WHERE workstation = ?1", value_text(id)) &&
	       store_do(store, err, "DELETE FROM mailaccord WHERE substr(name, 1, length('" KEY_NAME "' || ?1)) = '" KEY_NAME "' || ?1", value_text(id));
}

/* Whoever is judging now began with what is forgotten. */
static bool
begin_forgetting(struct store *store, int64_t *generation, struct err *err)
{
	int64_t judged = store_number(store, KEY_JUDGED, 0, err);
	return !err->status && store_step(store, generation, err) && store_put_number(store, KEY_JUDGED, judged + 1, err) &&
	       store_run(store, "DELETE FROM cache", NULL, 0, NULL, NULL, err);
}

static bool
take_true(void *data, const struct sql_value *columns, size_t n)
{
	(void)columns;
	(void)n;
	*(bool *)data = true;
	return true;
}

static bool
forget(struct store *store, void *data, struct err *err)
{
	struct forgetting *f = data;
	bool there = false;
	int64_t generation;
	if (!store_read(store, err, take_true, &there,
		"SELECT 1 FROM scan WHERE workstation = ?1 UNION ALL SELECT 1 FROM token WHERE workstation = ?1 LIMIT 1", value_text(f->id)))
		return false;
	f->n = there;
	return !there || (begin_forgetting(store, &generation, err) && forget_one(store, f->id, generation, err));
}

bool
store_forget(struct store *store, const char *id, bool *was_there, struct err *err)
{
	struct forgetting f = { .id = id };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, forget, &f, err);
	*was_there = f.n > 0;
	return ok;
}

static bool
take_name(void *data, const struct sql_value *columns, size_t n)
{
	(void)n;
	set_add(data, column_text(&columns[0]));
	return true;
}

static bool
forget_before(struct store *store, void *data, struct err *err)
{
	struct forgetting *f = data;
	struct set ids = { 0 };
	struct sql_value before = value_text(f->before);
	int64_t generation;
	bool ok = begin_forgetting(store, &generation, err) &&
		  store_read(store, err, take_name, &ids, "SELECT workstation FROM scan GROUP BY workstation HAVING max(received) < ?1", before);
	for (size_t i = 0; ok && i < ids.n; i++)
		ok = forget_one(store, ids.all[i], generation, err);
	f->n = ids.n;
	set_fini(&ids);
	return ok && store_do(store, err, "DELETE FROM document WHERE scan IN (SELECT id FROM scan WHERE newest = 0 AND received < ?1)", before) &&
	       store_do(store, err, "DELETE FROM scan WHERE newest = 0 AND received < ?1", before) &&
	       store_do(store, err, "DELETE FROM change WHERE at < ?1", before) &&
	       store_do(store, err, "DELETE FROM finding WHERE fixed_at < ?1", before) &&
	       store_do(store, err, "DELETE FROM quarantine WHERE received < ?1", before) &&
	       store_do(store, err, "DELETE FROM token WHERE revoked < ?1", before);
}

bool
store_forget_before(struct store *store, const char *before, size_t *n, struct err *err)
{
	struct forgetting f = { .before = before };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, forget_before, &f, err);
	*n = f.n;
	return ok;
}

static bool
keep_runs(struct store *store, void *data, struct err *err)
{
	const int64_t *runs = data;
	/* How many of its runs stand before it, the newest first. */
	static const char surplus[] =
	    "DELETE FROM document WHERE scan IN (SELECT id FROM (SELECT id, newest, row_number() OVER "
	    "(PARTITION BY workstation ORDER BY newest DESC, started DESC, id DESC) AS place FROM scan) AS placed WHERE newest = 0 AND place > ?1)";
	return store_put_number(store, KEY_RUNS, *runs, err) && store_do(store, err, surplus, value_int(*runs)) &&
	       store_run(store, "DELETE FROM scan WHERE newest = 0 AND id NOT IN (SELECT scan FROM document)", NULL, 0, NULL, NULL, err);
}

bool
store_keep_runs(struct store *store, int64_t runs, struct err *err)
{
	return store_transaction(store, SQL_BEGIN_WRITE, keep_runs, &runs, err);
}
