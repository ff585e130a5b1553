/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder that is read as if it were the whole file system: no link and no
 * ".." leads out of it.  Absolute links are taken from its top, as chroot(2)
 * would.  Nothing is ever written.
 */
#ifndef INTAKE_TREE_H
#define INTAKE_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

struct tree {
	int fd; /* of the top folder */
	const char *path; /* as given, for messages */
	bool whole; /* the top is the file system's own: nothing is outside */
	const char *system; /* folder below the top where the system's own paths begin; "" for the top itself */
};

enum tree_kind { TREE_ABSENT, TREE_FILE, TREE_FOLDER, TREE_OTHER, TREE_DENIED, TREE_OUTSIDE };

struct tree_stat {
	enum tree_kind kind;
	int64_t size; /* bytes */
	uint64_t device, inode; /* tell whether two paths are one file */
	int64_t modified; /* seconds since 1970 */
};

/* Opens the top.  False and *ERR when PATH is no folder that can be read. */
bool
tree_init(struct tree *tree, const char *path, struct err *err);
void
tree_fini(struct tree *tree);

/* Opens a regular file below the top for reading.  PATH: '/' as separator, ""
 * is the top.  Returns the descriptor, or -1 with *STAT saying why: TREE_ABSENT, TREE_OTHER
 * (no regular file: it was not opened), TREE_DENIED, or TREE_OUTSIDE (a link leads out of the tree and
 * to nothing in it). */
int
tree_open(const struct tree *tree, const char *path, struct tree_stat *stat);

/* What PATH is, links followed within the tree. */
struct tree_stat
tree_stat(const struct tree *tree, const char *path);

/* The names in a folder without "." and "..", sorted bytewise, in the arena.
 * *N is 0 when it is no folder; *DENIED tells whether that is for want of permission (may be NULL). */
const char **
tree_list(const struct tree *tree, const char *path, struct arena *arena, size_t *n, bool *denied);

/* Calls EACH with every name in a folder but "." and "..", in no order, and what it is; links are not
 * followed: they are TREE_OTHER.  EACH ends it by false.  Returns what PATH is. */
struct tree_stat
tree_entries(const struct tree *tree, const char *path, bool (*each)(void *data, const char *name, const struct tree_stat *stat), void *data);

/* Paths below the top that match PATTERN, whose components may hold '*';
 * without "*" the path itself if something is there.  Sorted.  Of a folder that
 * may not be listed, its path with "*" behind it is among them. */
const char **
tree_glob(const struct tree *tree, const char *pattern, struct arena *arena, size_t *n);

/* Does the file hold TEXT (ASCII, shorter than 64 letters), as bytes or as UTF-16? */
bool
tree_mentions(const struct tree *tree, const char *path, const char *text);

#endif
