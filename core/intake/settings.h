/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What whoever looks after this workstation has set for all its users: the
 * collector, the certificates it is known by, and so on.
 *
 * Linux, macOS: /etc/mailaccord/settings, or the file that MAILACCORD_SETTINGS
 * names: lines of a name, blanks and a value; "#" begins a line that says
 * nothing.  Windows: texts of the registry's key HKLM\Software\mailaccord.
 */
#ifndef INTAKE_SETTINGS_H
#define INTAKE_SETTINGS_H

#include "base/arena.h"
#include "base/err.h"

/* The value of that name, the arena's; NULL when nothing is set.  NULL and *ERR
 * when it cannot be read, or when others than the administrator could have
 * written it. */
const char *
settings_get(const char *name, struct arena *arena, struct err *err);

/* Where they stand, for messages; the arena's. */
const char *
settings_place(struct arena *arena);

/* The enrolment secret that was laid ready when the program was installed, for
 * the first who may read it; the arena's.  NULL: there is none, or not for us.
 * Only on Windows; elsewhere a file does. */
const char *
settings_secret(struct arena *arena);

/* It has served. */
void
settings_forget_secret(void);

#endif
