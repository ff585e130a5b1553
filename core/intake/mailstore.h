/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The places where clients keep mail: how large, how old, of which form.  Files
 * are counted and their times read; of a data file the first bytes are; nothing
 * else is opened.
 */
#ifndef INTAKE_MAILSTORE_H
#define INTAKE_MAILSTORE_H

#include "intake/tree.h"
#include "model/scan.h"

/* What was looked at in one tree; all zero is empty. */
struct mailstores {
	struct mailstore_seen *seen; /* the same folder is looked through once */
	size_t n_seen;
	size_t n_entries; /* looked at so far */
};

/* Looks at the place that a file in FOLDER (below the top) calls PATH, and fills in all of STORE
 * but who it belongs to.  store->path becomes PATH where that is absolute, else the path
 * below the top.  Memory is the arena's. */
void
mailstore_look(struct mailstores *stores, const struct tree *tree, bool partial, const char *folder, const char *path, struct scan_store *store,
    struct arena *arena);

/* What the first N bytes of a data file of SIZE bytes say. */
enum { MAILSTORE_HEAD_BYTES = 0x202 };
enum store_form
mailstore_form(const unsigned char *head, size_t n, int64_t size, bool *cut);

#endif
