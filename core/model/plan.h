/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plan: the changes of settings that make each mailbox sound, in the order in
 * which they do no harm, what must be looked at first, and what no setting does.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/report.h"

/* Where a mailbox is to go. */
enum plan_pattern {
	PLAN_LEAST, /* no pattern: only what is wrong is changed */
	PLAN_REPRESENTATIVE, /* one client removes after some days, the others never */
	PLAN_IMAP, /* all by IMAP */
	PLAN_PATTERN_COUNT
};
extern const char *const plan_pattern_words; /* "least representative imap" */

/* What was asked for. */
struct plan_wish {
	bool given;
	enum plan_pattern pattern;
	const char *representative; /* account reference; NULL: the plan chooses */
};

struct plan_change {
	enum ma_fact fact;
	const char *to; /* as account_parse_fact reads it; NULL: no limit, none */
	bool locked; /* an administrator's file decides it */
};

/* What to mind at a step. */
enum plan_warning {
	PLAN_STOP_FIRST, /* it removes mail at each check: it must not check before it is changed */
	PLAN_BACKLOG, /* it has kept mail without limit: what is older than the new limit goes at its next check */
	PLAN_LOCAL_MAIL, /* the mail on the workstation stays in the old account: keep that until it is copied */
	PLAN_OLD_ACCOUNT, /* the old account must not fetch any more */
	PLAN_FETCHES_ALL, /* a new POP account fetches everything, and its days count from then */
	PLAN_ADMINISTRATOR, /* some of it is set by an administrator's file and must be changed there */
	PLAN_STAYS, /* from now on what is deleted here stays on the server */
	PLAN_AGAIN, /* when this is known, the plan must be made again */
	PLAN_WARNING_COUNT
};
extern const char *const plan_warning_words;

/* In the order in which steps are to be taken. */
enum plan_phase {
	PLAN_PHASE_STOP, /* clients that remove mail at once */
	PLAN_PHASE_LOOK, /* what nobody knows */
	PLAN_PHASE_RAISE, /* more days, before anything else is switched off */
	PLAN_PHASE_KEEP, /* nothing is removed any more */
	PLAN_PHASE_LIMIT, /* a new limit, when all others keep */
	PLAN_PHASE_MOVE, /* another protocol */
	PLAN_PHASE_OTHER,
	PLAN_PHASE_COUNT
};
extern const char *const plan_phase_words;

/* One visit to one account (or to a workstation whose settings could not be read). */
struct plan_step {
	size_t number; /* from 1, over all mailboxes */
	enum plan_phase phase;
	const struct scan *scan;
	const struct account *account; /* of the report; NULL: the workstation */
	const struct mailbox *mailbox; /* NULL with a workstation */
	struct plan_change *changes;
	size_t n_changes;
	enum ma_fact *looks; /* facts that are unknown and matter */
	size_t n_looks;
	const struct scan_note **notes; /* what could not be read */
	size_t n_notes;
	const struct rule **rules; /* that blame it */
	size_t n_rules;
	bool warnings[PLAN_WARNING_COUNT];
};

/* Why a finding stays. */
enum plan_reason {
	PLAN_NO_SETTING, /* no setting of a client does it: the rule's fix says what does */
	PLAN_EXTERNAL, /* it is a thing that is known from the policy only */
	PLAN_POLICY, /* the policy names another client */
	PLAN_UNSOLVED, /* it contradicts the pattern */
	PLAN_REASON_COUNT
};
extern const char *const plan_reason_words;

struct plan_left {
	const struct rule *rule;
	enum severity severity;
	enum plan_reason reason;
	const struct account **accounts; /* blamed, of the report */
	size_t n_accounts;
	const struct policy_external **externals;
	size_t n_externals;
};

struct plan_mailbox {
	const struct report_mailbox *result; /* of the report */
	enum plan_pattern pattern;
	const struct account *representative; /* with that pattern; NULL: there is none */
	bool sound; /* no failure of medium weight and above to begin with */
	bool unmatched; /* the representative asked for does not fetch this mailbox */
	size_t cost[PLAN_PATTERN_COUNT]; /* accounts that each pattern would change; SIZE_MAX: it does not make it sound */
	size_t n_changed; /* accounts that change */
	struct plan_left *left;
	size_t n_left;
	const struct account **keepers; /* who have kept mail: "leave" must not be switched off on them, not even once */
	size_t n_keepers;
};

struct plan {
	struct plan_wish wish;
	struct plan_mailbox *mailboxes; /* as the report's */
	size_t n_mailboxes;
	struct plan_step *steps; /* in order */
	size_t n_steps;
	size_t n_changed, n_looks; /* accounts */
};

#endif
