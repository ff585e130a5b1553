/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store: scans of all workstations in a database, and what was found in
 * them.  It holds the documents as they came, byte by byte; all else in it is
 * made from them and can be made again.
 *
 * Importing makes scans durable and marks the mailboxes they touch; settling
 * judges what is marked, by the very same audit, and keeps the findings with
 * the days they were first and last seen.  So an import is short, and what was
 * acknowledged survives whatever happens before it is judged.
 *
 * A store has one policy, which is kept in it.  Nobody here reads a clock: NOW
 * is ISO 8601 UTC ("2026-03-31T08:15:00Z").  Every function is one transaction,
 * done whole or not at all; false and *ERR when it was not.  Callbacks get what
 * is valid until they return, and must not call the store; false from one ends
 * the reading, which is no failure.
 */
#ifndef CENTRAL_STORE_H
#define CENTRAL_STORE_H

#include "base/err.h"
#include "central/sql.h"
#include "model/report.h"

struct store;

/* The module with the driver for a store named so: "sqlite" for "sqlite:PATH",
 * "postgresql" for "postgresql://..."; NULL: it is no store by its name, but may
 * be the PATH of an SQLite file, which begins with STORE_SQLITE_MAGIC. */
const char *
store_module(const char *name);
#define STORE_SQLITE_MAGIC "SQLite format 3"

/* Opens the store NAME (as above, or a PATH).  SQL_CREATE: makes it when it is not there; SQL_WRITE and
 * SQL_CREATE bring the tables of an older program up to date.  TOOL is this
 * program's version.  NULL and *ERR; a store made by a newer program is refused. */
struct store *
store_open(const struct sql *sql, const char *name, enum sql_access access, const char *tool, struct err *err);
void
store_close(struct store *store);

/* NAME without what is secret or long in it, for messages; as long as the store. */
const char *
store_name(const struct store *store);

/* ---- the policy ---- */

/* The policy document kept in the store, as it was given; NULL when there is none.  The arena's.  Check *ERR. */
const char *
store_policy(struct store *store, struct arena *arena, size_t *n, struct err *err);

/* Keeps another one (NULL: none).  All will be judged again. */
bool
store_put_policy(struct store *store, const char *bytes, size_t n, struct err *err);

/* ---- importing ---- */

enum store_outcome {
	STORE_NEW, /* stored, and the newest of its workstation */
	STORE_OLDER, /* stored, but a newer run is known */
	STORE_SAME, /* this run was known already; nothing was stored */
	STORE_BAD, /* no scan document, or not one of the workstation it should be of; nothing was stored */
	STORE_OUTCOME_COUNT
};
extern const char *const store_outcome_words; /* "new older same bad", in that order */

struct store_document {
	const char *bytes; /* one scan document, or several (NDJSON, array) */
	size_t n;
	const char *origin; /* for messages: a path, a sender */
	const char *only; /* id of the one workstation it may be of; NULL: any */
	/* Set by store_import; texts are the arena's given to it: */
	enum store_outcome outcome; /* of several: the first of the words that one of them has */
	const char *why; /* of STORE_BAD: a sentence */
	const char *workstation, *name, *run; /* of the last scan in it; NULL when bad */
	size_t counts[STORE_OUTCOME_COUNT]; /* of its scans */
};

/* Stores the scans of all documents in one transaction; when it returns true
 * they are durable.  A bad document does not keep the others out. */
bool
store_import(struct store *store, struct store_document *documents, size_t n, const char *now, struct arena *arena, struct err *err);

/* ---- reading scans ---- */

/* Adds the newest scan of each workstation to the report; unsettled.  A workstation whose last
 * document was not fit to be stored is a note of the report: until it sends a good one, its token is
 * revoked or the quarantine dropped, no mailbox is clean. */
bool
store_scans(struct store *store, struct report *into, struct err *err);

/* The same as of the end of a day ("2026-03-31"): the newest that had been received then. */
bool
store_scans_on(struct store *store, const char *day, struct report *into, struct err *err);

/* Of all workstations but the candidate's, also those that are not loaded. */
struct store_rest {
	bool known; /* there is at least one */
	bool stale; /* one is older than the policy lets it be, or what one sent last was not fit to be stored */
	bool blind; /* on one something could not be read: put it into the report's member of that name */
};

/* Adds the scans that decide how the candidate's mailboxes fare: of each
 * workstation that has a part in them the newest, less the accounts that have
 * none.  The candidate's own is left out.  Judged under INTO's policy; cost
 * grows with those mailboxes, and with the fleet only where the policy has a
 * roster or names other servers than the store's own policy does. */
bool
store_around(struct store *store, const struct scan *candidate, struct report *into, struct store_rest *rest, struct err *err);

/* The same for one mailbox, by its key (login@server) or a name that it goes by. */
bool
store_mailbox(struct store *store, const char *key, struct report *into, struct store_rest *rest, struct err *err);

/* ---- settling, and what was found ---- */

/* Judges what imports have marked; all of it when the policy, the day or the
 * program is another one.  Others may import meanwhile, and several may settle:
 * one of them wins. *N_CHANGES (may be NULL): how many findings came, went, changed. */
bool
store_settle(struct store *store, const char *now, size_t *n_changes, struct err *err);

/* One finding, as it is now. */
struct store_finding {
	const char *fingerprint, *rule, *mailbox; /* mailbox: its key, "" for none */
	const char *address; /* what people call the mailbox, "" for none */
	enum severity severity;
	enum finding_status status;
	const char *first_seen, *last_seen; /* dates and times */
	const char *fixed_at; /* NULL: it is there */
	const char *document; /* the finding as a report has it, but for its victims; compact JSON */
	size_t n_document;
};

/* All findings that are there, and those fixed at or after SINCE (NULL: none); MAILBOX NULL: of all.
 * By status, severity falling, rule, mailbox. */
bool
store_findings(struct store *store, const char *mailbox, const char *since,
    bool (*each)(void *data, const struct store_finding *finding), void *data, struct err *err);

/* What settling has changed, in order.  These rows are the way to tell others:
 * they are there if and only if the findings are, and read on from the last id. */
enum store_change_kind {
	STORE_APPEARED, /* it is there, and was not */
	STORE_CHANGED, /* another status or severity */
	STORE_FIXED, /* it was there, and is not */
	STORE_CHANGE_COUNT
};
extern const char *const store_change_words; /* "new changed fixed" */
struct store_change {
	int64_t id; /* rising */
	const char *at;
	enum store_change_kind kind;
	bool mailbox_fails; /* by this the mailbox came to fail, which it did not before */
	struct store_finding finding; /* status and severity are those after the change; as of a later one in the rest */
};
bool
store_changes(struct store *store, int64_t after_id, bool (*each)(void *data, const struct store_change *change), void *data, struct err *err);

/* A number that is another one whenever the scans or the policy are; 0 when it cannot be read. */
int64_t
store_generation(struct store *store);

/* A small thing that a part of the program remembers ("webhook": "last id sent"); NULL when it is not there.  The arena's. */
const char *
store_note(struct store *store, const char *key, struct arena *arena);
bool
store_put_note(struct store *store, const char *key, const char *value, struct err *err);

/* ---- reports that were written before ---- */

/* Copies the bytes kept under KEY for this generation to EACH; *FOUND false when there are none. */
bool
store_cached(struct store *store, const char *key, bool (*each)(void *data, const void *bytes, size_t n), void *data, bool *found, struct err *err);

/* Keeps them, if the generation is still this one; those of other generations go. */
bool
store_cache(struct store *store, const char *key, int64_t generation, const char *now, const void *bytes, size_t n, struct err *err);

/* ---- workstations ---- */

struct store_workstation {
	const char *id, *name, *run, *started, *received, *origin; /* of the newest run; started NULL: not said */
	int64_t n_runs, n_accounts;
	bool blind; /* something on it could not be read */
};
/* By name, id; ID NULL: all of them, else those with that id or name. */
bool
store_workstations(struct store *store, const char *id, bool (*each)(void *data, const struct store_workstation *workstation), void *data, struct err *err);

/* The documents as they came, of one workstation (id; NULL: all), newest first; ALL_RUNS or only the newest. */
bool
store_documents(struct store *store, const char *id, bool all_runs,
    bool (*each)(void *data, const struct store_workstation *workstation, const char *bytes, size_t n), void *data, struct err *err);

/* Forgets all that is known of a workstation (by id): runs, findings that name it, tokens, what is kept of reports. */
bool
store_forget(struct store *store, const char *id, bool *was_there, struct err *err);

/* Forgets workstations of which nothing was received since BEFORE (a date), and
 * older runs, fixed findings, changes, quarantine of that age.  *N workstations. */
bool
store_forget_before(struct store *store, const char *before, size_t *n, struct err *err);

/* Keeps only so many runs of each workstation, from now on; 1 at least. */
bool
store_keep_runs(struct store *store, int64_t runs, struct err *err);

/* ---- who may talk to the collector ---- */

enum store_scope { STORE_SEND = 1, STORE_GATE = 2, STORE_READ = 4 };

/* Tokens and secrets are known by their digests alone: SHA-256 in hexadecimal. */
struct store_token {
	const char *digest;
	const char *name; /* unique among those that are valid; people revoke it by that */
	const char *workstation; /* the one it may speak for; NULL: any */
	unsigned scopes; /* enum store_scope */
	const char *created, *used, *revoked; /* used, revoked: NULL when never */
};
/* A token of the same name is revoked by that. */
bool
store_add_token(struct store *store, const struct store_token *token, struct err *err);
/* Fills *OUT from the arena when there is a valid one; *FOUND.  USED_AT (may be NULL) is noted, to the day. */
bool
store_find_token(struct store *store, const char *digest, const char *used_at, struct arena *arena, struct store_token *out, bool *found, struct err *err);
bool
store_revoke_token(struct store *store, const char *name, const char *now, bool *was_there, struct err *err);
bool
store_tokens(struct store *store, bool (*each)(void *data, const struct store_token *token), void *data, struct err *err);

/* An enrolment secret lets a workstation have a token. */
struct store_secret {
	const char *digest, *name, *created;
	const char *expires; /* date and time; NULL: never */
	int64_t uses_left; /* -1: no limit */
	unsigned scopes; /* that its tokens have */
};
bool
store_add_secret(struct store *store, const struct store_secret *secret, struct err *err);
/* In one transaction: a use of the secret is spent and the token is added, with
 * the secret's scopes.  *DONE false: there is no such secret, it has expired or is used up. */
bool
store_enrol(struct store *store, const char *secret_digest, const char *now, const struct store_token *token, bool *done, struct err *err);
bool
store_secrets(struct store *store, bool (*each)(void *data, const struct store_secret *secret), void *data, struct err *err);
bool
store_drop_secret(struct store *store, const char *name, bool *was_there, struct err *err);

/* ---- what was not fit to be stored ---- */

enum { STORE_QUARANTINE_BYTES = 64 * 1024, STORE_QUARANTINE_PER_SENDER = 8, STORE_QUARANTINE_IN_ALL = 1000 };

struct store_quarantined {
	int64_t id;
	const char *sender; /* a token's name */
	const char *reason, *received;
	const char *digest; /* SHA-256 of the whole body, hexadecimal */
	int64_t size; /* of the whole body, bytes */
	const char *body; /* its beginning */
	size_t n_body; /* STORE_QUARANTINE_BYTES at most */
};
/* Keeps it; of one sender, and in all, only the newest.  See store_scans. */
bool
store_quarantine(struct store *store, const struct store_quarantined *what, struct err *err);
/* Newest first. */
bool
store_quarantines(struct store *store, bool (*each)(void *data, const struct store_quarantined *what), void *data, struct err *err);
bool
store_drop_quarantined(struct store *store, int64_t id, bool *was_there, struct err *err);

/* ---- numbers ---- */

struct store_counts {
	int64_t workstations, runs, accounts, mailboxes;
	int64_t findings[FINDING_STATUS_COUNT][SEVERITY_COUNT]; /* that are there */
	int64_t marked; /* not judged yet */
	int64_t quarantined, tokens;
	int64_t generation;
};
bool
store_count(struct store *store, struct store_counts *out, struct err *err);

#endif
