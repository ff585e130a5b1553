/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outlook's one number for what POP does to mail on the server: the registry
 * and profile files have the same.
 */
#ifndef KIT_LEAVEBITS_H
#define KIT_LEAVEBITS_H

#include <mailaccord/plugin.h>

/* Tells what the number BITS, read at AT as the value KEY, means: leave or not,
 * after how many days, when the trash is emptied; and the number itself.  What
 * cannot be told is unknown, with a note. */
void leavebits_tell(const struct ma_host *host, struct ma_out *out, struct ma_account *account, uint32_t bits, struct ma_at at, const char *key);

#endif
