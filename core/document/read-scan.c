/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scan documents.  They come from other machines and are not trusted: a wrong
 * frame (types, places, status) refuses the document; a wrong fact becomes an
 * unknown fact and a note; what a newer version added is noted once and passed
 * over.  Keys may stand in any order, and are looked at in one: who it is, files,
 * then accounts and notes, which name files by number.
 */
#include <stdlib.h>
#include <string.h>

#include "document/read.h"

enum { MAX_NOTED = 100 };

static const uint16_t scan_keys[] = {
	READ_SCHEMA, READ_ACCOUNTS, READ_COMMENT, READ_FILES, READ_FINDINGS, READ_FINISHED, READ_FORMAT, READ_NOTES, READ_RUN,
	READ_STARTED, READ_STORES, READ_TOOL, READ_VERSION, READ_WITHHELD, READ_WORKSTATION, TAPE_NO_WORD,
};
static const uint16_t workstation_keys[] = { READ_ID, MA_NAME, READ_OS, READ_OS_VERSION, READ_DOMAIN, READ_TAG, READ_HARDWARE, TAPE_NO_WORD };
static const uint16_t file_keys[] = { MA_CLIENT, READ_PATH, READ_SIZE, READ_STATUS, TAPE_NO_WORD };
static const uint16_t withheld_keys[] = { READ_ACCOUNTS, READ_TARGETS, READ_USERS, TAPE_NO_WORD };
static const uint16_t note_keys[] = {
	READ_BLIND, MA_CLIENT, READ_FILE, READ_KEY, READ_KIND, READ_LINE, READ_SENTENCE, TAPE_NO_WORD,
};

/* ---- what is merely not known ---- */

void
read_unknown_key(struct reading *r, const struct json_at *at)
{
	char path[200];
	/* The same key in ten thousand scans is one note. */
	json_path(at, false, path, sizeof path);
	if (r->n_unknown < MAX_NOTED)
		r->n_unknown += report_note_once(r->report, MA_NOTE_UNKNOWN_KEY, arena_printf(r->scratch, "%s (first in %s)", path, r->origin));
}

const char *
read_words(struct reading *r, const struct tape_node *node)
{
	return arena_copy(r->scratch, node->text, node->n);
}

void
read_check_keys(struct reading *r, const struct tape_node *object, const struct json_at *up, const uint16_t *known)
{
	tape_foreach (object, key, value) {
		const uint16_t *k = known;
		while (*k != TAPE_NO_WORD && *k != key->word)
			k++;
		if (*k == TAPE_NO_WORD)
			read_unknown_key(r, &(struct json_at){ up, read_words(r, key), 0 });
	}
}

/* ---- members with a type ---- */

bool
read_wrong_type(struct reading *r, const struct json_at *at, const struct tape_node *value, const char *should)
{
	return json_fail(r->err, r->origin, at, "is %s, should be %s", _(json_kinds[value ? value->kind : JSON_KIND_MISSING]), _(should));
}

bool
read_text(struct reading *r, const struct tape_node *value, const struct json_at *up, const char *key, bool needed, struct str_span *out)
{
	*out = (struct str_span){ NULL, 0 };
	if (value && value->kind == JSON_KIND_STRING) {
		*out = (struct str_span){ value->text, value->n };
		return !needed || value->n || json_fail(r->err, r->origin, &(struct json_at){ up, key, 0 }, "is empty");
	}
	return (!needed && (!value || value->kind == JSON_KIND_NULL)) ||
	       read_wrong_type(r, &(struct json_at){ up, key, 0 }, value, N_("a string"));
}

bool
read_own_text(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, bool needed,
    const char **out)
{
	struct str_span text;
	bool ok = read_text(r, tape_member(object, word), up, key, needed, &text);
	*out = text.p ? arena_copy(&r->scan->arena, text.p, text.n) : NULL;
	return ok;
}

bool
read_int(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, int64_t max,
    int64_t otherwise, int64_t *out)
{
	const struct tape_node *value = tape_member(object, word);
	struct json_at at = { up, key, 0 };
	*out = otherwise;
	if (!value || value->kind == JSON_KIND_NULL)
		return true;
	if (value->kind != JSON_KIND_INTEGER)
		return read_wrong_type(r, &at, value, N_("an integer"));
	*out = value->num;
	return (*out >= 0 && *out <= max) || json_fail(r->err, r->origin, &at, "is out of range");
}

bool
read_time(struct reading *r, const struct tape_node *object, const struct json_at *up, uint16_t word, const char *key, const char **out)
{
	return read_own_text(r, object, up, word, key, false, out) &&
	       (!*out || json_is_date(*out, true) ||
		   json_fail(r->err, r->origin, &(struct json_at){ up, key, 0 }, "is no time \"2026-03-31T08:15:00Z\""));
}

/* ---- files and notes ---- */

static bool
read_file(struct reading *r, const struct tape_node *object, const struct json_at *at)
{
	struct str_span path, client, status;
	int64_t size;
	int index;

	if (object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, at, object, N_("an object"));
	if (!read_text(r, tape_member(object, READ_PATH), at, "path", true, &path) ||
	    !read_text(r, tape_member(object, MA_CLIENT), at, "client", false, &client) ||
	    !read_text(r, tape_member(object, READ_STATUS), at, "status", true, &status) ||
	    !read_int(r, object, at, READ_SIZE, "size", INT64_MAX, -1, &size))
		return false;
	if (!str_word(file_status_words, status.p, status.n, &index))
		return json_fail(r->err, r->origin, &(struct json_at){ at, "status", 0 }, "is none of: %s", file_status_words);
	read_check_keys(r, object, at, file_keys);
	struct scan_file *f = arena_grow(&r->scan->arena, &r->scan->files, &r->scan->n_files, sizeof *f);
	f->path = arena_copy(&r->scan->arena, path.p, path.n);
	f->client = arena_copy(&r->scan->arena, client.p, client.n);
	f->size = size;
	f->status = (enum file_status)index;
	return true;
}

/* The kind of note called NAME, or MA_NOTE_COUNT. */
static int
note_kind(struct str_span name)
{
	int kind = 0;
	while (kind < MA_NOTE_COUNT && (strncmp(note_rows[kind].name, name.p, name.n) != 0 || note_rows[kind].name[name.n]))
		kind++;
	return kind;
}

static bool
read_note(struct reading *r, const struct tape_node *object, const struct json_at *at)
{
	const char *text, *client;
	struct str_span name;
	int64_t file, line;

	if (object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, at, object, N_("an object"));
	if (!read_text(r, tape_member(object, READ_KIND), at, "kind", true, &name) ||
	    !read_own_text(r, object, at, MA_CLIENT, "client", false, &client) ||
	    !read_own_text(r, object, at, READ_KEY, "key", false, &text) || !read_int(r, object, at, READ_LINE, "line", UINT32_MAX, 0, &line) ||
	    !read_int(r, object, at, READ_FILE, "file", (int64_t)r->scan->n_files - 1, -1, &file))
		return false;
	read_check_keys(r, object, at, note_keys);
	int kind = note_kind(name);
	if (kind == MA_NOTE_COUNT) {
		const char *unknown = arena_copy(r->scratch, name.p, name.n);
		const struct tape_node *blind = tape_member(object, READ_BLIND);
		read_unknown_key(r, &(struct json_at){ at, unknown, 0 });
		/* A newer program's trouble counts as trouble unless it says that nothing went unseen. */
		if (blind && blind->kind == JSON_KIND_FALSE)
			return true;
		text = arena_printf(r->scratch, "%s%s%s", unknown, text ? " " : "", text ? text : "");
		kind = MA_NOTE_UNSUPPORTED;
	}
	scan_add_note(r->scan, (enum ma_note)kind, client, file, (uint32_t)line, text);
	return true;
}

/* ---- the scan ---- */

static bool
read_head(struct reading *r, const struct tape_node *root)
{
	const struct tape_node *format = tape_member(root, READ_FORMAT), *version = tape_member(root, READ_VERSION);
	struct json_head head = { JSON_KIND_OBJECT, format ? format->kind : JSON_KIND_MISSING, version ? version->kind : JSON_KIND_MISSING,
		"", 0 };
	if (head.format_kind == JSON_KIND_STRING)
		head.format = read_words(r, format);
	if (head.version_kind == JSON_KIND_INTEGER)
		head.version = version->num;
	return json_check_head(&head, r->origin, FORMAT_SCAN, r->err);
}

static bool
read_workstation(struct reading *r, const struct tape_node *root)
{
	const struct tape_node *object = tape_member(root, READ_WORKSTATION);
	struct workstation *w = &r->scan->workstation;
	struct json_at at = { NULL, "workstation", 0 };

	if (!object || object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, &at, object, N_("an object"));
	if (!read_own_text(r, object, &at, READ_ID, "id", true, &w->id) ||
	    !read_own_text(r, object, &at, MA_NAME, "name", false, &w->name) ||
	    !read_own_text(r, object, &at, READ_OS, "os", false, &w->os) || !read_own_text(r, object, &at, READ_TAG, "tag", false, &w->tag) ||
	    !read_own_text(r, object, &at, READ_OS_VERSION, "os_version", false, &w->os_version) ||
	    !read_own_text(r, object, &at, READ_DOMAIN, "domain", false, &w->domain) ||
	    !read_own_text(r, object, &at, READ_HARDWARE, "hardware", false, &w->hardware))
		return false;
	if (!w->name || !*w->name)
		w->name = w->id;
	read_check_keys(r, object, &at, workstation_keys);
	return true;
}

static bool
read_all(struct reading *r, const struct tape_node *array, const struct json_at *up, const char *key, bool needed,
    bool (*read_one)(struct reading *, const struct tape_node *, const struct json_at *))
{
	struct json_at at = { up, key, 0 };
	if (!array && !needed)
		return true;
	if (!array || array->kind != JSON_KIND_ARRAY)
		return read_wrong_type(r, &at, array, N_("an array"));
	tape_foreach_element (array, i, element)
		if (!read_one(r, element, &(struct json_at){ &at, NULL, i }))
			return false;
	return true;
}

static bool
read_target(struct reading *r, const struct tape_node *value, const struct json_at *at)
{
	struct withheld *w = &r->scan->withheld;
	if (value->kind != JSON_KIND_STRING)
		return read_wrong_type(r, at, value, N_("a string"));
	*(const char **)arena_grow(&r->scan->arena, &w->targets, &w->n_targets, sizeof *w->targets) = arena_copy(&r->scan->arena, value->text, value->n);
	return true;
}

/* What the workstation kept to itself; a count that cannot be read would look like none. */
static bool
read_withheld(struct reading *r, const struct tape_node *object)
{
	struct json_at at = { NULL, "withheld", 0 };
	int64_t n;
	if (!object)
		return true;
	if (object->kind != JSON_KIND_OBJECT)
		return read_wrong_type(r, &at, object, N_("an object"));
	const struct tape_node *users = tape_member(object, READ_USERS);
	if (!read_int(r, object, &at, READ_ACCOUNTS, "accounts", INT32_MAX, 0, &n) ||
	    !read_all(r, tape_member(object, READ_TARGETS), &at, "targets", false, read_target))
		return false;
	if (users && users->kind != JSON_KIND_TRUE && users->kind != JSON_KIND_FALSE)
		return read_wrong_type(r, &(struct json_at){ &at, "users", 0 }, users, N_("true or false"));
	r->scan->withheld.n = (size_t)n;
	r->scan->withheld.users = users && users->kind == JSON_KIND_TRUE;
	read_check_keys(r, object, &at, withheld_keys);
	return true;
}

/* Bytes that the scan will take, about. */
static size_t
scan_bytes(const struct tape_node *files, const struct tape_node *accounts)
{
	enum { FRAME = 320, NODES_OF_A_FILE = 9 };
	size_t bytes = FRAME;
	if (files && files->kind == JSON_KIND_ARRAY)
		tape_foreach_element (files, i, file) {
			bytes += sizeof(struct scan_file);
			for (size_t k = 1; k < file->size && k < NODES_OF_A_FILE; k++)
				bytes += file[k].kind == JSON_KIND_STRING ? file[k].n / 2 : 0;
		}
	if (accounts && accounts->kind == JSON_KIND_ARRAY)
		tape_foreach_element (accounts, i, account)
			bytes += read_account_bytes(account);
	return bytes;
}

static bool
read_scan(struct reading *r)
{
	struct scan *scan = r->scan;
	const struct tape_node *root = r->tape->nodes;
	const struct tape_node *files = tape_member(root, READ_FILES), *accounts = tape_member(root, READ_ACCOUNTS);

	if (root->kind != JSON_KIND_OBJECT)
		return json_check_head(&(struct json_head){ .root = root->kind }, r->origin, FORMAT_SCAN, r->err);
	if (!read_head(r, root))
		return false;
	arena_expect(&scan->arena, scan_bytes(files, accounts));
	scan->origin = arena_strdup(&scan->arena, r->origin);
	if (!read_workstation(r, root) || !read_own_text(r, root, NULL, READ_TOOL, "tool", false, &scan->tool) ||
	    !read_own_text(r, root, NULL, READ_RUN, "run", false, &scan->run) ||
	    !read_time(r, root, NULL, READ_STARTED, "started", &scan->started) || !read_time(r, root, NULL, READ_FINISHED, "finished", &scan->finished))
		return false;
	if (!scan->tool)
		scan->tool = "";
	if (!scan->run)
		scan->run = "";
	read_check_keys(r, root, NULL, scan_keys);
	/* No accounts must be said: silence is not "none". */
	if (!read_all(r, files, NULL, "files", false, read_file) || !read_all(r, accounts, NULL, "accounts", true, read_account) ||
	    !read_all(r, tape_member(root, READ_NOTES), NULL, "notes", false, read_note) ||
	    !read_withheld(r, tape_member(root, READ_WITHHELD)) || !read_all(r, tape_member(root, READ_STORES), NULL, "stores", false, read_store))
		return false;
	/* Whoever did not look says nothing; an empty list says that there is nothing. */
	scan->tells_stores = tape_member(root, READ_STORES) != NULL;
	scan_sort(scan);
	return true;
}

/* ---- documents ---- */

static const struct tape_word words[READ_WORDS] = {
#define FACT(id, name, type, words, help) [MA_##id] = { name, false },
#include <mailaccord/facts.def>
#undef FACT
#define KEY(id, text, passed_over) [READ_##id] = { text, passed_over },
	READ_KEYS(KEY)
#undef KEY
};

struct document_reader {
	struct tape tape;
	struct arena scratch;
};

struct document_reader *
document_reader_new(void)
{
	struct document_reader *reader = xmalloc(sizeof *reader);
	*reader = (struct document_reader){ 0 };
	tape_init(&reader->tape, words, READ_WORDS);
	return reader;
}

void
document_reader_free(struct document_reader *reader)
{
	if (!reader)
		return;
	tape_fini(&reader->tape);
	arena_fini(&reader->scratch);
	free(reader);
}

static bool
add_scan(struct document_reader *reader, const char *origin, struct report *report, struct err *err)
{
	struct reading r = { .tape = &reader->tape, .scratch = &reader->scratch, .scan = scan_new(), .report = report, .origin = origin, .err = err };
	bool ok = read_scan(&r);
	if (ok)
		report_add_scan(report, r.scan);
	else
		scan_free(r.scan);
	arena_clear(&reader->scratch);
	return ok;
}

bool
document_reader_scans(struct document_reader *reader, const char *bytes, size_t n, const char *origin, struct report *report, struct err *err)
{
	struct json_text text;
	if (!json_text_open(&text, bytes, n, origin, err))
		return false;
	bool array = json_text_peek(&text) == '[';
	text.used += array;
	for (;;) {
		(void)json_text_peek(&text);
		const char *document = bytes + text.used;
		if (!tape_read(&reader->tape, &text) || !add_scan(reader, origin, report, err))
			return false;
		struct scan *scan = report->scans[report->n_scans - 1];
		scan->document = document;
		scan->n_document = (size_t)(bytes + text.used - document);
		int c = json_text_peek(&text);
		if (!array && c < 0)
			return true;
		if (array && c != ',' && c != ']')
			return json_text_fail(&text, c < 0 ? N_("is cut off here") : N_("',' or ']' expected"));
		text.used += array;
		if (c == ']' && array)
			return json_text_peek(&text) < 0 || json_text_fail(&text, N_("something stands behind the end"));
		if (json_text_peek(&text) < 0)
			return json_text_fail(&text, N_("is cut off here"));
	}
}

bool
document_read_scans(const char *bytes, size_t n, const char *origin, struct report *report, struct err *err)
{
	struct document_reader *reader = document_reader_new();
	bool ok = document_reader_scans(reader, bytes, n, origin, report, err);
	document_reader_free(reader);
	return ok;
}
