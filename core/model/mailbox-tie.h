/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which accounts can have to do with each other, told from each account alone:
 * so a store knows which mailboxes must be judged anew when one workstation
 * has changed, and judges these only.
 *
 * Two mailboxes that are in doubt with each other, or namesakes, share a tie
 * that is strong in at least one of them.  Mailboxes that are connected so, one
 * by one, are to be judged together, and nothing else has a say in them.
 */
#ifndef MODEL_MAILBOX_TIE_H
#define MODEL_MAILBOX_TIE_H

#include "model/mailbox.h"

struct mailbox_tie {
	const char *name;
	bool strong; /* else it binds only to those that have it strongly */
};

struct mailbox_ties {
	const char *mailbox; /* key, as in struct mailbox */
	struct mailbox_tie *all; /* in no order; the same may be there twice */
	size_t n;
};

/* What an account adds to its mailbox's ties.  Pure; memory is the arena's.
 * False when it is in no mailbox: not in use, or it names none. */
bool
mailbox_ties_of(const struct account *account, const struct policy *policy, struct arena *arena, struct mailbox_ties *out);

/* The ties that mailboxes known by this name have: a login, an address.  Those
 * of an address are there to be found by; they bind nobody. */
enum { TIES_OF_NAME = 2 };
void
mailbox_ties_of_name(const char *name, struct arena *arena, const char *ties[TIES_OF_NAME]);

/* A hash of what in the policy, and in this program, decides over keys and ties:
 * while it is the same, ties that were kept still hold. */
uint64_t
mailbox_ties_epoch(const struct policy *policy);

#endif
