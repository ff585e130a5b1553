/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A stream whose bytes end up in memory.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct memory {
	FILE *file; /* to be written to */
	char *bytes; /* once closed: malloc'd, the caller's, a NUL behind */
	size_t n;
};

/* False: there is no memory. */
bool
memory_open(struct memory *memory);

/* Ends the stream.  False when something of it was lost; BYTES is NULL then. */
bool
memory_close(struct memory *memory);

#endif
