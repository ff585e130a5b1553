/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/gate.h"

#include <stdlib.h>

#include "base/str.h"

static bool
blames(const struct finding *finding, const struct scan *candidate)
{
	for (size_t i = 0; i < finding->n_blame; i++)
		if (finding->blame[i].scan == candidate)
			return true;
	return false;
}

/* By what they are about: rule and mailbox. */
static int
subject_order(const struct finding *a, const struct finding *b)
{
	int d = (a->rule > b->rule) - (a->rule < b->rule);
	return d ? d : str_cmp(a->mailbox ? a->mailbox->key : NULL, b->mailbox ? b->mailbox->key : NULL);
}

static int
by_subject(const void *a, const void *b)
{
	return subject_order(*(const struct finding *const *)a, *(const struct finding *const *)b);
}

/* The findings of before, by what they are about. */
struct past {
	const struct finding **all;
	size_t n;
};

static struct past
past_of(const struct report *before, struct arena *arena)
{
	struct past past = { .n = before ? before->n_findings : 0 };
	past.all = arena_alloc(arena, (past.n + 1) * sizeof *past.all);
	for (size_t i = 0; i < past.n; i++)
		past.all[i] = &before->findings[i];
	if (past.n)
		qsort(past.all, past.n, sizeof *past.all, by_subject);
	return past;
}

/* Was it as bad before?  A failure is worse than a doubt, and anything is worse than what was waived. */
static bool
was_there(const struct finding *finding, const struct past *past)
{
	static const int badness[FINDING_STATUS_COUNT] = { [FINDING_WAIVED] = 0, [FINDING_UNKNOWN] = 1, [FINDING_FAIL] = 2 };
	size_t low = 0, high = past->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (subject_order(past->all[middle], finding) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < past->n && subject_order(past->all[low], finding) == 0; low++)
		if (badness[past->all[low]->status] >= badness[finding->status] && past->all[low]->severity >= finding->severity)
			return true;
	return false;
}

/* Can it not be told which mailbox an account of the candidate reaches?  Then nobody knows whom it harms. */
static bool
in_doubt(const struct report *report, const struct scan *candidate)
{
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		const struct mailbox *m = &report->mailboxes.all[i];
		for (size_t k = 0; (!m->resolved || m->doubtful) && k < m->n_accounts; k++)
			if (m->accounts[k]->scan == candidate)
				return true;
	}
	return false;
}

void
gate_judge(struct report *after, const struct report *before, const struct scan *candidate, enum severity at_least, bool stale)
{
	struct arena scratch = { 0 };
	struct past past = past_of(before, &scratch);
	bool fail = false, unknown = stale || in_doubt(after, candidate);
	for (size_t i = 0; i < after->n_findings; i++) {
		struct finding *f = &after->findings[i];
		/* A finding without a mailbox is about one workstation: another's is never the candidate's doing. */
		f->candidates = blames(f, candidate) || (f->mailbox && !was_there(f, &past));
		if (!f->candidates || f->severity < at_least)
			continue;
		fail |= f->status == FINDING_FAIL;
		unknown |= f->status == FINDING_UNKNOWN;
	}
	arena_fini(&scratch);
	after->gate.candidate = candidate;
	after->gate.at_least = at_least;
	after->gate.stale = stale;
	after->gate.verdict = fail ? GATE_FAIL : unknown ? GATE_UNDETERMINED : GATE_PASS;
}
