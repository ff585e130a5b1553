/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit/prefstore.h"

#include <stdlib.h>
#include <string.h>

void
prefstore_fini(struct prefstore *store)
{
	for (size_t k = 0; k < store->n; k++) {
		free((char *)store->items[k].def.text.p);
		free((char *)store->items[k].user.text.p);
	}
	free(store->items);
	strset_fini(&store->names);
	*store = (struct prefstore){ 0 };
}

static struct prefstore_item *
item_of(struct prefstore *store, struct ma_str name)
{
	uint32_t k = strset_find(&store->names, &name, 1);
	if (k != UINT32_MAX)
		return &store->items[k];
	if (store->n == store->cap) {
		size_t cap = store->cap ? store->cap * 2 : 64;
		struct prefstore_item *items = realloc(store->items, cap * sizeof *items);
		if (!items)
			return NULL;
		store->items = items;
		store->cap = cap;
	}
	if (!strset_add(&store->names, &name, 1, (uint32_t)store->n))
		return NULL;
	store->items[store->n] = (struct prefstore_item){ 0 };
	return &store->items[store->n++];
}

static enum prefstore_said
replace(struct prefstore_value *old, const struct prefstore_value *value)
{
	char *copy = NULL;
	if (value->type == PREFS_STRING) {
		copy = malloc(value->text.n + 1);
		if (!copy)
			return PREFSTORE_MEMORY;
		if (value->text.n)
			memcpy(copy, value->text.p, value->text.n);
		copy[value->text.n] = 0;
	}
	enum prefstore_said said = old->type != PREFS_NONE && old->at.file == value->at.file && old->at.line
		? PREFSTORE_AGAIN : PREFSTORE_NEW;
	free((char *)old->text.p);
	*old = *value;
	old->text.p = copy;
	return said;
}

enum prefstore_said
prefstore_put(struct prefstore *store, enum prefs_verb verb, struct ma_str name, const struct prefstore_value *value)
{
	struct prefstore_item *it = item_of(store, name);
	if (!it)
		return PREFSTORE_MEMORY;
	if (verb == PREFS_CLEAR) {
		free((char *)it->user.text.p);
		it->user = (struct prefstore_value){ 0 };
		return PREFSTORE_NEW;
	}
	/* The default's type binds; without one a user's value may change its type. */
	if (it->def.type != PREFS_NONE && it->def.type != value->type)
		return PREFSTORE_TYPE;
	if (verb == PREFS_SET)
		return replace(&it->user, value);
	if (it->user.type != PREFS_NONE && it->user.type != value->type)
		return PREFSTORE_TYPE;
	if (it->locked && verb == PREFS_SET_DEFAULT)
		return PREFSTORE_NEW;
	it->locked |= verb == PREFS_LOCK;
	enum prefstore_said said = replace(&it->def, value);
	if (it->locked)
		it->def.at.state = MA_LOCKED;
	return said;
}

const struct prefstore_value *
prefstore_get(const struct prefstore *store, struct ma_str prefix, struct ma_str key, struct ma_str leaf)
{
	const struct ma_str parts[] = { prefix, key, leaf };
	uint32_t k = strset_find(&store->names, parts, 3);
	if (k == UINT32_MAX)
		return NULL;
	const struct prefstore_item *it = &store->items[k];
	if (it->user.type != PREFS_NONE && !(it->locked && it->def.type != PREFS_NONE))
		return &it->user;
	return it->def.type != PREFS_NONE ? &it->def : NULL;
}

enum prefs_type
prefstore_type(const struct prefstore *store, struct ma_str name)
{
	const struct prefstore_value *v = prefstore_get(store, name, MA_STR(""), MA_STR(""));
	return v ? v->type : PREFS_NONE;
}
