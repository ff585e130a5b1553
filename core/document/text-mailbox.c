/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-mailbox.h"

#include <inttypes.h>
#include <string.h>

#include "document/text-words.h"

enum { MAX_NAMES = 6, MAX_ROWS = 40 };

static const struct {
	const char *words;
	enum ink ink;
} fates[FATE_COUNT] = {
	[FATE_LOST] = { "MAIL IS BEING LOST", INK_RED },
	[FATE_FAIL] = { "SETTINGS MUST CHANGE", INK_RED },
	[FATE_UNKNOWN] = { "CANNOT BE JUDGED YET", INK_YELLOW },
	[FATE_MINOR] = { "small things could be better", INK_YELLOW },
	[FATE_CLEAN] = { "clean", INK_GREEN },
};

enum fate
mailbox_fate(const struct report_mailbox *result, int worst, bool doubted)
{
	switch (result->status) {
	case MAILBOX_FAIL:
		if (worst < SEVERITY_MEDIUM)
			return doubted || !result->mailbox->resolved || result->mailbox->doubtful ? FATE_UNKNOWN : FATE_MINOR;
		return result->life.gone_after_days == 0 && result->mailbox->shared ? FATE_LOST : FATE_FAIL;
	case MAILBOX_CLEAN:
		return FATE_CLEAN;
	case MAILBOX_UNKNOWN:
	case MAILBOX_STATUS_COUNT:
		break;
	}
	return FATE_UNKNOWN;
}

void
text_names(struct page *page, const char *const *names, size_t n)
{
	size_t shown = n > MAX_NAMES + 1 ? MAX_NAMES : n;
	for (size_t i = 0; i < shown; i++)
		page_addf(page, INK_PLAIN, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", names[i]);
	if (shown < n)
		page_addf(page, INK_PLAIN, " and %zu more", n - shown);
}

/* ---- the table ---- */

static const char *
leaves(const struct account *a)
{
	int64_t leave;
	if (account_num(a, MA_LEAVE_ON_SERVER, &leave))
		return leave ? "yes" : "NO";
	return account_is(a, MA_PROTOCOL, "pop3") || !account_knows(a, MA_PROTOCOL) ? "unknown" : "yes";
}

static void
external_row(const struct policy_external *e, const char **row, struct arena *arena)
{
	bool pop = e->protocol && strcmp(e->protocol, "pop3") == 0;
	row[0] = "-";
	row[1] = e->name;
	row[2] = words_of_protocol(e->protocol);
	row[3] = e->leave_on_server == 0 ? "NO" : e->leave_on_server == 1 ? "yes" : e->protocol && !pop ? "yes" : "unknown";
	row[4] = e->leave_on_server == 0 ? "at once" :
	    e->delete_after_days != POLICY_UNSET ? arena_printf(arena, "after %" PRId64 " days", e->delete_after_days) :
	    e->leave_on_server == 1 ? "never" : e->protocol && !pop ? "when deleted" : "unknown";
}

void
text_clients(struct page *page, const struct account *const *accounts, size_t n,
    const struct policy_external *const *externals, size_t n_externals, bool with_address)
{
	size_t columns = with_address ? 6 : 5, shown = n > MAX_ROWS ? MAX_ROWS : n;
	const char **cells = arena_alloc(&page->arena, (shown + n_externals + 1) * columns * sizeof *cells), **row = cells;
	static const char *const head[] = { "Workstation", "Program", "By", "Leaves mail", "Removes it", "Mailbox" };

	for (size_t i = 0; i < columns; i++)
		row[i] = head[i];
	for (size_t i = 0; i < shown; i++) {
		const struct account *a = accounts[i];
		const struct fact *addresses = account_fact(a, MA_ADDRESSES);
		row += columns;
		row[0] = a->scan->workstation.name;
		row[1] = words_of_client(a);
		row[2] = words_of_protocol(account_text(a, MA_PROTOCOL));
		row[3] = leaves(a);
		row[4] = words_of_removal(a, &page->arena);
		if (with_address) {
			const char *login = account_text(a, MA_LOGIN);
			row[5] = account_bool_is(a, MA_ENABLED, false) ? "(not in use)" :
			    addresses->n_items ? addresses->items[0] : login ? login : "unknown";
		}
	}
	for (size_t i = 0; i < n_externals; i++) {
		row += columns;
		external_row(externals[i], row, &page->arena);
		if (with_address)
			row[5] = externals[i]->address;
	}
	page_table(page, 2, cells, (size_t)(row - cells) / columns + 1, columns, NULL);
	if (shown < n) {
		page_addf(page, INK_DIM, "... and %zu more", n - shown);
		page_flush(page, 2, 2);
	}
}

/* ---- what becomes of a message ---- */

static const char *
life_name(const struct life_client *client, struct arena *arena)
{
	return words_of_blame(&(struct blame){ .account = client->account, .external = client->external }, arena);
}

enum lot { LOT_KEEPS, LOT_RACES, LOT_LOSES, LOT_UNKNOWN };

/* Who copies mail but is beside one that takes it at once has it only if it checks first. */
static enum lot
lot_of(const struct life_client *c)
{
	if (c->unknown)
		return LOT_UNKNOWN;
	if (c->keeps_copy)
		return LOT_KEEPS;
	return c->loses_after_days == LIFE_NEVER && c->misses_if_away_days == 0 ? LOT_RACES : LOT_LOSES;
}

static void
say_lot(struct page *page, const struct life *life, enum lot lot, const char *one, const char *many)
{
	const char **names = arena_alloc(&page->arena, (life->n_clients + 1) * sizeof *names);
	size_t n = 0;
	for (size_t i = 0; i < life->n_clients; i++) {
		const struct life_client *c = &life->clients[i];
		enum lot its = lot_of(c);
		if (its == lot)
			names[n++] = life_name(c, &page->arena);
	}
	if (!n)
		return;
	page_add(page, INK_PLAIN, " ");
	text_names(page, names, n);
	page_add(page, INK_PLAIN, n == 1 ? one : many);
}

static void
say_life(struct page *page, const struct life *life)
{
	const char **names = arena_alloc(&page->arena, (life->n_removed_by + 1) * sizeof *names);
	for (size_t i = 0; i < life->n_removed_by; i++)
		names[i] = life_name(life->removed_by[i], &page->arena);
	page_say(page, INK_BOLD, 1, "What becomes of a message");
	if (life->gone_after_days == LIFE_NEVER) {
		page_add(page, INK_PLAIN, life->unknown ? "No client is known to remove it, but it cannot be ruled out:" :
		    life->bounded ? "No client removes it by itself; it goes when somebody deletes it." :
		    "No client removes it by itself: unless somebody deletes mail, the mailbox grows until it is full.");
		say_lot(page, life, LOT_UNKNOWN, " may remove it.", " may remove it.");
	} else {
		if (life->gone_after_days == 0)
			page_add(page, INK_PLAIN, "A message that arrives today is gone for everybody at the first check of ");
		else
			page_addf(page, INK_PLAIN, "A message is removed from the server %" PRId64 " day%s after it was fetched, by ",
			    life->gone_after_days, life->gone_after_days == 1 ? "" : "s");
		text_names(page, names, life->n_removed_by);
		page_add(page, INK_PLAIN, ".");
		if (life->gone_after_days > 0)
			page_add(page, INK_PLAIN, " Who does not check for that long never sees it.");
		say_lot(page, life, LOT_KEEPS, " keeps a copy.", " keep copies.");
		say_lot(page, life, LOT_RACES, " gets it only by checking before that.", " get it only by checking before that.");
		say_lot(page, life, LOT_LOSES, " does not have it any more.", " do not have it any more.");
		say_lot(page, life, LOT_UNKNOWN, " cannot be judged; it may go even earlier.", " cannot be judged; it may go even earlier.");
	}
	page_flush(page, 2, 2);
}

/* Why it may be called clean. */
static void
say_clean(struct page *page, const struct report_mailbox *result)
{
	const struct mailbox *m = result->mailbox;
	const struct life *life = &result->life;
	page_addf(page, INK_PLAIN, "%s, all settings that matter are known; ",
	    words_count(m->n_clients, "client", "clients", &page->arena));
	if (life->gone_after_days == LIFE_NEVER) {
		page_add(page, INK_PLAIN, "no client removes mail by itself.");
	} else {
		page_add(page, INK_PLAIN, life->gone_after_days ? "mail is removed " : "mail is taken at once");
		if (life->gone_after_days)
			page_addf(page, INK_PLAIN, "%s after it was fetched",
			    words_count((size_t)life->gone_after_days, "day", "days", &page->arena));
		const char **names = arena_alloc(&page->arena, (life->n_removed_by + 1) * sizeof *names);
		for (size_t i = 0; i < life->n_removed_by; i++)
			names[i] = life_name(life->removed_by[i], &page->arena);
		page_add(page, INK_PLAIN, life->n_removed_by ? " by " : "");
		text_names(page, names, life->n_removed_by);
		page_add(page, INK_PLAIN, m->n_clients > 1 ? ", as the rules allow." : ", and no other client is known to fetch it.");
	}
	page_flush(page, 2, 2);
}

/* Why it may be neither called clean nor blamed, where no finding of its own says so. */
static void
say_doubt(struct page *page, const struct mailbox *m, struct finding_list findings)
{
	bool own = false;
	for (size_t i = 0; i < findings.n; i++)
		own = own || findings.all[i]->status == FINDING_UNKNOWN;
	if (!m->resolved)
		page_addf(page, INK_PLAIN, "It cannot be told which mailbox this account reaches%s%s.", m->why ? ": " : "", m->why ? m->why : "");
	else if (m->doubtful)
		page_add(page, INK_PLAIN, "Perhaps more clients reach it under another name: see the remarks at the end.");
	else if (!own)
		page_add(page, INK_PLAIN, "Nothing wrong is known of it, but not all settings could be read: see the end of this report.");
	else
		return;
	page_flush(page, 2, 2);
}

void
text_mailbox(struct page *page, const struct report_mailbox *result, enum fate fate, struct finding_list findings)
{
	const struct mailbox *m = result->mailbox;

	page_blank(page);
	page_add(page, INK_BOLD, m->address);
	page_add(page, INK_PLAIN, " - ");
	page_add(page, fates[fate].ink, fates[fate].words);
	page_flush(page, 0, 2);
	if (fate == FATE_CLEAN)
		say_clean(page, result);
	if (fate == FATE_UNKNOWN)
		say_doubt(page, m, findings);
	text_findings_fail(page, findings, "What must change");
	if (fate != FATE_CLEAN) {
		page_say(page, INK_BOLD, 1, "Who fetches this mail");
		text_clients(page, (const struct account *const *)m->accounts, m->n_accounts,
		    m->externals, m->n_externals, false);
		say_life(page, &result->life);
	}
	text_findings_rest(page, findings);
}
