/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Threads as the pool of readers and judges uses them.
 */
#ifndef PLATFORM_WINDOWS_PTHREAD_H
#define PLATFORM_WINDOWS_PTHREAD_H

typedef void *pthread_t;

/* Windows' own (SRWLOCK, CONDITION_VARIABLE) are a pointer each, and need no end. */
typedef struct {
	void *own;
} pthread_mutex_t;
typedef struct {
	void *own;
} pthread_cond_t;
#define PTHREAD_MUTEX_INITIALIZER { NULL }
#define PTHREAD_COND_INITIALIZER { NULL }

int
pthread_create(pthread_t *thread, const void *attributes, void *(*start)(void *), void *arg);
int
pthread_join(pthread_t thread, void **result);
int
pthread_mutex_lock(pthread_mutex_t *mutex);
int
pthread_mutex_unlock(pthread_mutex_t *mutex);
int
pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex);
int
pthread_cond_broadcast(pthread_cond_t *cond);

#endif
