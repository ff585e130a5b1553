/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of a JSON document, places in it, and what to say when it is not
 * what it should be.  Private to this room.
 */
#ifndef DOCUMENT_JSON_TEXT_H
#define DOCUMENT_JSON_TEXT_H

#include "base/str.h"
#include "document/document.h"

enum { DOCUMENT_VERSION = 1 };
#define FORMAT_SCAN "mailaccord-scan"
#define FORMAT_REPORT "mailaccord-report"
#define FORMAT_PLAN "mailaccord-plan"
#define FORMAT_HANDOVER "mailaccord-handover"
#define FORMAT_POLICY "mailaccord-policy"

enum json_kind {
	JSON_KIND_OBJECT,
	JSON_KIND_ARRAY,
	JSON_KIND_STRING,
	JSON_KIND_INTEGER,
	JSON_KIND_REAL,
	JSON_KIND_TRUE,
	JSON_KIND_FALSE,
	JSON_KIND_NULL,
	JSON_KIND_MISSING
};
extern const char *const json_kinds[]; /* "an object", ... */

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

/* Fail with "PATH:LINE:COLUMN: WHAT", where that is the next letter, or the last one that was used. */
bool
json_text_fail(const struct json_text *text, const char *what);
bool
json_text_fail_before(const struct json_text *text, const char *what);

/* Fails with "ORIGIN: PATH OF AT: message". */
bool
json_fail(struct err *err, const char *origin, const struct json_at *at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* Writes the path of AT, "accounts[3].port"; without NUMBERS "accounts[].port".
 * What does not fit is cut off. */
void
json_path(const struct json_at *at, bool numbers, char *out, size_t size);

/* A copy of S for a message: control characters become '?', long texts are cut.  Returns OUT. */
const char *
json_visible(const char *s, char *out, size_t size);

/* What a document says that it is. */
struct json_head {
	enum json_kind root, format_kind, version_kind;
	const char *format; /* of a string */
	int64_t version; /* of an integer */
};

/* Is it FORMAT, in a version that is understood?  False and *ERR if not. */
bool
json_check_head(const struct json_head *head, const char *origin, const char *format, struct err *err);

/* Is S a date "2026-03-31", and with TIME perhaps "T08:15:00Z" behind it? */
bool
json_is_date(const char *s, bool time);

#endif
