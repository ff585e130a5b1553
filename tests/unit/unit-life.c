/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The closed rule against what a real server did (Dovecot 2.3): pairs of
 * clients A and B, B away until day 5, as far as settings decide the outcome.
 */
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "judge/life.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
enum { NEVER = LIFE_NEVER, UNSET = POLICY_UNSET };

/* A client in words: "take", "keep", "keep 14", "keep ?", "?", "imap", "imap take", "imap keep 3", "exchange",
 * "other", "nothing" (not even the protocol). */
static void
put_habit(struct account *a, struct arena *arena, const char *habit)
{
	const char *days = NULL;
	if (strcmp(habit, "nothing") == 0)
		return;
	if (str_starts(habit, "imap") || str_starts(habit, "exchange") || str_starts(habit, "other")) {
		size_t n = strcspn(habit, " ");
		account_put_text(a, arena, MA_PROTOCOL, arena_copy(arena, habit, n));
		habit += n + (habit[n] == ' ');
	} else {
		account_put_text(a, arena, MA_PROTOCOL, "pop3");
	}
	const struct {
		const char *word;
		enum ma_fact fact;
	} own_ways[] = {
		{ "retain ", MA_RETAIN_DAYS },
		{ "count ", MA_RETAIN_COUNT },
		{ "filter ", MA_FILTERS_DELETE },
		{ "archive ", MA_FILTERS_MOVE_LOCAL },
	};
	for (size_t i = 0; i < ROWS(own_ways); i++)
		if (str_starts(habit, own_ways[i].word)) {
			account_parse_fact(a, arena, own_ways[i].fact, habit + strlen(own_ways[i].word));
			habit = "";
		}
	if (str_starts(habit, "take"))
		account_put_num(a, arena, MA_LEAVE_ON_SERVER, 0);
	if (str_starts(habit, "keep"))
		account_put_num(a, arena, MA_LEAVE_ON_SERVER, 1);
	days = strchr(habit, ' ');
	if (days && strcmp(days, " on-delete") == 0)
		account_put_text(a, arena, MA_DELETE_WHEN, "deleted");
	else if (days)
		account_parse_fact(a, arena, MA_DELETE_AFTER_DAYS, strcmp(days + 1, "?") == 0 ? "unknown" : days + 1);
	account_sort(a);
}

struct world {
	struct scan *scan;
	struct mailbox mailbox;
	struct policy_external external;
	const struct policy_external *externals[1];
	struct life life;
};

static void
world_make(struct world *w, const char *const *habits, size_t n, int64_t expire_days)
{
	memset(w, 0, sizeof *w);
	w->scan = scan_new();
	for (size_t i = 0; i < n; i++)
		put_habit(scan_add_account(w->scan, "x", "x/1"), &w->scan->arena, habits[i]);
	w->mailbox = (struct mailbox){ .accounts = w->scan->accounts, .n_accounts = n, .expire_days = expire_days };
	life_of(&w->mailbox, &w->scan->arena, &w->life);
}

static void
test_ttl(void)
{
	static const struct {
		const char *habit;
		int64_t ttl;
		bool unknown;
	} rows[] = {
		{ "take", 0, false },
		{ "take 14", 0, false }, /* days mean nothing where nothing is left */
		{ "keep", NEVER, false },
		{ "keep 14", 14, false },
		{ "keep 0", 0, false }, /* at its next check */
		{ "keep ?", NEVER, true },
		{ "", NEVER, true },
		{ " 14", NEVER, true }, /* days are known, whether they count is not */
		{ "imap", NEVER, false },
		{ "imap take", 0, false }, /* a fetcher that empties the mailbox by IMAP */
		{ "imap keep 3", 3, false },
		{ "imap 14", NEVER, false }, /* left over from a POP account */
		{ "exchange", NEVER, false },
		{ "other", NEVER, true },
		{ "other keep", NEVER, false },
		{ "nothing", NEVER, true },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct world w;
		bool unknown;
		world_make(&w, &rows[i].habit, 1, UNSET);
		t_num(life_ttl(w.scan->accounts[0], &unknown), rows[i].ttl, rows[i].habit);
		t_num(unknown, rows[i].unknown, rows[i].habit);
		scan_free(w.scan);
	}
}

/* B's fate for a message of day 0, back on day 5: never saw it, has it for
 * good, or loses it; and the day it goes when B was away. */
static const struct {
	const char *a, *b, *fate;
	int64_t gone;
} matrix[] = {
	{ "take", "take", "never", 0 },
	{ "take", "keep", "never", 0 },
	{ "take", "keep 3", "never", 0 },
	{ "take", "keep 14", "never", 0 },
	{ "take", "imap", "never", 0 },
	/* Who removes on deletion keeps until its user deletes. */
	{ "take", "keep on-delete", "never", 0 },
	{ "keep", "keep on-delete", "kept", NEVER },
	{ "keep 3", "keep on-delete", "never", 3 },
	{ "keep 14", "keep on-delete", "kept", 14 },
	{ "imap", "keep on-delete", "kept", NEVER },
	{ "keep", "take", "kept", 5 },
	{ "keep", "keep", "kept", NEVER },
	{ "keep", "keep 3", "kept", 8 },
	{ "keep", "keep 14", "kept", 19 },
	{ "keep", "imap", "kept", NEVER },
	{ "keep 3", "take", "never", 3 },
	{ "keep 3", "keep", "never", 3 },
	{ "keep 3", "keep 3", "never", 3 },
	{ "keep 3", "keep 14", "never", 3 },
	{ "keep 3", "imap", "never", 3 },
	{ "keep 14", "take", "kept", 5 },
	{ "keep 14", "keep", "kept", 14 },
	{ "keep 14", "keep 3", "kept", 8 },
	{ "keep 14", "keep 14", "kept", 14 },
	{ "keep 14", "imap", "lost", 14 },
	{ "imap", "take", "kept", 5 },
	{ "imap", "keep", "kept", NEVER },
	{ "imap", "keep 3", "kept", 8 },
	{ "imap", "keep 14", "kept", 19 },
	{ "imap", "imap", "kept", NEVER },
};

static void
test_matrix(void)
{
	enum { BACK = 5 };
	for (size_t i = 0; i < ROWS(matrix); i++) {
		const char *const pair[] = { matrix[i].a, matrix[i].b };
		char row[64];
		struct world both, alone;
		bool unknown;
		snprintf(row, sizeof row, "%s x %s", pair[0], pair[1]);
		world_make(&both, pair, 2, UNSET);
		world_make(&alone, pair, 1, UNSET);
		const struct life_client *b = &both.life.clients[1];
		bool never = b->misses_if_away_days != NEVER && b->misses_if_away_days <= BACK;
		t_text(never ? "never" : b->loses_after_days == NEVER ? "kept" : "lost", matrix[i].fate, row);
		/* What goes while B is away is A's doing alone; later it is the earlier of both. */
		int64_t gone = alone.life.gone_after_days, own = life_ttl(b->account, &unknown);
		if (!never && own != NEVER && (gone == NEVER || BACK + own < gone))
			gone = BACK + own;
		t_num(gone, matrix[i].gone, row);
		t_num(both.life.unknown, 0, row);
		scan_free(both.scan);
		scan_free(alone.scan);
	}
}

/* "DAY[?] by N [bounded]; CLIENT ..." with CLIENT = copy|-, loses, misses[?]. */
static const char *
tell(const struct life *life, struct arena *arena)
{
	const char *s = arena_printf(arena, "%lld%s by %zu%s:", (long long)life->gone_after_days, life->unknown ? "?" : "",
	    life->n_removed_by, life->bounded ? " bounded" : "");
	for (size_t i = 0; i < life->n_clients; i++) {
		const struct life_client *c = &life->clients[i];
		s = arena_printf(arena, "%s %s%s,%lld,%lld%s", s, c->removes_some ? "some," : "", c->keeps_copy ? "copy" : "-", (long long)c->loses_after_days,
		    (long long)c->misses_if_away_days, c->unknown ? "?" : "");
	}
	return s;
}

static void
test_offices(void)
{
	static const struct {
		const char *row;
		const char *clients[4];
		int64_t expire_days;
		const char *life;
	} rows[] = {
		{ "a: one takes, one keeps", { "take", "keep" }, UNSET, "0 by 1 bounded: copy,-1,-1 -,-1,0" },
		{ "b: a PC takes, a phone looks", { "take", "imap" }, UNSET, "0 by 1 bounded: copy,-1,-1 -,0,0" },
		{ "d: a representative for 30 days", { "keep 30", "imap", "imap" }, UNSET, "30 by 1 bounded: copy,-1,-1 -,30,30 -,30,30" },
		{ "e: 3 days beat 14", { "keep 3", "keep 14", "imap", "keep 14" }, UNSET, "3 by 1 bounded: copy,-1,14 copy,-1,3 -,3,3 copy,-1,3" },
		{ "h: nobody removes", { "keep", "keep", "imap" }, UNSET, "-1 by 0: copy,-1,-1 copy,-1,-1 -,-1,-1" },
		{ "j: only the server removes", { "keep", "imap", "imap" }, 14, "14 by 0 bounded: copy,-1,14 -,14,14 -,14,14" },
		{ "one taker among imap", { "take", "imap", "imap" }, UNSET, "0 by 1 bounded: copy,-1,-1 -,0,0 -,0,0" },
		{ "two takers: the order decides", { "take", "take" }, UNSET, "0 by 2 bounded: -,-1,0 -,-1,0" },
		{ "a copier beside a taker has it if it was first", { "take", "keep", "imap" }, UNSET, "0 by 1 bounded: copy,-1,-1 -,-1,0 -,0,0" },
		{ "the least of three", { "keep 3", "keep 14", "imap" }, UNSET, "3 by 1 bounded: copy,-1,14 copy,-1,3 -,3,3" },
		{ "all imap", { "imap", "imap" }, UNSET, "-1 by 0: -,-1,-1 -,-1,-1" },
		{ "all keep", { "keep", "imap" }, UNSET, "-1 by 0: copy,-1,-1 -,-1,-1" },
		{ "an unknown one may take it", { "", "imap" }, UNSET, "-1? by 0: copy,-1,-1? -,-1,-1" },
		{ "unknown does not matter beside a taker", { "", "take" }, UNSET, "0 by 1 bounded: -,-1,0? copy,-1,-1" },
		{ "an unknown one may be earlier", { "keep ?", "keep 14" }, UNSET, "14? by 1 bounded: copy,-1,14? copy,-1,-1" },
		{ "the provider expires", { "keep", "imap" }, 30, "30 by 0 bounded: copy,-1,30 -,30,30" },
		{ "a client before the provider", { "keep 14", "imap" }, 30, "14 by 1 bounded: copy,-1,30 -,14,14" },
		{ "the provider before a client", { "keep 60", "imap" }, 30, "30 by 0 bounded: copy,-1,30 -,30,30" },
		{ "imap that ages mail out", { "imap retain 3", "imap", "keep" }, UNSET, "3 by 1 bounded: -,3,-1 -,3,3 copy,-1,3" },
		{ "imap that ages mail out after a client", { "imap retain 30", "keep 3" }, UNSET, "3 by 1 bounded: -,3,3 copy,-1,30" },
		{ "imap that keeps a number", { "imap count 500", "imap" }, UNSET, "-1 by 0 bounded: some,-,-1,-1 -,-1,-1" },
		{ "imap filters", { "imap filter spam", "imap archive old" }, UNSET, "-1 by 0: some,-,-1,-1 some,-,-1,-1" },
		{ "both on one day", { "keep 30", "imap" }, 30, "30 by 1 bounded: copy,-1,30 -,30,30" },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct world w;
		size_t n = 0;
		while (n < 4 && rows[i].clients[n])
			n++;
		world_make(&w, rows[i].clients, n, rows[i].expire_days);
		t_text(tell(&w.life, &w.scan->arena), rows[i].life, rows[i].row);
		scan_free(w.scan);
	}
}

#define LOOKED "2026-11-02"

static void
test_externals(void)
{
	static const struct {
		const char *row, *protocol;
		int leave;
		const char *checked_on;
		int64_t days, ttl;
		bool unknown;
	} rows[] = {
		{ "takes", "pop3", 0, LOOKED, UNSET, 0, false },
		{ "takes, protocol unknown", NULL, 0, LOOKED, UNSET, 0, false },
		{ "takes, nobody looked: so it is feared", "pop3", 0, NULL, UNSET, 0, false },
		{ "keeps", "pop3", 1, LOOKED, UNSET, NEVER, false },
		{ "keeps, nobody looked", "pop3", 1, NULL, UNSET, NEVER, true },
		{ "keeps for a while", "pop3", 1, LOOKED, 7, 7, false },
		{ "keeps for a while, nobody looked", "pop3", 1, NULL, 7, NEVER, true },
		{ "unknown", "pop3", UNSET, LOOKED, UNSET, NEVER, true },
		{ "nothing known", NULL, UNSET, NULL, UNSET, NEVER, true },
		{ "imap by nature", "imap", UNSET, LOOKED, UNSET, NEVER, false },
		{ "imap by nature, nobody looked", "imap", UNSET, NULL, UNSET, NEVER, true },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct policy_external e = { .name = "x", .protocol = rows[i].protocol, .leave_on_server = rows[i].leave, .delete_after_days = rows[i].days,
			.checked_on = rows[i].checked_on };
		bool unknown;
		t_num(life_ttl_external(&e, &unknown), rows[i].ttl, rows[i].row);
		t_num(unknown, rows[i].unknown, rows[i].row);
	}
}

/* Limits by number bound the mailbox though no day can be named. */
static void
test_bounded(void)
{
	static const struct {
		const char *row, *habit;
		enum ma_fact fact, fact2;
		const char *value, *value2;
		bool bounded;
	} rows[] = {
		{ "keep_count", "keep", MA_KEEP_COUNT, 0, "500", NULL, true },
		{ "keep_count unknown", "keep", MA_KEEP_COUNT, 0, "unknown", NULL, false },
		{ "imap ageing", "imap", MA_RETAIN_DAYS, 0, "90", NULL, true },
		{ "pop ageing of its own copies", "keep", MA_RETAIN_DAYS, MA_DELETE_WHEN, "90", "never", false },
		{ "pop ageing that reaches the server", "keep", MA_RETAIN_COUNT, MA_DELETE_WHEN, "90", "deleted", true },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct world w;
		struct life life;
		world_make(&w, &rows[i].habit, 1, UNSET);
		account_parse_fact(w.scan->accounts[0], &w.scan->arena, rows[i].fact, rows[i].value);
		if (rows[i].value2)
			account_parse_fact(w.scan->accounts[0], &w.scan->arena, rows[i].fact2, rows[i].value2);
		life_of(&w.mailbox, &w.scan->arena, &life);
		t_num(life.bounded, rows[i].bounded, rows[i].row);
		scan_free(w.scan);
	}
}

static CU_TestInfo tests[] = {
	{ "days", test_ttl },
	{ "closed rule", test_matrix },
	{ "offices", test_offices },
	{ "externals", test_externals },
	{ "bounded", test_bounded },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_life = { "life", tests };
