/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the readers and writers of JSON documents share.  Private to this room.
 */
#ifndef DOCUMENT_JSON_H
#define DOCUMENT_JSON_H

#include <jansson.h>

#include "document/document.h"

enum { DOCUMENT_VERSION = 1, INDENT_COLUMNS = 1 };
#define FORMAT_SCAN "mailaccord-scan"
#define FORMAT_REPORT "mailaccord-report"
#define FORMAT_PLAN "mailaccord-plan"
#define FORMAT_POLICY "mailaccord-policy"

/* ---- reading ---- */

/* Where in a document we are: "accounts[3].places.port" is four of these. */
struct json_at {
	const struct json_at *up; /* NULL: the document */
	const char *key; /* NULL: an element of an array */
	size_t index;
};

/* The text of a document being read. */
struct json_text {
	const char *bytes;
	size_t n;
	size_t used;
	long line, column; /* of bytes[used], counted from 1 and 0 */
	const char *origin;
	struct err *err;
};

/* Begins with BYTES, a byte order mark skipped.  False and *ERR when they are
 * empty or plainly no UTF-8 text. */
bool
json_text_open(struct json_text *text, const char *bytes, size_t n, const char *origin, struct err *err);

/* The byte behind blanks, or -1 at the end. */
int
json_text_peek(struct json_text *text);

/* Reads the next value; NULL and *ERR "PATH:LINE:COLUMN: ..." when it is none. The caller's to release. */
json_t *
json_text_value(struct json_text *text);

/* Fails with "PATH:LINE:COLUMN: WHAT". */
bool
json_text_fail(struct json_text *text, const char *what);

/* Fails with "ORIGIN: PATH OF AT: message". */
bool
json_fail(struct err *err, const char *origin, const struct json_at *at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Writes the path of AT, "accounts[3].port"; without NUMBERS "accounts[].port".
 * What does not fit is cut off. */
void
json_path(const struct json_at *at, bool numbers, char *out, size_t size);

/* "an object", "a string", ... for messages; json_kind is English always, for documents. */
const char *
json_kind_name(const json_t *value);
const char *
json_kind(const json_t *value);

/* A copy of S for a message: control characters become '?', long texts are cut.  Returns OUT. */
const char *
json_visible(const char *s, char *out, size_t size);

/* Are "format" and "version" those of FORMAT, in a version that is understood?  False and *ERR if not. */
bool
json_check_format(const json_t *root, const char *origin, const char *format, struct err *err);

/* Is S a date "2026-03-31", and with TIME perhaps "T08:15:00Z" behind it? */
bool
json_is_date(const char *s, bool time);

/* ---- writing ---- */

/* A document as it is written: the outer levels go out one by one, so that a
 * report over a whole company is never in memory as one tree. */
struct json_out {
	FILE *file;
	int depth;
	bool empty; /* nothing yet at this depth */
	bool after_key;
	const char *last_key[8]; /* by depth, to hold the order of keys */
};

void
json_out_open(struct json_out *out, char bracket);
void
json_out_close(struct json_out *out, char bracket);
/* Keys must come in sorted order. */
void
json_out_key(struct json_out *out, const char *key);
/* Takes VALUE over. */
void
json_out_value(struct json_out *out, json_t *value);
/* Key and value. */
void
json_out_member(struct json_out *out, const char *key, json_t *value);
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

/* "set" "locked" "implied" "inferred" "unknown". */
const char *
json_state_word(enum ma_state state);

/* {"file": path, "line": n}, or NULL when there is no such place. */
json_t *
json_place(const struct scan *scan, uint32_t file, uint32_t line);

/* The account as a scan document has it. */
json_t *
json_account(const struct account *account);

/* TEXTS: languages (1 << enum lang) whose sentences it carries besides its own. */
json_t *
json_finding(const struct finding *finding, unsigned texts);

/* What has become of a finding of the baseline. */
json_t *
json_gone(const struct gone *gone);

/* What is supposed; an array. */
json_t *
json_supposed(const struct report *report);

/* The element of coverage, of mailboxes, of notes. */
json_t *
json_report_mailbox(const struct report_mailbox *result);
/* Who an account is: workstation, workstation_id, account, client, ... put into OBJECT. */
void
json_put_who(json_t *object, const struct account *account);

#endif
