/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scan documents.  They come from other machines and are not trusted: a wrong
 * frame (types, places, status) refuses the document; a wrong fact becomes an
 * unknown fact and a note that keeps the mailbox from being called clean; what
 * a newer version added is noted once and passed over.
 */
#include <string.h>

#include "base/str.h"
#include "document/json.h"

enum { MAX_NOTED = 100, LOOK_BACK = 64 };

struct reader {
	struct scan *scan;
	struct report *report;
	const char *origin;
	struct err *err;
	size_t n_wrong, n_unknown; /* notes made of this document */
};

static const char *const scan_keys = "$schema accounts comment files findings finished format notes run started tool version workstation";
static const char *const workstation_keys = "id name os tag";
static const char *const file_keys = "client path size status";
static const char *const note_keys = "blind client file key kind line sentence";
static const char *const account_keys = "id implied inferred locked places plugin unknown";

/* ---- what is merely not known ---- */

static void
note_unknown_key(struct reader *r, const struct json_at *at)
{
	char path[200];
	/* The same key in ten thousand scans is one note. */
	json_path(at, false, path, sizeof path);
	size_t n = strlen(path);
	struct report *report = r->report;
	for (size_t i = report->n_notes; i > 0 && report->n_notes - i < LOOK_BACK; i--) {
		const struct report_note *note = &report->notes[i - 1];
		if (note->kind == MA_NOTE_UNKNOWN_KEY && note->text && strncmp(note->text, path, n) == 0 && note->text[n] == ' ')
			return;
	}
	if (r->n_unknown++ < MAX_NOTED)
		report_add_note(report, MA_NOTE_UNKNOWN_KEY, NULL, NULL,
		    arena_printf(&report->arena, "%s (first in %s)", path, r->origin));
}

/* A key that is in WORDS is known. */
static void
check_key(struct reader *r, const char *words, const struct json_at *at)
{
	int index;
	if (!str_word(words, at->key, strlen(at->key), &index))
		note_unknown_key(r, at);
}

static void __attribute__((format(printf, 4, 5)))
note_wrong_fact(struct reader *r, struct account *account, const struct json_at *at, const char *fmt, ...)
{
	char path[200], what[160];
	va_list ap;
	if (r->n_wrong++ >= MAX_NOTED)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	json_path(at, true, path, sizeof path);
	scan_add_note(r->scan, MA_NOTE_WRONG_FACT, account->plugin, -1, 0,
	    arena_printf(&r->scan->arena, "%s: %s", path, what));
}

/* ---- members with a type ---- */

static bool
wrong_type(struct reader *r, const struct json_at *at, const json_t *value, const char *should)
{
	return json_fail(r->err, r->origin, at, "is %s, should be %s", json_kind_name(value), _(should));
}

/* The text of the member; NULL when it is missing or null. */
static bool
take_text(struct reader *r, const json_t *object, const struct json_at *up, const char *key, bool needed, const char **out)
{
	const json_t *value = json_object_get(object, key);
	*out = NULL;
	if (json_is_string(value)) {
		*out = json_string_value(value);
		if (needed && !**out)
			return json_fail(r->err, r->origin, &(struct json_at){ up, key, 0 }, "is empty");
		return true;
	}
	return (!needed && (!value || json_is_null(value))) ||
	       wrong_type(r, &(struct json_at){ up, key, 0 }, value, N_("a string"));
}

/* The same, copied into the scan. */
static bool
take_copy(struct reader *r, const json_t *object, const struct json_at *up, const char *key, bool needed, const char **out)
{
	bool ok = take_text(r, object, up, key, needed, out);
	*out = arena_strdup(&r->scan->arena, *out);
	return ok;
}

static bool
take_int(struct reader *r, const json_t *object, const struct json_at *up, const char *key, int64_t max, int64_t otherwise, int64_t *out)
{
	const json_t *value = json_object_get(object, key);
	struct json_at at = { up, key, 0 };
	*out = otherwise;
	if (!value || json_is_null(value))
		return true;
	if (!json_is_integer(value))
		return wrong_type(r, &at, value, N_("an integer"));
	*out = json_integer_value(value);
	return (*out >= 0 && *out <= max) || json_fail(r->err, r->origin, &at, "is out of range");
}

static bool
take_time(struct reader *r, const json_t *root, const char *key, const char **out)
{
	return take_copy(r, root, &(struct json_at){ 0 }, key, false, out) &&
	       (!*out || json_is_date(*out, true) ||
		   json_fail(r->err, r->origin, &(struct json_at){ NULL, key, 0 }, "is no time \"2026-03-31T08:15:00Z\""));
}

/* ---- accounts ---- */

/* Fills F; false with a reason when VALUE is not of the fact's type. */
static bool
fact_value(struct arena *arena, struct fact *f, const json_t *value, const char **should)
{
	const struct fact_row *row = &fact_rows[f->id];
	int index;

	switch (row->type) {
	case FACT_BOOL:
		*should = N_("true or false");
		f->num = json_is_true(value);
		return json_is_boolean(value);
	case FACT_INT:
		/* A negative count would read as "never" further on. */
		*should = N_("an integer of 0 or more");
		f->num = json_integer_value(value);
		return json_is_integer(value) && f->num >= 0;
	case FACT_TEXT:
		*should = N_("a string");
		f->text = arena_strdup(arena, json_string_value(value));
		return json_is_string(value);
	case FACT_WORD:
		*should = row->words;
		f->text = arena_strdup(arena, json_string_value(value));
		return json_is_string(value) && str_word(row->words, f->text, json_string_length(value), &index);
	case FACT_LIST:
		break;
	}
	*should = N_("an array of strings");
	if (!json_is_array(value))
		return false;
	f->n_items = json_array_size(value);
	f->items = arena_alloc(arena, (f->n_items ? f->n_items : 1) * sizeof *f->items);
	for (size_t i = 0; i < f->n_items; i++) {
		const json_t *item = json_array_get(value, i);
		if (!json_is_string(item))
			return false;
		f->items[i] = arena_strdup(arena, json_string_value(item));
	}
	return true;
}

static void
read_fact(struct reader *r, struct account *account, int id, const json_t *value, const struct json_at *at)
{
	struct fact *f = account_put(account, &r->scan->arena, (enum ma_fact)id);
	const char *should;

	f->file = FACT_NO_FILE;
	if (!json_is_null(value) && fact_value(&r->scan->arena, f, value, &should))
		return;
	*f = (struct fact){ .id = (enum ma_fact)id, .state = MA_UNKNOWN, .file = FACT_NO_FILE };
	if (json_is_null(value))
		return;
	if (fact_rows[id].type == FACT_WORD)
		note_wrong_fact(r, account, at, "is %s, should be one of: %s", json_kind(value), should);
	else
		note_wrong_fact(r, account, at, "is %s, should be %s", json_kind(value), should);
}

/* The names of facts that are in STATE. */
static bool
read_state(struct reader *r, struct account *account, const json_t *object, const struct json_at *up, const char *key, enum ma_state state)
{
	const json_t *names = json_object_get(object, key), *name;
	struct json_at at = { up, key, 0 };
	size_t i;

	if (!names)
		return true;
	if (!json_is_array(names))
		return wrong_type(r, &at, names, N_("an array"));
	json_array_foreach(names, i, name) {
		struct json_at item = { &at, NULL, i };
		if (!json_is_string(name))
			return wrong_type(r, &item, name, N_("a string"));
		int id = fact_by_name(json_string_value(name));
		if (id < 0) {
			note_unknown_key(r, &(struct json_at){ &at, json_string_value(name), 0 });
			continue;
		}
		bool has = account->slot[id] != 0;
		struct fact *f = account_put(account, &r->scan->arena, (enum ma_fact)id);
		if (!has)
			f->file = FACT_NO_FILE;
		if (!has && state != MA_UNKNOWN)
			note_wrong_fact(r, account, &item, N_("names a fact that has no value"));
		/* Whatever else is said of it: said to be unknown, it is. */
		if (!has || state == MA_UNKNOWN || f->state == MA_UNKNOWN)
			*f = (struct fact){ .id = (enum ma_fact)id, .state = MA_UNKNOWN, .file = f->file, .line = f->line };
		else
			f->state = state;
	}
	return true;
}

/* "FILE:LINE". */
static bool
parse_place(const char *s, uint32_t *file, uint32_t *line)
{
	uint32_t *const out[] = { file, line };
	for (size_t i = 0; i < 2; i++) {
		uint64_t v = 0;
		if (*s < '0' || *s > '9')
			return false;
		for (; *s >= '0' && *s <= '9'; s++)
			if ((v = v * 10 + (uint64_t)(*s - '0')) >= FACT_NO_FILE)
				return false;
		*out[i] = (uint32_t)v;
		if (i == 0 && *s++ != ':')
			return false;
	}
	return !*s;
}

static bool
read_places(struct reader *r, struct account *account, json_t *object, const struct json_at *up)
{
	json_t *places = json_object_get(object, "places"), *value;
	struct json_at at = { up, "places", 0 };
	const char *key;

	if (!places)
		return true;
	if (!json_is_object(places))
		return wrong_type(r, &at, places, N_("an object"));
	json_object_foreach(places, key, value) {
		struct json_at member = { &at, key, 0 };
		uint32_t file, line;
		if (!json_is_string(value))
			return wrong_type(r, &member, value, "a string \"FILE:LINE\"");
		if (!parse_place(json_string_value(value), &file, &line))
			return json_fail(r->err, r->origin, &member, "is no place \"FILE:LINE\"");
		if (file >= r->scan->n_files)
			return json_fail(r->err, r->origin, &member, "names file %u of %zu, counted from 0", file, r->scan->n_files);
		int id = fact_by_name(key);
		if (id < 0 || !account->slot[id])
			continue;
		account->facts[account->slot[id] - 1].file = file;
		account->facts[account->slot[id] - 1].line = line;
	}
	return true;
}

static bool
read_account(struct reader *r, json_t *object, const struct json_at *at)
{
	static const struct {
		const char *key;
		enum ma_state state;
	} states[] = { { "implied", MA_IMPLIED }, { "inferred", MA_INFERRED }, { "locked", MA_LOCKED }, { "unknown", MA_UNKNOWN } };
	const char *id, *plugin, *key;
	json_t *value;

	if (!json_is_object(object))
		return wrong_type(r, at, object, N_("an object"));
	if (!take_text(r, object, at, "id", true, &id) || !take_text(r, object, at, "plugin", false, &plugin))
		return false;
	if (!plugin)
		plugin = arena_copy(&r->scan->arena, id, strcspn(id, "/"));
	struct account *account = scan_add_account(r->scan, plugin, id);
	json_object_foreach(object, key, value) {
		struct json_at member = { at, key, 0 };
		int fact = fact_by_name(key);
		if (fact >= 0)
			read_fact(r, account, fact, value, &member);
		else
			check_key(r, account_keys, &member);
	}
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (!read_state(r, account, object, at, states[i].key, states[i].state))
			return false;
	return read_places(r, account, object, at);
}

/* ---- the rest of a scan ---- */

static bool
read_file(struct reader *r, json_t *object, const struct json_at *at)
{
	const char *path, *client, *status, *key;
	int64_t size;
	int index;
	json_t *value;

	if (!json_is_object(object))
		return wrong_type(r, at, object, N_("an object"));
	if (!take_text(r, object, at, "path", true, &path) || !take_text(r, object, at, "client", false, &client) ||
	    !take_text(r, object, at, "status", true, &status) || !take_int(r, object, at, "size", INT64_MAX, -1, &size))
		return false;
	if (!str_word(file_status_words, status, strlen(status), &index))
		return json_fail(r->err, r->origin, &(struct json_at){ at, "status", 0 }, "is none of: %s", file_status_words);
	json_object_foreach(object, key, value)
		check_key(r, file_keys, &(struct json_at){ at, key, 0 });
	scan_add_file(r->scan, path, client ? client : "", size, (enum file_status)index);
	return true;
}

static bool
read_note(struct reader *r, json_t *object, const struct json_at *at)
{
	const char *kind, *client, *text, *key;
	int64_t file, line;
	int found = -1;
	json_t *value;

	if (!json_is_object(object))
		return wrong_type(r, at, object, N_("an object"));
	if (!take_text(r, object, at, "kind", true, &kind) || !take_text(r, object, at, "client", false, &client) ||
	    !take_text(r, object, at, "key", false, &text) || !take_int(r, object, at, "line", UINT32_MAX, 0, &line) ||
	    !take_int(r, object, at, "file", (int64_t)r->scan->n_files - 1, -1, &file))
		return false;
	json_object_foreach(object, key, value)
		check_key(r, note_keys, &(struct json_at){ at, key, 0 });
	for (int i = 0; i < MA_NOTE_COUNT && found < 0; i++)
		if (strcmp(note_rows[i].name, kind) == 0)
			found = i;
	if (found < 0) {
		note_unknown_key(r, &(struct json_at){ at, kind, 0 });
		/* A newer program's trouble counts as trouble unless it says that nothing went unseen. */
		if (json_is_false(json_object_get(object, "blind")))
			return true;
		text = arena_printf(&r->scan->arena, "%s%s%s", kind, text ? " " : "", text ? text : "");
		found = MA_NOTE_UNSUPPORTED;
	}
	scan_add_note(r->scan, (enum ma_note)found, client, file, (uint32_t)line, text);
	return true;
}

static bool
read_workstation(struct reader *r, json_t *root)
{
	json_t *object = json_object_get(root, "workstation"), *value;
	struct workstation *w = &r->scan->workstation;
	struct json_at at = { NULL, "workstation", 0 };
	const char *key;

	if (!json_is_object(object))
		return wrong_type(r, &at, object, N_("an object"));
	if (!take_copy(r, object, &at, "id", true, &w->id) || !take_copy(r, object, &at, "name", false, &w->name) ||
	    !take_copy(r, object, &at, "os", false, &w->os) || !take_copy(r, object, &at, "tag", false, &w->tag))
		return false;
	if (!w->name || !*w->name)
		w->name = w->id;
	json_object_foreach(object, key, value)
		check_key(r, workstation_keys, &(struct json_at){ &at, key, 0 });
	return true;
}

static bool
read_all(struct reader *r, json_t *root, const char *key, bool needed, bool (*read_one)(struct reader *, json_t *, const struct json_at *))
{
	json_t *array = json_object_get(root, key), *element;
	struct json_at at = { NULL, key, 0 };
	size_t i;

	if (!array && !needed)
		return true;
	if (!json_is_array(array))
		return wrong_type(r, &at, array, N_("an array"));
	json_array_foreach(array, i, element)
		if (!read_one(r, element, &(struct json_at){ &at, NULL, i }))
			return false;
	return true;
}

static bool
read_scan(struct reader *r, json_t *root)
{
	struct scan *scan = r->scan;
	const char *key;
	json_t *value;

	scan->origin = arena_strdup(&scan->arena, r->origin);
	if (!json_check_format(root, r->origin, FORMAT_SCAN, r->err) || !read_workstation(r, root) ||
	    !take_copy(r, root, NULL, "tool", false, &scan->tool) || !take_copy(r, root, NULL, "run", false, &scan->run) ||
	    !take_time(r, root, "started", &scan->started) || !take_time(r, root, "finished", &scan->finished))
		return false;
	if (!scan->tool)
		scan->tool = "";
	if (!scan->run)
		scan->run = "";
	json_object_foreach(root, key, value)
		check_key(r, scan_keys, &(struct json_at){ NULL, key, 0 });
	/* Accounts and notes name files by number.  No accounts must be said: silence is not "none". */
	if (!read_all(r, root, "files", false, read_file) || !read_all(r, root, "accounts", true, read_account) ||
	    !read_all(r, root, "notes", false, read_note))
		return false;
	scan_sort(scan);
	return true;
}

static bool
add_scan(json_t *root, const char *origin, struct report *report, struct err *err)
{
	struct reader r = { .scan = scan_new(), .report = report, .origin = origin, .err = err };
	bool ok = read_scan(&r, root);
	if (ok)
		report_add_scan(report, r.scan);
	else
		scan_free(r.scan);
	return ok;
}

bool
document_read_scans(const char *bytes, size_t n, const char *origin, struct report *report, struct err *err)
{
	struct json_text text;
	if (!json_text_open(&text, bytes, n, origin, err))
		return false;
	bool array = json_text_peek(&text) == '[';
	text.used += array;
	text.column += array;
	for (;;) {
		json_t *root = json_text_value(&text);
		bool ok = root && add_scan(root, origin, report, err);
		json_decref(root);
		if (!ok)
			return false;
		int c = json_text_peek(&text);
		if (!array && c < 0)
			return true;
		if (array && c != ',' && c != ']')
			return json_text_fail(&text, c < 0 ? N_("is cut off here") : N_("',' or ']' expected"));
		text.used += array;
		text.column += array;
		if (c == ']' && array)
			return json_text_peek(&text) < 0 || json_text_fail(&text, N_("something stands behind the end"));
		if (json_text_peek(&text) < 0)
			return json_text_fail(&text, N_("is cut off here"));
	}
}
