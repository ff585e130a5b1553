/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings, and the tables of rules and facts.
 */
#include <string.h>

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

void
json_out_place(struct json_out *out, const struct scan *scan, int64_t file, uint32_t line)
{
	if (!scan || file < 0 || (size_t)file >= scan->n_files)
		return;
	json_out_key(out, "place");
	json_out_open(out, '{');
	json_out_words(out, "file", scan->files[file].path);
	if (line)
		json_out_int(out, "line", line);
	json_out_close(out, '}');
}

void
json_out_account(struct json_out *out, const struct account *account)
{
	const char *client = account_text(account, MA_CLIENT);
	json_out_words(out, "account", account->id);
	json_out_words(out, "client", client ? client : account->plugin);
}

void
json_out_seat(struct json_out *out, const struct account *account)
{
	json_out_words(out, "profile", account_text(account, MA_PROFILE));
	json_out_words(out, "user", account_text(account, MA_USER));
	json_out_words(out, "workstation", account->scan->workstation.name);
	json_out_words(out, "workstation_id", account->scan->workstation.id);
}

/* What is known of one fact, and from where. */
static void
write_evidence(struct json_out *out, const struct account *account, enum ma_fact id)
{
	const struct fact *f = account_fact(account, id);
	json_out_open(out, '{');
	json_out_words(out, "fact", fact_rows[id].name);
	if (account->slot[id])
		json_out_place(out, account->scan, f->file, f->line);
	json_out_words(out, "state", json_state_word(f->state));
	json_out_key(out, "value");
	json_out_fact(out, f);
	json_out_close(out, '}');
}

static void
write_note_evidence(struct json_out *out, const struct scan *scan, const struct scan_note *note)
{
	json_out_open(out, '{');
	json_out_words(out, "client", note->client);
	json_out_words(out, "key", note->key);
	json_out_words(out, "note", note_rows[note->kind].name);
	json_out_place(out, scan, note->file, note->line);
	json_out_words(out, "sentence", note_rows[note->kind].sentence);
	json_out_close(out, '}');
}

static bool
same_value(const struct fact *x, const struct fact *y)
{
	if (x->state == MA_UNKNOWN || y->state == MA_UNKNOWN)
		return x->state == y->state;
	bool same = x->n_items == y->n_items;
	switch (fact_rows[x->id].type) {
	case FACT_INT:
		return x->num == y->num;
	case FACT_BOOL:
		return !x->num == !y->num;
	case FACT_TEXT:
	case FACT_WORD:
		return strcmp(x->text ? x->text : "", y->text ? y->text : "") == 0;
	case FACT_LIST:
		break;
	}
	for (size_t i = 0; same && i < x->n_items; i++)
		same = strcmp(x->items[i], y->items[i]) == 0;
	return same;
}

/* The settings that would silence the rule: what they are, what they should be. */
static void
write_change(struct json_out *out, const struct finding *finding, const struct account *account)
{
	struct arena arena = { 0 };
	json_out_key(out, "change");
	json_out_open(out, '[');
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
		const struct fact *then = account_fact(&changed, advice->fact);
		bool unsaid = account->slot[advice->fact] && now->state == MA_UNKNOWN;
		if (!unsaid && same_value(now, then))
			continue;
		json_out_open(out, '{');
		json_out_words(out, "fact", fact_rows[advice->fact].name);
		json_out_key(out, "from");
		json_out_fact(out, now);
		json_out_key(out, "to");
		json_out_fact(out, then);
		json_out_close(out, '}');
	}
	json_out_close(out, ']');
	arena_fini(&arena);
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

static void
write_blame(struct json_out *out, const struct finding *finding, const struct blame *b)
{
	json_out_open(out, '{');
	if (b->account) {
		const char *client = account_text(b->account, MA_CLIENT);
		json_out_words(out, "account", b->account->id);
		write_change(out, finding, b->account);
		json_out_words(out, "client", client ? client : b->account->plugin);
	}
	if (!b->account && !b->external && b->device)
		json_out_words(out, "device", b->device->name);
	json_out_key(out, "evidence");
	json_out_open(out, '[');
	for (size_t i = 0; b->account && i < b->n_evidence; i++)
		write_evidence(out, b->account, b->evidence[i]);
	for (size_t i = 0; i < b->n_notes; i++)
		write_note_evidence(out, b->scan, b->notes[i]);
	json_out_close(out, ']');
	if (!b->account && b->external)
		json_out_words(out, "external", b->external->name);
	if (b->policy)
		json_out_truth(out, "policy", true);
	if (b->account)
		json_out_words(out, "profile", account_text(b->account, MA_PROFILE));
	if (b->trend != TREND_NONE)
		json_out_nth_word(out, "trend", trend_words, (int)b->trend);
	if (b->account)
		json_out_words(out, "user", account_text(b->account, MA_USER));
	if (b->scan) {
		json_out_words(out, "workstation", b->scan->workstation.name);
		json_out_words(out, "workstation_id", b->scan->workstation.id);
	}
	json_out_close(out, '}');
}

static void
write_waiver(struct json_out *out, const struct policy_waiver *waiver)
{
	json_out_key(out, "waiver");
	json_out_open(out, '{');
	json_out_words(out, "approver", waiver->approver);
	json_out_words(out, "expires", waiver->expires);
	json_out_words(out, "reason", waiver->reason);
	json_out_close(out, '}');
}

/* The sentences of a rule in each of the languages. */
static void
write_texts(struct json_out *out, const struct rule *rule, unsigned texts)
{
	const char *p = lang_words;
	json_out_key(out, "texts");
	json_out_open(out, '{');
	for (int lang = 0; lang < LANG_COUNT; lang++, p += strcspn(p, " "), p += strspn(p, " ")) {
		char name[16];
		if (!(texts & 1u << lang))
			continue;
		snprintf(name, sizeof name, "%.*s", (int)strcspn(p, " "), p);
		json_out_any_key(out, name);
		json_out_open(out, '{');
		json_out_words(out, "fix", rule->fix ? lang_text_in((enum lang)lang, rule->fix) : NULL);
		json_out_words(out, "symptom", rule->symptom ? lang_text_in((enum lang)lang, rule->symptom) : NULL);
		json_out_words(out, "title", lang_text_in((enum lang)lang, rule->title));
		json_out_words(out, "why", rule->why ? lang_text_in((enum lang)lang, rule->why) : NULL);
		json_out_close(out, '}');
	}
	json_out_close(out, '}');
}

static void
write_victims(struct json_out *out, const struct finding *finding)
{
	json_out_key(out, "victims");
	json_out_open(out, '[');
	for (size_t i = 0; i < finding->n_victims; i++) {
		account_look_ahead_in(finding->victims, finding->n_victims, i);
		json_out_open(out, '{');
		json_out_account(out, finding->victims[i]);
		json_out_seat(out, finding->victims[i]);
		json_out_close(out, '}');
	}
	json_out_close(out, ']');
}

static const struct account *
blamed_account(const struct finding *finding, size_t i)
{
	return i < finding->n_blame ? finding->blame[i].account : NULL;
}

void
json_out_finding(struct json_out *out, const struct finding *finding, unsigned texts, bool victims)
{
	const struct rule *rule = finding->rule;
	json_out_open(out, '{');
	json_out_key(out, "blame");
	json_out_open(out, '[');
	for (size_t i = 0; i < finding->n_blame; i++) {
		account_look_ahead(blamed_account(finding, i + ACCOUNT_FAR), blamed_account(finding, i + ACCOUNT_NEAR),
		    blamed_account(finding, i + ACCOUNT_NEXT));
		write_blame(out, finding, &finding->blame[i]);
	}
	json_out_close(out, ']');
	if (finding->candidates)
		json_out_truth(out, "candidates", true);
	json_out_words(out, "code", rule->code);
	json_out_words(out, "fingerprint", finding->fingerprint);
	json_out_words(out, "fix", rule->fix);
	json_out_words_or_null(out, "mailbox", finding->mailbox ? finding->mailbox->key : NULL);
	json_out_words(out, "rule", rule->id);
	json_out_nth_word(out, "severity", severity_words, (int)finding->severity);
	json_out_nth_word(out, "status", finding_status_words, (int)finding->status);
	json_out_words(out, "symptom", rule->symptom);
	if (texts)
		write_texts(out, rule, texts);
	json_out_words(out, "title", rule->title);
	if (finding->trend != TREND_NONE)
		json_out_nth_word(out, "trend", trend_words, (int)finding->trend);
	if (victims)
		write_victims(out, finding);
	if (finding->waiver)
		write_waiver(out, finding->waiver);
	json_out_close(out, '}');
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
	struct json_out out = { .compact = true };
	json_out_finding(&out, finding, 0, false);
	json_out_put(&out, "", 1);
	return out.bytes;
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
