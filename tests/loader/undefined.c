/* SPDX-License-Identifier: GPL-3.0-or-later
 * Needs a function that nobody has; found out when it is loaded, not in the middle of a scan. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { MA_HOME, "x//x", "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

enum ma_status
nobody_has_this(void);

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return nobody_has_this();
}

const struct ma_plugin MAILACCORD_PLUGIN(undefined) = { sizeof(struct ma_plugin), "undefined", "Undefined", sources, .parse = parse };
