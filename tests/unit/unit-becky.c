/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Becky!: each setting that removes mail on, off, absent and garbage; code
 * pages; data folders that the registry names.
 */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_becky;
#define PLUGIN (&mailaccord_plugin_v1_becky)

#define ACCOUNT "[Account]\r\nMailServer=pop.example.jp\r\n"
#define IMAP "[Account]\r\nMailServer=imap.example.jp\r\nProtocol=1\r\n"
#define PATH "Documents/Becky/5f3a1b2c.mb/Mailbox.ini"

static const struct t_say_row rows[] = {
	{ "leave on", ACCOUNT "LeaveServer=1\r\n", { "  leave_on_server = yes (0:3)", "  delete_when ?", "!delete_after_days" } },
	{ "leave off", ACCOUNT "LeaveServer=0\r\nKeepDays=7\r\n", { "  leave_on_server = no (0:3)", "!delete_after_days", "!delete_when" } },
	{ "leave absent: its default is not documented", ACCOUNT, { "  leave_on_server ?", "  delete_after_days ?", "  delete_when ?", "!note" } },
	{ "leave garbage", ACCOUNT "LeaveServer=yes\r\n", { "  leave_on_server ?", "note value 0:3 LeaveServer" } },
	{ "leave 2", ACCOUNT "LeaveServer=2\r\n", { "  leave_on_server ?", "note value 0:3 LeaveServer" } },
	{ "leave empty", ACCOUNT "LeaveServer=\r\n", { "  leave_on_server ?" } },
	{ "days", ACCOUNT "LeaveServer=1\r\nKeepDays=14\r\n", { "  delete_after_days = 14 (0:4)" } },
	{ "no days: not documented", ACCOUNT "LeaveServer=1\r\nKeepDays=0\r\n", { "  delete_after_days ?", "note inferred 0:4 KeepDays" } },
	{ "days garbage", ACCOUNT "LeaveServer=1\r\nKeepDays=-3\r\n", { "  delete_after_days ?", "note value 0:4 KeepDays" } },
	{ "letter case does not count", "[account]\r\nmailserver=pop.example.jp\r\nLEAVESERVER=1\r\n", { "  leave_on_server = yes (0:3)" } },
	{ "other sections do not count", ACCOUNT "[Folder]\r\nLeaveServer=1\r\n", { "  leave_on_server ?" } },
	{ "twice: the last", ACCOUNT "LeaveServer=1\r\nLeaveServer=0\r\n", { "  leave_on_server = no (0:4)", "note duplicate 0:4 LeaveServer" } },
	{ "in use, as far as one can see", ACCOUNT, { "  enabled = yes (0:1 inferred)" } },
	{ "POP by default", ACCOUNT, { "  protocol = pop3 (0:1 implied)", "  port = 110 (0:1 implied)", "  security = none (0:1 implied)" } },
	{ "IMAP", IMAP "SSLIMAP=1\r\nIMAP4Port=993\r\nLeaveServer=0\r\n", { "  protocol = imap (0:3)", "  port = 993 (0:5)", "  security = tls (0:4)", "!leave_on_server" } },
	{ "protocol garbage", ACCOUNT "Protocol=9\r\nLeaveServer=0\r\n", { "  protocol ?", "  leave_on_server = no", "note value 0:3 Protocol" } },
	{ "TLS with a port of its own", ACCOUNT "SSLPOP=1\r\nPOP3Port=995\r\n", { "  security = tls (0:3)", "  port = 995 (0:4)" } },
	{ "TLS without a port", ACCOUNT "SSLPOP=1\r\n", { "  security = tls (0:3)", "  port ?" } },
	{ "encryption that nobody documents", ACCOUNT "SSLPOP=2\r\n", { "  security ?", "note value 0:3 SSLPOP", "  port ?" } },
	{ "APOP", ACCOUNT "POP3Auth=1\r\n", { "  auth = apop (0:3)" } },
	{ "a password", ACCOUNT "PassWd=CANARY-becky\r\n", { "  password_kept = obfuscated (0:3)" } },
	{ "checks", ACCOUNT "CheckInt=1\r\nCheckEvery=10\r\n", { "  check_minutes = 10 (0:4)" } },
	{ "does not check", ACCOUNT "CheckInt=0\r\nCheckEvery=10\r\n", { "!check_minutes" } },
	{ "CP932, second bytes like brackets and equals", ACCOUNT "Name=\x95\x5c\x94\x5c\x83\x5b\x81\x81\r\nMailAddress=info@example.jp\r\n",
	    { "  name = \xe8\xa1\xa8\xe8\x83\xbd\xe3\x82\xbc\xef\xbc\x9d (0:3)", "  addresses = info@example.jp (0:4)" } },
	{ "UTF-8 with a mark", "\xef\xbb\xbf[Account]\r\nMailServer=pop.example.jp\r\nName=\xe7\xaa\x93\xe5\x8f\xa3\r\n", { "  name = \xe7\xaa\x93\xe5\x8f\xa3 (0:3)" } },
	{ "half a letter", ACCOUNT "Name=a\x95", { "  name = a\xef\xbf\xbd" } },
	{ "sending", ACCOUNT "SMTPServer=smtp.example.jp\r\nSMTPPort=587\r\nSSLSMTP=0\r\nUserID=info\r\n",
	    { "  smtp_host = smtp.example.jp", "  smtp_port = 587", "  smtp_security = none (0:5)", "  login = info" } },
	{ "another program's", "[Settings]\r\nLeaveServer=1\r\n", { "!account", "status unrecognized" } },
	{ "empty", "", { "!account", "status unrecognized" } },
	{ "UTF-16", "\xff\xfe[\0", { "!account", "status damaged" } },
};

static void
test_settings(void)
{
	t_say_rows(PLUGIN, (struct ma_file){ .role = "mailbox", .path = PATH, .ansi_charset = "CP932" }, rows, sizeof rows / sizeof *rows);
}

#define KEY "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\RimArts\\B2\\Settings]\r\n"

static const struct t_say_row registries[] = {
	{ "data folders",
	    KEY "\"DataDir\"=\"D:\\\\Mail\\\\Becky\\\\\"\r\n\"DataDir2\"=\"\\\\\\\\server\\\\share\\\\Becky\"\r\n\"Data\"=\"E:\\\\\"\r\n\"DataDir3\"=\"\"\r\n",
	    { "account 1.mb\n  profile = Becky (1:0)", "  leave_on_server = no (1:3)", "want \\\\server\\share\\Becky\\*.mb\\Mailbox.ini 0:5", "!E:\\", "status parsed" } },
	{ "a folder of the user's profile", KEY "\"DataDir\"=hex(2):25,00,55,00,73,00,65,00,72,00,50,00,72,00,6f,00,66,00,69,00,6c,00,65,00,25,00,5c,00,42,00,00,00\r\n",
	    { "want B\\*.mb\\Mailbox.ini 0:4", "note unsupported 0:4 DataDir" } },
	{ "without Becky!", "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Other]\r\n", { "status unrecognized" } },
};

static void
test_registry(void)
{
	struct ma_file answers[2] = { { .role = "mailbox", .path = "D/Mail/Becky/1.mb/Mailbox.ini", .asked = MA_STR("D:\\Mail\\Becky\\*.mb\\Mailbox.ini"),
		.bytes = MA_STR(ACCOUNT "LeaveServer=0\r\n") } };
	for (size_t i = 0; i < sizeof registries / sizeof *registries; i++) {
		struct ma_file f = t_file("registry", "user.reg", registries[i].text);
		f.ansi_charset = "CP932";
		t_says(PLUGIN, &f, 1, answers, &registries[i]);
	}
}

static const CU_TestInfo tests[] = {
	{ "settings", test_settings },
	{ "registry", test_registry },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_becky;
const struct t_suite suite_becky = { "becky", tests };
