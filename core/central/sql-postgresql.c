/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store in PostgreSQL, where one machine is not enough.  All that write
 * queue at one row, as in SQLite they queue at the file: so no two of them can
 * block each other.  Numbers travel as text, bytes as they are.
 */
#include "central/sql.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS = 64, STATEMENT_BYTES = 2048, NUMBER_BYTES = 24, OID_BYTEA = 17, OID_BIGINT = 20, OID_SMALLINT = 21, OID_INTEGER = 23, OID_TEXT = 25 };

struct sql_connection {
	PGconn *pg;
	const char *prepared[STATEMENTS];
	size_t n_prepared;
	char trouble[256];
};

/* The first line of what the server says, without "ERROR: ". */
static void
keep_trouble(struct sql_connection *c, const char *text)
{
	static const char *const openings[] = { "ERROR:  ", "FATAL:  ", "could not connect to server: " };
	const char *fatal = strstr(text, "FATAL:  ");
	text = fatal ? fatal : text;
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
		if (strncmp(text, openings[i], strlen(openings[i])) == 0)
			text += strlen(openings[i]);
	snprintf(c->trouble, sizeof c->trouble, "%.*s", (int)strcspn(text, "\n"), text);
}

/* SQLSTATE, or the class of it. */
static enum sql_result
result_of_state(const char *state)
{
	static const struct {
		const char *state;
		enum sql_result result;
	} rows[] = {
		{ "40", SQL_BUSY }, { "55P03", SQL_BUSY }, { "23505", SQL_BUSY }, { "53100", SQL_FULL }, { "53200", SQL_FULL }, { "25006", SQL_DENIED },
		{ "42501", SQL_DENIED }, { "28", SQL_DENIED }, { "3D000", SQL_ABSENT }, { "57P", SQL_ABSENT }, { "08", SQL_ABSENT },
		{ "XX", SQL_NO_STORE },
	};
	for (size_t i = 0; state && i < sizeof rows / sizeof *rows; i++)
		if (strncmp(rows[i].state, state, strlen(rows[i].state)) == 0)
			return rows[i].result;
	return SQL_FAILED;
}

static enum sql_result
finish(struct sql_connection *c, PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	enum sql_result out = SQL_DONE;
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_SINGLE_TUPLE) {
		keep_trouble(c, result && *PQresultErrorMessage(result) ? PQresultErrorMessage(result) : PQerrorMessage(c->pg));
		out = PQstatus(c->pg) != CONNECTION_OK ? SQL_ABSENT : result_of_state(PQresultErrorField(result, PG_DIAG_SQLSTATE));
	}
	PQclear(result);
	return out;
}

static enum sql_result
script(struct sql_connection *c, const char *statements)
{
	return finish(c, PQexec(c->pg, statements));
}

static struct sql_connection *
database_open(const char *where, enum sql_access access, enum sql_result *result)
{
	struct sql_connection *c = calloc(1, sizeof *c);
	if (!c)
		abort();
	const char *const names[] = { "dbname", "client_encoding", "fallback_application_name", "connect_timeout", NULL };
	const char *const values[] = { where, "UTF8", "mailaccord", "10", NULL };
	c->pg = PQconnectdbParams(names, values, 1);
	if (PQstatus(c->pg) != CONNECTION_OK) {
		keep_trouble(c, PQerrorMessage(c->pg));
		*result = SQL_ABSENT;
		return c;
	}
	const char *encoding = PQparameterStatus(c->pg, "server_encoding");
	if (!encoding || strcmp(encoding, "UTF8") != 0) {
		snprintf(c->trouble, sizeof c->trouble, "the database is not in UTF8");
		*result = SQL_FAILED;
		return c;
	}
	*result = script(c, access == SQL_READ ? "SET client_min_messages = warning; SET default_transaction_read_only = on"
					       : "SET client_min_messages = warning");
	return c;
}

static void
database_close(struct sql_connection *c)
{
	PQfinish(c->pg);
	free(c);
}

/* "?1" becomes "$1": none of our statements has a question mark in a text. */
static bool
prepare(struct sql_connection *c, const char *text, const struct sql_value *parameters, size_t n, char *name, size_t size, enum sql_result *result)
{
	size_t at = 0;
	*result = SQL_DONE;
	while (at < c->n_prepared && c->prepared[at] != text)
		at++;
	snprintf(name, size, "s%zu", at);
	if (at < c->n_prepared || at == STATEMENTS) {
		if (at == STATEMENTS)
			*name = 0;
		else
			return true;
	}
	char copy[STATEMENT_BYTES];
	Oid types[SQL_MAX_PARAMETERS];
	size_t length = strlen(text);
	if (length >= sizeof copy)
		abort();
	for (size_t i = 0; i <= length; i++)
		copy[i] = text[i] == '?' ? '$' : text[i];
	for (size_t i = 0; i < n; i++)
		types[i] = parameters[i].kind == SQL_INT ? OID_BIGINT : parameters[i].kind == SQL_BLOB ? OID_BYTEA : OID_TEXT;
	*result = finish(c, PQprepare(c->pg, name, copy, (int)n, types));
	if (*result == SQL_DONE && at < STATEMENTS)
		c->prepared[c->n_prepared++] = text;
	return *result == SQL_DONE;
}

/* Bytes come in hexadecimal ("\x6d61"): decoded where they lie. */
static struct sql_value
column(PGresult *result, int at, int row)
{
	if (PQgetisnull(result, row, at))
		return (struct sql_value){ .kind = SQL_NULL };
	struct sql_value v = { .kind = SQL_TEXT, .bytes = PQgetvalue(result, row, at), .n = (size_t)PQgetlength(result, row, at) };
	switch (PQftype(result, at)) {
	case OID_BIGINT:
	case OID_INTEGER:
	case OID_SMALLINT:
		v.kind = SQL_INT;
		v.num = strtoll(v.bytes, NULL, 10);
		break;
	case OID_BYTEA:
		v.kind = SQL_BLOB;
		break;
	}
	return v;
}

static bool
give_row(PGresult *result, const struct sql_reader *reader)
{
	enum { COLUMNS = 32 };
	struct sql_value columns[COLUMNS];
	void *decoded[COLUMNS] = { NULL };
	int n = PQnfields(result);
	for (int i = 0; i < n && i < COLUMNS; i++) {
		columns[i] = column(result, i, 0);
		if (columns[i].kind == SQL_BLOB)
			columns[i].bytes = decoded[i] = PQunescapeBytea((const unsigned char *)columns[i].bytes, &columns[i].n);
	}
	bool more = reader->row(reader->data, columns, (size_t)n);
	for (int i = 0; i < n && i < COLUMNS; i++)
		PQfreemem(decoded[i]);
	return more;
}

static enum sql_result
run(struct sql_connection *c, const char *text, const struct sql_value *parameters, size_t n, const struct sql_reader *reader, int64_t *changed)
{
	char name[16], numbers[SQL_MAX_PARAMETERS][NUMBER_BYTES];
	const char *values[SQL_MAX_PARAMETERS];
	int lengths[SQL_MAX_PARAMETERS], formats[SQL_MAX_PARAMETERS];
	enum sql_result result;
	if (!prepare(c, text, parameters, n, name, sizeof name, &result))
		return result;
	for (size_t i = 0; i < n; i++) {
		const struct sql_value *p = &parameters[i];
		snprintf(numbers[i], NUMBER_BYTES, "%lld", (long long)p->num);
		values[i] = p->kind == SQL_NULL ? NULL : p->kind == SQL_INT ? numbers[i] : p->bytes ? p->bytes : "";
		lengths[i] = (int)p->n;
		formats[i] = p->kind == SQL_BLOB;
	}
	if (!PQsendQueryPrepared(c->pg, name, (int)n, values, lengths, formats, 0) || !PQsetSingleRowMode(c->pg)) {
		keep_trouble(c, PQerrorMessage(c->pg));
		return PQstatus(c->pg) != CONNECTION_OK ? SQL_ABSENT : SQL_FAILED;
	}
	/* All of it must be taken, or the connection cannot be used again. */
	bool more = reader != NULL;
	for (PGresult *one; (one = PQgetResult(c->pg));) {
		if (PQresultStatus(one) == PGRES_SINGLE_TUPLE && more)
			more = give_row(one, reader);
		if (changed && PQresultStatus(one) == PGRES_COMMAND_OK)
			*changed = strtoll(PQcmdTuples(one), NULL, 10);
		enum sql_result now = finish(c, one);
		result = result == SQL_DONE ? now : result;
	}
	return result;
}

static enum sql_result
begin(struct sql_connection *c, enum sql_begin how)
{
	if (how == SQL_BEGIN_READ)
		return script(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	/* The queue: one number of this program's own, let go at the end of the transaction. */
	return script(c, "BEGIN; SELECT pg_advisory_xact_lock(1835100524)");
}

static enum sql_result
commit(struct sql_connection *c)
{
	return script(c, "COMMIT");
}

static void
rollback(struct sql_connection *c)
{
	if (PQtransactionStatus(c->pg) != PQTRANS_IDLE)
		(void)script(c, "ROLLBACK");
}

static const char *
trouble(const struct sql_connection *c)
{
	return c->trouble;
}

const struct sql mailaccord_module_postgresql = {
	.size = sizeof mailaccord_module_postgresql,
	.name = "postgresql",
	.open = database_open,
	.close = database_close,
	.run = run,
	.script = script,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.trouble = trouble,
};
