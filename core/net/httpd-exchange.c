/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of a request: httpd_on_uri() when its first line is there,
 * httpd_on_access() for the head, for each piece of the body and at its end,
 * httpd_on_done() at last.  All of one connection happens in one thread of the
 * library, also after resume().
 */
#include <stdlib.h>
#include <string.h>

#include "net/httpd-private.h"

enum { FIRST_BYTES = 16 * 1024 };

/* A request as this room sees it. */
struct exchange {
	struct httpd_request request; /* first, so that one pointer is both */
	struct httpd_server *server;
	struct MHD_Connection *connection;
	struct httpd_line *line;
	char *target, *body;
	size_t room, n_dropped;
	bool begun, ended, waits, queued;
};

static void
line_waits(struct httpd_server *server, struct httpd_line *line, enum httpd_waiting waiting)
{
	pthread_mutex_lock(&server->lock);
	line->waiting = waiting;
	line->since = httpd_now();
	pthread_mutex_unlock(&server->lock);
}

/* ---- what the handler may call ---- */

static void
suspend(struct httpd_request *request)
{
	struct exchange *x = (struct exchange *)(void *)request;
	x->waits = true;
	line_waits(x->server, x->line, WAIT_NOTHING);
	MHD_suspend_connection(x->connection);
}

static void
resume(struct httpd_request *request)
{
	MHD_resume_connection(((struct exchange *)(void *)request)->connection);
}

/* ---- the body ---- */

static bool
make_room(struct exchange *x, size_t n)
{
	size_t room = x->room ? x->room : FIRST_BYTES;
	while (room < x->request.n_body + n + 1)
		room *= 2;
	if (room == x->room)
		return true;
	size_t more = room - x->room;
	if (atomic_fetch_add(&x->server->bodies_bytes, more) + more > x->server->limits.bodies_bytes) {
		atomic_fetch_sub(&x->server->bodies_bytes, more);
		return false;
	}
	char *body = realloc(x->body, room);
	if (!body) {
		atomic_fetch_sub(&x->server->bodies_bytes, more);
		return false;
	}
	x->body = body;
	x->room = room;
	return true;
}

static void
drop_body(struct exchange *x)
{
	free(x->body);
	atomic_fetch_sub(&x->server->bodies_bytes, x->room);
	x->body = NULL;
	x->room = x->request.n_body = 0;
}

static void
take_body(struct exchange *x, const char *bytes, size_t n)
{
	struct httpd_request *r = &x->request;
	if (r->answer.status || r->trouble) {
		x->n_dropped += n;
		return;
	}
	if (n > r->max_body_bytes - r->n_body)
		r->trouble = HTTPD_TOO_LARGE;
	else if (!make_room(x, n))
		r->trouble = HTTPD_BUSY;
	if (r->trouble) {
		drop_body(x);
		return;
	}
	memcpy(x->body + r->n_body, bytes, n);
	r->n_body += n;
	x->body[r->n_body] = 0;
}

/* ---- the head ---- */

static enum MHD_Result
take_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct httpd_request *r = cls;
	const struct {
		const char *name, **slot;
	} wanted[] = {
		{ "Authorization", &r->authorization },
		{ "Content-Type", &r->content_type },
		{ "Content-Encoding", &r->content_encoding },
		{ "Accept", &r->accept },
		{ "Accept-Encoding", &r->accept_encoding },
		{ "Accept-Language", &r->accept_language },
	};
	(void)kind;
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (strcasecmp(name, wanted[i].name) == 0) {
			r->twice |= *wanted[i].slot != NULL;
			*wanted[i].slot = value ? value : "";
		}
	if (strcasecmp(name, "Content-Length") == 0 && value)
		r->content_length = strtoll(value, NULL, 10);
	return MHD_YES;
}

static void
take_head(struct exchange *x, const char *method)
{
	const union MHD_ConnectionInfo *peer = MHD_get_connection_info(x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	struct httpd_request *r = &x->request;
	r->method = method;
	r->content_length = -1;
	listen_peer(peer ? peer->client_addr : NULL, r->peer);
	MHD_get_connection_values(x->connection, MHD_HEADER_KIND, take_header, r);
}

/* ---- the answer ---- */

static enum MHD_Result
send_answer(struct exchange *x)
{
	struct httpd_answer *a = &x->request.answer;
	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(a->n_body, (void *)(uintptr_t)(a->body ? a->body : ""), a->release, a->owner);
	if (!response)
		return MHD_NO;
	x->queued = true;
	for (size_t i = 0; i < HTTPD_MAX_HEADERS && a->headers[i].name; i++)
		MHD_add_response_header(response, a->headers[i].name, a->headers[i].value);
	pthread_mutex_lock(&x->server->lock);
	bool last = x->server->draining;
	pthread_mutex_unlock(&x->server->lock);
	if (last)
		MHD_add_response_header(response, "Connection", "close");
	line_waits(x->server, x->line, WAIT_ANSWER);
	enum MHD_Result result = MHD_queue_response(x->connection, a->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result
begin(struct exchange *x, const char *method)
{
	struct httpd_server *server = x->server;
	take_head(x, method);
	pthread_mutex_lock(&server->lock);
	server->n_requests++;
	pthread_mutex_unlock(&server->lock);
	x->begun = true;
	line_waits(server, x->line, WAIT_BODY);
	server->handler.begin(server->handler.ctx, &x->request);
	return !x->waits && x->request.answer.status ? send_answer(x) : MHD_YES;
}

enum MHD_Result
httpd_on_access(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes,
    size_t *n_bytes, void **own)
{
	struct exchange *x = *own;
	(void)cls, (void)connection, (void)url, (void)version;
	if (!x || !x->line)
		return MHD_NO;
	if (!x->begun)
		return begin(x, method);
	bool resumed = x->waits;
	x->waits = false;
	if (resumed && !x->ended) {
		/* The library says the head again. */
		line_waits(x->server, x->line, WAIT_BODY);
		if (!*n_bytes)
			return x->request.answer.status ? send_answer(x) : MHD_YES;
	}
	if (*n_bytes) {
		take_body(x, bytes, *n_bytes);
		*n_bytes = 0;
		/* Who goes on sending what is not wanted is not listened to for ever. */
		return x->n_dropped > x->server->limits.bodies_bytes ? MHD_NO : MHD_YES;
	}
	if (!x->ended && !x->request.answer.status) {
		x->ended = true;
		x->request.body = x->body ? x->body : "";
		line_waits(x->server, x->line, WAIT_NOTHING);
		x->server->handler.end(x->server->handler.ctx, &x->request);
		if (x->waits)
			return MHD_YES;
	}
	return send_answer(x);
}

/* ---- life ---- */

static struct httpd_line *
line_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

void *
httpd_on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
{
	struct exchange *x = calloc(1, sizeof *x);
	if (!x || !(x->target = strdup(uri))) {
		free(x);
		return NULL;
	}
	x->server = cls;
	x->connection = connection;
	x->line = line_of(connection);
	x->request.target = x->target;
	x->request.suspend = suspend;
	x->request.resume = resume;
	return x;
}

void
httpd_on_done(void *cls, struct MHD_Connection *connection, void **own, enum MHD_RequestTerminationCode why)
{
	struct exchange *x = *own;
	struct httpd_server *server = cls;
	(void)connection, (void)why;
	if (!x)
		return;
	if (x->begun)
		server->handler.gone(server->handler.ctx, &x->request);
	if (!x->queued && x->request.answer.status && x->request.answer.release)
		x->request.answer.release(x->request.answer.owner);
	drop_body(x);
	pthread_mutex_lock(&server->lock);
	server->n_requests -= x->begun;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
	if (x->line)
		line_waits(server, x->line, WAIT_HEAD);
	free(x->target);
	free(x);
	*own = NULL;
}
