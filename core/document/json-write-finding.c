/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings, and the tables of rules and facts.
 */
#include <assert.h>

#include "document/json.h"

json_t *
json_place(const struct scan *scan, uint32_t file, uint32_t line)
{
	if (!scan || file >= scan->n_files)
		return NULL;
	json_t *object = json_object();
	json_put_words(object, "file", scan->files[file].path);
	if (line)
		json_put(object, "line", json_integer(line));
	return object;
}

void
json_put_who(json_t *object, const struct account *account)
{
	const char *client = account_text(account, MA_CLIENT);
	json_put_words(object, "account", account->id);
	json_put_words(object, "client", client ? client : account->plugin);
	json_put_words(object, "profile", account_text(account, MA_PROFILE));
	json_put_words(object, "user", account_text(account, MA_USER));
	json_put_words(object, "workstation", account->scan->workstation.name);
	json_put_words(object, "workstation_id", account->scan->workstation.id);
}

/* What is known of one fact, and from where. */
static json_t *
evidence_json(const struct account *account, enum ma_fact id)
{
	const struct fact *f = account_fact(account, id);
	json_t *object = json_object();
	json_t *place = account->slot[id] ? json_place(account->scan, f->file, f->line) : NULL;
	json_put_words(object, "fact", fact_rows[id].name);
	if (place)
		json_put(object, "place", place);
	json_put_words(object, "state", json_state_word(f->state));
	json_put(object, "value", json_fact_value(f));
	return object;
}

static json_t *
note_evidence_json(const struct scan *scan, const struct scan_note *note)
{
	json_t *object = json_object();
	json_t *place = note->file >= 0 ? json_place(scan, (uint32_t)note->file, note->line) : NULL;
	json_put_words(object, "client", note->client);
	json_put_words(object, "key", note->key);
	json_put_words(object, "note", note_rows[note->kind].name);
	if (place)
		json_put(object, "place", place);
	json_put_words(object, "sentence", note_rows[note->kind].sentence);
	return object;
}

/* The settings that would silence the rule: what they are, what they should be. */
static json_t *
change_json(const struct finding *finding, const struct account *account)
{
	json_t *array = json_array();
	struct arena arena = { 0 };
	for (size_t i = 0; i < RULE_ADVICES && finding->rule->advice[i].fact != MA_FACT_COUNT; i++) {
		const struct advice *advice = &finding->rule->advice[i];
		const struct fact *now = account_fact(account, advice->fact);
		if (!advice_fits(advice, account))
			continue;
		/* As the account would have it: "yes" becomes true, no limit null. */
		struct account changed = { .scan = account->scan };
		const char *value = advice_value(advice, finding->mailbox, &arena);
		if (value)
			account_parse_fact(&changed, &arena, advice->fact, value);
		json_t *from = json_fact_value(now), *to = json_fact_value(account_fact(&changed, advice->fact));
		if (account->slot[advice->fact] && now->state == MA_UNKNOWN ? false : json_equal(from, to)) {
			json_decref(from);
			json_decref(to);
			continue;
		}
		json_t *object = json_object();
		json_put_words(object, "fact", fact_rows[advice->fact].name);
		json_put(object, "from", from);
		json_put(object, "to", to);
		json_add(array, object);
	}
	arena_fini(&arena);
	return array;
}

/* Who is blamed, put into OBJECT. */
static void
put_blamed(json_t *object, const struct blame *blame)
{
	if (blame->account) {
		json_put_who(object, blame->account);
	} else if (blame->external) {
		json_put_words(object, "external", blame->external->name);
	} else if (blame->device) {
		json_put_words(object, "device", blame->device->name);
	} else if (blame->policy) {
		json_put(object, "policy", json_true());
	} else if (blame->scan) {
		json_put_words(object, "workstation", blame->scan->workstation.name);
		json_put_words(object, "workstation_id", blame->scan->workstation.id);
	}
}

static json_t *
blame_json(const struct finding *finding, const struct blame *blame)
{
	json_t *object = json_object(), *evidence = json_array();
	for (size_t i = 0; blame->account && i < blame->n_evidence; i++)
		json_add(evidence, evidence_json(blame->account, blame->evidence[i]));
	for (size_t i = 0; i < blame->n_notes; i++)
		json_add(evidence, note_evidence_json(blame->scan, blame->notes[i]));
	put_blamed(object, blame);
	if (blame->account)
		json_put(object, "change", change_json(finding, blame->account));
	if (blame->trend != TREND_NONE)
		json_put(object, "trend", json_nth_word(trend_words, (int)blame->trend));
	json_put(object, "evidence", evidence);
	return object;
}

static json_t *
waiver_json(const struct policy_waiver *waiver)
{
	json_t *object = json_object();
	json_put_words(object, "approver", waiver->approver);
	json_put_words(object, "expires", waiver->expires);
	json_put_words(object, "reason", waiver->reason);
	return object;
}

/* The sentences of a rule in each of the languages. */
static json_t *
texts_json(const struct rule *rule, unsigned texts)
{
	json_t *object = json_object();
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		if (!(texts & 1u << lang))
			continue;
		json_t *name = json_nth_word(lang_words, lang), *one = json_object();
		json_put_words(one, "fix", rule->fix ? lang_text_in((enum lang)lang, rule->fix) : NULL);
		json_put_words(one, "symptom", rule->symptom ? lang_text_in((enum lang)lang, rule->symptom) : NULL);
		json_put_words(one, "title", lang_text_in((enum lang)lang, rule->title));
		json_put_words(one, "why", rule->why ? lang_text_in((enum lang)lang, rule->why) : NULL);
		json_put(object, json_string_value(name), one);
		json_decref(name);
	}
	return object;
}

json_t *
json_finding(const struct finding *finding, unsigned texts)
{
	const struct rule *rule = finding->rule;
	json_t *object = json_object(), *blamed = json_array(), *victims = json_array();
	for (size_t i = 0; i < finding->n_blame; i++)
		json_add(blamed, blame_json(finding, &finding->blame[i]));
	for (size_t i = 0; i < finding->n_victims; i++) {
		json_t *victim = json_object();
		json_put_who(victim, finding->victims[i]);
		json_add(victims, victim);
	}
	json_put(object, "blame", blamed);
	if (finding->candidates)
		json_put(object, "candidates", json_true());
	json_put_words(object, "code", rule->code);
	json_put_words(object, "fingerprint", finding->fingerprint);
	json_put_words(object, "fix", rule->fix);
	json_put(object, "mailbox", json_words_or_null(finding->mailbox ? finding->mailbox->key : NULL));
	json_put_words(object, "rule", rule->id);
	json_put(object, "severity", json_nth_word(severity_words, (int)finding->severity));
	json_put(object, "status", json_nth_word(finding_status_words, (int)finding->status));
	json_put_words(object, "symptom", rule->symptom);
	if (texts)
		json_put(object, "texts", texts_json(rule, texts));
	json_put_words(object, "title", rule->title);
	if (finding->trend != TREND_NONE)
		json_put(object, "trend", json_nth_word(trend_words, (int)finding->trend));
	json_put(object, "victims", victims);
	if (finding->waiver)
		json_put(object, "waiver", waiver_json(finding->waiver));
	return object;
}

json_t *
json_gone(const struct gone *gone)
{
	const struct finding *was = gone->was;
	json_t *object = json_object(), *who = json_array();
	for (size_t i = 0; i < gone->n_who; i++) {
		const struct gone_blame *w = &gone->who[i];
		json_t *one = json_object();
		put_blamed(one, w->blame);
		json_put(one, "fixed", json_boolean(gone_is_fixed(w->why)));
		json_put_words(one, "seen", w->seen);
		json_put_words(one, "since", w->since);
		json_put(one, "why", json_nth_word(gone_words, (int)w->why));
		json_add(who, one);
	}
	json_put(object, "blame", who);
	json_put_words(object, "code", was->rule->code);
	json_put_words(object, "fingerprint", was->fingerprint);
	json_put(object, "fixed", json_boolean(gone->fixed));
	json_put_words(object, "left", gone->left ? gone->left->fingerprint : NULL);
	json_put(object, "mailbox", json_words_or_null(was->mailbox ? was->mailbox->key : NULL));
	json_put_words(object, "rule", was->rule->id);
	json_put(object, "severity", json_nth_word(severity_words, (int)was->severity));
	json_put(object, "status", json_nth_word(finding_status_words, (int)was->status));
	json_put_words(object, "title", was->rule->title);
	return object;
}

char *
document_finding(const struct finding *finding)
{
	struct finding bare = *finding;
	bare.n_victims = 0;
	json_t *object = json_finding(&bare, 0);
	json_object_del(object, "victims");
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(object);
	assert(text); /* its texts have been made valid UTF-8 */
	return text;
}

/* ---- tables ---- */

static json_t *
rule_json(const struct rule *rule)
{
	json_t *object = json_object(), *advice = json_array();
	for (size_t i = 0; i < RULE_ADVICES && rule->advice[i].fact != MA_FACT_COUNT; i++) {
		json_t *setting = json_object();
		json_put_words(setting, "fact", fact_rows[rule->advice[i].fact].name);
		json_put_words(setting, "value", rule->advice[i].value);
		json_add(advice, setting);
	}
	json_put(object, "advice", advice);
	json_put_words(object, "code", rule->code);
	json_put_words(object, "fix", rule->fix);
	json_put_words(object, "not_decided_needs", rule->needs);
	json_put_words(object, "rule", rule->id);
	json_put(object, "severity", json_nth_word(severity_words, (int)rule->severity));
	json_put_words(object, "sources", rule->sources);
	json_put_words(object, "symptom", rule->symptom);
	json_put_words(object, "title", rule->title);
	json_put_words(object, "unknown", rule->needs || rule->never_unknown ? "never" : rule->only_unknown ? "only" : "possible");
	json_put_words(object, "why", rule->why);
	return object;
}

bool
document_write_rules(FILE *file, const char *where, const struct rule *rules, size_t n, struct err *err)
{
	struct json_out out = { .file = file };
	json_out_open(&out, '[');
	for (size_t i = 0; i < n; i++)
		json_out_value(&out, rule_json(&rules[i]));
	json_out_close(&out, ']');
	return json_out_end(&out, where, err);
}

bool
document_write_facts(FILE *file, const char *where, struct err *err)
{
	static const char *const types[] = {
		[FACT_TEXT] = "text", [FACT_LIST] = "list", [FACT_INT] = "integer", [FACT_BOOL] = "bool", [FACT_WORD] = "word",
	};
	struct json_out out = { .file = file };
	json_out_open(&out, '[');
	for (int i = 0; i < MA_FACT_COUNT; i++) {
		const struct fact_row *row = &fact_rows[i];
		json_t *object = json_object();
		json_put_words(object, "fact", row->name);
		json_put_words(object, "help", row->help);
		json_put_words(object, "type", types[row->type]);
		if (row->words) {
			json_t *words = json_array();
			int n = 1;
			for (const char *p = row->words; *p; p++)
				n += *p == ' ';
			for (int k = 0; k < n; k++)
				json_add(words, json_nth_word(row->words, k));
			json_put(object, "words", words);
		}
		json_out_value(&out, object);
	}
	json_out_close(&out, ']');
	return json_out_end(&out, where, err);
}
