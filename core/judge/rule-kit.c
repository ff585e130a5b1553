/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several rules ask of an account.
 */
#include "judge/rule.h"

#include <string.h>

enum truth
fact_is(const struct account *account, enum ma_fact fact, const char *word)
{
	const char *text = account_text(account, fact);
	return !text ? TRUTH_UNKNOWN : strcmp(text, word) == 0 ? TRUTH_YES : TRUTH_NO;
}

enum truth
fact_yes(const struct account *account, enum ma_fact fact)
{
	int64_t value;
	return !account_num(account, fact, &value) ? TRUTH_UNKNOWN : value ? TRUTH_YES : TRUTH_NO;
}

enum truth
truth_and(enum truth a, enum truth b)
{
	return a == TRUTH_NO || b == TRUTH_NO ? TRUTH_NO : a == TRUTH_YES ? b : a;
}

static enum truth
truth_not(enum truth a)
{
	return a == TRUTH_UNKNOWN ? a : a == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
}

/* A limit that is not there does not limit. */
enum truth
has_limit(const struct account *account, enum ma_fact fact)
{
	return account_knows(account, fact) ? TRUTH_YES : fact_unsaid(account, fact) ? TRUTH_UNKNOWN : TRUTH_NO;
}

enum truth
has_items(const struct account *account, enum ma_fact fact)
{
	return fact_unsaid(account, fact) ? TRUTH_UNKNOWN : account_fact(account, fact)->n_items ? TRUTH_YES : TRUTH_NO;
}

static enum truth
follows_user(const struct account *account)
{
	/* Only a client with copies of its own can remove on the server what is deleted here. */
	if (account_is(account, MA_PROTOCOL, "pop3") || account_knows(account, MA_DELETE_WHEN))
		return truth_not(fact_is(account, MA_DELETE_WHEN, "never"));
	return TRUTH_NO;
}

static enum truth
moves_away(const struct account *account)
{
	/* POP filters move the client's own copy. */
	return truth_and(fact_is(account, MA_PROTOCOL, "imap"), has_items(account, MA_FILTERS_MOVE_LOCAL));
}

enum ma_fact
ttl_evidence(const struct account *account)
{
	return life_takes(account) == TRUTH_NO ? MA_DELETE_AFTER_DAYS : MA_LEAVE_ON_SERVER;
}

enum truth
deletes(const struct account *account, enum ma_fact *evidence)
{
	bool unknown;
	int64_t ttl = life_ttl(account, &unknown);
	const struct {
		enum ma_fact fact;
		enum truth truth;
	} ways[] = {
		{ ttl_evidence(account), unknown ? TRUTH_UNKNOWN : ttl == LIFE_NEVER ? TRUTH_NO : TRUTH_YES },
		{ MA_DELETE_WHEN, follows_user(account) },
		{ MA_KEEP_COUNT, has_limit(account, MA_KEEP_COUNT) },
		{ MA_KEEP_BYTES, has_limit(account, MA_KEEP_BYTES) },
		{ MA_FILTERS_SERVER_DELETE, has_items(account, MA_FILTERS_SERVER_DELETE) },
		{ MA_FILTERS_MOVE_LOCAL, moves_away(account) },
		{ account_knows(account, MA_RETAIN_DAYS) ? MA_RETAIN_DAYS : MA_RETAIN_COUNT, life_ages_out(account) },
	};
	enum truth found = TRUTH_NO;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (ways[i].truth == TRUTH_NO || (ways[i].truth == TRUTH_UNKNOWN && found == TRUTH_UNKNOWN))
			continue;
		*evidence = ways[i].fact;
		found = ways[i].truth;
		if (found == TRUTH_YES)
			break;
	}
	return found;
}

bool
is_agreed_deleter(const struct mailbox *mailbox, const struct account *account)
{
	return mailbox->policy.deleter && account_matches(account, mailbox->policy.deleter);
}

bool
deleter_is_named(const struct matter *m)
{
	if (!m->mailbox->policy.deleter)
		return false;
	for (size_t i = 0; i < m->policy->n_mailboxes; i++)
		if (m->policy->mailboxes[i].deleter && str_same(m->policy->mailboxes[i].address, m->mailbox->address))
			return true;
	return m->mailbox->shared;
}

bool
shows_server(const struct account *account)
{
	return account_is(account, MA_PROTOCOL, "imap") || account_is(account, MA_PROTOCOL, "exchange");
}

void
settle(struct judgement *j, const struct account *account, enum truth truth, enum ma_fact fact)
{
	if (truth == TRUTH_YES)
		blame(j, account, fact);
	else if (truth == TRUTH_UNKNOWN)
		doubt(j, account, fact);
}

bool
days_since(const struct policy *policy, const char *date, int64_t *days)
{
	int64_t then, now;
	if (!date_days(date, &then) || !date_days(policy->today, &now))
		return false;
	*days = now - then;
	return true;
}
