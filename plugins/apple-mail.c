/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Apple Mail.  Accounts are dictionaries in two arrays, MailAccounts and
 * DeliveryAccounts, of a property list: ~/Library/Mail/V2/MailData/Accounts.plist
 * (10.7 to 10.10) or com.apple.mail.plist (before that, and in the sandbox's
 * container).  From 10.11 on they are in the system's account store, a
 * database (apple-store.c) whose rows are mostly in its log.  A Mac that shows
 * no store but traces of one is said to be unread, so that it is never taken
 * for one without accounts.
 * Backups of iPhones and iPads hold the same store (apple-backup.c).
 *
 * The parser is a module of its own (apple-parse.c): libxml2, libplist and
 * libsqlite3 take longer to load than most scans take in all.
 */
#include <mailaccord/plugin.h>

#include "apple-list.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "Library//Mail/V*/MailData/Accounts.plist", "accounts", 0, "<plist" },
	{ MA_HOME, "Library//Preferences/com.apple.mail.plist", "preferences", 0, "bplist00" },
	{ MA_HOME, "Library//Containers/com.apple.mail/Data/Library/Preferences/com.apple.mail.plist", "preferences", 0, NULL },
	{ MA_HOME, "Library//Accounts/Accounts*.sqlite", "store", 0, NULL },
	{ MA_HOME, "Library//Accounts/Accounts*.sqlite-wal", "log", 0, NULL },
	{ MA_HOME, "Library//Accounts/VerifiedBackup/Accounts*.sqlite*", "copy", 0, NULL },
	{ MA_HOME, "*//Accounts*.sqlite", "store", 0, NULL },
	{ MA_HOME, "*//Accounts*.sqlite-wal", "log", 0, NULL },
	{ MA_HOME, "Library//Mail/PersistenceInfo.plist", "trace", 0, NULL },
	{ MA_HOME, "Library//Mail/V*/MailData/BackupTOC.plist", "trace", 0, NULL },
	{ MA_HOME, "Library//Mail/V*/MailData/SyncedRules.plist", "trace", 0, NULL },
	{ MA_ROAMING, "Apple Computer/MobileSync/Backup/*//Manifest.plist", "manifest", 0, NULL },
	{ MA_ROAMING, "Apple Computer/MobileSync/Backup/*//Manifest.db", "index", 256 << 20, NULL },
	{ MA_HOME, "Apple/MobileSync/Backup/*//Manifest.plist", "manifest", 0, NULL },
	{ MA_HOME, "Apple/MobileSync/Backup/*//Manifest.db", "index", 256 << 20, NULL },
	{ MA_HOME, "Library/Application Support/MobileSync/Backup/*//Manifest.plist", "manifest", 0, NULL },
	{ MA_HOME, "Library/Application Support/MobileSync/Backup/*//Manifest.db", "index", 256 << 20, NULL },
	{ MA_HOME, "*//Manifest.plist", "manifest", 0, NULL },
	{ MA_HOME, "*//Manifest.db", "index", 256 << 20, NULL },
	{ 0 },
};

static const uint8_t tells[] = {
	[MA_CLIENT] = MA_READS, [MA_CLIENT_VERSION] = MA_READS, [MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS,
	[MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS,
	[MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS, [MA_LEAVE_RAW] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS, [MA_DELETE_MODEL] = MA_READS,
	[MA_EMPTY_TRASH_ON_EXIT] = MA_READS, [MA_EXPUNGE_ON_EXIT] = MA_READS, [MA_TRASH_DAYS] = MA_READS, [MA_JUNK_DAYS] = MA_READS,
	[MA_TRASH_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_JUNK_FOLDER] = MA_READS,
	[MA_ARCHIVE_FOLDER] = MA_READS, [MA_SENT_KEPT] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, [MA_STORE] = MA_READS,
	[MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS,
	[MA_SMTP_LOGIN] = MA_READS,
};

const struct ma_plugin MAILACCORD_PLUGIN(apple_mail) = {
	sizeof(struct ma_plugin),
	"apple-mail",
	"Apple Mail",
	sources,
	MAILACCORD_PARSER(apple_mail_parse, "apple-mail.parser.so"),
	MA_TELLS(tells),
};
