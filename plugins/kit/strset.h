/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set of texts, for "was this seen before" over many of them.
 */
#ifndef KIT_STRSET_H
#define KIT_STRSET_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

struct strset {
	struct strset_item *items; /* private */
	uint32_t *slots;
	size_t n, cap, n_slots;
};

/* Adds the text made of the N parts; false if it was there already (or memory
 * is short).  VALUE is kept with it.  The text is copied. */
bool strset_add(struct strset *set, const struct ma_str *parts, size_t n, uint32_t value);

/* The value kept with the text, or UINT32_MAX. */
uint32_t strset_find(const struct strset *set, const struct ma_str *parts, size_t n);

void strset_fini(struct strset *set);

/* A hash of the text made of the N parts; the same however it is cut. */
uint32_t strset_hash(const struct ma_str *parts, size_t n);

/* Is TEXT the text made of the N parts? */
bool strset_same(struct ma_str text, const struct ma_str *parts, size_t n);

#endif
