/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within machine only: what each system answers in its own way.  NULL where it
 * does not tell.
 */
#ifndef INTAKE_MACHINE_SYSTEM_H
#define INTAKE_MACHINE_SYSTEM_H

#include <stdbool.h>
#include <stdint.h>

#include "intake/tree.h"

/* The first line of a small file below the tree, or NULL. */
const char *
machine_first_line(const struct tree *tree, const char *path, struct arena *arena);

/* An id that systemd gave: images are made with none, with zeros, or with a word. */
bool
machine_id_is_own(const char *id);

/* What the system calls itself for ever; not to leave the machine as it is. */
const char *
system_id(struct arena *arena);

/* What its hardware has and no copy of its disk: the burnt-in address of its
 * network card, or what the board calls itself. */
const char *
system_card(struct arena *arena);

/* Which version of the system, as it counts them. */
const char *
system_version(struct arena *arena);

/* The domain it is a member of. */
const char *
system_domain(struct arena *arena);

const char *
system_host(struct arena *arena);

/* "linux" "macos" "windows" */
const char *
system_name(void);

uint64_t
system_random(void);

/* Where plugins of others lie, should the program have its own inside: beside it.  NULL when there are none. */
const char *
system_plugins(struct arena *arena);

#endif
