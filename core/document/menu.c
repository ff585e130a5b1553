/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/menu.h"

#include "base/str.h"
#include "model/client.h"

static const struct menu rows[] = {
#define MENU(client, from, before, fact, source, english, japanese) \
	{ client, from, before, fact, { [LANG_EN] = english, [LANG_JA] = japanese } },
#include "menus.def"
#undef MENU
};
const struct menu *const menus = rows;
const size_t n_menus = sizeof rows / sizeof *rows;

static const struct menu *
find(const char *client, const char *version, enum ma_fact fact)
{
	for (size_t i = 0; client && i < n_menus; i++) {
		const struct menu *m = &rows[i];
		if (m->fact != fact || !str_same(m->client, client))
			continue;
		if (!version || !*version) {
			if (!*m->before)
				return m;
			continue;
		}
		if ((!*m->from || version_order(version, m->from) >= 0) && (!*m->before || version_order(version, m->before) < 0))
			return m;
	}
	return NULL;
}

const struct menu *
menu_of(const struct account *account, enum ma_fact fact)
{
	const char *client = account_text(account, MA_CLIENT), *version = account_text(account, MA_CLIENT_VERSION);
	const struct menu *m = find(client, version, fact);
	/* A variant counts its versions for itself. */
	return m || !account->plugin || str_same(client, account->plugin) ? m : find(account->plugin, NULL, fact);
}

const char *
menu_path(const struct menu *menu)
{
	const char *path = menu->paths[lang_now()];
	return path ? path : menu->paths[LANG_EN];
}
