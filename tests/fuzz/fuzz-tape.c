/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tape reads what Jansson reads, and refuses what it refuses in the same
 * words at the same place.  (A NUL byte behind a number is lost by Jansson;
 * inputs with such bytes are left out.)
 */
#include "host.h"

#include <stdlib.h>
#include <string.h>

#include "document/json.h"
#include "document/tape.h"

static const struct tape_word words[] = {
	{ "a", false }, { "accounts", false }, { "addresses", false }, { "files", false }, { "findings", true }, { "host", false },
	{ "id", false }, { "path", false }, { "places", false }, { "port", false }, { "workstation", false },
};
enum { N_WORDS = sizeof words / sizeof *words };

static bool
is_word(const char *key)
{
	for (size_t i = 0; i < N_WORDS; i++)
		if (strcmp(words[i].text, key) == 0)
			return !words[i].passed_over;
	return false;
}

static void
same_string(const struct tape_node *node, const char *s, size_t n)
{
	host_insist(node->n == n && memcmp(node->text, s, n) == 0, "another text");
}

static void
same_value(const struct tape_node *node, json_t *value)
{
	static const enum json_kind kinds[] = {
		[JSON_OBJECT] = JSON_KIND_OBJECT, [JSON_ARRAY] = JSON_KIND_ARRAY, [JSON_STRING] = JSON_KIND_STRING,
		[JSON_INTEGER] = JSON_KIND_INTEGER, [JSON_REAL] = JSON_KIND_REAL, [JSON_TRUE] = JSON_KIND_TRUE,
		[JSON_FALSE] = JSON_KIND_FALSE, [JSON_NULL] = JSON_KIND_NULL,
	};
	host_insist(node->kind == kinds[json_typeof(value)], "another kind of value");
	if (json_is_integer(value))
		host_insist(node->num == json_integer_value(value), "another number");
	if (json_is_string(value))
		same_string(node, json_string_value(value), json_string_length(value));
	if (json_is_array(value)) {
		host_insist(node->n == json_array_size(value), "another number of elements");
		tape_foreach_element (node, i, element)
			same_value(element, json_array_get(value, i));
	}
	if (json_is_object(value)) {
		void *iter = json_object_iter(value);
		host_insist(node->n == json_object_size(value), "another number of members");
		tape_foreach (node, key, member) {
			const char *name = json_object_iter_key(iter);
			json_t *theirs = json_object_iter_value(iter);
			same_string(key, name, strlen(name));
			if (is_word(name) || !(json_is_array(theirs) || json_is_object(theirs)))
				same_value(member, theirs);
			else
				host_insist(member->size == 1, "more is kept than was asked for");
			iter = json_object_iter_next(value, iter);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_text ours, theirs;
	struct err err = { 0 }, their_err = { 0 };
	struct tape tape;
	if (memchr(data, 0, size))
		return 0;
	char *bytes = malloc(size ? size : 1); /* not a byte more, for the sanitizer */
	memcpy(bytes, data, size);
	tape_init(&tape, words, N_WORDS);
	bool open = json_text_open(&ours, bytes, size, "input", &err);
	json_text_open(&theirs, bytes, size, "input", &their_err);
	while (open && json_text_peek(&ours) >= 0 && json_text_peek(&theirs) >= 0) {
		json_t *value = json_text_value(&theirs);
		open = tape_read(&tape, &ours);
		host_insist(open == (value != NULL) && strcmp(err.text, their_err.text) == 0, "another judgement");
		host_insist(!open || ours.used == theirs.used, "another end");
		if (open)
			same_value(tape.nodes, value);
		json_decref(value);
	}
	tape_fini(&tape);
	free(bytes);
	return 0;
}
