/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that remove mail from the server because they have fetched it.
 */
#include "judge/rule.h"

void
rule_pop_delete_on_download(const struct matter *m, struct judgement *j)
{
	bool unknown;
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		/* "Leave, for 0 days" takes as well, one check later. */
		int64_t ttl = life_ttl(a, &unknown);
		if (unknown)
			doubt(j, a, ttl_evidence(a));
		else if (ttl == 0)
			blame(j, a, ttl_evidence(a));
	}
	victims_others(j);
}

void
rule_unattended_fetcher(const struct matter *m, struct judgement *j)
{
	bool unknown;
	if (!m->mailbox->shared)
		return;
	for_each_external (e, m->mailbox) {
		int64_t ttl = life_ttl_external(e, &unknown);
		if (unknown)
			doubt_external(j, e);
		else if (ttl == 0)
			blame_external(j, e);
	}
	victims_others(j);
}

void
rule_keep_switched_off(const struct matter *m, struct judgement *j)
{
	bool unknown;
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		const struct account *was = before(m, a);
		if (!was || !account_bool_is(was, MA_LEAVE_ON_SERVER, true) || (life_ttl(was, &unknown) == 0 && !unknown))
			continue;
		int64_t ttl = life_ttl(a, &unknown);
		settle(j, a, unknown ? TRUTH_UNKNOWN : ttl == 0 ? TRUTH_YES : TRUTH_NO, ttl_evidence(a));
	}
	victims_others(j);
}

void
rule_filter_deletes(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		settle(j, a, has_items(a, MA_FILTERS_SERVER_DELETE), MA_FILTERS_SERVER_DELETE);
		/* Of a POP client it is its own copy that goes. */
		if (shows_server(a))
			settle(j, a, has_items(a, MA_FILTERS_DELETE), MA_FILTERS_DELETE);
	}
	victims_others(j);
}

void
rule_cap(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		enum truth count = has_limit(a, MA_KEEP_COUNT), bytes = has_limit(a, MA_KEEP_BYTES);
		/* What takes at once has nothing left to count. */
		if (life_takes(a) == TRUTH_YES)
			continue;
		if (count == TRUTH_YES || bytes == TRUTH_YES) {
			enum truth t = truth_and(life_takes(a) == TRUTH_NO ? TRUTH_YES : TRUTH_UNKNOWN, TRUTH_YES);
			settle(j, a, t, t == TRUTH_UNKNOWN ? MA_LEAVE_ON_SERVER : count == TRUTH_YES ? MA_KEEP_COUNT : MA_KEEP_BYTES);
			if (t == TRUTH_YES && bytes == TRUTH_YES)
				blame(j, a, MA_KEEP_BYTES);
			continue;
		}
		settle(j, a, count, MA_KEEP_COUNT);
		settle(j, a, bytes, MA_KEEP_BYTES);
	}
	victims_others(j);
}

void
rule_partial_download(const struct matter *m, struct judgement *j)
{
	size_t n_removers = m->mailbox->expire_days != LIFE_NEVER, n_unknown = 0;
	bool unknown;
	for (size_t i = 0; i < m->life->n_clients; i++) {
		const struct life_client *c = &m->life->clients[i];
		int64_t ttl = c->account ? life_ttl(c->account, &unknown) : life_ttl_external(c->external, &unknown);
		n_removers += !unknown && ttl != LIFE_NEVER;
		n_unknown += unknown;
	}
	for_each_account (a, m->mailbox) {
		enum truth headers = fact_unsaid(a, MA_HEADERS_ONLY) ? TRUTH_UNKNOWN :
				     account_bool_is(a, MA_HEADERS_ONLY, true) ? TRUTH_YES : TRUTH_NO;
		enum truth part = has_limit(a, MA_MAX_DOWNLOAD_KB);
		if (!account_is(a, MA_PROTOCOL, "pop3") || (headers == TRUTH_NO && part == TRUTH_NO))
			continue;
		/* It must be somebody else who removes: the client itself waits until it has fetched the whole. */
		int64_t ttl = life_ttl(a, &unknown);
		size_t others = n_removers - (!unknown && ttl != LIFE_NEVER), others_unknown = n_unknown - unknown;
		enum truth removed = others ? TRUTH_YES : others_unknown ? TRUTH_UNKNOWN : TRUTH_NO;
		enum ma_fact fact = headers == TRUTH_YES || (headers == TRUTH_UNKNOWN && part != TRUTH_YES) ? MA_HEADERS_ONLY : MA_MAX_DOWNLOAD_KB;
		enum truth partial = headers == TRUTH_YES || part == TRUTH_YES ? TRUTH_YES : TRUTH_UNKNOWN;
		settle(j, a, truth_and(partial, removed), fact);
	}
}

void
rule_default_relied_on(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (account_is(a, MA_PROTOCOL, "pop3") && account_bool_is(a, MA_LEAVE_ON_SERVER, true) &&
		    account_fact(a, MA_LEAVE_ON_SERVER)->state == MA_IMPLIED)
			blame(j, a, MA_LEAVE_ON_SERVER);
}

void
rule_pop_delete_when_deleted(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		/* Where nothing is left after fetching there is nothing to remove later. */
		enum truth leaves = fact_yes(a, MA_LEAVE_ON_SERVER);
		enum truth never = fact_is(a, MA_DELETE_WHEN, "never");
		if (!account_is(a, MA_PROTOCOL, "pop3") && !account_knows(a, MA_DELETE_WHEN))
			continue;
		if (leaves == TRUTH_NO || never == TRUTH_YES)
			continue;
		if (leaves == TRUTH_YES && never == TRUTH_NO)
			blame(j, a, MA_DELETE_WHEN);
		else
			doubt(j, a, never == TRUTH_UNKNOWN ? MA_DELETE_WHEN : MA_LEAVE_ON_SERVER);
	}
	victims_others(j);
}

void
rule_pop_keep_unknown(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (life_takes(a) == TRUTH_UNKNOWN)
			doubt(j, a, MA_LEAVE_ON_SERVER);
}
