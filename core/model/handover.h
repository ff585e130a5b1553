/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hand-over: what lies on a workstation and nowhere else, before it is
 * replaced or its owner leaves, and what the next one gets by itself.
 */
#ifndef MODEL_HANDOVER_H
#define MODEL_HANDOVER_H

#include "model/report.h"

/* Is the mail of a place anywhere else?  From bad to good. */
enum hand_fate {
	HAND_ONLY_HERE,
	HAND_PARTLY_HERE, /* some of it is on the server too */
	HAND_UNKNOWN,
	HAND_ON_SERVER, /* a copy: it comes by itself */
	HAND_EMPTY,
	HAND_FATE_COUNT
};
extern const char *const hand_fate_words; /* in that order, blank-separated */

/* Why. */
enum hand_reason {
	HAND_NO_ACCOUNT, /* no server knows of it */
	HAND_TAKES, /* the client removes from the server what it fetches */
	HAND_OTHERS_TAKE, /* another client does */
	HAND_DELIVERED, /* the account puts what arrives into a file and off the server */
	HAND_DAYS, /* after some days it goes from the server */
	HAND_KEEPS, /* what was fetched stays on the server; what was sent or sorted does not come back from there */
	HAND_UNSAID, /* what becomes of it on the server is not known */
	HAND_MISSING, /* the client names a file, and it is not there */
	HAND_NO_PLACE, /* where the mail lies is not known */
	HAND_NOT_LOOKED, /* the scan was made by a version that does not look */
	HAND_COPY, /* the client shows what is on the server */
	HAND_NOTHING, /* there is no mail */
	HAND_REASON_COUNT
};
extern const char *const hand_reason_words;

/* A data file and the most that can be in one. */
enum hand_limit { HAND_LIMIT_NONE, HAND_LIMIT_NEAR, HAND_LIMIT_OVER, HAND_LIMIT_COUNT };
extern const char *const hand_limit_words;

/* What to answer when an import asks about duplicates. */
enum hand_choice {
	HAND_CHOICE_NONE, /* nothing is imported */
	HAND_CHOICE_ALLOW, /* all is imported: there is nothing yet to be twice */
	HAND_CHOICE_SKIP, /* what is there already is not: it comes from the server again */
	HAND_CHOICE_COUNT
};
extern const char *const hand_choice_words;

/* What comes from the server once more, because the new client has not fetched it. */
enum hand_again { HAND_AGAIN_NOTHING, HAND_AGAIN_DAYS, HAND_AGAIN_ALL, HAND_AGAIN_UNKNOWN, HAND_AGAIN_COUNT };
extern const char *const hand_again_words;

/* Does the account remember what it has fetched, in a list that can be copied? */
enum hand_memory { HAND_MEMORY_NONE, HAND_MEMORY_LISTED, HAND_MEMORY_UNKNOWN, HAND_MEMORY_COUNT };
extern const char *const hand_memory_words;

struct hand_account {
	const struct account *account;
	bool comes; /* what is on the server appears by itself once the account is set up */
	bool unsaid; /* its protocol is not known */
	enum hand_memory memory; /* of POP */
	const struct scan_store *list; /* of fetched messages, where it lies; or NULL */
	enum hand_again again;
	int64_t again_days;
	enum ma_fact *typed; /* facts that have to be typed in, in their order */
	size_t n_typed;
};

/* A place. */
struct hand_item {
	const struct scan_store *store; /* NULL: an account of which the place is not known */
	const struct account **accounts; /* whose mail it is; none: nobody's */
	size_t n_accounts;
	enum hand_fate fate;
	enum hand_reason reason;
	int64_t days; /* of HAND_DAYS; else -1 */
	bool unseen; /* it could not be looked at: how large it is nobody knows */
	enum hand_limit limit;
	int64_t most_bytes; /* that limit; -1: none */
	enum hand_choice choice;
};

/* What is to be done, in this order. */
enum hand_step {
	HAND_STEP_LOOK, /* what is not known is to be looked at first */
	HAND_STEP_LAST_CHECK, /* fetch a last time, then close the program for good */
	HAND_STEP_CONVERT, /* a file of the old form is full */
	HAND_STEP_SPLIT, /* a file is larger than the program opens */
	HAND_STEP_COPY,
	HAND_STEP_COMPARE,
	HAND_STEP_NOT_COPY, /* what need not be copied */
	HAND_STEP_OFFLINE, /* the new one must not check before it is ready */
	HAND_STEP_TYPE, /* accounts and passwords */
	HAND_STEP_LIST, /* the lists of fetched messages go along */
	HAND_STEP_IMPORT, /* first, into an empty file */
	HAND_STEP_RECEIVE_FIRST, /* before the import */
	HAND_STEP_GATE,
	HAND_STEP_RETIRE,
	HAND_STEP_COUNT
};
extern const char *const hand_step_words;

/* One workstation. */
struct hand_place {
	const struct scan *scan;
	struct hand_item *items; /* by fate, then the largest first */
	size_t n_items;
	struct hand_account *accounts;
	size_t n_accounts;
	size_t n_fate[HAND_FATE_COUNT];
	int64_t bytes; /* to be carried, as far as they are known */
	const char **silent; /* clients that have accounts and no place: whether they keep mail here nobody has said */
	size_t n_silent;
	size_t n_unread; /* files and settings that could not be read: what lies behind them is not here */
	bool steps[HAND_STEP_COUNT];
};

struct handover {
	struct hand_place *places; /* one for each scan */
	size_t n;
	bool carries; /* something is on no server, or may not be */
	bool unknown; /* something is not known */
};

/* Must it be taken along? */
bool
hand_item_is_carried(const struct hand_item *item);

#endif
