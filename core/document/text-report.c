/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report as a text: the verdict, the mailboxes with the worst first, the
 * workstations, what could not be read, what to do next.
 */
#include <string.h>

#include "base/str.h"
#include "document/menu.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_NOTES = 20, MAX_WORKSTATIONS = 60, MAX_MAILBOXES = 200 /* told in full; nobody reads more */ };

/* ---- verdict ---- */

static const char *
count_workstations(const struct report *report, struct arena *arena)
{
	return arena_printf(arena, P_("%zu workstation", "%zu workstations", report->n_scans), report->n_scans);
}

static void
say_verdict(struct page *page, const struct report *report, const struct ranking *ranking)
{
	static const struct {
		const char *one, *many;
		enum ink ink;
	} words[FATE_COUNT] = {
		[FATE_LOST] = { NP_("%zu loses mail", "%zu lose mail"), INK_RED },
		[FATE_FAIL] = { NP_("%zu needs other settings", "%zu need other settings"), INK_RED },
		[FATE_UNKNOWN] = { NP_("%zu cannot be judged yet", "%zu cannot be judged yet"), INK_YELLOW },
		[FATE_MINOR] = { NP_("%zu could be better", "%zu could be better"), INK_YELLOW },
		[FATE_CLEAN] = { NP_("%zu is clean", "%zu are clean"), INK_GREEN },
	};
	size_t n[FATE_COUNT] = { 0 }, shown = 0;
	struct arena *arena = &page->arena;
	for (size_t i = 0; i < report->mailboxes.n; i++)
		n[ranking->ranks[i].fate]++;
	page_addf(page, INK_BOLD, _("%s on %s: "),
	    arena_printf(arena, P_("%zu mailbox", "%zu mailboxes", report->mailboxes.n), report->mailboxes.n), count_workstations(report, arena));
	for (int i = 0; i < FATE_COUNT; i++)
		if (n[i]) {
			page_add(page, INK_PLAIN, shown++ ? _(", ") : "");
			page_addf(page, words[i].ink, P_(words[i].one, words[i].many, n[i]), n[i]);
		}
	page_add(page, INK_PLAIN, shown ? _(".") : _("nothing was found that could be judged."));
	page_flush(page, 0, 2);
}

/* ---- what was not read ---- */

static void
say_note(struct page *page, enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text)
{
	const char *place = note && note->file >= 0 ? words_of_place(scan, (uint64_t)note->file, note->line, &page->arena) : NULL;
	if (scan)
		page_addf(page, INK_BOLD, _("%s: "), scan->workstation.name);
	if (place)
		page_addf(page, INK_PLAIN, _("%s: "), place);
	else if (note && note->client)
		page_addf(page, INK_PLAIN, _("%s: "), note->client);
	page_add(page, INK_PLAIN, _(note_rows[kind].sentence));
	if (note && note->key)
		page_addf(page, INK_PLAIN, _(" (%s)"), words_of_remark(note->key, &page->arena));
	if (text)
		page_addf(page, INK_PLAIN, _(" (%s)"), words_of_remark(text, &page->arena));
	page_flush(page, 2, 4);
}

/* Shows notes that are (not) blind and counts those left out. */
static void
say_notes(struct page *page, const struct report *report, bool blind, const char *title)
{
	size_t n = 0;
	for (size_t i = 0; i < report->n_notes; i++) {
		const struct report_note *note = &report->notes[i];
		if (note->note || note_rows[note->kind].blind != blind)
			continue;
		if (n == 0)
			page_say(page, INK_BOLD, 0, title);
		if (++n <= MAX_NOTES)
			say_note(page, note->kind, note->scan, NULL, note->text);
	}
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_notes; k++) {
			const struct scan_note *note = &report->scans[i]->notes[k];
			if (note_rows[note->kind].blind != blind)
				continue;
			if (n == 0)
				page_say(page, INK_BOLD, 0, title);
			if (++n <= MAX_NOTES)
				say_note(page, note->kind, report->scans[i], note, NULL);
		}
	if (n > MAX_NOTES) {
		page_addf(page, INK_PLAIN, _("... and %zu more; the JSON report has them all"), n - MAX_NOTES);
		page_flush(page, 2, 4);
	}
}

static void
say_coverage(struct page *page, const struct report *report)
{
	page_addf(page, INK_BOLD, _("Heard from %s: "), count_workstations(report, &page->arena));
	for (size_t i = 0; i < report->n_scans && i < MAX_WORKSTATIONS; i++) {
		const struct scan *scan = report->scans[i];
		size_t unread = report->coverage ? report->coverage[i].n_unread : 0;
		page_addf(page, INK_PLAIN, "%s%s", i ? _(", ") : "", scan->workstation.name);
		if (scan->started && strlen(scan->started) >= 10)
			page_addf(page, INK_DIM, _(" (%.10s)"), scan->started);
		if (unread)
			page_addf(page, INK_YELLOW, _(" (%zu not read)"), unread);
		if (scan->withheld.n)
			page_addf(page, INK_DIM, P_(" (%zu account withheld)", " (%zu accounts withheld)", scan->withheld.n), scan->withheld.n);
	}
	if (report->n_scans > MAX_WORKSTATIONS)
		page_addf(page, INK_PLAIN, _(" and %zu more"), report->n_scans - MAX_WORKSTATIONS);
	page_add(page, INK_PLAIN, _("."));
	page_flush(page, 0, 2);
}

static void
say_next(struct page *page, const struct report *report)
{
	const struct finding *first = NULL;
	/* What fails stands before what is unknown, which is more urgent only if it is graver. */
	for (size_t i = 0; i < report->n_findings; i++)
		if (report->findings[i].status != FINDING_WAIVED && (!first || report->findings[i].severity > first->severity))
			first = &report->findings[i];
	if (!first)
		return;
	page_form(page, _("More on a finding: %s"), { INK_BOLD, arena_printf(&page->arena, "mailaccord explain %s", first->rule->code) });
	page_flush(page, 0, 2);
}

/* ---- the gate's verdict ---- */

static void
say_gate(struct page *page, const struct report *report)
{
	static const struct {
		const char *words;
		enum ink ink;
		const char *why;
	} verdicts[GATE_VERDICT_COUNT] = {
		[GATE_PASS] = { N_("may go live"), INK_GREEN, N_("Nothing that it does harms the mailboxes it shares.") },
		[GATE_FAIL] = { N_("MUST NOT GO LIVE YET"), INK_RED, N_("It would do harm. What must change on it:") },
		[GATE_UNDETERMINED] = { N_("CANNOT BE CLEARED YET"), INK_YELLOW, N_("Whether it would do harm cannot be told:") },
	};
	const struct gate *gate = &report->gate;
	const char *name = gate->candidate->workstation.name;
	page_form(page, _("%s %s."), { INK_BOLD, name }, { verdicts[gate->verdict].ink, _(verdicts[gate->verdict].words) });
	page_flush(page, 0, 2);
	for (size_t i = 0; report->replaced && i < report->replaced->n_scans; i++) {
		page_form(page, _("It takes the place of %s."), { INK_BOLD, report->replaced->scans[i]->workstation.name });
		page_flush(page, 2, 2);
	}
	page_say(page, INK_PLAIN, 2, _(verdicts[gate->verdict].why));
	if (gate->stale)
		page_say(page, INK_PLAIN, 4, _("- Nothing, or nothing new enough, is known of the other workstations: scan them again."));
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (!f->candidates || f->severity < gate->at_least || f->status == FINDING_WAIVED)
			continue;
		page_addf(page, INK_PLAIN, f->status == FINDING_UNKNOWN ? _("- %s: %s (%s, unknown)") : _("- %s: %s (%s)"),
		    f->mailbox ? f->mailbox->address : name, _(f->rule->title), f->rule->code);
		page_flush(page, 4, 6);
	}
	page_addf(page, INK_DIM, _("What was there before %s does not count against it. The mailboxes it shares, with it:"), name);
	page_flush(page, 2, 2);
	page_blank(page);
}

/* The worst in full, all others in a line. */
static void
say_mailboxes(struct page *page, const struct report *report, const struct ranking *ranking)
{
	size_t shown = 0;
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		const struct rank *rank = &ranking->ranks[i];
		const struct report_mailbox *result = &report->results[rank->mailbox];
		if (!ranking_shows(report, result->mailbox))
			continue;
		if (shown == MAX_MAILBOXES) {
			page_blank(page);
			page_say(page, INK_BOLD, 0, _("The other mailboxes, the worst first (--address ADDRESS tells all of one; so do the page and JSON of all)"));
		}
		if (shown++ < MAX_MAILBOXES)
			text_mailbox(page, result, rank, ranking_findings(ranking, rank->mailbox));
		else
			text_mailbox_line(page, result, rank);
	}
}

static void
say_body(struct page *page, const struct report *report)
{
	struct ranking ranking;
	ranking_make(report, &page->arena, &ranking);
	say_verdict(page, report, &ranking);
	say_mailboxes(page, report, &ranking);
	struct finding_list loose = ranking_findings(&ranking, report->mailboxes.n);
	if (loose.n) {
		page_blank(page);
		page_say(page, INK_BOLD, 0, _("Workstations and the site"));
		text_findings_fail(page, loose, _("What must be done"));
		text_findings_rest(page, loose);
	}
	page_blank(page);
	text_changes(page, report);
	say_notes(page, report, true, _("What could not be read"));
	say_notes(page, report, false, _("Remarks"));
}

bool
text_write_report(FILE *out, const char *where, const struct report *report, struct text_style style, struct err *err)
{
	struct page page;
	page_init(&page, out, style);
	text_supposed(&page, report);
	if (report->gate.candidate)
		say_gate(&page, report);
	say_body(&page, report);
	say_coverage(&page, report);
	say_next(&page, report);
	text_supposed_end(&page, report);
	return page_fini(&page, where, err);
}

bool
text_write_scan(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct text_style style, struct err *err)
{
	struct page page;
	size_t read = 0;

	page_init(&page, out, style);
	for (size_t i = 0; i < scan->n_files; i++)
		read += scan->files[i].status == FILE_PARSED;
	page_add(&page, INK_BOLD, scan->workstation.name);
	if (scan->workstation.os)
		page_addf(&page, INK_PLAIN, _(" (%s)"), scan->workstation.os);
	page_addf(&page, INK_PLAIN, _(": %s, %zu of %s read."),
	    arena_printf(&page.arena, P_("%zu account", "%zu accounts", scan->n_accounts), scan->n_accounts), read,
	    arena_printf(&page.arena, P_("%zu file", "%zu files", scan->n_files), scan->n_files));
	page_flush(&page, 0, 2);
	if (scan->n_accounts)
		text_clients(&page, (const struct account *const *)scan->accounts, scan->n_accounts, NULL, 0, true);
	page_blank(&page);
	say_body(&page, report);
	say_next(&page, report);
	return page_fini(&page, where, err);
}

/* "16 and later"; NULL for any version. */
static const char *
words_of_versions(const struct menu *menu, struct arena *arena)
{
	if (*menu->from && *menu->before)
		return arena_printf(arena, _("version %s, before %s"), menu->from, menu->before);
	if (*menu->from)
		return arena_printf(arena, _("version %s and later"), menu->from);
	return *menu->before ? arena_printf(arena, _("before version %s"), menu->before) : NULL;
}

/* Where each client has the settings that the rule asks to be changed. */
static void
say_menus(struct page *page, const struct rule *rule)
{
	bool any = false;
	for (size_t i = 0; i < n_menus; i++)
		for (size_t k = 0; k < RULE_ADVICES && rule->advice[k].fact != MA_FACT_COUNT; k++) {
			if (rule->advice[k].fact != menus[i].fact)
				continue;
			if (!any) {
				page_blank(page);
				page_say(page, INK_BOLD, 0, _("Where each program has it"));
			}
			any = true;
			const char *versions = words_of_versions(&menus[i], &page->arena);
			page_add(page, INK_BOLD, versions ? arena_printf(&page->arena, _("%s (%s)"), menus[i].client, versions) : menus[i].client);
			page_addf(page, INK_PLAIN, _(", %s: %s"), words_of_fact(menus[i].fact), menu_path(&menus[i]));
			page_flush(page, 2, 4);
		}
}

bool
text_write_rule(FILE *out, const char *where, const struct rule *rule, struct text_style style, struct err *err)
{
	struct page page;
	const struct {
		const char *title, *text;
	} parts[] = { { N_("What people notice"), rule->symptom }, { N_("What happens"), rule->why }, { N_("What to do"), rule->fix } };

	page_init(&page, out, style);
	page_form(&page, _("%s - severity %s"), { INK_BOLD, arena_printf(&page.arena, "%s %s", rule->code, rule->id) },
	    { rule->severity >= SEVERITY_HIGH ? INK_RED : INK_PLAIN, words_severity(rule->severity) });
	page_flush(&page, 0, 2);
	page_say(&page, INK_PLAIN, 0, _(rule->title));
	if (rule->needs) {
		page_form(&page, _("Not decided by this version: needs %s."), { INK_YELLOW, _(rule->needs) });
		page_flush(&page, 0, 2);
	}
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].text && *parts[i].text) {
			page_blank(&page);
			page_say(&page, INK_BOLD, 0, _(parts[i].title));
			page_say(&page, INK_PLAIN, 2, _(parts[i].text));
		}
	for (size_t i = 0; i < RULE_ADVICES && rule->advice[i].fact != MA_FACT_COUNT; i++) {
		const struct advice *a = &rule->advice[i];
		page_form(&page, _("%s: %s"), { INK_PLAIN, words_of_fact(a->fact) },
		    { INK_BOLD, strcmp(a->value, ADVICE_KEEP_DAYS) == 0 ? _("as many days as the site's policy asks for") :
			words_of_advice(a, NULL, &page.arena) });
		page_flush(&page, 4, 6);
	}
	say_menus(&page, rule);
	if (rule->sources && *rule->sources) {
		page_blank(&page);
		page_addf(&page, INK_DIM, _("How we know: %s"), _(rule->sources));
		page_flush(&page, 0, 2);
	}
	return page_fini(&page, where, err);
}
