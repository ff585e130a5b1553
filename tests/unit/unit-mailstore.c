/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where mail is kept: how large, how old, of which form, and what is said when
 * it cannot be looked at.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "base/date.h"
#include "base/str.h"
#include "intake/mailstore.h"
#include "t.h"

/* ---- heads of data files ---- */

/* The places of a head that count; zero elsewhere, but for what real ones have. */
static void
make_head(unsigned char *head, const char *magic, const char *client, unsigned version, uint64_t bytes)
{
	memset(head, 0, MAILSTORE_HEAD_BYTES);
	memcpy(head, magic, 4);
	memcpy(head + 4, "\x49\xf8\x64\xd9", 4);
	memcpy(head + 8, client, 2);
	head[10] = (unsigned char)version;
	head[11] = (unsigned char)(version >> 8);
	head[12] = 0x13;
	size_t at = version < 23 ? 168 : 184, n = version < 23 ? 4 : 8;
	for (size_t i = 0; i < n; i++)
		head[at + i] = (unsigned char)(bytes >> 8 * i);
}

static const struct {
	const char *name, *magic, *client;
	unsigned version;
	uint64_t says;
	int64_t size;
	size_t n;
	enum store_form form;
	bool cut;
} heads[] = {
	{ "ANSI, 14", "!BDN", "SM", 14, 0x270400, 0x270400, MAILSTORE_HEAD_BYTES, STORE_FORM_ANSI, false },
	{ "ANSI, 15", "!BDN", "SM", 15, 0x270400, 0x270400, MAILSTORE_HEAD_BYTES, STORE_FORM_ANSI, false },
	{ "ANSI, of two gigabytes", "!BDN", "SM", 14, 0x7fffffff, 0x7fffffff, MAILSTORE_HEAD_BYTES, STORE_FORM_ANSI, false },
	{ "Unicode, 23", "!BDN", "SM", 23, 0x42400, 0x42400, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, false },
	{ "Unicode, of seven gigabytes", "!BDN", "SM", 23, UINT64_C(7) << 30, INT64_C(7) << 30, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, false },
	{ "Unicode with large pages, 36", "!BDN", "SO", 36, 0x1000000, 0x1000000, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, false },
	{ "protected, 37", "!BDN", "SM", 37, 0x42400, 0x42400, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, false },
	{ "longer than it says", "!BDN", "SM", 23, 0x42400, 0x42401, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, false },
	{ "shorter than it says", "!BDN", "SM", 23, 0x42400, 0x42399, MAILSTORE_HEAD_BYTES, STORE_FORM_UNICODE, true },
	{ "shorter than it says, ANSI", "!BDN", "SM", 14, 0x42400, 0x8000, MAILSTORE_HEAD_BYTES, STORE_FORM_ANSI, true },
	{ "a version between", "!BDN", "SM", 19, 0x42400, 0x42400, MAILSTORE_HEAD_BYTES, STORE_FORM_UNKNOWN, false },
	{ "another magic", "!BDM", "SM", 23, 0x42400, 0x42400, MAILSTORE_HEAD_BYTES, STORE_FORM_FOREIGN, false },
	{ "too short for a head", "!BDN", "SM", 23, 0x42400, 300, 300, STORE_FORM_FOREIGN, false },
	{ "empty", "!BDN", "SM", 23, 0, 0, 0, STORE_FORM_FOREIGN, false },
};

static void
test_heads(void)
{
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		unsigned char head[MAILSTORE_HEAD_BYTES];
		bool cut = true;
		make_head(head, heads[i].magic, heads[i].client, heads[i].version, heads[i].says);
		t_num(mailstore_form(head, heads[i].n, heads[i].size, &cut), heads[i].form, heads[i].name);
		t_ok(cut == heads[i].cut, heads[i].name, "cut or not");
	}
}

/* ---- on a disk ---- */

struct disk {
	char top[64];
	struct tree tree;
	struct arena arena;
	struct mailstores stores;
};

static const char *
full(struct disk *d, const char *path)
{
	return arena_printf(&d->arena, "%s/%s", d->top, path);
}

static void
put_bytes(struct disk *d, const char *path, const void *bytes, size_t n, long when)
{
	char *folder = arena_strdup(&d->arena, full(d, path));
	for (char *p = folder + strlen(d->top) + 1; (p = strchr(p, '/')); p++) {
		*p = 0;
		mkdir(folder, 0755);
		*p = '/';
	}
	FILE *f = fopen(full(d, path), "wb");
	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f) != 0)
		abort();
	utime(full(d, path), &(struct utimbuf){ when, when });
}

static void
put(struct disk *d, const char *path, size_t n, long when)
{
	char *bytes = calloc(n + 1, 1);
	put_bytes(d, path, bytes, n, when);
	free(bytes);
}

static void
set_up(struct disk *d)
{
	unsigned char head[MAILSTORE_HEAD_BYTES];
	struct err err = { 0 };
	*d = (struct disk){ .top = "/tmp/mailaccord-store-XXXXXX" };
	if (!mkdtemp(d->top))
		abort();
	put(d, "p/Mail/pop/Inbox", 1000, 1600000000);
	put(d, "p/Mail/pop/Inbox.msf", 77, 1700000000);
	put(d, "p/Mail/pop/Inbox.sbd/Old", 500, 1500000000);
	put(d, "p/Mail/pop/popstate.dat", 30, 1650000000);
	put(d, "p/dir/Inbox/cur/1:2,S", 100, 1400000000);
	put(d, "p/dir/Inbox/new/2", 100, 1450000000);
	put(d, "p/dir/Inbox/.uidlist", 9, 1300000000);
	put(d, "mh/inbox/1", 10, 1400000000);
	put(d, "mh/inbox/27", 10, 1500000000);
	put(d, "mh/inbox/.sylpheed_mark", 5, 1300000000);
	put(d, "linked/Inbox", 10, 1400000000);
	put(d, "home/Library/Mail/V2/MailData/Accounts.plist", 10, 1400000000);
	put(d, "home/Library/Mail/V2/UUID/INBOX.mbox/Messages/1.emlx", 40, 1400000000);
	put(d, "home/Library/Mail/V10/UUID/INBOX.mbox/Data/2/Messages/1.emlx", 50, 1500000000);
	put(d, "home/Library/Mail/V10/UUID/INBOX.mbox/Data/2/Attachments/1/a.pdf", 60, 1300000000);
	utime(full(d, "home/Library/Mail/V2/UUID"), &(struct utimbuf){ 1400000000, 1400000000 });
	put(d, "settings/a.mb/Mailbox.ini", 60, 1300000000);
	if (symlink("../mh/inbox", full(d, "linked/Elsewhere")) != 0)
		abort();
	mkdir(full(d, "empty"), 0755);
	make_head(head, "!BDN", "SM", 23, sizeof head);
	put_bytes(d, "Users/Tanaka/Documents/Mail.PST", head, sizeof head, 1600000000);
	put_bytes(d, "Users/Tanaka/Documents/not.pst", "PK\3\4", 4, 1600000000);
	if (!tree_init(&d->tree, d->top, &err))
		abort();
}

static void
tear_down(struct disk *d)
{
	tree_fini(&d->tree);
	if (system(arena_printf(&d->arena, "rm -rf %s", d->top)) != 0)
		abort();
	arena_fini(&d->arena);
}

/* A copied folder is one of which nobody knows where it lay. */
static const struct {
	const char *name;
	enum ma_store_kind kind;
	bool partial;
	const char *folder, *path;
	enum store_status status;
	int64_t bytes, files, messages;
	const char *newest, *oldest, *shown;
	enum store_form form;
} rows[] = {
	{ "mbox, without what is made from it", MA_STORE_MBOX, false, "p", "Mail/pop", STORE_FOUND, 1500, 2, -1, "2020-09-13T12:26:40Z", NULL, "p/Mail/pop", 0 },
	{ "a backslash in between", MA_STORE_MBOX, false, "p", "Mail\\pop", STORE_FOUND, 1500, 2, -1, "2020-09-13T12:26:40Z", NULL, "p/Mail/pop", 0 },
	{ "Maildir: times of messages only", MA_STORE_MAILDIR, false, "p", "dir", STORE_FOUND, 209, 3, 2, "2015-12-13T09:46:40Z", "2014-05-13T16:53:20Z", "p/dir", 0 },
	{ "MH: numbers are messages", MA_STORE_MH, false, "", "mh", STORE_FOUND, 25, 3, 2, "2017-07-14T02:40:00Z", "2014-05-13T16:53:20Z", "mh", 0 },
	{ "the list of fetched messages", MA_STORE_UIDL, false, "p", "Mail/pop/popstate.dat", STORE_FOUND, 30, -1, -1, "2022-04-15T05:20:00Z", NULL, "p/Mail/pop/popstate.dat", 0 },
	{ "an empty folder", MA_STORE_MBOX, false, "", "empty", STORE_FOUND, 0, 0, -1, NULL, NULL, "empty", 0 },
	{ "a link in it is not followed, and that is said", MA_STORE_MBOX, false, "", "linked", STORE_PARTLY, 10, 1, -1, "2014-05-13T16:53:20Z", NULL, "linked", 0 },
	{ "below the home, the newest of several", MA_STORE_EMLX, false, "home/Library/Mail/V2/MailData", "~/Library/Mail/V*/UUID", STORE_FOUND, 110, 2, 1,
	    "2017-07-14T02:40:00Z", "2017-07-14T02:40:00Z", "home/Library/Mail/V10/UUID", 0 },
	{ "below the home, in a copy of it", MA_STORE_EMLX, true, "home/Library/Mail/V2/MailData", "~/Library/Mail/V2/UUID", STORE_FOUND, 40, 1, 1,
	    "2014-05-13T16:53:20Z", "2014-05-13T16:53:20Z", "home/Library/Mail/V2/UUID", 0 },
	{ "below the home, nothing", MA_STORE_EMLX, false, "home/Library/Mail/V2/MailData", "~/Library/Mail/V*/OTHER", STORE_ABSENT, -1, -1, -1, NULL, NULL, "~/Library/Mail/V*/OTHER", 0 },
	{ "the folder of the file", MA_STORE_BMF, false, "settings/a.mb", ".", STORE_FOUND, 0, 0, -1, NULL, NULL, "settings/a.mb", 0 },
	{ "the same of a copy: only settings came along", MA_STORE_BMF, true, "settings/a.mb", ".", STORE_OUTSIDE, -1, -1, -1, NULL, NULL, "settings/a.mb", 0 },
	{ "beside that folder", MA_STORE_MBOX, false, "settings/a.mb", "../../linked", STORE_PARTLY, 10, 1, -1, "2014-05-13T16:53:20Z", NULL, "linked", 0 },
	{ "nothing there", MA_STORE_MBOX, false, "p", "Mail/imap", STORE_ABSENT, -1, -1, -1, NULL, NULL, "p/Mail/imap", 0 },
	{ "nothing there in a copy: it may be where it was", MA_STORE_MBOX, true, "p", "Mail/imap", STORE_OUTSIDE, -1, -1, -1, NULL, NULL, "p/Mail/imap", 0 },
	{ "a file for a folder", MA_STORE_MBOX, false, "p", "Mail/pop/Inbox", STORE_OTHER, -1, -1, -1, NULL, NULL, "p/Mail/pop/Inbox", 0 },
	{ "a folder for a file", MA_STORE_PST, false, "p", "Mail/pop", STORE_OTHER, -1, -1, -1, NULL, NULL, "p/Mail/pop", 0 },
	{ "a data file, in letters of its own", MA_STORE_PST, false, "", "C:\\USERS\\tanaka\\documents\\mail.pst", STORE_FOUND, 514, -1, -1, "2020-09-13T12:26:40Z", NULL,
	    "C:\\USERS\\tanaka\\documents\\mail.pst", STORE_FORM_UNICODE },
	{ "a data file that is none", MA_STORE_PST, false, "", "C:\\Users\\Tanaka\\Documents\\not.pst", STORE_FOUND, 4, -1, -1, "2020-09-13T12:26:40Z", NULL,
	    "C:\\Users\\Tanaka\\Documents\\not.pst", STORE_FORM_FOREIGN },
	{ "in a copy from further down", MA_STORE_PST, true, "", "C:\\old\\Users\\Tanaka\\Documents\\Mail.PST", STORE_FOUND, 514, -1, -1, "2020-09-13T12:26:40Z", NULL,
	    "C:\\old\\Users\\Tanaka\\Documents\\Mail.PST", STORE_FORM_UNICODE },
	{ "another drive is not this disk", MA_STORE_PST, false, "", "E:\\mail.pst", STORE_OUTSIDE, -1, -1, -1, NULL, NULL, "E:\\mail.pst", 0 },
	{ "a server is not this disk", MA_STORE_PST, false, "", "\\\\nas\\share\\mail.pst", STORE_OUTSIDE, -1, -1, -1, NULL, NULL, "\\\\nas\\share\\mail.pst", 0 },
	{ "a path out of the tree", MA_STORE_MBOX, false, "", "../../../etc", STORE_OUTSIDE, -1, -1, -1, NULL, NULL, "../../../etc", 0 },
};

static void
test_looks(void)
{
	struct disk d;
	set_up(&d);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scan_store s = { .kind = rows[i].kind };
		/* Twice: what was looked at before is known. */
		for (int pass = 0; pass < 2; pass++) {
			mailstore_look(&d.stores, &d.tree, rows[i].partial, rows[i].folder, rows[i].path, &s, &d.arena);
			t_num(s.status, rows[i].status, rows[i].name);
			t_num(s.bytes, rows[i].bytes, rows[i].name);
			t_num(s.files, rows[i].files, rows[i].name);
			t_num(s.messages, rows[i].messages, rows[i].name);
			t_text(s.newest, rows[i].newest, rows[i].name);
			t_text(s.oldest, rows[i].oldest, rows[i].name);
			t_text(s.path, rows[i].shown, rows[i].name);
			t_num(s.form, rows[i].form, rows[i].name);
		}
	}
	tear_down(&d);
}

static void
test_limits(void)
{
	struct disk d;
	struct scan_store s = { .kind = MA_STORE_MBOX };
	char path[256] = "deep";
	set_up(&d);
	for (int i = 0; i < 20; i++)
		strcat(path, "/d");
	put(&d, strcat(path, "/Inbox"), 5, 1400000000);
	mailstore_look(&d.stores, &d.tree, false, "", "deep", &s, &d.arena);
	t_num(s.status, STORE_PARTLY, "too deep");
	t_num(s.bytes, 0, "what is too deep is not counted");
	d.stores.n_entries = 300000;
	s = (struct scan_store){ .kind = MA_STORE_MBOX };
	mailstore_look(&d.stores, &d.tree, false, "p", "Mail/pop", &s, &d.arena);
	t_num(s.status, STORE_PARTLY, "too many");
	if (geteuid() != 0) {
		chmod(full(&d, "mh"), 0);
		s = (struct scan_store){ .kind = MA_STORE_MH };
		mailstore_look(&d.stores, &d.tree, false, "", "mh", &s, &d.arena);
		t_num(s.status, STORE_PARTLY, "a folder that may not be listed");
		chmod(full(&d, "mh"), 0755);
	}
	tear_down(&d);
}

static void
test_times(void)
{
	static const struct {
		int64_t seconds;
		const char *want;
	} times[] = {
		{ 0, "1970-01-01T00:00:00Z" }, { -1, "1969-12-31T23:59:59Z" }, { 951782400, "2000-02-29T00:00:00Z" }, { 951868799, "2000-02-29T23:59:59Z" },
		{ 4107542400, "2100-03-01T00:00:00Z" }, { 253402300799, "9999-12-31T23:59:59Z" }, { 253402300800, NULL },
		{ -62135596800, "0001-01-01T00:00:00Z" }, { -62135596801, NULL }, { 1798761600, "2027-01-01T00:00:00Z" },
	};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		char text[DATE_TIME_BYTES];
		t_text(date_of_seconds(times[i].seconds, text), times[i].want, times[i].want ? times[i].want : "no such year");
	}
}

static const CU_TestInfo tests[] = {
	{ "heads of data files", test_heads },
	{ "places on a disk", test_looks },
	{ "limits", test_limits },
	{ "times of files", test_times },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_mailstore = { "mailstore", tests };
