/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A user's hive (NTUSER.DAT) that no system has in use, as a tree.
 */
#ifndef INTAKE_HIVE_H
#define INTAKE_HIVE_H

#include "intake/registry-tree.h"

/* Does a file that begins with these bytes hold a hive? */
bool
hive_is(const void *head, size_t n);

/* Makes OUT the tree of a hive's N bytes, which must stay until it is closed.
 * False when they are no hive that has a root.  *WHOLE says whether all that was
 * last changed is in them, rather than in a log beside the file. */
bool
hive_open(const void *bytes, size_t n, struct registry_tree *out, bool *whole);

#endif
