/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that a rule may see.  A rule is a function over one mailbox: it blames
 * the accounts whose settings must change, doubts those whose settings are
 * unknown (never both of one account), and names victims.  Blame makes a
 * finding that fails, doubt one that is unknown; neither, and it passes.  It writes no prose, reads no clock, no
 * file, and does not know whether it runs on one workstation or at the centre.
 *
 * A new rule is a row in rules.def, a function, a folder of samples and a
 * paragraph in mailaccord-rules(7).
 */
#ifndef JUDGE_RULE_H
#define JUDGE_RULE_H

#include "base/date.h"
#include "base/str.h"
#include "judge/life.h"
#include "model/client.h"
#include "model/finding.h"
#include "model/provider.h"
#include "model/report.h"

struct judgement; /* one rule, one mailbox; audit.c's */

/* What a rule is asked about. */
enum scope {
	SCOPE_MAILBOX,
	SCOPE_WORKSTATION,
	SCOPE_REPORT, /* all workstations together, and the policy */
	SCOPE_UNDECIDED, /* nothing: what it would take is not known to any scan; the row says what (needs) */
};

/* What a rule function gets. */
struct matter {
	const struct mailbox *mailbox; /* NULL for a rule over workstations */
	const struct life *life; /* of that mailbox */
	const struct policy *policy;
	const struct scan *scan; /* of a rule over workstations */
	const struct report *report; /* of a rule over all */
	const struct baseline *baseline; /* see before() */
	const struct scan *successor; /* takes the place of others; or NULL */
	const struct report *replaced; /* whose place */
	const struct baseline *replaced_by_mailbox; /* see replaced_in_mailbox() */
};

#define for_each_account(a, mailbox) \
	for (size_t a##_i = 0; a##_i < (mailbox)->n_accounts; a##_i++) \
		for (const struct account *a = (mailbox)->accounts[a##_i]; a; a = NULL)
#define for_each_external(e, mailbox) \
	for (size_t e##_i = 0; e##_i < (mailbox)->n_externals; e##_i++) \
		for (const struct policy_external *e = (mailbox)->externals[e##_i]; e; e = NULL)

/* Is this what the account does?  Unknown facts give TRUTH_UNKNOWN. */
enum truth
fact_is(const struct account *account, enum ma_fact fact, const char *word);
enum truth
fact_yes(const struct account *account, enum ma_fact fact);

/* Three-valued "and". */
enum truth
truth_and(enum truth a, enum truth b);

/* Does the account, left to itself or in its user's hands, remove mail from
 * the server?  *EVIDENCE is the fact that says so, or that would have to. */
enum truth
deletes(const struct account *account, enum ma_fact *evidence);

/* The fact behind life_ttl. */
enum ma_fact
ttl_evidence(const struct account *account);

/* Is it the client that the policy names to do the deleting? */
bool
is_agreed_deleter(const struct mailbox *mailbox, const struct account *account);

/* The same account in the baseline (same workstation, same account id); NULL
 * when there is no baseline or it was not there. */
const struct account *
before(const struct matter *m, const struct account *account);

/* Accounts in the baseline of the mailbox with this key: *FIRST of them, in no
 * particular order; returns how many. */
size_t
before_in_mailbox(const struct matter *m, const struct account *const **first);

/* The same of the workstations whose place the successor takes. */
size_t
replaced_in_mailbox(const struct matter *m, const struct account *const **first);

/* Has the successor, whose account this is, lost what those it takes the place of remembered to have
 * fetched?  NO where they left nothing on the server. */
enum truth
memory_is_left_behind(const struct matter *m, const struct account *account);

/* Is the account's value known (or, where that is a value, not set) and another one
 * than most clients of the mailbox have?  Only for the facts of custom.c. */
bool
differs_from_most(const struct matter *m, const struct account *account, enum ma_fact fact);

/* Memory until the rule returns. */
struct arena *
scratch_of(struct judgement *j);

/* Accounts of the mailbox that have something in common, side by side: sorted
 * by the key that KEY gives them, then in account_order.  Key 0 leaves an
 * account out.  *N of them; scratch memory. */
struct keyed {
	uint64_t key;
	const struct account *account;
};
struct keyed *
keyed_accounts(const struct matter *m, struct judgement *j, uint64_t (*key)(const struct account *), size_t *n);
/* How many from the first on have its key. */
size_t
keyed_run(const struct keyed *first, size_t n);

/* A place whose mail no server has, or may have. */
struct place {
	const struct scan_store *store;
	enum truth only;
	int64_t room; /* bytes in it that may be what came from elsewhere */
};
/* Those of a workstation, the largest first; a place of several accounts is one, and fares like the worst of them.
 * *N of them; scratch memory. */
struct place *
places_of(struct judgement *j, const struct scan *scan, size_t *n);
/* Could it be looked at?  Is it known that there is no mail in it? */
bool
place_is_seen(const struct scan_store *store);
bool
place_is_empty(const struct scan_store *store);
/* NULL: it is nobody's. */
const struct account *
place_owner(const struct scan *scan, const struct scan_store *store);
/* Is the account's mail, or a part of it, nowhere but where this client keeps it?  STORE may be NULL. */
enum truth
keeps_only_copy(const struct account *account, const struct scan_store *store);

/* The policy's roster against the report's scans; scratch memory. */
struct roster;
struct roster *
roster_open(const struct matter *m, struct judgement *j);
/* The first of the *N scans of workstations with the device's name (or id; letter case is ignored). */
const struct scan *const *
roster_scans(const struct roster *roster, const struct policy_device *device, size_t *n);
/* Is the scan's workstation in the roster? */
bool
roster_lists(const struct roster *roster, const struct scan *scan);

/* Who sits there: workstation and operating-system account. */
uint64_t
seat_key(const struct account *account);

/* Does the list have items? Not there at all: it has none; said to be unknown: unknown. */
enum truth
has_items(const struct account *account, enum ma_fact fact);

/* Is there a limit?  Not there at all: none; said to be unknown: unknown. */
enum truth
has_limit(const struct account *account, enum ma_fact fact);

/* Does the account show what is on the server, so that deleting or moving here does so there? */
bool
shows_server(const struct account *account);

/* Blames or doubts, as TRUTH is. */
void
settle(struct judgement *j, const struct account *account, enum truth truth, enum ma_fact fact);

/* Does the policy name a deleter for this mailbox?  One named for the whole
 * site says nothing of everybody's own mailbox. */
bool
deleter_is_named(const struct matter *m);

/* Days from the date that a text begins with to the policy's today; false when one is no date. */
bool
days_since(const struct policy *policy, const char *date, int64_t *days);

/* This account (or external) must change; FACT is evidence, call again for more. */
void
blame(struct judgement *j, const struct account *account, enum ma_fact fact);
void
blame_external(struct judgement *j, const struct policy_external *external);
void
blame_workstation(struct judgement *j, const struct scan *scan);
/* Nobody's settings, but what the site has to agree on. */
void
blame_policy(struct judgement *j);
/* It cannot be told because this fact is unknown. */
void
doubt(struct judgement *j, const struct account *account, enum ma_fact fact);
void
doubt_external(struct judgement *j, const struct policy_external *external);
void
doubt_device(struct judgement *j, const struct policy_device *device);
/* For rules over workstations: a note is the evidence; NULL: the scan as such. */
void
doubt_note(struct judgement *j, const struct scan *scan, const struct scan_note *note);
/* This account suffers. */
void
victim(struct judgement *j, const struct account *account);
/* Every account of the mailbox that is not to blame suffers. */
void
victims_others(struct judgement *j);
/* This case is milder or worse than the row says. */
void
set_severity(struct judgement *j, enum severity severity);

/* The other half of a row of rules.def, in the order of rules (audit.h). */
struct rule_judge {
	enum scope scope;
	void (*judge)(const struct matter *m, struct judgement *j);
};
extern const struct rule_judge *const rule_judges;

/* The functions named in rules.def. */
#define RULE(id, code, severity, scope, function, ...) \
	void function(const struct matter *m, struct judgement *j);
#include "judge/rules.def"
#undef RULE

#endif
