/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of one message: who fetches it, who removes it, on which day it
 * is gone for whom.  The closed rule: with F the first check of a client while
 * the message is there, it removes it at F when it does not leave mail, at the
 * first check N days after F when it keeps for N days; the message is gone at
 * the earliest of these.  A POP client that saw it keeps its copy, an IMAP
 * client loses it.  What users delete by hand is not in the settings.
 */
#ifndef JUDGE_LIFE_H
#define JUDGE_LIFE_H

#include "model/report.h"

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* The life of a message in this mailbox; memory is the arena's.  Linear. */
void
life_of(const struct mailbox *mailbox, struct arena *arena, struct life *out);

/* Days a client leaves mail on the server after it has fetched it: 0 removes
 * at once, LIFE_NEVER never removes; *UNKNOWN when its settings do not tell.
 * What counts is what it does, not its protocol; days without a limit are the
 * absent fact, days said to be unknown are unknown. */
int64_t
life_ttl(const struct account *account, bool *unknown);
int64_t
life_ttl_external(const struct policy_external *external, bool *unknown);

/* Does the account remove mail from the server as it fetches it? */
enum truth
life_takes(const struct account *account);

/* Does its ageing of messages (retain_*) empty the server too? */
enum truth
life_ages_out(const struct account *account);

/* Is the fact there and said to be unknown?  (Not there at all is another
 * thing: for limits it means that there is none.) */
bool
fact_unsaid(const struct account *account, enum ma_fact fact);

#endif
