/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tags of a file that a program writes as XML and nobody else writes: enough
 * for rules of filters, where libxml2 would have to be loaded.  See tags.c.
 */
#ifndef KIT_TAGS_H
#define KIT_TAGS_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

/* A tag, and the text behind it up to the next. */
struct tag {
	struct ma_str name, attributes, text;
	bool opens, closes; /* <name>, </name>, and both: <name/> */
	uint32_t line;
};

/* Where the reading is; begin with { bytes, 1 }. */
struct tags {
	struct ma_str rest;
	uint32_t line;
};

/* The next tag; false behind the last. */
bool tags_next(struct tags *tags, struct tag *tag);

/* The value of the attribute, as it stands there; empty if there is none. */
struct ma_str tag_attribute(const struct tag *tag, const char *name);

/* TEXT with the five entities of XML resolved, into TO of at least TEXT.n bytes. */
struct ma_str tag_text(struct ma_str text, char *to);

#endif
