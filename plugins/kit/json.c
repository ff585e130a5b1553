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
	size_t depth; /* of the steps, but for those too deep to be kept */
	struct json_step steps[JSON_MAX_DEPTH + 1];
	uint32_t name_line;
	bool in_object[JSON_MAX_DEPTH + 1], escaped, named;
	void (*back)(void *, const struct json_step *, size_t, uint32_t, const struct json_value *);
	void *ctx;
};

static struct ma_str
walk_string(struct walk *w)
{
	const char *from = ++w->p;
	w->escaped = false;
	while (w->p < w->end && *w->p != '"') {
		if (*w->p == '\\') {
			w->escaped = true;
			w->p++;
		}
		w->p++;
	}
	struct ma_str s = { from, (size_t)(w->p - from) };
	w->p++;
	return s;
}

/* The node of the value that begins here; tells about it. */
static const void *
walk_value(struct walk *w)
{
	struct json_step *step = &w->steps[w->depth - 1];
	bool in_object = w->in_object[w->depth - 1];
	const json_t *node = !in_object ? json_array_get(step->node, step->item) : w->escaped ? NULL : json_object_getn(step->node, step->name.p, step->name.n);
	struct json_value v = value_of(node);
	if (node)
		w->back(w->ctx, w->steps, w->depth, in_object ? w->name_line : w->line, &v);
	w->named = false;
	return node;
}

static void
walk_enter(struct walk *w, const struct json_value *root)
{
	const void *node = w->depth == 0 ? root->node : w->depth <= JSON_MAX_DEPTH ? walk_value(w) : NULL;
	if (w->depth <= JSON_MAX_DEPTH) {
		w->steps[w->depth] = (struct json_step){ .node = node };
		w->in_object[w->depth] = *w->p == '{';
	}
	w->depth++;
	w->named = false;
	w->p++;
}

/* A name, a text or a word: whatever stands here is passed over. */
static void
walk_token(struct walk *w)
{
	bool kept = w->depth && w->depth <= JSON_MAX_DEPTH + 1, name = kept && w->in_object[w->depth - 1] && !w->named;
	if (name && *w->p == '"') {
		w->name_line = w->line;
		w->steps[w->depth - 1].name = walk_string(w);
		w->named = true;
		return;
	}
	if (kept)
		walk_value(w);
	if (*w->p == '"') {
		walk_string(w);
		return;
	}
	do
		w->p++;
	while (w->p < w->end && !strchr(",]} \t\r\n", *w->p));
}

void
json_walk(const struct json_doc *doc, void (*back)(void *, const struct json_step *, size_t, uint32_t, const struct json_value *), void *ctx)
{
	struct walk w = { .p = doc->bytes.p, .end = doc->bytes.p + doc->bytes.n, .line = 1, .back = back, .ctx = ctx };
	while (w.p < w.end) {
		switch (*w.p) {
		case '{': case '[':
			walk_enter(&w, &doc->root);
			continue;
		case '}': case ']':
			w.depth--;
			break;
		case ',':
			if (w.depth <= JSON_MAX_DEPTH + 1 && !w.in_object[w.depth - 1])
				w.steps[w.depth - 1].item++;
			w.named = false;
			break;
		case '\n':
			w.line++;
			break;
		case '\r':
			w.line += !(w.p + 1 < w.end && w.p[1] == '\n');
			break;
		case ' ': case '\t': case ':':
			break;
		default:
			walk_token(&w);
			continue;
		}
		w.p++;
	}
}

struct each {
	const char *const *path;
	void (*back)(void *, struct ma_str, uint32_t, const struct json_value *);
	void *ctx;
};

static void
on_value(void *context, const struct json_step *steps, size_t n, uint32_t line, const struct json_value *value)
{
	const struct each *each = context;
	size_t k = 0;
	while (k < n && each->path[k] && steps[k].name.p && steps[k].name.n == strlen(each->path[k]) && memcmp(steps[k].name.p, each->path[k], steps[k].name.n) == 0)
		k++;
	if (!each->path[k] && n == k + 1 && steps[k].name.p)
		each->back(each->ctx, steps[k].name, line, value);
}

void
json_each(const struct json_doc *doc, const char *const *path,
	  void (*back)(void *, struct ma_str, uint32_t, const struct json_value *), void *ctx)
{
	json_walk(doc, on_value, &(struct each){ path, back, ctx });
}
