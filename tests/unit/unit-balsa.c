/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_balsa;
#define PLUGIN mailaccord_plugin_v1_balsa

#define POP "[mailbox-1]\nType=LibBalsaMailboxPOP3\nName=Info\nServer=pop.example.jp\n"

static const struct t_fact_row rows[] = {
	{ "delete: on", POP "Delete=true\n", "leave_on_server", "= no (0:5)", NULL },
	{ "delete: off", POP "Delete=false\n", "leave_on_server", "= yes (0:5)", NULL },
	{ "delete: absent is off", POP, "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "delete: garbage", POP "Delete=yes\n", "leave_on_server", "? (0:5)", NULL },
	{ "delete: garbage is noted", POP "Delete=yes\n", "note", "value 0:5 Delete", NULL },
	{ "delete: in another group", POP "[mailbox-2]\nDelete=true\n", "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "delete: nothing to IMAP", "[folder-1]\nServer=imap.example.jp\nDelete=true\n", "leave_on_server", "", NULL },
	{ "nobody deletes here", POP, "delete_when", "= never (0:1 implied)", NULL },
	{ "POP", POP, "protocol", "= pop3 (0:2)", NULL },
	{ "IMAP", "[folder-1]\nType=LibBalsaMailboxImap\nServer=imap.example.jp\n", "protocol", "= imap (0:2)", NULL },
	{ "IMAP: as it is written", "[folder-1]\nServer=imap.example.jp\n", "protocol", "= imap (0:1 implied)", NULL },
	{ "IMAP: where its folders are", "[folder-1]\nServer=imap.example.jp\nDirectory=INBOX\n", "folder_prefix", "= INBOX (0:3)", NULL },
	{ "a folder that lies here", "[folder-1]\nType=LibBalsaMailboxMaildir\nServer=x\n", "status", "parsed", NULL },
	{ "server with a port of its own key", POP "Port=1110\n", "port", "= 1110 (0:5)", NULL },
	{ "server with port: both", "[mailbox-1]\nType=LibBalsaMailboxPOP3\nServer=pop.example.jp:2110\nPort=1110\n", "port", "= 2110 (0:3)", NULL },
	{ "address: one mailbox, one identity", POP "[identity-Default]\nAddress=info@example.jp\n", "addresses", "= info@example.jp (0:6 inferred)", NULL },
	{ "address: the identity stands first", "[identity-Default]\nAddress=info@example.jp\n" POP, "addresses", "= info@example.jp (0:2 inferred)", NULL },
	{ "address: two identities", POP "[identity-a]\nAddress=a@example.jp\n[identity-b]\nAddress=b@example.jp\n", "addresses", "", NULL },
	{ "address: two mailboxes", POP "[folder-1]\nServer=imap.example.jp\n[identity-a]\nAddress=a@example.jp\n", "addresses", "", NULL },
	{ "mail that lies here", "[mailbox-Inbox]\nType=LibBalsaMailboxMbox\n", "status", "parsed", NULL },
	{ "server", POP, "host", "= pop.example.jp (0:4)", NULL },
	{ "server with port", "[mailbox-1]\nType=LibBalsaMailboxPOP3\nServer=pop.example.jp:1110\n", "port", "= 1110 (0:3)", NULL },
	{ "server without port", "[mailbox-1]\nType=LibBalsaMailboxPOP3\nServer=pop.example.jp:1110\n", "host", "= pop.example.jp (0:3)", NULL },
	{ "TLS", POP "Security=1\n", "security", "= tls (0:5)", NULL },
	{ "TLS: its port", POP "Security=1\n", "port", "= 995 (0:1 implied)", NULL },
	{ "STARTTLS", POP "Security=2\n", "security", "= starttls (0:5)", NULL },
	{ "STARTTLS if offered", POP "Security=3\n", "security", "= starttls-optional (0:5)", NULL },
	{ "no TLS", POP "Security=4\n", "security", "= none (0:5)", NULL },
	{ "TLS: absent", POP, "security", "= starttls (0:1 implied)", NULL },
	{ "TLS: garbage", POP "Security=9\n", "security", "? (0:5)", NULL },
	{ "TLS: the old keys", POP "SSL=true\nTLSMode=0\n", "security", "= tls (0:5)", NULL },
	{ "TLS: the old keys, if offered", POP "SSL=false\nTLSMode=1\n", "security", "= starttls-optional (0:6)", NULL },
	{ "TLS: the old keys, one of them", POP "SSL=false\n", "security", "? (0:5)", NULL },
	{ "label", POP, "name", "= Info (0:3)", NULL },
	{ "login: in the file that is not there", POP, "login", "? (0:1)", NULL },
	{ "another program's file", "[core]\nbare = true\n", "status", "unrecognized", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "config", "u/.balsa/config", rows, sizeof rows / sizeof *rows);
}

static void
test_private(void)
{
	struct ma_file files[] = {
		t_file("config", "u/.balsa/config", POP),
		t_file("private", "u/.balsa/config-private", "[smtp-server-Default]\nUsername=no\n[mailbox-1]\nUsername=info\nPassword=CANARY\nDelete=true\n"),
	};
	char *all = t_parse(&PLUGIN, files, 2, NULL), *login = t_line(all, "  login"), *kept = t_line(all, "  password_kept"), *leave = t_line(all, "  leave_on_server");
	t_text(login, "= info (1:4)", "login");
	t_text(kept, "= obfuscated (1:5)", "password");
	t_text(leave, "= yes (0:1 implied)", "settings do not count there");
	free(login);
	free(kept);
	free(leave);
	free(all);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "config-private", test_private },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_balsa;
const struct t_suite suite_balsa = { "balsa", tests };
