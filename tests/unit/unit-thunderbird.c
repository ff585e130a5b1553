/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Thunderbird plugin against what Thunderbird itself makes of the same
 * files (tests/data/thunderbird: profiles, lists, precedence.json), and rows
 * of our own for each setting: on, off, absent, garbage.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "t.h"

#ifdef MAILACCORD_STATIC_PLUGINS
extern const struct ma_plugin mailaccord_plugin_v1_thunderbird;
#define PLUGIN mailaccord_plugin_v1_thunderbird
#else
#define PLUGIN mailaccord_plugin_v1
#endif
#define DATA "tests/data/thunderbird/"

/* ---- helpers ---- */

/* The value of FACT in an account's part of t_parse's text; malloc'd, NULL if it is not said. List items are joined by '|'. */
static char *
fact(const char *account, const char *name)
{
	char head[64], *out = NULL;
	size_t n = 0;
	snprintf(head, sizeof head, "  %s = ", name);
	for (const char *p = account; *p; p += strcspn(p, "\n") + 1) {
		if (strncmp(p, head, strlen(head)) != 0)
			continue;
		const char *v = p + strlen(head), *end = v + strcspn(v, "\n");
		while (end > v && strncmp(end, " (", 2) != 0)
			end--;
		out = realloc(out, n + (size_t)(end - v) + 2);
		if (n)
			out[n++] = '|';
		memcpy(out + n, v, (size_t)(end - v));
		n += (size_t)(end - v);
		out[n] = 0;
	}
	return out;
}

static void
check(const char *account, const char *name, const char *want, const char *row)
{
	char *got = fact(account, name), title[256];
	snprintf(title, sizeof title, "%s: %s", row, name);
	t_text(got, want, title);
	free(got);
}

static void
check_num(const char *account, const char *name, long long want, const char *row)
{
	char text[32];
	snprintf(text, sizeof text, "%lld", want);
	check(account, name, text, row);
}

static bool
exists(const char *path)
{
	const char *top = getenv("srcdir");
	char full[4096];
	struct stat st;
	snprintf(full, sizeof full, "%s/%s", top ? top : ".", path);
	return stat(full, &st) == 0;
}

static struct ma_file
file_of(const char *path, const char *role, char *bytes, size_t n)
{
	return (struct ma_file){ .role = role, .path = path, .asked = { "", 0 }, .bytes = { bytes, n } };
}

static struct ma_file
text_file(const char *path, const char *role, const char *text)
{
	return file_of(path, role, (char *)text, strlen(text));
}

static char *
parse_text(const char *prefs, const char *user)
{
	struct ma_file files[2] = { text_file("/h/.thunderbird/p/prefs.js", "prefs", prefs), text_file("/h/.thunderbird/p/user.js", "user", user ? user : "") };
	return t_parse(&PLUGIN, files, user ? 2 : 1, NULL);
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

/* Calls BACK with each folder of tests/data/thunderbird/WHERE, in order. */
static size_t
each_folder(const char *where, void (*back)(const char *name))
{
	const char *top = getenv("srcdir");
	char full[4096];
	struct dirent **list;
	snprintf(full, sizeof full, "%s/" DATA "%s", top ? top : ".", where);
	int n = scandir(full, &list, is_visible, alphasort);
	CU_ASSERT_FATAL(n > 0);
	for (int k = 0; k < n; k++) {
		back(list[k]->d_name);
		free(list[k]);
	}
	free(list);
	return (size_t)n;
}

static json_t *
read_json(const char *path)
{
	size_t n;
	char *text = t_read(path, &n);
	json_t *j = json_loadb(text, n, 0, NULL);
	free(text);
	CU_ASSERT_FATAL(j != NULL);
	return j;
}

#define INT(j, name) json_integer_value(json_object_get(j, name))
#define TRUE_(j, name) json_is_true(json_object_get(j, name))
#define TEXT(j, name) json_string_value(json_object_get(j, name))

/* ---- whole profiles ---- */

static void
check_addresses(const char *account, const json_t *emails, const char *row)
{
	char want[4096] = "";
	size_t k;
	json_t *e;
	json_array_foreach(emails, k, e) {
		const char *b = json_string_value(e);
		snprintf(want + strlen(want), sizeof want - strlen(want), "%s%s", *want && *b ? "|" : "", b);
	}
	check(account, "addresses", want, row);
}

static void
check_pop(const char *account, const json_t *x, const char *row)
{
	bool leave = TRUE_(x, "leave");
	check(account, "leave_on_server", leave ? "yes" : "no", row);
	if (leave && TRUE_(x, "by_age") && INT(x, "days"))
		check_num(account, "delete_after_days", INT(x, "days") > 0 ? INT(x, "days") : 0, row);
	else
		check(account, "delete_after_days", NULL, row);
	check(account, "delete_when", !leave ? NULL : TRUE_(x, "until") ? "deleted" : "never", row);
	check(account, "headers_only", TRUE_(x, "headers_only") ? "yes" : "no", row);
	if (TRUE_(x, "limit"))
		check_num(account, "max_download_kb", INT(x, "max_size"), row);
	else
		check(account, "max_download_kb", NULL, row);
}

static void
check_imap(const char *account, const json_t *x, const char *row)
{
	static const char *const models[] = { "mark", "trash", "purge" };
	check(account, "leave_on_server", NULL, row);
	check(account, "delete_model", models[INT(x, "delete_model")], row);
	check(account, "expunge_on_exit", TRUE_(x, "expunge") ? "yes" : "no", row);
	check(account, "subscribed_only", TRUE_(x, "subscribed") ? "yes" : "no", row);
	check(account, "trash_folder", TEXT(x, "trash"), row);
	check_num(account, "max_connections", INT(x, "connections"), row);
	check(account, "folder_prefix", *TEXT(x, "prefix") ? TEXT(x, "prefix") : NULL, row);
}

static void
check_account(const char *account, const json_t *x, const char *row)
{
	static const char *const sockets[] = { "none", "starttls-optional", "starttls", "tls" };
	static const char *const auths[] = { NULL, "none", "password", "password", "encrypted", "kerberos", "ntlm", "certificate", NULL, NULL, "oauth2" };
	const char *type = TEXT(x, "type");
	check(account, "protocol", strcmp(type, "ews") == 0 ? "exchange" : type, row);
	check(account, "host", TEXT(x, "hostname"), row);
	check_num(account, "port", INT(x, "port"), row);
	check(account, "security", sockets[INT(x, "socketType")], row);
	check(account, "login", TEXT(x, "username"), row);
	check(account, "auth", auths[INT(x, "authMethod")], row);
	check(account, "name", TEXT(x, "name"), row);
	check_addresses(account, json_object_get(x, "emails"), row);
	check(account, "check_at_start", TRUE_(x, "loginAtStartUp") ? "yes" : "no", row);
	check(account, "empty_trash_on_exit", TRUE_(x, "emptyTrashOnExit") ? "yes" : "no", row);
	if (TRUE_(x, "doBiff"))
		check_num(account, "check_minutes", INT(x, "biffMinutes"), row);
	else
		check(account, "check_minutes", NULL, row);
	if (INT(x, "retainBy") == 2)
		check_num(account, "retain_days", INT(x, "daysToKeepHdrs"), row);
	else
		check(account, "retain_days", NULL, row);
	if (INT(x, "retainBy") == 3)
		check_num(account, "retain_count", INT(x, "numHdrsToKeep"), row);
	else
		check(account, "retain_count", NULL, row);
	if (strcmp(type, "pop3") == 0)
		check_pop(account, x, row);
	if (strcmp(type, "imap") == 0)
		check_imap(account, x, row);
}

static size_t
count(const char *text, const char *part)
{
	size_t n = 0;
	for (const char *p = text; (p = strstr(p, part)); p++)
		n++;
	return n;
}

static size_t
count_accounts(const char *got)
{
	return count(got, "\naccount ") + (strncmp(got, "account ", 8) == 0);
}

static void
one_profile(const char *name)
{
	static const char *const names[] = { "prefs.js", "user.js", "compatibility.ini" };
	struct ma_file files[3];
	char paths[3][512];
	size_t n = 0, k;
	json_t *x;
	for (size_t f = 0; f < 3; f++) {
		snprintf(paths[n], sizeof paths[n], DATA "profiles/%s/%s", name, names[f]);
		size_t size;
		if (!exists(paths[n]))
			continue;
		char *bytes = t_read(paths[n], &size);
		files[n] = file_of(paths[n], NULL, bytes, size);
		n++;
	}
	char path[512];
	snprintf(path, sizeof path, DATA "profiles/%s/expect.json", name);
	json_t *expect = read_json(path);
	char *got = t_parse(&PLUGIN, files, n, NULL);
	json_array_foreach(json_object_get(expect, "accounts"), k, x) {
		char id[256], row[512];
		snprintf(id, sizeof id, "%s/%s", name, TEXT(x, "server"));
		snprintf(row, sizeof row, "%s %s", name, TEXT(x, "server"));
		char *account = t_account(got, id);
		t_ok(*account, row, "the account is missing");
		check_account(account, x, row);
		free(account);
	}
	/* Accounts of an add-on are the only ones Thunderbird alone does not show. */
	size_t addon = count(got, "note inferred");
	t_num((long long)(count_accounts(got) - addon), (long long)json_array_size(json_object_get(expect, "accounts")), name);
	free(got);
	json_decref(expect);
	for (k = 0; k < n; k++)
		free((char *)files[k].bytes.p);
}

static void
test_profiles(void)
{
	t_num((long long)each_folder("profiles", one_profile), 63, "number of profiles");
}

/* ---- profiles.ini ---- */

static void
one_list(const char *name)
{
	char path[512];
	size_t n_files = 0, k, size;
	struct ma_file files[2], answers[8] = { { 0 } };
	char asked[4][512], where[4][512];
	json_t *p;
	snprintf(path, sizeof path, DATA "lists/%s/profiles.ini", name);
	char *ini = t_read(path, &size), *installs = NULL;
	files[n_files++] = file_of("/home/taro/.thunderbird/profiles.ini", "profiles", ini, size);
	snprintf(path, sizeof path, DATA "lists/%s/installs.ini", name);
	if (exists(path)) {
		installs = t_read(path, &size);
		files[n_files++] = file_of("/home/taro/.thunderbird/installs.ini", "installs", installs, size);
	}
	snprintf(path, sizeof path, DATA "lists/%s/expect.json", name);
	json_t *expect = read_json(path);
	/* Each profile that Thunderbird lists holds one account of the profile's name. */
	char prefs[4][512];
	json_array_foreach(json_object_get(expect, "profiles"), k, p) {
		const char *dir = TEXT(p, "dir"), *rest = dir;
		if (strncmp(dir, "/home/taro/.thunderbird/", 24) == 0)
			rest += 24;
		else if (strncmp(dir, "/home/taro/mail", 15) == 0)
			rest = "../mailprofile";
		snprintf(asked[k], sizeof asked[k], "%s/prefs.js", rest);
		snprintf(where[k], sizeof where[k], "%s/prefs.js", dir);
		snprintf(prefs[k], sizeof prefs[k],
			 "user_pref(\"mail.accountmanager.accounts\", \"a\");user_pref(\"mail.account.a.server\", \"s\");"
			 "user_pref(\"mail.server.s.type\", \"pop3\");user_pref(\"mail.server.s.hostname\", \"%s\");", TEXT(p, "name"));
		answers[k] = text_file(where[k], "", prefs[k]);
		answers[k].asked = (struct ma_str){ asked[k], strlen(asked[k]) };
	}
	char *got = t_parse(&PLUGIN, files, n_files, answers);
	t_num((long long)count_accounts(got), (long long)json_array_size(json_object_get(expect, "profiles")), name);
	t_num((long long)count(got, "/prefs.js "), (long long)json_array_size(json_object_get(expect, "profiles")), name);
	const char *by_install = TEXT(expect, "default"), *opened = TEXT(expect, "opened");
	json_array_foreach(json_object_get(expect, "profiles"), k, p) {
		const char *dir = TEXT(p, "dir");
		char id[512];
		snprintf(id, sizeof id, "%s/s", strrchr(dir, '/') + 1);
		if (strchr(id, '\\'))
			memmove(id, strrchr(id, '\\') + 1, strlen(strrchr(id, '\\')));
		char *account = t_account(got, id);
		t_ok(*account, name, id);
		check(account, "profile", TEXT(p, "name"), name);
		check(account, "host", TEXT(p, "name"), name);
		if (by_install || (opened && strcmp(opened, "NEW") != 0))
			check(account, "profile_default", (by_install && strcmp(by_install, TEXT(p, "name")) == 0) || (opened && strcmp(opened, dir) == 0) ? "yes" : "no", name);
		free(account);
	}
	free(got);
	free(ini);
	free(installs);
	json_decref(expect);
}

static void
test_lists(void)
{
	t_num((long long)each_folder("lists", one_list), 18, "number of lists");
}

/* ---- which layer wins ---- */

static void
test_precedence(void)
{
	json_t *all = read_json(DATA "precedence.json"), *c;
	size_t k;
	json_array_foreach(json_object_get(all, "cases"), k, c) {
		const char *name = TEXT(c, "case");
		struct ma_file files[6], answers[2] = { { 0 } };
		size_t n = 0;
		char *policies = NULL, cfg[1024], defaults[1024];
		files[n++] = text_file("/h/p/prefs.js", "prefs", TEXT(c, "prefs"));
		if (TEXT(c, "user"))
			files[n++] = text_file("/h/p/user.js", "user", TEXT(c, "user"));
		if (json_object_get(c, "policies")) {
			json_t *doc = json_pack("{s:O}", "policies", json_object_get(c, "policies"));
			policies = json_dumps(doc, 0);
			json_decref(doc);
			files[n++] = text_file("/usr/lib/thunderbird/distribution/policies.json", "policies", policies);
		}
		snprintf(defaults, sizeof defaults, "%s\n%s", TEXT(c, "default") ? TEXT(c, "default") : "",
			 TEXT(c, "cfg") ? "pref(\"general.config.filename\", \"mozilla.cfg\");pref(\"general.config.obscure_value\", 0);" : "");
		files[n++] = text_file("/usr/lib/thunderbird/defaults/pref/x.js", "defaults", defaults);
		if (TEXT(c, "cfg")) {
			snprintf(cfg, sizeof cfg, "//\n%s", TEXT(c, "cfg"));
			answers[0] = text_file("/usr/lib/thunderbird/mozilla.cfg", "", cfg);
			answers[0].asked = (struct ma_str){ "../../mozilla.cfg", 17 };
		}
		char *got = t_parse(&PLUGIN, files, n, answers);
		const char *server;
		json_t *sees;
		json_object_foreach(json_object_get(c, "sees"), server, sees) {
			char id[64];
			snprintf(id, sizeof id, "p/%s", server);
			char *account = t_account(got, id);
			bool leave = TRUE_(sees, "leaveMessagesOnServer");
			check(account, "leave_on_server", leave ? "yes" : "no", name);
			if (leave && TRUE_(sees, "deleteByAgeFromServer"))
				check_num(account, "delete_after_days", INT(sees, "numDaysToLeaveOnServer"), name);
			free(account);
		}
		free(got);
		free(policies);
	}
	json_decref(all);
}

/* ---- one setting at a time ---- */

/* An account "p/s" with LINES added below line 5. */
#define HEAD \
	"user_pref(\"mail.accountmanager.accounts\", \"a\");\n" \
	"user_pref(\"mail.account.a.server\", \"s\");\n" \
	"user_pref(\"mail.server.s.type\", \"pop3\");\n" \
	"user_pref(\"mail.server.s.hostname\", \"pop.example.test\");\n" \
	"user_pref(\"mail.server.s.userName\", \"u\");\n"
#define S(leaf, value) "user_pref(\"mail.server.s." leaf "\", " value ");\n"
#define IDENTITY "user_pref(\"mail.account.a.identities\", \"i\");\nuser_pref(\"mail.identity.i.useremail\", \"u@example.test\");\n"
#define CUSTOM(value) "user_pref(\"mail.identity.i.use_custom_prefs\", " value ");\n"
#define MDN(leaf, value) "user_pref(\"mail.mdn.report." leaf "\", " value ");\n"
#define IMAP S("type", "\"imap\"")
#define LEAVE S("leave_on_server", "true")

static const struct {
	const char *name, *lines, *user;
	const char *want; /* a line that is said; with '!' before it one that is not */
} settings[] = {
	{ "leave on", LEAVE, NULL, "  leave_on_server = yes (0:6)\n" },
	{ "leave off", S("leave_on_server", "false"), NULL, "  leave_on_server = no (0:6)\n" },
	{ "leave absent", "", NULL, "  leave_on_server = no (0:0 implied)\n" },
	{ "leave of a wrong type", S("leave_on_server", "\"true\""), NULL, "  leave_on_server = no (0:0 implied)\n" },
	{ "leave of a wrong type is noted", S("leave_on_server", "1"), NULL, "note value 0:6 mail.server.s.leave_on_server\n" },
	{ "leave in other letters", S("Leave_On_Server", "true"), NULL, "  leave_on_server = no (0:0 implied)\n" },
	{ "leave twice, the last counts", LEAVE S("leave_on_server", "false"), NULL, "  leave_on_server = no (0:7)\n" },
	{ "leave twice is noted", LEAVE S("leave_on_server", "false"), NULL, "note duplicate 0:7 mail.server.s.leave_on_server\n" },
	{ "leave by user.js", S("leave_on_server", "false"), LEAVE, "  leave_on_server = yes (1:1)\n" },
	{ "leave off by user.js", LEAVE, "\n" S("leave_on_server", "false"), "  leave_on_server = no (1:2)\n" },
	{ "general default", "user_pref(\"mail.server.default.leave_on_server\", true);\n", NULL, "  leave_on_server = yes (0:6)\n" },
	{ "general default of a wrong type", "user_pref(\"mail.server.default.leave_on_server\", \"true\");\n", NULL, "  leave_on_server = no (0:0 implied)\n" },
	{ "by age on, days set", LEAVE S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "14"), NULL, "  delete_after_days = 14 (0:8)\n" },
	{ "by age on, days absent: 7", LEAVE S("delete_by_age_from_server", "true"), NULL, "  delete_after_days = 7 (0:0 implied)\n" },
	{ "by age off", LEAVE S("delete_by_age_from_server", "false") S("num_days_to_leave_on_server", "14"), NULL, "!  delete_after_days" },
	{ "by age absent", LEAVE S("num_days_to_leave_on_server", "14"), NULL, "!  delete_after_days" },
	{ "by age of a wrong type", LEAVE S("delete_by_age_from_server", "1") S("num_days_to_leave_on_server", "14"), NULL, "!  delete_after_days" },
	{ "0 days: no limit", LEAVE S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "0"), NULL, "!  delete_after_days" },
	{ "negative: at the next check", LEAVE S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "-1"), NULL, "  delete_after_days = 0 (0:8)\n" },
	{ "days that overflow are lost", LEAVE S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "4294967297"), NULL,
	  "  delete_after_days = 7 (0:0 implied)\n" },
	{ "days as text", LEAVE S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "\"30\""), NULL, "  delete_after_days = 7 (0:0 implied)\n" },
	{ "leave off: days say nothing", S("delete_by_age_from_server", "true") S("num_days_to_leave_on_server", "14"), NULL, "!  delete_after_days" },
	{ "when deleted on", LEAVE S("delete_mail_left_on_server", "true"), NULL, "  delete_when = deleted (0:7)\n" },
	{ "when deleted off", LEAVE S("delete_mail_left_on_server", "false"), NULL, "  delete_when = never (0:7)\n" },
	{ "when deleted absent", LEAVE, NULL, "  delete_when = never (0:0 implied)\n" },
	{ "when deleted garbage", LEAVE S("delete_mail_left_on_server", "\"yes\""), NULL, "  delete_when = never (0:0 implied)\n" },
	{ "also when moved", LEAVE S("delete_mail_left_on_server", "true") "user_pref(\"mail.pop3.deleteFromServerOnMove\", true);\n", NULL, "  delete_when = moved (0:8)\n" },
	{ "moves alone do nothing", LEAVE "user_pref(\"mail.pop3.deleteFromServerOnMove\", true);\n", NULL, "  delete_when = never (0:0 implied)\n" },
	{ "leave off: when deleted says nothing", S("delete_mail_left_on_server", "true"), NULL, "!  delete_when" },
	{ "retention by age", S("retainBy", "2") S("daysToKeepHdrs", "30"), NULL, "  retain_days = 30 (0:7)\n" },
	{ "retention by number", S("retainBy", "3") S("numHdrsToKeep", "200"), NULL, "  retain_count = 200 (0:7)\n" },
	{ "no retention", S("retainBy", "1") S("daysToKeepHdrs", "30"), NULL, "!  retain_days" },
	{ "retention absent", S("daysToKeepHdrs", "30"), NULL, "!  retain_days" },
	{ "retention garbage", S("retainBy", "\"2\"") S("daysToKeepHdrs", "30"), NULL, "!  retain_days" },
	{ "junk is kept", S("purgeSpamInterval", "3"), NULL, "!  junk_days" },
	{ "junk goes", S("purgeSpam", "true"), NULL, "  junk_days = 14 (0:0 implied)\n" },
	{ "trash emptied", S("empty_trash_on_exit", "true"), NULL, "  empty_trash_on_exit = yes (0:6)\n" },
	{ "port of its own", S("port", "1995"), NULL, "  port = 1995 (0:6)\n" },
	{ "port 1 is none", S("port", "1"), NULL, "  port = 110 (0:6 implied)\n" },
	{ "old TLS flag", S("isSecure", "true"), NULL, "  security = tls (0:6)\n" },
	{ "old TLS flag beside the new setting", S("isSecure", "true") S("socketType", "0"), NULL, "  security = none (0:7)\n" },
	{ "old socket type", S("socketType", "1"), NULL, "  security = starttls-optional (0:6)\n" },
	{ "old socket type, migrated", S("socketType", "1") "user_pref(\"mail.ui-rdf.version\", 43);\n", NULL, "  security = starttls (0:6 inferred)\n" },
	{ "unknown socket type", S("socketType", "7"), NULL, "  security ? (0:6)\n" },
	{ "any authentication", S("authMethod", "9"), NULL, "  auth ? (0:6)\n" },
	{ "hidden accounts are not used", S("hidden", "true"), NULL, "note dropped 0:6 mail.server.s.hidden\n" },
	{ "no periodic check", S("check_new_mail", "false"), NULL, "!  check_minutes" },
	{ "receipts: the default asks", IDENTITY, NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts off", IDENTITY MDN("enabled", "false") MDN("other", "1"), NULL, "  read_receipts = never (0:8)\n" },
	{ "receipts on: the default asks", IDENTITY MDN("enabled", "true"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts to others in the domain", IDENTITY MDN("other", "1"), NULL, "  read_receipts = always (0:8)\n" },
	{ "receipts out of the domain", IDENTITY MDN("other", "0") MDN("outside_domain", "1"), NULL, "  read_receipts = always (0:9)\n" },
	{ "receipts when not addressed", IDENTITY MDN("not_in_to_cc", "1"), NULL, "  read_receipts = always (0:8)\n" },
	{ "receipts that ask where two settings differ", IDENTITY MDN("other", "0") MDN("outside_domain", "0") MDN("not_in_to_cc", "7"), NULL, "  read_receipts = ask (0:9)\n" },
	{ "receipts never, said three times", IDENTITY MDN("other", "0") MDN("outside_domain", "0") MDN("not_in_to_cc", "0"), NULL, "  read_receipts = never (0:9)\n" },
	{ "receipts never in one case", IDENTITY MDN("other", "0") MDN("outside_domain", "0"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts that deny", IDENTITY MDN("other", "3"), NULL, "  read_receipts ? (0:8)\n" },
	{ "receipts that deny, and some that do not", IDENTITY MDN("other", "3") MDN("outside_domain", "1"), NULL, "  read_receipts = always (0:9)\n" },
	{ "receipts of a wrong type", IDENTITY MDN("enabled", "0") MDN("other", "\"1\""), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts of the account do not count", IDENTITY S("mdn_other", "1") S("mdn_report_enabled", "false"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts of the account", IDENTITY CUSTOM("true") S("mdn_other", "1") MDN("enabled", "false"), NULL, "  read_receipts = always (0:9)\n" },
	{ "receipts of the account off", IDENTITY CUSTOM("true") S("mdn_report_enabled", "false") MDN("other", "1"), NULL, "  read_receipts = never (0:9)\n" },
	{ "receipts of the account absent", IDENTITY CUSTOM("true") MDN("other", "1"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts of the account, switched off", IDENTITY CUSTOM("false") S("mdn_other", "1"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts of the account, switch garbage", IDENTITY CUSTOM("1") S("mdn_other", "1"), NULL, "  read_receipts = ask (0:0 implied)\n" },
	{ "receipts for every account", IDENTITY CUSTOM("true") "user_pref(\"mail.server.default.mdn_outside_domain\", 1);\n", NULL, "  read_receipts = always (0:9)\n" },
	{ "receipts without an address", "", NULL, "!  read_receipts" },
	{ "uid", S("uid", "\"0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a11\""), NULL, "  account_uid = 0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a11 (0:6)\n" },
	{ "uid absent", "", NULL, "!  account_uid" },
	{ "uid of the general default", "user_pref(\"mail.server.default.uid\", \"0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a11\");\n", NULL, "!  account_uid" },
	{ "uid by user.js", S("uid", "\"0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a11\""), S("uid", "\"0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a11\""), "!  account_uid" },
	{ "uid too short", S("uid", "\"1\""), NULL, "!  account_uid" },
	{ "uid with other letters", S("uid", "\"0d8a6a52-5a0e-4a3b-9d55-2f1c6f1f0a1x\""), NULL, "!  account_uid" },
	{ "uid without dashes", S("uid", "\"0d8a6a52a5a0e-4a3b-9d55-2f1c6f1f0a11\""), NULL, "!  account_uid" },
	{ "connections", IMAP S("max_cached_connections", "2"), NULL, "  max_connections = 2 (0:7)\n" },
	{ "only subscribed folders", IMAP S("using_subscription", "false"), NULL, "  subscribed_only = no (0:7)\n" },
	{ "inbox is cleaned up on exit", IMAP S("cleanup_inbox_on_exit", "true"), NULL, "  expunge_on_exit = yes (0:7)\n" },
	{ "mail of some days is kept here", IMAP S("offline_download", "true") S("autosync_offline_stores", "true") S("autosync_max_age_days", "30"), NULL,
	  "  offline_days = 30 (0:9)\n" },
	{ "junk is removed", S("purgeSpam", "true") S("purgeSpamInterval", "7"), NULL, "  junk_days = 7 (0:7)\n" },
	{ "junk is not removed", S("purgeSpamInterval", "7"), NULL, "!  junk_days" },
	{ "archive", IDENTITY "user_pref(\"mail.identity.i.archive_folder\", \"imap://u@imap.example.test/Archive\");\n", NULL, "  archive_folder = " },
	{ "text that is not UTF-8 is noted", S("name", "\"\xe9\""), NULL, "note encoding 0:6 mail.server.s.name\n" },
};

static void
test_settings(void)
{
	for (size_t k = 0; k < sizeof settings / sizeof *settings; k++) {
		char prefs[2048];
		snprintf(prefs, sizeof prefs, "%s%s", HEAD, settings[k].lines);
		char *got = parse_text(prefs, settings[k].user);
		bool absent = settings[k].want[0] == '!';
		bool said = strstr(got, settings[k].want + absent) != NULL;
		if (!t_ok(said != absent, settings[k].name, settings[k].want))
			printf("%s\n", got);
		free(got);
	}
}

static const CU_TestInfo tests[] = {
	{ "63 profiles as Thunderbird sees them", test_profiles },
	{ "18 profile lists", test_lists },
	{ "which layer wins", test_precedence },
	{ "one setting at a time", test_settings },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_thunderbird;
const struct t_suite suite_thunderbird = { "thunderbird", tests };
