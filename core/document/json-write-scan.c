/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scan document.
 */
#include <inttypes.h>

#include "document/json.h"

const char *
json_state_word(enum ma_state state)
{
	static const char *const words[] = {
		[MA_UNKNOWN] = "unknown",
		[MA_SET] = "set",
		[MA_LOCKED] = "locked",
		[MA_IMPLIED] = "implied",
		[MA_INFERRED] = "inferred",
	};
	return words[state];
}

json_t *
json_fact_value(const struct fact *fact)
{
	if (fact->state == MA_UNKNOWN)
		return json_null();
	switch (fact_rows[fact->id].type) {
	case FACT_INT:
		return json_integer(fact->num);
	case FACT_BOOL:
		return json_boolean(fact->num);
	case FACT_LIST:
		return json_list((const char *const *)fact->items, fact->n_items);
	case FACT_TEXT:
	case FACT_WORD:
		break;
	}
	return json_words(fact->text ? fact->text : "");
}

json_t *
json_account(const struct account *account)
{
	json_t *object = json_object(), *places = json_object();
	json_t *states[MA_INFERRED + 1] = { NULL };

	json_put_words(object, "id", account->id);
	json_put_words(object, "plugin", account->plugin);
	for (size_t i = 0; i < account->n_facts; i++) {
		const struct fact *f = &account->facts[i];
		const char *name = fact_rows[f->id].name;
		char place[32];
		if (f->state != MA_UNKNOWN)
			json_put(object, name, json_fact_value(f));
		if (f->state != MA_SET) {
			if (!states[f->state])
				json_put(object, json_state_word(f->state), states[f->state] = json_array());
			json_add(states[f->state], json_string(name));
		}
		if (f->file < account->scan->n_files) {
			snprintf(place, sizeof place, "%" PRIu32 ":%" PRIu32, f->file, f->line);
			json_put(places, name, json_string(place));
		}
	}
	if (json_object_size(places))
		json_put(object, "places", places);
	else
		json_decref(places);
	return object;
}

static json_t *
file_json(const struct scan_file *file)
{
	json_t *object = json_object();
	json_put_words(object, "client", file->client);
	json_put_words(object, "path", file->path);
	if (file->size >= 0)
		json_put(object, "size", json_integer(file->size));
	json_put(object, "status", json_nth_word(file_status_words, (int)file->status));
	return object;
}

static json_t *
note_json(const struct scan_note *note)
{
	const struct note_row *row = &note_rows[note->kind];
	json_t *object = json_object();
	json_put(object, "blind", json_boolean(row->blind));
	json_put_words(object, "client", note->client);
	if (note->file >= 0)
		json_put(object, "file", json_integer(note->file));
	json_put_words(object, "key", note->key);
	json_put_words(object, "kind", row->name);
	if (note->line)
		json_put(object, "line", json_integer(note->line));
	json_put_words(object, "sentence", row->sentence);
	return object;
}

json_t *
json_store(const struct scan_store *store)
{
	json_t *object = json_object();
	json_put_words(object, "account", store->account);
	if (store->bytes >= 0)
		json_put(object, "bytes", json_integer(store->bytes));
	json_put_words(object, "client", store->client);
	if (store->cut)
		json_put(object, "cut", json_true());
	if (store->files >= 0)
		json_put(object, "files", json_integer(store->files));
	if (store->form != STORE_FORM_UNKNOWN)
		json_put(object, "form", json_nth_word(store_form_words, (int)store->form));
	json_put_words(object, "kind", store_rows[store->kind].name);
	if (store->messages >= 0)
		json_put(object, "messages", json_integer(store->messages));
	json_put_words(object, "newest", store->newest);
	json_put_words(object, "oldest", store->oldest);
	json_put_words(object, "path", store->path);
	json_put(object, "status", json_nth_word(store_status_words, (int)store->status));
	json_put_words(object, "user", store->user);
	return object;
}

json_t *
json_withheld(const struct withheld *withheld)
{
	json_t *object = json_object();
	json_put(object, "accounts", json_integer((json_int_t)withheld->n));
	json_put(object, "targets", json_list(withheld->targets, withheld->n_targets));
	json_put(object, "users", json_boolean(withheld->users));
	return object;
}

static json_t *
workstation_json(const struct workstation *w)
{
	json_t *object = json_object();
	json_put_words(object, "domain", w->domain);
	json_put_words(object, "hardware", w->hardware);
	json_put_words(object, "id", w->id);
	json_put_words(object, "name", w->name);
	json_put_words(object, "os", w->os);
	json_put_words(object, "os_version", w->os_version);
	json_put_words(object, "tag", w->tag);
	return object;
}

bool
document_write_scan(FILE *file, const char *where, const struct scan *scan, const struct report *report, struct err *err)
{
	struct json_out out = { .file = file };

	json_out_open(&out, '{');
	json_out_key(&out, "accounts");
	json_out_open(&out, '[');
	for (size_t i = 0; i < scan->n_accounts; i++)
		json_out_value(&out, json_account(scan->accounts[i]));
	json_out_close(&out, ']');
	json_out_key(&out, "files");
	json_out_open(&out, '[');
	for (size_t i = 0; i < scan->n_files; i++)
		json_out_value(&out, file_json(&scan->files[i]));
	json_out_close(&out, ']');
	json_out_key(&out, "findings");
	json_out_open(&out, '[');
	for (size_t i = 0; report && i < report->n_findings; i++)
		json_out_finding(&out, &report->findings[i], report->texts, true);
	json_out_close(&out, ']');
	json_out_member(&out, "finished", json_words_or_null(scan->finished));
	json_out_member(&out, "format", json_string(FORMAT_SCAN));
	json_out_key(&out, "notes");
	json_out_open(&out, '[');
	for (size_t i = 0; i < scan->n_notes; i++)
		json_out_value(&out, note_json(&scan->notes[i]));
	json_out_close(&out, ']');
	json_out_member(&out, "run", json_words(scan->run));
	json_out_member(&out, "started", json_words_or_null(scan->started));
	if (scan->tells_stores) {
		json_out_key(&out, "stores");
		json_out_open(&out, '[');
		for (size_t i = 0; i < scan->n_stores; i++)
			json_out_value(&out, json_store(&scan->stores[i]));
		json_out_close(&out, ']');
	}
	json_out_member(&out, "tool", json_words(scan->tool));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	if (scan->withheld.n || scan->withheld.users)
		json_out_member(&out, "withheld", json_withheld(&scan->withheld));
	json_out_member(&out, "workstation", workstation_json(&scan->workstation));
	json_out_close(&out, '}');
	return json_out_end(&out, where, err);
}
