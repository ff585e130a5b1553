/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is compared is not findings but charges: this rule, of this mailbox,
 * blames this account.  A charge of the baseline is there now, or there is a
 * reason why not; what is merely not seen any more is not fixed.
 */
#include "judge/changes.h"

#include <stdlib.h>
#include <string.h>

#include "judge/audit.h"
#include "judge/rule.h"

/* Something to be looked up by a hash of its name; those of one hash are compared. */
struct entry {
	uint64_t hash;
	struct finding *finding; /* of a charge and of a matter */
	struct blame *blame; /* of a charge */
	const struct scan *scan;
	const struct coverage *coverage; /* of the scan */
	const struct mailbox *mailbox;
};

struct entries {
	struct entry *all;
	size_t n;
};

/* A judged report as it is looked up. */
struct book {
	const struct report *report;
	struct entries charges, matters, scans, mailboxes;
	bool blind;
};

/* ---- names ---- */

static const char *
key_of(const struct finding *f)
{
	return f->mailbox ? f->mailbox->key : "";
}

/* As in the document: others of the same id may have been met at one time and not at another. */
static const char *
id_of(const struct scan *scan)
{
	return scan ? workstation_base_id(&scan->workstation) : "";
}

static bool
same_scan(const struct scan *a, const struct scan *b)
{
	return a == b || (a && b && workstation_same(&a->workstation, &b->workstation));
}

/* A rule over workstations judges each of them apart. */
static const struct scan *
place_of(const struct finding *f)
{
	return rule_judges[f->rule - rules].scope == SCOPE_WORKSTATION && f->n_blame ? f->blame[0].scan : NULL;
}

static bool
same_matter(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && strcmp(key_of(a), key_of(b)) == 0 && same_scan(place_of(a), place_of(b));
}

static uint64_t
matter_hash(const struct finding *f)
{
	return str_hash(str_hash(str_hash(STR_HASH_START, f->rule->id), key_of(f)), id_of(place_of(f)));
}

/* The name of what is neither a scan's nor an account's. */
static const char *
other_name(const struct blame *b)
{
	return b->external ? b->external->name : b->device ? b->device->name : b->policy ? "policy" : "";
}

static bool
same_blame(const struct blame *a, const struct blame *b)
{
	if (!same_scan(a->scan, b->scan) || strcmp(other_name(a), other_name(b)) != 0)
		return false;
	return strcmp(a->account ? a->account->id : "", b->account ? b->account->id : "") == 0;
}

static uint64_t
charge_hash(const struct finding *f, const struct blame *b)
{
	uint64_t hash = str_hash(matter_hash(f), id_of(b->scan));
	return str_hash(str_hash(hash, b->account ? b->account->id : ""), other_name(b));
}

/* ---- looking up ---- */

static int
by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	/* The gravest finding first: findings are in that order. */
	return (x->finding > y->finding) - (x->finding < y->finding);
}

static void
entries_sort(struct entries *entries)
{
	if (entries->n)
		qsort(entries->all, entries->n, sizeof *entries->all, by_hash);
}

/* The first of a hash; *N is how many there are. */
static const struct entry *
entries_find(const struct entries *entries, uint64_t hash, size_t *n)
{
	size_t low = 0, high = entries->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (entries->all[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	for (*n = 0; low + *n < entries->n && entries->all[low + *n].hash == hash;)
		++*n;
	return entries->all + low;
}

static void
book_open(struct book *book, const struct report *report, struct arena *scratch)
{
	*book = (struct book){ .report = report };
	for (size_t i = 0; i < report->n_findings; i++) {
		struct finding *f = &report->findings[i];
		*(struct entry *)arena_grow(scratch, &book->matters.all, &book->matters.n, sizeof(struct entry)) =
		    (struct entry){ .hash = matter_hash(f), .finding = f };
		for (size_t k = 0; k < f->n_blame; k++)
			*(struct entry *)arena_grow(scratch, &book->charges.all, &book->charges.n, sizeof(struct entry)) =
			    (struct entry){ .hash = charge_hash(f, &f->blame[k]), .finding = f, .blame = &f->blame[k] };
	}
	for (size_t i = 0; i < report->n_scans; i++)
		*(struct entry *)arena_grow(scratch, &book->scans.all, &book->scans.n, sizeof(struct entry)) = (struct entry){
			.hash = str_hash(STR_HASH_START, id_of(report->scans[i])), .scan = report->scans[i], .coverage = report->coverage ? &report->coverage[i] : NULL
		};
	for (size_t i = 0; i < report->mailboxes.n; i++)
		*(struct entry *)arena_grow(scratch, &book->mailboxes.all, &book->mailboxes.n, sizeof(struct entry)) = (struct entry){
			.hash = str_hash(STR_HASH_START, report->mailboxes.all[i].key), .mailbox = &report->mailboxes.all[i]
		};
	entries_sort(&book->charges);
	entries_sort(&book->matters);
	entries_sort(&book->scans);
	entries_sort(&book->mailboxes);
	for (size_t i = 0; i < report->n_notes; i++)
		book->blind = book->blind || note_rows[report->notes[i].kind].blind;
}

/* The charge against the same, on the same matter; NULL. */
static const struct entry *
find_charge(const struct book *book, const struct finding *f, const struct blame *b)
{
	size_t n;
	const struct entry *e = entries_find(&book->charges, charge_hash(f, b), &n);
	for (; n; e++, n--)
		if (same_matter(e->finding, f) && same_blame(e->blame, b))
			return e;
	return NULL;
}

/* The gravest finding on the same matter, of this STATUS or (FINDING_STATUS_COUNT) of any; NULL. */
static struct finding *
find_matter(const struct book *book, const struct finding *f, enum finding_status status)
{
	size_t n;
	const struct entry *e = entries_find(&book->matters, matter_hash(f), &n);
	for (; n; e++, n--)
		if (same_matter(e->finding, f) && (status == FINDING_STATUS_COUNT || e->finding->status == status))
			return e->finding;
	return NULL;
}

static const struct entry *
find_scan(const struct book *book, const struct scan *scan)
{
	size_t n;
	const struct entry *e = entries_find(&book->scans, str_hash(STR_HASH_START, id_of(scan)), &n);
	for (; n; e++, n--)
		if (same_scan(e->scan, scan))
			return e;
	return NULL;
}

static const struct mailbox *
find_mailbox(const struct book *book, const struct mailbox *mailbox)
{
	size_t n;
	const struct entry *e = entries_find(&book->mailboxes, str_hash(STR_HASH_START, mailbox->key), &n);
	for (; n; e++, n--)
		if (strcmp(e->mailbox->key, mailbox->key) == 0)
			return e->mailbox;
	return NULL;
}

static int
account_by_id(const void *id, const void *account)
{
	return strcmp(id, (*(struct account *const *)account)->id);
}

static const struct account *
find_account(const struct scan *scan, const char *id)
{
	struct account *const *found =
	    scan->n_accounts ? bsearch(id, scan->accounts, scan->n_accounts, sizeof *scan->accounts, account_by_id) : NULL;
	return found ? *found : NULL;
}

/* ---- why is it gone? ---- */

static bool
is_retired(const struct policy *policy, const struct scan *scan)
{
	for (size_t i = 0; i < policy->n_roster; i++) {
		const struct policy_device *d = &policy->roster[i];
		if (d->retired && (str_same(d->name, scan->workstation.name) || str_same(d->name, scan->workstation.id)))
			return true;
	}
	return false;
}

/* Is a part of what was known before not known now?  GONE_OTHERS_SILENT, GONE_UNKNOWN, or GONE_OTHERS: all is. */
static enum gone_why
lack_of(const struct book *now, const struct mailbox *was)
{
	const struct mailbox *is = find_mailbox(now, was);
	enum gone_why why = now->blind || (is && (!is->resolved || is->doubtful)) ? GONE_UNKNOWN : GONE_OTHERS;
	for_each_account(a, was) {
		const struct entry *e = find_scan(now, a->scan);
		if (!e && !is_retired(&now->report->policy, a->scan))
			return GONE_OTHERS_SILENT;
		if (e && e->coverage->n_unread && !find_account(e->scan, a->id))
			why = GONE_UNKNOWN;
	}
	return why;
}

static bool
fact_differs(const struct account *was, const struct account *is, enum ma_fact fact, struct arena *scratch)
{
	const char *before = fact_print(account_fact(was, fact), scratch), *after = fact_print(account_fact(is, fact), scratch);
	return !was->slot[fact] != !is->slot[fact] || strcmp(before, after) != 0;
}

/* Has the account all that the rule advises? */
static bool
follows_advice(const struct finding *f, const struct account *account, struct arena *scratch)
{
	bool any = false;
	for (size_t i = 0; i < RULE_ADVICES && f->rule->advice[i].fact != MA_FACT_COUNT; i++) {
		const struct advice *advice = &f->rule->advice[i];
		const struct fact *is = account_fact(account, advice->fact);
		if (!advice_fits(advice, account))
			continue;
		const char *value = advice_value(advice, f->mailbox, scratch);
		if (value ? is->state == MA_UNKNOWN || strcmp(fact_print(is, scratch), value) != 0 : account->slot[advice->fact] != 0)
			return false;
		any = true;
	}
	return any;
}

/* An account that is there before and now, and is not blamed any more. */
static enum gone_why
why_account(const struct finding *f, const struct blame *b, const struct account *is, enum gone_why lack, struct arena *scratch)
{
	static const enum ma_fact which[] = { MA_ENABLED, MA_PROTOCOL, MA_HOST, MA_LOGIN };
	bool differs = false, known = false;
	for (size_t i = 0; i < b->n_evidence; i++)
		known |= fact_unsaid(b->account, b->evidence[i]);
	if (follows_advice(f, is, scratch))
		return known ? GONE_KNOWN : GONE_CHANGED;
	/* What reaches another mailbox now, or none, does no harm to this one. */
	for (size_t i = 0; i < sizeof which / sizeof *which; i++)
		if (!fact_unsaid(is, which[i]) && fact_differs(b->account, is, which[i], scratch))
			return GONE_CHANGED;
	for (size_t i = 0; i < b->n_evidence; i++) {
		enum ma_fact fact = b->evidence[i];
		if (fact_unsaid(is, fact))
			return GONE_UNKNOWN;
		differs |= fact_differs(b->account, is, fact, scratch);
	}
	return lack != GONE_OTHERS ? lack : known ? GONE_KNOWN : differs ? GONE_CHANGED : GONE_OTHERS;
}

static enum gone_why
why_gone(const struct book *now, const struct finding *f, const struct blame *b, enum gone_why lack, struct arena *scratch)
{
	if (b->device)
		return is_retired(&now->report->policy, &(struct scan){ .workstation = { .id = "", .name = b->device->name } }) ? GONE_RETIRED : GONE_KNOWN;
	if (!b->scan)
		return lack;
	const struct entry *e = find_scan(now, b->scan);
	if (!e)
		return is_retired(&now->report->policy, b->scan) ? GONE_RETIRED : GONE_SILENT;
	if (!b->account)
		return f->status == FINDING_UNKNOWN ? GONE_KNOWN : GONE_CHANGED;
	const struct account *is = find_account(e->scan, b->account->id);
	if (!is)
		return e->coverage->n_unread ? GONE_UNKNOWN : GONE_REMOVED;
	return why_account(f, b, is, lack, scratch);
}

/* ---- comparing ---- */

/* As gate.c weighs: a failure is worse than a doubt, and anything is worse than what was waived. */
static const int badness[FINDING_STATUS_COUNT] = { [FINDING_WAIVED] = 0, [FINDING_UNKNOWN] = 1, [FINDING_FAIL] = 2 };

static void
find_gone(struct arena *arena, const struct book *now, struct finding *was, struct gone **all, size_t *n, struct arena *scratch)
{
	struct gone gone = { .was = was, .left = find_matter(now, was, FINDING_STATUS_COUNT) };
	enum gone_why lack = was->mailbox ? lack_of(now, was->mailbox) : GONE_OTHERS;
	bool fixed = !gone.left || gone.left->status == FINDING_WAIVED;
	for (size_t i = 0; i < was->n_blame; i++) {
		const struct blame *b = &was->blame[i];
		const struct entry *still = find_charge(now, was, b), *scan = b->scan ? find_scan(now, b->scan) : NULL;
		if (still && badness[still->finding->status] >= badness[was->status])
			continue;
		struct gone_blame *who = arena_grow(arena, &gone.who, &gone.n_who, sizeof *who);
		*who = (struct gone_blame){
			.blame = b,
			.now = still ? still->blame : NULL,
			.why = !still ? why_gone(now, was, b, lack, scratch) : still->finding->status == FINDING_WAIVED ? GONE_WAIVED : GONE_UNKNOWN,
			.seen = b->scan ? b->scan->started : NULL,
			.since = scan ? scan->scan->started : NULL,
		};
		fixed = fixed && gone_is_fixed(who->why);
	}
	if (!gone.n_who)
		return;
	gone.fixed = fixed && gone.n_who == was->n_blame;
	*(struct gone *)arena_grow(arena, all, n, sizeof gone) = gone;
}

static enum trend
compare(const struct finding *f, const struct entry *was)
{
	if (!was)
		return TREND_NEW;
	int d = badness[f->status] - badness[was->finding->status];
	if (d)
		return d > 0 ? TREND_WORSE : TREND_OTHER;
	d = (int)f->severity - (int)was->finding->severity;
	return d > 0 ? TREND_WORSE : d < 0 ? TREND_BETTER : TREND_UNCHANGED;
}

static void
find_trend(struct finding *f, const struct book *past)
{
	bool is[TREND_COUNT] = { false }, known = find_matter(past, f, f->status) != NULL;
	for (size_t i = 0; i < f->n_blame; i++) {
		const struct entry *was = find_charge(past, f, &f->blame[i]);
		is[f->blame[i].trend = compare(f, was)] = true;
		known = known || was;
	}
	f->trend = !known ? TREND_NEW : is[TREND_NEW] || is[TREND_WORSE] ? TREND_WORSE : is[TREND_OTHER] ? TREND_OTHER :
		    is[TREND_BETTER] ? TREND_BETTER : TREND_UNCHANGED;
}

void
changes_judge_past(struct report *past, const struct report *report)
{
	const char *newest = NULL;
	for (size_t i = 0; i < past->n_scans; i++) {
		const char *started = past->scans[i]->started;
		int64_t days;
		/* A clock that runs ahead of the report's own day does not count. */
		if (date_days(started, &days) && str_cmp(started, report->policy.today) < 0 && str_cmp(started, newest) > 0)
			newest = started;
	}
	past->policy = report->policy;
	past->lone = report->lone;
	if (newest)
		past->policy.today = arena_copy(&past->arena, newest, strlen("2000-01-01"));
	audit(past);
}

struct gone *
changes_gone(const struct report *report, const struct report *past, struct arena *arena, size_t *n)
{
	struct arena scratch = { 0 };
	struct book now;
	struct gone *all = NULL;
	*n = 0;
	book_open(&now, report, &scratch);
	for (size_t i = 0; i < past->n_findings; i++)
		find_gone(arena, &now, &past->findings[i], &all, n, &scratch);
	arena_fini(&scratch);
	return all;
}

void
changes_find(struct report *report, const struct report *past)
{
	struct arena scratch = { 0 };
	struct book then = { 0 };
	report->gone = NULL;
	report->n_gone = 0;
	for (size_t i = 0; !past && i < report->n_findings; i++) {
		report->findings[i].trend = TREND_NONE;
		for (size_t k = 0; k < report->findings[i].n_blame; k++)
			report->findings[i].blame[k].trend = TREND_NONE;
	}
	if (!past)
		return;
	book_open(&then, past, &scratch);
	for (size_t i = 0; i < report->n_findings; i++)
		find_trend(&report->findings[i], &then);
	report->gone = changes_gone(report, past, &report->arena, &report->n_gone);
	book_open(&then, report, &scratch);
	for (size_t i = 0; i < report->n_gone; i++) {
		const struct gone *gone = &report->gone[i];
		struct finding *f = find_matter(&then, gone->was, gone->was->status);
		for (size_t k = 0; f && k < gone->n_who; k++)
			if (f->trend == TREND_UNCHANGED && gone_is_fixed(gone->who[k].why))
				f->trend = TREND_BETTER;
	}
	arena_fini(&scratch);
}
