/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes out: sent mail, answers, forwarded mail.  Nothing is lost here, so
 * these rules keep silent about what is not known, but where mail is answered
 * or sent on without anybody looking.
 */
#include "judge/rule.h"

#include <string.h>

static bool
has_address(const struct account *a, enum ma_fact list, const char *address)
{
	const struct fact *f = account_fact(a, list);
	for (size_t i = 0; i < f->n_items; i++)
		if (str_same(f->items[i], address))
			return true;
	return false;
}

void
rule_sent_split(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		if (!account_is(a, MA_SENT_KEPT, "local") && !account_is(a, MA_SENT_KEPT, "none"))
			continue;
		if (fact_unsaid(a, MA_BCC)) {
			doubt(j, a, MA_BCC);
		} else if (!has_address(a, MA_BCC, m->mailbox->address)) {
			blame(j, a, MA_SENT_KEPT);
			blame(j, a, MA_BCC);
		}
	}
	victims_others(j);
}

/* Is the mailbox's address one that mail is written with, not merely a login that looks like one? */
static bool
address_is_real(const struct matter *m)
{
	const char *address = m->mailbox->address;
	for (size_t i = 0; i < m->mailbox->n_addresses; i++)
		if (str_same(m->mailbox->addresses[i], address))
			return true;
	for (size_t i = 0; i < m->policy->n_targets; i++)
		if (str_same(m->policy->targets[i], address))
			return true;
	for (size_t i = 0; i < m->policy->n_mailboxes; i++)
		if (str_same(m->policy->mailboxes[i].address, address))
			return true;
	return false;
}

void
rule_from_differs(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared || !address_is_real(m))
		return;
	for_each_account (a, m->mailbox) {
		const char *reply_to = account_text(a, MA_REPLY_TO);
		if (!account_fact(a, MA_ADDRESSES)->n_items || has_address(a, MA_ADDRESSES, m->mailbox->address))
			continue;
		if (!reply_to || !str_same(reply_to, m->mailbox->address))
			blame(j, a, MA_ADDRESSES);
	}
}

void
rule_replyto_differs(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (differs_from_most(m, a, MA_REPLY_TO))
			blame(j, a, MA_REPLY_TO);
}

void
rule_auto_reply(const struct matter *m, struct judgement *j)
{
	size_t n = 0;
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = has_items(a, MA_FILTERS_REPLY);
		settle(j, a, t, MA_FILTERS_REPLY);
		n += t == TRUTH_YES;
	}
	if (n > 1)
		set_severity(j, SEVERITY_HIGH);
}

void
rule_auto_receipt(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (m->mailbox->shared && account_is(a, MA_READ_RECEIPTS, "always"))
			blame(j, a, MA_READ_RECEIPTS);
}

static bool
is_own(const struct matter *m, const char *address)
{
	const char *at = strrchr(address, '@'), *own = strrchr(m->mailbox->address, '@');
	if (!at)
		return false;
	for (size_t i = 0; i < m->policy->n_own_domains; i++)
		if (str_glob(m->policy->own_domains[i], at + 1, true))
			return true;
	return own && str_same(at, own);
}

void
rule_auto_forward(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const struct fact *to = account_fact(a, MA_FORWARDS_TO);
		bool out = false;
		for (size_t i = 0; i < to->n_items; i++)
			out = out || !is_own(m, to->items[i]);
		if (out) {
			blame(j, a, MA_FORWARDS_TO);
			blame(j, a, MA_FILTERS_FORWARD);
		} else if (!to->n_items) {
			/* Filters forward, and nobody says where to. */
			settle(j, a, has_items(a, MA_FILTERS_FORWARD) == TRUTH_NO ? has_items(a, MA_FORWARDS_TO) : TRUTH_UNKNOWN, MA_FILTERS_FORWARD);
		}
	}
}

static bool
sends(const struct account *a)
{
	return !account_is(a, MA_PROTOCOL, "exchange") && !host_is_loopback(account_text(a, MA_SMTP_HOST));
}

void
rule_smtp_port(const struct matter *m, struct judgement *j)
{
	int64_t port;
	for_each_account (a, m->mailbox)
		if (sends(a) && account_num(a, MA_SMTP_PORT, &port) && port == 25)
			blame(j, a, MA_SMTP_PORT);
}

void
rule_pop_before_smtp(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (sends(a) && account_is(a, MA_PROTOCOL, "pop3") && account_is(a, MA_SMTP_AUTH, "none"))
			blame(j, a, MA_SMTP_AUTH);
}
