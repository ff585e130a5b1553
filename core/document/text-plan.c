/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan as a text: the aim of each mailbox, the steps in order with what to
 * mind, what no setting does, and who has to be visited.
 */
#include <inttypes.h>
#include <string.h>

#include "document/menu.h"
#include "document/text-mailbox.h"
#include "document/text-words.h"

enum { MAX_NAMES = 6 };

static const char *const warnings[PLAN_WARNING_COUNT] = {
	[PLAN_STOP_FIRST] = N_("Before anything else close this program (or take the workstation off the network): at its next check it removes more mail. Open it offline to change the setting."),
	[PLAN_BACKLOG] = N_("It has left everything on the server so far. At its first check after the change all mail that it fetched before that many days goes from the server at once, for everybody: first make sure that nobody still needs it there, or copy it."),
	[PLAN_LOCAL_MAIL] = N_("The mail that is on this workstation stays in the old account and does not come along: keep the old account until its mail is copied into the new one or archived."),
	[PLAN_OLD_ACCOUNT] = N_("From now on the old account must not check for mail any more, neither by itself nor when the program starts: set the new one up beside it, switch the checks of the old one off, and remove the old one only when its mail is copied."),
	[PLAN_FETCHES_ALL] = N_("A new POP account fetches everything that is on the server once more, and its days count from then."),
	[PLAN_ADMINISTRATOR] = N_("Some of this is set by an administrator's file and can only be changed there."),
	[PLAN_STAYS] = N_("Tell the user: what is deleted in this program stays on the server from now on. What really is to go is deleted in webmail or by IMAP."),
	[PLAN_AGAIN] = N_("Look first, then scan and make the plan again: the answer may change it."),
};

static const char *const reasons[PLAN_REASON_COUNT] = {
	[PLAN_NO_SETTING] = N_("no setting of a program does it"),
	[PLAN_EXTERNAL] = N_("it is not scanned: change it by hand and correct the policy"),
	[PLAN_POLICY] = N_("the policy names another client: correct the policy (deleter), or choose that one"),
	[PLAN_UNSOLVED] = N_("it contradicts the aim"),
};

static const char *
name_of(const struct account *account, struct arena *arena)
{
	return words_of_blame(&(struct blame){ .account = account, .scan = account->scan }, arena);
}

static const char *
names_of(struct page *page, const struct account *const *accounts, size_t n)
{
	const char **names = arena_alloc(&page->arena, (n + 1) * sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = name_of(accounts[i], &page->arena);
	return words_list(names, n, MAX_NAMES, &page->arena);
}

/* ---- steps ---- */

static const char *
words_to(const struct plan_change *change, struct arena *arena)
{
	if (change->to)
		return words_of_value(change->fact, change->to, arena);
	return fact_rows[change->fact].type == FACT_INT ? _("no limit") : _("none");
}

static void
say_looks(struct page *page, const struct plan_step *step)
{
	for (size_t i = 0; i < step->n_looks; i++) {
		page_form(page, step->n_changes ? _("%s: look at it and set it on purpose (unknown)") : _("%s: look at it (unknown)"),
		    { INK_BOLD, words_of_fact(step->looks[i]) });
		page_flush(page, 7, 9);
		const struct menu *menu = step->account ? menu_of(step->account, step->looks[i]) : NULL;
		if (menu) {
			page_addf(page, INK_PLAIN, _("where: %s"), menu_path(menu));
			page_flush(page, 9, 11);
		}
	}
	for (size_t i = 0; i < step->n_notes; i++) {
		const struct scan_note *note = step->notes[i];
		const char *place = note->file >= 0 ? words_of_place(step->scan, (uint64_t)note->file, note->line, &page->arena) : NULL;
		const char *sentence = _(note_rows[note->kind].sentence);
		page_add(page, INK_PLAIN, note->client ? arena_printf(&page->arena, _("%s: %s"), note->client, sentence) : sentence);
		page_add(page, INK_PLAIN, place ? "  " : NULL);
		if (place)
			page_addf(page, INK_DIM, "[%s]", place);
		page_flush(page, 7, 9);
	}
}

static void
say_step(struct page *page, const struct plan_step *step)
{
	page_addf(page, INK_PLAIN, "%2zu. ", step->number);
	text_blamed(page, &(struct blame){ .scan = step->scan, .account = step->account }, true);
	for (size_t i = 0; i < step->n_rules; i++)
		page_addf(page, INK_DIM, "%s%s", i ? ", " : " - ", step->rules[i]->code);
	page_flush(page, 1, 5);
	if (step->mailbox) {
		page_form(page, _("for %s"), { INK_DIM, step->mailbox->address });
		page_flush(page, 5, 5);
	}
	if (step->warnings[PLAN_STOP_FIRST])
		page_say(page, INK_YELLOW, 5, _(warnings[PLAN_STOP_FIRST]));
	for (size_t i = 0; i < step->n_changes; i++)
		text_change(page, step->account, step->changes[i].fact, words_to(&step->changes[i], &page->arena));
	say_looks(page, step);
	for (int i = 0; i < PLAN_WARNING_COUNT; i++)
		if (step->warnings[i] && i != PLAN_STOP_FIRST)
			page_say(page, i == PLAN_BACKLOG ? INK_YELLOW : INK_PLAIN, 5, _(warnings[i]));
}

/* ---- mailboxes ---- */

static void
say_aim(struct page *page, const struct plan_mailbox *pm)
{
	if (pm->unmatched)
		page_say(page, INK_PLAIN, 2, _("The representative asked for does not fetch this mailbox, so the plan chooses."));
	if (pm->pattern == PLAN_REPRESENTATIVE) {
		page_form(page, _("Aim: only %s removes old mail, nobody else does."),
		    { INK_BOLD, name_of(pm->representative, &page->arena) });
		if (!pm->result->mailbox->policy.deleter)
			page_add(page, INK_PLAIN, _(" Name it in the policy (deleter), so that everybody knows."));
		page_flush(page, 2, 2);
	} else if (pm->pattern == PLAN_IMAP) {
		page_say(page, INK_PLAIN, 2, _("Aim: everybody uses IMAP."));
	} else if (pm->n_changed) {
		page_say(page, INK_PLAIN, 2, _("Aim: nothing but what is wrong is changed."));
	} else {
		page_say(page, INK_PLAIN, 2, pm->n_left ? _("No setting needs to change.") : _("No setting needs to change for it."));
	}
}

static void
say_counts(struct page *page, const struct plan_mailbox *pm)
{
	size_t imap = pm->cost[PLAN_IMAP], pattern = pm->cost[PLAN_REPRESENTATIVE];
	if (!pm->n_changed)
		return;
	page_addf(page, INK_PLAIN, P_("%zu account changes", "%zu accounts change", pm->n_changed), pm->n_changed);
	if (pm->pattern != PLAN_IMAP && imap != SIZE_MAX)
		page_addf(page, INK_PLAIN, P_(" (%zu if everybody were to use IMAP)", " (%zu if everybody were to use IMAP)", imap), imap);
	if (pm->pattern == PLAN_IMAP && pattern != SIZE_MAX)
		page_addf(page, INK_PLAIN, P_(" (%zu with one client that removes old mail)", " (%zu with one client that removes old mail)", pattern), pattern);
	page_add(page, INK_PLAIN, _("."));
	page_flush(page, 2, 2);
}

static void
say_left(struct page *page, const struct plan_mailbox *pm)
{
	for (size_t i = 0; i < pm->n_left; i++) {
		const struct plan_left *left = &pm->left[i];
		const char **names = arena_alloc(&page->arena, (left->n_accounts + left->n_externals + 1) * sizeof *names);
		size_t n = 0;
		if (i == 0)
			page_say(page, INK_BOLD, 1, _("What stays, whatever is set"));
		for (size_t k = 0; k < left->n_accounts; k++)
			names[n++] = name_of(left->accounts[k], &page->arena);
		for (size_t k = 0; k < left->n_externals; k++)
			names[n++] = left->externals[k]->name;
		page_form(page, _("%s %s: %s - %s"), { INK_BOLD, left->rule->code }, { INK_PLAIN, words_severity(left->severity) },
		    { INK_PLAIN, _(left->rule->title) }, { INK_PLAIN, words_list(names, n, MAX_NAMES, &page->arena) });
		page_flush(page, 2, 6);
		page_form(page, _("Why it stays: %s. To do: %s"), { INK_PLAIN, _(reasons[left->reason]) }, { INK_PLAIN, _(left->rule->fix) });
		page_flush(page, 6, 6);
	}
}

static void
say_mailbox(struct page *page, const struct plan_mailbox *pm)
{
	const struct mailbox *m = pm->result->mailbox;
	page_blank(page);
	page_say(page, INK_BOLD, 0, m->address);
	say_aim(page, pm);
	say_counts(page, pm);
	if (m->doubtful)
		page_say(page, INK_YELLOW, 2, _("Perhaps more clients reach it under another name: settle that first (see the report's remarks)."));
	if (pm->n_keepers) {
		page_form(page, _("Never switch \"leave mail on the server\" off on %s, not even once to make room: at the next check all mail kept so far would be deleted from the server at once, for everybody."),
		    { INK_BOLD, names_of(page, pm->keepers, pm->n_keepers) });
		page_flush(page, 2, 2);
	}
	say_left(page, pm);
}

/* ---- the whole ---- */

static void
say_sum(struct page *page, const struct plan *plan)
{
	page_addf(page, INK_BOLD, P_("%zu account must change", "%zu accounts must change", plan->n_changed), plan->n_changed);
	if (plan->n_looks) {
		page_add(page, INK_PLAIN, _("; "));
		page_addf(page, INK_YELLOW, P_("%zu must be looked at", "%zu must be looked at", plan->n_looks), plan->n_looks);
	}
	page_add(page, INK_PLAIN, _("."));
	page_flush(page, 0, 2);
}

/* Who goes where: each workstation with the numbers of its steps. */
static void
say_visits(struct page *page, const struct report *report, const struct plan *plan)
{
	if (!plan->n_steps)
		return;
	page_blank(page);
	page_say(page, INK_BOLD, 0, _("By workstation"));
	for (size_t i = 0; i < report->n_scans; i++) {
		bool any = false;
		for (size_t k = 0; k < plan->n_steps; k++) {
			if (plan->steps[k].scan != report->scans[i])
				continue;
			if (!any)
				page_addf(page, INK_BOLD, _("%s: "), report->scans[i]->workstation.name);
			page_addf(page, INK_PLAIN, "%s%zu", any ? _(", ") : "", plan->steps[k].number);
			any = true;
		}
		if (any)
			page_flush(page, 2, 4);
	}
}

bool
text_write_plan(FILE *out, const char *where, const struct report *report, const struct plan *plan, struct text_style style, struct err *err)
{
	struct page page;
	page_init(&page, out, style);
	text_supposed(&page, report);
	say_sum(&page, plan);
	for (size_t i = 0; i < plan->n_mailboxes; i++)
		say_mailbox(&page, &plan->mailboxes[i]);
	page_blank(&page);
	if (plan->n_steps)
		page_say(&page, INK_BOLD, 0, _("Steps, in this order"));
	for (size_t i = 0; i < plan->n_steps; i++)
		say_step(&page, &plan->steps[i]);
	say_visits(&page, report, plan);
	text_supposed_end(&page, report);
	return page_fini(&page, where, err);
}
