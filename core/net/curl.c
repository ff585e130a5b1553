/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_MS = 10000, MAX_HEADERS = 4 };

/* What a failure of libcurl is to us; all others are HTTP_UNREACHABLE.  TOLD: libcurl's own words
 * name hosts and files at most; elsewhere they may quote a proxy with its password. */
static const struct {
	CURLcode code;
	enum http_outcome outcome;
	bool told;
} failures[] = {
	{ CURLE_PEER_FAILED_VERIFICATION, HTTP_UNTRUSTED, true },
	{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, HTTP_UNTRUSTED, true },
	{ CURLE_SSL_INVALIDCERTSTATUS, HTTP_UNTRUSTED, true },
	{ CURLE_SSL_ISSUER_ERROR, HTTP_UNTRUSTED, true },
	{ CURLE_SSL_CACERT_BADFILE, HTTP_UNUSABLE, true },
	{ CURLE_URL_MALFORMAT, HTTP_UNUSABLE, false },
	{ CURLE_UNSUPPORTED_PROTOCOL, HTTP_UNUSABLE, false },
	{ CURLE_OUT_OF_MEMORY, HTTP_UNUSABLE, false },
	{ CURLE_FAILED_INIT, HTTP_UNUSABLE, false },
	{ CURLE_NOT_BUILT_IN, HTTP_UNUSABLE, false },
	{ CURLE_UNKNOWN_OPTION, HTTP_UNUSABLE, false },
	{ CURLE_BAD_FUNCTION_ARGUMENT, HTTP_UNUSABLE, false },
	{ CURLE_COULDNT_RESOLVE_HOST, HTTP_UNREACHABLE, true },
	{ CURLE_COULDNT_CONNECT, HTTP_UNREACHABLE, true },
	{ CURLE_OPERATION_TIMEDOUT, HTTP_UNREACHABLE, true },
	{ CURLE_SSL_CONNECT_ERROR, HTTP_UNREACHABLE, true },
	{ CURLE_GOT_NOTHING, HTTP_UNREACHABLE, true },
	{ CURLE_RECV_ERROR, HTTP_UNREACHABLE, true },
};

struct reading {
	struct http_answer *answer;
	size_t max_bytes;
	bool too_large;
};

static size_t
take_body(char *bytes, size_t size, size_t n, void *ctx)
{
	struct reading *r = ctx;
	struct http_answer *a = r->answer;
	n *= size;
	r->too_large = n > r->max_bytes - a->n_body;
	char *more = r->too_large ? NULL : realloc(a->body, a->n_body + n + 1);
	if (!more)
		return 0;
	memcpy(more + a->n_body, bytes, n);
	a->body = more;
	a->n_body += n;
	return n;
}

static void
failed(struct http_answer *answer, CURLcode code, const char *words)
{
	bool told = false;
	answer->outcome = HTTP_UNREACHABLE;
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (failures[i].code == code) {
			answer->outcome = failures[i].outcome;
			told = failures[i].told && *words;
		}
	snprintf(answer->why, sizeof answer->why, "%s", told ? words : curl_easy_strerror(code));
	answer->why[strcspn(answer->why, "\r\n")] = 0;
	free(answer->body);
	answer->body = NULL;
	answer->n_body = 0;
}

static void
copy_header(CURL *curl, const char *name, char *out, size_t size)
{
	struct curl_header *header;
	if (curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &header) == CURLHE_OK)
		snprintf(out, size, "%s", header->value);
}

/* Who the server must be.  A pin without a file of certificates is for servers that nobody has certified. */
static CURLcode
set_trust(CURL *curl, const struct http_request *request)
{
	bool by_certificate = request->ca_file || !request->pin;
	CURLcode code = curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, (long)by_certificate);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, by_certificate ? 2L : 0L);
	if (!code && request->ca_file)
		code = curl_easy_setopt(curl, CURLOPT_CAINFO, request->ca_file);
	if (!code && request->pin)
		code = curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, request->pin);
	/* Windows alone asks whether a certificate was revoked; one of a company's own often does not say where to ask. */
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_SSL_OPTIONS, (long)CURLSSLOPT_REVOKE_BEST_EFFORT);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	return code;
}

static CURLcode
set_way(CURL *curl, const struct http_request *request)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_URL, request->url);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, request->plain ? "http" : "https");
	/* A proxy would be another machine, and would read along. */
	if (!code && request->plain)
		code = curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	else if (!code && request->proxy)
		code = curl_easy_setopt(curl, CURLOPT_PROXY, request->proxy);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_NETRC, (long)(request->token ? CURL_NETRC_IGNORED : CURL_NETRC_OPTIONAL));
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, request->total_ms);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, request->total_ms < CONNECT_MS ? request->total_ms : (long)CONNECT_MS);
	return code;
}

static CURLcode
set_body(CURL *curl, const struct http_request *request)
{
	CURLcode code = curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
	if (!code && request->body) {
		code = curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->n_body);
		if (!code)
			code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
	}
	return code;
}

/* The headers of the request, also those that libcurl should not add: "Expect" would cost a second.
 * NULL when there is no memory. */
static struct curl_slist *
make_headers(const struct http_request *request)
{
	struct curl_slist *list = NULL;
	char *bearer = NULL;
	size_t n = request->token ? strlen(request->token) + sizeof "Authorization: Bearer " : 0;
	if (n && (bearer = malloc(n)))
		snprintf(bearer, n, "Authorization: Bearer %s", request->token);
	const char *const lines[MAX_HEADERS] = {
		"Expect:",
		request->body ? "Content-Type: application/json" : NULL,
		request->gzipped ? "Content-Encoding: gzip" : NULL,
		bearer,
	};
	bool ok = !n || bearer;
	for (size_t i = 0; ok && i < MAX_HEADERS + request->n_headers; i++) {
		const char *line = i < MAX_HEADERS ? lines[i] : request->headers[i - MAX_HEADERS];
		struct curl_slist *longer = line ? curl_slist_append(list, line) : list;
		ok = longer != NULL;
		list = ok ? longer : list;
	}
	if (bearer)
		explicit_bzero(bearer, n);
	free(bearer);
	if (ok)
		return list;
	curl_slist_free_all(list);
	return NULL;
}

static CURLcode
set_all(CURL *curl, const struct http_request *request, struct reading *reading, const struct curl_slist *headers, char *words)
{
	CURLcode code = set_trust(curl, request);
	if (!code)
		code = set_way(curl, request);
	if (!code)
		code = set_body(curl, request);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	/* What is for the server is not for a proxy. */
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_WRITEDATA, reading);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	if (!code)
		code = curl_easy_setopt(curl, CURLOPT_USERAGENT, "mailaccord");
	return code;
}

static void
ask(const struct http_request *request, struct http_answer *answer)
{
	char words[CURL_ERROR_SIZE] = "";
	struct reading reading = { answer, request->max_bytes, false };
	*answer = (struct http_answer){ .outcome = HTTP_UNUSABLE };
	CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
	if (code) {
		failed(answer, code, words);
		return;
	}
	CURL *curl = curl_easy_init();
	struct curl_slist *headers = make_headers(request);
	long status = 0;
	code = curl && headers ? set_all(curl, request, &reading, headers, words) : CURLE_OUT_OF_MEMORY;
	if (!code)
		code = curl_easy_perform(curl);
	if (!code)
		code = curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	if (!code && !answer->body)
		answer->body = calloc(1, 1);
	if (code || !answer->body) {
		failed(answer, code ? code : CURLE_OUT_OF_MEMORY, words);
		if (reading.too_large)
			snprintf(answer->why, sizeof answer->why, "its answer is longer than such an answer can be");
	} else {
		answer->outcome = HTTP_ANSWERED;
		answer->status = (int)status;
		answer->body[answer->n_body] = 0;
		copy_header(curl, "Retry-After", answer->retry_after, sizeof answer->retry_after);
		copy_header(curl, "Location", answer->location, sizeof answer->location);
	}
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	curl_global_cleanup();
}

const struct http mailaccord_module_http = {
	.size = sizeof mailaccord_module_http,
	.ask = ask,
};
