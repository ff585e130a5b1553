/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/discover.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/hive.h"
#include "intake/shell-folders.h"

enum {
	MAX_ENTRIES = 500000, /* looked through below one folder */
	MAX_DEPTH = 24,
	CONTENT_DEPTH = 2, /* below this only names count: mail stores can be huge */
	HEAD_BYTES = 4096,
};

static const struct {
	const char *system, *glob;
} homes_rows[] = {
#define HOMES(system, glob) { system, glob },
#include "intake/places.def"
};

static const struct {
	enum ma_base base;
	const char *folder;
} place_rows[] = {
#define PLACE(base, folder) { base, folder },
#include "intake/places.def"
};

static const struct {
	const char *system, *path;
} sign_rows[] = {
#define SIGN(system, path) { system, path },
#include "intake/places.def"
};

#define ROWS(table) (sizeof(table) / sizeof *(table))

static bool
is_hive(const char *path)
{
	const char *slash = strrchr(path, '/');
	return str_same(slash ? slash + 1 : path, "NTUSER.DAT");
}

static struct hit *
add(struct hits *hits, struct arena *arena, const struct ma_plugin *plugin, const struct ma_source *source, const char *path)
{
	struct hit *hit = arena_grow(arena, &hits->all, &hits->n, sizeof *hit);
	*hit = (struct hit){ .plugin = plugin, .source = source, .row = (size_t)(source - plugin->sources), .path = path };
	return hit;
}

static size_t
components(const char *path)
{
	size_t n = 0;
	for (path += strspn(path, "/"); *path; path += strspn(path, "/")) {
		n++;
		path += strcspn(path, "/");
	}
	return n;
}

/* The first N components of PATH. */
static const char *
first_components(const char *path, size_t n, struct arena *arena)
{
	const char *p = path;
	while (n--) {
		p += strspn(p, "/");
		p += strcspn(p, "/");
	}
	return arena_copy(arena, path, (size_t)(p - path));
}

/* How many components stand right of the "//" in a glob; 0 when there is none. */
static size_t
right_components(const char *glob)
{
	const char *split = strstr(glob, "//");
	return split ? components(split + 2) : 0;
}

/* A double slash says where the profile ends; for finding files it is a slash. */
static const char *
plain_glob(const char *glob, struct arena *arena)
{
	char *plain = arena_strdup(arena, glob);
	char *split = strstr(plain, "//");
	if (split)
		memmove(split, split + 1, strlen(split));
	return plain;
}

static void
set_profile(struct hit *hit, struct arena *arena)
{
	size_t right = right_components(hit->source->glob), all = components(hit->path);
	if (strstr(hit->source->glob, "//"))
		hit->profile = first_components(hit->path, all > right ? all - right : 0, arena);
}

/* A registry, to each plugin that reads it (and, of rows with a magic text, finds that in it): by itself what one of them calls a profile, when the key's glob says so. */
static bool
add_registry(const struct tree *tree, const struct loader *plugins, const char *path, const char *user, const struct live_registry *live, struct arena *arena,
    struct hits *hits)
{
	bool found = false;
	for (size_t p = 0; p < plugins->n; p++)
		for (const struct ma_source *s = plugins->plugins[p].plugin->sources; s->role; s++)
			if (s->base == MA_REGISTRY && (!s->magic || live || tree_mentions(tree, path, s->magic))) {
				struct hit *hit = add(hits, arena, plugins->plugins[p].plugin, s, path);
				hit->user = user;
				hit->live = live;
				hit->profile = str_starts(s->glob, "//") ? path : NULL;
				found = true;
				break;
			}
	return found;
}

/* ---- where each system keeps things ---- */

static void
glob_source(const struct tree *tree, const struct ma_plugin *plugin, const struct ma_source *source, const char *folder, const char *user,
    struct arena *arena, struct hits *hits)
{
	size_t n;
	/* A profile that lies just anywhere: only meant for folders that somebody hands over. */
	if (str_starts(source->glob, "*//"))
		return;
	const char *pattern = arena_printf(arena, "%s/%s", folder, plain_glob(source->glob, arena));
	const char **paths = tree_glob(tree, pattern, arena, &n);
	for (size_t i = 0; i < n; i++) {
		struct hit *hit = add(hits, arena, plugin, source, paths[i] + (paths[i][0] == '/'));
		hit->user = user;
		hit->score = components(source->glob);
		set_profile(hit, arena);
	}
}

static void
look_into_home(const struct tree *tree, const struct loader *plugins, const struct home *home, struct arena *arena, struct hits *hits)
{
	for (size_t p = 0; p < plugins->n; p++) {
		const struct ma_plugin *plugin = plugins->plugins[p].plugin;
		for (const struct ma_source *s = plugin->sources; s->role; s++) {
			for (size_t i = 0; i < ROWS(place_rows); i++) {
				const char *folder = place_rows[i].folder;
				if (place_rows[i].base == s->base)
					glob_source(tree, plugin, s, *folder ? arena_printf(arena, "%s/%s", home->path, folder) : home->path, home->user, arena, hits);
			}
			for (size_t i = 0; i < home->n_moved; i++)
				if (home->moved[i].base == s->base)
					glob_source(tree, plugin, s, home->moved[i].path, home->user, arena, hits);
		}
	}
}

static int
by_bundle(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;
	int d = strcmp(x->plugin->name, y->plugin->name);
	if (!d)
		d = str_cmp(x->path, y->path);
	if (!d)
		d = (x->score < y->score) - (x->score > y->score);
	return d ? d : (x->row > y->row) - (x->row < y->row);
}

/* Of several rows that want the same file for the same plugin the one that says most about it counts. */
static void
settle(struct hits *hits)
{
	size_t kept = 0;
	if (hits->n)
		qsort(hits->all, hits->n, sizeof *hits->all, by_bundle);
	for (size_t i = 0; i < hits->n; i++)
		if (!kept || hits->all[kept - 1].plugin != hits->all[i].plugin || strcmp(hits->all[kept - 1].path, hits->all[i].path) != 0)
			hits->all[kept++] = hits->all[i];
	hits->n = kept;
}

void
discover_registry(const struct loader *plugins, const struct live_registry *live, struct arena *arena, struct hits *hits)
{
	(void)add_registry(NULL, plugins, live->path, live->user, live, arena, hits);
	settle(hits);
}

/* What lies in one home; one that may not be looked into is told. */
static void
take_home(const struct tree *tree, const struct loader *plugins, const struct home *home, struct arena *arena, struct hits *hits)
{
	size_t n;
	bool denied = false;
	const char **names = tree_list(tree, home->path, arena, &n, &denied);
	for (size_t i = 0; i < n; i++)
		if (is_hive(names[i]) && !home->running)
			(void)add_registry(tree, plugins, arena_printf(arena, "%s/%s", home->path, names[i]), home->user, NULL, arena, hits);
	if (denied)
		*(const char **)arena_grow(arena, &hits->denied, &hits->n_denied, sizeof *hits->denied) = home->path;
	else
		look_into_home(tree, plugins, home, arena, hits);
	shell_folders_check(tree, home, arena, hits);
}

/* Adds a home unless it is there. */
static void
add_home(struct home **homes, size_t *n, struct home home, struct arena *arena)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*homes)[i].path, home.path) == 0)
			return;
	*(struct home *)arena_grow(arena, homes, n, sizeof **homes) = home;
}

void
discover_system(const struct tree *tree, const struct loader *plugins, const struct home *given, size_t n_given, struct arena *arena,
    struct hits *hits)
{
	struct home *homes = NULL;
	size_t n_homes = 0;
	for (size_t i = 0; i < ROWS(homes_rows); i++) {
		size_t n;
		const char **paths = tree_glob(tree, homes_rows[i].glob, arena, &n);
		for (size_t k = 0; k < n; k++) {
			const char *slash = strrchr(paths[k], '/');
			struct home home = { .path = paths[k], .user = slash ? slash + 1 : paths[k] };
			/* What the system says of it counts. */
			for (size_t g = 0; g < n_given; g++)
				if (strcmp(given[g].path, home.path) == 0)
					home = given[g];
			add_home(&homes, &n_homes, home, arena);
		}
	}
	for (size_t i = 0; i < n_given; i++)
		add_home(&homes, &n_homes, given[i], arena);
	for (size_t i = 0; i < n_homes; i++)
		take_home(tree, plugins, &homes[i], arena, hits);
	for (size_t p = 0; p < plugins->n; p++)
		for (const struct ma_source *s = plugins->plugins[p].plugin->sources; s->role; s++)
			if (s->base == MA_SYSTEM)
				glob_source(tree, plugins->plugins[p].plugin, s, tree->system, NULL, arena, hits);
	settle(hits);
}

/* ---- a folder, however it lies there ---- */

/* The last component before END, which is moved to its beginning without the slashes before it. */
static struct str_span
last_component(const char *start, const char **end)
{
	const char *e = *end, *b;
	for (b = e; b > start && b[-1] != '/';)
		b--;
	for (*end = b; *end > start && (*end)[-1] == '/';)
		(*end)--;
	return (struct str_span){ b, (size_t)(e - b) };
}

/* How many of the glob's last components fit the path's last ones. */
static size_t
tail_score(const char *glob, const char *path)
{
	const char *g = glob + strlen(glob), *p = path + strlen(path);
	size_t score = 0;
	while (g > glob && p > path) {
		struct str_span pattern = last_component(glob, &g);
		if (!str_glob_n(pattern, last_component(path, &p), true))
			break;
		score++;
	}
	return score;
}

/* Whose home does the path lie in, as far as its components tell? */
static const char *
user_of_path(const char *path, struct arena *arena)
{
	static const char *const parents[] = { "Users/", "home/", "Documents and Settings/" };
	for (size_t i = 0; i < ROWS(parents); i++) {
		const char *at = str_starts(path, parents[i]) ? path : NULL;
		if (!at) {
			const char *inner = strstr(path, arena_printf(arena, "/%s", parents[i]));
			at = inner ? inner + 1 : NULL;
		}
		if (!at)
			continue;
		at += strlen(parents[i]);
		size_t n = strcspn(at, "/");
		/* "home/.config/..." is a home itself, not a folder of homes. */
		if (at[n] == '/' && at[0] != '.' && !str_starts(at, "AppData/") && !str_starts(at, "Library/"))
			return arena_copy(arena, at, n);
	}
	return NULL;
}

/* All rows that the file's name fits; true when there is one. */
static bool
match_names(const struct loader *plugins, const char *path, struct arena *arena, struct hits *hits)
{
	bool found = false;
	for (size_t p = 0; p < plugins->n; p++)
		for (const struct ma_source *s = plugins->plugins[p].plugin->sources; s->role; s++) {
			if (s->base == MA_REGISTRY)
				continue;
			size_t need = strstr(s->glob, "//") ? right_components(s->glob) : components(s->glob);
			size_t score = tail_score(s->glob, path);
			if (score < need)
				continue;
			struct hit *hit = add(hits, arena, plugins->plugins[p].plugin, s, path);
			hit->score = score;
			hit->user = user_of_path(path, arena);
			set_profile(hit, arena);
			found = true;
		}
	return found;
}

static bool
contains(const char *bytes, size_t n, const char *text)
{
	size_t k = strlen(text);
	for (size_t i = 0; i + k <= n; i++)
		if (memcmp(bytes + i, text, k) == 0)
			return true;
	return false;
}

/* Looks at the beginning of the file: registry exports, and what plugins know by a text. */
static bool
match_content(const struct tree *tree, const struct loader *plugins, const char *path, struct arena *arena, struct hits *hits)
{
	char head[HEAD_BYTES];
	struct tree_stat stat;
	bool found = false;
	int fd = tree_open(tree, path, &stat);
	ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	if (registry_is_export(head, (size_t)n) || hive_is(head, (size_t)n))
		return add_registry(tree, plugins, path, user_of_path(path, arena), NULL, arena, hits);
	for (size_t p = 0; p < plugins->n; p++)
		for (const struct ma_source *s = plugins->plugins[p].plugin->sources; s->role; s++) {
			if (s->base == MA_REGISTRY || !s->magic || !contains(head, (size_t)n, s->magic))
				continue;
			/* A file known by content is a profile by itself. */
			struct hit *hit = add(hits, arena, plugins->plugins[p].plugin, s, path);
			hit->user = user_of_path(path, arena);
			hit->profile = path;
			found = true;
			break;
		}
	return found;
}

struct look {
	const struct tree *tree;
	const struct loader *plugins;
	struct arena *arena;
	struct hits *hits;
	size_t entries;
};

static void
look_through(struct look *look, const char *folder, int depth)
{
	size_t n;
	bool denied;
	const char **names = tree_list(look->tree, folder, look->arena, &n, &denied);
	if (denied)
		*(const char **)arena_grow(look->arena, &look->hits->denied, &look->hits->n_denied, sizeof *look->hits->denied) = folder;
	for (size_t i = 0; i < n; i++) {
		if (look->entries++ >= MAX_ENTRIES || depth > MAX_DEPTH) {
			look->hits->limited = true;
			return;
		}
		const char *path = *folder ? arena_printf(look->arena, "%s/%s", folder, names[i]) : names[i];
		struct tree_stat stat = tree_stat(look->tree, path);
		if (stat.kind == TREE_FOLDER) {
			look_through(look, path, depth + 1);
		} else if (is_hive(path)) {
			(void)add_registry(look->tree, look->plugins, path, user_of_path(path, look->arena), NULL, look->arena, look->hits);
		} else if (!match_names(look->plugins, path, look->arena, look->hits) && stat.kind == TREE_FILE) {
			bool named = str_ends(str_fold(look->arena, names[i]), ".reg");
			if (named || depth < CONTENT_DEPTH)
				(void)match_content(look->tree, look->plugins, path, look->arena, look->hits);
		}
	}
}

void
discover_folder(const struct tree *tree, const struct loader *plugins, struct arena *arena, struct hits *hits)
{
	struct look look = { tree, plugins, arena, hits, 0 };
	look_through(&look, "", 0);
	settle(hits);
}

void
discover_file(const struct tree *tree, const struct loader *plugins, const char *path, struct arena *arena, struct hits *hits)
{
	size_t before = hits->n, n;
	if (!match_names(plugins, path, arena, hits)) {
		(void)match_content(tree, plugins, path, arena, hits);
		return;
	}
	/* Neighbours in the same folder: user.js beside prefs.js can turn its meaning round. */
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? arena_copy(arena, path, (size_t)(slash - path)) : "";
	const char **names = tree_list(tree, folder, arena, &n, NULL);
	const struct ma_plugin *plugin = hits->all[before].plugin;
	for (size_t i = 0; i < n; i++) {
		const char *other = *folder ? arena_printf(arena, "%s/%s", folder, names[i]) : names[i];
		size_t start = hits->n;
		if (strcmp(other, path) == 0 || !match_names(plugins, other, arena, hits))
			continue;
		for (size_t k = start; k < hits->n;)
			if (hits->all[k].plugin != plugin)
				hits->all[k] = hits->all[--hits->n];
			else
				k++;
	}
	settle(hits);
}

/* ---- what is this folder? ---- */

bool
discover_is_system(const struct tree *tree, struct arena *arena)
{
	size_t n;
	for (size_t i = 0; i < ROWS(sign_rows); i++)
		if (tree_stat(tree, sign_rows[i].path).kind != TREE_ABSENT)
			return true;
	for (size_t i = 0; i < ROWS(homes_rows); i++) {
		(void)tree_glob(tree, homes_rows[i].glob, arena, &n);
		if (n)
			return true;
	}
	return false;
}

bool
discover_is_workstation(const struct tree *tree, const struct loader *plugins, struct arena *arena)
{
	size_t n;
	if (discover_is_system(tree, arena))
		return true;
	const char **names = tree_list(tree, "", arena, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		struct hits hits = { 0 };
		if (is_hive(names[i]) || match_names(plugins, names[i], arena, &hits))
			return true;
		if (tree_stat(tree, names[i]).kind == TREE_FILE && match_content(tree, plugins, names[i], arena, &hits))
			return true;
		/* A folder that some source begins with: ".config", "snap", "Library". */
		for (size_t p = 0; p < plugins->n; p++)
			for (const struct ma_source *s = plugins->plugins[p].plugin->sources; s->role; s++) {
				size_t k = strcspn(s->glob, "/");
				if (s->base != MA_REGISTRY && s->base != MA_SYSTEM && k == strlen(names[i]) && s->glob[0] != '*' &&
				    memcmp(s->glob, names[i], k) == 0)
					return true;
			}
	}
	return false;
}

const char *
discover_system_name(const struct tree *tree, const struct hits *hits)
{
	for (size_t i = 0; i < ROWS(sign_rows); i++)
		if (tree_stat(tree, sign_rows[i].path).kind != TREE_ABSENT)
			return sign_rows[i].system;
	for (size_t i = 0; i < hits->n; i++) {
		if (hits->all[i].source->base == MA_REGISTRY || hits->all[i].source->base == MA_ROAMING || hits->all[i].source->base == MA_LOCAL)
			return "windows";
		if (strstr(hits->all[i].path, "Library/"))
			return "macos";
		if (strstr(hits->all[i].path, "/."))
			return "linux";
	}
	return NULL;
}
