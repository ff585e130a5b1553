/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A gate's questions to a collector: what is known around the candidate's
 * mailboxes.
 */
#ifndef COMMAND_ASK_H
#define COMMAND_ASK_H

#include "command/command.h"

/* Is it the URL of a collector? */
bool
ask_is_url(const char *against);

/* Adds the scans around the candidate's accounts to BEFORE, takes the centre's policy where
 * none was given, and says in *REST what else is known.  A centre that cannot be
 * asked, or not completely, is a note of BEFORE and stale: then nobody passes.
 * False and call->err for what is wrong here: an option, a file. */
bool
ask_others(struct call *call, const char *url, const struct scan *candidate, struct report *before, struct store_rest *rest);

#endif
