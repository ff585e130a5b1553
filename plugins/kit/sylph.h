/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sylpheed and Claws Mail, which began as one program: their accountrc.
 */
#ifndef KIT_SYLPH_H
#define KIT_SYLPH_H

#include "kit/say.h"

/* In what the two differ. */
struct sylph_dialect {
	bool claws;
	const char *client;
	unsigned flags; /* of kit/keyfile */
	/* Tells what the filters in BYTES do to arriving mail of the account NUMBER. */
	void (*tell_filters)(const struct say *s, struct ma_str number, struct ma_str bytes, uint32_t file);
};

/* parse of a plugin.  Files have the roles "accounts" (accountrc), "common"
 * (sylpheedrc, clawsrc) and "filters" (filter.xml, matcherrc); of "other", the
 * other program's, it is enough that they are there. */
enum ma_status sylph_parse(const struct sylph_dialect *dialect, const struct ma_host *host, struct ma_out *out, const struct ma_file *files,
    size_t n_files);

/* What both can tell. */
#define SYLPH_TELLS \
	[MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, \
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, \
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_IMPLIES, \
	[MA_MAX_DOWNLOAD_KB] = MA_READS, [MA_CHECK_MINUTES] = MA_READS, [MA_CHECK_AT_START] = MA_READS, [MA_ENABLED] = MA_IMPLIES, \
	[MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS, \
	[MA_SMTP_LOGIN] = MA_READS, [MA_REPLY_TO] = MA_READS, [MA_BCC] = MA_READS, [MA_TRASH_FOLDER] = MA_READS, \
	[MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, \
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, \
	[MA_RETAIN_DAYS] = MA_NOT_STORED, [MA_RETAIN_COUNT] = MA_NOT_STORED, [MA_SETTINGS_IN_CLOUD] = MA_NOT_STORED, \
	[MA_ACCOUNT_UID] = MA_NOT_STORED, [MA_DEFERRED_TO] = MA_NOT_STORED

#endif
