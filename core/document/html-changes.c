/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has changed since the baseline: what is new or worse, what is fixed, and
 * what is merely not seen any more, which is no better.
 */
#include "document/html.h"
#include "document/text-words.h"
#include "document/trend-words.h"

static const char *const classes[TREND_COUNT] = {
	[TREND_NEW] = "heavy", [TREND_WORSE] = "heavy", [TREND_OTHER] = "unknown", [TREND_BETTER] = "good",
};

void
html_trend(struct html *h, enum trend trend)
{
	if (classes[trend])
		html_put(h, " <span class=\"sev %s\">%s</span>", classes[trend], words_of_trend(trend));
}

static void
put_head(struct html *h, const char *title)
{
	const char *const titles[] = { _("Finding"), C_("trend", "Change"), _("Mailbox"), _("Who"), NULL };
	html_put(h, "<h3>%s</h3>\n", title);
	html_table(h, "sortable", title, titles);
}

static size_t
put_here(struct html *h)
{
	size_t n = 0;
	for (size_t i = 0; i < h->report->n_findings; i++) {
		const struct finding *f = &h->report->findings[i];
		if (!classes[f->trend])
			continue;
		if (n++ == 0)
			put_head(h, _("New or different"));
		html_put(h, "<tr><th scope=\"row\"><a href=\"#f%zu\">%s</a> %s</th><td>", i, f->rule->code, _(f->rule->title));
		html_severity(h, f);
		html_trend(h, f->trend);
		html_put(h, "</td><td>%s</td><td>%s</td></tr>\n", finding_address(f), words_added(f, WORDS_GONE_NAMES, &h->scratch));
		html_breathe(h);
	}
	if (n)
		html_table_end(h);
	return n;
}

static void
put_gone(struct html *h, const struct gone *g)
{
	bool some = g->fixed;
	for (size_t i = 0; !some && i < g->n_who; i++)
		some = gone_is_fixed(g->who[i].why) && g->left;
	html_put(h, "<tr><th scope=\"row\">%s %s</th><td><span class=\"sev %s\">", g->was->rule->code, _(g->was->rule->title), some ? "good" : "unknown");
	html_sign(h, some ? SIGN_CLEAN : SIGN_UNKNOWN);
	html_put(h, "%s</span></td><td>%s</td><td>%s</td></tr>\n", g->fixed ? _("fixed") : some ? _("partly fixed") : C_("finding", "gone, but not fixed"),
	    finding_address(g->was), words_gone(g, WORDS_GONE_NAMES, &h->scratch));
	html_breathe(h);
}

void
html_changes(struct html *h)
{
	const struct report *report = h->report;
	const char *since = trend_since(report);
	if (!report->baseline)
		return;
	html_section(h, "changes", arena_printf(&h->scratch, _("What has changed since %s"), since ? since : "?"));
	size_t n = put_here(h);
	if (report->n_gone)
		put_head(h, _("Fixed, or not seen any more"));
	for (size_t i = 0; i < report->n_gone; i++)
		put_gone(h, &report->gone[i]);
	if (report->n_gone)
		html_table_end(h);
	if (!n && !report->n_gone)
		html_put(h, "<p class=\"none\">%s</p>\n", _("Nothing."));
	html_section_end(h);
}

void
html_changes_line(struct html *h)
{
	const struct report *report = h->report;
	size_t n_new = 0, n_fixed = 0;
	if (!report->baseline)
		return;
	for (size_t i = 0; i < report->n_findings; i++)
		n_new += report->findings[i].trend == TREND_NEW || report->findings[i].trend == TREND_WORSE;
	for (size_t i = 0; i < report->n_gone; i++)
		n_fixed += report->gone[i].fixed;
	html_put(h, "<p><a href=\"#changes\">%s</a></p>\n", arena_printf(&h->scratch, _("Since the last report: %s, %s"),
	    arena_printf(&h->scratch, P_("%zu is new or worse", "%zu are new or worse", n_new), n_new),
	    arena_printf(&h->scratch, P_("%zu is fixed", "%zu are fixed", n_fixed), n_fixed)));
}
