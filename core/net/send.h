/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sending is, but for the network and the disk: where to, what an answer
 * means, how long to wait before the next attempt.  Pure.
 */
#ifndef NET_SEND_H
#define NET_SEND_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "net/http.h"

enum { SEND_FIRST_PAUSE_MS = 1000, SEND_LONGEST_PAUSE_MS = 60000 };

/* A web address that documents go to, or answers come from. */
struct send_target {
	const char *url; /* as libcurl takes it; of a collector without "/" at its end */
	const char *visible; /* for messages: without query, which may hold a secret */
	const char *server; /* "HOST:PORT", folded: what a token belongs to */
	bool put; /* the document is PUT there, as to WebDAV or a pre-signed URL; else it is a collector */
	bool folder; /* of a PUT: the URL ends with "/", the document gets a name of its own in it */
	bool plain; /* http to this machine */
};

/* Reads "https://HOST[:PORT][/PATH]", with "put+" before it for a PUT.  Plain
 * http goes to this machine only.  False and *ERR for anything else, also for a
 * name and password in it: those would stand in the list of processes. */
bool
send_target_parse(const char *text, struct arena *arena, struct send_target *out, struct err *err);

/* The URL of PATH ("/v1/scans") at a collector; of a PUT that of NAME in the folder, or the target itself. */
const char *
send_url(const struct send_target *target, const char *path_or_name, struct arena *arena);

/* Is it "sha256//" and a digest in base64, or several with ';' between? */
bool
send_pin_ok(const char *pin);

enum send_result {
	SEND_STORED, /* the server has it, and said so */
	SEND_AGAIN, /* not now: attempt it again, after a pause */
	SEND_LATER, /* not with what is known now: keep it for another run */
	SEND_REFUSED, /* never: put it aside */
	SEND_TOKEN, /* the token is not accepted (401, 403) */
};

/* What the answer to a document means.  NAMES_RUN: its body is that of a
 * collector, and names the run that was sent. */
enum send_result
send_meaning(const struct send_target *target, const struct http_answer *answer, bool names_run);

/* Milliseconds that "Retry-After" asks to wait, seconds or a date, at NOW
 * (seconds since 1970); 0 when it says nothing that can be understood. */
int64_t
send_retry_after_ms(const char *value, int64_t now);

/* Milliseconds before attempt number ATTEMPT + 1 (from 1 on): anything from 0 to
 * a bound that doubles each time, as RANDOM says, so that a thousand PCs that
 * were turned away together do not come back together; ASKED by the server comes on top. */
int64_t
send_pause_ms(unsigned attempt, uint64_t random, int64_t asked_ms);

#endif
