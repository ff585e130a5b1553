/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plugin to copy, and the test to copy with it: for each setting on, off,
 * absent and garbage, one row each, against everything parse says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

#ifdef MAILACCORD_STATIC_PLUGINS
extern const struct ma_plugin mailaccord_plugin_v1_template;
#define PLUGIN mailaccord_plugin_v1_template
#else
#define PLUGIN mailaccord_plugin_v1
#endif

#define TWO "[template-mail]\nversion=2.1\n[account a]\ntype=pop\n"

static struct ma_file
file(const char *text, const char *asked)
{
	return (struct ma_file){ "accounts", "accounts.conf", { asked, strlen(asked) }, { text, strlen(text) }, NULL };
}

/* The line of a fact in what account "a" is told to be, "" if it is not said. */
static const struct {
	const char *name, *text, *fact, *want;
} facts[] = {
	{ "leave: on", TWO "leave-on-server=true\n", "leave_on_server", "= yes (0:5)" },
	{ "leave: off", TWO "leave-on-server=false\n", "leave_on_server", "= no (0:5)" },
	{ "leave: absent, since 2.0", TWO, "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: absent, before 2.0", "[template-mail]\nversion=1.12.3\n[account a]\ntype=pop\n", "leave_on_server", "= no (0:0 implied)" },
	{ "leave: absent, older than known", "[template-mail]\nversion=0.9\n[account a]\ntype=pop\n", "leave_on_server", "? (0:0)" },
	{ "leave: absent, newer than known", "[template-mail]\nversion=4.0\n[account a]\ntype=pop\n", "leave_on_server", "? (0:0)" },
	{ "leave: absent, no version", "[template-mail]\n[account a]\ntype=pop\n", "leave_on_server", "? (0:0)" },
	{ "leave: absent, version is garbage", "[template-mail]\nversion=two\n[account a]\ntype=pop\n", "leave_on_server", "? (0:0)" },
	{ "leave: absent, version behind it", "[account a]\ntype=pop\n[template-mail]\nversion=2.0\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: set counts without version", "[template-mail]\n[account a]\ntype=pop\nleave-on-server=false\n", "leave_on_server", "= no (0:4)" },
	{ "leave: garbage is the default", TWO "leave-on-server=0\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: empty is the default", TWO "leave-on-server=\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: key in another case", TWO "Leave-On-Server=false\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: twice, the last counts", TWO "leave-on-server=true\nleave-on-server=false\n", "leave_on_server", "= no (0:6)" },
	{ "leave: in a comment", TWO "#leave-on-server=false\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: in another section", TWO "[colours]\nleave-on-server=false\n", "leave_on_server", "= yes (0:0 implied)" },
	{ "leave: nothing to IMAP", "[template-mail]\nversion=1.0\n[account a]\ntype=imap\nleave-on-server=false\n", "leave_on_server", "" },
	{ "days: set", TWO "remove-after-days=14\n", "delete_after_days", "= 14 (0:5)" },
	{ "days: 0 is never", TWO "remove-after-days=0\n", "delete_after_days", "" },
	{ "days: absent is never", TWO, "delete_after_days", "" },
	{ "days: garbage is never", TWO "remove-after-days=-3\n", "delete_after_days", "" },
	{ "days: too large", TWO "remove-after-days=99999999999999999999\n", "delete_after_days", "" },
	{ "days: absent, version unknown", "[template-mail]\n[account a]\ntype=pop\n", "delete_after_days", "? (0:0)" },
	{ "type: pop", TWO, "protocol", "= pop3 (0:4)" },
	{ "type: imap", "[template-mail]\n[account a]\ntype=imap\n", "protocol", "= imap (0:3)" },
	{ "type: absent", "[template-mail]\n[account a]\nserver=x\n", "protocol", "? (0:0)" },
	{ "type: garbage", "[template-mail]\n[account a]\ntype=pop9\n", "protocol", "? (0:0)" },
	{ "encryption", TWO "encryption=ssl\n", "security", "= tls (0:5)" },
	{ "encryption: garbage is not cleartext", TWO "encryption=yes\n", "security", "? (0:0)" },
	{ "check: absent", TWO, "check_minutes", "= 10 (0:0 implied)" },
	{ "enabled: off", TWO "enabled=false\n", "enabled", "= no (0:5)" },
	{ "password: that, not what", TWO "password=CANARY-template-1\n", "password_kept", "= cleartext (0:5)" },
	{ "password: empty", TWO "password=\n", "password_kept", "= none (0:5)" },
	{ "blanks", TWO " server =  mail.example.jp \n", "host", "= mail.example.jp (0:5)" },
};

static void
test_facts(void)
{
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		struct ma_file f = file(facts[i].text, "");
		char head[64], got[200] = "", *all = t_parse(&PLUGIN, &f, 1, NULL), *account = t_account(all, "a");
		snprintf(head, sizeof head, "  %s ", facts[i].fact);
		for (const char *p = account; *p; p += strcspn(p, "\n") + 1)
			if (strncmp(p, head, strlen(head)) == 0)
				snprintf(got, sizeof got, "%.*s", (int)(strcspn(p, "\n") - strlen(head)), p + strlen(head));
		t_text(got, facts[i].want, facts[i].name);
		t_ok(!strstr(all, "CANARY"), facts[i].name, "a password was said");
		free(account);
		free(all);
	}
}

/* Everything that is said, for whole files. */
static const struct {
	const char *name, *text, *want;
} wholes[] = {
	{ "not the client's file", "[general]\naccount=1\n", "status unrecognized\n" },
	{ "empty", "", "status unrecognized\n" },
	{ "no account", "[template-mail]\nversion=2.0\n", "status parsed\n" },
	{ "a whole account",
	    "[template-mail]\nversion=3.2\n\n[account info]\nname=Info desk\ntype=pop\nserver=pop.example.jp\nport=995\nuser=info\n"
	    "email=info@example.jp, sales@example.jp,\nencryption=ssl\nleave-on-server=true\nremove-after-days=30\ncheck-every=5\nenabled=true\n",
	    "account info\n"
	    "  client_version = 3.2 (0:2)\n"
	    "  name = Info desk (0:5)\n"
	    "  enabled = yes (0:15)\n"
	    "  protocol = pop3 (0:6)\n"
	    "  addresses = info@example.jp (0:10)\n"
	    "  addresses = sales@example.jp (0:10)\n"
	    "  host = pop.example.jp (0:7)\n"
	    "  port = 995 (0:8)\n"
	    "  login = info (0:9)\n"
	    "  security = tls (0:11)\n"
	    "  leave_on_server = yes (0:12)\n"
	    "  delete_after_days = 30 (0:13)\n"
	    "  check_minutes = 5 (0:14)\n"
	    "status parsed\n" },
	{ "trouble is a note, and the rest is read",
	    "[template-mail]\nversion=3.2\n[account a]\ntype=imap\nCANARY-half a line\nport=many\nport=993\nenabled=maybe\nencryption=tls\ncheck-every=1",
	    "account a\n"
	    "  client_version = 3.2 (0:2)\n"
	    "  enabled = yes (0:0 implied)\n"
	    "  protocol = imap (0:4)\n"
	    "  port = 993 (0:7)\n"
	    "  security ? (0:0)\n"
	    "  check_minutes = 1 (0:10)\n"
	    "note syntax 0:5 \n"
	    "note duplicate 0:7 port\n"
	    "note value 0:9 encryption\n"
	    "note value 0:8 enabled\n"
	    "status parsed\n" },
	{ "a file that is not there", "[template-mail]\ninclude=more/*.conf\n", "want more/*.conf 0:2\nstatus parsed\n" },
	{ "a file that is",
	    "[template-mail]\ninclude=more.conf\nversion=2.0\n",
	    "account b\n"
	    "  client_version = 2.0 (0:3)\n"
	    "  enabled = yes (1:0 implied)\n"
	    "  protocol = pop3 (1:2)\n"
	    "  port ? (1:0)\n"
	    "  security ? (1:0)\n"
	    "  leave_on_server = yes (1:0 implied)\n"
	    "  check_minutes = 10 (1:0 implied)\n"
	    "want more.conf 0:2\n"
	    "status parsed\n" },
};

static void
test_wholes(void)
{
	struct ma_file answers[] = { file("[account b]\ntype=pop\n", "more.conf"), { 0 } };
	for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
		struct ma_file f = file(wholes[i].text, "");
		char *got = t_parse(&PLUGIN, &f, 1, answers);
		t_text(got, wholes[i].want, wholes[i].name);
		free(got);
	}
}

static const CU_TestInfo tests[] = {
	{ "facts: on, off, absent, garbage", test_facts },
	{ "whole files", test_wholes },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_template;
const struct t_suite suite_template = { "template", tests };
