/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan document.
 */
#include "document/json.h"
#include "document/menu.h"

static json_t *
who_json(const struct account *account)
{
	json_t *object = json_object();
	json_put_who(object, account);
	return object;
}

/* The path through the client's menus in each language; null when it is not known. */
static json_t *
menu_json(const struct account *account, enum ma_fact fact)
{
	const struct menu *menu = menu_of(account, fact);
	if (!menu)
		return json_null();
	json_t *object = json_object();
	for (int i = 0; i < LANG_COUNT; i++) {
		json_t *word = json_nth_word(lang_words, i);
		json_put_words(object, json_string_value(word), menu->paths[i]);
		json_decref(word);
	}
	return object;
}

static json_t *
change_json(const struct plan_step *step, const struct plan_change *change)
{
	json_t *object = json_object();
	struct arena arena = { 0 };
	/* As the account would have it: "yes" becomes true, no limit null. */
	struct account changed = { .scan = step->scan };
	if (change->to)
		account_parse_fact(&changed, &arena, change->fact, change->to);
	json_put_words(object, "fact", fact_rows[change->fact].name);
	json_put(object, "from", json_fact_value(account_fact(step->account, change->fact)));
	json_put(object, "locked", json_boolean(change->locked));
	json_put(object, "menu", menu_json(step->account, change->fact));
	json_put(object, "to", json_fact_value(account_fact(&changed, change->fact)));
	arena_fini(&arena);
	return object;
}

static json_t *
note_json(const struct plan_step *step, const struct scan_note *note)
{
	json_t *object = json_object();
	json_t *place = note->file >= 0 ? json_place(step->scan, (uint32_t)note->file, note->line) : NULL;
	json_put_words(object, "client", note->client);
	json_put_words(object, "key", note->key);
	json_put_words(object, "note", note_rows[note->kind].name);
	if (place)
		json_put(object, "place", place);
	return object;
}

static json_t *
step_json(const struct plan_step *step)
{
	json_t *object = json_object(), *changes = json_array(), *looks = json_array(), *notes = json_array(), *rules = json_array(),
	       *minds = json_array();
	for (size_t i = 0; i < step->n_changes; i++)
		json_add(changes, change_json(step, &step->changes[i]));
	for (size_t i = 0; i < step->n_looks; i++)
		json_add(looks, json_string(fact_rows[step->looks[i]].name));
	for (size_t i = 0; i < step->n_notes; i++)
		json_add(notes, note_json(step, step->notes[i]));
	for (size_t i = 0; i < step->n_rules; i++)
		json_add(rules, json_string(step->rules[i]->id));
	for (int i = 0; i < PLAN_WARNING_COUNT; i++)
		if (step->warnings[i])
			json_add(minds, json_nth_word(plan_warning_words, i));
	if (step->account) {
		json_put_who(object, step->account);
	} else {
		json_put_words(object, "workstation", step->scan->workstation.name);
		json_put_words(object, "workstation_id", step->scan->workstation.id);
	}
	json_put(object, "changes", changes);
	json_put(object, "look", looks);
	json_put(object, "mailbox", json_words_or_null(step->mailbox ? step->mailbox->key : NULL));
	json_put(object, "mind", minds);
	json_put(object, "notes", notes);
	json_put(object, "phase", json_nth_word(plan_phase_words, (int)step->phase));
	json_put(object, "rules", rules);
	json_put(object, "step", json_integer((json_int_t)step->number));
	return object;
}

static json_t *
left_json(const struct plan_left *left)
{
	json_t *object = json_object(), *accounts = json_array();
	for (size_t i = 0; i < left->n_accounts; i++)
		json_add(accounts, who_json(left->accounts[i]));
	for (size_t i = 0; i < left->n_externals; i++) {
		json_t *external = json_object();
		json_put_words(external, "external", left->externals[i]->name);
		json_add(accounts, external);
	}
	json_put(object, "blame", accounts);
	json_put_words(object, "code", left->rule->code);
	json_put_words(object, "fix", left->rule->fix);
	json_put(object, "reason", json_nth_word(plan_reason_words, (int)left->reason));
	json_put_words(object, "rule", left->rule->id);
	json_put(object, "severity", json_nth_word(severity_words, (int)left->severity));
	return object;
}

static json_t *
mailbox_json(const struct plan_mailbox *pm)
{
	const struct mailbox *m = pm->result->mailbox;
	json_t *object = json_object(), *costs = json_object(), *left = json_array(), *keepers = json_array();
	for (int i = 0; i < PLAN_PATTERN_COUNT; i++) {
		json_t *word = json_nth_word(plan_pattern_words, i);
		json_put(costs, json_string_value(word), pm->cost[i] == SIZE_MAX ? json_null() : json_integer((json_int_t)pm->cost[i]));
		json_decref(word);
	}
	for (size_t i = 0; i < pm->n_left; i++)
		json_add(left, left_json(&pm->left[i]));
	for (size_t i = 0; i < pm->n_keepers; i++)
		json_add(keepers, who_json(pm->keepers[i]));
	json_put_words(object, "address", m->address);
	json_put(object, "changed", json_integer((json_int_t)pm->n_changed));
	json_put(object, "changed_if", costs);
	json_put(object, "doubtful", json_boolean(m->doubtful));
	json_put_words(object, "key", m->key);
	json_put(object, "left", left);
	json_put(object, "never_switch_leave_off", keepers);
	json_put(object, "pattern", json_nth_word(plan_pattern_words, (int)pm->pattern));
	json_put(object, "representative", pm->representative ? who_json(pm->representative) : json_null());
	json_put(object, "shared", json_boolean(m->shared));
	json_put(object, "sound", json_boolean(pm->sound));
	json_put(object, "unmatched", json_boolean(pm->unmatched));
	return object;
}

/* Workstations in their order, with the numbers of their steps. */
static void
write_workstations(struct json_out *out, const struct report *report, const struct plan *plan)
{
	json_out_key(out, "workstations");
	json_out_open(out, '[');
	for (size_t i = 0; i < report->n_scans; i++) {
		json_t *steps = json_array();
		for (size_t k = 0; k < plan->n_steps; k++)
			if (plan->steps[k].scan == report->scans[i])
				json_add(steps, json_integer((json_int_t)plan->steps[k].number));
		if (json_array_size(steps)) {
			json_t *object = json_object();
			json_put(object, "steps", steps);
			json_put_words(object, "workstation", report->scans[i]->workstation.name);
			json_put_words(object, "workstation_id", report->scans[i]->workstation.id);
			json_out_value(out, object);
		} else {
			json_decref(steps);
		}
	}
	json_out_close(out, ']');
}

bool
document_write_plan(FILE *file, const char *where, const struct report *report, const struct plan *plan, struct err *err)
{
	struct json_out out = { .file = file };
	json_t *sum = json_object();
	json_put(sum, "changed", json_integer((json_int_t)plan->n_changed));
	json_put(sum, "look", json_integer((json_int_t)plan->n_looks));
	json_put(sum, "steps", json_integer((json_int_t)plan->n_steps));
	json_out_open(&out, '{');
	json_out_member(&out, "format", json_string(FORMAT_PLAN));
	json_out_member(&out, "generated", json_words_or_null(report->generated));
	json_out_key(&out, "mailboxes");
	json_out_open(&out, '[');
	for (size_t i = 0; i < plan->n_mailboxes; i++)
		json_out_value(&out, mailbox_json(&plan->mailboxes[i]));
	json_out_close(&out, ']');
	json_out_key(&out, "steps");
	json_out_open(&out, '[');
	for (size_t i = 0; i < plan->n_steps; i++)
		json_out_value(&out, step_json(&plan->steps[i]));
	json_out_close(&out, ']');
	json_out_member(&out, "summary", sum);
	if (report->n_supposed)
		json_out_member(&out, "supposed", json_supposed(report));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	write_workstations(&out, report, plan);
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}
