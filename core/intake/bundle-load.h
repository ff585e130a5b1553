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
	struct registry_tree hive; /* the child's; TREE NULL: it is none */
	bool unsupported; /* a hive, and nothing here can read it */
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

/* Maps files, opens hives and loads all that the parser needs of the C library. */
void
bundle_prepare(void *load);

/* Runs the parser over them. */
void
bundle_run(void *load, struct record_out *out);

#endif
