/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options as rows: parsed with getopt_long(3), and the help is printed from
 * the same rows.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

struct opt_row {
	const char *name; /* without dashes; NULL ends a table */
	char letter; /* 0: none */
	const char *argument; /* what to call it in the help; NULL: a flag */
	const char *words; /* the values allowed, blank-separated; NULL: any */
	const char *help;
};

/* What was given for a row; the last one in TEXT, all in ALL. */
struct opt_value {
	bool given;
	const char *text;
	const char **all;
	size_t n;
};

/* Parses ARGV into VALUES, one for each row of ROWS in USED order (a list of
 * row numbers ended by -1).  Returns the index of the first argument that is
 * no option, or -1 with *ERR.  Memory is the arena's. */
int
opt_parse(const struct opt_row *rows, const int *used, int argc, char **argv, struct opt_value *values, struct arena *arena, struct err *err);

/* Prints the rows, one or two lines each. */
void
opt_help(FILE *out, const struct opt_row *rows, const int *used);

#endif
