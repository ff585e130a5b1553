/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a key has is listed until it did not change meanwhile, values with their
 * bytes: so an account is never half of what it was and half of what it becomes.
 * What is gone by the time it is entered is not there, and nothing is amiss.
 */
#include "platform/windows/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "platform/windows/wide.h"

enum {
	NAME_UNITS = 16384, /* longest name of a value, and more than that of a key */
	USUAL_BYTES = 4096, /* of one value */
	MAX_BYTES = 16 << 20, /* of all values of one key */
	TRIES = 8,
};

/* A key that was met: its name, and its handle once it was entered. */
struct node {
	HKEY parent, key;
	wchar_t *name;
	size_t units;
};

/* One pass over what a key has. */
struct pass {
	HKEY key;
	wchar_t *name;
	DWORD units;
	uint8_t *bytes;
	DWORD capacity;
	size_t taken; /* bytes of values */
};

static enum registry_state
state_of(LSTATUS status)
{
	switch (status) {
	case ERROR_SUCCESS:
	case ERROR_NO_MORE_ITEMS:
	case ERROR_FILE_NOT_FOUND:
	case ERROR_KEY_DELETED:
		return REGISTRY_WHOLE;
	case ERROR_ACCESS_DENIED:
		return REGISTRY_DENIED;
	default:
		return REGISTRY_BROKEN;
	}
}

/* A name with a NUL in it, which a handle can have and no text, gets a character there that no name has. */
static char *
name_of(const wchar_t *wide, size_t units)
{
	wchar_t *copy = xmalloc((units + 1) * sizeof *copy);
	for (size_t i = 0; i < units; i++)
		copy[i] = wide[i] ? wide[i] : 1;
	copy[units] = 0;
	char *name = utf8_of(copy);
	free(copy);
	return name;
}

/* ---- lists ---- */

static LSTATUS
next_key(struct pass *pass, DWORD i, uintptr_t *out)
{
	LSTATUS status = RegEnumKeyExW(pass->key, i, pass->name, &pass->units, NULL, NULL, NULL, NULL);
	if (status != ERROR_SUCCESS)
		return status;
	struct node *node = xmalloc(sizeof *node);
	*node = (struct node){ .parent = pass->key, .name = xmalloc((pass->units + 1) * sizeof *node->name), .units = pass->units };
	memcpy(node->name, pass->name, (pass->units + 1) * sizeof *node->name);
	*out = (uintptr_t)node;
	return status;
}

static void
leave(void *tree, uintptr_t key)
{
	struct node *node = (struct node *)key;
	(void)tree;
	if (node->key)
		RegCloseKey(node->key);
	free(node->name);
	free(node);
}

static LSTATUS
next_value(struct pass *pass, DWORD i, uintptr_t *out)
{
	DWORD type = 0, size = pass->capacity;
	LSTATUS status = RegEnumValueW(pass->key, i, pass->name, &pass->units, NULL, &type, pass->bytes, &size);
	bool fits = size <= MAX_BYTES - pass->taken;
	while (status == ERROR_MORE_DATA && fits) {
		pass->bytes = xrealloc(pass->bytes, pass->capacity = 2 * size + 64);
		pass->units = NAME_UNITS;
		size = pass->capacity;
		status = RegEnumValueW(pass->key, i, pass->name, &pass->units, NULL, &type, pass->bytes, &size);
		fits = size <= MAX_BYTES - pass->taken;
	}
	if (status != ERROR_SUCCESS && status != ERROR_MORE_DATA)
		return status;
	struct registry_value *value = xmalloc(sizeof *value);
	*value = (struct registry_value){ .name = fits ? name_of(pass->name, pass->units) : NULL, .type = type };
	if (fits) {
		value->bytes = xmalloc(size + 1);
		memcpy(value->bytes, pass->bytes, size);
		value->n = size;
		pass->taken += size;
	}
	*out = (uintptr_t)value;
	return ERROR_SUCCESS;
}

static void
drop_value(void *tree, uintptr_t handle)
{
	struct registry_value *value = (struct registry_value *)handle;
	(void)tree;
	free(value->name);
	free(value->bytes);
	free(value);
}

static LSTATUS
list_once(struct pass *pass, LSTATUS (*next)(struct pass *, DWORD, uintptr_t *), uintptr_t **list, size_t *n)
{
	uintptr_t item;
	LSTATUS status;
	for (*n = 0;; ++*n) {
		pass->units = NAME_UNITS;
		status = next(pass, (DWORD)*n, &item);
		if (status != ERROR_SUCCESS)
			return status;
		/* Doubled at powers of two. */
		if ((*n & (*n - 1)) == 0)
			*list = xrealloc(*list, (*n ? 2 * *n : 1) * sizeof **list);
		(*list)[*n] = item;
	}
}

/* When and how much of it there was. */
struct stamp {
	FILETIME written;
	DWORD keys, values;
};

static struct stamp
stamp_of(HKEY key)
{
	struct stamp stamp = { 0 };
	(void)RegQueryInfoKeyW(key, NULL, NULL, NULL, &stamp.keys, NULL, NULL, &stamp.values, NULL, NULL, NULL, &stamp.written);
	return stamp;
}

/* Opens the key at the first call. */
static LSTATUS
enter(struct node *node)
{
	return node->key ? ERROR_SUCCESS : RegOpenKeyExW(node->parent, node->name, 0, KEY_READ | KEY_WOW64_64KEY, &node->key);
}

static enum registry_state
list_all(struct node *node, LSTATUS (*next)(struct pass *, DWORD, uintptr_t *), void (*drop)(void *, uintptr_t), uintptr_t **list, size_t *n)
{
	/* Without room at all one would be told sizes instead of getting bytes. */
	struct pass pass = { .name = xmalloc(NAME_UNITS * sizeof *pass.name), .bytes = xmalloc(USUAL_BYTES), .capacity = USUAL_BYTES };
	LSTATUS status = enter(node);
	bool again = status == ERROR_SUCCESS;
	*list = NULL;
	*n = 0;
	pass.key = node->key;
	for (int tries = 1; again; tries++) {
		struct stamp before = stamp_of(node->key);
		pass.taken = 0;
		status = list_once(&pass, next, list, n);
		struct stamp after = stamp_of(node->key);
		bool changed = status == ERROR_NO_MORE_ITEMS && memcmp(&before, &after, sizeof before) != 0;
		again = changed && tries < TRIES;
		if (changed && !again)
			status = ERROR_RETRY;
		while ((again || status == ERROR_KEY_DELETED) && *n)
			drop(NULL, (*list)[--*n]);
	}
	free(pass.name);
	free(pass.bytes);
	return state_of(status);
}

/* ---- the tree ---- */

static enum registry_state
keys(void *tree, uintptr_t key, uintptr_t **list, size_t *n)
{
	(void)tree;
	return list_all((struct node *)key, next_key, leave, list, n);
}

static enum registry_state
values(void *tree, uintptr_t key, uintptr_t **list, size_t *n)
{
	(void)tree;
	return list_all((struct node *)key, next_value, drop_value, list, n);
}

static char *
key_name(void *tree, uintptr_t key)
{
	const struct node *node = (const struct node *)key;
	(void)tree;
	return name_of(node->name, node->units);
}

static enum registry_state
value(void *tree, uintptr_t handle, struct registry_value *out)
{
	struct registry_value *value = (struct registry_value *)handle;
	(void)tree;
	*out = *value;
	free(value);
	return out->name ? REGISTRY_WHOLE : REGISTRY_TOO_LARGE;
}

static void
close_tree(void *tree)
{
	leave(NULL, (uintptr_t)tree);
}

struct registry_tree
registry_live(HKEY key)
{
	struct node *root = xmalloc(sizeof *root);
	*root = (struct node){ .key = key };
	return (struct registry_tree){
		.tree = root,
		.root = (uintptr_t)root,
		.keys = keys,
		.key_name = key_name,
		.values = values,
		.value = value,
		.leave = leave,
		.close = close_tree,
	};
}

char *
registry_text_value(HKEY root, const wchar_t *key, const wchar_t *name)
{
	const DWORD kinds = RRF_RT_REG_SZ | RRF_RT_REG_EXPAND_SZ | RRF_NOEXPAND | RRF_SUBKEY_WOW6464KEY;
	wchar_t *wide = NULL;
	DWORD size = 0;
	LSTATUS status = ERROR_MORE_DATA;
	/* Between asking for the size and reading it may have grown. */
	for (int tries = 0; tries < TRIES && status == ERROR_MORE_DATA; tries++) {
		status = RegGetValueW(root, key, name, kinds, NULL, NULL, &size);
		if (status != ERROR_SUCCESS)
			break;
		wide = xrealloc(wide, size + sizeof *wide);
		status = RegGetValueW(root, key, name, kinds, NULL, wide, &size);
	}
	char *text = status == ERROR_SUCCESS ? utf8_of(wide) : NULL;
	free(wide);
	return text;
}
