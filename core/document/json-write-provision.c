/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/json.h"
#include "document/text.h"
#include "model/wish.h"

bool
document_write_provision(FILE *file, const char *where, const struct wish *wish, const struct text_provided *files, size_t n, struct err *err)
{
	static const char *const from[] = { "unknown", "given", "policy", "provider", "chosen" };
	struct json_out out = { .file = file, .empty = true };
	json_t *root = json_object(), *facts = json_object(), *origins = json_object(), *all = json_array();
	for (enum ma_fact id = 0; id < MA_FACT_COUNT; id++) {
		const struct fact *f = account_fact(&wish->account, id);
		if (f->state == MA_UNKNOWN)
			continue;
		json_put(facts, fact_rows[id].name, json_fact_value(f));
		json_put(origins, fact_rows[id].name, json_words(from[wish->from[id]]));
	}
	for (size_t i = 0; i < n; i++) {
		json_t *one = json_object(), *cannot = json_array();
		for (enum ma_fact id = 0; id < MA_FACT_COUNT; id++)
			if (files[i].cannot[id])
				json_add(cannot, json_words(fact_rows[id].name));
		json_put(one, "advice", json_words(files[i].advice));
		json_put(one, "by_hand", cannot);
		json_put(one, "path", json_words(files[i].path));
		json_add(all, one);
	}
	json_put(root, "address", json_words(wish->account.id));
	json_put(root, "facts", facts);
	json_put(root, "files", all);
	json_put(root, "from", origins);
	json_out_value(&out, root);
	return json_out_end(&out, where, err);
}
