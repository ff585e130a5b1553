/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settling: what is marked is read in one state of the store, judged without
 * keeping anybody waiting, and written if nobody else has judged meanwhile.
 * Marks made in between stay, and are for the next time.
 */
#include "central/store-inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "central/store-judged.h"
#include "judge/audit.h"
#include "judge/rule.h"

/* So many marks, and to read all is quicker than to walk. */
enum { MANY_MARKS = 5000, SETTLE_TRIES = 5 };

struct settling {
	const char *now;
	struct arena arena;
	struct report *report; /* what is to be judged */
	struct report *heads; /* all workstations, for the rules that ask for no more; or NULL */
	struct walk walk;
	struct set workstations; /* marked */
	bool all; /* everything is judged */
	bool nothing; /* there is nothing to do */
	int64_t generation, judged;
	char epoch[20];
	struct judged result;
	bool lost; /* somebody else was faster */
	size_t n_changes;
};

/* ---- what is to be judged ---- */

/* What findings depend on beside the scans. */
static void
make_epoch(struct store *store, const struct settling *s, const char *policy, char *out, size_t size)
{
	uint64_t hash = str_hash(str_hash(STR_HASH_START, store->tool), "\n");
	for (size_t i = 0; i < n_rules; i++)
		hash = str_hash(str_hash(hash, rules[i].id), rules[i].code);
	hash = str_hash(str_hash(hash, policy ? policy : ""), "\n");
	hash = str_hash(hash, s->report->policy.today);
	snprintf(out, size, "%016" PRIx64, hash);
}

static bool
take_mark(void *data, const struct sql_value *c, size_t n)
{
	struct settling *s = data;
	const char *kind = column_text(&c[0]), *name = column_text(&c[1]);
	(void)n;
	if (strcmp(kind, MARK_ALL) == 0)
		s->all = true;
	else if (strcmp(kind, MARK_MAILBOX) == 0)
		set_add(&s->walk.mailboxes, name);
	else if (strcmp(kind, MARK_TIE) == 0)
		walk_tie(&s->walk, name, column_int(&c[2]));
	else
		set_add(&s->workstations, name);
	return true;
}

static bool
read_marks(struct store *store, struct settling *s, struct err *err)
{
	s->walk = (struct walk){ .store = store, .err = err };
	if (!store_run(store, "SELECT kind, name, strong FROM mark", NULL, 0, &(struct sql_reader){ take_mark, s }, NULL, err))
		return false;
	s->all = s->all || s->walk.mailboxes.n + s->walk.ties.n + s->workstations.n > MANY_MARKS;
	s->nothing = !s->all && !s->walk.mailboxes.n && !s->walk.ties.n && !s->workstations.n;
	return true;
}

/* The scans of what is marked, and those of marked workstations. */
static bool
load_marked(struct store *store, struct settling *s, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < s->workstations.n; i++)
		ok = store_read(store, err, store_take_scan, &s->walk, "SELECT id FROM scan WHERE workstation = ?1 AND newest = 1",
		    value_text(s->workstations.all[i]));
	return ok && walk_finish(&s->walk) && store_load(store, s->walk.scans, s->walk.n_scans, NULL, s->report, err);
}

static bool
snapshot(struct store *store, void *data, struct err *err)
{
	struct settling *s = data;
	size_t n;
	store_empty(s->report);
	report_free(s->heads);
	walk_fini(&s->walk);
	set_fini(&s->workstations);
	s->heads = NULL;
	s->nothing = false;
	s->judged = store_number(store, KEY_JUDGED, 0, err);
	s->generation = store_number(store, KEY_GENERATION, 0, err);
	const char *policy = err->status ? NULL : store_policy(store, &s->arena, &n, err);
	const char *before = err->status ? NULL : store_value(store, KEY_EPOCH, &s->arena, err);
	if (err->status || !store_read_policy(store, s->now, &s->report->policy, &s->report->arena, err))
		return false;
	make_epoch(store, s, policy, s->epoch, sizeof s->epoch);
	s->all = !before || strcmp(before, s->epoch) != 0;
	if (!read_marks(store, s, err) || s->nothing)
		return !err->status;
	if (!(s->all ? store_scans(store, s->report, err) : load_marked(store, s, err)))
		return false;
	if (s->all || !s->report->policy.n_roster)
		return true;
	s->heads = report_new();
	s->heads->policy = s->report->policy;
	return store_heads(store, s->heads, err);
}

/* ---- judging ---- */

static void
judge(struct settling *s)
{
	struct report *report = s->report, *heads = s->heads ? s->heads : report;
	report_settle(report);
	audit_parts(report, AUDIT_WORKSTATIONS);
	judged_take(&s->result, report, SCOPE_WORKSTATION);
	if (s->all || s->heads) {
		report_settle(heads);
		audit_parts(heads, AUDIT_REPORT);
		judged_take(&s->result, heads, SCOPE_REPORT);
	}
	if (!s->all)
		store_narrow(report, &s->walk.mailboxes);
	audit_parts(report, AUDIT_MAILBOXES);
	judged_take(&s->result, report, SCOPE_MAILBOX);
	judged_take_mailboxes(&s->result, report);
}

/* ---- writing ---- */

static bool
read_known(struct store *store, struct settling *s, struct err *err)
{
	struct judged *r = &s->result;
	bool ok = true;
	if (s->all)
		return judged_know_all(r, store, err);
	for (size_t i = 0; ok && i < s->walk.mailboxes.n; i++)
		ok = judged_know_mailbox(r, store, s->walk.mailboxes.all[i], err);
	for (size_t i = 0; ok && i < s->workstations.n; i++)
		ok = judged_know_workstation(r, store, s->workstations.all[i], err);
	for (size_t i = 0; ok && i < s->report->n_scans; i++)
		if (!set_has(&s->workstations, s->report->scans[i]->workstation.id))
			ok = judged_know_workstation(r, store, s->report->scans[i]->workstation.id, err);
	return ok && judged_know_workstation(r, store, "", err);
}

static bool
write_result(struct store *store, void *data, struct err *err)
{
	struct settling *s = data;
	int64_t judged = store_number(store, KEY_JUDGED, 0, err);
	s->lost = judged != s->judged;
	if (err->status || s->lost)
		return !err->status;
	return read_known(store, s, err) && judged_write(&s->result, store, s->now, &s->n_changes, err) &&
	       store_do(store, err, "DELETE FROM mark WHERE generation <= ?1", value_int(s->generation)) &&
	       store_put(store, KEY_EPOCH, s->epoch, err) && store_put_number(store, KEY_JUDGED, judged + 1, err);
}

static bool
settle_once(struct store *store, struct settling *s, struct err *err)
{
	s->report = report_new();
	bool ok = store_transaction(store, SQL_BEGIN_READ, snapshot, s, err);
	if (ok && !s->nothing) {
		judge(s);
		ok = store_transaction(store, SQL_BEGIN_WRITE, write_result, s, err);
	}
	report_free(s->report);
	report_free(s->heads);
	walk_fini(&s->walk);
	set_fini(&s->workstations);
	judged_fini(&s->result);
	arena_fini(&s->arena);
	return ok;
}

bool
store_settle(struct store *store, const char *now, size_t *n_changes, struct err *err)
{
	if (n_changes)
		*n_changes = 0;
	for (int i = 0; i < SETTLE_TRIES; i++) {
		struct settling s = { .now = now };
		if (!settle_once(store, &s, err))
			return false;
		if (n_changes)
			*n_changes = s.n_changes;
		if (!s.lost)
			return true;
	}
	/* Others judge all the time: what is left is marked still. */
	return true;
}
