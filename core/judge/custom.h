/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What most clients of a mailbox do alike: which folder is the trash, where
 * answers go.  Those who differ are the ones to change.
 */
#ifndef JUDGE_CUSTOM_H
#define JUDGE_CUSTOM_H

#include "model/mailbox.h"

/* Fills mailbox->usual; of values that are equally frequent the first in
 * alphabetical order.  Memory is the arena's.  Linear but for sorting. */
void
custom_find(struct mailbox *mailbox, struct arena *arena);

#endif
