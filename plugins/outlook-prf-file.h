/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A profile file as lines that can be asked for; outlook-prf.c says what they mean.
 */
#ifndef OUTLOOK_PRF_FILE_H
#define OUTLOOK_PRF_FILE_H

#include "kit/grow.h"
#include "kit/say.h"

/* All zero is empty. */
struct prf {
	struct grow texts, lines;
	size_t section; /* being read */
	uint32_t file; /* its number */
	bool recognized; /* it lists accounts or services */
	bool cut; /* there is more than was kept */
};

/* One KEY=VALUE line.  The texts are valid until the next prf_read. */
struct prf_line {
	const char *section, *key, *value;
	size_t n_value;
	uint32_t line;
};

/* Keeps the lines of file number FILE instead of those of another.  False: it is in no encoding that such a file has. */
bool prf_read(struct prf *prf, struct ma_str bytes, uint32_t file);
void prf_fini(struct prf *prf);

size_t prf_count(const struct prf *prf);
struct prf_line prf_line(const struct prf *prf, size_t i);

/* Is the line in this section?  Letter case does not count. */
bool prf_in(const struct prf_line *line, const char *section);
bool prf_has(const struct prf *prf, const char *section);

/* The value of the section's key; line 0: it is absent. */
struct slot prf_find(const struct prf *prf, const char *section, const char *key);

/* Decimal, or hexadecimal with 0x; -1 otherwise.  "010" may be eight or ten, so it is neither. */
int64_t prf_number(struct ma_str s);

/* As Windows reads INI files: a pair of quotes around a value does not belong to it. */
struct ma_str prf_unquoted(struct ma_str s);

/* Does %NAME% stand in it, which is another for everybody? */
bool prf_variable(struct ma_str s);

#endif
