/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening, statements, transactions, named values.
 */
#include "central/store-inside.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

const char *const store_outcome_words = "new older same bad";
const char *const store_change_words = "new changed fixed";

/* Tries of a transaction that others are faster with; the driver waits in each of them. */
enum { TRIES = 20 };

static const struct {
	const char *prefix, *module;
} schemes[] = {
	{ "sqlite:", "sqlite" },
	{ "postgresql://", "postgresql" },
	{ "postgres://", "postgresql" },
};

const char *
store_module(const char *name)
{
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(name, schemes[i].prefix))
			return schemes[i].module;
	return NULL;
}

/* ---- statements ---- */

struct sql_value
value_null(void)
{
	return (struct sql_value){ .kind = SQL_NULL };
}

struct sql_value
value_int(int64_t num)
{
	return (struct sql_value){ .kind = SQL_INT, .num = num };
}

struct sql_value
value_text(const char *text)
{
	return text ? (struct sql_value){ .kind = SQL_TEXT, .bytes = text, .n = strlen(text) } : value_null();
}

struct sql_value
value_blob(const void *bytes, size_t n)
{
	return (struct sql_value){ .kind = SQL_BLOB, .bytes = bytes, .n = n };
}

const char *
column_text(const struct sql_value *column)
{
	return column->kind == SQL_TEXT ? column->bytes : NULL;
}

int64_t
column_int(const struct sql_value *column)
{
	return column->kind == SQL_INT ? column->num : 0;
}

static bool
fail(struct store *store, enum sql_result result, struct err *err)
{
	static const struct {
		int status;
		const char *sentence; /* the store's name, what the database says */
	} rows[] = {
		[SQL_BUSY] = { EXIT_UNAVAILABLE, N_("%s: others are writing and do not come to an end: %s") },
		[SQL_FULL] = { EXIT_IO, N_("%s: there is no room left: %s") },
		[SQL_DENIED] = { EXIT_PERMISSION, N_("%s: may not be written: %s") },
		[SQL_ABSENT] = { EXIT_NO_INPUT, N_("%s: %s") },
		[SQL_NO_STORE] = { EXIT_DATA, N_("%s: is no store, or damaged: %s") },
		[SQL_FAILED] = { EXIT_IO, N_("%s: %s") },
	};
	store->busy = result == SQL_BUSY;
	err_set(err, rows[result].status, rows[result].sentence, store->name, store->sql->trouble(store->connection));
	return result == SQL_DONE;
}

bool
store_run(struct store *store, const char *statement, const struct sql_value *values, size_t n, const struct sql_reader *reader,
    int64_t *changed, struct err *err)
{
	enum sql_result result = store->sql->run(store->connection, statement, values, n, reader, changed);
	return result == SQL_DONE || fail(store, result, err);
}

bool
store_transaction(struct store *store, enum sql_begin how, bool (*body)(struct store *store, void *data, struct err *err), void *data,
    struct err *err)
{
	for (int i = 0;; i++) {
		struct err e = { 0 };
		store->busy = false;
		enum sql_result result = store->sql->begin(store->connection, how);
		bool ok = result == SQL_DONE ? body(store, data, &e) : fail(store, result, &e);
		if (ok && (result = store->sql->commit(store->connection)) == SQL_DONE)
			return true;
		if (ok)
			fail(store, result, &e);
		store->sql->rollback(store->connection);
		if (!store->busy || i == TRIES) {
			if (!err->status)
				*err = e;
			return false;
		}
	}
}

/* ---- named values ---- */

struct found {
	struct arena *arena;
	const char *text;
};

static bool
take_text(void *data, const struct sql_value *columns, size_t n)
{
	struct found *found = data;
	(void)n;
	found->text = arena_strdup(found->arena, column_text(&columns[0]));
	return true;
}

const char *
store_value(struct store *store, const char *key, struct arena *arena, struct err *err)
{
	struct found found = { .arena = arena };
	return store_read(store, err, take_text, &found, "SELECT value FROM mailaccord WHERE name = ?1", value_text(key)) ? found.text : NULL;
}

int64_t
store_number(struct store *store, const char *key, int64_t otherwise, struct err *err)
{
	struct arena scratch = { 0 };
	const char *text = store_value(store, key, &scratch, err);
	int64_t number = otherwise;
	if (text && !str_number(text, &number))
		number = otherwise;
	arena_fini(&scratch);
	return number;
}

bool
store_put(struct store *store, const char *key, const char *value, struct err *err)
{
	if (!value)
		return store_do(store, err, "DELETE FROM mailaccord WHERE name = ?1", value_text(key));
	return store_do(store, err, "INSERT INTO mailaccord (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	    value_text(key), value_text(value));
}

bool
store_put_number(struct store *store, const char *key, int64_t value, struct err *err)
{
	char text[24];
	snprintf(text, sizeof text, "%" PRId64, value);
	return store_put(store, key, text, err);
}

bool
store_step(struct store *store, int64_t *out, struct err *err)
{
	*out = store_number(store, KEY_GENERATION, 0, err) + 1;
	return !err->status && store_put_number(store, KEY_GENERATION, *out, err);
}

struct named {
	const char *key, *value;
};

static bool
put_named(struct store *store, void *data, struct err *err)
{
	const struct named *named = data;
	return store_put(store, named->key, named->value, err);
}

const char *
store_note(struct store *store, const char *key, struct arena *arena)
{
	struct err err = { 0 };
	return store_value(store, arena_printf(arena, KEY_NOTE "%s", key), arena, &err);
}

bool
store_put_note(struct store *store, const char *key, const char *value, struct err *err)
{
	struct arena scratch = { 0 };
	struct named named = { arena_printf(&scratch, KEY_NOTE "%s", key), value };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, put_named, &named, err);
	arena_fini(&scratch);
	return ok;
}

int64_t
store_generation(struct store *store)
{
	struct err err = { 0 };
	int64_t generation = store_number(store, KEY_GENERATION, 0, &err);
	return err.status ? 0 : generation;
}

/* ---- opening ---- */

/* Without the part in front of a path, and without what libpq would take as a password. */
static const char *
short_name(const char *name, struct arena *arena)
{
	if (str_starts(name, "sqlite:"))
		return arena_strdup(arena, name + strlen("sqlite:"));
	return arena_copy(arena, name, strcspn(name, "?"));
}

/* A password in the URL would stand in the list of processes. */
static bool
holds_password(const char *name)
{
	const char *host = strstr(name, "://"), *query = strchr(name, '?');
	if (!host)
		return false;
	size_t n = strcspn(host + 3, "/?");
	const char *at = memchr(host + 3, '@', n), *colon = at ? memchr(host + 3, ':', (size_t)(at - host - 3)) : NULL;
	return colon || (query && strstr(query, "password="));
}

struct store *
store_open(const struct sql *sql, const char *name, enum sql_access access, const char *tool, struct err *err)
{
	if (holds_password(name)) {
		err_set(err, EXIT_USAGE, "a password does not belong into the store's name: put it into ~/.pgpass");
		return NULL;
	}
	struct store *store = xmalloc(sizeof *store);
	*store = (struct store){ .sql = sql };
	store->tool = arena_strdup(&store->arena, tool);
	store->name = short_name(name, &store->arena);
	enum sql_result result;
	const char *where = str_starts(name, "sqlite:") ? name + strlen("sqlite:") : name;
	store->connection = sql->open(where, access, &result);
	if ((result == SQL_DONE || fail(store, result, err)) && store_prepare(store, access, err))
		return store;
	store_close(store);
	return NULL;
}

void
store_close(struct store *store)
{
	if (!store)
		return;
	store->sql->close(store->connection);
	arena_fini(&store->arena);
	free(store);
}

const char *
store_name(const struct store *store)
{
	return store->name;
}
