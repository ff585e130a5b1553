/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Written as the registry editor exports it: a line "[ROOT\Key]" for each key,
 * then a line for each value.  Text without line ends and NULs in it stands in
 * quotes, numbers as dword:, all else as hex(TYPE): with its bytes.  Lines are
 * not folded.
 */
#include "intake/registry-tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "intake/registry-key.h"

enum {
	MAX_DEPTH = 64,
	MAX_KEYS = 1 << 20, /* looked at in one tree */
	MAX_PATH_BYTES = 8192,
};
enum { TYPE_TEXT = 1, TYPE_BINARY = 3, TYPE_NUMBER = 4 };

struct writer {
	const struct registry_tree *tree;
	struct registry_keys keys;
	struct registry_text *out;
	size_t capacity, max_bytes, n_keys;
	char path[MAX_PATH_BYTES];
};

static void
put(struct writer *w, const char *bytes, size_t n)
{
	struct registry_text *out = w->out;
	if (out->capped || n > w->max_bytes - out->n) {
		out->capped = true;
		return;
	}
	if (out->n + n + 1 > w->capacity) {
		w->capacity = 2 * (out->n + n + 1);
		out->bytes = xrealloc(out->bytes, w->capacity);
	}
	memcpy(out->bytes + out->n, bytes, n);
	out->n += n;
}

static void
put_text(struct writer *w, const char *text)
{
	put(w, text, strlen(text));
}

static void
put_quoted(struct writer *w, const char *text)
{
	put_text(w, "\"");
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			put_text(w, "\\");
		put(w, text, 1);
	}
	put_text(w, "\"");
}

/* The text of a value when it can stand in quotes, in OUT (which has room for three bytes a unit); else false. */
static bool
plain_text(const struct registry_value *value, char *out)
{
	size_t n = value->n;
	if (n % 2 != 0 || n < 2 || value->bytes[n - 1] || value->bytes[n - 2])
		return false;
	for (size_t i = 0; i + 2 < n; i += 2) {
		uint32_t c = (uint32_t)(value->bytes[i] | value->bytes[i + 1] << 8);
		if (c >= 0xD800 && c < 0xDC00 && i + 4 < n) {
			uint32_t low = (uint32_t)(value->bytes[i + 2] | value->bytes[i + 3] << 8);
			if (low < 0xDC00 || low > 0xDFFF)
				return false;
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		} else if (c < ' ' || (c >= 0xD800 && c <= 0xDFFF)) {
			return false;
		}
		out += str_put_utf8(out, c);
	}
	*out = 0;
	return true;
}

static void
put_hex(struct writer *w, const struct registry_value *value)
{
	char text[16];
	if (value->type == TYPE_BINARY) {
		put_text(w, "hex:");
	} else {
		snprintf(text, sizeof text, "hex(%x):", (unsigned)value->type);
		put_text(w, text);
	}
	for (size_t i = 0; i < value->n && !w->out->capped; i++) {
		snprintf(text, sizeof text, i ? ",%02x" : "%02x", value->bytes[i]);
		put_text(w, text);
	}
}

static void
put_value(struct writer *w, const struct registry_value *value)
{
	char number[24], *text = xmalloc(3 * value->n + 1);
	if (*value->name)
		put_quoted(w, value->name);
	else
		put_text(w, "@");
	put_text(w, "=");
	if (value->type == TYPE_TEXT && plain_text(value, text)) {
		put_quoted(w, text);
	} else if (value->type == TYPE_NUMBER && value->n == 4) {
		const uint8_t *b = value->bytes;
		snprintf(number, sizeof number, "dword:%02x%02x%02x%02x", b[3], b[2], b[1], b[0]);
		put_text(w, number);
	} else {
		put_hex(w, value);
	}
	put_text(w, "\n");
	free(text);
}

/* A name with a line end in it could pass for other lines: such a one is not written, and said to be missing. */
static bool
is_plain_name(const char *name)
{
	for (; *name; name++)
		if ((unsigned char)*name < ' ')
			return false;
	return true;
}

static void
heed(struct writer *w, enum registry_state state)
{
	w->out->damaged |= state == REGISTRY_BROKEN;
	w->out->denied |= state == REGISTRY_DENIED;
	w->out->capped |= state == REGISTRY_TOO_LARGE;
}

static void
write_values(struct writer *w, uintptr_t key)
{
	size_t n = 0;
	uintptr_t *values = NULL;
	heed(w, w->tree->values(w->tree->tree, key, &values, &n));
	for (size_t i = 0; i < n; i++) {
		struct registry_value value = { 0 };
		enum registry_state state = w->tree->value(w->tree->tree, values[i], &value);
		if (state == REGISTRY_WHOLE && is_plain_name(value.name))
			put_value(w, &value);
		else
			heed(w, state == REGISTRY_WHOLE ? REGISTRY_BROKEN : state);
		free(value.name);
		free(value.bytes);
	}
	free(values);
}

static void
write_key(struct writer *w, uintptr_t key, size_t n, int depth);

/* The keys below the one whose path is the first N bytes of w->path. */
static void
write_below(struct writer *w, uintptr_t key, size_t n, int depth)
{
	size_t n_below = 0;
	uintptr_t *below = NULL;
	heed(w, w->tree->keys(w->tree->tree, key, &below, &n_below));
	for (size_t i = 0; i < n_below; i++) {
		char *name = w->tree->key_name(w->tree->tree, below[i]);
		size_t k = name ? strlen(name) : 0;
		if (!k || n + 1 + k >= sizeof w->path) {
			w->out->damaged = true;
		} else {
			w->path[n] = '\\';
			memcpy(w->path + n + 1, name, k);
			write_key(w, below[i], n + 1 + k, depth + 1);
		}
		free(name);
		if (w->tree->leave)
			w->tree->leave(w->tree->tree, below[i]);
	}
	free(below);
}

/* The key whose path is the first N bytes of w->path, and what is below it. */
static void
write_key(struct writer *w, uintptr_t key, size_t n, int depth)
{
	const struct registry_span span = { (const uint8_t *)w->path, (const uint8_t *)w->path + n };
	if (++w->n_keys > MAX_KEYS || depth > MAX_DEPTH) {
		w->out->capped = true;
		return;
	}
	bool wanted = registry_key_wanted(&w->keys, span, false);
	if (!wanted && !registry_key_wanted(&w->keys, span, true))
		return;
	w->path[n] = 0;
	if (!is_plain_name(w->path)) {
		w->out->damaged = true;
		return;
	}
	if (wanted) {
		put_text(w, "\n[");
		put(w, w->path, n);
		put_text(w, "]\n");
		write_values(w, key);
	}
	write_below(w, key, n, depth);
}

void
registry_tree_read(const struct registry_root *roots, size_t n_roots, const char *const *keys, size_t n_keys, size_t max_bytes,
    struct registry_text *out)
{
	struct writer *w = xmalloc(sizeof *w);
	memset(out, 0, sizeof *out);
	memset(w, 0, sizeof *w);
	w->out = out;
	w->max_bytes = max_bytes;
	registry_keys_init(&w->keys, keys, n_keys, 1);
	put_text(w, "Windows Registry Editor Version 5.00\n");
	for (size_t i = 0; i < n_roots; i++) {
		size_t n = strlen(roots[i].name);
		w->tree = &roots[i].tree;
		memcpy(w->path, roots[i].name, n);
		write_key(w, w->tree->root, n, 0);
	}
	registry_keys_fini(&w->keys);
	if (out->bytes)
		out->bytes[out->n] = 0;
	free(w);
}
