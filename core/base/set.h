/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set of texts that remembers in which order they came, so that it can be
 * walked while it grows.
 */
#ifndef BASE_SET_H
#define BASE_SET_H

#include <stdbool.h>

#include "base/arena.h"

/* Ready when all its bytes are zero. */
struct set {
	struct arena arena; /* owns the texts */
	const char **all; /* in the order they came */
	size_t n;
	size_t *slots; /* index into all + 1; 0: free */
	size_t n_slots;
};

/* True when it was not there yet; the text is copied. */
bool
set_add(struct set *set, const char *text);
bool
set_has(const struct set *set, const char *text);
/* Its number in the order they came, or -1. */
long
set_find(const struct set *set, const char *text);
void
set_fini(struct set *set);

#endif
