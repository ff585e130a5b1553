/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The collector: what the requests mean that workstations, gates and people
 * send to the centre.  It knows no network: the server calls its handler, and
 * so do tests.
 *
 * A request is looked at by the server's threads only as long as that takes no
 * time.  Clerks look tokens up, unpack and check what was sent, and answer what
 * is asked; one scribe writes all scans that wait into the store in one
 * transaction; one printer makes reports.  Each has a store of its own.
 */
#ifndef CENTRAL_COLLECTOR_H
#define CENTRAL_COLLECTOR_H

#include "central/store.h"
#include "net/httpd.h"
#include "net/pack.h"

struct collector_options {
	const struct pack *pack;
	const struct sql *sql;
	const char *store; /* its name */
	const char *tool; /* version of the program */
	unsigned clerks; /* threads */
	double per_second, per_token; /* requests from one address, with one token */
	int64_t token_days; /* a token is good for so many days after it was made; 0: for ever */
	const char *(*now)(struct arena *arena); /* ISO 8601 UTC */
	void (*log)(void *ctx, const char *line); /* one event, logfmt, without what is personal; any thread */
	void *log_ctx;
};

struct collector;

/* Texts in the options must stay.  The store is opened, and made if there is
 * none.  NULL and *ERR. */
struct collector *
collector_new(const struct collector_options *options, struct err *err);

/* Threads must have been stopped.  COLLECTOR may be NULL. */
void
collector_free(struct collector *collector);

/* The enrolment secrets from now on: a line each, "SECRET", for tokens that
 * send and ask, or "SCOPES SECRET", scopes being words of collector_scopes
 * separated by commas; blank lines and those that begin with '#' do not count.
 * ORIGIN names the file.  False and *ERR, which never holds a secret; those
 * before stay then. */
bool
collector_secrets(struct collector *collector, const char *text, const char *origin, struct err *err);
extern const char *const collector_scopes; /* "send gate read" */

/* Starts the threads.  False and *ERR. */
bool
collector_start(struct collector *collector, struct err *err);

/* What the server calls; collector_start first. */
struct httpd_handler
collector_handler(struct collector *collector);

/* Answers all that still wait with 503, finishes what is being written, ends
 * the threads. */
void
collector_stop(struct collector *collector);

#endif
