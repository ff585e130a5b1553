/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where to send, what an answer means, when to try again; and the spool.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/spool.h"
#include "intake/state.h"
#include "net/send.h"
#include "t.h"

static const struct {
	const char *text, *url, *visible, *server; /* NULL: refused */
	bool put, folder, plain;
} targets[] = {
	{ "https://Collect.example.co.jp", "https://Collect.example.co.jp", "https://Collect.example.co.jp", "collect.example.co.jp:443", false, false, false },
	{ "https://c.example:8443/mail//", "https://c.example:8443/mail", "https://c.example:8443/mail//", "c.example:8443", false, false, false },
	{ "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443", "[2001:db8::1]:8443", false, false, false },
	{ "put+https://dav.example/in/", "https://dav.example/in/", "https://dav.example/in/", "dav.example:443", true, true, false },
	{ "put+https://s3.example/b/k?sig=x/", "https://s3.example/b/k?sig=x/", "https://s3.example/b/k", "s3.example:443", true, false, false },
	{ "http://127.0.0.1:8080", "http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080", false, false, true },
	{ "http://[::1]/", "http://[::1]", "http://[::1]/", "[::1]:80", false, false, true },
	{ "http://localhost", "http://localhost", "http://localhost", "localhost:80", false, false, true },
	{ "http://c.example", NULL, NULL, NULL, false, false, false },
	{ "http://127.0.0.1.c.example", NULL, NULL, NULL, false, false, false },
	{ "http://localhost.c.example", NULL, NULL, NULL, false, false, false },
	{ "http://127.0.0.1@c.example", NULL, NULL, NULL, false, false, false },
	{ "https://user:pw@c.example", NULL, NULL, NULL, false, false, false },
	{ "https://c.example\\@d.example", NULL, NULL, NULL, false, false, false },
	{ "https://c.example#@d.example", NULL, NULL, NULL, false, false, false },
	{ "https://c.example:0", NULL, NULL, NULL, false, false, false },
	{ "https://c.example:65536", NULL, NULL, NULL, false, false, false },
	{ "https://c.example:-1", NULL, NULL, NULL, false, false, false },
	{ "https://c.example/?q", NULL, NULL, NULL, false, false, false },
	{ "https://c.example/ x", NULL, NULL, NULL, false, false, false },
	{ "https://c.example/\r\nHost: d", NULL, NULL, NULL, false, false, false },
	{ "https://[::1", NULL, NULL, NULL, false, false, false },
	{ "https://[zz]", NULL, NULL, NULL, false, false, false },
	{ "https://", NULL, NULL, NULL, false, false, false },
	{ "HTTPS://c.example", NULL, NULL, NULL, false, false, false },
	{ "file:///etc/passwd", NULL, NULL, NULL, false, false, false },
	{ "", NULL, NULL, NULL, false, false, false },
};

static void
test_targets(void)
{
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct send_target t;
		bool ok = send_target_parse(targets[i].text, &arena, &t, &err);
		t_ok(ok == (targets[i].url != NULL), targets[i].text, ok ? "taken" : "refused");
		if (ok) {
			t_text(t.url, targets[i].url, targets[i].text);
			t_text(t.visible, targets[i].visible, targets[i].text);
			t_text(t.server, targets[i].server, targets[i].text);
			t_ok(t.put == targets[i].put && t.folder == targets[i].folder && t.plain == targets[i].plain, targets[i].text, "kind");
		}
		arena_fini(&arena);
	}
}

static const struct {
	const char *name;
	bool put;
	enum http_outcome outcome;
	int status;
	bool names_run;
	enum send_result want;
} answers[] = {
	{ "201 and named", false, HTTP_ANSWERED, 201, true, SEND_STORED },
	{ "200 and named", false, HTTP_ANSWERED, 200, true, SEND_STORED },
	{ "200 and not named", false, HTTP_ANSWERED, 200, false, SEND_LATER },
	{ "202: taken, not stored", false, HTTP_ANSWERED, 202, true, SEND_LATER },
	{ "204 of a collector", false, HTTP_ANSWERED, 204, false, SEND_LATER },
	{ "204 of a put", true, HTTP_ANSWERED, 204, false, SEND_STORED },
	{ "202 of a put", true, HTTP_ANSWERED, 202, false, SEND_LATER },
	{ "301", false, HTTP_ANSWERED, 301, true, SEND_LATER },
	{ "307", true, HTTP_ANSWERED, 307, false, SEND_LATER },
	{ "400", false, HTTP_ANSWERED, 400, true, SEND_REFUSED },
	{ "401", false, HTTP_ANSWERED, 401, false, SEND_TOKEN },
	{ "403 of a put", true, HTTP_ANSWERED, 403, false, SEND_REFUSED },
	{ "404", false, HTTP_ANSWERED, 404, false, SEND_REFUSED },
	{ "408", false, HTTP_ANSWERED, 408, false, SEND_AGAIN },
	{ "413", false, HTTP_ANSWERED, 413, false, SEND_REFUSED },
	{ "425", false, HTTP_ANSWERED, 425, false, SEND_AGAIN },
	{ "429 of a put", true, HTTP_ANSWERED, 429, false, SEND_AGAIN },
	{ "499", false, HTTP_ANSWERED, 499, false, SEND_REFUSED },
	{ "500, and named", false, HTTP_ANSWERED, 500, true, SEND_AGAIN },
	{ "599", false, HTTP_ANSWERED, 599, false, SEND_AGAIN },
	{ "no answer", false, HTTP_UNREACHABLE, 201, true, SEND_AGAIN },
	{ "another server", false, HTTP_UNTRUSTED, 201, true, SEND_LATER },
	{ "not askable", false, HTTP_UNUSABLE, 0, false, SEND_LATER },
};

static void
test_meaning(void)
{
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		const struct send_target target = { .put = answers[i].put };
		const struct http_answer answer = { .outcome = answers[i].outcome, .status = answers[i].status };
		t_num(send_meaning(&target, &answer, answers[i].names_run), answers[i].want, answers[i].name);
	}
}

enum { NOW = 784111767 }; /* Sun, 06 Nov 1994 08:49:27 GMT */
static const struct {
	const char *value;
	long long want_ms;
} waits[] = {
	{ "", 0 },
	{ "0", 0 },
	{ "7", 7000 },
	{ " 7", 7000 },
	{ "7 seconds", 0 },
	{ "-7", 0 },
	{ "99999999999999999999999", 86400000 },
	{ "100000", 86400000 },
	{ "Sun, 06 Nov 1994 08:49:37 GMT", 10000 },
	{ "Sunday, 06-Nov-94 08:49:37 GMT", 10000 },
	{ "Sun Nov  6 08:49:37 1994", 10000 },
	{ "Sun, 06 Nov 1994 08:49:17 GMT", 0 },
	{ "Sun, 06 Nov 2094 08:49:17 GMT", 86400000 },
	{ "soon", 0 },
};

static void
test_pauses(void)
{
	for (size_t i = 0; i < sizeof waits / sizeof *waits; i++)
		t_num(send_retry_after_ms(waits[i].value, NOW), waits[i].want_ms, waits[i].value);
	/* The bound doubles up to the longest; a bound is reached by the greatest random number below it. */
	static const long long bounds[] = { 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000 };
	for (unsigned i = 0; i < sizeof bounds / sizeof *bounds; i++) {
		char row[32];
		snprintf(row, sizeof row, "attempt %u", i + 1);
		t_num(send_pause_ms(i + 1, (uint64_t)bounds[i], 0), bounds[i], row);
		t_num(send_pause_ms(i + 1, (uint64_t)bounds[i] + 1, 0), 0, row);
		t_num(send_pause_ms(i + 1, 5, 7000), 7005, row);
	}
	t_num(send_pause_ms(4000000000u, UINT64_MAX, 0) <= SEND_LONGEST_PAUSE_MS, 1, "any attempt");
}

static void
test_pins(void)
{
	static const char one[] = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	char two[128];
	snprintf(two, sizeof two, "%s;%s", one, one);
	t_ok(send_pin_ok(one) && send_pin_ok(two), "pins", "taken");
	t_ok(!send_pin_ok("") && !send_pin_ok("/etc/key.pem") && !send_pin_ok("sha256//AAAA=") && !send_pin_ok(one + 1), "pins", "refused");
	snprintf(two, sizeof two, "%s;", one);
	t_ok(!send_pin_ok(two), "pins", "nothing behind the semicolon");
}

static struct spool_item
item_of(const char *to, const char *workstation, const char *run, const char *bytes)
{
	return (struct spool_item){ .to = to, .workstation = workstation, .run = run, .bytes = bytes, .n = strlen(bytes) };
}

static size_t
n_waiting(const struct spool *spool, struct arena *arena)
{
	size_t n;
	(void)spool_list(spool, arena, &n);
	return n;
}

static void
test_spool(void)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct spool spool, other;
	struct spool_item read;
	bool damaged;
	char folder[] = "/tmp/units-spool.XXXXXX";
	if (!mkdtemp(folder))
		abort();
	t_ok(spool_open(&spool, folder, &err) && spool_open(&other, folder, &err), "spool", "opens");
	struct spool_item a = item_of("https://c", "w1", "r1", "{\n\n1}"), b = item_of("https://c", "w1", "r2", "{2}"),
			  c = item_of("https://c", "w2", "r1", "{3}"), d = item_of("https://d", "w1", "r1", "{4}");
	a.token_file = "/t: x";
	t_ok(spool_put(&spool, &a, false, &err) && spool_put(&spool, &a, false, &err), "the same twice", "put");
	t_num((long long)n_waiting(&spool, &arena), 1, "the same twice is one");
	t_ok(spool_read(&spool, a.name, &arena, &read, &damaged), "read", "there");
	t_text(read.to, "https://c", "to");
	t_text(read.token_file, "/t: x", "token file");
	t_text(read.pin, NULL, "no pin");
	t_ok(read.n == a.n && memcmp(read.bytes, a.bytes, a.n) == 0, "document", "byte for byte");
	t_ok(spool_put(&spool, &c, true, &err) && spool_put(&spool, &d, true, &err), "others", "put");
	t_num((long long)n_waiting(&spool, &arena), 3, "others do not take its place");
	t_ok(spool_put(&spool, &b, true, &err), "newer run", "put");
	t_num((long long)n_waiting(&spool, &arena), 3, "it takes the place of the older");
	t_ok(!spool_read(&spool, a.name, &arena, &read, &damaged) && !damaged, "the older", "gone");

	/* Put anew while it was on its way: what was sent is not what is there. */
	t_ok(spool_read(&spool, b.name, &arena, &read, &damaged), "on its way", "read");
	struct spool_item again = item_of("https://c", "w1", "r2", "{2, judged anew}");
	t_ok(spool_put(&other, &again, true, &err), "anew", "put");
	spool_remove(&spool, &read);
	t_num((long long)n_waiting(&spool, &arena), 3, "the new one stays");
	t_ok(spool_read(&spool, b.name, &arena, &read, &damaged), "anew", "read");
	spool_remove(&spool, &read);
	t_num((long long)n_waiting(&spool, &arena), 2, "what was stored goes");

	const char *name_of_c = arena_strdup(&arena, c.name);
	t_ok(spool_take_turn(&spool) && !spool_take_turn(&other), "turns", "one at a time");
	spool_fini(&spool);
	t_ok(spool_take_turn(&other), "turns", "the next when the first is done");

	t_ok(spool_read(&other, name_of_c, &arena, &read, &damaged), "refused", "read");
	const char *aside = spool_put_aside(&other, &read, "400: no");
	t_ok(aside && access(aside, R_OK) == 0, "refused", "aside");
	t_num((long long)n_waiting(&other, &arena), 1, "refused waits no more");
	struct spool_item broken = item_of("https://c\nx: y", "w1", "r9", "{}");
	t_ok(!spool_put(&other, &broken, false, &err), "line break in a name", "refused");
	err = (struct err){ 0 };
	for (size_t i = 0; !err.status && i < 2 * SPOOL_MAX_ITEMS; i++) {
		struct spool_item one = item_of("https://c", "many", arena_printf(&arena, "%zu", i), "{}");
		spool_put(&other, &one, false, &err);
	}
	t_num(err.status, EXIT_CANNOT_CREATE, "a full spool says so, and drops nothing");
	t_num((long long)n_waiting(&other, &arena), SPOOL_MAX_ITEMS, "full");
	spool_fini(&other);
	size_t n;
	for (size_t k = 0; k < 2; k++) {
		const char *sub = arena_printf(&arena, "%s/%s", folder, k ? "refused" : "spool");
		const char **names = state_list(sub, &arena, &n);
		for (size_t i = 0; i < n; i++)
			unlink(arena_printf(&arena, "%s/%s", sub, names[i]));
		unlink(arena_printf(&arena, "%s/.changes", sub));
		unlink(arena_printf(&arena, "%s/.sending", sub));
		rmdir(sub);
	}
	t_num(rmdir(folder), 0, "nothing else was left behind");
	arena_fini(&arena);
}

static const struct {
	const char *name, *text;
	mode_t mode;
	const char *want;
	int status;
} secrets[] = {
	{ "a line", "CANARY\n", 0600, "CANARY", 0 },
	{ "from Windows", "CANARY\r\n", 0400, "CANARY", 0 },
	{ "open to a group", "CANARY\n", 0640, NULL, EXIT_PERMISSION },
	{ "open to all", "CANARY\n", 0604, NULL, EXIT_PERMISSION },
	{ "empty", "", 0600, NULL, EXIT_CONFIG },
	{ "two lines", "CAN\nARY\n", 0600, NULL, EXIT_CONFIG },
	{ "a header in it", "CANARY\r\nX: y", 0600, NULL, EXIT_CONFIG },
};

static void
test_secrets(void)
{
	struct arena arena = { 0 };
	char path[] = "/tmp/units-secret.XXXXXX";
	int fd = mkstemp(path);
	if (fd < 0)
		abort();
	close(fd);
	for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
		struct err err = { 0 };
		t_ok(state_write(path, secrets[i].text, strlen(secrets[i].text), &err), secrets[i].name, "written");
		chmod(path, secrets[i].mode);
		t_text(state_secret(path, &arena, &err), secrets[i].want, secrets[i].name);
		t_num(err.status, secrets[i].status, secrets[i].name);
	}
	unlink(path);
	struct err err = { 0 };
	t_text(state_secret(path, &arena, &err), NULL, "not there");
	t_num(err.status, EXIT_NO_INPUT, "not there");
	arena_fini(&arena);
}

static const CU_TestInfo tests[] = {
	{ "targets", test_targets },
	{ "meaning of answers", test_meaning },
	{ "pauses", test_pauses },
	{ "pins", test_pins },
	{ "spool", test_spool },
	{ "secrets in files", test_secrets },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_send = { "send", tests };
