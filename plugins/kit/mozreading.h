/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading one file of settings into a mozconfig; for mozconfig.c and mozpolicy.c.
 */
#ifndef KIT_MOZREADING_H
#define KIT_MOZREADING_H

#include "kit/mozconfig.h"

struct mozreading {
	struct mozconfig *config;
	uint32_t file, first_line; /* lines before the bytes */
	bool profile; /* prefs.js or user.js */
	bool check_only;
	unsigned errors, notes;
	uint32_t error_line;
	bool cut;
};

/* Notes trouble in the file, up to a number beyond which more says nothing new. */
void mozreading_note(struct mozreading *r, enum ma_note kind, uint32_t line, struct ma_str key);

/* Puts a setting into the store; its place is the file and v.at.line. */
void mozreading_put(struct mozreading *r, enum prefs_verb verb, struct ma_str name, struct prefstore_value v);

/* Is NAME one of the preferences that anybody asks for? */
bool mozreading_keeps(struct ma_str name);

/* Has file K this role, and does it belong to the program that uses the profile? */
bool mozreading_has_role(const struct mozconfig *config, size_t k, const char *role);

/* policies.json. */
void mozpolicy_read(struct mozconfig *config);

#endif
