/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was known before: earlier scans, looked up by account and by mailbox.
 * Rules ask it through before() and before_in_mailbox() of rule.h.
 */
#ifndef JUDGE_BASELINE_H
#define JUDGE_BASELINE_H

#include "model/report.h"

struct baseline;

/* The index over PAST's scans, whose mailboxes are told under POLICY; NULL when
 * PAST is.  Memory is the arena's; PAST must outlive it.  Linear but for sorting. */
const struct baseline *
baseline_new(const struct report *past, const struct policy *policy, struct arena *arena);

#endif
