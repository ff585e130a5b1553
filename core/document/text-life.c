/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a message drawn with letters: days to the right, a line for the
 * server and one for each client.
 */
#include <inttypes.h>
#include <string.h>

#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_ROWS = 14, MAX_DAYS = 10, CELL = 4, MAX_COLUMNS = 3 };
/* What is assumed where nobody has said how much mail there is. */
enum { MESSAGES_A_DAY = 50, KB_EACH = 100, MB_A_DAY = MESSAGES_A_DAY * KB_EACH / 1000 };

struct days {
	int64_t all[MAX_DAYS];
	size_t n;
};

static void
add_day(struct days *days, int64_t day)
{
	size_t at = 0;
	while (at < days->n && days->all[at] < day)
		at++;
	if (day < 0 || days->n == MAX_DAYS || (at < days->n && days->all[at] == day))
		return;
	memmove(&days->all[at + 1], &days->all[at], (days->n - at) * sizeof *days->all);
	days->all[at] = day;
	days->n++;
}

/* Is it there on that day? */
static char
server_sign(const struct life *life, int64_t day)
{
	if (life->gone_after_days != LIFE_NEVER && day >= life->gone_after_days)
		return '.';
	return life->unknown ? '?' : '#';
}

/* Does the client have it on that day, if it checks every day? */
static char
client_sign(const struct life *life, const struct life_client *c, int64_t day)
{
	if (c->unknown)
		return '?';
	if (c->keeps_copy)
		return '=';
	/* It copies, beside one that takes at once: who checks first has it. */
	if (c->loses_after_days == LIFE_NEVER && c->misses_if_away_days == 0)
		return '*';
	char there = server_sign(life, day);
	return there == '#' ? 'o' : there;
}

/* The signs of all days in one cell. */
static const char *
draw(struct page *page, const struct days *days, const struct life *life, const struct life_client *client)
{
	char *s = arena_alloc(&page->arena, MAX_DAYS * CELL + 1);
	memset(s, ' ', days->n * CELL);
	for (size_t i = 0; i < days->n; i++)
		s[i * CELL + CELL - 1] = client ? client_sign(life, client, days->all[i]) : server_sign(life, days->all[i]);
	return s;
}

static const char *
draw_head(struct page *page, const struct days *days)
{
	const char *s = "";
	for (size_t i = 0; i < days->n; i++)
		s = arena_printf(&page->arena, "%s%*" PRId64, s, CELL, days->all[i]);
	return s;
}

/* Whoever comes back after so many days: does the message wait? */
static const char *
words_back(const struct life_client *c, const struct life *life, int64_t away)
{
	if (c->misses_if_away_days != LIFE_NEVER && c->misses_if_away_days <= away)
		return _("never sees it");
	return c->unknown || life->unknown ? _("unknown") : _("finds it");
}

static void
say_legend(struct page *page, const struct life *life)
{
	static const struct {
		char sign;
		const char *words;
	} signs[] = {
		{ '#', N_("# is there") }, { '=', N_("= has a copy of its own") }, { 'o', N_("o sees it on the server") },
		{ '*', N_("* has it only if it checks first") }, { '.', N_(". does not have it") }, { '?', N_("? unknown") },
	};
	const char *all = NULL;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		bool used = signs[i].sign == '#' || signs[i].sign == '.' ? true : false;
		for (size_t k = 0; k < life->n_clients && !used; k++)
			used = client_sign(life, &life->clients[k], 0) == signs[i].sign;
		if (used)
			all = all ? arena_printf(&page->arena, _("%s; %s"), all, _(signs[i].words)) : _(signs[i].words);
	}
	page_addf(page, INK_DIM, "%s", all);
	page_flush(page, 2, 2);
}

/* How much lies there in the end. */
static void
say_growth(struct page *page, const struct mailbox *m, const struct life *life)
{
	long long quota_mb = m->policy.quota_bytes == POLICY_UNSET ? -1 : (long long)(m->policy.quota_bytes / 1000000);
	long long held = life->gone_after_days == LIFE_NEVER ? -1 : (long long)life->gone_after_days;
	if (held > 0 && !life->unknown) {
		page_addf(page, INK_PLAIN, P_("The server holds %lld day of mail: at %d messages a day of %d KB about %lld MB.",
		    "The server holds %lld days of mail: at %d messages a day of %d KB about %lld MB.", (unsigned long long)held),
		    held, MESSAGES_A_DAY, KB_EACH, held * MB_A_DAY);
		page_flush(page, 2, 2);
	} else if (!life->bounded) {
		page_addf(page, INK_PLAIN, _("While nobody deletes, it grows: at %d messages a day of %d KB by about %d MB a month, %d MB a year."),
		    MESSAGES_A_DAY, KB_EACH, MB_A_DAY * 30, MB_A_DAY * 365);
		if (quota_mb >= 0)
			page_addf(page, INK_PLAIN, P_(" %lld MB are full after about %lld day.", " %lld MB are full after about %lld days.",
			    (unsigned long long)(quota_mb / MB_A_DAY)), quota_mb, quota_mb / MB_A_DAY);
		page_flush(page, 2, 2);
	}
}

void
text_life(struct page *page, const struct report_mailbox *result)
{
	static const int64_t usual[] = { 0, 1, 3, 7, 14, 30 };
	const struct mailbox *m = result->mailbox;
	const struct life *life = &result->life;
	size_t columns = m->policy.closure_days == POLICY_UNSET ? 2 : MAX_COLUMNS, shown = life->n_clients > MAX_ROWS ? MAX_ROWS : life->n_clients;
	int64_t away = m->policy.closure_days;
	struct days days = { .n = 0 };
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		add_day(&days, usual[i]);
	add_day(&days, life->gone_after_days);
	add_day(&days, away);

	const char **cells = arena_alloc(&page->arena, (shown + 2) * MAX_COLUMNS * sizeof *cells), **row = cells;
	row[0] = _("Days after it came");
	row[1] = draw_head(page, &days);
	if (columns == MAX_COLUMNS)
		row[2] = arena_printf(&page->arena, P_("Back after %lld day", "Back after %lld days", (unsigned long long)away), (long long)away);
	row += columns;
	row[0] = _("on the server");
	row[1] = draw(page, &days, life, NULL);
	if (columns == MAX_COLUMNS)
		row[2] = server_sign(life, away) == '.' ? _("gone") : server_sign(life, away) == '#' ? _("there") : _("unknown");
	for (size_t i = 0; i < shown; i++) {
		const struct life_client *c = &life->clients[i];
		row += columns;
		row[0] = words_of_blame(&(struct blame){ .account = c->account, .external = c->external }, &page->arena);
		row[1] = draw(page, &days, life, c);
		if (columns == MAX_COLUMNS)
			row[2] = words_back(c, life, away);
	}
	page_table(page, 2, cells, shown + 2, columns, NULL);
	if (shown < life->n_clients) {
		page_addf(page, INK_DIM, _("... and %zu more"), life->n_clients - shown);
		page_flush(page, 2, 2);
	}
	say_legend(page, life);
	say_growth(page, m, life);
}
