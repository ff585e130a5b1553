/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has changed since the baseline: what is new or worse, what is fixed, and
 * what is merely not seen any more, which is no better.
 */
#include "document/html.h"
#include "document/text-words.h"

enum { MAX_NAMES = 6 };

static const struct {
	const char *words, *class;
} trends[TREND_COUNT] = {
	[TREND_NEW] = { NC_("trend", "new"), "heavy" },
	[TREND_WORSE] = { NC_("trend", "worse"), "heavy" },
	[TREND_OTHER] = { NC_("trend", "different"), "unknown" },
	[TREND_BETTER] = { NC_("trend", "better"), "good" },
};

static const char *const reasons[GONE_COUNT] = {
	[GONE_CHANGED] = N_("a setting was changed"),
	[GONE_REMOVED] = N_("the account was removed"),
	[GONE_OTHERS] = N_("the other clients of the mailbox have changed"),
	[GONE_KNOWN] = N_("it is known now, and right"),
	[GONE_RETIRED] = N_("the workstation is out of use"),
	[GONE_WAIVED] = N_("accepted by the site"),
	[GONE_UNKNOWN] = N_("it cannot be told any more"),
	[GONE_SILENT] = N_("the workstation is not heard from any more"),
};

void
html_trend(struct html *h, enum trend trend)
{
	if (trends[trend].words)
		html_put(h, " <span class=\"sev %s\">%s</span>", trends[trend].class, _(trends[trend].words));
}

static void
put_head(struct html *h, const char *title)
{
	const char *const titles[] = { _("Finding"), C_("trend", "Change"), _("Mailbox"), _("Who"), _("Why"), NULL };
	html_put(h, "<h3>%s</h3>\n", title);
	html_table(h, "sortable", title, titles);
}

static size_t
put_here(struct html *h)
{
	size_t n = 0;
	for (size_t i = 0; i < h->report->n_findings; i++) {
		const struct finding *f = &h->report->findings[i];
		if (!trends[f->trend].words)
			continue;
		if (n++ == 0)
			put_head(h, _("New or different"));
		const char **names = arena_alloc(&h->scratch, (f->n_blame + 1) * sizeof *names);
		for (size_t k = 0; k < f->n_blame; k++)
			names[k] = html_blamed(h, &f->blame[k]);
		html_put(h, "<tr><th scope=\"row\"><a href=\"#f%zu\">%s</a> %s</th><td>", i, f->rule->code, _(f->rule->title));
		html_trend(h, f->trend);
		html_put(h, "</td><td>%s</td><td>%s</td><td>%s</td></tr>\n", f->mailbox ? f->mailbox->address : "-",
		    words_list(names, f->n_blame, MAX_NAMES, &h->scratch), f->status == FINDING_UNKNOWN ? _("unknown") :
		    f->status == FINDING_WAIVED ? _("accepted by the site") : words_severity(f->severity));
		html_breathe(h);
	}
	if (n)
		html_table_end(h);
	return n;
}

static void
put_gone(struct html *h, const struct gone *g)
{
	const struct rule *rule = g->was->rule;
	bool said[GONE_COUNT] = { false };
	const char **names = arena_alloc(&h->scratch, (g->n_who + 1) * sizeof *names), *why = NULL;
	for (size_t i = 0; i < g->n_who; i++) {
		names[i] = html_blamed(h, g->who[i].blame);
		if (!said[g->who[i].why])
			why = why ? arena_printf(&h->scratch, _("%s, %s"), why, _(reasons[g->who[i].why])) : _(reasons[g->who[i].why]);
		said[g->who[i].why] = true;
	}
	html_put(h, "<tr><th scope=\"row\">%s %s</th><td><span class=\"sev %s\">", rule->code, _(rule->title), g->fixed ? "good" : "unknown");
	html_sign(h, g->fixed ? SIGN_CLEAN : SIGN_UNKNOWN);
	html_put(h, "%s</span></td><td>%s</td><td>%s</td><td>%s</td></tr>\n", g->fixed ? C_("trend", "fixed") : C_("trend", "not seen"),
	    g->was->mailbox ? g->was->mailbox->address : "-", words_list(names, g->n_who, MAX_NAMES, &h->scratch), why);
	html_breathe(h);
}

void
html_changes(struct html *h)
{
	const struct report *report = h->report;
	if (!report->baseline)
		return;
	html_section(h, "changes", _("What has changed"));
	if (report->baseline->generated)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("Since %s."), html_time(h, report->baseline->generated)));
	size_t n = put_here(h);
	if (report->n_gone)
		put_head(h, _("Fixed, or not seen any more"));
	for (size_t i = 0; i < report->n_gone; i++)
		put_gone(h, &report->gone[i]);
	if (report->n_gone)
		html_table_end(h);
	if (!n && !report->n_gone)
		html_put(h, "<p class=\"none\">%s</p>\n", _("Nothing has changed."));
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
