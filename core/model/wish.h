/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a new account is to be: the policy's settings, and where it is silent
 * what is known of the provider, or the choice that cannot lose mail.
 */
#ifndef MODEL_WISH_H
#define MODEL_WISH_H

#include "base/err.h"
#include "model/policy.h"

/* Why a fact is as it is. */
enum wish_from { WISH_NOWHERE, WISH_GIVEN, WISH_POLICY, WISH_PROVIDER, WISH_CHOSEN };

struct wish {
	struct account account; /* its client, its address, and the facts of policy_settings that are wanted */
	const char *person; /* name for mail that is sent */
	uint8_t from[MA_FACT_COUNT]; /* enum wish_from */
	const char *provider; /* the name of the one that is WISH_PROVIDER */
	const char *against; /* a sentence: what of it does harm, however much it is wanted, or NULL */
	int64_t against_days; /* of that sentence */
	const char *deleter; /* it removes mail, and the policy allows that to this account alone; or NULL */
};

/* Works out what POLICY wants of an account of ADDRESS.  GIVEN is what was
 * asked for in particular and goes before the policy (may be empty).  PERSON
 * may be NULL.  Control characters of a name become blanks.  False and *ERR
 * when something that cannot be chosen is said nowhere, or is no such thing.
 * Memory is the arena's; POLICY must outlive it. */
bool
wish_make(struct wish *wish, const struct policy *policy, const char *address, const char *person, const struct account *given, struct arena *arena,
    struct err *err);

#endif
