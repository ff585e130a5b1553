/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What Claws Mail does otherwise than Sylpheed; the rest is in unit-sylpheed.c,
 * for the reader is the same.
 */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_claws_mail;
#define PLUGIN mailaccord_plugin_v1_claws_mail

#define NEW "[Account: 1]\nconfig_version=4\nprotocol=0\nuser_id=info\npassword=!CANARY\n"

static const struct t_fact_row rows[] = {
	{ "remove: off", NEW "remove_mail=0\n", "leave_on_server", "= yes (0:6)", NULL },
	{ "remove: off beats what is left of hours", NEW "remove_mail=0\nmessage_leave_time=0\nmessage_leave_hour=12\n", "delete_after_days", "", NULL },
	{ "remove: on, after days", NEW "remove_mail=1\nmessage_leave_time=14\n", "delete_after_days", "= 14 (0:7)", NULL },
	{ "remove: on, at once", NEW "remove_mail=1\nmessage_leave_time=0\nmessage_leave_hour=0\n", "leave_on_server", "= no (0:7)", NULL },
	{ "remove: on, after hours", NEW "remove_mail=1\nmessage_leave_time=0\nmessage_leave_hour=12\n", "leave_on_server", "= yes (0:8)", NULL },
	{ "remove: on, after hours is within the day", NEW "remove_mail=1\nmessage_leave_time=0\nmessage_leave_hour=12\n", "delete_after_days", "= 0 (0:7)", NULL },
	{ "remove: absent is on, for 7 days", NEW, "delete_after_days", "= 7 (0:1 implied)", NULL },
	{ "remove: absent, mail stays", NEW, "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "days: garbage is 0", NEW "message_leave_time=never\n", "leave_on_server", "= no (0:6)", NULL },
	{ "keys in any letter case", NEW "Remove_Mail=0\n", "leave_on_server", "= yes (0:6)", NULL },
	{ "a comment", NEW "#remove_mail=0\n", "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "new numbers: 1 is IMAP", "[Account: 1]\nconfig_version=1\nprotocol=1\n", "protocol", "= imap (0:3)", NULL },
	{ "new numbers: 2 is news", "[Account: 1]\nconfig_version=1\nprotocol=2\n", "protocol", "", NULL },
	{ "old numbers: 1 is POP", "[Account: 1]\nconfig_version=0\nprotocol=1\n", "protocol", "= pop3 (0:3)", NULL },
	{ "old numbers: 3 is IMAP", "[Account: 1]\nconfig_version=0\nprotocol=3\n", "protocol", "= imap (0:3)", NULL },
	{ "numbers of clawsrc, which is not there", "[Account: 1]\nconfig_version=-1\nprotocol=1\n", "protocol", "? (0:3)", NULL },
	{ "and nothing is known of what stays", "[Account: 1]\nconfig_version=-1\nprotocol=1\nremove_mail=0\n", "leave_on_server", "? (0:4)", NULL },
	{ "0 is POP in any case", "[Account: 1]\nconfig_version=-1\nprotocol=0\n", "protocol", "= pop3 (0:3)", NULL },
	{ "password: that, not what", NEW, "password_kept", "= obfuscated (0:5)", NULL },
	{ "checks on its own", NEW "autochk_use_custom=1\nautochk_interval=90\n", "check_minutes", "= 2 (0:7)", NULL },
	{ "checks as clawsrc says, which is not there", NEW "autochk_use_default=1\n", "check_minutes", "? (0:1)", NULL },
	{ "does not check by itself", NEW "autochk_use_default=0\n", "check_minutes", "", NULL },
};

static const struct t_fact_row anywhere[] = {
	{ "Sylpheed's file", "[Account: 1]\nprotocol=0\nget_all_mail=0\n", "status", "unrecognized", NULL },
	{ "told by its keys", "[Account: 1]\nprotocol=0\nconfig_version=4\n", "status", "parsed", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "accounts", "u/.claws-mail/accountrc", rows, sizeof rows / sizeof *rows);
	t_fact_rows(&PLUGIN, "accounts", "x/accountrc", anywhere, sizeof anywhere / sizeof *anywhere);
}

static const struct t_beside_row several[] = {
	{ "clawsrc counts the new way", "[Account: 1]\nconfig_version=-1\nprotocol=1\n", { "[Common]\nconfig_version=4\n" }, "protocol", "= imap (0:3)" },
	{ "clawsrc counts the old way", "[Account: 1]\nprotocol=3\n", { "[Common]\nconfig_version=0\n" }, "protocol", "= imap (0:2)" },
	{ "clawsrc says nothing: the old way", "[Account: 1]\nprotocol=1\n", { "[Common]\n" }, "auth", "= apop (0:2)" },
	{ "clawsrc is empty: as if it were not there", "[Account: 1]\nprotocol=1\n", { "" }, "protocol", "? (0:2)" },
	{ "the account's own number wins", "[Account: 1]\nconfig_version=2\nprotocol=1\n", { "[Common]\nconfig_version=0\n" }, "protocol", "= imap (0:3)" },
	{ "does not check by itself", NEW, { "[Common]\nautochk_newmail=0\n" }, "check_minutes", "" },
	{ "checks, but seconds or minutes?", NEW, { "[Common]\nautochk_newmail=1\nautochk_interval=600\n" }, "check_minutes", "? (1:3)" },
	{ "checks at start", NEW, { "[Common]\ncheck_on_startup=1\n" }, "check_at_start", "= yes (1:2)" },
	{ "everything else", NEW "account_name=Info\naddress=info@example.jp\nreceive_server=pop.example.jp\nssl_pop=2\nset_popport=1\npop_port=1110\n"
	      "enable_size_limit=1\nsize_limit=100\nuse_apop_auth=1\nsmtp_server=smtp.example.jp\nset_smtpport=1\nsmtp_port=587\nssl_smtp=2\n"
	      "use_smtp_auth=1\nsmtp_user_id=u\nset_autobcc=1\nauto_bcc=b@example.jp\nset_autoreplyto=1\nauto_replyto=r@example.jp\n"
	      "set_trash_folder=1\ntrash_folder=T\nset_sent_folder=1\nsent_folder=S\nset_draft_folder=1\ndraft_folder=D\n"
	      "[Account: 2]\nconfig_version=1\nprotocol=1\nimap_directory=INBOX\nuse_smtp_auth=0\nsmtp_server=x\n", { "[Common]\n" }, "smtp_login", "= u (0:20)" },
	{ "no login for sending", NEW "smtp_server=x\nuse_smtp_auth=0\n", { "[Common]\n" }, "smtp_auth", "= none (0:7)" },
};

static void
test_several(void)
{
	static const struct ma_file files[] = {
		{ .role = "accounts", .path = "x/accountrc" },
		{ .role = "common", .path = "x/clawsrc" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, several, sizeof several / sizeof *several);
}

#define RULES(text) { "[Common]\nconfig_version=4\n", "[preglobal]\nrulename \"no\" all delete\n\n[filtering]\n" text "\n[#mh/Mailbox/inbox]\nrulename \"no\" all delete\n" }
#define POP "[Account: 1]\nconfig_version=1\nprotocol=0\n"
#define WITH(text) POP, RULES(text)

static const struct t_beside_row filters[] = {
	{ "a rule that deletes", WITH("enabled rulename \"Spam\" subject matchcase \"SALE\" delete\n"), "filters_delete", "= Spam (2:5)" },
	{ "a rule without a switch is on", WITH("rulename \"Spam\" subject matchcase \"SALE\" delete\n"), "filters_delete", "= Spam (2:5)" },
	{ "a rule that is off", WITH("disabled rulename \"Spam\" subject matchcase \"SALE\" delete\n"), "filters_delete", "" },
	{ "a rule without a name", WITH("all delete\n"), "filters_delete", "=  (2:5)" },
	{ "the word as a text", WITH("rulename \"delete\" subject matchcase \"delete\" mark\n"), "filters_delete", "" },
	{ "the word in a text with quotes", WITH("rulename \"a\" subject match \"\\\" delete \\\\\" stop\n"), "filters_delete", "" },
	{ "a condition that looks like it", WITH("rulename \"a\" deleted stop\n"), "filters_delete", "" },
	{ "a name with quotes", WITH("rulename \"a \\\"b\\\" c\" all delete\n"), "filters_delete", "= a \"b\" c (2:5)" },
	{ "a rule of this account", WITH("rulename \"a\" account 1 all delete\n"), "filters_delete", "= a (2:5)" },
	{ "a rule of another account", WITH("rulename \"a\" account 2 all delete\n"), "filters_delete", "" },
	{ "a rule that deletes on the server, of Sylpheed-Claws", WITH("rulename \"a\" all delete_on_server\n"), "filters_server_delete", "= a (2:5)" },
	{ "a rule that moves here", WITH("rulename \"a\" all move \"#mh/Mailbox/x\"\n"), "filters_move_local", "= a (2:5)" },
	{ "a rule that moves on a server", WITH("rulename \"a\" all move \"#imap/office/x\"\n"), "filters_move", "= a (2:5)" },
	{ "a rule that marks as read", WITH("rulename \"a\" all mark_as_read stop\n"), "filters_mark_read", "= a (2:5)" },
	{ "a rule that forwards", WITH("rulename \"a\" all redirect 1 \"b@example.jp\"\n"), "filters_forward", "= a (2:5)" },
	{ "a rule that forwards: where to", WITH("rulename \"a\" all redirect 1 \"b@example.jp\" delete\n"), "forwards_to", "= b@example.jp (2:5)" },
	{ "several actions", WITH("rulename \"a\" all redirect 1 \"b@example.jp\" delete\n"), "filters_delete", "= a (2:5)" },
	{ "rules are off for the account", POP "filter_on_receive=0\n", RULES("rulename \"a\" all delete\n"), "filters_delete", "" },
	{ "rules act on IMAP too", "[Account: 1]\nconfig_version=1\nprotocol=1\n", RULES("rulename \"a\" all delete\n"), "filters_delete", "= a (2:5)" },
	{ "a text that does not end", WITH("rulename \"a all delete\n"), "filters_delete", "" },
};

static void
test_filters(void)
{
	static const struct ma_file files[] = {
		{ .role = "accounts", .path = ".claws-mail/accountrc" },
		{ .role = "common", .path = ".claws-mail/clawsrc" },
		{ .role = "filters", .path = ".claws-mail/matcherrc" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, filters, sizeof filters / sizeof *filters);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "clawsrc beside it", test_several },
	{ "matcherrc", test_filters },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_claws_mail;
const struct t_suite suite_claws_mail = { "claws-mail", tests };
