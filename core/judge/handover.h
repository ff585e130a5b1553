/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is to be carried from one workstation to the next.  What is not known is
 * never taken for nothing: it is a thing to look at.
 */
#ifndef JUDGE_HANDOVER_H
#define JUDGE_HANDOVER_H

#include "model/handover.h"

/* Of a judged report, whose arena owns it; linear but for sorting. */
void
handover_make(struct report *report, struct handover *out);

/* What becomes of the account's mail on the server, as far as this report tells: HAND_TAKES, HAND_OTHERS_TAKE,
 * HAND_DAYS (*DAYS), HAND_KEEPS, HAND_UNSAID; HAND_COPY where the account shows what is there.  RESULT: its mailbox, or NULL. */
enum hand_reason
handover_reason(const struct account *account, const struct report_mailbox *result, int64_t *days);

/* Is what that account has nowhere but here? */
enum hand_fate
handover_fate(enum hand_reason reason);

#endif
