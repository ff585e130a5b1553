/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_getmail;
#define PLUGIN mailaccord_plugin_v1_getmail

#define POP "[retriever]\ntype = SimplePOP3SSLRetriever\nserver = pop.example.jp\nusername = info\npassword = CANARY-getmail\n[options]\n"
#define IMAP "[retriever]\ntype = SimpleIMAPRetriever\nserver = imap.example.jp\n[options]\n"

static const struct t_fact_row rows[] = {
	{ "delete: on", POP "delete = true\n", "leave_on_server", "= no (0:7)", NULL },
	{ "delete: on, in another word", POP "delete: YES\n", "leave_on_server", "= no (0:7)", NULL },
	{ "delete: off", POP "delete = 0\n", "leave_on_server", "= yes (0:7)", NULL },
	{ "delete: absent", POP, "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: garbage", POP "delete = maybe\n", "leave_on_server", "? (0:7)", NULL },
	{ "delete: garbage is noted", POP "delete = maybe\n", "note", "value 0:7 delete", NULL },
	{ "delete: empty", POP "delete =\n", "leave_on_server", "? (0:7)", NULL },
	{ "delete: key in another case", POP "Delete = on\n", "leave_on_server", "= no (0:7)", NULL },
	{ "delete: in another section", POP "[destination]\ndelete = true\n", "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: in the retriever's section", "[retriever]\ntype=SimplePOP3Retriever\ndelete = true\n", "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: by default", "[DEFAULT]\ndelete = true\n" POP, "leave_on_server", "= no (0:2)", NULL },
	{ "delete: against the default", "[DEFAULT]\ndelete = true\n" POP "delete = no\n", "leave_on_server", "= yes (0:9)", NULL },
	{ "delete: on over IMAP", IMAP "delete = true\n", "leave_on_server", "= no (0:5)", NULL },
	{ "delete: absent over IMAP", IMAP, "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: in a comment", POP "; delete = true\n#delete = true\n", "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: over lines", POP "delete = no\n  yes\n", "leave_on_server", "? (0:7)", NULL },
	{ "delete: in a value over lines", POP "message_log = x\n  delete = yes\n", "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "delete: twice is noted", POP "delete = no\ndelete = yes\n", "note", "duplicate 0:8 delete", NULL },
	{ "days: on", POP "delete_after = 14\n", "delete_after_days", "= 14 (0:7)", NULL },
	{ "days: mail stays so long", POP "delete_after = 14\n", "leave_on_server", "= yes (0:0 implied)", NULL },
	{ "days: 0 is never", POP "delete_after = 0\n", "delete_after_days", "", NULL },
	{ "days: absent is never", POP, "delete_after_days", "", NULL },
	{ "days: garbage", POP "delete_after = 2 weeks\n", "delete_after_days", "? (0:7)", NULL },
	{ "days: say nothing where mail is deleted anyway", POP "delete_after = 14\ndelete = yes\n", "delete_after_days", "", NULL },
	{ "large mail: on", POP "delete_bigger_than = 5000000\n", "filters_server_delete", "= delete_bigger_than (0:7)", NULL },
	{ "large mail: off", POP "delete_bigger_than = 0\n", "filters_server_delete", "", NULL },
	{ "large mail: absent", POP, "filters_server_delete", "", NULL },
	{ "large mail: garbage", POP "delete_bigger_than = 5M\n", "filters_server_delete", "? (0:7)", NULL },
	{ "nobody deletes here", POP, "delete_when", "= never (0:0 implied)", NULL },
	{ "type: POP", POP, "protocol", "= pop3 (0:2)", NULL },
	{ "type: POP with TLS", POP, "security", "= tls (0:2)", NULL },
	{ "type: IMAP", IMAP, "protocol", "= imap (0:2)", NULL },
	{ "type: without TLS", IMAP, "security", "= none (0:2)", NULL },
	{ "type: for many people", "[retriever]\ntype = MultidropPOP3SSLRetriever\n", "protocol", "= pop3 (0:2)", NULL },
	{ "type: garbage", "[retriever]\ntype = POP3\n", "protocol", "? (0:2)", NULL },
	{ "type: absent", "[retriever]\nserver = x\n", "protocol", "? (0:0)", NULL },
	{ "port: of the type", POP, "port", "= 995 (0:0 implied)", NULL },
	{ "port: given", "[retriever]\ntype = SimplePOP3Retriever\nport = 1110\n", "port", "= 1110 (0:3)", NULL },
	{ "host", POP, "host", "= pop.example.jp (0:3)", NULL },
	{ "login", POP, "login", "= info (0:4)", NULL },
	{ "login: absent", IMAP, "login", "? (0:0)", NULL },
	{ "auth", "[retriever]\ntype = SimplePOP3Retriever\nuse_apop = True\n", "auth", "= apop (0:3)", NULL },
	{ "auth: off", "[retriever]\ntype = SimplePOP3Retriever\nuse_apop = False\n", "auth", "", NULL },
	{ "password: that, not what", POP, "password_kept", "= cleartext (0:5)", NULL },
	{ "password: over lines", "[retriever]\ntype = SimplePOP3Retriever\npassword = a\n  CANARY-b\n", "password_kept", "= cleartext (0:3)", NULL },
	{ "password: of a command", "[retriever]\ntype = SimplePOP3Retriever\npassword_command = (\"x\", \"CANARY\")\n", "password_kept", "", NULL },
	{ "limit", POP "max_message_size = 2000\n", "max_download_kb", "= 2 (0:7)", NULL },
	{ "a line that is nothing: getmail does not start", POP "dele\n", "status", "damaged", NULL },
	{ "a line that is nothing is noted", POP "dele\n", "note", "damaged 0:7 ", NULL },
	{ "a line that is nothing may have been anything", POP "dele\n", "leave_on_server", "? (0:0)", NULL },
	{ "a section that is cut off", "[retriever]\ntype = SimplePOP3Retriever\n[opti", "status", "damaged", NULL },
	{ "name: of the file", POP, "name", "= getmailrc (0:0)", NULL },
	{ "what only lies beside it", "https://x\n", "status", "unrecognized", NULL },
	{ "UTF-16", "\xff\xfe[", "status", "damaged", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "h/.getmail/getmailrc", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_getmail;
const struct t_suite suite_getmail = { "getmail", tests };
