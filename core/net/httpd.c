/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server: its daemon, its connections, and who watches that nobody takes
 * too long.
 */
#include "net/httpd.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/httpd-private.h"

enum { SLACK_SECONDS = 60 };

time_t
httpd_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
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
		*line = (struct httpd_line){ .fd = fd ? fd->connect_fd : -1, .waiting = WAIT_HEAD, .since = httpd_now() };
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
	return MHD_start_daemon(flags, 0, NULL, NULL, httpd_on_access, server,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_THREAD_POOL_SIZE, l->threads > 1 ? l->threads : 0,
	    MHD_OPTION_CONNECTION_LIMIT, l->connections,
	    MHD_OPTION_PER_IP_CONNECTION_LIMIT, l->connections_per_address,
	    MHD_OPTION_CONNECTION_TIMEOUT, slowest + SLACK_SECONDS,
	    MHD_OPTION_CONNECTION_MEMORY_LIMIT, l->head_bytes,
	    MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_URI_LOG_CALLBACK, httpd_on_uri, server,
	    MHD_OPTION_NOTIFY_COMPLETED, httpd_on_done, server,
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
