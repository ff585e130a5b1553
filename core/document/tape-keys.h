/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keys of objects that have so many that comparing all would take long.
 * Private to the tape.
 */
#ifndef DOCUMENT_TAPE_KEYS_H
#define DOCUMENT_TAPE_KEYS_H

#include "base/str.h"

struct tape_keys;

struct tape_keys *
tape_keys_new(void);
void
tape_keys_free(struct tape_keys *keys);

/* Forgets all; KEYS may be NULL. */
void
tape_keys_clear(struct tape_keys *keys);

/* The number of another object. */
int64_t
tape_keys_object(struct tape_keys *keys);

/* Is the key the first such one of its object?  It is not copied. */
bool
tape_keys_add(struct tape_keys *keys, int64_t object, struct str_span key);

#endif
