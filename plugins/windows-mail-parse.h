/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WINDOWS_MAIL_PARSE_H
#define WINDOWS_MAIL_PARSE_H

#include <mailaccord/plugin.h>

/* The plugin's parse. */
enum ma_status
windows_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files);

#endif
