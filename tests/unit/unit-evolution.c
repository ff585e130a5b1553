/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_evolution;
#define PLUGIN mailaccord_plugin_v1_evolution

#define ACCOUNT "[Data Source]\nDisplayName=Info\nEnabled=true\nParent=\n[Mail Account]\nBackendName=pop\nIdentityUid=id\n"
#define POP ACCOUNT "[Pop Backend]\n"
#define IMAP "[Mail Account]\nBackendName=imapx\n[Imapx Backend]\n"

static const struct t_fact_row rows[] = {
	{ "keep: on", POP "KeepOnServer=true\n", "leave_on_server", "= yes (0:9)", NULL },
	{ "keep: off", POP "KeepOnServer=false\n", "leave_on_server", "= no (0:9)", NULL },
	{ "keep: 1 and 0 are truth values", POP "KeepOnServer=0\n", "leave_on_server", "= no (0:9)", NULL },
	{ "keep: absent, and no version", POP, "leave_on_server", "= no (0:0 inferred)", NULL },
	{ "keep: absent is noted where there is no version", POP, "note", "inferred 0:0 KeepOnServer", NULL },
	{ "keep: garbage", POP "KeepOnServer=TRUE\n", "leave_on_server", "? (0:9)", NULL },
	{ "keep: garbage is noted", POP "KeepOnServer=yes\n", "note", "value 0:9 KeepOnServer", NULL },
	{ "keep: the last counts", POP "KeepOnServer=true\nKeepOnServer=false\n", "leave_on_server", "= no (0:10)", NULL },
	{ "keep: in another group", ACCOUNT "[Pop3 Backend]\nKeepOnServer=true\n", "leave_on_server", "= no (0:0 inferred)", NULL },
	{ "keep: nothing to IMAP", IMAP "[Pop Backend]\nKeepOnServer=false\n", "leave_on_server", "", NULL },
	{ "days: on", POP "KeepOnServer=true\nDeleteAfterDays=10\n", "delete_after_days", "= 10 (0:10)", NULL },
	{ "days: 0 is never", POP "KeepOnServer=true\nDeleteAfterDays=0\n", "delete_after_days", "", NULL },
	{ "days: absent", POP "KeepOnServer=true\n", "delete_after_days", "", NULL },
	{ "days: garbage", POP "KeepOnServer=true\nDeleteAfterDays=-3\n", "delete_after_days", "? (0:10)", NULL },
	{ "days: nothing where mail is removed anyway", POP "KeepOnServer=false\nDeleteAfterDays=10\n", "delete_after_days", "", NULL },
	{ "expunged: on", POP "DeleteExpunged=true\n", "delete_when", "= trash-emptied (0:9)", NULL },
	{ "expunged: off", POP "DeleteExpunged=false\n", "delete_when", "= never (0:9)", NULL },
	{ "expunged: absent", POP, "delete_when", "= never (0:0 implied)", NULL },
	{ "expunged: garbage", POP "DeleteExpunged=maybe\n", "delete_when", "? (0:9)", NULL },
	{ "POP", POP, "protocol", "= pop3 (0:6)", NULL },
	{ "IMAP", IMAP, "protocol", "= imap (0:2)", NULL },
	{ "Exchange", "[Mail Account]\nBackendName=ews\n", "protocol", "= exchange (0:2)", NULL },
	{ "a program nobody knows", "[Mail Account]\nBackendName=jmap\n", "protocol", "? (0:2)", NULL },
	{ "a program nobody knows may delete", "[Mail Account]\nBackendName=jmap\n", "leave_on_server", "? (0:0)", NULL },
	{ "mail that lies here", "[Mail Account]\nBackendName=maildir\n", "protocol", "", NULL },
	{ "label", POP, "name", "= Info (0:2)", NULL },
	{ "in use", POP, "enabled", "= yes (0:3)", NULL },
	{ "not in use", "[Data Source]\nEnabled=false\n[Mail Account]\nBackendName=pop\n", "enabled", "= no (0:2)", NULL },
	{ "in use: absent", IMAP, "enabled", "= yes (0:0 implied)", NULL },
	{ "the timer is not the account", POP "[Refresh]\nEnabled=false\n", "enabled", "= yes (0:3)", NULL },
	{ "timer: on", POP "[Refresh]\nEnabled=true\nIntervalMinutes=60\n", "check_minutes", "= 60 (0:11)", NULL },
	{ "timer: off", POP "[Refresh]\nEnabled=false\nIntervalMinutes=60\n", "check_minutes", "", NULL },
	{ "timer: absent", POP, "check_minutes", "? (0:0)", NULL },
	{ "server", POP "[Authentication]\nHost=pop.example.jp\n", "host", "= pop.example.jp (0:10)", NULL },
	{ "login", POP "[Authentication]\nUser=info\n", "login", "= info (0:10)", NULL },
	{ "port", POP "[Authentication]\nPort=1110\n", "port", "= 1110 (0:10)", NULL },
	{ "port 0 is the usual one", POP "[Authentication]\nPort=0\n[Security]\nMethod=ssl-on-alternate-port\n", "port", "= 995 (0:0 implied)", NULL },
	{ "TLS", POP "[Security]\nMethod=ssl-on-alternate-port\n", "security", "= tls (0:10)", NULL },
	{ "STARTTLS", POP "[Security]\nMethod=starttls-on-standard-port\n", "security", "= starttls (0:10)", NULL },
	{ "TLS: absent", POP, "security", "= none (0:0 implied)", NULL },
	{ "TLS: garbage", POP "[Security]\nMethod=tls\n", "security", "? (0:10)", NULL },
	{ "auth", POP "[Authentication]\nMethod=+APOP\n", "auth", "= apop (0:10)", NULL },
	{ "auth: none is not said", POP "[Authentication]\nMethod=none\n", "auth", "", NULL },
	{ "connections", IMAP "ConcurrentConnections=3\n", "max_connections", "= 3 (0:4)", NULL },
	{ "subscribed folders", IMAP "UseSubscriptions=true\n", "subscribed_only", "= yes (0:4)", NULL },
	{ "prefix", IMAP "UseNamespace=true\nNamespace=INBOX.\n", "folder_prefix", "= INBOX. (0:5)", NULL },
	{ "prefix: off", IMAP "UseNamespace=false\nNamespace=INBOX.\n", "folder_prefix", "", NULL },
	{ "trash", IMAP "UseRealTrashPath=true\nRealTrashPath=Trash\n", "trash_folder", "= Trash (0:5)", NULL },
	{ "junk", IMAP "UseRealJunkPath=true\nRealJunkPath=Junk\n", "junk_folder", "= Junk (0:5)", NULL },
	{ "archive", "[Mail Account]\nBackendName=pop\nArchiveFolder=folder://local/Archive\n", "archive_folder", "= folder://local/Archive (0:3)", NULL },
	{ "no key file of Evolution's", "[Desktop Entry]\nName=x\n", "status", "unrecognized", NULL },
	{ "an address book", "[Data Source]\nDisplayName=Personal\n[Address Book]\nBackendName=local\n", "status", "parsed", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "source", "u/acc.source", rows, sizeof rows / sizeof *rows);
}

#define IDENTITY(more) "[Data Source]\nParent=acc\n[Mail Identity]\nAddress=info@example.jp\nAliases=Sales <sales@example.jp>, b@example.jp\nReplyTo=r@example.jp\n" more
#define SUBMISSION "[Mail Submission]\nSentFolder=folder://local/Sent\nTransportUid=out\nUseSentFolder=true\n[Mail Composition]\nBcc=c@example.jp\nDraftsFolder=folder://local/Drafts\n"
#define TRANSPORT(method) "[Mail Transport]\nBackendName=smtp\n[Authentication]\nHost=smtp.example.jp\nMethod=" method "\nPort=465\nUser=root\n[Security]\nMethod=ssl-on-alternate-port\n"

static const struct t_beside_row several[] = {
	{ "address", POP, { IDENTITY(""), "" }, "addresses", "= info@example.jp (1:4)" },
	{ "answers", POP, { IDENTITY(""), "" }, "reply_to", "= r@example.jp (1:6)" },
	{ "copies", POP, { IDENTITY(SUBMISSION), "" }, "bcc", "= c@example.jp (1:12)" },
	{ "drafts", POP, { IDENTITY(SUBMISSION), "" }, "drafts_folder", "= folder://local/Drafts (1:13)" },
	{ "sent mail", POP, { IDENTITY(SUBMISSION), "" }, "sent_folder", "= folder://local/Sent (1:8)" },
	{ "sent mail stays here", POP, { IDENTITY(SUBMISSION), "" }, "sent_kept", "= local (1:8)" },
	{ "sent mail is not kept", POP, { IDENTITY("[Mail Submission]\nUseSentFolder=false\nSentFolder=x\n"), "" }, "sent_kept", "= none (1:8)" },
	{ "sending", POP, { IDENTITY(SUBMISSION), TRANSPORT("PLAIN") }, "smtp_host", "= smtp.example.jp (2:4)" },
	{ "sending: port", POP, { IDENTITY(SUBMISSION), TRANSPORT("PLAIN") }, "smtp_port", "= 465 (2:6)" },
	{ "sending: TLS", POP, { IDENTITY(SUBMISSION), TRANSPORT("PLAIN") }, "smtp_security", "= tls (2:9)" },
	{ "sending: login", POP, { IDENTITY(SUBMISSION), TRANSPORT("PLAIN") }, "smtp_login", "= root (2:7)" },
	{ "sending: how", POP, { IDENTITY(SUBMISSION), TRANSPORT("PLAIN") }, "smtp_auth", "= password (2:5)" },
	{ "sending: without login", POP, { IDENTITY(SUBMISSION), TRANSPORT("none") }, "smtp_auth", "= none (2:5)" },
	{ "sending: then the name means nothing", POP, { IDENTITY(SUBMISSION), TRANSPORT("none") }, "smtp_login", "" },
	{ "another account's identity", "[Mail Account]\nBackendName=pop\nIdentityUid=self\n", { IDENTITY(SUBMISSION), "" }, "addresses", "" },
	{ "a collection whose mail is off", "[Data Source]\nEnabled=true\nParent=out\n[Mail Account]\nBackendName=imapx\n", { "", "[Collection]\nBackendName=google\nMailEnabled=false\n" }, "enabled", "= no (2:3)" },
};

static void
test_several(void)
{
	static const struct ma_file files[] = {
		{ .role = "source", .path = "u/acc.source" },
		{ .role = "source", .path = "u/id.source" },
		{ .role = "source", .path = "u/out.source" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, several, sizeof several / sizeof *several);
}

#define RELEASE(version) "<?xml version=\"1.0\"?>\n<component>\n <releases>\n  <release version=\"" version "\" type=\"stable\" date=\"2023-02-10\">\n" \
	"  <release version=\"3.1\"/>\n"
#define RULE(attributes, actions) "<filteroptions>\n <ruleset>\n  <rule " attributes ">\n   <title>Spam &amp; all</title>\n   <partset>\n    <part name=\"delete\"/>\n" \
	"   </partset>\n   <actionset>\n" actions "   </actionset>\n  </rule>\n </ruleset>\n</filteroptions>\n"
#define INCOMING "enabled=\"true\" grouping=\"all\" source=\"incoming\""
#define PART(name, inner) "    <part name=\"" name "\">\n      " inner "\n    </part>\n"
#define MOVE(uri) PART("move-to-folder", "<value name=\"folder\" type=\"folder\"><folder uri=\"" uri "\"/></value>")

static const struct t_beside_row beside[] = {
	{ "keep: absent, of before the turn", POP, { RELEASE("3.46.4") }, "leave_on_server", "= no (0:0 implied)" },
	{ "keep: absent, of the last before the turn", POP, { RELEASE("3.60.2") }, "leave_on_server", "= no (0:0 implied)" },
	{ "keep: absent, at the turn", POP, { RELEASE("3.61.0") }, "leave_on_server", "? (0:0)" },
	{ "keep: absent, since the turn", POP, { RELEASE("3.61.1") }, "leave_on_server", "= yes (0:0 implied)" },
	{ "keep: absent, of a later version", POP, { RELEASE("3.62.0") }, "leave_on_server", "= yes (0:0 implied)" },
	{ "keep: absent, of a much later version", POP, { RELEASE("50.1") }, "leave_on_server", "= yes (0:0 implied)" },
	{ "keep: absent, of a version that is none", POP, { RELEASE("next") }, "leave_on_server", "= no (0:0 inferred)" },
	{ "keep: garbage stays unknown", POP "KeepOnServer=maybe\n", { RELEASE("3.46.4") }, "leave_on_server", "? (0:9)" },
	{ "the version", POP, { RELEASE("3.46.4") }, "client_version", "= 3.46.4 (1:4)" },
	{ "a rule that deletes", POP, { "", RULE(INCOMING, PART("delete", "")) }, "filters_delete", "= Spam & all (2:3)" },
	{ "a rule that marks as deleted", POP, { "", RULE(INCOMING, PART("set-status", "<value name=\"flag\" type=\"option\" value=\"Deleted\"/>")) }, "filters_delete", "= Spam & all (2:3)" },
	{ "a rule that marks as read", POP, { "", RULE(INCOMING, PART("set-status", "<value name=\"flag\" value=\"Seen\"/>")) }, "filters_mark_read", "= Spam & all (2:3)" },
	{ "a rule that takes a mark away", POP, { "", RULE(INCOMING, PART("unset-status", "<value name=\"flag\" value=\"Deleted\"/>")) }, "filters_delete", "" },
	{ "a rule that moves here", POP, { "", RULE(INCOMING, MOVE("folder://local/Spam")) }, "filters_move_local", "= Spam & all (2:3)" },
	{ "a rule that moves on a server", POP, { "", RULE(INCOMING, MOVE("folder://1234.56%40pc/Spam")) }, "filters_move", "= Spam & all (2:3)" },
	{ "a rule that copies", POP, { "", RULE(INCOMING, PART("copy-to-folder", "<value><folder uri=\"folder://1234/Spam\"/></value>")) }, "filters_move", "" },
	{ "a rule that forwards", POP, { "", RULE(INCOMING, PART("forward", "<value name=\"address\" type=\"address\"><address>a@example.jp</address></value>")) }, "filters_forward", "= Spam & all (2:3)" },
	{ "a rule that forwards: where to", POP, { "", RULE(INCOMING, PART("forward", "<value><address>a@example.jp</address></value>")) }, "forwards_to", "= a@example.jp (2:3)" },
	{ "a rule that is off", POP, { "", RULE("enabled=\"false\" source=\"incoming\"", PART("delete", "")) }, "filters_delete", "" },
	{ "a rule without a switch is on", POP, { "", RULE("grouping=\"all\" source=\"incoming\"", PART("delete", "")) }, "filters_delete", "= Spam & all (2:3)" },
	{ "a rule on sending", POP, { "", RULE("source=\"outgoing\"", PART("delete", "")) }, "filters_delete", "" },
	{ "a rule of this account", POP, { "", RULE(INCOMING " account-uid=\"acc\"", PART("delete", "")) }, "filters_delete", "= Spam & all (2:3)" },
	{ "a rule of another account", POP, { "", RULE(INCOMING " account-uid=\"other\"", PART("delete", "")) }, "filters_delete", "" },
	{ "a rule, and IMAP that is not filtered", IMAP, { "", RULE(INCOMING, PART("delete", "")) }, "filters_delete", "" },
	{ "a rule, and IMAP that is", IMAP "FilterInbox=true\n", { "", RULE(INCOMING, PART("delete", "")) }, "filters_delete", "= Spam & all (2:3)" },
	{ "a rule in a comment", POP, { "", "<!-- " RULE(INCOMING, PART("delete", "")) " -->" }, "filters_delete", "" },
	{ "a rule that is cut off", POP, { "", "<rule " INCOMING "><title>x</title><actionset><part name=\"delete" }, "filters_delete", "" },
};

static void
test_beside(void)
{
	static const struct ma_file files[] = {
		{ .role = "source", .path = "u/sources/acc.source" },
		{ .role = "release", .path = "usr/share/metainfo/org.gnome.Evolution.appdata.xml" },
		{ .role = "filters", .path = "u/mail/filters.xml" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, beside, sizeof beside / sizeof *beside);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "identities and ways of sending", test_several },
	{ "the version, and filters", test_beside },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_evolution;
const struct t_suite suite_evolution = { "evolution", tests };
