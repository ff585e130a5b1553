/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the store share.  Private to this room.
 */
#ifndef CENTRAL_STORE_INSIDE_H
#define CENTRAL_STORE_INSIDE_H

#include "base/arena.h"
#include "base/set.h"
#include "central/store.h"

struct store {
	const struct sql *sql;
	struct sql_connection *connection;
	struct arena arena;
	const char *name, *tool;
	bool busy; /* the last failure was somebody else's being faster */
};

/* ---- statements ---- */

struct sql_value
value_null(void);
struct sql_value
value_int(int64_t num);
/* NULL becomes null. */
struct sql_value
value_text(const char *text);
struct sql_value
value_blob(const void *bytes, size_t n);

/* A column as text, NULL when it is null; as a number, 0 when it is null. */
const char *
column_text(const struct sql_value *column);
int64_t
column_int(const struct sql_value *column);

/* Runs one statement; false and *ERR.  READER, CHANGED may be NULL.  The
 * statement's text must be a constant. */
bool
store_run(struct store *store, const char *statement, const struct sql_value *values, size_t n, const struct sql_reader *reader,
    int64_t *changed, struct err *err);

/* store_do(store, err, "UPDATE ... ?1", value_text(a), ...): a statement without rows.
 * store_read(store, err, row, data, "SELECT ... ?1", values...): each row to row(data, columns, n). */
#define VALUES(...) (const struct sql_value[]){ __VA_ARGS__ }, sizeof((const struct sql_value[]){ __VA_ARGS__ }) / sizeof(struct sql_value)
#define store_do(store, err, statement, ...) store_run(store, statement, VALUES(__VA_ARGS__), NULL, NULL, err)
#define store_count_do(store, err, changed, statement, ...) store_run(store, statement, VALUES(__VA_ARGS__), NULL, changed, err)
#define store_read(store, err, row, data, statement, ...) \
	store_run(store, statement, VALUES(__VA_ARGS__), &(const struct sql_reader){ row, data }, NULL, err)

/* Runs BODY in a transaction, again when somebody else was faster; so BODY
 * must begin from the beginning each time. */
bool
store_transaction(struct store *store, enum sql_begin how, bool (*body)(struct store *store, void *data, struct err *err), void *data,
    struct err *err);

/* ---- named values: the table "mailaccord" ---- */

/* NULL when it is not there, or with *ERR.  The arena's. */
const char *
store_value(struct store *store, const char *key, struct arena *arena, struct err *err);
/* OTHERWISE when it is not there or no number. */
int64_t
store_number(struct store *store, const char *key, int64_t otherwise, struct err *err);
bool
store_put(struct store *store, const char *key, const char *value, struct err *err);
bool
store_put_number(struct store *store, const char *key, int64_t value, struct err *err);

#define KEY_VERSION "version"
#define KEY_GENERATION "generation"
#define KEY_POLICY "policy"
#define KEY_TIES "ties" /* epoch of the ties that are kept */
#define KEY_EPOCH "epoch" /* under which all was judged that is not marked */
#define KEY_JUDGED "judged" /* counts judgements, so that one of several at a time wins */
#define KEY_JUDGED_AT "judged-at" /* when: then all findings that are there were seen last */
#define KEY_RUNS "keep-runs"
#define KEY_LAST_SCAN "last-scan"
#define KEY_LAST_CHANGE "last-change"
#define KEY_LAST_QUARANTINE "last-quarantine"
#define KEY_NOTE "note:"
#define KEY_NAME "name:" /* and an id, '#', a name: that a workstation of this id had before its newest run */

/* ---- within a transaction ---- */

/* Counts the generation up; *OUT is the new one. */
bool
store_step(struct store *store, int64_t *out, struct err *err);

/* The policy that is kept, read for the day NOW; an empty one when there is none. */
bool
store_read_policy(struct store *store, const char *now, struct policy *policy, struct arena *arena, struct err *err);

/* Makes the ties of all scans anew when those that are kept are of another policy or program. */
bool
store_renew_ties(struct store *store, const struct policy *policy, struct err *err);

/* What is to be judged again: a mailbox by its key, a tie, a workstation by its id, all. */
#define MARK_MAILBOX "m"
#define MARK_TIE "t"
#define MARK_WORKSTATION "w"
#define MARK_ALL "a"
bool
store_mark(struct store *store, const char *kind, const char *key, bool strong, int64_t generation, struct err *err);
/* The mailboxes and ties that a scan has a part in. */
bool
store_mark_scan(struct store *store, int64_t scan, int64_t generation, struct err *err);

/* Keeps the ties of a scan's accounts. */
bool
store_put_ties(struct store *store, int64_t id, const struct scan *scan, const struct policy *policy, struct err *err);

/* "\nID\n": how the column "named" of a finding has each workstation that it blames. */
const char *
store_line_of(const char *workstation, struct arena *arena);

/* Calls EACH with name and reason of senders whose last document was not fit to
 * be stored: what is known of their workstations is not how they are. */
bool
store_unheard(struct store *store, bool (*each)(void *data, const char *sender, const char *reason), void *data, struct err *err);

/* ---- mailboxes that belong together ---- */

/* A walk over ties: put in mailboxes and ties to begin with (and scans that are
 * needed anyway); walk_finish adds all that is connected. */
struct walk {
	struct store *store;
	struct set mailboxes, ties; /* so far */
	struct set live; /* ties that bind whoever has them */
	int64_t *scans; /* ids, sorted, each once; after walk_finish */
	size_t n_scans, room;
	struct err *err;
};
void
walk_scan(struct walk *walk, int64_t scan);
/* A row whose first column is a scan's id, for a walk. */
bool
store_take_scan(void *walk, const struct sql_value *columns, size_t n);
void
walk_tie(struct walk *walk, const char *tie, bool strong);
bool
walk_finish(struct walk *walk);
void
walk_fini(struct walk *walk);

/* Reads the documents of these scans into the report; only the newest, but those of WITHOUT (an id, may be NULL). */
bool
store_load(struct store *store, const int64_t *scans, size_t n, const char *without, struct report *into, struct err *err);

/* Takes away the accounts that are in other mailboxes. */
void
store_narrow(struct report *report, const struct set *mailboxes);

/* Adds, of each workstation that is not in the report, what rules over all
 * workstations ask for: nothing of its accounts but how many they are. */
bool
store_headers(struct store *store, const char *without, struct report *into, struct err *err);

/* The same for all workstations; those that the policy says are retired come whole. */
bool
store_heads(struct store *store, struct report *into, struct err *err);

/* Takes all scans out of the report, so that a transaction can begin again. */
void
store_empty(struct report *report);

/* ---- the tables (store-schema.c) ---- */

/* Checks what is there and, unless it may only be read, brings it up to date. */
bool
store_prepare(struct store *store, enum sql_access access, struct err *err);

#endif
