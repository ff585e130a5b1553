/* SPDX-License-Identifier: GPL-3.0-or-later
 * A plugin for another major version of the interface: the symbol has another name. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { MA_HOME, "x//x", "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)host, (void)out, (void)files, (void)n_files;
	return MA_PARSED;
}

MAILACCORD_EXPORT extern const struct ma_plugin mailaccord_plugin_v0;
const struct ma_plugin mailaccord_plugin_v0 = { sizeof(struct ma_plugin), "old-abi", "Old", sources, .parse = parse };
