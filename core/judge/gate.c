/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/gate.h"

#include <string.h>

static bool
blames(const struct finding *finding, const struct scan *candidate)
{
	for (size_t i = 0; i < finding->n_blame; i++)
		if (finding->blame[i].scan == candidate)
			return true;
	return false;
}

static bool
same_subject(const struct finding *a, const struct finding *b)
{
	if (a->rule != b->rule || !a->mailbox != !b->mailbox)
		return false;
	return !a->mailbox || strcmp(a->mailbox->key, b->mailbox->key) == 0;
}

/* Was it as bad before?  A failure is worse than a doubt, and anything is worse than what was waived. */
static bool
was_there(const struct finding *finding, const struct report *before)
{
	static const int badness[FINDING_STATUS_COUNT] = { [FINDING_WAIVED] = 0, [FINDING_UNKNOWN] = 1, [FINDING_FAIL] = 2 };
	for (size_t i = 0; before && i < before->n_findings; i++) {
		const struct finding *old = &before->findings[i];
		if (same_subject(finding, old) && badness[old->status] >= badness[finding->status] && old->severity >= finding->severity)
			return true;
	}
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
	bool fail = false, unknown = stale || in_doubt(after, candidate);
	for (size_t i = 0; i < after->n_findings; i++) {
		struct finding *f = &after->findings[i];
		/* A finding without a mailbox is about one workstation: another's is never the candidate's doing. */
		f->candidates = blames(f, candidate) || (f->mailbox && !was_there(f, before));
		if (!f->candidates || f->severity < at_least)
			continue;
		fail |= f->status == FINDING_FAIL;
		unknown |= f->status == FINDING_UNKNOWN;
	}
	after->gate.candidate = candidate;
	after->gate.at_least = at_least;
	after->gate.stale = stale;
	after->gate.verdict = fail ? GATE_FAIL : unknown ? GATE_UNDETERMINED : GATE_PASS;
}
