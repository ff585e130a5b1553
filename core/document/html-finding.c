/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings: what is wrong, what people notice, what to do, who; the evidence
 * with file and line for who asks; and the rules once, with their reasons.
 */
#include "document/html.h"
#include "document/text-words.h"

/* Beyond so many rows evidence is a list, a line for each of the blamed, of which there are at most so many. */
enum { MAX_NAMES = 8, MAX_ROWS = 24, MAX_LINES = 400 };

static void
put_who(struct html *h, const struct finding *f)
{
	const char **names = arena_alloc(&h->scratch, (f->n_blame + f->n_victims + 1) * sizeof *names);
	for (size_t i = 0; i < f->n_blame; i++)
		names[i] = html_blamed(h, &f->blame[i]);
	if (f->n_blame)
		html_put(h, "<p><b>%s</b> %s</p>\n", f->status == FINDING_UNKNOWN ? _("Not known of:") : _("By:"),
		    words_list(names, f->n_blame, MAX_NAMES, &h->scratch));
	if (f->status == FINDING_UNKNOWN)
		return;
	for (size_t i = 0; i < f->n_victims; i++)
		names[i] = words_of_blame(&(struct blame){ .account = f->victims[i] }, &h->scratch);
	if (f->n_victims)
		html_put(h, "<p><b>%s</b> %s</p>\n", _("It hurts:"), words_list(names, f->n_victims, MAX_NAMES, &h->scratch));
}

static size_t
n_evidence(const struct finding *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n_blame; i++)
		n += (f->blame[i].account ? f->blame[i].n_evidence : 0) + f->blame[i].n_notes;
	return n;
}

static void
put_row(struct html *h, const char *who, const char *what, const char *value, const char *place)
{
	html_put(h, "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>", who, what, value);
	if (place)
		html_put(h, "<code>%s</code>", place);
	html_put(h, "</td></tr>\n");
}

static void
put_fact(struct html *h, const struct blame *b, const char *who, enum ma_fact id)
{
	struct fact fact = change_fact(b->account, id);
	bool there = b->account->slot[id];
	const char *value = there ? words_of(&fact, &h->scratch) : _("not set"), *state = there ? words_of_state(fact.state) : NULL;
	put_row(h, who, words_of_fact(id), state ? arena_printf(&h->scratch, _("%s (%s)"), value, state) : value,
	    there ? words_of_place(b->account->scan, fact.file, fact.line, &h->scratch) : NULL);
}

static void
put_note(struct html *h, const struct blame *b, const char *who, const struct scan_note *note)
{
	const char *sentence = _(note_rows[note->kind].sentence);
	put_row(h, who, note->client ? arena_printf(&h->scratch, _("%s: %s"), note->client, sentence) : sentence,
	    note->key ? words_of_remark(note->key, &h->scratch) : NULL,
	    note->file >= 0 ? words_of_place(b->scan, (uint64_t)note->file, note->line, &h->scratch) : NULL);
}

static void
put_rows(struct html *h, const struct finding *f)
{
	const char *const titles[] = { _("Who"), _("Setting"), _("Value"), _("File and line"), NULL };
	html_table(h, "plain", arena_printf(&h->scratch, _("Evidence for %s"), f->rule->code), titles);
	for (size_t i = 0; i < f->n_blame; i++) {
		const struct blame *b = &f->blame[i];
		const char *who = html_blamed(h, b);
		for (size_t k = 0; b->account && k < b->n_evidence; k++)
			put_fact(h, b, who, b->evidence[k]);
		for (size_t k = 0; k < b->n_notes; k++)
			put_note(h, b, who, b->notes[k]);
	}
	html_table_end(h);
}

static void
put_lines(struct html *h, const struct finding *f)
{
	html_put(h, "<ul>\n");
	for (size_t i = 0; i < f->n_blame && i < MAX_LINES; i++) {
		const struct blame *b = &f->blame[i];
		const char *places = words_places(b, &h->scratch);
		html_put(h, *places ? "<li>%s - %s [%s]</li>\n" : "<li>%s - %s</li>\n", html_blamed(h, b), words_evidence(b, &h->scratch), places);
	}
	html_put(h, "</ul>\n");
	if (f->n_blame > MAX_LINES)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("... and %zu more; the JSON and CSV reports have them all"), f->n_blame - MAX_LINES));
}

static void
put_evidence(struct html *h, const struct finding *f)
{
	size_t n = n_evidence(f);
	if (!n)
		return;
	html_put(h, "<details class=\"evidence\"><summary>%s</summary>\n", arena_printf(&h->scratch, _("Evidence (%zu)"), n));
	if (n <= MAX_ROWS)
		put_rows(h, f);
	else
		put_lines(h, f);
	html_put(h, "</details>\n");
}

static void
put_finding(struct html *h, const struct finding *f)
{
	const struct rule *rule = f->rule;
	html_put(h, "<div class=\"finding\" id=\"f%zu\">\n<h5>", (size_t)(f - h->report->findings));
	html_severity(h, f);
	html_trend(h, f->trend);
	html_put(h, " <a href=\"#rule-%s\">%s</a> %s</h5>\n", rule->code, rule->code, _(rule->title));
	if (f->candidates)
		html_put(h, "<p>%s</p>\n", _("Brought or made worse by the new workstation."));
	if (f->status == FINDING_WAIVED && f->waiver)
		html_put(h, "<p><a href=\"#waivers\">%s</a></p>\n", _("Accepted by the site"));
	if (rule->symptom && *rule->symptom && f->status == FINDING_FAIL)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("People notice: %s"), _(rule->symptom)));
	/* Of what is not known nobody can say that it must change. */
	if (rule->fix && (f->status == FINDING_FAIL || (f->status == FINDING_UNKNOWN && rule->only_unknown)))
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("To do: %s"), _(rule->fix)));
	put_who(h, f);
	put_evidence(h, f);
	html_put(h, "</div>\n");
}

void
html_findings(struct html *h, struct finding_list findings)
{
	for (size_t i = 0; i < findings.n; i++)
		put_finding(h, findings.all[i]);
}

/* ---- rules ---- */

static void
put_rule(struct html *h, const struct rule *rule)
{
	html_put(h, "<details class=\"rule\" id=\"rule-%s\"><summary><h3>%s</h3> %s</summary>\n", rule->code, rule->code, _(rule->title));
	if (rule->symptom && *rule->symptom)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("People notice: %s"), _(rule->symptom)));
	if (rule->why && *rule->why)
		html_put(h, "<p>%s</p>\n", _(rule->why));
	if (rule->fix && *rule->fix)
		html_put(h, "<p>%s</p>\n", arena_printf(&h->scratch, _("To do: %s"), _(rule->fix)));
	if (rule->sources && *rule->sources)
		html_put(h, "<p class=\"dim\">%s</p>\n", arena_printf(&h->scratch, _("How we know: %s"), _(rule->sources)));
	html_put(h, "</details>\n");
	html_breathe(h);
}

void
html_rules(struct html *h)
{
	bool *met = arena_alloc(&h->arena, (h->how->n_rules + 1) * sizeof *met), any = false;
	for (size_t i = 0; i < h->report->n_findings; i++) {
		met[h->report->findings[i].rule - h->how->rules] = true;
		any = true;
	}
	html_section(h, "rules", _("Reasons"));
	html_put(h, "<p>%s</p>\n", any ? _("What happens and why, for each rule that this report speaks of.") : _("No rule had anything to say."));
	for (size_t i = 0; i < h->how->n_rules; i++)
		if (met[i])
			put_rule(h, &h->how->rules[i]);
	html_section_end(h);
}
