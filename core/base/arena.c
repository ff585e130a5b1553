/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Blocks grow from small to large: a fleet of small scans must not take large blocks each. */
enum { FIRST_BYTES = 4 * 1024, LARGEST_BYTES = 256 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *before;
	size_t used, top, size; /* texts, which need no alignment, are taken from the top down */
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

/* Frees B and all blocks before it. */
static void
free_blocks(struct arena_block *b)
{
	for (struct arena_block *before; b; b = before) {
		before = b->before;
		free(b);
	}
}

void
arena_fini(struct arena *arena)
{
	free_blocks(arena->last);
	arena->last = NULL;
}

void
arena_clear(struct arena *arena)
{
	struct arena_block *b = arena->last;
	if (!b)
		return;
	free_blocks(b->before);
	*b = (struct arena_block){ .top = b->size, .size = b->size };
}

void
arena_adopt(struct arena *arena, struct arena *from)
{
	struct arena_block *first = from->last;
	if (!first)
		return;
	while (first->before)
		first = first->before;
	if (arena->last) {
		first->before = arena->last->before;
		arena->last->before = from->last;
	} else {
		arena->last = from->last;
	}
	from->last = NULL;
}

static struct arena_block *
new_block(struct arena_block *before, size_t size)
{
	struct arena_block *b = xmalloc(sizeof *b + size);
	*b = (struct arena_block){ .before = before, .top = size, .size = size };
	return b;
}

void
arena_expect(struct arena *arena, size_t bytes)
{
	if (!arena->last || arena->last->top - arena->last->used < bytes)
		arena->last = new_block(arena->last, bytes);
}

/* A block with room for SIZE. */
static struct arena_block *
block_for(struct arena *arena, size_t size)
{
	struct arena_block *b = arena->last;
	if (b && b->top - b->used >= size)
		return b;
	/* A large piece gets a block of its own behind the current one, so that the rest of that is not lost. */
	size_t usual = !b || b->size < FIRST_BYTES / 2 ? FIRST_BYTES : b->size < LARGEST_BYTES ? b->size * 2 : LARGEST_BYTES;
	if (size <= usual / 4)
		return arena->last = new_block(b, usual);
	if (!b)
		return arena->last = new_block(NULL, size);
	return b->before = new_block(b->before, size);
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	struct arena_block *b = block_for(arena, size);
	void *p = b->bytes + b->used;
	b->used += size;
	return memset(p, 0, size);
}

char *
arena_copy(struct arena *arena, const void *bytes, size_t n)
{
	struct arena_block *b = block_for(arena, n + 1);
	char *p = (char *)b->bytes + (b->top -= n + 1);
	if (n)
		memcpy(p, bytes, n);
	p[n] = 0;
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

/* Lets the array of OLD bytes become NEW where it stands, when nothing stands behind it. */
static bool
extend(struct arena_block *b, const unsigned char *array, size_t old, size_t new)
{
	old = (old + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	new = (new + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!b || array + old != b->bytes + b->used || b->top - b->used < new - old)
		return false;
	b->used += new - old;
	return true;
}

void *
arena_grow(struct arena *arena, void *array, size_t *count, size_t size)
{
	unsigned char *old, *p;
	memcpy(&old, array, sizeof old);
	p = old;
	/* The capacity is the next power of two: it need not be stored. */
	if ((*count & (*count - 1)) == 0 && !(*count && extend(arena->last, old, *count * size, *count * size * 2))) {
		p = arena_alloc(arena, (*count ? *count * 2 : 1) * size);
		if (*count)
			memcpy(p, old, *count * size);
		memcpy(array, &p, sizeof p);
	}
	return memset(p + (*count)++ * size, 0, size);
}
