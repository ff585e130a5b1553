/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file that sets Apple's mail programs up.
 */
#ifndef APPLE_PROFILE_WRITE_H
#define APPLE_PROFILE_WRITE_H

#include <mailaccord/plugin.h>

extern const struct ma_writer apple_profile_writers[];

#endif
