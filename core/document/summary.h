/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counts of a report, for the writers.
 */
#ifndef DOCUMENT_SUMMARY_H
#define DOCUMENT_SUMMARY_H

#include "model/report.h"

struct summary {
	size_t accounts;
	size_t mailboxes[MAILBOX_STATUS_COUNT];
	size_t findings[FINDING_STATUS_COUNT][SEVERITY_COUNT];
	/* fail: a finding of severity medium or above; unknown: a mailbox or a finding
	 * that cannot be told, or no mailbox was seen at all; fail again: a mailbox
	 * fails in something of less weight; clean: none of these. */
	enum mailbox_status verdict;
};

void
report_sum(const struct report *report, struct summary *out);

#endif
