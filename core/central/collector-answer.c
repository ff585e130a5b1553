/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "central/collector-inside.h"

static const struct {
	unsigned status;
	const char *word, *sentence;
} refusals[REFUSAL_COUNT] = {
#define REFUSAL(id, status, word, sentence) { status, word, sentence },
#include "central/refusals.def"
#undef REFUSAL
};

static void
add_header(struct httpd_answer *answer, const char *name, const char *value)
{
	for (size_t i = 0; i < HTTPD_MAX_HEADERS; i++)
		if (!answer->headers[i].name) {
			answer->headers[i] = (struct httpd_header){ name, value };
			return;
		}
}

/* The page says itself which of its parts may act, in its head; the server says it too, where nothing in the page can
 * undo it, and that no other page may frame it. */
static const char *
page_policy(struct visit *visit, const char *bytes, size_t n)
{
	static const char mark[] = "http-equiv=\"Content-Security-Policy\" content=\"", tail[] = "frame-ancestors 'none'";
	const char *head = arena_copy(&visit->arena, bytes, n < 8192 ? n : 8192), *p = strstr(head, mark);
	const char *end = p ? strchr(p += sizeof mark - 1, '"') : NULL;
	char *policy = arena_alloc(&visit->arena, (end ? (size_t)(end - p) : 0) + sizeof tail + 2), *out = policy;
	if (!end)
		return "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
	while (p < end) {
		bool quote = strncmp(p, "&#39;", 5) == 0;
		*out++ = quote ? '\'' : *p;
		p += quote ? 5 : 1;
	}
	snprintf(out, sizeof tail + 2, "; %s", tail);
	return policy;
}

void
answer_send(struct visit *visit, unsigned status, const char *type, const void *bytes, size_t n, void (*release)(void *), void *owner)
{
	struct httpd_answer *a = &visit->request->answer;
	bool page = strncmp(type, "text/html", 9) == 0;
	a->status = status;
	a->body = bytes;
	a->n_body = n;
	a->release = release;
	a->owner = owner;
	add_header(a, "Content-Type", type);
	add_header(a, "Cache-Control", "no-store");
	add_header(a, "Content-Security-Policy", page ? page_policy(visit, bytes, n) : "default-src 'none'; frame-ancestors 'none'");
	add_header(a, "Referrer-Policy", "no-referrer");
	add_header(a, "X-Content-Type-Options", "nosniff");
	if (page)
		add_header(a, "Vary", "Accept-Language");
}

void
answer_members(struct visit *visit, unsigned status, const struct document_member *members, size_t n)
{
	struct document_text text = document_answer(members, n, &visit->arena);
	answer_send(visit, status, "application/json", text.bytes, text.n, NULL, NULL);
}

/* The methods that are known where the target leads. */
static const char *
allowed(struct visit *visit)
{
	static const char *const methods[] = { "GET", "POST" };
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		enum refusal why;
		const char *argument, *query;
		if (route_find(methods[i], visit->request->target, &visit->arena, &argument, &query, &why))
			return i == 0 ? "GET, HEAD" : methods[i];
	}
	return "";
}

void
answer_refuse(struct visit *visit, enum refusal why, const char *detail, unsigned retry_seconds)
{
	const struct document_member members[] = {
		{ "detail", detail },
		{ "error", refusals[why].word },
		{ "reason", refusals[why].sentence },
	};
	struct httpd_answer *a = &visit->request->answer;
	visit->word = refusals[why].word;
	answer_members(visit, refusals[why].status, members, sizeof members / sizeof *members);
	if (why == REFUSE_TOKEN || why == REFUSE_SECRET)
		add_header(a, "WWW-Authenticate", visit->route && visit->route->person ? "Basic realm=\"mailaccord\", charset=\"UTF-8\"" : "Bearer realm=\"mailaccord\"");
	if (why == REFUSE_METHOD)
		add_header(a, "Allow", allowed(visit));
	if (refusals[why].status == 503 && !retry_seconds)
		retry_seconds = RETRY_SECONDS;
	if (retry_seconds)
		add_header(a, "Retry-After", arena_printf(&visit->arena, "%u", retry_seconds));
}
