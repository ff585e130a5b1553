/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules are called, and what they mark becomes findings.
 */
#ifndef JUDGE_JUDGEMENT_H
#define JUDGE_JUDGEMENT_H

#include "judge/rule.h"

/* What one thread judges: findings in the order in which they were found. */
struct judging {
	struct arena arena; /* of the findings */
	struct arena scratch; /* until a rule returns */
	struct finding *findings;
	size_t n_findings;
};

/* Asks all rules of that scope about the matter. */
void
judge_all(struct judging *judging, enum scope scope, const struct matter *matter);

#endif
