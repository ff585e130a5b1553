/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command/command.h"

#include "base/lang.h"
#include "document/document.h"
#include "document/writer.h"
#include "intake/machine.h"
#include "judge/audit.h"
#include "judge/handover.h"

static bool
gather_all(struct call *call, struct gather *gather)
{
	if (!call->n_arguments)
		return gather_here(gather) != NULL;
	if (call->options[OPT_ROOT].given)
		return err_set(&call->err, EXIT_USAGE, "--root and SCAN|PATH exclude each other");
	for (size_t i = 0; i < call->n_arguments; i++)
		if (!gather_path(gather, call->arguments[i]))
			return false;
	return gather->report->n_scans || err_set(&call->err, EXIT_NO_INPUT, "%s: no scan documents and no mail client's settings here", call->arguments[0]);
}

/* As text, as JSON, as a page. */
static bool
write_out(struct call *call, const struct report *report, const struct handover *handover, int status)
{
	struct output output;
	if (!output_open(&output, call))
		return false;
	const char *where = output.path ? output.path : _("standard output");
	struct writing how = { .style = common_style(call, &output), .outcome = (enum exit_status)status, .tool = PACKAGE_VERSION };
	bool ok = common_wants_data(call) ? document_write_handover(output.file, where, report, handover, &call->err)
	    : common_wants_page(call) ? html_write_handover(output.file, where, report, handover, &how, &call->err)
				      : text_write_handover(output.file, where, handover, how.style, &call->err);
	return output_close(&output, ok, &call->err);
}

int
command_handover(struct call *call)
{
	struct report *report = report_new();
	struct gather gather = { .call = call, .report = report };
	struct handover handover;
	int status = EXIT_BUG;
	if (gather_all(call, &gather) && common_policy(call, report, gather.policy)) {
		report_settle(report);
		report->lone = true;
		report->generated = machine_time(&report->arena);
		common_judge(report, NULL);
		handover_make(report, &handover);
		status = handover.carries ? EXIT_FINDINGS : handover.unknown ? EXIT_UNDETERMINED : EXIT_CLEAN;
		write_out(call, report, &handover, status);
	}
	gather_fini(&gather);
	report_free(report);
	return status;
}
