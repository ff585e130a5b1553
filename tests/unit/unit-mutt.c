/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_mutt;
#define PLUGIN mailaccord_plugin_v1_mutt

#define POP "set pop_host=pops://info@pop.example.jp\n"
#define IMAP "set folder = \"imaps://info%40example.jp@imap.example.jp:1993/\"\n"

static const struct t_fact_row rows[] = {
	{ "a byte order mark", "\xef\xbb\xbf" POP, "host", "= pop.example.jp (0:1)", NULL },
	{ "UTF-16", "\xff\xfes", "status", "damaged", NULL },
	{ "delete: yes", POP "set pop_delete=yes\n", "leave_on_server", "= no (0:2)", NULL },
	{ "delete: the word alone", POP "set pop_delete\n", "leave_on_server", "= no (0:2)", NULL },
	{ "delete: no", POP "set pop_delete=no\n", "leave_on_server", "= yes (0:2)", NULL },
	{ "delete: no in one word", POP "set nopop_delete\n", "leave_on_server", "= yes (0:2)", NULL },
	{ "delete: unset", POP "unset pop_delete\n", "leave_on_server", "= yes (0:2)", NULL },
	{ "delete: asks", POP "set pop_delete=ask-yes\n", "leave_on_server", "? (0:2)", NULL },
	{ "delete: absent asks", POP, "leave_on_server", "? (0:1)", NULL },
	{ "delete: garbage", POP "set pop_delete=maybe\n", "leave_on_server", "? (0:2)", NULL },
	{ "delete: of a command", POP "set pop_delete=`echo yes`\n", "leave_on_server", "? (0:2)", NULL },
	{ "delete: in a comment", POP "#set pop_delete=yes\n", "leave_on_server", "? (0:1)", NULL },
	{ "delete: in a comment behind a setting", POP "set pop_last=no # pop_delete=yes\n", "leave_on_server", "? (0:1)", NULL },
	{ "delete: turned round", POP "set pop_delete=yes\ntoggle pop_delete\n", "leave_on_server", "? (0:3)", NULL },
	{ "delete: turned round by set", POP "set pop_delete=yes\nset invpop_delete\n", "leave_on_server", "? (0:3)", NULL },
	{ "delete: reset", POP "set pop_delete=yes\nreset pop_delete\n", "leave_on_server", "? (0:3)", NULL },
	{ "delete: the last counts", POP "set pop_delete=yes pop_last=yes\nset pop_delete = no\n", "leave_on_server", "= yes (0:3)", NULL },
	{ "IMAP is used where it is", IMAP, "leave_on_server", "", NULL },
	{ "nobody deletes here", POP, "delete_when", "= never (0:1 implied)", NULL },
	{ "POP", POP, "protocol", "= pop3 (0:1)", NULL },
	{ "POP: server", POP, "host", "= pop.example.jp (0:1)", NULL },
	{ "POP: login", POP, "login", "= info (0:1)", NULL },
	{ "POP: port of TLS", POP, "port", "= 995 (0:1 implied)", NULL },
	{ "POP: login beside it", "set pop_host=pop.example.jp pop_user=info\n", "login", "= info (0:1)", NULL },
	{ "POP: login not said", "set pop_host=pop.example.jp\n", "login", "? (0:1)", NULL },
	{ "POP: STARTTLS if offered", "set pop_host=pop.example.jp\n", "security", "= starttls-optional (0:1 implied)", NULL },
	{ "POP: STARTTLS required", "set pop_host=pop.example.jp\nset ssl_force_tls\n", "security", "= starttls (0:2)", NULL },
	{ "POP: no TLS", "set pop_host=pop.example.jp ssl_starttls=no\n", "security", "= none (0:1)", NULL },
	{ "POP: a folder on such a server", "set spoolfile=pop://info@pop.example.jp/\n", "leave_on_server", "? (0:1)", NULL },
	{ "IMAP", IMAP, "protocol", "= imap (0:1)", NULL },
	{ "IMAP: login with signs", IMAP, "login", "= info@example.jp (0:1)", NULL },
	{ "IMAP: port", IMAP, "port", "= 1993 (0:1)", NULL },
	{ "IMAP: the inbox alone", "set spoolfile='imap://imap.example.jp/INBOX' imap_user=info\n", "login", "= info (0:1)", NULL },
	{ "address", IMAP "set from=\"Support <info@example.jp>\"\n", "addresses", "= info@example.jp (0:2)", NULL },
	{ "address alone", IMAP "set from=info@example.jp\n", "addresses", "= info@example.jp (0:2)", NULL },
	{ "password: that, not what", IMAP "set imap_pass=CANARY\n", "password_kept", "= cleartext (0:2)", NULL },
	{ "password: in the URL", "set pop_host=pops://info:CANARY@pop.example.jp\n", "password_kept", "= cleartext (0:1)", NULL },
	{ "password: with an @", "set pop_host=pops://info:CANARY@x@pop.example.jp\n", "host", "= pop.example.jp (0:1)", NULL },
	{ "password: none", IMAP, "password_kept", "", NULL },
	{ "a server that a command names", "set pop_host=`CANARY`\n", "note", "unsupported 0:1 pop_host", NULL },
	{ "a server with a variable", "set folder=imaps://$my_host/\n", "note", "unsupported 0:1 folder", NULL },
	{ "other files may say more", POP "source ~/.mutt/more\n", "note", "unsupported 0:2 source", NULL },
	{ "other files without a server", "source ~/.mutt/colors\n", "note", "", NULL },
	{ "mail that lies here", "set folder=~/Mail\n", "status", "parsed", NULL },
	{ "cut off", "set pop_host=\"pop.example.jp", "host", "= pop.example.jp (0:1)", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "u/.muttrc", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_mutt;
const struct t_suite suite_mutt = { "mutt", tests };
