/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that name the same server, login or encryption differently, and
 * clients that nobody cares for any more.
 */
#include "judge/rule.h"

#include <string.h>

/* Are two servers known to be different ones, or only not known to be one? */
static bool
known_apart(const struct mailbox *a, const struct mailbox *b)
{
	return a->provider && b->provider && strcmp(a->provider->name, b->provider->name) != 0;
}

/* A mailbox sees those of the same login elsewhere; each of them says so of itself. */
void
rule_server_differs(const struct matter *m, struct judgement *j)
{
	const struct mailbox *mine = m->mailbox;
	bool apart = false, unsure = false, fewest = true;
	for (size_t i = 0; i < mine->n_namesakes; i++) {
		const struct mailbox *other = mine->namesakes[i];
		bool known = known_apart(mine, other);
		apart |= known;
		unsure |= !known;
		fewest &= !known || mine->n_accounts <= other->n_accounts;
	}
	for_each_account (a, mine) {
		if (apart && fewest)
			blame(j, a, MA_HOST);
		else if (unsure)
			doubt(j, a, MA_HOST);
	}
}

void
rule_login_differs(const struct matter *m, struct judgement *j)
{
	if (m->mailbox->n_accounts < 2)
		return;
	for_each_account (a, m->mailbox) {
		if (fact_unsaid(a, MA_LOGIN))
			doubt(j, a, MA_LOGIN);
		else if (account_knows(a, MA_LOGIN) && m->mailbox->spelling && !login_spelled(account_text(a, MA_LOGIN), m->mailbox->spelling))
			blame(j, a, MA_LOGIN);
	}
}

/* How much a way of encryption is worth; the two that cannot be refused are equal.  -1 unknown. */
static int
strength(const struct account *a)
{
	static const struct {
		const char *word;
		int strength;
	} words[] = { { "none", 0 }, { "starttls-optional", 1 }, { "starttls", 2 }, { "tls", 2 } };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (account_is(a, MA_SECURITY, words[i].word))
			return words[i].strength;
	return -1;
}

static bool
has_choice(const struct account *a)
{
	return !account_is(a, MA_PROTOCOL, "exchange") && !host_is_loopback(account_text(a, MA_HOST));
}

void
rule_tls_differs(const struct matter *m, struct judgement *j)
{
	const struct policy_provider *p = m->mailbox->provider;
	int strongest = -1;
	size_t n = 0;
	bool naked = false;
	for_each_account (a, m->mailbox)
		if (has_choice(a)) {
			n++;
			strongest = strength(a) > strongest ? strength(a) : strongest;
		}
	if (n < 2)
		return;
	for_each_account (a, m->mailbox) {
		if (!has_choice(a))
			continue;
		if (strength(a) < 0) {
			doubt(j, a, MA_SECURITY);
		} else if (strength(a) < strongest) {
			blame(j, a, MA_SECURITY);
			naked |= strength(a) == 0;
		}
	}
	if (naked && p && p->plain_ends)
		set_severity(j, SEVERITY_HIGH);
}

void
rule_out_of_support(const struct matter *m, struct judgement *j)
{
	for_each_account (a, m->mailbox) {
		const char *client = account_text(a, MA_CLIENT), *today = m->policy->today;
		const struct client_end *end = client_end_of(client, account_text(a, MA_CLIENT_VERSION));
		/* Without a clock all that is written down has come to pass: it had when it was written. */
		if (end && (!end->ended || !today || strncmp(today, end->ended, strlen(end->ended)) >= 0))
			blame(j, a, MA_CLIENT_VERSION);
		else if (client_has_ends(client) && fact_unsaid(a, MA_CLIENT_VERSION))
			doubt(j, a, MA_CLIENT_VERSION);
	}
}
