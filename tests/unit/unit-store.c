/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store where the command line does not reach: enrolment, quarantine, what
 * is kept of reports, transactions that fail half-way.  What it finds is in
 * tests/store.sh.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "central/store.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))
#define NOW "2026-03-31T08:00:00Z"

struct place {
	char folder[32], path[48];
	struct store *store;
	struct arena arena;
	struct err err;
};

static void
place_open(struct place *p)
{
	*p = (struct place){ .folder = "/tmp/mailaccord-unit.XXXXXX" };
	if (!mkdtemp(p->folder))
		abort();
	snprintf(p->path, sizeof p->path, "%s/s.db", p->folder);
	p->store = store_open(&mailaccord_module_sqlite, p->path, SQL_CREATE, "1", &p->err);
	if (!p->store)
		abort();
}

static void
place_close(struct place *p, const char *row)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	t_text(p->err.text, "", row);
	store_close(p->store);
	for (size_t i = 0; i < ROWS(ends); i++) {
		char path[64];
		snprintf(path, sizeof path, "%s%s", p->path, ends[i]);
		unlink(path);
	}
	rmdir(p->folder);
	arena_fini(&p->arena);
}

/* ---- who may talk to the collector ---- */

static const struct {
	const char *row, *digest, *now;
	bool done;
} enrolments[] = {
	{ "a wrong secret", "22", NOW, false },
	{ "first use", "11", NOW, true },
	{ "second use", "11", NOW, true },
	{ "used up", "11", NOW, false },
	{ "before it expires", "33", "2026-04-01T07:59:59Z", true },
	{ "expired", "33", "2026-04-01T08:00:00Z", false },
	{ "without end", "44", "2036-04-01T08:00:00Z", true },
};

static void
test_enrolment(void)
{
	struct place p;
	struct store_token token;
	bool found;
	static const struct store_secret secrets[] = {
		{ .digest = "11", .name = "twice", .created = NOW, .uses_left = 2, .scopes = STORE_SEND },
		{ .digest = "33", .name = "a day", .created = NOW, .expires = "2026-04-01T08:00:00Z", .uses_left = -1, .scopes = STORE_GATE },
		{ .digest = "44", .name = "for ever", .created = NOW, .uses_left = -1, .scopes = STORE_SEND | STORE_GATE },
	};
	place_open(&p);
	for (size_t i = 0; i < ROWS(secrets); i++)
		t_ok(store_add_secret(p.store, &secrets[i], &p.err), secrets[i].name, "is kept");
	for (size_t i = 0; i < ROWS(enrolments); i++) {
		char digest[8];
		bool done;
		snprintf(digest, sizeof digest, "t%zu", i);
		struct store_token wanted = { .digest = digest, .name = enrolments[i].row, .workstation = "id-1", .created = enrolments[i].now };
		t_ok(store_enrol(p.store, enrolments[i].digest, enrolments[i].now, &wanted, &done, &p.err), enrolments[i].row, "is no trouble");
		t_num(done, enrolments[i].done, enrolments[i].row);
		t_ok(store_find_token(p.store, digest, NULL, &p.arena, &token, &found, &p.err), enrolments[i].row, "can be looked for");
		t_num(found, enrolments[i].done, enrolments[i].row);
	}
	t_num(token.scopes, STORE_SEND | STORE_GATE, "scopes of the secret");
	t_text(token.workstation, "id-1", "its workstation");
	place_close(&p, "enrolment");
}

static void
test_tokens(void)
{
	struct place p;
	struct store_token token;
	bool found, there;
	place_open(&p);
	store_add_token(p.store, &(struct store_token){ .digest = "a", .name = "desk", .scopes = STORE_READ, .created = NOW }, &p.err);
	store_find_token(p.store, "a", NOW, &p.arena, &token, &found, &p.err);
	t_ok(found && !token.used, "first", "found, never used");
	store_find_token(p.store, "a", NOW, &p.arena, &token, &found, &p.err);
	t_text(token.used, "2026-03-31", "used to the day");
	store_add_token(p.store, &(struct store_token){ .digest = "b", .name = "desk", .scopes = STORE_READ, .created = NOW }, &p.err);
	store_find_token(p.store, "a", NULL, &p.arena, &token, &found, &p.err);
	t_num(found, false, "another of the same name takes its place");
	store_revoke_token(p.store, "desk", NOW, &there, &p.err);
	store_find_token(p.store, "b", NULL, &p.arena, &token, &found, &p.err);
	t_ok(there && !found, "revoked", "is good no longer");
	store_revoke_token(p.store, "desk", NOW, &there, &p.err);
	t_num(there, false, "there is no other");
	place_close(&p, "tokens");
}

/* ---- quarantine ---- */

static bool
count_body(void *data, const struct store_quarantined *q)
{
	size_t *n = data;
	n[0]++;
	n[1] = q->n_body;
	n[2] = (size_t)q->id;
	return true;
}

static void
test_quarantine(void)
{
	struct place p;
	size_t n[3] = { 0 };
	bool there;
	char *body = calloc(1, 2 * STORE_QUARANTINE_BYTES);
	struct store_quarantined q = { .sender = "PC-1", .reason = "no scan", .received = NOW, .digest = "d", .size = 2 * STORE_QUARANTINE_BYTES, .body = body,
		.n_body = 2 * STORE_QUARANTINE_BYTES };
	place_open(&p);
	for (int i = 0; i < 3 * STORE_QUARANTINE_PER_SENDER; i++)
		store_quarantine(p.store, &q, &p.err);
	q.sender = "PC-2";
	store_quarantine(p.store, &q, &p.err);
	store_quarantines(p.store, count_body, n, &p.err);
	t_num((long long)n[0], STORE_QUARANTINE_PER_SENDER + 1, "of one sender only the newest");
	t_num((long long)n[1], STORE_QUARANTINE_BYTES, "the body's beginning");
	store_drop_quarantined(p.store, (int64_t)n[2], &there, &p.err);
	t_num(there, true, "one is dropped");
	place_close(&p, "quarantine");
	free(body);
}

/* What a workstation sent last could not be read: nothing is known of it, as of a bad file in a folder. */
static const struct {
	const char *row;
	enum { SCAN, RUBBISH, DROP, REVOKE } what;
	const char *at;
	size_t notes;
} sendings[] = {
	{ "a good scan", SCAN, "2026-03-31T08:00:00Z", 0 }, { "rubbish after it", RUBBISH, "2026-03-31T09:00:00Z", 1 },
	{ "a good scan again", SCAN, "2026-03-31T10:00:00Z", 0 }, { "rubbish again", RUBBISH, "2026-03-31T11:00:00Z", 1 },
	{ "the quarantine is dropped", DROP, NULL, 0 }, { "rubbish once more", RUBBISH, "2026-03-31T12:00:00Z", 1 },
	{ "the token is revoked", REVOKE, "2026-03-31T13:00:00Z", 0 },
};

static void
test_unheard(void)
{
	struct place p;
	bool there;
	place_open(&p);
	store_add_token(p.store, &(struct store_token){ .digest = "a", .name = "PC-1", .workstation = "a", .scopes = STORE_SEND, .created = NOW }, &p.err);
	for (size_t i = 0; i < ROWS(sendings); i++) {
		char scan[160];
		snprintf(scan, sizeof scan, "{\"format\":\"mailaccord-scan\",\"version\":1,\"run\":\"%zu\",\"workstation\":{\"id\":\"a\"},\"accounts\":[]}", i);
		struct store_document document = { .bytes = scan, .n = strlen(scan), .origin = "here" };
		struct report *report = report_new();
		struct scan candidate = { .run = "", .workstation = { .id = "b", .name = "b" } };
		struct store_rest rest;
		size_t n[3] = { 0 };
		if (sendings[i].what == SCAN)
			store_import(p.store, &document, 1, sendings[i].at, &p.arena, &p.err);
		else if (sendings[i].what == RUBBISH)
			store_quarantine(p.store, &(struct store_quarantined){ .sender = "PC-1", .reason = "no scan", .received = sendings[i].at, .digest = "d", .body = "" }, &p.err);
		else if (sendings[i].what == REVOKE)
			store_revoke_token(p.store, "PC-1", sendings[i].at, &there, &p.err);
		for (there = true; sendings[i].what == DROP && there;) {
			store_quarantines(p.store, count_body, n, &p.err);
			store_drop_quarantined(p.store, (int64_t)n[2], &there, &p.err);
		}
		store_scans(p.store, report, &p.err);
		t_num((long long)report->n_notes, (long long)sendings[i].notes, sendings[i].row);
		report_free(report);
		report = report_new();
		store_around(p.store, &candidate, report, &rest, &p.err);
		t_num(rest.stale, sendings[i].notes > 0, sendings[i].row);
		report_free(report);
	}
	place_close(&p, "unheard");
}

/* ---- what is kept of reports ---- */

static bool
take_bytes(void *data, const void *bytes, size_t n)
{
	struct {
		char all[64];
		size_t n;
	} *to = data;
	to->n += n;
	memcpy(to->all, bytes, n < sizeof to->all ? n : sizeof to->all);
	return true;
}

static void
test_cache(void)
{
	struct place p;
	struct {
		char all[64];
		size_t n;
	} got = { "", 0 };
	bool found;
	static const char scan[] = "{\"format\":\"mailaccord-scan\",\"version\":1,\"run\":\"1\",\"workstation\":{\"id\":\"a\"},\"accounts\":[]}";
	struct store_document document = { .bytes = scan, .n = sizeof scan - 1, .origin = "here" };
	size_t large = (3 << 20) + 5;
	char *bytes = malloc(large);
	memset(bytes, 'x', large);
	place_open(&p);
	int64_t generation = store_generation(p.store);
	t_ok(store_cache(p.store, "k", generation, NOW, bytes, large, &p.err), "several pieces", "are kept");
	store_cached(p.store, "k", take_bytes, &got, &found, &p.err);
	t_num((long long)got.n, (long long)large, "and come back whole");
	store_import(p.store, &document, 1, NOW, &p.arena, &p.err);
	t_num(document.outcome, STORE_NEW, "a scan");
	t_ok(store_generation(p.store) > generation, "generation", "rises");
	store_cached(p.store, "k", take_bytes, &got, &found, &p.err);
	t_num(found, false, "what was kept is of another time");
	store_cache(p.store, "k", generation, NOW, "late", 4, &p.err);
	store_cached(p.store, "k", take_bytes, &got, &found, &p.err);
	t_num(found, false, "and what was begun before is not kept");
	document.only = "b";
	store_import(p.store, &document, 1, NOW, &p.arena, &p.err);
	t_num(document.outcome, STORE_BAD, "of another workstation");
	t_text(document.why, "here: is of another workstation than its sender", "the reason");
	free(bytes);
	place_close(&p, "cache");
}

/* ---- names ---- */

static const struct {
	const char *name, *module;
} names[] = {
	{ "sqlite:/srv/fleet.db", "sqlite" }, { "postgresql://host/db", "postgresql" }, { "postgres://host/db", "postgresql" }, { "/srv/inbox", NULL },
	{ "fleet.db", NULL }, { "postgresql", NULL }, { "https://host/", NULL },
};
static const struct {
	const char *name;
	bool refused;
} passwords[] = {
	{ "postgresql://me:CANARY@host/db", true }, { "postgresql://host/db?password=CANARY", true },
	{ "postgresql://host/db?sslmode=require&password=CANARY", true }, { "postgresql:///db?host=/nowhere", false },
};

static void
test_names(void)
{
	for (size_t i = 0; i < ROWS(names); i++) {
		const char *module = store_module(names[i].name);
		t_text(module ? module : "none", names[i].module ? names[i].module : "none", names[i].name);
	}
	for (size_t i = 0; i < ROWS(passwords); i++) {
		struct err err = { 0 };
		struct store *store = store_open(&mailaccord_module_postgresql, passwords[i].name, SQL_READ, "1", &err);
		t_ok(!store, passwords[i].name, "cannot be opened");
		t_num(err.status == EXIT_USAGE, passwords[i].refused, passwords[i].name);
		t_ok(!strstr(err.text, "CANARY"), passwords[i].name, "does not repeat it");
		store_close(store);
	}
}

static const CU_TestInfo tests[] = {
	{ "names", test_names },
	{ "enrolment", test_enrolment },
	{ "tokens", test_tokens },
	{ "quarantine", test_quarantine },
	{ "whose last document was no scan", test_unheard },
	{ "what is kept of reports", test_cache },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_store = { "store", tests };
