/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Threads as the pool of readers and judges uses them: made and waited for.
 */
#ifndef PLATFORM_WINDOWS_PTHREAD_H
#define PLATFORM_WINDOWS_PTHREAD_H

typedef void *pthread_t;

int
pthread_create(pthread_t *thread, const void *attributes, void *(*start)(void *), void *arg);
int
pthread_join(pthread_t thread, void **result);

#endif
