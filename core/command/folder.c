/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each worker has a buffer, a reader and a report of its own; who read which
 * file shows nowhere, since what was read is taken in the order of names.
 */
#include "command/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

enum { PIECE = 32, FIRST_BYTES = 16 * 1024, LARGE_BYTES = 64 << 20, SEVERAL = 2000 };

struct worker {
	struct document_reader *reader;
	struct report *report;
	struct arena scratch;
	char *bytes;
	size_t room;
};

struct reading {
	struct folder *folder;
	struct worker workers[POOL_MOST_WORKERS];
	void (*progress)(const char *path, size_t done, size_t all);
};

static bool
is_document(const char *name)
{
	return name[0] != '.' && (str_ends(name, ".json") || str_ends(name, ".ndjson"));
}

/* Reads a regular file that is not too large into the worker's buffer; -1 for all others. */
static ssize_t
read_bytes(struct worker *w, int folder, const char *name)
{
	struct stat st;
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) || st.st_size > LARGE_BYTES)
		return -1;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	/* It may have been replaced meanwhile. */
	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > LARGE_BYTES)) {
		close(fd);
		return -1;
	}
	size_t n = 0;
	ssize_t k = -1;
	while (fd >= 0) {
		if (w->room < n + 1 || w->room < (size_t)st.st_size + 1) {
			w->room = w->room ? w->room * 2 : FIRST_BYTES;
			w->bytes = xrealloc(w->bytes, w->room);
			continue;
		}
		k = read(fd, w->bytes + n, w->room - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			break;
		n += (size_t)k;
		/* No more is asked for when that is what it has, but when it has grown. */
		if (n == (size_t)st.st_size)
			break;
		if (n > LARGE_BYTES)
			k = -1;
		if (k < 0)
			break;
	}
	if (fd >= 0)
		close(fd);
	return fd < 0 || k < 0 ? -1 : (ssize_t)n;
}

static void
read_entry(struct reading *r, struct worker *w, struct folder_entry *e)
{
	struct folder *f = r->folder;
	struct err err = { 0 };
	ssize_t n = is_document(e->name) ? read_bytes(w, f->tree.fd, e->name) : -1;
	if (n < 0)
		return;
	const char *slash = str_ends(f->path, "/") ? "" : "/";
	const char *origin = arena_printf(&w->scratch, "%s%s%s", f->path, slash, e->name);
	e->read = true;
	e->kind = DOCUMENT_SCAN;
	if (!document_reader_scans(w->reader, w->bytes, (size_t)n, origin, w->report, &err)) {
		e->kind = document_kind(w->bytes, (size_t)n);
		e->trouble = arena_strdup(&w->report->arena, err.text);
	}
	struct report *report = w->report;
	e->scans = report->scans;
	e->n_scans = (uint32_t)report->n_scans;
	e->notes = report->notes;
	e->n_notes = (uint32_t)report->n_notes;
	/* The next finds an empty report: what it says does not depend on what was read before it. */
	report->scans = NULL;
	report->notes = NULL;
	report->n_scans = report->n_notes = 0;
	arena_clear(&w->scratch);
}

static void
read_piece(void *context, size_t worker, size_t from, size_t to)
{
	struct reading *r = context;
	struct worker *w = &r->workers[worker];
	struct folder *f = r->folder;
	if (!w->reader) {
		w->reader = document_reader_new();
		f->read[worker] = w->report = report_new();
	}
	for (size_t i = from; i < to; i++)
		read_entry(r, w, &f->entries[i]);
	if (worker == 0 && r->progress && f->n >= SEVERAL)
		r->progress(f->entries[from].name, from, f->n);
}

bool
folder_open(struct folder *folder, const char *path, struct err *err)
{
	*folder = (struct folder){ .path = path };
	if (!tree_init(&folder->tree, path, err))
		return false;
	const char **names = tree_list(&folder->tree, "", &folder->arena, &folder->n, NULL);
	folder->entries = arena_alloc(&folder->arena, (folder->n + 1) * sizeof *folder->entries);
	for (size_t i = 0; i < folder->n; i++)
		folder->entries[i].name = names[i];
	return true;
}

void
folder_read(struct folder *folder, void (*progress)(const char *path, size_t done, size_t all))
{
	struct reading r = { .folder = folder, .progress = progress };
	pool_run(pool_workers(folder->n, PIECE), folder->n, PIECE, read_piece, &r);
	if (progress && folder->n >= SEVERAL)
		progress(NULL, folder->n, folder->n);
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++) {
		document_reader_free(r.workers[i].reader);
		arena_fini(&r.workers[i].scratch);
		free(r.workers[i].bytes);
	}
	for (size_t i = 0; i < folder->n; i++) {
		const struct folder_entry *e = &folder->entries[i];
		folder->documents |= e->read && (e->kind == DOCUMENT_SCAN || e->kind == DOCUMENT_SCANS);
	}
}

void
folder_close(struct folder *folder)
{
	for (size_t i = 0; i < folder->n; i++)
		for (size_t k = 0; k < folder->entries[i].n_scans; k++)
			scan_free(folder->entries[i].scans[k]);
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++)
		report_free(folder->read[i]);
	arena_fini(&folder->arena);
	tree_fini(&folder->tree);
}

const char *
folder_inner(struct folder *folder, const struct folder_entry *entry)
{
	return arena_printf(&folder->arena, "%s%s%s", folder->path, str_ends(folder->path, "/") ? "" : "/", entry->name);
}

void
folder_take(struct folder_entry *entry, struct report *report)
{
	for (size_t i = 0; i < entry->n_scans; i++)
		report_add_scan(report, entry->scans[i]);
	for (size_t i = 0; i < entry->n_notes; i++)
		report_note_once(report, entry->notes[i].kind, entry->notes[i].text);
	entry->n_scans = 0;
}
