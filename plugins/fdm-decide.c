/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rules make of all mail of an account, as tried with fdm 1.9: mail
 * goes unless the last word was "keep"; a rule that matches is the last, but for
 * "continue"; at the end of all rules, whatever was said before, mail stays
 * unless "set unmatched-mail drop".  A condition that is not about accounts may
 * be met or not.
 */
#include "fdm-conf.h"

#include <string.h>

bool
fdm_has_wildcard(struct ma_str s)
{
	return memchr(s.p, '*', s.n) || memchr(s.p, '?', s.n) || memchr(s.p, '[', s.n);
}

enum applies { NEVER, MAYBE, ALWAYS };

static enum applies
by_names(const struct fdm_conf *c, const struct fdm_rule *rule, const struct fdm_account *a)
{
	struct ma_str name = fdm_text(c, &a->name);
	enum applies found = NEVER;
	for (size_t k = 0; k < rule->n; k++) {
		const struct fdm_value *v = (const struct fdm_value *)(const void *)c->names.p + rule->first + k;
		struct ma_str text = fdm_text(c, v);
		if (v->unknown || a->name.unknown || fdm_has_wildcard(text))
			found = MAYBE;
		else if (text.n == name.n && memcmp(text.p, name.p, name.n) == 0)
			return ALWAYS;
	}
	return found;
}

static enum applies
applies_to(const struct fdm_conf *c, const struct fdm_rule *rule, const struct fdm_account *a)
{
	const struct fdm_rule *rules = (const struct fdm_rule *)(const void *)c->rules.p;
	enum applies least = ALWAYS;
	for (int depth = 0;; depth++) {
		bool named = rule->reach == FDM_ACCOUNTS || rule->reach == FDM_SOME_OF_ACCOUNTS;
		enum applies own = named ? by_names(c, rule, a) : rule->reach == FDM_ALL ? ALWAYS : MAYBE;
		if (own == ALWAYS && rule->reach == FDM_SOME_OF_ACCOUNTS)
			own = MAYBE;
		least = own < least ? own : least;
		if (!rule->outer || depth == 16)
			return depth == 16 && least == ALWAYS ? MAYBE : least;
		rule = &rules[rule->outer - 1];
	}
}

unsigned
fdm_conf_decide(const struct fdm_conf *c, const struct fdm_account *a)
{
	static const unsigned becomes[] = { [FDM_KEEP] = FDM_STAYS, [FDM_DROP] = FDM_GOES, [FDM_UNSURE] = FDM_STAYS | FDM_GOES };
	const struct fdm_rule *rules = (const struct fdm_rule *)(const void *)c->rules.p;
	unsigned now = FDM_GOES, ends = 0; /* of a message that is still on its way, and of those that are not */
	for (size_t k = 0; k < c->rules.n / sizeof *rules && now; k++) {
		enum applies applies = rules[k].group ? NEVER : applies_to(c, &rules[k], a);
		if (applies == NEVER)
			continue;
		unsigned after = rules[k].effect == FDM_NOTHING ? now : becomes[rules[k].effect];
		if (!rules[k].continues)
			ends |= after;
		now = rules[k].continues ? after | (applies == MAYBE ? now : 0) : applies == MAYBE ? now : 0;
	}
	if (now)
		ends |= c->unmatched_drop && c->rules.n ? FDM_GOES : FDM_STAYS;
	return ends;
}
