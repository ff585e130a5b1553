/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within regfile only: the tree, and the texts in it.
 */
#ifndef KIT_REGTREE_H
#define KIT_REGTREE_H

#include <iconv.h>

#include "kit/regfile.h"

enum { REGTREE_MAX_NODES = 4000000, REGTREE_MAX_TROUBLES = 1000 };

struct key {
	uint32_t parent, child, last_child, next;
	uint32_t value, last_value;
	uint32_t name, name_n; /* in the text */
	uint32_t line;
	/* Deleting takes no walk: a key made again begins a new life, and what
	 * belongs to a former life of its key is no more. */
	uint32_t life, of; /* of: the life of its parent it is linked in */
	bool gone;
};

struct value {
	uint32_t key, next;
	uint32_t name, name_n, data, data_n; /* in the blob */
	uint32_t type, line, of;
	bool bad, secret, gone;
};

struct trouble {
	enum regfile_trouble kind;
	uint32_t line, value;
};

struct regfile {
	const char *text;
	size_t n;
	bool regedit4;
	bool lf; /* line ends are counted by LF, else by CR */
	bool full, failed; /* too much; out of memory */
	iconv_t ansi;

	struct key *keys;
	uint32_t n_keys, cap_keys;
	struct value *values;
	uint32_t n_values, cap_values;
	uint32_t *slots; /* of both kinds by name; values have VALUE set */
	size_t n_slots, used;
	char *blob;
	size_t blob_n, blob_cap;
	struct piece *pieces; /* texts made on demand */
	struct trouble *troubles;
	size_t n_troubles;
};

struct piece {
	struct piece *before;
	char bytes[];
};

#define VALUE UINT32_C(0x80000000)

char
regtree_fold(char c);
bool
regtree_same(const char *a, size_t a_n, const char *b, size_t b_n);

/* Makes room in ARRAY (the address of a pointer) for element N; false when memory is out. */
bool
regtree_grow(struct regfile *reg, void *array, uint32_t n, uint32_t *cap, size_t size);
bool
regtree_rehash(struct regfile *reg);

void
regtree_trouble(struct regfile *reg, enum regfile_trouble kind, uint32_t line, uint32_t value);

/* Room for N bytes at the end of the blob; the caller counts what it used. NULL when memory is out. */
char *
regtree_room(struct regfile *reg, size_t n);

/* Where the name of a key or value (KIND VALUE) of KEY is in slots, or should go. */
size_t
regtree_find_slot(const struct regfile *reg, uint32_t key, uint32_t kind, const char *name, size_t n);

/* The child of PARENT with the N letters at NAME of the text, made if new; 0 when there is no room. */
uint32_t
regtree_make_key(struct regfile *reg, uint32_t parent, size_t name, size_t n, uint32_t line);
uint32_t
regtree_find_key(const struct regfile *reg, uint32_t parent, const char *name, size_t n);

/* The value with the N letters at NAME of the blob, made if new, without data.
 * NULL when there is no room, or when BAD and a good one stands already. */
struct value *
regtree_make_value(struct regfile *reg, uint32_t key, uint32_t name, size_t n, uint32_t line, bool bad);

/* The bytes at the end of the blob, from FROM on, are text of a hex(1), (2) or
 * (7) and become UTF-8. */
bool
regtext_decode(struct regfile *reg, size_t from, uint32_t type, uint32_t line);

#endif
