/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has changed since the baseline, one line each, the worst news first.
 */
#include <string.h>

#include "document/text-mailbox.h"
#include "document/trend-words.h"
#include "document/writer.h"

enum { MAX_LINES = 20, MAX_NAMES = 3 };

static const char *
title_of(const struct finding *f, struct arena *arena)
{
	const char *address = finding_address(f), *title = arena_printf(arena, "%s (%s)", _(f->rule->title), f->rule->code);
	return address ? arena_printf(arena, _("%s: %s"), address, title) : title;
}

/* One line, unless there were enough of its kind. */
static void
say_line(struct page *page, enum ink ink, const char *kind, const struct finding *f, const char *who, size_t *n)
{
	if (++*n > MAX_LINES)
		return;
	page_form(page, _("%s: %s - %s"), { ink, kind }, { INK_PLAIN, title_of(f, &page->arena) }, { INK_BOLD, *who ? who : "-" });
	page_flush(page, 2, 4);
}

static size_t
say_trend(struct page *page, const struct report *report, enum trend trend, enum ink ink)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (f->trend != trend || f->status == FINDING_WAIVED)
			continue;
		const char *kind = f->status == FINDING_UNKNOWN ? arena_printf(&page->arena, _("%s (unknown)"), words_of_trend(trend)) : words_of_trend(trend);
		say_line(page, ink, kind, f, words_added(f, MAX_NAMES, &page->arena), &n);
	}
	return n;
}

/* What is fixed, or what is merely not seen any more. */
static size_t
say_gone(struct page *page, const struct report *report, bool fixed)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_gone; i++) {
		const struct gone *gone = &report->gone[i];
		bool some = gone->fixed;
		for (size_t k = 0; !some && k < gone->n_who; k++)
			some = gone_is_fixed(gone->who[k].why) && gone->left;
		if (some == fixed)
			say_line(page, some ? INK_GREEN : INK_YELLOW,
			    gone->fixed ? _("fixed") : some ? _("partly fixed") : C_("finding", "gone, but not fixed"), gone->was,
			    words_gone(gone, MAX_NAMES, &page->arena), &n);
	}
	return n;
}

static size_t
say_more(struct page *page, size_t n)
{
	if (n > MAX_LINES) {
		page_addf(page, INK_PLAIN, _("... and %zu more; the JSON report has them all"), n - MAX_LINES);
		page_flush(page, 2, 4);
	}
	return n;
}

void
text_changes(struct page *page, const struct report *report)
{
	size_t n = 0;
	if (!report->baseline)
		return;
	page_addf(page, INK_BOLD, _("What has changed since %s"), trend_since(report) ? trend_since(report) : "?");
	page_flush(page, 0, 2);
	n += say_more(page, say_trend(page, report, TREND_NEW, INK_RED));
	n += say_more(page, say_trend(page, report, TREND_WORSE, INK_RED));
	n += say_more(page, say_gone(page, report, false));
	n += say_more(page, say_gone(page, report, true));
	if (!n)
		page_say(page, INK_PLAIN, 2, _("Nothing."));
	page_blank(page);
}
