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
	void *context;
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

static void *
run(void *argument)
{
	struct worker *w = argument;
	struct pool *p = w->pool;
	for (size_t from; (from = atomic_fetch_add(&p->next, p->piece)) < p->n;)
		p->work(p->context, w->number, from, p->n - from < p->piece ? p->n : from + p->piece);
	return NULL;
}

void
pool_run(size_t workers, size_t n, size_t piece, void (*work)(void *context, size_t worker, size_t from, size_t to), void *context)
{
	struct pool pool = { .n = n, .piece = piece, .work = work, .context = context };
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
