/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The environment, where it may be trusted.
 */
#ifndef BASE_ENV_H
#define BASE_ENV_H

#include <stdint.h>

/* The variable's value, or NULL; always NULL when the program runs with
 * another's rights (set-user-id and the like). */
const char *
env_get(const char *name);

/* LIMIT, or what the variable says if that is a number from 1 to LIMIT: the
 * environment can only lower a limit. */
int64_t
env_lower(const char *name, int64_t limit);

#endif
