/* SPDX-License-Identifier: GPL-3.0-or-later
 * Has no sources. */
#include <mailaccord/plugin.h>

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(no_sources) = { sizeof(struct ma_plugin), "no-sources", "No sources", NULL, .parse = parse };
