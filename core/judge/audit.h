/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one judgement: accounts meet in mailboxes, rules make findings of them.
 * It does not know whether it runs on one workstation or at the centre.
 */
#ifndef JUDGE_AUDIT_H
#define JUDGE_AUDIT_H

#include "model/report.h"

/* The catalogue, in the order of rules.def. */
extern const struct rule *const rules;
extern const size_t n_rules;

/* The rule with this id or code (letter case ignored), or NULL. */
const struct rule *
rule_by_name(const char *name);

/* For each of them: it judges every mailbox; else workstations, or all of them together.  The arena's. */
const bool *
rules_of_mailboxes(struct arena *arena);

/* Judges the report's scans under its policy: fills mailboxes, results,
 * findings, coverage and the notes that concern joins.  Pure but for the
 * report's memory; linear in accounts. */
void
audit(struct report *report);

/* The same for some kinds of rules only; what the others would have found is not there. */
enum { AUDIT_MAILBOXES = 1, AUDIT_WORKSTATIONS = 2, AUDIT_REPORT = 4, AUDIT_ALL = 7 };
void
audit_parts(struct report *report, unsigned parts);

#endif
