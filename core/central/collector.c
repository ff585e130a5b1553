/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "central/collector.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>

#include "central/collector-inside.h"

/* At once: so many seconds' worth, which is a storm of a whole office behind one address; and failures. */
enum { ADDRESS_SECONDS = 30, TOKEN_SECONDS = 60, FAILURE_BURST = 20 };
static const double failures_per_second = .2;

/* ---- what the server calls ---- */

static void
log_visit(struct visit *visit, int64_t us)
{
	const struct httpd_request *r = visit->request;
	struct collector *c = visit->collector;
	struct arena arena = { 0 };
	unsigned status = r->answer.status;
	/* Those who watch ask every few seconds: that they were answered is no news. */
	if (!visit->route || (visit->route->work != healthz_work && visit->route->work != metrics_work) || status != 200)
		c->options.log(c->options.log_ctx,
		    arena_printf(&arena, "event=request route=%s status=%u ms=%" PRId64 " in=%zu out=%zu%s%s", visit->route ? visit->route->name : "none",
			status, us / 1000, r->n_body, r->answer.n_body, visit->word ? " error=" : "", visit->word ? visit->word : ""));
	arena_fini(&arena);
}

/* Gives the visit to its desk; the connection waits. */
static void
hand_over(struct visit *visit)
{
	struct collector *c = visit->collector;
	struct httpd_request *request = visit->request;
	bool print = visit->route->desk == DESK_PRINTER;
	request->suspend(request);
	if (queue_put(&c->queues[visit->route->desk], visit, print ? MAX_WAITING : SIZE_MAX))
		return;
	answer_refuse(visit, atomic_load(&c->stopping) ? REFUSE_STOPPING : REFUSE_BUSY, NULL, 0);
	request->resume(request);
}

static void
on_begin(void *ctx, struct httpd_request *request)
{
	struct collector *c = ctx;
	struct visit *visit = xmalloc(sizeof *visit);
	enum refusal why;
	unsigned wait;
	*visit = (struct visit){ .collector = c, .request = request, .began_us = clock_us() };
	request->own = visit;
	visit->route = route_find(request->method, request->target, &visit->arena, &visit->argument, &visit->query, &why);
	if (!buckets_take(c->by_address, request->peer, sizeof request->peer, visit->began_us / 1000, false, &wait)) {
		answer_refuse(visit, REFUSE_RATE, NULL, wait);
	} else if (!visit->route) {
		answer_refuse(visit, why, NULL, 0);
	} else if (request->twice) {
		answer_refuse(visit, REFUSE_TWICE, NULL, 0);
	} else if (visit->route->scopes && !auth_read(visit)) {
		auth_wrong(visit);
	} else {
		request->max_body_bytes = visit->route->max_body_bytes;
		if (visit->route->head)
			visit->route->head(visit);
		if (!request->answer.status && request->content_length > (int64_t)visit->route->max_body_bytes)
			answer_refuse(visit, REFUSE_LARGE, NULL, 0);
		/* A body is taken from those only who may send one. */
		if (!request->answer.status && visit->route->scopes && visit->route->max_body_bytes)
			hand_over(visit);
	}
}

static void
on_end(void *ctx, struct httpd_request *request)
{
	struct visit *visit = request->own;
	(void)ctx;
	if (request->trouble)
		answer_refuse(visit, request->trouble == HTTPD_BUSY ? REFUSE_BUSY : REFUSE_LARGE, NULL, 0);
	else
		hand_over(visit);
}

static void
on_gone(void *ctx, struct httpd_request *request)
{
	struct collector *c = ctx;
	struct visit *visit = request->own;
	int64_t us = clock_us() - visit->began_us;
	metrics_count(&c->metrics, visit, us);
	log_visit(visit, us);
	free(visit->unpacked);
	arena_fini(&visit->arena);
	free(visit);
}

struct httpd_handler
collector_handler(struct collector *c)
{
	return (struct httpd_handler){ .ctx = c, .begin = on_begin, .end = on_end, .gone = on_gone };
}

/* ---- life ---- */

struct collector *
collector_new(const struct collector_options *options, struct err *err)
{
	uint64_t seed;
	/* Whoever could guess it would make all addresses share one bucket. */
	if (getrandom(&seed, sizeof seed, 0) != sizeof seed) {
		err_errno(err, "getrandom");
		return NULL;
	}
	struct store *store = store_open(options->sql, options->store, SQL_CREATE, options->tool, err);
	if (!store)
		return NULL;
	store_close(store);
	struct collector *c = xmalloc(sizeof *c);
	*c = (struct collector){ .options = *options };
	c->by_address = buckets_new(options->per_second, options->per_second * ADDRESS_SECONDS, seed);
	c->by_token = buckets_new(options->per_token, options->per_token * TOKEN_SECONDS, seed);
	c->failures = buckets_new(failures_per_second, FAILURE_BURST, seed);
	pthread_rwlock_init(&c->secrets_lock, NULL);
	pthread_mutex_init(&c->metrics.lock, NULL);
	pthread_mutex_init(&c->judge_lock, NULL);
	pthread_cond_init(&c->judge_wakes, NULL);
	for (size_t i = 0; i < DESK_KINDS; i++)
		queue_init(&c->queues[i]);
	queue_init(&c->scribe_queue);
	return c;
}

void
collector_free(struct collector *c)
{
	if (!c)
		return;
	queue_fini(&c->scribe_queue);
	for (size_t i = 0; i < DESK_KINDS; i++)
		queue_fini(&c->queues[i]);
	pthread_cond_destroy(&c->judge_wakes);
	pthread_mutex_destroy(&c->judge_lock);
	pthread_mutex_destroy(&c->metrics.lock);
	pthread_rwlock_destroy(&c->secrets_lock);
	prints_free(c);
	free(c->secrets);
	buckets_free(c->by_address);
	buckets_free(c->by_token);
	buckets_free(c->failures);
	free(c);
}

bool
collector_start(struct collector *c, struct err *err)
{
	return desks_start(c, err);
}

void
collector_stop(struct collector *c)
{
	desks_stop(c);
}
