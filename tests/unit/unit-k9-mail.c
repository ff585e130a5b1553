/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * K-9 Mail and Thunderbird for Android: what removes mail, in every word of
 * the file, absent and garbage; the form of older versions; QR payloads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_k9_mail;
#define PLUGIN (&mailaccord_plugin_v1_k9_mail)

#define FILE_OF(account) "<?xml version='1.0' encoding='UTF-8'?>\n<k9settings version=\"99\" format=\"1\"><accounts>\n" account "</accounts></k9settings>\n"
#define ACCOUNT(server, rest) FILE_OF("<account uuid=\"A1\">\n" server rest "</account>\n")
#define SERVER(type, rest) "<incoming-server type=\"" type "\"><host>mail.example.jp</host>" rest "</incoming-server>\n"
#define TLS "<connection-security>SSL_TLS_REQUIRED</connection-security>"
#define SET(key, value) "<settings><value key=\"" key "\">" value "</value></settings>\n"

static const struct t_say_row rows[] = {
	{ "POP, never", ACCOUNT(SERVER("POP3", TLS), SET("deletePolicy", "NEVER")),
	    { "  leave_on_server = yes (0:5 implied)", "  delete_when = never (0:5)", "  leave_raw = NEVER", "  protocol = pop3", "!delete_after_days" } },
	{ "POP, on deletion", ACCOUNT(SERVER("POP3", TLS), SET("deletePolicy", "DELETE")), { "  leave_on_server = yes", "  delete_when = deleted (0:5)" } },
	{ "POP, mark as read: POP has no marks", ACCOUNT(SERVER("POP3", TLS), SET("deletePolicy", "MARK_AS_READ")), { "  delete_when = never (0:5)" } },
	{ "POP, absent", ACCOUNT(SERVER("POP3", TLS), ""), { "  leave_on_server = yes (0:3 implied)", "  delete_when = never (0:3 implied)" } },
	{ "POP, garbage", ACCOUNT(SERVER("POP3", TLS), SET("deletePolicy", "SEVEN_DAYS")), { "  leave_on_server = yes", "  delete_when ?", "note value 0:5 deletePolicy" } },
	{ "POP, broken off before it", "<k9settings version=\"99\" format=\"1\"><accounts><account uuid=\"A1\">" SERVER("POP3", TLS) "<settings><val",
	    { "  delete_when ?", "status damaged" } },
	{ "the first of two counts", ACCOUNT(SERVER("POP3", TLS), "<settings><value key=\"deletePolicy\">DELETE</value><value key=\"deletePolicy\">NEVER</value></settings>"),
	    { "  delete_when = deleted" } },
	{ "another setting of that name", ACCOUNT(SERVER("POP3", TLS), "<folders><folder name=\"x\"><value key=\"deletePolicy\">DELETE</value></folder></folders>"),
	    { "  delete_when = never (0:3 implied)" } },
	{ "IMAP", ACCOUNT(SERVER("IMAP", TLS), SET("deletePolicy", "DELETE")), { "  protocol = imap", "!delete_when", "!leave_on_server", "  port = 993 (0:3 implied)" } },
	{ "a type nobody knows", ACCOUNT(SERVER("JMAP", TLS), ""), { "  protocol ?", "  leave_on_server ?", "note value 0:4 type" } },
	{ "older: optional security", ACCOUNT(SERVER("IMAP", "<connection-security>STARTTLS_OPTIONAL</connection-security>"), ""),
	    { "  security = starttls (0:4)", "  port = 143 (0:3 implied)" } },
	{ "no encryption, proof by CRAM", ACCOUNT(SERVER("IMAP", "<port>1143</port><connection-security>NONE</connection-security><authentication-type>CRAM_MD5</authentication-type>"), ""),
	    { "  security = none", "  port = 1143 (0:4)", "  auth = encrypted" } },
	{ "a word for proof that nobody knows", ACCOUNT(SERVER("IMAP", "<authentication-type>AUTOMATIC</authentication-type>"), ""), { "  auth ?", "!security" } },
	{ "a password, as apps hand them over", ACCOUNT(SERVER("IMAP", TLS "<password>CANARY-k9</password>"), ""), { "  password_kept = cleartext" } },
	{ "an empty password", ACCOUNT(SERVER("IMAP", TLS "<password></password>"), ""), { "!password_kept" } },
	{ "everything else", ACCOUNT(SERVER("IMAP", TLS "<username>info</username><extra><value key=\"pathPrefix\">INBOX</value></extra>"),
		"<name>\xe7\xaa\x93\xe5\x8f\xa3</name><identities><identity><name>x</name><email>info@example.jp</email></identity></identities>"
		"<settings><value key=\"trashFolderName\">Trash</value><value key=\"sentFolderName\">Sent</value><value key=\"draftsFolderName\">Drafts</value>"
		"<value key=\"archiveFolderName\">Archive</value><value key=\"spamFolderName\">Spam</value></settings>"),
	    { "  name = \xe7\xaa\x93\xe5\x8f\xa3", "  addresses = info@example.jp", "  folder_prefix = INBOX", "  trash_folder = Trash", "  junk_folder = Spam", "  archive_folder = Archive" } },
	{ "folders, checks, sizes", ACCOUNT(SERVER("IMAP", TLS), "<settings><value key=\"automaticCheckIntervalMinutes\">15</value><value key=\"maximumAutoDownloadMessageSize\">131072</value>"
		"<value key=\"uploadSentMessages\">false</value><value key=\"sentFolderName\">Sent</value><value key=\"draftsFolderName\">Drafts</value></settings>"),
	    { "  check_minutes = 15", "  max_download_kb = 128", "  sent_kept = local", "  sent_folder = Sent", "  drafts_folder = Drafts" } },
	{ "never checks by itself", ACCOUNT(SERVER("IMAP", TLS), SET("automaticCheckIntervalMinutes", "-1")), { "!check_minutes", "!note" } },
	{ "sending", ACCOUNT(SERVER("IMAP", TLS "<username>info</username>"), "<outgoing-server type=\"SMTP\"><host>smtp.example.jp</host><port>587</port><connection-security>STARTTLS_REQUIRED</connection-security>"
		"<authentication-type>PLAIN</authentication-type><username>out</username><password>CANARY-out</password></outgoing-server>"),
	    { "  smtp_host = smtp.example.jp", "  smtp_port = 587", "  smtp_security = starttls", "  smtp_auth = password", "  smtp_login = out", "  login = info" } },
	{ "two accounts", FILE_OF("<account uuid=\"A1\">" SERVER("IMAP", TLS) "</account><account uuid=\"A2\">" SERVER("POP3", TLS) "</account>"), { "account A1\n", "account A2\n" } },
	{ "no uuid", FILE_OF("<account>" SERVER("IMAP", TLS) "</account>"), { "!account", "note dropped" } },
	{ "other XML", "<plist/>", { "!account", "!note", "status unrecognized" } },
	{ "entities", "<!DOCTYPE a [<!ENTITY b \"c\">]>" ACCOUNT(SERVER("IMAP", TLS), ""), { "!account", "status damaged" } },
};

#define IN(protocol, security, auth) "[" protocol ",\"mail.example.jp\",995," security "," auth ",\"info\",\"Info\",\"CANARY-qr\"]"
#define OUT "[[[0,\"smtp.example.jp\",465,3,1,\"out\",\"CANARY-qr\"],[\"info@example.jp\",\"Info\"],[\"sales@example.jp\",\"Sales\"]]]"
static const struct t_say_row codes[] = {
	{ "POP", "[1,[1,1]," IN("1", "3", "1") "," OUT "]",
	    { "account info@mail.example.jp\n  client = thunderbird-android", "  leave_on_server = yes (0:0 implied)", "  delete_when = never (0:0 implied)", "  security = tls",
		"  password_kept = cleartext", "  addresses = sales@example.jp" } },
	{ "IMAP, OAuth", "[1,[1,1]," IN("0", "2", "6") "," OUT "]", { "  protocol = imap", "  security = starttls", "  auth = oauth2", "!leave_on_server", "  smtp_login = out" } },
	{ "one of two codes", "[1,[1,2]," IN("0", "3", "1") "," OUT "]", { "note unsupported 0:0 parts", "  name = Info" } },
	{ "a code that is beyond its number", "[1,[3,2]," IN("0", "3", "1") "," OUT "]", { "note unsupported 0:0 parts", "  name = Info" } },
	{ "a code of none", "[1,[0,0]," IN("0", "3", "1") "," OUT "]", { "note unsupported 0:0 parts" } },
	{ "a protocol nobody knows", "[1,[1,1]," IN("7", "3", "1") "," OUT "," IN("0", "3", "1") "," OUT "]", { "note dropped", "account info@mail.example.jp" } },
	{ "another version", "[2,[1,1]," IN("0", "3", "1") "," OUT "]", { "!account", "note unsupported 0:0 version" } },
	{ "more members than known", "[1,[1,1],[0,\"mail.example.jp\",993,3,1,\"info\",null,\"\",\"later\"],[[[0,\"s\",25,0,0,\"\"],[\"a@example.jp\",\"\"]]]]",
	    { "  password_kept = none", "!name", "  smtp_security = none", "  smtp_auth = none" } },
	{ "other JSON", "[1,2,3]", { "!account", "!note", "status unrecognized" } },
	{ "no JSON", "x", { "!account", "!note", "status unrecognized" } },
};

static void
test_export(void)
{
	struct ma_file fork = t_file("export", "phone/thunderbird_settings_export_2026-01-01.k9s", rows[0].text);
	t_say_rows(PLUGIN, (struct ma_file){ .role = "export", .path = "phone/k9_settings_export_2026-01-01.k9s" }, rows, sizeof rows / sizeof *rows);
	t_says(PLUGIN, &fork, 1, NULL, &(struct t_say_row){ "the file's name says which app", NULL, { "  client = thunderbird-android" } });
}

static void
test_qr(void)
{
	t_say_rows(PLUGIN, (struct ma_file){ .role = "qr", .path = "phone/thunderbird-qr-1.json" }, codes, sizeof codes / sizeof *codes);
}

/* Codes of which there are several: all of them, and one that is missing. */
static void
test_codes(void)
{
	static const struct t_say_row all = { "all codes", NULL, { "!note", "status parsed" } }, some = { "one is missing", NULL, { "note unsupported 2:0 parts", "status parsed" } };
	struct ma_file files[] = {
		t_file("qr", "phone/qr-2.json", "[1,[2,3]," IN("0", "3", "1") "," OUT "]"),
		t_file("qr", "phone/qr-1.json", "[1,[1,3]," IN("0", "3", "1") "," OUT "]"),
		t_file("qr", "phone/qr-3.json", "[1,[3,3]," IN("1", "3", "1") "," OUT "]"),
	};
	t_says(PLUGIN, files, 3, NULL, &all);
	files[0].bytes = files[1].bytes;
	t_says(PLUGIN, files, 3, NULL, &some);
}

static const CU_TestInfo tests[] = {
	{ "export", test_export },
	{ "qr", test_qr },
	{ "several codes", test_codes },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_k9_mail;
const struct t_suite suite_k9_mail = { "k9-mail", tests };
