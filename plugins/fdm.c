/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fdm: a program that fetches and sorts mail for others.  Its file is a
 * program: "$(...)" and "%(...)" run a shell while it is read, macros build
 * names of servers, and whether mail is kept is decided by the rules that a
 * message meets.  Nothing of it is run or guessed here.  That it is there is
 * said, and that is all: mail is removed after a delivery unless told otherwise.
 */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = {
	{ MA_HOME, "//.fdm.conf", "conf", 4 << 20, NULL },
	{ MA_SYSTEM, "etc//fdm.conf", "conf", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	(void)files;
	for (uint32_t k = 0; k < n_files; k++)
		host->note(out, MA_NOTE_UNSUPPORTED, (struct ma_at){ k, 0, MA_UNKNOWN }, MA_STR("keep"));
	return MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(fdm) = { .size = sizeof(struct ma_plugin), .name = "fdm", .title = "fdm", .sources = sources, .parse = parse };
