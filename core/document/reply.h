/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a workstation says to a collector beside its scans, and what it is told.
 */
#ifndef DOCUMENT_REPLY_H
#define DOCUMENT_REPLY_H

#include <stddef.h>

#include "base/arena.h"
#include "model/scan.h"

/* Members of an answer, fit for a message: short, without control characters.  NULL where they are not there. */
struct document_reply {
	const char *run; /* that was stored */
	const char *token; /* that was given */
	const char *reason; /* why not: a sentence */
};

/* Reads an answer; one that is no JSON object has no members.  The arena's. */
struct document_reply
document_read_reply(const char *bytes, size_t n, struct arena *arena);

/* The document with which a workstation asks for its own token; *N its bytes.  The arena's. */
const char *
document_enrol_request(const struct workstation *workstation, struct arena *arena, size_t *n);

#endif
