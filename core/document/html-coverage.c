/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who was heard from, who was not, what could not be read; what the site has
 * accepted; remarks.
 */
#include "document/html.h"

#include <string.h>

#include "document/text-words.h"

enum { MAX_OPEN = 30, MAX_NOTES = 1000 };

/* ---- workstations ---- */

/* Machines that the policy knows and nobody has scanned, or too long ago. */
static void
put_silent(struct html *h)
{
	struct finding_list loose = ranking_findings(&h->ranking, h->report->mailboxes.n);
	size_t n = 0;
	for (size_t i = 0; i < loose.n; i++)
		for (size_t k = 0; k < loose.all[i]->n_blame; k++) {
			const struct finding *f = loose.all[i];
			if (!f->blame[k].device || f->status == FINDING_WAIVED)
				continue;
			if (n++ == 0)
				html_put(h, "<h3>%s</h3>\n<ul class=\"silent\">\n", _("Not heard from"));
			html_put(h, "<li>");
			html_sign(h, SIGN_UNKNOWN);
			html_put(h, "<b>%s</b> <a href=\"#f%zu\">%s</a> %s</li>\n", f->blame[k].device->name, (size_t)(f - h->report->findings),
			    f->rule->code, _(f->rule->title));
		}
	if (n)
		html_put(h, "</ul>\n");
}

static void
put_workstation(struct html *h, const struct coverage *c)
{
	const struct scan *s = c->scan;
	html_put(h, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%zu</td><td>%zu", s->workstation.name,
	    s->started && strlen(s->started) >= 10 ? arena_copy(&h->scratch, s->started, 10) : "-", s->workstation.os ? s->workstation.os : "-",
	    c->n_clients, c->n_accounts);
	if (s->withheld.n)
		html_put(h, "%s", arena_printf(&h->scratch, P_(" (%zu account withheld)", " (%zu accounts withheld)", s->withheld.n), s->withheld.n));
	html_put(h, "</td>");
	html_put(h, c->n_unread ? "<td class=\"q\">%zu</td></tr>\n" : "<td>%zu</td></tr>\n", c->n_unread);
	html_breathe(h);
}

void
html_coverage(struct html *h)
{
	const char *const titles[] = { _("Workstation"), _("Scanned"), _("System"), C_("number", "Programs"), C_("number", "Accounts"), C_("number", "Not read"), NULL };
	size_t n = h->report->coverage ? h->report->n_scans : 0;
	html_section(h, "coverage", _("Who was heard from"));
	put_silent(h);
	html_put(h, "<details class=\"fold\"%s><summary><h3>%s</h3></summary>\n", n <= MAX_OPEN ? " open" : "",
	    arena_printf(&h->scratch, P_("%zu workstation", "%zu workstations", n), n));
	if (n > MAX_OPEN)
		html_filter(h, _("Show only what contains"));
	html_table(h, "sortable", _("Workstations"), titles);
	for (size_t i = 0; i < n; i++)
		put_workstation(h, &h->report->coverage[i]);
	html_table_end(h);
	html_put(h, "</details>\n");
	html_section_end(h);
}

/* ---- what is accepted ---- */

static size_t
count_waived(const struct report *report, const struct policy_waiver *waiver)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_findings; i++)
		n += report->findings[i].status == FINDING_WAIVED && report->findings[i].waiver == waiver;
	return n;
}

static void
put_waiver(struct html *h, const struct policy_waiver *w)
{
	const struct policy *policy = &h->report->policy;
	bool over = w->expires && policy->today && strcmp(w->expires, policy->today) < 0;
	html_put(h, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td>", w->rule ? w->rule : "*", w->mailbox ? w->mailbox : _("any"),
	    w->account ? w->account : _("any"), w->reason ? w->reason : "-", w->approver ? w->approver : "-");
	html_put(h, over ? "<td class=\"q\">%s" : "<td>%s", w->expires ? w->expires : _("for ever"));
	if (over)
		html_put(h, " <i>%s</i>", _("expired"));
	html_put(h, "</td><td>%zu</td></tr>\n", count_waived(h->report, w));
}

void
html_waivers(struct html *h)
{
	const char *const titles[] = {
		_("Rule"), _("Mailbox"), _("Account"), _("Why"), _("Accepted by"), _("Until"), C_("number", "Findings"), NULL
	};
	const struct policy *policy = &h->report->policy;
	html_section(h, "waivers", _("Accepted by the site"));
	if (policy->n_waivers) {
		html_table(h, "sortable", _("Waivers of the policy"), titles);
		for (size_t i = 0; i < policy->n_waivers; i++)
			put_waiver(h, &policy->waivers[i]);
		html_table_end(h);
	} else {
		html_put(h, "<p class=\"none\">%s</p>\n", _("Nothing is waived."));
	}
	html_section_end(h);
}

/* ---- notes ---- */

static void
put_note(struct html *h, enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text)
{
	const char *place = note && note->file >= 0 ? words_of_place(scan, (uint64_t)note->file, note->line, &h->scratch) : NULL;
	const char *more = text ? text : note ? note->key : NULL;
	html_put(h, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>", scan ? scan->workstation.name : "-", _(note_rows[kind].sentence),
	    more ? words_of_remark(more, &h->scratch) : note && note->client && !place ? note->client : "");
	if (place)
		html_put(h, "<code>%s</code>", place);
	html_put(h, "</td></tr>\n");
	html_breathe(h);
}

static bool
is_of(enum ma_note kind, bool blind)
{
	return note_rows[kind].blind == blind;
}

static size_t
count_notes(const struct report *report, bool blind)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_notes; i++)
		n += !report->notes[i].note && is_of(report->notes[i].kind, blind);
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_notes; k++)
			n += is_of(report->scans[i]->notes[k].kind, blind);
	return n;
}

static void
put_rows(struct html *h, bool blind)
{
	const struct report *report = h->report;
	size_t n = 0;
	for (size_t i = 0; i < report->n_notes; i++) {
		const struct report_note *note = &report->notes[i];
		if (!note->note && is_of(note->kind, blind) && n++ < MAX_NOTES)
			put_note(h, note->kind, note->scan, NULL, note->text);
	}
	for (size_t i = 0; i < report->n_scans && n < MAX_NOTES; i++)
		for (size_t k = 0; k < report->scans[i]->n_notes; k++)
			if (is_of(report->scans[i]->notes[k].kind, blind) && n++ < MAX_NOTES)
				put_note(h, report->scans[i]->notes[k].kind, report->scans[i], &report->scans[i]->notes[k], NULL);
}

static void
put_notes(struct html *h, bool blind, const char *title)
{
	const char *const titles[] = { _("Workstation"), _("What"), _("More"), _("File and line"), NULL };
	size_t n = count_notes(h->report, blind);
	if (!n)
		return;
	html_put(h, "<details class=\"fold\"%s><summary><h3>%s <span class=\"n\">%zu</span></h3></summary>\n", blind && n <= MAX_OPEN ? " open" : "", title, n);
	html_table(h, "plain sortable", title, titles);
	put_rows(h, blind);
	html_table_end(h);
	if (n > MAX_NOTES)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("... and %zu more; the JSON report has them all"), n - MAX_NOTES));
	html_put(h, "</details>\n");
}

void
html_notes(struct html *h)
{
	html_section(h, "notes", _("What could not be read, and remarks"));
	if (!count_notes(h->report, true))
		html_put(h, "<p class=\"none\">%s</p>\n", _("Everything that was found could be read."));
	put_notes(h, true, _("What could not be read"));
	put_notes(h, false, _("Remarks"));
	html_section_end(h);
}
