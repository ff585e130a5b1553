/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/cache.h"

#include <string.h>

/* With --changes - standard output is the log's. */
static bool
writes_report(const struct call *call)
{
	const struct opt_value *changes = &call->options[OPT_CHANGES];
	return !changes->given || strcmp(changes->text, "-") != 0 || call->options[OPT_OUTPUT].given;
}

int
command_report(struct call *call)
{
	struct report *report = report_new(), *baseline = NULL;
	struct gather gather = { .call = call, .report = report };
	struct cache cache;
	int status = EXIT_BUG;
	if (cache_answer(&cache, call, &status)) {
		report_free(report);
		return status;
	}
	if (common_check_changes(call) && gather_report(&gather, &baseline)) {
		status = common_status(call, report);
		/* Where no mailbox was found, perhaps for a misspelt address, nothing was judged. */
		if (status == EXIT_CLEAN && !report->mailboxes.n)
			status = EXIT_UNDETERMINED;
		if (!writes_report(call) || common_write(call, NULL, report, status))
			common_tell(call, report);
	}
	cache_keep(&cache, call, status);
	gather_fini(&gather);
	report_free(report);
	report_free(baseline);
	return status;
}
