/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path that stands in a file: absolute, or relative to that file's folder,
 * with either slash, of this system or of the one that was copied.
 */
#ifndef INTAKE_NAMED_H
#define INTAKE_NAMED_H

#include "intake/tree.h"

struct named {
	const struct tree *tree;
	const char *path; /* with '/' */
	const char *below; /* below the top */
	const char *folder; /* of the file that names it */
	bool absolute;
	bool home; /* "~/...": below the home that the folder lies in */
	bool elsewhere; /* another drive, a server: on no image of the system's disk */
};

/* FOLDER, below the top, is that of the file.  Memory is the arena's. */
struct named
named_path(const struct tree *tree, const char *path, const char *folder, struct arena *arena);

/* Calls TRY with a path below the top until one is right.  A tree that is PARTIAL
 * may have been copied from further down: leading components are dropped. */
bool
named_try(const struct named *named, bool partial, bool (*try)(void *data, const char *below), void *data);

/* Is it of no use to say that nothing is there, since that place was not given to read? */
bool
named_is_outside(const struct named *named, bool partial, struct arena *arena);

#endif
