/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports for people at a terminal: per mailbox who must change which setting
 * where and why, then the rest.
 */
#ifndef DOCUMENT_TEXT_H
#define DOCUMENT_TEXT_H

#include <stdio.h>

#include "base/err.h"
#include "model/handover.h"
#include "model/plan.h"

struct text_style {
	bool colour; /* escape sequences for colour */
	int columns; /* width to wrap at; 0: 80 */
};

bool
text_write_report(FILE *out, const char *where, const struct report *report, struct text_style style, struct err *err);

/* One workstation: what was found, then its findings. */
bool
text_write_scan(FILE *out, const char *where, const struct scan *scan, const struct report *report, struct text_style style, struct err *err);

/* What to do, in order. */
bool
text_write_plan(FILE *out, const char *where, const struct report *report, const struct plan *plan, struct text_style style, struct err *err);

/* What to carry over. */
bool
text_write_handover(FILE *out, const char *where, const struct handover *handover, struct text_style style, struct err *err);

/* The page of one rule. */
bool
text_write_rule(FILE *out, const char *where, const struct rule *rule, struct text_style style, struct err *err);

/* What each plugin can tell. */
struct document_plugin;
bool
text_write_plugins(FILE *out, const char *where, const struct document_plugin *plugins, size_t n, struct text_style style, struct err *err);

/* What is set, and what to do with each of the N files. */
struct wish;
struct text_provided {
	const char *path, *advice; /* in the language of now */
	const char *client, *plugin; /* whose menus */
	const bool *cannot; /* by enum ma_fact: to be set by hand */
};
bool
text_write_provision(FILE *out, const char *where, const struct wish *wish, const struct text_provided *files, size_t n, struct text_style style,
    struct err *err);

/* Writes S with control characters, escape sequences and bidirectional
 * overrides made visible; for anything that came from outside. */
void
text_print(FILE *out, const char *s);

/* Columns S takes on a terminal: East Asian wide letters count two. */
int
text_width(const char *s);

#endif
