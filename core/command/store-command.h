/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the verbs of "mailaccord store" share.
 */
#ifndef COMMAND_STORE_COMMAND_H
#define COMMAND_STORE_COMMAND_H

#include "command/command.h"
#include "document/document.h"

/* One use of the command: arguments behind the store's name. */
struct store_use {
	struct call *call;
	struct store *store;
	const char *now;
	const char *const *arguments;
	size_t n;
	bool data; /* JSON, one object a line */
	FILE *out;
};

/* Verbs; each returns the exit status. */
int
store_verb_token(struct store_use *use);
int
store_verb_revoke(struct store_use *use);
int
store_verb_enrol(struct store_use *use);

/* The number of an option; OTHERWISE when it is not given.  False and call->err when it is none of LEAST and more. */
bool
store_option_number(struct call *call, int option, int64_t least, int64_t otherwise, int64_t *out);

/* The day that lies so many days before (or, negative, behind) NOW; the arena's. */
const char *
store_day(const char *now, int64_t days_ago, struct arena *arena);

/* One line of a list: JSON, or the columns. The last column has no width. */
void
store_put_row(struct store_use *use, const struct document_cell *cells, const int *widths, size_t n);

#endif
