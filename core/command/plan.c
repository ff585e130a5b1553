/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <string.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"
#include "judge/plan.h"

/* "imap", "representative", "representative=REFERENCE". */
static bool
read_wish(struct call *call, struct plan_wish *wish)
{
	const char *text = call->options[OPT_TOWARD].text;
	static const char word[] = "representative";
	*wish = (struct plan_wish){ 0 };
	if (!text)
		return true;
	wish->given = true;
	if (strcmp(text, "imap") == 0) {
		wish->pattern = PLAN_IMAP;
		return true;
	}
	wish->pattern = PLAN_REPRESENTATIVE;
	if (strcmp(text, word) == 0)
		return true;
	if (str_starts(text, "representative=") && text[sizeof word]) {
		wish->representative = text + sizeof word;
		return true;
	}
	return err_set(&call->err, EXIT_USAGE, "--toward: \"%s\" is none of: imap, representative, representative=WORKSTATION[/CLIENT[/ADDRESS]]", text);
}

/* A representative that is nowhere is a mistake. */
static bool
is_there(struct call *call, const struct report *report, const char *reference)
{
	for (size_t i = 0; reference && i < report->mailboxes.n; i++)
		for (size_t k = 0; k < report->mailboxes.all[i].n_accounts; k++)
			if (account_matches(report->mailboxes.all[i].accounts[k], reference))
				return true;
	return !reference || err_set(&call->err, EXIT_USAGE, "--toward: there is no account \"%s\" here", reference);
}

static bool
write_out(struct call *call, const struct report *report, const struct plan *plan)
{
	struct output output;
	if (!output_open(&output, call))
		return false;
	const char *where = output.path ? output.path : _("standard output");
	bool ok = common_wants_data(call)
		      ? document_write_plan(output.file, where, report, plan, &call->err)
		      : text_write_plan(output.file, where, report, plan, common_style(call, &output), &call->err);
	return output_close(&output, ok, &call->err);
}

int
command_plan(struct call *call)
{
	struct report *report = report_new(), *baseline = NULL;
	struct gather gather = { .call = call, .report = report };
	struct plan_wish wish;
	struct plan plan;
	int status = EXIT_BUG;
	if (read_wish(call, &wish) && gather_report(&gather, &baseline) && is_there(call, report, wish.representative)) {
		plan_make(report, &wish, &plan);
		/* What the plan leaves to do, or to find out, is what the report says too. */
		if (write_out(call, report, &plan))
			status = plan.n_changed ? EXIT_FINDINGS : common_status(call, report);
	}
	gather_fini(&gather);
	report_free(report);
	report_free(baseline);
	return status;
}
