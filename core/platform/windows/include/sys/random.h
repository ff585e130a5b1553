/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * getrandom(2), from the system's generator.
 */
#ifndef PLATFORM_WINDOWS_RANDOM_H
#define PLATFORM_WINDOWS_RANDOM_H

#include <stddef.h>

#define GRND_NONBLOCK 1

long
getrandom(void *to, size_t n, unsigned flags);

#endif
