/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record of what was told:
 *
 *     { "format": "mailaccord-told", "version": 1, "scope": TEXT, "serial": 7, "log_bytes": 4711,
 *       "failing": [KEY...], "letters": [{"id", "body"}...],
 *       "now": SECTION, "lost": SECTION }
 *     SECTION: { "findings": [{"rule", "status", "severity", "mailbox", "fingerprint", "blame": [BLAME...]}...],
 *                "mailboxes": {KEY: {"address", "accounts": [[WORKSTATION, ACCOUNT]...]}},
 *                "workstations": {ID: {"name", "shared_id", "started", "accounts": {ACCOUNT: {FACT: VALUE...}}}} }
 *     BLAME: {"workstation", "account", "evidence": [FACT...]} or {"external"} or {"device"} or {"policy"}
 *
 * Values of facts are as fact_print writes them; those that are evidence, and
 * those that tell the mailbox.  It is our own file; what does not fit together
 * in it refuses all of it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/json.h"
#include "document/told.h"

#define FORMAT_TOLD "mailaccord-told"

/* ---- writing ---- */

/* The member, made when it is not there. */
static json_t *
member(json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	if (!value) {
		value = json_object();
		json_put(object, key, value);
	}
	return value;
}

static json_t *
workstation_of(json_t *section, const struct scan *scan)
{
	json_t *all = member(section, "workstations"), *one = member(all, scan->workstation.id);
	if (!json_object_size(one)) {
		json_put_words(one, "name", scan->workstation.name);
		json_put_words(one, "shared_id", scan->workstation.shared_id);
		json_put_words(one, "started", scan->started);
		json_put(one, "accounts", json_object());
	}
	return one;
}

static json_t *
account_of(json_t *section, const struct account *account)
{
	return member(json_object_get(workstation_of(section, account->scan), "accounts"), account->id);
}

static void
put_fact(json_t *facts, const struct account *account, enum ma_fact fact, struct arena *arena)
{
	if (account->slot[fact] && !json_object_get(facts, fact_rows[fact].name))
		json_put_words(facts, fact_rows[fact].name, fact_print(account_fact(account, fact), arena));
}

static json_t *
blame_json(json_t *section, const struct blame *b, struct arena *arena)
{
	static const enum ma_fact which[] = { MA_ENABLED, MA_PROTOCOL, MA_HOST, MA_LOGIN };
	json_t *object = json_object(), *evidence = json_array();
	if (b->scan) {
		json_put_words(object, "workstation", b->scan->workstation.id);
		workstation_of(section, b->scan);
	}
	if (b->account) {
		json_t *facts = account_of(section, b->account);
		json_put_words(object, "account", b->account->id);
		for (size_t i = 0; i < sizeof which / sizeof *which; i++)
			put_fact(facts, b->account, which[i], arena);
		for (size_t i = 0; i < b->n_evidence; i++) {
			put_fact(facts, b->account, b->evidence[i], arena);
			json_add(evidence, json_string(fact_rows[b->evidence[i]].name));
		}
	}
	json_put_words(object, "external", b->external ? b->external->name : NULL);
	json_put_words(object, "device", b->device ? b->device->name : NULL);
	if (b->policy)
		json_put(object, "policy", json_true());
	json_put(object, "evidence", evidence);
	return object;
}

static void
put_mailbox(json_t *section, const struct mailbox *mailbox)
{
	json_t *all = member(section, "mailboxes"), *one = member(all, mailbox->key);
	if (json_object_size(one))
		return;
	json_t *accounts = json_array();
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		const struct account *a = mailbox->accounts[i];
		json_t *pair = json_array();
		account_of(section, a);
		json_add(pair, json_words(a->scan->workstation.id));
		json_add(pair, json_words(a->id));
		json_add(accounts, pair);
	}
	json_put(one, "accounts", accounts);
	json_put_words(one, "address", mailbox->address);
}

/* A finding with its blame still to come. */
static json_t *
add_finding(json_t *section, const struct finding *f)
{
	json_t *object = json_object();
	if (f->mailbox)
		put_mailbox(section, f->mailbox);
	json_put_words(object, "fingerprint", f->fingerprint);
	json_put_words(object, "mailbox", f->mailbox ? f->mailbox->key : NULL);
	json_put_words(object, "rule", f->rule->id);
	json_put(object, "severity", json_nth_word(severity_words, (int)f->severity));
	json_put(object, "status", json_nth_word(finding_status_words, (int)f->status));
	json_put(object, "blame", json_array());
	json_add(json_object_get(section, "findings"), object);
	return json_object_get(object, "blame");
}

static json_t *
new_section(void)
{
	json_t *section = json_object();
	json_put(section, "findings", json_array());
	json_put(section, "mailboxes", json_object());
	json_put(section, "workstations", json_object());
	return section;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *
told_scope(const struct report *report, struct arena *arena)
{
	const struct policy *p = &report->policy;
	const char **sorted = arena_alloc(arena, (p->n_targets + 1) * sizeof *sorted), *all = "";
	for (size_t i = 0; i < p->n_targets; i++)
		sorted[i] = p->targets[i];
	if (p->n_targets)
		qsort(sorted, p->n_targets, sizeof *sorted, by_text);
	for (size_t i = 0; i < p->n_targets; i++)
		all = arena_printf(arena, "%s%s%s", all, *all ? " " : "", sorted[i]);
	return all;
}

bool
told_write(FILE *file, const char *where, const struct told *told, const struct report *report, const struct gone *lost, size_t n_lost, struct err *err)
{
	struct json_out out = { .file = file };
	struct arena arena = { 0 };
	json_t *now = new_section(), *gone = new_section(), *letters = json_array();
	for (size_t i = 0; i < report->n_findings; i++) {
		json_t *blame = add_finding(now, &report->findings[i]);
		for (size_t k = 0; k < report->findings[i].n_blame; k++)
			json_add(blame, blame_json(now, &report->findings[i].blame[k], &arena));
	}
	for (size_t i = 0; i < n_lost; i++) {
		json_t *blame = add_finding(gone, lost[i].was);
		for (size_t k = 0; k < lost[i].n_who; k++)
			json_add(blame, blame_json(gone, lost[i].who[k].blame, &arena));
	}
	for (size_t i = 0; i < told->n_letters; i++) {
		json_t *letter = json_object();
		json_put_words(letter, "body", told->letters[i].body);
		json_put_words(letter, "id", told->letters[i].id);
		json_add(letters, letter);
	}
	json_out_open(&out, '{');
	json_out_member(&out, "failing", json_list(told->failing, told->n_failing));
	json_out_member(&out, "format", json_string(FORMAT_TOLD));
	json_out_member(&out, "letters", letters);
	json_out_member(&out, "log_bytes", json_integer(told->log_bytes));
	json_out_member(&out, "lost", gone);
	json_out_member(&out, "now", now);
	json_out_member(&out, "scope", json_words(told->scope ? told->scope : ""));
	json_out_member(&out, "serial", json_integer(told->serial));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	json_out_close(&out, '}');
	arena_fini(&arena);
	return json_out_end(&out, where, err);
}

/* ---- reading ---- */

struct reader {
	struct report *report; /* of the section */
	const struct rule *rules;
	size_t n_rules;
};

static const char *
copy_of(struct arena *arena, const json_t *object, const char *key)
{
	return arena_strdup(arena, json_string_value(json_object_get(object, key)));
}

static int
by_id(const void *a, const void *b)
{
	return strcmp((*(struct scan *const *)a)->workstation.id, (*(struct scan *const *)b)->workstation.id);
}

static int
scan_by_id(const void *id, const void *scan)
{
	return strcmp(id, (*(struct scan *const *)scan)->workstation.id);
}

static int
account_by_id(const void *id, const void *account)
{
	return strcmp(id, (*(struct account *const *)account)->id);
}

static struct scan *
find_scan(const struct report *report, const char *id)
{
	struct scan **found = id && report->n_scans ? bsearch(id, report->scans, report->n_scans, sizeof *found, scan_by_id) : NULL;
	return found ? *found : NULL;
}

static struct account *
find_account(const struct scan *scan, const char *id)
{
	struct account **found =
	    scan && id && scan->n_accounts ? bsearch(id, scan->accounts, scan->n_accounts, sizeof *found, account_by_id) : NULL;
	return found ? *found : NULL;
}

static bool
read_workstations(struct reader *r, json_t *all)
{
	const char *id, *account_id, *name;
	json_t *one, *facts, *value;
	json_object_foreach(all, id, one) {
		struct scan *scan = scan_new();
		report_add_scan(r->report, scan);
		scan->workstation.id = arena_strdup(&scan->arena, id);
		scan->workstation.name = copy_of(&scan->arena, one, "name");
		scan->workstation.shared_id = copy_of(&scan->arena, one, "shared_id");
		scan->started = copy_of(&scan->arena, one, "started");
		if (!scan->workstation.name)
			return false;
		json_object_foreach(json_object_get(one, "accounts"), account_id, facts) {
			struct account *a = scan_add_account(scan, arena_copy(&scan->arena, account_id, strcspn(account_id, "/")), account_id);
			json_object_foreach(facts, name, value) {
				int fact = fact_by_name(name);
				if (fact >= 0 && json_is_string(value))
					account_parse_fact(a, &scan->arena, (enum ma_fact)fact, json_string_value(value));
			}
		}
		scan_sort(scan);
	}
	if (r->report->n_scans)
		qsort(r->report->scans, r->report->n_scans, sizeof *r->report->scans, by_id);
	return true;
}

static bool
read_mailboxes(struct reader *r, json_t *all)
{
	struct report *report = r->report;
	const char *key;
	json_t *one, *pair;
	size_t i;
	report->mailboxes.all = arena_alloc(&report->arena, (json_object_size(all) + 1) * sizeof *report->mailboxes.all);
	json_object_foreach(all, key, one) {
		struct mailbox *m = &report->mailboxes.all[report->mailboxes.n++];
		json_t *accounts = json_object_get(one, "accounts");
		m->key = arena_strdup(&report->arena, key);
		m->address = copy_of(&report->arena, one, "address");
		m->resolved = true;
		m->accounts = arena_alloc(&report->arena, (json_array_size(accounts) + 1) * sizeof(struct account *));
		json_array_foreach(accounts, i, pair) {
			const char *workstation = json_string_value(json_array_get(pair, 0)), *id = json_string_value(json_array_get(pair, 1));
			struct account *a = find_account(find_scan(report, workstation), id);
			if (!a)
				return false;
			m->accounts[m->n_accounts++] = a;
		}
	}
	return true;
}

static bool
read_blame(struct reader *r, const json_t *object, struct blame *b)
{
	struct arena *arena = &r->report->arena;
	const char *workstation = json_string_value(json_object_get(object, "workstation"));
	const char *account = json_string_value(json_object_get(object, "account"));
	const char *external = copy_of(arena, object, "external"), *device = copy_of(arena, object, "device");
	json_t *evidence = json_object_get(object, "evidence"), *name;
	size_t i;
	b->scan = find_scan(r->report, workstation);
	b->account = find_account(b->scan, account);
	b->policy = json_is_true(json_object_get(object, "policy"));
	json_array_foreach(evidence, i, name) {
		int fact = json_is_string(name) ? fact_by_name(json_string_value(name)) : -1;
		if (fact >= 0)
			*(enum ma_fact *)arena_grow(arena, &b->evidence, &b->n_evidence, sizeof *b->evidence) = (enum ma_fact)fact;
	}
	if (external) {
		struct policy_external *e = arena_alloc(arena, sizeof *e);
		e->name = external;
		b->external = e;
	}
	if (device) {
		struct policy_device *d = arena_alloc(arena, sizeof *d);
		d->name = device;
		b->device = d;
	}
	return !workstation == !b->scan && !account == !b->account && (b->scan || external || device || b->policy);
}

static const struct rule *
find_rule(const struct reader *r, const char *id)
{
	for (size_t i = 0; id && i < r->n_rules; i++)
		if (strcmp(r->rules[i].id, id) == 0)
			return &r->rules[i];
	return NULL;
}

static int
mailbox_by_key(const void *a, const void *b)
{
	return strcmp(((const struct mailbox *)a)->key, ((const struct mailbox *)b)->key);
}

static bool
read_finding(struct reader *r, const json_t *object)
{
	struct report *report = r->report;
	const char *severity = json_string_value(json_object_get(object, "severity")), *status = json_string_value(json_object_get(object, "status"));
	const char *key = json_string_value(json_object_get(object, "mailbox"));
	json_t *blame = json_object_get(object, "blame"), *one;
	struct finding f = { .rule = find_rule(r, json_string_value(json_object_get(object, "rule"))) };
	int severity_index, status_index;
	size_t i;
	if (!severity || !status || !str_word(severity_words, severity, strlen(severity), &severity_index) ||
	    !str_word(finding_status_words, status, strlen(status), &status_index))
		return false;
	f.severity = (enum severity)severity_index;
	f.status = (enum finding_status)status_index;
	f.fingerprint = copy_of(&report->arena, object, "fingerprint");
	if (key)
		f.mailbox = bsearch(&(struct mailbox){ .key = key }, report->mailboxes.all, report->mailboxes.n, sizeof *f.mailbox, mailbox_by_key);
	if (!f.fingerprint || (key && !f.mailbox))
		return false;
	f.blame = arena_alloc(&report->arena, (json_array_size(blame) + 1) * sizeof *f.blame);
	json_array_foreach(blame, i, one)
		if (!read_blame(r, one, &f.blame[f.n_blame++]))
			return false;
	if (f.rule)
		*(struct finding *)arena_grow(&report->arena, &report->findings, &report->n_findings, sizeof f) = f;
	return true;
}

static bool
read_section(struct reader *r, json_t *section)
{
	json_t *finding;
	size_t i;
	if (!read_workstations(r, json_object_get(section, "workstations")) || !read_mailboxes(r, json_object_get(section, "mailboxes")))
		return false;
	if (r->report->mailboxes.n)
		qsort(r->report->mailboxes.all, r->report->mailboxes.n, sizeof *r->report->mailboxes.all, mailbox_by_key);
	json_array_foreach(json_object_get(section, "findings"), i, finding)
		if (!read_finding(r, finding))
			return false;
	return true;
}

static bool
read_rest(struct told *told, json_t *root)
{
	json_t *one;
	size_t i;
	told->scope = copy_of(&told->arena, root, "scope");
	told->serial = json_integer_value(json_object_get(root, "serial"));
	told->log_bytes = json_integer_value(json_object_get(root, "log_bytes"));
	json_array_foreach(json_object_get(root, "failing"), i, one)
		if (json_is_string(one))
			*(const char **)arena_grow(&told->arena, &told->failing, &told->n_failing, sizeof(char *)) =
			    arena_strdup(&told->arena, json_string_value(one));
	json_array_foreach(json_object_get(root, "letters"), i, one) {
		struct told_letter letter = { copy_of(&told->arena, one, "id"), copy_of(&told->arena, one, "body") };
		if (!letter.id || !letter.body)
			return false;
		*(struct told_letter *)arena_grow(&told->arena, &told->letters, &told->n_letters, sizeof letter) = letter;
	}
	return told->scope;
}

bool
told_read(const char *bytes, size_t n, const char *origin, const struct rule *rules, size_t n_rules, struct told *out, struct err *err)
{
	struct json_text text;
	*out = (struct told){ .past = report_new(), .lost = report_new() };
	if (!json_text_open(&text, bytes, n, origin, err))
		return false;
	json_t *root = json_text_value(&text);
	if (!root)
		return false;
	struct reader now = { out->past, rules, n_rules }, lost = { out->lost, rules, n_rules };
	bool ok = json_check_format(root, origin, FORMAT_TOLD, err) &&
	    ((read_section(&now, json_object_get(root, "now")) && read_section(&lost, json_object_get(root, "lost")) && read_rest(out, root)) ||
	     err_set(err, EXIT_DATA, "%s: is no record of what was told", origin));
	json_decref(root);
	return ok;
}

void
told_fini(struct told *told)
{
	report_free(told->past);
	report_free(told->lost);
	arena_fini(&told->arena);
	*told = (struct told){ 0 };
}
