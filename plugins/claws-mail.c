/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claws Mail, once Sylpheed-Claws.  kit/sylph.c reads its files.
 */
#include <mailaccord/plugin.h>

#include "kit/sylph.h"

#define FOLDER(base, folder) \
	{ base, folder "//accountrc", "accounts", 4 << 20, NULL }, \
	{ base, folder "//clawsrc", "common", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(MA_HOME, ".claws-mail"),
	FOLDER(MA_HOME, ".sylpheed-claws"),
	FOLDER(MA_HOME, ".sylpheed-gtk2"),
	FOLDER(MA_ROAMING, "Claws-mail"),
	{ MA_HOME, "*//sylpheedrc", "other", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = { SYLPH_TELLS };

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const struct sylph_dialect dialect = { .claws = true, .client = "claws-mail", .flags = KEYFILE_HASH };
	return sylph_parse(&dialect, host, out, files, n_files);
}

const struct ma_plugin MAILACCORD_PLUGIN(claws_mail) = {
	sizeof(struct ma_plugin), "claws-mail", "Claws Mail", sources, parse, NULL, MA_TELLS(tells),
};
