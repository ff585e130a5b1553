/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a plugin said becomes part of the scan: checked again, for the process
 * that said it is not trusted.
 */
#ifndef INTAKE_REPLAY_H
#define INTAKE_REPLAY_H

#include "intake/confine.h"
#include "model/scan.h"

struct replay {
	struct scan *scan;
	const struct ma_plugin *plugin;
	const char *profile; /* folder of the bundle, or NULL */
	const char *user; /* or NULL */
	uint32_t *files; /* of the bundle's files the index in the scan */
	size_t n_files;
	struct arena *arena; /* scratch */
	/* Looks at the store that file number FILE of the bundle calls PATH (nothing in it is zero): all of it but its owner.  NULL: nobody can. */
	void (*look)(void *data, uint32_t file, const char *path, struct scan_store *store);
	void *look_data;
};

/* Takes all records in SAID.  After a crash or a time-out nothing but the note is kept. */
void
replay_into_scan(const struct replay *replay, enum confine_outcome outcome, struct ma_str said);

#endif
