/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within registry only: the file of an export.
 */
#ifndef INTAKE_REGISTRY_SOURCE_H
#define INTAKE_REGISTRY_SOURCE_H

#include "intake/registry-form.h"

struct registry_source {
	int fd;
	uint64_t end; /* offset behind the last whole unit */
	struct registry_form form;
	size_t unit; /* bytes */
	bool failed;
	int error;

	uint64_t known; /* here no string is open */
	uint64_t quote_from, quote; /* the first quote at or behind quote_from; from UINT64_MAX: not looked for */
	bool quote_none; /* up to QUOTE there is none */
	uint64_t window_at;
	size_t window_n;
	uint8_t window[8192];
};

/* Reads up to N bytes from OFF, lowest byte of a unit first; how many there
 * were.  At most what the file still has: END is set back when it has shrunk. */
size_t
registry_source_read(struct registry_source *src, uint64_t off, uint8_t *to, size_t n);

/* Does the line that begins at OFF belong to a string that began on a line before? */
bool
registry_in_string(struct registry_source *src, uint64_t off);

#endif
