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

/* What is unknown of the encryption has been said by rule_cleartext. */
void
rule_starttls_optional(const struct matter *m, struct judgement *j)
{
	static const struct {
		enum ma_fact security, host;
	} ways[] = { { MA_SECURITY, MA_HOST }, { MA_SMTP_SECURITY, MA_SMTP_HOST } };
	for_each_account (a, m->mailbox)
		for (size_t i = 0; i < 2; i++)
			if (account_is(a, ways[i].security, "starttls-optional") && !host_is_loopback(account_text(a, ways[i].host)))
				blame(j, a, ways[i].security);
}

void
rule_certificate_check(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		if (fact_unsaid(a, MA_CERTIFICATE_CHECK))
			doubt(j, a, MA_CERTIFICATE_CHECK);
		else if (account_bool_is(a, MA_CERTIFICATE_CHECK, false))
			blame(j, a, MA_CERTIFICATE_CHECK);
	}
}

void
rule_weak_auth(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		bool weak = account_is(a, MA_AUTH, "apop") || account_is(a, MA_AUTH, "ntlm");
		/* A challenge hides the password, not the mail. */
		bool bare = account_is(a, MA_AUTH, "encrypted") && account_is(a, MA_SECURITY, "none");
		if (account_is(a, MA_PROTOCOL, "exchange") || host_is_loopback(account_text(a, MA_HOST)) || !(weak || bare))
			continue;
		blame(j, a, MA_AUTH);
		if (bare)
			blame(j, a, MA_SECURITY);
	}
}
