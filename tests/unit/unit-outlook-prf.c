/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profile files of Outlook: each setting that removes mail on, off, absent and
 * garbage; what the file itself says its keys mean; code pages; the registry.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_outlook_prf;
#define PLUGIN (&mailaccord_plugin_v1_outlook_prf)

#define LIST "[Internet Account List]\r\nAccount1=I_Mail\r\n"
#define KIND "[I_Mail]\r\nAccountType=POP3\r\nPOP3Server=PT_UNICODE,0x0100\r\nPOP3UserName=PT_UNICODE,0x0101\r\nAccountName=PT_UNICODE,0x0002\r\nEmailAddress=PT_UNICODE,0x000C\r\n" \
	"POP3Port=PT_LONG,0x0104\r\nPOP3UseSSL=PT_LONG,0x0105\r\nPOP3UseSPA=PT_LONG,0x0108\r\nSMTPServer=PT_UNICODE,0x0200\r\n" \
	"SMTPPort=PT_LONG,0x0201\r\nSMTPUseAuth=PT_LONG,0x0203\r\nSMTPAuthMethod=PT_LONG,0x0208\r\nSMTPUserName=PT_UNICODE,0x0204\r\n" \
	"SMTPSecureConnection=PT_LONG,0x020A\r\nReplyEmailAddress=PT_UNICODE,0x0103\r\n"
#define LEAVE_IS "LeaveOnServer=PT_LONG,0x1000\r\n"
#define POP(lines) LIST "[Account1]\r\nPOP3Server=pop.example.jp\r\n" lines KIND LEAVE_IS
#define IMAP(lines) "[Internet Account List]\r\nAccount1=IMAP_I_Mail\r\n[Account1]\r\nIMAPServer=imap.example.jp\r\n" lines \
	"[IMAP_I_Mail]\r\nAccountType=IMAP\r\nIMAPServer=PT_UNICODE,0x0100\r\nIMAPPort=PT_LONG,0x0104\r\nIMAPUseSSL=PT_LONG,0x0105\r\n" \
	"RootFolder=PT_UNICODE,0x1101\r\nLeaveOnServer=PT_LONG,0x1000\r\n"

/* A WANT that begins with '!' must not be there. */
static const struct {
	const char *name, *bytes, *want[6];
} rows[] = {
	{ "leave on, hexadecimal", POP("LeaveOnServer=0x00000001\r\n"),
	    { "  leave_on_server = yes (0:5)", "  leave_raw = 0x00000001 (0:5)", "  delete_when = never (0:5)", "!delete_after_days", "!note" } },
	{ "leave on, decimal", POP("LeaveOnServer=1\r\n"), { "  leave_on_server = yes (0:5)", "!delete_after_days" } },
	{ "leave off", POP("LeaveOnServer=0\r\n"), { "  leave_on_server = no (0:5)", "!delete_after_days", "!delete_when", "!note" } },
	{ "leave off, days of another time", POP("LeaveOnServer=0xa0002\r\n"), { "  leave_on_server = no (0:5)", "!delete_after_days" } },
	{ "leave absent: not documented", POP(""), { "  leave_on_server ?", "!leave_raw", "!delete_when", "!note" } },
	{ "leave empty", POP("LeaveOnServer=\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "leave garbage", POP("LeaveOnServer=yes\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "leave negative", POP("LeaveOnServer=-1\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "leave beyond 32 bits", POP("LeaveOnServer=0x100000001\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "leave hexadecimal without digits", POP("LeaveOnServer=0x\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "leave perhaps octal", POP("LeaveOnServer=0131079\r\n"), { "  leave_on_server ?", "note value 0:5 LeaveOnServer" } },
	{ "days, hexadecimal", POP("LeaveOnServer=0x000E0003\r\n"), { "  leave_on_server = yes", "  delete_after_days = 14 (0:5)", "  delete_when = never" } },
	{ "days, decimal", POP("LeaveOnServer=917507\r\n"), { "  leave_on_server = yes", "  delete_after_days = 14 (0:5)" } },
	{ "14 is no number of days: bit 0 is off", POP("LeaveOnServer=14\r\n"), { "  leave_on_server = no (0:5 inferred)", "note inferred 0:5 LeaveOnServer" } },
	{ "stale days", POP("LeaveOnServer=0x50001\r\n"), { "  leave_on_server = yes", "!delete_after_days" } },
	{ "days or emptied", POP("LeaveOnServer=0x20007\r\n"), { "  delete_after_days = 2", "  delete_when = trash-emptied (0:5)" } },
	{ "emptied, stale days", POP("LeaveOnServer=0xe0005\r\n"), { "!delete_after_days", "  delete_when = trash-emptied (0:5)" } },
	{ "no days", POP("LeaveOnServer=3\r\n"), { "  leave_on_server = yes", "  delete_after_days ?", "note value 0:5 LeaveOnServer" } },
	{ "given twice, the same", POP("LeaveOnServer=1\r\nleaveonserver=1\r\n"), { "  leave_on_server = yes", "!note" } },
	{ "given twice, differently", POP("LeaveOnServer=1\r\nLeaveOnServer=0\r\n"), { "  leave_on_server ?", "note duplicate 0:6 LeaveOnServer" } },
	{ "given again in a section that comes again", POP("LeaveOnServer=1\r\n") "[account1]\r\nLeaveOnServer=0\r\n", { "  leave_on_server ?", "note duplicate" } },
	{ "a key that belongs to no property may be passed over", LIST "[Account1]\r\nPOP3Server=a\r\nLeaveOnServer=1\r\n" KIND,
	    { "  leave_on_server ?", "  host = a (0:4)", "note missing 0:2 I_Mail" } },
	{ "another name for it", LIST "[Account1]\r\nKeep=1\r\nLeaveOnServer=0\r\n" KIND "Keep=PT_LONG,0x1000\r\n", { "  leave_on_server = yes (0:4)" } },
	{ "its name for something else", LIST "[Account1]\r\nPOP3Server=a\r\nLeaveOnServer=1\r\n[I_Mail]\r\nAccountType=POP3\r\nLeaveOnServer=PT_LONG,0x0105\r\n",
	    { "  leave_on_server ?", "  security = tls (0:5)" } },
	{ "nothing is explained", LIST "[Account1]\r\nPOP3Server=pop.example.jp\r\nPOP3UseSSL=1\r\nLeaveOnServer=1\r\n",
	    { "  protocol = pop3 (0:2 inferred)", "  host = pop.example.jp (0:4 inferred)", "  security = tls (0:5 inferred)", "  leave_on_server ?", "note missing 0:2 I_Mail" } },
	{ "a kind of its own name", "[Internet Account List]\r\nAccount7=Our_Pop\r\n[Account7]\r\nS=pop.example.jp\r\n[Our_Pop]\r\nAccountType=pop3\r\nS=PT_UNICODE,0x0100\r\n",
	    { "account /Account7\n", "  protocol = pop3 (0:2)", "  host = pop.example.jp (0:4)" } },
	{ "a kind nobody knows", "[Internet Account List]\r\nAccount1=X\r\n[Account1]\r\nPOP3Server=pop.example.jp\r\n", { "  protocol ?", "note value 0:2 Account1", "  leave_on_server ?" } },
	{ "the kind's type counts, not its name", LIST "[Account1]\r\nS=imap.example.jp\r\n[I_Mail]\r\nAccountType=IMAP\r\nS=PT_UNICODE,0x0100\r\n",
	    { "  protocol = imap (0:2)", "!leave_on_server" } },
	{ "IMAP", IMAP("IMAPPort=993\r\nIMAPUseSSL=1\r\nLeaveOnServer=0\r\nRootFolder=INBOX\r\n"),
	    { "  protocol = imap (0:2)", "  port = 993 (0:5)", "  security = tls (0:6)", "  folder_prefix = INBOX (0:8)", "!leave_on_server" } },
	{ "IMAP without encryption: STARTTLS may be set elsewhere", IMAP("IMAPUseSSL=0\r\n"), { "  security = none (0:5 inferred)" } },
	{ "IMAP, nothing said of encryption", IMAP(""), { "  security ?", "  port ?", "  auth ?" } },
	{ "POP by default", POP(""), { "  port = 110 (0:2 implied)", "  security = none (0:2 implied)", "  auth = password (0:2 implied)" } },
	{ "TLS with a port", POP("POP3UseSSL=1\r\nPOP3Port=0x3e3\r\n"), { "  security = tls (0:5)", "  port = 995 (0:6)" } },
	{ "TLS without a port", POP("POP3UseSSL=1\r\n"), { "  port = 995 (0:2 inferred)" } },
	{ "encryption that nobody documents", POP("POP3UseSSL=2\r\n"), { "  security ?", "note value 0:5 POP3UseSSL", "  port ?" } },
	{ "port garbage", POP("POP3Port=abc\r\n"), { "  port ?", "note value 0:5 POP3Port" } },
	{ "answers elsewhere", POP("ReplyEMailAddress=desk@example.jp\r\nEmailAddress=info@example.jp\r\n"),
	    { "  reply_to = desk@example.jp (0:5)", "  addresses = info@example.jp (0:6)" } },
	{ "SPA", POP("POP3UseSPA=1\r\n"), { "  auth = ntlm (0:5)" } },
	{ "sending: automatic", POP("SMTPServer=smtp.example.jp\r\nSMTPPort=587\r\nSMTPSecureConnection=3\r\nSMTPUseAuth=1\r\nSMTPAuthMethod=0\r\n"),
	    { "  smtp_host = smtp.example.jp", "  smtp_port = 587", "  smtp_security = starttls-optional (0:7)", "  smtp_auth = password (0:8)", "!smtp_login" } },
	{ "sending: 1 is TLS, 2 is STARTTLS", POP("SMTPServer=s\r\nSMTPSecureConnection=2\r\nSMTPUseAuth=1\r\nSMTPAuthMethod=1\r\nSMTPUserName=u\r\n"),
	    { "  smtp_security = starttls (0:6)", "  smtp_login = u (0:9)" } },
	{ "sending: garbage", POP("SMTPServer=s\r\nSMTPSecureConnection=4\r\nSMTPPort=70000\r\n"), { "  smtp_security ?", "  smtp_port ?", "note value 0:6 SMTPSecureConnection" } },
	{ "depends on who imports it", POP("POP3UserName=%USERNAME%\r\n"), { "  login ?", "note override 0:5 POP3UserName" } },
	{ "a percent sign is no variable", POP("POP3UserName=info%example.jp\r\n"), { "  login = info%example.jp" } },
	{ "quotes do not belong to it", POP("AccountName=\"a \"\"b\"\"\"\r\n"), { "  name = a \"\"b\"\" (0:5)" } },
	{ "CP932, second bytes like brackets and backslashes", POP("AccountName=\x95\x5c\x94\x5c\x83\x5b\r\n"), { "  name = \xe8\xa1\xa8\xe8\x83\xbd\xe3\x82\xbc (0:5)" } },
	{ "a password where none belongs", POP("POP3Password=CANARY-prf\r\n"), { "  password_kept = cleartext (0:5)" } },
	{ "comments, indentation, words beside", "; x\r\n  " LIST "    [Account1]\r\n--- POP3 ---\r\n  LeaveOnServer = 0x1 \r\n" KIND LEAVE_IS, { "  leave_on_server = yes (0:6)" } },
	{ "a listed account without a section", LIST KIND, { "!account", "note dropped 0:2 Account1" } },
	{ "a section that is not listed", "[Internet Account List]\r\n[Account1]\r\nPOP3Server=a\r\n", { "!account", "status parsed" } },
	{ "Exchange", "[General]\r\nProfileName=P\r\n[Service List]\r\nService1=Microsoft Exchange Server\r\n[Service1]\r\nHomeServer=ex1\r\nMailboxName=%UserName%\r\n"
	    "[Microsoft Exchange Server]\r\nServiceName=MSEMS\r\n", { "account P/Service1\n  profile = P (0:2)", "  protocol = exchange (0:4)", "  host = ex1 (0:6)", "!login" } },
	{ "Outlook 97's Internet mail", "[Service List]\r\nService2=Internet E-mail\r\n[Internet E-mail]\r\nServiceName=IMAIL\r\n", { "!account", "note unsupported 0:2 Internet E-mail" } },
	{ "the profile", "[General]\r\nProfileName=Outlook\r\nDefaultProfile=yes\r\n" POP(""), { "account Outlook/Account1\n", "  profile = Outlook (0:2)", "  profile_default = yes (0:3)" } },
	{ "another program's", "[Settings]\r\nLeaveOnServer=1\r\n", { "!account", "status unrecognized" } },
	{ "empty", "", { "!account", "status unrecognized" } },
};

static void
expect(const char *said, const char *const *want, const char *row)
{
	for (size_t k = 0; k < 6 && want[k]; k++) {
		bool no = want[k][0] == '!';
		if (!t_ok((strstr(said, want[k] + no) != NULL) != no, row, want[k]))
			printf("%s", said);
	}
	t_ok(!strstr(said, "CANARY"), row, "a password came out");
}

static void
test_settings(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ma_file f = { .role = "prf", .path = "home/outlook.prf", .bytes = { rows[i].bytes, strlen(rows[i].bytes) }, .ansi_charset = "CP932" };
		char *said = t_parse(PLUGIN, &f, 1, NULL);
		expect(said, rows[i].want, rows[i].name);
		free(said);
	}
}

/* The same in UTF-16, as a tool of Windows may save it. */
static void
test_utf16(void)
{
	static const char text[] = POP("LeaveOnServer=0\r\n"), *const want[6] = { "  host = pop.example.jp (0:4)", "  leave_on_server = no (0:5)" };
	char bytes[2 * sizeof text + 2] = "\xff\xfe";
	for (size_t i = 0; i < sizeof text - 1; i++)
		bytes[2 + 2 * i] = text[i];
	struct ma_file f = { .role = "prf", .path = "home/outlook.prf", .bytes = { bytes, 2 * sizeof text } };
	char *said = t_parse(PLUGIN, &f, 1, NULL);
	expect(said, want, "UTF-16");
	free(said);
}

static void
test_registry(void)
{
	static const char reg[] = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Setup]\r\n"
		"\"ImportPRF\"=\"\\\\\\\\server\\\\deploy\\\\mail.prf\"\r\n";
	static const char *const want[6] = { "  leave_on_server = no (1:5)", "want \\\\server\\deploy\\mail.prf 0:4", "status parsed" };
	struct ma_file f = { .role = "registry", .path = "user.reg", .bytes = { reg, strlen(reg) }, .ansi_charset = "CP932" };
	struct ma_file answers[2] = { { .role = "registry", .path = "server/deploy/mail.prf", .asked = MA_STR("\\\\server\\deploy\\mail.prf"),
		.bytes = MA_STR(POP("LeaveOnServer=0\r\n")) } };
	char *said = t_parse(PLUGIN, &f, 1, answers);
	expect(said, want, "a file waits to be imported");
	free(said);
	f.bytes = MA_STR("Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Setup]\r\n\"First-Run\"=hex:00\r\n");
	said = t_parse(PLUGIN, &f, 1, NULL);
	t_ok(strstr(said, "status unrecognized") != NULL, "no file waits", said);
	free(said);
}

/* A file of nothing but accounts does not take for ever. */
static void
test_limit(void)
{
	char *bytes = malloc(200000);
	size_t n = (size_t)sprintf(bytes, "[Internet Account List]\r\n");
	for (int i = 0; i < 9000; i++)
		n += (size_t)sprintf(bytes + n, "Account%d=I_Mail\r\n", i);
	n += (size_t)sprintf(bytes + n, "%s", "[Account0]\r\nPOP3Server=a\r\n" KIND);
	struct ma_file f = { .role = "prf", .path = "home/outlook.prf", .bytes = { bytes, n } };
	char *said = t_parse(PLUGIN, &f, 1, NULL);
	t_ok(strstr(said, "note limit") && strstr(said, "status damaged") && strstr(said, "account /Account0\n"), "many accounts", "limit");
	free(said);
	free(bytes);
}

static const CU_TestInfo tests[] = {
	{ "settings", test_settings },
	{ "UTF-16", test_utf16 },
	{ "registry", test_registry },
	{ "limit", test_limit },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_outlook_prf;
const struct t_suite suite_outlook_prf = { "outlook_prf", tests };
