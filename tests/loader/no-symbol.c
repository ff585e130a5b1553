/* SPDX-License-Identifier: GPL-3.0-or-later
 * A module that is no plugin. */
#include <mailaccord/plugin.h>

MAILACCORD_EXPORT extern const int some_other_symbol;
const int some_other_symbol = 1;
