/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report as one page for a browser: whole without network and without
 * scripts.  Private to this room.
 *
 * What html_put and html_form write from outside is escaped, always: the form
 * is markup and stands in the code, each %s in it is text.  Ids are numbers of
 * ours; nothing from outside becomes an address.
 */
#ifndef DOCUMENT_HTML_H
#define DOCUMENT_HTML_H

#include "base/lang.h"
#include "document/ranking.h"
#include "document/writer.h"

struct html {
	FILE *out;
	const struct report *report;
	const struct writing *how;
	struct arena arena; /* as long as the page */
	struct arena scratch; /* texts on their way; emptied by html_breathe */
	struct ranking ranking;
	const struct doubt *doubts;
	size_t n_doubts;
	enum fate fate; /* of all together */
	bool *menus; /* rows of menu.h that html_menus has to show */
};

/* Like printf with %s, %d, %zu, %lld and %%; FORM is markup, each %s is escaped.  NULL writes nothing. */
void
html_put(struct html *h, const char *form, ...) __attribute__((format(printf, 2, 3)));

/* S as text or as the value of an attribute in double quotes. */
void
html_text(FILE *out, const char *s);

/* A sentence in which "%s" or "%1$s" (the first) stands for a part, each part
 * in an element of its own (a tag, and its class or NULL; no tag: plain). */
struct html_part {
	const char *tag, *class, *text;
};
void
html_form_parts(struct html *h, const char *form, const struct html_part *parts, size_t n);
#define html_form(h, form, ...) \
	html_form_parts(h, form, (const struct html_part[]){ __VA_ARGS__ }, \
	    sizeof((const struct html_part[]){ __VA_ARGS__ }) / sizeof(struct html_part))

/* Forgets the texts that are written by now. */
void
html_breathe(struct html *h);

/* A sign that says by its shape what the colour says. */
enum sign { SIGN_LOST, SIGN_FAIL, SIGN_UNKNOWN, SIGN_MINOR, SIGN_CLEAN, SIGN_COUNT };
void
html_sign(struct html *h, enum sign sign);

/* How a fate looks. */
enum sign
html_fate_sign(enum fate fate);
const char *
html_fate_class(enum fate fate);

/* A sign and the word of a severity; of what is unknown the word says so. */
void
html_severity(struct html *h, const struct finding *finding);

/* Begins a section with a heading of the second order, and ends it.  ID is a word of ours. */
void
html_section(struct html *h, const char *id, const char *title);
void
html_section_end(struct html *h);

/* A sortable table's head: titles ended by NULL; CAPTION says what it holds.  It
 * is followed by rows; html_table_end closes it. */
void
html_table(struct html *h, const char *class, const char *caption, const char *const *titles);
void
html_table_end(struct html *h);

/* Something that can be filtered stands below: a field that appears where scripts run. */
void
html_filter(struct html *h, const char *label);

/* ---- the parts, in their order ---- */

void html_head(struct html *h, const char *title);
/* Drawn once, used by number: an octagon, a triangle, a question mark, a dash, a tick. */
void html_signs(struct html *h);
void html_foot(struct html *h);
void html_verdict(struct html *h);
void html_todo(struct html *h);
void html_mailboxes(struct html *h);
void html_coverage(struct html *h);
void html_waivers(struct html *h);
void html_changes(struct html *h);
void html_notes(struct html *h);
void html_menus(struct html *h);
void html_rules(struct html *h);

/* ---- of a mailbox ---- */

/* Who fetches it, one row for each client. */
void
html_matrix(struct html *h, const struct report_mailbox *result, struct finding_list findings);

/* The life of a message, drawn. */
void
html_life(struct html *h, const struct report_mailbox *result, size_t number);

/* Findings with their reasons and evidence, each under a heading of the fifth order. */
void
html_findings(struct html *h, struct finding_list findings);

/* What has become of it since the baseline, where that is worth a word. */
void
html_trend(struct html *h, enum trend trend);

/* How much is new and how much is fixed, in a line; nothing without a baseline. */
void
html_changes_line(struct html *h);

/* A time of ISO 8601 for people: "2026-03-31 09:15 UTC". */
const char *
html_time(struct html *h, const char *iso);

/* "PC-07, PROGRAM (user tanaka)" as text. */
const char *
html_blamed(struct html *h, const struct blame *blame);

#endif
