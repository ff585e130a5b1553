/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the Thunderbird plugin does with several files: bundles of profiles,
 * versions, administrators' files, filters, damage, secrets, size.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

#ifdef MAILACCORD_STATIC_PLUGINS
extern const struct ma_plugin mailaccord_plugin_v1_thunderbird;
#define PLUGIN mailaccord_plugin_v1_thunderbird
#else
#define PLUGIN mailaccord_plugin_v1
#endif

#define ACCOUNT(key, server, type, host) \
	"user_pref(\"mail.account." key ".server\", \"" server "\");\n" \
	"user_pref(\"mail.server." server ".type\", \"" type "\");\n" \
	"user_pref(\"mail.server." server ".hostname\", \"" host "\");\n"
#define LIST(keys) "user_pref(\"mail.accountmanager.accounts\", \"" keys "\");\n"
#define ONE LIST("a") ACCOUNT("a", "s", "pop3", "pop.example.test")
#define S(leaf, value) "user_pref(\"mail.server.s." leaf "\", " value ");\n"
#define VERSION(v) "[Compatibility]\nLastVersion=" v "_20200101000000/20200101000000\nLastPlatformDir=/usr/lib/thunderbird\n"
#define P "/h/.thunderbird/p/"
#define INI "/h/.thunderbird/profiles.ini"
#define TWO "[Profile0]\nName=first\nIsRelative=1\nPath=x/p\n[Profile1]\nName=second\nIsRelative=1\nPath=q\nDefault=1\n[InstallA]\nDefault=x/p\n[General]\nVersion=2\n"
#define POLICY(body) "{\n \"policies\": {\n  \"Preferences\": {\n   " body "\n  }\n }\n}\n"
#define SYSTEM "/usr/lib/thunderbird/"
#define FILTERS \
	"version=\"9\"\nlogging=\"no\"\n" \
	"name=\"remove\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Delete from Pop3 server\"\naction=\"Delete from Pop3 server\"\ncondition=\"ALL\"\n" \
	"name=\"off\"\nenabled=\"no\"\ntype=\"17\"\naction=\"Delete\"\ncondition=\"ALL\"\n" \
	"name=\"by hand\"\nenabled=\"yes\"\ntype=\"16\"\naction=\"Delete\"\ncondition=\"ALL\"\n" \
	"name=\"sort\"\nenabled=\"yes\"\ntype=\"1\"\naction=\"Move to folder\"\nactionValue=\"mailbox://nobody@Local%20Folders/x\"\ncondition=\"ALL\"\n" \
	"name=\"share\"\nenabled=\"yes\"\ntype=\"1\"\naction=\"Move to folder\"\nactionValue=\"imap://u@h/x\"\naction=\"Forward\"\nactionValue=\"b@example.test\"\ncondition=\"ALL\"\n"
#define FORWARD(enabled, type, to) "name=\"f\"\nenabled=\"" enabled "\"\ntype=\"" type "\"\naction=\"Forward\"\nactionValue=\"" to "\"\n"
#define TLS S("socketType", "3")
#define OID "\tOID.2.16.840.1.101.3.4.2.1\tAA:BB"
#define OVERRIDES \
	"# PSM Certificate Override Settings file\n# This is a generated file!  Do not edit.\n#pop.example.test:1995" OID "\t\n" \
	"other.example.test:995:" OID "\t\nPOP.example.test:995:" OID "\t\t\npop.example.test:1995:^privateBrowsingId=1" OID "\t\t\n" \
	"pop.example.test:1995\t\npop.example.test:110" OID "\tMU\tAAAA\r\n"

struct given {
	const char *path, *role, *text;
};

/* Each row: files, and lines that are said ('!' before one: not said). */
static const struct {
	const char *name;
	struct given files[5], answers[4]; /* answers: role is what was asked for */
	const char *want[4];
} rows[] = {
	{ "two profiles, one account each", { { INI, "profiles", TWO } },
	  { { "/h/.thunderbird/x/p/prefs.js", "x/p/prefs.js", ONE }, { "/h/.thunderbird/q/prefs.js", "q/prefs.js", ONE "\n" } },
	  { "account p/s\n", "account q/s\n", "  profile = first (0:2)\n  profile_default = yes (0:11)\n", "  profile = second (0:6)\n  profile_default = no (0:8)\n" } },
	{ "an account's user.js and version", { { INI, "profiles", TWO } },
	  { { "/h/.thunderbird/q/prefs.js", "q/prefs.js", ONE }, { "/h/.thunderbird/q/user.js", "q/user.js", S("leave_on_server", "true") },
	    { "/h/.thunderbird/q/compatibility.ini", "q/compatibility.ini", VERSION("91.0") } },
	  { "  leave_on_server = yes (2:1)\n", "  client_version = 91.0 (3:2)\n", "note missing 0:4 prefs.js\n", "want x/p/compatibility.ini 0:4\n" } },
	{ "folders of one name", { { INI, "profiles", "[Profile0]\nName=a\nIsRelative=1\nPath=x/p\n[Profile1]\nName=b\nIsRelative=1\nPath=y/p\n" } },
	  { { "/h/.thunderbird/x/p/prefs.js", "x/p/prefs.js", ONE }, { "/h/.thunderbird/y/p/prefs.js", "y/p/prefs.js", ONE "\n" } },
	  { "account p/s\n", "account y/p/s\n" } },
	{ "installs.ini beside an old profiles.ini", { { INI, "profiles", "[Profile0]\nName=a\nIsRelative=1\nPath=p\n[Profile1]\nName=b\nIsRelative=1\nPath=q\nDefault=1\n" },
	    { "/h/.thunderbird/installs.ini", "installs", "[FDC34C9F024745EB]\nDefault=p\n" } },
	  { { P "prefs.js", "p/prefs.js", ONE }, { "/h/.thunderbird/q/prefs.js", "q/prefs.js", ONE "\n" } },
	  { "  profile = a (0:2)\n  profile_default = yes (0:4)\n", "  profile_default = no (0:8)\n" } },
	{ "the old default where no install names one", { { INI, "profiles", "[Profile0]\nName=a\nIsRelative=1\nPath=p\n[Profile1]\nName=b\nIsRelative=1\nPath=q\nDefault=1\n" } },
	  { { P "prefs.js", "p/prefs.js", ONE }, { "/h/.thunderbird/q/prefs.js", "q/prefs.js", ONE "\n" } },
	  { "  profile_default = no (0:4)\n", "  profile = b (0:6)\n  profile_default = yes (0:9)\n" } },
	{ "sending", { { P "prefs.js", "prefs", ONE "user_pref(\"mail.account.a.identities\", \"i\");user_pref(\"mail.identity.i.smtpServer\", \"gone\");user_pref(\"mail.smtpservers\", \"m,n\");user_pref(\"mail.smtp.defaultserver\", \"n\");\n"
	      "user_pref(\"mail.smtpserver.n.hostname\", \"out.example.test\");user_pref(\"mail.smtpserver.n.try_ssl\", 2);user_pref(\"mail.smtpserver.n.username\", \"o\");\n"
	      "user_pref(\"mail.identity.i.fcc\", false);user_pref(\"mail.identity.i.doBcc\", true);user_pref(\"mail.identity.i.doBccList\", \"b@example.test, c@example.test\");user_pref(\"mail.identity.i.reply_to\", \"r@example.test\");\n" } }, { { 0 } },
	  { "  sent_kept = none (0:7)\n", "  smtp_host = out.example.test (0:6)\n  smtp_port ? (0:0)\n  smtp_security = starttls (0:6)\n  smtp_auth = password (0:0 implied)\n  smtp_login = o (0:6)\n",
	    "  reply_to = r@example.test (0:7)\n  bcc = b@example.test (0:7)\n  bcc = c@example.test (0:7)\n" } },
	{ "folders by URI", { { P "prefs.js", "prefs", LIST("a") ACCOUNT("a", "s", "imap", "i.example.test") "user_pref(\"mail.account.a.identities\", \"i\");\n"
	      "user_pref(\"mail.identity.i.fcc_folder\", \"imap://u%40x@i.example.test/INBOX/%E9%80%81%E4%BF%A1\");user_pref(\"mail.identity.i.draft_folder\", \"%zz\");user_pref(\"mail.identity.i.archive_folder\", \"mailbox://nobody@Local%20Folders\");\n" } }, { { 0 } },
	  { "  sent_folder = INBOX/\xe9\x80\x81\xe4\xbf\xa1 (0:6)\n", "  drafts_folder = %zz (0:6)\n", "  sent_kept = server (0:6)\n", "!archive_folder" } },
	{ "a folder alone", { { P "prefs.js", "prefs", ONE }, { P "user.js", "user", S("leave_on_server", "true") } }, { { 0 } },
	  { "  leave_on_server = yes (1:1)\n", "  profile = p (0:0)\n", "!profile_default" } },
	{ "two folders alone", { { "/x/p/prefs.js", "prefs", ONE }, { "/x/q/prefs.js", "prefs", ONE }, { "/x/q/user.js", "user", S("leave_on_server", "true") } }, { { 0 } },
	  { "account p/s\n", "account q/s\n", "  leave_on_server = no (0:0 implied)\n", "  leave_on_server = yes (2:1)\n" } },
	{ "another name", { { "/x/taro-prefs.txt", "prefs", ONE } }, { { 0 } }, { "account x/s\n" } },
	{ "user.js alone", { { P "user.js", "user", ONE } }, { { 0 } }, { "account p/s\n", "status parsed\n" } },
	{ "a browser's profile", { { P "prefs.js", "prefs", "user_pref(\"browser.x\", 1);\n" } }, { { 0 } }, { "status unrecognized\n" } },
	{ "empty prefs.js", { { P "prefs.js", "prefs", "" } }, { { 0 } }, { "note damaged 0:0 \n", "status damaged\n", "!account" } },
	{ "cut-off prefs.js", { { P "prefs.js", "prefs", ONE "user_pref(\"mail.server.s.leave_on_s" } }, { { 0 } },
	  { "account p/s\n", "note damaged 0:5 \n", "status damaged\n" } },
	{ "broken in the middle is what the client has", { { P "prefs.js", "prefs", "rubbish;\n" ONE } }, { { 0 } }, { "note syntax 0:1 \n", "status parsed\n" } },
	{ "policy, bare value", { { P "prefs.js", "prefs", ONE S("leave_on_server", "true") }, { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": false") } },
	  { { 0 } }, { "  leave_on_server = no (1:4 locked)\n" } },
	{ "policy, default", { { P "prefs.js", "prefs", ONE }, { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.default.leave_on_server\":\n {\"Value\": true}") } },
	  { { 0 } }, { "  leave_on_server = yes (1:4)\n" } },
	{ "policy, clear", { { P "prefs.js", "prefs", ONE S("leave_on_server", "true") }, { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": {\"Status\": \"clear\"}") } },
	  { { 0 } }, { "  leave_on_server = no (0:0 implied)\n" } },
	{ "policy, 1 for true", { { P "prefs.js", "prefs", ONE }, { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": 1") } },
	  { { 0 } }, { "  leave_on_server = yes (1:4 locked)\n" } },
	{ "the system's policies replace the program's", { { P "prefs.js", "prefs", ONE }, { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": true") },
	    { "/etc/thunderbird/policies/policies.json", "policies-system", POLICY("\"mail.server.s.check_time\": 3") } },
	  { { 0 } }, { "  leave_on_server = no (0:0 implied)\n", "  check_minutes = 3 (2:4 locked)\n" } },
	{ "broken policies count for nothing", { { P "prefs.js", "prefs", ONE }, { SYSTEM "distribution/policies.json", "policies", "{\n\"policies\":\n x" } }, { { 0 } },
	  { "note syntax 1:3 \n", "  leave_on_server = no (0:0 implied)\n" } },
	{ "another program's policies", { { P "prefs.js", "prefs", ONE }, { P "compatibility.ini", "compatibility", "[Compatibility]\nLastVersion=140.1_1/1\nLastPlatformDir=/opt/thunderbird\n" },
	    { SYSTEM "distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": true") } },
	  { { 0 } }, { "  leave_on_server = no (0:0 implied)\n" } },
	{ "this program's policies", { { P "prefs.js", "prefs", ONE }, { P "compatibility.ini", "compatibility", VERSION("140.1") },
	    { "usr/lib/thunderbird/distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": true") } },
	  { { 0 } }, { "  leave_on_server = yes (2:4 locked)\n" } },
	{ "this program's policies on Windows", { { P "prefs.js", "prefs", ONE }, { P "compatibility.ini", "compatibility", "[Compatibility]\nLastVersion=140.1_1/1\nLastPlatformDir=C:\\Program Files\\Mozilla Thunderbird\n" },
	    { "C:/Program Files/Mozilla Thunderbird/distribution/policies.json", "policies", POLICY("\"mail.server.s.leave_on_server\": true") } },
	  { { 0 } }, { "  leave_on_server = yes (2:4 locked)\n" } },
	{ "policies in the registry are not read", { { P "prefs.js", "prefs", ONE }, { "x", "policies-registry", "" } }, { { 0 } }, { "note unsupported 1:0 Policies\n" } },
	{ "default files: the alphabetically first wins", { { P "prefs.js", "prefs", ONE }, { SYSTEM "defaults/pref/b.js", "defaults", "pref(\"mail.server.s.leave_on_server\", false);" },
	    { SYSTEM "defaults/pref/a.js", "defaults", "\npref(\"mail.server.s.leave_on_server\", true);" } }, { { 0 } }, { "  leave_on_server = yes (2:2)\n" } },
	{ "default file, locked", { { P "prefs.js", "prefs", ONE S("leave_on_server", "true") }, { SYSTEM "defaults/pref/a.js", "defaults", "pref(\"mail.server.s.leave_on_server\", false, locked);" } },
	  { { 0 } }, { "  leave_on_server = no (1:1 locked)\n" } },
	{ "autoconfig is a program", { { P "prefs.js", "prefs", ONE S("leave_on_server", "true") }, { SYSTEM "defaults/pref/a.js", "defaults", "pref(\"general.config.filename\", \"m.cfg\");pref(\"general.config.obscure_value\", 0);" } },
	  { { SYSTEM "m.cfg", "../../m.cfg", "//\nlockPref(\"mail.server.s.leave_on_server\", false);\nif (getenv(\"X\")) { }\n" } },
	  { "note unsupported 2:3 \n", "  leave_on_server = yes (0:5)\n" } },
	{ "autoconfig, shifted by 13", { { P "prefs.js", "prefs", ONE }, { SYSTEM "defaults/pref/a.js", "defaults", "pref(\"general.config.filename\", \"m.cfg\");" } },
	  { { SYSTEM "m.cfg", "../../m.cfg", "<<\x17\x79\x7c\x70\x78\x5d\x7f\x72\x73\x35\x2f\x7a\x6e\x76\x79\x3b\x80\x72\x7f\x83\x72\x7f\x3b\x80\x3b\x79\x72\x6e\x83\x72\x6c\x7c\x7b\x6c\x80\x72\x7f\x83\x72\x7f\x2f\x39\x81\x7f\x82\x72\x36\x48" } },
	  { "  leave_on_server = yes (2:2 locked)\n", "!unsupported" } },
	{ "autoconfig that did not come", { { P "prefs.js", "prefs", ONE }, { SYSTEM "defaults/pref/a.js", "defaults", "pref(\"general.config.filename\", \"m.cfg\");" } }, { { 0 } },
	  { "want ../../m.cfg 1:1\n", "note unsupported 1:1 general.config.filename\n" } },
	{ "up to 115 a byte order mark loses the first line", { { P "prefs.js", "prefs", "\xef\xbb\xbf" ONE }, { P "compatibility.ini", "compatibility", VERSION("115.16.0") } }, { { 0 } },
	  { "note syntax 0:1 \n", "!account" } },
	{ "later it does not", { { P "prefs.js", "prefs", "\xef\xbb\xbf" ONE }, { P "compatibility.ini", "compatibility", VERSION("140.1") } }, { { 0 } }, { "account p/s\n", "!note" } },
	{ "realhostname counts up to 128", { { P "prefs.js", "prefs", ONE S("realhostname", "\"new.example.test\"") }, { P "compatibility.ini", "compatibility", VERSION("91.1") } }, { { 0 } },
	  { "  host = new.example.test (0:5)\n" } },
	{ "and not from 129", { { P "prefs.js", "prefs", ONE S("realhostname", "\"new.example.test\"") }, { P "compatibility.ini", "compatibility", VERSION("140.1") } }, { { 0 } },
	  { "  host = pop.example.test (0:4)\n" } },
	{ "host:port was understood up to 102", { { P "prefs.js", "prefs", LIST("a") ACCOUNT("a", "s", "pop3", "h.example.test:1995") }, { P "compatibility.ini", "compatibility", VERSION("78.1") } }, { { 0 } },
	  { "  host = h.example.test (0:4)\n  port = 1995 (0:4)\n" } },
	{ "and loses the account now", { { P "prefs.js", "prefs", LIST("a") ACCOUNT("a", "s", "pop3", "h.example.test:1995") } }, { { 0 } },
	  { "note dropped 0:4 mail.server.s.hostname\n", "!account" } },
	{ "unlisted servers are leftovers", { { P "prefs.js", "prefs", ONE ACCOUNT("b", "t", "pop3", "other.example.test") } }, { { 0 } }, { "account p/s\n", "!account p/t" } },
	{ "missing parts", { { P "prefs.js", "prefs", LIST("b,c") "user_pref(\"mail.account.b.server\", \"t\");\n" } }, { { 0 } },
	  { "note dropped 0:2 mail.server.t.type\n", "note dropped 0:1 mail.account.c.server\n" } },
	{ "filters", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat", FILTERS } },
	  { "  filters_server_delete = remove (1:6)\n  filters_move = share (1:28)\n  filters_move_local = sort (1:22)\n  filters_forward = share (1:30)\n", "!off", "!by hand", "  forwards_to = b@example.test (1:30)\n" } },
	{ "forwarding to several", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      FORWARD("yes", "17", "\\\"Doe, Jane\\\" <jane@example.test>, b@example.test ,, B@example.test") "action=\"Forward\"\nactionValue=\"c@other.test\"\n" FORWARD("yes", "1", "b@example.test") } },
	  { "  forwards_to = jane@example.test (1:4)\n  forwards_to = b@example.test (1:4)\n  forwards_to = B@example.test (1:4)\n  forwards_to = c@other.test (1:6)\n", "!Doe", "!(1:11)\n  forwards_to = b@example.test",
	    "  filters_forward = f (1:4)\n" } },
	{ "no forwarding: off, by hand, another action", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      FORWARD("no", "17", "b@example.test") FORWARD("yes", "16", "b@example.test") "name=\"r\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Reply\"\nactionValue=\"b@example.test\"\n" } },
	  { "!forwards_to", "!filters_forward", "  filters_reply = r" } },
	{ "forwarding to nobody, or no address", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      FORWARD("yes", "17", " , <>,") "name=\"g\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Forward\"\n" } },
	  { "!forwards_to", "  filters_forward = f (1:4)\n  filters_forward = g (1:9)\n" } },
	{ "forwarding to garbage is said as it is", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      FORWARD("yes", "17", "boss <x@example.test") } },
	  { "  forwards_to = boss <x@example.test (1:4)\n" } },
	{ "actions of add-ons may do anything", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      "name=\"c\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Custom\"\ncustomId=\"x@addon#delete\"\n" "name=\"o\"\nenabled=\"no\"\ntype=\"17\"\naction=\"Custom\"\n" } },
	  { "note unsupported 1:4 action\n", "!1:9" } },
	{ "actions that take nothing away", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      "name=\"h\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"AddTag\"\nactionValue=\"$label1\"\naction=\"Copy to folder\"\nactionValue=\"mailbox://x\"\naction=\"Stop execution\"\n" } },
	  { "!unsupported", "!filters_" } },
	{ "filters that delete and mark as read", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat",
	      "name=\"d\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Delete\"\nname=\"r\"\nenabled=\"yes\"\ntype=\"17\"\naction=\"Mark read\"\n" } },
	  { "  filters_delete = d (1:4)\n", "  filters_mark_read = r (1:8)\n" } },
	{ "another profile's filters", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { "/h/.thunderbird/q/Mail/x/msgFilterRules.dat", "Mail/x/msgFilterRules.dat", FILTERS } },
	  { "!filters" } },
	{ "what was fetched is remembered", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "# POP3 State File\n# This is a generated file!  Do not edit.\n\n*pop.example.test u\nk MESSAGE-ID 1600000000\nd other 1\n" } },
	  { "  uidl_kept = yes (1:4)\n", "!MESSAGE-ID", "want Mail/x/popstate.dat 0:5\n" } },
	{ "what was fetched, lines of Windows", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "# POP3 State File\r\n# This is a generated file!  Do not edit.\r\n\r\n*pop.example.test u\r\nk MESSAGE-ID 1\r\n" } },
	  { "  uidl_kept = yes (1:4)\n" } },
	{ "nothing is remembered", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "# POP3 State File\n# This is a generated file!  Do not edit.\n\n*pop.example.test u\n" } },
	  { "  uidl_kept ? (1:4)\n" } },
	{ "garbage for what was fetched", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "k id 1\nxyz" } },
	  { "  uidl_kept ? (1:0)\n" } },
	{ "an emptied popstate.dat", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "" } },
	  { "  uidl_kept ? (1:0)\n" } },
	{ "no popstate.dat is not a lost one", { { P "prefs.js", "prefs", ONE S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { 0 } },
	  { "!uidl_kept", "want Mail/x/popstate.dat 0:5\n" } },
	{ "IMAP needs no popstate.dat", { { P "prefs.js", "prefs", LIST("a") ACCOUNT("a", "s", "imap", "i.example.test") S("directory-rel", "\"[ProfD]Mail/x\"") } }, { { P "Mail/x/popstate.dat", "Mail/x/popstate.dat", "# POP3 State File\n# This is a generated file!  Do not edit.\n\n*h u\nk ID 1\n" } },
	  { "!uidl_kept", "!popstate" } },
	{ "an exception for the server", { { P "prefs.js", "prefs", ONE TLS } }, { { P "cert_override.txt", "cert_override.txt", OVERRIDES } },
	  { "  certificate_check = no (1:5)\n", "want cert_override.txt 0:0\n" } },
	{ "an exception as old versions wrote it", { { P "prefs.js", "prefs", ONE S("socketType", "2") } }, { { P "cert_override.txt", "cert_override.txt", OVERRIDES } },
	  { "  certificate_check = no (1:8)\n" } },
	{ "exceptions for other servers", { { P "prefs.js", "prefs", ONE TLS S("port", "9951") } }, { { P "cert_override.txt", "cert_override.txt", OVERRIDES } },
	  { "  certificate_check = yes (1:0 implied)\n" } },
	{ "an exception in a comment, of a window, or cut short", { { P "prefs.js", "prefs", ONE TLS S("port", "1995") } }, { { P "cert_override.txt", "cert_override.txt", OVERRIDES } },
	  { "  certificate_check = yes (1:0 implied)\n" } },
	{ "exceptions unknown", { { P "prefs.js", "prefs", ONE TLS } }, { { 0 } }, { "!certificate_check" } },
	{ "exceptions of another profile", { { P "prefs.js", "prefs", ONE TLS } }, { { "/h/.thunderbird/q/cert_override.txt", "cert_override.txt", OVERRIDES } }, { "!certificate_check" } },
	{ "garbage for exceptions", { { P "prefs.js", "prefs", ONE TLS } }, { { P "cert_override.txt", "cert_override.txt", "\t\t\n:\t:\t\n\n#\npop.example.test:995" } },
	  { "  certificate_check = yes (1:0 implied)\n" } },
	{ "no encryption, no certificate", { { P "prefs.js", "prefs", ONE } }, { { P "cert_override.txt", "cert_override.txt", OVERRIDES } }, { "!certificate_check" } },
	{ "SeaMonkey by its folder", { { "/h/.mozilla/seamonkey/x/prefs.js", "prefs", ONE } }, { { 0 } }, { "  client = seamonkey (0:0)\n" } },
	{ "Betterbird by its program", { { P "prefs.js", "prefs", ONE }, { P "compatibility.ini", "compatibility", "[Compatibility]\nLastVersion=140.1_1/1\nLastPlatformDir=C:\\Program Files\\Betterbird\n" } }, { { 0 } },
	  { "  client = betterbird (0:0)\n" } },
	{ "secrets go nowhere", { { P "prefs.js", "prefs", ONE S("password", "\"CANARY-1\"") S("oauth_token", "\"CANARY-2\"") "user_pref(\"mail.smtp.password\", \"CANARY-3\");user_pref(\"mail.server.s.leave_on_server\", \"CANARY-4\");" } }, { { 0 } },
	  { "account p/s\n", "!CANARY" } },
};

static struct ma_file
file_of(const struct given *g, bool answer)
{
	return (struct ma_file){
		.role = answer ? "" : g->role, .path = g->path, .asked = { answer ? g->role : "", answer ? strlen(g->role) : 0 },
		.bytes = { g->text, strlen(g->text) },
	};
}

static void
test_rows(void)
{
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct ma_file files[5], answers[5] = { { 0 } };
		size_t n = 0;
		for (; n < 5 && rows[k].files[n].path; n++)
			files[n] = file_of(&rows[k].files[n], false);
		for (size_t j = 0; j < 4 && rows[k].answers[j].path; j++)
			answers[j] = file_of(&rows[k].answers[j], true);
		char *got = t_parse(&PLUGIN, files, n, answers);
		for (size_t j = 0; j < 4 && rows[k].want[j]; j++) {
			bool absent = rows[k].want[j][0] == '!';
			if (!t_ok((strstr(got, rows[k].want[j] + absent) != NULL) != absent, rows[k].name, rows[k].want[j]))
				printf("%s\n", got);
		}
		free(got);
	}
}

/* ---- ten thousand accounts, on a host that only counts ---- */

struct ma_account {
	long accounts, leave;
};
static struct ma_account counted;

static struct ma_account *
count_account(struct ma_out *out, struct ma_str id)
{
	(void)out;
	(void)id;
	counted.accounts++;
	return &counted;
}

static void
count_text(struct ma_account *a, enum ma_fact f, struct ma_str s, struct ma_at at)
{
	(void)a;
	(void)f;
	(void)s;
	(void)at;
}

static void
count_num(struct ma_account *a, enum ma_fact f, int64_t v, struct ma_at at)
{
	if (f == MA_LEAVE_ON_SERVER && at.state == MA_SET)
		a->leave += v;
}

static void
no_note(struct ma_out *out, enum ma_note note, struct ma_at at, struct ma_str key)
{
	(void)out;
	(void)note;
	(void)at;
	t_ok(false, "ten thousand accounts", key.n ? key.p : "a note");
}

static void
no_want(struct ma_out *out, struct ma_str path, struct ma_at at)
{
	(void)out;
	(void)path;
	(void)at;
}

static void
no_store(struct ma_out *out, struct ma_account *a, enum ma_store_kind kind, struct ma_str path, struct ma_at at)
{
	(void)out;
	(void)a;
	(void)kind;
	(void)path;
	(void)at;
}

static void
test_many(void)
{
	static const struct ma_host host = { sizeof host, count_account, count_text, count_num, no_note, no_want, no_store };
	enum { N = 10000 };
	char *prefs = malloc(N * 400), *to = prefs;
	to += sprintf(to, "user_pref(\"mail.accountmanager.accounts\", \"");
	for (int k = 0; k < N; k++)
		to += sprintf(to, "a%d,", k);
	to += sprintf(to, "\");\n");
	for (int k = N; k--;)
		to += sprintf(to, "user_pref(\"mail.account.a%d.server\", \"s%d\");user_pref(\"mail.server.s%d.type\", \"pop3\");"
			      "user_pref(\"mail.server.s%d.hostname\", \"h%d.example.test\");user_pref(\"mail.server.s%d.leave_on_server\", %s);\n",
			      k, k, k, k, k, k, k % 4 ? "true" : "false");
	struct ma_file file = { .role = "prefs", .path = P "prefs.js", .asked = { "", 0 }, .bytes = { prefs, (size_t)(to - prefs) } };
	memset(&counted, 0, sizeof counted);
	t_num(PLUGIN.parse(&host, NULL, &file, 1), MA_PARSED, "status");
	t_num(counted.accounts, N, "accounts");
	t_num(counted.leave, N / 4 * 3, "accounts that leave mail on the server");
	free(prefs);
}

static const CU_TestInfo tests[] = {
	{ "several files", test_rows },
	{ "ten thousand accounts", test_many },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_mozilla;
const struct t_suite suite_mozilla = { "mozilla", tests };
