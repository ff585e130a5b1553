/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files that set Thunderbird up.
 */
#ifndef THUNDERBIRD_WRITE_H
#define THUNDERBIRD_WRITE_H

#include <mailaccord/plugin.h>

extern const struct ma_writer thunderbird_writers[];

#endif
