/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hand-over document.  Sentences are English, in every locale.
 */
#include "document/handover-words.h"
#include "document/json.h"

static json_t *
account_json(const struct account *account)
{
	json_t *object = json_object();
	json_put_who(object, account);
	return object;
}

/* What moves.def says, in each language; left out where it says nothing. */
static void
put_move(json_t *object, const char *key, const char *client, const char *plugin, enum move_what what)
{
	if (!move_text(client, plugin, what, LANG_EN))
		return;
	json_t *texts = json_object();
	for (int i = 0; i < LANG_COUNT; i++) {
		json_t *word = json_nth_word(lang_words, i);
		json_put_words(texts, json_string_value(word), move_text(client, plugin, what, (enum lang)i));
		json_decref(word);
	}
	json_put(object, key, texts);
}

static json_t *
item_json(const struct hand_item *item)
{
	json_t *object = json_object(), *accounts = json_array(), *minds = json_array();
	struct arena arena = { 0 };
	const struct account *first = item->n_accounts ? item->accounts[0] : NULL;
	const char *client = first ? account_text(first, MA_CLIENT) : NULL, *plugin = first ? first->plugin : item->store ? item->store->client : NULL;
	size_t n;
	const char **sentences = hand_words_minds(item, &arena, &n);
	for (size_t i = 0; i < n; i++)
		json_add(minds, json_words(sentences[i]));
	for (size_t i = 0; i < item->n_accounts; i++)
		json_add(accounts, account_json(item->accounts[i]));
	json_put(object, "accounts", accounts);
	json_put(object, "carry", json_boolean(hand_item_is_carried(item)));
	if (item->days >= 0)
		json_put(object, "days", json_integer(item->days));
	json_put(object, "duplicates", json_nth_word(hand_choice_words, (int)item->choice));
	json_put(object, "fate", json_nth_word(hand_fate_words, (int)item->fate));
	json_put(object, "limit", json_nth_word(hand_limit_words, (int)item->limit));
	json_put(object, "limit_bytes", json_number_or_null(item->most_bytes, -1));
	json_put(object, "mind", minds);
	json_put(object, "reason", json_nth_word(hand_reason_words, (int)item->reason));
	json_put_words(object, "sentence", hand_words_reason(item, &arena));
	json_put(object, "store", item->store ? json_store(item->store) : json_null());
	put_move(object, "take", client, plugin, MOVE_TAKE);
	put_move(object, "bring", client, plugin, MOVE_BRING);
	json_put(object, "unseen", json_boolean(item->unseen));
	arena_fini(&arena);
	return object;
}

static json_t *
arrival_json(const struct hand_account *h)
{
	json_t *object = account_json(h->account), *type = json_object(), *unknown = json_array();
	struct arena arena = { 0 };
	const char *client = account_text(h->account, MA_CLIENT);
	for (size_t i = 0; i < h->n_typed; i++) {
		const struct fact *f = account_fact(h->account, h->typed[i]);
		if (f->state == MA_UNKNOWN)
			json_add(unknown, json_string(fact_rows[h->typed[i]].name));
		else
			json_put(type, fact_rows[h->typed[i]].name, json_fact_value(f));
	}
	json_put(object, "again", json_nth_word(hand_again_words, (int)h->again));
	if (h->again_days >= 0)
		json_put(object, "again_days", json_integer(h->again_days));
	json_put(object, "comes_by_itself", h->unsaid ? json_null() : json_boolean(h->comes));
	json_put(object, "memory", json_nth_word(hand_memory_words, (int)h->memory));
	put_move(object, "memory_note", client, h->account->plugin, MOVE_MEMORY);
	put_move(object, "settings_note", client, h->account->plugin, MOVE_SETTINGS);
	json_put_words(object, "sentence", hand_words_arrival(h, &arena));
	json_put(object, "type", type);
	json_put(object, "type_unknown", unknown);
	arena_fini(&arena);
	return object;
}

static json_t *
place_json(const struct hand_place *place)
{
	json_t *object = json_object(), *items = json_array(), *accounts = json_array(), *steps = json_array();
	struct arena arena = { 0 };
	for (size_t i = 0; i < place->n_items; i++)
		json_add(items, item_json(&place->items[i]));
	for (size_t i = 0; i < place->n_accounts; i++)
		json_add(accounts, arrival_json(&place->accounts[i]));
	for (int i = 0; i < HAND_STEP_COUNT; i++) {
		if (!place->steps[i])
			continue;
		json_t *step = json_object();
		json_put_words(step, "sentence", hand_words_step(place, (enum hand_step)i, &arena));
		json_put(step, "step", json_nth_word(hand_step_words, i));
		json_add(steps, step);
	}
	json_put(object, "accounts", accounts);
	json_put(object, "bytes", json_integer(place->bytes));
	json_put(object, "looked", json_boolean(place->scan->tells_stores));
	json_put(object, "mail", items);
	json_put_words(object, "scanned", place->scan->started);
	json_put(object, "silent", json_list(place->silent, place->n_silent));
	json_put_words(object, "sentence", hand_words_sum(place, &arena));
	json_put(object, "steps", steps);
	json_put(object, "unread", json_integer((json_int_t)place->n_unread));
	json_put(object, "withheld", json_integer((json_int_t)place->scan->withheld.n));
	json_put_words(object, "workstation", place->scan->workstation.name);
	json_put_words(object, "workstation_id", place->scan->workstation.id);
	arena_fini(&arena);
	return object;
}

bool
document_write_handover(FILE *file, const char *where, const struct report *report, const struct handover *handover, struct err *err)
{
	struct json_out out = { .file = file };
	enum lang spoken = lang_set(LANG_EN);
	json_out_open(&out, '{');
	json_out_member(&out, "carries", json_boolean(handover->carries));
	json_out_member(&out, "format", json_string(FORMAT_HANDOVER));
	json_out_member(&out, "generated", json_words_or_null(report->generated));
	json_out_member(&out, "unknown", json_boolean(handover->unknown));
	json_out_member(&out, "version", json_integer(DOCUMENT_VERSION));
	json_out_key(&out, "workstations");
	json_out_open(&out, '[');
	for (size_t i = 0; i < handover->n; i++)
		json_out_value(&out, place_json(&handover->places[i]));
	json_out_close(&out, ']');
	json_out_close(&out, '}');
	lang_set(spoken);
	return json_out_end(&out, where, err);
}
