/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long mail stays on the server, and who may remove it.
 */
#include "judge/rule.h"

/* Does it remove mail after a number of days, fewer than LEAST (LIFE_NEVER: any)?  Where
 * it is unknown whether it leaves mail at all, the days can still tell. */
static enum truth
keeps_for_days(const struct account *account, int64_t least)
{
	enum truth takes = life_takes(account);
	int64_t days;
	if (takes == TRUTH_YES || (takes == TRUTH_NO && !account_bool_is(account, MA_LEAVE_ON_SERVER, true)))
		return TRUTH_NO;
	if (!account_num(account, MA_DELETE_AFTER_DAYS, &days))
		return fact_unsaid(account, MA_DELETE_AFTER_DAYS) ? TRUTH_UNKNOWN : TRUTH_NO;
	if (days <= 0 || (least != LIFE_NEVER && days >= least))
		return TRUTH_NO;
	return takes == TRUTH_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_YES;
}

static enum ma_fact
days_evidence(const struct account *account)
{
	return fact_unsaid(account, MA_DELETE_AFTER_DAYS) || life_takes(account) == TRUTH_NO ? MA_DELETE_AFTER_DAYS : MA_LEAVE_ON_SERVER;
}

void
rule_retention_disagrees(const struct matter *m, struct judgement *j)
{
	/* The agreed deleter's number counts; without one the longest, which nobody loses by. */
	int64_t stays = LIFE_NEVER, any = LIFE_NEVER;
	bool agreed = false, differ = false, unknown;
	size_t n_known = 0, n_unknown = 0;

	for_each_account (a, m->mailbox) {
		enum truth t = keeps_for_days(a, LIFE_NEVER);
		int64_t ttl = life_ttl(a, &unknown);
		n_unknown += t == TRUTH_UNKNOWN;
		if (t != TRUTH_YES)
			continue;
		differ = differ || (n_known && ttl != any);
		any = ttl;
		n_known++;
		if (is_agreed_deleter(m->mailbox, a)) {
			stays = !agreed || ttl > stays ? ttl : stays;
			agreed = true;
		} else if (!agreed && ttl > stays) {
			stays = ttl;
		}
	}
	for_each_account (a, m->mailbox) {
		enum truth t = keeps_for_days(a, LIFE_NEVER);
		if (t == TRUTH_YES && differ && life_ttl(a, &unknown) != stays)
			blame(j, a, MA_DELETE_AFTER_DAYS);
		else if (t == TRUTH_UNKNOWN && (n_known ? 1 : 0) + n_unknown >= 2)
			doubt(j, a, days_evidence(a));
	}
	victims_others(j);
}

void
rule_retention_too_short(const struct matter *m, struct judgement *j)
{
	int64_t least = policy_keep_days(&m->mailbox->policy);
	bool unknown;

	for_each_account (a, m->mailbox) {
		enum truth t = keeps_for_days(a, least);
		if (t == TRUTH_YES)
			blame(j, a, MA_DELETE_AFTER_DAYS);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, days_evidence(a));
	}
	for_each_external (e, m->mailbox) {
		int64_t ttl = life_ttl_external(e, &unknown);
		if (unknown)
			doubt_external(j, e);
		else if (ttl > 0 && ttl < least)
			blame_external(j, e);
	}
	/* Alone it removes only what it has itself; it matters when a second client comes. */
	if (!m->mailbox->shared)
		set_severity(j, SEVERITY_LOW);
	victims_others(j);
}

void
rule_several_deleters(const struct matter *m, struct judgement *j)
{
	size_t n = 0, n_unknown = 0;
	enum ma_fact evidence;

	for_each_account (a, m->mailbox) {
		enum truth t = deletes(a, &evidence);
		n += t == TRUTH_YES;
		n_unknown += t == TRUTH_UNKNOWN;
	}
	if (n + n_unknown < 2)
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = deletes(a, &evidence);
		if (t == TRUTH_NO || is_agreed_deleter(m->mailbox, a))
			continue;
		if (t == TRUTH_YES && n >= 2)
			blame(j, a, evidence);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, evidence);
	}
}

void
rule_nobody_deletes(const struct matter *m, struct judgement *j)
{
	if (m->life->bounded || m->mailbox->policy.quota_bytes != POLICY_UNSET)
		return;
	for_each_account (a, m->mailbox) {
		bool unknown;
		life_ttl(a, &unknown);
		if (unknown)
			doubt(j, a, ttl_evidence(a));
		else if (!m->life->unknown && account_is(a, MA_PROTOCOL, "pop3"))
			blame(j, a, MA_DELETE_AFTER_DAYS);
	}
	if (m->life->unknown)
		for_each_external (e, m->mailbox) {
			bool unknown;
			life_ttl_external(e, &unknown);
			if (unknown)
				doubt_external(j, e);
		}
}

void
rule_wrong_deleter(const struct matter *m, struct judgement *j)
{
	enum ma_fact evidence;
	if (!deleter_is_named(m))
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = deletes(a, &evidence);
		if (is_agreed_deleter(m->mailbox, a))
			continue;
		if (t == TRUTH_YES)
			blame(j, a, evidence);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, evidence);
	}
	victims_others(j);
}

void
rule_deleter_silent(const struct matter *m, struct judgement *j)
{
	const struct account *const *past;
	const struct account *newest = NULL;
	int64_t least = policy_keep_days(&m->mailbox->policy), days, fewest = INT64_MAX;
	size_t n = before_in_mailbox(m, &past);

	if (!deleter_is_named(m))
		return;
	for_each_account (a, m->mailbox) {
		if (!is_agreed_deleter(m->mailbox, a))
			continue;
		/* Whose age cannot be told has not been silent for long. */
		if (!days_since(m->policy, a->scan->started, &days) || days <= least)
			return;
		if (days < fewest) {
			fewest = days;
			newest = a;
		}
	}
	/* It did the work before and is not there any more. */
	for (size_t i = 0; !newest && i < n; i++)
		if (is_agreed_deleter(m->mailbox, past[i]))
			newest = past[i];
	if (newest)
		blame(j, newest, MA_DELETE_AFTER_DAYS);
}

void
rule_client_retention(const struct matter *m, struct judgement *j)
{
	bool direct = false, any = false;
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		static const enum ma_fact facts[] = { MA_RETAIN_DAYS, MA_RETAIN_COUNT };
		enum truth t = life_ages_out(a);
		if (t == TRUTH_NO)
			continue;
		any = true;
		direct = direct || shows_server(a);
		for (size_t i = 0; i < 2; i++)
			if (t == TRUTH_YES ? account_knows(a, facts[i]) : fact_unsaid(a, facts[i]))
				settle(j, a, t, facts[i]);
	}
	/* By way of a POP client's copies it takes until that client's next check, and they are still there. */
	if (any && !direct)
		set_severity(j, SEVERITY_HIGH);
	victims_others(j);
}

void
rule_policy_missing(const struct matter *m, struct judgement *j)
{
	const struct policy_mailbox *site = &m->policy->site, *own = NULL;
	if (m->mailbox->n_clients < 2 || !m->mailbox->resolved)
		return;
	for (size_t i = 0; i < m->policy->n_mailboxes; i++)
		if (str_same(m->policy->mailboxes[i].address, m->mailbox->address))
			own = &m->policy->mailboxes[i];
	bool days = site->min_keep_days != POLICY_UNSET || (own && own->min_keep_days != POLICY_UNSET);
	if (!days && !m->mailbox->policy.deleter)
		blame_policy(j);
}
