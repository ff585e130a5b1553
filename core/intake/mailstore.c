/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heads of data files (.pst, .ost) as met, little endian:
 *
 *	0	"!BDN"
 *	8	"SM" of a .pst, "SO" of an .ost
 *	10	version: 14 and 15 ANSI; 23 and above Unicode
 *	168	ANSI: bytes in the file, 4	184	Unicode: bytes in the file, 8
 *
 * Limits: so many entries in all places of one tree, so many folders deep.
 */
#include "intake/mailstore.h"

#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/str.h"
#include "intake/named.h"

enum { MAX_ENTRIES = 300000, MAX_DEPTH = 16 };

/* Which files are one message each. */
enum each { EACH_NONE, EACH_IN_CUR, EACH_NUMBER, EACH_SUFFIX };

static const struct {
	bool folder;
	enum each each;
	const char *suffix; /* of messages */
	const char *other; /* suffixes of what is no mail (indexes, lists), blank-separated, or NULL */
} rows[MA_STORE_KIND_COUNT] = {
	[MA_STORE_OTHER] = { .folder = true },
	[MA_STORE_MBOX] = { .folder = true, .other = ".msf .dat .html" },
	[MA_STORE_MAILDIR] = { .folder = true, .each = EACH_IN_CUR, .other = ".msf .dat .html" },
	[MA_STORE_MH] = { .folder = true, .each = EACH_NUMBER },
	[MA_STORE_EMLX] = { .folder = true, .each = EACH_SUFFIX, .suffix = ".emlx" },
	[MA_STORE_EML] = { .folder = true, .each = EACH_SUFFIX, .suffix = ".eml", .other = ".oeaccount .fol" },
	[MA_STORE_BMF] = { .folder = true, .other = ".idx .ini .dat .lst" },
	[MA_STORE_PST] = { .folder = false },
	[MA_STORE_OST] = { .folder = false },
	[MA_STORE_UIDL] = { .folder = false },
};

/* A path is looked at as one kind or another. */
struct mailstore_seen {
	uint64_t hash; /* of: */
	const char *path; /* below the top */
	struct scan_store store;
};

/* ---- the head of a data file ---- */

static uint64_t
little(const unsigned char *p, size_t n)
{
	uint64_t v = 0;
	while (n--)
		v = v << 8 | p[n];
	return v;
}

enum store_form
mailstore_form(const unsigned char *head, size_t n, int64_t size, bool *cut)
{
	enum { VERSION = 10, ANSI_SIZE = 168, UNICODE_SIZE = 184, MAX_ANSI = 15, MIN_UNICODE = 23 };
	*cut = false;
	if (n < MAILSTORE_HEAD_BYTES || memcmp(head, "!BDN", 4) != 0)
		return STORE_FORM_FOREIGN;
	uint64_t version = little(head + VERSION, 2);
	bool ansi = version == 14 || version == MAX_ANSI;
	if (!ansi && version < MIN_UNICODE)
		return STORE_FORM_UNKNOWN;
	uint64_t should = ansi ? little(head + ANSI_SIZE, 4) : little(head + UNICODE_SIZE, 8);
	*cut = size >= 0 && (uint64_t)size < should;
	return ansi ? STORE_FORM_ANSI : STORE_FORM_UNICODE;
}

static void
read_head(const struct tree *tree, const char *path, struct scan_store *store)
{
	unsigned char head[MAILSTORE_HEAD_BYTES];
	struct tree_stat stat;
	int fd = tree_open(tree, path, &stat);
	/* A program that has it open may keep others out: its size is known all the same. */
	if (fd < 0)
		return;
	ssize_t n = read(fd, head, sizeof head);
	if (n >= 0)
		store->form = mailstore_form(head, (size_t)n, stat.size, &store->cut);
	close(fd);
}

/* ---- what is in a folder ---- */

struct walk {
	struct mailstores *stores;
	const struct tree *tree;
	struct arena *arena;
	enum ma_store_kind kind;
	const char *folder; /* being looked at */
	struct scan_store *store;
	int64_t oldest, newest;
	bool any, any_message, missed;
	const char **inner; /* folders in it */
	size_t n_inner;
};

static bool
is_message(const struct walk *w, const char *name)
{
	switch (rows[w->kind].each) {
	case EACH_IN_CUR:
		return str_ends(w->folder, "/cur") || str_ends(w->folder, "/new");
	case EACH_NUMBER:
		return *name && strspn(name, "0123456789") == strlen(name);
	case EACH_SUFFIX:
		return str_ends(name, rows[w->kind].suffix);
	case EACH_NONE:
		break;
	}
	return false;
}

static bool
is_no_mail(const struct walk *w, const char *name)
{
	for (const char *p = rows[w->kind].other; p && *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " "), all = strlen(name);
		if (all >= n && memcmp(name + all - n, p, n) == 0)
			return true;
		p += n;
	}
	return false;
}

static bool
take_entry(void *data, const char *name, const struct tree_stat *stat)
{
	struct walk *w = data;
	if (w->stores->n_entries == MAX_ENTRIES) {
		w->missed = true;
		return false;
	}
	w->stores->n_entries++;
	if (stat->kind == TREE_FOLDER) {
		*(const char **)arena_grow(w->arena, &w->inner, &w->n_inner, sizeof *w->inner) = arena_printf(w->arena, "%s/%s", w->folder, name);
		return true;
	}
	/* What a link stands for may be mail, and lies elsewhere. */
	w->missed = w->missed || stat->kind != TREE_FILE;
	if (stat->kind != TREE_FILE || is_no_mail(w, name))
		return true;
	w->store->bytes += stat->size;
	w->store->files++;
	w->newest = !w->any || stat->modified > w->newest ? stat->modified : w->newest;
	w->any = true;
	if (is_message(w, name)) {
		w->store->messages++;
		w->oldest = !w->any_message || stat->modified < w->oldest ? stat->modified : w->oldest;
		w->any_message = true;
	}
	return true;
}

static void
look_through(struct walk *w, const char *folder, int depth)
{
	w->folder = folder;
	w->inner = NULL;
	w->n_inner = 0;
	struct tree_stat stat = tree_entries(w->tree, folder, take_entry, w);
	w->missed = w->missed || stat.kind != TREE_FOLDER;
	const char **inner = w->inner;
	size_t n = w->n_inner;
	w->missed = w->missed || (n && depth == MAX_DEPTH);
	for (size_t i = 0; i < n && depth < MAX_DEPTH; i++)
		look_through(w, inner[i], depth + 1);
}

static const char *
time_text(int64_t seconds, struct arena *arena)
{
	char text[DATE_TIME_BYTES];
	return arena_strdup(arena, date_of_seconds(seconds, text));
}

static void
look_at(struct mailstores *stores, const struct tree *tree, const char *path, const struct tree_stat *stat, struct scan_store *store, struct arena *arena)
{
	struct arena scratch = { 0 };
	struct walk w = { .stores = stores, .tree = tree, .arena = &scratch, .kind = store->kind, .store = store };
	if (stat->kind == TREE_FILE) {
		store->bytes = stat->size;
		store->newest = time_text(stat->modified, arena);
		if (store->kind == MA_STORE_PST || store->kind == MA_STORE_OST)
			read_head(tree, path, store);
		return;
	}
	store->bytes = store->files = 0;
	store->messages = rows[store->kind].each == EACH_NONE ? -1 : 0;
	look_through(&w, path, 0);
	store->status = w.missed ? STORE_PARTLY : STORE_FOUND;
	store->newest = w.any ? time_text(w.newest, arena) : NULL;
	store->oldest = w.any_message ? time_text(w.oldest, arena) : NULL;
	arena_fini(&scratch);
}

/* ---- where it is ---- */

struct finding_place {
	const struct tree *tree;
	struct arena *arena;
	bool folder; /* wanted */
	bool any_case; /* the system it was copied from did not care for letter case */
	struct tree_stat stat;
	const char *path;
};

/* The path as it is spelt here; NULL when there is nothing like it. */
static const char *
as_spelt(const struct tree *tree, const char *path, struct arena *arena)
{
	const char *found = "";
	for (const char *p = path + strspn(path, "/"); *p; p += strspn(p, "/")) {
		size_t k = strcspn(p, "/"), n, at = 0;
		const char *part = arena_copy(arena, p, k);
		const char **names = tree_list(tree, found, arena, &n, NULL);
		while (at < n && !str_same(names[at], part))
			at++;
		if (at == n)
			return NULL;
		found = arena_printf(arena, "%s%s%s", found, *found ? "/" : "", names[at]);
		p += k;
	}
	return found;
}

/* Of several that fit the one that changed last: the others are of older versions. */
static const char *
newest(struct finding_place *f, const char *pattern)
{
	size_t n;
	const char **paths = tree_glob(f->tree, pattern, f->arena, &n), *best = arena_strdup(f->arena, pattern);
	int64_t when = INT64_MIN;
	for (size_t i = 0; i < n; i++) {
		struct tree_stat stat = tree_stat(f->tree, paths[i]);
		if (stat.kind == TREE_FOLDER && stat.modified > when) {
			when = stat.modified;
			best = paths[i];
		}
	}
	return best;
}

static bool
try_place(void *data, const char *below)
{
	struct finding_place *f = data;
	f->path = strchr(below, '*') ? newest(f, below) : arena_strdup(f->arena, below);
	f->stat = tree_stat(f->tree, f->path);
	if (f->stat.kind == TREE_ABSENT && f->any_case) {
		const char *spelt = as_spelt(f->tree, below, f->arena);
		if (spelt && *spelt) {
			f->path = spelt;
			f->stat = tree_stat(f->tree, spelt);
		}
	}
	return f->stat.kind != TREE_ABSENT && f->stat.kind != TREE_OUTSIDE;
}

static const struct mailstore_seen *
seen_before(const struct mailstores *stores, const char *path, enum ma_store_kind kind)
{
	uint64_t hash = str_hash(STR_HASH_START, path);
	for (size_t i = 0; i < stores->n_seen; i++)
		if (stores->seen[i].hash == hash && stores->seen[i].store.kind == kind && strcmp(stores->seen[i].path, path) == 0)
			return &stores->seen[i];
	return NULL;
}

/* A file that was copied into the top of a folder, without the folders it was in. */
static bool
try_name_alone(struct finding_place *f, const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash && slash[1] && try_place(f, slash + 1);
}

void
mailstore_look(struct mailstores *stores, const struct tree *tree, bool partial, const char *folder, const char *path, struct scan_store *store,
    struct arena *arena)
{
	const struct named named = named_path(tree, path, folder, arena);
	struct finding_place f = { .tree = tree, .arena = arena, .folder = rows[store->kind].folder };
	f.any_case = named.absolute && named.path[0] != '/';
	*store = (struct scan_store){
		.kind = store->kind, .status = STORE_ABSENT, .bytes = -1, .files = -1, .messages = -1, .path = named.absolute || named.home ? path : named.below,
	};
	if (!named_try(&named, partial, try_place, &f) && !(partial && named.absolute && !f.folder && try_name_alone(&f, named.path))) {
		/* Who hands settings over may have left the mail where it is. */
		store->status = partial || named_is_outside(&named, partial, arena) ? STORE_OUTSIDE : STORE_ABSENT;
		return;
	}
	store->path = named.absolute ? path : f.path;
	bool right = f.stat.kind == (f.folder ? TREE_FOLDER : TREE_FILE);
	store->status = right ? STORE_FOUND : f.stat.kind == TREE_DENIED ? STORE_DENIED : STORE_OTHER;
	const struct mailstore_seen *before = right ? seen_before(stores, f.path, store->kind) : NULL;
	if (before) {
		const char *name = store->path;
		*store = before->store;
		store->path = name;
	} else if (right) {
		look_at(stores, tree, f.path, &f.stat, store, arena);
		struct mailstore_seen *seen = arena_grow(arena, &stores->seen, &stores->n_seen, sizeof *seen);
		*seen = (struct mailstore_seen){ str_hash(STR_HASH_START, f.path), f.path, *store };
	}
	/* The folder came along, with settings perhaps, and not one file of mail. */
	if (partial && f.folder && store->files == 0) {
		store->status = STORE_OUTSIDE;
		store->bytes = store->files = store->messages = -1;
	}
}
