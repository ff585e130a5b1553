/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a gate is told of the others.  The policy is cut down as JSON, not out
 * of the model, so that nothing is lost that the model does not keep; lists
 * that name other mailboxes or machines are left out, all else decides.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/exchange.h"
#include "document/json.h"

#define FORMAT_OTHERS "mailaccord-others"

/* ---- the policy ---- */

/* Does NAME (an address, a key) concern the report's accounts or the key asked for? */
static bool
concerns(const char *name, const struct document_others *others, const struct report *report)
{
	if (str_same(name, others->key))
		return true;
	for (size_t i = 0; i < report->n_scans; i++)
		for (size_t k = 0; k < report->scans[i]->n_accounts; k++) {
			const struct account *account = report->scans[i]->accounts[k];
			const struct fact *addresses = account_fact(account, MA_ADDRESSES);
			const char *login = account_text(account, MA_LOGIN);
			for (size_t a = 0; a < addresses->n_items; a++)
				if (str_same(addresses->items[a], name))
					return true;
			/* A key is LOGIN@SERVER; an address may be the login with a domain. */
			size_t n = login ? strlen(login) : 0;
			if (n && strlen(name) >= n && strncasecmp(name, login, n) == 0 && (!name[n] || name[n] == '@'))
				return true;
		}
	return false;
}

/* Drops the elements whose member KEY names what is not concerned; without that member they hold for all. */
static void
cut_list(json_t *policy, const char *list, const char *key, const struct document_others *others, const struct report *report)
{
	json_t *array = json_object_get(policy, list);
	for (size_t i = json_array_size(array); i-- > 0;) {
		const char *name = json_string_value(json_object_get(json_array_get(array, i), key));
		if (name && !concerns(name, others, report))
			json_array_remove(array, i);
	}
}

/* Of a list of devices only those whose scans are here: who else there is, is nobody's business. */
static void
cut_roster(json_t *policy, const struct report *report)
{
	json_t *array = json_object_get(policy, "roster");
	for (size_t i = json_array_size(array); i-- > 0;) {
		const json_t *device = json_array_get(array, i);
		const char *name = json_string_value(json_is_string(device) ? device : json_object_get(device, "name"));
		bool here = false;
		for (size_t k = 0; name && !here && k < report->n_scans; k++)
			here = str_same(report->scans[k]->workstation.name, name) || str_same(report->scans[k]->workstation.id, name);
		if (!here)
			json_array_remove(array, i);
	}
	if (array && json_array_size(array) == 0)
		json_object_del(policy, "roster");
}

static json_t *
cut_policy(const struct document_others *others, const struct report *report)
{
	json_t *policy = others->policy.bytes ? json_loadb(others->policy.bytes, others->policy.n, 0, NULL) : NULL, *value;
	json_t *mailboxes = json_object_get(policy, "mailboxes");
	const char *address;
	void *next;
	if (!policy)
		return json_null();
	json_object_foreach_safe(mailboxes, next, address, value)
		if (!concerns(address, others, report))
			json_object_del(mailboxes, address);
	cut_list(policy, "external", "address", others, report);
	cut_list(policy, "waivers", "mailbox", others, report);
	cut_roster(policy, report);
	json_object_del(policy, "comment");
	return policy;
}

/* ---- the scans ---- */

static json_t *
cut_account(const struct account *account)
{
	json_t *object = json_account(account);
	json_object_del(object, "places");
	return object;
}

static json_t *
cut_scan(const struct scan *scan)
{
	json_t *object = json_object(), *accounts = json_array(), *notes = json_array(), *workstation = json_object();
	for (size_t i = 0; i < scan->n_accounts; i++)
		json_add(accounts, cut_account(scan->accounts[i]));
	for (size_t i = 0; i < scan->n_notes; i++) {
		const struct note_row *row = &note_rows[scan->notes[i].kind];
		if (!row->blind)
			continue;
		json_t *note = json_object();
		json_put(note, "blind", json_true());
		json_put_words(note, "client", scan->notes[i].client);
		json_put_words(note, "kind", row->name);
		json_add(notes, note);
	}
	json_put_words(workstation, "id", scan->workstation.id);
	json_put_words(workstation, "name", scan->workstation.name);
	json_put_words(workstation, "os", scan->workstation.os);
	json_put(object, "accounts", accounts);
	json_put(object, "format", json_string(FORMAT_SCAN));
	json_put(object, "notes", notes);
	json_put_words(object, "run", scan->run);
	json_put_words(object, "started", scan->started);
	json_put_words(object, "tool", scan->tool);
	json_put(object, "version", json_integer(DOCUMENT_VERSION));
	if (scan->withheld.n || scan->withheld.users)
		json_put(object, "withheld", json_withheld(&scan->withheld));
	json_put(object, "workstation", workstation);
	return object;
}

bool
document_write_others(FILE *file, const char *where, const struct document_others *others, const struct report *report, struct err *err)
{
	struct json_out out = { .file = file };
	json_out_open(&out, '{');
	json_out_member(&out, "blind", json_boolean(others->blind));
	json_out_member(&out, "format", json_string(FORMAT_OTHERS));
	json_out_member(&out, "generated", json_words_or_null(others->generated));
	json_out_member(&out, "key", json_words(others->key));
	json_out_member(&out, "known", json_boolean(others->known));
	json_out_member(&out, "policy", cut_policy(others, report));
	json_out_key(&out, "scans");
	json_out_open(&out, '[');
	for (size_t i = 0; i < report->n_scans; i++)
		json_out_value(&out, cut_scan(report->scans[i]));
	json_out_close(&out, ']');
	json_out_member(&out, "stale", json_boolean(others->stale));
	json_out_member(&out, "tool", json_words(others->tool));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}

/* ---- reading ---- */

/* Adds to an array or object INTO what MORE has beyond it; elements of arrays are told apart by KEY, or as a whole. */
static void
merge(json_t *into, json_t *more, const char *key)
{
	json_t *element, *other;
	size_t i, k;
	json_array_foreach(more, i, element) {
		bool there = false;
		json_array_foreach(into, k, other)
			there = there || (key ? json_equal(json_object_get(other, key), json_object_get(element, key)) : json_equal(other, element));
		if (!there)
			json_array_append(into, element);
	}
	if (json_is_object(into) && json_is_object(more))
		json_object_update_missing(into, more);
}

/* The scan of the workstation in SCANS (id to scan) gets the accounts of this one. */
static void
merge_scan(json_t *scans, json_t *scan)
{
	const char *id = json_string_value(json_object_get(json_object_get(scan, "workstation"), "id"));
	json_t *there = id ? json_object_get(scans, id) : NULL;
	if (there)
		merge(json_object_get(there, "accounts"), json_object_get(scan, "accounts"), "id");
	else
		json_object_set(scans, id ? id : "", scan);
}

/* One policy out of two that are parts of the same: lists and mailboxes of both. */
static void
merge_policy(json_t **into, json_t *more)
{
	const char *key;
	json_t *value;
	if (!json_is_object(more))
		return;
	if (!*into) {
		*into = json_incref(more);
		return;
	}
	json_object_foreach(more, key, value)
		merge(json_object_get(*into, key), value, NULL);
	json_object_update_missing(*into, more);
}

static bool
read_one(struct json_text *text, const char *origin, json_t *scans, json_t **policy, struct document_others *out, struct arena *arena,
    struct err *err)
{
	json_t *root = json_text_value(text), *scan;
	const json_t *list = json_object_get(root, "scans"), *stale = json_object_get(root, "stale"), *blind = json_object_get(root, "blind");
	const json_t *known = json_object_get(root, "known");
	size_t i;
	bool ok = root && json_check_format(root, origin, FORMAT_OTHERS, err);
	/* What is missing would read as "fresh" and "nobody there". */
	if (ok && (!json_is_array(list) || !json_is_boolean(stale) || !json_is_boolean(blind) || !json_is_boolean(known)))
		ok = err_set(err, EXIT_DATA, "%s: scans, stale, blind or known is missing or of another type", origin);
	if (ok) {
		out->stale |= json_is_true(stale);
		out->blind |= json_is_true(blind);
		out->known |= json_is_true(known);
		out->key = arena_strdup(arena, json_string_value(json_object_get(root, "key")));
		out->generated = arena_strdup(arena, json_string_value(json_object_get(root, "generated")));
		out->tool = arena_strdup(arena, json_string_value(json_object_get(root, "tool")));
		merge_policy(policy, json_object_get(root, "policy"));
		json_array_foreach(list, i, scan)
			merge_scan(scans, scan);
	}
	json_decref(root);
	return ok;
}

bool
document_read_others(const struct document_text *all, size_t n, const char *origin, struct report *report, struct document_others *out,
    struct arena *arena, struct err *err)
{
	json_t *scans = json_object(), *policy = NULL, *scan;
	const char *id;
	bool ok = true;
	*out = (struct document_others){ 0 };
	for (size_t i = 0; ok && i < n; i++) {
		struct json_text text;
		ok = json_text_open(&text, all[i].bytes, all[i].n, origin, err) && read_one(&text, origin, scans, &policy, out, arena, err) &&
		    (json_text_peek(&text) < 0 || json_text_fail(&text, N_("something stands behind the end")));
	}
	if (ok)
		json_object_foreach(scans, id, scan) {
			char *bytes = json_dumps(scan, JSON_COMPACT | JSON_ENCODE_ANY);
			ok = ok && bytes && document_read_scans(bytes, strlen(bytes), origin, report, err);
			free(bytes);
		}
	char *bytes = ok && policy ? json_dumps(policy, JSON_COMPACT) : NULL;
	if (bytes)
		out->policy = (struct document_text){ arena_strdup(arena, bytes), strlen(bytes) };
	free(bytes);
	json_decref(policy);
	json_decref(scans);
	return ok;
}
