/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"
#include "document/document.h"
#include "document/text.h"
#include "judge/audit.h"

int
command_explain(struct call *call)
{
	const struct rule *rule = rule_by_name(call->arguments[0]);
	struct output output;
	if (!rule) {
		err_set(&call->err, EXIT_USAGE, "there is no rule \"%s\"; mailaccord list rules shows them", call->arguments[0]);
		return EXIT_USAGE;
	}
	if (!output_open(&output, call))
		return EXIT_CANNOT_CREATE;
	const char *where = output.path ? output.path : _("standard output");
	/* People ask for this page, so it is text unless JSON is asked for by name. */
	bool json = call->options[OPT_PAGE_FORMAT].given && common_wants_data(call);
	bool ok = json ? document_write_rules(output.file, where, rule, 1, &call->err)
		       : text_write_rule(output.file, where, rule, common_style(call, &output), &call->err);
	return output_close(&output, ok, &call->err) ? EXIT_CLEAN : EXIT_IO;
}
