/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_mailspring;
#define PLUGIN mailaccord_plugin_v1_mailspring

#define FILE_OF(accounts) "{\n\"*\": {\n\"accountsVersion\": 3, \"accounts\": [\n" accounts "\n]}}"
#define ONE(more, settings) "{\"id\": \"0a1b\", \"emailAddress\": \"info@example.jp\", \"provider\": \"imap\"" more ",\n\"settings\": {\n" \
	"\"imap_host\": \" imap.example.jp\", \"imap_username\": \"info\"" settings "}}"
#define WITH(settings) FILE_OF(ONE("", "," settings))
#define PLAIN FILE_OF(ONE("", ""))

static const struct t_fact_row rows[] = {
	{ "IMAP", PLAIN, "protocol", "= imap (0:4 implied)", NULL },
	{ "deletes nothing by fetching", PLAIN, "leave_on_server", "", NULL },
	{ "in use", PLAIN, "enabled", "= yes (0:4 implied)", NULL },
	{ "address", PLAIN, "addresses", "= info@example.jp (0:4)", NULL },
	{ "label", FILE_OF(ONE(", \"label\": \"Info\"", "")), "name", "= Info (0:4)", NULL },
	{ "server, blanks around it do not count", PLAIN, "host", "= imap.example.jp (0:6)", NULL },
	{ "server: of the provider", FILE_OF("{\"emailAddress\": \"a@gmail.com\", \"provider\": \"gmail\", \"settings\": {}}"), "host", "? (0:4)", NULL },
	{ "server: no text", FILE_OF("{\"emailAddress\": \"a@example.jp\",\n\"settings\": {\"imap_host\": 7}}"), "host", "? (0:5)", NULL },
	{ "login", PLAIN, "login", "= info (0:6)", NULL },
	{ "TLS", WITH("\n\"imap_security\": \"SSL / TLS\""), "security", "= tls (0:7)", NULL },
	{ "STARTTLS", WITH("\n\"imap_security\": \"STARTTLS\""), "security", "= starttls (0:7)", NULL },
	{ "no TLS", WITH("\n\"imap_security\": \"none\""), "security", "= none (0:7)", NULL },
	{ "TLS: absent", PLAIN, "security", "? (0:4)", NULL },
	{ "TLS: garbage", WITH("\n\"imap_security\": \"ssl\""), "security", "? (0:7)", NULL },
	{ "port", WITH("\n\"imap_port\": 1993"), "port", "= 1993 (0:7)", NULL },
	{ "port: as text", WITH("\n\"imap_port\": \"143\""), "port", "= 143 (0:7)", NULL },
	{ "port: absent, of TLS", WITH("\"imap_security\": \"SSL / TLS\""), "port", "= 993 (0:4 implied)", NULL },
	{ "port: absent, of unknown security", PLAIN, "port", "? (0:4)", NULL },
	{ "port: beyond", WITH("\n\"imap_port\": 99999, \"imap_security\": \"none\""), "port", "? (0:7)", NULL },
	{ "any certificate will do", WITH("\n\"imap_allow_insecure_ssl\": true"), "certificate_check", "= no (0:7)", NULL },
	{ "certificates are checked", WITH("\n\"imap_allow_insecure_ssl\": false"), "certificate_check", "= yes (0:7)", NULL },
	{ "label: absent", PLAIN, "name", "= info@example.jp (0:4)", NULL },
	{ "a password that should not be there", WITH("\n\"imap_password\": \"CANARY-mailspring\""), "password_kept", "= cleartext (0:7)", NULL },
	{ "a password that is not there", WITH("\n\"imap_password\": \"\""), "password_kept", "= keyring (0:4 implied)", NULL },
	{ "sending", WITH("\n\"smtp_host\": \"smtp.example.jp\""), "smtp_host", "= smtp.example.jp (0:7)", NULL },
	{ "sending: port", WITH("\n\"smtp_host\": \"s\", \"smtp_port\": 587"), "smtp_port", "= 587 (0:7)", NULL },
	{ "sending: STARTTLS", WITH("\n\"smtp_host\": \"s\", \"smtp_security\": \"STARTTLS\""), "smtp_security", "= starttls (0:7)", NULL },
	{ "sending: login", WITH("\n\"smtp_host\": \"s\", \"smtp_username\": \"info\""), "smtp_login", "= info (0:7)", NULL },
	{ "Exchange", FILE_OF("{\"id\": \"x\", \"provider\": \"eas\", \"settings\": {}}"), "protocol", "= exchange (0:4)", NULL },
	{ "the second account", FILE_OF(ONE("", "") ",\n{\"id\": \"4e5f\",\n\"settings\": {\"imap_host\": \"imap2.example.jp\"}}"), "host", "= imap2.example.jp (0:8)", "4e5f" },
	{ "two of one id", FILE_OF(ONE("", "") "," ONE("", "")), "login", "= info (0:8)", "0a1b#2" },
	{ "an account without an id", FILE_OF("{\"emailAddress\": \"a@example.jp\", \"settings\": {}}"), "addresses", "= a@example.jp (0:4)", "a@example.jp" },
	{ "no account yet", FILE_OF(""), "status", "parsed", NULL },
	{ "accounts that are no list", "{\"*\": {\"accounts\": {}}}", "status", "unrecognized", NULL },
	{ "another program's file", "{\"accounts\": []}", "status", "unrecognized", NULL },
	{ "cut off", "{\"*\": {\"accounts\": [", "status", "damaged", NULL },
	{ "cut off is noted", "{\"*\":\n{\"accounts\": [", "note", "damaged 0:2 ", NULL },
	{ "empty", "", "status", "damaged", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "config", "u/.config/Mailspring/config.json", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_mailspring;
const struct t_suite suite_mailspring = { "mailspring", tests };
