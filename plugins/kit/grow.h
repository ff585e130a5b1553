/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Memory that grows, for plugins, which may not allocate for themselves: a
 * row of bytes, and an index from a text's hash to a number.
 */
#ifndef KIT_GROW_H
#define KIT_GROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero is empty.  The bytes move when it grows: keep offsets. */
struct grow {
	char *p;
	size_t n, cap;
};

/* Appends N bytes (zeroes when BYTES is NULL) and a NUL that is not counted.
 * Returns the offset of the first, SIZE_MAX without memory. */
size_t grow_add(struct grow *g, const void *bytes, size_t n);
void grow_fini(struct grow *g);

/* All zero is empty.  Keys are hashes; who needs certainty compares texts. */
struct grow_index {
	struct grow_slot *slot;
	size_t n, cap;
};

/* Letters A-Z count as a-z.  SEED chains several texts; begin with 0. */
uint64_t grow_hash(uint64_t seed, const char *p, size_t n);
/* Enters KEY with VALUE if it is new and returns true; otherwise returns false
 * and leaves what is there.  *FOUND (may be NULL) is the value that now
 * stands.  Without memory: true, and nothing is kept. */
bool grow_index_put(struct grow_index *x, uint64_t key, uint32_t value, uint32_t *found);
bool grow_index_get(const struct grow_index *x, uint64_t key, uint32_t *found);
void grow_index_fini(struct grow_index *x);

#endif
