/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Within registry only: how an export is written.
 */
#ifndef INTAKE_REGISTRY_FORM_H
#define INTAKE_REGISTRY_FORM_H

#include "intake/registry.h"

/* How the file is written. */
struct registry_form {
	bool known;
	bool wide, swapped; /* UTF-16; its bytes are big-endian */
	bool regedit4;
	size_t start; /* bytes of a byte order mark */
};

/* Told from the first bytes of a file. */
struct registry_form
registry_form(const void *head, size_t n);

/* Do these last bytes of an export (a thousand characters will do; big-endian
 * ones turned round) show that more should follow: an open bracket or string, a
 * line that goes on?  An end that happens to fall between two lines does not show. */
bool
registry_ends_early(const void *tail, size_t n, bool wide);

/* Decides which code page the text of an export is in that was not WIDE, and
 * rewrites it as UTF-8; sets ansi_charset of any. */
void
registry_decode(struct registry_text *text, bool wide, const char *hint);

#endif
