/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"
#include "intake/machine.h"
#include "judge/audit.h"

int
command_report(struct call *call)
{
	struct report *report = report_new(), *baseline = NULL;
	struct gather gather = { .call = call, .report = report };
	int status = EXIT_BUG;
	bool ok = true;
	for (size_t i = 0; ok && i < call->n_arguments; i++)
		ok = gather_path(&gather, call->arguments[i]);
	if (ok && !report->n_scans)
		ok = err_set(&call->err, EXIT_NO_INPUT, "%s: no scan documents and no mail client's settings here", call->arguments[0]);
	if (ok && common_policy(call, report, gather.policy) && common_baseline(call, &baseline)) {
		report->baseline = baseline;
		report_settle(report);
		report->generated = machine_time(&report->arena);
		if (common_suppose(call, report, report->scans, report->n_scans)) {
			audit(report);
			status = common_status(call, report);
			/* Where no mailbox was found, perhaps for a misspelt address, nothing was judged. */
			if (status == EXIT_CLEAN && !report->mailboxes.n)
				status = EXIT_UNDETERMINED;
			common_write(call, NULL, report, status);
		}
	}
	gather_fini(&gather);
	report_free(report);
	report_free(baseline);
	return status;
}
