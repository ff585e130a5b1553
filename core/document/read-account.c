/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The accounts of a scan document.  A wrong fact becomes an unknown fact and a
 * note that keeps the mailbox from being called clean.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "document/read.h"

enum { MAX_NOTED = 100 };

/* An account while its facts are in the order of their numbers, each in its place. */
struct draft {
	struct reading *r;
	struct account *account; /* slot: is there such a fact? */
	struct fact facts[MA_FACT_COUNT];
};

/* What an account says besides facts. */
struct parts {
	const struct tape_node *id, *plugin, *places, *states[MA_INFERRED + 1];
};

static const enum ma_state no_state = MA_SET;

/* The state whose facts the member of that word lists. */
static enum ma_state
state_of(uint16_t word)
{
	switch (word) {
	case READ_IMPLIED:
		return MA_IMPLIED;
	case READ_INFERRED:
		return MA_INFERRED;
	case READ_LOCKED:
		return MA_LOCKED;
	case READ_UNKNOWN:
		return MA_UNKNOWN;
	default:
		return no_state;
	}
}

static struct parts
parts_of(const struct tape_node *object)
{
	struct parts parts = { 0 };
	tape_foreach (object, key, value) {
		enum ma_state state = state_of(key->word);
		if (key->word == READ_ID)
			parts.id = value;
		else if (key->word == READ_PLUGIN)
			parts.plugin = value;
		else if (key->word == READ_PLACES)
			parts.places = value;
		else if (state != no_state)
			parts.states[state] = value;
	}
	return parts;
}

size_t
read_account_bytes(const struct tape_node *value)
{
	size_t bytes = sizeof(struct account) + sizeof(struct account *);
	if (value->kind != JSON_KIND_OBJECT)
		return bytes;
	tape_foreach (value, key, member) {
		bool is_fact = key->word < MA_FACT_COUNT;
		bytes += is_fact ? sizeof(struct fact) : 0;
		if (key->word == READ_UNKNOWN)
			bytes += member->n * sizeof(struct fact);
		if (is_fact && member->kind == JSON_KIND_ARRAY) {
			bytes += (member->n + 1) * sizeof(char *);
			tape_foreach_element (member, i, item)
				bytes += item->kind == JSON_KIND_STRING ? item->n + 1 : 0;
		} else if (member->kind == JSON_KIND_STRING && (is_fact || key->word == READ_ID || key->word == READ_PLUGIN)) {
			bytes += member->n + 1;
		}
	}
	return bytes;
}

static void __attribute__((format(printf, 3, 4)))
note_wrong_fact(struct draft *d, const struct json_at *at, const char *fmt, ...)
{
	struct reading *r = d->r;
	char path[200], what[160];
	va_list ap;
	if (r->n_wrong++ >= MAX_NOTED)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	json_path(at, true, path, sizeof path);
	scan_add_note(r->scan, MA_NOTE_WRONG_FACT, d->account->plugin, -1, 0, arena_printf(r->scratch, "%s: %s", path, what));
}

/* ---- values ---- */

static bool
list_value(struct arena *arena, struct fact *f, const struct tape_node *value)
{
	if (value->kind != JSON_KIND_ARRAY)
		return false;
	f->items = arena_alloc(arena, (value->n ? value->n : 1) * sizeof *f->items);
	f->n_items = value->n;
	tape_foreach_element (value, i, item) {
		if (item->kind != JSON_KIND_STRING)
			return false;
		f->items[i] = arena_copy(arena, item->text, item->n);
	}
	return true;
}

/* Fills F; false when VALUE is not of the fact's type. */
static bool
fact_value(struct arena *arena, struct fact *f, const struct tape_node *value)
{
	const struct fact_row *row = &fact_rows[f->id];
	int index;

	switch (row->type) {
	case FACT_BOOL:
		f->num = value->kind == JSON_KIND_TRUE;
		return value->kind == JSON_KIND_TRUE || value->kind == JSON_KIND_FALSE;
	case FACT_INT:
		/* A negative count would read as "never" further on. */
		f->num = value->num;
		return value->kind == JSON_KIND_INTEGER && f->num >= 0;
	case FACT_WORD:
		if (value->kind != JSON_KIND_STRING || !str_word(row->words, value->text, value->n, &index))
			return false;
		f->text = arena_copy(arena, value->text, value->n);
		return true;
	case FACT_TEXT:
		if (value->kind != JSON_KIND_STRING)
			return false;
		f->text = arena_copy(arena, value->text, value->n);
		return true;
	case FACT_LIST:
		break;
	}
	return list_value(arena, f, value);
}

/* What fact_value takes, for people. */
static const char *
should_be(enum fact_type type)
{
	static const char *const words[] = {
		[FACT_BOOL] = N_("true or false"),
		[FACT_INT] = N_("an integer of 0 or more"),
		[FACT_TEXT] = N_("a string"),
		[FACT_LIST] = N_("an array of strings"),
	};
	return words[type];
}

static void
read_fact(struct draft *d, enum ma_fact id, const struct tape_node *value, const struct json_at *up)
{
	struct fact *f = &d->facts[id];
	*f = (struct fact){ .id = id, .state = MA_SET, .file = FACT_NO_FILE };
	d->account->slot[id] = 1;
	if (value->kind != JSON_KIND_NULL && fact_value(&d->r->scan->arena, f, value))
		return;
	*f = (struct fact){ .id = id, .state = MA_UNKNOWN, .file = FACT_NO_FILE };
	if (value->kind == JSON_KIND_NULL)
		return;
	const struct fact_row *row = &fact_rows[id];
	struct json_at at = { up, row->name, 0 };
	if (row->type == FACT_WORD)
		note_wrong_fact(d, &at, "is %s, should be one of: %s", json_kinds[value->kind], row->words);
	else
		note_wrong_fact(d, &at, "is %s, should be %s", json_kinds[value->kind], should_be(row->type));
}

/* ---- states and places ---- */

static void
set_state(struct draft *d, enum ma_fact id, enum ma_state state, const struct json_at *at)
{
	struct fact *f = &d->facts[id];
	bool has = d->account->slot[id];
	if (!has)
		*f = (struct fact){ .file = FACT_NO_FILE };
	d->account->slot[id] = 1;
	if (!has && state != MA_UNKNOWN)
		note_wrong_fact(d, at, N_("names a fact that has no value"));
	/* Whatever else is said of it: said to be unknown, it is. */
	if (!has || state == MA_UNKNOWN || f->state == MA_UNKNOWN)
		*f = (struct fact){ .id = id, .state = MA_UNKNOWN, .file = f->file, .line = f->line };
	else
		f->state = state;
}

/* NAMES of facts that are in STATE; NULL: there is no such member. */
static bool
read_state(struct draft *d, const struct tape_node *names, const struct json_at *at, enum ma_state state)
{
	struct reading *r = d->r;
	if (!names)
		return true;
	if (names->kind != JSON_KIND_ARRAY)
		return read_wrong_type(r, at, names, N_("an array"));
	tape_foreach_element (names, i, name) {
		struct json_at item = { at, NULL, i };
		if (name->kind != JSON_KIND_STRING)
			return read_wrong_type(r, &item, name, N_("a string"));
		uint16_t word = tape_word(r->tape, name->text, name->n);
		if (word < MA_FACT_COUNT)
			set_state(d, (enum ma_fact)word, state, &item);
		else
			read_unknown_key(r, &(struct json_at){ at, read_words(r, name), 0 });
	}
	return true;
}

/* "FILE:LINE". */
static bool
parse_place(const char *s, const char *end, uint32_t *file, uint32_t *line)
{
	uint32_t *const out[] = { file, line };
	for (size_t i = 0; i < 2; i++) {
		uint64_t v = 0;
		const char *digits = s;
		for (; s < end && *s >= '0' && *s <= '9'; s++)
			if ((v = v * 10 + (uint64_t)(*s - '0')) >= FACT_NO_FILE)
				return false;
		if (s == digits)
			return false;
		*out[i] = (uint32_t)v;
		if (i == 0 && (s == end || *s++ != ':'))
			return false;
	}
	return s == end;
}

static bool
read_place(struct draft *d, const struct tape_node *key, const struct tape_node *value, const struct json_at *up)
{
	struct reading *r = d->r;
	uint32_t file, line;
	bool is_text = value->kind == JSON_KIND_STRING;
	if (is_text && parse_place(value->text, value->text + value->n, &file, &line) && file < r->scan->n_files) {
		if (key->word < MA_FACT_COUNT && d->account->slot[key->word]) {
			d->facts[key->word].file = file;
			d->facts[key->word].line = line;
		}
		return true;
	}
	struct json_at at = { up, read_words(r, key), 0 };
	if (!is_text)
		return read_wrong_type(r, &at, value, "a string \"FILE:LINE\"");
	if (!parse_place(value->text, value->text + value->n, &file, &line))
		return json_fail(r->err, r->origin, &at, "is no place \"FILE:LINE\"");
	return json_fail(r->err, r->origin, &at, "names file %u of %zu, counted from 0", file, r->scan->n_files);
}

static bool
read_places(struct draft *d, const struct tape_node *places, const struct json_at *up)
{
	struct json_at at = { up, "places", 0 };
	if (!places)
		return true;
	if (places->kind != JSON_KIND_OBJECT)
		return read_wrong_type(d->r, &at, places, N_("an object"));
	tape_foreach (places, key, value)
		if (!read_place(d, key, value, &at))
			return false;
	return true;
}

/* ---- the account ---- */

/* Moves the facts into the account. */
static void
finish(struct draft *d)
{
	struct account *a = d->account;
	size_t n = 0;
	for (int id = 0; id < MA_FACT_COUNT; id++)
		n += a->slot[id];
	account_reserve(a, &d->r->scan->arena, n);
	for (int id = 0; id < MA_FACT_COUNT; id++)
		if (a->slot[id]) {
			a->facts[a->n_facts++] = d->facts[id];
			a->slot[id] = (uint8_t)a->n_facts;
		}
}

bool
read_account(struct reading *r, const struct tape_node *object, const struct json_at *at)
{
	static const struct {
		uint16_t word;
		const char *key;
	} states[] = { { READ_IMPLIED, "implied" }, { READ_INFERRED, "inferred" }, { READ_LOCKED, "locked" }, { READ_UNKNOWN, "unknown" } };
	struct draft d;
	struct str_span id, plugin;

	if (object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, at, object, N_("an object"));
	struct parts parts = parts_of(object);
	if (!read_text(r, parts.id, at, "id", true, &id) || !read_text(r, parts.plugin, at, "plugin", false, &plugin))
		return false;
	if (!plugin.p) {
		const char *slash = memchr(id.p, '/', id.n);
		plugin = (struct str_span){ id.p, slash ? (size_t)(slash - id.p) : id.n };
	}
	d.r = r;
	d.account = scan_add_account_n(r->scan, plugin, id);
	tape_foreach (object, key, value)
		if (key->word < MA_FACT_COUNT)
			read_fact(&d, (enum ma_fact)key->word, value, at);
		else if (key->word != READ_ID && key->word != READ_PLUGIN && key->word != READ_PLACES && state_of(key->word) == no_state)
			read_unknown_key(r, &(struct json_at){ at, read_words(r, key), 0 });
	for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
		enum ma_state state = state_of(states[i].word);
		if (!read_state(&d, parts.states[state], &(struct json_at){ at, states[i].key, 0 }, state))
			return false;
	}
	if (!read_places(&d, parts.places, at))
		return false;
	finish(&d);
	return true;
}
