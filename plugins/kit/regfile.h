/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Registry text as a tree of keys and values, with the line of each.  What a
 * later line overrides or deletes is gone; lines nobody understands are listed.
 * Names are compared without regard to ASCII letter case.
 */
#ifndef KIT_REGFILE_H
#define KIT_REGFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <mailaccord/plugin.h>

enum regfile_type {
	REGFILE_NONE = 0,
	REGFILE_SZ = 1,
	REGFILE_EXPAND_SZ = 2,
	REGFILE_BINARY = 3,
	REGFILE_DWORD = 4,
	REGFILE_DWORD_BE = 5,
	REGFILE_MULTI_SZ = 7,
	REGFILE_QWORD = 11,
};

/* Keys and values are numbers, 0 is none; the root of all keys is REGFILE_ROOT. */
enum { REGFILE_ROOT = 1 };

enum regfile_trouble {
	REGFILE_SYNTAX, /* a line nobody understands; the importer passes it over */
	REGFILE_BAD_VALUE, /* a value's name is clear, its data is not */
	REGFILE_UNCLOSED, /* the text ends in the middle of a value */
	REGFILE_ENCODING, /* bytes that do not belong to the code page */
	REGFILE_FULL, /* too many keys or values; the rest was not read */
};

struct regfile;

/* Reads registry text.  ANSI_CHARSET as in struct ma_file (NULL: CP932).  NULL
 * when TEXT is no registry text or memory is out; freed by the caller. */
struct regfile *
regfile_read(struct ma_str text, const char *ansi_charset);
void
regfile_free(struct regfile *reg);

/* The key PATH ('\' as separator, "" is KEY itself) below KEY; 0 if there is none. */
uint32_t
regfile_key(const struct regfile *reg, uint32_t key, const char *path);

/* First child of KEY and next sibling of KEY, in order of first appearance. */
uint32_t
regfile_child(const struct regfile *reg, uint32_t key);
uint32_t
regfile_next(const struct regfile *reg, uint32_t key);

struct ma_str
regfile_key_name(const struct regfile *reg, uint32_t key);

/* The line that KEY was first met on, if only as part of a longer one. */
uint32_t
regfile_key_line(const struct regfile *reg, uint32_t key);

/* The value NAME ("" is the default value) of KEY; 0 if there is none. */
uint32_t
regfile_value(const struct regfile *reg, uint32_t key, const char *name);
uint32_t
regfile_first_value(const struct regfile *reg, uint32_t key);
uint32_t
regfile_next_value(const struct regfile *reg, uint32_t value);

struct regfile_value {
	struct ma_str name;
	uint32_t type; /* enum regfile_type, or any other number */
	uint32_t line;
	bool bad; /* the data could not be understood; there is none */
	bool secret; /* a password: there is data, but nobody kept it */
	/* SZ, EXPAND_SZ: UTF-8, without the NUL at the end; MULTI_SZ: UTF-8, each
	 * text with a NUL behind it; numbers: bytes, lowest first (DWORD_BE:
	 * highest first); all others: the bytes. */
	struct ma_str data;
};

struct regfile_value
regfile_get(const struct regfile *reg, uint32_t value);

/* The value as text up to the first NUL: SZ, EXPAND_SZ, or BINARY that holds
 * UTF-16LE (a NUL at the end and an even number of bytes are not needed).
 * False if it is bad, secret or of another type.  *TEXT is valid as long as REG. */
bool
regfile_text(struct regfile *reg, uint32_t value, struct ma_str *text);

/* The value as a number: DWORD with its four bytes, DWORD_BE, QWORD.  False
 * for any other type or length. */
bool
regfile_number(const struct regfile *reg, uint32_t value, uint64_t *number);

/* N bytes of the code page, or of UTF-16LE, as UTF-8 up to the first NUL. */
struct ma_str
regfile_ansi(struct regfile *reg, const void *bytes, size_t n);
struct ma_str
regfile_utf16(struct regfile *reg, const void *bytes, size_t n);

/* The I-th trouble in order of lines; false behind the last (at most 1000 are kept).
 * *NAME is the value's name if there is one. */
bool
regfile_trouble(const struct regfile *reg, size_t i, enum regfile_trouble *kind, uint32_t *line, struct ma_str *name);

/* ASCII letter case ignored. */
bool
regfile_same(struct ma_str a, const char *b);

#endif
