/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the module "httpd" share.
 */
#ifndef NET_HTTPD_PRIVATE_H
#define NET_HTTPD_PRIVATE_H

#include <gnutls/abstract.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/lang.h"
#include "net/httpd.h"

/* ---- certificates (httpd-tls.c) ---- */

/* One certificate with its key; it stays until the server ends, because a
 * handshake may hold on to it. */
struct httpd_identity {
	struct httpd_identity *before;
	gnutls_pcert_st *chain;
	unsigned n_chain;
	gnutls_privkey_t key;
};

/* NULL and *WHY when it cannot be read, or the key is not the certificate's. */
struct httpd_identity *
identity_new(const struct httpd_tls *tls, const char **why);
/* Frees it and those before. */
void
identity_free(struct httpd_identity *identity);

/* ---- sockets (httpd-listen.c) ---- */

/* A listening socket, or -1 and *WHY.  *LOOPBACK: nobody but this machine reaches it.  ADDRESS gets "HOST:PORT". */
int
listen_open(const char *listen, char *address, size_t size, bool *loopback, const char **why);

/* PEER as bytes of IPv6. */
void
listen_peer(const struct sockaddr *peer, uint8_t out[HTTPD_PEER_BYTES]);

/* ---- the server (httpd.c) ---- */

/* What the client takes its time for; nothing while the handler works. */
enum httpd_waiting { WAIT_NOTHING, WAIT_HEAD, WAIT_BODY, WAIT_ANSWER, WAIT_COUNT };

/* A connection: who lets us wait too long is cut off. */
struct httpd_line {
	struct httpd_line *next, **link;
	int fd;
	enum httpd_waiting waiting;
	time_t since; /* monotonic */
};

struct httpd_server {
	struct MHD_Daemon *daemon;
	struct httpd_handler handler;
	struct httpd_limits limits;
	char address[80];
	_Atomic(struct httpd_identity *) identity;
	atomic_size_t bodies_bytes, connections;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	struct httpd_line *lines;
	size_t n_requests;
	bool draining, stopping;
	pthread_t watch;
};

/* Seconds of a clock that never goes back. */
time_t
httpd_now(void);

/* ---- requests (httpd-exchange.c): what the library calls; CLS is the server ---- */

void *
httpd_on_uri(void *cls, const char *uri, struct MHD_Connection *connection);
enum MHD_Result
httpd_on_access(void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version, const char *bytes,
    size_t *n_bytes, void **own);
void
httpd_on_done(void *cls, struct MHD_Connection *connection, void **own, enum MHD_RequestTerminationCode why);

#endif
