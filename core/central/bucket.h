/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often somebody may ask: a bucket for each, which fills steadily and from
 * which every request takes one.  Who asks is known by a few bytes (an address,
 * a digest).  Memory is bounded: whose bucket is fullest is forgotten first, and
 * a forgotten one is full, so that forgetting never locks anybody out.
 */
#ifndef CENTRAL_BUCKET_H
#define CENTRAL_BUCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buckets;

/* BURST at once, and then PER_SECOND.  SEED: a random number, so that nobody can choose whom to meet. */
struct buckets *
buckets_new(double per_second, double burst, uint64_t seed);
void
buckets_free(struct buckets *buckets);

/* Takes one at NOW_MS, a clock that never goes back.  False when the bucket is
 * empty; *WAIT_SECONDS then says when to come again.  With PEEK nothing is
 * taken.  May be called by several threads. */
bool
buckets_take(struct buckets *buckets, const void *who, size_t n, int64_t now_ms, bool peek, unsigned *wait_seconds);

#endif
