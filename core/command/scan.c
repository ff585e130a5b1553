/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/send.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "intake/machine.h"

/* Into a folder that collects scans each run goes as a file of its own: nothing
 * is appended to, and two PCs of one name do not meet.  The name comes from us,
 * not from the machine: letters that a file system could take amiss are replaced,
 * and so is a dot in front, since whoever reads the folder passes over hidden files. */
static const char *
name_in_folder(struct call *call, const char *folder, const struct scan *scan)
{
	enum { MAX_ID_BYTES = 100 };
	char *name = arena_printf(&call->arena, "%.*s.%s.%s", MAX_ID_BYTES, scan->workstation.id, scan->run, common_suffix(call));
	if (*name == '.')
		*name = '_';
	for (char *p = name; *p; p++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_", *p))
			*p = '_';
	size_t n = strlen(folder);
	return arena_printf(&call->arena, "%s%s%s", folder, n && folder[n - 1] == '/' ? "" : "/", name);
}

static bool
is_folder(const struct opt_value *path)
{
	struct stat st;
	return path->given && stat(path->text, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool
print_bytes(struct call *call, const struct share *share)
{
	size_t n;
	struct output output;
	char *bytes = share_bytes(call, share, &n);
	bool ok = bytes && output_open(&output, call);
	if (ok) {
		bool written = fwrite(bytes, 1, n, output.file) == n;
		ok = output_close(&output, written, &call->err) && written;
	}
	free(bytes);
	return ok;
}

/* Writes the scan here, or what leaves the workstation: to a server, into a folder that others collect. */
static void
hand_out(struct call *call, struct scan *scan, struct report *report, struct report *baseline, int status)
{
	struct opt_value *output = &call->options[OPT_OUTPUT];
	bool folder = is_folder(output), send = call->options[OPT_SEND].given, show = call->options[OPT_SHOW_WHAT_IS_SENT].given;
	struct share share = { NULL, NULL };
	if ((folder || send || show) && !share_open(&share, call, scan, baseline)) {
		share_fini(&share);
		return;
	}
	/* A run that is named after its files can be made again. */
	call->fresh = folder && !str_starts(scan->run, "folder-");
	if (folder)
		output->text = name_in_folder(call, output->text, scan);
	if (show)
		print_bytes(call, &share);
	else if (folder)
		common_write(call, share.scan, share.report, status);
	else if (!send || output->given || call->options[OPT_FORMAT].given)
		common_write(call, scan, report, status);
	if (send && !show)
		send_scan(call, &share);
	share_fini(&share);
}

int
command_scan(struct call *call)
{
	struct loader loader;
	struct report *report = report_new(), *baseline = NULL;
	int status = EXIT_BUG;
	if (common_plugins(&loader, &call->err) && common_policy(call, report, NULL) && common_baseline(call, &baseline)) {
		struct intake intake = {
			.plugins = &loader,
			.root = call->options[OPT_ROOT].text,
			.paths = call->arguments,
			.n_paths = call->n_arguments,
			.name = call->options[OPT_NAME].text,
			.tag = call->options[OPT_TAG].text,
			.codepage = call->options[OPT_CODEPAGE].text,
			.progress = call->options[OPT_QUIET].given ? NULL : common_progress,
		};
		if (intake.root && intake.n_paths)
			err_set(&call->err, EXIT_USAGE, "--root and PATH exclude each other");
		struct scan *scan = call->err.status ? NULL : intake_scan(&intake, &call->err);
		if (scan) {
			report_add_scan(report, scan);
			report->lone = true;
			report->generated = machine_time(&report->arena);
			common_judge(report, baseline);
			status = common_status(call, report);
			hand_out(call, scan, report, baseline, status);
		}
	}
	report_free(report);
	report_free(baseline);
	loader_fini(&loader);
	return status;
}
