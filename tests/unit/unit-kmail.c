/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_kmail;
#define PLUGIN mailaccord_plugin_v1_kmail

#define POP "[General]\nhost=pop.example.jp\nlogin=info\n"
#define IMAP "[network]\nImapServer=imap.example.jp\nUserName=info\n"

static const struct t_fact_row pops[] = {
	{ "leave: on", POP "leaveOnServer=true\n", "leave_on_server", "= yes (0:4)", NULL },
	{ "leave: off", POP "leaveOnServer=false\n", "leave_on_server", "= no (0:4)", NULL },
	{ "leave: absent", POP, "leave_on_server", "= no (0:0 implied)", NULL },
	{ "leave: garbage", POP "leaveOnServer=maybe\n", "leave_on_server", "? (0:4)", NULL },
	{ "leave: garbage is noted", POP "leaveOnServer=maybe\n", "note", "value 0:4 leaveOnServer", NULL },
	{ "leave: locked", POP "leaveOnServer[$i]=true\n", "leave_on_server", "= yes (0:4 locked)", NULL },
	{ "leave: only expanded", POP "leaveOnServer[$e]=true\n", "leave_on_server", "= yes (0:4)", NULL },
	{ "leave: in another group", POP "[Other]\nleaveOnServer=true\n", "leave_on_server", "= no (0:0 implied)", NULL },
	{ "leave: the last counts", POP "leaveOnServer=true\nleaveOnServer=false\n", "leave_on_server", "= no (0:5)", NULL },
	{ "days: on", POP "leaveOnServer=true\nleaveOnServerDays=14\n", "delete_after_days", "= 14 (0:5)", NULL },
	{ "days: 0 is none", POP "leaveOnServer=true\nleaveOnServerDays=0\n", "delete_after_days", "", NULL },
	{ "days: -1 is none", POP "leaveOnServer=true\nleaveOnServerDays=-1\n", "delete_after_days", "", NULL },
	{ "days: absent", POP "leaveOnServer=true\n", "delete_after_days", "", NULL },
	{ "days: garbage", POP "leaveOnServer=true\nleaveOnServerDays=two\n", "delete_after_days", "? (0:5)", NULL },
	{ "days: nothing while mail is removed", POP "leaveOnServerDays=14\n", "delete_after_days", "", NULL },
	{ "number: on", POP "leaveOnServer=true\nleaveOnServerCount=100\n", "keep_count", "= 100 (0:5)", NULL },
	{ "number: off", POP "leaveOnServerCount=100\n", "keep_count", "", NULL },
	{ "size: in MiB", POP "leaveOnServer=true\nleaveOnServerSize=10\n", "keep_bytes", "= 10485760 (0:5)", NULL },
	{ "size: 0 is none", POP "leaveOnServer=true\nleaveOnServerSize=0\n", "keep_bytes", "", NULL },
	{ "nobody deletes here", POP, "delete_when", "= never (0:0 implied)", NULL },
	{ "POP", POP, "protocol", "= pop3 (0:0 implied)", NULL },
	{ "TLS", POP "useSSL=true\n", "security", "= tls (0:4)", NULL },
	{ "STARTTLS", POP "useTLS=true\n", "security", "= starttls (0:4)", NULL },
	{ "TLS: absent", POP, "security", "= none (0:0 implied)", NULL },
	{ "TLS: garbage", POP "useSSL=?\n", "security", "? (0:4)", NULL },
	{ "port", POP "port=995\n", "port", "= 995 (0:4)", NULL },
	{ "port: absent is 110, with TLS too", POP "useSSL=true\n", "port", "= 110 (0:0 implied)", NULL },
	{ "label", POP "name=Info\n", "name", "= Info (0:4)", NULL },
	{ "server", POP, "host", "= pop.example.jp (0:2)", NULL },
	{ "login", POP, "login", "= info (0:3)", NULL },
	{ "timer: on", POP "intervalCheckEnabled=true\nintervalCheckInterval=15\n", "check_minutes", "= 15 (0:5)", NULL },
	{ "timer: on, absent", POP "intervalCheckEnabled=true\n", "check_minutes", "= 5 (0:0 implied)", NULL },
	{ "timer: absent is off", POP, "check_minutes", "", NULL },
	{ "in use, as far as one can see", POP, "enabled", "= yes (0:0 inferred)", NULL },
	{ "never set up", "[General]\nintervalCheckEnabled=true\n", "status", "parsed", NULL },
};

static const struct t_fact_row imaps[] = {
	{ "IMAP", IMAP, "protocol", "= imap (0:0 implied)", NULL },
	{ "IMAP deletes nothing by fetching", IMAP "[General]\nleaveOnServer=false\n", "leave_on_server", "", NULL },
	{ "server", IMAP, "host", "= imap.example.jp (0:2)", NULL },
	{ "login", IMAP, "login", "= info (0:3)", NULL },
	{ "TLS: absent is TLS", IMAP, "security", "= tls (0:0 implied)", NULL },
	{ "TLS: STARTTLS", IMAP "Safety=STARTTLS\n", "security", "= starttls (0:4)", NULL },
	{ "TLS: anything else is none", IMAP "Safety=None\n", "security", "= none (0:4)", NULL },
	{ "TLS: overridden", IMAP "Safety=SSL\nOverrideEncryption=STARTTLS\n", "security", "= starttls (0:5)", NULL },
	{ "port: absent is 993", IMAP "Safety=None\n", "port", "= 993 (0:0 implied)", NULL },
	{ "port", IMAP "ImapPort=143\n", "port", "= 143 (0:4)", NULL },
	{ "subscribed folders", IMAP "SubscriptionEnabled=true\n", "subscribed_only", "= yes (0:4)", NULL },
	{ "timer: absent is on", IMAP, "check_minutes", "= 5 (0:0 implied)", NULL },
	{ "timer: off", IMAP "[cache]\nIntervalCheckEnabled=false\n", "check_minutes", "", NULL },
};

static const struct t_fact_row exchanges[] = {
	{ "Exchange", "[General]\nBaseUrl=https://mail.example.jp/EWS/Exchange.asmx\n", "note", "unsupported 0:0 akonadi_ews_resource", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "ews", "c/akonadi_ews_resource_0rc", exchanges, 1);
	t_fact_rows(&PLUGIN, "pop", "c/akonadi_pop3_resource_0rc", pops, sizeof pops / sizeof *pops);
	t_fact_rows(&PLUGIN, "imap", "c/akonadi_imap_resource_0rc", imaps, sizeof imaps / sizeof *imaps);
}

#define IDENTITIES "[General]\nDefault Identity=7\n[Identity #0]\nEmail Address=info@example.jp\nuoid=7\n[Identity #1]\nEmail Address=b@example.jp\nuoid=8\n"

static const struct t_beside_row several[] = {
	{ "listed", IMAP, { "[Instances]\nakonadi_imap_resource_0\\AgentType=akonadi_imap_resource\n", "" }, "enabled", "= yes (1:2)" },
	{ "not listed is a leftover", IMAP, { "[Instances]\nakonadi_imap_resource_1\\AgentType=akonadi_imap_resource\n", "" }, "enabled", "= no (0:0 inferred)" },
	{ "the default identity", IMAP, { "", IDENTITIES }, "addresses", "= info@example.jp (2:4)" },
	{ "an identity of its own", IMAP "[cache]\nUseDefaultIdentity=false\nAccountIdentity=8\n", { "", IDENTITIES }, "addresses", "= b@example.jp (2:7)" },
	{ "an identity that is gone", IMAP "[cache]\nUseDefaultIdentity=false\nAccountIdentity=9\n", { "", IDENTITIES }, "addresses", "" },
};

static void
test_several(void)
{
	static const struct ma_file files[] = {
		{ .role = "imap", .path = "c/akonadi_imap_resource_0rc" },
		{ .role = "agents", .path = "c/akonadi/agentsrc" },
		{ .role = "identities", .path = "c/emailidentities" },
		{ .role = NULL },
	};
	t_beside_rows(&PLUGIN, files, several, sizeof several / sizeof *several);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "files beside it", test_several },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_kmail;
const struct t_suite suite_kmail = { "kmail", tests };
