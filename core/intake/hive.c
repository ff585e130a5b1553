/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The module "hivex": a user's hive (NTUSER.DAT) on a disk that is not running.
 */
#include <hivex.h>
#include <stdlib.h>
#include <string.h>

#include "intake/registry-tree.h"

/* A list of handles, ended by 0, as it comes from the library. */
static uintptr_t *
counted(size_t *list, size_t *n)
{
	uintptr_t *out = NULL;
	for (*n = 0; list && list[*n]; ++*n)
		;
	if (list)
		out = malloc((*n + 1) * sizeof *out);
	for (size_t i = 0; out && i < *n; i++)
		out[i] = list[i];
	free(list);
	return out;
}

static uintptr_t *
keys(void *tree, uintptr_t key, size_t *n)
{
	return counted(hivex_node_children(tree, key), n);
}

static char *
key_name(void *tree, uintptr_t key)
{
	return hivex_node_name(tree, key);
}

static uintptr_t *
values(void *tree, uintptr_t key, size_t *n)
{
	return counted(hivex_node_values(tree, key), n);
}

static bool
value(void *tree, uintptr_t handle, struct registry_value *out)
{
	hive_type type;
	out->name = hivex_value_key(tree, handle);
	out->bytes = (uint8_t *)hivex_value_value(tree, handle, &type, &out->n);
	out->type = (uint32_t)type;
	return out->name && out->bytes;
}

static void
close_hive(void *tree)
{
	hivex_close(tree);
}

static bool
open_hive(const char *path, struct registry_tree *out)
{
	hive_h *hive = hivex_open(path, 0);
	if (!hive)
		return false;
	*out = (struct registry_tree){
		.tree = hive,
		.root = hivex_root(hive),
		.keys = keys,
		.key_name = key_name,
		.values = values,
		.value = value,
		.close = close_hive,
	};
	if (out->root)
		return true;
	hivex_close(hive);
	return false;
}

const struct registry_hives mailaccord_module_hivex = {
	.size = sizeof mailaccord_module_hivex,
	.open = open_hive,
};
