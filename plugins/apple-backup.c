/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup of an iPhone or iPad, as iTunes and the Finder make them:
 *
 *	Manifest.plist	IsEncrypted; Lockdown { ProductVersion }
 *	Manifest.db	table Files: fileID, domain, relativePath	(from iOS 10 on)
 *	XX/XX...	a file by the SHA-1 of "domain-relativePath"; before iOS 10 without the folder
 *
 * The account store is asked for by its number, which is always the same, and
 * by what Manifest.db says.  Of an encrypted backup nothing can be read.
 */
#include <string.h>

#include "apple-list.h"
#include "kit/sqlite.h"

enum { ID_BYTES = 40, MAX_IDS = 8 };

/* Library/Accounts/Accounts3.sqlite of HomeDomain, and its log. */
static const char store_id[] = "943624fd13e27b800cc6d9ce1100c22356ee365c";
static const char log_id[] = "753735100db1295a1e890387439f694403d65ca8";

struct backup {
	struct apple_list *list;
	const struct ma_file *files;
	size_t n_files;
	struct {
		char id[ID_BYTES + 1];
		bool log;
	} ids[MAX_IDS];
	size_t n_ids;
	char version[32];
	size_t depth, lockdown;
	bool encrypted, known; /* known: whether it is encrypted */
};

/* ---- Manifest.plist ---- */

static void
on_open(void *to, struct ma_str key, const struct plist_value *v)
{
	struct backup *b = to;
	(void)v;
	if (b->depth++ == 1 && apple_equals(key, "Lockdown"))
		b->lockdown = b->depth;
}

static void
on_value(void *to, struct ma_str key, const struct plist_value *v)
{
	struct backup *b = to;
	if (b->depth == 1 && apple_equals(key, "IsEncrypted")) {
		b->known = v->is == PLIST_IS_BOOL;
		b->encrypted = b->encrypted || !b->known || v->num;
	}
	if (b->lockdown && b->depth == b->lockdown && apple_equals(key, "ProductVersion") && v->is == PLIST_IS_TEXT && v->text.n < sizeof b->version)
		memcpy(b->version, v->text.p, v->text.n);
}

static void
on_close(void *to, bool cut)
{
	struct backup *b = to;
	(void)cut;
	if (b->lockdown == b->depth--)
		b->lockdown = 0;
}

/* ---- Manifest.db ---- */

static void
add_id(struct backup *b, struct ma_str id, bool log)
{
	for (size_t i = 0; i < id.n; i++)
		if (!((id.p[i] >= '0' && id.p[i] <= '9') || (id.p[i] >= 'a' && id.p[i] <= 'f')))
			return;
	if (id.n != ID_BYTES || b->n_ids == MAX_IDS)
		return;
	memcpy(b->ids[b->n_ids].id, id.p, ID_BYTES);
	b->ids[b->n_ids++].log = log;
}

static void
on_row(void *ctx, const struct sqlite_row *row)
{
	struct ma_str path = sqlite_bytes(row, "relativePath");
	add_id(ctx, sqlite_bytes(row, "fileID"), path.n > 4 && memcmp(path.p + path.n - 4, "-wal", 4) == 0);
}

/* False: no database, so encrypted or damaged. */
static bool
read_index(struct backup *b, struct ma_str bytes)
{
	enum sqlite_log folded;
	enum sqlite_end end;
	struct sqlite_db *db = sqlite_open(bytes, MA_STR(""), &folded, &end);
	if (db && sqlite_has_table(db, "Files"))
		end = sqlite_each(db, "SELECT fileID, relativePath FROM Files WHERE domain = 'HomeDomain' AND relativePath IN "
		    "('Library/Accounts/Accounts3.sqlite', 'Library/Accounts/Accounts3.sqlite-wal', "
		    "'Library/Accounts/Accounts4.sqlite', 'Library/Accounts/Accounts4.sqlite-wal')", on_row, b);
	sqlite_shut(db);
	return db && end == SQLITE_END_WHOLE;
}

/* ---- the store ---- */

/* Asks for a file by its number, in its folder and without. */
static void
ask(const struct backup *b, uint32_t from, const char *id)
{
	char path[ID_BYTES + 4];
	memcpy(path, id, 2);
	path[2] = '/';
	memcpy(path + 3, id, ID_BYTES + 1);
	struct ma_at at = { from, 0, MA_UNKNOWN };
	b->list->host->want(b->list->out, (struct ma_str){ path, ID_BYTES + 3 }, at);
	b->list->host->want(b->list->out, (struct ma_str){ id, ID_BYTES }, at);
}

/* The file that came for one of the numbers. */
static const struct ma_file *
answer(const struct backup *b, bool log)
{
	for (size_t k = 0; k < b->n_ids; k++)
		for (size_t i = 0; i < b->n_files && b->ids[k].log == log; i++) {
			struct ma_str asked = b->files[i].asked;
			if (asked.n >= ID_BYTES && memcmp(asked.p + asked.n - ID_BYTES, b->ids[k].id, ID_BYTES) == 0)
				return &b->files[i];
		}
	return NULL;
}

static bool
is(const struct ma_file *f, const char *role)
{
	return strcmp(f->role, role) == 0;
}

bool
apple_is_backup(const struct ma_file *files, size_t n_files)
{
	return n_files && (is(&files[0], "manifest") || is(&files[0], "index"));
}

enum ma_status
apple_backup_parse(struct apple_list *l, const struct ma_file *files, size_t n_files)
{
	struct backup b = { .list = l, .files = files, .n_files = n_files };
	const struct plist_sink sink = { &b, on_open, on_value, on_close };
	bool unread = false, index = false;
	uint32_t line;
	add_id(&b, (struct ma_str){ store_id, ID_BYTES }, false);
	add_id(&b, (struct ma_str){ log_id, ID_BYTES }, true);
	for (size_t i = 0; i < n_files; i++)
		if (is(&files[i], "manifest"))
			plist_stream(files[i].bytes, &sink, &line);
	for (size_t i = 0; i < n_files && !b.encrypted; i++)
		if (is(&files[i], "index")) {
			index = true;
			unread = !read_index(&b, files[i].bytes);
		}
	if (!b.known && !b.encrypted && !index)
		return MA_UNRECOGNIZED;
	if (b.encrypted || (unread && !b.known)) {
		apple_list_note(l, MA_NOTE_UNSUPPORTED, 0, "IsEncrypted");
		return MA_PARSED;
	}
	for (size_t k = 0; k < b.n_ids; k++)
		ask(&b, 0, b.ids[k].id);
	const struct ma_file *store = answer(&b, false), *log = answer(&b, true);
	if (!store) {
		apple_list_note(l, MA_NOTE_UNSUPPORTED, 0, "Accounts3.sqlite");
		return unread ? MA_DAMAGED : MA_PARSED;
	}
	l->file = (uint32_t)(store - files);
	enum apple_store_found got = apple_store_read(l, store->bytes, log ? log->bytes : MA_STR(""), true, (struct ma_str){ b.version, strlen(b.version) });
	if (got == APPLE_STORE_EMPTY || got == APPLE_STORE_FOREIGN)
		apple_list_note(l, MA_NOTE_UNSUPPORTED, 0, "Accounts3.sqlite");
	return got == APPLE_STORE_DAMAGED || unread ? MA_DAMAGED : MA_PARSED;
}
