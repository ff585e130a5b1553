/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scan is what one run found on one workstation: files, accounts, notes.
 * It is the cut of the house: a workstation writes it, the centre reads it.
 */
#ifndef MODEL_SCAN_H
#define MODEL_SCAN_H

#include "base/str.h"
#include "model/account.h"

/* What became of a file. */
enum file_status {
	FILE_PARSED,
	FILE_DAMAGED,
	FILE_UNRECOGNIZED,
	FILE_UNREADABLE,
	FILE_TOO_LARGE,
	FILE_CRASHED,
	FILE_TIMED_OUT,
	FILE_STATUS_COUNT
};
extern const char *const file_status_words; /* in that order, blank-separated */

struct scan_file {
	const char *path; /* as people find it: "~/..." below a home folder */
	const char *client; /* plugin's name */
	int64_t size; /* bytes; -1 unknown */
	enum file_status status;
};

/* What could be learned of a place where mail is kept. */
enum store_status {
	STORE_FOUND,
	STORE_ABSENT,
	STORE_DENIED,
	STORE_OUTSIDE, /* not in what was given to read: nothing is known of it */
	STORE_PARTLY, /* more than is looked through, or parts of it could not be: its sizes are the least there is */
	STORE_OTHER, /* something else is there */
	STORE_STATUS_COUNT
};
extern const char *const store_status_words; /* in that order, blank-separated */

/* What the head of a data file says. */
enum store_form {
	STORE_FORM_UNKNOWN,
	STORE_FORM_ANSI, /* the old one: two gigabytes at most */
	STORE_FORM_UNICODE,
	STORE_FORM_FOREIGN, /* no such file at all, whatever it is called */
	STORE_FORM_COUNT
};
extern const char *const store_form_words;

/* One row of stores.def. */
struct store_row {
	const char *name;
	const char *sentence;
};
extern const struct store_row store_rows[MA_STORE_KIND_COUNT];

struct scan_store {
	enum ma_store_kind kind;
	enum store_status status;
	enum store_form form;
	bool cut; /* shorter than its own head says */
	const char *client; /* plugin's name */
	const char *account; /* id; NULL: of no account */
	const char *user; /* whose it is where that is known of no account, or NULL */
	const char *path; /* as the client names it, or as people find it */
	int64_t bytes, files; /* files: in the folder; -1 unknown */
	int64_t messages; /* where each is a file; else -1 */
	const char *oldest, *newest; /* times of files, ISO 8601 UTC; oldest: of messages, where each is a file; or NULL */
};

/* One row of notes.def. */
struct note_row {
	const char *name;
	bool blind;
	const char *sentence;
};
extern const struct note_row note_rows[MA_NOTE_COUNT];

struct scan_note {
	enum ma_note kind;
	const char *client; /* plugin's name, or NULL: the note is nobody's */
	int64_t file; /* index into files, or -1 */
	uint32_t line; /* 0: none */
	const char *key; /* a name, a path; never a value; may be NULL */
};

struct workstation {
	const char *id; /* stable; never NULL */
	const char *name; /* never NULL */
	const char *os; /* "linux" "macos" "windows" or NULL */
	const char *os_version; /* as the system counts, or NULL */
	const char *domain; /* that it is a member of, or NULL */
	const char *tag; /* the site's own word, or NULL */
	const char *hardware; /* what tells machines of one id apart, a digest; or NULL */
	const char *shared_id; /* the id in its document, where others have it too; or NULL */
};

/* Is the id none of any workstation's own: empty, all zeros, "unknown", what firmware has by default? */
bool
workstation_id_is_junk(const char *id);

/* The id in its document. */
const char *
workstation_base_id(const struct workstation *workstation);

/* Are they one workstation, at different times? */
bool
workstation_same(const struct workstation *a, const struct workstation *b);

/* What is not in a scan because nobody needs it; see model/reduce.h. */
struct withheld {
	size_t n; /* accounts; 0: none */
	const char **targets; /* the addresses for whose sake the others are here */
	size_t n_targets;
	bool users; /* names of users are pseudonyms */
};

struct scan {
	struct arena arena; /* owns all of it */
	const char *origin; /* where it came from, for messages; not part of the document */
	const char *document; /* the bytes it was read from, as long as whoever gave them keeps them; NULL: it was not read */
	size_t n_document;
	const char *tool; /* version of the program that made it */
	struct workstation workstation;
	const char *run; /* unique per run */
	const char *started, *finished; /* ISO 8601 UTC; may be NULL */
	struct scan_file *files;
	size_t n_files;
	struct account **accounts;
	size_t n_accounts;
	struct withheld withheld;
	struct scan_note *notes;
	size_t n_notes;
	bool tells_stores; /* whoever made it looked for them: none means that no plugin named one */
	struct scan_store *stores;
	size_t n_stores;
};

struct scan *
scan_new(void);
void
scan_free(struct scan *scan);

/* An id of the workstation's own where others have its id too: made of id and name; the arena's. */
const char *
scan_own_id(const struct scan *scan, struct arena *arena);

/* Gives the workstation that id. */
void
scan_share_id(struct scan *scan);

/* Adds a file and returns its index. */
uint32_t
scan_add_file(struct scan *scan, const char *path, const char *client, int64_t size, enum file_status status);

/* Adds an account; ID and PLUGIN are copied.  Ids must be unique: see scan_sort. */
struct account *
scan_add_account(struct scan *scan, const char *plugin, const char *id);
struct account *
scan_add_account_n(struct scan *scan, struct str_span plugin, struct str_span id);

/* FILE -1 and LINE 0 for none; CLIENT and KEY may be NULL; they are copied. */
void
scan_add_note(struct scan *scan, enum ma_note kind, const char *client, int64_t file, uint32_t line, const char *key);

/* Adds a copy of the store, texts and all. */
struct scan_store *
scan_add_store(struct scan *scan, const struct scan_store *store);

/* Brings accounts (by id), notes (by file, line, kind, key) and stores (by client, path, account) into their total
 * order; an id met twice gets "#2" and so on behind it. */
void
scan_sort(struct scan *scan);

/* The account with this id, or NULL. */
struct account *
scan_account(const struct scan *scan, const char *id);

#endif
