/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * INI files of every dialect: [section] lines and key=value lines, with the
 * line of each.  See keyfile.c.
 */
#ifndef KIT_KEYFILE_H
#define KIT_KEYFILE_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

/* The dialect. */
enum keyfile_flag {
	KEYFILE_HASH = 1 << 0, /* '#' begins a comment line */
	KEYFILE_SEMICOLON = 1 << 1, /* ';' begins a comment line */
	KEYFILE_INDENTED_COMMENT = 1 << 2, /* also behind blanks */
	KEYFILE_TRIM_KEY = 1 << 3, /* blanks before '=' do not belong to the key */
	KEYFILE_TRIM_VALUE = 1 << 4, /* blanks around the value do not belong to it */
	KEYFILE_COLON = 1 << 5, /* ':' separates too */
	KEYFILE_NO_SECTION = 1 << 6, /* keys may stand before the first section */
	KEYFILE_VOID_SECTION = 1 << 7, /* text behind ']' or no ']': keys below are void */
	KEYFILE_FOLDED = 1 << 8, /* an indented line continues the value above */
	KEYFILE_TAIL_COMMENT = 1 << 9, /* blank and '#' or ';' (as flagged) end a value */
	KEYFILE_UTF16 = 1 << 10, /* UTF-16 with a byte order mark is accepted */
	KEYFILE_NUL_ENDS = 1 << 11, /* a NUL byte ends the file */

	/* profiles.ini and its like (xpcom/base/nsINIParser.cpp) */
	KEYFILE_MOZILLA = KEYFILE_HASH | KEYFILE_SEMICOLON | KEYFILE_VOID_SECTION | KEYFILE_UTF16 | KEYFILE_NUL_ENDS,
	/* Qt and KDE, as their files are written */
	KEYFILE_KDE = KEYFILE_HASH | KEYFILE_SEMICOLON | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE | KEYFILE_NO_SECTION,
	/* GLib's key files */
	KEYFILE_GLIB = KEYFILE_HASH | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE | KEYFILE_VOID_SECTION,
	/* Python's configparser */
	KEYFILE_PYTHON = KEYFILE_HASH | KEYFILE_SEMICOLON | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE
		| KEYFILE_COLON | KEYFILE_FOLDED,
};

enum keyfile_what { KEYFILE_SECTION, KEYFILE_KEY, KEYFILE_ODD };

/* One line that says something.  The slices are valid until keyfile_read
 * returns; they lie in the input unless that was UTF-16 or the value was folded. */
struct keyfile_line {
	enum keyfile_what what; /* KEYFILE_ODD: neither of both, the line is in key */
	struct ma_str section, key, value;
	uint32_t line; /* from 1 */
	uint32_t number; /* of the section, in order of its [lines]; 0 before the first */
};

/* Calls BACK for each section and key line in order.  False: nothing was read,
 * the bytes are in an encoding the dialect does not have, or memory is short. */
bool keyfile_read(struct ma_str bytes, unsigned flags, void (*back)(void *ctx, const struct keyfile_line *), void *ctx);

#endif
