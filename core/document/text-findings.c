/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings for the person who has to do something: one item for each account
 * that must change, however many rules say so; each rule's reasons once.
 */
#include <string.h>

#include "document/charge.h"
#include "document/menu.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_ITEMS = 60 };

static const enum ink severity_inks[SEVERITY_COUNT] = {
	[SEVERITY_CRITICAL] = INK_RED, [SEVERITY_HIGH] = INK_RED, [SEVERITY_MEDIUM] = INK_YELLOW,
};

void
text_blamed(struct page *page, const struct blame *blame, bool on)
{
	const struct account *a = blame->account;
	if (blame->external || blame->device) {
		page_form(page, on ? _("On %s (not scanned; known from the policy)") : _("%s (not scanned; known from the policy)"),
		    { INK_BOLD, blame->external ? blame->external->name : blame->device->name });
		return;
	}
	if (blame->policy) {
		page_add(page, INK_BOLD, on ? _("In the policy") : _("the policy"));
		return;
	}
	const char *details = a ? words_of_details(a, &page->arena) : NULL;
	const char *name = a ? arena_printf(&page->arena, C_("workstation, client", "%s, %s"), a->scan->workstation.name, words_of_client(a)) :
	    blame->scan ? blame->scan->workstation.name : "?";
	if (details)
		page_form(page, on ? _("On %s (%s)") : _("%s (%s)"), { INK_BOLD, name }, { INK_PLAIN, details });
	else
		page_form(page, on ? _("On %s") : "%s", { INK_BOLD, name });
}

static void
put_place(struct page *page, const struct account *account, const struct fact *fact)
{
	const char *place = account->slot[fact->id] ? words_of_place(account->scan, fact->file, fact->line, &page->arena) : NULL;
	page_add(page, INK_PLAIN, place ? "  " : NULL);
	if (place)
		page_addf(page, INK_DIM, "[%s]", place);
}

void
text_change(struct page *page, const struct account *account, enum ma_fact id, const char *to)
{
	struct fact fact = change_fact(account, id);
	const char *what = words_of_fact(id), *state = words_of_state(fact.state);
	const char *from = account->slot[id] ? words_of(&fact, &page->arena) : NULL;
	if (!from)
		page_form(page, _("%s: set to \"%s\""), { INK_PLAIN, what }, { INK_BOLD, to });
	else if (!state)
		page_form(page, _("%s: from \"%s\" to \"%s\""), { INK_PLAIN, what }, { INK_PLAIN, from }, { INK_BOLD, to });
	else
		page_form(page, _("%s: from \"%s\" (%s) to \"%s\""), { INK_PLAIN, what }, { INK_PLAIN, from }, { INK_PLAIN, state }, { INK_BOLD, to });
	put_place(page, account, &fact);
	page_flush(page, 7, 9);
	const struct menu *menu = menu_of(account, id);
	if (menu) {
		page_addf(page, INK_PLAIN, _("where: %s"), menu_path(menu));
		page_flush(page, 9, 11);
	}
}

/* ABSENT: what to call a fact that nothing is said of. */
static void
say_fact(struct page *page, const struct account *account, enum ma_fact id, const char *absent)
{
	struct fact fact = change_fact(account, id);
	const char *state = words_of_state(fact.state), *value = account->slot[id] ? words_of(&fact, &page->arena) : absent;
	if (state)
		page_addf(page, INK_PLAIN, _("%s: %s (%s)"), words_of_fact(id), value, state);
	else
		page_addf(page, INK_PLAIN, _("%s: %s"), words_of_fact(id), value);
	put_place(page, account, &fact);
	page_flush(page, 7, 9);
}

/* The settings of one account that N charges ask to be changed; each once. */
static bool
say_changes(struct page *page, const struct charge *charges, size_t n)
{
	struct change changes[MA_FACT_COUNT];
	size_t n_changes = charges_changes(charges, n, &page->arena, changes);
	for (size_t i = 0; i < n_changes; i++)
		text_change(page, changes[i].account, changes[i].fact, changes[i].to);
	return n_changes;
}

static void
say_evidence(struct page *page, const struct charge *charges, size_t n, bool unknown_only)
{
	bool seen[MA_FACT_COUNT] = { false };
	for (size_t i = 0; i < n; i++) {
		const struct blame *b = charges[i].blame;
		for (size_t k = 0; b->account && k < b->n_evidence; k++) {
			enum ma_fact id = b->evidence[k];
			if (seen[id] || (unknown_only && account_knows(b->account, id)))
				continue;
			seen[id] = true;
			say_fact(page, b->account, id, unknown_only ? _("unknown") : _("not set"));
		}
		for (size_t k = 0; k < b->n_notes; k++) {
			const struct scan_note *note = b->notes[k];
			const char *place = note->file >= 0 ? words_of_place(b->scan, (uint64_t)note->file, note->line, &page->arena) : NULL;
			const char *sentence = _(note_rows[note->kind].sentence);
			page_add(page, INK_PLAIN, note->client ? arena_printf(&page->arena, _("%s: %s"), note->client, sentence) : sentence);
			page_add(page, INK_PLAIN, note->key ? arena_printf(&page->arena, _(" (%s)"), words_of_remark(note->key, &page->arena)) : NULL);
			page_add(page, INK_PLAIN, place ? "  " : NULL);
			if (place)
				page_addf(page, INK_DIM, "[%s]", place);
			page_flush(page, 7, 9);
		}
	}
}

static void
put_codes(struct page *page, const struct charge *charges, size_t n)
{
	const struct rule *last = NULL;
	for (size_t i = 0; i < n; i++) {
		if (charges[i].finding->rule != last)
			page_addf(page, INK_DIM, "%s%s", last ? ", " : " - ", charges[i].finding->rule->code);
		last = charges[i].finding->rule;
	}
}

/* Each rule once: what is wrong, what people notice, what to do. */
static void
say_reasons(struct page *page, struct finding_list findings)
{
	const struct rule *last = NULL;
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = findings.all[i];
		if (f->status != FINDING_FAIL || !finding_is_heavy(f) || f->rule == last)
			continue;
		last = f->rule;
		page_form(page, f->candidates ? _("%s %s: %s (brought or made worse by the new workstation)") : _("%s %s: %s"),
		    { INK_BOLD, f->rule->code }, { severity_inks[f->severity], words_severity(f->severity) }, { INK_PLAIN, _(f->rule->title) });
		page_flush(page, 2, 6);
		if (f->rule->symptom) {
			page_addf(page, INK_PLAIN, _("People notice: %s"), _(f->rule->symptom));
			page_flush(page, 6, 6);
		}
		if (f->rule->fix) {
			page_addf(page, INK_PLAIN, _("To do: %s"), _(f->rule->fix));
			page_flush(page, 6, 6);
		}
	}
}

void
text_findings_fail(struct page *page, struct finding_list findings, const char *title)
{
	size_t n, number = 0;
	const struct charge *charges = charges_collect(&page->arena, findings, FINDING_FAIL, true, &n);

	for (size_t i = 0, k; i < n; i += k) {
		k = charges_run(charges + i, n - i);
		if (number == 0)
			page_say(page, INK_BOLD, 1, title);
		if (++number > MAX_ITEMS)
			continue;
		page_addf(page, INK_PLAIN, "%2zu. ", number);
		text_blamed(page, charges[i].blame, true);
		put_codes(page, charges + i, k);
		page_flush(page, 2, 6);
		if (!say_changes(page, charges + i, k))
			say_evidence(page, charges + i, k, false);
	}
	if (number > MAX_ITEMS) {
		page_addf(page, INK_PLAIN, _("... and %zu more; the JSON and CSV reports have them all"), number - MAX_ITEMS);
		page_flush(page, 6, 6);
	}
	if (!number)
		return;
	page_say(page, INK_BOLD, 1, _("Why"));
	say_reasons(page, findings);
}

static void
say_unknown(struct page *page, struct finding_list findings)
{
	size_t n, number = 0;
	const struct charge *charges = charges_collect(&page->arena, findings, FINDING_UNKNOWN, false, &n);
	for (size_t i = 0, k; i < n; i += k) {
		k = charges_run(charges + i, n - i);
		if (number == 0)
			page_say(page, INK_BOLD, 1, _("Cannot be decided"));
		if (++number > MAX_ITEMS)
			continue;
		page_add(page, INK_PLAIN, "?  ");
		text_blamed(page, charges[i].blame, false);
		put_codes(page, charges + i, k);
		page_flush(page, 2, 5);
		say_evidence(page, charges + i, k, true);
	}
	if (number > MAX_ITEMS) {
		page_addf(page, INK_PLAIN, _("... and %zu more"), number - MAX_ITEMS);
		page_flush(page, 5, 5);
	}
	if (number && !page->hinted)
		page_say(page, INK_PLAIN, 2, _("To do: look at these settings on the workstation itself; set them on purpose, then scan again. "
		    "What no scan can see (a phone, a settings service) is entered in the policy under \"external\"."));
	page->hinted = page->hinted || number;
}

/* Findings of one line each. */
static void
say_short(struct page *page, struct finding_list findings, enum finding_status status, const char *title)
{
	bool any = false;
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = findings.all[i];
		if (f->status != status || (status == FINDING_FAIL && finding_is_heavy(f)))
			continue;
		if (!any)
			page_say(page, INK_BOLD, 1, title);
		any = true;
		page_addf(page, INK_PLAIN, _("%s %s: %s"), f->rule->code, words_severity(f->severity), _(f->rule->title));
		const char **names = arena_alloc(&page->arena, (f->n_blame + 1) * sizeof *names);
		for (size_t k = 0; k < f->n_blame; k++)
			names[k] = words_of_blame(&f->blame[k], &page->arena);
		page_add(page, INK_PLAIN, f->n_blame ? " - " : "");
		page_add(page, INK_PLAIN, text_names(page, names, f->n_blame));
		const struct policy_waiver *w = f->waiver;
		if (w && w->reason)
			page_addf(page, INK_PLAIN, _("; accepted: %s"), w->reason);
		if (w && w->approver)
			page_addf(page, INK_PLAIN, _(", %s"), w->approver);
		if (w && w->expires)
			page_addf(page, INK_PLAIN, _(" (until %s)"), w->expires);
		page_flush(page, 2, 6);
	}
}

void
text_findings_rest(struct page *page, struct finding_list findings)
{
	say_unknown(page, findings);
	say_short(page, findings, FINDING_FAIL, _("Also worth a look"));
	say_short(page, findings, FINDING_WAIVED, _("Accepted by the site"));
}
