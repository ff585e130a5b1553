/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts of the system's store.  An account of mail is a row of type POP or
 * IMAP, one of a provider (Google, iCloud, ...) that has no such row below it
 * and has mail switched on, or an Exchange account.  What Mail does with it is
 * in the row's properties (phones) or in the part for Mail of its data class
 * properties (Macs); both are read everywhere, and where they contradict each
 * other the setting is unknown.  Name and login are the parent's where the row
 * has none.
 */
#include <string.h>

#include "apple-store.h"
#include "kit/keyed.h"

#define MAX_PARENTS 8

struct reading {
	struct apple_list *list;
	struct apple_store store;
	struct apple_account account, sender;
	int64_t pk; /* being read */
	bool phone, inferred_noted;
	struct ma_str version;
};

static void
note_in_row(void *with, enum ma_note kind, uint32_t line, const char *key)
{
	struct reading *r = with;
	char path[96] = "ZACCOUNT[", digits[24];
	size_t n = strlen(path), d = sizeof digits;
	uint64_t v = r->pk < 0 ? 0 : (uint64_t)r->pk;
	if (kind == MA_NOTE_INFERRED && r->inferred_noted)
		return;
	r->inferred_noted = r->inferred_noted || kind == MA_NOTE_INFERRED;
	do
		digits[--d] = (char)('0' + v % 10);
	while (v /= 10);
	memcpy(path + n, digits + d, sizeof digits - d);
	n += sizeof digits - d;
	path[n++] = ']', path[n++] = '.';
	memcpy(path + n, key, strlen(key) + 1);
	apple_list_note(r->list, kind, line, path);
}

/* ---- cells into an account ---- */

/* One archived value: a property's, or the properties of all data classes. */
struct cell {
	struct apple_account *account;
	struct ma_str key; /* of the property; n 0: data classes */
	size_t depth, mail; /* MAIL: depth of the dictionary that is Mail's, 0: not inside */
};

static bool
is_addresses(struct ma_str key)
{
	return apple_equals(key, "EmailAliases") || apple_equals(key, "EmailAddresses") || apple_equals(key, "primaryEmail");
}

static void
fill(struct apple_account *a, struct ma_str key, const struct plist_value *v)
{
	enum slot_name slot = apple_slot(key);
	if (slot != SLOT_COUNT)
		apple_account_fill(a, slot, v);
}

static void
cell_open(void *to, struct ma_str key, const struct plist_value *v)
{
	struct cell *c = to;
	c->depth++;
	if (!c->key.n && c->depth == 2 && v->is == PLIST_IS_DICT && apple_equals(key, "com.apple.Dataclass.Mail"))
		c->mail = c->depth;
	else if (c->key.n && c->depth == 1 && !is_addresses(c->key))
		fill(c->account, c->key, &(struct plist_value){ .is = PLIST_IS_BAD, .text = { "", 0 } });
	else if (c->mail && c->depth == c->mail + 1)
		fill(c->account, key, &(struct plist_value){ .is = PLIST_IS_BAD, .text = { "", 0 } });
}

static void
cell_value(void *to, struct ma_str key, const struct plist_value *v)
{
	struct cell *c = to;
	if (c->mail && c->depth == c->mail)
		fill(c->account, key, v);
	else if (c->key.n && c->depth == 0 && !is_addresses(c->key))
		fill(c->account, c->key, v);
	else if (c->key.n && is_addresses(c->key) && v->is == PLIST_IS_TEXT && (!key.n || apple_equals(key, "EmailAddress")))
		apple_account_addresses(c->account, v->text, 0);
}

static void
cell_close(void *to, bool cut)
{
	struct cell *c = to;
	(void)cut;
	if (c->mail == c->depth--)
		c->mail = 0;
}

static void
read_cell(struct reading *r, struct apple_account *a, struct ma_str key, struct ma_str bytes)
{
	struct cell c = { .account = a, .key = key };
	struct plist_sink sink = { &c, cell_open, cell_value, cell_close };
	enum plist_end end = keyed_stream(bytes, &sink);
	if (end == PLIST_WHOLE)
		return;
	/* Something stands there: never as if it did not. */
	if (key.n)
		fill(a, key, &(struct plist_value){ .is = PLIST_IS_BAD, .text = { "", 0 } });
	else
		a->cut = true;
	if (!key.n || is_addresses(key))
		note_in_row(r, MA_NOTE_DAMAGED, 0, key.n ? "EmailAliases" : "ZDATACLASSPROPERTIES");
}

static void
fill_text(struct apple_account *a, enum slot_name slot, struct ma_str text)
{
	if (text.n && !a->slot[slot].seen)
		apple_account_fill(a, slot, &(struct plist_value){ .is = PLIST_IS_TEXT, .text = text });
}

/* All that the tables have about ROW. */
static void
collect(struct reading *r, struct apple_account *a, const struct apple_store_row *row)
{
	const struct apple_store *s = &r->store;
	apple_account_begin(a, 0);
	for (uint32_t i = row->first_property; i; i = apple_store_property(s, i)->next)
		read_cell(r, a, apple_store_text(s, apple_store_property(s, i)->key), apple_store_text(s, apple_store_property(s, i)->value));
	if (row->blob.n)
		read_cell(r, a, MA_STR(""), apple_store_text(s, row->blob));
	a->phone = r->phone || row->has_class;
	fill_text(a, SLOT_ID, apple_store_text(s, row->id));
	const struct apple_store_row *up = row;
	for (int i = 0; up && i < MAX_PARENTS; i++, up = apple_store_parent(s, up)) {
		fill_text(a, SLOT_NAME, apple_store_text(s, up->name));
		fill_text(a, SLOT_LOGIN, apple_store_text(s, up->user));
		for (uint32_t p = i && !a->addresses.n ? up->first_property : 0; p; p = apple_store_property(s, p)->next)
			if (is_addresses(apple_store_text(s, apple_store_property(s, p)->key)))
				read_cell(r, a, apple_store_text(s, apple_store_property(s, p)->key), apple_store_text(s, apple_store_property(s, p)->value));
	}
	if (row->is->class)
		fill_text(a, SLOT_TYPE, (struct ma_str){ row->is->class, strlen(row->is->class) });
}

/* ---- accounts ---- */

/* Is Mail switched on for the row: 1, 0, or -1 when that cannot be told. */
static int
mail_is_on(const struct apple_store *s, const struct apple_store_row *row)
{
	bool services = false;
	for (int i = 0; row && i < MAX_PARENTS; i++, row = apple_store_parent(s, row)) {
		if (row->mail)
			return 1;
		services = services || row->services;
	}
	return services ? 0 : -1;
}

static bool
is_mail(const struct apple_store *s, const struct apple_store_row *row)
{
	switch (row->is ? row->is->kind : APPLE_STORE_NO_MAIL) {
	case APPLE_STORE_POP:
	case APPLE_STORE_IMAP:
		return !row->has_mail_child;
	case APPLE_STORE_EXCHANGE:
		return !row->has_mail_child && mail_is_on(s, row) != 0;
	case APPLE_STORE_PROVIDER:
		return !row->has_mail_child && (row->has_class || row->has_host || mail_is_on(s, row) != 0);
	default:
		return false;
	}
}

static void
say_enabled(const struct apple_say *say, const struct apple_store *s, const struct apple_store_row *row)
{
	int on = s->has_services ? mail_is_on(s, row) : -1;
	if (!s->has_services && row->active != 0)
		return; /* older models: nothing says that it is off */
	bool known = on == 0 || (on == 1 && row->active != 0);
	say->host->num(say->to, MA_ENABLED, on == 1, (struct ma_at){ say->file, 0, known ? MA_INFERRED : MA_UNKNOWN });
}

/* What a provider's type of account tells without being written down. */
static void
say_provider(const struct apple_say *say, const struct apple_account *a, const struct apple_store *s, const struct apple_store_row *row)
{
	struct ma_at at = { say->file, 0, MA_INFERRED };
	struct ma_str login = apple_text(&a->texts, &a->slot[SLOT_LOGIN]);
	for (int i = 0; row && i < MAX_PARENTS && !(row->is && row->is->host); i++)
		row = apple_store_parent(s, row);
	if (!row || !row->is || !row->is->host)
		return;
	if (!a->slot[SLOT_HOST].seen) {
		apple_say_word(say, MA_HOST, row->is->host, at);
		if (!a->slot[SLOT_PORT].seen)
			say->host->num(say->to, MA_PORT, 993, at);
		if (!a->slot[SLOT_SSL].seen)
			apple_say_word(say, MA_SECURITY, "tls", at);
	}
	if (!a->addresses.n && !a->slot[SLOT_ADDRESS].seen && login.n && memchr(login.p, '@', login.n))
		say->host->text(say->to, MA_ADDRESSES, login, at);
}

static void
say_sender(struct reading *r, const struct apple_say *say)
{
	struct apple_account *a = &r->sender;
	struct ma_str id = apple_text(&r->account.texts, &r->account.slot[SLOT_SENDER]);
	const struct apple_store_row *row = apple_store_sender(&r->store, id);
	if (row) {
		collect(r, a, row);
		apple_connection_say(say, APPLE_NONE, &a->texts, a->slot, a->cut);
	} else if (id.n) {
		note_in_row(r, MA_NOTE_MISSING, 0, apple_slot_key(SLOT_SENDER));
	}
}

/* Mail keeps an account in a folder of its identifier's name; nothing says so but the folders. */
static void
say_place(const struct apple_say *say, struct ma_str id)
{
	enum { N_UUID = 36 };
	static const char head[] = "~/Library/Mail/V*/";
	char path[sizeof head + N_UUID];
	if (id.n == N_UUID && !memchr(id.p, '/', id.n) && !memchr(id.p, '*', id.n) && id.p[0] != '.') {
		memcpy(path, head, sizeof head - 1);
		memcpy(path + sizeof head - 1, id.p, id.n);
		say->host->store(say->out, say->to, MA_STORE_EMLX, (struct ma_str){ path, sizeof head - 1 + id.n }, (struct ma_at){ say->file, 0, MA_INFERRED });
	}
	apple_say_mailboxes(say);
}

static void
say_row(struct reading *r, const struct apple_store_row *row)
{
	struct grow id = { 0 };
	struct apple_account *a = &r->account;
	r->pk = row->pk;
	collect(r, a, row);
	if (apple_class(a) == APPLE_NONE || apple_list_has(r->list, a))
		return;
	struct apple_say say = { r->list->host, r->list->out, NULL, r->list->file, 0, note_in_row, r, a->phone ? "ios-mail" : "apple-mail" };
	say.to = say.host->account(say.out, apple_list_id(r->list, a, &id));
	grow_fini(&id);
	apple_account_say(&say, a);
	if (!a->phone)
		say_place(&say, apple_text(&a->texts, &a->slot[SLOT_ID]));
	say_enabled(&say, &r->store, row);
	say_provider(&say, a, &r->store, row);
	say_sender(r, &say);
	if (r->version.n)
		say.host->text(say.to, MA_CLIENT_VERSION, r->version, (struct ma_at){ say.file, 0, MA_SET });
}

enum apple_store_found
apple_store_read(struct apple_list *l, struct ma_str bytes, struct ma_str log, bool phone, struct ma_str version)
{
	struct reading r = { .list = l, .phone = phone, .version = version };
	enum sqlite_log folded;
	enum apple_store_found is = APPLE_STORE_WHOLE;
	enum sqlite_end end = apple_store_load(&r.store, bytes, log, &folded);
	if (!r.store.db && bytes.n && memcmp(bytes.p, "SQLite format 3", bytes.n < 15 ? bytes.n : 15) != 0) {
		apple_store_fini(&r.store);
		return APPLE_STORE_FOREIGN;
	}
	bool ours = !r.store.db || sqlite_has_table(r.store.db, "ZACCOUNT");
	for (size_t i = 0; i < apple_store_count(&r.store); i++)
		if (is_mail(&r.store, apple_store_row(&r.store, i)))
			say_row(&r, apple_store_row(&r.store, i));
	if (end == SQLITE_END_LIMIT)
		apple_list_note(l, MA_NOTE_LIMIT, 0, "");
	if (end != SQLITE_END_WHOLE || folded == SQLITE_LOG_TORN || folded == SQLITE_LOG_FOREIGN) {
		apple_list_note(l, MA_NOTE_DAMAGED, 0, end == SQLITE_END_WHOLE ? "-wal" : "");
		is = APPLE_STORE_DAMAGED;
	} else if (!ours) {
		is = log.n ? APPLE_STORE_FOREIGN : APPLE_STORE_EMPTY;
	} else if (!apple_store_count(&r.store) && !log.n) {
		is = APPLE_STORE_EMPTY;
	} else if (!log.n && !phone && bytes.p[18] == 2) {
		/* A database with a log, and there is none: put away when it was closed, or not copied. */
		apple_list_note(l, MA_NOTE_OVERRIDE, 0, "-wal");
	}
	grow_fini(&r.account.texts);
	grow_fini(&r.account.addresses);
	grow_fini(&r.sender.texts);
	grow_fini(&r.sender.addresses);
	apple_store_fini(&r.store);
	return is;
}
