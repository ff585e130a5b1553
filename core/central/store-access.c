/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens and enrolment secrets.
 */
#include "central/store-inside.h"

#include <string.h>

/* ---- tokens ---- */

static bool
put_token(struct store *store, const struct store_token *t, unsigned scopes, struct err *err)
{
	return store_do(store, err, "UPDATE token SET revoked = ?2 WHERE name = ?1 AND revoked IS NULL", value_text(t->name), value_text(t->created)) &&
	       store_do(store, err, "INSERT INTO token (digest, name, workstation, scopes, created) VALUES (?1, ?2, ?3, ?4, ?5)",
		   value_text(t->digest), value_text(t->name), value_text(t->workstation), value_int(scopes), value_text(t->created));
}

static bool
add_token(struct store *store, void *data, struct err *err)
{
	const struct store_token *t = data;
	return put_token(store, t, t->scopes, err);
}

bool
store_add_token(struct store *store, const struct store_token *token, struct err *err)
{
	return store_transaction(store, SQL_BEGIN_WRITE, add_token, (void *)token, err);
}

static struct store_token
token_of(const struct sql_value *c)
{
	return (struct store_token){
		.digest = column_text(&c[0]),
		.name = column_text(&c[1]),
		.workstation = column_text(&c[2]),
		.scopes = (unsigned)column_int(&c[3]),
		.created = column_text(&c[4]),
		.used = column_text(&c[5]),
		.revoked = column_text(&c[6]),
	};
}

struct found_token {
	struct arena *arena;
	struct store_token *out;
	bool found;
};

static bool
take_token(void *data, const struct sql_value *columns, size_t n)
{
	struct found_token *f = data;
	struct store_token t = token_of(columns);
	(void)n;
	*f->out = (struct store_token){
		.digest = arena_strdup(f->arena, t.digest),
		.name = arena_strdup(f->arena, t.name),
		.workstation = arena_strdup(f->arena, t.workstation),
		.scopes = t.scopes,
		.created = arena_strdup(f->arena, t.created),
		.used = arena_strdup(f->arena, t.used),
	};
	f->found = true;
	return true;
}

struct use {
	const char *digest, *day;
};

static bool
note_use(struct store *store, void *data, struct err *err)
{
	const struct use *use = data;
	return store_do(store, err, "UPDATE token SET used = ?2 WHERE digest = ?1", value_text(use->digest), value_text(use->day));
}

bool
store_find_token(struct store *store, const char *digest, const char *used_at, struct arena *arena, struct store_token *out, bool *found, struct err *err)
{
	struct found_token f = { .arena = arena, .out = out };
	bool ok = store_read(store, err, take_token, &f,
	    "SELECT digest, name, workstation, scopes, created, used, revoked FROM token WHERE digest = ?1 AND revoked IS NULL", value_text(digest));
	*found = f.found;
	/* To the day, so that reading does not mean writing each time. */
	if (!ok || !f.found || !used_at || (out->used && strncmp(out->used, used_at, strcspn(used_at, "T")) == 0))
		return ok;
	struct use use = { digest, arena_copy(arena, used_at, strcspn(used_at, "T")) };
	return store_transaction(store, SQL_BEGIN_WRITE, note_use, &use, err);
}

struct revoking {
	const char *name, *now;
	bool was_there;
};

static bool
revoke(struct store *store, void *data, struct err *err)
{
	struct revoking *r = data;
	int64_t changed = 0;
	bool ok = store_count_do(store, err, &changed, "UPDATE token SET revoked = ?2 WHERE name = ?1 AND revoked IS NULL", value_text(r->name),
	    value_text(r->now));
	r->was_there = changed > 0;
	return ok;
}

bool
store_revoke_token(struct store *store, const char *name, const char *now, bool *was_there, struct err *err)
{
	struct revoking r = { name, now, false };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, revoke, &r, err);
	*was_there = r.was_there;
	return ok;
}

struct each_token {
	bool (*each)(void *data, const struct store_token *token);
	void *data;
};

static bool
give_token(void *data, const struct sql_value *columns, size_t n)
{
	const struct each_token *e = data;
	struct store_token t = token_of(columns);
	(void)n;
	return e->each(e->data, &t);
}

bool
store_tokens(struct store *store, bool (*each)(void *data, const struct store_token *token), void *data, struct err *err)
{
	struct each_token e = { each, data };
	return store_run(store, "SELECT digest, name, workstation, scopes, created, used, revoked FROM token ORDER BY name, created", NULL, 0,
	    &(struct sql_reader){ give_token, &e }, NULL, err);
}

/* ---- enrolment ---- */

static bool
add_secret(struct store *store, void *data, struct err *err)
{
	const struct store_secret *s = data;
	return store_do(store, err, "DELETE FROM secret WHERE name = ?1 OR digest = ?2", value_text(s->name), value_text(s->digest)) &&
	       store_do(store, err, "INSERT INTO secret (digest, name, created, expires, uses_left, scopes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		   value_text(s->digest), value_text(s->name), value_text(s->created), value_text(s->expires), value_int(s->uses_left),
		   value_int(s->scopes));
}

bool
store_add_secret(struct store *store, const struct store_secret *secret, struct err *err)
{
	return store_transaction(store, SQL_BEGIN_WRITE, add_secret, (void *)secret, err);
}

struct enrolment {
	const char *digest, *now;
	const struct store_token *token;
	bool done;
};

static bool
take_scopes(void *data, const struct sql_value *columns, size_t n)
{
	(void)n;
	*(int64_t *)data = column_int(&columns[0]);
	return true;
}

static bool
enrol(struct store *store, void *data, struct err *err)
{
	struct enrolment *e = data;
	int64_t scopes = -1;
	e->done = false;
	if (!store_read(store, err, take_scopes, &scopes,
		"SELECT scopes FROM secret WHERE digest = ?1 AND uses_left <> 0 AND (expires IS NULL OR expires > ?2)", value_text(e->digest),
		value_text(e->now)))
		return false;
	if (scopes < 0)
		return true;
	e->done = true;
	return store_do(store, err, "UPDATE secret SET uses_left = uses_left - 1 WHERE digest = ?1 AND uses_left > 0", value_text(e->digest)) &&
	       put_token(store, e->token, (unsigned)scopes, err);
}

bool
store_enrol(struct store *store, const char *secret_digest, const char *now, const struct store_token *token, bool *done, struct err *err)
{
	struct enrolment e = { .digest = secret_digest, .now = now, .token = token };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, enrol, &e, err);
	*done = ok && e.done;
	return ok;
}

struct each_secret {
	bool (*each)(void *data, const struct store_secret *secret);
	void *data;
};

static bool
give_secret(void *data, const struct sql_value *c, size_t n)
{
	const struct each_secret *e = data;
	(void)n;
	return e->each(e->data, &(struct store_secret){
					.digest = column_text(&c[0]),
					.name = column_text(&c[1]),
					.created = column_text(&c[2]),
					.expires = column_text(&c[3]),
					.uses_left = column_int(&c[4]),
					.scopes = (unsigned)column_int(&c[5]),
				});
}

bool
store_secrets(struct store *store, bool (*each)(void *data, const struct store_secret *secret), void *data, struct err *err)
{
	struct each_secret e = { each, data };
	return store_run(store, "SELECT digest, name, created, expires, uses_left, scopes FROM secret ORDER BY name", NULL, 0,
	    &(struct sql_reader){ give_secret, &e }, NULL, err);
}

static bool
drop_secret(struct store *store, void *data, struct err *err)
{
	struct revoking *r = data;
	int64_t changed = 0;
	bool ok = store_count_do(store, err, &changed, "DELETE FROM secret WHERE name = ?1", value_text(r->name));
	r->was_there = changed > 0;
	return ok;
}

bool
store_drop_secret(struct store *store, const char *name, bool *was_there, struct err *err)
{
	struct revoking r = { .name = name };
	bool ok = store_transaction(store, SQL_BEGIN_WRITE, drop_secret, &r, err);
	*was_there = r.was_there;
	return ok;
}
