/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef K9_MAIL_H
#define K9_MAIL_H

#include <mailaccord/plugin.h>

#include "kit/say.h"

enum { K9_MAX_CODES = 63 };

/* What one call of parse has said. */
struct k9 {
	struct say say;
	struct say_ids ids;
	/* QR codes of which there are several: those that were read, by how many there are. */
	struct {
		uint64_t read;
		uint32_t file;
	} codes[K9_MAX_CODES + 1];
};

/* The plugin's parse. */
enum ma_status
k9_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files);

/* One file of each kind; k->say.file is its number. */
enum ma_status
k9_export(struct k9 *k, const struct ma_file *file);
enum ma_status
k9_qr(struct k9 *k, const struct ma_file *file);

/* What the app does to mail, whatever the settings: it never removes mail
 * because it was fetched.  WHEN: the word of delete_when, NULL for unknown. */
void
k9_tell_pop(const struct say *s, const char *when, struct ma_at at);

#endif
