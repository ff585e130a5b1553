/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The top of the page: how all of it fares, in words, by a sign and in colour;
 * how many mailboxes fare how; and why, where it cannot be told.
 */
#include <string.h>

#include "document/html.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_DOUBTS = 6, BAR_WIDTH = 600, BAR_HEIGHT = 14 };

/* Of all together, as a headline. */
static const struct {
	const char *words;
	const char *class;
	enum sign sign;
	const char *one, *many; /* of so many mailboxes */
} fates[FATE_COUNT] = {
	[FATE_LOST] = { N_("Mail is being lost"), "lost", SIGN_LOST, NP_("%zu loses mail", "%zu lose mail") },
	[FATE_FAIL] = { N_("Settings must change"), "fail", SIGN_FAIL, NP_("%zu needs other settings", "%zu need other settings") },
	[FATE_UNKNOWN] = { N_("Cannot be decided yet"), "unknown", SIGN_UNKNOWN, NP_("%zu cannot be judged yet", "%zu cannot be judged yet") },
	[FATE_MINOR] = { N_("Small things could be better"), "minor", SIGN_MINOR, NP_("%zu could be better", "%zu could be better") },
	[FATE_CLEAN] = { N_("Clean"), "clean", SIGN_CLEAN, NP_("%zu is clean", "%zu are clean") },
};

const char *
html_fate_class(enum fate fate)
{
	return fates[fate].class;
}

enum sign
html_fate_sign(enum fate fate)
{
	return fates[fate].sign;
}

/* What makes clean less than clean: the site has accepted something of weight. */
static bool
is_accepted(const struct html *h)
{
	for (size_t i = 0; i < h->report->n_findings; i++)
		if (h->report->findings[i].status == FINDING_WAIVED && finding_is_heavy(&h->report->findings[i]))
			return true;
	return false;
}

static void
put_headline(struct html *h)
{
	static const struct {
		const char *words, *class, *why;
		enum sign sign;
	} verdicts[GATE_VERDICT_COUNT] = {
		[GATE_PASS] = { N_("may go live"), "clean", N_("Nothing that it does harms the mailboxes it shares."), SIGN_CLEAN },
		[GATE_FAIL] = { N_("MUST NOT GO LIVE YET"), "lost", N_("It would do harm. What must change on it:"), SIGN_LOST },
		[GATE_UNDETERMINED] = { N_("CANNOT BE CLEARED YET"), "unknown", N_("Whether it would do harm cannot be told:"), SIGN_UNKNOWN },
	};
	const struct gate *gate = &h->report->gate;
	if (gate->candidate) {
		html_put(h, "<header class=\"verdict %s\">\n<p class=\"kicker\">%s</p>\n<h1>", verdicts[gate->verdict].class, _("May this workstation go live?"));
		html_sign(h, verdicts[gate->verdict].sign);
		html_put(h, "<span>");
		html_form(h, _("%s %s."), { "b", NULL, gate->candidate->workstation.name }, { NULL, NULL, _(verdicts[gate->verdict].words) });
		html_put(h, "</span></h1>\n<p class=\"lead\">%s</p>\n", _(verdicts[gate->verdict].why));
		return;
	}
	const char *words = h->fate == FATE_CLEAN && is_accepted(h) ? _("Clean but for what the site has accepted") : _(fates[h->fate].words);
	html_put(h, "<header class=\"verdict %s\">\n<p class=\"kicker\">%s</p>\n<h1>", fates[h->fate].class, _("Report on shared mailboxes"));
	html_sign(h, fates[h->fate].sign);
	html_put(h, "<span>%s</span></h1>\n", words);
}

/* Those shown of each fate. */
static size_t
count_fates(const struct html *h, size_t n[FATE_COUNT])
{
	size_t all = 0;
	memset(n, 0, FATE_COUNT * sizeof *n);
	for (size_t i = 0; i < h->report->mailboxes.n; i++) {
		const struct rank *rank = &h->ranking.ranks[i];
		if (!ranking_shows(h->report, h->report->results[rank->mailbox].mailbox))
			continue;
		n[rank->fate]++;
		all++;
	}
	return all;
}

static void
put_bar(struct html *h, const size_t n[FATE_COUNT], size_t all)
{
	size_t before = 0;
	html_put(h, "<svg class=\"bar\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" aria-hidden=\"true\">", BAR_WIDTH, BAR_HEIGHT);
	for (int i = 0; i < FATE_COUNT; i++) {
		if (n[i])
			html_put(h, "<rect class=\"%s\" x=\"%zu\" width=\"%zu\" height=\"%d\"/>", fates[i].class, before * BAR_WIDTH / all,
			    (before + n[i]) * BAR_WIDTH / all - before * BAR_WIDTH / all, BAR_HEIGHT);
		before += n[i];
	}
	html_put(h, "</svg>\n<ul class=\"counts\">");
	for (int i = 0; i < FATE_COUNT; i++) {
		if (!n[i])
			continue;
		html_put(h, "<li class=\"%s\">", fates[i].class);
		html_sign(h, fates[i].sign);
		html_put(h, "%s</li>", arena_printf(&h->scratch, P_(fates[i].one, fates[i].many, n[i]), n[i]));
	}
	html_put(h, "</ul>\n");
}

static void
put_counts(struct html *h)
{
	size_t n[FATE_COUNT], all = count_fates(h, n);
	const char *boxes = arena_printf(&h->scratch, P_("%zu mailbox", "%zu mailboxes", all), all);
	const char *pcs = arena_printf(&h->scratch, P_("%zu workstation", "%zu workstations", h->report->n_scans), h->report->n_scans);
	html_put(h, "<p class=\"lead\">");
	html_form(h, _("%s on %s"), { "b", NULL, boxes }, { "b", NULL, pcs });
	if (h->report->generated)
		html_put(h, "<span class=\"when\"> · <time datetime=\"%s\">%s</time></span>", h->report->generated, html_time(h, h->report->generated));
	html_put(h, "</p>\n");
	if (all)
		put_bar(h, n, all);
	else
		html_put(h, "<p>%s</p>\n", _("nothing was found that could be judged."));
}

static void
put_doubts(struct html *h)
{
	size_t shown = 0, n = 0;
	for (size_t i = 0; i < h->n_doubts; i++) {
		if (h->doubts[i].supposed)
			continue;
		if (n++ == 0)
			html_put(h, "<div class=\"doubts\"><p><b>%s</b></p><ul>", _("Not everything is known:"));
		if (shown == MAX_DOUBTS)
			continue;
		shown++;
		const char *words = words_doubt(&h->doubts[i], &h->scratch);
		html_put(h, "<li>%s</li>", h->doubts[i].scan ? arena_printf(&h->scratch, _("%s: %s"), h->doubts[i].scan->workstation.name, words) : words);
	}
	if (n > shown)
		html_put(h, "<li><a href=\"#notes\">%s</a></li>", arena_printf(&h->scratch, _("... and %zu more"), n - shown));
	if (n)
		html_put(h, "</ul></div>\n");
}

static void
put_supposed(struct html *h)
{
	if (!h->report->n_supposed)
		return;
	html_put(h, "<div class=\"what-if\" role=\"note\"><p><b>%s</b></p><ul>",
	    _("SUPPOSED: this is not how things are. It is what would be if these settings were as follows:"));
	for (size_t i = 0; i < h->n_doubts; i++)
		if (h->doubts[i].supposed)
			html_put(h, "<li>%s</li>", h->doubts[i].text);
	html_put(h, "</ul></div>\n");
}

void
html_verdict(struct html *h)
{
	put_headline(h);
	put_supposed(h);
	put_counts(h);
	html_changes_line(h);
	put_doubts(h);
	html_put(h, "</header>\n");
	html_breathe(h);
}
