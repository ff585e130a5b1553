/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store as one file: SQLite with a write-ahead log, so that reading does
 * not wait for writing, and synced before a commit returns.
 */
#include "central/sql.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATIENCE_MS = 30000, STATEMENTS = 64, CACHE_KIB = 16 * 1024, PAGE_BYTES = 16 * 1024 };

struct sql_connection {
	sqlite3 *db;
	struct {
		const char *text;
		sqlite3_stmt *statement;
	} prepared[STATEMENTS];
	size_t n_prepared;
	char trouble[256];
};

static enum sql_result
result_of(struct sql_connection *c, int code)
{
	static const struct {
		int code;
		enum sql_result result;
	} rows[] = {
		{ SQLITE_OK, SQL_DONE }, { SQLITE_DONE, SQL_DONE }, { SQLITE_ROW, SQL_DONE }, { SQLITE_BUSY, SQL_BUSY },
		{ SQLITE_LOCKED, SQL_BUSY }, { SQLITE_FULL, SQL_FULL }, { SQLITE_READONLY, SQL_DENIED }, { SQLITE_PERM, SQL_DENIED },
		{ SQLITE_AUTH, SQL_DENIED }, { SQLITE_CANTOPEN, SQL_ABSENT }, { SQLITE_NOTADB, SQL_NO_STORE }, { SQLITE_CORRUPT, SQL_NO_STORE },
	};
	if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
		return SQL_DONE;
	snprintf(c->trouble, sizeof c->trouble, "%s", c->db ? sqlite3_errmsg(c->db) : sqlite3_errstr(code));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].code == (code & 0xff))
			return rows[i].result;
	return SQL_FAILED;
}

static enum sql_result
script(struct sql_connection *c, const char *statements)
{
	return result_of(c, sqlite3_exec(c->db, statements, NULL, NULL, NULL));
}

/* PATH as a URI whose file nobody changes while it is read. */
static char *
unchanging(const char *path)
{
	static const char hex[] = "0123456789abcdef";
	char *uri = malloc(3 * strlen(path) + sizeof "file:?immutable=1"), *p = uri;
	if (!uri)
		return NULL;
	p = stpcpy(p, "file:");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		if (c == '%' || c == '?' || c == '#') {
			*p++ = '%';
			*p++ = hex[c >> 4];
			*p++ = hex[c & 15];
		} else {
			*p++ = (char)c;
		}
	}
	strcpy(p, "?immutable=1");
	return uri;
}

/* In a folder that may not be written, the log's index cannot be made; when there is no log either, all is in the file. */
static enum sql_result
open_unchanging(struct sql_connection *c, const char *path)
{
	char log[4096];
	int length = snprintf(log, sizeof log, "%s-wal", path);
	if (length < 0 || (size_t)length >= sizeof log || access(path, R_OK) != 0 || access(log, F_OK) == 0)
		return SQL_ABSENT;
	char *uri = unchanging(path);
	sqlite3_close(c->db);
	c->db = NULL;
	int code = uri ? sqlite3_open_v2(uri, &c->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) : SQLITE_NOMEM;
	free(uri);
	return result_of(c, code);
}

/* SQLite does not wait by itself here, when several open a new file at once: who waited could wait for each other. */
static enum sql_result
keep_log(struct sql_connection *c)
{
	enum { PAUSE_MS = 10 };
	enum sql_result result = script(c, "PRAGMA journal_mode=WAL");
	for (int waited = 0; result == SQL_BUSY && waited < PATIENCE_MS; waited += PAUSE_MS) {
		sqlite3_sleep(PAUSE_MS);
		result = script(c, "PRAGMA journal_mode=WAL");
	}
	return result;
}

static enum sql_result
set_up(struct sql_connection *c, enum sql_access access)
{
	char text[128];
	snprintf(text, sizeof text, "PRAGMA page_size=%d;PRAGMA cache_size=-%d;PRAGMA trusted_schema=OFF;PRAGMA temp_store=MEMORY", PAGE_BYTES, CACHE_KIB);
	sqlite3_busy_timeout(c->db, PATIENCE_MS);
	sqlite3_extended_result_codes(c->db, 1);
	sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	enum sql_result result = script(c, text);
	/* The first look into the file: it tells whether it is one of SQLite's. */
	if (result == SQL_DONE)
		result = script(c, "SELECT count(*) FROM sqlite_schema");
	/* Without copying: what only reads is to be quick. */
	if (result == SQL_DONE && access == SQL_READ)
		result = script(c, "PRAGMA mmap_size=1073741824");
	if (result == SQL_DONE && access != SQL_READ)
		result = keep_log(c);
	if (result == SQL_DONE && access != SQL_READ)
		result = script(c, "PRAGMA synchronous=FULL");
	return result;
}

static struct sql_connection *
database_open(const char *where, enum sql_access access, enum sql_result *result)
{
	struct sql_connection *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	int flags = access == SQL_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (access == SQL_CREATE)
		flags |= SQLITE_OPEN_CREATE;
	*result = result_of(c, sqlite3_open_v2(where, &c->db, flags | SQLITE_OPEN_NOMUTEX, NULL));
	if (*result == SQL_ABSENT && c->db)
		snprintf(c->trouble, sizeof c->trouble, "%s", strerror(sqlite3_system_errno(c->db)));
	if (*result == SQL_DONE)
		*result = set_up(c, access);
	if (*result != SQL_DONE && *result != SQL_NO_STORE && access == SQL_READ && open_unchanging(c, where) == SQL_DONE)
		*result = set_up(c, access);
	return c;
}

static void
database_close(struct sql_connection *c)
{
	for (size_t i = 0; i < c->n_prepared; i++)
		sqlite3_finalize(c->prepared[i].statement);
	sqlite3_close(c->db);
	free(c);
}

static sqlite3_stmt *
prepare(struct sql_connection *c, const char *text, int *code)
{
	sqlite3_stmt *statement = NULL;
	*code = SQLITE_OK;
	for (size_t i = 0; i < c->n_prepared; i++)
		if (c->prepared[i].text == text)
			return c->prepared[i].statement;
	if (c->n_prepared == STATEMENTS)
		sqlite3_finalize(c->prepared[--c->n_prepared].statement);
	*code = sqlite3_prepare_v3(c->db, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
	if (*code != SQLITE_OK)
		return NULL;
	c->prepared[c->n_prepared].text = text;
	c->prepared[c->n_prepared++].statement = statement;
	return statement;
}

static int
bind(sqlite3_stmt *statement, int at, const struct sql_value *v)
{
	switch (v->kind) {
	case SQL_INT:
		return sqlite3_bind_int64(statement, at, v->num);
	case SQL_TEXT:
		return sqlite3_bind_text64(statement, at, v->bytes, v->n, SQLITE_STATIC, SQLITE_UTF8);
	case SQL_BLOB:
		return sqlite3_bind_blob64(statement, at, v->bytes ? v->bytes : "", v->n, SQLITE_STATIC);
	case SQL_NULL:
		break;
	}
	return sqlite3_bind_null(statement, at);
}

static struct sql_value
column(sqlite3_stmt *statement, int at)
{
	struct sql_value v = { .kind = SQL_NULL };
	switch (sqlite3_column_type(statement, at)) {
	case SQLITE_INTEGER:
		v.kind = SQL_INT;
		v.num = sqlite3_column_int64(statement, at);
		break;
	case SQLITE_TEXT:
		v.kind = SQL_TEXT;
		v.bytes = (const char *)sqlite3_column_text(statement, at);
		v.n = (size_t)sqlite3_column_bytes(statement, at);
		break;
	case SQLITE_BLOB:
		v.kind = SQL_BLOB;
		v.bytes = sqlite3_column_blob(statement, at);
		v.n = (size_t)sqlite3_column_bytes(statement, at);
		break;
	}
	return v;
}

static enum sql_result
run(struct sql_connection *c, const char *text, const struct sql_value *parameters, size_t n, const struct sql_reader *reader, int64_t *changed)
{
	enum { COLUMNS = 32 };
	struct sql_value columns[COLUMNS];
	int code;
	sqlite3_stmt *statement = prepare(c, text, &code);
	if (!statement)
		return result_of(c, code);
	for (size_t i = 0; i < n && code == SQLITE_OK; i++)
		code = bind(statement, (int)i + 1, &parameters[i]);
	int n_columns = sqlite3_column_count(statement);
	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(statement);
		if (code != SQLITE_ROW || !reader)
			continue;
		for (int i = 0; i < n_columns && i < COLUMNS; i++)
			columns[i] = column(statement, i);
		if (!reader->row(reader->data, columns, (size_t)n_columns))
			code = SQLITE_DONE;
	}
	enum sql_result result = result_of(c, code);
	if (changed)
		*changed = sqlite3_changes64(c->db);
	sqlite3_reset(statement);
	return result;
}

static enum sql_result
begin(struct sql_connection *c, enum sql_begin how)
{
	return script(c, how == SQL_BEGIN_WRITE ? "BEGIN IMMEDIATE" : "BEGIN");
}

static enum sql_result
commit(struct sql_connection *c)
{
	return script(c, "COMMIT");
}

static void
rollback(struct sql_connection *c)
{
	if (c->db && !sqlite3_get_autocommit(c->db))
		(void)sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
}

static const char *
trouble(const struct sql_connection *c)
{
	return c->trouble;
}

const struct sql mailaccord_module_sqlite = {
	.size = sizeof mailaccord_module_sqlite,
	.name = "sqlite",
	.open = database_open,
	.close = database_close,
	.run = run,
	.script = script,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.trouble = trouble,
};
