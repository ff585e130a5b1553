/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mail that comes twice or not at all, because a client forgot what it had
 * fetched or shares its memory with another.
 */
#include "judge/rule.h"

#include <string.h>

/* Does it leave mail on the server and must know what it has fetched?  Leaving for no days needs no memory. */
static enum truth
leaves_by_pop(const struct account *a)
{
	if (!account_is(a, MA_PROTOCOL, "pop3"))
		return TRUTH_NO;
	return fact_yes(a, MA_LEAVE_ON_SERVER);
}

void
rule_memory_lost(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const struct account *was = before(m, a);
		enum truth behind = truth_and(leaves_by_pop(a), memory_is_left_behind(m, a));
		settle(j, a, behind, MA_UIDL_KEPT);
		if (behind == TRUTH_YES && account_knows(a, MA_DELETE_AFTER_DAYS))
			blame(j, a, MA_DELETE_AFTER_DAYS);
		if (behind != TRUTH_NO || !was || leaves_by_pop(was) != TRUTH_YES)
			continue;
		const char *store = account_text(a, MA_STORE), *old = account_text(was, MA_STORE);
		enum truth lost = fact_unsaid(a, MA_UIDL_KEPT) ? TRUTH_UNKNOWN :
				  account_bool_is(a, MA_UIDL_KEPT, false) ? TRUTH_YES : TRUTH_NO;
		/* A list that is there has moved with the store. */
		bool moved = store && old && !str_same(store, old) && !account_bool_is(a, MA_UIDL_KEPT, true);
		if (lost == TRUTH_YES || !moved)
			settle(j, a, truth_and(lost, leaves_by_pop(a)), MA_UIDL_KEPT);
		else
			settle(j, a, leaves_by_pop(a), leaves_by_pop(a) == TRUTH_YES ? MA_STORE : MA_LEAVE_ON_SERVER);
	}
}

void
rule_server_changed(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const struct account *was = before(m, a);
		const char *host = account_text(a, MA_HOST), *old = was ? account_text(was, MA_HOST) : NULL;
		if (!host || !old || str_same(host, old) || !account_is(was, MA_PROTOCOL, "pop3"))
			continue;
		enum truth t = leaves_by_pop(a);
		settle(j, a, t, t == TRUTH_YES ? MA_HOST : MA_LEAVE_ON_SERVER);
	}
}

static uint64_t
store_key(const struct account *a)
{
	const char *store = account_text(a, MA_STORE), *client = account_text(a, MA_CLIENT);
	if (!store || !*store)
		return 0;
	uint64_t key = str_hash(seat_key(a), client ? client : a->plugin);
	key = str_hash(key, account_text(a, MA_PROFILE));
	return str_hash(key, store);
}

void
rule_shared_store(const struct matter *m, struct judgement *j)
{
	size_t n;
	const struct keyed *all = keyed_accounts(m, j, store_key, &n);
	for (size_t i = 0, k; i < n; i += k) {
		k = keyed_run(all + i, n - i);
		for (size_t s = i + 1; s < i + k; s++)
			blame(j, all[s].account, MA_STORE);
	}
}

static uint64_t
uid_key(const struct account *a)
{
	const char *uid = account_text(a, MA_ACCOUNT_UID);
	return uid && *uid && leaves_by_pop(a) != TRUTH_NO ? str_hash(STR_HASH_START, uid) : 0;
}

void
rule_cloned_profile(const struct matter *m, struct judgement *j)
{
	size_t n;
	const struct keyed *all = keyed_accounts(m, j, uid_key, &n);
	for (size_t i = 0, k; i < n; i += k) {
		bool apart = false;
		size_t n_old = 0;
		k = keyed_run(all + i, n - i);
		for (size_t s = i; s < i + k; s++) {
			apart = apart || strcmp(all[s].account->scan->workstation.id, all[i].account->scan->workstation.id) != 0;
			n_old += before(m, all[s].account) != NULL;
		}
		/* Which of them is the copy is written nowhere; what was there before is not. */
		for (size_t s = i; apart && s < i + k; s++)
			if (n_old == 0 || n_old == k || !before(m, all[s].account))
				blame(j, all[s].account, MA_ACCOUNT_UID);
	}
}

/* Places where a mail file does not belong; letter case does not matter, nor which slash. */
static const char *const bad_places[] = {
	"//*", /* a share */
	"*/OneDrive/*", "*/OneDrive - */*", "*/Dropbox/*", "*/Dropbox (*)/*", "*/Google Drive/*", "*/GoogleDrive/*", "*/My Drive/*",
	"*/iCloudDrive/*", "*/Library/Mobile Documents/*", "*/Library/CloudStorage/*", "*/Box Sync/*", "*/Nextcloud/*", "*/ownCloud/*",
	"/media/*", "/run/media/*", "/Volumes/*", "/net/*", "*/.gvfs/*", "*/gvfs/*",
};

void
rule_store_place(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const char *store = account_text(a, MA_STORE);
		if (!store)
			continue;
		char *path = arena_strdup(scratch_of(j), store);
		for (char *p = path; *p; p++)
			*p = *p == '\\' ? '/' : *p;
		for (size_t i = 0; i < sizeof bad_places / sizeof *bad_places; i++)
			if (str_glob(bad_places[i], path, true)) {
				blame(j, a, MA_STORE);
				break;
			}
	}
}
