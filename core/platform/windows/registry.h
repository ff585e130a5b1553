/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The registry of the running system as a tree (intake/registry-tree.h).
 */
#ifndef PLATFORM_WINDOWS_REGISTRY_H
#define PLATFORM_WINDOWS_REGISTRY_H

#include <windows.h>

#include "intake/registry-tree.h"

/* The tree below KEY, which becomes the tree's. */
struct registry_tree
registry_live(HKEY key);

/* The text value of a key, UTF-8, malloc'd; NULL when there is none. */
char *
registry_text_value(HKEY root, const wchar_t *key, const wchar_t *name);

#endif
