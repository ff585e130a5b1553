/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * profiles.ini and installs.ini of Mozilla programs: which profiles there are
 * and which of them is opened.  See mozprofiles.c.
 */
#ifndef KIT_MOZPROFILES_H
#define KIT_MOZPROFILES_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

struct mozprofile {
	struct ma_str name, path; /* as written; the list's */
	bool relative; /* PATH begins at the folder of profiles.ini */
	bool opens; /* the program opens it by itself */
	uint32_t name_line, path_line, opens_line; /* opens_line: of what says so */
};

struct mozprofiles {
	struct mozprofile *list;
	size_t n;
};

/* The profiles of INI; INSTALLS (NULL if there is none) counts only beside an
 * old profiles.ini.  False: INI could not be read.  Ended by mozprofiles_fini. */
bool mozprofiles_read(struct mozprofiles *profiles, struct ma_str ini, const struct ma_str *installs);

void mozprofiles_fini(struct mozprofiles *profiles);

#endif
