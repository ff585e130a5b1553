/* SPDX-License-Identifier: GPL-3.0-or-later
 * Wants files below a base that does not exist. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { 99, "x//x", "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(bad_base) = { sizeof(struct ma_plugin), "bad-base", "Bad base", sources, .parse = parse };
