/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling others what has changed, each thing once: one line of JSON for each
 * change, and the record of what was told, which the next report is compared with.
 */
#ifndef DOCUMENT_TOLD_H
#define DOCUMENT_TOLD_H

#include <stdio.h>

#include "base/err.h"
#include "model/report.h"

/* A message that is still to be delivered. */
struct told_letter {
	const char *id; /* the same however often it is tried */
	const char *body;
};

struct told {
	struct arena arena;
	const char *scope; /* what was looked at: addresses of the policy, "" for all; NULL: nothing was told */
	int64_t serial; /* rises with each time that something is told */
	int64_t log_bytes; /* how long the log was when this was recorded */
	struct report *past; /* findings as last told, with as much of their accounts as is compared; */
	struct report *lost; /* what was told to be gone without being fixed */
	const char **failing; /* mailboxes, by key, that were told to fail */
	size_t n_failing;
	struct told_letter *letters;
	size_t n_letters;
};

/* Reads the record; findings of rules that are not among RULES are left out.
 * False and *ERR when it is none.  told_fini in either case. */
bool
told_read(const char *bytes, size_t n, const char *origin, const struct rule *rules, size_t n_rules, struct told *out, struct err *err);
void
told_fini(struct told *told);

/* What a report looks at, as told.scope says it; the arena's. */
const char *
told_scope(const struct report *report, struct arena *arena);

/* Writes the record: REPORT's findings, LOST (what is gone and not fixed), and the rest as in TOLD. */
bool
told_write(FILE *out, const char *where, const struct told *told, const struct report *report, const struct gone *lost, size_t n_lost, struct err *err);

/* One change, a line of JSON with its newline, malloc'd: of a finding of the
 * judged report, or (FINDING NULL) what is gone.  SERIAL makes ids that are the same when the same is told again. */
char *
told_line(const struct report *report, const struct finding *finding, const struct gone *gone, int64_t serial);

/* The message that a mailbox has come to fail: it and its findings that fail from
 * the severity on, JSON; the arena's. */
const char *
told_letter_body(const struct report *report, const struct mailbox *mailbox, enum severity at_least, const char *id, struct arena *arena);

/* The id in a line as told_line makes it, 16 letters; NULL when there is none. */
const char *
told_line_id(const char *line);

#endif
