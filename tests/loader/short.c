/* SPDX-License-Identifier: GPL-3.0-or-later
 * Built against an interface that had less: the size tells. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { MA_HOME, "x//x", "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(short) = { offsetof(struct ma_plugin, parse), "short", "Short", sources, .parse = parse };
