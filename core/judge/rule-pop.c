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
	for_each_external (e, m->mailbox) {
		if (life_ttl_external(e, &unknown) == 0 && !unknown)
			blame_external(j, e);
		else if (unknown)
			doubt_external(j, e);
	}
	victims_others(j);
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
