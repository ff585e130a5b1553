/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_trojita;
#define PLUGIN mailaccord_plugin_v1_trojita

#define SERVER "imap.host=imap.example.jp\nimap.auth.user=info\n"
#define SSL "[General]\nimap.method=SSL\n" SERVER
#define TCP "[General]\nimap.method=TCP\n" SERVER

static const struct t_fact_row rows[] = {
	{ "IMAP", SSL, "protocol", "= imap (0:0 implied)", NULL },
	{ "deletes nothing by fetching", SSL, "leave_on_server", "", NULL },
	{ "deletes by marking", SSL, "delete_model", "= mark (0:0 implied)", NULL },
	{ "in use", SSL, "enabled", "= yes (0:0 implied)", NULL },
	{ "server", SSL, "host", "= imap.example.jp (0:3)", NULL },
	{ "server: absent", "[General]\nimap.method=SSL\n", "host", "? (0:0)", NULL },
	{ "server: empty", "[General]\nimap.method=SSL\nimap.host=\n", "host", "? (0:3)", NULL },
	{ "login", SSL, "login", "= info (0:4)", NULL },
	{ "TLS", SSL, "security", "= tls (0:2)", NULL },
	{ "TLS: what stands there of STARTTLS does not count", SSL "imap.starttls=false\n", "security", "= tls (0:2)", NULL },
	{ "STARTTLS", TCP "imap.starttls=true\n", "security", "= starttls (0:5)", NULL },
	{ "STARTTLS: off", TCP "imap.starttls=false\n", "security", "= none (0:5)", NULL },
	{ "STARTTLS: absent is off", TCP, "security", "= none (0:2)", NULL },
	{ "STARTTLS: garbage is on", TCP "imap.starttls=maybe\n", "security", "= starttls (0:5)", NULL },
	{ "method: absent", "[General]\n" SERVER, "security", "? (0:0)", NULL },
	{ "method: garbage", "[General]\nimap.method=ssl\n" SERVER, "security", "? (0:2)", NULL },
	{ "a program speaks to the server", "[General]\nimap.method=process\n", "host", "? (0:0)", NULL },
	{ "port", SSL "imap.port=1993\n", "port", "= 1993 (0:5)", NULL },
	{ "port: 0 is that of TLS", SSL "imap.port=0\n", "port", "= 993 (0:0 implied)", NULL },
	{ "port: absent", TCP, "port", "= 143 (0:0 implied)", NULL },
	{ "port: garbage", SSL "imap.port=imaps\n", "port", "? (0:5)", NULL },
	{ "a password", SSL "imap.auth.pass=CANARY-trojita\n", "password_kept", "= cleartext (0:5)", NULL },
	{ "a password: in the keyring, or none", SSL, "password_kept", "", NULL },
	{ "address", SSL "[identities]\n1\\realName=Info\n1\\address=info@example.jp\nsize=1\n", "addresses", "= info@example.jp (0:7)", NULL },
	{ "address: of before there could be several", SSL "identity.address=old@example.jp\n", "addresses", "= old@example.jp (0:5)", NULL },
	{ "address: in quotes", SSL "[identities]\n1\\address=\"info@example.jp\"\n", "addresses", "= info@example.jp (0:6)", NULL },
	{ "archive", SSL "imap.archiveFolderName=Old\n", "archive_folder", "= Old (0:5)", NULL },
	{ "sent: kept", SSL "[composer]\nsaveToImapEnabled=true\n", "sent_kept", "= server (0:6)", NULL },
	{ "sent: not kept", SSL "[composer]\nsaveToImapEnabled=false\n", "sent_kept", "= none (0:6)", NULL },
	{ "sent: where", SSL "[composer]\nimapSentName=Sent\n", "sent_folder", "= Sent (0:6)", NULL },
	{ "sending", SSL "msa.method=SMTP\nmsa.smtp.host=smtp.example.jp\n", "smtp_host", "= smtp.example.jp (0:6)", NULL },
	{ "sending: TLS", SSL "msa.method=SSMTP\nmsa.smtp.starttls=false\n", "smtp_security", "= tls (0:5)", NULL },
	{ "sending: STARTTLS", SSL "msa.method=SMTP\nmsa.smtp.starttls=true\n", "smtp_security", "= starttls (0:6)", NULL },
	{ "sending: port", SSL "msa.method=SMTP\nmsa.smtp.port=587\n", "smtp_port", "= 587 (0:6)", NULL },
	{ "sending: login", SSL "msa.method=SMTP\nmsa.smtp.auth.user=info\n", "smtp_login", "= info (0:6)", NULL },
	{ "sending: by a program", SSL "msa.method=sendmail\nmsa.smtp.host=smtp.example.jp\n", "smtp_host", "", NULL },
	{ "keys of another group", "[Other]\nimap.method=SSL\nimap.host=a\n", "status", "unrecognized", NULL },
	{ "never set up", "[General]\nsettings.version=1\n", "status", "unrecognized", NULL },
	{ "empty", "", "status", "unrecognized", NULL },
	{ "UTF-16", "\xff\xfe[", "status", "damaged", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "account", "u/.config/flaska.net/trojita.conf", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_trojita;
const struct t_suite suite_trojita = { "trojita", tests };
