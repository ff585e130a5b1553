/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/ask.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "intake/machine.h"
#include "judge/audit.h"
#include "judge/gate.h"

/* Scans the candidate, or reads its scan document: into a report of its own. */
static struct scan *
candidate_scan(struct call *call, struct gather *gather)
{
	struct report *report = gather->report;
	if (call->n_arguments) {
		if (!gather_path(gather, call->arguments[0]))
			return NULL;
		report_settle(report);
		if (report->n_scans != 1) {
			err_set(&call->err, EXIT_USAGE, "%s: holds %zu workstations; a gate is for one", call->arguments[0], report->n_scans);
			return NULL;
		}
	} else if (!gather_here(gather)) {
		return NULL;
	}
	return report->scans[0];
}

/* Days since 1970 of the date a text begins with, or -1. */
static int64_t
days_of(const char *date)
{
	int64_t y, m, d;
	char text[11] = "";
	if (!date || strlen(date) < 10)
		return -1;
	memcpy(text, date, 10);
	text[4] = text[7] = 0;
	if (!str_number(text, &y) || !str_number(text + 5, &m) || !str_number(text + 8, &d) || m < 1 || m > 12)
		return -1;
	struct tm tm = { .tm_year = (int)y - 1900, .tm_mon = (int)m - 1, .tm_mday = (int)d, .tm_hour = 12 };
	return (int64_t)timegm(&tm) / 86400;
}

/* Is what is known of the others too old, or nothing? */
static bool
is_stale(const struct report *others)
{
	int64_t max = others->policy.max_age_days, today = days_of(others->policy.today);
	for (size_t i = 0; max != POLICY_UNSET && i < others->n_scans; i++) {
		int64_t day = days_of(others->scans[i]->started);
		if (day >= 0 && today - day > max)
			return true;
	}
	/* A document that could not be read is a workstation of which nothing is known. */
	for (size_t i = 0; i < others->n_notes; i++)
		if (note_rows[others->notes[i].kind].blind)
			return true;
	return others->n_scans == 0;
}

/* The same machine?  A PC made from another's disk has its id, but another name. */
static bool
is_itself(const struct workstation *candidate, const struct workstation *known)
{
	bool same_hardware = candidate->hardware && known->hardware && strcmp(candidate->hardware, known->hardware) == 0;
	return strcmp(candidate->id, workstation_base_id(known)) == 0 && (same_hardware || str_same(candidate->name, known->name));
}

/* A new PC replaces what was known of the same workstation, but not others of its id. */
static void
drop_workstation(struct report *report, const struct scan *candidate, struct report *noted)
{
	size_t kept = 0;
	for (size_t i = 0; i < report->n_scans; i++)
		if (is_itself(&candidate->workstation, &report->scans[i]->workstation)) {
			scan_free(report->scans[i]);
		} else {
			if (strcmp(candidate->workstation.id, report->scans[i]->workstation.id) == 0) {
				scan_share_id(report->scans[i]);
				report_add_note(noted, MA_NOTE_CLONE, NULL, NULL,
				    arena_printf(&noted->arena, "%s: %s, %s", candidate->workstation.id, candidate->workstation.name, report->scans[i]->workstation.name));
			}
			report->scans[kept++] = report->scans[i];
		}
	report->n_scans = kept;
}

static bool
is_called(const struct workstation *w, const char *name)
{
	return str_same(w->name, name) || str_same(w->id, name) || str_same(workstation_base_id(w), name);
}

/* Workstations of --replaces, taken over from BEFORE's scans into REPLACED, which does not own them.  False and call->err when
 * nothing is known of one: silence would look as if it had left nothing behind. */
static bool
find_replaced(struct call *call, const struct report *before, struct report *replaced)
{
	const struct opt_value *names = &call->options[OPT_REPLACES];
	for (size_t k = 0; k < names->n; k++) {
		size_t n = replaced->n_scans;
		for (size_t i = 0; i < before->n_scans; i++)
			if (is_called(&before->scans[i]->workstation, names->all[k]))
				report_add_scan(replaced, before->scans[i]);
		if (replaced->n_scans == n)
			return err_set(&call->err, EXIT_NO_INPUT, "--replaces: nothing is known here of a workstation \"%s\"", names->all[k]);
	}
	return true;
}

static bool
is_replaced(const struct report *replaced, const struct scan *scan)
{
	for (size_t i = 0; i < replaced->n_scans; i++)
		if (replaced->scans[i] == scan)
			return true;
	return false;
}

/* They are not expected any more. */
static void
retire(struct policy *policy, const struct report *replaced, struct arena *arena)
{
	struct policy_device *roster = arena_alloc(arena, (policy->n_roster + 1) * sizeof *roster);
	for (size_t i = 0; i < policy->n_roster; i++) {
		roster[i] = policy->roster[i];
		for (size_t k = 0; k < replaced->n_scans; k++)
			roster[i].retired = roster[i].retired || is_called(&replaced->scans[k]->workstation, roster[i].name);
	}
	policy->roster = roster;
}

/* The one store that the others are in; NULL: they are in files, or have to be read all. */
static struct store *
others_store(struct call *call)
{
	const struct opt_value *against = &call->options[OPT_AGAINST];
	bool alone = against->n == 1 && !call->options[OPT_SUPPOSE].given && !call->options[OPT_REPLACES].given && common_is_store(against->all[0]);
	struct store *store = alone ? common_store(against->all[0], SQL_READ, &call->err) : NULL;
	if (store && common_store_policy(call, store))
		return store;
	store_close(store);
	return NULL;
}

/* Judges the candidate with the scans of BEFORE, which stay that report's.  REST: what else is known; NULL: nothing. */
static int
judge(struct call *call, struct report *before, struct scan *candidate, const char *policy, const struct store_rest *rest)
{
	static const int status[GATE_VERDICT_COUNT] = {
		[GATE_PASS] = EXIT_CLEAN,
		[GATE_FAIL] = EXIT_FINDINGS,
		[GATE_UNDETERMINED] = EXIT_UNDETERMINED,
	};
	int result = EXIT_BUG;
	enum severity at_least = common_fail_on(call);
	struct report *after = report_new(), *replaced = report_new(), *baseline = NULL;
	if (common_policy(call, before, policy) && common_policy(call, after, policy) && common_baseline(call, &baseline)) {
		bool alone = !call->options[OPT_AGAINST].given;
		before->baseline = after->baseline = baseline;
		after->lone = alone;
		drop_workstation(before, candidate, after);
		bool known = find_replaced(call, before, replaced);
		for (size_t i = 0; i < before->n_scans; i++)
			if (!is_replaced(replaced, before->scans[i]))
				report_add_scan(after, before->scans[i]);
		if (replaced->n_scans) {
			after->replaced = replaced;
			after->successor = candidate;
			retire(&after->policy, replaced, &after->arena);
		}
		report_add_scan(after, candidate);
		for (size_t i = 0; rest && i < before->n_notes; i++)
			if (note_rows[before->notes[i].kind].blind)
				report_add_note(after, before->notes[i].kind, NULL, NULL, before->notes[i].text);
		report_settle(after);
		after->generated = machine_time(&after->arena);
		if (known && common_suppose(call, after, after->scans, after->n_scans)) {
			before->blind = after->blind = rest && rest->blind;
			audit(before);
			audit(after);
			bool stale = rest ? rest->stale || !rest->known : is_stale(before);
			gate_judge(after, before, candidate, at_least, !alone && stale);
			result = status[after->gate.verdict];
			common_write(call, NULL, after, result);
		}
	}
	after->n_scans = replaced->n_scans = 0; /* they are others' */
	report_free(after);
	report_free(replaced);
	before->baseline = NULL;
	report_free(baseline);
	return result;
}

int
command_gate(struct call *call)
{
	struct report *own = report_new(), *before = report_new();
	struct gather candidate = { .call = call, .report = own }, others = { .call = call, .report = before };
	const struct opt_value *against = &call->options[OPT_AGAINST];
	bool shared = call->options[OPT_ADDRESS].given || call->options[OPT_POLICY].given;
	int status = EXIT_USAGE;
	bool ok = against->given || shared ||
		  err_set(&call->err, EXIT_USAGE,
		      "a gate needs --against FILE|DIR (the other workstations), or --address or --policy to say which address is shared");
	if (ok && call->options[OPT_ROOT].given && call->n_arguments)
		ok = err_set(&call->err, EXIT_USAGE, "--root and SCAN|PATH exclude each other");
	if (ok && call->options[OPT_REPLACES].given && !against->given)
		ok = err_set(&call->err, EXIT_USAGE, "--replaces needs --against, where the old workstation's scan is");
	bool centre = against->given && ask_is_url(against->all[0]);
	if (ok && centre && against->n > 1)
		ok = err_set(&call->err, EXIT_USAGE, "--against a URL stands alone");
	struct store *store = ok && !centre ? others_store(call) : NULL;
	struct store_rest rest;
	ok = ok && !call->err.status;
	for (size_t i = 0; ok && !store && !centre && i < against->n; i++)
		ok = gather_path(&others, against->all[i]);
	struct scan *scan = ok ? candidate_scan(call, &candidate) : NULL;
	if (centre && scan)
		ok = ask_others(call, against->all[0], scan, before, &rest);
	else if (store && scan)
		ok = common_policy(call, before, NULL) && store_around(store, scan, before, &rest, &call->err);
	if (scan && ok) {
		report_settle(before);
		status = judge(call, before, scan, others.policy, store || centre ? &rest : NULL);
	}
	store_close(store);
	gather_fini(&others);
	gather_fini(&candidate);
	report_free(before);
	report_free(own);
	return status;
}
