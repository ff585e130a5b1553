/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/webhook.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "intake/state.h"

enum { MAX_ANSWER_BYTES = 64 * 1024, ATTEMPT_MS = 15000 };

bool
webhook_open(struct webhook *webhook, struct call *call)
{
	const char *secret = call->options[OPT_WEBHOOK_SECRET_FILE].text, *to = call->options[OPT_WEBHOOK].text;
	struct link_way way = link_way_of(call, to);
	*webhook = (struct webhook){ 0 };
	if (*to == '@') {
		size_t n;
		char *bytes = common_read(way.to + 1, &n, &call->err);
		way.to = bytes ? arena_copy(&call->arena, bytes, strcspn(bytes, "\r\n")) : NULL;
		free(bytes);
		if (!way.to)
			return false;
	}
	/* To the link it is a place to put things: it is no collector, and our tokens are not for it. */
	way.to = arena_printf(&call->arena, "put+%s", way.to);
	webhook->pack = link_deadline(call, &webhook->deadline_ms) && link_open(&webhook->link, call, &way, "", &call->err) ? loader_module("pack", &call->err) : NULL;
	webhook->secret = webhook->pack ? state_secret(secret, &call->arena, &call->err) : NULL;
	return webhook->secret != NULL;
}

/* "t=SECONDS,v1=HEX" */
static const char *
signature(const struct webhook *webhook, const char *body, struct arena *arena)
{
	uint8_t digest[PACK_DIGEST_BYTES];
	const char *signed_text = arena_printf(arena, "%" PRId64 ".%s", (int64_t)time(NULL), body);
	char *hex = arena_alloc(arena, 2 * sizeof digest + 1);
	webhook->pack->hmac_sha256(webhook->secret, strlen(webhook->secret), signed_text, strlen(signed_text), digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return arena_printf(arena, "Mailaccord-Signature: t=%.*s,v1=%s", (int)strcspn(signed_text, "."), signed_text, hex);
}

static void
post(const struct webhook *webhook, const char *id, const char *body, struct http_answer *answer)
{
	struct arena arena = { 0 };
	const struct link *link = &webhook->link;
	const char *const headers[] = { arena_printf(&arena, "Idempotency-Key: %s", id), signature(webhook, body, &arena) };
	int64_t left = webhook->deadline_ms - link_now_ms();
	const struct http_request request = {
		.method = "POST",
		.url = link->target.url,
		.plain = link->target.plain,
		.ca_file = link->way.ca_file,
		.pin = link->way.pin,
		.proxy = link->proxy,
		.headers = headers,
		.n_headers = sizeof headers / sizeof *headers,
		.body = body,
		.n_body = strlen(body),
		.max_bytes = MAX_ANSWER_BYTES,
		.total_ms = (long)(left < 1000 ? 1000 : left > ATTEMPT_MS ? ATTEMPT_MS : left),
	};
	link->http->ask(&request, answer);
	arena_fini(&arena);
}

/* Is there any sense in trying again? */
static bool
may_get_better(const struct http_answer *answer)
{
	if (answer->outcome != HTTP_ANSWERED)
		return answer->outcome == HTTP_UNREACHABLE;
	return answer->status == 408 || answer->status == 429 || answer->status >= 500;
}

bool
webhook_deliver(const struct webhook *webhook, const char *id, const char *body, struct err *err)
{
	struct arena arena = { 0 };
	bool taken = false;
	for (unsigned attempt = 1; !taken; attempt++) {
		struct http_answer answer;
		uint64_t random;
		post(webhook, id, body, &answer);
		taken = answer.outcome == HTTP_ANSWERED && answer.status >= 200 && answer.status < 300;
		int64_t asked = send_retry_after_ms(answer.retry_after, (int64_t)time(NULL));
		bool again = !taken && may_get_better(&answer) && state_random(&random, sizeof random, err) &&
		    link_pause(send_pause_ms(attempt, random, asked), webhook->deadline_ms);
		if (!taken && !again)
			err_set(err, EXIT_UNAVAILABLE, "%s: the message is kept for the next run: %s", webhook->link.target.visible,
			    link_why(&webhook->link, &answer, &arena));
		free(answer.body);
		if (!again)
			break;
	}
	arena_fini(&arena);
	return taken;
}
