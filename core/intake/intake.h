/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The loop of the intake: discover, read, parse, and parse again with what was
 * wanted.  What enters is a workstation, what leaves is a scan.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/err.h"
#include "intake/loader.h"
#include "model/scan.h"

struct intake {
	const struct loader *plugins;
	const char *root; /* a mounted disk or image instead of this workstation; or NULL */
	const char *const *paths; /* files and folders instead of it; none: this workstation */
	size_t n_paths;
	const char *name; /* of the workstation; NULL: from the machine, the image, or the first path */
	const char *tag; /* or NULL */
	const char *codepage; /* iconv name for old registry exports; NULL: told from the bytes */
	void (*progress)(const char *path, size_t done, size_t all); /* or NULL */
};

/* Scans.  NULL and *ERR when what was named does not exist or cannot be
 * entered; all other trouble is a note of the scan.  The caller frees it. */
struct scan *
intake_scan(const struct intake *intake, struct err *err);

/* Does this folder hold the files of one workstation, rather than folders of several? */
bool
intake_is_workstation(const char *path, const struct loader *plugins);

/* Does it look like a whole disk or a user's home, by the folders that systems have? */
bool
intake_is_system(const char *path);

#endif
