/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that read scan documents share.  Private to them.
 */
#ifndef DOCUMENT_READ_H
#define DOCUMENT_READ_H

#include "document/tape.h"

/* The words of scan documents: facts by their own numbers ("client" and "name"
 * are keys of other things too), then: */
#define READ_KEYS(KEY) \
	KEY(SCHEMA, "$schema", true) \
	KEY(ACCOUNT, "account", false) \
	KEY(ACCOUNTS, "accounts", false) \
	KEY(BLIND, "blind", false) \
	KEY(BYTES, "bytes", false) \
	KEY(COMMENT, "comment", true) \
	KEY(CUT, "cut", false) \
	KEY(DOMAIN, "domain", false) \
	KEY(FILE, "file", false) \
	KEY(FILES, "files", false) \
	KEY(FINDINGS, "findings", true) \
	KEY(FINISHED, "finished", false) \
	KEY(FORM, "form", false) \
	KEY(FORMAT, "format", false) \
	KEY(HARDWARE, "hardware", false) \
	KEY(ID, "id", false) \
	KEY(IMPLIED, "implied", false) \
	KEY(INFERRED, "inferred", false) \
	KEY(KEY, "key", false) \
	KEY(KIND, "kind", false) \
	KEY(LINE, "line", false) \
	KEY(LOCKED, "locked", false) \
	KEY(MESSAGES, "messages", false) \
	KEY(NEWEST, "newest", false) \
	KEY(NOTES, "notes", false) \
	KEY(OLDEST, "oldest", false) \
	KEY(OS, "os", false) \
	KEY(OS_VERSION, "os_version", false) \
	KEY(PATH, "path", false) \
	KEY(PLACES, "places", false) \
	KEY(PLUGIN, "plugin", false) \
	KEY(RUN, "run", false) \
	KEY(SENTENCE, "sentence", false) \
	KEY(SIZE, "size", false) \
	KEY(STARTED, "started", false) \
	KEY(STATUS, "status", false) \
	KEY(STORES, "stores", false) \
	KEY(TAG, "tag", false) \
	KEY(TOOL, "tool", false) \
	KEY(UNKNOWN, "unknown", false) \
	KEY(VERSION, "version", false) \
	KEY(TARGETS, "targets", false) \
	KEY(USERS, "users", false) \
	KEY(WITHHELD, "withheld", false) \
	KEY(WORKSTATION, "workstation", false)

enum read_word {
	READ_BEFORE = MA_FACT_COUNT - 1,
#define KEY(id, text, passed_over) READ_##id,
	READ_KEYS(KEY)
#undef KEY
	READ_WORDS
};

/* One document being read. */
struct reading {
	struct tape *tape;
	struct arena *scratch; /* until the document is read */
	struct scan *scan;
	struct report *report;
	const char *origin;
	struct err *err;
	size_t n_wrong, n_unknown; /* notes made of this document */
};

/* Notes a key, at AT, that nobody knows. */
void
read_unknown_key(struct reading *r, const struct json_at *at);

/* A node's text with a NUL behind it; scratch memory. */
const char *
read_words(struct reading *r, const struct tape_node *node);

/* Fails: VALUE (NULL: missing) is not what it SHOULD be. */
bool
read_wrong_type(struct reading *r, const struct json_at *at, const struct tape_node *value, const char *should);

/* The text that VALUE is; p NULL when it is missing or null.  False and *ERR
 * when it is something else, or NEEDED and not there or empty. */
bool
read_text(struct reading *r, const struct tape_node *value, const struct json_at *up, const char *key, bool needed, struct str_span *out);

/* Members of OBJECT: its text copied into the scan, a time, an integer up to MAX (OTHERWISE where it is not there).  False and
 * *ERR when it is something else. */
bool
read_own_text(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, bool needed,
    const char **out);
bool
read_time(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, const char **out);
bool
read_int(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, int64_t max,
    int64_t otherwise, int64_t *out);

/* Notes keys of OBJECT that are not in KNOWN, which TAPE_NO_WORD ends. */
void
read_check_keys(struct reading *r, const struct tape_node *object, const struct json_at *up, const uint16_t *known);

/* Adds the place where mail is kept to the scan. */
bool
read_store(struct reading *r, const struct tape_node *object, const struct json_at *at);

/* Adds the account to the scan, whose files are read already. */
bool
read_account(struct reading *r, const struct tape_node *object, const struct json_at *at);

/* Bytes that it will take, about; VALUE may be anything. */
size_t
read_account_bytes(const struct tape_node *value);

#endif
