/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests to the collector.  An input is lines: method, target, Authorization,
 * Content-Type, Content-Encoding, Accept, Accept-Language; what stands behind
 * them is the body.  A line "-" is a header that was not sent; "Bearer send" and
 * "Bearer read" stand for tokens that are valid.
 */
#include "host.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "central/collector.h"

enum { HEADERS = 7 };

struct fake {
	struct httpd_request request; /* first, so that one pointer is both */
	sem_t resumed;
	bool suspended;
};

static struct collector *collector;
static char tokens[2][128];

static void
suspend(struct httpd_request *request)
{
	((struct fake *)(void *)request)->suspended = true;
}

static void
resume(struct httpd_request *request)
{
	sem_post(&((struct fake *)(void *)request)->resumed);
}

/* libFuzzer's clock interrupts. */
static void
wait_for(struct fake *f)
{
	while (f->suspended && sem_wait(&f->resumed) != 0)
		;
	f->suspended = false;
}

/* As the server would; *BODY (if it is asked for) is malloc'd. */
static void
ask(struct httpd_request what, const char *bytes, size_t n, char **body)
{
	struct httpd_handler h = collector_handler(collector);
	struct fake f = { .request = what };
	static unsigned char peer;
	sem_init(&f.resumed, 0, 0);
	f.request.suspend = suspend;
	f.request.resume = resume;
	f.request.content_length = -1;
	f.request.peer[15] = ++peer; /* nobody comes too often */
	f.request.peer[3] = (uint8_t)(rand() & 0xff);
	h.begin(h.ctx, &f.request);
	wait_for(&f);
	if (!f.request.answer.status) {
		f.request.body = bytes;
		f.request.n_body = n;
		if (n > f.request.max_body_bytes)
			f.request.trouble = HTTPD_TOO_LARGE;
		h.end(h.ctx, &f.request);
		wait_for(&f);
	}
	const struct httpd_answer *a = &f.request.answer;
	host_insist(a->status >= 200 && a->status < 600 && a->status != 500, "no answer, or one of trouble");
	host_insist(a->body || !a->n_body, "a length without a body");
	host_insist(a->headers[0].name != NULL, "no type");
	for (size_t i = 0; i < HTTPD_MAX_HEADERS && a->headers[i].name; i++)
		host_insist(!strpbrk(a->headers[i].value, "\r\n"), "a header with a line break");
	if (body)
		*body = strndup(a->body, a->n_body);
	h.gone(h.ctx, &f.request);
	if (a->release)
		a->release(a->owner);
	sem_destroy(&f.resumed);
}

static const char *
now(struct arena *arena)
{
	return arena_strdup(arena, "2026-06-01T12:00:00Z");
}

static void
no_log(void *ctx, const char *line)
{
	(void)ctx;
	host_insist(!strpbrk(line, "\r\n"), "a line of the log that is two");
	host_insist(!strstr(line, "mat_"), "a token in the log");
}

static void
get_token(char *out, size_t size, const char *body)
{
	char *answer = NULL;
	ask((struct httpd_request){ .method = "POST", .target = "/v1/enrol", .authorization = "Bearer CANARY-0123456789" }, body, strlen(body), &answer);
	const char *token = strstr(answer, "mat_");
	host_insist(token != NULL, "no token");
	snprintf(out, size, "Bearer %.*s", (int)strcspn(token, "\""), token);
	free(answer);
}

static char path[] = "sqlite:/tmp/mailaccord-fuzz-XXXXXX";

static void
forget_store(void)
{
	static const char *const parts[] = { "", "-wal", "-shm" };
	collector_stop(collector);
	collector_free(collector);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char name[100];
		snprintf(name, sizeof name, "%s%s", path + strlen("sqlite:"), parts[i]);
		unlink(name);
	}
}

static void
begin(void)
{
	struct err err = { 0 };
	int fd = mkstemp(path + strlen("sqlite:"));
	static struct collector_options options = {
		.pack = &mailaccord_module_pack, .sql = &mailaccord_module_sqlite, .store = path, .tool = "fuzz", .clerks = 1, .per_second = 1e9, .per_token = 1e9, .now = now, .log = no_log,
	};
	host_insist(fd >= 0, "no store");
	close(fd);
	collector = collector_new(&options, &err);
	host_insist(collector && collector_secrets(collector, "read,gate,send CANARY-0123456789\n", "secrets", &err) && collector_start(collector, &err), err.text);
	get_token(tokens[0], sizeof *tokens, "{\"format\": \"mailaccord-enrol\", \"version\": 1, \"workstation\": \"PC-1\"}");
	get_token(tokens[1], sizeof *tokens, "{\"format\": \"mailaccord-enrol\", \"version\": 1, \"workstation\": \"PC-2\", \"scopes\": [\"read\", \"gate\"]}");
	atexit(forget_store);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *bytes = malloc(size + 1), *body = bytes;
	const char *line[HEADERS] = { NULL };
	if (!collector)
		begin();
	memcpy(bytes, data, size);
	bytes[size] = 0; /* as the server promises */
	for (int i = 0; i < HEADERS && body; i++) {
		char *end = memchr(body, '\n', size - (size_t)(body - bytes));
		if (end)
			*end = 0;
		line[i] = strcmp(body, "-") == 0 ? NULL : body;
		body = end ? end + 1 : NULL;
	}
	if (line[2] && strcmp(line[2], "Bearer send") == 0)
		line[2] = tokens[0];
	else if (line[2] && strcmp(line[2], "Bearer read") == 0)
		line[2] = tokens[1];
	if (line[0] && line[1])
		ask((struct httpd_request){ .method = line[0], .target = line[1], .authorization = line[2], .content_type = line[3], .content_encoding = line[4],
			.accept = line[5], .accept_language = line[6] }, body ? body : "", body ? size - (size_t)(body - bytes) : 0, NULL);
	free(bytes);
	return 0;
}
