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

/* Sets the change of each finding of the judged report, and lists what is gone
 * since report->baseline, which changes_judge_past has judged.  Without a
 * baseline nothing.  Linear in blame and accounts but for sorting. */
void
changes_find(struct report *report);

#endif
