/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that lives as long as a scan, a report, a bundle: allocated piece by
 * piece, freed at once.  Out of memory ends the program with one line: half a
 * scan is not worth having.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *last;
};

/* An arena is ready when all its bytes are zero. */
void
arena_fini(struct arena *arena);

/* Forgets what was allocated, but keeps a block of it for what comes. */
void
arena_clear(struct arena *arena);

/* Moves all that FROM owns to ARENA. */
void
arena_adopt(struct arena *arena, struct arena *from);

/* Makes room for so many BYTES in one block: worth it when their number is known. */
void
arena_expect(struct arena *arena, size_t bytes);

/* SIZE zeroed bytes, aligned for any type; never NULL, owned by the arena. */
void *
arena_alloc(struct arena *arena, size_t size);

/* A copy of N bytes with a NUL behind them. */
char *
arena_copy(struct arena *arena, const void *bytes, size_t n);

/* A copy of a string; NULL stays NULL. */
char *
arena_strdup(struct arena *arena, const char *s);

/* printf into the arena. */
char *
arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Takes care of a growing array in the arena: makes room for one more of SIZE
 * bytes behind the COUNT there are (doubling; what was is copied) and counts
 * it.  Returns the new, zeroed element.  ARRAY is the address of the pointer. */
void *
arena_grow(struct arena *arena, void *array, size_t *count, size_t size);

/* malloc, realloc that never return NULL. */
void *
xmalloc(size_t size);
void *
xrealloc(void *p, size_t size);

#endif
