/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/text-mailbox.h"

#include <inttypes.h>
#include <string.h>

#include "document/text-words.h"

enum { MAX_NAMES = 6, MAX_ROWS = 40 };

static const struct {
	const char *words;
	enum ink ink;
} fates[FATE_COUNT] = {
	[FATE_LOST] = { N_("MAIL IS BEING LOST"), INK_RED },
	[FATE_FAIL] = { N_("SETTINGS MUST CHANGE"), INK_RED },
	[FATE_UNKNOWN] = { N_("CANNOT BE JUDGED YET"), INK_YELLOW },
	[FATE_MINOR] = { N_("small things could be better"), INK_YELLOW },
	[FATE_CLEAN] = { N_("clean"), INK_GREEN },
};

enum fate
mailbox_fate(const struct report_mailbox *result, int worst, bool doubted)
{
	switch (result->status) {
	case MAILBOX_FAIL:
		if (worst < SEVERITY_MEDIUM)
			return doubted || !result->mailbox->resolved || result->mailbox->doubtful ? FATE_UNKNOWN : FATE_MINOR;
		return result->life.gone_after_days == 0 && result->mailbox->shared ? FATE_LOST : FATE_FAIL;
	case MAILBOX_CLEAN:
		return FATE_CLEAN;
	case MAILBOX_UNKNOWN:
	case MAILBOX_STATUS_COUNT:
		break;
	}
	return FATE_UNKNOWN;
}

const char *
text_names(struct page *page, const char *const *names, size_t n)
{
	return words_list(names, n, MAX_NAMES, &page->arena);
}

/* ---- the table ---- */

static const char *
leaves(const struct account *a)
{
	int64_t leave;
	if (account_num(a, MA_LEAVE_ON_SERVER, &leave))
		return leave ? C_("leaves mail", "yes") : C_("leaves mail", "NO");
	return account_is(a, MA_PROTOCOL, "pop3") || !account_knows(a, MA_PROTOCOL) ? _("unknown") : C_("leaves mail", "yes");
}

static void
external_row(const struct policy_external *e, const char **row, struct arena *arena)
{
	bool pop = e->protocol && strcmp(e->protocol, "pop3") == 0;
	row[0] = "-";
	row[1] = e->name;
	row[2] = words_of_protocol(e->protocol);
	row[3] = e->leave_on_server == 0 ? C_("leaves mail", "NO") :
	    e->leave_on_server == 1 || (e->protocol && !pop) ? C_("leaves mail", "yes") : _("unknown");
	row[4] = e->leave_on_server == 0 ? _("at once") :
	    e->delete_after_days != POLICY_UNSET ? words_after_days(e->delete_after_days, arena) :
	    e->leave_on_server == 1 ? _("never") : e->protocol && !pop ? _("when deleted") : _("unknown");
}

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
		row[3] = leaves(a);
		row[4] = words_of_removal(a, &page->arena);
		if (with_address) {
			const char *login = account_text(a, MA_LOGIN);
			row[5] = account_bool_is(a, MA_ENABLED, false) ? _("(not in use)") :
			    addresses->n_items ? addresses->items[0] : login ? login : _("unknown");
		}
	}
	for (size_t i = 0; i < n_externals; i++) {
		row += columns;
		external_row(externals[i], row, &page->arena);
		if (with_address)
			row[5] = externals[i]->address;
	}
	page_table(page, 2, cells, (size_t)(row - cells) / columns + 1, columns, NULL);
	if (shown < n) {
		page_addf(page, INK_DIM, _("... and %zu more"), n - shown);
		page_flush(page, 2, 2);
	}
}

/* ---- what becomes of a message ---- */

static const char *
life_name(const struct life_client *client, struct arena *arena)
{
	return words_of_blame(&(struct blame){ .account = client->account, .external = client->external }, arena);
}

enum lot { LOT_KEEPS, LOT_RACES, LOT_LOSES, LOT_UNKNOWN, LOT_SOME };

/* Who copies mail but is beside one that takes it at once has it only if it checks first. */
static enum lot
lot_of(const struct life_client *c)
{
	if (c->unknown)
		return LOT_UNKNOWN;
	if (c->keeps_copy)
		return LOT_KEEPS;
	return c->loses_after_days == LIFE_NEVER && c->misses_if_away_days == 0 ? LOT_RACES : LOT_LOSES;
}

static void
say_lot(struct page *page, const struct life *life, enum lot lot, const char *one, const char *many)
{
	const char **names = arena_alloc(&page->arena, (life->n_clients + 1) * sizeof *names);
	size_t n = 0;
	for (size_t i = 0; i < life->n_clients; i++) {
		const struct life_client *c = &life->clients[i];
		if (lot == LOT_SOME ? c->removes_some : lot_of(c) == lot)
			names[n++] = life_name(c, &page->arena);
	}
	if (n)
		page_addf(page, INK_PLAIN, P_(one, many, n), text_names(page, names, n));
}

/* Who removes it. */
static const char *
removers(struct page *page, const struct life *life)
{
	const char **names = arena_alloc(&page->arena, (life->n_removed_by + 1) * sizeof *names);
	for (size_t i = 0; i < life->n_removed_by; i++)
		names[i] = life_name(life->removed_by[i], &page->arena);
	return text_names(page, names, life->n_removed_by);
}

static void
say_life(struct page *page, const struct life *life)
{
	long long days = life->gone_after_days;
	page_say(page, INK_BOLD, 1, _("What becomes of a message"));
	if (days == LIFE_NEVER) {
		page_add(page, INK_PLAIN, life->unknown ? _("No client is known to remove it, but it cannot be ruled out:") :
		    life->bounded ? _("No client removes all mail by itself; a message goes when somebody deletes it.") :
		    _("No client removes it by itself: unless somebody deletes mail, the mailbox grows until it is full."));
		say_lot(page, life, LOT_UNKNOWN, NP_(" %s may remove it.", " %s may remove it."));
	} else {
		if (days == 0)
			page_addf(page, INK_PLAIN, _("A message that arrives today is gone for everybody at the first check of %s."),
			    removers(page, life));
		else
			page_addf(page, INK_PLAIN, P_("A message is removed from the server %lld day after it was fetched, by %s.",
			    "A message is removed from the server %lld days after it was fetched, by %s.", (unsigned long long)days), days, removers(page, life));
		if (days > 0)
			page_add(page, INK_PLAIN, _(" Who does not check for that long never sees it."));
		say_lot(page, life, LOT_KEEPS, NP_(" %s keeps a copy.", " %s keep copies."));
		say_lot(page, life, LOT_RACES, NP_(" %s gets it only by checking before that.", " %s get it only by checking before that."));
		say_lot(page, life, LOT_LOSES, NP_(" %s does not have it any more.", " %s do not have it any more."));
		say_lot(page, life, LOT_UNKNOWN, NP_(" %s cannot be judged; it may go even earlier.", " %s cannot be judged; it may go even earlier."));
	}
	say_lot(page, life, LOT_SOME, NP_(" Filters or limits of %s remove a part of the mail.", " Filters or limits of %s remove a part of the mail."));
	page_flush(page, 2, 2);
}

/* "mail is removed 30 days after it was fetched by PC-01" */
static const char *
removal(struct page *page, const struct life *life)
{
	long long days = life->gone_after_days;
	const char *who = life->n_removed_by ? removers(page, life) : NULL;
	if (days == 0)
		return who ? arena_printf(&page->arena, _("mail is taken at once by %s"), who) : _("mail is taken at once");
	if (!who)
		return arena_printf(&page->arena, P_("mail is removed %lld day after it was fetched", "mail is removed %lld days after it was fetched",
		    (unsigned long long)days), days);
	return arena_printf(&page->arena, P_("mail is removed %lld day after it was fetched by %s",
	    "mail is removed %lld days after it was fetched by %s", (unsigned long long)days), days, who);
}

/* Why it may be called clean. */
static void
say_clean(struct page *page, const struct report_mailbox *result)
{
	const struct mailbox *m = result->mailbox;
	const char *all = arena_printf(&page->arena, P_("%zu client, all settings that matter are known",
	    "%zu clients, all settings that matter are known", m->n_clients), m->n_clients);
	if (result->life.gone_after_days == LIFE_NEVER)
		page_addf(page, INK_PLAIN, _("%s; no client removes mail by itself."), all);
	else if (m->n_clients > 1)
		page_addf(page, INK_PLAIN, _("%s; %s, as the rules allow."), all, removal(page, &result->life));
	else
		page_addf(page, INK_PLAIN, _("%s; %s, and no other client is known to fetch it."), all, removal(page, &result->life));
	page_flush(page, 2, 2);
}

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
text_mailbox(struct page *page, const struct report_mailbox *result, enum fate fate, struct finding_list findings)
{
	const struct mailbox *m = result->mailbox;
	/* What a site has accepted is no fault any more, but neither is all well. */
	bool accepted = false;
	for (size_t i = 0; i < findings.n; i++)
		accepted = accepted || (findings.all[i]->status == FINDING_WAIVED && findings.all[i]->severity > SEVERITY_LOW);
	accepted = accepted && fate == FATE_CLEAN;

	page_blank(page);
	page_add(page, INK_BOLD, m->address);
	page_add(page, INK_PLAIN, " - ");
	page_add(page, accepted ? INK_YELLOW : fates[fate].ink, accepted ? _("accepted by the site as it is (see what is waived)") : _(fates[fate].words));
	page_flush(page, 0, 2);
	if (fate == FATE_CLEAN && !accepted)
		say_clean(page, result);
	if (fate == FATE_UNKNOWN)
		say_doubt(page, m, findings);
	text_findings_fail(page, findings, _("What must change"));
	if (fate != FATE_CLEAN || accepted) {
		page_say(page, INK_BOLD, 1, _("Who fetches this mail"));
		text_clients(page, (const struct account *const *)m->accounts, m->n_accounts,
		    m->externals, m->n_externals, false);
		say_life(page, &result->life);
		if (result->life.n_clients > 1)
			text_life(page, result);
	}
	text_findings_rest(page, findings);
}
