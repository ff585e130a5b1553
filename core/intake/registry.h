/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From an export of the Windows registry (any encoding it is met in) to
 * registry text: UTF-8, the header line of the export, then all lines of the
 * keys asked for and of those below them.  Everything else is passed over at
 * about the speed of reading; memory does not grow with the export.
 */
#ifndef INTAKE_REGISTRY_H
#define INTAKE_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* From this line of the text on, lines are those of the export from ORIGINAL on. */
struct registry_line {
	uint32_t line, original;
};

struct registry_text {
	char *bytes; /* N bytes and a NUL that N does not count; NULL: this is no export */
	size_t n;
	struct registry_line *map; /* ascending */
	size_t n_map, cap_map;
	const char *ansi_charset; /* iconv's name of the code page of bytes within values; lives as long as the program, or as the hint */
	bool capped; /* more keys were asked for than max_bytes hold; the text ends early */
	bool denied; /* keys that were asked for may not be read */
	bool damaged; /* it ends in the middle of something, or has bytes that no code page explains */
};

/* Does a file that begins with these bytes (some hundred will do) hold a
 * registry export?  By content alone: UTF-16 of either byte order or 8 bits,
 * with or without byte order mark, any header the importers take, or none
 * before the first key. */
bool
registry_is_export(const void *head, size_t n);

/* Reads the export FD of SIZE bytes (from its beginning; the file position is
 * left alone).  KEYS are paths below a user's hive, '\' as separator, '*'
 * for the rest of one component, ASCII letter case ignored; each is taken with
 * all below it, from the current user, from every loaded user, and from the
 * local machine (also Wow6432Node, also hives loaded there), and so are the
 * lines that delete such a key or one above it.  ANSI_CHARSET is the code page
 * of an 8-bit export if known, or NULL: then the bytes decide (UTF-8, CP932,
 * CP1252 in this order).  MAX_BYTES limits the text.  False only when reading
 * fails (ERR says so).  OUT is to be freed with registry_text_fini in any case. */
bool
registry_read(int fd, uint64_t size, const char *const *keys, size_t n_keys, const char *ansi_charset,
	      size_t max_bytes, struct registry_text *out, struct err *err);

/* The line of the export that LINE of the text was; 0 stays 0. */
uint32_t
registry_original_line(const struct registry_text *text, uint32_t line);

void
registry_text_fini(struct registry_text *text);

#endif
