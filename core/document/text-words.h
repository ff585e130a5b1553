/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Facts in people's words and language: "leaves mail on the server: no".  Private to this room.
 */
#ifndef DOCUMENT_TEXT_WORDS_H
#define DOCUMENT_TEXT_WORDS_H

#include "model/report.h"

/* What the fact is about: "leaves mail on the server". */
const char *
words_of_fact(enum ma_fact id);

/* A value as fact_print writes it, in words: "no", "after 14 days"; made by the arena where need be. */
const char *
words_of_value(enum ma_fact id, const char *value, struct arena *arena);

/* What the rule advises, in words: "yes", "no limit"; MAILBOX may be NULL. */
const char *
words_of_advice(const struct advice *advice, const struct mailbox *mailbox, struct arena *arena);

/* The value of the fact in words, "unknown" included. */
const char *
words_of(const struct fact *fact, struct arena *arena);

/* How it is known, where that matters: "the program's default"; NULL otherwise. */
const char *
words_of_state(enum ma_state state);

/* "POP" "IMAP" "Exchange" ... of a word of the fact protocol; NULL: "unknown". */
const char *
words_of_protocol(const char *protocol);

/* When this account takes mail off the server: "never", "at once", "after 14 days", "unknown". */
const char *
words_of_removal(const struct account *account, struct arena *arena);

/* "after 14 days" */
const char *
words_after_days(int64_t n, struct arena *arena);

/* Does it leave mail on the server: "yes", "NO", "unknown". */
const char *
words_of_leaving(const struct account *account);

/* The same of something that is known from the policy only. */
struct words_external {
	const char *protocol, *leaves, *removes;
};
struct words_external
words_of_external(const struct policy_external *external, struct arena *arena);

/* "user tanaka, profile work, account 受付"; NULL when nothing is known. */
const char *
words_of_details(const struct account *account, struct arena *arena);

/* The program, by its own name. */
const char *
words_of_client(const struct account *account);

/* "PC-07" or "PC-07 (mail-b)" when the client must be told apart. */
const char *
words_of_blame(const struct blame *blame, struct arena *arena);

/* "high", as the words of people. */
const char *
words_severity(enum severity severity);

/* "A, B, C and 4 more": at most MAX of the N names. */
const char *
words_list(const char *const *names, size_t n, size_t max, struct arena *arena);

/* A remark of the report or a note, as far as it can be said in the reader's language. */
const char *
words_of_remark(const char *remark, struct arena *arena);

/* "file:line" of a place; NULL when there is none. */
const char *
words_of_place(const struct scan *scan, uint64_t file, uint32_t line, struct arena *arena);

#endif
