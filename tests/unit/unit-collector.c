/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The collector without a network: where targets lead, how often somebody may
 * ask, and what becomes of requests that nobody should send.
 */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "central/collector-inside.h"
#include "t.h"

/* ---- targets ---- */

static const struct {
	const char *method, *target, *route, *argument; /* route NULL: none, and ARGUMENT is the word of why */
} targets[] = {
	{ "GET", "/", "page", "" },
	{ "HEAD", "/", "page", "" },
	{ "GET", "/?lang=ja", "page", "" },
	{ "POST", "/v1/scans", "scans", "" },
	{ "GET", "/v1/mailboxes/info%40example.jp", "mailboxes", "info@example.jp" },
	{ "GET", "/v1/mailboxes/a+b@example.jp?x=1", "mailboxes", "a+b@example.jp" },
	{ "GET", "/v1/mailboxes/%E6%9D%B1", "mailboxes", "\xe6\x9d\xb1" },
	{ "GET", "/v1/mailboxes/..%2f..%2fetc%2fpasswd", "mailboxes", "../../etc/passwd" },
	{ "GET", "/v1/mailboxes/%252e", "mailboxes", "%2e" },
	{ "GET", "/v1/mailboxes/", NULL, "not-found" },
	{ "GET", "/v1/mailboxes/a/b", NULL, "not-found" },
	{ "GET", "/v1/mailboxes", NULL, "not-found" },
	{ "GET", "/v1/mailboxes/%", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/%4", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/%4g", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/%00", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/a%0d%0ab", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/%ff", NULL, "bad-target" },
	{ "GET", "/v1/mailboxes/%c0%af", NULL, "bad-target" },
	{ "GET", "v1/report", NULL, "bad-target" },
	{ "GET", "http://elsewhere/v1/report", NULL, "bad-target" },
	{ "GET", "*", NULL, "bad-target" },
	{ "GET", "", NULL, "bad-target" },
	{ "GET", "/v1/report\x01", NULL, "bad-target" },
	{ "GET", "/v1/report\xe6", NULL, "bad-target" },
	{ "GET", "//", NULL, "not-found" },
	{ "GET", "/v1/report/", NULL, "not-found" },
	{ "GET", "/V1/REPORT", NULL, "not-found" },
	{ "POST", "/v1/report", NULL, "bad-method" },
	{ "get", "/v1/report", NULL, "bad-method" },
	{ "", "/v1/report", NULL, "bad-method" },
};

static const char *
word_of(enum refusal why)
{
	static const char *const words[] = {
#define REFUSAL(id, status, word, sentence) word,
#include "central/refusals.def"
#undef REFUSAL
	};
	return words[why];
}

static void
test_targets(void)
{
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct arena arena = { 0 };
		const char *argument = NULL, *query;
		enum refusal why;
		const struct route *route = route_find(targets[i].method, targets[i].target, &arena, &argument, &query, &why);
		t_text(route ? route->name : "none", targets[i].route ? targets[i].route : "none", targets[i].target);
		t_text(route ? argument : word_of(why), targets[i].argument, targets[i].target);
		arena_fini(&arena);
	}
}

static const struct {
	const char *query, *name, *want;
} queries[] = {
	{ "format=csv", "format", "csv" }, { "a=1&format=c%73v&format=x", "format", "csv" }, { "lang=a+b", "lang", "a b" },
	{ "format", "format", NULL }, { "xformat=1", "format", NULL }, { "format=%zz", "format", NULL }, { "", "format", NULL },
	{ NULL, "format", NULL }, { "format=", "format", "" }, { "&&&format=x", "format", "x" },
};

static void
test_queries(void)
{
	for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
		struct arena arena = { 0 };
		const char *got = query_value(queries[i].query, queries[i].name, &arena);
		t_text(got ? got : "(none)", queries[i].want ? queries[i].want : "(none)", queries[i].query ? queries[i].query : "no query");
		arena_fini(&arena);
	}
}

/* ---- how often ---- */

static void
test_buckets(void)
{
	struct buckets *b = buckets_new(2, 3, 42);
	unsigned wait = 0;
	for (int i = 0; i < 3; i++)
		t_ok(buckets_take(b, "a", 1, 1000, false, &wait), "three at once", "are too many");
	t_ok(!buckets_take(b, "a", 1, 1000, false, &wait) && wait >= 1, "a fourth", "has to wait");
	t_ok(buckets_take(b, "b", 1, 1000, false, &wait), "another", "has his own");
	t_ok(buckets_take(b, "a", 1, 1500, true, &wait) && buckets_take(b, "a", 1, 1500, false, &wait), "half a second later", "there is one more");
	t_ok(!buckets_take(b, "a", 1, 1500, false, &wait), "only one", "more");
	/* A million others: whose bucket is empty is not forgotten for theirs. */
	for (int i = 0; i < 1000000; i++)
		(void)buckets_take(b, &i, sizeof i, 1500, false, &wait);
	t_ok(!buckets_take(b, "a", 1, 1500, false, &wait), "after a million others", "he is known still");
	t_ok(buckets_take(b, "a", 1, 1000000, false, &wait), "much later", "it is full");
	buckets_free(b);
}

/* ---- requests ---- */

/* A request whose answer can be waited for. */
struct fake {
	struct httpd_request request; /* first, so that one pointer is both */
	sem_t resumed;
	bool suspended;
};

static void
fake_suspend(struct httpd_request *request)
{
	((struct fake *)(void *)request)->suspended = true;
}

static void
fake_resume(struct httpd_request *request)
{
	sem_post(&((struct fake *)(void *)request)->resumed);
}

static void
fake_wait(struct fake *f)
{
	if (f->suspended)
		sem_wait(&f->resumed);
	f->suspended = false;
}

/* As the server would: the head, and if that was not answered the body.  The status; *BODY is malloc'd. */
static unsigned
ask(const struct httpd_handler *h, const struct httpd_request *what, char **body)
{
	struct fake f = { .request = *what };
	sem_init(&f.resumed, 0, 0);
	f.request.suspend = fake_suspend;
	f.request.resume = fake_resume;
	f.request.content_length = -1;
	h->begin(h->ctx, &f.request);
	fake_wait(&f);
	if (!f.request.answer.status) {
		f.request.body = what->body ? what->body : "";
		if (f.request.n_body > f.request.max_body_bytes)
			f.request.trouble = HTTPD_TOO_LARGE;
		h->end(h->ctx, &f.request);
		fake_wait(&f);
	}
	unsigned status = f.request.answer.status;
	*body = strndup(f.request.answer.body ? f.request.answer.body : "", f.request.answer.n_body);
	h->gone(h->ctx, &f.request);
	if (f.request.answer.release)
		f.request.answer.release(f.request.answer.owner);
	sem_destroy(&f.resumed);
	return status;
}

static const char *
fixed_now(struct arena *arena)
{
	return arena_strdup(arena, "2026-06-01T12:00:00Z");
}

static void
no_log(void *ctx, const char *line)
{
	/* Whatever is sent, no token and no secret is logged. */
	t_ok(!strstr(line, "CANARY") && !strstr(line, "mat_"), "the log", line);
	(void)ctx;
}

/* A collector with a store of its own in PATH, which has room for it; started. */
static struct collector *
collector_here(char *path, struct err *err)
{
	static const char secrets[] = "CANARY-for-workstations\n# a line\nsend,gate,read CANARY-for-everything\n";
	int fd = mkstemp(path + strlen("sqlite:"));
	if (fd >= 0)
		close(fd);
	const struct collector_options options = {
		.pack = &mailaccord_module_pack, .sql = &mailaccord_module_sqlite, .store = path, .tool = "test", .clerks = 2, .per_second = 10000, .per_token = 1,
		.now = fixed_now, .log = no_log,
	};
	struct collector *c = collector_new(&options, err);
	if (c && (!collector_secrets(c, secrets, "secrets", err) || !collector_start(c, err)))
		abort();
	return c;
}

static void
forget_store(const char *path)
{
	static const char *const parts[] = { "", "-wal", "-shm" };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char name[100];
		snprintf(name, sizeof name, "%s%s", path + strlen("sqlite:"), parts[i]);
		unlink(name);
	}
}

#define ENROL "{\"format\": \"mailaccord-enrol\", \"version\": 1, "
#define SCAN(id, run, started) \
	"{\"format\": \"mailaccord-scan\", \"version\": 1, \"run\": \"" run "\", \"started\": \"" started "\", \"workstation\": {\"id\": \"" id \
	"\"}, \"accounts\": []}"
#define GOOD SCAN("PC-1", "r1", "2026-05-30T00:00:00Z")
#define JSON_TYPE "application/json"

/* TOKEN: "" none, "pc" that of PC-1, else as it stands.  One after the other. */
static const struct {
	const char *name, *method, *target, *token, *type, *encoding, *body;
	unsigned status;
	const char *says; /* stands in the answer */
} requests[] = {
	{ "a scan", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, GOOD, 201, "\"new\"" },
	{ "again", "POST", "/v1/scans", "pc", JSON_TYPE, "identity", GOOD, 200, "\"same\"" },
	{ "a type with a parameter", "POST", "/v1/scans", "pc", "Application/JSON; charset=utf-8", NULL, GOOD, 200, "\"same\"" },
	{ "no type", "POST", "/v1/scans", "pc", NULL, NULL, GOOD, 415, "bad-type" },
	{ "nearly the type", "POST", "/v1/scans", "pc", "application/jsonp", NULL, GOOD, 415, "bad-type" },
	{ "packed twice", "POST", "/v1/scans", "pc", JSON_TYPE, "gzip, gzip", GOOD, 415, "bad-encoding" },
	{ "not packed", "POST", "/v1/scans", "pc", JSON_TYPE, "gzip", GOOD, 400, "bad-gzip" },
	{ "another's", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, SCAN("PC-2", "r1", "2026-05-30T00:00:00Z"), 403, "other-workstation" },
	{ "tomorrow", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, SCAN("PC-1", "r2", "2026-06-02T00:00:00Z"), 201, "\"new\"" },
	{ "next year", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, SCAN("PC-1", "r3", "2027-06-02T00:00:00Z"), 422, "future" },
	{ "long ago", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, SCAN("PC-1", "r4", "1999-06-02T00:00:00Z"), 201, "\"older\"" },
	{ "without a run", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, SCAN("PC-1", "", "2026-05-30T00:00:00Z"), 422, "no-run" },
	{ "nothing", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, "", 400, "bad-document" },
	{ "an array", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, "[" GOOD "]", 422, "bad-scan" },
	{ "two", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, GOOD GOOD, 422, "bad-scan" },
	{ "a number", "POST", "/v1/scans", "pc", JSON_TYPE, NULL, "1", 400, "bad-document" },
	{ "without a token", "POST", "/v1/scans", "", JSON_TYPE, NULL, GOOD, 401, "bad-token" },
	{ "an empty token", "POST", "/v1/scans", "Bearer ", JSON_TYPE, NULL, GOOD, 401, "bad-token" },
	{ "a token in another scheme", "POST", "/v1/scans", "Digest x", JSON_TYPE, NULL, GOOD, 401, "bad-token" },
	{ "base64 that is none", "GET", "/", "Basic ???", NULL, NULL, NULL, 401, "bad-token" },
	{ "base64 without a colon", "GET", "/", "Basic YWJj", NULL, NULL, NULL, 401, "bad-token" },
	{ "base64 with a NUL", "GET", "/", "Basic YQA6Yg==", NULL, NULL, NULL, 401, "bad-token" },
	{ "a body where none is read", "GET", "/healthz", "", NULL, NULL, "x", 413, "too-large" },
	{ "health", "GET", "/healthz", "", NULL, NULL, NULL, 200, "ok" },
	{ "others", "GET", "/v1/mailboxes/x", "pc", NULL, NULL, NULL, 200, "mailaccord-others" },
	{ "the report", "GET", "/v1/report", "pc", NULL, NULL, NULL, 403, "not-allowed" },
	{ "enrolment without a secret", "POST", "/v1/enrol", "", NULL, NULL, ENROL "\"workstation\": \"X\"}", 401, "bad-secret" },
	{ "a token is no secret", "POST", "/v1/enrol", "pc", NULL, NULL, ENROL "\"workstation\": \"X\"}", 401, "bad-secret" },
	{ "more than the secret gives", "POST", "/v1/enrol", "Bearer CANARY-for-workstations", NULL, NULL,
	    ENROL "\"workstation\": \"X\", \"scopes\": [\"read\"]}", 403, "not-allowed" },
	{ "a name in place of a workstation", "POST", "/v1/enrol", "Bearer CANARY-for-workstations", NULL, NULL,
	    ENROL "\"name\": \"workstation/PC-1\", \"scopes\": [\"gate\"]}", 422, "bad-enrolment" },
	{ "less than the secret gives", "POST", "/v1/enrol", "Bearer CANARY-for-everything", NULL, NULL,
	    ENROL "\"workstation\": \"X\", \"scopes\": [\"read\", \"gate\"]}", 201, "\"gate read\"" },
	{ "no JSON", "POST", "/v1/enrol", "Bearer CANARY-for-everything", NULL, NULL, "PC-1", 400, "bad-document" },
};

static void
test_requests(void)
{
	char path[] = "sqlite:/tmp/mailaccord-units-XXXXXX", pc[200] = "Bearer ", *body;
	struct err err = { 0 };
	struct collector *c = collector_here(path, &err);
	if (!t_ok(c != NULL, "collector", err.text))
		return;
	struct httpd_handler h = collector_handler(c);
	const char enrol[] = ENROL "\"workstation\": \"PC-1\"}";
	struct httpd_request what = { .method = "POST", .target = "/v1/enrol", .authorization = "bearer CANARY-for-workstations", .body = enrol, .n_body = strlen(enrol) };
	t_num(ask(&h, &what, &body), 201, "PC-1 enrols");
	char *token = strstr(body, "mat_");
	if (token)
		snprintf(pc, sizeof pc, "Bearer %.*s", (int)strcspn(token, "\""), token);
	free(body);
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		what = (struct httpd_request){
			.method = requests[i].method,
			.target = requests[i].target,
			.authorization = strcmp(requests[i].token, "pc") == 0 ? pc : *requests[i].token ? requests[i].token : NULL,
			.content_type = requests[i].type,
			.content_encoding = requests[i].encoding,
			.body = requests[i].body,
			.n_body = requests[i].body ? strlen(requests[i].body) : 0,
		};
		t_num(ask(&h, &what, &body), requests[i].status, requests[i].name);
		t_ok(strstr(body, requests[i].says) != NULL, requests[i].name, body);
		free(body);
	}
	/* Stopped while it waits: it is answered all the same. */
	collector_stop(c);
	what = (struct httpd_request){ .method = "GET", .target = "/healthz" };
	t_num(ask(&h, &what, &body), 503, "after the end");
	free(body);
	collector_free(c);
	forget_store(path);
}

/* A lost store is said, and is no answer that something was stored. */
static void
test_lost(void)
{
	char path[] = "sqlite:/tmp/mailaccord-units-XXXXXX", *body;
	struct err err = { 0 };
	struct collector *c = collector_here(path, &err);
	if (!t_ok(c != NULL, "collector", err.text))
		return;
	struct httpd_handler h = collector_handler(c);
	forget_store(path);
	const char *folder = path + strlen("sqlite:");
	mkdir(folder, 0700);
	struct httpd_request what = { .method = "GET", .target = "/healthz" };
	t_num(ask(&h, &what, &body), 503, "the store is gone");
	free(body);
	const char enrol[] = ENROL "\"workstation\": \"PC-1\"}";
	what = (struct httpd_request){ .method = "POST", .target = "/v1/enrol", .authorization = "Bearer CANARY-for-workstations", .body = enrol, .n_body = strlen(enrol) };
	t_num(ask(&h, &what, &body), 503, "nobody is enrolled");
	t_ok(strstr(body, "no-store") != NULL, "nobody is enrolled", body);
	free(body);
	collector_stop(c);
	collector_free(c);
	rmdir(folder);
}

static const struct {
	const char *name, *text;
	bool good;
} secret_files[] = {
	{ "none", "", true },
	{ "one", "CANARY-0123456789", true },
	{ "with a return", "CANARY-0123456789\r\n\r\n", true },
	{ "with scopes", "gate,read CANARY-0123456789\n", true },
	{ "too short", "CANARY\n", false },
	{ "another word", "admin CANARY-0123456789\n", false },
	{ "no scope", ", CANARY-0123456789\n", false },
	{ "the second is bad", "CANARY-0123456789\nx y\n", false },
};

static void
test_secrets(void)
{
	char path[] = "sqlite:/tmp/mailaccord-units-XXXXXX";
	struct err err = { 0 };
	struct collector *c = collector_here(path, &err);
	for (size_t i = 0; c && i < sizeof secret_files / sizeof *secret_files; i++) {
		err.status = 0;
		t_num(collector_secrets(c, secret_files[i].text, "file", &err), secret_files[i].good, secret_files[i].name);
		t_ok(secret_files[i].good || (err.status == EXIT_CONFIG && !strstr(err.text, "CANARY")), secret_files[i].name, err.text);
	}
	if (c)
		collector_stop(c);
	collector_free(c);
	forget_store(path);
}

static const CU_TestInfo tests[] = {
	{ "targets", test_targets },
	{ "queries", test_queries },
	{ "how often", test_buckets },
	{ "requests", test_requests },
	{ "a lost store", test_lost },
	{ "files of secrets", test_secrets },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_collector = { "collector", tests };
