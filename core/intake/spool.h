/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Results that wait to be sent, a file each: a head of "key: value" lines, an
 * empty line, the document.  A file is there before the first attempt and goes
 * only when the server has said that it is stored, or when a newer run of the
 * same workstation takes its place; what was refused is put aside with the
 * reason.  Several processes may use it at once.
 */
#ifndef INTAKE_SPOOL_H
#define INTAKE_SPOOL_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum { SPOOL_MAX_ITEMS = 256, SPOOL_MAX_BYTES = 256 << 20, SPOOL_MAX_ASIDE = 32 };

struct spool {
	struct arena arena;
	const char *waiting, *aside; /* folders */
	int sending_fd; /* the lock of whoever sends; -1 */
};

/* One result and its way. */
struct spool_item {
	const char *name; /* of its file; set by spool_put and spool_read */
	const char *to; /* the URL as it was given */
	const char *token_file, *ca_file, *pin; /* as given; or NULL */
	const char *run, *workstation; /* of the document */
	const char *bytes; /* the document */
	size_t n;
	uint64_t inode; /* of the file that was read */
};

/* Opens the spool in the state folder.  False and *ERR. */
bool
spool_open(struct spool *spool, const char *state, struct err *err);
void
spool_fini(struct spool *spool);

/* Adds the item durably; the same run to the same place is one.  NEWEST: other runs of its
 * workstation to the same place are dropped, for they do not count any more.
 * False and *ERR when it cannot be written or the spool is full. */
bool
spool_put(struct spool *spool, struct spool_item *item, bool newest, struct err *err);

/* Names of what waits, the oldest first; the arena's. */
const char **
spool_list(const struct spool *spool, struct arena *arena, size_t *n);

/* Reads one; everything is the arena's.  False when it is gone, or, with
 * *DAMAGED, when it is not what spool_put writes. */
bool
spool_read(const struct spool *spool, const char *name, struct arena *arena, struct spool_item *item, bool *damaged);

/* The server has it: away with it, unless another has been put in its place meanwhile. */
void
spool_remove(struct spool *spool, const struct spool_item *item);

/* It will never be taken: puts the document, and REASON beside it, into the folder for such.  Returns the
 * document's path; NULL when it could not be moved, it waits on then. */
const char *
spool_put_aside(struct spool *spool, const struct spool_item *item, const char *reason);

/* Makes this process the one that sends; false while another is. */
bool
spool_take_turn(struct spool *spool);

#endif
