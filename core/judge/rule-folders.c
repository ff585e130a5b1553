/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that treat the folders they share differently.  Of what a client
 * does not say at all nothing is held against it; of what it is known to leave
 * open, only where mail can be lost.
 */
#include "judge/rule.h"

static void
blame_minority(const struct matter *m, struct judgement *j, enum ma_fact fact)
{
	for_each_account (a, m->mailbox)
		if (differs_from_most(m, a, fact))
			blame(j, a, fact);
}

void
rule_trash_differs(const struct matter *m, struct judgement *j)
{
	blame_minority(m, j, MA_TRASH_FOLDER);
}

void
rule_sent_differs(const struct matter *m, struct judgement *j)
{
	blame_minority(m, j, MA_SENT_FOLDER);
}

void
rule_other_folders_differ(const struct matter *m, struct judgement *j)
{
	blame_minority(m, j, MA_DRAFTS_FOLDER);
	blame_minority(m, j, MA_JUNK_FOLDER);
	blame_minority(m, j, MA_ARCHIVE_FOLDER);
}

void
rule_prefix_differs(const struct matter *m, struct judgement *j)
{
	blame_minority(m, j, MA_FOLDER_PREFIX);
}

/* Removing what is marked cannot be undone; with a trash only what lies there already is tidied up. */
static enum truth
expunges(const struct account *a)
{
	enum truth on = fact_unsaid(a, MA_EXPUNGE_ON_EXIT) ? TRUTH_UNKNOWN :
			account_bool_is(a, MA_EXPUNGE_ON_EXIT, true) ? TRUTH_YES : TRUTH_NO;
	return truth_and(on, fact_is(a, MA_DELETE_MODEL, "mark"));
}

static enum truth
stated(const struct account *a, enum ma_fact fact, const char *word)
{
	if (!a->slot[fact])
		return TRUTH_NO;
	return word ? fact_is(a, fact, word) : fact_yes(a, fact);
}

void
rule_delete_is_final(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox) {
		const struct {
			enum ma_fact fact;
			enum truth truth;
		} ways[] = {
			{ MA_DELETE_MODEL, stated(a, MA_DELETE_MODEL, "purge") },
			{ MA_EMPTY_TRASH_ON_EXIT, stated(a, MA_EMPTY_TRASH_ON_EXIT, NULL) },
			{ MA_EXPUNGE_ON_EXIT, expunges(a) },
		};
		bool known = false;
		if (!shows_server(a))
			continue;
		for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
			if (ways[i].truth == TRUTH_YES) {
				blame(j, a, ways[i].fact);
				known = true;
			}
		for (size_t i = 0; !known && i < sizeof ways / sizeof *ways; i++)
			if (ways[i].truth == TRUTH_UNKNOWN)
				doubt(j, a, ways[i].fact);
	}
	victims_others(j);
}

void
rule_delete_model_differs(const struct matter *m, struct judgement *j)
{
	bool trash = false;
	for_each_account (a, m->mailbox)
		trash = trash || (account_is(a, MA_PROTOCOL, "imap") && account_is(a, MA_DELETE_MODEL, "trash"));
	for_each_account (a, m->mailbox)
		if (trash && account_is(a, MA_PROTOCOL, "imap") && account_is(a, MA_DELETE_MODEL, "mark"))
			blame(j, a, MA_DELETE_MODEL);
}

void
rule_subscription_hides(const struct matter *m, struct judgement *j)
{
	bool all = false;
	for_each_account (a, m->mailbox)
		all = all || (account_is(a, MA_PROTOCOL, "imap") && account_bool_is(a, MA_SUBSCRIBED_ONLY, false));
	for_each_account (a, m->mailbox)
		if (all && account_is(a, MA_PROTOCOL, "imap") && account_bool_is(a, MA_SUBSCRIBED_ONLY, true))
			blame(j, a, MA_SUBSCRIBED_ONLY);
}

void
rule_offline_window(const struct matter *m, struct judgement *j)
{
	int64_t days;
	for_each_account (a, m->mailbox)
		if (shows_server(a) && account_num(a, MA_OFFLINE_DAYS, &days) && days > 0)
			blame(j, a, MA_OFFLINE_DAYS);
}

void
rule_junk_purge(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox)
		if (shows_server(a))
			settle(j, a, has_limit(a, MA_JUNK_DAYS), MA_JUNK_DAYS);
	victims_others(j);
}

void
rule_auto_mark_read(const struct matter *m, struct judgement *j)
{
	if (!m->mailbox->shared)
		return;
	for_each_account (a, m->mailbox)
		if (shows_server(a))
			settle(j, a, has_items(a, MA_FILTERS_MARK_READ), MA_FILTERS_MARK_READ);
	victims_others(j);
}

void
rule_shared_seen(const struct matter *m, struct judgement *j)
{
	const char *first = NULL;
	bool several = m->mailbox->policy.shared == 1;
	size_t n = 0;
	for_each_account (a, m->mailbox) {
		const char *user = account_text(a, MA_USER);
		if (!shows_server(a))
			continue;
		n++;
		/* One person with a PC at home and one at work has no such trouble. */
		several = several || (user && first && !str_same(user, first));
		first = first ? first : user;
	}
	if (n < 2 || !several)
		return;
	blame_policy(j);
	for_each_account (a, m->mailbox)
		if (shows_server(a))
			victim(j, a);
}
