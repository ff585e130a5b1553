/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand-over as a checklist: what lies where, what comes by itself, what to
 * type, what to do in which order.
 */
#include <string.h>

#include "document/handover-words.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

static const enum ink inks[HAND_FATE_COUNT] = {
	[HAND_ONLY_HERE] = INK_RED, [HAND_PARTLY_HERE] = INK_YELLOW, [HAND_UNKNOWN] = INK_YELLOW, [HAND_ON_SERVER] = INK_GREEN, [HAND_EMPTY] = INK_DIM,
};

static void
say_dim(struct page *page, const char *text)
{
	if (text)
		page_say(page, INK_DIM, 6, text);
}

static void
say_item(struct page *page, const struct hand_item *item)
{
	static const enum move_what moves[] = { MOVE_TAKE, MOVE_BRING };
	struct arena *arena = &page->arena;
	bool carried = hand_item_is_carried(item);
	size_t n;
	page_add(page, INK_PLAIN, carried ? "[ ] " : "    ");
	page_add(page, inks[item->fate], hand_words_fate(item->fate));
	page_add(page, INK_PLAIN, item->fate == HAND_UNKNOWN || (carried && item->unseen) ? "?  " : "  ");
	page_add(page, INK_BOLD, item->store ? item->store->path : hand_words_owner(item, arena));
	page_flush(page, 2, 6);
	if (item->store) {
		const char *age = hand_words_age(item, arena);
		page_addf(page, INK_PLAIN, _("%s; %s; %s"), hand_words_owner(item, arena), hand_words_size(item, arena), hand_words_kind(item, arena));
		page_add(page, INK_PLAIN, age ? _("; ") : NULL);
		page_add(page, INK_PLAIN, age);
		page_flush(page, 6, 6);
	}
	page_say(page, INK_PLAIN, 6, hand_words_reason(item, arena));
	const char **minds = hand_words_minds(item, arena, &n);
	for (size_t i = 0; i < n; i++)
		page_say(page, INK_YELLOW, 6, minds[i]);
	for (size_t i = 0; carried && i < sizeof moves / sizeof *moves; i++)
		say_dim(page, hand_words_move(item, moves[i]));
	const char *choice = hand_words_choice(item, arena);
	if (choice)
		page_say(page, INK_PLAIN, 6, choice);
}

static void
say_account(struct page *page, const struct hand_account *h)
{
	const char *again = hand_words_again(h, &page->arena), *memory = hand_words_memory(h, &page->arena);
	page_add(page, INK_PLAIN, "[ ] ");
	text_blamed(page, &(struct blame){ .scan = h->account->scan, .account = h->account }, true);
	page_flush(page, 2, 6);
	page_say(page, INK_PLAIN, 6, hand_words_arrival(h, &page->arena));
	if (again)
		page_say(page, INK_PLAIN, 6, again);
	if (memory)
		page_say(page, INK_PLAIN, 6, memory);
	say_dim(page, move_text(account_text(h->account, MA_CLIENT), h->account->plugin, MOVE_SETTINGS, lang_now()));
	for (size_t i = 0; i < h->n_typed; i++) {
		page_addf(page, INK_DIM, _("%s: "), words_of_fact(h->typed[i]));
		page_add(page, INK_PLAIN, words_of(account_fact(h->account, h->typed[i]), &page->arena));
		page_flush(page, 8, 10);
	}
}

static void
say_gaps(struct page *page, const struct hand_place *place)
{
	size_t n;
	const char **gaps = hand_words_gaps(place, &page->arena, &n);
	for (size_t i = 0; i < n; i++)
		page_say(page, INK_YELLOW, 0, gaps[i]);
}

static void
say_place(struct page *page, const struct hand_place *place)
{
	page_form(page, _("Hand-over of %s"), { INK_BOLD, place->scan->workstation.name });
	page_flush(page, 0, 0);
	page_say(page, place->n_fate[HAND_ONLY_HERE] || place->n_fate[HAND_PARTLY_HERE] ? INK_RED : INK_PLAIN, 0, hand_words_sum(place, &page->arena));
	say_gaps(page, place);
	if (place->n_items) {
		page_blank(page);
		page_say(page, INK_BOLD, 0, _("Where mail lies"));
	}
	for (size_t i = 0; i < place->n_items; i++)
		say_item(page, &place->items[i]);
	if (place->n_accounts) {
		page_blank(page);
		page_say(page, INK_BOLD, 0, _("Accounts to be set up again"));
	}
	for (size_t i = 0; i < place->n_accounts; i++)
		say_account(page, &place->accounts[i]);
	for (int i = 0, n = 0; i < HAND_STEP_COUNT; i++)
		if (place->steps[i]) {
			if (!n) {
				page_blank(page);
				page_say(page, INK_BOLD, 0, _("Steps, in this order"));
			}
			page_addf(page, INK_PLAIN, "[ ] %2d. ", ++n);
			page_add(page, INK_PLAIN, hand_words_step(place, (enum hand_step)i, &page->arena));
			page_flush(page, 2, 10);
		}
	page_say(page, INK_DIM, 2, _("Address books, filters, signatures and calendars are not in this list."));
}

bool
text_write_handover(FILE *out, const char *where, const struct handover *handover, struct text_style style, struct err *err)
{
	struct page page;
	page_init(&page, out, style);
	for (size_t i = 0; i < handover->n; i++) {
		if (i)
			page_blank(&page);
		say_place(&page, &handover->places[i]);
	}
	return page_fini(&page, where, err);
}
