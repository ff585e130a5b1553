/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/move.h"

#include <stddef.h>

#include "base/str.h"

static const struct {
	const char *client;
	enum move_what what;
	const char *texts[LANG_COUNT];
} rows[] = {
#define MOVE(client, what, source, english, japanese) { client, MOVE_##what, { [LANG_EN] = english, [LANG_JA] = japanese } },
#include "moves.def"
#undef MOVE
};

const char *
move_text(const char *client, const char *plugin, enum move_what what, enum lang lang)
{
	const char *const names[] = { client, plugin };
	for (size_t n = 0; n < 2; n++)
		for (size_t i = 0; names[n] && i < sizeof rows / sizeof *rows; i++)
			if (rows[i].what == what && str_same(rows[i].client, names[n]))
				return rows[i].texts[lang] ? rows[i].texts[lang] : rows[i].texts[LANG_EN];
	return NULL;
}
