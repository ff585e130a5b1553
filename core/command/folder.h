/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder that somebody handed over: what is in it, and the documents that
 * lie directly in it, which are read by several threads at once.
 */
#ifndef COMMAND_FOLDER_H
#define COMMAND_FOLDER_H

#include "base/pool.h"
#include "document/document.h"
#include "intake/tree.h"
#include "model/report.h"

/* What was read of a file. */
struct folder_entry {
	const char *name;
	bool read; /* false: no regular file "*.json" or "*.ndjson"; or one that has to be looked at more closely */
	enum document_kind kind;
	struct scan **scans; /* of a scan document; the taker's */
	uint32_t n_scans, n_notes;
	struct report_note *notes;
	const char *trouble; /* one line, or NULL */
};

struct folder {
	const char *path;
	struct tree tree;
	struct arena arena;
	struct folder_entry *entries; /* by name, bytewise */
	size_t n;
	bool documents; /* there is a scan document directly in it */
	struct report *read[POOL_MOST_WORKERS]; /* by each worker: what entries point to */
};

/* False and *ERR when PATH, which must outlive it, is no folder. */
bool
folder_open(struct folder *folder, const char *path, struct err *err);

/* Reads the documents; what is said about them is in the language of now.
 * PROGRESS, which may be NULL, is called now and then. */
void
folder_read(struct folder *folder, void (*progress)(const char *path, size_t done, size_t all));

/* Frees what was not taken, too. */
void
folder_close(struct folder *folder);

/* Its path; the folder's memory. */
const char *
folder_inner(struct folder *folder, const struct folder_entry *entry);

/* Moves what was read of a scan document into the report. */
void
folder_take(struct folder_entry *entry, struct report *report);

#endif
