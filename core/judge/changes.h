/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings compared with those of the baseline.
 */
#ifndef JUDGE_CHANGES_H
#define JUDGE_CHANGES_H

#include "model/report.h"

/* Judges PAST, whose scans are settled, as the report it is a baseline of will
 * be judged: under REPORT's policy, with the day of its own newest scan as
 * today, so that ages and waivers count as they did then. */
void
changes_judge_past(struct report *past, const struct report *report);

/* Sets the trends of the judged report's findings against those of PAST, which
 * is judged too, and lists what is gone since; PAST NULL takes all that away.
 * Linear in blame and accounts but for sorting. */
void
changes_find(struct report *report, const struct report *past);

/* The list alone: what PAST's findings had and the report's have not; *N of them, the arena's. */
struct gone *
changes_gone(const struct report *report, const struct report *past, struct arena *arena, size_t *n);

#endif
