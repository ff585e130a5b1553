/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * POP and IMAP side by side, and where the only copy lies.
 */
#include "judge/rule.h"

void
rule_pop_imap_mixed(const struct matter *m, struct judgement *j)
{
	size_t n_pop = 0, n_server = 0, n_unknown = 0;
	for_each_account (a, m->mailbox) {
		n_pop += account_is(a, MA_PROTOCOL, "pop3") && !is_agreed_deleter(m->mailbox, a);
		n_server += shows_server(a);
		n_unknown += !account_knows(a, MA_PROTOCOL);
	}
	for_each_account (a, m->mailbox) {
		if (account_is(a, MA_PROTOCOL, "pop3") && n_server && !is_agreed_deleter(m->mailbox, a))
			blame(j, a, MA_PROTOCOL);
		else if (!account_knows(a, MA_PROTOCOL) && n_pop + n_server + n_unknown >= 2)
			doubt(j, a, MA_PROTOCOL);
	}
	victims_others(j);
}

void
rule_resurrecting_mail(const struct matter *m, struct judgement *j)
{
	if (m->mailbox->n_clients < 2)
		return;
	for_each_account (a, m->mailbox) {
		enum truth t = fact_is(a, MA_PROTOCOL, "pop3");
		t = truth_and(t, fact_yes(a, MA_LEAVE_ON_SERVER));
		t = truth_and(t, fact_is(a, MA_DELETE_WHEN, "never"));
		if (t == TRUTH_YES)
			blame(j, a, MA_DELETE_WHEN);
		else if (t == TRUTH_UNKNOWN)
			doubt(j, a, account_knows(a, MA_LEAVE_ON_SERVER) ? MA_DELETE_WHEN : MA_LEAVE_ON_SERVER);
	}
}

static bool
is_backed_up(const struct mailbox *mailbox, const struct account *account)
{
	for (size_t i = 0; i < mailbox->policy.n_backup; i++)
		if (account_matches(account, mailbox->policy.backup[i]))
			return true;
	return false;
}

void
rule_sole_archive(const struct matter *m, struct judgement *j)
{
	const struct account *archive = NULL;
	bool unknown;
	size_t n_archives = 0;

	if (!m->mailbox->shared || !m->mailbox->resolved)
		return;
	/* Everybody but one must be known to show what is on the server and no more. */
	for_each_account (a, m->mailbox)
		if (account_knows(a, MA_PROTOCOL) && (!account_is(a, MA_PROTOCOL, "imap") || life_takes(a) != TRUTH_NO)) {
			archive = a;
			n_archives++;
		}
	for_each_external (e, m->mailbox)
		n_archives += !e->protocol || !str_same(e->protocol, "imap");
	if (n_archives > 1)
		return;
	if (archive) {
		int64_t ttl = life_ttl(archive, &unknown);
		bool removes = !account_is(archive, MA_PROTOCOL, "exchange") && ttl != LIFE_NEVER;
		if ((!removes && !unknown) || is_backed_up(m->mailbox, archive))
			return;
		if (unknown)
			doubt(j, archive, ttl_evidence(archive));
	}
	for_each_account (a, m->mailbox)
		if (!account_knows(a, MA_PROTOCOL)) {
			doubt(j, a, MA_PROTOCOL);
			archive = NULL;
		}
	if (archive && !unknown)
		blame(j, archive, ttl_evidence(archive));
	victims_others(j);
}

/* Somebody sees nothing but the inbox. */
static size_t
count_pop(const struct mailbox *mailbox)
{
	size_t n = 0;
	for_each_account (a, mailbox)
		n += account_is(a, MA_PROTOCOL, "pop3");
	for_each_external (e, mailbox)
		n += e->protocol && str_same(e->protocol, "pop3");
	return n;
}

void
rule_pop_blind_to_folders(const struct matter *m, struct judgement *j)
{
	if (!count_pop(m->mailbox))
		return;
	for_each_account (a, m->mailbox) {
		if (shows_server(a))
			settle(j, a, has_items(a, MA_FILTERS_MOVE), MA_FILTERS_MOVE);
		else if (account_is(a, MA_PROTOCOL, "pop3"))
			victim(j, a);
	}
}

void
rule_imap_moves_to_local(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox)
		if (shows_server(a))
			settle(j, a, has_items(a, MA_FILTERS_MOVE_LOCAL), MA_FILTERS_MOVE_LOCAL);
	victims_others(j);
}

void
rule_two_protocols(const struct matter *m, struct judgement *j)
{
	size_t n;
	const struct keyed *all = keyed_accounts(m, j, seat_key, &n);
	for (size_t i = 0, k; i < n; i += k) {
		size_t n_server = 0;
		k = keyed_run(all + i, n - i);
		for (size_t s = i; s < i + k; s++)
			n_server += shows_server(all[s].account);
		/* The agreed archive may well sit beside somebody's IMAP. */
		for (size_t s = i; n_server && s < i + k; s++)
			if (account_is(all[s].account, MA_PROTOCOL, "pop3") && !is_agreed_deleter(m->mailbox, all[s].account))
				blame(j, all[s].account, MA_PROTOCOL);
	}
}
