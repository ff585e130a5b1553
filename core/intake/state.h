/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program keeps between runs, and secrets in files: tokens, keys.
 * The folder is its user's alone; what lies in it is there complete or not at
 * all, also after a power cut.
 */
#ifndef INTAKE_STATE_H
#define INTAKE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* The folder, made (0700) when it is not there: MAILACCORD_STATE in the
 * environment; as root /var/lib/mailaccord; else $XDG_STATE_HOME/mailaccord or
 * ~/.local/state/mailaccord.  The arena's.  NULL and *ERR when it cannot be
 * made, or when others could write into it. */
const char *
state_folder(struct arena *arena, struct err *err);

/* Makes FOLDER/NAME a folder of our own, and returns its path.  NULL and *ERR. */
const char *
state_subfolder(const char *folder, const char *name, struct arena *arena, struct err *err);

/* Writes a file (0600) in place of what is there: temporary, synced, renamed, the
 * folder synced.  False and *ERR. */
bool
state_write(const char *path, const void *bytes, size_t n, struct err *err);

/* The names in the folder that do not begin with a dot, sorted; the arena's. */
const char **
state_list(const char *folder, struct arena *arena, size_t *n);

/* The first line of a small file that only its owner, who is us or root, may
 * read: a token, a key.  NULL and *ERR when it is not there (EXIT_NO_INPUT), is
 * open to others, or is no single line of printable letters. */
const char *
state_secret(const char *path, struct arena *arena, struct err *err);

/* N bytes that nobody can guess.  False and *ERR. */
bool
state_random(void *bytes, size_t n, struct err *err);

#endif
