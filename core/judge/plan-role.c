/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts that an account can play.  Which settings a part needs changed is
 * asked of deletes(), the same that the rules ask.
 */
#include <inttypes.h>
#include <string.h>

#include "judge/plan.h"
#include "judge/rule.h"

/* What to set so that this way of removing mail ends; NULL: the setting is off. */
static const struct {
	enum ma_fact fact;
	const char *value;
} ends[] = {
	{ MA_LEAVE_ON_SERVER, "yes" },
	{ MA_DELETE_WHEN, "never" },
	{ MA_EMPTY_TRASH_ON_EXIT, "no" },
	{ MA_EXPUNGE_ON_EXIT, "no" },
	{ MA_DELETE_AFTER_DAYS, NULL },
	{ MA_KEEP_COUNT, NULL },
	{ MA_KEEP_BYTES, NULL },
	{ MA_RETAIN_DAYS, NULL },
	{ MA_RETAIN_COUNT, NULL },
	{ MA_FILTERS_SERVER_DELETE, NULL },
	{ MA_FILTERS_DELETE, NULL },
	{ MA_FILTERS_MOVE_LOCAL, NULL },
};
enum { N_ENDS = sizeof ends / sizeof *ends };

/* Facts of a POP account that a new IMAP account begins without. */
static const enum ma_fact pop_facts[] = {
	MA_PORT, MA_LEAVE_ON_SERVER, MA_LEAVE_RAW, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN, MA_KEEP_COUNT, MA_KEEP_BYTES,
	MA_RETAIN_DAYS, MA_RETAIN_COUNT, MA_HEADERS_ONLY, MA_MAX_DOWNLOAD_KB, MA_DEFERRED_TO, MA_STORE,
	MA_FILTERS_SERVER_DELETE, MA_FILTERS_DELETE, MA_FILTERS_MOVE, MA_FILTERS_MOVE_LOCAL, MA_FILTERS_MARK_READ,
};

bool
role_decides(enum ma_fact fact)
{
	for (size_t i = 0; i < N_ENDS; i++)
		if (ends[i].fact == fact)
			return true;
	return fact == MA_PROTOCOL;
}

bool
role_of_pop(enum ma_fact fact)
{
	for (size_t i = 0; i < sizeof pop_facts / sizeof *pop_facts; i++)
		if (pop_facts[i] == fact)
			return true;
	return false;
}

static void
end_way(struct account *account, struct arena *arena, enum ma_fact fact)
{
	for (size_t i = 0; i < N_ENDS; i++)
		if (ends[i].fact == fact && ends[i].value) {
			account_parse_fact(account, arena, fact, ends[i].value);
			return;
		}
	account_drop(account, fact);
}

bool
role_quiet(struct account *account, struct arena *arena)
{
	enum ma_fact evidence;
	bool leaves = life_takes(account) != TRUTH_YES;
	size_t n = 0;
	while (n < 2 * N_ENDS && deletes(account, &evidence) == TRUTH_YES) {
		end_way(account, arena, evidence);
		n++;
	}
	if (leaves)
		return n > 0;
	/* Whoever opens that page sets all of it on purpose, also what could not be read. */
	account_drop(account, MA_DELETE_AFTER_DAYS);
	account_parse_fact(account, arena, MA_DELETE_WHEN, "never");
	return true;
}

bool
role_can_represent(const struct account *account)
{
	bool unknown;
	int64_t days = life_ttl(account, &unknown);
	if (unknown || !account_knows(account, MA_PROTOCOL))
		return false;
	/* A fetcher by another protocol that removes is one too; a reader's program is not. */
	return account_is(account, MA_PROTOCOL, "pop3") || days != LIFE_NEVER;
}

void
role_representative(struct account *account, struct arena *arena, int64_t days)
{
	bool unknown, kept;
	int64_t now = life_ttl(account, &unknown);
	if (!account_knows(account, MA_PROTOCOL) || unknown) {
		/* What it does is looked at first; what is known to be wrong can end now. */
		role_quiet(account, arena);
		return;
	}
	kept = now != LIFE_NEVER && now >= days;
	if (!account_is(account, MA_PROTOCOL, "pop3") && now == LIFE_NEVER) {
		account_parse_fact(account, arena, MA_PROTOCOL, "pop3");
		account_drop(account, MA_PORT);
		kept = false;
	}
	role_quiet(account, arena);
	account_parse_fact(account, arena, MA_LEAVE_ON_SERVER, "yes");
	account_parse_fact(account, arena, MA_DELETE_AFTER_DAYS, arena_printf(arena, "%" PRId64, kept ? now : days));
	if (!kept)
		account_parse_fact(account, arena, MA_DELETE_WHEN, "never");
}

void
role_becomes_imap(struct account *account, struct arena *arena)
{
	const char *login = account_text(account, MA_LOGIN);
	account_parse_fact(account, arena, MA_PROTOCOL, "imap");
	/* Only POP knows that prefix. */
	if (login_is_recent(login))
		account_parse_fact(account, arena, MA_LOGIN, strchr(login, ':') + 1);
	for (size_t i = 0; i < sizeof pop_facts / sizeof *pop_facts; i++)
		account_drop(account, pop_facts[i]);
}

void
role_imap(struct account *account, struct arena *arena)
{
	if (account_is(account, MA_PROTOCOL, "pop3"))
		role_becomes_imap(account, arena);
}
