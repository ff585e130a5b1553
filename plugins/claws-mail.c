/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Claws Mail, once Sylpheed-Claws.  kit/sylph.c reads its files.
 */
#include <mailaccord/plugin.h>

#include "claws-filters.h"
#include "kit/sylph.h"

#define FOLDER(base, folder) \
	{ base, folder "//accountrc", "accounts", 4 << 20, NULL }, \
	{ base, folder "//clawsrc", "common", 4 << 20, NULL }, \
	{ base, folder "//matcherrc", "filters", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(MA_HOME, ".claws-mail"),
	FOLDER(MA_HOME, ".sylpheed-claws"),
	FOLDER(MA_HOME, ".sylpheed-gtk2"),
	FOLDER(MA_HOME, ".var/app/org.claws_mail.Claws-Mail/.claws-mail"),
	FOLDER(MA_ROAMING, "Claws-mail"),
	{ MA_HOME, "*//sylpheedrc", "other", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	SYLPH_TELLS, [MA_FILTERS_SERVER_DELETE] = MA_READS, [MA_FILTERS_DELETE] = MA_READS, [MA_FILTERS_MOVE] = MA_READS,
	[MA_FILTERS_MOVE_LOCAL] = MA_READS, [MA_FILTERS_MARK_READ] = MA_READS, [MA_FILTERS_FORWARD] = MA_READS, [MA_FORWARDS_TO] = MA_READS,
};

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const struct sylph_dialect dialect = { .claws = true, .client = "claws-mail", .flags = KEYFILE_HASH, .tell_filters = claws_filters };
	return sylph_parse(&dialect, host, out, files, n_files);
}

const struct ma_plugin MAILACCORD_PLUGIN(claws_mail) = {
	sizeof(struct ma_plugin), "claws-mail", "Claws Mail", sources, parse, NULL, MA_TELLS(tells),
};
