/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan: the fewest changes of settings that make each mailbox sound, in the
 * order in which they do no harm.  It is found by trying: the changes are made
 * to a copy of all accounts, the copy is judged, and what still fails is said.
 * What is unknown is never assumed: it is a thing to look at first.
 */
#ifndef JUDGE_PLAN_H
#define JUDGE_PLAN_H

#include "model/plan.h"

/* Makes the plan of a judged report, whose arena owns it; the report does not
 * change.  A few audits; linear in accounts but for sorting. */
void
plan_make(struct report *report, const struct plan_wish *wish, struct plan *out);

/* Changes the accounts of the report as the plan says; judge it again afterwards. */
void
plan_apply(const struct plan *plan, struct report *report);

/* ---- what becomes of one account (plan-role.c) ---- */

/* It removes nothing any more, as far as is known what it removes.  False when nothing changed. */
bool
role_quiet(struct account *account, struct arena *arena);
/* It removes after the days it has, if they are DAYS at least, else after DAYS; nothing else. */
void
role_representative(struct account *account, struct arena *arena, int64_t days);
/* By IMAP instead of POP; what else it removes is for the rules to say. */
void
role_imap(struct account *account, struct arena *arena);
/* A fresh account by IMAP in place of the POP one: what was set for that is gone. */
void
role_becomes_imap(struct account *account, struct arena *arena);
/* Is the fact one of those that decide over mail on the server? */
bool
role_decides(enum ma_fact fact);
/* Is the fact one that a change of the protocol takes away? */
bool
role_of_pop(enum ma_fact fact);
/* May it be the one that removes? */
bool
role_can_represent(const struct account *account);

#endif
