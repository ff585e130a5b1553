/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a judged report leaves: in which format, and with which exit status.
 */
#include "config.h"

#include "command/command.h"

#include <string.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/writer.h"
#include "judge/audit.h"

/* ---- exit statuses ---- */

enum { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };

static int
default_status(int status, bool warns)
{
	(void)warns;
	return status;
}

static int
nagios_status(int status, bool warns)
{
	if (status == EXIT_CLEAN)
		return warns ? NAGIOS_WARNING : NAGIOS_OK;
	return status == EXIT_FINDINGS ? NAGIOS_CRITICAL : NAGIOS_UNKNOWN;
}

/* Something to be looked at, or nothing: what cannot be told has to be looked at. */
static int
intune_status(int status, bool warns)
{
	(void)warns;
	return status != EXIT_CLEAN;
}

static const struct scheme {
	const char *name;
	int (*status)(int status, bool warns);
} schemes[] = {
	{ "default", default_status },
	{ "nagios", nagios_status },
	{ "intune", intune_status },
};

/* The format asked for; without a word for it NULL. */
static const struct writer *
asked_writer(const struct call *call)
{
	static const enum option formats[] = { OPT_FORMAT, OPT_HANDOVER_FORMAT, OPT_PAGE_FORMAT };
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (call->options[formats[i]].given)
			return writer_by_name(call->options[formats[i]].text);
	return NULL;
}

int
common_in_scheme(const struct call *call, int status)
{
	const struct opt_value *asked = &call->options[OPT_EXIT_SCHEME];
	const struct writer *writer = asked_writer(call);
	const char *name = asked->given ? asked->text : writer ? writer->scheme : "default";
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (strcmp(schemes[i].name, name) == 0)
			return schemes[i].status(status, call->warns);
	return status;
}

bool
common_trouble(const struct call *call)
{
	const struct writer *writer = asked_writer(call);
	if (!writer || !writer->trouble)
		return false;
	writer->trouble(stdout, call->err.text);
	return fflush(stdout) == 0;
}

/* ---- writing ---- */

/* Is there a failure of medium weight or more that counts? */
static bool
report_warns(const struct report *report)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (f->status == FINDING_FAIL && f->severity >= SEVERITY_MEDIUM && finding_counts(report, f))
			return true;
	}
	return false;
}

/* JSON where no person reads along. */
static const struct writer *
writer_for(const struct call *call)
{
	const struct writer *asked = asked_writer(call);
	const char *path = call->options[OPT_OUTPUT].text;
	bool file = path && strcmp(path, "-") != 0;
	return asked ? asked : writer_by_name(file || !isatty(STDOUT_FILENO) ? "json" : "text");
}

bool
common_wants_data(const struct call *call)
{
	return writer_for(call)->data;
}

bool
common_wants_page(const struct call *call)
{
	return strcmp(writer_for(call)->name, "html") == 0;
}

const char *
common_suffix(const struct call *call)
{
	return writer_for(call)->suffix;
}

/* What cannot be done is said before hours of reading, not after. */
bool
common_check_format(struct call *call)
{
	const struct opt_value *encoding = &call->options[OPT_ENCODING];
	const struct writer *writer = asked_writer(call);
	if (encoding->given && strcmp(encoding->text, "utf-8") != 0 && !(writer && writer->encodes))
		return err_set(&call->err, EXIT_USAGE, "--encoding %s is for --format csv; all else is UTF-8", encoding->text);
	return true;
}

static bool
copy_out(FILE *from, FILE *to, const char *where, struct err *err)
{
	char piece[64 * 1024];
	size_t n;
	rewind(from);
	while ((n = fread(piece, 1, sizeof piece, from)) > 0)
		if (fwrite(piece, 1, n, to) != n)
			return err_set(err, EXIT_IO, "%s: cannot be written", where);
	return !ferror(from) || err_errno(err, where);
}

bool
common_write(struct call *call, const struct scan *scan, const struct report *report, int status)
{
	struct output output;
	if (!output_open(&output, call))
		return false;
	const char *where = output.path ? output.path : _("standard output"), *encoding = call->options[OPT_ENCODING].text;
	const struct writer *writer = writer_for(call);
	struct writing how = {
		.style = common_style(call, &output),
		.encoding = encoding ? encoding : "utf-8",
		.outcome = (enum exit_status)status,
		.warns = call->warns = report_warns(report),
		.rules = rules,
		.n_rules = n_rules,
		.of_mailbox = rules_of_mailboxes(&call->arena),
		.tool = PACKAGE_VERSION,
	};
	FILE *file = call->copy ? call->copy : output.file;
	bool ok = scan && writer->scan ? writer->scan(file, where, scan, report, &how, &call->err)
				       : writer->report(file, where, report, &how, &call->err);
	ok = ok && (!call->copy || copy_out(call->copy, output.file, where, &call->err));
	ok = output_close(&output, ok, &call->err);
	if (ok && how.n_replaced)
		fprintf(stderr, P_("mailaccord: %zu letter that %s does not have was replaced\n",
				    "mailaccord: %zu letters that %s does not have were replaced\n", how.n_replaced),
		    how.n_replaced, how.encoding);
	return ok;
}
