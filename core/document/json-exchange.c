/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/str.h"
#include "document/exchange.h"
#include "document/json.h"

#define FORMAT_ENROL "mailaccord-enrol"

enum { MAX_SCOPES = 8, MAX_NAME = 200 };

static const char *const enrol_keys = "format name scopes version workstation";

/* A text of printable letters that fits a name; NULL and *ERR when there is one that is not. */
static const char *
take_name(const json_t *root, const char *key, const char *origin, struct arena *arena, struct err *err)
{
	const json_t *value = json_object_get(root, key);
	struct json_at at = { NULL, key, 0 };
	if (!value || json_is_null(value))
		return NULL;
	const char *text = json_string_value(value);
	if (!text)
		json_fail(err, origin, &at, "is %s, should be %s", json_kind_name(value), _("a string"));
	else if (!*text)
		json_fail(err, origin, &at, "is empty");
	else if (strlen(text) > MAX_NAME)
		json_fail(err, origin, &at, "is longer than %d bytes", MAX_NAME);
	for (const char *p = text; p && *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			json_fail(err, origin, &at, "has a control character in it");
	return err->status ? NULL : arena_strdup(arena, text);
}

static bool
take_scopes(const json_t *root, const char *origin, struct document_enrol *out, struct arena *arena, struct err *err)
{
	const json_t *list = json_object_get(root, "scopes"), *element;
	struct json_at at = { NULL, "scopes", 0 };
	size_t i;
	if (!list)
		return true;
	if (!json_is_array(list) || json_array_size(list) > MAX_SCOPES)
		return json_fail(err, origin, &at, "is %s, should be %s", json_kind_name(list), _("an array of a few words"));
	json_array_foreach(list, i, element) {
		if (!json_is_string(element))
			return json_fail(err, origin, &(struct json_at){ &at, NULL, i }, "is %s, should be %s", json_kind_name(element), _("a string"));
		*(const char **)arena_grow(arena, &out->scopes, &out->n_scopes, sizeof *out->scopes) = arena_strdup(arena, json_string_value(element));
	}
	return true;
}

bool
document_read_enrol(const char *bytes, size_t n, const char *origin, struct document_enrol *out, struct arena *arena, struct err *err)
{
	struct json_text text;
	json_t *root = json_text_open(&text, bytes, n, origin, err) ? json_text_value(&text) : NULL, *value;
	const char *key;
	int index;
	*out = (struct document_enrol){ 0 };
	bool ok = root && json_check_format(root, origin, FORMAT_ENROL, err);
	json_object_foreach(ok ? root : NULL, key, value)
		if (ok && !str_word(enrol_keys, key, strlen(key), &index))
			ok = json_fail(err, origin, &(struct json_at){ NULL, key, 0 }, "is not known");
	if (ok) {
		out->workstation = take_name(root, "workstation", origin, arena, err);
		out->name = take_name(root, "name", origin, arena, err);
		ok = !err->status && take_scopes(root, origin, out, arena, err);
	}
	if (ok && !out->name)
		out->name = out->workstation;
	if (ok && !out->name)
		ok = err_set(err, EXIT_DATA, "%s: has neither \"workstation\" nor \"name\"", origin);
	if (ok && json_text_peek(&text) >= 0)
		ok = json_text_fail(&text, N_("something stands behind the end"));
	json_decref(root);
	return ok;
}

struct document_text
document_answer(const struct document_member *members, size_t n, struct arena *arena)
{
	struct document_text text = { "{}\n", 3 };
	struct memory memory;
	struct err err = { 0 };
	if (!memory_open(&memory))
		return text;
	struct json_out out = { .file = memory.file };
	json_out_open(&out, '{');
	for (size_t i = 0; i < n; i++)
		if (members[i].text)
			json_out_member(&out, members[i].key, json_words(members[i].text));
	json_out_close(&out, '}');
	json_out_end(&out, "answer", &err);
	if (memory_close(&memory)) {
		text = (struct document_text){ arena_copy(arena, memory.bytes, memory.n), memory.n };
		free(memory.bytes);
	}
	return text;
}
