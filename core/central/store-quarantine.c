/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was sent and is not fit to be stored, for people to look at.
 */
#include "central/store-inside.h"

static bool
put(struct store *store, void *data, struct err *err)
{
	const struct store_quarantined *q = data;
	int64_t id = store_number(store, KEY_LAST_QUARANTINE, 0, err) + 1, generation;
	size_t n = q->n_body < STORE_QUARANTINE_BYTES ? q->n_body : STORE_QUARANTINE_BYTES;
	return !err->status && store_step(store, &generation, err) && store_put_number(store, KEY_LAST_QUARANTINE, id, err) &&
	       store_do(store, err, "INSERT INTO quarantine (id, sender, reason, received, digest, size, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		   value_int(id), value_text(q->sender), value_text(q->reason), value_text(q->received), value_text(q->digest), value_int(q->size),
		   value_blob(q->body, n)) &&
	       /* Whoever sends rubbish all day fills nobody's disk; nor do ten thousand who send it once. */
	       store_do(store, err, "DELETE FROM quarantine WHERE id <= ?1", value_int(id - STORE_QUARANTINE_IN_ALL)) &&
	       store_do(store, err,
		   "DELETE FROM quarantine WHERE sender = ?1 AND id NOT IN (SELECT id FROM quarantine WHERE sender = ?1 ORDER BY id DESC LIMIT ?2)",
		   value_text(q->sender), value_int(STORE_QUARANTINE_PER_SENDER));
}

bool
store_quarantine(struct store *store, const struct store_quarantined *what, struct err *err)
{
	return store_transaction(store, SQL_BEGIN_WRITE, put, (void *)what, err);
}

struct each_quarantined {
	bool (*each)(void *data, const struct store_quarantined *what);
	void *data;
};

static bool
give(void *data, const struct sql_value *c, size_t n)
{
	const struct each_quarantined *e = data;
	(void)n;
	return e->each(e->data, &(struct store_quarantined){
					.id = column_int(&c[0]),
					.sender = column_text(&c[1]),
					.reason = column_text(&c[2]),
					.received = column_text(&c[3]),
					.digest = column_text(&c[4]),
					.size = column_int(&c[5]),
					.body = c[6].bytes,
					.n_body = c[6].n,
				});
}

bool
store_quarantines(struct store *store, bool (*each)(void *data, const struct store_quarantined *what), void *data, struct err *err)
{
	struct each_quarantined e = { each, data };
	return store_run(store, "SELECT id, sender, reason, received, digest, size, body FROM quarantine ORDER BY id DESC", NULL, 0,
	    &(struct sql_reader){ give, &e }, NULL, err);
}

struct dropping {
	int64_t id;
	bool was_there;
};

static bool
drop(struct store *store, void *data, struct err *err)
{
	struct dropping *d = data;
	int64_t changed = 0, generation;
	bool ok = store_step(store, &generation, err) && store_count_do(store, err, &changed, "DELETE FROM quarantine WHERE id = ?1", value_int(d->id));
	d->was_there = changed > 0;
	return ok;
}

bool
store_drop_quarantined(struct store *store, int64_t id, bool *was_there, struct err *err)
{
	struct dropping d = { .id = id };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, drop, &d, err);
	*was_there = d.was_there;
	return ok;
}

/* ---- whom that concerns ---- */

struct each_unheard {
	bool (*each)(void *data, const char *sender, const char *reason);
	void *data;
};

static bool
give_unheard(void *data, const struct sql_value *c, size_t n)
{
	const struct each_unheard *e = data;
	(void)n;
	return e->each(e->data, column_text(&c[0]), column_text(&c[1]));
}

bool
store_unheard(struct store *store, bool (*each)(void *data, const char *sender, const char *reason), void *data, struct err *err)
{
	struct each_unheard e = { each, data };
	return store_run(store,
	    "SELECT quarantine.sender, quarantine.reason FROM quarantine JOIN token ON token.name = quarantine.sender "
	    "WHERE token.revoked IS NULL AND token.workstation IS NOT NULL "
	    "AND quarantine.id = (SELECT max(id) FROM quarantine AS last WHERE last.sender = quarantine.sender) "
	    "AND NOT EXISTS (SELECT 1 FROM scan WHERE scan.workstation = token.workstation AND scan.received > quarantine.received) "
	    "ORDER BY quarantine.sender",
	    NULL, 0, &(struct sql_reader){ give_unheard, &e }, NULL, err);
}
