/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a gate is told of the others: written, read again, several answers
 * made one; and how a token is asked for.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "document/exchange.h"
#include "t.h"

#define ACCOUNT(id, address) \
	"{\"id\": \"" id "\", \"plugin\": \"p\", \"protocol\": \"pop3\", \"addresses\": [\"" address "\"], \"login\": \"" address \
	"\", \"host\": \"pop.example.jp\", \"places\": {\"login\": \"0:3\"}}"
#define SCAN(name, accounts) \
	"{\"format\": \"mailaccord-scan\", \"version\": 1, \"tool\": \"t\", \"run\": \"r-" name "\", \"started\": \"2026-01-01T00:00:00Z\"," \
	"\"workstation\": {\"id\": \"" name "\", \"name\": \"" name "\", \"tag\": \"secret\"}, \"files\": [{\"path\": \"~/tanaka/prefs\", \"status\": \"parsed\"}]," \
	"\"accounts\": [" accounts "], \"notes\": [{\"kind\": \"damaged\", \"file\": 0, \"line\": 7, \"key\": \"~/tanaka\"}]}"

static const char policy[] =
	"{\"format\": \"mailaccord-policy\", \"version\": 1, \"comment\": \"ours\", \"max_age_days\": 9, \"targets\": [\"info@example.jp\"],"
	"\"mailboxes\": {\"info@example.jp\": {\"min_keep_days\": 3}, \"boss@example.jp\": {\"shared\": true}},"
	"\"external\": [{\"name\": \"fax\", \"address\": \"boss@example.jp\"}],"
	"\"waivers\": [{\"rule\": \"cleartext\"}, {\"rule\": \"cleartext\", \"mailbox\": \"boss@example.jp\"}],"
	"\"roster\": [\"PC-1\", {\"name\": \"PC-99\"}]}";

/* The answer for KEY about one scan with these accounts; malloc'd. */
static struct document_text
answer(const char *key, const char *scan, bool stale)
{
	struct report *report = report_new();
	struct document_others others = { .key = key, .generated = "2026-01-02T00:00:00Z", .tool = "1", .policy = { policy, strlen(policy) },
		.known = true, .stale = stale };
	struct document_text text = { 0 };
	struct err err = { 0 };
	char *bytes = NULL;
	FILE *file = open_memstream(&bytes, &text.n);
	t_ok(document_read_scans(scan, strlen(scan), "scan", report, &err), key, err.text);
	t_ok(document_write_others(file, "memory", &others, report, &err), key, err.text);
	fclose(file);
	report_free(report);
	text.bytes = bytes;
	return text;
}

static void
test_others(void)
{
	struct document_text both[2] = {
		answer("info@example.jp", SCAN("PC-1", ACCOUNT("p/1", "info@example.jp")), false),
		answer("sales@example.jp", SCAN("PC-1", ACCOUNT("p/1", "info@example.jp") "," ACCOUNT("p/2", "sales@example.jp")), true),
	};
	static const char *const gone[] = { "tanaka", "places", "secret", "boss@", "PC-99", "ours", "files" };
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		t_ok(!strstr(both[0].bytes, gone[i]), gone[i], "is nobody's business");
	t_ok(strstr(both[0].bytes, "\"damaged\"") != NULL, "blind notes", "stay");
	struct report *report = report_new();
	struct document_others others;
	struct arena arena = { 0 };
	struct err err = { 0 };
	t_ok(document_read_others(both, 2, "answer", report, &others, &arena, &err), "two answers", err.text);
	t_num((long long)report->n_scans, 1, "one workstation");
	t_num(report->n_scans ? (long long)report->scans[0]->n_accounts : 0, 2, "with the accounts of both");
	t_ok(others.stale && !others.blind && others.known, "stale", "is when one is");
	struct policy read;
	policy_init(&read, "2026-01-02");
	t_ok(others.policy.bytes && document_read_policy(others.policy.bytes, others.policy.n, "policy", &read, &arena, &err), "the policy", err.text);
	t_ok(read.max_age_days == 9 && read.n_mailboxes == 1 && read.n_waivers == 1 && read.n_externals == 0 && read.n_roster == 1, "the policy", "is cut down");
	report_free(report);
	arena_fini(&arena);
	free((char *)both[0].bytes);
	free((char *)both[1].bytes);
}

static const struct {
	const char *name, *text;
} bad_others[] = {
	{ "nothing", "" },
	{ "another format", "{\"format\": \"mailaccord-scan\", \"version\": 1}" },
	{ "nothing said of staleness", "{\"format\": \"mailaccord-others\", \"version\": 1, \"scans\": [], \"blind\": false, \"known\": true}" },
	{ "a scan that is none", "{\"format\": \"mailaccord-others\", \"version\": 1, \"scans\": [1], \"blind\": false, \"stale\": false, \"known\": true}" },
	{ "more behind it", "{\"format\": \"mailaccord-others\", \"version\": 1, \"scans\": [], \"blind\": false, \"stale\": false, \"known\": true} {}" },
};

static void
test_bad_others(void)
{
	for (size_t i = 0; i < sizeof bad_others / sizeof *bad_others; i++) {
		struct report *report = report_new();
		struct document_others others;
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct document_text text = { bad_others[i].text, strlen(bad_others[i].text) };
		t_ok(!document_read_others(&text, 1, "answer", report, &others, &arena, &err) && err.text[0], bad_others[i].name, "is refused");
		report_free(report);
		arena_fini(&arena);
	}
}

#define ENROL "{\"format\": \"mailaccord-enrol\", \"version\": 1"

static const struct {
	const char *name, *text, *workstation, *called;
	size_t n_scopes;
} enrols[] = {
	{ "a workstation", ENROL ", \"workstation\": \"ab12\"}", "ab12", "ab12", 0 },
	{ "somebody", ENROL ", \"name\": \"helpdesk\", \"scopes\": [\"read\"]}", NULL, "helpdesk", 1 },
	{ "nobody", ENROL "}", NULL, NULL, 0 },
	{ "empty", ENROL ", \"workstation\": \"\"}", NULL, NULL, 0 },
	{ "a number", ENROL ", \"workstation\": 7}", NULL, NULL, 0 },
	{ "a line break", ENROL ", \"workstation\": \"a\\nb\"}", NULL, NULL, 0 },
	{ "misspelt", ENROL ", \"workstaton\": \"ab12\"}", NULL, NULL, 0 },
	{ "scopes of numbers", ENROL ", \"name\": \"x\", \"scopes\": [1]}", NULL, NULL, 0 },
	{ "cut", ENROL, NULL, NULL, 0 },
};

static void
test_enrol(void)
{
	for (size_t i = 0; i < sizeof enrols / sizeof *enrols; i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct document_enrol enrol;
		bool ok = document_read_enrol(enrols[i].text, strlen(enrols[i].text), "body", &enrol, &arena, &err);
		t_num(ok, enrols[i].called != NULL, enrols[i].name);
		t_ok(ok || err.text[0], enrols[i].name, "refused with a reason");
		if (ok) {
			t_ok(str_cmp(enrol.workstation, enrols[i].workstation) == 0, enrols[i].name, "workstation");
			t_text(enrol.name, enrols[i].called, enrols[i].name);
			t_num((long long)enrol.n_scopes, (long long)enrols[i].n_scopes, enrols[i].name);
		}
		arena_fini(&arena);
	}
}

static void
test_answer(void)
{
	struct arena arena = { 0 };
	const struct document_member members[] = { { "error", "bad \"thing\"\n" }, { "gone", NULL }, { "reason", "\xff" } };
	t_text(document_answer(members, 3, &arena).bytes, "{\n \"error\": \"bad \\\"thing\\\"\\n\",\n \"reason\": \"\xef\xbf\xbd\"\n}\n", "an answer");
	arena_fini(&arena);
}

static const CU_TestInfo tests[] = {
	{ "what a gate is told", test_others },
	{ "what it is not told", test_bad_others },
	{ "asking for a token", test_enrol },
	{ "answers", test_answer },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_exchange = { "exchange", tests };
