/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has not been seen, and what should not be there.
 */
#include "judge/rule.h"

#include <string.h>

/* Files that were there and could not be read to their end, by enum file_status. */
static const bool is_blind_status[FILE_STATUS_COUNT] = {
	[FILE_DAMAGED] = true,
	[FILE_UNREADABLE] = true,
	[FILE_TOO_LARGE] = true,
	[FILE_CRASHED] = true,
	[FILE_TIMED_OUT] = true,
};

void
rule_unreadable_client(const struct matter *m, struct judgement *j)
{
	const struct scan *scan = m->scan;
	for (size_t i = 0; i < scan->n_notes; i++)
		if (note_rows[scan->notes[i].kind].blind)
			doubt_note(j, scan, &scan->notes[i]);
	for (size_t i = 0; i < scan->n_files; i++)
		if (is_blind_status[scan->files[i].status])
			doubt_note(j, scan, NULL);
	for (size_t i = 0; i < scan->n_accounts; i++) {
		const struct account *a = scan->accounts[i];
		if (account_bool_is(a, MA_SETTINGS_IN_CLOUD, true) && !account_bool_is(a, MA_ENABLED, false) &&
		    (!account_knows(a, MA_LOGIN) || !account_knows(a, MA_PROTOCOL)))
			doubt(j, a, MA_SETTINGS_IN_CLOUD);
	}
}

/* ---- the roster against the scans ---- */

/* Older than the policy lets it be?  Without a date it cannot be told. */
static enum truth
is_old(const struct matter *m, const struct scan *scan)
{
	int64_t days;
	if (m->policy->max_age_days == POLICY_UNSET)
		return TRUTH_NO;
	return !days_since(m->policy, scan->started, &days) ? TRUTH_UNKNOWN : days > m->policy->max_age_days ? TRUTH_YES : TRUTH_NO;
}

void
rule_coverage_gap(const struct matter *m, struct judgement *j)
{
	if (m->report->lone)
		return;
	struct roster *roster = roster_open(m, j);
	for (size_t i = 0; i < m->policy->n_roster; i++) {
		const struct policy_device *d = &m->policy->roster[i];
		size_t n;
		if (d->retired || d->unscannable)
			continue;
		const struct scan *const *found = roster_scans(roster, d, &n);
		if (!n)
			doubt_device(j, d);
		/* Two PCs of one name: the newest does not speak for the other. */
		for (size_t k = 0; k < n; k++)
			if (is_old(m, found[k]) != TRUTH_NO)
				doubt_note(j, found[k], NULL);
	}
}

void
rule_unlisted_client(const struct matter *m, struct judgement *j)
{
	struct roster *roster = roster_open(m, j);
	for (size_t i = 0; m->policy->n_roster && i < m->report->n_scans; i++)
		if ((m->report->scans[i]->n_accounts || m->report->scans[i]->withheld.n) && !roster_lists(roster, m->report->scans[i]))
			blame_workstation(j, m->report->scans[i]);
}

void
rule_device_unverified(const struct matter *m, struct judgement *j)
{
	for (size_t i = 0; !m->report->lone && i < m->policy->n_roster; i++) {
		const struct policy_device *d = &m->policy->roster[i];
		if (d->unscannable && !d->retired && !d->checked_on)
			doubt_device(j, d);
	}
}

static bool
is_mail(const struct account *a)
{
	return account_knows(a, MA_HOST) || account_knows(a, MA_LOGIN) || account_knows(a, MA_PROTOCOL);
}

void
rule_retired_host(const struct matter *m, struct judgement *j)
{
	struct roster *roster = roster_open(m, j);
	for (size_t i = 0; i < m->policy->n_roster; i++) {
		size_t n;
		if (!m->policy->roster[i].retired)
			continue;
		const struct scan *const *found = roster_scans(roster, &m->policy->roster[i], &n);
		for (size_t k = 0; k < n; k++) {
			/* What an old scan says was true before it was retired. */
			for (size_t s = 0; is_old(m, found[k]) != TRUTH_YES && s < found[k]->n_accounts; s++) {
				const struct account *a = found[k]->accounts[s];
				if (is_mail(a) && !account_bool_is(a, MA_ENABLED, false))
					settle(j, a, fact_unsaid(a, MA_ENABLED) ? TRUTH_UNKNOWN : TRUTH_YES, MA_ENABLED);
			}
		}
	}
}

/* ---- what has changed for the worse ---- */

/* What makes a value worse than the one before it. */
enum care { CARE_WORDS, CARE_YES, CARE_MORE_OR_NONE, CARE_EMPTY };

static const struct {
	enum ma_fact fact;
	enum care care;
	const char *words; /* from bad to good */
} cores[] = {
	{ MA_PROTOCOL, CARE_WORDS, "pop3 imap" },
	{ MA_LEAVE_ON_SERVER, CARE_YES, NULL },
	{ MA_DELETE_AFTER_DAYS, CARE_MORE_OR_NONE, NULL },
	{ MA_DELETE_WHEN, CARE_WORDS, "moved deleted trash-emptied never" },
	{ MA_KEEP_COUNT, CARE_MORE_OR_NONE, NULL },
	{ MA_KEEP_BYTES, CARE_MORE_OR_NONE, NULL },
	{ MA_RETAIN_DAYS, CARE_MORE_OR_NONE, NULL },
	{ MA_RETAIN_COUNT, CARE_MORE_OR_NONE, NULL },
	{ MA_DELETE_MODEL, CARE_WORDS, "purge mark trash" },
	{ MA_FILTERS_SERVER_DELETE, CARE_EMPTY, NULL },
	{ MA_FILTERS_MOVE_LOCAL, CARE_EMPTY, NULL },
	{ MA_SECURITY, CARE_WORDS, "none starttls-optional starttls tls" },
};

static enum truth
worse_limit(const struct account *was, const struct account *a, enum ma_fact fact)
{
	int64_t old, now;
	if (!account_num(a, fact, &now))
		return fact_unsaid(a, fact) && !fact_unsaid(was, fact) ? TRUTH_UNKNOWN : TRUTH_NO;
	if (fact_unsaid(was, fact))
		return TRUTH_NO;
	/* A client that took at once gets better by any limit. */
	if (fact == MA_DELETE_AFTER_DAYS && account_bool_is(was, MA_LEAVE_ON_SERVER, false))
		return TRUTH_NO;
	return !account_num(was, fact, &old) || now < old ? TRUTH_YES : TRUTH_NO;
}

static enum truth
worse_word(const struct account *was, const struct account *a, enum ma_fact fact, const char *words)
{
	const char *old = account_text(was, fact), *now = account_text(a, fact);
	int x, y;
	if (!old || !str_word(words, old, strlen(old), &x))
		return TRUTH_NO;
	if (!now)
		return fact_unsaid(a, fact) ? TRUTH_UNKNOWN : TRUTH_NO;
	return str_word(words, now, strlen(now), &y) && y < x ? TRUTH_YES : TRUTH_NO;
}

static enum truth
worse(const struct account *was, const struct account *a, size_t core)
{
	enum ma_fact fact = cores[core].fact;
	switch (cores[core].care) {
	case CARE_WORDS:
		return worse_word(was, a, fact, cores[core].words);
	case CARE_YES:
		return !account_bool_is(was, fact, true) ? TRUTH_NO : account_bool_is(a, fact, false) ? TRUTH_YES :
		       fact_unsaid(a, fact) ? TRUTH_UNKNOWN : TRUTH_NO;
	case CARE_MORE_OR_NONE:
		return worse_limit(was, a, fact);
	case CARE_EMPTY:
		if (has_items(was, fact) != TRUTH_NO)
			return TRUTH_NO;
		return has_items(a, fact);
	}
	return TRUTH_NO;
}

void
rule_drift(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const struct account *was = before(m, a);
		bool known = false;
		for (size_t pass = 0; was && pass < 2; pass++)
			for (size_t i = 0; i < sizeof cores / sizeof *cores; i++) {
				enum truth t = worse(was, a, i);
				/* One account is not both: what is unknown is said of those that have not failed. */
				if (t == (pass ? TRUTH_UNKNOWN : TRUTH_YES) && !(pass && known)) {
					settle(j, a, t, cores[i].fact);
					known = known || !pass;
				}
			}
	}
}
