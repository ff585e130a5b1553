/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/ranking.h"

#include <stdlib.h>

static size_t
mailbox_number(const struct report *report, const struct finding *f)
{
	return f->mailbox ? (size_t)(f->mailbox - report->mailboxes.all) : report->mailboxes.n;
}

static void
sort_findings(const struct report *report, struct arena *arena, struct ranking *out)
{
	size_t n = report->mailboxes.n + 1;
	out->all = arena_alloc(arena, (report->n_findings + 1) * sizeof *out->all);
	out->start = arena_alloc(arena, (n + 2) * sizeof *out->start);
	for (size_t i = 0; i < report->n_findings; i++)
		out->start[mailbox_number(report, &report->findings[i]) + 2]++;
	for (size_t i = 2; i < n + 2; i++)
		out->start[i] += out->start[i - 1];
	/* start[m + 1] runs from the beginning of m to its end, which is where m + 1 begins. */
	for (size_t i = 0; i < report->n_findings; i++)
		out->all[out->start[mailbox_number(report, &report->findings[i]) + 1]++] = &report->findings[i];
}

struct finding_list
ranking_findings(const struct ranking *ranking, size_t mailbox)
{
	return (struct finding_list){ ranking->all + ranking->start[mailbox], ranking->start[mailbox + 1] - ranking->start[mailbox] };
}

/* WORST: severity of its worst failure, -1 without one; DOUBTED: something about
 * it could not be told, which outweighs what is of little weight. */
static enum fate
fate_of(const struct report_mailbox *result, int worst, bool doubted)
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

static struct rank
rank_of(const struct report_mailbox *result, size_t number, struct finding_list findings, bool doubted)
{
	struct rank rank = { .mailbox = number, .severity = -1 };
	for (size_t i = 0; i < findings.n; i++) {
		const struct finding *f = findings.all[i];
		doubted = doubted || f->status == FINDING_UNKNOWN;
		rank.accepted = rank.accepted || (f->status == FINDING_WAIVED && f->severity > SEVERITY_LOW);
		if (f->status == FINDING_FAIL && (int)f->severity > rank.severity)
			rank.severity = (int)f->severity;
	}
	rank.fate = fate_of(result, rank.severity, doubted);
	/* What a site has accepted is no fault any more, but neither is all well. */
	rank.accepted = rank.accepted && rank.fate == FATE_CLEAN;
	return rank;
}

static int
by_rank(const void *a, const void *b)
{
	const struct rank *x = a, *y = b;
	if (x->fate != y->fate)
		return x->fate < y->fate ? -1 : 1;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	return (x->mailbox > y->mailbox) - (x->mailbox < y->mailbox);
}

void
ranking_make(const struct report *report, struct arena *arena, struct ranking *out)
{
	size_t n = report->mailboxes.n;
	sort_findings(report, arena, out);
	struct finding_list loose = ranking_findings(out, n);
	bool dark = false; /* settings of somebody may be unseen, perhaps for this mailbox */
	for (size_t i = 0; i < report->n_notes; i++)
		dark = dark || note_rows[report->notes[i].kind].blind;
	for (size_t i = 0; i < loose.n; i++)
		dark = dark || loose.all[i]->status == FINDING_UNKNOWN;
	out->ranks = arena_alloc(arena, (n + 1) * sizeof *out->ranks);
	for (size_t i = 0; i < n; i++)
		out->ranks[i] = rank_of(&report->results[i], i, ranking_findings(out, i), dark);
	qsort(out->ranks, n, sizeof *out->ranks, by_rank);
}

bool
ranking_shows(const struct report *report, const struct mailbox *mailbox)
{
	for (size_t i = 0; report->gate.candidate && i < mailbox->n_accounts; i++)
		if (mailbox->accounts[i]->scan == report->gate.candidate)
			return true;
	return !report->gate.candidate;
}

const char *
words_of_fate(enum fate fate)
{
	static const char *const words[FATE_COUNT] = {
		[FATE_LOST] = N_("MAIL IS BEING LOST"),
		[FATE_FAIL] = N_("SETTINGS MUST CHANGE"),
		[FATE_UNKNOWN] = N_("CANNOT BE JUDGED YET"),
		[FATE_MINOR] = N_("small things could be better"),
		[FATE_CLEAN] = N_("clean"),
	};
	return _(words[fate]);
}
