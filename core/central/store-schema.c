/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables, as the steps from each version to the next: what a step says is
 * for ever.  They are the same in SQLite and PostgreSQL but for three words.
 *
 * All that is made from the documents can be made again, so a step may throw
 * it away and clear "epoch" and "ties": the next settling fills it.
 */
#include "central/store-inside.h"

#include <stdio.h>
#include <string.h>

/* The first step in the dialect of each driver: the type of bytes, what a table of one key ends with, and what is
 * distributed over the parts of a large database. */
#define FIRST(bytes, compact, by_mailbox, more) \
	"CREATE TABLE scan (" \
	"  id INTEGER PRIMARY KEY," \
	"  workstation TEXT NOT NULL, run TEXT NOT NULL, name TEXT NOT NULL, started TEXT, received TEXT NOT NULL, origin TEXT NOT NULL," \
	"  newest INTEGER NOT NULL, accounts INTEGER NOT NULL, blind INTEGER NOT NULL," \
	"  UNIQUE (workstation, run));" \
	"CREATE UNIQUE INDEX scan_newest ON scan (workstation) WHERE newest = 1;" \
	"CREATE INDEX scan_started ON scan (started) WHERE newest = 1;" \
	"CREATE INDEX scan_blind ON scan (workstation) WHERE newest = 1 AND blind = 1;" \
	"CREATE TABLE document (scan INTEGER PRIMARY KEY, body " bytes " NOT NULL);" \
	/* What the accounts of the newest scans bind together: see model/mailbox-tie.h. */ \
	"CREATE TABLE tie (tie TEXT NOT NULL, mailbox TEXT NOT NULL, scan INTEGER NOT NULL, strong INTEGER NOT NULL," \
	"  PRIMARY KEY (tie, mailbox, scan))" by_mailbox compact ";" \
	"CREATE INDEX tie_mailbox ON tie (mailbox);" \
	"CREATE INDEX tie_scan ON tie (scan);" \
	"CREATE TABLE mark (kind TEXT NOT NULL, name TEXT NOT NULL, strong INTEGER NOT NULL, generation BIGINT NOT NULL," \
	"  PRIMARY KEY (kind, name))" compact ";" \
	"CREATE TABLE mailbox (mailbox TEXT PRIMARY KEY, address TEXT NOT NULL, status INTEGER NOT NULL);" \
	"CREATE TABLE finding (" \
	"  mailbox TEXT NOT NULL, fingerprint TEXT NOT NULL, workstation TEXT NOT NULL, rule TEXT NOT NULL, address TEXT NOT NULL," \
	"  severity INTEGER NOT NULL, status INTEGER NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, fixed_at TEXT," \
	"  named TEXT NOT NULL, document TEXT NOT NULL," \
	"  PRIMARY KEY (mailbox, fingerprint))" by_mailbox ";" \
	"CREATE INDEX finding_workstation ON finding (workstation);" \
	"CREATE TABLE change (id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind INTEGER NOT NULL, mailbox TEXT NOT NULL, fingerprint TEXT NOT NULL," \
	"  severity INTEGER NOT NULL, status INTEGER NOT NULL, fails INTEGER NOT NULL);" \
	"CREATE TABLE cache (name TEXT NOT NULL, part INTEGER NOT NULL, generation BIGINT NOT NULL, written TEXT NOT NULL, body " bytes " NOT NULL," \
	"  PRIMARY KEY (name, part));" \
	"CREATE TABLE token (digest TEXT PRIMARY KEY, name TEXT NOT NULL, workstation TEXT, scopes INTEGER NOT NULL, created TEXT NOT NULL," \
	"  used TEXT, revoked TEXT);" \
	"CREATE INDEX token_name ON token (name);" \
	"CREATE TABLE secret (digest TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created TEXT NOT NULL, expires TEXT, uses_left BIGINT NOT NULL," \
	"  scopes INTEGER NOT NULL);" \
	"CREATE TABLE quarantine (id INTEGER PRIMARY KEY, sender TEXT NOT NULL, reason TEXT NOT NULL, received TEXT NOT NULL," \
	"  digest TEXT NOT NULL, size BIGINT NOT NULL, body " bytes " NOT NULL);" \
	"CREATE INDEX quarantine_sender ON quarantine (sender);" \
	more

/* What has not changed is not written again: a hash tells.  Documents of findings no longer name victims. */
#define SECOND \
	"ALTER TABLE finding ADD COLUMN hash BIGINT NOT NULL DEFAULT 0;" \
	"DELETE FROM mailaccord WHERE name = 'epoch';"

#define PART(table, n) \
	"CREATE TABLE " table "_" #n " PARTITION OF " table " FOR VALUES WITH (MODULUS 8, REMAINDER " #n ");"
#define PARTS(table) \
	PART(table, 0) PART(table, 1) PART(table, 2) PART(table, 3) PART(table, 4) PART(table, 5) PART(table, 6) PART(table, 7)

static const struct step {
	const char *sqlite, *postgresql;
} steps[] = {
	{ FIRST("BLOB", " WITHOUT ROWID", "", ""),
	    FIRST("BYTEA", "", " PARTITION BY HASH (mailbox)", PARTS("tie") PARTS("finding")) },
	{ SECOND, SECOND },
};
enum { NEWEST = sizeof steps / sizeof *steps };

/* Is there a table of ours, of anybody? */
static const struct {
	const char *driver, *ours, *anybody;
} looks[] = {
	{ "sqlite", "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'mailaccord'", "SELECT count(*) FROM sqlite_schema" },
	{ "postgresql", "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'mailaccord'",
	    "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()" },
};

static bool
take_number(void *data, const struct sql_value *columns, size_t n)
{
	(void)n;
	*(int64_t *)data = column_int(&columns[0]);
	return true;
}

static bool
count(struct store *store, const char *statement, int64_t *out, struct err *err)
{
	*out = 0;
	return store_run(store, statement, NULL, 0, &(struct sql_reader){ take_number, out }, NULL, err);
}

/* 0: there is nothing yet; -1 with *ERR. */
static int64_t
version_of(struct store *store, struct err *err)
{
	int64_t ours = 0, anybody = 0;
	/* First anybody's: while we look, somebody may make ours. */
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (strcmp(looks[i].driver, store->sql->name) == 0 &&
		    (!count(store, looks[i].anybody, &anybody, err) || (anybody && !count(store, looks[i].ours, &ours, err))))
			return -1;
	if (anybody && !ours) {
		err_set(err, EXIT_DATA, "%s: is another program's database", store->name);
		return -1;
	}
	int64_t version = ours ? store_number(store, KEY_VERSION, 0, err) : 0;
	if (!err->status && ours && version < 1)
		err_set(err, EXIT_DATA, "%s: is another program's database", store->name);
	if (!err->status && version > NEWEST)
		err_set(err, EXIT_DATA, "%s: was made by a newer program: its tables are of version %d, this one knows %d", store->name,
		    (int)version, NEWEST);
	return err->status ? -1 : version;
}

static bool
migrate(struct store *store, void *data, struct err *err)
{
	(void)data;
	/* Somebody else may have done it while we waited. */
	int64_t version = version_of(store, err);
	if (version < 0)
		return false;
	enum sql_result result = SQL_DONE;
	if (!version)
		result = store->sql->script(store->connection, "CREATE TABLE mailaccord (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
	for (; result == SQL_DONE && version < NEWEST; version++)
		result = store->sql->script(store->connection,
		    strcmp(store->sql->name, "sqlite") == 0 ? steps[version].sqlite : steps[version].postgresql);
	if (result != SQL_DONE)
		return err_set(err, EXIT_IO, "%s: its tables cannot be brought up to date: %s", store->name, store->sql->trouble(store->connection));
	return store_put_number(store, KEY_VERSION, version, err);
}

bool
store_prepare(struct store *store, enum sql_access access, struct err *err)
{
	int64_t version = version_of(store, err);
	if (version < 0)
		return false;
	if (!version && access != SQL_CREATE)
		return err_set(err, EXIT_NO_INPUT, "%s: there is no store in it yet", store->name);
	if (version == NEWEST)
		return true;
	if (access == SQL_READ)
		return err_set(err, EXIT_CONFIG,
		    "%s: was made by an older program and has to be brought up to date: any mailaccord store command that writes does that",
		    store->name);
	return store_transaction(store, SQL_BEGIN_WRITE, migrate, NULL, err);
}
