/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite databases that are only bytes: the file, and its write-ahead log
 * folded into it in memory.  The only includer of sqlite3.h among the plugins.
 */
#ifndef KIT_SQLITE_H
#define KIT_SQLITE_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

/* What became of the log. */
enum sqlite_log {
	SQLITE_LOG_NONE, /* empty or not there */
	SQLITE_LOG_WHOLE, /* up to its last commit */
	SQLITE_LOG_TORN, /* breaks off: what was committed before counts, more may be missing */
	SQLITE_LOG_FOREIGN, /* no log, or not one of this file: passed over */
};

enum sqlite_end { SQLITE_END_WHOLE, SQLITE_END_DAMAGED, SQLITE_END_LIMIT };

struct sqlite_db;
struct sqlite_row;

/* Opens a copy of FILE (may be empty) with LOG (may be empty) folded in; what
 * is opened can only be read.  NULL when FILE is no database, with *END saying
 * why; closed by the caller. */
struct sqlite_db *sqlite_open(struct ma_str file, struct ma_str log, enum sqlite_log *folded, enum sqlite_end *end);
void sqlite_shut(struct sqlite_db *db);

/* Calls BACK for each row of SQL. */
enum sqlite_end sqlite_each(struct sqlite_db *db, const char *sql, void (*back)(void *ctx, const struct sqlite_row *), void *ctx);
bool sqlite_has_table(struct sqlite_db *db, const char *name);

/* The column called NAME (letter case ignored) of a row: the bytes of a
 * text or blob, empty for every other; valid during the call. */
struct ma_str sqlite_bytes(const struct sqlite_row *row, const char *name);
/* The same as a number; false when it is none. */
bool sqlite_number(const struct sqlite_row *row, const char *name, int64_t *n);
/* The name of column I, NULL behind the last. */
const char *sqlite_column(const struct sqlite_row *row, int i);

/* ---- the log alone: sqlitelog.c ---- */

/* FILE with the committed pages of LOG in it, malloc'd, of *N bytes; NULL
 * without memory, beyond the limit (*END), or when there is nothing. */
unsigned char *sqlite_fold(struct ma_str file, struct ma_str log, size_t *n, enum sqlite_log *folded, enum sqlite_end *end);

#endif
