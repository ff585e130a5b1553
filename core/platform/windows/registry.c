/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/windows/registry.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "platform/windows/wide.h"

enum { NAME_UNITS = 16384 }; /* longest name of a value, and more than that of a key */

/* A key that was met: its name, and its handle once it was entered. */
struct node {
	HKEY parent, key;
	char *name;
};

/* A value that was met. */
struct item {
	HKEY key;
	wchar_t *name;
};

/* The handle; opened at the first call.  NULL when it cannot be read. */
static HKEY
entered(struct node *node)
{
	wchar_t *wide = node->key ? NULL : wide_of(node->name);
	if (wide && RegOpenKeyExW(node->parent, wide, 0, KEY_READ, &node->key) != ERROR_SUCCESS)
		node->key = NULL;
	free(wide);
	return node->key;
}

/* Ends a list; one that broke off is NULL. */
static uintptr_t *
list_done(uintptr_t *list, LSTATUS status)
{
	if (status == ERROR_NO_MORE_ITEMS)
		return list;
	free(list);
	return NULL;
}

static uintptr_t *
list_room(uintptr_t *list, size_t n)
{
	/* Doubled at powers of two. */
	return n & (n - 1) ? list : xrealloc(list, (n ? 2 * n : 1) * sizeof *list);
}

static uintptr_t *
keys(void *tree, uintptr_t key, size_t *n)
{
	HKEY handle = entered((struct node *)key);
	uintptr_t *list = xmalloc(sizeof *list);
	wchar_t *name = xmalloc(NAME_UNITS * sizeof *name);
	LSTATUS status = ERROR_ACCESS_DENIED;
	(void)tree;
	for (*n = 0; handle; ++*n) {
		DWORD units = NAME_UNITS;
		status = RegEnumKeyExW(handle, (DWORD)*n, name, &units, NULL, NULL, NULL, NULL);
		if (status != ERROR_SUCCESS)
			break;
		struct node *node = xmalloc(sizeof *node);
		*node = (struct node){ .parent = handle, .name = utf8_of(name) };
		list = list_room(list, *n);
		list[*n] = (uintptr_t)node;
	}
	free(name);
	return list_done(list, status);
}

static char *
key_name(void *tree, uintptr_t key)
{
	(void)tree;
	const struct node *node = (const struct node *)key;
	return node->name ? strdup(node->name) : NULL;
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

static uintptr_t *
values(void *tree, uintptr_t key, size_t *n)
{
	HKEY handle = entered((struct node *)key);
	uintptr_t *list = xmalloc(sizeof *list);
	wchar_t *name = xmalloc(NAME_UNITS * sizeof *name);
	LSTATUS status = ERROR_ACCESS_DENIED;
	(void)tree;
	for (*n = 0; handle; ++*n) {
		DWORD units = NAME_UNITS;
		status = RegEnumValueW(handle, (DWORD)*n, name, &units, NULL, NULL, NULL, NULL);
		if (status != ERROR_SUCCESS)
			break;
		struct item *item = xmalloc(sizeof *item);
		*item = (struct item){ handle, wcsdup(name) };
		list = list_room(list, *n);
		list[*n] = (uintptr_t)item;
	}
	free(name);
	return list_done(list, status);
}

/* Reads the bytes; between asking for the size and reading it may have grown. */
static bool
read_value(HKEY key, const wchar_t *name, DWORD *type, uint8_t **bytes, size_t *n)
{
	LSTATUS status = ERROR_MORE_DATA;
	DWORD size = 0;
	*bytes = NULL;
	for (int tries = 0; tries < 8 && status == ERROR_MORE_DATA; tries++) {
		*bytes = xrealloc(*bytes, size + 2);
		status = RegQueryValueExW(key, name, NULL, type, *bytes, &size);
		if (status == ERROR_SUCCESS)
			*n = size;
	}
	return status == ERROR_SUCCESS;
}

static bool
value(void *tree, uintptr_t handle, struct registry_value *out)
{
	struct item *item = (struct item *)handle;
	DWORD type = 0;
	(void)tree;
	bool ok = item->name && read_value(item->key, item->name, &type, &out->bytes, &out->n);
	out->name = item->name ? utf8_of(item->name) : NULL;
	out->type = type;
	free(item->name);
	free(item);
	return ok && out->name;
}

static void
close_tree(void *tree)
{
	struct node *root = tree;
	free(root);
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
	HKEY handle;
	uint8_t *bytes = NULL;
	size_t n = 0;
	DWORD type = 0;
	char *out = NULL;
	if (RegOpenKeyExW(root, key, 0, KEY_READ | KEY_WOW64_64KEY, &handle) != ERROR_SUCCESS)
		return NULL;
	if (read_value(handle, name, &type, &bytes, &n) && (type == REG_SZ || type == REG_EXPAND_SZ)) {
		wchar_t *wide = xmalloc(n + sizeof *wide);
		memcpy(wide, bytes, n);
		wide[n / sizeof *wide] = 0;
		out = utf8_of(wide);
		free(wide);
	}
	free(bytes);
	RegCloseKey(handle);
	return out;
}
