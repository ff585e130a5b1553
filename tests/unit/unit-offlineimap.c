/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_offlineimap;
#define PLUGIN mailaccord_plugin_v1_offlineimap

#define HEAD "[general]\naccounts = Info, b\n[Account Info]\nlocalrepository = L\nremoterepository = R\n"
#define ONE HEAD "[Repository R]\ntype = IMAP\nremotehost = imap.example.jp\nremoteuser = info\nremotepass = CANARY\n"

static const struct t_fact_row rows[] = {
	{ "deletions are passed on, and expunged", ONE, "delete_model", "= purge (0:6 implied)", NULL },
	{ "expunge: off", ONE "expunge = no\n", "delete_model", "= mark (0:11)", NULL },
	{ "expunge: on", ONE "expunge = yes\n", "delete_model", "= purge (0:11)", NULL },
	{ "expunge: garbage", ONE "expunge = maybe\n", "delete_model", "? (0:11)", NULL },
	{ "deletions are not passed on", ONE "sync_deletes = no\n", "delete_model", "", NULL },
	{ "nothing is written", ONE "readonly = True\n", "delete_model", "", NULL },
	{ "nothing is written: garbage", ONE "readonly = ?\n", "delete_model", "? (0:6)", NULL },
	{ "fetching removes nothing", ONE, "leave_on_server", "", NULL },
	{ "listed", ONE, "enabled", "= yes (0:2)", NULL },
	{ "not listed", "[general]\naccounts = b\n[Account Info]\nremoterepository = R\n[Repository R]\ntype = IMAP\n", "enabled", "= no (0:2)", NULL },
	{ "listed behind a line end, perhaps", "[general]\naccounts = b,\n  Info\n[Account Info]\nremoterepository = R\n[Repository R]\ntype = IMAP\n", "enabled", "? (0:2)", NULL },
	{ "name", ONE, "name", "= Info (0:3)", NULL },
	{ "IMAP alone", ONE, "protocol", "= imap (0:6 implied)", NULL },
	{ "mail that lies here", HEAD "[Repository R]\ntype = Maildir\n", "status", "parsed", NULL },
	{ "server", ONE, "host", "= imap.example.jp (0:8)", NULL },
	{ "server: of Python", HEAD "[Repository R]\ntype = IMAP\nremotehosteval = CANARY()\n", "host", "? (0:8)", NULL },
	{ "server: Gmail", HEAD "[Repository R]\ntype = Gmail\n", "host", "= imap.gmail.com (0:7 implied)", NULL },
	{ "login", ONE, "login", "= info (0:9)", NULL },
	{ "login: absent", HEAD "[Repository R]\ntype = IMAP\n", "login", "? (0:6)", NULL },
	{ "TLS: absent is on", ONE, "security", "= tls (0:6 implied)", NULL },
	{ "TLS: off is STARTTLS if offered", ONE "ssl = no\n", "security", "= starttls-optional (0:11)", NULL },
	{ "TLS: both off", ONE "ssl = no\nstarttls = no\n", "security", "= none (0:12)", NULL },
	{ "TLS: garbage", ONE "ssl = maybe\n", "security", "? (0:11)", NULL },
	{ "port", ONE "remoteport = 1993\n", "port", "= 1993 (0:11)", NULL },
	{ "port: of TLS", ONE, "port", "= 993 (0:6 implied)", NULL },
	{ "password: that, not what", ONE, "password_kept", "= cleartext (0:10)", NULL },
	{ "connections", ONE "maxconnections = 3\n", "max_connections", "= 3 (0:11)", NULL },
	{ "checks", "[general]\naccounts=a\n[Account a]\nremoterepository: R\nautorefresh = 5\n[Repository R]\ntype = IMAP\n", "check_minutes", "= 5 (0:5)", NULL },
	{ "checks: absent", ONE, "check_minutes", "? (0:6)", NULL },
	{ "days kept here", "[general]\naccounts=a\n[Account a]\nremoterepository: R\nmaxage = 30\n[Repository R]\ntype = IMAP\n", "offline_days", "= 30 (0:5)", NULL },
	{ "another program's file", "[core]\n", "status", "unrecognized", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "u/.offlineimaprc", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_offlineimap;
const struct t_suite suite_offlineimap = { "offlineimap", tests };
