/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that are known by a file or a registry key, and whose settings
 * nobody here can read: each is named, so that its PC is never taken for one
 * without them.  The role of a row is the client's name.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

#define MAX_BYTES (UINT64_C(1) << 40) /* they are not read */

static const struct ma_source sources[] = {
	{ MA_ROAMING, "eM Client//accounts.dat", "eM Client", MAX_BYTES, NULL },
	{ MA_HOME, "Library/Application Support/eM Client//accounts.dat", "eM Client", MAX_BYTES, NULL },
	{ MA_LOCAL, "Mailbird//Store/Store.db", "Mailbird", MAX_BYTES, NULL },
	{ MA_ROAMING, "The Bat!//*/ACCOUNT.CFN", "The Bat!", MAX_BYTES, NULL },
	{ MA_ROAMING, "//PostboxApp/profiles.ini", "Postbox", MAX_BYTES, NULL },
	{ MA_HOME, "Library/Application Support//PostboxApp/profiles.ini", "Postbox", MAX_BYTES, NULL },
	{ MA_LOCAL, "//Opera Mail/Opera Mail/mail/accounts.ini", "Opera Mail", MAX_BYTES, NULL },
	{ MA_LOCAL, "Microsoft/Olk//UserSettings.json", "Outlook (new)", MAX_BYTES, NULL },
	{ MA_HOME, "Library/Group Containers/UBF8T346G9.Office/Outlook/Outlook 15 Profiles/*//Data/Outlook.sqlite", "Outlook for Mac", MAX_BYTES, NULL },
	{ MA_REGISTRY, "//Software\\Hidemaruo\\TuruKame", "registry", 0, "TuruKame" },
	{ MA_REGISTRY, "//Software\\Justsystem\\Shuriken", "registry", 0, "Shuriken" },
	{ MA_REGISTRY, "//Software\\eM Client", "registry", 0, "eM Client" },
	{ MA_REGISTRY, "//Software\\Mailbird", "registry", 0, "Mailbird" },
	{ MA_REGISTRY, "//Software\\RIT\\The Bat!", "registry", 0, "The Bat!" },
	/* Below it a key for each account: the app itself is on every Windows 10, with none. */
	{ MA_REGISTRY, "//Software\\Microsoft\\ActiveSync\\Partners\\*", "registry", 0, "ActiveSync" },
	{ 0, NULL, NULL, 0, NULL },
};

/* Keys of the registry, as its text has them, and whose they are. */
static const struct {
	const char *key, *client;
} keys[] = {
	{ "\\Hidemaruo\\TuruKame", "Hidemaru Mail" },
	{ "\\Justsystem\\Shuriken", "Shuriken" },
	{ "\\eM Client", "eM Client" },
	{ "\\Mailbird", "Mailbird" },
	{ "\\RIT\\The Bat!", "The Bat!" },
	{ "\\Microsoft\\ActiveSync\\Partners", "Windows 10 Mail" },
};

/* Does the line "[...\\KEY]", or of a key below it, stand in the registry's text? */
static bool
has_key(struct ma_str text, const char *key)
{
	size_t n = strlen(key);
	while (text.n) {
		struct ma_str line = span_cut(&text, '\n');
		for (size_t k = 0; line.n && *line.p == '[' && k + n < line.n; k++) {
			char behind = line.p[k + n];
			if ((behind == ']' || behind == '\\') && span_is_any_case((struct ma_str){ line.p + k, n }, key))
				return true;
		}
	}
	return false;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	bool found = false;
	for (uint32_t i = 0; i < n_files; i++) {
		struct ma_at at = { i, 0, MA_UNKNOWN };
		bool registry = strcmp(files[i].role, "registry") == 0;
		bool cloud = strcmp(files[i].role, "Outlook (new)") == 0;
		for (size_t k = 0; k < sizeof keys / sizeof *keys && registry; k++)
			if (has_key(files[i].bytes, keys[k].key)) {
				host->note(out, MA_NOTE_UNSUPPORTED, at, span_of(keys[k].client));
				found = true;
			}
		if (!registry && *files[i].role) {
			host->note(out, cloud ? MA_NOTE_CLOUD : MA_NOTE_UNSUPPORTED, at, span_of(files[i].role));
			found = true;
		}
	}
	return found ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(unreadable) = {
	sizeof(struct ma_plugin), "unreadable", "Clients whose settings cannot be read", sources, parse, NULL, NULL, 0, NULL,
};
