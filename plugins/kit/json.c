/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values come from Jansson.  It does not say where they stand, so the
 * lines come from a second walk over the bytes, which by then are known to be
 * good JSON.  Names with escapes keep line 0.
 */
#include "kit/json.h"

#include <jansson.h>
#include <string.h>

static struct json_value
value_of(const json_t *j)
{
	static const enum json_kind kinds[] = {
		[JSON_OBJECT] = JSON_KIND_OBJECT, [JSON_ARRAY] = JSON_KIND_ARRAY, [JSON_STRING] = JSON_KIND_STRING,
		[JSON_INTEGER] = JSON_KIND_INT, [JSON_REAL] = JSON_KIND_REAL, [JSON_TRUE] = JSON_KIND_BOOL,
		[JSON_FALSE] = JSON_KIND_BOOL, [JSON_NULL] = JSON_KIND_NULL,
	};
	struct json_value v = { .node = j };
	if (!j)
		return v;
	v.kind = kinds[json_typeof(j)];
	if (v.kind == JSON_KIND_STRING)
		v.text = (struct ma_str){ json_string_value(j), json_string_length(j) };
	else if (v.kind == JSON_KIND_INT)
		v.num = json_integer_value(j);
	else if (v.kind == JSON_KIND_BOOL)
		v.num = json_is_true(j);
	return v;
}

bool
json_open(struct json_doc *doc, struct ma_str bytes)
{
	json_error_t e = { 0 };
	if (bytes.n >= 3 && memcmp(bytes.p, "\xef\xbb\xbf", 3) == 0)
		bytes = (struct ma_str){ bytes.p + 3, bytes.n - 3 };
	json_t *j = json_loadb(bytes.p ? bytes.p : "", bytes.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &e);
	*doc = (struct json_doc){ value_of(j), bytes, j ? 0 : e.line > 0 ? (uint32_t)e.line : 1 };
	return j != NULL;
}

void
json_close(struct json_doc *doc)
{
	json_decref((json_t *)doc->root.node);
	*doc = (struct json_doc){ 0 };
}

struct json_value
json_member(const struct json_value *object, const char *name)
{
	return value_of(object->kind == JSON_KIND_OBJECT ? json_object_get(object->node, name) : NULL);
}

struct json_value
json_item(const struct json_value *array, size_t i)
{
	return value_of(array->kind == JSON_KIND_ARRAY ? json_array_get(array->node, i) : NULL);
}

/* ---- the second walk ---- */

struct walk {
	const char *p, *end;
	uint32_t line;
	size_t depth;
	size_t on_path; /* names of the path that lead here */
	size_t path_n;
	const char *const *path;
	const struct json_value *object; /* what stands at the path */
	void (*back)(void *, struct ma_str, uint32_t, const struct json_value *);
	void *ctx;
};

static struct ma_str
walk_string(struct walk *w, bool *escaped)
{
	const char *from = ++w->p;
	*escaped = false;
	while (w->p < w->end && *w->p != '"') {
		if (*w->p == '\\') {
			*escaped = true;
			w->p++;
		}
		w->p++;
	}
	struct ma_str s = { from, (size_t)(w->p - from) };
	w->p++;
	return s;
}

static void
walk_name(struct walk *w, struct ma_str name, bool escaped)
{
	if (w->on_path + 1 != w->depth)
		return;
	if (w->on_path < w->path_n) {
		if (strlen(w->path[w->on_path]) == name.n && memcmp(name.p, w->path[w->on_path], name.n) == 0)
			w->on_path++;
		return;
	}
	if (escaped)
		return;
	struct json_value v = value_of(json_object_getn(w->object->node, name.p, name.n));
	w->back(w->ctx, name, w->line, &v);
}

static void
walk_all(struct walk *w)
{
	struct ma_str last = { 0 };
	bool escaped = false;
	while (w->p < w->end) {
		switch (*w->p) {
		case '"':
			last = walk_string(w, &escaped);
			continue;
		case ':':
			walk_name(w, last, escaped);
			break;
		case '{': case '[':
			w->depth++;
			break;
		case '}': case ']':
			w->depth--;
			if (w->on_path > w->depth)
				w->on_path = w->depth;
			break;
		case '\n':
			w->line++;
			break;
		case '\r':
			w->line += !(w->p + 1 < w->end && w->p[1] == '\n');
			break;
		default:
			break;
		}
		w->p++;
	}
}

void
json_each(const struct json_doc *doc, const char *const *path,
	  void (*back)(void *, struct ma_str, uint32_t, const struct json_value *), void *ctx)
{
	struct json_value object = doc->root;
	size_t n = 0;
	for (; path[n]; n++)
		object = json_member(&object, path[n]);
	if (object.kind != JSON_KIND_OBJECT)
		return;
	struct walk w = {
		.p = doc->bytes.p, .end = doc->bytes.p + doc->bytes.n, .line = 1, .path_n = n, .path = path,
		.object = &object, .back = back, .ctx = ctx,
	};
	walk_all(&w);
}
