/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/link.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "document/reply.h"
#include "intake/machine.h"
#include "intake/settings.h"
#include "intake/state.h"

enum { DEFAULT_WAIT_SECONDS = 30, MAX_WAIT_SECONDS = 3600, LEAST_MS = 500, ATTEMPT_MS = 60000, MAX_ANSWER_BYTES = 64 << 20 };

/* ---- time ---- */

int64_t
link_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool
link_deadline(struct call *call, int64_t *deadline_ms)
{
	const struct opt_value *wait = &call->options[OPT_WAIT];
	int64_t seconds = DEFAULT_WAIT_SECONDS;
	if (wait->given && (!str_number(wait->text, &seconds) || seconds < 1 || seconds > MAX_WAIT_SECONDS))
		return err_set(&call->err, EXIT_USAGE, "--wait: should be a number of seconds from 1 to %d", MAX_WAIT_SECONDS);
	*deadline_ms = link_now_ms() + seconds * 1000;
	return true;
}

bool
link_pause(int64_t ms, int64_t deadline_ms)
{
	if (link_now_ms() + ms >= deadline_ms)
		return false;
	struct timespec t = { .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
	while (nanosleep(&t, &t) != 0 && errno == EINTR)
		;
	return true;
}

/* ---- the way ---- */

/* A later run may stand in another folder. */
static const char *
absolute(struct call *call, const char *path)
{
	char *here = path && !machine_path_is_whole(path) ? realpath(".", NULL) : NULL;
	const char *whole = here ? arena_printf(&call->arena, "%s/%s", here, path) : path;
	free(here);
	return whole;
}

struct link_way
link_way_of(struct call *call, const char *to)
{
	const struct opt_value *o = call->options;
	if (to && *to == '@')
		to = arena_printf(&call->arena, "@%s", absolute(call, to + 1));
	return (struct link_way){ to, absolute(call, o[OPT_TOKEN_FILE].text), absolute(call, o[OPT_CA_FILE].text), o[OPT_PIN].text };
}

/* The URL itself; "@FILE" keeps one with a secret in it out of the list of processes. */
static const char *
url_of(const char *to, struct arena *arena, struct err *err)
{
	size_t n;
	if (*to != '@')
		return to;
	char *bytes = common_read(to + 1, &n, err);
	const char *url = bytes ? arena_copy(arena, bytes, strcspn(bytes, "\r\n")) : NULL;
	free(bytes);
	return url;
}

/* A token belongs to the server that gave it, and is shown to no other. */
static const char *
usual_token_file(const struct send_target *target, const char *state, struct arena *arena)
{
	char *path = arena_printf(arena, "%s/token-%s", state, target->server);
	for (char *p = path + strlen(state) + 1; *p; p++)
		if (strchr(":[]", *p))
			*p = '_';
	return path;
}

bool
link_open(struct link *link, struct call *call, const struct link_way *way, const char *state, struct err *err)
{
	struct arena *arena = &call->arena;
	const char *proxy = call->options[OPT_PROXY].text, *url = url_of(way->to, arena, err);
	*link = (struct link){ .call = call, .way = *way, .proxy = proxy };
	if (!url || !send_target_parse(url, arena, &link->target, err))
		return false;
	if (way->pin && !send_pin_ok(way->pin))
		return err_set(err, EXIT_USAGE, "--pin: should be sha256// and the digest of the server's key in base64");
	if (proxy && strchr(proxy, '@'))
		return err_set(err, EXIT_USAGE, "--proxy: no name and password here, where everybody can see it; use the variable https_proxy");
	if (!link->target.put) {
		struct err missing = { 0 };
		link->token_file = way->token_file ? way->token_file : usual_token_file(&link->target, state, arena);
		link->token = state_secret(link->token_file, arena, &missing);
		/* One that is not there may be asked for; one that cannot be used is a mistake. */
		if (!link->token && (missing.status != EXIT_NO_INPUT || (way->token_file && !link_may_enrol(call))))
			return err_set(err, missing.status, "%s", missing.text);
	}
	link->http = loader_module("http", err);
	return link->http != NULL;
}

void
link_ask(const struct link *link, const char *method, const char *url, const char *body, size_t n_body, bool gzipped, int64_t deadline_ms,
    struct http_answer *answer)
{
	int64_t left = deadline_ms - link_now_ms();
	const struct http_request request = {
		.method = method,
		.url = url,
		.plain = link->target.plain,
		.token = link->target.put ? NULL : link->token,
		.ca_file = link->way.ca_file,
		.pin = link->way.pin,
		.proxy = link->proxy,
		.body = body,
		.n_body = n_body,
		.gzipped = gzipped,
		.max_bytes = MAX_ANSWER_BYTES,
		.total_ms = (long)(left < LEAST_MS ? LEAST_MS : left > ATTEMPT_MS ? ATTEMPT_MS : left),
	};
	link->http->ask(&request, answer);
}

const char *
link_why(const struct link *link, const struct http_answer *answer, struct arena *arena)
{
	struct document_reply reply = answer->body ? document_read_reply(answer->body, answer->n_body, arena) : (struct document_reply){ 0 };
	if (answer->outcome == HTTP_UNTRUSTED)
		return arena_printf(arena, _("it is not known to be the right server (%s)"), answer->why);
	if (answer->outcome != HTTP_ANSWERED)
		return answer->why;
	if (answer->status >= 300 && answer->status < 400) {
		struct send_target target;
		struct err ignored = { 0 };
		bool elsewhere = send_target_parse(answer->location, arena, &target, &ignored);
		return elsewhere ? arena_printf(arena, _("it sends elsewhere (%d, to %s), which is not followed"), answer->status, target.visible)
				 : arena_printf(arena, _("it sends elsewhere (%d), which is not followed"), answer->status);
	}
	if (reply.reason)
		return arena_printf(arena, "%d: %s", answer->status, reply.reason);
	if (answer->status == 200 || answer->status == 201)
		return link->target.put ? NULL : _("its answer does not say that the scan is stored; is it a collector?");
	return arena_printf(arena, _("it answered with status %d"), answer->status);
}

/* ---- enrolment ---- */

bool
link_may_enrol(struct call *call)
{
	return call->options[OPT_ENROL_SECRET_FILE].given || (call->standing && settings_secret(&call->arena));
}

bool
link_enrol(struct link *link, bool again, int64_t deadline_ms, bool *later, struct err *err)
{
	struct call *call = link->call;
	struct arena *arena = &call->arena;
	const char *secret_file = call->options[OPT_ENROL_SECRET_FILE].text;
	*later = false;
	if (link->target.put || !link_may_enrol(call) || (link->token && !again))
		return true;
	const char *secret = secret_file ? state_secret(secret_file, arena, err) : settings_secret(arena);
	if (!secret)
		return false;
	struct workstation here = machine_here(arena);
	struct http_answer answer;
	size_t n;
	const char *body = document_enrol_request(&here, arena, &n);
	link->token = secret;
	link_ask(link, "POST", send_url(&link->target, "/v1/enrol", arena), body, n, false, deadline_ms, &answer);
	link->token = NULL;
	bool given = answer.outcome == HTTP_ANSWERED && (answer.status == 200 || answer.status == 201);
	const char *token = given ? document_read_reply(answer.body, answer.n_body, arena).token : NULL;
	if (!token) {
		enum send_result meaning = send_meaning(&link->target, &answer, false);
		*later = meaning == SEND_AGAIN || meaning == SEND_LATER;
		err_set(err, EXIT_UNAVAILABLE, "%s: no token was given: %s", link->target.visible, given ? _("there is none in the answer") : link_why(link, &answer, arena));
	} else if (state_write(link->token_file, token, strlen(token), err)) {
		link->token = token;
		if (!secret_file)
			settings_forget_secret();
	}
	free(answer.body);
	return link->token != NULL;
}
