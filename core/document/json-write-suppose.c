/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document/json.h"

json_t *
json_supposed(const struct report *report)
{
	json_t *array = json_array();
	for (size_t i = 0; i < report->n_supposed; i++) {
		const struct supposition *s = &report->supposed[i];
		json_t *object = json_object(), *changes = json_array();
		for (size_t k = 0; k < s->n_changes; k++) {
			json_t *change = json_object();
			json_put_who(change, s->changes[k].account);
			json_put_words(change, "fact", fact_rows[s->changes[k].to.id].name);
			json_put(change, "from", json_fact_value(&s->changes[k].from));
			json_put(change, "to", json_fact_value(&s->changes[k].to));
			json_add(changes, change);
		}
		json_put(object, "changes", changes);
		json_put_words(object, "reference", s->reference);
		json_add(array, object);
	}
	return array;
}
