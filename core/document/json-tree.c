/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trees of Jansson's: made of our values, and written here, since its own dump
 * knows no outer level.
 */
#include <stdlib.h>
#include <string.h>

#include "document/json.h"

struct member {
	const char *key;
	json_t *value;
};

/* The members sorted, into ALL.  Objects are small and nearly in order. */
static void
sort_members(json_t *object, struct member *all)
{
	size_t n = 0;
	const char *key;
	json_t *value;
	json_object_foreach(object, key, value) {
		size_t i = n++;
		for (; i > 0 && strcmp(all[i - 1].key, key) > 0; i--)
			all[i] = all[i - 1];
		all[i] = (struct member){ key, value };
	}
}

static void
write_value(struct json_out *out, json_t *value);

static void
write_object(struct json_out *out, json_t *object)
{
	struct member few[64], *all = few;
	size_t n = json_object_size(object);
	if (n > sizeof few / sizeof *few)
		all = xmalloc(n * sizeof *all);
	sort_members(object, all);
	json_out_open(out, '{');
	for (size_t i = 0; i < n; i++) {
		json_out_any_key(out, all[i].key);
		write_value(out, all[i].value);
	}
	json_out_close(out, '}');
	if (all != few)
		free(all);
}

static void
write_value(struct json_out *out, json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(out, value);
		break;
	case JSON_ARRAY:
		json_out_open(out, '[');
		for (size_t i = 0; i < json_array_size(value); i++)
			write_value(out, json_array_get(value, i));
		json_out_close(out, ']');
		break;
	case JSON_STRING:
		json_out_string(out, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		json_out_number(out, json_integer_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
		json_out_word(out, json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null");
		break;
	case JSON_REAL:
		abort(); /* no document has one */
	}
}

void
json_out_value(struct json_out *out, json_t *value)
{
	write_value(out, value);
	json_decref(value);
}

void
json_out_member(struct json_out *out, const char *key, json_t *value)
{
	json_out_key(out, key);
	json_out_value(out, value);
}

/* ---- values ---- */

static void
must(bool ok)
{
	if (!ok) {
		fputs("mailaccord: out of memory\n", stderr);
		abort();
	}
}

void
json_put(json_t *object, const char *key, json_t *value)
{
	must(json_object_set_new_nocheck(object, key, value) == 0);
}

void
json_add(json_t *array, json_t *value)
{
	must(json_array_append_new(array, value) == 0);
}

json_t *
json_words(const char *s)
{
	json_t *value = json_string(s);
	if (!value) {
		struct arena arena = { 0 };
		value = json_string(str_utf8(&arena, s, strlen(s)));
		arena_fini(&arena);
	}
	return value;
}

json_t *
json_words_or_null(const char *s)
{
	return s ? json_words(s) : json_null();
}

void
json_put_words(json_t *object, const char *key, const char *s)
{
	if (s)
		json_put(object, key, json_words(s));
}

json_t *
json_nth_word(const char *words, int index)
{
	for (; index > 0; index--) {
		words += strcspn(words, " ");
		words += strspn(words, " ");
	}
	return json_stringn(words, strcspn(words, " "));
}

json_t *
json_number_or_null(int64_t n, int64_t none)
{
	return n == none ? json_null() : json_integer(n);
}

json_t *
json_list(const char *const *items, size_t n)
{
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++)
		json_add(array, json_words(items[i]));
	return array;
}
