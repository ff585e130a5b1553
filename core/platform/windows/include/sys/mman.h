/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read-only mappings are read into memory here: files of settings are small.
 */
#ifndef PLATFORM_WINDOWS_MMAN_H
#define PLATFORM_WINDOWS_MMAN_H

#include <stddef.h>

#define PROT_READ 1
#define MAP_PRIVATE 2
#define MAP_FAILED ((void *)-1)

void *
mmap(void *at, size_t n, int protection, int flags, int fd, long long offset);
int
munmap(void *at, size_t n);

#endif
