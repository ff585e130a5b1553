/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/summary.h"

void
report_sum(const struct report *report, struct summary *out)
{
	*out = (struct summary){ 0 };
	for (size_t i = 0; i < report->n_scans; i++)
		out->accounts += report->scans[i]->n_accounts;
	for (size_t i = 0; i < report->mailboxes.n; i++)
		out->mailboxes[report->results[i].status]++;
	for (size_t i = 0; i < report->n_findings; i++)
		out->findings[report->findings[i].status][report->findings[i].severity]++;
	size_t fails = 0, doubts = out->mailboxes[MAILBOX_UNKNOWN] + !report->mailboxes.n;
	for (int severity = SEVERITY_INFO; severity < SEVERITY_COUNT; severity++) {
		fails += severity >= SEVERITY_MEDIUM ? out->findings[FINDING_FAIL][severity] : 0;
		doubts += out->findings[FINDING_UNKNOWN][severity];
	}
	out->verdict = fails ? MAILBOX_FAIL : doubts ? MAILBOX_UNKNOWN : out->mailboxes[MAILBOX_FAIL] ? MAILBOX_FAIL : MAILBOX_CLEAN;
}
