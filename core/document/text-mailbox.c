/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-mailbox.h"

#include <inttypes.h>
#include <string.h>

#include "document/life-words.h"
#include "document/text-words.h"

enum { MAX_NAMES = 6, MAX_ROWS = 40 };

static const enum ink fate_inks[FATE_COUNT] = {
	[FATE_LOST] = INK_RED, [FATE_FAIL] = INK_RED, [FATE_UNKNOWN] = INK_YELLOW, [FATE_MINOR] = INK_YELLOW, [FATE_CLEAN] = INK_GREEN,
};

const char *
text_names(struct page *page, const char *const *names, size_t n)
{
	return words_list(names, n, MAX_NAMES, &page->arena);
}

/* ---- the table ---- */

void
text_clients(struct page *page, const struct account *const *accounts, size_t n,
    const struct policy_external *const *externals, size_t n_externals, bool with_address)
{
	size_t columns = with_address ? 6 : 5, shown = n > MAX_ROWS ? MAX_ROWS : n;
	const char **cells = arena_alloc(&page->arena, (shown + n_externals + 1) * columns * sizeof *cells), **row = cells;
	static const char *const head[] = {
		N_("Workstation"), N_("Program"), NC_("protocol", "By"), N_("Leaves mail"), N_("Removes it"), N_("Mailbox")
	};

	for (size_t i = 0; i < columns; i++)
		row[i] = _(head[i]);
	for (size_t i = 0; i < shown; i++) {
		const struct account *a = accounts[i];
		const struct fact *addresses = account_fact(a, MA_ADDRESSES);
		row += columns;
		row[0] = a->scan->workstation.name;
		row[1] = words_of_client(a);
		row[2] = words_of_protocol(account_text(a, MA_PROTOCOL));
		row[3] = words_of_leaving(a);
		row[4] = words_of_removal(a, &page->arena);
		if (with_address) {
			const char *login = account_text(a, MA_LOGIN);
			row[5] = account_bool_is(a, MA_ENABLED, false) ? _("(not in use)") :
			    addresses->n_items ? addresses->items[0] : login ? login : _("unknown");
		}
	}
	for (size_t i = 0; i < n_externals; i++) {
		row += columns;
		const struct words_external e = words_of_external(externals[i], &page->arena);
		row[0] = "-";
		row[1] = externals[i]->name;
		row[2] = e.protocol;
		row[3] = e.leaves;
		row[4] = e.removes;
		if (with_address)
			row[5] = externals[i]->address;
	}
	page_table(page, 2, cells, (size_t)(row - cells) / columns + 1, columns, NULL);
	if (shown < n) {
		page_addf(page, INK_DIM, _("... and %zu more"), n - shown);
		page_flush(page, 2, 2);
	}
}

/* ---- the mailbox ---- */

/* Why it may be neither called clean nor blamed, where no finding of its own says so. */
static void
say_doubt(struct page *page, const struct mailbox *m, struct finding_list findings)
{
	bool own = false;
	for (size_t i = 0; i < findings.n; i++)
		own = own || findings.all[i]->status == FINDING_UNKNOWN;
	if (!m->resolved)
		page_add(page, INK_PLAIN, m->why ? arena_printf(&page->arena, _("It cannot be told which mailbox this account reaches: %s."), _(m->why)) :
		    _("It cannot be told which mailbox this account reaches."));
	else if (m->doubtful)
		page_add(page, INK_PLAIN, _("Perhaps more clients reach it under another name: see the remarks at the end."));
	else if (!own)
		page_add(page, INK_PLAIN, _("Nothing wrong is known of it, but not all settings could be read: see the end of this report."));
	else
		return;
	page_flush(page, 2, 2);
}

void
text_mailbox_line(struct page *page, const struct report_mailbox *result, const struct rank *rank)
{
	page_add(page, INK_BOLD, result->mailbox->address);
	page_add(page, INK_PLAIN, " - ");
	page_add(page, rank->accepted ? INK_YELLOW : fate_inks[rank->fate],
	    rank->accepted ? _("accepted by the site as it is (see what is waived)") : words_of_fate(rank->fate));
	page_flush(page, 0, 2);
}

void
text_mailbox(struct page *page, const struct report_mailbox *result, const struct rank *rank, struct finding_list findings)
{
	const struct mailbox *m = result->mailbox;
	page_blank(page);
	text_mailbox_line(page, result, rank);
	if (rank->fate == FATE_CLEAN && !rank->accepted)
		page_say(page, INK_PLAIN, 2, words_why_clean(result, &page->arena));
	if (rank->fate == FATE_UNKNOWN)
		say_doubt(page, m, findings);
	text_findings_fail(page, findings, _("What must change"));
	if (rank->fate != FATE_CLEAN || rank->accepted) {
		page_say(page, INK_BOLD, 1, _("Who fetches this mail"));
		text_clients(page, (const struct account *const *)m->accounts, m->n_accounts,
		    m->externals, m->n_externals, false);
		page_say(page, INK_BOLD, 1, _("What becomes of a message"));
		page_say(page, INK_PLAIN, 2, words_of_life(&result->life, &page->arena));
		if (result->life.n_clients > 1)
			text_life(page, result);
	}
	text_findings_rest(page, findings);
}
