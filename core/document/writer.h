/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The formats a report can be written in, as rows.  A new one is a file with
 * its function and a row in writer.c, and a word of --format.
 */
#ifndef DOCUMENT_WRITER_H
#define DOCUMENT_WRITER_H

#include "document/text.h"
#include "model/handover.h"

/* What a writer is told beside the report, and what it tells. */
struct writing {
	struct text_style style; /* of text */
	const char *encoding; /* of what people open in a spreadsheet: "utf-8", "cp932" */
	enum exit_status outcome; /* clean, findings or undetermined: what the command will say of it */
	bool warns; /* clean, but something of medium weight or more is below what counts */
	const struct rule *rules; /* the catalogue */
	size_t n_rules;
	const bool *of_mailbox; /* for each rule: it judges every mailbox; else workstations, or all of them together */
	const char *tool; /* version of the program */
	size_t n_replaced; /* set by the writer: letters that the encoding does not have */
};

struct writer {
	const char *name; /* the word of --format */
	const char *scheme; /* the exit statuses that whoever reads this format expects: a word of --exit-scheme */
	const char *suffix; /* of files, without the dot */
	bool data; /* a document of ours: what notes keep in it is English */
	bool encodes; /* heeds the encoding; all others write UTF-8 */
	/* Both write everything or return false with *ERR (and the name WHERE). */
	bool (*report)(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);
	/* One workstation with the report over it; NULL: as any report. */
	bool (*scan)(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct writing *how, struct err *err);
	/* Says on OUT why there is no report; NULL: that is for standard error. */
	void (*trouble)(FILE *out, const char *text);
};

/* The row of a word of --format; NULL: there is none. */
const struct writer *
writer_by_name(const char *name);

/* A hand-over as a page; of HOW the outcome and the tool count. */
bool
html_write_handover(FILE *out, const char *where, const struct report *report, const struct handover *handover, struct writing *how, struct err *err);

/* Ends what was written to OUT.  False and *ERR (with the name WHERE) when some of it was not. */
bool
writer_end(FILE *out, const char *where, struct err *err);

/* ---- what the writers share (writer-words.c) ---- */

/* Why it cannot be told how the mailboxes fare, apart from findings: a document
 * that could not be read, an account whose mailbox is not known.  An output
 * without any finding that left these out would look clean. */
struct doubt {
	const struct scan *scan; /* the workstation concerned, or NULL */
	const char *name; /* of the kind of note, or "no-mailbox", "stale", "supposed" */
	const char *sentence; /* in English; lang_text gives that of now */
	const char *text; /* more of it, or NULL */
	bool supposed; /* no doubt, but it holds for all: this is not how things are */
};
struct doubt *
report_doubts(const struct report *report, enum exit_status outcome, struct arena *arena, size_t *n);

/* Does the finding count in a gate's report?  In all others each one does. */
bool
finding_counts(const struct report *report, const struct finding *finding);

/* What people call the finding's mailbox; NULL when it has none. */
const char *
finding_address(const struct finding *finding);

/* S with control characters and what turns the direction of writing made
 * visible, as text_print does; "" for NULL.  The arena's. */
char *
words_visible(const char *s, struct arena *arena);

/* The longest part of S (which is UTF-8) that ends with a letter and has at most MAX_BYTES bytes. */
size_t
words_cut(const char *s, size_t max_bytes);

/* What is known, and what of it is to blame: "leaves mail on the server: no; ...". */
char *
words_evidence(const struct blame *blame, struct arena *arena);

/* Where that was read: "FILE:LINE; ..."; "" when it lies in no file. */
char *
words_places(const struct blame *blame, struct arena *arena);

/* What has to be set to what, where it is not so already: "leaves mail on the server: yes; ...". */
char *
words_changes(const struct finding *finding, const struct blame *blame, struct arena *arena);

/* "PC-07, PC-09 and 3 more": the workstations (or others) to blame, each once. */
char *
words_blamed(const struct finding *finding, struct arena *arena);

/* All about one of the blamed: who, on what evidence, from where, what to set. */
char *
words_blame(const struct finding *finding, const struct blame *blame, struct arena *arena);

/* All of the blamed, one a line, made visible. */
char *
words_blames(const struct finding *finding, struct arena *arena);

/* A sentence about a doubt in the language of now. */
char *
words_doubt(const struct doubt *doubt, struct arena *arena);

#endif
