/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_isync;
#define PLUGIN mailaccord_plugin_v1_isync

#define ACCOUNT "IMAPAccount a\nHost imap.example.jp\nUser info\nPass CANARY x\n"
#define STORES "\nIMAPStore there\nAccount a\n\nMaildirStore here\nPath ~/Mail/\n\nChannel c\nFar :there:\nNear :here:\n"

static const struct t_fact_row rows[] = {
	{ "UTF-16", "\xff\xfeI", "status", "damaged", NULL },
	{ "a byte order mark", "\xef\xbb\xbfIMAPAccount a\nHost imap.example.jp\n", "host", "= imap.example.jp (0:2)", NULL },
	{ "expunge: absent", ACCOUNT STORES, "expunge_on_exit", "= no (0:1 implied)", NULL },
	{ "expunge: far", ACCOUNT STORES "Expunge Far\n", "expunge_on_exit", "= yes (0:15)", NULL },
	{ "expunge: both", ACCOUNT STORES "Expunge Both\n", "expunge_on_exit", "= yes (0:15)", NULL },
	{ "expunge: near is here", ACCOUNT STORES "Expunge Near\n", "expunge_on_exit", "= no (0:1 implied)", NULL },
	{ "expunge: none", ACCOUNT STORES "Expunge None\n", "expunge_on_exit", "= no (0:1 implied)", NULL },
	{ "expunge: the old word for far", ACCOUNT "\nIMAPStore there\nAccount a\n\nChannel c\nMaster :there:\nSlave :x:\nExpunge Master\n", "expunge_on_exit", "= yes (0:12)", NULL },
	{ "expunge: the old word for near", ACCOUNT "\nIMAPStore there\nAccount a\n\nChannel c\nMaster :there:\nSlave :x:\nExpunge Slave\n", "expunge_on_exit", "= no (0:1 implied)", NULL },
	{ "expunge: the server is the near side", ACCOUNT "\nIMAPStore there\nAccount a\n\nChannel c\nFar :x:\nNear :there:\nExpunge Near\n", "expunge_on_exit", "= yes (0:12)", NULL },
	{ "expunge: for all channels", "Expunge Both\n\n" ACCOUNT STORES, "expunge_on_exit", "= yes (0:1)", NULL },
	{ "expunge: for all channels but this", "Expunge Both\n\n" ACCOUNT STORES "Expunge None\n", "expunge_on_exit", "= no (0:3 implied)", NULL },
	{ "expunge: garbage", ACCOUNT STORES "Expunge maybe\n", "expunge_on_exit", "? (0:15)", NULL },
	{ "fetching removes nothing", ACCOUNT STORES, "leave_on_server", "", NULL },
	{ "IMAP alone", ACCOUNT, "protocol", "= imap (0:1 implied)", NULL },
	{ "name", ACCOUNT, "name", "= a (0:1)", NULL },
	{ "server", ACCOUNT, "host", "= imap.example.jp (0:2)", NULL },
	{ "server: behind a tunnel", "IMAPAccount a\nTunnel \"ssh x\"\n", "host", "? (0:2)", NULL },
	{ "a store with a server of its own", "IMAPStore s\nHost imap.example.jp\n", "host", "= imap.example.jp (0:2)", NULL },
	{ "login", ACCOUNT, "login", "= info (0:3)", NULL },
	{ "login: of a command", "IMAPAccount a\nHost h\nUserCmd \"CANARY\"\n", "login", "? (0:1)", NULL },
	{ "password: that, not what", ACCOUNT, "password_kept", "= cleartext (0:4)", NULL },
	{ "password: of a command", "IMAPAccount a\nHost h\nPassCmd \"CANARY\"\n", "password_kept", "", NULL },
	{ "TLS", ACCOUNT "SSLType IMAPS\n", "security", "= tls (0:5)", NULL },
	{ "TLS: in other letters", ACCOUNT "ssltype imaps\n", "security", "= tls (0:5)", NULL },
	{ "TLS: its port", ACCOUNT "SSLType IMAPS\n", "port", "= 993 (0:1 implied)", NULL },
	{ "TLS: the newer word", ACCOUNT "TLSType None\n", "security", "= none (0:5)", NULL },
	{ "TLS: absent is STARTTLS", ACCOUNT, "security", "= starttls (0:1 implied)", NULL },
	{ "TLS: in the server's name", "IMAPAccount a\nHost imaps:imap.example.jp\n", "security", "= tls (0:2)", NULL },
	{ "TLS: not part of the server's name", "IMAPAccount a\nHost imaps:imap.example.jp\n", "host", "= imap.example.jp (0:2)", NULL },
	{ "TLS: the older word", ACCOUNT "UseIMAPS no\n", "security", "? (0:5)", NULL },
	{ "TLS: garbage", ACCOUNT "SSLType yes\n", "security", "? (0:5)", NULL },
	{ "TLS: through a tunnel", ACCOUNT "Tunnel \"ssh x\"\n", "security", "? (0:1)", NULL },
	{ "port", ACCOUNT "Port 1143\n", "port", "= 1143 (0:5)", NULL },
	{ "empty", "", "status", "parsed", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "u/.mbsyncrc", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_isync;
const struct t_suite suite_isync = { "isync", tests };
