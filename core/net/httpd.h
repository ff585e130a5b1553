/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An HTTP server: the module "httpd" (libmicrohttpd, and GnuTLS for TLS).
 * What a request means is the handler's; this room knows sockets, time and
 * size.  Hand round the constant that loader_module("httpd") gives.
 *
 * A request is a head, to which begin() may answer at once, and a body, after
 * which end() must.  Both are called by one of a few threads that serve all
 * connections and must not wait: what takes time is put aside with suspend(),
 * given to another thread, and that one calls resume() when there is an answer
 * (or, of begin(), when the body may come).
 */
#ifndef NET_HTTPD_H
#define NET_HTTPD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HTTPD_PEER_BYTES = 16, HTTPD_MAX_HEADERS = 10 };

struct httpd_header {
	const char *name, *value;
};

/* What is sent back.  Names and values must live until gone(). */
struct httpd_answer {
	unsigned status; /* 0: there is no answer yet */
	struct httpd_header headers[HTTPD_MAX_HEADERS]; /* the first without a name ends them */
	const void *body;
	size_t n_body;
	void (*release)(void *owner); /* of the body, when it is sent; may be NULL */
	void *owner;
};

/* Why there is no body though one was sent. */
enum httpd_trouble {
	HTTPD_FINE,
	HTTPD_TOO_LARGE, /* for the handler's limit */
	HTTPD_BUSY, /* the bodies of all requests together fill the memory they may have */
};

struct httpd_request {
	/* As sent; NULL: it was not.  Nothing is decoded. */
	const char *method;
	const char *target; /* path and, behind '?', the query */
	const char *authorization, *content_type, *content_encoding, *accept, *accept_encoding, *accept_language;
	bool twice; /* one of these headers was sent more than once */
	int64_t content_length; /* -1: it is not told before */
	uint8_t peer[HTTPD_PEER_BYTES]; /* IPv6; IPv4 as ::ffff:a.b.c.d */
	const char *body; /* in end(): a NUL stands behind; never NULL then */
	size_t n_body;
	enum httpd_trouble trouble;
	/* For the handler to set. */
	size_t max_body_bytes; /* in begin(); 0: a body is not read */
	struct httpd_answer answer;
	void *own; /* anything of the handler's */
	void (*suspend)(struct httpd_request *request);
	void (*resume)(struct httpd_request *request);
};

struct httpd_handler {
	void *ctx;
	void (*begin)(void *ctx, struct httpd_request *request);
	void (*end)(void *ctx, struct httpd_request *request);
	/* The answer is sent, or the client went away: the request is freed after this.  Called for each
	 * that begin() saw. */
	void (*gone)(void *ctx, struct httpd_request *request);
};

struct httpd_limits {
	unsigned threads; /* that serve connections */
	unsigned connections, connections_per_address;
	/* How long a client may take in all, however steadily its bytes trickle: */
	unsigned head_seconds; /* from the connection, or the answer before, to the end of the head */
	unsigned body_seconds; /* from there to the end of the body */
	unsigned answer_seconds; /* to take the answer */
	size_t head_bytes;
	size_t bodies_bytes; /* of all requests together */
};

/* PEM texts; the certificate with those that lead to its root behind it. */
struct httpd_tls {
	const char *certificate, *key;
	size_t n_certificate, n_key;
};

struct httpd_server;

struct httpd {
	size_t size;
	/* Listens on "HOST:PORT", "[ADDRESS]:PORT" or ":PORT" (all addresses); port 0 is any that is free.  TLS
	 * NULL is plain HTTP, and refused on an address that others can reach.  NULL and *WHY, a clause in English
	 * that stays. */
	struct httpd_server *(*start)(const char *listen, const struct httpd_tls *tls, const struct httpd_limits *limits,
	    const struct httpd_handler *handler, const char **why);
	/* The address listened on, "127.0.0.1:8443"; the server's. */
	const char *(*address)(const struct httpd_server *server);
	/* New connections get this certificate.  False and *WHY: the old one stays. */
	bool (*renew)(struct httpd_server *server, const struct httpd_tls *tls, const char **why);
	/* No more connections; waits up to SECONDS until all requests are answered.  Returns how many are not:
	 * the handler must resume those before stop(). */
	size_t (*drain)(struct httpd_server *server, unsigned seconds);
	/* Ends and frees it; SERVER may be NULL. */
	void (*stop)(struct httpd_server *server);
	/* Connections there are now. */
	size_t (*connections)(const struct httpd_server *server);
};

extern const struct httpd mailaccord_module_httpd;

#endif
