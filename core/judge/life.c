/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * With every client checking daily, the first check of each is on day 0, and a
 * client with N days to keep removes on day N.  The message is gone on the
 * least of these days, and a client that is away learns of it only if it is
 * back before the others' least: so the two least days are all that is needed.
 */
#include "judge/life.h"

#include "base/str.h"

/* What one client does to the server, whether scanned or declared. */
struct habit {
	enum truth takes; /* removes at its first fetch */
	int64_t days; /* else: N days after it; LIFE_NEVER */
	bool days_unknown;
	bool copies; /* fetching makes a copy of its own */
};

bool
fact_unsaid(const struct account *account, enum ma_fact fact)
{
	return account->slot[fact] && account_fact(account, fact)->state == MA_UNKNOWN;
}

/* IMAP and Exchange leave mail where it is unless the client says otherwise;
 * of anything else that must be known. */
static bool
leaves_by_nature(const struct account *account)
{
	return account_is(account, MA_PROTOCOL, "imap") || account_is(account, MA_PROTOCOL, "exchange");
}

enum truth
life_takes(const struct account *account)
{
	int64_t leave;
	if (account_num(account, MA_LEAVE_ON_SERVER, &leave))
		return leave ? TRUTH_NO : TRUTH_YES;
	if (leaves_by_nature(account) && !fact_unsaid(account, MA_LEAVE_ON_SERVER))
		return TRUTH_NO;
	return TRUTH_UNKNOWN;
}

enum truth
life_ages_out(const struct account *account)
{
	/* A POP client's own copies only reach the server when it removes there what is deleted here. */
	bool reaches = leaves_by_nature(account) || account_is(account, MA_DELETE_WHEN, "deleted");
	if (account_knows(account, MA_RETAIN_DAYS) || account_knows(account, MA_RETAIN_COUNT))
		return reaches ? TRUTH_YES : TRUTH_NO;
	if (fact_unsaid(account, MA_RETAIN_DAYS) || fact_unsaid(account, MA_RETAIN_COUNT))
		return reaches ? TRUTH_UNKNOWN : TRUTH_NO;
	return TRUTH_NO;
}

static struct habit
habit_of(const struct account *account)
{
	struct habit h = { .takes = life_takes(account), .days = LIFE_NEVER };
	int64_t days;
	h.copies = account_is(account, MA_PROTOCOL, "pop3") || h.takes == TRUTH_YES;
	if (h.takes != TRUTH_NO)
		return h;
	/* Days count only behind a "leave" that was said: on IMAP they are a habit of the POP page. */
	if (!account_bool_is(account, MA_LEAVE_ON_SERVER, true))
		return h;
	if (account_num(account, MA_DELETE_AFTER_DAYS, &days))
		h.days = days < 0 ? LIFE_NEVER : days;
	else
		h.days_unknown = fact_unsaid(account, MA_DELETE_AFTER_DAYS);
	return h;
}

static struct habit
habit_of_external(const struct policy_external *external)
{
	bool by_nature = external->protocol && (str_same(external->protocol, "imap") || str_same(external->protocol, "exchange"));
	struct habit h = { .takes = TRUTH_NO, .days = LIFE_NEVER, .copies = !by_nature };
	if (external->leave_on_server == POLICY_UNSET)
		h.takes = by_nature ? TRUTH_NO : TRUTH_UNKNOWN;
	else if (!external->leave_on_server)
		h.takes = TRUTH_YES;
	else if (external->delete_after_days >= 0)
		h.days = external->delete_after_days;
	/* Until somebody has looked at it, it is only what it is feared to be. */
	if (h.takes == TRUTH_NO && !external->checked_on)
		h.takes = TRUTH_UNKNOWN;
	return h;
}

static int64_t
ttl_of(const struct habit *habit, bool *unknown)
{
	*unknown = habit->takes == TRUTH_UNKNOWN || habit->days_unknown;
	return habit->takes == TRUTH_YES ? 0 : *unknown ? LIFE_NEVER : habit->days;
}

int64_t
life_ttl(const struct account *account, bool *unknown)
{
	struct habit h = habit_of(account);
	return ttl_of(&h, unknown);
}

int64_t
life_ttl_external(const struct policy_external *external, bool *unknown)
{
	struct habit h = habit_of_external(external);
	return ttl_of(&h, unknown);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a == LIFE_NEVER ? b : b == LIFE_NEVER ? a : a < b ? a : b;
}

/* Does it remove from the server by number or size, or by ageing out what it shows? */
static bool
caps(const struct account *account)
{
	if (account_knows(account, MA_KEEP_COUNT) || account_knows(account, MA_KEEP_BYTES))
		return true;
	return life_ages_out(account) == TRUTH_YES;
}

static bool
lists(const struct account *account, enum ma_fact fact)
{
	return account_knows(account, fact) && account_fact(account, fact)->n_items;
}

/* Does it remove a part of the mail: what filters pick, or what is beyond a limit? */
static bool
removes_some(const struct account *account)
{
	bool filters = lists(account, MA_FILTERS_SERVER_DELETE) ||
		       (leaves_by_nature(account) && (lists(account, MA_FILTERS_DELETE) || lists(account, MA_FILTERS_MOVE_LOCAL)));
	return filters || (caps(account) && !(life_ages_out(account) == TRUTH_YES && account_knows(account, MA_RETAIN_DAYS)));
}

/* The day on which it removes a message by itself: what fetching leads to, or the age it keeps mail for. */
static int64_t
last_day(const struct account *account, int64_t ttl)
{
	int64_t days;
	bool ages = life_ages_out(account) == TRUTH_YES && account_num(account, MA_RETAIN_DAYS, &days) && days > 0;
	return ages ? earlier(ttl, days) : ttl;
}

/* What is left when the two least days are known. */
static void
settle_client(struct life_client *c, const struct life *life, int64_t ttl, bool copies, int64_t least, size_t n_least, int64_t second)
{
	c->misses_if_away_days = ttl == least && n_least == 1 ? second : least;
	/* On the day of arrival the order of checks decides: nobody but a lone taker surely has it. */
	bool saw = c->misses_if_away_days != 0;
	c->keeps_copy = copies && saw;
	/* What was copied stays, and what was not cannot be lost: only those who look at the server lose. */
	c->loses_after_days = copies ? LIFE_NEVER : life->gone_after_days;
}

void
life_of(const struct mailbox *mailbox, struct arena *arena, struct life *out)
{
	size_t n = mailbox->n_accounts + mailbox->n_externals, n_least = 0;
	int64_t *ttls = arena_alloc(arena, (n + 1) * sizeof *ttls);
	bool *copies = arena_alloc(arena, (n + 1) * sizeof *copies);
	int64_t least = mailbox->expire_days, second = mailbox->expire_days;
	bool unknown = false;

	*out = (struct life){ .clients = arena_alloc(arena, (n + 1) * sizeof *out->clients), .n_clients = n };
	out->bounded = mailbox->expire_days != LIFE_NEVER;
	/* What the server itself removes counts as one of the least, but nobody's. */
	if (mailbox->expire_days != LIFE_NEVER)
		n_least = 1;
	for (size_t i = 0; i < n; i++) {
		struct life_client *c = &out->clients[i];
		struct habit h;
		if (i < mailbox->n_accounts) {
			account_look_ahead_in((const struct account *const *)mailbox->accounts, mailbox->n_accounts, i);
			c->account = mailbox->accounts[i];
			h = habit_of(c->account);
			out->bounded |= caps(c->account);
			c->removes_some = removes_some(c->account);
		} else {
			c->external = mailbox->externals[i - mailbox->n_accounts];
			h = habit_of_external(c->external);
		}
		ttls[i] = ttl_of(&h, &c->unknown);
		if (c->account)
			ttls[i] = last_day(c->account, ttls[i]);
		copies[i] = h.copies;
		unknown |= c->unknown;
		if (ttls[i] == LIFE_NEVER)
			continue;
		if (ttls[i] == least) {
			n_least++;
		} else if (earlier(ttls[i], least) == ttls[i]) {
			second = least;
			least = ttls[i];
			n_least = 1;
		} else {
			second = earlier(second, ttls[i]);
		}
	}
	out->gone_after_days = least;
	out->unknown = unknown && least != 0;
	out->bounded |= least != LIFE_NEVER;
	for (size_t i = 0; i < n; i++) {
		struct life_client *c = &out->clients[i];
		settle_client(c, out, ttls[i], copies[i], least, n_least, second);
		if (least != LIFE_NEVER && ttls[i] == least) {
			const struct life_client **slot = arena_grow(arena, &out->removed_by, &out->n_removed_by, sizeof *slot);
			*slot = c;
		}
	}
}
