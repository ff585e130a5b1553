/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work on many things at once.  Threads live only while there is work: nobody
 * else ever has to think of them, and a child process has none.
 */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stddef.h>

enum { POOL_MOST_WORKERS = 16 };

/* Workers for N things in pieces of PIECE: one for each processor, two at least
 * where there are two pieces; fewer when MAILACCORD_THREADS says so. */
size_t
pool_workers(size_t n, size_t piece);

/* Has all of [0, N) done, a PIECE at a time, in no order: calls WORK for each
 * piece with the number of the worker, 0 to WORKERS - 1.  Worker 0 is the
 * caller's own thread.  Returns when all is done. */
void
pool_run(size_t workers, size_t n, size_t piece, void (*work)(void *context, size_t worker, size_t from, size_t to), void *context);

/* The same, and when a piece is done TAKE is called with it: one call at a time,
 * in the order of the pieces, so that what was made in no order goes out in one. */
void
pool_run_in_order(size_t workers, size_t n, size_t piece, void (*work)(void *context, size_t worker, size_t from, size_t to),
    void (*take)(void *context, size_t worker, size_t from, size_t to), void *context);

#endif
