/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the provider does by itself, and what it asks of clients.  Where nobody
 * knows what it does, there is nothing to judge by, unless a rule says
 * otherwise: policies name it (providers).
 */
#include "judge/rule.h"

#include <string.h>

/* What is known of the provider; all unset when nothing is. */
static struct policy_provider
provider_of(const struct matter *m)
{
	struct policy_provider nothing;
	provider_init(&nothing);
	return m->mailbox->provider ? *m->mailbox->provider : nothing;
}

static bool
is_pop(const struct account *a)
{
	return account_is(a, MA_PROTOCOL, "pop3");
}

static size_t
count_pop_externals(const struct mailbox *mailbox)
{
	size_t n = 0;
	for_each_external (e, mailbox)
		n += e->protocol && str_same(e->protocol, "pop3");
	return n;
}

/* Blames those who fetch by POP, doubts those of whom that is not known. */
static void
blame_pop(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		if (is_pop(a))
			blame(j, a, MA_PROTOCOL);
		else if (!account_knows(a, MA_PROTOCOL))
			doubt(j, a, MA_PROTOCOL);
	}
}

void
rule_server_expires(const struct matter *m, struct judgement *j)
{
	int64_t expire = m->mailbox->expire_days;
	bool hidden = !m->mailbox->resolved;
	for_each_account (a, m->mailbox) {
		if (hidden && !m->mailbox->provider && (fact_unsaid(a, MA_HOST) || host_is_loopback(account_text(a, MA_HOST))))
			doubt(j, a, MA_HOST);
		else if (expire != POLICY_UNSET && expire < policy_keep_days(&m->mailbox->policy))
			blame(j, a, MA_HOST);
	}
}

void
rule_blind_to_junk(const struct matter *m, struct judgement *j)
{
	int hidden = provider_of(m).junk_hidden;
	bool by_client = false;
	for_each_account (a, m->mailbox)
		by_client |= account_is(a, MA_PROTOCOL, "imap") && account_knows(a, MA_JUNK_FOLDER);
	if (hidden == 0 || (hidden == POLICY_UNSET && !by_client))
		return;
	blame_pop(m, j);
	/* A folder that one client has for junk is no filter yet. */
	if (hidden == POLICY_UNSET)
		set_severity(j, SEVERITY_INFO);
	else if (!m->mailbox->shared)
		set_severity(j, SEVERITY_LOW);
}

void
rule_marks_as_read(const struct matter *m, struct judgement *j)
{
	int seen = provider_of(m).pop_sets_seen;
	bool shows = false;
	for_each_account (a, m->mailbox)
		shows |= account_is(a, MA_PROTOCOL, "imap") || account_is(a, MA_PROTOCOL, "exchange");
	for_each_external (e, m->mailbox)
		shows |= e->protocol && (str_same(e->protocol, "imap") || str_same(e->protocol, "exchange"));
	if (seen == 0 || !shows)
		return;
	blame_pop(m, j);
	/* Most servers do, but of this one nobody has said so. */
	if (seen == POLICY_UNSET)
		set_severity(j, SEVERITY_INFO);
}

void
rule_no_uidl(const struct matter *m, struct judgement *j)
{
	if (provider_of(m).uidl != 0)
		return;
	for_each_account (a, m->mailbox) {
		enum truth leaves = truth_and(fact_is(a, MA_PROTOCOL, "pop3"), fact_yes(a, MA_LEAVE_ON_SERVER));
		if (leaves == TRUTH_YES)
			blame(j, a, MA_LEAVE_ON_SERVER);
		else if (leaves == TRUTH_UNKNOWN)
			doubt(j, a, account_knows(a, MA_PROTOCOL) ? MA_LEAVE_ON_SERVER : MA_PROTOCOL);
	}
}

void
rule_smtp_not_approved(const struct matter *m, struct judgement *j)
{
	const struct policy *p = m->policy;
	if (!p->n_approved_hosts)
		return;
	for_each_account (a, m->mailbox) {
		const char *host = account_text(a, MA_SMTP_HOST);
		bool approved = false;
		for (size_t i = 0; host && i < p->n_approved_hosts && !approved; i++)
			approved = str_glob(p->approved_hosts[i], host, true);
		if (host && !approved)
			blame(j, a, MA_SMTP_HOST);
		else if (!host && fact_unsaid(a, MA_SMTP_HOST))
			doubt(j, a, MA_SMTP_HOST);
	}
}

void
rule_retired_auth(const struct matter *m, struct judgement *j)
{
	struct policy_provider p = provider_of(m);
	bool ahead = p.auth_since && m->policy->today && strncmp(m->policy->today, p.auth_since, strlen(p.auth_since)) < 0;
	if (!p.auth_required)
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = fact_is(a, MA_AUTH, p.auth_required);
		/* The protocol of its own brings its own login. */
		if (account_is(a, MA_PROTOCOL, "exchange"))
			continue;
		if (t == TRUTH_NO)
			blame(j, a, MA_AUTH);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, MA_AUTH);
	}
	if (ahead)
		set_severity(j, SEVERITY_MEDIUM);
}

/* ---- POP that hides what another POP client has fetched ---- */

void
rule_pop_hides(const struct matter *m, struct judgement *j)
{
	size_t n_pop = count_pop_externals(m->mailbox), n_unknown = 0;
	if (provider_of(m).recent_days == POLICY_UNSET)
		return;
	for_each_account (a, m->mailbox) {
		n_pop += is_pop(a);
		n_unknown += !account_knows(a, MA_PROTOCOL);
	}
	if (n_pop + n_unknown < 2)
		return;
	for_each_account (a, m->mailbox) {
		if (login_is_recent(account_text(a, MA_LOGIN)))
			continue;
		if (is_pop(a) && n_pop >= 2 && account_knows(a, MA_LOGIN))
			blame(j, a, MA_LOGIN);
		else if (is_pop(a) || !account_knows(a, MA_PROTOCOL))
			doubt(j, a, account_knows(a, MA_PROTOCOL) ? MA_LOGIN : MA_PROTOCOL);
	}
	victims_others(j);
}

void
rule_recent_and_delete(const struct matter *m, struct judgement *j)
{
	if (provider_of(m).recent_days == POLICY_UNSET)
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = truth_and(fact_is(a, MA_PROTOCOL, "pop3"), life_takes(a));
		if (!login_is_recent(account_text(a, MA_LOGIN)))
			continue;
		if (t == TRUTH_YES)
			blame(j, a, MA_LEAVE_ON_SERVER);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, MA_LEAVE_ON_SERVER);
	}
	victims_others(j);
}

void
rule_recent_window(const struct matter *m, struct judgement *j)
{
	int64_t window = provider_of(m).recent_days, today, seen;
	if (window == POLICY_UNSET)
		return;
	for_each_account (a, m->mailbox) {
		enum truth pop = fact_is(a, MA_PROTOCOL, "pop3");
		if (pop == TRUTH_NO || !login_is_recent(account_text(a, MA_LOGIN)))
			continue;
		bool dated = date_days(m->policy->today, &today) && date_days(a->scan->finished, &seen);
		if (!dated || pop == TRUTH_UNKNOWN)
			doubt(j, a, pop == TRUTH_UNKNOWN ? MA_PROTOCOL : MA_LOGIN);
		else if (today - seen > window)
			blame(j, a, MA_LOGIN);
	}
}

void
rule_settings_elsewhere(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox)
		if (account_bool_is(a, MA_SETTINGS_IN_CLOUD, true))
			doubt(j, a, MA_SETTINGS_IN_CLOUD);
}
