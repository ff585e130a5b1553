/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The preferences that count in one profile of a Mozilla mail program, from
 * all the files that set them.  See mozconfig.c.
 */
#ifndef KIT_MOZCONFIG_H
#define KIT_MOZCONFIG_H

#include "kit/prefstore.h"

/* What every room of this plugin needs: the call of parse. */
struct mozcall {
	const struct ma_host *host;
	struct ma_out *out;
	const struct ma_file *files;
	size_t n;
};

enum { MOZ_NO_FILE = UINT32_MAX };

/* The files of one profile, as indices; MOZ_NO_FILE where there is none. */
struct mozfiles {
	uint32_t prefs, user, compatibility;
};

struct mozconfig {
	const struct mozcall *call;
	struct mozfiles files;
	struct prefstore store;
	struct ma_str version; /* as written, the part before '_'; p NULL: unknown */
	struct ma_at version_at;
	struct ma_str program; /* folder of the program that last used the profile, or empty */
	int major; /* of the version; 0: unknown */
	uint32_t own_file; /* the file that stands for the profile */
	size_t n_mail; /* statements about mail in the profile's files */
	size_t n_other; /* others */
	bool damaged;
};

/* Reads everything.  Ended by mozconfig_fini. */
void mozconfig_load(struct mozconfig *config, const struct mozcall *call, struct mozfiles files);
void mozconfig_fini(struct mozconfig *config);

/* The last component of a path, and what stands before it without the '/'. */
struct ma_str mozpath_name(struct ma_str path);
struct ma_str mozpath_folder(struct ma_str path);

/* TEXT as a slice. */
struct ma_str mozpath_text(const char *text);

#endif
