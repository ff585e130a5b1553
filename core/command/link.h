/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way to one server: who it must be, who we are, and how long it may take.
 */
#ifndef COMMAND_LINK_H
#define COMMAND_LINK_H

#include "command/command.h"
#include "net/send.h"

/* As it is told; NULL where it is not. */
struct link_way {
	const char *to; /* the URL, or "@FILE": in that file's first line */
	const char *token_file, *ca_file, *pin;
};

struct link {
	struct call *call;
	const struct http *http;
	struct link_way way;
	struct send_target target;
	const char *token_file; /* that of the way, or the one in the state folder that belongs to the server */
	const char *token; /* NULL: none yet, or none needed */
	const char *proxy;
};

/* What the options say; files by their whole path. */
struct link_way
link_way_of(struct call *call, const char *to);

/* Gets the link ready: checks all of it, opens libcurl, reads the token if
 * there is one.  STATE is the state folder.  False and *ERR. */
bool
link_open(struct link *link, struct call *call, const struct link_way *way, const char *state, struct err *err);

/* Is there a secret that a token can be asked for with? */
bool
link_may_enrol(struct call *call);

/* Asks for a token with --enrol-secret-file, or the secret the workstation was set up with, and keeps it; only if none is there, or with AGAIN.  True when there is a
 * token now, or none can be had.  False and *ERR when it was refused or cannot be kept; *LATER then tells
 * whether it may work another time. */
bool
link_enrol(struct link *link, bool again, int64_t deadline_ms, bool *later, struct err *err);

/* One question; GZIPPED when the body is. */
void
link_ask(const struct link *link, const char *method, const char *url, const char *body, size_t n_body, bool gzipped, int64_t deadline_ms,
    struct http_answer *answer);

/* Why an answer is not what was hoped for: a clause in the language of now, without anything secret. */
const char *
link_why(const struct link *link, const struct http_answer *answer, struct arena *arena);

/* ---- time ---- */

/* Milliseconds of a clock that nobody sets. */
int64_t
link_now_ms(void);

/* When all must be over, by --wait.  False and call->err. */
bool
link_deadline(struct call *call, int64_t *deadline_ms);

/* Waits, but not beyond the deadline; false at once when there is not so much time. */
bool
link_pause(int64_t ms, int64_t deadline_ms);

#endif
