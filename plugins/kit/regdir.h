/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders that the registry names: asking for the files in them.
 */
#ifndef KIT_REGDIR_H
#define KIT_REGDIR_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

#include "kit/regfile.h"

/* One call of parse, and one of its files: the registry. */
struct regdir {
	const struct ma_host *host;
	struct ma_out *out;
	const struct ma_file *files;
	size_t n_files;
	uint32_t file;
};

/* Where the folders stand: the values of KEY, below each user's hive, that are
 * called VALUE or, with SEVERAL, begin so.  Files are named by TAILS below them,
 * ended by NULL, at most one '*' in a component.  USUAL, where it is not NULL:
 * what is below this, from the user's profile on, is looked at anyway. */
struct regdir_key {
	const char *key, *value;
	bool several;
	const char *const *tails;
	const char *usual;
};

/* Wants these files.  A folder that is named by a variable of the user's, and in
 * which nothing is to be found, is noted.  True: a user has the key. */
bool regdir_want(const struct regdir *d, struct regfile *reg, const struct regdir_key *key);

#endif
