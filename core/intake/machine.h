/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * This workstation, or the one whose disk a tree is: its name, its stable id,
 * its users' homes.  The platform's own code is here.
 */
#ifndef INTAKE_MACHINE_H
#define INTAKE_MACHINE_H

#include "intake/discover.h"
#include "model/scan.h"

/* Name, id and system of this machine.  The id is derived from the system's
 * own and cannot be turned back into it. */
struct workstation
machine_here(struct arena *arena);

/* The same for a disk below TREE; NULL members where it does not tell. */
struct workstation
machine_of(const struct tree *tree, struct arena *arena);

/* The homes of the users that this process may look at: all as root, else its own. */
const struct home *
machine_homes(struct arena *arena, size_t *n);

/* The registries of the running system, one for each user whose files we may read; none but on Windows.  The arena's. */
const struct live_registry *
machine_registries(struct arena *arena, size_t *n);

/* Where this program keeps its own things (state.h): the machine's place when it runs as whoever looks after the
 * machine, else the user's.  NULL when there is none. */
const char *
machine_state(struct arena *arena);

/* Is PATH, as this system writes paths, one that does not depend on where we stand? */
bool
machine_path_is_whole(const char *path);

/* Now as ISO 8601 UTC, to the second; SOURCE_DATE_EPOCH counts instead when it is set. */
const char *
machine_time(struct arena *arena);

/* A word that no other run has. */
const char *
machine_run(struct arena *arena);

#endif
