/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the collector share.  Private to this room.
 */
#ifndef CENTRAL_COLLECTOR_INSIDE_H
#define CENTRAL_COLLECTOR_INSIDE_H

#include <pthread.h>
#include <stdatomic.h>

#include "central/bucket.h"
#include "central/collector.h"
#include "document/exchange.h"

enum {
	MAX_BODY_BYTES = 4 << 20, /* of a scan, as sent */
	MAX_SCAN_BYTES = 32 << 20, /* unpacked */
	MAX_ENROL_BYTES = 4096,
	MAX_SCAN_ITEMS = 100 * 1000, /* files and notes of one workstation */
	MAX_SCAN_ACCOUNTS = 10 * 1000,
	MAX_WAITING = 1024, /* scans for the scribe, visits for the printer */
	MAX_KEY_BYTES = 400,
	DIGEST_HEX = 2 * PACK_DIGEST_BYTES + 1,
	RETRY_SECONDS = 5,
};

/* ---- why a request is not done (collector-answer.c) ---- */

enum refusal {
#define REFUSAL(id, status, word, sentence) REFUSE_##id,
#include "central/refusals.def"
#undef REFUSAL
	REFUSAL_COUNT
};

/* ---- a request (collector-route.c) ---- */

struct desk;
struct visit;

enum desk_kind { DESK_CLERK, DESK_PRINTER, DESK_KINDS };

struct route {
	const char *name; /* in the log and in /metrics */
	const char *method;
	const char *path; /* one that ends with '/' takes an argument; "/" itself does not */
	unsigned scopes; /* enum store_scope; one of them is needed; 0: no token */
	size_t max_body_bytes;
	enum desk_kind desk;
	bool person; /* people look at it with a browser */
	/* Looks at the head; may refuse.  NULL: nothing to look at. */
	void (*head)(struct visit *visit);
	/* Answers, or keeps the visit for later (true). */
	bool (*work)(struct visit *visit, struct desk *desk);
};

extern const struct route routes[];
extern const size_t n_routes;

/* Finds the route of a target and splits it: PATH is decoded behind the
 * route's own; what stands behind '?' is *QUERY (or NULL).  NULL and *WHY. */
const struct route *
route_find(const char *method, const char *target, struct arena *arena, const char **argument, const char **query, enum refusal *why);

/* The decoded value of NAME in a query, or NULL. */
const char *
query_value(const char *query, const char *name, struct arena *arena);

struct visit {
	struct visit *next; /* in a queue */
	struct collector *collector;
	struct httpd_request *request;
	const struct route *route; /* NULL: there is none */
	struct arena arena;
	const char *argument, *query;
	char digest[DIGEST_HEX]; /* of the token or secret; "" without */
	struct store_token token; /* once it was found */
	bool admitted;
	unsigned secret_scopes; /* that a secret of the file gives */
	char *unpacked; /* malloc'd, or NULL */
	struct document_text document; /* the scan */
	const char *run, *workstation;
	const char *word; /* for the log */
	int64_t began_us;
};

/* ---- threads (collector-desk.c) ---- */

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t filled;
	struct visit *head, **tail;
	size_t n;
	bool closed;
};

/* Who works, and with which store. */
struct desk {
	struct collector *collector;
	struct store *store; /* NULL: not open, or lost */
	int64_t try_again_ms;
	pthread_t thread;
	bool runs;
};

/* The desk's store; NULL when it cannot be opened now. */
struct store *
desk_store(struct desk *desk);

/* Something of the store failed: it is opened anew the next time.  Logs it. */
void
desk_lost(struct desk *desk, const struct err *err);

bool
desks_start(struct collector *collector, struct err *err);
void
desks_stop(struct collector *collector);

void
queue_init(struct queue *queue);
void
queue_fini(struct queue *queue);

/* False when the queue is closed or full. */
bool
queue_put(struct queue *queue, struct visit *visit, size_t max);

/* ---- numbers (collector-metrics.c) ---- */

enum { N_BOUNDS = 12, MAX_ROUTES = 8, N_STATUSES = 16 };

struct metrics {
	pthread_mutex_t lock;
	int64_t requests[MAX_ROUTES + 1][N_STATUSES]; /* the last route is none */
	int64_t within[MAX_ROUTES + 1][N_BOUNDS + 1]; /* not cumulated */
	int64_t sum_us[MAX_ROUTES + 1];
	int64_t bytes_in, bytes_out;
	int64_t commits, committed, store_failures;
	char last_import[32];
};

void
metrics_count(struct metrics *metrics, const struct visit *visit, int64_t us);
bool
metrics_work(struct visit *visit, struct desk *desk);

/* ---- the collector ---- */

struct secret {
	uint8_t digest[PACK_DIGEST_BYTES];
	unsigned scopes;
};

/* A report that was written, as it is sent. */
struct print {
	int64_t generation, made_ms, cost_ms;
	char day[11]; /* it was made; ages count from it */
	char *bytes;
	size_t n;
	atomic_int users;
};

enum { N_PRINTS = 32 };

struct collector {
	struct collector_options options;
	struct buckets *by_address, *by_token, *failures;
	pthread_rwlock_t secrets_lock;
	struct secret *secrets;
	size_t n_secrets;
	struct queue queues[DESK_KINDS], scribe_queue;
	struct desk *clerks, printer, scribe, judge;
	atomic_bool stopping;
	struct print *prints[N_PRINTS]; /* the printer's own */
	struct metrics metrics;
	pthread_mutex_t judge_lock;
	pthread_cond_t judge_wakes;
	bool imported; /* something is to be judged */
};

int64_t
clock_us(void);

/* ---- answers (collector-answer.c) ---- */

/* All of them set the answer; the server sends it when the caller resumes or returns. */
void
answer_refuse(struct visit *visit, enum refusal why, const char *detail, unsigned retry_seconds);
/* TYPE is a constant; BYTES are the visit's arena's, or RELEASE is called with OWNER. */
void
answer_send(struct visit *visit, unsigned status, const char *type, const void *bytes, size_t n, void (*release)(void *), void *owner);
void
answer_members(struct visit *visit, unsigned status, const struct document_member *members, size_t n);

/* ---- who asks (collector-auth.c) ---- */

/* The token or secret of the head, its digest into visit->digest.  False: there is none, or none that can be. */
bool
auth_read(struct visit *visit);
/* Looks the token up; refuses when it may not. */
void
auth_admit(struct visit *visit, struct desk *desk);
/* A wrong token or secret: 401, or 429 for who tries again and again. */
void
auth_wrong(struct visit *visit);
void
hex(const uint8_t *bytes, size_t n, char *out);

void
enrol_head(struct visit *visit);
bool
enrol_work(struct visit *visit, struct desk *desk);

/* ---- scans (collector-scan.c) ---- */

void
scan_head(struct visit *visit);
bool
scan_work(struct visit *visit, struct desk *desk);
/* Stores all of them, and answers. */
void
scan_store(struct visit *visits, size_t n, struct desk *scribe);

/* ---- what is asked for (collector-read.c) ---- */

bool
mailbox_work(struct visit *visit, struct desk *desk);
bool
healthz_work(struct visit *visit, struct desk *desk);
bool
report_work(struct visit *visit, struct desk *desk);
bool
page_work(struct visit *visit, struct desk *desk);
void
prints_free(struct collector *collector);

#endif
