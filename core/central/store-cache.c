/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports as they were written, in pieces, as long as nothing has changed.
 */
#include "central/store-inside.h"

enum { PIECE_BYTES = 1 << 20 };

struct copying {
	const char *key;
	bool (*each)(void *data, const void *bytes, size_t n);
	void *data;
	bool *found;
};

static bool
give_piece(void *data, const struct sql_value *columns, size_t n)
{
	const struct copying *c = data;
	(void)n;
	*c->found = true;
	return c->each(c->data, columns[0].bytes, columns[0].n);
}

static bool
copy(struct store *store, void *data, struct err *err)
{
	const struct copying *c = data;
	int64_t generation = store_number(store, KEY_GENERATION, 0, err);
	return !err->status && store_read(store, err, give_piece, data, "SELECT body FROM cache WHERE name = ?1 AND generation = ?2 ORDER BY part",
				   value_text(c->key), value_int(generation));
}

bool
store_cached(struct store *store, const char *key, bool (*each)(void *data, const void *bytes, size_t n), void *data, bool *found, struct err *err)
{
	struct copying c = { key, each, data, found };
	*found = false;
	return store_transaction(store, SQL_BEGIN_READ, copy, &c, err);
}

struct keeping {
	const char *key, *now;
	int64_t generation;
	const char *bytes;
	size_t n;
};

static bool
keep(struct store *store, void *data, struct err *err)
{
	const struct keeping *k = data;
	int64_t generation = store_number(store, KEY_GENERATION, 0, err), part = 0;
	if (err->status || generation != k->generation)
		return !err->status;
	if (!store_do(store, err, "DELETE FROM cache WHERE generation <> ?1 OR name = ?2", value_int(generation), value_text(k->key)))
		return false;
	for (size_t at = 0; at < k->n; at += PIECE_BYTES, part++)
		if (!store_do(store, err, "INSERT INTO cache (name, part, generation, written, body) VALUES (?1, ?2, ?3, ?4, ?5)", value_text(k->key),
			value_int(part), value_int(generation), value_text(k->now),
			value_blob(k->bytes + at, k->n - at < PIECE_BYTES ? k->n - at : PIECE_BYTES)))
			return false;
	return true;
}

bool
store_cache(struct store *store, const char *key, int64_t generation, const char *now, const void *bytes, size_t n, struct err *err)
{
	struct keeping k = { key, now, generation, bytes, n };
	return store_transaction(store, SQL_BEGIN_WRITE, keep, &k, err);
}
