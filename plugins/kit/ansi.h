/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts of Windows programs in the code page of their machine.
 */
#ifndef KIT_ANSI_H
#define KIT_ANSI_H

#include "kit/grow.h"

#include <mailaccord/plugin.h>

/* BYTES as UTF-8: as they are if they are that already, else out of CHARSET
 * (an iconv name; NULL: CP932).  What does not belong to it becomes U+FFFD.
 * Lies in BYTES or in ROOM, until that is used again. */
struct ma_str ansi_utf8(struct grow *room, struct ma_str bytes, const char *charset);

#endif
