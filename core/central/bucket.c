/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "central/bucket.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"

enum { SETS = 4096, WAYS = 4 };

/* Who is known by a hash of 64 bits; 0 is nobody. */
struct bucket {
	uint64_t who;
	double level;
	int64_t at_ms;
};

struct buckets {
	double per_second, burst;
	uint64_t seed;
	pthread_mutex_t lock;
	struct bucket sets[SETS][WAYS];
};

struct buckets *
buckets_new(double per_second, double burst, uint64_t seed)
{
	struct buckets *b = xmalloc(sizeof *b);
	*b = (struct buckets){ .per_second = per_second, .burst = burst, .seed = seed };
	pthread_mutex_init(&b->lock, NULL);
	return b;
}

void
buckets_free(struct buckets *b)
{
	if (!b)
		return;
	pthread_mutex_destroy(&b->lock);
	free(b);
}

static uint64_t
hash(uint64_t seed, const unsigned char *bytes, size_t n)
{
	uint64_t h = seed ^ STR_HASH_START;
	for (size_t i = 0; i < n; i++)
		h = (h ^ bytes[i]) * UINT64_C(1099511628211);
	h ^= h >> 32;
	h *= UINT64_C(0x9e3779b97f4a7c15);
	h ^= h >> 29;
	return h ? h : 1;
}

static double
level_at(const struct buckets *b, const struct bucket *one, int64_t now_ms)
{
	double level = one->level + b->per_second * (double)(now_ms - one->at_ms) / 1000;
	return !one->who || level > b->burst ? b->burst : level;
}

/* The bucket of WHO, or the fullest, which becomes his. */
static struct bucket *
find(struct buckets *b, uint64_t who, int64_t now_ms)
{
	struct bucket *set = b->sets[who % SETS], *fullest = &set[0];
	for (size_t i = 0; i < WAYS; i++) {
		if (set[i].who == who)
			return &set[i];
		if (level_at(b, &set[i], now_ms) > level_at(b, fullest, now_ms))
			fullest = &set[i];
	}
	*fullest = (struct bucket){ .who = who, .level = b->burst, .at_ms = now_ms };
	return fullest;
}

bool
buckets_take(struct buckets *b, const void *who, size_t n, int64_t now_ms, bool peek, unsigned *wait_seconds)
{
	pthread_mutex_lock(&b->lock);
	struct bucket *one = find(b, hash(b->seed, who, n), now_ms);
	one->level = level_at(b, one, now_ms);
	one->at_ms = now_ms;
	bool ok = one->level >= 1;
	if (ok && !peek)
		one->level -= 1;
	*wait_seconds = ok ? 0 : (unsigned)((1 - one->level) / b->per_second) + 1;
	pthread_mutex_unlock(&b->lock);
	return ok;
}
