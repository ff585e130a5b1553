/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The policy that is kept, and the ties that depend on it.
 */
#include "central/store-inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "model/mailbox-tie.h"

const char *
store_policy(struct store *store, struct arena *arena, size_t *n, struct err *err)
{
	const char *text = store_value(store, KEY_POLICY, arena, err);
	*n = text ? strlen(text) : 0;
	return text;
}

bool
store_read_policy(struct store *store, const char *now, struct policy *policy, struct arena *arena, struct err *err)
{
	size_t n;
	policy_init(policy, arena_copy(arena, now, strcspn(now, "T")));
	const char *text = store_policy(store, arena, &n, err);
	return !err->status && (!text || document_read_policy(text, n, store->name, policy, arena, err));
}

bool
store_take_scan(void *data, const struct sql_value *columns, size_t n)
{
	(void)n;
	walk_scan(data, column_int(&columns[0]));
	return true;
}

/* One scan after the other: the documents of a whole fleet are not to be in memory at once. */
static bool
renew_each(struct store *store, const struct walk *all, const struct policy *policy, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < all->n_scans; i++) {
		struct report *report = report_new();
		ok = store_load(store, &all->scans[i], 1, NULL, report, err);
		for (size_t k = 0; ok && k < report->n_scans; k++)
			ok = store_put_ties(store, all->scans[i], report->scans[k], policy, err);
		report_free(report);
	}
	return ok;
}

bool
store_renew_ties(struct store *store, const struct policy *policy, struct err *err)
{
	char epoch[20];
	struct arena scratch = { 0 };
	struct walk all = { .store = store, .err = err };
	snprintf(epoch, sizeof epoch, "%016" PRIx64, mailbox_ties_epoch(policy));
	const char *kept = store_value(store, KEY_TIES, &scratch, err);
	bool same = kept && strcmp(kept, epoch) == 0;
	arena_fini(&scratch);
	if (err->status || same)
		return !err->status;
	bool ok = store_run(store, "DELETE FROM tie", NULL, 0, NULL, NULL, err) &&
		  store_run(store, "SELECT id FROM scan WHERE newest = 1", NULL, 0, &(struct sql_reader){ store_take_scan, &all }, NULL, err) &&
		  renew_each(store, &all, policy, err) && store_put(store, KEY_TIES, epoch, err);
	walk_fini(&all);
	return ok;
}

struct keeping {
	const char *text;
};

static bool
keep_policy(struct store *store, void *data, struct err *err)
{
	const struct keeping *k = data;
	int64_t generation, judged = store_number(store, KEY_JUDGED, 0, err);
	struct policy policy;
	struct arena scratch = { 0 };
	/* Whoever is judging now began with the other one. */
	bool ok = !err->status && store_put_number(store, KEY_JUDGED, judged + 1, err) && store_put(store, KEY_POLICY, k->text, err) && store_read_policy(store, "", &policy, &scratch, err) &&
		  store_renew_ties(store, &policy, err) && store_step(store, &generation, err) && store_put(store, KEY_EPOCH, NULL, err);
	arena_fini(&scratch);
	return ok;
}

bool
store_put_policy(struct store *store, const char *bytes, size_t n, struct err *err)
{
	struct arena scratch = { 0 };
	struct keeping k = { bytes ? arena_copy(&scratch, bytes, n) : NULL };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, keep_policy, &k, err);
	arena_fini(&scratch);
	return ok;
}
