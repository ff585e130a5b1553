/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parser of apple-mail.c: which of the files hold accounts, and what it
 * means when none does.
 */
#include <mailaccord/plugin.h>
#include <string.h>

#include "apple-list.h"

static bool
ends_with(const char *path, const char *tail)
{
	size_t n = strlen(path), k = strlen(tail);
	return n >= k && memcmp(path + n - k, tail, k) == 0;
}

enum content { CONTENT_FOREIGN, CONTENT_ACCOUNTS, CONTENT_EMPTY_HANDED, CONTENT_DAMAGED };

static bool
mentions(struct ma_str s, const char *word)
{
	size_t n = strlen(word);
	const char *p = s.p, *end = s.p + s.n;
	while ((p = (size_t)(end - p) >= n ? memchr(p, *word, (size_t)(end - p) - n + 1) : NULL)) {
		if (memcmp(p, word, n) == 0)
			return true;
		p++;
	}
	return false;
}

static bool
has_own_name(const struct ma_file *f)
{
	return ends_with(f->path, "com.apple.mail.plist") || ends_with(f->path, "/MailData/Accounts.plist");
}

static enum content
read_list(struct apple_list *m, uint32_t file, const struct ma_file *f)
{
	static const enum ma_note trouble[] = {
		[PLIST_DAMAGED] = MA_NOTE_DAMAGED,
		[PLIST_ENTITIES] = MA_NOTE_UNSUPPORTED,
		[PLIST_LIMIT] = MA_NOTE_LIMIT,
		[PLIST_OTHER_FORM] = MA_NOTE_UNSUPPORTED,
	};
	uint32_t line = 0;
	enum plist_end end = apple_list_read(m, file, f->bytes, &line);
	bool ours = m->has_arrays || m->has_deliveries || m->is_mail || has_own_name(f);
	if (end != PLIST_WHOLE && (ours || mentions(f->bytes, "MailAccounts"))) {
		apple_list_note(m, trouble[end], line, end == PLIST_ENTITIES ? "!ENTITY" : "");
		return CONTENT_DAMAGED;
	}
	if (m->odd)
		return CONTENT_DAMAGED;
	if (m->has_arrays || m->has_deliveries)
		return CONTENT_ACCOUNTS;
	return end == PLIST_WHOLE && (m->is_mail || has_own_name(f)) ? CONTENT_EMPTY_HANDED : CONTENT_FOREIGN;
}

/* The digits of ".../Mail/V7/...", 0 if there are none. */
static unsigned
version_folder(const char *path)
{
	unsigned version = 0;
	for (const char *p = strstr(path, "/Mail/V"); p; p = strstr(p + 1, "/Mail/V")) {
		version = 0;
		for (p += 7; *p >= '0' && *p <= '9' && version < 1000; p++)
			version = version * 10 + (unsigned)(*p - '0');
	}
	return version;
}

static bool
is_list(const struct ma_file *f)
{
	return strcmp(f->role, "accounts") == 0 || strcmp(f->role, "preferences") == 0;
}

/* A sign that the accounts are in the system's store: the surer, the higher. */
static int
store_sign(const struct ma_file *f)
{
	if (strcmp(f->role, "store") == 0 || strcmp(f->role, "log") == 0)
		return 0;
	if (strcmp(f->role, "copy") == 0)
		return 1;
	if (ends_with(f->path, "/PersistenceInfo.plist"))
		return 3;
	return version_folder(f->path) > 2 ? 2 : 0;
}

/* ---- the system's store ---- */

/* The log of the store at PATH, empty if there is none. */
static struct ma_str
log_of(const struct ma_file *files, size_t n_files, const char *path)
{
	size_t n = strlen(path);
	for (size_t i = 0; i < n_files; i++)
		if (strncmp(files[i].path, path, n) == 0 && strcmp(files[i].path + n, "-wal") == 0)
			return files[i].bytes;
	return (struct ma_str){ "", 0 };
}

static bool
has_store(const struct ma_file *files, size_t n_files, const char *log)
{
	size_t n = strlen(log) - strlen("-wal");
	for (size_t i = 0; i < n_files; i++)
		if (strncmp(files[i].path, log, n) == 0 && !files[i].path[n])
			return true;
	return false;
}

/* The stores, or a log without its store, the newest form (4 before 3) first;
 * of an older one nothing counts once a newer was read. */
static enum apple_store_found
read_stores(struct apple_list *m, const struct ma_file *files, size_t n_files)
{
	enum apple_store_found is = APPLE_STORE_FOREIGN;
	for (size_t i = n_files; i-- > 0 && is != APPLE_STORE_WHOLE;) {
		bool store = strcmp(files[i].role, "store") == 0;
		bool orphan = strcmp(files[i].role, "log") == 0 && files[i].bytes.n && !has_store(files, n_files, files[i].path);
		if (!store && !orphan)
			continue;
		m->file = (uint32_t)i;
		struct ma_str bytes = store ? files[i].bytes : MA_STR(""), log = store ? log_of(files, n_files, files[i].path) : files[i].bytes;
		/* Elsewhere, the name alone would be another program's, too. */
		if (!strstr(files[i].path, "Library/Accounts/") && !mentions(bytes, "ZACCOUNT") && !mentions(log, "ZACCOUNT"))
			continue;
		enum apple_store_found this_one = apple_store_read(m, bytes, log, false, MA_STR(""));
		if (this_one == APPLE_STORE_EMPTY)
			apple_list_note(m, MA_NOTE_UNSUPPORTED, 0, "-wal");
		is = this_one == APPLE_STORE_FOREIGN ? is : this_one;
	}
	return is;
}

enum ma_status
apple_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct apple_list m = { .host = host, .out = out, .several = n_files > 1 };
	size_t n_of[CONTENT_DAMAGED + 1] = { 0 };
	uint32_t unread = 0;
	int sign = 0;
	if (apple_is_backup(files, n_files)) {
		enum ma_status status = apple_backup_parse(&m, files, n_files);
		apple_list_fini(&m);
		return status;
	}
	enum apple_store_found store = read_stores(&m, files, n_files);
	/* Accounts.plist first: where an old com.apple.mail.plist was left behind, it is the one in use. */
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < n_files; i++) {
			if (!is_list(&files[i]) || (strcmp(files[i].role, "accounts") == 0) != (pass == 0))
				continue;
			enum content content = read_list(&m, i, &files[i]);
			n_of[content]++;
			if (content == CONTENT_EMPTY_HANDED && sign == 0) {
				sign = 1;
				unread = i;
			}
		}
	if (n_of[CONTENT_ACCOUNTS])
		sign = 0;
	for (uint32_t i = 0; i < n_files; i++)
		if (store_sign(&files[i]) > sign) {
			sign = store_sign(&files[i]);
			unread = i;
		}
	if (sign && store == APPLE_STORE_FOREIGN) {
		m.file = unread;
		apple_list_note(&m, MA_NOTE_UNSUPPORTED, 0, "");
	}
	apple_list_fini(&m);
	if (n_of[CONTENT_DAMAGED] || store == APPLE_STORE_DAMAGED)
		return MA_DAMAGED;
	return n_of[CONTENT_ACCOUNTS] || sign || store != APPLE_STORE_FOREIGN ? MA_PARSED : MA_UNRECOGNIZED;
}

#ifndef MAILACCORD_STATIC_PLUGINS
const struct ma_parser mailaccord_parser_v1 = { sizeof(struct ma_parser), apple_mail_parse };
#endif
