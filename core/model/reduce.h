/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of a scan leaves the workstation: the accounts that judging the targeted
 * addresses needs, the others as a number; people by pseudonyms.  Pure.
 *
 * What may belong to a target stays, also what only may: an account whose
 * settings do not tell its mailbox, a login that may be anybody's.  Which
 * mailboxes are whole all the same is reduce_covers.
 */
#ifndef MODEL_REDUCE_H
#define MODEL_REDUCE_H

#include "model/mailbox.h"

struct reduce {
	const struct policy *policy; /* its targets stay; none: all accounts do */
	/* Another name for a user of the workstation, lower case; the arena's.  NULL: names stay. */
	const char *(*alias)(const void *ctx, const char *user, struct arena *arena);
	const void *ctx;
};

/* The scan less what need not be known.  Shares memory with SCAN, which must
 * outlive it; the caller's to free.  What was reduced before stays so. */
struct scan *
scan_reduce(const struct scan *scan, const struct reduce *how);

/* Targets that all scans which withhold accounts were asked for, folded; *ANY tells whether there is such a scan. */
const char **
reduce_common_targets(struct scan *const *scans, size_t n_scans, struct arena *arena, size_t *n, bool *any);

/* Has no account been withheld that reaches the mailbox, or could be in doubt with it? */
bool
reduce_covers(const struct mailbox *mailbox, const char *const *targets, size_t n);

#endif
