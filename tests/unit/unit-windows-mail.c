/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows Live Mail and Windows Mail: each setting that removes mail on, off,
 * absent and garbage; then the file's forms.
 */
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_windows_live_mail;
#define PLUGIN (&mailaccord_plugin_v1_windows_live_mail)

#define LIVE "AppData/Local/Microsoft/Windows Live Mail/Local Folders/account{11111111-2222-3333-4444-555555555555}.oeaccount"
#define VISTA "AppData/Local/Microsoft/Windows Mail/account{22222222-2222-3333-4444-555555555555}.oeaccount"
#define FILE_OF(body) "<?xml version=\"1.0\" encoding=\"utf-16\" ?>\r\n<MessageAccount>\r\n" body "</MessageAccount>\r\n"
#define SZ(name, text) "<" name " type=\"SZ\">" text "</" name ">\r\n"
#define DW(name, text) "<" name " type=\"DWORD\">" text "</" name ">\r\n"
#define POP SZ("POP3_Server", "pop.example.jp")
#define IMAP SZ("IMAP_Server", "imap.example.jp")
#define KEEP POP DW("Leave_Mail_On_Server", "1")
#define EXPIRE KEEP DW("Remove_When_Expired", "00000001")

static const struct t_say_row rows[] = {
	{ "leave on", FILE_OF(KEEP), { "  leave_on_server = yes (0:4)", "  delete_when ?", "  delete_after_days ?" } },
	{ "leave off", FILE_OF(POP DW("Leave_Mail_On_Server", "00000000") DW("Remove_When_Expired", "1") DW("Expire_Days", "5")),
	    { "  leave_on_server = no (0:4)", "!delete_after_days", "!delete_when" } },
	{ "leave absent: its default is not documented", FILE_OF(POP), { "  leave_on_server ?", "!note" } },
	{ "leave garbage", FILE_OF(POP DW("Leave_Mail_On_Server", "yes")), { "  leave_on_server ?", "note value 0:4 Leave_Mail_On_Server" } },
	{ "leave 2", FILE_OF(POP DW("Leave_Mail_On_Server", "2")), { "  leave_on_server ?", "note value 0:4 Leave_Mail_On_Server" } },
	{ "leave empty", FILE_OF(POP DW("Leave_Mail_On_Server", "")), { "  leave_on_server ?" } },
	{ "when deleted on", FILE_OF(KEEP DW("Remove_When_Deleted", "1")), { "  delete_when = trash-emptied (0:5)" } },
	{ "when deleted off", FILE_OF(KEEP DW("Remove_When_Deleted", "0")), { "  delete_when = never (0:5)" } },
	{ "when deleted garbage", FILE_OF(KEEP DW("Remove_When_Deleted", "-1")), { "  delete_when ?", "note value 0:5 Remove_When_Deleted" } },
	{ "expires, days in hexadecimal", FILE_OF(EXPIRE DW("Expire_Days", "0000001e")), { "  delete_after_days = 30 (0:6)" } },
	{ "expires, days absent", FILE_OF(EXPIRE), { "  delete_after_days ?" } },
	{ "expires, no days", FILE_OF(EXPIRE DW("Expire_Days", "0")), { "  delete_after_days ?" } },
	{ "expires, days garbage", FILE_OF(EXPIRE DW("Expire_Days", "soon")), { "  delete_after_days ?", "note value 0:6 Expire_Days" } },
	{ "expires, more days than fit", FILE_OF(EXPIRE DW("Expire_Days", "00ffffff")), { "  delete_after_days ?", "note value 0:6 Expire_Days" } },
	{ "does not expire: days say nothing", FILE_OF(KEEP DW("Remove_When_Expired", "0") DW("Expire_Days", "5")), { "!delete_after_days" } },
	{ "expires garbage", FILE_OF(KEEP DW("Remove_When_Expired", "x")), { "  delete_after_days ?" } },
	{ "IMAP: none of these", FILE_OF(IMAP DW("Leave_Mail_On_Server", "0")), { "  protocol = imap (0:3)", "!leave_on_server", "  port = 143 (0:0 implied)" } },
	{ "TLS, port absent", FILE_OF(POP DW("POP3_Secure_Connection", "1")), { "  security = tls (0:4)", "  port = 995 (0:0 implied)" } },
	{ "plain by default", FILE_OF(POP), { "  security = none (0:0 implied)", "  port = 110 (0:0 implied)" } },
	{ "TLS garbage", FILE_OF(POP DW("POP3_Secure_Connection", "7")), { "  security ?", "  port ?" } },
	{ "port in hexadecimal", FILE_OF(POP DW("POP3_Port", "3e3")), { "  port = 995 (0:4)" } },
	{ "port beyond", FILE_OF(POP DW("POP3_Port", "fffff")), { "note value 0:4 POP3_Port", "  port = 110 (0:0 implied)" } },
	{ "secure login", FILE_OF(POP DW("POP3_Use_Sicily", "1")), { "  auth = ntlm (0:4)" } },
	{ "password login", FILE_OF(POP DW("POP3_Use_Sicily", "0")), { "  auth = password (0:4)" } },
	{ "left out of fetching all", FILE_OF(POP DW("POP3_Skip_Account", "1")), { "  enabled ?" } },
	{ "not left out", FILE_OF(POP DW("POP3_Skip_Account", "00000000")), { "  enabled = yes (0:4)" } },
	{ "left out: absent", FILE_OF(POP), { "  enabled = yes (0:0 inferred)" } },
	{ "left out: garbage", FILE_OF(POP DW("POP3_Skip_Account", "no")), { "  enabled ?", "note value 0:4 POP3_Skip_Account" } },
	{ "left out: of the other protocol", FILE_OF(IMAP DW("POP3_Skip_Account", "1")), { "  enabled = yes (0:0 inferred)" } },
	{ "a password is kept", FILE_OF(POP "<POP3_Password2 type=\"BINARY\">CANARY-01</POP3_Password2>"), { "  password_kept = obfuscated (0:4)" } },
	{ "asking for a password is none", FILE_OF(POP DW("POP3_Prompt_for_Password", "1")), { "!password_kept" } },
	{ "everything else", FILE_OF(IMAP SZ("Account_Name", "\xe7\xaa\x93\xe5\x8f\xa3") SZ("SMTP_Email_Address", "info@example.jp") SZ("SMTP_Reply_To_Email_Address", "re@example.jp")
	      SZ("IMAP_Root_Folder", "INBOX") SZ("IMAP_Sent_Items_Folder", "Sent") SZ("IMAP_Drafts_Folder", "Drafts") SZ("IMAP_Deleted_Items_Folder", "Trash")),
	    { "  name = \xe7\xaa\x93\xe5\x8f\xa3", "  addresses = info@example.jp", "  reply_to = re@example.jp", "  folder_prefix = INBOX", "  trash_folder = Trash" } },
	{ "folders", FILE_OF(IMAP SZ("IMAP_Sent_Items_Folder", "Sent") SZ("IMAP_Drafts_Folder", "Drafts") SZ("IMAP_Junk_E-mail_Folder", "Junk") SZ("IMAP_User_Name", "info")),
	    { "  sent_folder = Sent", "  drafts_folder = Drafts", "  junk_folder = Junk", "  login = info" } },
	{ "sending", FILE_OF(POP SZ("SMTP_Server", "smtp.example.jp") DW("SMTP_Port", "24b") DW("SMTP_Secure_Connection", "0") SZ("SMTP_User_Name", "info")),
	    { "  smtp_host = smtp.example.jp", "  smtp_port = 587", "  smtp_security = none (0:6)", "  smtp_login = info" } },
	{ "Hotmail", FILE_OF(SZ("HTTPMail_Server", "http://services.msn.com/svcs/hotmail/httpmail.asp")), { "  protocol = other", "!leave_on_server" } },
	{ "news", FILE_OF(SZ("NNTP_Server", "news.example.jp")), { "!account", "status parsed" } },
	{ "a setting twice", FILE_OF(KEEP DW("Leave_Mail_On_Server", "0")), { "  leave_on_server = no", "note duplicate 0:5 Leave_Mail_On_Server" } },
	{ "other XML", "<?xml version=\"1.0\"?><plist/>", { "!account", "!note", "status unrecognized" } },
	{ "broken off", "<MessageAccount>\r\n" POP "<Leave_Mail_On", { "  leave_on_server ?", "  security ?", "note damaged", "status damaged" } },
	{ "entities", "<!DOCTYPE a [<!ENTITY b \"c\">]><MessageAccount>" POP "</MessageAccount>", { "!account", "note unsupported", "status damaged" } },
	{ "empty", "", { "!account", "status damaged" } },
};

static void
test_settings(void)
{
	t_say_rows(PLUGIN, (struct ma_file){ .role = "account", .path = LIVE }, rows, sizeof rows / sizeof *rows);
}

#define HEAD "Windows Registry Editor Version 5.00\n\n"
#define LIVE_KEY HEAD "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows Live Mail]\n"
#define VISTA_KEY HEAD "[HKEY_USERS\\S-1-5-21-1\\Software\\Microsoft\\Windows Mail]\n"

static const struct t_say_row registries[] = {
	{ "a folder elsewhere", LIVE_KEY "\"Store Root\"=\"D:\\\\Mail\\\\\"\n",
	    { "want D:\\Mail\\*\\*.oeaccount 0:4", "want D:\\Mail\\*.oeaccount 0:4", "account account{1}\n  client = windows-live-mail (1:0)", "  leave_on_server = yes (1:4)", "!note" } },
	{ "a folder elsewhere, of another user's Windows Mail", VISTA_KEY "\"Store Root\"=\"E:\\\\Post\"\n", { "want E:\\Post\\*\\*\\*.oeaccount 0:4", "!client", "!note" } },
	{ "the usual folder, of text and by a variable",
	    LIVE_KEY "\"Store Root\"=\"%USERPROFILE%\\\\AppData\\\\Local\\\\Microsoft\\\\Windows Live Mail\\\\\"\n", { "!want", "!note", "status parsed" } },
	{ "the usual folder by another variable", VISTA_KEY "\"Store Root\"=\"%LocalAppData%\\\\Microsoft\\\\Windows Mail\\\\\"\n", { "!want", "!note", "status parsed" } },
	{ "a folder of the profile that is not there", LIVE_KEY "\"Store Root\"=\"%USERPROFILE%\\\\Post\"\n",
	    { "want Post\\*\\*.oeaccount 0:4", "note unsupported 0:4 Store Root" } },
	{ "a variable that nobody here knows", LIVE_KEY "\"Store Root\"=\"%SHARE%\\\\Post\"\n", { "note unsupported 0:4 Store Root" } },
	{ "another value", LIVE_KEY "\"Store Root Old\"=\"D:\\\\Mail\"\n", { "!want", "status parsed" } },
	{ "no text", LIVE_KEY "\"Store Root\"=dword:00000001\n", { "!want", "status parsed" } },
	{ "another program's key", HEAD "[HKEY_CURRENT_USER\\Software\\Microsoft\\Mail]\n\"Store Root\"=\"D:\\\\Mail\"\n", { "!want", "status unrecognized" } },
};

static void
test_registry(void)
{
	struct ma_file answers[2] = { { .role = "account", .path = "Mail/Local Folders/account{1}.oeaccount", .asked = MA_STR("D:\\Mail\\*\\*.oeaccount"),
		.bytes = MA_STR(FILE_OF(KEEP)) } };
	for (size_t i = 0; i < sizeof registries / sizeof *registries; i++) {
		struct ma_file f = t_file("registry", "user.reg", registries[i].text);
		t_says(PLUGIN, &f, 1, answers, &registries[i]);
	}
}

/* The same as the programs write it, and from Vista's folder. */
static void
test_forms(void)
{
	static const char text[] = FILE_OF(KEEP);
	char wide[2 * sizeof text];
	for (int big = 0; big < 2; big++) {
		for (int mark = 0; mark < 2; mark++) {
			size_t n = 0;
			if (mark)
				memcpy(wide, big ? "\xfe\xff" : "\xff\xfe", 2), n = 2;
			for (const char *p = text; *p; p++, n += 2)
				wide[n + !big] = 0, wide[n + big] = *p;
			struct ma_file f = { .role = "account", .path = LIVE, .bytes = { wide, n } };
			t_says(PLUGIN, &f, 1, NULL, &(struct t_say_row){ big ? "big-endian" : "little-endian", NULL, { "  leave_on_server = yes (0:4)" } });
		}
	}
	struct ma_file vista = t_file("account", VISTA, text), live = t_file("account", LIVE, text);
	t_says(PLUGIN, &vista, 1, NULL, &(struct t_say_row){ "Vista", NULL, { "account account{22222222-2222-3333-4444-555555555555}\n  client = windows-mail " } });
	t_says(PLUGIN, &live, 1, NULL, &(struct t_say_row){ "Live", NULL, { "  client = windows-live-mail " } });
}

static const CU_TestInfo tests[] = {
	{ "settings", test_settings },
	{ "folders that the registry names", test_registry },
	{ "forms", test_forms },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_windows_mail;
const struct t_suite suite_windows_mail = { "windows-mail", tests };
