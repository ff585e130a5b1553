/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keyed archives, the form in which Apple's programs put a value into a
 * database cell: a binary property list whose objects name each other.
 */
#ifndef KIT_KEYED_H
#define KIT_KEYED_H

#include "kit/plist.h"

/* Hands the archived value to SINK as plist_stream does a plain list's; nil is
 * not handed over.  BYTES that are no archive but a property list are read as
 * such.  The sink's calls are balanced whatever the end. */
enum plist_end keyed_stream(struct ma_str bytes, const struct plist_sink *sink);

#endif
