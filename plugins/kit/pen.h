/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a client's file: texts in the quotes of its format, words and
 * numbers from tables.
 */
#ifndef KIT_PEN_H
#define KIT_PEN_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

struct pen {
	const struct ma_desk *desk;
	struct ma_page *page;
	bool wide; /* the file is UTF-16LE; texts are UTF-8 all the same */
};

/* Is it ASCII? */
bool pen_plain(struct ma_str s);

void pen_put(const struct pen *pen, const char *s);
void pen_str(const struct pen *pen, struct ma_str s);
void pen_num(const struct pen *pen, int64_t n);
/* Hexadecimal, of so many digits. */
void pen_hex(const struct pen *pen, uint32_t n, int digits);

/* Text in which backslashes and double quotes have a backslash before them. */
void pen_escaped(const struct pen *pen, struct ma_str s);

/* Text between tags of XML: & < > and both quotes as entities. */
void pen_xml(const struct pen *pen, struct ma_str s);

/* What is wanted.  The text of nothing is empty. */
struct ma_str pen_text(const struct pen *pen, enum ma_fact fact);
int64_t pen_want(const struct pen *pen, enum ma_fact fact, int64_t otherwise);
bool pen_is(const struct pen *pen, enum ma_fact fact, const char *word);
void pen_cannot(const struct pen *pen, enum ma_fact fact);

/* The client's own for the word that is wanted; NULL, and it cannot be said, when the table has none.
 * Nothing wanted is NULL too.  Ended by a row whose OURS is NULL. */
struct pen_word {
	const char *ours, *theirs;
};
const char *pen_word(const struct pen *pen, enum ma_fact fact, const struct pen_word *words);

#endif
