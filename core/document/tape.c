/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Objects and arrays, without recursion: a container that is open keeps in its
 * node where the one around it begins.  Depth is bounded; a key given twice is
 * refused, also in what is passed over.
 */
#include "document/tape.h"

#include <stdlib.h>
#include <string.h>

#include "document/tape-keys.h"
#include "document/tape-lex.h"

enum { MAX_DEPTH = 2048, FIRST_NODES = 512, FEW_KEYS = 32 };
#define NO_NODE UINT32_MAX

/* ---- words ---- */

/* Enough to tell short keys apart; nothing that an enemy chooses is kept by it. */
static uint64_t
quick_hash(const char *text, size_t n)
{
	uint64_t a = 0, b = 0;
	if (n >= sizeof a) {
		memcpy(&a, text, sizeof a);
		memcpy(&b, text + n - sizeof b, sizeof b);
	} else {
		memcpy(&a, text, n);
	}
	a = (a ^ b << 23 ^ b >> 41 ^ n) * UINT64_C(0x9e3779b97f4a7c15);
	return a ^ a >> 32;
}

/* The slot of the word, or the empty one where it would be. */
static size_t
find_slot(const struct tape *tape, const char *text, size_t n, uint64_t hash)
{
	size_t at = hash & tape->word_mask;
	for (; tape->word_table[at] != TAPE_NO_WORD; at = (at + 1) & tape->word_mask) {
		const char *word = tape->words[tape->word_table[at]].text;
		if (strncmp(word, text, n) == 0 && !word[n])
			break;
	}
	return at;
}

uint16_t
tape_word(const struct tape *tape, const char *text, size_t n)
{
	return tape->word_table[find_slot(tape, text, n, quick_hash(text, n))];
}

void
tape_init(struct tape *tape, const struct tape_word *words, size_t n)
{
	size_t size = 64;
	while (size < n * 4)
		size *= 2;
	*tape = (struct tape){ .words = words, .word_mask = size - 1 };
	tape->word_table = xmalloc(size * sizeof *tape->word_table);
	memset(tape->word_table, 0xff, size * sizeof *tape->word_table);
	for (size_t i = 0; i < n; i++) {
		size_t length = strlen(words[i].text);
		tape->word_table[find_slot(tape, words[i].text, length, quick_hash(words[i].text, length))] = (uint16_t)i;
	}
}

void
tape_fini(struct tape *tape)
{
	free(tape->word_table);
	free(tape->nodes);
	arena_fini(&tape->decoded);
	tape_keys_free(tape->keys);
}

/* ---- nodes ---- */

/* A value or key being read. */
struct reading {
	struct tape *tape;
	struct lex lex;
	uint32_t open; /* the innermost container that is */
	uint32_t passed_over; /* the outermost container that is not kept */
	size_t depth;
};

static struct tape_node *
push(struct tape *tape, enum json_kind kind)
{
	if (tape->n == tape->room) {
		tape->room = tape->room ? tape->room * 2 : FIRST_NODES;
		tape->nodes = xrealloc(tape->nodes, tape->room * sizeof *tape->nodes);
	}
	struct tape_node *node = &tape->nodes[tape->n++];
	*node = (struct tape_node){ .size = 1, .word = TAPE_NO_WORD, .kind = (uint8_t)kind };
	return node;
}

/* The key before it says so, if it has one. */
static bool
is_passed_over(const struct reading *r, uint32_t at)
{
	if (r->open == NO_NODE || r->tape->nodes[r->open].kind != JSON_KIND_OBJECT)
		return false;
	uint16_t word = r->tape->nodes[at - 1].word;
	return word == TAPE_NO_WORD || r->tape->words[word].passed_over;
}

static void
open_container(struct reading *r, uint32_t at)
{
	if (r->passed_over == NO_NODE && is_passed_over(r, at))
		r->passed_over = at;
	struct tape_node *node = &r->tape->nodes[at];
	node->num = 0; /* of an object: which keys it may have, see is_new_key */
	node->size = r->open;
	r->open = at;
}

static void
close_container(struct reading *r)
{
	uint32_t at = r->open;
	struct tape_node *node = &r->tape->nodes[at];
	r->open = node->size;
	r->depth--;
	if (r->passed_over != NO_NODE)
		r->tape->n = at + 1;
	if (r->passed_over == at)
		r->passed_over = NO_NODE;
	node->size = (uint32_t)r->tape->n - at;
}

/* ---- keys ---- */

static bool
same_text(const struct tape_node *key, struct str_span text)
{
	return key->n == text.n && memcmp(key->text, text.p, text.n) == 0;
}

/* Is it the first of its name in the open object?  Of a few keys one bit each tells nearly always. */
static bool
is_new_key(struct reading *r, uint64_t hash)
{
	struct tape_node *object = &r->tape->nodes[r->open];
	struct str_span text = r->lex.text;
	int64_t bit = (int64_t)(UINT64_C(1) << (hash & 63));
	bool large = object->n >= FEW_KEYS;
	if (large && !r->tape->keys)
		r->tape->keys = tape_keys_new();
	if (object->n == FEW_KEYS) {
		object->num = tape_keys_object(r->tape->keys);
		for (uint32_t at = r->open + 1; at < r->tape->n; at += 1 + r->tape->nodes[at + 1].size)
			tape_keys_add(r->tape->keys, object->num, (struct str_span){ r->tape->nodes[at].text, r->tape->nodes[at].n });
	}
	if (large)
		return tape_keys_add(r->tape->keys, object->num, text);
	bool met = object->num & bit;
	object->num |= bit;
	for (uint32_t at = r->open + 1; met && at < r->tape->n; at += 1 + r->tape->nodes[at + 1].size)
		if (same_text(&r->tape->nodes[at], text))
			return false;
	return true;
}

/* A key and its colon. */
static bool
put_key(struct reading *r, int token)
{
	struct lex *lex = &r->lex;
	if (token != TOKEN_STRING)
		return lex_fail(lex, "string or '}' expected");
	if (lex->has_nul)
		return lex_fail(lex, "NUL byte in object key not supported");
	uint64_t hash = quick_hash(lex->text.p, lex->text.n);
	if (!is_new_key(r, hash))
		return lex_fail(lex, "duplicate object key");
	struct tape_node *key = push(r->tape, JSON_KIND_STRING);
	key->text = lex->text.p;
	key->n = (uint32_t)lex->text.n;
	key->word = r->tape->word_table[find_slot(r->tape, key->text, key->n, hash)];
	return lex_next(lex) == ':' || lex_fail(lex, "':' expected");
}

/* ---- values ---- */

/* The value that begins with TOKEN; a container is then open. */
static bool
put_value(struct reading *r, int token)
{
	struct lex *lex = &r->lex;
	uint32_t at = (uint32_t)r->tape->n;
	struct tape_node *node;
	/* What is cut off within an array is no value too deep. */
	if (token == TOKEN_END && r->open != NO_NODE && r->tape->nodes[r->open].kind == JSON_KIND_ARRAY)
		return lex_fail(lex, "");
	if (r->depth == MAX_DEPTH) {
		lex->cut_off = false;
		return lex_fail(lex, "maximum parsing depth reached");
	}
	if (r->open != NO_NODE)
		r->tape->nodes[r->open].n++;
	switch (token) {
	case TOKEN_STRING:
		if (lex->has_nul)
			return lex_fail(lex, "a NUL (\\u0000) is not allowed");
		node = push(r->tape, JSON_KIND_STRING);
		node->text = lex->text.p;
		node->n = (uint32_t)lex->text.n;
		return true;
	case TOKEN_INTEGER:
		push(r->tape, JSON_KIND_INTEGER)->num = lex->num;
		return true;
	case TOKEN_REAL:
	case TOKEN_TRUE:
	case TOKEN_FALSE:
	case TOKEN_NULL:
		push(r->tape, JSON_KIND_REAL + (token - TOKEN_REAL));
		return true;
	case '{':
	case '[':
		push(r->tape, token == '{' ? JSON_KIND_OBJECT : JSON_KIND_ARRAY);
		open_container(r, at);
		r->depth++;
		return true;
	default:
		return lex_fail(lex, token == TOKEN_INVALID ? "invalid token" : "unexpected token");
	}
}

/* All from TOKEN on until nothing is open. */
static bool
read_value(struct reading *r, int token)
{
	do {
		uint32_t before = r->open;
		if (!put_value(r, token))
			return false;
		bool fresh = r->open != before;
		/* Whatever ends here, and the beginning of what follows. */
		while (r->open != NO_NODE) {
			bool object = r->tape->nodes[r->open].kind == JSON_KIND_OBJECT;
			token = lex_next(&r->lex);
			if (token == (object ? '}' : ']')) {
				close_container(r);
				fresh = false;
				continue;
			}
			if (!fresh && token != ',')
				return lex_fail(&r->lex, object ? "'}' expected" : "']' expected");
			if (!fresh)
				token = lex_next(&r->lex);
			if (object && !put_key(r, token))
				return false;
			if (object)
				token = lex_next(&r->lex);
			break;
		}
	} while (r->open != NO_NODE);
	return true;
}

bool
tape_read(struct tape *tape, struct json_text *text)
{
	struct reading r = {
		.tape = tape,
		.lex = { .p = text->bytes + text->used, .end = text->bytes + text->n, .decoded = &tape->decoded },
		.open = NO_NODE,
		.passed_over = NO_NODE,
	};
	if (text->n > UINT32_MAX / 2)
		return err_set(text->err, EXIT_DATA, "%s: is too large", text->origin);
	tape->n = 0;
	arena_clear(&tape->decoded);
	tape_keys_clear(tape->keys);
	int token = lex_next(&r.lex);
	bool ok = token == '{' || token == '[' ? read_value(&r, token) : lex_fail(&r.lex, "'[' or '{' expected");
	text->used = (size_t)(r.lex.p - text->bytes);
	return ok || json_text_fail_before(text, r.lex.trouble);
}

const struct tape_node *
tape_member(const struct tape_node *object, uint16_t word)
{
	tape_foreach (object, key, value)
		if (key->word == word)
			return value;
	return NULL;
}
