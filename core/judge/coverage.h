/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a workstation has been seen.
 */
#ifndef JUDGE_COVERAGE_H
#define JUDGE_COVERAGE_H

#include "model/report.h"

/* Clients, accounts and what was not read of one scan.  Linear but for the
 * number of different clients. */
struct coverage
coverage_of(const struct scan *scan);

#endif
