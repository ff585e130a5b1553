/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/replay.h"

#include <string.h>

#include "base/str.h"

enum { MAX_ITEMS = 1000, MAX_NOTES = 2000, MAX_STORES = 30000, MAX_OWNERLESS = 500 };

/* One bundle being taken in. */
struct taking {
	const struct replay *r;
	struct account **accounts;
	size_t n_accounts;
	size_t n_notes, n_stores, n_ownerless;
	bool items_limited; /* told already */
};

static void
note(struct taking *t, enum ma_note kind, struct ma_at at, const char *key)
{
	const struct replay *r = t->r;
	if (t->n_notes == MAX_NOTES) {
		kind = MA_NOTE_LIMIT;
		key = "notes";
	} else if (t->n_notes > MAX_NOTES) {
		return;
	}
	t->n_notes++;
	int64_t file = at.file < r->n_files ? (int64_t)r->files[at.file] : -1;
	scan_add_note(r->scan, kind, r->plugin->name, file, at.line, key);
}

static void
take_account(struct taking *t, const struct record *rec)
{
	const struct replay *r = t->r;
	const char *id = str_utf8(r->arena, rec->text.p, rec->text.n);
	const char *full = arena_printf(r->arena, "%s/%s%s%s", r->plugin->name, r->user ? r->user : "", r->user ? "/" : "", id);
	*(struct account **)arena_grow(r->arena, &t->accounts, &t->n_accounts, sizeof *t->accounts) =
	    scan_add_account(r->scan, r->plugin->name, full);
}

/* Does the record's value fit the fact? */
static bool
fits(const struct record *rec)
{
	int index;
	if (rec->what >= MA_FACT_COUNT)
		return false;
	const struct fact_row *row = &fact_rows[rec->what];
	if (rec->at.state == MA_UNKNOWN)
		return true;
	switch (row->type) {
	case FACT_TEXT:
	case FACT_LIST:
		return rec->op == RECORD_TEXT;
	case FACT_WORD:
		return rec->op == RECORD_TEXT && str_word(row->words, rec->text.p, rec->text.n, &index);
	case FACT_INT:
		return rec->op == RECORD_NUM;
	case FACT_BOOL:
		return rec->op == RECORD_NUM && (rec->num == 0 || rec->num == 1);
	}
	return false;
}

static void
take_fact(struct taking *t, const struct record *rec)
{
	struct arena *arena = &t->r->scan->arena;
	bool fit = fits(rec);
	if (!fit)
		note(t, MA_NOTE_WRONG_FACT, rec->at, rec->what < MA_FACT_COUNT ? fact_rows[rec->what].name : NULL);
	if (rec->what >= MA_FACT_COUNT || rec->account >= t->n_accounts)
		return;
	enum ma_fact id = (enum ma_fact)rec->what;
	struct account *account = t->accounts[rec->account];
	struct fact *fact = account_put(account, arena, id);
	bool list = fact_rows[id].type == FACT_LIST;
	if (!list || rec->at.state == MA_UNKNOWN)
		*fact = (struct fact){ .id = id };
	fact->state = fit ? (enum ma_state)rec->at.state : MA_UNKNOWN;
	fact->line = rec->at.line;
	fact->file = rec->at.file < t->r->n_files ? t->r->files[rec->at.file] : FACT_NO_FILE;
	if (fact->state == MA_UNKNOWN)
		return;
	if (rec->op == RECORD_NUM)
		fact->num = rec->num;
	else if (!list)
		fact->text = str_utf8(arena, rec->text.p, rec->text.n);
	else if (rec->text.n && fact->n_items == MAX_ITEMS)
		note(t, MA_NOTE_LIMIT, rec->at, fact_rows[id].name);
	else if (rec->text.n)
		account_put_item(account, arena, id, str_utf8(t->r->arena, rec->text.p, rec->text.n));
	else if (rec->text.n && !t->items_limited) {
		t->items_limited = true;
		note(t, MA_NOTE_LIMIT, rec->at, fact_rows[id].name);
	}
}

static bool
is_named(const struct scan *scan, const struct scan_store *store)
{
	for (size_t i = 0; i < scan->n_stores; i++)
		if (scan->stores[i].kind == store->kind && str_same(scan->stores[i].path, store->path) && strcmp(scan->stores[i].client, store->client) == 0)
			return true;
	return false;
}

/* What belongs to an account is said before what belongs to none: a place that is named twice is the account's. */
static void
take_store(struct taking *t, const struct record *rec)
{
	const struct replay *r = t->r;
	bool owned = rec->account != RECORD_NO_ACCOUNT;
	if (rec->what >= MA_STORE_KIND_COUNT || (owned && rec->account >= t->n_accounts) || !rec->text.n || memchr(rec->text.p, 0, rec->text.n)) {
		note(t, MA_NOTE_WRONG_FACT, rec->at, "store");
		return;
	}
	size_t *n = owned ? &t->n_stores : &t->n_ownerless, most = owned ? MAX_STORES : MAX_OWNERLESS;
	if (*n == most)
		note(t, MA_NOTE_LIMIT, rec->at, "stores");
	if (*n > most)
		return;
	++*n;
	struct scan_store store = { .kind = (enum ma_store_kind)rec->what };
	const char *path = str_utf8(r->arena, rec->text.p, rec->text.n);
	if (r->look)
		r->look(r->look_data, rec->at.file < r->n_files ? rec->at.file : 0, path, &store);
	else
		store = (struct scan_store){ .kind = store.kind, .status = STORE_OUTSIDE, .path = path, .bytes = -1, .files = -1, .messages = -1 };
	/* Elsewhere, then, and nobody knows where. */
	if (rec->at.state == MA_INFERRED && store.status == STORE_ABSENT)
		return;
	store.client = r->plugin->name;
	store.account = owned ? t->accounts[rec->account]->id : NULL;
	store.user = r->user;
	if (owned || !is_named(r->scan, &store))
		scan_add_store(r->scan, &store);
}

/* What the plugin need not say, since the core knows it from where the files lay. */
static void
complete(struct taking *t)
{
	const struct replay *r = t->r;
	const char *slash = r->profile ? strrchr(r->profile, '/') : NULL;
	const char *folder = slash ? slash + 1 : r->profile;
	const struct {
		enum ma_fact fact;
		const char *value;
	} usual[] = {
		{ MA_CLIENT, r->plugin->name },
		{ MA_PROFILE, folder && *folder ? str_utf8(r->arena, folder, strlen(folder)) : NULL },
		{ MA_USER, r->user },
	};
	for (size_t i = 0; i < t->n_accounts; i++)
		for (size_t k = 0; k < sizeof usual / sizeof *usual; k++)
			if (usual[k].value && !t->accounts[i]->slot[usual[k].fact]) {
				account_put_text(t->accounts[i], &r->scan->arena, usual[k].fact, usual[k].value);
				account_put(t->accounts[i], &r->scan->arena, usual[k].fact)->file = FACT_NO_FILE;
			}
}

static void
set_status(struct taking *t, enum file_status status)
{
	for (size_t i = 0; i < t->r->n_files; i++)
		if (t->r->scan->files[t->r->files[i]].status == FILE_PARSED)
			t->r->scan->files[t->r->files[i]].status = status;
}

static void
failed(struct taking *t, enum confine_outcome outcome)
{
	static const struct {
		enum file_status status;
		enum ma_note note;
	} what[] = {
		[CONFINE_CRASHED] = { FILE_CRASHED, MA_NOTE_CRASHED },
		[CONFINE_TIMED_OUT] = { FILE_TIMED_OUT, MA_NOTE_TIMED_OUT },
		[CONFINE_TOO_MUCH] = { FILE_DAMAGED, MA_NOTE_LIMIT },
	};
	set_status(t, what[outcome].status);
	note(t, what[outcome].note, (struct ma_at){ .file = 0 }, NULL);
}

void
replay_into_scan(const struct replay *r, enum confine_outcome outcome, struct ma_str said)
{
	struct taking t = { .r = r };
	struct record rec;
	struct ma_str rest = said;
	enum ma_status status = MA_DAMAGED;
	bool ended = false, pointed = false;
	while (record_next(&rest, &rec))
		if (rec.op == RECORD_STATUS && rec.what <= MA_DAMAGED) {
			status = (enum ma_status)rec.what;
			ended = true;
		}
	if (outcome == CONFINE_DONE && !ended)
		outcome = CONFINE_CRASHED;
	if (outcome != CONFINE_DONE) {
		failed(&t, outcome);
		return;
	}
	while (record_next(&said, &rec)) {
		if (rec.op == RECORD_ACCOUNT) {
			take_account(&t, &rec);
		} else if (rec.op == RECORD_TEXT || rec.op == RECORD_NUM) {
			take_fact(&t, &rec);
		} else if (rec.op == RECORD_STORE) {
			take_store(&t, &rec);
		} else if (rec.op == RECORD_NOTE && rec.what >= MA_NOTE_COUNT) {
			note(&t, MA_NOTE_WRONG_FACT, rec.at, "note");
		} else if (rec.op == RECORD_NOTE) {
			note(&t, (enum ma_note)rec.what, rec.at, rec.text.n ? str_utf8(r->arena, rec.text.p, rec.text.n) : NULL);
			if (rec.what == MA_NOTE_DAMAGED && rec.at.file < r->n_files) {
				r->scan->files[r->files[rec.at.file]].status = FILE_DAMAGED;
				pointed = true;
			}
		}
	}
	complete(&t);
	if (status == MA_UNRECOGNIZED)
		set_status(&t, FILE_UNRECOGNIZED);
	if (status == MA_DAMAGED && !pointed) {
		set_status(&t, FILE_DAMAGED);
		note(&t, MA_NOTE_DAMAGED, (struct ma_at){ .file = 0 }, NULL);
	}
}
