/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef APPLE_PROFILE_PARSE_H
#define APPLE_PROFILE_PARSE_H

#include <mailaccord/plugin.h>

/* The plugin's parse. */
enum ma_status
apple_profile_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files);

#endif
