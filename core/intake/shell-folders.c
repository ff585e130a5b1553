/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of "User Shell Folders", in the user's terms: "%USERPROFILE%\Documents".
 * Variables are those that the user would have, not ours: the home, then what the
 * user's registry says of the environment, then the machine's.  A folder with one
 * that is not known is lost.
 */
#include "intake/shell-folders.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum { MAX_DEPTH = 4, MAX_TEXT_BYTES = 32767 };
enum { TYPE_TEXT = 1, TYPE_EXPAND = 2 };

struct finder {
	const struct registry_tree *registry;
	const char *(*system)(const char *name);
	const struct home *home;
	struct arena *arena;
};

/* ---- one value ---- */

static const char *
text_of(const struct registry_value *value, struct arena *arena)
{
	size_t n = 0;
	bool text = (value->type == TYPE_TEXT || value->type == TYPE_EXPAND) && value->n <= MAX_TEXT_BYTES;
	char *out = text ? arena_alloc(arena, value->n / 2 * 3 + 1) : NULL;
	for (size_t i = 0; text && i + 2 <= value->n; i += 2) {
		uint32_t c = (uint32_t)(value->bytes[i] | value->bytes[i + 1] << 8);
		if (!c)
			break;
		if (c >> 10 == 0x36 && i + 4 <= value->n) {
			i += 2;
			c = 0x10000 + ((c & 0x3FF) << 10) + ((uint32_t)(value->bytes[i] | value->bytes[i + 1] << 8) & 0x3FF);
		}
		n += str_put_utf8(out + n, c);
	}
	return n ? out : NULL;
}

static const char *
value_of_key(const struct registry_tree *t, uintptr_t key, const char *name, struct arena *arena)
{
	size_t n = 0;
	uintptr_t *list = NULL;
	const char *text = NULL;
	(void)t->values(t->tree, key, &list, &n);
	for (size_t i = 0; i < n; i++) {
		struct registry_value value = { 0 };
		if (t->value(t->tree, list[i], &value) == REGISTRY_WHOLE && str_same(value.name, name))
			text = text_of(&value, arena);
		free(value.name);
		free(value.bytes);
	}
	free(list);
	return text;
}

/* The text of a value; PATH is below KEY, '\' as separator. */
static const char *
value_below(const struct registry_tree *t, uintptr_t key, const char *path, const char *name, struct arena *arena)
{
	size_t n = 0, k = strcspn(path, "\\");
	uintptr_t *list = NULL;
	const char *text = NULL, *step = arena_copy(arena, path, k);
	if (!*path)
		return value_of_key(t, key, name, arena);
	(void)t->keys(t->tree, key, &list, &n);
	for (size_t i = 0; i < n; i++) {
		char *below = t->key_name(t->tree, list[i]);
		if (!text && below && str_same(below, step))
			text = value_below(t, list[i], path + k + (path[k] != 0), name, arena);
		free(below);
		if (t->leave)
			t->leave(t->tree, list[i]);
	}
	free(list);
	return text;
}

/* ---- variables ---- */

static const char *
expand(const struct finder *f, const char *text, int depth);

static const char *
variable(const struct finder *f, const char *name, int depth)
{
	static const char *const keys[] = { "Volatile Environment", "Environment" };
	/* Not to be left to a user's own say. */
	if (str_same(name, "USERPROFILE"))
		return f->home->path;
	if (str_same(name, "USERNAME"))
		return f->home->user;
	if (str_same(name, "APPDATA"))
		return arena_printf(f->arena, "%s/AppData/Roaming", f->home->path);
	if (str_same(name, "LOCALAPPDATA"))
		return arena_printf(f->arena, "%s/AppData/Local", f->home->path);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const char *text = value_below(f->registry, f->registry->root, keys[i], name, f->arena);
		if (text)
			return expand(f, text, depth + 1);
	}
	return f->system(name);
}

/* TEXT with the values of the variables in it; NULL when one is not known. */
static const char *
expand(const struct finder *f, const char *text, int depth)
{
	const char *out = "";
	while (*text) {
		size_t k = strcspn(text, "%");
		const char *end = text[k] ? strchr(text + k + 1, '%') : NULL;
		if (!end)
			return arena_printf(f->arena, "%s%s", out, text);
		const char *value = depth < MAX_DEPTH ? variable(f, arena_copy(f->arena, text + k + 1, (size_t)(end - text) - k - 1), depth) : NULL;
		if (!value || strlen(out) > MAX_TEXT_BYTES)
			return NULL;
		out = arena_printf(f->arena, "%s%.*s%s", out, (int)k, text, value);
		text = end + 1;
	}
	return out;
}

/* ---- folders ---- */

const char *
shell_folders_path(const char *windows_path, struct arena *arena)
{
	bool share = windows_path[0] == '\\' && windows_path[1] == '\\';
	char *path = arena_printf(arena, "%s%s", share ? "UNC/" : "", windows_path + (share ? 2 : 0));
	for (char *p = path; *p; p++)
		if (*p == '\\')
			*p = '/';
	return path;
}

void
shell_folders_find(const struct registry_tree *registry, const char *(*system)(const char *name), struct home *home, struct arena *arena)
{
	static const struct {
		const char *value;
		enum ma_base base;
	} rows[] = {
		{ "AppData", MA_ROAMING },
		{ "Local AppData", MA_LOCAL },
		{ "Personal", MA_DOCUMENTS },
	};
	const struct finder f = { registry, system, home, arena };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *text = value_below(registry, registry->root, "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\User Shell Folders",
		    rows[i].value, arena);
		const char *path = text ? expand(&f, text, 0) : NULL;
		if (path)
			*(struct moved *)arena_grow(arena, &home->moved, &home->n_moved, sizeof *home->moved) =
			    (struct moved){ rows[i].base, shell_folders_path(path, arena) };
		else if (text)
			*(const char **)arena_grow(arena, &home->lost, &home->n_lost, sizeof *home->lost) = text;
	}
}

static void
tell(struct arena *arena, const char ***list, size_t *n, const char *folder)
{
	*(const char **)arena_grow(arena, list, n, sizeof **list) = folder;
}

void
shell_folders_check(const struct tree *tree, const struct home *home, struct arena *arena, struct hits *hits)
{
	for (size_t i = 0; i < home->n_lost; i++)
		tell(arena, &hits->missing, &hits->n_missing, home->lost[i]);
	for (size_t i = 0; i < home->n_moved; i++) {
		const char *path = home->moved[i].path;
		enum tree_kind kind = tree_stat(tree, path).kind;
		bool inside = str_starts(str_fold(arena, path), arena_printf(arena, "%s/", str_fold(arena, home->path)));
		if (kind == TREE_DENIED)
			tell(arena, &hits->denied, &hits->n_denied, path);
		else if (kind != TREE_FOLDER && !inside)
			tell(arena, &hits->missing, &hits->n_missing, path);
	}
}
