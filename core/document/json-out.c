/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing JSON: the outer levels by hand, the inner values by Jansson.
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

/* Jansson writes as if at the left margin; line breaks occur between values only. */
static int
write_indented(const char *buffer, size_t size, void *data)
{
	struct json_out *out = data;
	for (size_t i = 0; i < size; i++) {
		if (buffer[i] == '\n')
			break_line(out);
		else
			putc_unlocked(buffer[i], out->file);
	}
	return 0;
}

void
json_out_value(struct json_out *out, json_t *value)
{
	separate(out);
	if (json_dump_callback(value, write_indented, out, JSON_SORT_KEYS | JSON_ENCODE_ANY | JSON_INDENT(INDENT_COLUMNS)) < 0)
		abort();
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
