/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows Live Mail (Windows 7 to 10) and Windows Mail (Vista): one file
 * account{GUID}.oeaccount for each account, somewhere below the store's
 * folder, which the registry names (Store Root).  The parser is a module of its own (windows-mail-parse.c), for
 * libxml2 is slow to load.
 */
#include <mailaccord/plugin.h>

#include "windows-mail-parse.h"

#define LIVE "Microsoft/Windows Live Mail//"
#define VISTA "Microsoft/Windows Mail//"
#define MAX_BYTES (1 << 20)

static const struct ma_source sources[] = {
	{ MA_REGISTRY, "//Software\\Microsoft\\Windows Live Mail", "registry", 0, "Store Root" },
	{ MA_REGISTRY, "//Software\\Microsoft\\Windows Mail", "registry", 0, "Store Root" },
	{ MA_LOCAL, LIVE "*.oeaccount", "account", MAX_BYTES, "<MessageAccount" },
	{ MA_LOCAL, LIVE "*/*.oeaccount", "account", MAX_BYTES, NULL },
	{ MA_LOCAL, LIVE "*/*/*.oeaccount", "account", MAX_BYTES, NULL },
	{ MA_LOCAL, VISTA "*.oeaccount", "account", MAX_BYTES, NULL },
	{ MA_LOCAL, VISTA "*/*.oeaccount", "account", MAX_BYTES, NULL },
	{ MA_LOCAL, VISTA "*/*/*.oeaccount", "account", MAX_BYTES, NULL },
	{ MA_LOCAL, "*//*.oeaccount", "account", MAX_BYTES, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_CLIENT] = MA_READS, [MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS,
	[MA_FOLDER_PREFIX] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_TRASH_FOLDER] = MA_READS,
	[MA_JUNK_FOLDER] = MA_READS, [MA_REPLY_TO] = MA_READS, [MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS,
	[MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
};

const struct ma_plugin MAILACCORD_PLUGIN(windows_live_mail) = {
	sizeof(struct ma_plugin),
	"windows-live-mail",
	"Windows Live Mail",
	sources,
	MAILACCORD_PARSER(windows_mail_parse, "windows-live-mail.parser.so"),
	MA_TELLS(tells),
};
