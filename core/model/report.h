/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report: scans, the mailboxes they meet in, and what is to be said of them.
 */
#ifndef MODEL_REPORT_H
#define MODEL_REPORT_H

#include "base/err.h"
#include "model/finding.h"

/* What becomes of a message that arrives on day 0, if every client checks daily. */
struct life_client {
	const struct account *account; /* or NULL: */
	const struct policy_external *external;
	bool keeps_copy; /* surely has it after it is gone from the server */
	bool removes_some; /* filters or limits of it remove a part of the mail, whatever becomes of the rest */
	bool unknown; /* its behaviour is not known: nothing below holds for certain */
	int64_t loses_after_days; /* LIFE_NEVER */
	int64_t misses_if_away_days; /* away this long, it never sees the message; LIFE_NEVER */
};

enum { LIFE_NEVER = -1 };

struct life {
	int64_t gone_after_days; /* from the server; 0 at the first fetch; LIFE_NEVER */
	bool unknown; /* a client that may remove earlier is unknown; gone_after_days is then the latest */
	const struct life_client **removed_by; /* those who remove it on that day */
	size_t n_removed_by;
	bool bounded; /* somebody removes: the mailbox does not grow for ever */
	struct life_client *clients; /* in the order of the mailbox's accounts, then externals */
	size_t n_clients;
};

enum mailbox_status { MAILBOX_CLEAN, MAILBOX_FAIL, MAILBOX_UNKNOWN, MAILBOX_STATUS_COUNT };
extern const char *const mailbox_status_words; /* "clean fail unknown" */

struct report_mailbox {
	const struct mailbox *mailbox;
	enum mailbox_status status;
	struct life life;
};

/* Is the workstation heard of, and could all be read? */
struct coverage {
	const struct scan *scan;
	size_t n_clients; /* plugins that found files */
	size_t n_accounts;
	size_t n_unread; /* files and notes that leave settings unseen */
};

struct report_note {
	enum ma_note kind;
	const struct scan *scan; /* NULL: of the report itself */
	const struct scan_note *note; /* NULL: */
	const char *text; /* free text of the report's own notes */
};

enum gate_verdict { GATE_PASS, GATE_FAIL, GATE_UNDETERMINED, GATE_VERDICT_COUNT };
extern const char *const gate_verdict_words; /* in that order, blank-separated */

/* Of a report that judges whether one workstation may go live. */
struct gate {
	const struct scan *candidate; /* NULL: this is no gate's report */
	enum gate_verdict verdict;
	enum severity at_least; /* findings of the candidate from this severity on decide */
	bool stale; /* nothing, or nothing new enough, is known of the others */
};

/* Settings that are judged as if they were other than they are. */
struct supposition {
	const char *reference; /* as given: account_matches */
	struct supposed_change {
		const struct account *account;
		struct fact from, to;
		bool from_unset, to_unset; /* it was not there, is not there: no limit, none */
	} *changes;
	size_t n_changes;
};

struct report {
	struct arena arena; /* owns all but the scans' own memory */
	const char *generated; /* ISO 8601 UTC or NULL */
	struct policy policy;
	const struct report *baseline; /* what was known before, or NULL; not owned, must outlive this one */
	const struct report *replaced; /* workstations that one of these takes the place of, and: */
	const struct scan *successor; /* that one; both NULL, not owned */
	bool blind; /* something that is not here could not be read: no mailbox is clean */
	bool lone; /* one workstation's own view: that others are missing is no news */
	struct scan **scans; /* owned; by workstation name, id */
	size_t n_scans;
	struct mailboxes mailboxes;
	struct report_mailbox *results; /* one for each mailbox, same order */
	struct finding *findings; /* by status, severity falling, rule, mailbox */
	size_t n_findings;
	struct gone *gone; /* what the baseline's findings had and these have not; in the order of those */
	size_t n_gone;
	struct coverage *coverage; /* one for each scan */
	struct report_note *notes;
	size_t n_notes;
	struct gate gate;
	struct supposition *supposed; /* none: this is the real world */
	size_t n_supposed;
	unsigned texts; /* languages, 1 << enum lang: whose sentences data carries besides English ids and sentences */
};

struct report *
report_new(void);
/* Frees the scans too. */
void
report_free(struct report *report);

/* Takes the scan over. */
void
report_add_scan(struct report *report, struct scan *scan);

/* Orders scans and keeps of each workstation the newest run; the others are
 * freed and noted.  The same run given twice is one, without a note.  Several
 * workstations of one id are told apart, and noted: see settle.c. */
void
report_settle(struct report *report);

void
report_add_note(struct report *report, enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text);

/* The same of the report as a whole, where TEXT is "WHAT (first in ORIGIN)", of
 * which WHAT is noted once: false when one of the last notes says it already. */
bool
report_note_once(struct report *report, enum ma_note kind, const char *text);

/* Are there findings of this status at or above the severity? */
bool
report_has(const struct report *report, enum finding_status status, enum severity at_least);

/* Clean, findings or undetermined: how a judged report ends when findings count from that severity on. */
enum exit_status
report_outcome(const struct report *report, enum severity at_least);

#endif
