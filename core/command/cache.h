/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report over a store that was written before, and would be the same now, is
 * answered from the store: nothing is read, nothing judged.
 */
#ifndef COMMAND_CACHE_H
#define COMMAND_CACHE_H

#include "command/command.h"

struct cache {
	const char *store; /* name; NULL: this report is not of the kind that is kept */
	const char *key;
	int64_t generation; /* of the store before it was read */
};

/* Answers the call from the store, if it can: true, with the exit status.
 * Else what is to be written is kept in call->copy, for cache_keep. */
bool
cache_answer(struct cache *cache, struct call *call, int *status);

/* Keeps what was written; that it cannot is no trouble. */
void
cache_keep(struct cache *cache, struct call *call, int status);

#endif
