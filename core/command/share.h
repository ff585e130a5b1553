/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leaves the workstation: a scan less what nobody else needs to know, and
 * what can be judged of that.
 */
#ifndef COMMAND_SHARE_H
#define COMMAND_SHARE_H

#include "command/command.h"

struct share {
	struct report *report; /* over the reduced scan */
	const struct scan *scan; /* that one; the report's */
};

/* Reduces the scan, which must outlive it as BASELINE (or NULL) must, by the call's policy.  False and call->err. */
bool
share_open(struct share *share, struct call *call, const struct scan *scan, struct report *baseline);
void
share_fini(struct share *share);

/* The document's bytes; malloc'd.  NULL and call->err. */
char *
share_bytes(struct call *call, const struct share *share, size_t *n);

#endif
