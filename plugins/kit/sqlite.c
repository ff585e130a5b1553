/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A database comes from somewhere: pages may be damaged, name each other in
 * circles, or hold views and triggers.  So the image is opened read-only and
 * in memory, nothing of its schema is trusted, cells are checked before use,
 * and a statement that does not come to an end is stopped.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "kit/sqlite.h"

enum {
	STEP = 1000, /* instructions of SQLite's machine between two looks */
	MAX_STEPS = 40000,
	MAX_COLUMNS = 64,
	MAX_ROWS = 200000,
};
#define MAX_CELL_BYTES (8 << 20)

struct sqlite_db {
	sqlite3 *handle;
	unsigned char *image;
	uint32_t steps;
};

struct sqlite_row {
	sqlite3_stmt *statement;
};

static int
look(void *ctx)
{
	struct sqlite_db *db = ctx;
	return ++db->steps > MAX_STEPS;
}

static enum sqlite_end
end_of(int rc)
{
	switch (rc) {
	case SQLITE_OK:
	case SQLITE_DONE:
		return SQLITE_END_WHOLE;
	case SQLITE_INTERRUPT:
	case SQLITE_NOMEM:
	case SQLITE_TOOBIG:
		return SQLITE_END_LIMIT;
	default:
		return SQLITE_END_DAMAGED;
	}
}

static void
set_up(struct sqlite_db *db)
{
	static const struct {
		int what, value;
	} limits[] = {
		{ SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES },
		{ SQLITE_LIMIT_SQL_LENGTH, 1 << 20 },
		{ SQLITE_LIMIT_ATTACHED, 0 },
		{ SQLITE_LIMIT_WORKER_THREADS, 0 },
	};
	static const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_TRIGGER, SQLITE_DBCONFIG_ENABLE_VIEW,
		SQLITE_DBCONFIG_ENABLE_FKEY };
	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(db->handle, limits[i].what, limits[i].value);
	for (size_t i = 0; i < sizeof off / sizeof *off; i++)
		sqlite3_db_config(db->handle, off[i], 0, NULL);
	sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_progress_handler(db->handle, STEP, look, db);
	sqlite3_exec(db->handle, "PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON; PRAGMA query_only=ON;", NULL, NULL, NULL);
}

struct sqlite_db *
sqlite_open(struct ma_str file, struct ma_str log, enum sqlite_log *folded, enum sqlite_end *end)
{
	size_t n = 0;
	struct sqlite_db *db = calloc(1, sizeof *db);
	if (!db) {
		*end = SQLITE_END_LIMIT;
		return NULL;
	}
	db->image = sqlite_fold(file, log, &n, folded, end);
	if (db->image) {
		int rc = sqlite3_open_v2(":memory:", &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL);
		if (rc == SQLITE_OK)
			rc = sqlite3_deserialize(db->handle, "main", db->image, (sqlite3_int64)n, (sqlite3_int64)n, SQLITE_DESERIALIZE_READONLY);
		if (rc == SQLITE_OK) {
			set_up(db);
			rc = sqlite3_exec(db->handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
		}
		*end = end_of(rc);
	}
	if (*end == SQLITE_END_WHOLE)
		return db;
	sqlite_shut(db);
	return NULL;
}

void
sqlite_shut(struct sqlite_db *db)
{
	if (!db)
		return;
	sqlite3_close(db->handle);
	free(db->image);
	free(db);
}

bool
sqlite_has_table(struct sqlite_db *db, const char *name)
{
	sqlite3_stmt *s = NULL;
	bool has = sqlite3_prepare_v2(db->handle, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", -1, &s, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
	sqlite3_finalize(s);
	return has;
}

enum sqlite_end
sqlite_each(struct sqlite_db *db, const char *sql, void (*back)(void *, const struct sqlite_row *), void *ctx)
{
	struct sqlite_row row = { NULL };
	int rc = sqlite3_prepare_v2(db->handle, sql, -1, &row.statement, NULL);
	size_t rows = 0;
	if (rc == SQLITE_OK && sqlite3_column_count(row.statement) > MAX_COLUMNS)
		rc = SQLITE_TOOBIG;
	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(row.statement);
		if (rc == SQLITE_ROW && ++rows > MAX_ROWS)
			rc = SQLITE_TOOBIG;
		if (rc == SQLITE_ROW)
			back(ctx, &row);
	}
	sqlite3_finalize(row.statement);
	return end_of(rc);
}

const char *
sqlite_column(const struct sqlite_row *row, int i)
{
	return i < sqlite3_column_count(row->statement) ? sqlite3_column_name(row->statement, i) : NULL;
}

/* The number of the column NAME, -1 if there is none. */
static int
column(const struct sqlite_row *row, const char *name)
{
	const char *here;
	for (int i = 0; (here = sqlite_column(row, i)); i++)
		if (sqlite3_stricmp(here, name) == 0)
			return i;
	return -1;
}

struct ma_str
sqlite_bytes(const struct sqlite_row *row, const char *name)
{
	int i = column(row, name), type = i < 0 ? SQLITE_NULL : sqlite3_column_type(row->statement, i);
	/* Asking for the bytes of a number would turn it into text for good. */
	const char *p = type == SQLITE_TEXT || type == SQLITE_BLOB ? sqlite3_column_blob(row->statement, i) : NULL;
	return p ? (struct ma_str){ p, (size_t)sqlite3_column_bytes(row->statement, i) } : (struct ma_str){ "", 0 };
}

bool
sqlite_number(const struct sqlite_row *row, const char *name, int64_t *n)
{
	int i = column(row, name);
	if (i < 0 || sqlite3_column_type(row->statement, i) != SQLITE_INTEGER)
		return false;
	*n = sqlite3_column_int64(row->statement, i);
	return true;
}
