/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wanted of an account becomes a client's file: the other way through
 * a plugin, from facts to bytes.
 */
#ifndef INTAKE_DESK_H
#define INTAKE_DESK_H

#include <mailaccord/plugin.h>

#include "model/wish.h"

/* One file as it was written. */
struct desk_file {
	const char *bytes;
	size_t n;
	bool cannot[MA_FACT_COUNT]; /* wanted, and to be set by hand */
};

/* Has WRITER write what is wanted.  Memory is the arena's. */
struct desk_file
desk_write(const struct ma_writer *writer, const struct wish *wish, struct arena *arena);

#endif
