/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define HEAD "{\"format\":\"mailaccord-scan\",\"version\":1,\"workstation\":{\"id\":\"w1\",\"name\":\"PC-1\"},"
#define FILES "\"files\":[{\"path\":\"a/prefs.js\",\"client\":\"x\",\"size\":5,\"status\":\"parsed\"}],"
#define ACCOUNT(members) HEAD FILES "\"accounts\":[{\"id\":\"x/1\",\"protocol\":\"pop3\"," members "}]}"

/* ---- writing and reading again ---- */

static const enum ma_state states[] = { MA_SET, MA_LOCKED, MA_IMPLIED, MA_INFERRED, MA_UNKNOWN };

/* Every fact in every state, SHIFT turns the states. */
static struct scan *
full_scan(size_t shift)
{
	struct scan *scan = scan_new();
	struct arena *arena = &scan->arena;
	scan->tool = "9.9";
	scan->run = "run-1";
	scan->started = "2026-03-31T08:15:00Z";
	scan->workstation = (struct workstation){ .id = "w\"1", .name = "受付\\PC", .os = "linux", .hardware = "12ab" };
	scan_add_file(scan, "~/.x/prefs.js", "x", 12, FILE_PARSED);
	scan_add_file(scan, "C:\\Users\\\xe7\x94\xb0\\a.reg", "y", -1, FILE_TIMED_OUT);
	struct account *a = scan_add_account(scan, "x", "x/server1");
	for (int id = 0; id < MA_FACT_COUNT; id++) {
		enum ma_state state = states[((size_t)id + shift) % ROWS(states)];
		char *word = fact_rows[id].words ? str_nth_word(arena, fact_rows[id].words, 0) : NULL;
		struct fact *f = account_put(a, arena, (enum ma_fact)id);
		if (state != MA_UNKNOWN && fact_rows[id].type == FACT_LIST) {
			/* Known to be empty is another thing than unknown. */
			if (id % 2) {
				account_put_item(a, arena, (enum ma_fact)id, "一つ, \"two\"");
				account_put_item(a, arena, (enum ma_fact)id, "");
			}
		} else if (state != MA_UNKNOWN && (fact_rows[id].type == FACT_INT || fact_rows[id].type == FACT_BOOL)) {
			f->num = fact_rows[id].type == FACT_BOOL ? id % 2 : id % 3 ? id : INT64_MAX;
		} else if (state != MA_UNKNOWN) {
			account_put_text(a, arena, (enum ma_fact)id, word ? word : "line\nbreak \x1b[31m 日本");
		}
		f = account_put(a, arena, (enum ma_fact)id);
		f->state = state;
		f->file = id % 3 == 2 ? FACT_NO_FILE : (uint32_t)(id % 3);
		f->line = id % 3 == 2 ? 0 : (uint32_t)id;
	}
	account_put_text(scan_add_account(scan, "y", "y/2"), arena, MA_CLIENT, "y-variant");
	scan_add_note(scan, MA_NOTE_DAMAGED, "x", 1, 7, "key\twith tab");
	scan_add_note(scan, MA_NOTE_NOTHING, NULL, -1, 0, NULL);
	scan->tells_stores = true;
	for (int kind = 0; kind < MA_STORE_KIND_COUNT; kind++)
		scan_add_store(scan, &(struct scan_store){
			.kind = (enum ma_store_kind)kind, .status = (enum store_status)(kind % STORE_STATUS_COUNT), .form = (enum store_form)(kind % STORE_FORM_COUNT),
			.cut = kind % 2, .client = "x", .account = kind % 3 ? "x/server1" : NULL, .user = kind % 4 ? NULL : "田中", .path = "C:\\Mail\\\"a\".pst",
			.bytes = kind % 2 ? INT64_MAX : -1, .files = kind % 3 - 1, .messages = kind % 4 - 1,
			.oldest = kind % 2 ? NULL : "2014-05-13T16:53:20Z", .newest = kind % 3 ? NULL : "2026-03-31T08:15:00Z",
		});
	scan_sort(scan);
	return scan;
}

static char *
written(const struct scan *scan, const char *row)
{
	char *bytes = NULL;
	size_t n = 0;
	struct err err = { 0 };
	FILE *out = open_memstream(&bytes, &n);
	t_ok(document_write_scan(out, "memory", scan, NULL, &err), row, err.text);
	fclose(out);
	return bytes;
}

static bool
same_fact(const struct fact *x, const struct fact *y)
{
	enum fact_type type = fact_rows[x->id].type;
	bool same = x->id == y->id && x->state == y->state && x->file == y->file && x->line == y->line && x->n_items == y->n_items;
	if (type == FACT_INT || type == FACT_BOOL)
		return same && x->num == y->num;
	if (type == FACT_TEXT || type == FACT_WORD)
		return same && str_cmp(x->text, y->text) == 0;
	for (size_t i = 0; same && i < x->n_items; i++)
		same = strcmp(x->items[i], y->items[i]) == 0;
	return same;
}

static void
same_scans(const struct scan *x, const struct scan *y, const char *row)
{
	t_num((long long)y->n_accounts, (long long)x->n_accounts, row);
	t_num((long long)y->n_files, (long long)x->n_files, row);
	t_num((long long)y->n_notes, (long long)x->n_notes, row);
	for (size_t i = 0; i < x->n_accounts && i < y->n_accounts; i++) {
		t_text(y->accounts[i]->id, x->accounts[i]->id, row);
		t_text(y->accounts[i]->plugin, x->accounts[i]->plugin, row);
		t_num((long long)y->accounts[i]->n_facts, (long long)x->accounts[i]->n_facts, row);
		for (int id = 0; id < MA_FACT_COUNT; id++)
			t_ok(same_fact(account_fact(x->accounts[i], (enum ma_fact)id), account_fact(y->accounts[i], (enum ma_fact)id)),
			    row, fact_rows[id].name);
	}
	for (size_t i = 0; i < x->n_notes && i < y->n_notes; i++)
		t_ok(x->notes[i].kind == y->notes[i].kind && x->notes[i].file == y->notes[i].file && x->notes[i].line == y->notes[i].line &&
			str_cmp(x->notes[i].key, y->notes[i].key) == 0 && str_cmp(x->notes[i].client, y->notes[i].client) == 0,
		    row, "a note differs");
	t_ok(y->tells_stores == x->tells_stores, row, "whether anybody looked for mail");
	t_num((long long)y->n_stores, (long long)x->n_stores, row);
	for (size_t i = 0; i < x->n_stores && i < y->n_stores; i++) {
		const struct scan_store *s = &x->stores[i], *t = &y->stores[i];
		t_ok(s->kind == t->kind && s->status == t->status && s->form == t->form && s->cut == t->cut && s->bytes == t->bytes && s->files == t->files &&
			s->messages == t->messages && str_cmp(s->client, t->client) == 0 && str_cmp(s->account, t->account) == 0 &&
			str_cmp(s->user, t->user) == 0 && str_cmp(s->path, t->path) == 0 && str_cmp(s->oldest, t->oldest) == 0 && str_cmp(s->newest, t->newest) == 0,
		    row, "a store differs");
	}
	for (size_t i = 0; i < x->n_files && i < y->n_files; i++)
		t_ok(x->files[i].size == y->files[i].size && x->files[i].status == y->files[i].status &&
			strcmp(x->files[i].path, y->files[i].path) == 0,
		    row, "a file differs");
}

static void
test_round_trip(void)
{
	for (size_t shift = 0; shift < ROWS(states); shift++) {
		char row[32];
		struct err err = { 0 };
		struct report *report = report_new();
		struct scan *scan = full_scan(shift);
		char *first = written(scan, "written");
		snprintf(row, sizeof row, "round trip %zu", shift);
		if (t_ok(document_read_scans(first, strlen(first), "x.json", report, &err), row, err.text) &&
		    t_num((long long)report->n_scans, 1, row)) {
			char *second = written(report->scans[0], row);
			same_scans(scan, report->scans[0], row);
			t_text(second, first, row);
			free(second);
		}
		t_num((long long)report->n_notes, 0, row);
		t_num(first[strlen(first) - 1], '\n', row);
		free(first);
		scan_free(scan);
		report_free(report);
	}
}

static void
test_write_fails(void)
{
	FILE *full = fopen("/dev/full", "w");
	struct scan *scan = full_scan(0);
	struct err err = { 0 };
	if (full) {
		t_ok(!document_write_scan(full, "out.json", scan, NULL, &err), "full disk", "was taken for written");
		t_num(err.status, EXIT_IO, "full disk");
		t_ok(strstr(err.text, "out.json") != NULL, "full disk", err.text);
		fclose(full);
	}
	scan_free(scan);
}

/* ---- what is refused ---- */

static const struct {
	const char *row, *text, *error;
} refused[] = {
	{ "empty", "", "p: is empty" },
	{ "blanks", " \n\t", "p: is empty" },
	{ "byte order mark alone", "\xef\xbb\xbf", "p: is empty" },
	{ "UTF-16", "\xff\xfe{", "p: is UTF-16 text, should be UTF-8" },
	{ "cut off", HEAD "\n\"accounts\":[", "p:2:12: is cut off here" },
	{ "syntax", "{\n \"format\": ,}", "p:2:12: unexpected token" },
	{ "duplicate key", "{\"a\":1,\"a\":2}", "p:1:10: duplicate object key" },
	{ "no UTF-8", "{\"a\":\"\xff\"}", "p:1:6: unable to decode byte 0xff" },
	{ "NUL", "{\"a\":\"\\u0000\"}", "p:1:13: a NUL (\\u0000) is not allowed" },
	{ "an array of nothing", "[]", "p:1:2: '[' or '{' expected" },
	{ "no object", "7", "p:1:1: '[' or '{' expected" },
	{ "no format", "{\"version\":1}", "p: has no \"format\": \"mailaccord-scan\"" },
	{ "another format", "{\"format\":\"mailaccord-report\"}", "p: format: is \"mailaccord-report\", should be \"mailaccord-scan\"" },
	{ "escape in the format", "{\"format\":\"\\u001b[31m\"}", "p: format: is \"?[31m\", should be \"mailaccord-scan\"" },
	{ "no version", "{\"format\":\"mailaccord-scan\"}", "p: version: is missing, should be an integer" },
	{ "newer", "{\"format\":\"mailaccord-scan\",\"version\":2}",
	    "p: version: is 2, this program understands mailaccord-scan up to 1: it is older than the one that wrote this" },
	{ "version as string", "{\"format\":\"mailaccord-scan\",\"version\":\"1\"}", "p: version: is a string, should be an integer" },
	{ "no workstation", "{\"format\":\"mailaccord-scan\",\"version\":1,\"accounts\":[]}", "p: workstation: is missing, should be an object" },
	{ "workstation without id", "{\"format\":\"mailaccord-scan\",\"version\":1,\"accounts\":[],\"workstation\":{}}", "p: workstation.id: is missing, should be a string" },
	{ "empty id", "{\"format\":\"mailaccord-scan\",\"version\":1,\"accounts\":[],\"workstation\":{\"id\":\"\"}}", "p: workstation.id: is empty" },
	{ "no accounts is not none", HEAD FILES "\"notes\":[]}", "p: accounts: is missing, should be an array" },
	{ "accounts as object", HEAD "\"accounts\":{}}", "p: accounts: is an object, should be an array" },
	{ "account as string", HEAD "\"accounts\":[\"x\"]}", "p: accounts[0]: is a string, should be an object" },
	{ "account without id", HEAD "\"accounts\":[{}]}", "p: accounts[0].id: is missing, should be a string" },
	{ "place of no file", ACCOUNT("\"places\":{\"protocol\":\"1:2\"}"), "p: accounts[0].places.protocol: names file 1 of 1, counted from 0" },
	{ "place without line", ACCOUNT("\"places\":{\"protocol\":\"0\"}"), "p: accounts[0].places.protocol: is no place \"FILE:LINE\"" },
	{ "place out of range", ACCOUNT("\"places\":{\"protocol\":\"0:99999999999999999999\"}"), "p: accounts[0].places.protocol: is no place \"FILE:LINE\"" },
	{ "place as number", ACCOUNT("\"places\":{\"protocol\":3}"), "p: accounts[0].places.protocol: is an integer, should be a string \"FILE:LINE\"" },
	{ "states as string", ACCOUNT("\"unknown\":\"port\""), "p: accounts[0].unknown: is a string, should be an array" },
	{ "state of no name", ACCOUNT("\"unknown\":[\"port\",1]"), "p: accounts[0].unknown[1]: is an integer, should be a string" },
	{ "file status", HEAD "\"accounts\":[],\"files\":[{\"path\":\"a\",\"status\":\"fine\"}]}",
	    "p: files[0].status: is none of: parsed damaged unrecognized unreadable too-large crashed timed-out" },
	{ "file size", HEAD "\"accounts\":[],\"files\":[{\"path\":\"a\",\"status\":\"parsed\",\"size\":-2}]}", "p: files[0].size: is out of range" },
	{ "note of no file", HEAD "\"accounts\":[],\"notes\":[{\"kind\":\"syntax\",\"file\":0}]}", "p: notes[0].file: is out of range" },
	{ "started", HEAD "\"accounts\":[],\"started\":\"zzzz\"}", "p: started: is no time \"2026-03-31T08:15:00Z\"" },
	{ "started in month 13", HEAD "\"accounts\":[],\"started\":\"2026-13-31T08:15:00Z\"}", "p: started: is no time \"2026-03-31T08:15:00Z\"" },
	{ "too large a number", ACCOUNT("\"port\":99999999999999999999"), "p:1:221: too big integer" },
	{ "array without end", "[" HEAD "\"accounts\":[]}", "p:1:96: is cut off here" },
	{ "array with rubbish", "[" HEAD "\"accounts\":[]} {", "p:1:97: ',' or ']' expected" },
	{ "behind the array", "[" HEAD "\"accounts\":[]}] x", "p:1:98: something stands behind the end" },
	{ "comma at the end", "[" HEAD "\"accounts\":[]},", "p:1:97: is cut off here" },
};

static void
test_refused(void)
{
	for (size_t i = 0; i < ROWS(refused); i++) {
		struct report *report = report_new();
		struct err err = { 0 };
		t_ok(!document_read_scans(refused[i].text, strlen(refused[i].text), "p", report, &err), refused[i].row, "was read");
		t_text(err.text, refused[i].error, refused[i].row);
		t_num(err.status, EXIT_DATA, refused[i].row);
		report_free(report);
	}
}

static void
test_deep(void)
{
	enum { DEPTH = 200000 };
	struct report *report = report_new();
	struct err err = { 0 };
	char *deep = malloc(DEPTH);
	memset(deep, '[', DEPTH);
	t_ok(document_kind(deep, DEPTH) == DOCUMENT_OTHER, "deep", "kind");
	/* Inside of a document. */
	memcpy(deep, "{\"accounts\":", strlen("{\"accounts\":"));
	t_ok(document_kind(deep, DEPTH) == DOCUMENT_SCAN, "deep", "kind");
	t_ok(!document_read_scans(deep, DEPTH, "p", report, &err), "deep", "was read");
	t_text(err.text, "p:1:2060: maximum parsing depth reached", "deep");
	free(deep);
	report_free(report);
}

/* Every beginning of a document is refused, none crashes. */
static void
test_cut(void)
{
	struct scan *scan = full_scan(1);
	char *whole = written(scan, "cut");
	size_t n = strlen(whole);
	for (size_t k = 0; k + 2 < n; k += 7) {
		struct report *report = report_new();
		struct err err = { 0 };
		char *part = malloc(k + 1); /* exactly so many bytes, for the sanitizer */
		memcpy(part, whole, k);
		t_ok(!document_read_scans(part, k, "p", report, &err), "cut", "was read");
		if (k > 20)
			t_ok(document_kind(part, k) == DOCUMENT_SCAN, "cut", "not taken for a scan");
		free(part);
		report_free(report);
	}
	free(whole);
	scan_free(scan);
}

/* ---- what is tolerated, and noted ---- */

static const struct {
	const char *row, *text;
	enum ma_fact fact;
	const char *value; /* of the fact; "unknown" */
	bool said; /* the account has the fact, be it as unknown */
	const char *wrong; /* note of the scan */
	const char *unknown_key; /* note of the report */
} tolerated[] = {
	{ "a value", ACCOUNT("\"leave_on_server\":true"), MA_LEAVE_ON_SERVER, "yes", true, NULL, NULL },
	{ "byte order mark", "\xef\xbb\xbf" ACCOUNT("\"port\":5"), MA_PORT, "5", true, NULL, NULL },
	{ "truth as string", ACCOUNT("\"leave_on_server\":\"yes\""), MA_LEAVE_ON_SERVER, "unknown", true,
	    "accounts[0].leave_on_server: is a string, should be true or false", NULL },
	{ "truth as number", ACCOUNT("\"leave_on_server\":1"), MA_LEAVE_ON_SERVER, "unknown", true,
	    "accounts[0].leave_on_server: is an integer, should be true or false", NULL },
	{ "negative days are not never", ACCOUNT("\"delete_after_days\":-1"), MA_DELETE_AFTER_DAYS, "unknown", true,
	    "accounts[0].delete_after_days: is an integer, should be an integer of 0 or more", NULL },
	{ "days with a fraction", ACCOUNT("\"delete_after_days\":1.5"), MA_DELETE_AFTER_DAYS, "unknown", true,
	    "accounts[0].delete_after_days: is a number with a fraction, should be an integer of 0 or more", NULL },
	{ "word nobody knows", ACCOUNT("\"delete_when\":\"sometimes\""), MA_DELETE_WHEN, "unknown", true,
	    "accounts[0].delete_when: is a string, should be one of: never deleted trash-emptied moved", NULL },
	{ "list with a number", ACCOUNT("\"addresses\":[\"a\",1]"), MA_ADDRESSES, "unknown", true,
	    "accounts[0].addresses: is an array, should be an array of strings", NULL },
	{ "null is unknown", ACCOUNT("\"leave_on_server\":null"), MA_LEAVE_ON_SERVER, "unknown", true, NULL, NULL },
	{ "said to be unknown", ACCOUNT("\"unknown\":[\"leave_on_server\"]"), MA_LEAVE_ON_SERVER, "unknown", true, NULL, NULL },
	{ "unknown beats a value", ACCOUNT("\"leave_on_server\":true,\"unknown\":[\"leave_on_server\"]"), MA_LEAVE_ON_SERVER, "unknown", true, NULL, NULL },
	{ "unknown beats implied", ACCOUNT("\"leave_on_server\":true,\"unknown\":[\"leave_on_server\"],\"implied\":[\"leave_on_server\"]"),
	    MA_LEAVE_ON_SERVER, "unknown", true, NULL, NULL },
	{ "unknown is not made a default", ACCOUNT("\"leave_on_server\":null,\"implied\":[\"leave_on_server\"]"), MA_LEAVE_ON_SERVER, "unknown", true, NULL, NULL },
	{ "wrong is not made a default", ACCOUNT("\"leave_on_server\":\"no\",\"implied\":[\"leave_on_server\"]"), MA_LEAVE_ON_SERVER, "unknown", true,
	    "accounts[0].leave_on_server: is a string, should be true or false", NULL },
	{ "implied nothing", ACCOUNT("\"implied\":[\"leave_on_server\"]"), MA_LEAVE_ON_SERVER, "unknown", true,
	    "accounts[0].implied[0]: names a fact that has no value", NULL },
	{ "absent", ACCOUNT("\"port\":1"), MA_LEAVE_ON_SERVER, "unknown", false, NULL, NULL },
	{ "fact of a newer version", ACCOUNT("\"leave_on_mars\":true"), MA_PROTOCOL, "pop3", true, NULL, "accounts[].leave_on_mars (first in p)" },
	{ "state of a newer fact", ACCOUNT("\"unknown\":[\"mars\"]"), MA_PROTOCOL, "pop3", true, NULL, "accounts[].unknown.mars (first in p)" },
	{ "member of a newer version", HEAD "\"moon\":1,\"accounts\":[{\"id\":\"x/1\",\"port\":1},{\"id\":\"x/2\",\"port\":1}]}", MA_PORT, "1", true, NULL, "moon (first in p)" },
	{ "key with escapes", ACCOUNT("\"\\u001b[31m\":true"), MA_PROTOCOL, "pop3", true, NULL, "accounts[].?[31m (first in p)" },
};

static void
test_tolerated(void)
{
	for (size_t i = 0; i < ROWS(tolerated); i++) {
		const char *row = tolerated[i].row;
		struct report *report = report_new();
		struct err err = { 0 };
		if (t_ok(document_read_scans(tolerated[i].text, strlen(tolerated[i].text), "p", report, &err), row, err.text)) {
			const struct scan *scan = report->scans[0];
			const struct account *a = scan->accounts[0];
			t_text(fact_print(account_fact(a, tolerated[i].fact), &report->arena), tolerated[i].value, row);
			t_num(a->slot[tolerated[i].fact] != 0, tolerated[i].said, row);
			t_num((long long)scan->n_notes, tolerated[i].wrong != NULL, row);
			if (scan->n_notes) {
				t_text(scan->notes[0].key, tolerated[i].wrong, row);
				t_ok(note_rows[scan->notes[0].kind].blind, row, "does not keep the mailbox from being called clean");
			}
			t_num((long long)report->n_notes, tolerated[i].unknown_key != NULL, row);
			if (report->n_notes)
				t_text(report->notes[0].text, tolerated[i].unknown_key, row);
		}
		report_free(report);
	}
}

static const struct {
	const char *row, *note;
	long long n_notes;
	enum ma_note kind;
} newer_notes[] = {
	{ "a note of this version", "{\"kind\":\"cloud\"}", 1, MA_NOTE_CLOUD },
	{ "newer, weight not said", "{\"kind\":\"eclipse\"}", 1, MA_NOTE_UNSUPPORTED },
	{ "newer, blind", "{\"kind\":\"eclipse\",\"blind\":true}", 1, MA_NOTE_UNSUPPORTED },
	{ "newer, harmless", "{\"kind\":\"eclipse\",\"blind\":false}", 0, 0 },
};

static void
test_newer_notes(void)
{
	for (size_t i = 0; i < ROWS(newer_notes); i++) {
		char text[512];
		struct report *report = report_new();
		struct err err = { 0 };
		snprintf(text, sizeof text, HEAD "\"accounts\":[],\"notes\":[%s]}", newer_notes[i].note);
		if (t_ok(document_read_scans(text, strlen(text), "p", report, &err), newer_notes[i].row, err.text) &&
		    t_num((long long)report->scans[0]->n_notes, newer_notes[i].n_notes, newer_notes[i].row) && newer_notes[i].n_notes)
			t_num(report->scans[0]->notes[0].kind, newer_notes[i].kind, newer_notes[i].row);
		report_free(report);
	}
}

/* One note for one key, however many documents have it. */
static void
test_noted_once(void)
{
	struct report *report = report_new();
	struct err err = { 0 };
	const char *text = ACCOUNT("\"leave_on_mars\":true");
	for (int i = 0; i < 50; i++)
		document_read_scans(text, strlen(text), "p", report, &err);
	t_num((long long)report->n_notes, 1, "noted once");
	t_num((long long)report->n_scans, 50, "noted once");
	report_free(report);
}

/* ---- kinds ---- */

#define ONE HEAD "\"accounts\":[]}"

static const struct {
	const char *row, *text;
	enum document_kind kind;
	long long scans;
} kinds[] = {
	{ "scan", ONE, DOCUMENT_SCAN, 1 },
	{ "scan, format last", "{\"accounts\":[{\"id\":\"{}]\\\"\"}],\"workstation\":{\"id\":\"1\"},\"version\":1,\"format\":\"mailaccord-scan\"}", DOCUMENT_SCAN, 1 },
	{ "format within is not it", "{\"a\":{\"format\":\"mailaccord-scan\"}}", DOCUMENT_OTHER, 0 },
	{ "array", "[" ONE "," ONE "]", DOCUMENT_SCANS, 2 },
	{ "lines", ONE "\n" ONE "\n" ONE "\n", DOCUMENT_SCANS, 3 },
	{ "byte order mark", "\xef\xbb\xbf " ONE, DOCUMENT_SCAN, 1 },
	{ "report", "{\"coverage\":[],\"format\":\"mailaccord-report\"}", DOCUMENT_REPORT, 0 },
	{ "policy", "{\"comment\":\"x\",\"format\":\"mailaccord-policy\"}", DOCUMENT_POLICY, 0 },
	{ "newer of ours", "{\"format\":\"mailaccord-scan\",\"version\":7", DOCUMENT_SCAN, 0 },
	{ "somebody else's", "{\"format\":\"geojson\"}", DOCUMENT_OTHER, 0 },
	{ "format is no string", "{\"format\":{}}", DOCUMENT_OTHER, 0 },
	{ "array of others", "[{\"a\":1}]", DOCUMENT_OTHER, 0 },
	{ "no JSON", "user_pref(\"a\", 1);", DOCUMENT_OTHER, 0 },
	{ "empty", "", DOCUMENT_OTHER, 0 },
	{ "bracket", "{", DOCUMENT_OTHER, 0 },
	{ "backslash at the end", "{\"a\\", DOCUMENT_OTHER, 0 },
	{ "unbalanced", "{\"a\":]}}}", DOCUMENT_OTHER, 0 },
};

static void
test_kinds(void)
{
	for (size_t i = 0; i < ROWS(kinds); i++) {
		struct report *report = report_new();
		struct err err = { 0 };
		t_num(document_kind(kinds[i].text, strlen(kinds[i].text)), kinds[i].kind, kinds[i].row);
		if (kinds[i].scans)
			t_ok(document_read_scans(kinds[i].text, strlen(kinds[i].text), "p", report, &err), kinds[i].row, err.text);
		t_num((long long)report->n_scans, kinds[i].scans, kinds[i].row);
		report_free(report);
	}
	/* A NUL within must not stop the look-through for ever. */
	t_num(document_kind("{\"a\":\0\0}", 8), DOCUMENT_OTHER, "NUL");
}

/* ---- policies ---- */

#define POLICY(members) "{\"format\":\"mailaccord-policy\",\"version\":1" members "}"

static const struct {
	const char *row, *text, *error; /* NULL: is read */
} policies[] = {
	{ "nothing", POLICY(""), NULL },
	{ "comments", POLICY(",\"comment\":[1],\"mailboxes\":{\"comment\":\"x\",\"a@b\":{\"comment\":\"x\"}},\"waivers\":[{\"rule\":\"P01\",\"comment\":\"x\"}]"), NULL },
	{ "misspelt waivers", POLICY(",\"wavers\":[]"), "p: wavers: there is no such member; is \"waivers\" meant?" },
	{ "misspelt days", POLICY(",\"mailboxes\":{\"a@b\":{\"min_keep_day\":3}}"), "p: mailboxes.a@b.min_keep_day: there is no such member; is \"min_keep_days\" meant?" },
	{ "far from all", POLICY(",\"waivers\":[{\"rule\":\"P01\",\"zzzzzz\":1}]"),
	    "p: waivers[0].zzzzzz: there is no such member; there are: rule, mailbox, account, reason, approver, expires, comment" },
	{ "waiver of no rule", POLICY(",\"waivers\":[{\"mailbox\":\"a@b\"}]"), "p: waivers[0]: has no \"rule\"" },
	{ "waiver without end by mistake", POLICY(",\"waivers\":[{\"rule\":\"P01\",\"expires\":\"2026-02-30\"}]"), "p: waivers[0].expires: is no date \"2026-03-31\"" },
	{ "days as string", POLICY(",\"min_keep_days\":\"30\""), "p: min_keep_days: is a string, should be an integer" },
	{ "negative days", POLICY(",\"closure_days\":-1"), "p: closure_days: is out of range, should be 0 to 36500" },
	{ "truth as string", POLICY(",\"mailboxes\":{\"a@b\":{\"shared\":\"yes\"}}"), "p: mailboxes.a@b.shared: is a string, should be true or false" },
	{ "protocol", POLICY(",\"external\":[{\"name\":\"x\",\"address\":\"a@b\",\"protocol\":\"pop\"}]"), "p: external[0].protocol: is none of: pop3 imap exchange other" },
	{ "external without address", POLICY(",\"external\":[{\"name\":\"x\"}]"), "p: external[0]: has no \"address\"" },
	{ "mailboxes as array", POLICY(",\"mailboxes\":[]"), "p: mailboxes: is an array, should be an object: {\"info@example.co.jp\": {...}}" },
	{ "roster", POLICY(",\"roster\":[\"A\",7]"), "p: roster[1]: is an integer, should be an object" },
	{ "empty target", POLICY(",\"targets\":[\"\"]"), "p: targets[0]: is empty" },
	{ "behind the end", POLICY("") " x", "p:1:44: something stands behind the end" },
	{ "a scan", ONE, "p: format: is \"mailaccord-scan\", should be \"mailaccord-policy\"" },
	{ "syntax", "{\n\"format\" 1}", "p:2:10: ':' expected" },
};

static void
test_policies(void)
{
	for (size_t i = 0; i < ROWS(policies); i++) {
		struct policy policy;
		struct arena arena = { 0 };
		struct err err = { 0 };
		policy_init(&policy, "2026-01-01");
		bool ok = document_read_policy(policies[i].text, strlen(policies[i].text), "p", &policy, &arena, &err);
		t_num(ok, !policies[i].error, policies[i].row);
		t_text(err.text, policies[i].error ? policies[i].error : "", policies[i].row);
		t_text(policy.today, "2026-01-01", policies[i].row);
		arena_fini(&arena);
	}
}

static void
test_whole_policy(void)
{
	static const char text[] = POLICY(
	    ",\"targets\":[\"info@example.co.jp\"],\"min_keep_days\":14,\"closure_days\":10,\"quota_bytes\":1000000,"
	    "\"deleter\":\"PC-1\",\"backup\":[\"PC-2\",\"PC-3\"],\"max_age_days\":7,\"approved_hosts\":[\"*.example.co.jp\"],"
	    "\"mailboxes\":{\"a@b\":{\"deleter\":\"PC-9\",\"min_keep_days\":3,\"closure_days\":4,\"quota_bytes\":5,\"shared\":false,\"backup\":[\"X\"]}},"
	    "\"providers\":[{\"name\":\"P\",\"hosts\":[\"*.p.example\"],\"domains\":[\"b\"],\"expire_days\":90}],"
	    "\"external\":[{\"name\":\"T\",\"address\":\"a@b\",\"protocol\":\"pop3\",\"leave_on_server\":false,\"delete_after_days\":2,\"checked_on\":\"2026-01-31\"},"
	    "{\"name\":\"U\",\"address\":\"a@b\"}],"
	    "\"waivers\":[{\"rule\":\"P01\",\"mailbox\":\"a@b\",\"account\":\"PC-1/*\",\"reason\":\"r\",\"approver\":\"s\",\"expires\":\"2026-12-31\"}],"
	    "\"roster\":[\"PC-1\",{\"name\":\"F\",\"retired\":true},{\"name\":\"G\",\"unscannable\":true}]");
	struct policy p;
	struct arena arena = { 0 };
	struct err err = { 0 };
	policy_init(&p, "2026-01-01");
	t_ok(document_read_policy(text, strlen(text), "p", &p, &arena, &err), "whole", err.text);
	const struct {
		const char *row;
		long long got, want;
	} numbers[] = {
		{ "targets", (long long)p.n_targets, 1 }, { "min_keep_days", p.site.min_keep_days, 14 },
		{ "closure_days", p.site.closure_days, 10 }, { "quota_bytes", p.site.quota_bytes, 1000000 },
		{ "site shared", p.site.shared, POLICY_UNSET }, { "backup", (long long)p.site.n_backup, 2 },
		{ "max_age_days", p.max_age_days, 7 }, { "approved_hosts", (long long)p.n_approved_hosts, 1 },
		{ "mailboxes", (long long)p.n_mailboxes, 1 }, { "its shared", p.mailboxes[0].shared, 0 },
		{ "its days", p.mailboxes[0].min_keep_days, 3 }, { "its closure", p.mailboxes[0].closure_days, 4 },
		{ "its quota", p.mailboxes[0].quota_bytes, 5 }, { "its backup", (long long)p.mailboxes[0].n_backup, 1 },
		{ "hosts", (long long)p.providers[0].n_hosts, 1 }, { "domains", (long long)p.providers[0].n_domains, 1 },
		{ "expire_days", p.providers[0].expire_days, 90 }, { "externals", (long long)p.n_externals, 2 },
		{ "takes", p.externals[0].leave_on_server, 0 }, { "after", p.externals[0].delete_after_days, 2 },
		{ "unknown leaves", p.externals[1].leave_on_server, POLICY_UNSET },
		{ "unknown days", p.externals[1].delete_after_days, POLICY_UNSET },
		{ "waivers", (long long)p.n_waivers, 1 }, { "roster", (long long)p.n_roster, 3 },
		{ "plain is not retired", p.roster[0].retired, 0 }, { "retired", p.roster[1].retired, 1 },
		{ "unscannable", p.roster[2].unscannable, 1 }, { "G is not retired", p.roster[2].retired, 0 },
	};
	for (size_t i = 0; i < ROWS(numbers); i++)
		t_num(numbers[i].got, numbers[i].want, numbers[i].row);
	const struct {
		const char *row, *got, *want;
	} texts[] = {
		{ "deleter", p.site.deleter, "PC-1" }, { "backup", p.site.backup[1], "PC-3" },
		{ "address", p.mailboxes[0].address, "a@b" }, { "its deleter", p.mailboxes[0].deleter, "PC-9" },
		{ "provider", p.providers[0].name, "P" }, { "host", p.providers[0].hosts[0], "*.p.example" },
		{ "protocol", p.externals[0].protocol, "pop3" }, { "checked", p.externals[0].checked_on, "2026-01-31" },
		{ "rule", p.waivers[0].rule, "P01" }, { "account", p.waivers[0].account, "PC-1/*" },
		{ "reason", p.waivers[0].reason, "r" }, { "approver", p.waivers[0].approver, "s" },
		{ "expires", p.waivers[0].expires, "2026-12-31" }, { "device", p.roster[0].name, "PC-1" },
	};
	for (size_t i = 0; i < ROWS(texts); i++)
		t_text(texts[i].got, texts[i].want, texts[i].row);
	arena_fini(&arena);
}

static CU_TestInfo tests[] = {
	{ "round trip", test_round_trip }, { "write fails", test_write_fails }, { "refused", test_refused },
	{ "deep", test_deep }, { "cut", test_cut }, { "tolerated", test_tolerated }, { "newer notes", test_newer_notes },
	{ "noted once", test_noted_once }, { "kinds", test_kinds }, { "policies", test_policies },
	{ "whole policy", test_whole_policy }, CU_TEST_INFO_NULL,
};
const struct t_suite suite_document = { "document", tests };
