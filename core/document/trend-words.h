/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has changed since the baseline, in people's words.  Private to this room.
 */
#ifndef DOCUMENT_TREND_WORDS_H
#define DOCUMENT_TREND_WORDS_H

#include "model/report.h"

/* "new", "worse", ...; "" for none. */
const char *
words_of_trend(enum trend trend);

/* "a setting was changed", "not heard of any more", ... */
const char *
words_of_gone(enum gone_why why);

enum { WORDS_GONE_NAMES = 20 }; /* where there is room */

/* "PC-07: a setting was changed; PC-09 and 3 more: not heard of any more": each
 * reason once; at most MAX names for each. */
char *
words_gone(const struct gone *gone, size_t max, struct arena *arena);

/* "PC-07 and PC-09": who is blamed since the baseline, or more than then. */
char *
words_added(const struct finding *finding, size_t max, struct arena *arena);

/* The day the baseline speaks of; NULL when it is not known. */
const char *
trend_since(const struct report *report);

#endif
