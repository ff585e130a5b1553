/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What provision tells: each setting and where it comes from, then what to do
 * with each file, and what is left to be set by hand.
 */
#include "document/menu.h"
#include "document/text-page.h"
#include "document/text-words.h"
#include "model/wish.h"

static const char *
words_from(const struct wish *wish, enum ma_fact id, struct arena *arena)
{
	switch ((enum wish_from)wish->from[id]) {
	case WISH_GIVEN:
		return _("as asked for");
	case WISH_POLICY:
		return _("the policy");
	case WISH_PROVIDER:
		return wish->provider ? arena_printf(arena, _("known of %s"), wish->provider) : _("the provider");
	case WISH_CHOSEN:
		return _("chosen: the safe way");
	case WISH_NOWHERE:
		break;
	}
	return "";
}

static void
say_facts(struct page *page, const struct wish *wish)
{
	const char *cells[3 * (MA_FACT_COUNT + 1)] = { _("setting"), _("value"), _("from") };
	size_t n = 1;
	for (enum ma_fact id = 0; id < MA_FACT_COUNT; id++) {
		const struct fact *f = account_fact(&wish->account, id);
		if (f->state == MA_UNKNOWN)
			continue;
		cells[3 * n] = words_of_fact(id);
		cells[3 * n + 1] = words_of(f, &page->arena);
		cells[3 * n + 2] = words_from(wish, id, &page->arena);
		n++;
	}
	page_table(page, 2, cells, n, 3, NULL);
	page_blank(page);
}

static void
say_by_hand(struct page *page, const struct wish *wish, const struct text_provided *file)
{
	struct account theirs = { .plugin = file->plugin };
	bool said = false;
	account_put_text(&theirs, &page->arena, MA_CLIENT, file->client);
	for (enum ma_fact id = 0; id < MA_FACT_COUNT; id++) {
		if (!file->cannot[id])
			continue;
		if (!said)
			page_say(page, INK_YELLOW, 4, _("This file cannot say the following, or the client does not keep to it. Check it by eye, and set it by hand:"));
		said = true;
		page_addf(page, INK_BOLD, "%s: %s", words_of_fact(id), words_of(account_fact(&wish->account, id), &page->arena));
		page_flush(page, 6, 8);
		const struct menu *menu = menu_of(&theirs, id);
		if (menu)
			page_say(page, INK_PLAIN, 8, menu_path(menu));
	}
}

bool
text_write_provision(FILE *out, const char *where, const struct wish *wish, const struct text_provided *files, size_t n, struct text_style style,
    struct err *err)
{
	struct page page;
	page_init(&page, out, style);
	page_addf(&page, INK_BOLD, "%s", wish->account.id);
	page_flush(&page, 0, 0);
	say_facts(&page, wish);
	if (wish->against) {
		page_addf(&page, INK_RED, _(wish->against), (long long)wish->against_days);
		page_flush(&page, 2, 2);
		page_blank(&page);
	}
	if (wish->deleter) {
		page_form(&page, _("The policy lets only %s remove mail from this mailbox: set no other client up so."), { INK_BOLD, wish->deleter });
		page_flush(&page, 2, 2);
		page_blank(&page);
	}
	for (size_t i = 0; i < n; i++) {
		page_say(&page, INK_BOLD, 2, files[i].path);
		page_say(&page, INK_PLAIN, 4, files[i].advice);
		say_by_hand(&page, wish, &files[i]);
		page_blank(&page);
	}
	page_say(&page, INK_PLAIN, 0, _("Afterwards scan the workstation, or let mailaccord gate judge it, before it goes live."));
	return page_fini(&page, where, err);
}
