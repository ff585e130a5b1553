/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

int
command_report(struct call *call)
{
	struct report *report = report_new(), *baseline = NULL;
	struct gather gather = { .call = call, .report = report };
	int status = EXIT_BUG;
	if (gather_report(&gather, &baseline)) {
		status = common_status(call, report);
		/* Where no mailbox was found, perhaps for a misspelt address, nothing was judged. */
		if (status == EXIT_CLEAN && !report->mailboxes.n)
			status = EXIT_UNDETERMINED;
		common_write(call, NULL, report, status);
	}
	gather_fini(&gather);
	report_free(report);
	report_free(baseline);
	return status;
}
