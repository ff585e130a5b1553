/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * May a workstation go live?  The same audit twice, without it and with it:
 * what it causes, or makes worse, is its own; the rest was there before.
 */
#ifndef JUDGE_GATE_H
#define JUDGE_GATE_H

#include "model/report.h"

/* Marks in AFTER, judged with the candidate among its scans, the findings that
 * blame it or that are new or worse than in BEFORE (NULL: nothing is known of
 * the others), and sets after->gate with the verdict under the severity from
 * which on findings block.  STALE: what is known of the others is too old or
 * nothing; then the verdict is never pass. */
void
gate_judge(struct report *after, const struct report *before, const struct scan *candidate, enum severity at_least, bool stale);

#endif
