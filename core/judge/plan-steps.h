/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between plan.c, which tries, and plan-steps.c, which writes down what a trial
 * has changed.  Private to these two.
 */
#ifndef JUDGE_PLAN_STEPS_H
#define JUDGE_PLAN_STEPS_H

#include <stdint.h>

#include "judge/plan.h"

#define NO_HOME SIZE_MAX

/* A copy of an account, to be changed. */
struct twin {
	struct account account; /* first: see twin_of */
	const struct account *original;
	size_t home; /* number of its mailbox in the report, NO_HOME */
	bool represents, spared;
	bool beside; /* its user has the mailbox by another protocol, too */
	size_t faults;
};

struct trial {
	struct report *report; /* over the copies */
	struct twin *twins; /* by scan and account */
	size_t n_twins;
};

/* The twin whose account this is: all accounts of a trial are. */
struct twin *
twin_of(const struct account *account);

/* Is anything to be set that was not so? */
bool
twin_differs(const struct twin *twin, struct arena *scratch);

/* The number of the report's mailbox that a finding of the trial is about, or NO_HOME. */
size_t
trial_home(const struct finding *finding);

/* Fills steps, what is left, and the counts of the plan. */
void
plan_steps(struct report *report, const struct trial *trial, struct plan *plan);

#endif
