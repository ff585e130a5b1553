/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days between dates; nobody here reads a clock.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

/* The number of the day that TEXT begins with ("2026-03-31...", ISO 8601), so
 * that differences are days.  False when it is none, or NULL. */
bool
date_days(const char *text, int64_t *out);

enum { DATE_TIME_BYTES = 64 };

/* The time so many seconds after 1970 began, "2026-03-31T08:15:00Z"; NULL when its year has not four digits. */
const char *
date_of_seconds(int64_t seconds, char out[DATE_TIME_BYTES]);

#endif
