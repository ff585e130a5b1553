/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks grow from small to large: a fleet of small scans must not take large blocks each. */
enum { FIRST_BYTES = 4 * 1024, LARGEST_BYTES = 256 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *before;
	size_t used, size;
	_Alignas(ALIGN) unsigned char bytes[];
};

static void *
must(void *p)
{
	if (!p) {
		fputs("mailaccord: out of memory\n", stderr);
		abort();
	}
	return p;
}

void *
xmalloc(size_t size)
{
	return must(malloc(size ? size : 1));
}

void *
xrealloc(void *p, size_t size)
{
	return must(realloc(p, size ? size : 1));
}

void
arena_fini(struct arena *arena)
{
	for (struct arena_block *b = arena->last, *before; b; b = before) {
		before = b->before;
		free(b);
	}
	arena->last = NULL;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *b = arena->last;
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!b || b->size - b->used < size) {
		/* A large piece gets a block of its own behind the current one, so that the rest of that is not lost. */
		size_t usual = !b ? FIRST_BYTES : b->size < LARGEST_BYTES ? b->size * 2 : LARGEST_BYTES;
		size_t block = size > usual / 4 ? size : usual;
		struct arena_block *fresh = xmalloc(sizeof *fresh + block);
		*fresh = (struct arena_block){ .size = block };
		if (b && block == size) {
			fresh->before = b->before;
			b->before = fresh;
		} else {
			fresh->before = b;
			arena->last = fresh;
		}
		b = fresh;
	}
	void *p = b->bytes + b->used;
	b->used += size;
	return memset(p, 0, size);
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t n)
{
	char *p = arena_alloc(arena, n + 1);
	if (n)
		memcpy(p, bytes, n);
	return p;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return s ? arena_copy(arena, s, strlen(s)) : NULL;
}

char *
arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *p = arena_alloc(arena, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *
arena_grow(struct arena *arena, void *array, size_t *count, size_t size)
{
	unsigned char *old, *p;
	memcpy(&old, array, sizeof old);
	p = old;
	/* The capacity is the next power of two: it need not be stored. */
	if ((*count & (*count - 1)) == 0) {
		p = arena_alloc(arena, (*count ? *count * 2 : 1) * size);
		if (*count)
			memcpy(p, old, *count * size);
		memcpy(array, &p, sizeof p);
	}
	return memset(p + (*count)++ * size, 0, size);
}
