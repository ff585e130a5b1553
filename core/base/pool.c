/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/env.h"

struct pool {
	atomic_size_t next;
	size_t n, piece;
	void (*work)(void *context, size_t worker, size_t from, size_t to);
	void (*take)(void *context, size_t worker, size_t from, size_t to); /* or NULL */
	void *context;
	pthread_mutex_t lock; /* of: */
	pthread_cond_t moved;
	size_t taken; /* all before it has been */
};

struct worker {
	struct pool *pool;
	size_t number;
	pthread_t thread;
	bool runs;
};

size_t
pool_workers(size_t n, size_t piece)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t pieces = (n + piece - 1) / piece, workers = processors > 2 ? (size_t)processors : 2;
	if (workers > POOL_MOST_WORKERS)
		workers = POOL_MOST_WORKERS;
	workers = (size_t)env_lower("MAILACCORD_THREADS", (int64_t)workers);
	return workers < pieces ? workers : pieces ? pieces : 1;
}

/* Whoever has the first piece that is not taken never waits, so everybody's turn comes. */
static void
take_in_turn(struct pool *p, size_t worker, size_t from, size_t to)
{
	pthread_mutex_lock(&p->lock);
	while (p->taken != from)
		pthread_cond_wait(&p->moved, &p->lock);
	p->take(p->context, worker, from, to);
	p->taken = to;
	pthread_cond_broadcast(&p->moved);
	pthread_mutex_unlock(&p->lock);
}

static void *
run(void *argument)
{
	struct worker *w = argument;
	struct pool *p = w->pool;
	for (size_t from; (from = atomic_fetch_add(&p->next, p->piece)) < p->n;) {
		size_t to = p->n - from < p->piece ? p->n : from + p->piece;
		p->work(p->context, w->number, from, to);
		if (p->take)
			take_in_turn(p, w->number, from, to);
	}
	return NULL;
}

void
pool_run_in_order(size_t workers, size_t n, size_t piece, void (*work)(void *context, size_t worker, size_t from, size_t to),
    void (*take)(void *context, size_t worker, size_t from, size_t to), void *context)
{
	struct pool pool = { .n = n, .piece = piece, .work = work, .take = take, .context = context,
		.lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER };
	struct worker all[POOL_MOST_WORKERS] = { { .pool = &pool } };
	for (size_t i = 1; i < workers && i < POOL_MOST_WORKERS; i++) {
		all[i] = (struct worker){ .pool = &pool, .number = i };
		/* Without a thread the others do its work. */
		all[i].runs = pthread_create(&all[i].thread, NULL, run, &all[i]) == 0;
	}
	run(&all[0]);
	for (size_t i = 1; i < workers && i < POOL_MOST_WORKERS; i++)
		if (all[i].runs)
			pthread_join(all[i].thread, NULL);
}

void
pool_run(size_t workers, size_t n, size_t piece, void (*work)(void *context, size_t worker, size_t from, size_t to), void *context)
{
	pool_run_in_order(workers, n, piece, work, NULL, context);
}
