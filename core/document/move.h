/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a client's mail gets to another workstation (plugins/moves.def).
 */
#ifndef DOCUMENT_MOVE_H
#define DOCUMENT_MOVE_H

#include "base/lang.h"

enum move_what {
	MOVE_TAKE, /* out of the old one */
	MOVE_BRING, /* into the new one */
	MOVE_MEMORY, /* what has been fetched already */
	MOVE_SETTINGS,
	MOVE_CHOICE_ALLOW, /* answers to the question about duplicates */
	MOVE_CHOICE_SKIP,
	MOVE_CHOICE_REPLACE,
	MOVE_COUNT
};

/* The text in the language; NULL when it is not known.  CLIENT (may be NULL) counts before PLUGIN. */
const char *
move_text(const char *client, const char *plugin, enum move_what what, enum lang lang);

#endif
