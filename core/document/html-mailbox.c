/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The mailboxes: a table of all, then a fold for each, the worst first.
 */
#include "document/html.h"

#include "document/life-words.h"
#include "document/text-words.h"

enum { MAX_OPEN = 5, MAX_OPEN_CLIENTS = 60 };

/* Findings of one status; heavy ones or the others; or both. */
enum weight { WEIGHT_ANY, WEIGHT_HEAVY, WEIGHT_LIGHT };

static bool
is_of(const struct finding *f, enum finding_status status, enum weight weight)
{
	return f->status == status && (weight == WEIGHT_ANY || finding_is_heavy(f) == (weight == WEIGHT_HEAVY));
}

static struct finding_list
pick(struct html *h, struct finding_list findings, enum finding_status status, enum weight weight)
{
	const struct finding **all = arena_alloc(&h->scratch, (findings.n + 1) * sizeof *all);
	struct finding_list out = { all, 0 };
	for (size_t i = 0; i < findings.n; i++)
		if (is_of(findings.all[i], status, weight))
			all[out.n++] = findings.all[i];
	return out;
}

static size_t
count(struct finding_list findings, enum finding_status status, enum weight weight)
{
	size_t n = 0;
	for (size_t i = 0; i < findings.n; i++)
		n += is_of(findings.all[i], status, weight);
	return n;
}

/* How long mail stays there: "until somebody deletes it", "after 14 days". */
static const char *
words_stay(struct html *h, const struct life *life)
{
	if (life->gone_after_days == 0)
		return _("at once");
	if (life->gone_after_days == LIFE_NEVER)
		return life->unknown ? _("unknown") : _("when deleted");
	const char *days = words_after_days(life->gone_after_days, &h->scratch);
	return life->unknown ? arena_printf(&h->scratch, _("%s, or earlier"), days) : days;
}

static const char *
words_state(const struct rank *rank)
{
	return rank->accepted ? _("accepted by the site as it is (see what is waived)") : words_of_fate(rank->fate);
}

static void
put_overview(struct html *h)
{
	const char *const titles[] = { _("Mailbox"), _("State"), C_("number", "Clients"), _("Mail goes"), C_("number", "To change"), C_("number", "Unknown"), NULL };
	html_table(h, "sortable", _("All mailboxes"), titles);
	for (size_t i = 0; i < h->report->mailboxes.n; i++) {
		const struct rank *rank = &h->ranking.ranks[i];
		const struct report_mailbox *result = &h->report->results[rank->mailbox];
		struct finding_list findings = ranking_findings(&h->ranking, rank->mailbox);
		if (!ranking_shows(h->report, result->mailbox))
			continue;
		html_put(h, "<tr><th scope=\"row\"><a href=\"#m%zu\">%s</a></th><td data-sort=\"%d\"><span class=\"state %s\">", rank->mailbox,
		    result->mailbox->address, (int)rank->fate, html_fate_class(rank->fate));
		html_sign(h, html_fate_sign(rank->fate));
		html_put(h, "%s</span></td><td>%zu</td><td>%s</td><td>%zu</td><td>%zu</td></tr>\n", words_state(rank), result->mailbox->n_clients,
		    words_stay(h, &result->life), count(findings, FINDING_FAIL, WEIGHT_HEAVY), count(findings, FINDING_UNKNOWN, WEIGHT_ANY));
		html_breathe(h);
	}
	html_table_end(h);
}

/* Why it may be neither called clean nor blamed, where no finding of its own says so. */
static const char *
words_why(struct html *h, const struct report_mailbox *result, const struct rank *rank, struct finding_list findings)
{
	const struct mailbox *m = result->mailbox;
	if (rank->fate == FATE_CLEAN && !rank->accepted)
		return words_why_clean(result, &h->scratch);
	if (rank->fate != FATE_UNKNOWN)
		return NULL;
	if (!m->resolved)
		return m->why ? arena_printf(&h->scratch, _("It cannot be told which mailbox this account reaches: %s."), _(m->why)) :
		    _("It cannot be told which mailbox this account reaches.");
	if (m->doubtful)
		return _("Perhaps more clients reach it under another name: see the remarks at the end.");
	return count(findings, FINDING_UNKNOWN, WEIGHT_ANY) ? NULL :
	    _("Nothing wrong is known of it, but not all settings could be read: see the end of this report.");
}

static void
put_group(struct html *h, const char *title, struct finding_list findings)
{
	if (!findings.n)
		return;
	html_put(h, "<h4>%s</h4>\n", title);
	html_findings(h, findings);
}

static void
put_groups(struct html *h, struct finding_list findings, const char *title)
{
	put_group(h, title, pick(h, findings, FINDING_FAIL, WEIGHT_HEAVY));
	put_group(h, _("Cannot be decided"), pick(h, findings, FINDING_UNKNOWN, WEIGHT_ANY));
	put_group(h, _("Also worth a look"), pick(h, findings, FINDING_FAIL, WEIGHT_LIGHT));
	put_group(h, _("Accepted by the site"), pick(h, findings, FINDING_WAIVED, WEIGHT_ANY));
}

static void
put_mailbox(struct html *h, const struct rank *rank, bool open)
{
	const struct report_mailbox *result = &h->report->results[rank->mailbox];
	const struct mailbox *m = result->mailbox;
	struct finding_list findings = ranking_findings(&h->ranking, rank->mailbox);
	const char *why = words_why(h, result, rank, findings);
	html_put(h, "<details class=\"mailbox %s\" id=\"m%zu\"%s>\n<summary><h3>", html_fate_class(rank->fate), rank->mailbox, open ? " open" : "");
	html_sign(h, html_fate_sign(rank->fate));
	html_put(h, "%s</h3> <span class=\"state %s\">%s</span> <span class=\"dim\">%s</span></summary>\n", m->address, html_fate_class(rank->fate),
	    words_state(rank), arena_printf(&h->scratch, P_("%zu client", "%zu clients", m->n_clients), m->n_clients));
	if (why)
		html_put(h, "<p>%s</p>\n", why);
	html_put(h, "<h4>%s</h4>\n", _("Who fetches this mail"));
	html_matrix(h, result, findings);
	html_put(h, "<h4>%s</h4>\n", _("What becomes of a message"));
	html_life(h, result, rank->mailbox);
	put_groups(h, findings, _("What must change"));
	html_put(h, "</details>\n");
	html_breathe(h);
}

void
html_mailboxes(struct html *h)
{
	size_t n = h->report->mailboxes.n, n_open = 0;
	struct finding_list loose = ranking_findings(&h->ranking, n);
	html_section(h, "mailboxes", _("Mailboxes"));
	if (n > 1)
		put_overview(h);
	else if (!n)
		html_put(h, "<p class=\"none\">%s</p>\n", _("nothing was found that could be judged."));
	for (size_t i = 0; i < n; i++) {
		const struct rank *rank = &h->ranking.ranks[i];
		const struct mailbox *m = h->report->results[rank->mailbox].mailbox;
		if (!ranking_shows(h->report, m))
			continue;
		bool open = n == 1 || (n_open < MAX_OPEN && m->n_clients <= MAX_OPEN_CLIENTS && rank->fate <= FATE_UNKNOWN);
		n_open += open;
		put_mailbox(h, rank, open);
	}
	if (loose.n) {
		html_put(h, "<details class=\"mailbox\" id=\"site\"%s>\n<summary><h3>%s</h3></summary>\n", loose.n <= MAX_OPEN ? " open" : "",
		    _("Workstations and the site"));
		put_groups(h, loose, _("What must be done"));
		html_put(h, "</details>\n");
	}
	html_section_end(h);
}
