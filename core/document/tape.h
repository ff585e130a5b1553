/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A JSON text as a flat row of nodes, in the order in which it was read: one
 * pass over the bytes, nothing copied but texts with escapes, and the memory is
 * used again for the next text.  For documents of which there are hundreds of
 * thousands; the others are trees of Jansson's, and whatever that refuses is
 * refused here, in the same words and at the same place.
 */
#ifndef DOCUMENT_TAPE_H
#define DOCUMENT_TAPE_H

#include "document/json-text.h"

/* A key that somebody will ask for. */
struct tape_word {
	const char *text;
	bool passed_over; /* what stands there must be valid, and is not kept */
};
#define TAPE_NO_WORD UINT16_MAX

struct tape_node {
	union {
		const char *text; /* of a string or key, no NUL behind; lives as long as the text read, and the tape's next */
		int64_t num;
	};
	uint32_t n; /* bytes of the text; elements, or members */
	uint32_t size; /* nodes from here to what stands behind it */
	uint16_t word; /* of a key: index of the word, TAPE_NO_WORD: none */
	uint8_t kind; /* enum json_kind; a key is a string */
};

struct tape {
	const struct tape_word *words;
	uint16_t *word_table;
	size_t word_mask; /* its slots less one */
	struct tape_node *nodes; /* the first is the value read */
	size_t n, room;
	struct arena decoded;
	struct tape_keys *keys; /* of large objects */
};

/* WORDS must live as long as the tape. */
void
tape_init(struct tape *tape, const struct tape_word *words, size_t n);
void
tape_fini(struct tape *tape);

/* Reads the next value, an object or array, of TEXT.  False and *ERR
 * "PATH:LINE:COLUMN: ..." when it is none.  Values of keys that are no words,
 * or are passed over, are one node each, whatever they hold. */
bool
tape_read(struct tape *tape, struct json_text *text);

/* The index of the word that is these N bytes, or TAPE_NO_WORD. */
uint16_t
tape_word(const struct tape *tape, const char *text, size_t n);

/* KEY and VALUE walk over the members of OBJECT. */
#define tape_foreach(object, key, value) \
	for (const struct tape_node *key = (object) + 1, *value = key + 1, *key##_end = (object) + (object)->size; key < key##_end; \
	     key = value + value->size, value = key + 1)

/* ELEMENT walks over the elements of ARRAY, numbered I. */
#define tape_foreach_element(array, i, element) \
	for (size_t i = 0, element##_more = 1; element##_more; element##_more = 0) \
		for (const struct tape_node *element = (array) + 1, *element##_end = (array) + (array)->size; element < element##_end; \
		     element += element->size, i++)

/* The value of the member with that word, or NULL. */
const struct tape_node *
tape_member(const struct tape_node *object, uint16_t word);

#endif
