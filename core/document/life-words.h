/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a message for people: the days that are worth drawing, who has
 * it on each of them, and the sentences that say the same.
 */
#ifndef DOCUMENT_LIFE_WORDS_H
#define DOCUMENT_LIFE_WORDS_H

#include "model/report.h"

enum { LIFE_MAX_DAYS = 10 };

/* Days of a drawing, rising: the usual ones, the one it is gone, the one after a closure. */
struct life_days {
	int64_t all[LIFE_MAX_DAYS];
	size_t n;
};
void
life_days_of(const struct report_mailbox *result, struct life_days *out);

/* What becomes of it for one client in the end: a copy of its own; only if it
 * checks before one that takes at once; lost; unknown. */
enum lot { LOT_KEEPS, LOT_RACES, LOT_LOSES, LOT_UNKNOWN, LOT_COUNT };
enum lot
life_lot(const struct life_client *client);

/* Is it there on that day, on the server or for a client that checks every day? */
enum presence { PRESENT_GONE, PRESENT_UNKNOWN, PRESENT_SERVER, PRESENT_COPY, PRESENT_RACE, PRESENT_COUNT };
enum presence
life_on_server(const struct life *life, int64_t day);
enum presence
life_for_client(const struct life *life, const struct life_client *client, int64_t day);

/* Whether who comes back after so many days finds it. */
const char *
words_back(const struct life_client *client, const struct life *life, int64_t away);

/* What to call a client. */
const char *
words_of_life_client(const struct life_client *client, struct arena *arena);

/* Who removes it, who keeps a copy, who loses it: a paragraph. */
const char *
words_of_life(const struct life *life, struct arena *arena);

/* "12 clients, all settings that matter are known; mail is removed ...": why it may be called clean. */
const char *
words_why_clean(const struct report_mailbox *result, struct arena *arena);

/* How much lies there in the end; NULL when nothing can be said. */
const char *
words_of_growth(const struct report_mailbox *result, struct arena *arena);

#endif
