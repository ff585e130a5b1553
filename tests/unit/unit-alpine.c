/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_alpine;
#define PLUGIN mailaccord_plugin_v1_alpine

#define POP "inbox-path={pop.example.jp/pop3/user=info}INBOX\n"

static const struct t_fact_row rows[] = {
	{ "moved: removed at the server", "inbox-path=#move+{pop.example.jp/pop3/user=\"info\"}INBOX+INBOX\n", "leave_on_server", "= no (0:1)", NULL },
	{ "moved over IMAP", "inbox-path=#move+{imap.example.jp/user=\"info\"}INBOX+INBOX\n", "leave_on_server", "= no (0:1)", NULL },
	{ "opened where it is", POP, "leave_on_server", "= yes (0:1 inferred)", NULL },
	{ "and deleted there by its user", POP, "delete_when", "= deleted (0:1 inferred)", NULL },
	{ "moved: nobody deletes there", "inbox-path=#move+{pop.example.jp/pop3}INBOX+INBOX\n", "delete_when", "= never (0:1 implied)", NULL },
	{ "IMAP", "inbox-path={imap.example.jp/ssl}INBOX\n", "leave_on_server", "", NULL },
	{ "move is not part of a name", "inbox-path={move.example.jp/pop3}INBOX\n", "leave_on_server", "= yes (0:1 inferred)", NULL },
	{ "the second of a list is moved", "incoming-folders=A {a.example.jp/pop3}INBOX,\n\tB #move+{b.example.jp/pop3}INBOX+B\n", "leave_on_server", "= no (0:1)", "b.example.jp/" },
	{ "the first is not", "incoming-folders=A {a.example.jp/pop3}INBOX,\n\tB #move+{b.example.jp/pop3}INBOX+B\n", "leave_on_server", "= yes (0:1 inferred)", "a.example.jp/" },
	{ "protocol: POP", POP, "protocol", "= pop3 (0:1)", NULL },
	{ "protocol: by service", "inbox-path={pop.example.jp/service=pop3}INBOX\n", "protocol", "= pop3 (0:1)", NULL },
	{ "protocol: none is IMAP", "inbox-path={imap.example.jp}INBOX\n", "protocol", "= imap (0:1)", NULL },
	{ "news is no mail", "inbox-path={news.example.jp/nntp}group\n", "status", "parsed", NULL },
	{ "server", POP, "host", "= pop.example.jp (0:1)", NULL },
	{ "port", "inbox-path={pop.example.jp:1110/pop3}INBOX\n", "port", "= 1110 (0:1)", NULL },
	{ "port of TLS", "inbox-path={pop.example.jp/pop3/ssl}INBOX\n", "port", "= 995 (0:1 implied)", NULL },
	{ "login", POP, "login", "= info (0:1)", NULL },
	{ "login: absent", "inbox-path={pop.example.jp/pop3}INBOX\n", "login", "? (0:1)", NULL },
	{ "TLS", "inbox-path={pop.example.jp/pop3/SSL}INBOX\n", "security", "= tls (0:1)", NULL },
	{ "STARTTLS", "inbox-path={pop.example.jp/pop3/tls}INBOX\n", "security", "= starttls (0:1)", NULL },
	{ "no TLS", "inbox-path={pop.example.jp/pop3/notls}INBOX\n", "security", "= none (0:1)", NULL },
	{ "TLS: absent", POP, "security", "= starttls-optional (0:1 implied)", NULL },
	{ "certificate", "inbox-path={pop.example.jp/pop3/ssl/novalidate-cert}INBOX\n", "certificate_check", "= no (0:1)", NULL },
	{ "address", "customized-hdrs=From: Info <info@example.jp>\n" POP, "addresses", "= info@example.jp (0:1)", NULL },
	{ "mail that lies here", "inbox-path=/var/mail/u\n", "status", "parsed", NULL },
	{ "cut off", "inbox-path={pop.example.jp/pop3/us", "host", "= pop.example.jp (0:1)", NULL },
	{ "another program's file", "a=b\n", "status", "unrecognized", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "u/.pinerc", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_alpine;
const struct t_suite suite_alpine = { "alpine", tests };
