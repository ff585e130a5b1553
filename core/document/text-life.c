/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a message drawn with letters: days to the right, a line for the
 * server and one for each client.
 */
#include <inttypes.h>
#include <string.h>

#include "document/life-words.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_ROWS = 14, CELL = 4, MAX_COLUMNS = 3 };

static const char signs[PRESENT_COUNT] = {
	[PRESENT_GONE] = '.', [PRESENT_UNKNOWN] = '?', [PRESENT_SERVER] = '#', [PRESENT_COPY] = '=', [PRESENT_RACE] = '*',
};

/* Does the client have it on that day, if it checks every day? */
static char
client_sign(const struct life *life, const struct life_client *c, int64_t day)
{
	enum presence there = life_for_client(life, c, day);
	return there == PRESENT_SERVER ? 'o' : signs[there];
}

/* The signs of all days in one cell. */
static const char *
draw(struct page *page, const struct life_days *days, const struct life *life, const struct life_client *client)
{
	char *s = arena_alloc(&page->arena, LIFE_MAX_DAYS * CELL + 1);
	memset(s, ' ', days->n * CELL);
	for (size_t i = 0; i < days->n; i++)
		s[i * CELL + CELL - 1] = client ? client_sign(life, client, days->all[i]) : signs[life_on_server(life, days->all[i])];
	return s;
}

static const char *
draw_head(struct page *page, const struct life_days *days)
{
	const char *s = "";
	for (size_t i = 0; i < days->n; i++)
		s = arena_printf(&page->arena, "%s%*" PRId64, s, CELL, days->all[i]);
	return s;
}

static void
say_legend(struct page *page, const struct life *life)
{
	static const struct {
		char sign;
		const char *words;
	} rows[] = {
		{ '#', N_("# is there") }, { '=', N_("= has a copy of its own") }, { 'o', N_("o sees it on the server") },
		{ '*', N_("* has it only if it checks first") }, { '.', N_(". does not have it") }, { '?', N_("? unknown") },
	};
	const char *all = NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool used = rows[i].sign == '#' || rows[i].sign == '.' ? true : false;
		for (size_t k = 0; k < life->n_clients && !used; k++)
			used = client_sign(life, &life->clients[k], 0) == rows[i].sign;
		if (used)
			all = all ? arena_printf(&page->arena, _("%s; %s"), all, _(rows[i].words)) : _(rows[i].words);
	}
	page_addf(page, INK_DIM, "%s", all);
	page_flush(page, 2, 2);
}

void
text_life(struct page *page, const struct report_mailbox *result)
{
	const struct mailbox *m = result->mailbox;
	const struct life *life = &result->life;
	size_t columns = m->policy.closure_days == POLICY_UNSET ? 2 : MAX_COLUMNS, shown = life->n_clients > MAX_ROWS ? MAX_ROWS : life->n_clients;
	int64_t away = m->policy.closure_days;
	enum presence there = life_on_server(life, away);
	struct life_days days;
	life_days_of(result, &days);

	const char **cells = arena_alloc(&page->arena, (shown + 2) * MAX_COLUMNS * sizeof *cells), **row = cells;
	row[0] = _("Days after it came");
	row[1] = draw_head(page, &days);
	if (columns == MAX_COLUMNS)
		row[2] = arena_printf(&page->arena, P_("Back after %lld day", "Back after %lld days", (unsigned long long)away), (long long)away);
	row += columns;
	row[0] = _("on the server");
	row[1] = draw(page, &days, life, NULL);
	if (columns == MAX_COLUMNS)
		row[2] = there == PRESENT_GONE ? _("gone") : there == PRESENT_SERVER ? _("there") : _("unknown");
	for (size_t i = 0; i < shown; i++) {
		const struct life_client *c = &life->clients[i];
		row += columns;
		row[0] = words_of_life_client(c, &page->arena);
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
	const char *growth = words_of_growth(result, &page->arena);
	if (growth)
		page_say(page, INK_PLAIN, 2, growth);
}
