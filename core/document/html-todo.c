/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must be done, and by whom: a card for each workstation with the settings
 * to change there, the most urgent first; then what somebody has to look at.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/html.h"
#include "document/menu.h"
#include "document/text-words.h"

enum { MAX_OPEN = 12, MAX_USERS = 3, MAX_UNKNOWN = 12, MAX_REASONS = 4 };
/* So many cards say everything; the others of a large site link to what they have in common. */
enum { MAX_FULL = 150 };

/* All that is to be done at one workstation (or external, or by the policy's keepers). */
struct seat {
	const struct charge *charges; /* those against one account side by side */
	size_t n;
	enum severity worst;
};

static const char *
seat_name(const struct blame *b)
{
	return b->scan ? b->scan->workstation.name : b->external ? b->external->name : b->device ? b->device->name : "";
}

static int
seat_order(const struct blame *a, const struct blame *b)
{
	int d = strcmp(seat_name(a), seat_name(b));
	if (!d)
		d = str_cmp(a->scan ? a->scan->workstation.id : NULL, b->scan ? b->scan->workstation.id : NULL);
	return d ? d : (a->external != NULL) - (b->external != NULL);
}

static int
by_seat(const void *a, const void *b)
{
	const struct charge *x = a, *y = b;
	int d = seat_order(x->blame, y->blame);
	return d ? d : (x->order > y->order) - (x->order < y->order);
}

/* Severity falling; QSORT is not stable, but no two seats are at the same charge. */
static int
by_urgency(const void *a, const void *b)
{
	const struct seat *x = a, *y = b;
	if (x->worst != y->worst)
		return x->worst > y->worst ? -1 : 1;
	return (x->charges > y->charges) - (x->charges < y->charges);
}

static struct seat *
seats_of(struct html *h, enum finding_status status, size_t *n)
{
	const struct report *report = h->report;
	struct finding_list counted = { .n = 0 };
	const struct finding **all = arena_alloc(&h->arena, (report->n_findings + 1) * sizeof *all);
	for (size_t i = 0; i < report->n_findings; i++)
		if (finding_counts(report, &report->findings[i]))
			all[counted.n++] = &report->findings[i];
	counted.all = all;
	size_t n_charges;
	struct charge *charges = charges_collect(&h->arena, counted, status, status == FINDING_FAIL, &n_charges);
	struct seat *seats = NULL;
	*n = 0;
	if (n_charges)
		qsort(charges, n_charges, sizeof *charges, by_seat);
	for (size_t i = 0; i < n_charges; i++) {
		if (i == 0 || seat_order(charges[i - 1].blame, charges[i].blame) != 0)
			*(struct seat *)arena_grow(&h->arena, &seats, n, sizeof *seats) = (struct seat){ .charges = &charges[i] };
		struct seat *seat = &seats[*n - 1];
		seat->n++;
		if (charges[i].finding->severity > seat->worst)
			seat->worst = charges[i].finding->severity;
	}
	if (*n)
		qsort(seats, *n, sizeof *seats, by_urgency);
	return seats;
}

/* ---- one account ---- */

static void
put_account(struct html *h, const struct charge *charges, size_t n)
{
	const struct blame *b = charges->blame;
	const struct mailbox *m = NULL;
	for (size_t i = 0; i < n && !m; i++)
		m = charges[i].finding->mailbox;
	html_put(h, "<p class=\"account\">");
	if (b->account) {
		const char *details = words_of_details(b->account, &h->scratch);
		html_put(h, "<b>%s</b>", words_of_client(b->account));
		if (details)
			html_put(h, " <span class=\"dim\">%s</span>", details);
	} else {
		html_put(h, "<b>%s</b>", html_blamed(h, b));
	}
	if (m)
		html_put(h, " <a href=\"#m%zu\">%s</a>", (size_t)(m - h->report->mailboxes.all), m->address);
	html_put(h, "</p>\n");
}

static void
put_menu(struct html *h, const struct account *account, enum ma_fact id)
{
	const struct menu *menu = menu_of(account, id);
	if (menu)
		html_put(h, "<span class=\"menu\">%s</span>", arena_printf(&h->scratch, _("where: %s"), menu_path(menu)));
}

static void
put_change(struct html *h, const struct change *change)
{
	struct fact fact = change_fact(change->account, change->fact);
	const char *what = words_of_fact(change->fact), *state = words_of_state(fact.state);
	const char *from = change->account->slot[change->fact] ? words_of(&fact, &h->scratch) : NULL;
	const char *place = from ? words_of_place(change->account->scan, fact.file, fact.line, &h->scratch) : NULL;
	html_put(h, "<li>");
	if (!from)
		html_form(h, _("%s: set to \"%s\""), { NULL, NULL, what }, { "b", "to", change->to });
	else if (!state)
		html_form(h, _("%s: from \"%s\" to \"%s\""), { NULL, NULL, what }, { "span", "from", from }, { "b", "to", change->to });
	else
		html_form(h, _("%s: from \"%s\" (%s) to \"%s\""), { NULL, NULL, what }, { "span", "from", from }, { NULL, NULL, state }, { "b", "to", change->to });
	put_menu(h, change->account, change->fact);
	if (place)
		html_put(h, "<code>%s</code>", place);
	html_put(h, "</li>\n");
}

/* What has to be looked at, as far as it is a setting. */
static size_t
put_unknown(struct html *h, const struct charge *charges, size_t n)
{
	bool seen[MA_FACT_COUNT] = { false };
	size_t shown = 0;
	for (size_t i = 0; i < n; i++) {
		const struct blame *b = charges[i].blame;
		for (size_t k = 0; b->account && k < b->n_evidence; k++) {
			enum ma_fact id = b->evidence[k];
			if (seen[id] || account_knows(b->account, id) || shown == MAX_UNKNOWN)
				continue;
			seen[id] = true;
			if (shown++ == 0)
				html_put(h, "<ul class=\"changes\">\n");
			html_put(h, "<li>%s: <b class=\"ask\">%s</b>", words_of_fact(id), _("unknown"));
			/* Where a protocol is changed is not where it can be seen. */
			if (id != MA_PROTOCOL)
				put_menu(h, b->account, id);
			html_put(h, "</li>\n");
		}
	}
	if (shown)
		html_put(h, "</ul>\n");
	return shown;
}

static size_t
put_changes(struct html *h, const struct charge *charges, size_t n)
{
	struct change changes[MA_FACT_COUNT];
	size_t n_changes = charges_changes(charges, n, &h->scratch, changes);
	for (size_t i = 0; i < n_changes; i++) {
		if (i == 0)
			html_put(h, "<ul class=\"changes\">\n");
		put_change(h, &changes[i]);
	}
	if (n_changes)
		html_put(h, "</ul>\n");
	return n_changes;
}

static void
put_reason(struct html *h, const struct finding *f, bool changed)
{
	html_put(h, "<li>");
	html_severity(h, f);
	html_trend(h, f->trend);
	html_put(h, " <a href=\"#f%zu\">%s</a> %s", (size_t)(f - h->report->findings), f->rule->code, _(f->rule->title));
	if (!changed && f->rule->fix)
		html_put(h, "<span class=\"fix\">%s</span>", arena_printf(&h->scratch, _("To do: %s"), _(f->rule->fix)));
	html_put(h, "</li>\n");
}

/* The rules, each once; where no setting does it (CHANGED: one does), with what to do
 * instead.  Of many the first speak for all. */
static void
put_reasons(struct html *h, const struct charge *charges, size_t n, bool changed)
{
	const struct finding *worst = charges->finding;
	size_t shown = 0;
	html_put(h, "<ul class=\"reasons\">\n");
	for (size_t i = 0; i < n; i++) {
		const struct finding *f = charges[i].finding;
		if (i && charges[i - 1].finding->rule == f->rule)
			continue;
		if (f->severity > worst->severity)
			worst = f;
		if (shown++ < MAX_REASONS)
			put_reason(h, f, changed);
		else
			html_put(h, shown == MAX_REASONS + 1 ? "<li class=\"codes\"><a href=\"#f%zu\">%s</a>" : " <a href=\"#f%zu\">%s</a>",
			    (size_t)(f - h->report->findings), f->rule->code);
	}
	html_put(h, shown > MAX_REASONS ? "</li></ul>\n" : "</ul>\n");
	if (worst->rule->symptom && *worst->rule->symptom && worst->status == FINDING_FAIL)
		html_put(h, "<p class=\"else\"><b>%s</b> %s</p>\n", _("Otherwise:"), _(worst->rule->symptom));
}

/* ---- one workstation ---- */

/* People who work there, as far as the accounts say. */
static const char *
seat_users(struct html *h, const struct seat *seat)
{
	const char *users[MAX_USERS + 2];
	size_t n = 0;
	for (size_t i = 0; i < seat->n && n < MAX_USERS + 2; i++) {
		const struct account *a = seat->charges[i].blame->account;
		const char *user = a ? account_text(a, MA_USER) : NULL;
		bool known = !user || !*user;
		for (size_t k = 0; k < n && !known; k++)
			known = strcmp(users[k], user) == 0;
		if (!known)
			users[n++] = user;
	}
	return n ? words_list(users, n, MAX_USERS, &h->scratch) : NULL;
}

/* The gist, for a card that is folded: the first setting that has to change. */
static const char *
seat_gist(struct html *h, const struct seat *seat)
{
	struct change changes[MA_FACT_COUNT];
	for (size_t i = 0, k; i < seat->n; i += k) {
		k = charges_run(seat->charges + i, seat->n - i);
		if (charges_changes(seat->charges + i, k, &h->scratch, changes))
			return arena_printf(&h->scratch, _("%s: set to \"%s\""), words_of_fact(changes[0].fact), changes[0].to);
	}
	return _(seat->charges->finding->rule->title);
}

/* All about it. */
static void
put_jobs(struct html *h, const struct seat *seat)
{
	for (size_t i = 0, k; i < seat->n; i += k) {
		const struct charge *charges = seat->charges + i;
		k = charges_run(charges, seat->n - i);
		html_put(h, "<div class=\"job\">\n");
		put_account(h, charges, k);
		size_t n = charges->finding->status == FINDING_UNKNOWN ? put_unknown(h, charges, k) : put_changes(h, charges, k);
		put_reasons(h, charges, k, n);
		html_put(h, "</div>\n");
	}
}

/* "unknown: encryption of the connection, what deleting a message does" */
static const char *
unknown_words(struct html *h, const struct charge *charges, size_t n)
{
	bool seen[MA_FACT_COUNT] = { false };
	const char *names[MAX_UNKNOWN + 1];
	size_t n_names = 0;
	for (size_t i = 0; i < n; i++) {
		const struct blame *b = charges[i].blame;
		for (size_t k = 0; b->account && k < b->n_evidence && n_names < MAX_UNKNOWN; k++)
			if (!seen[b->evidence[k]] && !account_knows(b->account, b->evidence[k])) {
				seen[b->evidence[k]] = true;
				names[n_names++] = words_of_fact(b->evidence[k]);
			}
	}
	return n_names ? arena_printf(&h->scratch, _("unknown: %s"), words_list(names, n_names, MAX_UNKNOWN, &h->scratch)) : NULL;
}

/* What is to be set to what, or what is unknown, in one line. */
static const char *
brief_words(struct html *h, const struct charge *charges, size_t n)
{
	struct change changes[MA_FACT_COUNT];
	const char *all = NULL;
	size_t n_changes = charges->finding->status == FINDING_UNKNOWN ? 0 : charges_changes(charges, n, &h->scratch, changes);
	for (size_t i = 0; i < n_changes; i++) {
		const char *one = arena_printf(&h->scratch, _("%s: set to \"%s\""), words_of_fact(changes[i].fact), changes[i].to);
		const struct menu *menu = menu_of(changes[i].account, changes[i].fact);
		if (menu)
			h->menus[menu - menus] = true;
		all = all ? arena_printf(&h->scratch, _("%s; %s"), all, one) : one;
	}
	if (charges->finding->status == FINDING_UNKNOWN)
		all = unknown_words(h, charges, n);
	return all ? all : _(charges->finding->rule->title);
}

/* A line for each account; the reasons and the menus stand where the links lead. */
static void
put_lines(struct html *h, const struct seat *seat)
{
	html_put(h, "<ul>\n");
	for (size_t i = 0, k; i < seat->n; i += k) {
		const struct charge *charges = seat->charges + i;
		const struct blame *b = charges->blame;
		const struct mailbox *m = charges->finding->mailbox;
		k = charges_run(charges, seat->n - i);
		html_put(h, "<li>%s", b->account ? words_of_client(b->account) : html_blamed(h, b));
		if (m)
			html_put(h, " <a href=\"#m%zu\">%s</a>", (size_t)(m - h->report->mailboxes.all), m->address);
		html_put(h, " - %s", brief_words(h, charges, k));
		for (size_t j = 0; j < k; j++)
			if (j == 0 || charges[j - 1].finding->rule != charges[j].finding->rule)
				html_put(h, " <a href=\"#f%zu\">%s</a>", (size_t)(charges[j].finding - h->report->findings), charges[j].finding->rule->code);
		html_put(h, "</li>\n");
	}
	html_put(h, "</ul>\n");
}

static void
put_seat(struct html *h, const struct seat *seat, bool open, bool brief)
{
	const struct blame *b = seat->charges->blame;
	const struct finding *worst = seat->charges->finding;
	const char *users = seat_users(h, seat);
	for (size_t i = 0; i < seat->n; i++)
		if (seat->charges[i].finding->severity > worst->severity)
			worst = seat->charges[i].finding;
	html_put(h, "<details class=\"card\"%s>\n<summary><h4>%s</h4>", open ? " open" : "", b->policy ? _("The policy") : seat_name(b));
	if (users)
		html_put(h, " <span class=\"user\">%s</span>", users);
	if (!b->scan && !b->policy)
		html_put(h, " <span class=\"dim\">%s</span>", _("not scanned; known from the policy"));
	html_put(h, " ");
	html_severity(h, worst);
	html_put(h, " <span class=\"gist\">%s</span></summary>\n", seat_gist(h, seat));
	if (brief)
		put_lines(h, seat);
	else
		put_jobs(h, seat);
	html_put(h, "</details>\n");
	html_breathe(h);
}

/* ---- all ---- */

static void
put_seats(struct html *h, const char *title, const char *hint, const struct seat *seats, size_t n)
{
	if (!n)
		return;
	html_put(h, "<h3>%s <span class=\"n\">%s</span></h3>\n<p>%s</p>\n", title,
	    arena_printf(&h->scratch, P_("%zu workstation", "%zu workstations", n), n), hint);
	html_put(h, "<div class=\"cards\">\n");
	for (size_t i = 0; i < n; i++)
		put_seat(h, &seats[i], n <= MAX_OPEN, i >= MAX_FULL);
	html_put(h, "</div>\n");
}

void
html_menus(struct html *h)
{
	bool any = false;
	for (size_t i = 0; i < n_menus; i++) {
		if (!h->menus[i])
			continue;
		if (!any)
			html_section(h, "menus", _("Where the settings are"));
		any = true;
		html_put(h, "<p id=\"menu%zu\"><b>%s</b>, %s: %s</p>\n", i, menus[i].client, words_of_fact(menus[i].fact), menu_path(&menus[i]));
	}
	if (any)
		html_section_end(h);
}

void
html_todo(struct html *h)
{
	h->menus = arena_alloc(&h->arena, (n_menus + 1) * sizeof *h->menus);
	size_t n, n_unknown, n_today = 0;
	const struct seat *seats = seats_of(h, FINDING_FAIL, &n), *unknown = seats_of(h, FINDING_UNKNOWN, &n_unknown);
	while (n_today < n && seats[n_today].worst >= SEVERITY_HIGH)
		n_today++;
	html_section(h, "todo", _("What must be done, and by whom"));
	if (n + n_unknown > MAX_OPEN)
		html_filter(h, _("Show only what contains"));
	if (!n && !n_unknown && h->fate == FATE_UNKNOWN)
		html_put(h, "<p class=\"none\">%s</p>\n", _("No setting is known that must change, but not everything is known."));
	else if (!n && !n_unknown)
		html_put(h, "<p class=\"none good\">%s</p>\n", _("Nothing has to change."));
	put_seats(h, _("Today"), _("Each day that passes, mail is lost or in danger."), seats, n_today);
	put_seats(h, _("Next"), _("No mail is lost by it at once."), seats ? seats + n_today : NULL, n - n_today);
	put_seats(h, _("Find out"), _("Nobody knows these settings, so nothing can be said of what they do. Look at them on the workstation itself; set them on purpose, then scan again."),
	    unknown, n_unknown);
	html_section_end(h);
}
