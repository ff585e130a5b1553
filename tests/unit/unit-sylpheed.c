/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_sylpheed;
#define PLUGIN mailaccord_plugin_v1_sylpheed

#define ONE "[Account: 1]\nprotocol=0\nreceive_server=pop.example.jp\nuser_id=info\npassword=CANARY-sylpheed\n"
#define IMAP "[Account: 1]\nprotocol=3\nreceive_server=imap.example.jp\n"

static const struct t_fact_row rows[] = {
	{ "remove: off", ONE "remove_mail=0\n", "leave_on_server", "= yes (0:6)", NULL },
	{ "remove: off beats what is left of days", ONE "remove_mail=0\nmessage_leave_time=0\n", "leave_on_server", "= yes (0:6)", NULL },
	{ "remove: off has no days", ONE "remove_mail=0\nmessage_leave_time=3\n", "delete_after_days", "", NULL },
	{ "remove: on, after days", ONE "remove_mail=1\nmessage_leave_time=14\n", "leave_on_server", "= yes (0:7)", NULL },
	{ "remove: on, the days", ONE "remove_mail=1\nmessage_leave_time=14\n", "delete_after_days", "= 14 (0:7)", NULL },
	{ "remove: on, at once", ONE "remove_mail=1\nmessage_leave_time=0\n", "leave_on_server", "= no (0:7)", NULL },
	{ "remove: on, at once has no days", ONE "remove_mail=1\nmessage_leave_time=0\n", "delete_after_days", "", NULL },
	{ "remove: absent is on, for 7 days", ONE, "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "remove: absent, the days", ONE, "delete_after_days", "= 7 (0:1 implied)", NULL },
	{ "remove: absent, at once", ONE "message_leave_time=0\n", "leave_on_server", "= no (0:6)", NULL },
	{ "remove: empty is off", ONE "remove_mail=\nmessage_leave_time=0\n", "leave_on_server", "= yes (0:6)", NULL },
	{ "remove: garbage is on", ONE "remove_mail=no\nmessage_leave_time=0\n", "leave_on_server", "= no (0:7)", NULL },
	{ "days: garbage is 0", ONE "message_leave_time=never\n", "leave_on_server", "= no (0:6)", NULL },
	{ "days: empty is 0", ONE "message_leave_time=\n", "leave_on_server", "= no (0:6)", NULL },
	{ "days: letters behind them do not count", ONE "message_leave_time=30 days\n", "delete_after_days", "= 30 (0:6)", NULL },
	{ "days: negative is at the next check", ONE "message_leave_time=-3\n", "delete_after_days", "= 0 (0:6)", NULL },
	{ "days: in other letters are another key", ONE "Message_Leave_Time=0\n", "delete_after_days", "= 7 (0:1 implied)", NULL },
	{ "hours are not Sylpheed's", ONE "message_leave_time=0\nmessage_leave_hour=12\nget_all_mail=0\n", "leave_on_server", "= no (0:6)", NULL },
	{ "the last counts", ONE "remove_mail=1\nremove_mail=0\n", "leave_on_server", "= yes (0:7)", NULL },
	{ "twice is noted", ONE "remove_mail=1\nremove_mail=0\n", "note", "duplicate 0:7 remove_mail", NULL },
	{ "IMAP does not look at it", IMAP "remove_mail=1\nmessage_leave_time=0\n", "leave_on_server", "", NULL },
	{ "another section does not count", ONE "[Other]\nremove_mail=0\n", "leave_on_server", "= yes (0:1 implied)", NULL },
	{ "nobody deletes here", ONE, "delete_when", "= never (0:1 implied)", NULL },
	{ "POP", ONE, "protocol", "= pop3 (0:2)", NULL },
	{ "APOP is POP", "[Account: 1]\nprotocol=1\n", "protocol", "= pop3 (0:2)", NULL },
	{ "APOP is how it logs in", "[Account: 1]\nprotocol=1\n", "auth", "= apop (0:2)", NULL },
	{ "APOP by a switch", ONE "use_apop_auth=1\n", "auth", "= apop (0:6)", NULL },
	{ "IMAP", IMAP, "protocol", "= imap (0:2)", NULL },
	{ "protocol: absent is POP", "[Account: 1]\nuser_id=x\n", "protocol", "= pop3 (0:1 implied)", NULL },
	{ "protocol: beyond the list", "[Account: 1]\nprotocol=17\n", "protocol", "? (0:2)", NULL },
	{ "protocol: unknown, and so is what stays", "[Account: 1]\nprotocol=17\nremove_mail=0\n", "leave_on_server", "? (0:3)", NULL },
	{ "news is no mail", "[Account: 1]\nprotocol=4\n", "status", "parsed", NULL },
	{ "login: empty is the system's", "[Account: 1]\nprotocol=0\nuser_id=\n", "login", "? (0:3)", NULL },
	{ "TLS", ONE "ssl_pop=1\n", "security", "= tls (0:6)", NULL },
	{ "STARTTLS", ONE "ssl_pop=2\nssl_imap=1\n", "security", "= starttls (0:6)", NULL },
	{ "TLS: absent", ONE, "security", "= none (0:1 implied)", NULL },
	{ "TLS: beyond the list", ONE "ssl_pop=9\n", "security", "? (0:6)", NULL },
	{ "port: given and on", ONE "set_popport=1\npop_port=1110\n", "port", "= 1110 (0:7)", NULL },
	{ "port: given and off", ONE "ssl_pop=1\nset_popport=0\npop_port=110\n", "port", "= 995 (0:1 implied)", NULL },
	{ "port: of the other protocol", IMAP "set_popport=1\npop_port=1110\n", "port", "= 143 (0:1 implied)", NULL },
	{ "password: that, not what", ONE, "password_kept", "= cleartext (0:5)", NULL },
	{ "password: empty", "[Account: 1]\npassword=\n", "password_kept", "", NULL },
	{ "limit: on", ONE "enable_size_limit=1\nsize_limit=2048\n", "max_download_kb", "= 2048 (0:7)", NULL },
	{ "limit: off", ONE "enable_size_limit=0\nsize_limit=2048\n", "max_download_kb", "", NULL },
	{ "address", ONE "address=info@example.jp\n", "addresses", "= info@example.jp (0:6)", NULL },
	{ "label", ONE "account_name=Info\n", "name", "= Info (0:6)", NULL },
	{ "folders: of the program", ONE "set_trash_folder=0\ntrash_folder=#imap/x/Trash\n", "trash_folder", "", NULL },
	{ "folders: own trash", ONE "set_trash_folder=1\ntrash_folder=#imap/x/Trash\n", "trash_folder", "= #imap/x/Trash (0:7)", NULL },
	{ "folders: own sent", ONE "set_sent_folder=1\nsent_folder=#imap/x/Sent\n", "sent_folder", "= #imap/x/Sent (0:7)", NULL },
	{ "folders: own drafts", ONE "set_draft_folder=1\ndraft_folder=#imap/x/Drafts\n", "drafts_folder", "= #imap/x/Drafts (0:7)", NULL },
	{ "folders: prefix", IMAP "imap_directory=INBOX\n", "folder_prefix", "= INBOX (0:4)", NULL },
	{ "blind copies", ONE "set_autobcc=1\nauto_bcc=a@example.jp\n", "bcc", "= a@example.jp (0:7)", NULL },
	{ "blind copies: off", ONE "set_autobcc=0\nauto_bcc=a@example.jp\n", "bcc", "", NULL },
	{ "answers to", ONE "set_autoreplyto=1\nauto_replyto=a@example.jp\n", "reply_to", "= a@example.jp (0:7)", NULL },
	{ "sending: host", ONE "smtp_server=smtp.example.jp\n", "smtp_host", "= smtp.example.jp (0:6)", NULL },
	{ "sending: port of TLS", ONE "smtp_server=smtp.example.jp\nssl_smtp=1\n", "smtp_port", "= 465 (0:1 implied)", NULL },
	{ "sending: own port", ONE "smtp_server=smtp.example.jp\nset_smtpport=1\nsmtp_port=587\n", "smtp_port", "= 587 (0:8)", NULL },
	{ "sending: STARTTLS", ONE "smtp_server=smtp.example.jp\nssl_smtp=2\n", "smtp_security", "= starttls (0:7)", NULL },
	{ "sending: without login", ONE "smtp_server=smtp.example.jp\nuse_smtp_auth=0\n", "smtp_auth", "= none (0:7)", NULL },
	{ "sending: login", ONE "smtp_server=smtp.example.jp\nuse_smtp_auth=1\nsmtp_user_id=u\nsmtp_password=CANARY\n", "smtp_login", "= u (0:8)", NULL },
	{ "checking: sylpheedrc is not there", ONE, "check_minutes", "? (0:1)", NULL },
	{ "Claws Mail's file", "[Account: 1]\nprotocol=0\nconfig_version=-1\nmessage_leave_hour=0\n", "status", "unrecognized", NULL },
	{ "no account", "[Common]\nx=1\n", "status", "unrecognized", NULL },
	{ "empty", "", "status", "unrecognized", NULL },
	{ "UTF-16", "\xff\xfe[", "status", "damaged", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "accounts", "x/accountrc", rows, sizeof rows / sizeof *rows);
}

#define RULE(attributes, action) "  <rule " attributes ">\n    <condition-list>\n    </condition-list>\n    <action-list>\n      <" action "/>\n    </action-list>\n  </rule>\n"

static const struct t_beside_row several[] = {
	{ "checks every 5 minutes", ONE, { "[Common]\nautochk_newmail=1\nautochk_interval=5\n", "" }, "check_minutes", "= 5 (1:3)" },
	{ "does not check by itself", ONE, { "[Common]\nautochk_newmail=0\nautochk_interval=5\n", "" }, "check_minutes", "" },
	{ "every 10 minutes where it is not said", ONE, { "[Common]\nautochk_newmail=1\n", "" }, "check_minutes", "= 10 (0:1 implied)" },
	{ "checks at start", ONE, { "[Common]\ncheck_on_startup=1\n", "" }, "check_at_start", "= yes (1:2)" },
	{ "a rule that does not receive deletes", ONE, { "", "<filter>\n" RULE("name=\"spam\" timing=\"any\" enabled=\"true\"", "not-receive") "</filter>\n" }, "filters_server_delete", "= spam (2:2)" },
	{ "a rule that is off", ONE, { "", RULE("name=\"spam\" timing=\"any\" enabled=\"false\"", "not-receive") }, "filters_server_delete", "" },
	{ "a rule that is run by hand", ONE, { "", RULE("name=\"spam\" timing=\"manual\" enabled=\"true\"", "not-receive") }, "filters_server_delete", "" },
	{ "a rule that does something else", ONE, { "", RULE("name=\"a\" enabled=\"true\"", "delete") RULE("name=\"b\" enabled=\"true\"", "not-receive") }, "filters_server_delete", "= b (2:8)" },
	{ "rules are off for the account", ONE "filter_on_receive=0\n", { "", RULE("name=\"spam\" enabled=\"true\"", "not-receive") }, "filters_server_delete", "" },
	{ "a rule that is cut off", ONE, { "", "<rule name=\"spam" }, "filters_server_delete", "" },
};

static void
test_several(void)
{
	static const struct ma_file files[] = {
		{ .role = "accounts", .path = "u/.sylpheed-2.0/accountrc" },
		{ .role = "common", .path = "u/.sylpheed-2.0/sylpheedrc" },
		{ .role = "filters", .path = "u/.sylpheed-2.0/filter.xml" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, several, sizeof several / sizeof *several);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "files beside it", test_several },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_sylpheed;
const struct t_suite suite_sylpheed = { "sylpheed", tests };
