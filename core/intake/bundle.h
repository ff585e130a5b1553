/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bundle is what one plugin is shown at once: the files of one profile (or
 * of one data folder with all its profiles), those that belong to all
 * profiles, and those that these files name.  Opened, given to the plugin in
 * confinement, and what it says put into the scan.
 */
#ifndef INTAKE_BUNDLE_H
#define INTAKE_BUNDLE_H

#include "intake/discover.h"
#include "intake/mailstore.h"
#include "model/scan.h"

/* What all bundles of a scan share. */
struct bundler {
	const struct loader *plugins;
	const struct tree *tree;
	bool partial; /* the tree is a part of a file system: absolute paths may lie outside */
	const char *codepage; /* for old registry exports, or NULL */
	const char *prefix; /* put before paths for people: "", "/" or a folder given */
	const char *top; /* the top's own name, which plugins see before a file that lies directly in it */
	const struct home *homes; /* paths below these are shown as "~/..." */
	size_t n_homes;
	struct scan *scan;
	struct arena *arena; /* scratch */
	struct seen *seen; /* files met, by plugin */
	size_t n_seen, cap_seen;
	struct mailstores stores;
};

/* The hits of one bundle: those of a profile first. */
struct bundle {
	const struct ma_plugin *plugin;
	const char *profile; /* folder below the top, or NULL */
	const char *user;
	const struct hit **hits;
	size_t n;
};

/* Parses the bundle into the scan.  A bundle whose own files were all part of
 * an earlier one of this plugin is passed over. */
void
bundle_scan(struct bundler *bundler, const struct bundle *bundle);
void
bundler_fini(struct bundler *bundler);

#endif
