/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sources and a tree make hits: files that some plugin wants to see.
 */
#ifndef INTAKE_DISCOVER_H
#define INTAKE_DISCOVER_H

#include "intake/loader.h"
#include "intake/registry-tree.h"
#include "intake/tree.h"

/* A file for a plugin. */
struct hit {
	const struct ma_plugin *plugin;
	const struct ma_source *source;
	size_t row; /* the source's number in the plugin's table */
	const char *path; /* below the tree's top */
	const char *profile; /* folder that makes the bundle; NULL: belongs to all of the plugin's bundles */
	const char *user; /* whose home it lies in, or NULL */
	const struct live_registry *live; /* no file but the registry of the running system */
	size_t score; /* components of the source's glob that fit */
};

struct hits {
	struct hit *all;
	size_t n;
	/* Folders and files that could not be looked into. */
	const char **denied;
	size_t n_denied;
	/* Folders that a user's things were moved to, and that are not there. */
	const char **missing;
	size_t n_missing;
	bool limited; /* more files than are looked through */
};

/* Looks where each system keeps things: in the homes of all users below the
 * tree's top and in system folders.  HOMES (may be NULL) names further homes,
 * each a path below the top, with user names beside. */
struct home {
	const char *path, *user;
	bool running; /* its registry is in use: its file is not to be read */
	/* Folders that lie elsewhere than in the home. */
	struct moved {
		enum ma_base base;
		const char *path; /* below the top */
	} *moved;
	size_t n_moved;
	const char **lost; /* such as nobody can tell where they are, in the system's words */
	size_t n_lost;
};
void
discover_system(const struct tree *tree, const struct loader *plugins, const struct home *homes, size_t n_homes, struct arena *arena,
    struct hits *hits);

/* Adds the registry of a running system. */
void
discover_registry(const struct loader *plugins, const struct live_registry *live, struct arena *arena, struct hits *hits);

/* Looks through everything below the top by name and, near the top, by content:
 * a folder that somebody copied or exported, however it lies there. */
void
discover_folder(const struct tree *tree, const struct loader *plugins, struct arena *arena, struct hits *hits);

/* One file that was named: by name, else by content; its neighbours of the
 * same bundle too.  PATH is below the top. */
void
discover_file(const struct tree *tree, const struct loader *plugins, const char *path, struct arena *arena, struct hits *hits);

/* Does the folder itself look like one workstation (or one home, or one profile), rather than
 * like a folder of several? */
bool
discover_is_workstation(const struct tree *tree, const struct loader *plugins, struct arena *arena);

/* Does the folder look like a disk or like a user's home, by the folders that systems have? */
bool
discover_is_system(const struct tree *tree, struct arena *arena);

/* The system whose signs the tree shows: "linux" "macos" "windows" or NULL. */
const char *
discover_system_name(const struct tree *tree, const struct hits *hits);

#endif
