/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_mpop;
#define PLUGIN mailaccord_plugin_v1_mpop

#define ONE "account a\nhost pop.example.jp\nuser info\npassword CANARY-mpop\n"

static const struct t_fact_row rows[] = {
	{ "keep: on", ONE "keep on\n", "leave_on_server", "= yes (0:5)", NULL },
	{ "keep: the word alone is on", ONE "keep\n", "leave_on_server", "= yes (0:5)", NULL },
	{ "keep: off", ONE "keep off\n", "leave_on_server", "= no (0:5)", NULL },
	{ "keep: absent", ONE, "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: garbage", ONE "keep yes\n", "leave_on_server", "? (0:5)", NULL },
	{ "keep: garbage is damage", ONE "keep yes\n", "note", "damaged 0:5 ", NULL },
	{ "keep: a comment behind it is garbage", ONE "keep on # yes\n", "leave_on_server", "? (0:5)", NULL },
	{ "keep: the last counts", ONE "keep on\nkeep off\n", "leave_on_server", "= no (0:6)", NULL },
	{ "keep: by the defaults", "defaults\nkeep on\n" ONE, "leave_on_server", "= yes (0:2)", NULL },
	{ "keep: against the defaults", "defaults\nkeep on\n" ONE "keep off\n", "leave_on_server", "= no (0:7)", NULL },
	{ "keep: defaults behind it", ONE "defaults\nkeep on\n", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: of the account it is made from", ONE "keep on\naccount b : a\nuser b\n", "leave_on_server", "= yes (0:5)", "b" },
	{ "keep: otherwise than that", ONE "keep on\naccount b : a\nkeep off\n", "leave_on_server", "= no (0:7)", "b" },
	{ "keep: in a comment", ONE "# keep on\n", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: a command may say it", ONE "keep on\neval echo keep off\n", "leave_on_server", "? (0:5)", NULL },
	{ "a command is noted, and not what it is", ONE "eval CANARY\n", "note", "unsupported 0:5 eval", NULL },
	{ "another name for an account is none", ONE "account default : a\n", "host", "", "default" },
	{ "killsize: on", ONE "keep on\nkillsize 100\n", "filters_server_delete", "= killsize (0:6)", NULL },
	{ "killsize: 0 is all", ONE "keep on\nkillsize 0\n", "filters_server_delete", "= killsize (0:6)", NULL },
	{ "killsize: off", ONE "killsize off\n", "filters_server_delete", "", NULL },
	{ "killsize: absent", ONE, "filters_server_delete", "", NULL },
	{ "killsize: garbage is damage", ONE "killsize large\n", "status", "damaged", NULL },
	{ "killsize: a command may say it", ONE "eval x\n", "filters_server_delete", "? (0:1)", NULL },
	{ "skipsize", ONE "skipsize 2000\n", "max_download_kb", "= 2 (0:5)", NULL },
	{ "nobody deletes here", ONE, "delete_when", "= never (0:1 implied)", NULL },
	{ "POP alone", ONE, "protocol", "= pop3 (0:1 implied)", NULL },
	{ "TLS: absent", ONE, "security", "= none (0:1 implied)", NULL },
	{ "TLS: off", ONE "tls off\ntls_starttls off\n", "security", "= none (0:5)", NULL },
	{ "TLS: on is STARTTLS", ONE "tls on\n", "security", "= starttls (0:5)", NULL },
	{ "TLS: from the start", ONE "tls\ntls_starttls off\n", "security", "= tls (0:6)", NULL },
	{ "TLS: its port", ONE "tls\ntls_starttls off\n", "port", "= 995 (0:1 implied)", NULL },
	{ "TLS: garbage", ONE "tls yes\n", "security", "? (0:5)", NULL },
	{ "port", ONE "port 1110\n", "port", "= 1110 (0:5)", NULL },
	{ "certificate: not checked", ONE "tls_certcheck off\n", "certificate_check", "= no (0:5)", NULL },
	{ "certificate: absent", ONE, "certificate_check", "= yes (0:1 implied)", NULL },
	{ "auth", ONE "auth apop\n", "auth", "= apop (0:5)", NULL },
	{ "auth: whichever", ONE "auth on\n", "auth", "", NULL },
	{ "password: that, not what", ONE, "password_kept", "= cleartext (0:4)", NULL },
	{ "password: of a command", "account a\npasswordeval \"echo CANARY\"\n", "password_kept", "", NULL },
	{ "quotes", "account \"a b\"\nhost \"pop.example.jp\"\n", "host", "= pop.example.jp (0:2)", NULL },
	{ "login: absent", "account a\nhost x\n", "login", "? (0:1)", NULL },
	{ "a word it does not know", ONE "CANARY-keep on\n", "note", "damaged 0:5 ", NULL },
	{ "an account it does not know", "account a : x\nhost y\n", "status", "damaged", NULL },
	{ "an account twice", ONE ONE, "status", "damaged", NULL },
	{ "no section", "host x\nkeep on\n", "status", "damaged", NULL },
	{ "empty", "", "status", "parsed", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "h/.mpoprc", rows, sizeof rows / sizeof *rows);
}

/* ---- what mpop 1.4.18 made of files (mpop -P -a) ---- */

static void
check(const char *account, const json_t *want, const char *key, const char *fact, const char *rc)
{
	const char *value = json_string_value(json_object_get(want, key));
	char line[300];
	snprintf(line, sizeof line, value ? "  %s = %s (" : "  %s = ", fact, value);
	if (!t_ok((strstr(account, line) != NULL) == (value != NULL), rc, line))
		printf("%s\n", account);
}

static void
test_cases(void)
{
	static const char *const members[][2] = {
		{ "host", "host" }, { "port", "port" }, { "user", "login" }, { "security", "security" }, { "check", "certificate_check" },
		{ "leave", "leave_on_server" }, { "kill", "filters_server_delete" },
	};
	size_t size, k, i;
	char *bytes = t_read("tests/data/mpop/cases.json", &size);
	json_t *all = json_loadb(bytes, size, 0, NULL), *c, *a;
	t_ok(json_array_size(all) >= 200, "cases", "many");
	json_array_foreach(all, k, c) {
		const char *rc = json_string_value(json_object_get(c, "rc"));
		const json_t *accounts = json_object_get(c, "accounts");
		struct ma_file file = t_file("rc", ".mpoprc", rc);
		char *got = t_parse(&PLUGIN, &file, 1, NULL);
		if (!t_ok(json_is_array(accounts) == (strstr(got, "status parsed") != NULL), rc, "is whole or not as mpop says"))
			printf("%s", got);
		json_array_foreach(accounts, i, a) {
			char *account = t_account(got, json_string_value(json_object_get(a, "name")));
			for (size_t m = 0; m < sizeof members / sizeof *members; m++)
				check(account, a, members[m][0], members[m][1], rc);
			free(account);
		}
		free(got);
	}
	json_decref(all);
	free(bytes);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "files as mpop reads them", test_cases },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_mpop;
const struct t_suite suite_mpop = { "mpop", tests };
