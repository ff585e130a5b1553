/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several clients of one person, and programs of one client, on one mailbox.
 */
#include "judge/rule.h"

#include <string.h>

static const char *
client_of(const struct account *a)
{
	const char *client = account_text(a, MA_CLIENT);
	return client ? client : a->plugin;
}

/* Of several that fetch for the same person one stays: the agreed deleter, or else the first. */
static const struct account *
choose_keeper(const struct matter *m, const struct keyed *run, size_t n, bool (*better)(const struct account *))
{
	const struct account *keeper = NULL;
	for (size_t i = 0; i < n; i++) {
		if (is_agreed_deleter(m->mailbox, run[i].account))
			return run[i].account;
		if (!keeper || (!better(keeper) && better(run[i].account)))
			keeper = run[i].account;
	}
	return keeper;
}

static bool
is_default_profile(const struct account *a)
{
	return account_bool_is(a, MA_PROFILE_DEFAULT, true);
}

static bool
none_better(const struct account *a)
{
	(void)a;
	return false;
}

static uint64_t
pop_seat_key(const struct account *a)
{
	return account_is(a, MA_PROTOCOL, "pop3") ? seat_key(a) : 0;
}

void
rule_two_clients(const struct matter *m, struct judgement *j)
{
	size_t n;
	const struct keyed *all = keyed_accounts(m, j, pop_seat_key, &n);
	for (size_t i = 0, k; i < n; i += k) {
		k = keyed_run(all + i, n - i);
		const struct account *keeper = choose_keeper(m, all + i, k, none_better);
		for (size_t s = i; s < i + k; s++)
			if (strcmp(client_of(all[s].account), client_of(keeper)) != 0)
				blame(j, all[s].account, MA_PROTOCOL);
	}
}

static uint64_t
program_key(const struct account *a)
{
	return str_hash(seat_key(a), client_of(a));
}

void
rule_many_profiles(const struct matter *m, struct judgement *j)
{
	size_t n;
	const struct keyed *all = keyed_accounts(m, j, program_key, &n);
	for (size_t i = 0, k; i < n; i += k) {
		k = keyed_run(all + i, n - i);
		const struct account *keeper = choose_keeper(m, all + i, k, is_default_profile);
		const char *profile = account_text(keeper, MA_PROFILE);
		for (size_t s = i; profile && s < i + k; s++) {
			const char *other = account_text(all[s].account, MA_PROFILE);
			if (other && strcmp(other, profile) != 0)
				blame(j, all[s].account, MA_PROFILE);
		}
	}
}
