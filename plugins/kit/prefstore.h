/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences by name, in two branches with locks, as Mozilla programs keep
 * them: a default and a user's value of each, of one type.
 */
#ifndef KIT_PREFSTORE_H
#define KIT_PREFSTORE_H

#include "kit/prefs.h"
#include "kit/strset.h"

struct prefstore_value {
	enum prefs_type type; /* PREFS_NONE: there is none */
	int32_t num;
	struct ma_str text; /* the store's */
	struct ma_at at;
};

struct prefstore_item {
	struct prefstore_value def, user;
	bool locked;
};

struct prefstore {
	struct strset names;
	struct prefstore_item *items; /* by the value kept with the name */
	size_t n, cap;
};

/* What prefstore_put says. */
enum prefstore_said {
	PREFSTORE_NEW,
	PREFSTORE_AGAIN, /* the same file had set it already; the new value counts */
	PREFSTORE_TYPE, /* refused: the pref has another type */
	PREFSTORE_MEMORY,
};

void prefstore_fini(struct prefstore *store);

/* Does VERB to NAME with VALUE, whose text is copied. */
enum prefstore_said prefstore_put(struct prefstore *store, enum prefs_verb verb, struct ma_str name, const struct prefstore_value *value);

/* The value that counts of the pref PREFIX + KEY + LEAF, or NULL.  at.state is
 * MA_LOCKED when the default is forced upon the user. */
const struct prefstore_value *prefstore_get(const struct prefstore *store, struct ma_str prefix, struct ma_str key, struct ma_str leaf);

/* The type NAME has, or PREFS_NONE. */
enum prefs_type prefstore_type(const struct prefstore *store, struct ma_str name);

#endif
