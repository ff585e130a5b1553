/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Plugin files become plugins: the only room that loads code.  A plugin, or a
 * folder on its path, that others could have written is refused; what is
 * refused is told in one sentence, and the rest goes on.
 */
#ifndef INTAKE_LOADER_H
#define INTAKE_LOADER_H

#include <mailaccord/plugin.h>

#include "base/arena.h"
#include "base/err.h"

struct loader_plugin {
	const struct ma_plugin *plugin;
	const char *path; /* "(built in)" */
	struct ma_parser parser; /* once it is loaded */
	const char *broken; /* why it could not be; a sentence */
};

struct loader {
	struct arena arena;
	struct arena *scratch; /* the same, for what is loaded later */
	const char *folder; /* that was searched; NULL when built in */
	struct loader_plugin *plugins; /* by name */
	size_t n;
	const char **refused; /* sentences: "PATH: why" */
	size_t n_refused;
};

/* Loads all plugins of FOLDER; with NULL those of MAILACCORD_PLUGINS in the
 * environment (ignored when privileged) or else the compiled-in folder.  Built
 * with static plugins, these come first. Never fails: see refused. */
void
loader_init(struct loader *loader, const char *folder);
void
loader_fini(struct loader *loader);

/* The plugin's parser; loads the module it is in at the first call.  NULL and
 * *WHY, a sentence, when that module is not there, unsafe, or none. */
const struct ma_parser *
loader_parser(const struct loader *loader, const struct ma_plugin *plugin, const char **why);

/* A part of the program that is opened when it is needed, because the library
 * behind it is slow to load: the constant mailaccord_module_NAME of NAME.so in
 * the folder of modules (MAILACCORD_MODULES in the environment, ignored when
 * privileged; else the compiled-in folder), or of the program itself when it is
 * built with static plugins.  It stays loaded.  NULL and *ERR when it is not
 * there or others could have written it. */
const void *
loader_module(const char *name, struct err *err);

/* What the plugin declares that it can tell of FACT. */
enum ma_tells
loader_tells(const struct ma_plugin *plugin, enum ma_fact fact);

/* The plugin's table of files that it can write; NULL: none. */
const struct ma_writer *
loader_writers(const struct ma_plugin *plugin);

/* The sentence for a constant that cannot be used as plugin NAME, or NULL when all is well. */
const char *
loader_reason(const struct ma_plugin *plugin);

#endif
