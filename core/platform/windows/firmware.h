/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef PLATFORM_WINDOWS_FIRMWARE_H
#define PLATFORM_WINDOWS_FIRMWARE_H

#include "base/arena.h"

/* What the board calls itself: its UUID, else its serial number or that of the
 * machine, in this order; the arena's.  NULL when all of them are what every
 * board of its kind says. */
const char *
firmware_id(struct arena *arena);

#endif
