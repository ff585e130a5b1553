/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of MAPI only what names a file: the sections of a profile that describe
 * stores, and the entry ids that point to them.
 */
#ifndef KIT_MAPI_H
#define KIT_MAPI_H

#include <stdbool.h>

#include "kit/grow.h"
#include "kit/regfile.h"

/* The store sections of one profile; all zero is empty. */
struct mapi {
	struct regfile *reg;
	uint32_t profile;
	struct grow_index entries, records; /* hash of the bytes to the section's key */
};

/* Reads the sections below the key PROFILE. */
void
mapi_init(struct mapi *mapi, struct regfile *reg, uint32_t profile);
void
mapi_fini(struct mapi *mapi);

/* The section that describes the store with this entry id; the one of a
 * folder's entry id; the one named by a 16-byte UID.  0 if there is none. */
uint32_t
mapi_by_entry(const struct mapi *mapi, struct ma_str entry_id);
uint32_t
mapi_by_folder(const struct mapi *mapi, struct ma_str folder_id);
uint32_t
mapi_by_uid(const struct mapi *mapi, struct ma_str uid);

/* The path of the data file a section names, and the line it stands on. */
bool
mapi_section_path(const struct mapi *mapi, uint32_t section, struct ma_str *path, uint32_t *line);

/* The first section (SECTION 0), or the next; 0 behind the last. */
uint32_t
mapi_next(const struct mapi *mapi, uint32_t section);

/* Is it the path of a data file that holds a copy of what is on a server? */
bool
mapi_is_copy(struct ma_str path);

/* The path within a store's entry id, as it was when the store was made. */
bool
mapi_entry_path(struct regfile *reg, struct ma_str entry_id, struct ma_str *path);

/* The text property NAME (eight hex digits) of a section. */
bool
mapi_text(struct regfile *reg, uint32_t section, const char *name, struct ma_str *text, uint32_t *line);

#endif
