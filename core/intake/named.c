/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/named.h"

#include <string.h>

#include "base/str.h"

/* Are drives and servers folders of the tree? */
static bool
has_drives(const struct tree *tree)
{
	return tree->whole && *tree->system;
}

struct named
named_path(const struct tree *tree, const char *path, const char *folder, struct arena *arena)
{
	char *p = arena_strdup(arena, path);
	for (char *c = p; *c; c++)
		if (*c == '\\')
			*c = '/';
	while (strncmp(p, "../", 3) == 0 && *folder) {
		const char *slash = strrchr(folder, '/');
		folder = slash ? arena_copy(arena, folder, (size_t)(slash - folder)) : "";
		p += 3;
	}
	struct named n = { .tree = tree, .path = p };
	bool drive = ascii_lower(p[0]) >= 'a' && ascii_lower(p[0]) <= 'z' && p[1] == ':' && p[2] == '/', server = p[0] == '/' && p[1] == '/';
	bool drives = has_drives(tree);
	n.folder = folder;
	n.home = p[0] == '~' && p[1] == '/';
	n.absolute = drive || p[0] == '/';
	n.elsewhere = (drive && ascii_lower(p[0]) != 'c') || server;
	if (!n.absolute)
		n.below = strcmp(p, ".") == 0 ? folder : arena_printf(arena, "%s%s%s", folder, *folder ? "/" : "", p);
	else if (!drives)
		n.below = p + (drive ? 3 : 1);
	else
		n.below = drive ? p : server ? arena_printf(arena, "UNC/%s", p + 2) : arena_printf(arena, "%s%s", tree->system, p);
	return n;
}

/* Which of the folders around it is the home, nobody has said: the nearest that has such a thing. */
static bool
try_homes(const struct named *n, bool (*try)(void *data, const char *below), void *data)
{
	struct arena arena = { 0 };
	char *folder = arena_strdup(&arena, n->folder);
	bool found = false;
	for (bool more = true; more && !found;) {
		char *slash = strrchr(folder, '/');
		found = try(data, arena_printf(&arena, "%s%s%s", folder, *folder ? "/" : "", n->path + 2));
		more = *folder != 0;
		if (slash)
			*slash = 0;
		else
			*folder = 0;
	}
	arena_fini(&arena);
	return found;
}

bool
named_try(const struct named *n, bool partial, bool (*try)(void *data, const char *below), void *data)
{
	if (n->home)
		return try_homes(n, try, data);
	if (!n->absolute || !partial)
		return try(data, n->below);
	for (const char *p = n->below; p && strchr(p, '/'); p = strchr(p, '/') ? strchr(p, '/') + 1 : NULL)
		if (try(data, p))
			return true;
	return false;
}

bool
named_is_outside(const struct named *n, bool partial, struct arena *arena)
{
	if (!n->absolute)
		return tree_stat(n->tree, n->below).kind == TREE_OUTSIDE;
	if (has_drives(n->tree)) {
		/* The drive, or the server's share, is there or not. */
		const char *end = n->below;
		for (int parts = str_starts(n->below, "UNC/") ? 3 : 1; parts && *end; parts--)
			end += strcspn(end + (*end == '/'), "/") + (*end == '/');
		return tree_stat(n->tree, arena_copy(arena, n->below, (size_t)(end - n->below))).kind != TREE_FOLDER;
	}
	/* What is mounted there is not in use: its mount point, if anything, is empty. */
	const char *top = arena_copy(arena, n->below, strcspn(n->below, "/"));
	size_t n_inner;
	(void)tree_list(n->tree, top, arena, &n_inner, NULL);
	return partial || n->elsewhere || (!n->tree->whole && !n_inner) || tree_stat(n->tree, n->below).kind == TREE_OUTSIDE;
}
