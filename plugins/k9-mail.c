/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thunderbird for Android and K-9 Mail: exported settings (.k9s, k9-export.c),
 * and the accounts that Thunderbird on a PC hands to a phone as a QR code
 * (k9-qr.c), when somebody kept its text in a file.  The phone's own store
 * cannot be read.  The parser is a module of its own, for libxml2 is slow to load.
 */
#include <mailaccord/plugin.h>

#include "k9-mail.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "*//*.k9s", "export", 16 << 20, "<k9settings" },
	{ MA_HOME, "*//*qr*.json", "qr", 1 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_CLIENT] = MA_READS, [MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_IMPLIES, [MA_DELETE_WHEN] = MA_READS, [MA_LEAVE_RAW] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED,
	[MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_CHECK_MINUTES] = MA_READS,
	[MA_MAX_DOWNLOAD_KB] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, [MA_TRASH_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS,
	[MA_DRAFTS_FOLDER] = MA_READS, [MA_ARCHIVE_FOLDER] = MA_READS, [MA_JUNK_FOLDER] = MA_READS, [MA_SENT_KEPT] = MA_READS,
	[MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS,
	[MA_SMTP_LOGIN] = MA_READS,
};

const struct ma_plugin MAILACCORD_PLUGIN(k9_mail) = {
	sizeof(struct ma_plugin),
	"k9-mail",
	"Thunderbird for Android, K-9 Mail",
	sources,
	MAILACCORD_PARSER(k9_mail_parse, "k9-mail.parser.so"),
	MA_TELLS(tells),
};
