/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings by the mailbox they concern, and how each mailbox fares, the worst
 * first: the order in which people want to read.
 */
#ifndef DOCUMENT_RANKING_H
#define DOCUMENT_RANKING_H

#include "document/charge.h"

/* How a mailbox fares, worst first. */
enum fate { FATE_LOST, FATE_FAIL, FATE_UNKNOWN, FATE_MINOR, FATE_CLEAN, FATE_COUNT };

struct ranking {
	const struct finding **all;
	size_t *start; /* by number of the mailbox; the last but one is "no mailbox" */
	struct rank {
		size_t mailbox; /* number in the report */
		enum fate fate;
		int severity; /* of its worst failure, -1 without one */
		bool accepted; /* clean but for something of weight that the site has accepted */
	} *ranks; /* one for each mailbox, worst first */
};

/* Memory is the arena's. */
void
ranking_make(const struct report *report, struct arena *arena, struct ranking *out);

/* Of one mailbox; of number mailboxes.n those that concern none. */
struct finding_list
ranking_findings(const struct ranking *ranking, size_t mailbox);

/* Of a gate's report only the candidate's mailboxes are shown. */
bool
ranking_shows(const struct report *report, const struct mailbox *mailbox);

/* "SETTINGS MUST CHANGE", in the language of now. */
const char *
words_of_fate(enum fate fate);

#endif
