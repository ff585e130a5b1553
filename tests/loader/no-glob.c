/* SPDX-License-Identifier: GPL-3.0-or-later
 * Has a source without a glob. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { MA_HOME, NULL, "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(no_glob) = { sizeof(struct ma_plugin), "no-glob", "No glob", sources, .parse = parse };
