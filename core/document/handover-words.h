/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand-over in people's words.  English sentences; lang_text gives those of now.  Private to this room.
 */
#ifndef DOCUMENT_HANDOVER_WORDS_H
#define DOCUMENT_HANDOVER_WORDS_H

#include "document/move.h"
#include "model/handover.h"

/* "exists only here", as a heading and as a word of a table. */
const char *
hand_words_fate(enum hand_fate fate);

/* Why it is so, a sentence; made by the arena. */
const char *
hand_words_reason(const struct hand_item *item, struct arena *arena);

/* "1.5 GB", "unknown", "at least 1.5 GB". */
const char *
hand_words_size(const struct hand_item *item, struct arena *arena);
const char *
hand_words_bytes(int64_t bytes, struct arena *arena);

/* "one data file (.pst), Unicode, up to 50 GB", "a file for each message (MH), 1200 messages". */
const char *
hand_words_kind(const struct hand_item *item, struct arena *arena);

/* "2014-05-13 to 2026-03-31"; NULL when no time is known. */
const char *
hand_words_age(const struct hand_item *item, struct arena *arena);

/* Whose it is: "info@example.co.jp, sato@example.co.jp", "of no account". */
const char *
hand_words_owner(const struct hand_item *item, struct arena *arena);

/* What is to be minded of it: why it could not be looked at, that it is cut off, too large ...; sentences, *N of them. */
const char **
hand_words_minds(const struct hand_item *item, struct arena *arena, size_t *n);

/* What the row of moves.def says of it; NULL when there is none. */
const char *
hand_words_move(const struct hand_item *item, enum move_what what);

/* Which answer to choose at the import, and why; NULL when nothing is imported. */
const char *
hand_words_choice(const struct hand_item *item, struct arena *arena);

/* What the new client gets of the account: a sentence. */
const char *
hand_words_arrival(const struct hand_account *account, struct arena *arena);

/* What comes once more; NULL when nothing does. */
const char *
hand_words_again(const struct hand_account *account, struct arena *arena);

/* What becomes of its memory; NULL when that does not matter. */
const char *
hand_words_memory(const struct hand_account *account, struct arena *arena);

/* What is not in the list, and might be: sentences, *N of them. */
const char **
hand_words_gaps(const struct hand_place *place, struct arena *arena, size_t *n);

/* The step's sentence. */
const char *
hand_words_step(const struct hand_place *place, enum hand_step step, struct arena *arena);

/* The one sentence over all of it. */
const char *
hand_words_sum(const struct hand_place *place, struct arena *arena);

#endif
