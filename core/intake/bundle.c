/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/bundle.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/bundle-load.h"
#include "intake/confine.h"
#include "intake/named.h"
#include "intake/replay.h"

enum {
	USUAL_MAX_BYTES = 64 << 20,
	MAX_FILES = 20000, /* of one bundle */
	MAX_ROUNDS = 12, /* files that name files that name files */
	MAX_WANTS = 50000, /* three files for each of 10,000 accounts, and some */
	MAX_OUTSIDE = 2000, /* of these such as cannot be had */
	WANT_CHAINS = 1 << 16,
	MAX_ASKED = 100000, /* times that a want is told, the same again or not */
};

/* A file met before, for one plugin. */
struct seen {
	const struct ma_plugin *plugin;
	uint64_t device, inode;
	uint32_t file; /* index into the scan's files */
	const char *path; /* for finding files that could not be opened again */
};

/* A path that the files of one folder name; each is looked for once. */
struct want {
	const char *asked, *folder;
	const char *from; /* path of the file that names it */
	size_t n; /* of asked */
	uint32_t file, line; /* where it is named; file: index into the scan's files */
	bool found, outside;
	uint32_t next; /* in the chain of its hash, index + 1 */
};

struct work {
	struct bundler *b;
	const struct bundle *bundle;
	struct member *members;
	size_t n;
	struct want *wants;
	size_t n_wants, n_outside;
	uint32_t *chains; /* heads by hash, index + 1 */
	bool limited; /* too many of them */
	const struct ma_parser *parser;
};

/* ---- files met ---- */

static uint64_t
seen_hash(const struct ma_plugin *plugin, uint64_t device, uint64_t inode)
{
	uint64_t h = (uint64_t)(uintptr_t)plugin ^ device * UINT64_C(0x9e3779b97f4a7c15) ^ inode * UINT64_C(0xff51afd7ed558ccd);
	return h ^ h >> 29;
}

static struct seen *
seen_slot(struct bundler *b, const struct ma_plugin *plugin, uint64_t device, uint64_t inode)
{
	size_t i = seen_hash(plugin, device, inode) & (b->cap_seen - 1);
	while (b->seen[i].plugin && (b->seen[i].plugin != plugin || b->seen[i].device != device || b->seen[i].inode != inode))
		i = (i + 1) & (b->cap_seen - 1);
	return &b->seen[i];
}

/* The entry for this file, empty (plugin NULL) when it is new. */
static struct seen *
seen_find(struct bundler *b, const struct ma_plugin *plugin, uint64_t device, uint64_t inode)
{
	if ((b->n_seen + 1) * 2 > b->cap_seen) {
		struct seen *old = b->seen;
		size_t n = b->cap_seen;
		b->cap_seen = n ? n * 2 : 64;
		b->seen = xmalloc(b->cap_seen * sizeof *b->seen);
		memset(b->seen, 0, b->cap_seen * sizeof *b->seen);
		for (size_t i = 0; i < n; i++)
			if (old[i].plugin)
				*seen_slot(b, old[i].plugin, old[i].device, old[i].inode) = old[i];
		free(old);
	}
	return seen_slot(b, plugin, device, inode);
}

void
bundler_fini(struct bundler *b)
{
	free(b->seen);
}

/* The path as people find it. */
static const char *
shown_path(const struct bundler *b, const char *path)
{
	for (size_t i = 0; i < b->n_homes; i++) {
		size_t n = strlen(b->homes[i].path);
		if (n && strncmp(path, b->homes[i].path, n) == 0 && path[n] == '/')
			return arena_printf(b->arena, "~%s%s", b->homes[i].user ? b->homes[i].user : "", path + n);
	}
	const char *utf8 = str_utf8(b->arena, path, strlen(path));
	return arena_printf(b->arena, "%s%s", b->prefix, utf8);
}

/* ---- opening ---- */

static const struct {
	enum tree_kind kind;
	enum ma_note note;
} refusals[] = {
	{ TREE_OTHER, MA_NOTE_NOT_REGULAR },
	{ TREE_FOLDER, MA_NOTE_NOT_REGULAR },
	{ TREE_DENIED, MA_NOTE_DENIED },
	{ TREE_ABSENT, MA_NOTE_UNREADABLE },
	{ TREE_OUTSIDE, MA_NOTE_OUTSIDE },
};

static uint32_t
refuse(struct bundler *b, const struct ma_plugin *plugin, const char *path, const struct tree_stat *stat, enum file_status status, enum ma_note note)
{
	uint32_t file = scan_add_file(b->scan, shown_path(b, path), plugin->name, stat->size, status);
	scan_add_note(b->scan, note, plugin->name, file, 0, NULL);
	return file;
}

static const struct ma_source *
source_for(const struct ma_plugin *plugin, const char *path)
{
	const char *name = strrchr(path, '/');
	name = name ? name + 1 : path;
	for (const struct ma_source *s = plugin->sources; s->role; s++) {
		const char *last = strrchr(s->glob, '/');
		if (s->base != MA_REGISTRY && str_glob(last ? last + 1 : s->glob, name, true))
			return s;
	}
	return NULL;
}

/* Opens PATH into the bundle.  True when it is there (now or already). */
static bool
open_member(struct work *w, const struct ma_source *source, const char *path, const char *asked)
{
	struct bundler *b = w->b;
	const struct ma_plugin *plugin = w->bundle->plugin;
	struct tree_stat stat;
	int fd = tree_open(b->tree, path, &stat);
	if (fd < 0) {
		if (stat.kind == TREE_ABSENT && asked)
			return false;
		for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
			if (refusals[i].kind == stat.kind)
				refuse(b, plugin, path, &stat, FILE_UNREADABLE, refusals[i].note);
		return true;
	}
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->members[i].path, path) == 0) {
			close(fd);
			return true;
		}
	struct seen *seen = seen_find(b, plugin, stat.device, stat.inode);
	uint64_t max = source && source->max_bytes ? source->max_bytes : source && source->base == MA_REGISTRY ? UINT64_MAX : USUAL_MAX_BYTES;
	bool too_large = (uint64_t)stat.size > max;
	if (!seen->plugin) {
		uint32_t file = too_large ? refuse(b, plugin, path, &stat, FILE_TOO_LARGE, MA_NOTE_TOO_LARGE)
					  : scan_add_file(b->scan, shown_path(b, path), plugin->name, stat.size, FILE_PARSED);
		*seen = (struct seen){ plugin, stat.device, stat.inode, file, arena_strdup(b->arena, path) };
		b->n_seen++;
	}
	if (too_large || w->n == MAX_FILES) {
		if (!too_large)
			scan_add_note(b->scan, MA_NOTE_LIMIT, plugin->name, seen->file, 0, NULL);
		close(fd);
		return true;
	}
	struct member *m = arena_grow(b->arena, &w->members, &w->n, sizeof *m);
	*m = (struct member){ .source = source, .path = path, .asked = asked, .fd = fd, .size = stat.size, .file = seen->file };
	return true;
}

/* The registry of the running system is no file. */
static void
add_live(struct work *w, const struct hit *hit)
{
	struct bundler *b = w->b;
	struct member *m = arena_grow(b->arena, &w->members, &w->n, sizeof *m);
	*m = (struct member){ .source = hit->source, .path = hit->path, .fd = -1, .n_roots = hit->live->n_roots };
	memcpy(m->roots, hit->live->roots, sizeof m->roots);
	m->file = scan_add_file(b->scan, hit->path, w->bundle->plugin->name, -1, FILE_PARSED);
}

/* ---- wants ---- */

static const char *
folder_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	return slash ? arena_copy(arena, path, (size_t)(slash - path)) : "";
}

/* Adds to the bundle what matches PATTERN, a path below the top; true when something did. */
static bool
take_matching(struct work *w, const char *pattern, const char *asked)
{
	size_t n;
	bool found = false;
	const char **paths = tree_glob(w->b->tree, pattern, w->b->arena, &n);
	for (size_t i = 0; i < n; i++)
		if (tree_stat(w->b->tree, paths[i]).kind != TREE_FOLDER)
			found |= open_member(w, source_for(w->bundle->plugin, paths[i]), paths[i], asked);
	return found;
}

/* What is looked for by a path that a file names. */
struct asking {
	struct work *w;
	const char *asked;
};

static bool
take_asked(void *data, const char *below)
{
	struct asking *a = data;
	return take_matching(a->w, below, a->asked);
}

static void
limit_wants(struct work *w, const struct record *want)
{
	uint32_t file = want->at.file < w->n ? want->at.file : 0;
	scan_add_note(w->b->scan, MA_NOTE_LIMIT, w->bundle->plugin->name, w->members[file].file, want->at.line, NULL);
	w->limited = true;
}

/* Do both paths name files of one folder?  The same relative path means another file elsewhere. */
static bool
same_folder(const char *a, const char *b)
{
	const char *a_slash = strrchr(a, '/'), *b_slash = strrchr(b, '/');
	size_t a_n = a_slash ? (size_t)(a_slash - a) : 0, b_n = b_slash ? (size_t)(b_slash - b) : 0;
	return a_n == b_n && memcmp(a, b, a_n) == 0;
}

/* By the path asked for and the folder of the file that asks. */
static uint32_t
want_hash(struct ma_str asked, const char *from)
{
	const char *slash = strrchr(from, '/');
	uint32_t h = 2166136261u;
	for (size_t i = 0; i < asked.n; i++)
		h = (h ^ (unsigned char)asked.p[i]) * 16777619u;
	for (const char *p = from; slash && p < slash; p++)
		h = (h ^ (unsigned char)*p) * 16777619u;
	return (h ^ h >> 16) & (WANT_CHAINS - 1);
}

static void
answer(struct work *w, const struct record *want)
{
	struct arena *arena = w->b->arena;
	bool usable = want->text.n && !memchr(want->text.p, 0, want->text.n) && want->at.file < w->n;
	if (!usable || w->limited)
		return;
	if (!w->chains)
		w->chains = arena_alloc(arena, WANT_CHAINS * sizeof *w->chains);
	uint32_t *chain = &w->chains[want_hash(want->text, w->members[want->at.file].path)];
	for (uint32_t i = *chain; i; i = w->wants[i - 1].next)
		if (w->wants[i - 1].n == want->text.n && memcmp(w->wants[i - 1].asked, want->text.p, want->text.n) == 0
		    && same_folder(w->wants[i - 1].from, w->members[want->at.file].path))
			return;
	if (w->n_wants == MAX_WANTS || w->n_outside == MAX_OUTSIDE) {
		limit_wants(w, want);
		return;
	}
	/* The table of members may move when one more is opened; their paths stay. */
	const char *from = w->members[want->at.file].path;
	char *asked = arena_copy(arena, want->text.p, want->text.n);
	const struct named named = named_path(w->b->tree, asked, folder_of(from, arena), arena);
	bool found = named_try(&named, w->b->partial, take_asked, &(struct asking){ w, asked });
	bool outside = !found && named_is_outside(&named, w->b->partial, arena);
	struct want *new = arena_grow(arena, &w->wants, &w->n_wants, sizeof *new);
	*new = (struct want){ asked, folder_of(named.path, arena), from, want->text.n, w->members[want->at.file].file, want->at.line, found, outside, *chain };
	*chain = (uint32_t)w->n_wants;
	w->n_outside += outside;
}

/* The same folder, or several forms of what one line names. */
static bool
same_named(const struct want *a, const struct want *b)
{
	return strcmp(a->folder, b->folder) == 0 || (a->line && a->line == b->line && a->file == b->file);
}

/* A folder that was named but lies outside of what may be read may hold
 * settings: one note for each. */
static void
note_outside(struct work *w)
{
	size_t n = w->n_wants;
	for (size_t i = 0; i < n; i++) {
		const struct want *want = &w->wants[i];
		bool quiet = !want->outside;
		for (size_t k = 0; k < n && !quiet; k++)
			quiet = (w->wants[k].found || k < i) && same_named(&w->wants[k], want);
		if (!quiet)
			scan_add_note(w->b->scan, MA_NOTE_OUTSIDE, w->bundle->plugin->name, want->file, want->line,
			    str_utf8(w->b->arena, want->folder, strlen(want->folder)));
	}
}

static bool
answer_wants(struct work *w, struct ma_str said)
{
	size_t before = w->n, asked = 0;
	struct record r;
	while (!w->limited && record_next(&said, &r)) {
		if (r.op != RECORD_WANT)
			continue;
		if (asked++ == MAX_ASKED)
			limit_wants(w, &r);
		else
			answer(w, &r);
	}
	return w->n > before;
}

/* ---- the loop ---- */

static void
look_at_store(void *data, uint32_t file, const char *path, struct scan_store *store)
{
	struct work *w = data;
	struct bundler *b = w->b;
	mailstore_look(&b->stores, b->tree, b->partial, folder_of(w->members[file].path, b->arena), path, store, b->arena);
	/* One that is named in full is known to people by that name. */
	if (strcmp(store->path, path) != 0)
		store->path = shown_path(b, store->path);
}

static void
put_into_scan(struct work *w, enum confine_outcome outcome, struct ma_str said)
{
	struct replay replay = {
		.scan = w->b->scan,
		.plugin = w->bundle->plugin,
		/* A single file that is a bundle by itself (a registry export) names no profile. */
		.profile = w->bundle->n && str_cmp(w->bundle->profile, w->bundle->hits[0]->path) == 0 ? NULL : w->bundle->profile,
		.user = w->bundle->user,
		.n_files = w->n,
		.files = arena_alloc(w->b->arena, (w->n + 1) * sizeof *replay.files),
		.arena = w->b->arena,
		.look = look_at_store,
		.look_data = w,
	};
	for (size_t i = 0; i < w->n; i++)
		replay.files[i] = w->members[i].file;
	replay_into_scan(&replay, outcome, said);
}

/* Is there a parser for it?  If not, the files stay unread and a note says why. */
static bool
ready(struct work *w)
{
	const char *why;
	w->parser = loader_parser(w->b->plugins, w->bundle->plugin, &why);
	if (w->parser)
		return true;
	for (size_t i = 0; i < w->n; i++)
		w->b->scan->files[w->members[i].file].status = FILE_UNREADABLE;
	scan_add_note(w->b->scan, MA_NOTE_PLUGIN, w->bundle->plugin->name, w->members[0].file, 0, why);
	return false;
}

void
bundle_scan(struct bundler *b, const struct bundle *bundle)
{
	struct work w = { .b = b, .bundle = bundle };
	bool own = false;
	for (size_t i = 0; i < bundle->n; i++) {
		const struct hit *hit = bundle->hits[i];
		if (hit->live) {
			add_live(&w, hit);
			own |= hit->profile != NULL;
			continue;
		}
		struct tree_stat stat = tree_stat(b->tree, hit->path);
		if (hit->profile && stat.kind == TREE_FILE && seen_find(b, bundle->plugin, stat.device, stat.inode)->plugin)
			continue; /* an earlier bundle had it: as a file it wanted, or through another path */
		size_t before = w.n;
		(void)open_member(&w, hit->source, hit->path, NULL);
		own |= hit->profile && w.n > before;
	}
	if (own && ready(&w)) {
		struct ma_str said;
		enum confine_outcome outcome;
		for (int round = 0;; round++) {
			struct bundle_load load = { b, bundle->plugin, w.parser, w.members, w.n, NULL };
			struct confine_job job = { bundle_prepare, bundle_run, bundle_pack, &load, 0 };
			for (size_t i = 0; i < w.n; i++)
				job.input_bytes += w.members[i].source && w.members[i].source->base == MA_REGISTRY ? 0 : (uint64_t)w.members[i].size;
			outcome = confine_run(&job, &said);
			if (outcome != CONFINE_DONE || !answer_wants(&w, said))
				break;
			if (round == MAX_ROUNDS) {
				scan_add_note(b->scan, MA_NOTE_LIMIT, bundle->plugin->name, w.members[0].file, 0, NULL);
				break;
			}
			free((char *)said.p);
		}
		note_outside(&w);
		put_into_scan(&w, outcome, said);
		free((char *)said.p);
	}
	for (size_t i = 0; i < w.n; i++)
		if (w.members[i].fd >= 0)
			close(w.members[i].fd);
}
