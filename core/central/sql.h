/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The little of a database that the store needs.  Each driver is a module of
 * its own, named as here: hand round the constant that loader_module gives.
 *
 * Statements are those that SQLite and PostgreSQL both understand; parameters
 * are ?1, ?2, ... in both.  A statement's text is a constant of the program: the
 * driver keeps it prepared by its address.
 */
#ifndef CENTRAL_SQL_H
#define CENTRAL_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sql_kind { SQL_NULL, SQL_INT, SQL_TEXT, SQL_BLOB };

struct sql_value {
	enum sql_kind kind;
	int64_t num; /* SQL_INT */
	const char *bytes; /* of texts and blobs; a NUL stands behind a text that was read */
	size_t n;
};

enum sql_result {
	SQL_DONE,
	SQL_BUSY, /* somebody else was faster: roll back and try the whole transaction again */
	SQL_FULL, /* no room is left */
	SQL_DENIED, /* it may only be read, or not even that */
	SQL_ABSENT, /* there is no such database, or nobody answers */
	SQL_NO_STORE, /* a file that is no database, or a damaged one */
	SQL_FAILED, /* anything else */
};

enum sql_access { SQL_READ, SQL_WRITE, SQL_CREATE };

/* How a transaction begins: it reads one state of the whole, or it writes and
 * lets nobody else write. */
enum sql_begin { SQL_BEGIN_READ, SQL_BEGIN_WRITE };

/* Gets each row; the values are valid until it returns.  False ends the reading. */
struct sql_reader {
	bool (*row)(void *data, const struct sql_value *columns, size_t n);
	void *data;
};

struct sql_connection;

enum { SQL_MAX_PARAMETERS = 16 };

struct sql {
	size_t size;
	const char *name;
	/* Never NULL; closed by the caller, also when *RESULT is not SQL_DONE. */
	struct sql_connection *(*open)(const char *where, enum sql_access access, enum sql_result *result);
	void (*close)(struct sql_connection *connection);
	/* One statement.  READER may be NULL.  *CHANGED (may be NULL): how many rows were inserted, updated, deleted. */
	enum sql_result (*run)(struct sql_connection *connection, const char *statement, const struct sql_value *parameters, size_t n,
	    const struct sql_reader *reader, int64_t *changed);
	/* Several statements separated by ";", without parameters. */
	enum sql_result (*script)(struct sql_connection *connection, const char *statements);
	enum sql_result (*begin)(struct sql_connection *connection, enum sql_begin how);
	enum sql_result (*commit)(struct sql_connection *connection);
	void (*rollback)(struct sql_connection *connection);
	/* What the database said of the last failure, one line; valid until the next call. */
	const char *(*trouble)(const struct sql_connection *connection);
};

extern const struct sql mailaccord_module_sqlite;
extern const struct sql mailaccord_module_postgresql;

#endif
