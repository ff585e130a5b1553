/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where people find a setting: which row is taken for which client and version.
 */
#include <string.h>

#include "base/lang.h"
#include "document/menu.h"
#include "model/scan.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static void
test_rows(void)
{
	for (size_t i = 0; i < n_menus; i++) {
		const char *en = menus[i].paths[LANG_EN], *ja = menus[i].paths[LANG_JA];
		t_ok(en && *en && ja && *ja, fact_rows[menus[i].fact].name, "says it in both languages");
		t_ok(en && ja && strcmp(en, ja) != 0, fact_rows[menus[i].fact].name, "is translated");
		for (size_t k = 0; k < i; k++)
			t_ok(strcmp(menus[i].client, menus[k].client) != 0 || menus[i].fact != menus[k].fact ||
			    strcmp(menus[i].from, menus[k].from) != 0, fact_rows[menus[i].fact].name, "is there once");
	}
}

static void
test_choice(void)
{
	static const struct {
		const char *row, *plugin, *client, *version;
		enum ma_fact fact;
		const char *begins;
	} rows[] = {
		{ "Outlook 365", "outlook", "outlook", "16.0", MA_LEAVE_ON_SERVER, "File > Account Settings > Manage Profiles" },
		{ "2013", "outlook", "outlook", "15.0", MA_LEAVE_ON_SERVER, "File > Account Settings > Account Settings" },
		{ "2010", "outlook", "outlook", "14.0", MA_LEAVE_ON_SERVER, "File > Account Settings > Account Settings" },
		{ "2007", "outlook", "outlook", "12.0", MA_LEAVE_ON_SERVER, "Tools > Account Settings" },
		{ "2003", "outlook", "outlook", "11.0", MA_LEAVE_ON_SERVER, "Tools > E-mail Accounts" },
		{ "version unknown: the newest", "outlook", "outlook", NULL, MA_LEAVE_ON_SERVER, "File > Account Settings > Manage Profiles" },
		{ "the new one", "outlook", "outlook-new", NULL, MA_LEAVE_ON_SERVER, "Settings (cog wheel)" },
		{ "Outlook Express, though its plugin is Outlook's", "outlook", "outlook-express", NULL, MA_LEAVE_ON_SERVER, "Tools > Accounts > Mail" },
		{ "Thunderbird", "thunderbird", "thunderbird", "140.4.0", MA_DELETE_WHEN, "Account Settings > (account) > Server Settings" },
		{ "a fork", "thunderbird", "betterbird", "140.4.0", MA_DELETE_WHEN, "Account Settings > (account) > Server Settings" },
		{ "Apple Mail", "apple-mail", "apple-mail", NULL, MA_LEAVE_ON_SERVER, "Mail > Settings" },
		{ "nobody knows", "x", "x", "1", MA_LEAVE_ON_SERVER, NULL },
		{ "a fact without a page", "outlook", "outlook", "16.0", MA_LEAVE_RAW, NULL },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct scan *scan = scan_new();
		struct account *a = scan_add_account(scan, rows[i].plugin, "x/1");
		account_put_text(a, &scan->arena, MA_CLIENT, rows[i].client);
		if (rows[i].version)
			account_put_text(a, &scan->arena, MA_CLIENT_VERSION, rows[i].version);
		const struct menu *m = menu_of(a, rows[i].fact);
		t_ok(!m == !rows[i].begins, rows[i].row, m ? "there is a row" : "there is no row");
		if (m && rows[i].begins) {
			char begin[80] = "";
			strncpy(begin, menu_path(m), strlen(rows[i].begins));
			t_text(begin, rows[i].begins, rows[i].row);
		}
		scan_free(scan);
	}
}

static CU_TestInfo tests[] = {
	{ "rows", test_rows },
	{ "which row", test_choice },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_menu = { "menu", tests };
