/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has become of findings since the baseline.  A finding is the same when
 * rule and mailbox are; whom it blames may change.
 */
#ifndef MODEL_TREND_H
#define MODEL_TREND_H

#include <stdbool.h>
#include <stddef.h>

struct finding;
struct blame;

/* Of a finding that there is, and of each that it blames. */
enum trend {
	TREND_NONE, /* there is no baseline */
	TREND_NEW,
	TREND_WORSE, /* somebody is blamed who was not, it is graver, or what was in doubt or waived fails */
	TREND_OTHER, /* what failed is in doubt or waived now: neither better nor worse */
	TREND_BETTER, /* somebody has fixed it, others have not; or it is less grave */
	TREND_UNCHANGED,
	TREND_COUNT
};
extern const char *const trend_words; /* in that order, blank-separated */

/* Why somebody is not blamed any more.  Up to GONE_RETIRED it is fixed. */
enum gone_why {
	GONE_CHANGED, /* a setting is another one */
	GONE_REMOVED, /* the account is not there any more, nor is anything unread that may hold it */
	GONE_OTHERS, /* the account is as it was; others of the mailbox have changed */
	GONE_KNOWN, /* what was in doubt is known, and sound */
	GONE_RETIRED, /* the policy says that the machine is out of use */
	GONE_WAIVED,
	GONE_UNKNOWN, /* it cannot be told any more */
	GONE_SILENT, /* the workstation is not heard of: nothing is fixed by that */
	GONE_OTHERS_SILENT, /* nor by others that shared the mailbox not being heard of */
	GONE_COUNT
};
extern const char *const gone_words; /* in that order, blank-separated */

bool
gone_is_fixed(enum gone_why why);

/* A finding of the baseline, less those who are still blamed as they were. */
struct gone {
	const struct finding *was; /* in the baseline */
	const struct finding *left; /* what the rule still says of that mailbox (the gravest), or NULL */
	bool fixed; /* nothing is left, and for all of them there is a reason that fixes it */
	struct gone_blame {
		const struct blame *blame; /* in the baseline */
		const struct blame *now; /* it is still blamed, but only in doubt or waived; or NULL */
		enum gone_why why;
		const char *seen; /* when the scan began that last showed it; may be NULL */
		const char *since; /* when the first scan began that does not; NULL: there is none */
	} *who;
	size_t n_who;
};

#endif
