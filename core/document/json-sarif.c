/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A report as SARIF 2.1.0 (OASIS), the format of static analysers: rules, and
 * results with the lines of the settings files they come from.
 *
 * A failure is kind "fail" with a level; what is unknown is kind "open" (there
 * is not enough to decide), whose level must be "none"; what is waived keeps
 * its result and gets a suppression.  At a gate what the candidate causes is
 * new, the rest unchanged.  What keeps the report from being decided without
 * being a finding is a notification of the run.
 */
#include <string.h>

#include "base/lang.h"
#include "document/json.h"
#include "document/text-words.h"
#include "document/trend-words.h"
#include "document/writers.h"

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

static const char *const levels[SEVERITY_COUNT] = {
	[SEVERITY_INFO] = "note", [SEVERITY_LOW] = "note", [SEVERITY_MEDIUM] = "warning",
	[SEVERITY_HIGH] = "error", [SEVERITY_CRITICAL] = "error",
};

/* ---- texts ---- */

/* In a message braces are places for arguments, and "[text](target)" is a link:
 * what comes from outside must make neither. */
static json_t *
message(const char *s)
{
	struct arena arena = { 0 };
	const char *special = strstr(s, "](") ? "{}[]" : "{}";
	char *all = arena_alloc(&arena, strlen(s) * 2 + 1), *p = all;
	for (; *s; s++) {
		if (strchr(special, *s))
			*p++ = *s == '[' || *s == ']' ? '\\' : *s;
		*p++ = *s;
	}
	json_t *object = json_object();
	json_put_words(object, "text", all);
	arena_fini(&arena);
	return object;
}

/* Not a message but a text for people, taken as it is. */
static json_t *
plain(const char *s)
{
	json_t *object = json_object();
	json_put_words(object, "text", s);
	return object;
}

/* PATH as a reference relative to its workstation: no scheme, no leading slash, all letters but a few as %XX. */
static char *
relative_uri(const char *path, struct arena *arena)
{
	static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	static const char hex[] = "0123456789ABCDEF";
	path += strspn(path, "/\\");
	char *all = arena_alloc(arena, strlen(path) * 3 + 1), *p = all;
	for (; *path; path++) {
		char c = *path == '\\' ? '/' : *path;
		if (strchr(kept, c)) {
			*p++ = c;
			continue;
		}
		*p++ = '%';
		*p++ = hex[(unsigned char)c >> 4];
		*p++ = hex[(unsigned char)c & 15];
	}
	return all;
}

/* ---- rules ---- */

static json_t *
rule_json(const struct rule *rule, struct arena *arena)
{
	json_t *object = json_object(), *properties = json_object(), *configuration = json_object();
	json_put_words(object, "id", rule->id);
	json_put(object, "shortDescription", plain(_(rule->title)));
	json_put(object, "fullDescription", plain(arena_printf(arena, "%s %s", _(rule->symptom), _(rule->why))));
	json_put(object, "help", plain(_(rule->fix)));
	json_put_words(configuration, "level", levels[rule->severity]);
	json_put(object, "defaultConfiguration", configuration);
	json_put_words(properties, "code", rule->code);
	json_put(properties, "severity", json_nth_word(severity_words, (int)rule->severity));
	json_put_words(properties, "sources", rule->sources);
	if (rule->needs)
		json_put_words(properties, "notDecidedNeeds", _(rule->needs));
	json_put(object, "properties", properties);
	return object;
}

static json_t *
tool_json(const struct writing *how)
{
	json_t *object = json_object(), *driver = json_object(), *rules = json_array();
	struct arena arena = { 0 };
	for (size_t i = 0; i < how->n_rules; i++)
		json_add(rules, rule_json(&how->rules[i], &arena));
	arena_fini(&arena);
	json_put_words(driver, "name", "mailaccord");
	json_put_words(driver, "version", how->tool);
	json_put(driver, "rules", rules);
	json_put(object, "driver", driver);
	return object;
}

/* ---- results ---- */

static json_t *
physical_json(const struct scan *scan, uint64_t file, uint32_t line, struct arena *arena)
{
	json_t *object = json_object(), *artifact = json_object();
	json_put_words(artifact, "uri", relative_uri(scan->files[file].path, arena));
	json_put_words(artifact, "uriBaseId", scan->workstation.id);
	json_put(object, "artifactLocation", artifact);
	if (line) {
		json_t *region = json_object();
		json_put(region, "startLine", json_integer(line));
		json_put(object, "region", region);
	}
	return object;
}

static const char *
kind_of(const struct blame *blame)
{
	if (blame->account)
		return "account";
	return blame->scan ? "workstation" : blame->device ? "device" : blame->policy ? "policy" : "external";
}

/* Where people look: the account on its workstation. */
static json_t *
logical_json(const struct blame *blame, struct arena *arena)
{
	json_t *array = json_array(), *object = json_object();
	const char *name = blame->account ? blame->account->id : words_of_blame(blame, arena);
	const char *full = blame->account ? arena_printf(arena, "%s/%s", blame->scan->workstation.name, name) : name;
	json_put_words(object, "name", name);
	json_put_words(object, "fullyQualifiedName", full);
	json_put_words(object, "kind", kind_of(blame));
	json_add(array, object);
	return array;
}

static void
add_location(json_t *locations, const struct blame *blame, int64_t file, uint32_t line, const char *said, struct arena *arena)
{
	json_t *object = json_object();
	if (blame->scan && file >= 0 && (uint64_t)file < blame->scan->n_files)
		json_put(object, "physicalLocation", physical_json(blame->scan, (uint64_t)file, line, arena));
	json_put(object, "logicalLocations", logical_json(blame, arena));
	if (said && *said)
		json_put(object, "message", message(said));
	json_add(locations, object);
}

static void
add_locations(json_t *locations, const struct blame *blame, struct arena *arena)
{
	for (size_t i = 0; blame->account && i < blame->n_evidence; i++) {
		enum ma_fact id = blame->evidence[i];
		const struct fact *fact = account_fact(blame->account, id);
		struct blame one = *blame;
		one.evidence = &id;
		one.n_evidence = 1;
		one.n_notes = 0;
		add_location(locations, blame, blame->account->slot[id] ? (int64_t)fact->file : -1, fact->line, words_evidence(&one, arena), arena);
	}
	for (size_t i = 0; i < blame->n_notes; i++) {
		const struct scan_note *note = blame->notes[i];
		add_location(locations, blame, note->file, note->line, _(note_rows[note->kind].sentence), arena);
	}
	if (!(blame->account && blame->n_evidence) && !blame->n_notes)
		add_location(locations, blame, -1, 0, NULL, arena);
}

static const char *
result_text(const struct finding *f, struct arena *arena)
{
	const char *address = finding_address(f);
	return arena_printf(arena, "%s%s%s.\n%s", address ? address : "", address ? ": " : "", _(f->rule->title), words_blames(f, arena));
}

static json_t *
suppressions_json(const struct finding *f)
{
	json_t *array = json_array(), *object = json_object(), *properties = json_object();
	json_put_words(object, "kind", "external");
	if (f->waiver) {
		json_put_words(object, "justification", f->waiver->reason);
		json_put_words(properties, "approver", f->waiver->approver);
		json_put_words(properties, "expires", f->waiver->expires);
	}
	json_put(object, "properties", properties);
	json_add(array, object);
	return array;
}

static json_t *
properties_json(const struct finding *f, bool gate)
{
	json_t *object = json_object(), *victims = json_array();
	for (size_t i = 0; i < f->n_victims; i++) {
		json_t *victim = json_object();
		json_put_who(victim, f->victims[i]);
		json_add(victims, victim);
	}
	if (gate)
		json_put(object, "candidates", json_boolean(f->candidates));
	json_put_words(object, "code", f->rule->code);
	json_put_words(object, "mailbox", f->mailbox ? f->mailbox->key : NULL);
	json_put(object, "severity", json_nth_word(severity_words, (int)f->severity));
	json_put(object, "status", json_nth_word(finding_status_words, (int)f->status));
	if (f->trend != TREND_NONE)
		json_put(object, "trend", json_nth_word(trend_words, (int)f->trend));
	json_put(object, "victims", victims);
	return object;
}

static const char *const baseline_states[TREND_COUNT] = {
	[TREND_NEW] = "new", [TREND_WORSE] = "updated", [TREND_OTHER] = "updated", [TREND_BETTER] = "updated", [TREND_UNCHANGED] = "unchanged",
};

static json_t *
result_json(const struct report *report, const struct finding *f, const struct writing *how)
{
	struct arena arena = { 0 };
	bool open = f->status == FINDING_UNKNOWN, gate = report->gate.candidate != NULL;
	json_t *object = json_object(), *locations = json_array(), *fingerprints = json_object();
	for (size_t i = 0; i < f->n_blame; i++)
		add_locations(locations, &f->blame[i], &arena);
	json_put_words(object, "ruleId", f->rule->id);
	json_put(object, "ruleIndex", json_integer(f->rule - how->rules));
	json_put_words(object, "kind", open ? "open" : "fail");
	json_put_words(object, "level", open ? "none" : levels[f->severity]);
	json_put(object, "message", message(result_text(f, &arena)));
	json_put(object, "locations", locations);
	json_put_words(fingerprints, "mailaccord/v1", f->fingerprint);
	json_put(object, "partialFingerprints", fingerprints);
	if (gate || f->trend != TREND_NONE)
		json_put_words(object, "baselineState", gate ? (f->candidates ? "new" : "unchanged") : baseline_states[f->trend]);
	if (f->status == FINDING_WAIVED)
		json_put(object, "suppressions", suppressions_json(f));
	json_put(object, "properties", properties_json(f, gate));
	arena_fini(&arena);
	return object;
}

/* A result that the baseline had: "pass" only if it is fixed.  Where its files lay is not known any more. */
static json_t *
absent_json(const struct gone *gone, const struct writing *how)
{
	struct arena arena = { 0 };
	const struct finding *f = gone->was;
	json_t *object = json_object(), *locations = json_array(), *fingerprints = json_object(), *properties = json_object();
	for (size_t i = 0; i < gone->n_who; i++)
		add_location(locations, gone->who[i].blame, -1, 0, words_of_gone(gone->who[i].why), &arena);
	const char *address = finding_address(f), *who = words_gone(gone, WORDS_GONE_NAMES, &arena);
	json_put_words(object, "ruleId", f->rule->id);
	json_put(object, "ruleIndex", json_integer(f->rule - how->rules));
	json_put_words(object, "kind", gone->fixed ? "pass" : "open");
	json_put_words(object, "level", "none");
	json_put(object, "message", message(arena_printf(&arena, "%s%s%s.\n%s", address ? address : "", address ? ": " : "", _(f->rule->title), who)));
	json_put(object, "locations", locations);
	json_put_words(fingerprints, "mailaccord/v1", f->fingerprint);
	json_put(object, "partialFingerprints", fingerprints);
	json_put_words(object, "baselineState", "absent");
	json_put_words(properties, "code", f->rule->code);
	json_put(properties, "fixed", json_boolean(gone->fixed));
	json_put_words(properties, "mailbox", f->mailbox ? f->mailbox->key : NULL);
	json_put(object, "properties", properties);
	arena_fini(&arena);
	return object;
}

/* ---- the run ---- */

static json_t *
invocations_json(const struct report *report, const struct writing *how)
{
	json_t *array = json_array(), *object = json_object(), *notifications = json_array();
	struct arena arena = { 0 };
	size_t n;
	const struct doubt *doubts = report_doubts(report, how->outcome, &arena, &n);
	for (size_t i = 0; i < n; i++) {
		json_t *notification = json_object(), *descriptor = json_object();
		json_put_words(descriptor, "id", doubts[i].name);
		json_put(notification, "descriptor", descriptor);
		json_put_words(notification, "level", "warning");
		json_put(notification, "message", message(words_doubt(&doubts[i], &arena)));
		json_add(notifications, notification);
	}
	arena_fini(&arena);
	json_put_words(object, "endTimeUtc", report->generated);
	json_put(object, "executionSuccessful", json_true());
	json_put(object, "toolExecutionNotifications", notifications);
	json_add(array, object);
	return array;
}

static json_t *
bases_json(const struct report *report)
{
	json_t *object = json_object();
	for (size_t i = 0; i < report->n_scans; i++) {
		const struct workstation *w = &report->scans[i]->workstation;
		json_t *base = json_object();
		/* Where its files lie is known on the workstation only. */
		json_put(base, "description", plain(w->name));
		json_put(object, w->id, base);
	}
	return object;
}

static json_t *
run_properties_json(const struct report *report)
{
	json_t *object = json_object();
	if (report->gate.candidate) {
		json_put_words(object, "candidate", report->gate.candidate->workstation.name);
		json_put(object, "verdict", json_nth_word(gate_verdict_words, (int)report->gate.verdict));
	}
	json_put(object, "workstations", json_integer((json_int_t)report->n_scans));
	json_put(object, "mailboxes", json_integer((json_int_t)report->mailboxes.n));
	return object;
}

bool
sarif_write_report(FILE *file, const char *where, const struct report *report, struct writing *how, struct err *err)
{
	struct json_out out = { .file = file };
	json_out_open(&out, '{');
	json_out_member(&out, "$schema", json_string(SCHEMA));
	json_out_key(&out, "runs");
	json_out_open(&out, '[');
	json_out_open(&out, '{');
	json_out_member(&out, "columnKind", json_string("unicodeCodePoints"));
	json_out_member(&out, "invocations", invocations_json(report, how));
	json_out_member(&out, "language", json_nth_word(lang_words, (int)lang_now()));
	json_out_member(&out, "originalUriBaseIds", bases_json(report));
	json_out_member(&out, "properties", run_properties_json(report));
	json_out_key(&out, "results");
	json_out_open(&out, '[');
	for (size_t i = 0; i < report->n_findings; i++)
		json_out_value(&out, result_json(report, &report->findings[i], how));
	/* What is left of others says so itself. */
	for (size_t i = 0; i < report->n_gone; i++)
		if (!report->gone[i].left)
			json_out_value(&out, absent_json(&report->gone[i], how));
	json_out_close(&out, ']');
	json_out_member(&out, "tool", tool_json(how));
	json_out_close(&out, '}');
	json_out_close(&out, ']');
	json_out_member(&out, "version", json_string("2.1.0"));
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}
