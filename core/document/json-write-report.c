/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report document.
 */
#include "document/json.h"
#include "document/summary.h"

/* The facts of an account that decide over mail on the server: a reader of the report alone sees the matrix. */
static const enum ma_fact matrix[] = {
	MA_NAME, MA_ENABLED, MA_PROTOCOL, MA_HOST, MA_LOGIN, MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN,
	MA_KEEP_COUNT, MA_KEEP_BYTES, MA_RETAIN_DAYS, MA_RETAIN_COUNT, MA_DELETE_MODEL, MA_EMPTY_TRASH_ON_EXIT,
	MA_EXPUNGE_ON_EXIT, MA_TRASH_DAYS, MA_JUNK_DAYS, MA_FILTERS_SERVER_DELETE, MA_FILTERS_DELETE,
	MA_FILTERS_MOVE_LOCAL, MA_CHECK_MINUTES, MA_SETTINGS_IN_CLOUD,
};

static json_t *
account_json(const struct account *account)
{
	json_t *object = json_object(), *unknown = json_array();
	bool pop = account_is(account, MA_PROTOCOL, "pop3");
	json_put_who(object, account);
	for (size_t i = 0; i < sizeof matrix / sizeof *matrix; i++) {
		enum ma_fact id = matrix[i];
		if (account_knows(account, id))
			json_put(object, fact_rows[id].name, json_fact_value(account_fact(account, id)));
		else if (account->slot[id] || id == MA_PROTOCOL || (pop && id == MA_LEAVE_ON_SERVER))
			json_add(unknown, json_string(fact_rows[id].name));
	}
	json_put(object, "unknown", unknown);
	return object;
}

static json_t *
external_json(const struct policy_external *external)
{
	json_t *object = json_object();
	json_put_words(object, "checked_on", external->checked_on);
	json_put(object, "delete_after_days", json_number_or_null(external->delete_after_days, POLICY_UNSET));
	json_put(object, "leave_on_server",
	    external->leave_on_server == POLICY_UNSET ? json_null() : json_boolean(external->leave_on_server));
	json_put_words(object, "name", external->name);
	json_put(object, "protocol", json_words_or_null(external->protocol));
	return object;
}

static json_t *
life_client_json(const struct life_client *client, bool behaviour)
{
	json_t *object = json_object();
	if (client->account)
		json_put_who(object, client->account);
	else if (client->external)
		json_put_words(object, "external", client->external->name);
	if (behaviour) {
		json_put(object, "keeps_copy", json_boolean(client->keeps_copy));
		json_put(object, "loses_after_days", json_number_or_null(client->loses_after_days, LIFE_NEVER));
		json_put(object, "misses_if_away_days", json_number_or_null(client->misses_if_away_days, LIFE_NEVER));
		json_put(object, "removes_some", json_boolean(client->removes_some));
		json_put(object, "unknown", json_boolean(client->unknown));
	}
	return object;
}

static json_t *
life_json(const struct life *life)
{
	json_t *object = json_object(), *clients = json_array(), *removers = json_array();
	for (size_t i = 0; i < life->n_clients; i++)
		json_add(clients, life_client_json(&life->clients[i], true));
	for (size_t i = 0; i < life->n_removed_by; i++)
		json_add(removers, life_client_json(life->removed_by[i], false));
	json_put(object, "clients", clients);
	json_put(object, "gone_after_days", json_number_or_null(life->gone_after_days, LIFE_NEVER));
	json_put(object, "growth", json_string(life->bounded ? "bounded" : "unbounded"));
	json_put(object, "removed_by", removers);
	json_put(object, "unknown", json_boolean(life->unknown));
	return object;
}

json_t *
json_report_mailbox(const struct report_mailbox *result)
{
	const struct mailbox *mailbox = result->mailbox;
	json_t *object = json_object(), *accounts = json_array(), *externals = json_array();
	for (size_t i = 0; i < mailbox->n_accounts; i++)
		json_add(accounts, account_json(mailbox->accounts[i]));
	for (size_t i = 0; i < mailbox->n_externals; i++)
		json_add(externals, external_json(mailbox->externals[i]));
	json_put(object, "accounts", accounts);
	json_put_words(object, "address", mailbox->address);
	json_put(object, "addresses", json_list(mailbox->addresses, mailbox->n_addresses));
	json_put(object, "externals", externals);
	json_put_words(object, "key", mailbox->key);
	json_put(object, "life", life_json(&result->life));
	json_put(object, "resolved", json_boolean(mailbox->resolved));
	json_put(object, "shared", json_boolean(mailbox->shared));
	json_put(object, "status", json_nth_word(mailbox_status_words, (int)result->status));
	return object;
}

static json_t *
coverage_json(const struct coverage *coverage)
{
	const struct scan *scan = coverage->scan;
	json_t *object = json_object();
	json_put(object, "accounts", json_integer((json_int_t)coverage->n_accounts));
	json_put(object, "clients", json_integer((json_int_t)coverage->n_clients));
	json_put(object, "finished", json_words_or_null(scan->finished));
	json_put_words(object, "os", scan->workstation.os);
	json_put_words(object, "run", scan->run);
	json_put(object, "started", json_words_or_null(scan->started));
	json_put_words(object, "tag", scan->workstation.tag);
	json_put_words(object, "tool", scan->tool);
	json_put(object, "unread", json_integer((json_int_t)coverage->n_unread));
	json_put_words(object, "workstation", scan->workstation.name);
	json_put_words(object, "workstation_id", scan->workstation.id);
	return object;
}

static json_t *
note_json(enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text)
{
	const struct note_row *row = &note_rows[kind];
	json_t *object = json_object();
	json_put(object, "blind", json_boolean(row->blind));
	json_put_words(object, "kind", row->name);
	json_put_words(object, "sentence", row->sentence);
	json_put_words(object, "text", text);
	if (scan) {
		json_put_words(object, "workstation", scan->workstation.name);
		json_put_words(object, "workstation_id", scan->workstation.id);
	}
	if (note) {
		json_t *place = note->file >= 0 ? json_place(scan, (uint32_t)note->file, note->line) : NULL;
		json_put_words(object, "client", note->client);
		json_put_words(object, "key", note->key);
		if (place)
			json_put(object, "place", place);
	}
	return object;
}

static json_t *
policy_json(const struct policy *policy)
{
	json_t *object = json_object();
	json_put(object, "closure_days", json_number_or_null(policy->site.closure_days, POLICY_UNSET));
	json_put(object, "deleter", json_words_or_null(policy->site.deleter));
	json_put(object, "max_age_days", json_number_or_null(policy->max_age_days, POLICY_UNSET));
	json_put(object, "min_keep_days",
	    json_integer(policy->site.min_keep_days == POLICY_UNSET ? POLICY_MIN_KEEP_DAYS : policy->site.min_keep_days));
	json_put(object, "origin", json_words_or_null(policy->origin));
	json_put(object, "targets", json_list(policy->targets, policy->n_targets));
	json_put(object, "today", json_words_or_null(policy->today));
	return object;
}

/* How many of each there are. */
static json_t *
trends_json(const struct report *report)
{
	json_t *object = json_object();
	json_int_t trends[TREND_COUNT] = { 0 }, fixed = 0;
	for (size_t i = 0; i < report->n_findings; i++)
		trends[report->findings[i].trend]++;
	for (size_t i = 0; i < report->n_gone; i++)
		fixed += report->gone[i].fixed;
	for (int i = TREND_NEW; i < TREND_COUNT; i++) {
		json_t *word = json_nth_word(trend_words, i);
		json_put(object, json_string_value(word), json_integer(trends[i]));
		json_decref(word);
	}
	json_put(object, "fixed", json_integer(fixed));
	return object;
}

static json_t *
summary_json(const struct report *report)
{
	struct summary s;
	report_sum(report, &s);
	json_t *object = json_object(), *mailboxes = json_object(), *findings = json_object();
	for (int i = 0; i < MAILBOX_STATUS_COUNT; i++) {
		json_t *word = json_nth_word(mailbox_status_words, i);
		json_put(mailboxes, json_string_value(word), json_integer((json_int_t)s.mailboxes[i]));
		json_decref(word);
	}
	for (int i = 0; i < FINDING_STATUS_COUNT; i++) {
		json_t *word = json_nth_word(finding_status_words, i), *counts = json_object();
		for (int k = 0; k < SEVERITY_COUNT; k++) {
			json_t *severity = json_nth_word(severity_words, k);
			json_put(counts, json_string_value(severity), json_integer((json_int_t)s.findings[i][k]));
			json_decref(severity);
		}
		json_put(findings, json_string_value(word), counts);
		json_decref(word);
	}
	json_put(object, "accounts", json_integer((json_int_t)s.accounts));
	json_put(object, "findings", findings);
	json_put(object, "mailboxes", mailboxes);
	if (report->baseline)
		json_put(object, "trends", trends_json(report));
	json_put(object, "verdict", json_nth_word(mailbox_status_words, (int)s.verdict));
	json_put(object, "workstations", json_integer((json_int_t)report->n_scans));
	return object;
}

static void
write_notes(struct json_out *out, const struct report *report)
{
	json_out_key(out, "notes");
	json_out_open(out, '[');
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_notes; k++) {
			const struct scan_note *note = &report->scans[i]->notes[k];
			json_out_value(out, note_json(note->kind, report->scans[i], note, NULL));
		}
	for (size_t i = 0; i < report->n_notes; i++)
		/* Notes of scans were all written above. */
		if (!report->notes[i].note)
			json_out_value(out, note_json(report->notes[i].kind, report->notes[i].scan, NULL, report->notes[i].text));
	json_out_close(out, ']');
}

static void
write_gone(struct json_out *out, const struct report *report)
{
	json_out_key(out, "gone");
	json_out_open(out, '[');
	for (size_t i = 0; i < report->n_gone; i++)
		json_out_value(out, json_gone(&report->gone[i]));
	json_out_close(out, ']');
}

/* Of a gate: which findings are the candidate's own, and which of them decide. */
static json_t *
gate_json(const struct report *report)
{
	const struct gate *gate = &report->gate;
	json_t *object = json_object(), *own = json_array(), *blocking = json_array();
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (f->candidates)
			json_add(own, json_words(f->fingerprint));
		if (f->candidates && f->severity >= gate->at_least && f->status != FINDING_WAIVED)
			json_add(blocking, json_words(f->fingerprint));
	}
	json_put(object, "blocking", blocking);
	json_put_words(object, "candidate", gate->candidate->workstation.name);
	json_put_words(object, "candidate_id", gate->candidate->workstation.id);
	json_put(object, "fail_on", json_nth_word(severity_words, (int)gate->at_least));
	json_put(object, "own", own);
	json_put(object, "stale", json_boolean(gate->stale));
	json_put(object, "verdict", json_nth_word(gate_verdict_words, (int)gate->verdict));
	return object;
}

bool
document_write_report(FILE *file, const char *where, const struct report *report, struct err *err)
{
	struct json_out out = { .file = file };

	json_out_open(&out, '{');
	json_out_key(&out, "coverage");
	json_out_open(&out, '[');
	for (size_t i = 0; report->coverage && i < report->n_scans; i++)
		json_out_value(&out, coverage_json(&report->coverage[i]));
	json_out_close(&out, ']');
	json_out_key(&out, "findings");
	json_out_open(&out, '[');
	for (size_t i = 0; i < report->n_findings; i++)
		json_out_value(&out, json_finding(&report->findings[i], report->texts));
	json_out_close(&out, ']');
	json_out_member(&out, "format", json_string(FORMAT_REPORT));
	if (report->gate.candidate)
		json_out_member(&out, "gate", gate_json(report));
	json_out_member(&out, "generated", json_words_or_null(report->generated));
	if (report->baseline)
		write_gone(&out, report);
	json_out_key(&out, "mailboxes");
	json_out_open(&out, '[');
	for (size_t i = 0; i < report->mailboxes.n; i++)
		json_out_value(&out, json_report_mailbox(&report->results[i]));
	json_out_close(&out, ']');
	write_notes(&out, report);
	json_out_member(&out, "policy", policy_json(&report->policy));
	json_out_member(&out, "summary", summary_json(report));
	if (report->n_supposed)
		json_out_member(&out, "supposed", json_supposed(report));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}
