/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A registry that is a tree and no text (a hive on a disk, the one of a running
 * system) becomes the text that an export of it would be, less what nobody
 * asked for.
 */
#ifndef INTAKE_REGISTRY_TREE_H
#define INTAKE_REGISTRY_TREE_H

#include "intake/registry.h"

/* One value; NAME ("" is the default value) and BYTES are malloc'd, the taker's. */
struct registry_value {
	char *name; /* UTF-8 */
	uint32_t type; /* as the registry counts them: 1 text, 4 number, ... */
	uint8_t *bytes;
	size_t n;
};

/* Did a reading bring all that is there? */
enum registry_state {
	REGISTRY_WHOLE,
	REGISTRY_BROKEN, /* what is there makes no sense, or changes all the time */
	REGISTRY_DENIED,
	REGISTRY_TOO_LARGE,
};

/* Keys and values are numbers that mean something to TREE only.  Lists are
 * malloc'd, the taker's (NULL is an empty one), and have what could be read. */
struct registry_tree {
	void *tree;
	uintptr_t root;
	enum registry_state (*keys)(void *tree, uintptr_t key, uintptr_t **list, size_t *n);
	char *(*key_name)(void *tree, uintptr_t key); /* UTF-8, malloc'd, the taker's; NULL: it makes no sense */
	enum registry_state (*values)(void *tree, uintptr_t key, uintptr_t **list, size_t *n);
	enum registry_state (*value)(void *tree, uintptr_t value, struct registry_value *out); /* asked once for each */
	void (*leave)(void *tree, uintptr_t key); /* KEY is not asked for any more; may be NULL */
	void (*close)(void *tree); /* may be NULL */
};

/* A tree and what its root is called ("HKEY_CURRENT_USER"). */
struct registry_root {
	const char *name;
	struct registry_tree tree;
};

/* Writes what KEYS (as for registry_read) want of the trees as one registry
 * text into OUT, which is to be freed with registry_text_fini.  Damaged, denied
 * and capped are set as there. */
void
registry_tree_read(const struct registry_root *roots, size_t n_roots, const char *const *keys, size_t n_keys, size_t max_bytes,
    struct registry_text *out);

/* What machine_registries finds. */
struct live_registry {
	const char *path; /* for people */
	const char *user;
	struct registry_root roots[2]; /* the user's and the machine's */
	size_t n_roots; /* 0: it may not be read */
};

#endif
