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
	/* Elsewhere, the name alone would be another program's, too. */
	if (strcmp(f->role, "store") == 0)
		return strstr(f->path, "Library/Accounts/") || mentions(f->bytes, "ZACCOUNT") ? 4 : 0;
	if (ends_with(f->path, "/PersistenceInfo.plist"))
		return 3;
	return version_folder(f->path) > 2 ? 2 : 0;
}

enum ma_status
apple_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct apple_list m = { .host = host, .out = out, .several = n_files > 1 };
	size_t n_of[CONTENT_DAMAGED + 1] = { 0 };
	uint32_t unread = 0;
	int sign = 0;
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
	if (sign) {
		m.file = unread;
		apple_list_note(&m, MA_NOTE_UNSUPPORTED, 0, "");
	}
	apple_list_fini(&m);
	if (n_of[CONTENT_DAMAGED])
		return MA_DAMAGED;
	return n_of[CONTENT_ACCOUNTS] || sign ? MA_PARSED : MA_UNRECOGNIZED;
}

#ifndef MAILACCORD_STATIC_PLUGINS
const struct ma_parser mailaccord_parser_v1 = { sizeof(struct ma_parser), apple_mail_parse };
#endif
