/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions behind the rows of writer.c.  Private to this room.
 */
#ifndef DOCUMENT_WRITERS_H
#define DOCUMENT_WRITERS_H

#include "document/writer.h"

bool
csv_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);

/* One page for a browser, in the language of now; streamed. */
bool
html_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);

bool
sarif_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);

bool
junit_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);

/* One line each; TROUBLE is why there is no report. */
bool
nagios_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);
void
nagios_write_trouble(FILE *out, const char *text);
bool
intune_write_report(FILE *out, const char *where, const struct report *report, struct writing *how, struct err *err);
void
intune_write_trouble(FILE *out, const char *text);

#endif
