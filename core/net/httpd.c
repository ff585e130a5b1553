/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of a request: on_uri() when its first line is there, on_access() for
 * the head, for each piece of the body and at its end, on_done() at last.  All
 * of one connection happens in one thread of the library, also after resume().
 */
#include "net/httpd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/httpd-private.h"

enum { FIRST_BYTES = 16 * 1024, SLACK_SECONDS = 60 };

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

static time_t
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

static void
line_waits(struct httpd_server *server, struct httpd_line *line, enum httpd_waiting waiting)
{
	pthread_mutex_lock(&server->lock);
	line->waiting = waiting;
	line->since = now();
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

static enum MHD_Result
on_access(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes,
    size_t *n_bytes, void **own)
{
	struct exchange *x = *own;
	(void)cls, (void)connection, (void)url, (void)version;
	if (!x || !x->line)
		return MHD_NO;
	if (!x->begun)
		return begin(x, method);
	if (x->waits && !x->ended)
		line_waits(x->server, x->line, WAIT_BODY);
	x->waits = false;
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

static void *
on_uri(void *cls, const char *uri, struct MHD_Connection *connection)
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

static void
on_done(void *cls, struct MHD_Connection *connection, void **own, enum MHD_RequestTerminationCode why)
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

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context, enum MHD_ConnectionNotificationCode code)
{
	struct httpd_server *server = cls;
	struct httpd_line *line = *context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
		const union MHD_ConnectionInfo *tls = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
		/* Where on_certificate() finds us. */
		if (tls && tls->tls_session)
			gnutls_session_set_ptr(tls->tls_session, server);
		*context = line = calloc(1, sizeof *line);
		if (!line)
			return;
		*line = (struct httpd_line){ .fd = fd ? fd->connect_fd : -1, .waiting = WAIT_HEAD, .since = now() };
		pthread_mutex_lock(&server->lock);
		line->next = server->lines;
		line->link = &server->lines;
		if (line->next)
			line->next->link = &line->next;
		server->lines = line;
		pthread_mutex_unlock(&server->lock);
		atomic_fetch_add(&server->connections, 1);
	} else if (line) {
		pthread_mutex_lock(&server->lock);
		*line->link = line->next;
		if (line->next)
			line->next->link = line->link;
		pthread_mutex_unlock(&server->lock);
		atomic_fetch_sub(&server->connections, 1);
		free(line);
		*context = NULL;
	}
}

static int
on_certificate(gnutls_session_t session, const gnutls_datum_t *names, int n_names, const gnutls_pk_algorithm_t *algorithms,
    int n_algorithms, gnutls_pcert_st **chain, unsigned *n_chain, gnutls_privkey_t *key)
{
	struct httpd_server *server = gnutls_session_get_ptr(session);
	struct httpd_identity *id = atomic_load(&server->identity);
	(void)names, (void)n_names, (void)algorithms, (void)n_algorithms;
	*chain = id->chain;
	*n_chain = id->n_chain;
	*key = id->key;
	return 0;
}

/* Cuts off who takes too long.  The library's own time-out starts anew with each byte. */
static void *
watch(void *cls)
{
	struct httpd_server *server = cls;
	const time_t most[WAIT_COUNT] = {
		[WAIT_HEAD] = server->limits.head_seconds,
		[WAIT_BODY] = server->limits.body_seconds,
		[WAIT_ANSWER] = server->limits.answer_seconds,
	};
	pthread_mutex_lock(&server->lock);
	while (!server->stopping) {
		struct timespec next;
		clock_gettime(CLOCK_MONOTONIC, &next);
		for (struct httpd_line *line = server->lines; line; line = line->next)
			if (line->waiting != WAIT_NOTHING && next.tv_sec - line->since > most[line->waiting])
				(void)shutdown(line->fd, SHUT_RDWR);
		next.tv_sec++;
		while (!server->stopping && pthread_cond_timedwait(&server->changed, &server->lock, &next) != ETIMEDOUT)
			;
	}
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void
server_free(struct httpd_server *server)
{
	identity_free(atomic_load(&server->identity));
	pthread_cond_destroy(&server->changed);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

static struct httpd_server *
server_new(const struct httpd_limits *limits, const struct httpd_handler *handler)
{
	struct httpd_server *server = calloc(1, sizeof *server);
	pthread_condattr_t monotonic;
	if (!server)
		return NULL;
	server->limits = *limits;
	server->handler = *handler;
	pthread_mutex_init(&server->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&server->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return server;
}

static struct MHD_Daemon *
daemon_start(struct httpd_server *server, int fd, bool tls)
{
	const struct httpd_limits *l = &server->limits;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0);
	struct MHD_OptionItem tls_options[] = {
		{ MHD_OPTION_HTTPS_CERT_CALLBACK, 0, (void *)(uintptr_t)on_certificate },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE" },
		{ MHD_OPTION_END, 0, NULL },
	};
	unsigned slowest = l->head_seconds > l->body_seconds ? l->head_seconds : l->body_seconds;
	if (l->answer_seconds > slowest)
		slowest = l->answer_seconds;
	return MHD_start_daemon(flags, 0, NULL, NULL, on_access, server,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_THREAD_POOL_SIZE, l->threads > 1 ? l->threads : 0,
	    MHD_OPTION_CONNECTION_LIMIT, l->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, l->connections_per_address,
	    MHD_OPTION_CONNECTION_TIMEOUT, slowest + SLACK_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, l->head_bytes,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_URI_LOG_CALLBACK, on_uri, server,
	    MHD_OPTION_NOTIFY_COMPLETED, on_done, server,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
	    tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, tls_options,
	    MHD_OPTION_END);
}

static struct httpd_server *
httpd_start(const char *listen_on, const struct httpd_tls *tls, const struct httpd_limits *limits, const struct httpd_handler *handler,
    const char **why)
{
	struct httpd_server *server = server_new(limits, handler);
	bool loopback = false;
	*why = N_("out of memory");
	if (!server)
		return NULL;
	int fd = listen_open(listen_on, server->address, sizeof server->address, &loopback, why);
	if (fd >= 0 && tls) {
		atomic_store(&server->identity, identity_new(tls, why));
	} else if (fd >= 0 && !loopback) {
		*why = N_("others can reach this address, so it needs a certificate (--tls-cert and --tls-key)");
	} else if (fd >= 0) {
		*why = NULL;
	}
	if (fd >= 0 && !*why && !(server->daemon = daemon_start(server, fd, tls != NULL)))
		*why = N_("the server cannot be started");
	if (server->daemon && pthread_create(&server->watch, NULL, watch, server) == 0)
		return server;
	if (server->daemon) {
		*why = N_("no thread can be made");
		MHD_stop_daemon(server->daemon);
	} else if (fd >= 0) {
		close(fd);
	}
	server_free(server);
	return NULL;
}

static const char *
httpd_address(const struct httpd_server *server)
{
	return server->address;
}

static bool
httpd_renew(struct httpd_server *server, const struct httpd_tls *tls, const char **why)
{
	struct httpd_identity *id = identity_new(tls, why);
	if (!id)
		return false;
	id->before = atomic_load(&server->identity);
	atomic_store(&server->identity, id);
	return true;
}

static size_t
httpd_drain(struct httpd_server *server, unsigned seconds)
{
	struct timespec end;
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	pthread_mutex_lock(&server->lock);
	server->draining = true;
	pthread_mutex_unlock(&server->lock);
	int fd = MHD_quiesce_daemon(server->daemon);
	if (fd >= 0)
		close(fd);
	pthread_mutex_lock(&server->lock);
	while (server->n_requests && pthread_cond_timedwait(&server->changed, &server->lock, &end) != ETIMEDOUT)
		;
	size_t left = server->n_requests;
	pthread_mutex_unlock(&server->lock);
	return left;
}

static void
httpd_stop(struct httpd_server *server)
{
	if (!server)
		return;
	MHD_stop_daemon(server->daemon);
	pthread_mutex_lock(&server->lock);
	server->stopping = true;
	pthread_cond_broadcast(&server->changed);
	pthread_mutex_unlock(&server->lock);
	pthread_join(server->watch, NULL);
	server_free(server);
}

static size_t
httpd_connections(const struct httpd_server *server)
{
	return atomic_load(&server->connections);
}

const struct httpd mailaccord_module_httpd = {
	.size = sizeof mailaccord_module_httpd,
	.start = httpd_start,
	.address = httpd_address,
	.renew = httpd_renew,
	.drain = httpd_drain,
	.stop = httpd_stop,
	.connections = httpd_connections,
};
