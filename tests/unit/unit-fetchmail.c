/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_fetchmail;
#define PLUGIN mailaccord_plugin_v1_fetchmail

#define POLL "poll h proto pop3 user u pass CANARY-1 "

static const struct t_fact_row rows[] = {
	{ "keep: on", POLL "keep", "leave_on_server", "= yes (0:1)", NULL },
	{ "keep: off", POLL "nokeep", "leave_on_server", "= no (0:1)", NULL },
	{ "keep: off in two words", POLL "no\nkeep", "leave_on_server", "= no (0:2)", NULL },
	{ "keep: absent", POLL, "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: absent, IMAP", "poll h proto imap user u", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: on, IMAP", "poll h proto imap user u keep", "leave_on_server", "= yes (0:1)", NULL },
	{ "keep: garbage", POLL "keeep", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: garbage is damage", POLL "keeep", "status", "damaged", NULL },
	{ "keep: garbage is not repeated", POLL "\nCANARY-2", "note", "damaged 0:2 ", NULL },
	{ "keep: the last counts", POLL "keep\nnokeep", "leave_on_server", "= no (0:2)", NULL },
	{ "keep: by the defaults", "defaults keep\n" POLL, "leave_on_server", "= yes (0:1)", NULL },
	{ "keep: against the defaults", "defaults keep\n" POLL "nokeep", "leave_on_server", "= no (0:2)", NULL },
	{ "keep: defaults too late", POLL "\ndefaults keep", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: in a comment", POLL "# keep\n", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: a login", "poll h proto pop3 user keep pass keep", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: a password", "poll h proto pop3 user u pass nokeep keep", "leave_on_server", "= yes (0:1)", NULL },
	{ "keep: in a command", POLL "preconnect \"nokeep\" mda 'x keep'", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: of the user before", "poll h proto pop3 user a keep user u", "leave_on_server", "= no (0:1 implied)", "h/u" },
	{ "keep: none for a queue", "poll h proto etrn keep", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "keep: another letter case is not the word", POLL "KEEP", "leave_on_server", "= no (0:1 implied)", NULL },
	{ "flush: what was seen goes", POLL "keep flush", "delete_after_days", "= 0 (0:1 inferred)", NULL },
	{ "flush: off", POLL "keep noflush", "delete_after_days", "", NULL },
	{ "flush: absent", POLL "keep", "delete_after_days", "", NULL },
	{ "flush: says nothing where mail is deleted anyway", POLL "flush", "delete_after_days", "", NULL },
	{ "limitflush: large mail is deleted", POLL "keep limit 2000 limitflush", "filters_server_delete", "= limitflush (0:1)", NULL },
	{ "limitflush: off", POLL "keep limit 2000 no limitflush", "filters_server_delete", "", NULL },
	{ "limitflush: absent", POLL "keep limit 2000", "filters_server_delete", "", NULL },
	{ "limitflush: without limit", POLL "keep limitflush", "filters_server_delete", "", NULL },
	{ "limit", POLL "limit 2000", "max_download_kb", "= 2 (0:1)", NULL },
	{ "limit: 0 is none", POLL "limit 0", "max_download_kb", "", NULL },
	{ "nobody deletes here", POLL, "delete_when", "= never (0:1 implied)", NULL },
	{ "skipped", "skip h proto pop3 user u", "enabled", "= no (0:1)", NULL },
	{ "polled", POLL, "enabled", "= yes (0:1)", NULL },
	{ "via", "poll label via h proto pop3 user u", "host", "= h (0:1)", NULL },
	{ "protocol: none", "poll h user u", "protocol", "? (0:1)", NULL },
	{ "protocol: auto", "poll h proto auto user u", "protocol", "? (0:1)", NULL },
	{ "protocol: garbage", "poll h proto imapp user u", "status", "damaged", NULL },
	{ "protocol: apop", "poll h proto apop user u", "auth", "= apop (0:1)", NULL },
	{ "auth", "poll h proto imap auth password user u", "auth", "= password (0:1)", NULL },
	{ "auth: any", "poll h proto imap auth any user u", "auth", "", NULL },
	{ "login: quoted, with escapes", "poll h proto pop3 user 'a\\x40b\\\\'", "login", "= a@b\\ (0:1)", NULL },
	{ "login: said behind", "poll h proto pop3 user hana here is info there", "login", "= info (0:1)", NULL },
	{ "login: absent", "poll h proto pop3 keep", "login", "? (0:1)", NULL },
	{ "ssl: on", POLL "ssl", "security", "= tls (0:1)", NULL },
	{ "ssl: off", POLL "no ssl", "security", "= starttls-optional (0:1 implied)", NULL },
	{ "ssl: absent", POLL, "security", "= starttls-optional (0:1 implied)", NULL },
	{ "sslproto", POLL "sslproto 'auto'", "security", "= starttls (0:1 inferred)", NULL },
	{ "sslproto: empty", POLL "sslproto ''", "security", "= none (0:1)", NULL },
	{ "security: through a plugin", "poll h proto pop3 plugin \"ssh %h\" user u", "security", "? (0:1)", NULL },
	{ "port: of ssl", POLL "ssl", "port", "= 995 (0:1 implied)", NULL },
	{ "port: given", "poll h proto imap port 1993 user u ssl", "port", "= 1993 (0:1)", NULL },
	{ "port: by name", "poll h proto imap service imaps user u ssl", "port", "= 993 (0:1)", NULL },
	{ "port: by a name that is a protocol", "poll h proto imap service imap user u", "status", "damaged", NULL },
	{ "port: by such a name in quotes", "poll h proto imap service 'imap' user u", "port", "= 143 (0:1)", NULL },
	{ "port: of no protocol", "poll h user u", "port", "? (0:1)", NULL },
	{ "port: of kpop", "poll h proto kpop user u", "port", "? (0:1)", NULL },
	{ "password: that, not what", POLL, "password_kept", "= cleartext (0:1)", NULL },
	{ "password: absent", "poll h user u", "password_kept", "", NULL },
	{ "certificate: not checked", POLL "no sslcertck", "certificate_check", "= no (0:1)", NULL },
	{ "certificate: absent", POLL, "certificate_check", "", NULL },
	{ "daemon", "set daemon 90\n" POLL, "check_minutes", "= 2 (0:1)", NULL },
	{ "daemon: behind", POLL "\nset daemon 300", "check_minutes", "= 5 (0:2)", NULL },
	{ "daemon: every third time", "set daemon 300 poll h proto pop3 interval 3 user u", "check_minutes", "= 15 (0:1)", NULL },
	{ "daemon: absent, a timer may call it", POLL, "check_minutes", "? (0:1)", NULL },
	{ "two of one name", POLL POLL "keep", "leave_on_server", "= yes (0:1)", "h/u#2" },
	{ "lines are counted in strings too", "poll h proto pop3 user u pass \"CANARY\n4\"\nkeep", "leave_on_server", "= yes (0:3)", NULL },
	{ "a quote without end is a letter", "poll h proto pop3 user u pass \"CANARY-3 keep", "leave_on_server", "= yes (0:1)", NULL },
	{ "a comment without line end is none", POLL "keep #CANARY-5", "status", "damaged", NULL },
	{ "cut off in an option", POLL "limit", "status", "damaged", NULL },
	{ "empty", "", "status", "parsed", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "rc", "home/u/.fetchmailrc", rows, sizeof rows / sizeof *rows);
}

/* ---- what fetchmail 6.4.37 made of files ---- */

/* The members of an account of cases.json, in their order; what fetchmail calls them. */
enum { POLLNAME, VIA, ACTIVE, PROTOCOL, SERVICE, AUTH, INTERVAL, REMOTE, KEEP, FLUSH, LIMITFLUSH, LIMIT, SSL, SSLPROTO, SSLCERTCK };

static const char *
text(const json_t *account, size_t k)
{
	return json_string_value(json_array_get(account, k));
}

static long long
number(const json_t *account, size_t k)
{
	return json_integer_value(json_array_get(account, k));
}

/* Is "fact = value " said of the account?  VALUE NULL: the fact is not said. */
static void
check(const char *account, const char *fact, const char *value, const char *row)
{
	char line[600];
	snprintf(line, sizeof line, value ? "  %s = %s (" : "  %s = ", fact, value);
	bool said = strstr(account, line) != NULL;
	if (!t_ok(said == (value != NULL), row, line))
		printf("%s\n", account);
}

static void
check_account(const char *got, const json_t *a, const char *row)
{
	static const struct { const char *theirs, *ours; } protocols[] = {
		{ "POP3", "pop3" }, { "APOP", "pop3" }, { "RPOP", "pop3" }, { "IMAP", "imap" }, { "ETRN", "other" }, { "unknown?!?", "other" },
	};
	const char *protocol = NULL;
	bool queue = strcmp(text(a, PROTOCOL), "ETRN") == 0, keep = number(a, KEEP) && !queue;
	for (size_t k = 0; k < sizeof protocols / sizeof *protocols; k++)
		if (strcmp(protocols[k].theirs, text(a, PROTOCOL)) == 0)
			protocol = protocols[k].ours;
	check(got, "name", text(a, POLLNAME), row);
	check(got, "host", text(a, VIA) ? text(a, VIA) : text(a, POLLNAME), row);
	check(got, "enabled", number(a, ACTIVE) ? "yes" : "no", row);
	check(got, "protocol", protocol, row);
	/* Without a login fetchmail puts in who runs it. */
	if (strcmp(text(a, REMOTE), "root") != 0)
		check(got, "login", text(a, REMOTE), row);
	check(got, "leave_on_server", keep ? "yes" : "no", row);
	check(got, "delete_after_days", keep && number(a, FLUSH) ? "0" : NULL, row);
	bool flushed = number(a, LIMITFLUSH) && number(a, LIMIT) > 0 && (!protocol || strcmp(protocol, "other") != 0);
	check(got, "filters_server_delete", flushed ? "limitflush" : NULL, row);
	const char *proto = text(a, SSLPROTO);
	check(got, "security", number(a, SSL) ? "tls" : !proto ? "starttls-optional" : *proto ? "starttls" : "none", row);
	if (!number(a, SSLCERTCK))
		check(got, "certificate_check", "no", row);
}

static void
test_cases(void)
{
	size_t size, n_accounts = 0, k, i;
	char *bytes = t_read("tests/data/fetchmail/cases.json", &size);
	json_t *all = json_loadb(bytes, size, 0, NULL), *c, *a;
	t_num((long long)json_array_size(all), 400, "number of cases");
	json_array_foreach(all, k, c) {
		const char *rc = json_string_value(json_object_get(c, "rc"));
		const json_t *accounts = json_object_get(c, "accounts");
		struct ma_file file = { "rc", ".fetchmailrc", { "", 0 }, { rc, strlen(rc) }, NULL };
		char *got = t_parse(&PLUGIN, &file, 1, NULL), *p = got;
		/* Damaged is what it cannot read; what it only thinks pointless is whole. */
		const char *refused = json_string_value(json_object_get(c, "refused"));
		if (!t_ok((refused && strcmp(refused, "syntax") == 0) == (strstr(got, "status damaged") != NULL), rc, "is whole or not as fetchmail says"))
			printf("%s", got);
		json_array_foreach(accounts, i, a) {
			char *next = strncmp(p, "account ", 8) == 0 ? strstr(p, "\naccount ") : NULL;
			if (next)
				*next = 0;
			check_account(p, a, rc);
			p = next ? next + 1 : p + strlen(p);
			n_accounts++;
		}
		t_ok(!strstr(got, "CANARY"), rc, "a password was said");
		free(got);
	}
	t_ok(n_accounts > 500, "cases", "many accounts were compared");
	json_decref(all);
	free(bytes);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	{ "400 files as fetchmail reads them", test_cases },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_fetchmail;
const struct t_suite suite_fetchmail = { "fetchmail", tests };
