/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Those who work: clerks and the printer take visits from their queues, the
 * scribe takes all scans that wait at once, the judge settles what was
 * imported.  Each opens the store for itself; one that was lost is tried again
 * after a moment.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "central/collector-inside.h"

enum { TRY_AGAIN_MS = 1000, JUDGE_WAITS_MS = 2000, JUDGE_LOOKS_MS = 60 * 1000, MAX_BATCH = 512 };

int64_t
clock_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* ---- the store ---- */

/* Nothing of the text can end the line or the quotes. */
static void
say(struct collector *c, const char *event, const char *text)
{
	struct arena arena = { 0 };
	char *plain = arena_strdup(&arena, text);
	for (char *p = plain; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == '"' || *p == '\\' || *p == 0x7f)
			*p = '\'';
	c->options.log(c->options.log_ctx, arena_printf(&arena, "event=%s text=\"%s\"", event, plain));
	arena_fini(&arena);
}

struct store *
desk_store(struct desk *desk)
{
	struct collector *c = desk->collector;
	struct err err = { 0 };
	int64_t now = clock_us() / 1000;
	if (desk->store || now < desk->try_again_ms)
		return desk->store;
	desk->store = store_open(c->options.sql, c->options.store, SQL_WRITE, c->options.tool, &err);
	if (!desk->store)
		desk_lost(desk, &err);
	return desk->store;
}

void
desk_lost(struct desk *desk, const struct err *err)
{
	struct collector *c = desk->collector;
	store_close(desk->store);
	desk->store = NULL;
	desk->try_again_ms = clock_us() / 1000 + TRY_AGAIN_MS;
	pthread_mutex_lock(&c->metrics.lock);
	c->metrics.store_failures++;
	pthread_mutex_unlock(&c->metrics.lock);
	say(c, "store-lost", err->text);
}

/* ---- queues ---- */

void
queue_init(struct queue *q)
{
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->filled, NULL);
	q->tail = &q->head;
}

void
queue_fini(struct queue *q)
{
	pthread_cond_destroy(&q->filled);
	pthread_mutex_destroy(&q->lock);
}

bool
queue_put(struct queue *q, struct visit *visit, size_t max)
{
	pthread_mutex_lock(&q->lock);
	bool ok = !q->closed && q->n < max;
	if (ok) {
		visit->next = NULL;
		*q->tail = visit;
		q->tail = &visit->next;
		q->n++;
		pthread_cond_signal(&q->filled);
	}
	pthread_mutex_unlock(&q->lock);
	return ok;
}

/* Takes up to MAX, at least one; waits for it.  0 when it is closed and empty. */
static size_t
queue_take(struct queue *q, size_t max, struct visit **out)
{
	size_t n = 0;
	pthread_mutex_lock(&q->lock);
	while (!q->head && !q->closed)
		pthread_cond_wait(&q->filled, &q->lock);
	struct visit **end = &q->head;
	for (; *end && n < max; n++)
		end = &(*end)->next;
	*out = n ? q->head : NULL;
	if (n) {
		q->head = *end;
		*end = NULL;
		if (!q->head)
			q->tail = &q->head;
		q->n -= n;
	}
	pthread_mutex_unlock(&q->lock);
	return n;
}

static void
queue_close(struct queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_cond_broadcast(&q->filled);
	pthread_mutex_unlock(&q->lock);
}

/* ---- those who work ---- */

static void
work(struct desk *desk, struct queue *queue)
{
	struct visit *visit;
	while (queue_take(queue, 1, &visit)) {
		struct httpd_request *request = visit->request;
		bool kept = false;
		if (atomic_load(&visit->collector->stopping))
			answer_refuse(visit, REFUSE_STOPPING, NULL, 0);
		else if (!visit->admitted && visit->route->scopes)
			auth_admit(visit, desk);
		/* Without a body yet it is only the head, which was to be admitted. */
		if (!request->answer.status && request->body)
			kept = visit->route->work(visit, desk);
		if (!kept)
			request->resume(request);
	}
	store_close(desk->store);
	desk->store = NULL;
}

static void *
clerk(void *cls)
{
	struct desk *desk = cls;
	work(desk, &desk->collector->queues[DESK_CLERK]);
	return NULL;
}

static void *
printer(void *cls)
{
	struct desk *desk = cls;
	work(desk, &desk->collector->queues[DESK_PRINTER]);
	return NULL;
}

static void *
scribe(void *cls)
{
	struct desk *desk = cls;
	struct visit *visits;
	size_t n;
	while ((n = queue_take(&desk->collector->scribe_queue, MAX_BATCH, &visits)))
		scan_store(visits, n, desk);
	store_close(desk->store);
	desk->store = NULL;
	return NULL;
}

/* A little after each import, so that a storm is judged in few strokes; and now and then, because days go by and other
 * collectors import too. */
static void *
judge(void *cls)
{
	struct desk *desk = cls;
	struct collector *c = desk->collector;
	pthread_mutex_lock(&c->judge_lock);
	while (!atomic_load(&c->stopping)) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_sec += (c->imported ? JUDGE_WAITS_MS : JUDGE_LOOKS_MS) / 1000;
		bool pause = c->imported; /* there is something, but more may follow at once */
		while (!atomic_load(&c->stopping) && (pause || !c->imported) &&
		    pthread_cond_timedwait(&c->judge_wakes, &c->judge_lock, &until) != ETIMEDOUT)
			;
		if (c->imported && !pause)
			continue;
		c->imported = false;
		pthread_mutex_unlock(&c->judge_lock);
		struct arena arena = { 0 };
		struct err err = { 0 };
		struct store *store = atomic_load(&c->stopping) ? NULL : desk_store(desk);
		if (store && !store_settle(store, c->options.now(&arena), NULL, &err))
			desk_lost(desk, &err);
		arena_fini(&arena);
		pthread_mutex_lock(&c->judge_lock);
	}
	pthread_mutex_unlock(&c->judge_lock);
	store_close(desk->store);
	desk->store = NULL;
	return NULL;
}

static bool
desk_start(struct desk *desk, struct collector *c, void *(*body)(void *), struct err *err)
{
	desk->collector = c;
	desk->runs = pthread_create(&desk->thread, NULL, body, desk) == 0;
	return desk->runs || err_set(err, EXIT_UNAVAILABLE, "no thread can be made");
}

static void
desk_join(struct desk *desk)
{
	if (desk->runs)
		pthread_join(desk->thread, NULL);
	desk->runs = false;
}

bool
desks_start(struct collector *c, struct err *err)
{
	bool ok = true;
	c->clerks = xmalloc(c->options.clerks * sizeof *c->clerks);
	memset(c->clerks, 0, c->options.clerks * sizeof *c->clerks);
	for (unsigned i = 0; ok && i < c->options.clerks; i++)
		ok = desk_start(&c->clerks[i], c, clerk, err);
	ok = ok && desk_start(&c->printer, c, printer, err) && desk_start(&c->scribe, c, scribe, err) && desk_start(&c->judge, c, judge, err);
	if (!ok)
		desks_stop(c);
	return ok;
}

void
desks_stop(struct collector *c)
{
	if (!c->clerks)
		return;
	atomic_store(&c->stopping, true);
	/* Clerks hand on to the scribe, so they end first. */
	for (size_t i = 0; i < DESK_KINDS; i++)
		queue_close(&c->queues[i]);
	for (unsigned i = 0; i < c->options.clerks; i++)
		desk_join(&c->clerks[i]);
	desk_join(&c->printer);
	queue_close(&c->scribe_queue);
	desk_join(&c->scribe);
	pthread_mutex_lock(&c->judge_lock);
	pthread_cond_broadcast(&c->judge_wakes);
	pthread_mutex_unlock(&c->judge_lock);
	desk_join(&c->judge);
	free(c->clerks);
	c->clerks = NULL;
}
