/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The matrix of a mailbox: a row for each client, a column for each fact that
 * matters there: some always, others where a finding speaks of them.  How a
 * value is known stands beside it in words; what a finding speaks of is marked.
 */
#include <stdlib.h>

#include "document/html.h"
#include "document/text-words.h"

/* More rows than that, and those that nothing is said of are folded away. */
enum { MAX_PLAIN = 30, MAX_CODES = 4, MAX_COLUMNS = 10 };

static const struct column {
	enum ma_fact fact;
	const char *title;
	enum { SPOKEN, USUAL, ALWAYS } use; /* where a finding speaks of it; where any client has it; always */
} columns[] = {
	{ MA_PROTOCOL, NC_("protocol", "By"), ALWAYS },
	{ MA_LEAVE_ON_SERVER, N_("Leaves mail"), ALWAYS },
	{ MA_DELETE_AFTER_DAYS, N_("Removes it"), ALWAYS },
	{ MA_DELETE_WHEN, N_("When its user deletes"), SPOKEN },
	{ MA_KEEP_COUNT, N_("Server copies"), SPOKEN },
	{ MA_KEEP_BYTES, N_("Server bytes"), SPOKEN },
	{ MA_RETAIN_DAYS, N_("Clears old mail"), SPOKEN },
	{ MA_RETAIN_COUNT, N_("Keeps at most"), SPOKEN },
	{ MA_FILTERS_SERVER_DELETE, N_("Filters that delete"), SPOKEN },
	{ MA_DELETE_MODEL, N_("Deleting"), SPOKEN },
	{ MA_EMPTY_TRASH_ON_EXIT, N_("Empties the trash"), SPOKEN },
	{ MA_EXPUNGE_ON_EXIT, N_("Expunges"), SPOKEN },
	{ MA_SENT_FOLDER, N_("Sent folder"), SPOKEN },
	{ MA_TRASH_FOLDER, N_("Trash folder"), SPOKEN },
	{ MA_SECURITY, N_("Encryption"), USUAL },
	{ MA_CHECK_MINUTES, N_("Checks"), USUAL },
};

struct row {
	const struct account *account;
	size_t order; /* in the mailbox */
	size_t first, n; /* of the marks */
	int weight; /* severity of its worst failure, SEVERITY_COUNT more than all else; 0: nothing */
};

struct mark {
	const struct account *account;
	const struct finding *finding;
	const struct blame *blame;
	size_t order;
};

struct matrix {
	struct row *rows;
	size_t n;
	struct mark *marks; /* by account, then in the report's order */
	size_t n_marks;
	const struct column *columns[MAX_COLUMNS];
	size_t n_columns;
	const struct report_mailbox *result;
};

/* ---- what there is to show ---- */

static int
by_account(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	if (x->account != y->account)
		return (uintptr_t)x->account < (uintptr_t)y->account ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static int
row_by_account(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	return ((uintptr_t)x->account > (uintptr_t)y->account) - ((uintptr_t)x->account < (uintptr_t)y->account);
}

static int
row_by_weight(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static void
collect_marks(struct matrix *m, struct finding_list findings, struct arena *arena)
{
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = findings.all[i];
		for (size_t k = 0; k < f->n_blame && f->status != FINDING_WAIVED; k++)
			if (f->blame[k].account) {
				struct mark *mark = arena_grow(arena, &m->marks, &m->n_marks, sizeof *mark);
				*mark = (struct mark){ f->blame[k].account, f, &f->blame[k], m->n_marks };
			}
	}
	if (m->n_marks)
		qsort(m->marks, m->n_marks, sizeof *m->marks, by_account);
}

static int
weight_of(const struct finding *f)
{
	return (f->status == FINDING_FAIL && finding_is_heavy(f) ? SEVERITY_COUNT : 0) + (int)f->severity + 1;
}

static void
collect_rows(struct matrix *m, struct arena *arena)
{
	const struct mailbox *mailbox = m->result->mailbox;
	m->n = mailbox->n_accounts;
	m->rows = arena_alloc(arena, (m->n + 1) * sizeof *m->rows);
	for (size_t i = 0; i < m->n; i++)
		m->rows[i] = (struct row){ .account = mailbox->accounts[i], .order = i };
	/* Rows and marks in the same order meet in one walk. */
	qsort(m->rows, m->n, sizeof *m->rows, row_by_account);
	for (size_t i = 0, at = 0; i < m->n; i++) {
		struct row *row = &m->rows[i];
		while (at < m->n_marks && (uintptr_t)m->marks[at].account < (uintptr_t)row->account)
			at++;
		for (row->first = at; at < m->n_marks && m->marks[at].account == row->account; at++, row->n++)
			row->weight = weight_of(m->marks[at].finding) > row->weight ? weight_of(m->marks[at].finding) : row->weight;
	}
	qsort(m->rows, m->n, sizeof *m->rows, row_by_weight);
}

static void
choose_columns(struct matrix *m)
{
	bool spoken[MA_FACT_COUNT] = { false }, known[MA_FACT_COUNT] = { false };
	for (size_t i = 0; i < m->n_marks; i++)
		for (size_t k = 0; k < m->marks[i].blame->n_evidence; k++)
			spoken[m->marks[i].blame->evidence[k]] = true;
	for (size_t i = 0; i < m->n; i++)
		for (int id = 0; id < MA_FACT_COUNT; id++)
			known[id] = known[id] || m->rows[i].account->slot[id];
	for (size_t i = 0; i < sizeof columns / sizeof *columns && m->n_columns < MAX_COLUMNS; i++)
		if (columns[i].use == ALWAYS || (known[columns[i].fact] && (columns[i].use == USUAL || spoken[columns[i].fact])))
			m->columns[m->n_columns++] = &columns[i];
}

/* ---- cells ---- */

/* Does a finding of weight, or one that nobody can decide, speak of the fact of this row? */
static bool
is_marked(const struct matrix *m, const struct row *row, enum ma_fact fact)
{
	for (size_t i = 0; i < row->n; i++) {
		const struct mark *mark = &m->marks[row->first + i];
		bool counts = mark->finding->status == FINDING_UNKNOWN ? !account_knows(row->account, fact) : finding_is_heavy(mark->finding);
		for (size_t k = 0; counts && k < mark->blame->n_evidence; k++)
			if (mark->blame->evidence[k] == fact)
				return true;
	}
	return false;
}

static const char *
cell_words(struct html *h, const struct account *a, enum ma_fact id)
{
	struct fact fact = change_fact(a, id);
	if (id == MA_LEAVE_ON_SERVER)
		return words_of_leaving(a);
	if (id == MA_DELETE_AFTER_DAYS)
		return words_of_removal(a, &h->scratch);
	if (!a->slot[id])
		return id == MA_PROTOCOL ? _("unknown") : "-";
	return words_of(&fact, &h->scratch);
}

/* Short words for how a value is known; what was set by its user needs none. */
static const char *
state_words(const struct account *a, enum ma_fact id)
{
	switch (a->slot[id] ? account_fact(a, id)->state : MA_SET) {
	case MA_LOCKED:
		return C_("state", "locked");
	case MA_IMPLIED:
		return C_("state", "default");
	case MA_INFERRED:
		return C_("state", "inferred");
	default:
		return NULL;
	}
}

static void
put_cell(struct html *h, const struct matrix *m, const struct row *row, enum ma_fact id)
{
	const struct account *a = row->account;
	const char *words = cell_words(h, a, id), *state = state_words(a, id);
	bool bad = is_marked(m, row, id), unknown = words == _("unknown") || (a->slot[id] && account_fact(a, id)->state == MA_UNKNOWN);
	html_put(h, bad && unknown ? "<td class=\"q bad\">" : bad ? "<td class=\"bad\">" : unknown ? "<td class=\"q\">" : "<td>");
	html_put(h, "%s", words);
	if (state)
		html_put(h, " <i>%s</i>", state);
	html_put(h, "</td>");
}

static void
put_codes(struct html *h, const struct matrix *m, const struct row *row)
{
	html_put(h, "<td class=\"codes\">");
	for (size_t i = 0; i < row->n && i < MAX_CODES; i++) {
		const struct finding *f = m->marks[row->first + i].finding;
		const char *class = f->status == FINDING_UNKNOWN ? "q" : finding_is_heavy(f) ? "bad" : "small";
		html_put(h, "<a class=\"%s\" href=\"#f%zu\">%s%s</a> ", class, (size_t)(f - h->report->findings), f->rule->code,
		    f->status == FINDING_UNKNOWN ? "?" : "");
	}
	if (row->n > MAX_CODES)
		html_put(h, "+%zu", row->n - MAX_CODES);
	html_put(h, "</td></tr>\n");
}

static void
put_row(struct html *h, const struct matrix *m, const struct row *row)
{
	const char *user = account_text(row->account, MA_USER);
	html_put(h, "<tr><th scope=\"row\">%s", row->account->scan->workstation.name);
	if (user && *user)
		html_put(h, "<small>%s</small>", user);
	html_put(h, "</th><td>%s</td>", words_of_client(row->account));
	for (size_t i = 0; i < m->n_columns; i++)
		put_cell(h, m, row, m->columns[i]->fact);
	put_codes(h, m, row);
	html_breathe(h);
}

static void
put_external(struct html *h, const struct matrix *m, const struct policy_external *e)
{
	const struct words_external words = words_of_external(e, &h->scratch);
	html_put(h, "<tr><th scope=\"row\">%s<small>%s</small></th><td>-</td>", e->name, _("not scanned; known from the policy"));
	for (size_t i = 0; i < m->n_columns; i++) {
		enum ma_fact id = m->columns[i]->fact;
		const char *text = id == MA_PROTOCOL ? words.protocol : id == MA_LEAVE_ON_SERVER ? words.leaves : id == MA_DELETE_AFTER_DAYS ? words.removes : "-";
		html_put(h, text == _("unknown") ? "<td class=\"q\">%s</td>" : "<td>%s</td>", text);
	}
	html_put(h, "<td></td></tr>\n");
}

/* ---- tables ---- */

static void
put_table(struct html *h, const struct matrix *m, const char *caption, size_t from, size_t to, bool externals)
{
	const char *titles[MAX_COLUMNS + 4];
	size_t n = 0;
	titles[n++] = _("Workstation");
	titles[n++] = _("Program");
	for (size_t i = 0; i < m->n_columns; i++)
		titles[n++] = _(m->columns[i]->title);
	titles[n++] = _("Findings");
	titles[n] = NULL;
	html_table(h, "matrix sortable", caption, titles);
	for (size_t i = from; i < to; i++)
		put_row(h, m, &m->rows[i]);
	for (size_t i = 0; externals && i < m->result->mailbox->n_externals; i++)
		put_external(h, m, m->result->mailbox->externals[i]);
	html_table_end(h);
}

void
html_matrix(struct html *h, const struct report_mailbox *result, struct finding_list findings)
{
	struct matrix m = { .result = result };
	struct arena arena = { 0 };
	const char *address = result->mailbox->address;
	collect_marks(&m, findings, &arena);
	collect_rows(&m, &arena);
	choose_columns(&m);
	size_t shown = m.n;
	if (m.n > MAX_PLAIN)
		for (shown = 0; shown < m.n && m.rows[shown].n; shown++)
			;
	if (m.n > MAX_PLAIN)
		html_filter(h, _("Show only what contains"));
	if (shown || result->mailbox->n_externals)
		put_table(h, &m, arena_printf(&arena, _("Clients of %s"), address), 0, shown, true);
	if (shown < m.n) {
		html_put(h, "<details class=\"rest\"><summary>%s</summary>\n",
		    arena_printf(&arena, P_("%zu client of which nothing is said", "%zu clients of which nothing is said", m.n - shown), m.n - shown));
		put_table(h, &m, arena_printf(&arena, _("Other clients of %s"), address), shown, m.n, false);
		html_put(h, "</details>\n");
	}
	arena_fini(&arena);
}
