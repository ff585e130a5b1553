/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings seen from those who have to do something: all that is said against
 * one account side by side, and the settings that this comes down to, each
 * once however many rules ask for it.
 */
#ifndef DOCUMENT_CHARGE_H
#define DOCUMENT_CHARGE_H

#include "model/report.h"

/* Findings in the order of the report. */
struct finding_list {
	const struct finding *const *all;
	size_t n;
};

/* Blame on one account (or external, machine, workstation) by one finding. */
struct charge {
	const struct finding *finding;
	const struct blame *blame;
	size_t order; /* private to charges_collect */
};

/* Does it weigh enough that something has to be done about it? */
bool
finding_is_heavy(const struct finding *finding);

/* Charges of the findings with this status, those against one account side by
 * side, the accounts in order of their first charge; NULL when there are none.
 * Memory is the arena's. */
struct charge *
charges_collect(struct arena *arena, struct finding_list findings, enum finding_status status, bool heavy_only, size_t *n);

/* How many of the N charges (1 at least), from the first on, are against the same. */
size_t
charges_run(const struct charge *charges, size_t n);

/* One setting that has to be other than it is. */
struct change {
	const struct account *account;
	enum ma_fact fact;
	const char *to; /* in words */
};

/* The settings of one account that N charges against it ask to be changed, in
 * order of facts; those that are so already are left out.  OUT has room for
 * MA_FACT_COUNT.  Returns how many; none also for what is no account. */
size_t
charges_changes(const struct charge *charges, size_t n, struct arena *arena, struct change *out);

/* The account's fact, with its id even where nothing is known of it. */
struct fact
change_fact(const struct account *account, enum ma_fact id);

#endif
