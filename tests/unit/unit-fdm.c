/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fdm: what becomes of mail by its rules, as fdm 1.9 did it when it was tried;
 * then its words, and what is never run.
 */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_fdm;
#define PLUGIN mailaccord_plugin_v1_fdm

#define A "account \"a\" pop3 server \"pop.example.jp\" user \"info\" pass \"CANARY-fdm\"\n"
#define B "account \"b\" imaps server \"imap.example.jp\" user \"b\" pass \"CANARY-fdm\"\n"
#define ACTIONS "action \"box\" maildir \"%h/Maildir\"\naction \"keep\" keep\naction \"drop\" drop\naction \"both\" { maildir \"%h/Maildir\" keep }\n"
#define WITH(rules) A ACTIONS rules

/* Line 1 is the account. */
static const struct t_fact_row fates[] = {
	{ "keep of the account", "account \"a\" pop3 server \"h\" keep\n" ACTIONS "match all action \"drop\"\n", "leave_on_server", "= yes (0:1)", NULL },
	{ "keep of another account", A "account \"b\" pop3 server \"h\" keep\n" ACTIONS "match all action \"box\"\n", "leave_on_server", "= no (0:1 implied)", "a" },
	{ "delivered: mail goes", WITH("match all action \"box\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "kept", WITH("match all action \"keep\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "dropped", WITH("match all action \"drop\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "delivered and kept", WITH("match all action \"both\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "several actions, the last word counts", WITH("match all actions { \"keep\" \"drop\" }\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "several actions, delivering is no word", WITH("match all actions { \"keep\" \"box\" }\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "an action in the rule", WITH("match all action keep\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "actions in the rule", WITH("match all action { maildir \"x\" keep }\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "an action that calls another", WITH("action \"c\" action \"keep\"\nmatch all action \"c\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "an action by a pattern", WITH("match all action \"k*\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "an action that is not there", WITH("match all action \"no\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "no rules", A, "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "some mail is delivered, the rest stays", WITH("match \"sale\" action \"box\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "some mail is kept, the rest too", WITH("match \"sale\" action \"keep\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "some mail is delivered, the rest dropped", WITH("match \"sale\" action \"box\"\nmatch all action \"drop\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "the rest is dropped", WITH("set unmatched-mail drop\nmatch \"sale\" action \"box\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "the rest is kept", WITH("set unmatched-mail keep\nmatch \"sale\" action \"box\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "behind a rule for all mail nothing counts", WITH("match all action \"box\"\nmatch all action \"keep\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "continue: kept, and then delivered", WITH("match all action \"keep\" continue\nmatch all action \"box\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "continue: dropped, and then the end", WITH("match all action \"drop\" continue\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "continue: kept, and the end drops", WITH("set unmatched-mail drop\nmatch all action \"keep\" continue\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "a rule for this account", WITH("match account \"a\" action \"box\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "a rule for another account", A B ACTIONS "match account \"b\" action \"box\"\n", "leave_on_server", "= yes (0:1 implied)", "a" },
	{ "a rule for accounts", A B ACTIONS "match accounts { \"a\" \"b\" } action \"box\"\n", "leave_on_server", "= no (0:2 implied)", "b" },
	{ "a rule for accounts by a pattern", WITH("match account \"?\" action \"box\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "a rule for some mail of an account", WITH("match account \"a\" and \"sale\" action \"box\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "a rule for another account, or some mail", A B ACTIONS "match account \"b\" or \"sale\" action \"box\"\n", "leave_on_server", "? (0:1)", "a" },
	{ "a rule for all but some", WITH("match not account \"a\" action \"box\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "rules in a rule", WITH("match all {\nmatch all action \"keep\"\n}\nmatch all action \"drop\"\n"), "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "rules in a rule for another account", A B ACTIONS "match account \"b\" {\nmatch all action \"box\"\n}\n", "leave_on_server", "= yes (0:1 implied)", "a" },
	{ "rules in a rule that falls through", WITH("match all {\nmatch \"sale\" action \"drop\"\n}\nmatch all action \"box\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "the word as a name, in a comment, in a text", WITH("# keep\naction \"no keep\" maildir \"keep\"\nmatch all action \"no keep\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "a rule over several lines", WITH("match \"a\"\n or \"b\"\n action \"box\"\nmatch all\n action \"box\"\n"), "leave_on_server", "= no (0:1 implied)", NULL },
	{ "an action by a macro", "$k = \"keep\"\n" WITH("match all action $k\n"), "leave_on_server", "= yes (0:2 implied)", NULL },
	{ "other files may hold rules", WITH("match all action \"keep\"\ninclude \"more.conf\"\n"), "leave_on_server", "? (0:1)", NULL },
	{ "other files are noted", WITH("match all action \"keep\"\ninclude \"more.conf\"\n"), "note", "unsupported 0:7 include", NULL },
	{ "parts may not count", WITH("ifdef $x\nmatch all action \"keep\"\nendif\n"), "note", "unsupported 0:6 ifdef", NULL },
	{ "keep of the account holds whatever they say", "account \"a\" pop3 server \"h\" keep\ninclude \"x\"\n", "leave_on_server", "= yes (0:1)", NULL },
	{ "too large is deleted unread", WITH("set maximum-size 10M\nset delete-oversized\n"), "filters_server_delete", "= delete-oversized (0:7)", NULL },
	{ "an error: fdm does not start", WITH("match all action \"keep\"\n;\n"), "status", "damaged", NULL },
	{ "an error: what it does once it is repaired is unknown", WITH("match all action \"keep\"\n;\n"), "leave_on_server", "? (0:1)", NULL },
	{ "a string that does not end", WITH("match all action \"keep\n"), "status", "damaged", NULL },
	{ "cut off behind a word", WITH("action"), "status", "damaged", NULL },
	{ "cut off: what is left of it is not told", A "match", "leave_on_server", "? (0:1)", NULL },
	{ "a group that does not end", WITH("match all {\nmatch all action \"keep\"\n"), "status", "damaged", NULL },
	{ "a group that did not begin", WITH("}\n"), "status", "damaged", NULL },
	{ "CR LF: fdm does not start", "account \"a\" pop3 server \"h\"\r\n", "status", "damaged", NULL },
};

static const struct t_fact_row words[] = {
	{ "POP", A, "protocol", "= pop3 (0:1)", NULL },
	{ "POP: its port", A, "port", "= 110 (0:1 implied)", NULL },
	{ "POP: without encryption", A, "security", "= none (0:1 implied)", NULL },
	{ "POP with TLS", "account \"a\" pop3s server \"h\"\n", "security", "= tls (0:1)", NULL },
	{ "POP with TLS: its port", "account \"a\" pop3s server \"h\"\n", "port", "= 995 (0:1 implied)", NULL },
	{ "STARTTLS", "account \"a\" imap server \"h\"\nstarttls\n", "security", "= starttls (0:2)", NULL },
	{ "IMAP", B, "protocol", "= imap (0:1)", NULL },
	{ "IMAP is emptied too", B ACTIONS "match all action \"box\"\n", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "port", "account \"a\" pop3 server \"h\" port 1110\n", "port", "= 1110 (0:1)", NULL },
	{ "port by name", "account \"a\" pop3 server \"h\" port \"pop3s\"\n", "port", "= 995 (0:1)", NULL },
	{ "port by a name that is the system's", "account \"a\" pop3 server \"h\" port \"mine\"\n", "port", "? (0:1)", NULL },
	{ "server", A, "host", "= pop.example.jp (0:1)", NULL },
	{ "server by a macro", "$h = \"example.jp\"\naccount \"a\" pop3 server \"pop.${h}\"\n", "host", "= pop.example.jp (0:2)", NULL },
	{ "server by a macro that is not there", "account \"a\" pop3 server $h\n", "host", "? (0:1)", NULL },
	{ "server by a command: it is not run", "account \"a\" pop3 server $(echo \"CANARY)\")\n", "host", "? (0:1)", NULL },
	{ "server by a macro from a command", "$h = $(echo pop.example.jp)\naccount \"a\" pop3 server $h\n", "host", "? (0:2)", NULL },
	{ "port by a number", "%p = 1110\naccount \"a\" pop3 server \"h\" port %p\n", "port", "= 1110 (0:2)", NULL },
	{ "letters with a backslash", "account \"a\" pop3 server \"h\" user \"a\\\"b\"\n", "login", "= a\"b (0:1)", NULL },
	{ "no letters with a backslash", "account \"a\" pop3 server 'h\\' user 'i'\n", "login", "= i (0:1)", NULL },
	{ "through a program", "account \"a\" pop3 pipe \"ssh h\" user \"u\" pass \"CANARY\"\n", "host", "? (0:1)", NULL },
	{ "login", A, "login", "= info (0:1)", NULL },
	{ "login: as .netrc has it", "account \"a\" pop3 server \"h\"\n", "login", "? (0:1)", NULL },
	{ "login, not who gets the mail", "account \"a\" user \"root\" pop3 server \"h\" user \"info\"\n", "login", "= info (0:1)", NULL },
	{ "login, not those who get the mail", "account \"a\" users { \"root\" \"b\" } pop3 server \"h\" user \"info\"\n", "login", "= info (0:1)", NULL },
	{ "login of IMAP with folders", "account \"a\" imap server \"h\" user \"info\" pass \"CANARY\" folders { \"INBOX\" \"user\" } keep\n", "login", "= info (0:1)", NULL },
	{ "keep behind folders", "account \"a\" imap server \"h\" user \"info\" pass \"CANARY\" folders { \"INBOX\" \"user\" } keep\n", "leave_on_server", "= yes (0:1)", NULL },
	{ "label", A, "name", "= a (0:1)", NULL },
	{ "in use", A, "enabled", "= yes (0:1 implied)", NULL },
	{ "not in use", "account \"a\" disabled pop3 server \"h\"\n", "enabled", "= no (0:1)", NULL },
	{ "password", A, "password_kept", "= cleartext (0:1)", NULL },
	{ "password by a command", "account \"a\" pop3 server \"h\" pass $(pass CANARY)\n", "password_kept", "", NULL },
	{ "certificates are not looked at", B, "certificate_check", "= no (0:1 implied)", NULL },
	{ "certificates are checked", "set verify-certificates\n" B, "certificate_check", "= yes (0:1)", NULL },
	{ "certificates are checked, but not here", "set verify-certificates\naccount \"a\" pop3s server \"h\" no-verify\n", "certificate_check", "= no (0:2)", NULL },
	{ "nobody deletes here", A, "delete_when", "= never (0:1 implied)", NULL },
	{ "mail that lies here", "account \"a\" maildir \"%h/in\"\n", "protocol", "", NULL },
	{ "empty", "", "status", "parsed", NULL },
};

static void
test_fates(void)
{
	t_fact_rows(&PLUGIN, "conf", "u/.fdm.conf", fates, sizeof fates / sizeof *fates);
}

static void
test_words(void)
{
	t_fact_rows(&PLUGIN, "conf", "u/.fdm.conf", words, sizeof words / sizeof *words);
}

static const CU_TestInfo tests[] = {
	{ "what becomes of mail", test_fates },
	{ "words", test_words },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_fdm;
const struct t_suite suite_fdm = { "fdm", tests };
