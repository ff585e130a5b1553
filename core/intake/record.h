/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a plugin says in one call of parse, as bytes: written by the process
 * that runs the plugin, read and checked by the one that keeps the scan.  The
 * two may be different processes and the first is not trusted.
 */
#ifndef INTAKE_RECORD_H
#define INTAKE_RECORD_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

#include "base/arena.h"

/* Bytes being written: to a descriptor as they come, or (fd -1) kept. */
struct record_out {
	int fd;
	unsigned char *bytes;
	size_t n, capacity;
	bool failed;
	/* Turns a line of what the plugin was given into one of the file it came from; NULL: they are the same. */
	uint32_t (*line)(void *lines, uint32_t file, uint32_t line);
	void *lines;
};

/* Runs the parser over the files; everything it says goes to OUT, its status last. */
void
record_parse(const struct ma_parser *parser, const struct ma_file *files, size_t n, struct record_out *out);
/* Says a note on the program's own behalf. */
void
record_note(struct record_out *out, enum ma_note note, struct ma_at at, const char *key);
void
record_out_fini(struct record_out *out);

/* One thing said. */
#define RECORD_NO_ACCOUNT UINT32_MAX
enum record_op { RECORD_ACCOUNT, RECORD_TEXT, RECORD_NUM, RECORD_NOTE, RECORD_WANT, RECORD_STORE, RECORD_STATUS };
struct record {
	enum record_op op;
	uint32_t account; /* index in order of RECORD_ACCOUNT; of TEXT and NUM; of STORE, or RECORD_NO_ACCOUNT */
	uint32_t what; /* fact, note, kind of store, or status */
	struct ma_at at;
	int64_t num;
	struct ma_str text; /* points into the bytes read from */
};

/* Takes the next record off BYTES.  False at the end and on anything malformed. */
bool
record_next(struct ma_str *bytes, struct record *out);

#endif
