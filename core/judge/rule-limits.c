/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that are in each other's way at the server.
 */
#include "judge/rule.h"

/* Minutes below which a client checks too often, and below which all together do. */
enum { HASTY_MINUTES = 5, CROWDED_MINUTES = 3 };

struct checks {
	size_t n; /* POP clients that check by themselves */
	size_t n_unknown; /* of which it is not known whether or how often */
	int64_t least; /* minutes of the most frequent */
	double per_minute; /* of all together */
};

static bool
may_check(const struct account *a)
{
	return account_is(a, MA_PROTOCOL, "pop3") || !account_knows(a, MA_PROTOCOL);
}

static struct checks
count_checks(const struct mailbox *mailbox)
{
	struct checks c = { .least = POLICY_UNSET };
	for_each_account (a, mailbox) {
		int64_t minutes;
		if (!may_check(a))
			continue;
		bool known = account_num(a, MA_CHECK_MINUTES, &minutes);
		/* One that never checks by itself is in nobody's way, whatever its protocol. */
		if (known ? minutes <= 0 : !fact_unsaid(a, MA_CHECK_MINUTES))
			continue;
		if (!known || !account_knows(a, MA_PROTOCOL)) {
			c.n_unknown++;
			continue;
		}
		c.n++;
		c.least = c.least == POLICY_UNSET || minutes < c.least ? minutes : c.least;
		c.per_minute += 1.0 / (double)minutes;
	}
	return c;
}

static bool
checks_oftener(const struct checks *c, double minutes)
{
	return c->per_minute * minutes > 1 + 1e-9;
}

/* Blames those who check oftener than would do, or doubts those of whom it is not known. */
static void
mark_checks(const struct matter *m, struct judgement *j, bool fail)
{
	int64_t enough = mailbox_check_minutes(m->mailbox);
	for_each_account (a, m->mailbox) {
		int64_t minutes;
		if (!may_check(a))
			continue;
		bool known = account_num(a, MA_CHECK_MINUTES, &minutes);
		if (known ? minutes <= 0 || minutes >= enough : !fact_unsaid(a, MA_CHECK_MINUTES))
			continue;
		if (!known || !account_knows(a, MA_PROTOCOL))
			doubt(j, a, known ? MA_PROTOCOL : MA_CHECK_MINUTES);
		else if (fail)
			blame(j, a, MA_CHECK_MINUTES);
	}
}

void
rule_pop_lock(const struct matter *m, struct judgement *j)
{
	const struct policy_provider *p = m->mailbox->provider;
	struct checks c = count_checks(m->mailbox);
	bool crowded = p && p->conn_pop != POLICY_UNSET && (int64_t)c.n > p->conn_pop;
	if ((p && p->pop_lock == 0 && !crowded) || c.n + c.n_unknown < 2)
		return;
	bool fail = c.n >= 2 && (c.least <= HASTY_MINUTES || checks_oftener(&c, CROWDED_MINUTES));
	mark_checks(m, j, fail);
	/* That it locks is the rule, but of this server nobody has said so. */
	if (!crowded && (!p || p->pop_lock == POLICY_UNSET))
		set_severity(j, SEVERITY_LOW);
}

void
rule_login_delay(const struct matter *m, struct judgement *j)
{
	const struct policy_provider *p = m->mailbox->provider;
	struct checks c = count_checks(m->mailbox);
	if (!p || p->login_delay == POLICY_UNSET)
		return;
	mark_checks(m, j, checks_oftener(&c, (double)p->login_delay / 60));
}

void
rule_connection_limit(const struct matter *m, struct judgement *j)
{
	const struct policy_provider *p = m->mailbox->provider;
	int64_t sum = 0, each, share = mailbox_connections(m->mailbox);
	size_t n_unknown = 0;
	if (!p || p->conn_imap == POLICY_UNSET)
		return;
	for_each_account (a, m->mailbox) {
		if (!account_is(a, MA_PROTOCOL, "imap"))
			continue;
		/* One that has no such setting opens one at the least. */
		bool known = account_num(a, MA_MAX_CONNECTIONS, &each);
		sum += known && each > 0 ? each : 1;
		n_unknown += !known && fact_unsaid(a, MA_MAX_CONNECTIONS);
	}
	for_each_external (e, m->mailbox)
		sum += e->protocol && str_same(e->protocol, "imap");
	if (sum <= p->conn_imap && !n_unknown)
		return;
	for_each_account (a, m->mailbox) {
		if (!account_is(a, MA_PROTOCOL, "imap"))
			continue;
		bool known = account_num(a, MA_MAX_CONNECTIONS, &each);
		if (!known && fact_unsaid(a, MA_MAX_CONNECTIONS))
			doubt(j, a, MA_MAX_CONNECTIONS);
		else if (sum > p->conn_imap && (known ? each > share || share == 1 : share == 1))
			blame(j, a, MA_MAX_CONNECTIONS);
	}
	victims_others(j);
}

void
rule_hidden_by_proxy(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (!m->mailbox->resolved && host_is_loopback(account_text(a, MA_HOST)))
			doubt(j, a, MA_HOST);
}
