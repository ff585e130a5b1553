/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing JSON: keys sorted, one value a line.  The outer levels are written as
 * they come; inner values are trees of Jansson's.  These are written here too,
 * since its own dump allocates for every object and knows no outer level,
 * which took a third of the time of a large report.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/json.h"

static void
break_line(struct json_out *out)
{
	putc_unlocked('\n', out->file);
	for (int i = 0; i < out->depth * INDENT_COLUMNS; i++)
		putc_unlocked(' ', out->file);
}

/* What stands before a value or a key. */
static void
separate(struct json_out *out)
{
	if (out->after_key) {
		out->after_key = false;
		return;
	}
	if (!out->empty && out->depth)
		putc_unlocked(',', out->file);
	if (out->depth)
		break_line(out);
	out->empty = false;
}

void
json_out_open(struct json_out *out, char bracket)
{
	separate(out);
	putc_unlocked(bracket, out->file);
	out->depth++;
	out->empty = true;
	out->last_key[out->depth] = "";
}

void
json_out_close(struct json_out *out, char bracket)
{
	out->depth--;
	if (!out->empty)
		break_line(out);
	out->empty = false;
	putc_unlocked(bracket, out->file);
}

void
json_out_key(struct json_out *out, const char *key)
{
	if (strcmp(out->last_key[out->depth], key) >= 0)
		abort();
	out->last_key[out->depth] = key;
	separate(out);
	fprintf(out->file, "\"%s\": ", key);
	out->after_key = true;
}

/* As Jansson escapes: what must be, and no more. */
static void
write_string(FILE *file, const char *s, size_t n)
{
	static const char letters[0x20] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r' };
	putc_unlocked('"', file);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c < 0x20 && !letters[c]) {
			fprintf(file, "\\u%04X", c);
			continue;
		}
		if (c < 0x20 || c == '"' || c == '\\')
			putc_unlocked('\\', file);
		putc_unlocked(c < 0x20 ? letters[c] : c, file);
	}
	putc_unlocked('"', file);
}

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
	for (size_t i = 0; i < n; i++) {
		if (i)
			putc_unlocked(',', out->file);
		break_line(out);
		write_string(out->file, all[i].key, strlen(all[i].key));
		putc_unlocked(':', out->file);
		putc_unlocked(' ', out->file);
		write_value(out, all[i].value);
	}
	if (all != few)
		free(all);
}

/* An array or an object. */
static void
write_several(struct json_out *out, json_t *value, const char brackets[2], size_t n)
{
	putc_unlocked(brackets[0], out->file);
	out->depth++;
	if (json_is_object(value))
		write_object(out, value);
	else
		for (size_t i = 0; i < n; i++) {
			if (i)
				putc_unlocked(',', out->file);
			break_line(out);
			write_value(out, json_array_get(value, i));
		}
	out->depth--;
	if (n)
		break_line(out);
	putc_unlocked(brackets[1], out->file);
}

static void
write_value(struct json_out *out, json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_several(out, value, "{}", json_object_size(value));
		break;
	case JSON_ARRAY:
		write_several(out, value, "[]", json_array_size(value));
		break;
	case JSON_STRING:
		write_string(out->file, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
		fprintf(out->file, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
		fputs(json_is_true(value) ? "true" : json_is_false(value) ? "false" : "null", out->file);
		break;
	case JSON_REAL:
		abort(); /* no document has one */
	}
}

void
json_out_value(struct json_out *out, json_t *value)
{
	separate(out);
	write_value(out, value);
	json_decref(value);
}

void
json_out_member(struct json_out *out, const char *key, json_t *value)
{
	json_out_key(out, key);
	json_out_value(out, value);
}

bool
json_out_end(struct json_out *out, const char *where, struct err *err)
{
	putc_unlocked('\n', out->file);
	if (fflush(out->file) != 0 || ferror(out->file))
		return err_errno(err, where);
	return true;
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
