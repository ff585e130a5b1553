/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clients that are only detected: by a file, whatever is in it; by a key of the
 * registry and by nothing that merely looks like one.
 */
#include <stdio.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_unreadable;
#define PLUGIN mailaccord_plugin_v1_unreadable

#define HEAD "Windows Registry Editor Version 5.00\n\n"
#define USER "[HKEY_CURRENT_USER\\Software\\"

static const struct t_fact_row keys[] = {
	{ "Hidemaru Mail", HEAD USER "Hidemaruo\\TuruKame]\n\"Version\"=\"7\"\n", "note", "unsupported 0:0 Hidemaru Mail", NULL },
	{ "a key below it", HEAD USER "Hidemaruo\\TuruKame\\Config]\n", "note", "unsupported 0:0 Hidemaru Mail", NULL },
	{ "another program of the same maker", HEAD USER "Hidemaruo\\Hidemaru]\n", "status", "unrecognized", NULL },
	{ "letter case does not count", HEAD USER "HIDEMARUO\\turukame]\n", "note", "unsupported 0:0 Hidemaru Mail", NULL },
	{ "another user's hive", HEAD "[HKEY_USERS\\S-1-5-21-1\\Software\\Justsystem\\Shuriken]\n", "note", "unsupported 0:0 Shuriken", NULL },
	{ "eM Client", HEAD USER "eM Client]\n", "note", "unsupported 0:0 eM Client", NULL },
	{ "Mailbird", HEAD USER "Mailbird]\n", "note", "unsupported 0:0 Mailbird", NULL },
	{ "The Bat!", HEAD USER "RIT\\The Bat!\\Users depot]\n", "note", "unsupported 0:0 The Bat!", NULL },
	{ "Windows 10 Mail", HEAD USER "Microsoft\\ActiveSync\\Partners\\{11111111-2222-3333-4444-555555555555}]\n", "note",
	    "unsupported 0:0 Windows 10 Mail", NULL },
	{ "a key whose name only begins so", HEAD USER "Mailbirdy]\n", "status", "unrecognized", NULL },
	{ "a value that looks like one", HEAD USER "Other]\n\"Path\"=\"[C:\\\\Mailbird]\"\n", "status", "unrecognized", NULL },
	{ "no such key", HEAD, "status", "unrecognized", NULL },
	{ "empty", "", "status", "unrecognized", NULL },
};

static void
test_keys(void)
{
	t_fact_rows(&PLUGIN, "registry", "user.reg", keys, sizeof keys / sizeof *keys);
}

/* Each row of sources that is a file: named, never read, never clean. */
static void
test_files(void)
{
	for (const struct ma_source *s = PLUGIN.sources; s->role; s++) {
		char want[80];
		bool cloud = strcmp(s->role, "Outlook (new)") == 0;
		if (s->base == MA_REGISTRY)
			continue;
		snprintf(want, sizeof want, "%s 0:0 %s", cloud ? "cloud" : "unsupported", s->role);
		const struct t_fact_row rows[] = {
			{ s->glob, "CANARY", "note", want, NULL },
			{ s->glob, "", "note", want, NULL },
		};
		t_fact_rows(&PLUGIN, s->role, "somewhere", rows, 2);
	}
}

static const CU_TestInfo tests[] = {
	{ "keys of the registry", test_keys },
	{ "files", test_files },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_unreadable;
const struct t_suite suite_unreadable = { "unreadable", tests };
