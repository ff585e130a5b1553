/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Apple property lists, XML and binary, as one stream of values.
 */
#ifndef KIT_PLIST_H
#define KIT_PLIST_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

enum plist_is {
	PLIST_IS_TEXT,
	PLIST_IS_INT,
	PLIST_IS_BOOL,
	PLIST_IS_REAL, /* num is cut to an integer */
	PLIST_IS_OTHER, /* a date, data, a UID: without its value */
	PLIST_IS_BAD, /* something is there, but no value can be made of it */
	PLIST_IS_SECRET, /* below a key that names a password: the value was skipped */
	PLIST_IS_DICT,
	PLIST_IS_ARRAY,
};

/* Valid during the call that hands it over. */
struct plist_value {
	enum plist_is is;
	uint32_t line; /* from 1; 0 in a binary list */
	int64_t num;
	struct ma_str text; /* UTF-8 */
};

/* Calls are balanced: each open has its close, also in a damaged list.  KEY is
 * empty for the items of an array and for the root. */
struct plist_sink {
	void *to;
	void (*open)(void *to, struct ma_str key, const struct plist_value *);
	void (*value)(void *to, struct ma_str key, const struct plist_value *);
	/* CUT: the file broke off inside; what is missing was perhaps there. */
	void (*close)(void *to, bool cut);
};

enum plist_end {
	PLIST_WHOLE,
	PLIST_DAMAGED, /* what was handed over before counts */
	PLIST_ENTITIES, /* XML that declares entities: refused */
	PLIST_LIMIT, /* too deep, or it unfolds to too much */
	PLIST_OTHER_FORM, /* old-style text or JSON, which is not read */
};

/* Nesting that is still read; Mail's own files have 6. */
#define PLIST_MAX_DEPTH 64

/* Reads BYTES into SINK.  *LINE is the line of the first damage, 0 if unknown.
 * BYTES may have been anything: nothing is assumed. */
enum plist_end plist_stream(struct ma_str bytes, const struct plist_sink *sink, uint32_t *line);

/* True when KEY names a password, by its words. */
bool plist_key_is_secret(struct ma_str key);

/* The two forms; plist_stream chooses. */
enum plist_end plist_xml_stream(struct ma_str bytes, const struct plist_sink *sink, uint32_t *line);
enum plist_end plist_binary_stream(struct ma_str bytes, const struct plist_sink *sink);

#endif
