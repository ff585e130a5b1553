/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finding is a rule that a mailbox (or a workstation) does not pass: whose
 * setting must change, on what evidence, and whom it hurts.
 */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "base/lang.h"
#include "model/trend.h"
#include "model/mailbox.h"

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL, SEVERITY_COUNT };
extern const char *const severity_words; /* in that order, blank-separated */

/* The setting that silences a rule; executable.  Values that a row cannot know
 * have a name that begins with '@'. */
struct advice {
	enum ma_fact fact;
	const char *value; /* as account_parse_fact reads it, or one of: */
};
#define ADVICE_KEEP_DAYS "@keep-days" /* what the mailbox's policy asks for */
#define ADVICE_CHECK_MINUTES "@check-minutes" /* often enough, and seldom enough for the provider and the others */
#define ADVICE_CONNECTIONS "@connections" /* one client's share of what the provider allows */
#define ADVICE_LOGIN "@login" /* as most clients have it */
#define ADVICE_RECENT_LOGIN "@recent-login" /* the same, behind "recent:" */
#define ADVICE_NO_LIMIT "@no-limit" /* the setting is off: the fact is taken away */
#define ADVICE_USUAL "@usual" /* what most clients of the mailbox have */
#define ADVICE_ADDRESS "@address" /* the mailbox's address */
enum { RULE_ADVICES = 3 };

/* One row of the catalogue (judge/rules.def), as everybody may see it.  Ids are
 * for ever; sentences are marked for translation. */
struct rule {
	const char *id; /* "pop-delete-on-download" */
	const char *code; /* "P01" */
	enum severity severity;
	const char *title; /* one line: what is wrong */
	const char *symptom; /* what people notice */
	const char *why; /* what happens and why, a paragraph */
	const char *fix; /* what to do, a sentence that begins with a verb */
	const char *sources; /* how we know */
	/* Applied together to each blamed account; fact MA_FACT_COUNT ends it.  A rule whose first is that is not
	 * silenced by a setting; its fix says what else is needed. */
	struct advice advice[RULE_ADVICES];
	bool only_unknown; /* it never fails, it only says that something is not known */
	bool never_unknown; /* it keeps silent about what is not known: too little hangs on it */
	const char *needs; /* of a rule that is not decided: what it would take; else NULL */
};

/* Days that mail must stay on the server: min_keep_days, or longer so that
 * everybody has looked again after the longest closure. */
int64_t
policy_keep_days(const struct policy_mailbox *policy);

/* Minutes between two checks of each POP client that leave room for all of them
 * and for what the provider asks for. */
int64_t
mailbox_check_minutes(const struct mailbox *mailbox);

/* Connections that each IMAP client may open so that all together keep within
 * what the provider allows; 1 at least. */
int64_t
mailbox_connections(const struct mailbox *mailbox);

/* The value in words that account_parse_fact reads; NULL: the setting is to be
 * off ("no limit").  Without a mailbox the advice itself where it is the mailbox's.  The arena's. */
const char *
advice_value(const struct advice *advice, const struct mailbox *mailbox, struct arena *arena);

/* Is there such a setting in the account at all?  IMAP accounts leave mail on
 * the server without saying so, but for fetchers that say. */
bool
advice_fits(const struct advice *advice, const struct account *account);

/* Changes the account as the rule advises; MAILBOX may be NULL.  False when
 * the rule has no advice for settings. */
bool
advice_apply(const struct rule *rule, const struct mailbox *mailbox, struct account *account, struct arena *arena);

enum finding_status { FINDING_FAIL, FINDING_UNKNOWN, FINDING_WAIVED, FINDING_STATUS_COUNT };
extern const char *const finding_status_words;

/* One of the blamed: an account, an external of the policy, a machine of its
 * roster that no scan came from, the policy itself, or (none of these) a
 * workstation as a whole.  Only of accounts and workstations there is a scan. */
struct blame {
	const struct scan *scan;
	const struct account *account;
	const struct policy_external *external;
	const struct policy_device *device;
	bool policy;
	enum ma_fact *evidence; /* facts of the account */
	size_t n_evidence;
	const struct scan_note **notes; /* evidence that is a note */
	size_t n_notes;
	enum trend trend; /* since the baseline */
};

struct finding {
	const struct rule *rule;
	enum severity severity; /* the rule's, unless the case is milder or worse */
	enum finding_status status;
	const struct mailbox *mailbox; /* NULL: concerns a workstation */
	struct blame *blame;
	size_t n_blame;
	const struct account **victims;
	size_t n_victims;
	const struct policy_waiver *waiver;
	bool candidates; /* of a gate: the candidate causes it or makes it worse */
	enum trend trend; /* since the baseline */
	const char *fingerprint; /* 16 hex digits: rule, mailbox key, blamed; stable over runs */
};

#endif
