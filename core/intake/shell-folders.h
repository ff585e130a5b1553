/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a user of Windows keeps the folders that can lie elsewhere, by the
 * user's own registry: redirected to a server, kept by OneDrive, on another drive.
 */
#ifndef INTAKE_SHELL_FOLDERS_H
#define INTAKE_SHELL_FOLDERS_H

#include "intake/discover.h"

/* Adds to HOME, whose path and user are known, its moved and its lost folders.
 * SYSTEM gives the value of a variable that is the machine's, or NULL.  The arena's. */
void
shell_folders_find(const struct registry_tree *registry, const char *(*system)(const char *name), struct home *home, struct arena *arena);

/* What was moved out of a home may hold settings: adds to HITS which of these
 * folders may not be entered, and which are not there or lost. */
void
shell_folders_check(const struct tree *tree, const struct home *home, struct arena *arena, struct hits *hits);

/* A path as Windows has it, as one of the whole tree: "C:/Users/taro"; of a share: "UNC/server/...". */
const char *
shell_folders_path(const char *windows_path, struct arena *arena);

#endif
