/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within bundle only: the files of a bundle become what a plugin sees, in the
 * child process where it is run.
 */
#ifndef INTAKE_BUNDLE_LOAD_H
#define INTAKE_BUNDLE_LOAD_H

#include "intake/bundle.h"
#include "intake/record.h"
#include "intake/registry-tree.h"

/* One file of the bundle. */
struct member {
	const struct ma_source *source;
	const char *path; /* below the top */
	const char *asked;
	int fd;
	int64_t size;
	uint32_t file; /* index into the scan's files */
	struct registry_text registry; /* the child's */
	struct registry_root roots[2]; /* of a running system's registry */
	size_t n_roots;
	bool hive; /* the file's bytes are a registry that is no text */
	bool no_lines; /* the text was made for the parser: its lines are nobody's */
};

/* One call of a parser; what confine.h calls a job. */
struct bundle_load {
	const struct bundler *b;
	const struct ma_plugin *plugin;
	const struct ma_parser *parser;
	struct member *members;
	size_t n;
	struct ma_file *files; /* filled in by bundle_prepare */
};

/* Maps files and loads all that the parser needs of the C library. */
void
bundle_prepare(void *load);

/* Runs the parser over them. */
void
bundle_run(void *load, struct record_out *out);

/* The registry of file number I, which is no text, becomes the one that the parser sees. */
void
bundle_walk_registry(struct bundle_load *load, size_t i);

/* For a child process that shares no memory with this one (bundle-wire.c): packs
 * what bundle_prepare has prepared.  BYTES is malloc'd, the caller's. */
struct bundle_wire {
	char *bytes;
	size_t n, capacity;
};
void
bundle_pack(void *load, struct bundle_wire *wire);

/* Unpacks it there and runs the parser.  False when it is broken or the plugin is not to be had. */
bool
bundle_unpack_run(struct ma_str packed, const struct loader *plugins, struct record_out *out);

#endif
