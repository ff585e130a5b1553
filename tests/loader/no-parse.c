/* SPDX-License-Identifier: GPL-3.0-or-later
 * Has no parse function. */
#include <mailaccord/plugin.h>

static const struct ma_source sources[] = { { MA_HOME, "x//x", "x", 0, NULL }, { 0, NULL, NULL, 0, NULL } };

const struct ma_plugin MAILACCORD_PLUGIN(no_parse) = { sizeof(struct ma_plugin), "no-parse", "No parse", sources, .parse = NULL };
