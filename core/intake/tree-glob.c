/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/tree.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"

/* Adds to PATHS what matches PATTERN below BEFORE. */
static void
glob_below(const struct tree *tree, const char *before, const char *pattern, struct arena *arena, const char ***paths, size_t *n)
{
	pattern += strspn(pattern, "/");
	size_t k = strcspn(pattern, "/");
	char *part = arena_copy(arena, pattern, k);
	const char *slash = *before ? "/" : "";
	if (!strchr(part, '*')) {
		char *path = arena_printf(arena, "%s%s%s", before, slash, part);
		if (!pattern[k]) {
			if (tree_stat(tree, path).kind != TREE_ABSENT)
				*(const char **)arena_grow(arena, paths, n, sizeof **paths) = path;
		} else {
			glob_below(tree, path, pattern + k, arena, paths, n);
		}
		return;
	}
	size_t n_names;
	bool denied;
	const char **names = tree_list(tree, before, arena, &n_names, &denied);
	/* Who opens this is refused, and says so; left out, nobody would know. */
	if (denied)
		*(const char **)arena_grow(arena, paths, n, sizeof **paths) = arena_printf(arena, "%s%s*", before, slash);
	for (size_t i = 0; i < n_names; i++) {
		if (!str_glob(part, names[i], false))
			continue;
		char *path = arena_printf(arena, "%s%s%s", before, slash, names[i]);
		if (pattern[k])
			glob_below(tree, path, pattern + k, arena, paths, n);
		else
			*(const char **)arena_grow(arena, paths, n, sizeof **paths) = path;
	}
}

const char **
tree_glob(const struct tree *tree, const char *pattern, struct arena *arena, size_t *n)
{
	const char **paths = NULL;
	*n = 0;
	glob_below(tree, "", pattern, arena, &paths, n);
	return paths;
}

bool
tree_mentions(const struct tree *tree, const char *path, const char *text)
{
	struct tree_stat stat;
	char wide[2 * 64];
	size_t n = strlen(text);
	int fd = n && n < sizeof wide / 2 ? tree_open(tree, path, &stat) : -1;
	void *bytes = fd >= 0 && stat.size > 0 ? mmap(NULL, (size_t)stat.size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	if (fd >= 0)
		close(fd);
	if (bytes == MAP_FAILED)
		return false;
	for (size_t i = 0; i < n; i++)
		wide[2 * i] = text[i], wide[2 * i + 1] = 0;
	/* Without its last byte the pattern fits both byte orders. */
	bool found = memmem(bytes, (size_t)stat.size, text, n) || memmem(bytes, (size_t)stat.size, wide, 2 * n - 1);
	munmap(bytes, (size_t)stat.size);
	return found;
}
