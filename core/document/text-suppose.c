/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-mailbox.h"
#include "document/text-words.h"

static const char *
words_or(const struct fact *fact, bool unset, struct arena *arena)
{
	if (!unset)
		return words_of(fact, arena);
	return fact_rows[fact->id].type == FACT_INT ? _("no limit") : fact_rows[fact->id].type == FACT_LIST ? _("none") : _("not set");
}

void
text_supposed(struct page *page, const struct report *report)
{
	if (!report->n_supposed)
		return;
	page_say(page, INK_RED, 0, _("SUPPOSED: this is not how things are. It is what would be if these settings were as follows:"));
	for (size_t i = 0; i < report->n_supposed; i++)
		for (size_t k = 0; k < report->supposed[i].n_changes; k++) {
			const struct supposed_change *c = &report->supposed[i].changes[k];
			page_add(page, INK_PLAIN, "- ");
			text_blamed(page, &(struct blame){ .scan = c->account->scan, .account = c->account }, false);
			page_form(page, _(": %s: \"%s\" instead of \"%s\""), { INK_PLAIN, words_of_fact(c->to.id) },
			    { INK_BOLD, words_or(&c->to, c->to_unset, &page->arena) }, { INK_PLAIN, words_or(&c->from, c->from_unset, &page->arena) });
			page_flush(page, 2, 4);
		}
	page_blank(page);
}

void
text_supposed_end(struct page *page, const struct report *report)
{
	if (report->n_supposed)
		page_say(page, INK_RED, 0, _("All of this is supposed: see the beginning."));
}
