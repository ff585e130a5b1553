/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hives of Windows NT to 11 (regf 1.3 to 1.6).  As met:
 *
 *	file	4096 bytes of head, then cells; offsets are counted from behind the head
 *	cell	its size, negative while in use; then what is in it:
 *	nk	a key: name, where its values and the lists of the keys below it are
 *	lf lh	a list of keys, with hashes of their names; li: without; ri: a list of such lists
 *	vk	a value: name, type, size, and up to 4 bytes of data or where they are
 *	db	data of more than 16,344 bytes (from 1.4 on): a list of pieces
 *
 * Names are in Latin-1 or UTF-16.  Every offset is checked where it is used;
 * what points outside is broken, what goes round in circles meets the limits of
 * registry_tree_read.  Ignored: keys that live in memory only, classes, rights,
 * the logs beside a hive that was not shut down.
 */
#include "intake/hive.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

enum {
	HEAD = 4096,
	HEAD_SEQUENCE_1 = 4,
	HEAD_SEQUENCE_2 = 8,
	HEAD_MINOR = 24,
	HEAD_ROOT = 36,
	HEAD_USED = 40,

	KEY_FLAGS = 2,
	KEY_N_BELOW = 20,
	KEY_BELOW = 28,
	KEY_N_VALUES = 36,
	KEY_VALUES = 40,
	KEY_NAME_BYTES = 72,
	KEY_NAME = 76,
	KEY_LATIN = 0x20,

	VALUE_NAME_BYTES = 2,
	VALUE_BYTES = 4,
	VALUE_DATA = 8,
	VALUE_TYPE = 12,
	VALUE_FLAGS = 16,
	VALUE_NAME = 20,
	VALUE_LATIN = 1,

	LIST_COUNT = 2,
	LIST_FIRST = 4,
	BIG_LIST = 4,
	PIECE_BYTES = 16344,
	MINOR_WITH_BIG = 4,

	MAX_LIST = 1 << 20,
	MAX_VALUE_BYTES = 16 << 20,
};
#define IN_PLACE 0x80000000u /* of a value's size: its bytes stand where their offset would */

struct hive {
	const uint8_t *cells;
	size_t n;
	bool has_big;
};

struct cell {
	const uint8_t *p; /* NULL: there is none */
	size_t n;
};

struct list {
	uintptr_t *all;
	size_t n, capacity;
};

static uint32_t
half(const uint8_t *p)
{
	return (uint32_t)(p[0] | p[1] << 8);
}

static uint32_t
word(const uint8_t *p)
{
	return half(p) | half(p + 2) << 16;
}

/* The cell at an offset, when it is in use and has at least so many bytes. */
static struct cell
cell_at(const struct hive *hive, size_t offset, size_t least)
{
	if (offset > hive->n || hive->n - offset < 4)
		return (struct cell){ 0 };
	uint32_t size = 0u - word(hive->cells + offset);
	if (size < 4 + least || size > hive->n - offset || size > INT32_MAX)
		return (struct cell){ 0 };
	return (struct cell){ hive->cells + offset + 4, size - 4 };
}

static struct cell
marked_cell(const struct hive *hive, size_t offset, const char *mark, size_t least)
{
	struct cell cell = cell_at(hive, offset, least);
	return cell.p && memcmp(cell.p, mark, 2) == 0 ? cell : (struct cell){ 0 };
}

/* The N bytes of a name as UTF-8.  A NUL, which the editor cannot show either, becomes a character that no name has. */
static char *
name_of(const uint8_t *p, size_t n, bool latin)
{
	size_t step = latin ? 1 : 2;
	char *name = xmalloc(n * 3 + 1), *to = name;
	for (size_t i = 0; i + step <= n; i += step) {
		uint32_t c = latin ? p[i] : half(p + i);
		bool pair = !latin && c >> 10 == 0x36 && i + 4 <= n && half(p + i + 2) >> 10 == 0x37;
		if (pair) {
			c = 0x10000 + ((c & 0x3FF) << 10) + (half(p + i + 2) & 0x3FF);
			i += 2;
		} else if (c >> 11 == 0x1B) {
			c = 0xFFFD;
		}
		to += str_put_utf8(to, c ? c : 1);
	}
	*to = 0;
	return name;
}

/* ---- keys ---- */

static bool
add(struct list *list, uint32_t offset)
{
	if (list->n == MAX_LIST)
		return false;
	if (list->n == list->capacity)
		list->all = xrealloc(list->all, (list->capacity = 2 * list->capacity + 16) * sizeof *list->all);
	list->all[list->n++] = offset;
	return true;
}

/* Adds the keys of the list at OFFSET, which may be one of lists. */
static enum registry_state
take_list(const struct hive *hive, uint32_t offset, bool inner, struct list *out)
{
	static const struct {
		char mark[3];
		uint8_t entry;
		bool lists;
	} kinds[] = { { "lf", 8, false }, { "lh", 8, false }, { "li", 4, false }, { "ri", 4, true } };
	struct cell cell = cell_at(hive, offset, LIST_FIRST);
	for (size_t k = 0; cell.p && k < sizeof kinds / sizeof *kinds; k++) {
		if (memcmp(cell.p, kinds[k].mark, 2) != 0)
			continue;
		size_t n = half(cell.p + LIST_COUNT);
		if (n > (cell.n - LIST_FIRST) / kinds[k].entry || (kinds[k].lists && inner))
			return REGISTRY_BROKEN;
		enum registry_state state = REGISTRY_WHOLE;
		for (size_t i = 0; i < n && state == REGISTRY_WHOLE; i++) {
			uint32_t at = word(cell.p + LIST_FIRST + i * kinds[k].entry);
			if (kinds[k].lists)
				state = take_list(hive, at, true, out);
			else if (!add(out, at))
				state = REGISTRY_TOO_LARGE;
		}
		return state;
	}
	return REGISTRY_BROKEN;
}

static enum registry_state
keys(void *tree, uintptr_t key, uintptr_t **out, size_t *n)
{
	const struct hive *hive = tree;
	struct list list = { 0 };
	struct cell cell = marked_cell(hive, key, "nk", KEY_NAME);
	enum registry_state state = cell.p ? REGISTRY_WHOLE : REGISTRY_BROKEN;
	if (cell.p && word(cell.p + KEY_N_BELOW)) {
		state = take_list(hive, word(cell.p + KEY_BELOW), false, &list);
		if (state == REGISTRY_WHOLE && list.n != word(cell.p + KEY_N_BELOW))
			state = REGISTRY_BROKEN;
	}
	*out = list.all;
	*n = list.n;
	return state;
}

static char *
key_name(void *tree, uintptr_t key)
{
	struct cell cell = marked_cell(tree, key, "nk", KEY_NAME);
	size_t n = cell.p ? half(cell.p + KEY_NAME_BYTES) : 0;
	return n && n <= cell.n - KEY_NAME ? name_of(cell.p + KEY_NAME, n, half(cell.p + KEY_FLAGS) & KEY_LATIN) : NULL;
}

/* ---- values ---- */

static enum registry_state
values(void *tree, uintptr_t key, uintptr_t **out, size_t *n)
{
	const struct hive *hive = tree;
	struct list list = { 0 };
	struct cell cell = marked_cell(hive, key, "nk", KEY_NAME);
	size_t count = cell.p ? word(cell.p + KEY_N_VALUES) : 0;
	struct cell offsets = count ? cell_at(hive, word(cell.p + KEY_VALUES), 0) : (struct cell){ 0 };
	size_t there = offsets.n / 4 < count ? offsets.n / 4 : count;
	size_t taken = 0;
	while (taken < there && add(&list, word(offsets.p + 4 * taken)))
		taken++;
	*out = list.all;
	*n = list.n;
	return !cell.p || there < count ? REGISTRY_BROKEN : taken < there ? REGISTRY_TOO_LARGE : REGISTRY_WHOLE;
}

/* Puts together data that is in pieces; how many bytes of N there were. */
static size_t
join(const struct hive *hive, struct cell big, uint8_t *to, size_t n)
{
	size_t count = half(big.p + LIST_COUNT), done = 0;
	struct cell offsets = cell_at(hive, word(big.p + BIG_LIST), 4 * count);
	for (size_t i = 0; offsets.p && i < count && done < n; i++) {
		size_t k = n - done < PIECE_BYTES ? n - done : PIECE_BYTES;
		struct cell piece = cell_at(hive, word(offsets.p + 4 * i), k);
		if (!piece.p)
			break;
		memcpy(to + done, piece.p, k);
		done += k;
	}
	return done;
}

static enum registry_state
value(void *tree, uintptr_t at, struct registry_value *out)
{
	const struct hive *hive = tree;
	struct cell cell = marked_cell(hive, at, "vk", VALUE_NAME);
	size_t n_name = cell.p ? half(cell.p + VALUE_NAME_BYTES) : 0;
	if (!cell.p || n_name > cell.n - VALUE_NAME)
		return REGISTRY_BROKEN;
	uint32_t size = word(cell.p + VALUE_BYTES), where = word(cell.p + VALUE_DATA);
	bool in_place = size & IN_PLACE;
	size_t n = size & ~IN_PLACE;
	if (n > MAX_VALUE_BYTES)
		return REGISTRY_TOO_LARGE;
	struct cell big = hive->has_big && n > PIECE_BYTES ? marked_cell(hive, where, "db", BIG_LIST + 4) : (struct cell){ 0 };
	struct cell data = in_place && n <= 4 ? (struct cell){ cell.p + VALUE_DATA, n }
			 : in_place || !n || big.p ? (struct cell){ 0 } : cell_at(hive, where, n);
	if (n && !data.p && !big.p)
		return REGISTRY_BROKEN;
	out->name = name_of(cell.p + VALUE_NAME, n_name, half(cell.p + VALUE_FLAGS) & VALUE_LATIN);
	out->type = word(cell.p + VALUE_TYPE);
	out->bytes = xmalloc(n + 1);
	out->n = n;
	if (data.p)
		memcpy(out->bytes, data.p, n);
	return big.p && join(hive, big, out->bytes, n) < n ? REGISTRY_BROKEN : REGISTRY_WHOLE;
}

/* ---- the file ---- */

bool
hive_is(const void *head, size_t n)
{
	return n >= 4 && memcmp(head, "regf", 4) == 0;
}

bool
hive_open(const void *bytes, size_t n, struct registry_tree *out, bool *whole)
{
	const uint8_t *head = bytes;
	*whole = false;
	if (!hive_is(bytes, n) || n < HEAD)
		return false;
	struct hive *hive = xmalloc(sizeof *hive);
	size_t used = word(head + HEAD_USED);
	*hive = (struct hive){ head + HEAD, used < n - HEAD ? used : n - HEAD, word(head + HEAD_MINOR) >= MINOR_WITH_BIG };
	*out = (struct registry_tree){
		.tree = hive,
		.root = word(head + HEAD_ROOT),
		.keys = keys,
		.key_name = key_name,
		.values = values,
		.value = value,
		.close = free,
	};
	*whole = word(head + HEAD_SEQUENCE_1) == word(head + HEAD_SEQUENCE_2) && used <= n - HEAD;
	if (marked_cell(hive, out->root, "nk", KEY_NAME).p)
		return true;
	free(hive);
	return false;
}
