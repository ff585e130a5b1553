/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objects of a binary property list, one by one: every offset, length and
 * reference is checked against the file, nothing is followed.
 */
#ifndef KIT_BPOBJECT_H
#define KIT_BPOBJECT_H

#include <mailaccord/plugin.h>
#include <stdbool.h>

enum bpobject_kind {
	BPOBJECT_BAD,
	BPOBJECT_NULL,
	BPOBJECT_BOOL,
	BPOBJECT_INT,
	BPOBJECT_REAL,
	BPOBJECT_OTHER, /* a date, data */
	BPOBJECT_UID,
	BPOBJECT_TEXT,
	BPOBJECT_ARRAY,
	BPOBJECT_SET,
	BPOBJECT_DICT,
};

struct bpobject {
	enum bpobject_kind kind;
	const uint8_t *payload;
	uint64_t n; /* bytes of a leaf, items of a container */
	bool wide; /* text of two bytes a letter, UTF-16BE */
	bool truth; /* of BPOBJECT_BOOL */
};

/* The file; valid as long as its bytes. */
struct bpfile {
	const uint8_t *p;
	size_t n;
	uint64_t count, top, table;
	size_t offset_bytes, ref_bytes;
};

/* False when the trailer does not fit the file. */
bool bpfile_open(struct bpfile *file, struct ma_str bytes);

/* Object number I; BPOBJECT_BAD if there is none or it leaves the objects' room. */
struct bpobject bpobject_at(const struct bpfile *file, uint64_t i);

/* The I-th reference of a container; of a dict the keys come first, then the values. */
uint64_t bpobject_ref(const struct bpfile *file, const struct bpobject *o, uint64_t i);

/* N bytes as one big-endian number; what is above 64 bits is lost. */
uint64_t bpobject_number(const uint8_t *p, size_t n);

#endif
