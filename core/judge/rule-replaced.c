/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A workstation that takes the place of another: what that had, and this has not.
 */
#include "judge/rule.h"

#include <string.h>

/* Of two places so many percent as large: the mail was carried over; below that it was not.  Between
 * the two nobody can tell: files shrink when they are imported. */
enum { CARRIED_PERCENT = 90, LOST_PERCENT = 50 };

static const struct scan_store *
place_of_account(const struct account *account, bool list)
{
	const struct scan *scan = account->scan;
	for (size_t i = 0; i < scan->n_stores; i++)
		if ((scan->stores[i].kind == MA_STORE_UIDL) == list && scan->stores[i].account && strcmp(scan->stores[i].account, account->id) == 0)
			return &scan->stores[i];
	return NULL;
}

/* ---- what was fetched already ---- */

/* Is the list that the account WAS had not with this one? */
static enum truth
has_forgotten(const struct account *account, const struct account *was)
{
	const struct scan_store *list = place_of_account(account, true), *mail = place_of_account(account, false), *old = place_of_account(was, false);
	if (account_knows(account, MA_UIDL_KEPT))
		return account_bool_is(account, MA_UIDL_KEPT, true) ? TRUTH_NO : TRUTH_YES;
	if (list)
		return place_is_empty(list) ? TRUTH_YES : place_is_seen(list) ? TRUTH_NO : TRUTH_UNKNOWN;
	/* Where there is no list of its own it lies within the data file: a smaller one is another one. */
	if (mail && mail->kind == MA_STORE_PST && place_is_empty(mail))
		return TRUTH_YES;
	bool smaller = mail && old && mail->kind == MA_STORE_PST && place_is_seen(mail) && place_is_seen(old) && mail->bytes < old->bytes / 100 * LOST_PERCENT;
	return smaller ? TRUTH_YES : TRUTH_UNKNOWN;
}

enum truth
memory_is_left_behind(const struct matter *m, const struct account *account)
{
	const struct account *const *old;
	size_t n = account->scan == m->successor ? replaced_in_mailbox(m, &old) : 0;
	enum truth behind = TRUTH_NO;
	for (size_t i = 0; i < n && behind != TRUTH_YES; i++) {
		if (!account_is(old[i], MA_PROTOCOL, "pop3"))
			continue;
		enum truth t = truth_and(fact_yes(old[i], MA_LEAVE_ON_SERVER), has_forgotten(account, old[i]));
		behind = t == TRUTH_NO ? behind : t;
	}
	return behind;
}

/* ---- the only copy ---- */

/* Is it with the successor?  It takes the smallest place with room for it: what is there can be one old place only. */
static enum truth
is_carried(const struct place *old, struct place *new, size_t n)
{
	struct place *best = NULL;
	enum truth carried = TRUTH_NO;
	if (!place_is_seen(old->store))
		return TRUTH_UNKNOWN;
	for (size_t i = 0; i < n; i++) {
		if (!place_is_seen(new[i].store) || new[i].room >= old->store->bytes / 100 * LOST_PERCENT)
			carried = TRUTH_UNKNOWN;
		if (place_is_seen(new[i].store) && new[i].room >= old->store->bytes / 100 * CARRIED_PERCENT && (!best || new[i].room < best->room))
			best = &new[i];
	}
	if (!best)
		return carried;
	best->room = best->room > old->store->bytes ? best->room - old->store->bytes : 0;
	return TRUTH_YES;
}

/* The worse of the two: what is left behind, then what may be. */
static enum truth
worse(enum truth a, enum truth b)
{
	return a == TRUTH_YES || b == TRUTH_NO ? a : b;
}

/* Is something of OLD left behind? */
static enum truth
leaves_behind(struct judgement *j, const struct scan *old, const struct scan *successor, struct place *new, size_t n_new)
{
	enum truth behind = old->withheld.n || (!old->tells_stores && old->n_accounts) ? TRUTH_UNKNOWN : TRUTH_NO;
	size_t n;
	const struct place *places = places_of(j, old, &n);
	for (size_t i = 0; i < n; i++) {
		enum truth carried = successor->tells_stores ? is_carried(&places[i], new, n_new) : TRUTH_UNKNOWN;
		enum truth left = carried == TRUTH_NO ? TRUTH_YES : carried == TRUTH_YES ? TRUTH_NO : TRUTH_UNKNOWN;
		const struct account *owner = place_owner(old, places[i].store);
		left = truth_and(places[i].only, left);
		behind = worse(behind, left);
		if (left != TRUTH_NO && owner)
			victim(j, owner);
	}
	for (size_t i = 0; i < old->n_accounts; i++) {
		const struct account *a = old->accounts[i];
		bool mail = account_knows(a, MA_PROTOCOL) || account_knows(a, MA_LOGIN) || account_knows(a, MA_HOST);
		const struct scan_store *place = place_of_account(a, false);
		/* Where its mail lies nobody has said, or it lies there no more. */
		if (mail && (!place || place->status == STORE_ABSENT) && keeps_only_copy(a, NULL) != TRUTH_NO) {
			behind = worse(behind, TRUTH_UNKNOWN);
			victim(j, a);
		}
	}
	return behind;
}

void
rule_left_behind(const struct matter *m, struct judgement *j)
{
	size_t n_new = 0;
	enum truth behind = TRUTH_NO;
	if (!m->successor || !m->replaced)
		return;
	struct place *new = places_of(j, m->successor, &n_new);
	for (size_t i = 0; i < m->replaced->n_scans; i++)
		behind = worse(behind, leaves_behind(j, m->replaced->scans[i], m->successor, new, n_new));
	if (behind == TRUTH_YES)
		blame_workstation(j, m->successor);
	else if (behind == TRUTH_UNKNOWN)
		doubt_note(j, m->successor, NULL);
}
