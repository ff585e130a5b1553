/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules mark; here the marks become findings.  A rule may mark in any order
 * and as often as it likes: marks are sorted, and those of one account become
 * one blame.
 */
#include "judge/judgement.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/audit.h"
#include "judge/rule.h"

#define NO_PLACE UINT32_MAX

/* One call of blame, doubt or victim. */
struct mark {
	const struct scan *scan;
	const struct account *account;
	const struct policy_external *external;
	const struct policy_device *device;
	const struct scan_note *note;
	bool policy;
	enum ma_fact fact; /* MA_FACT_COUNT: none */
	uint32_t place; /* of the account in the mailbox that is judged; NO_PLACE */
	size_t turn; /* keeps the order of calls */
};

struct marks {
	struct mark *all;
	size_t n;
};

struct judgement {
	struct judging *judging;
	const struct rule *rule;
	const struct matter *matter;
	enum severity severity;
	struct marks blamed, doubted, victims;
	bool others_suffer;
};

/* ---- what rules say ---- */

/* Places tell the order of accounts without looking at their names. */
static uint32_t
place_of(const struct judgement *j, const struct account *account)
{
	const struct mailbox *m = j->matter->mailbox;
	bool in_mailbox = account && m && account->place < m->n_accounts && m->accounts[account->place] == account;
	return in_mailbox ? account->place : NO_PLACE;
}

static void
add_mark(struct judgement *j, struct marks *marks, struct mark mark)
{
	struct mark *m = arena_grow(&j->judging->scratch, &marks->all, &marks->n, sizeof *m);
	mark.turn = marks->n;
	mark.place = place_of(j, mark.account);
	*m = mark;
}

void
blame(struct judgement *j, const struct account *account, enum ma_fact fact)
{
	add_mark(j, &j->blamed, (struct mark){ .scan = account->scan, .account = account, .fact = fact });
}

void
blame_external(struct judgement *j, const struct policy_external *external)
{
	add_mark(j, &j->blamed, (struct mark){ .external = external, .fact = MA_FACT_COUNT });
}

void
doubt(struct judgement *j, const struct account *account, enum ma_fact fact)
{
	add_mark(j, &j->doubted, (struct mark){ .scan = account->scan, .account = account, .fact = fact });
}

void
doubt_external(struct judgement *j, const struct policy_external *external)
{
	add_mark(j, &j->doubted, (struct mark){ .external = external, .fact = MA_FACT_COUNT });
}

void
blame_workstation(struct judgement *j, const struct scan *scan)
{
	add_mark(j, &j->blamed, (struct mark){ .scan = scan, .fact = MA_FACT_COUNT });
}

void
blame_policy(struct judgement *j)
{
	add_mark(j, &j->blamed, (struct mark){ .policy = true, .fact = MA_FACT_COUNT });
}

void
doubt_device(struct judgement *j, const struct policy_device *device)
{
	add_mark(j, &j->doubted, (struct mark){ .device = device, .fact = MA_FACT_COUNT });
}

void
doubt_note(struct judgement *j, const struct scan *scan, const struct scan_note *note)
{
	add_mark(j, &j->doubted, (struct mark){ .scan = scan, .note = note, .fact = MA_FACT_COUNT });
}

void
victim(struct judgement *j, const struct account *account)
{
	add_mark(j, &j->victims, (struct mark){ .scan = account->scan, .account = account, .fact = MA_FACT_COUNT });
}

void
victims_others(struct judgement *j)
{
	j->others_suffer = true;
}

void
set_severity(struct judgement *j, enum severity severity)
{
	j->severity = severity;
}

struct arena *
scratch_of(struct judgement *j)
{
	return &j->judging->scratch;
}

/* ---- marks become blame ---- */

/* What a mark is about; the policy itself comes last. */
enum subject { SUBJECT_ACCOUNT, SUBJECT_WORKSTATION, SUBJECT_EXTERNAL, SUBJECT_DEVICE, SUBJECT_POLICY };

static enum subject
subject_of(const struct mark *m)
{
	return m->account ? SUBJECT_ACCOUNT : m->scan ? SUBJECT_WORKSTATION : m->external ? SUBJECT_EXTERNAL :
	       m->device ? SUBJECT_DEVICE : SUBJECT_POLICY;
}

/* By name; two of one name are two. */
static int
name_order(const char *a, const char *b, const void *x, const void *y)
{
	int d = str_cmp(a, b);
	return d ? d : ((uintptr_t)x > (uintptr_t)y) - ((uintptr_t)x < (uintptr_t)y);
}

static int
subject_order(const struct mark *x, const struct mark *y)
{
	enum subject s = subject_of(x);
	if (s != subject_of(y))
		return s < subject_of(y) ? -1 : 1;
	switch (s) {
	case SUBJECT_ACCOUNT:
		if (x->place != NO_PLACE && y->place != NO_PLACE)
			return (x->place > y->place) - (x->place < y->place);
		return x->account == y->account ? 0 : account_order(x->account, y->account);
	case SUBJECT_WORKSTATION:
		return x->scan == y->scan ? 0 : str_cmp(x->scan->workstation.id, y->scan->workstation.id);
	case SUBJECT_EXTERNAL:
		return name_order(x->external->name, y->external->name, x->external, y->external);
	case SUBJECT_DEVICE:
		return name_order(x->device->name, y->device->name, x->device, y->device);
	case SUBJECT_POLICY:
		break;
	}
	return 0;
}

static int
by_subject(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	int d = subject_order(x, y);
	return d ? d : (x->turn > y->turn) - (x->turn < y->turn);
}

static void
sort_marks(struct marks *marks)
{
	for (size_t i = 1; i < marks->n; i++)
		if (by_subject(&marks->all[i - 1], &marks->all[i]) > 0) {
			qsort(marks->all, marks->n, sizeof *marks->all, by_subject);
			return;
		}
}

static void
add_evidence(struct blame *blame, const struct mark *mark, struct arena *arena)
{
	if (mark->note) {
		const struct scan_note **slot = arena_grow(arena, &blame->notes, &blame->n_notes, sizeof *slot);
		*slot = mark->note;
	}
	if (mark->fact == MA_FACT_COUNT)
		return;
	for (size_t i = 0; i < blame->n_evidence; i++)
		if (blame->evidence[i] == mark->fact)
			return;
	enum ma_fact *fact = arena_grow(arena, &blame->evidence, &blame->n_evidence, sizeof *fact);
	*fact = mark->fact;
}

static bool
begins_subject(const struct marks *marks, size_t i)
{
	return i == 0 || subject_order(&marks->all[i - 1], &marks->all[i]) != 0;
}

/* Sorts the marks and makes one blame of those of each subject. */
static struct blame *
merge_marks(struct marks *marks, struct arena *arena, size_t *n)
{
	size_t subjects = 0;
	*n = 0;
	sort_marks(marks);
	for (size_t i = 0; i < marks->n; i++)
		subjects += begins_subject(marks, i);
	struct blame *all = subjects ? arena_alloc(arena, subjects * sizeof *all) : NULL;
	for (size_t i = 0; i < marks->n; i++) {
		const struct mark *m = &marks->all[i];
		if (begins_subject(marks, i)) {
			struct blame *fresh = &all[(*n)++];
			*fresh = (struct blame){ .scan = m->scan, .account = m->account, .external = m->external, .device = m->device, .policy = m->policy };
		}
		add_evidence(&all[*n - 1], m, arena);
	}
	return all;
}

/* ---- waivers ---- */

static bool
waiver_concerns(const struct policy_waiver *w, const struct judgement *j, const char *today)
{
	const struct mailbox *m = j->matter->mailbox;
	if (strcmp(w->rule, "*") != 0 && !str_same(w->rule, j->rule->id) && !str_same(w->rule, j->rule->code))
		return false;
	if (w->mailbox && (!m || (!str_same(w->mailbox, m->address) && !str_same(w->mailbox, m->key))))
		return false;
	/* Whose end cannot be measured has ended. */
	return !w->expires || (today && strncmp(today, w->expires, strlen("2000-01-01")) <= 0);
}

/* The part of "WORKSTATION/CLIENT/..." that a blame without account can fit. */
static bool
workstation_matches(const struct blame *b, const char *reference, struct arena *scratch)
{
	size_t n = strcspn(reference, "/");
	const char *client = reference[n] ? reference + n + 1 : NULL;
	const char *name = arena_copy(scratch, reference, n);
	if (!str_glob(name, b->scan->workstation.name, true) && !str_glob(name, b->scan->workstation.id, true))
		return false;
	if (client && (strchr(client, '/') || !b->n_notes))
		return false;
	for (size_t i = 0; client && i < b->n_notes; i++)
		if (!b->notes[i]->client || !str_glob(client, b->notes[i]->client, true))
			return false;
	return true;
}

static bool
waiver_fits(const struct policy_waiver *w, const struct blame *b, struct arena *scratch)
{
	if (!w->account)
		return true;
	if (b->account)
		return account_matches(b->account, w->account);
	const char *name = b->external ? b->external->name : b->device ? b->device->name : NULL;
	if (!b->scan)
		return name && str_glob(w->account, name, true);
	return workstation_matches(b, w->account, scratch);
}

/* ---- blame becomes findings ---- */

static const char *
fingerprint(const struct judgement *j, const struct blame *blame, size_t n)
{
	/* A sum does not mind the order, which depends on names that may change. */
	uint64_t hash = str_hash(STR_HASH_START, j->rule->id), sum = 0;
	hash = str_hash(hash, j->matter->mailbox ? j->matter->mailbox->key : "");
	for (size_t i = 0; i < n; i++) {
		uint64_t one = blame[i].account ? blame[i].account->identity : 0;
		if (!one) {
			one = str_hash(STR_HASH_START, blame[i].scan ? blame[i].scan->workstation.id : "");
			one = str_hash(one, blame[i].account ? blame[i].account->id : "");
		}
		sum += str_hash(one, blame[i].external ? blame[i].external->name : blame[i].device ? blame[i].device->name : "");
	}
	return arena_printf(&j->judging->arena, "%016" PRIx64, str_hash(hash ^ sum, ""));
}

/* Is the account of the mailbox, or the mark, before the blamed one? */
static bool
is_before(const struct judgement *j, const struct blame *blamed, const struct account *account)
{
	uint32_t place = place_of(j, account), other = place_of(j, blamed->account);
	return place != NO_PLACE && other != NO_PLACE ? other < place : account_order(blamed->account, account) < 0;
}

/* Everybody else in the mailbox, or those named; none of the blamed.  All three are in account_order. */
static void
put_victims(struct judgement *j, struct finding *f, struct arena *arena)
{
	const struct mailbox *m = j->matter->mailbox;
	size_t n = j->others_suffer ? m->n_accounts : j->victims.n, at = 0;
	f->victims = n ? arena_alloc(arena, n * sizeof *f->victims) : NULL;
	for (size_t i = 0; i < n; i++) {
		const struct account *a = j->others_suffer ? m->accounts[i] : j->victims.all[i].account;
		while (at < f->n_blame && f->blame[at].account && is_before(j, &f->blame[at], a))
			at++;
		if (at < f->n_blame && f->blame[at].account == a)
			continue;
		if (f->n_victims && f->victims[f->n_victims - 1] == a)
			continue;
		f->victims[f->n_victims++] = a;
	}
}

static void
add_finding(struct judgement *j, enum finding_status status, const struct policy_waiver *waiver, struct blame *blame, size_t n)
{
	struct judging *judging = j->judging;
	struct finding *f = arena_grow(&judging->arena, &judging->findings, &judging->n_findings, sizeof *f);
	*f = (struct finding){
		.rule = j->rule,
		.severity = j->severity,
		.status = status,
		.mailbox = j->matter->mailbox,
		.blame = blame,
		.n_blame = n,
		.waiver = waiver,
		.fingerprint = fingerprint(j, blame, n),
	};
	put_victims(j, f, &judging->arena);
}

/* Makes findings of the marks: one for each waiver that takes some of them, and
 * one of STATUS for the rest. */
static void
settle_marks(struct judgement *j, struct marks *marks, enum finding_status status)
{
	size_t n, left = 0;
	struct arena *arena = &j->judging->arena;
	struct blame *all = merge_marks(marks, arena, &n);
	const struct policy *policy = j->matter->policy;

	left = n;
	for (size_t w = 0; left && w < policy->n_waivers; w++) {
		struct blame *taken = NULL;
		size_t n_taken = 0, kept = 0;
		if (!waiver_concerns(&policy->waivers[w], j, policy->today))
			continue;
		for (size_t i = 0; i < left; i++) {
			if (waiver_fits(&policy->waivers[w], &all[i], &j->judging->scratch)) {
				struct blame *b = arena_grow(arena, &taken, &n_taken, sizeof *b);
				*b = all[i];
			} else {
				all[kept++] = all[i];
			}
		}
		left = kept;
		if (n_taken)
			add_finding(j, FINDING_WAIVED, &policy->waivers[w], taken, n_taken);
	}
	if (left)
		add_finding(j, status, NULL, all, left);
}

static void
judge(struct judging *judging, size_t rule, const struct matter *matter)
{
	struct judgement j = { .judging = judging, .rule = &rules[rule], .matter = matter, .severity = rules[rule].severity };
	rule_judges[rule].judge(matter, &j);
	sort_marks(&j.victims);
	/* Both, though the mailbox fails already: of a new PC the doubt is what matters, not an old one's fault. */
	settle_marks(&j, &j.blamed, FINDING_FAIL);
	settle_marks(&j, &j.doubted, FINDING_UNKNOWN);
	arena_clear(&judging->scratch);
}

void
judge_all(struct judging *judging, enum scope scope, const struct matter *matter)
{
	for (size_t i = 0; i < n_rules; i++)
		if (rule_judges[i].scope == scope)
			judge(judging, i, matter);
}
