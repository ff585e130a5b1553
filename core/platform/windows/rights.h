/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who else may do what to a file or a folder: what owner and mode say on other
 * systems.
 */
#ifndef PLATFORM_WINDOWS_RIGHTS_H
#define PLATFORM_WINDOWS_RIGHTS_H

#include <stdbool.h>
#include <windows.h>

enum {
	RIGHTS_READ = 1,
	RIGHTS_WRITE = 2, /* or replace it; in a folder: make, replace or remove files */
	RIGHTS_ADD_FOLDERS = 4,
};

/* What those may who are neither us nor the system nor its administrators (nor
 * the domain's).  *OWNER is 0 when one of these owns it, else 1.  What cannot be
 * told is taken for everything. */
unsigned
rights_of_others(HANDLE handle, bool folder, unsigned *owner);

/* Makes a folder that only we, the system and its administrators may use. */
bool
rights_make_folder(const wchar_t *path);

#endif
