/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The frame of the page: what it may do, its signs, its parts in their order.
 */
#include "document/html.h"

#include <string.h>

#include "document/writers.h"

static const char style[] =
#include "document/page/css.inc"
    ;
static const char script[] =
#include "document/page/js.inc"
    ;

/* What the page may use: exactly these texts. */
static const char style_sum[] =
#include "document/page/css.sum"
    ;
static const char script_sum[] =
#include "document/page/js.sum"
    ;

void
html_head(struct html *h, const char *title)
{
	html_put(h, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"", lang_now() == LANG_JA ? "ja" : "en");
	fprintf(h->out, "default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", style_sum, script_sum);
	html_put(h, "\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
	    "<meta name=\"generator\" content=\"mailaccord %s\">\n<title>%s - mailaccord</title>\n<style>", h->how->tool, title);
	fputs(style, h->out);
	fputs("</style>\n</head>\n<body>\n", h->out);
}

void
html_signs(struct html *h)
{
	static const char *const signs[SIGN_COUNT] = {
		[SIGN_LOST] = "<path d=\"M5 1h6l4 4v6l-4 4H5l-4-4V5z\"/><path class=\"on\" d=\"M5 5l6 6M11 5l-6 6\"/>",
		[SIGN_FAIL] = "<path d=\"M8 1l7.5 14H.5z\"/><path class=\"on\" d=\"M8 6v4M8 12.2v.6\"/>",
		[SIGN_UNKNOWN] = "<circle cx=\"8\" cy=\"8\" r=\"7.5\"/><path class=\"on\" d=\"M5.6 6.2C5.6 3 10.6 3 10.4 6.2 10.3 8 8 7.800 8 10M8 12v.6\"/>",
		[SIGN_MINOR] = "<path d=\"M8 .5L15.500 8 8 15.500.5 8z\"/><path class=\"on\" d=\"M8 7.200v4M8 4.600v.6\"/>",
		[SIGN_CLEAN] = "<circle cx=\"8\" cy=\"8\" r=\"7.5\"/><path class=\"on\" d=\"M4.500 8.200l2.500 2.600 4.500-5\"/>",
	};
	html_put(h, "<svg class=\"defs\" aria-hidden=\"true\" width=\"0\" height=\"0\"><defs>\n");
	for (int i = 0; i < SIGN_COUNT; i++) {
		html_put(h, "<symbol id=\"sign%d\" viewBox=\"0 0 16 16\">", i);
		fputs(signs[i], h->out);
		fputs("</symbol>\n", h->out);
	}
	html_put(h, "<pattern id=\"doubt\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
	    "<rect class=\"doubt-a\" width=\"8\" height=\"8\"/><rect class=\"doubt-b\" width=\"3\" height=\"8\"/></pattern>\n</defs></svg>\n");
}

/* Sections that are there, as links. */
static void
put_contents(struct html *h)
{
	static const struct {
		const char *id, *words;
	} parts[] = {
		{ "todo", N_("To do") }, { "mailboxes", N_("Mailboxes") }, { "coverage", N_("Workstations") },
		{ "waivers", N_("Accepted") }, { "changes", N_("Changes") }, { "notes", N_("Remarks") }, { "rules", N_("Reasons") },
	};
	html_put(h, "<nav aria-label=\"%s\"><ul>", _("Contents"));
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (h->report->baseline || strcmp(parts[i].id, "changes") != 0)
			html_put(h, "<li><a href=\"#%s\">%s</a></li>", parts[i].id, _(parts[i].words));
	html_put(h, "</ul></nav>\n");
}

void
html_foot(struct html *h)
{
	html_put(h, "<footer><p>mailaccord %s", h->how->tool);
	if (h->report->generated)
		html_put(h, " · <time datetime=\"%s\">%s</time>", h->report->generated,
		    html_time(h, h->report->generated));
	html_put(h, "</p></footer>\n<script>");
	fputs(script, h->out);
	fputs("</script>\n</body>\n</html>\n", h->out);
}

/* How all of it fares: as the worst of its mailboxes, or worse. */
static enum fate
fate_of_all(const struct html *h)
{
	const struct report *report = h->report;
	enum fate fate = report->mailboxes.n ? FATE_CLEAN : FATE_UNKNOWN;
	struct finding_list loose = ranking_findings(&h->ranking, report->mailboxes.n);
	for (size_t i = 0; i < report->mailboxes.n; i++)
		if (ranking_shows(report, report->results[h->ranking.ranks[i].mailbox].mailbox) && h->ranking.ranks[i].fate < fate)
			fate = h->ranking.ranks[i].fate;
	for (size_t i = 0; i < loose.n; i++) {
		enum fate one = loose.all[i]->status == FINDING_UNKNOWN ? FATE_UNKNOWN : loose.all[i]->status != FINDING_FAIL ? FATE_CLEAN :
		    finding_is_heavy(loose.all[i]) ? FATE_FAIL : FATE_MINOR;
		fate = one < fate ? one : fate;
	}
	bool doubted = h->how->outcome == EXIT_UNDETERMINED;
	for (size_t i = 0; i < h->n_doubts; i++)
		doubted = doubted || !h->doubts[i].supposed;
	return doubted && fate > FATE_UNKNOWN ? FATE_UNKNOWN : fate;
}

bool
html_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	struct html h = { .out = out, .report = report, .how = how };
	ranking_make(report, &h.arena, &h.ranking);
	h.doubts = report_doubts(report, how->outcome, &h.arena, &h.n_doubts);
	h.fate = fate_of_all(&h);
	html_head(&h, _("Report on shared mailboxes"));
	html_put(&h, "<a class=\"skip\" href=\"#todo\">%s</a>\n", _("To what must be done"));
	html_signs(&h);
	html_verdict(&h);
	put_contents(&h);
	html_put(&h, "<main>\n");
	html_todo(&h);
	html_mailboxes(&h);
	html_coverage(&h);
	html_waivers(&h);
	html_changes(&h);
	html_notes(&h);
	html_menus(&h);
	html_rules(&h);
	html_put(&h, "</main>\n");
	html_foot(&h);
	html_breathe(&h);
	arena_fini(&h.arena);
	return writer_end(out, where, err);
}
