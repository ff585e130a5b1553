/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rules.def as tables.
 */
#include "base/str.h"
#include "judge/audit.h"
#include "judge/rule.h"

/* The members behind the advice are there only when a row names them. */
#define RULE(i, c, s, scope, function, ...) { .id = i, .code = c, .severity = SEVERITY_##s, __VA_ARGS__ },
static const struct rule catalogue[] = {
#include "judge/rules.def"
};
#undef RULE
const struct rule *const rules = catalogue;
const size_t n_rules = sizeof catalogue / sizeof *catalogue;

#define RULE(id, code, severity, scope, function, ...) { SCOPE_##scope, function },
static const struct rule_judge judges[] = {
#include "judge/rules.def"
};
#undef RULE
const struct rule_judge *const rule_judges = judges;

const struct rule *
rule_by_name(const char *name)
{
	for (size_t i = 0; i < n_rules; i++)
		if (str_same(rules[i].id, name) || str_same(rules[i].code, name))
			return &rules[i];
	return NULL;
}

void
rule_undecided(const struct matter *m, struct judgement *j)
{
	(void)m;
	(void)j;
}

const bool *
rules_of_mailboxes(struct arena *arena)
{
	bool *of_mailbox = arena_alloc(arena, (n_rules + 1) * sizeof *of_mailbox);
	for (size_t i = 0; i < n_rules; i++)
		of_mailbox[i] = rule_judges[i].scope == SCOPE_MAILBOX;
	return of_mailbox;
}
