/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans, reports and policies as JSON documents.  The .c files of this room
 * are the only includers of jansson.h in the core.  All documents carry
 * "format" and "version", keys are sorted, the same input gives the same
 * bytes; unknown keys are tolerated and noted.
 */
#ifndef DOCUMENT_DOCUMENT_H
#define DOCUMENT_DOCUMENT_H

#include <stdio.h>

#include "base/err.h"
#include "model/handover.h"
#include "model/plan.h"

enum document_kind { DOCUMENT_SCAN, DOCUMENT_REPORT, DOCUMENT_POLICY, DOCUMENT_SCANS, DOCUMENT_OTHER };

/* What kind of document these bytes are, told from the "format" member without
 * reading more than is needed; DOCUMENT_SCANS is an array of scans, or several
 * scans one after the other (NDJSON).  DOCUMENT_OTHER is no document of ours. */
enum document_kind
document_kind(const char *bytes, size_t n);

/* Reads one scan document (or each scan of several) and adds it to the report.  ORIGIN names
 * the file in messages ("PATH:LINE:COLUMN: ...").  False and *ERR when the
 * bytes are no valid scan; what is merely unknown is a note of the report. */
bool
document_read_scans(const char *bytes, size_t n, const char *origin, struct report *report, struct err *err);

/* The same with a reader that keeps its memory, for many documents; each thread needs its own. */
struct document_reader;
struct document_reader *
document_reader_new(void);
void
document_reader_free(struct document_reader *reader);
bool
document_reader_scans(struct document_reader *reader, const char *bytes, size_t n, const char *origin, struct report *report, struct err *err);

/* Reads a policy; TODAY stays what it was.  Unknown members are an error: a
 * misspelt waiver must not be silently without effect. */
bool
document_read_policy(const char *bytes, size_t n, const char *origin, struct policy *policy, struct arena *arena, struct err *err);

/* Write documents, ended by a newline.  False and *ERR (with the name WHERE) when writing failed.  The
 * scan document's findings are those of REPORT, a report over that one scan. */
bool
document_write_scan(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct err *err);
bool
document_write_report(FILE *out, const char *where, const struct report *report, struct err *err);

/* One finding as it stands in a report, but for its victims, on one line; malloc'd. */
char *
document_finding(const struct finding *finding);

bool
document_write_plan(FILE *out, const char *where, const struct report *report, const struct plan *plan, struct err *err);

bool
document_write_handover(FILE *out, const char *where, const struct report *report, const struct handover *handover, struct err *err);

/* Tables as JSON for "list ... --format json". */
bool
document_write_rules(FILE *out, const char *where, const struct rule *rules, size_t n, struct err *err);
bool
document_write_facts(FILE *out, const char *where, struct err *err);
bool
document_write_providers(FILE *out, const char *where, struct err *err);

/* What is set up, from where each fact is, and the files with what is to be set by hand. */
struct wish;
struct text_provided;
bool
document_write_provision(FILE *out, const char *where, const struct wish *wish, const struct text_provided *files, size_t n, struct err *err);

/* One object of texts and numbers, on one line. */
struct document_cell {
	const char *key;
	const char *text; /* NULL: null, or: */
	const int64_t *number;
};
void
document_write_row(FILE *out, const struct document_cell *cells, size_t n);

/* What "list plugins" shows; REFUSED holds sentences. */
struct document_plugin {
	const char *name, *title, *path;
	uint8_t tells[MA_FACT_COUNT]; /* enum ma_tells */
};
bool
document_write_plugins(FILE *out, const char *where, const struct document_plugin *plugins, size_t n, const char *const *refused,
    size_t n_refused, struct err *err);

#endif
