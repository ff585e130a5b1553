/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question to a web server and its answer: the module "http" (libcurl).
 * Hand round the constant that loader_module("http") gives.
 *
 * The server is always known before a byte of the request goes out: by its
 * certificate and name, or by its pinned key.  Nothing here turns that off.
 * Redirects are never followed; whoever asks decides what one means.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>

struct http_request {
	const char *method; /* "GET" "POST" "PUT" */
	const char *url; /* checked by send_target_parse */
	bool plain; /* http to this machine itself, past all proxies; else https */
	const char *token; /* sent as bearer; NULL: none, and ~/.netrc counts */
	const char *ca_file; /* certificates to trust instead of the system's, or NULL */
	const char *pin; /* "sha256//...": the server's key; without CA_FILE it alone decides.  Or NULL */
	const char *const *headers; /* "Name: value", beside those that follow from the rest */
	size_t n_headers;
	const char *proxy; /* NULL: as the environment says */
	const void *body; /* JSON; NULL: none */
	size_t n_body;
	bool gzipped; /* the body is */
	size_t max_bytes; /* of the answer's body */
	long total_ms; /* for all of it; at least 1 */
};

enum http_outcome {
	HTTP_ANSWERED,
	HTTP_UNREACHABLE, /* no answer, or only a part of one; perhaps later */
	HTTP_UNTRUSTED, /* it answers, and is not who it should be */
	HTTP_UNUSABLE, /* it cannot be asked with what was given */
};

struct http_answer {
	enum http_outcome outcome;
	int status; /* of HTTP_ANSWERED */
	char *body; /* malloc'd, a NUL behind; NULL unless HTTP_ANSWERED */
	size_t n_body;
	char retry_after[64]; /* these headers, cut off where they are too long; "" */
	char location[256];
	char why[256]; /* of the other outcomes: a clause in English, without anything secret */
};

struct http {
	size_t size;
	/* Fills ANSWER; its body is the caller's to free. */
	void (*ask)(const struct http_request *request, struct http_answer *answer);
};

extern const struct http mailaccord_module_http;

#endif
