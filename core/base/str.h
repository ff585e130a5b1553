/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts: folding, matching, UTF-8.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Lower-case ASCII letters; all other bytes as they are. */
char
ascii_lower(char c);

/* Writes the character C as UTF-8, 4 bytes at most, no NUL; returns how many. */
size_t
str_put_utf8(char *to, uint32_t c);

/* Equality and order without regard to ASCII letter case; NULL sorts first. */
bool
str_same(const char *a, const char *b);
int
str_order(const char *a, const char *b);

/* strcmp where NULL sorts before everything. */
int
str_cmp(const char *a, const char *b);

/* A copy in lower-case ASCII. */
char *
str_fold(struct arena *arena, const char *s);

bool
str_starts(const char *s, const char *prefix);
bool
str_ends(const char *s, const char *suffix);

/* Is S the one of the blank-separated WORDS with number *INDEX? */
bool
str_word(const char *words, const char *s, size_t n, int *index);

/* The word with number INDEX out of WORDS, copied; NULL if there is none. */
char *
str_nth_word(struct arena *arena, const char *words, int index);

/* Does the '*' and '?' pattern match the whole text?  Case of ASCII letters is ignored when FOLD. */
bool
str_glob(const char *pattern, const char *text, bool fold);

/* The same for parts of strings. */
struct str_span {
	const char *p;
	size_t n;
};
bool
str_glob_n(struct str_span pattern, struct str_span text, bool fold);

/* Is it a decimal number as a whole?  A sign is allowed; no blanks; no overflow. */
bool
str_number(const char *s, int64_t *out);

/* A copy of N bytes as valid UTF-8: bad bytes become U+FFFD, NUL too. */
char *
str_utf8(struct arena *arena, const void *bytes, size_t n);
bool
str_is_utf8(const void *bytes, size_t n);

/* Bytes of the letter that the N bytes at P begin with; 0 when it is none in UTF-8 (overlong, surrogate, cut off, NUL). */
size_t
str_utf8_length(const char *p, size_t n);

/* The next code point of valid UTF-8 and its length in bytes. */
uint32_t
str_next(const char *s, size_t *n);

/* A stable 64-bit hash (FNV-1a); SEED chains several. */
uint64_t
str_hash(uint64_t seed, const char *s);
#define STR_HASH_START UINT64_C(14695981039346656037)
#define STR_HASH_PRIME UINT64_C(1099511628211)

#endif
