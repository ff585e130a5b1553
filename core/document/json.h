/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the readers and writers of JSON documents share.  Private to this room.
 */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include <jansson.h>

#include "document/json-text.h"

enum { INDENT_COLUMNS = 1 };

/* ---- reading ---- */

/* Reads the next value; NULL and *ERR "PATH:LINE:COLUMN: ..." when it is none. The caller's to release. */
json_t *
json_text_value(struct json_text *text);

/* "an object", "a string", ... for messages. */
const char *
json_kind_name(const json_t *value);

/* Are "format" and "version" those of FORMAT, in a version that is understood?  False and *ERR if not. */
bool
json_check_format(const json_t *root, const char *origin, const char *format, struct err *err);

/* ---- writing ---- */

/* A document as it is written: what there is much of goes out member by member. */
enum { JSON_OUT_DEPTH = 32 };
struct json_out {
	FILE *file; /* NULL: bytes are gathered */
	char *bytes;
	size_t n, room;
	int depth;
	bool compact; /* all in one line */
	bool empty; /* nothing yet at this depth */
	bool after_key;
	const char *last_key[JSON_OUT_DEPTH]; /* by depth, to hold the order of keys */
};

void
json_out_open(struct json_out *out, char bracket);
void
json_out_close(struct json_out *out, char bracket);
/* Keys must come in sorted order, and need no escapes; json_out_any_key: whatever they are. */
void
json_out_key(struct json_out *out, const char *key);
void
json_out_any_key(struct json_out *out, const char *key);

/* Values, behind a key or in an array; what is no UTF-8 is repaired. */
void
json_out_string(struct json_out *out, const char *s, size_t n);
void
json_out_number(struct json_out *out, int64_t n);
/* "true", "false", "null". */
void
json_out_word(struct json_out *out, const char *word);
void
json_out_list(struct json_out *out, const char *const *items, size_t n);
/* The value of a fact; null when it is unknown. */
void
json_out_fact(struct json_out *out, const struct fact *fact);
/* Takes VALUE over. */
void
json_out_value(struct json_out *out, json_t *value);

/* Members: key and value.  One of json_out_words is left out when S is NULL. */
void
json_out_words(struct json_out *out, const char *key, const char *s);
void
json_out_words_or_null(struct json_out *out, const char *key, const char *s);
void
json_out_truth(struct json_out *out, const char *key, bool truth);
void
json_out_int(struct json_out *out, const char *key, int64_t n);
void
json_out_int_or_null(struct json_out *out, const char *key, int64_t n, int64_t none);
/* Word number INDEX of a blank-separated list. */
void
json_out_nth_word(struct json_out *out, const char *key, const char *words, int index);
void
json_out_member(struct json_out *out, const char *key, json_t *value);

/* Bytes as they are; the beginning of the next line; all that is gathered to the file. */
void
json_out_put(struct json_out *out, const char *s, size_t n);
void
json_out_break_line(struct json_out *out);
void
json_out_flush(struct json_out *out);

/* The final newline.  False and *ERR when something was not written. */
bool
json_out_end(struct json_out *out, const char *where, struct err *err);

/* Takes VALUE over; running out of memory ends the program. */
void
json_put(json_t *object, const char *key, json_t *value);
void
json_add(json_t *array, json_t *value);

/* A string; what is no UTF-8 is repaired.  json_text_or_null: NULL becomes null. */
json_t *
json_words(const char *s);
json_t *
json_words_or_null(const char *s);
/* The member is left out when S is NULL. */
void
json_put_words(json_t *object, const char *key, const char *s);
/* Word number INDEX of a blank-separated list. */
json_t *
json_nth_word(const char *words, int index);
/* An integer; null when it is NONE. */
json_t *
json_number_or_null(int64_t n, int64_t none);
json_t *
json_list(const char *const *items, size_t n);

/* The value of a fact as JSON type; null when it is unknown. */
json_t *
json_fact_value(const struct fact *fact);

/* A place where mail is kept, as a scan document has it. */
json_t *
json_store(const struct scan_store *store);

/* What a scan does not say. */
json_t *
json_withheld(const struct withheld *withheld);

/* "set" "locked" "implied" "inferred" "unknown". */
const char *
json_state_word(enum ma_state state);

/* {"file": path, "line": n}, or NULL when there is no such place. */
json_t *
json_place(const struct scan *scan, uint32_t file, uint32_t line);

/* The account as a scan document has it. */
json_t *
json_account(const struct account *account);

/* TEXTS: languages (1 << enum lang) whose sentences it carries besides its own.  VICTIMS: are they named? */
void
json_out_finding(struct json_out *out, const struct finding *finding, unsigned texts, bool victims);

/* What has become of a finding of the baseline. */
json_t *
json_gone(const struct gone *gone);

/* What is supposed; an array. */
json_t *
json_supposed(const struct report *report);

/* The element of coverage, of mailboxes, of notes. */
void
json_out_mailbox(struct json_out *out, const struct report_mailbox *result);
/* {"file": path, "line": n}, when there is such a place. */
void
json_out_place(struct json_out *out, const struct scan *scan, int64_t file, uint32_t line);
/* Who an account is, in two halves for what stands between: account and client; profile, user and workstation. */
void
json_out_account(struct json_out *out, const struct account *account);
void
json_out_seat(struct json_out *out, const struct account *account);
/* Who an account is: workstation, workstation_id, account, client, ... put into OBJECT. */
void
json_put_who(json_t *object, const struct account *account);

#endif
