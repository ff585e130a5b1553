/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a gate needs to know of all others: the mailboxes that the candidate
 * has a part in, whole; and of the rest, whether it was looked at.
 */
#include "central/store-inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/str.h"
#include "judge/audit.h"
#include "model/mailbox-tie.h"

struct around {
	const struct scan *candidate; /* or NULL: */
	const char *name; /* of a mailbox */
	const char *without; /* id of the candidate's workstation, or NULL */
	struct report *into;
	struct store_rest *rest;
};

static void
start_at_candidate(struct walk *walk, const struct around *a)
{
	struct arena scratch = { 0 };
	for (size_t i = 0; i < a->candidate->n_accounts; i++) {
		struct mailbox_ties ties;
		if (!mailbox_ties_of(a->candidate->accounts[i], &a->into->policy, &scratch, &ties))
			continue;
		set_add(&walk->mailboxes, ties.mailbox);
		for (size_t k = 0; k < ties.n; k++)
			walk_tie(walk, ties.all[k].name, ties.all[k].strong);
	}
	arena_fini(&scratch);
}

static bool
take_mailbox(void *data, const struct sql_value *columns, size_t n)
{
	struct set *set = data;
	(void)n;
	set_add(set, column_text(&columns[0]));
	return true;
}

/* Mailboxes that go by a name: their key, a login, an address. */
static bool
start_at_name(struct walk *walk, const char *name)
{
	struct arena scratch = { 0 };
	const char *ties[TIES_OF_NAME];
	bool ok = true;
	set_add(&walk->mailboxes, name);
	mailbox_ties_of_name(name, &scratch, ties);
	for (size_t i = 0; ok && i < TIES_OF_NAME; i++)
		ok = store_read(walk->store, walk->err, take_mailbox, &walk->mailboxes, "SELECT mailbox FROM tie WHERE tie = ?1", value_text(ties[i]));
	arena_fini(&scratch);
	return ok;
}

/* Are the ties that are kept those that this policy makes? */
static bool
ties_hold(struct store *store, const struct policy *policy, struct err *err)
{
	char epoch[20];
	struct arena scratch = { 0 };
	snprintf(epoch, sizeof epoch, "%016" PRIx64, mailbox_ties_epoch(policy));
	const char *kept = store_value(store, KEY_TIES, &scratch, err);
	bool same = kept && strcmp(kept, epoch) == 0;
	arena_fini(&scratch);
	return same;
}

/* ---- the rest ---- */

static bool
take_number(void *data, const struct sql_value *columns, size_t n)
{
	(void)n;
	*(int64_t *)data = column_int(&columns[0]);
	return true;
}

/* The first day that is not too old. */
static const char *
oldest_day(const struct policy *policy, struct arena *arena)
{
	enum { SECONDS_PER_DAY = 86400, YEAR_0 = 1900 };
	int64_t today;
	if (policy->max_age_days == POLICY_UNSET || !date_days(policy->today, &today))
		return NULL;
	int64_t back = today < policy->max_age_days ? 0 : today - policy->max_age_days;
	time_t seconds = (time_t)(back * SECONDS_PER_DAY);
	struct tm tm;
	if (!gmtime_r(&seconds, &tm))
		return NULL;
	return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + YEAR_0, tm.tm_mon + 1, tm.tm_mday);
}

/* A workstation that something on it cannot be read of makes no mailbox clean,
 * unless the policy has waived that: so those are judged, until one is found. */
static bool
find_blind(struct store *store, const struct around *a, struct err *err)
{
	const struct policy *policy = &a->into->policy;
	struct set ids = { 0 };
	bool ok = store_read(store, err, take_mailbox, &ids,
	    policy->n_waivers ? "SELECT workstation FROM scan WHERE newest = 1 AND blind = 1 AND workstation <> ?1"
			      : "SELECT workstation FROM scan WHERE newest = 1 AND blind = 1 AND workstation <> ?1 LIMIT 1",
	    value_text(a->without ? a->without : ""));
	a->rest->blind = ids.n && !policy->n_waivers;
	for (size_t i = 0; ok && policy->n_waivers && !a->rest->blind && i < ids.n; i++) {
		struct report *report = report_new();
		int64_t id = 0;
		report->policy = *policy;
		ok = store_read(store, err, take_number, &id, "SELECT id FROM scan WHERE workstation = ?1 AND newest = 1", value_text(ids.all[i])) &&
		     store_load(store, &id, 1, NULL, report, err);
		if (ok)
			audit_parts(report, AUDIT_WORKSTATIONS);
		a->rest->blind = ok && report_has(report, FINDING_UNKNOWN, SEVERITY_INFO);
		report_free(report);
	}
	set_fini(&ids);
	return ok;
}

static bool
take_unheard(void *data, const char *sender, const char *reason)
{
	(void)sender;
	(void)reason;
	*(bool *)data = true;
	return false;
}

static bool
look_at_rest(struct store *store, const struct around *a, struct err *err)
{
	struct arena scratch = { 0 };
	const char *oldest = oldest_day(&a->into->policy, &scratch), *without = a->without ? a->without : "";
	int64_t n = 0, old = 0;
	bool unheard = false;
	bool ok = store_unheard(store, take_unheard, &unheard, err) &&
		  store_read(store, err, take_number, &n, "SELECT 1 FROM scan WHERE newest = 1 AND workstation <> ?1 LIMIT 1", value_text(without)) &&
		  (!oldest || store_read(store, err, take_number, &old,
				  "SELECT 1 FROM scan WHERE newest = 1 AND started < ?1 AND workstation <> ?2 LIMIT 1", value_text(oldest),
				  value_text(without)));
	a->rest->known = n > 0;
	a->rest->stale = old > 0 || unheard;
	arena_fini(&scratch);
	return ok && find_blind(store, a, err);
}

/* ---- the roster ---- */

struct retired {
	struct set names; /* folded */
	struct walk *walk;
};

static bool
take_retired(void *data, const struct sql_value *columns, size_t n)
{
	struct retired *r = data;
	struct arena scratch = { 0 };
	(void)n;
	if (set_has(&r->names, str_fold(&scratch, column_text(&columns[1]))) || set_has(&r->names, str_fold(&scratch, column_text(&columns[2]))))
		walk_scan(r->walk, column_int(&columns[0]));
	arena_fini(&scratch);
	return true;
}

/* Of machines that are retired it is asked what is still in use on them: they are needed whole. */
static bool
start_at_retired(struct walk *walk, const struct policy *policy)
{
	struct retired r = { .walk = walk };
	for (size_t i = 0; i < policy->n_roster; i++)
		if (policy->roster[i].retired)
			set_add(&r.names, str_fold(&r.names.arena, policy->roster[i].name));
	bool ok = !r.names.n || store_run(walk->store, "SELECT id, workstation, name FROM scan WHERE newest = 1", NULL, 0,
				     &(struct sql_reader){ take_retired, &r }, NULL, walk->err);
	for (size_t i = 0; ok && i < walk->n_scans; i++)
		ok = store_read(walk->store, walk->err, take_mailbox, &walk->mailboxes, "SELECT mailbox FROM tie WHERE scan = ?1",
		    value_int(walk->scans[i]));
	set_fini(&r.names);
	return ok;
}

bool
store_heads(struct store *store, struct report *into, struct err *err)
{
	struct walk walk = { .store = store, .err = err };
	bool ok = start_at_retired(&walk, &into->policy) && store_load(store, walk.scans, walk.n_scans, NULL, into, err) &&
		  store_headers(store, NULL, into, err);
	walk_fini(&walk);
	return ok;
}

/* ---- both together ---- */

static bool
load_near(struct store *store, const struct around *a, struct err *err)
{
	const struct policy *policy = &a->into->policy;
	struct walk walk = { .store = store, .err = err };
	bool ok = true;
	if (a->candidate)
		start_at_candidate(&walk, a);
	else
		ok = start_at_name(&walk, a->name);
	/* Who asks for an address wants to see how that fares. */
	for (size_t i = 0; ok && a->candidate && i < policy->n_targets; i++)
		ok = start_at_name(&walk, policy->targets[i]);
	ok = ok && start_at_retired(&walk, policy) && walk_finish(&walk) &&
	     store_load(store, walk.scans, walk.n_scans, a->without, a->into, err);
	if (ok)
		store_narrow(a->into, &walk.mailboxes);
	walk_fini(&walk);
	return ok && (!policy->n_roster || store_headers(store, a->without, a->into, err));
}

struct own {
	const struct scan *candidate;
	bool other; /* the id is another's, by its name */
};

static bool
take_own(void *data, const struct sql_value *columns, size_t n)
{
	struct own *own = data;
	(void)n;
	own->other = !str_same(column_text(&columns[0]), own->candidate->workstation.name);
	return true;
}

/* What is known of the candidate itself is left out, but not of another PC from whose disk it was made. */
static bool
find_without(struct store *store, struct around *a, struct err *err)
{
	struct own own = { .candidate = a->candidate };
	if (!a->candidate)
		return true;
	const struct workstation *w = &a->candidate->workstation;
	bool ok = store_read(store, err, take_own, &own, "SELECT name FROM scan WHERE workstation = ?1 AND newest = 1", value_text(w->id));
	a->without = own.other || workstation_id_is_junk(w->id) ? scan_own_id(a->candidate, &a->into->arena) : w->id;
	return ok;
}

static bool
around(struct store *store, void *data, struct err *err)
{
	struct around *a = data;
	store_empty(a->into);
	if (!find_without(store, a, err) || !look_at_rest(store, a, err))
		return false;
	if (ties_hold(store, &a->into->policy, err))
		return load_near(store, a, err);
	if (err->status || !store_scans(store, a->into, err))
		return false;
	size_t kept = 0;
	for (size_t i = 0; i < a->into->n_scans; i++)
		if (a->without && strcmp(a->into->scans[i]->workstation.id, a->without) == 0)
			scan_free(a->into->scans[i]);
		else
			a->into->scans[kept++] = a->into->scans[i];
	a->into->n_scans = kept;
	return true;
}

bool
store_around(struct store *store, const struct scan *candidate, struct report *into, struct store_rest *rest, struct err *err)
{
	struct around a = { .candidate = candidate, .into = into, .rest = rest };
	*rest = (struct store_rest){ 0 };
	return store_transaction(store, SQL_BEGIN_READ, around, &a, err);
}

bool
store_mailbox(struct store *store, const char *key, struct report *into, struct store_rest *rest, struct err *err)
{
	struct around a = { .name = key, .into = into, .rest = rest };
	*rest = (struct store_rest){ 0 };
	return store_transaction(store, SQL_BEGIN_READ, around, &a, err);
}
