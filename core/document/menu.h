/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where people find a setting, in the client's own words (plugins/menus.def).
 */
#ifndef DOCUMENT_MENU_H
#define DOCUMENT_MENU_H

#include "base/lang.h"
#include "model/account.h"

/* One row of menus.def. */
struct menu {
	const char *client, *from, *before; /* versions, "" any */
	enum ma_fact fact;
	const char *paths[LANG_COUNT];
};
extern const struct menu *const menus;
extern const size_t n_menus;

/* The row for this account's client and its version (the newest when that is
 * not known); NULL when there is none. */
const struct menu *
menu_of(const struct account *account, enum ma_fact fact);

/* Its path in the language of now. */
const char *
menu_path(const struct menu *menu);

#endif
