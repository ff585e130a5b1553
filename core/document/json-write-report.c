/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report document.
 */
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "document/json.h"
#include "document/summary.h"

/* The facts of an account that decide over mail on the server: a reader of the report alone sees the matrix. */
static const enum ma_fact matrix[] = {
	MA_NAME, MA_ENABLED, MA_PROTOCOL, MA_HOST, MA_LOGIN, MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN,
	MA_KEEP_COUNT, MA_KEEP_BYTES, MA_RETAIN_DAYS, MA_RETAIN_COUNT, MA_DELETE_MODEL, MA_EMPTY_TRASH_ON_EXIT,
	MA_EXPUNGE_ON_EXIT, MA_TRASH_DAYS, MA_JUNK_DAYS, MA_FILTERS_SERVER_DELETE, MA_FILTERS_DELETE,
	MA_FILTERS_MOVE_LOCAL, MA_CHECK_MINUTES, MA_SETTINGS_IN_CLOUD,
};
/* The same in the order of their names. */
static const enum ma_fact by_name[] = {
	MA_CHECK_MINUTES, MA_DELETE_AFTER_DAYS, MA_DELETE_MODEL, MA_DELETE_WHEN, MA_EMPTY_TRASH_ON_EXIT, MA_ENABLED,
	MA_EXPUNGE_ON_EXIT, MA_FILTERS_DELETE, MA_FILTERS_MOVE_LOCAL, MA_FILTERS_SERVER_DELETE, MA_HOST,
	MA_JUNK_DAYS, MA_KEEP_BYTES, MA_KEEP_COUNT, MA_LEAVE_ON_SERVER, MA_LOGIN, MA_NAME, MA_PROTOCOL,
	MA_RETAIN_COUNT, MA_RETAIN_DAYS, MA_SETTINGS_IN_CLOUD, MA_TRASH_DAYS,
};
enum { N_MATRIX = sizeof matrix / sizeof *matrix };

/* Facts that are not known although they matter. */
static void
write_unknown(struct json_out *out, const struct account *account)
{
	bool pop = account_is(account, MA_PROTOCOL, "pop3");
	json_out_key(out, "unknown");
	json_out_open(out, '[');
	for (size_t i = 0; i < N_MATRIX; i++) {
		enum ma_fact id = matrix[i];
		bool matters = account->slot[id] || id == MA_PROTOCOL || (pop && id == MA_LEAVE_ON_SERVER);
		if (matters && !account_knows(account, id))
			json_out_string(out, fact_rows[id].name, strlen(fact_rows[id].name));
	}
	json_out_close(out, ']');
}

/* The facts of the matrix whose names stand before KEY; *NEXT counts those that were looked at. */
static void
write_facts_before(struct json_out *out, const struct account *account, const char *key, size_t *next)
{
	for (; *next < N_MATRIX && strcmp(fact_rows[by_name[*next]].name, key) < 0; ++*next) {
		enum ma_fact id = by_name[*next];
		if (!account_knows(account, id))
			continue;
		json_out_key(out, fact_rows[id].name);
		json_out_fact(out, account_fact(account, id));
	}
}

static void
write_account(struct json_out *out, const struct account *account)
{
	const char *client = account_text(account, MA_CLIENT);
	const struct {
		const char *key, *text;
	} who[] = {
		{ "account", account->id },
		{ "client", client ? client : account->plugin },
		{ "profile", account_text(account, MA_PROFILE) },
		{ "unknown", NULL },
		{ "user", account_text(account, MA_USER) },
		{ "workstation", account->scan->workstation.name },
		{ "workstation_id", account->scan->workstation.id },
	};
	size_t next = 0;
	json_out_open(out, '{');
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		write_facts_before(out, account, who[i].key, &next);
		if (strcmp(who[i].key, "unknown") == 0)
			write_unknown(out, account);
		else
			json_out_words(out, who[i].key, who[i].text);
	}
	json_out_close(out, '}');
}

static void
write_external(struct json_out *out, const struct policy_external *external)
{
	json_out_open(out, '{');
	json_out_words(out, "checked_on", external->checked_on);
	json_out_int_or_null(out, "delete_after_days", external->delete_after_days, POLICY_UNSET);
	json_out_key(out, "leave_on_server");
	json_out_word(out, external->leave_on_server == POLICY_UNSET ? "null" : external->leave_on_server ? "true" : "false");
	json_out_words(out, "name", external->name);
	json_out_words_or_null(out, "protocol", external->protocol);
	json_out_close(out, '}');
}

static void
write_life_client(struct json_out *out, const struct life_client *client, bool behaviour)
{
	const struct account *a = client->account;
	json_out_open(out, '{');
	if (a)
		json_out_account(out, a);
	else if (client->external)
		json_out_words(out, "external", client->external->name);
	if (behaviour) {
		json_out_truth(out, "keeps_copy", client->keeps_copy);
		json_out_int_or_null(out, "loses_after_days", client->loses_after_days, LIFE_NEVER);
		json_out_int_or_null(out, "misses_if_away_days", client->misses_if_away_days, LIFE_NEVER);
	}
	if (a)
		json_out_words(out, "profile", account_text(a, MA_PROFILE));
	if (behaviour) {
		json_out_truth(out, "removes_some", client->removes_some);
		json_out_truth(out, "unknown", client->unknown);
	}
	if (a) {
		json_out_words(out, "user", account_text(a, MA_USER));
		json_out_words(out, "workstation", a->scan->workstation.name);
		json_out_words(out, "workstation_id", a->scan->workstation.id);
	}
	json_out_close(out, '}');
}

static void
write_life(struct json_out *out, const struct life *life)
{
	json_out_open(out, '{');
	json_out_key(out, "clients");
	json_out_open(out, '[');
	for (size_t i = 0; i < life->n_clients; i++)
		write_life_client(out, &life->clients[i], true);
	json_out_close(out, ']');
	json_out_int_or_null(out, "gone_after_days", life->gone_after_days, LIFE_NEVER);
	json_out_words(out, "growth", life->bounded ? "bounded" : "unbounded");
	json_out_key(out, "removed_by");
	json_out_open(out, '[');
	for (size_t i = 0; i < life->n_removed_by; i++)
		write_life_client(out, life->removed_by[i], false);
	json_out_close(out, ']');
	json_out_truth(out, "unknown", life->unknown);
	json_out_close(out, '}');
}

void
json_out_mailbox(struct json_out *out, const struct report_mailbox *result)
{
	const struct mailbox *mailbox = result->mailbox;
	json_out_open(out, '{');
	json_out_key(out, "accounts");
	json_out_open(out, '[');
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		account_look_ahead_in((const struct account *const *)mailbox->accounts, mailbox->n_accounts, i);
		write_account(out, mailbox->accounts[i]);
	}
	json_out_close(out, ']');
	json_out_words(out, "address", mailbox->address);
	json_out_key(out, "addresses");
	json_out_list(out, mailbox->addresses, mailbox->n_addresses);
	json_out_key(out, "externals");
	json_out_open(out, '[');
	for (size_t i = 0; i < mailbox->n_externals; i++)
		write_external(out, mailbox->externals[i]);
	json_out_close(out, ']');
	json_out_words(out, "key", mailbox->key);
	json_out_key(out, "life");
	write_life(out, &result->life);
	json_out_truth(out, "resolved", mailbox->resolved);
	json_out_truth(out, "shared", mailbox->shared);
	json_out_nth_word(out, "status", mailbox_status_words, (int)result->status);
	json_out_close(out, '}');
}

static void
write_coverage(struct json_out *out, const struct coverage *coverage)
{
	const struct scan *scan = coverage->scan;
	json_out_open(out, '{');
	json_out_int(out, "accounts", (int64_t)coverage->n_accounts);
	json_out_int(out, "clients", (int64_t)coverage->n_clients);
	json_out_words_or_null(out, "finished", scan->finished);
	json_out_words(out, "os", scan->workstation.os);
	json_out_words(out, "run", scan->run);
	json_out_words_or_null(out, "started", scan->started);
	json_out_words(out, "tag", scan->workstation.tag);
	json_out_words(out, "tool", scan->tool);
	json_out_int(out, "unread", (int64_t)coverage->n_unread);
	if (scan->withheld.n)
		json_out_int(out, "withheld", (int64_t)scan->withheld.n);
	json_out_words(out, "workstation", scan->workstation.name);
	json_out_words(out, "workstation_id", scan->workstation.id);
	json_out_close(out, '}');
}

static void
write_note(struct json_out *out, enum ma_note kind, const struct scan *scan, const struct scan_note *note, const char *text)
{
	const struct note_row *row = &note_rows[kind];
	json_out_open(out, '{');
	json_out_truth(out, "blind", row->blind);
	json_out_words(out, "client", note ? note->client : NULL);
	json_out_words(out, "key", note ? note->key : NULL);
	json_out_words(out, "kind", row->name);
	if (note)
		json_out_place(out, scan, note->file, note->line);
	json_out_words(out, "sentence", row->sentence);
	json_out_words(out, "text", text);
	if (scan) {
		json_out_words(out, "workstation", scan->workstation.name);
		json_out_words(out, "workstation_id", scan->workstation.id);
	}
	json_out_close(out, '}');
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
			write_note(out, note->kind, report->scans[i], note, NULL);
		}
	for (size_t i = 0; i < report->n_notes; i++)
		/* Notes of scans were all written above. */
		if (!report->notes[i].note)
			write_note(out, report->notes[i].kind, report->notes[i].scan, NULL, report->notes[i].text);
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
	if (report->replaced) {
		json_t *replaced = json_array();
		for (size_t i = 0; i < report->replaced->n_scans; i++)
			json_add(replaced, json_words(report->replaced->scans[i]->workstation.name));
		json_put(object, "replaces", replaced);
	}
	json_put(object, "stale", json_boolean(gate->stale));
	json_put(object, "verdict", json_nth_word(gate_verdict_words, (int)gate->verdict));
	return object;
}

/* ---- what there is much of, made by several threads ---- */

struct writing {
	const struct report *report;
	void (*write_one)(struct json_out *out, const struct report *report, size_t i);
	FILE *file;
	struct json_out outs[POOL_MOST_WORKERS];
	int depth;
};

static void
write_piece(void *context, size_t worker, size_t from, size_t to)
{
	struct writing *w = context;
	struct json_out *out = &w->outs[worker];
	out->depth = w->depth;
	out->empty = from == 0;
	for (size_t i = from; i < to; i++)
		w->write_one(out, w->report, i);
}

static void
put_piece(void *context, size_t worker, size_t from, size_t to)
{
	struct writing *w = context;
	struct json_out *out = &w->outs[worker];
	(void)from;
	(void)to;
	fwrite(out->bytes, 1, out->n, w->file);
	out->n = 0;
}

/* The member KEY: an array of N. */
static void
write_array(struct json_out *out, const char *key, const struct report *report, size_t n,
    void (*write_one)(struct json_out *out, const struct report *report, size_t i))
{
	enum { PIECE = 16 };
	struct writing w = { .report = report, .write_one = write_one, .file = out->file };
	json_out_key(out, key);
	json_out_open(out, '[');
	json_out_flush(out);
	w.depth = out->depth;
	pool_run_in_order(pool_workers(n, PIECE), n, PIECE, write_piece, put_piece, &w);
	for (size_t i = 0; i < POOL_MOST_WORKERS; i++)
		free(w.outs[i].bytes);
	out->empty = !n;
	json_out_close(out, ']');
}

static void
write_coverage_of(struct json_out *out, const struct report *report, size_t i)
{
	write_coverage(out, &report->coverage[i]);
}

static void
write_finding(struct json_out *out, const struct report *report, size_t i)
{
	json_out_finding(out, &report->findings[i], report->texts, true);
}

static void
write_mailbox(struct json_out *out, const struct report *report, size_t i)
{
	json_out_mailbox(out, &report->results[i]);
}

bool
document_write_report(FILE *file, const char *where, const struct report *report, struct err *err)
{
	struct json_out out = { .file = file };

	json_out_open(&out, '{');
	write_array(&out, "coverage", report, report->coverage ? report->n_scans : 0, write_coverage_of);
	write_array(&out, "findings", report, report->n_findings, write_finding);
	json_out_member(&out, "format", json_string(FORMAT_REPORT));
	if (report->gate.candidate)
		json_out_member(&out, "gate", gate_json(report));
	json_out_member(&out, "generated", json_words_or_null(report->generated));
	if (report->baseline)
		write_gone(&out, report);
	write_array(&out, "mailboxes", report, report->mailboxes.n, write_mailbox);
	write_notes(&out, report);
	json_out_member(&out, "policy", policy_json(&report->policy));
	json_out_member(&out, "summary", summary_json(report));
	if (report->n_supposed)
		json_out_member(&out, "supposed", json_supposed(report));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}
