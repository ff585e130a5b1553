/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "intake/intake.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"
#include "intake/bundle.h"
#include "intake/machine.h"

/* ---- hits become bundles ---- */

struct bundles {
	struct bundle *all;
	size_t n;
};

static int
by_profile(const void *a, const void *b)
{
	const struct hit *x = *(const struct hit *const *)a, *y = *(const struct hit *const *)b;
	int d = strcmp(x->plugin->name, y->plugin->name);
	if (!d)
		d = str_cmp(x->profile, y->profile);
	if (!d)
		d = (x->row > y->row) - (x->row < y->row);
	return d ? d : strcmp(x->path, y->path);
}

/* A data folder with a list of profiles goes before its profiles: plugins name such sources first. */
static int
by_first_row(const void *a, const void *b)
{
	const struct bundle *x = a, *y = b;
	int d = strcmp(x->plugin->name, y->plugin->name);
	if (!d)
		d = (x->hits[0]->row > y->hits[0]->row) - (x->hits[0]->row < y->hits[0]->row);
	return d ? d : str_cmp(x->profile, y->profile);
}

static struct bundles
make_bundles(const struct hits *hits, struct arena *arena)
{
	struct bundles bundles = { 0 };
	const struct hit **sorted = arena_alloc(arena, (hits->n + 1) * sizeof *sorted);
	for (size_t i = 0; i < hits->n; i++)
		sorted[i] = &hits->all[i];
	if (hits->n)
		qsort(sorted, hits->n, sizeof *sorted, by_profile);
	for (size_t i = 0, shared = 0; i < hits->n; i++) {
		const struct hit *hit = sorted[i];
		bool same_plugin = i && sorted[i - 1]->plugin == hit->plugin;
		if (!same_plugin)
			shared = i;
		if (!hit->profile)
			continue;
		if (!same_plugin || str_cmp(sorted[i - 1]->profile, hit->profile) != 0) {
			struct bundle *b = arena_grow(arena, &bundles.all, &bundles.n, sizeof *b);
			*b = (struct bundle){ .plugin = hit->plugin, .profile = hit->profile, .user = hit->user };
		}
		struct bundle *b = &bundles.all[bundles.n - 1];
		*(const struct hit **)arena_grow(arena, &b->hits, &b->n, sizeof *b->hits) = hit;
		bool last = i + 1 == hits->n || sorted[i + 1]->plugin != hit->plugin || str_cmp(sorted[i + 1]->profile, hit->profile) != 0;
		/* Those of all profiles sort before the others of their plugin. */
		for (size_t s = shared; last && !sorted[s]->profile; s++)
			*(const struct hit **)arena_grow(arena, &b->hits, &b->n, sizeof *b->hits) = sorted[s];
	}
	if (bundles.n)
		qsort(bundles.all, bundles.n, sizeof *bundles.all, by_first_row);
	return bundles;
}

/* ---- one tree ---- */

struct session {
	const struct intake *intake;
	struct scan *scan;
	struct arena arena;
};

/* TOP is the name of a folder that is a part of a file system; NULL for a whole one. */
static void
take_tree(struct session *s, const struct tree *tree, const struct hits *hits, const char *prefix, const char *top, const struct home *homes,
    size_t n_homes)
{
	struct bundler bundler = {
		.plugins = s->intake->plugins,
		.tree = tree,
		.partial = top != NULL,
		.top = top,
		.codepage = s->intake->codepage,
		.prefix = prefix,
		.homes = homes,
		.n_homes = n_homes,
		.scan = s->scan,
		.arena = &s->arena,
	};
	struct bundles bundles = make_bundles(hits, &s->arena);
	for (size_t i = 0; i < bundles.n; i++) {
		if (s->intake->progress)
			s->intake->progress(bundles.all[i].profile, i, bundles.n);
		bundle_scan(&bundler, &bundles.all[i]);
	}
	if (s->intake->progress)
		s->intake->progress(NULL, bundles.n, bundles.n);
	for (size_t i = 0; i < hits->n_denied; i++)
		scan_add_note(s->scan, MA_NOTE_DENIED, NULL, -1, 0, arena_printf(&s->arena, "%s%s", prefix, hits->denied[i]));
	for (size_t i = 0; i < hits->n_missing; i++)
		scan_add_note(s->scan, MA_NOTE_UNREADABLE, NULL, -1, 0, arena_printf(&s->arena, "%s%s", prefix, hits->missing[i]));
	if (hits->limited)
		scan_add_note(s->scan, MA_NOTE_LIMIT, NULL, -1, 0, prefix);
	bundler_fini(&bundler);
}

static bool
take_system(struct session *s, const char *root, struct err *err)
{
	struct tree tree;
	struct hits hits = { 0 };
	size_t n_homes = 0;
	if (!tree_init(&tree, root, err))
		return false;
	bool here = !s->intake->root;
	const struct home *homes = here ? machine_homes(&s->arena, &n_homes) : NULL;
	struct workstation w = here ? machine_here(&s->arena) : machine_of(&tree, &s->arena);
	discover_system(&tree, s->intake->plugins, homes, n_homes, &s->arena, &hits);
	size_t n_live = 0;
	const struct live_registry *live = here ? machine_registries(&s->arena, &n_live) : NULL;
	for (size_t i = 0; i < n_live; i++)
		if (live[i].n_roots)
			discover_registry(s->intake->plugins, &live[i], &s->arena, &hits);
		else
			scan_add_note(s->scan, MA_NOTE_DENIED, NULL, -1, 0, live[i].path);
	if (!w.os)
		w.os = discover_system_name(&tree, &hits);
	s->scan->workstation = w;
	take_tree(s, &tree, &hits, *tree.system ? "" : "/", NULL, homes, n_homes);
	tree_fini(&tree);
	return true;
}

/* The last component of a path, of the real one where the path itself has none. */
static const char *
base_name(const char *path, struct arena *arena)
{
	char real[PATH_MAX];
	const char *p = path + strlen(path);
	while (p > path && p[-1] == '/')
		p--;
	const char *end = p;
	while (p > path && p[-1] != '/')
		p--;
	bool dots = strspn(p, "./") >= (size_t)(end - p);
	if (dots && realpath(path, real) && strcmp(real, path) != 0)
		return base_name(real, arena);
	return str_utf8(arena, p, (size_t)(end - p));
}

/* Was any file from number FIRST on one of a mail client? */
static bool
recognised(const struct scan *scan, size_t first)
{
	for (size_t i = first; i < scan->n_files; i++)
		if (scan->files[i].status != FILE_UNRECOGNIZED)
			return true;
	return false;
}

static bool
take_path(struct session *s, const char *path, struct err *err)
{
	struct stat st;
	struct tree tree;
	struct hits hits = { 0 };
	if (stat(path, &st) != 0)
		return err_errno(err, path);
	bool folder = S_ISDIR(st.st_mode);
	const char *slash = folder ? NULL : strrchr(path, '/');
	const char *top = folder ? path : slash ? arena_copy(&s->arena, path, (size_t)(slash - path) + 1) : ".";
	if (!tree_init(&tree, top, err))
		return false;
	if (folder)
		discover_folder(&tree, s->intake->plugins, &s->arena, &hits);
	else
		discover_file(&tree, s->intake->plugins, slash ? slash + 1 : path, &s->arena, &hits);
	const char *os = folder ? discover_system_name(&tree, &hits) : NULL;
	if (!s->scan->workstation.os)
		s->scan->workstation.os = os;
	size_t before = s->scan->n_files;
	take_tree(s, &tree, &hits, folder || !slash ? "" : top, base_name(top, &s->arena), NULL, 0);
	if (!recognised(s->scan, before))
		scan_add_note(s->scan, MA_NOTE_NOTHING, NULL, -1, 0, base_name(path, &s->arena));
	tree_fini(&tree);
	return true;
}

/* ---- the scan ---- */

/* The same files make the same word: a scan of a folder can be made again. */
static const char *
run_of_files(const struct scan *scan, struct arena *arena)
{
	uint64_t h = STR_HASH_START;
	for (size_t i = 0; i < scan->n_files; i++)
		h = str_hash(h, arena_printf(arena, "%s %" PRId64, scan->files[i].path, scan->files[i].size));
	return arena_printf(arena, "folder-%016" PRIx64, h);
}

/* What the workstation is called: as told, as the machine says, or like the folder. */
static void
name_workstation(struct session *s)
{
	const struct intake *intake = s->intake;
	struct workstation *w = &s->scan->workstation;
	struct arena *arena = &s->scan->arena;
	const char *given = intake->name ? intake->name : w->name;
	const char *place = intake->n_paths ? intake->paths[0] : intake->root;
	bool usable = w->name && *w->name;
	const char *name = given && *given ? given : place ? base_name(place, &s->arena) : "unnamed";
	const char *id = usable && w->id && *w->id ? w->id : arena_printf(&s->arena, "folder:%s", name);
	w->name = arena_strdup(arena, name);
	w->id = arena_strdup(arena, id);
	w->os = arena_strdup(arena, w->os);
	w->os_version = arena_strdup(arena, w->os_version);
	w->domain = arena_strdup(arena, w->domain);
	w->hardware = arena_strdup(arena, w->hardware);
	w->tag = arena_strdup(arena, intake->tag);
}

struct scan *
intake_scan(const struct intake *intake, struct err *err)
{
	struct session s = { .intake = intake, .scan = scan_new() };
	struct arena *arena = &s.scan->arena;
	s.scan->workstation = (struct workstation){ 0 };
	s.scan->tool = PACKAGE_VERSION;
	s.scan->tells_stores = true;
	s.scan->started = machine_time(arena);
	bool ok = true;
	for (size_t i = 0; ok && i < intake->plugins->n_refused; i++)
		scan_add_note(s.scan, MA_NOTE_PLUGIN, NULL, -1, 0, intake->plugins->refused[i]);
	if (intake->n_paths)
		for (size_t i = 0; ok && i < intake->n_paths; i++)
			ok = take_path(&s, intake->paths[i], err);
	else
		ok = take_system(&s, intake->root ? intake->root : "/", err);
	if (ok) {
		name_workstation(&s);
		if (!intake->n_paths && !s.scan->n_files && !s.scan->n_notes)
			scan_add_note(s.scan, MA_NOTE_NO_CLIENT, NULL, -1, 0, NULL);
		s.scan->run = intake->n_paths || intake->root ? arena_strdup(arena, run_of_files(s.scan, &s.arena)) : machine_run(arena);
		s.scan->finished = machine_time(arena);
		scan_sort(s.scan);
	} else {
		scan_free(s.scan);
		s.scan = NULL;
	}
	arena_fini(&s.arena);
	return s.scan;
}

bool
intake_is_system(const char *path)
{
	struct tree tree;
	struct err err = { 0 };
	struct arena arena = { 0 };
	bool is = tree_init(&tree, path, &err) && discover_is_system(&tree, &arena);
	tree_fini(&tree);
	arena_fini(&arena);
	return is;
}

bool
intake_is_workstation(const char *path, const struct loader *plugins)
{
	struct tree tree;
	struct err err = { 0 };
	struct arena arena = { 0 };
	bool is = tree_init(&tree, path, &err) && discover_is_workstation(&tree, plugins, &arena);
	tree_fini(&tree);
	arena_fini(&arena);
	return is;
}
