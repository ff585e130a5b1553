/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way between client and server.
 */
#include "judge/rule.h"

void
rule_cleartext(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		enum truth t = fact_is(a, MA_SECURITY, "none");
		if (account_is(a, MA_PROTOCOL, "exchange") || host_is_loopback(account_text(a, MA_HOST)))
			continue;
		if (t == TRUTH_YES)
			blame(j, a, MA_SECURITY);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, MA_SECURITY);
	}
}
