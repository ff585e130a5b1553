/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The stream of a property list into accounts.
 *
 *   list    = { MailAccounts = ( account* ); DeliveryAccounts = ( account* ); ... }
 *   account = { key = value; ...; EmailAddresses = ( "a@b, c@d" ... );
 *               EmailAliases = ( { alias = "a@b"; ... } ... ); }
 *
 * SMTPIdentifier of an account names its delivery account as "host:user".
 * Ignored: everything else at the top (windows, rules, favourites).
 */
#include <string.h>

#include "apple-list.h"

struct delivery {
	struct slot connection[SLOT_CONNECTION_COUNT];
	uint32_t line;
};

/* An account whose delivery account may stand further down. */
struct pending {
	struct ma_account *to;
	uint64_t name; /* the hash of its delivery account's */
	uint32_t line, index;
};

static bool
key_is(struct ma_str key, const char *word)
{
	return key.n == strlen(word) && memcmp(key.p, word, key.n) == 0;
}

void
apple_list_note(struct apple_list *m, enum ma_note kind, uint32_t line, const char *key)
{
	m->host->note(m->out, kind, (struct ma_at){ m->file, line, MA_SET }, (struct ma_str){ key, strlen(key) });
}

static size_t
put_number(char *p, uint32_t v)
{
	char digits[12];
	size_t n = sizeof digits;
	do
		digits[--n] = (char)('0' + v % 10);
	while (v /= 10);
	memcpy(p, digits + n, sizeof digits - n);
	return sizeof digits - n;
}

/* A note about a key of an account; where lines are unknown its path says which. */
static void
note_in_account(void *with, enum ma_note kind, uint32_t line, const char *key)
{
	struct apple_list *m = with;
	char path[96] = "MailAccounts[";
	if (kind == MA_NOTE_INFERRED && m->inferred_noted)
		return;
	m->inferred_noted = m->inferred_noted || kind == MA_NOTE_INFERRED;
	if (!line) {
		size_t n = strlen(path);
		n += put_number(path + n, m->mail_index - 1);
		path[n++] = ']', path[n++] = '.';
		memcpy(path + n, key, strlen(key) + 1);
		key = path;
	}
	apple_list_note(m, kind, line, key);
}

/* ---- accounts ---- */

static uint64_t
hash_slot(uint64_t h, const struct apple_account *a, enum slot_name name)
{
	const struct slot *s = &a->slot[name];
	struct ma_str text = apple_text(&a->texts, s);
	unsigned char kind[2] = { (unsigned char)s->is, (unsigned char)(s->seen | s->clash << 1) };
	h = grow_hash(h, (const char *)kind, sizeof kind);
	h = grow_hash(h, (const char *)&s->num, sizeof s->num);
	return grow_hash(h, text.p, text.n);
}

bool
apple_list_has(struct apple_list *m, const struct apple_account *a)
{
	static const enum slot_name same[] = { SLOT_TYPE, SLOT_HOST, SLOT_LOGIN, SLOT_POLICY, SLOT_SERVER_DAYS, SLOT_DOWNLOAD_DAYS };
	uint64_t h = 0;
	uint32_t file = m->file;
	if (a->cut || !m->several)
		return false;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		h = hash_slot(h, a, same[i]);
	return !grow_index_put(&m->seen, h, m->file, &file) && file != m->file;
}

struct ma_str
apple_list_id(struct apple_list *m, const struct apple_account *a, struct grow *id)
{
	struct ma_str unique = apple_text(&a->texts, &a->slot[SLOT_ID]);
	id->n = 0;
	if (unique.n) {
		grow_add(id, unique.p, unique.n);
	} else {
		static const enum slot_name parts[] = { SLOT_TYPE, SLOT_HOST, SLOT_LOGIN };
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
			struct ma_str part = apple_text(&a->texts, &a->slot[parts[i]]);
			if (i)
				grow_add(id, ":", 1);
			grow_add(id, part.p, part.n);
		}
	}
	if (!id->p || !grow_index_put(&m->ids, grow_hash(0, id->p, id->n), 0, NULL)) {
		char tail[32] = "#";
		size_t n = 1 + put_number(tail + 1, m->file);
		tail[n++] = '.';
		n += put_number(tail + n, m->mail_index - 1);
		grow_add(id, tail, n);
		note_in_account(m, MA_NOTE_DUPLICATE, a->line, unique.n ? "uniqueId" : "Hostname");
	}
	return (struct ma_str){ id->p ? id->p : "", id->n };
}

static uint64_t
hash_delivery(struct ma_str host, struct ma_str user)
{
	uint64_t h = grow_hash(0, host.p, host.n);
	return user.n ? grow_hash(h, user.p, user.n) : h;
}

/* The delivery account by its name, "host:user".  Until it is found, or if it
 * is not, the name itself says where mail is sent through. */
static void
say_smtp(struct apple_list *m, const struct apple_account *a, struct ma_account *to)
{
	struct ma_str name = apple_text(&a->texts, &a->slot[SLOT_SMTP]), user = { "", 0 };
	uint32_t line = a->slot[SLOT_SMTP].line;
	if (!name.n)
		return;
	const char *colon = memchr(name.p, ':', name.n);
	if (colon) {
		struct ma_at at = { m->file, line, MA_INFERRED };
		user = (struct ma_str){ colon + 1, name.n - (size_t)(colon + 1 - name.p) };
		name.n = (size_t)(colon - name.p);
		m->host->text(to, MA_SMTP_HOST, name, at);
		if (user.n)
			m->host->text(to, MA_SMTP_LOGIN, user, at);
	}
	struct pending row = { to, hash_delivery(name, user), line, m->mail_index };
	grow_add(&m->pending, &row, sizeof row);
}

static void
account_end(struct apple_list *m, struct apple_account *a)
{
	if (apple_class(a) == APPLE_NONE)
		return;
	if (!apple_text(&a->texts, &a->slot[SLOT_ID]).n && !apple_text(&a->texts, &a->slot[SLOT_HOST]).n &&
	    !apple_text(&a->texts, &a->slot[SLOT_LOGIN]).n) {
		note_in_account(m, a->cut ? MA_NOTE_DAMAGED : MA_NOTE_DROPPED, a->line, "Hostname");
		return;
	}
	if (apple_list_has(m, a))
		return;
	struct grow id = { 0 };
	struct apple_say say = { m->host, m->out, NULL, m->file, a->line, note_in_account, m, "apple-mail" };
	say.to = m->host->account(m->out, apple_list_id(m, a, &id));
	grow_fini(&id);
	apple_account_say(&say, a);
	say_smtp(m, a, say.to);
}

/* ---- delivery accounts ---- */

static void
delivery_end(struct apple_list *m, const struct apple_account *a)
{
	struct delivery d = { .line = a->line };
	struct ma_str host = apple_text(&a->texts, &a->slot[SLOT_HOST]), user = apple_text(&a->texts, &a->slot[SLOT_LOGIN]);
	struct ma_str id = apple_text(&a->texts, &a->slot[SLOT_ID]);
	if (!host.n)
		return;
	for (size_t i = 0; i < SLOT_CONNECTION_COUNT; i++) {
		d.connection[i] = a->slot[i];
		struct ma_str text = apple_text(&a->texts, &a->slot[i]);
		size_t at = grow_add(&m->texts, text.p, text.n);
		if (at >= UINT32_MAX)
			return;
		d.connection[i].text = (uint32_t)at;
	}
	uint32_t row = (uint32_t)(m->deliveries.n / sizeof d);
	if (grow_add(&m->deliveries, &d, sizeof d) == SIZE_MAX)
		return;
	grow_index_put(&m->delivery_by_name, hash_delivery(host, user), row, NULL);
	if (id.n)
		grow_index_put(&m->delivery_by_name, grow_hash(0, id.p, id.n), row, NULL);
}

static void
deliver(struct apple_list *m, const struct pending *p)
{
	struct apple_say say = { m->host, m->out, p->to, m->file, p->line, note_in_account, m, "apple-mail" };
	uint32_t row;
	m->mail_index = p->index;
	if (grow_index_get(&m->delivery_by_name, p->name, &row)) {
		const struct delivery *d = (const struct delivery *)(const void *)m->deliveries.p + row;
		say.line = d->line;
		apple_connection_say(&say, APPLE_NONE, &m->texts, d->connection, false);
	} else if (m->has_deliveries) {
		note_in_account(m, MA_NOTE_MISSING, p->line, "SMTPIdentifier");
	}
}

/* ---- the stream ---- */

static const struct {
	enum apple_room in;
	const char *key; /* "": any item */
	enum plist_is is;
	enum apple_room to;
} doors[] = {
	{ ROOM_OUTSIDE, "", PLIST_IS_DICT, ROOM_ROOT },
	{ ROOM_ROOT, "MailAccounts", PLIST_IS_ARRAY, ROOM_MAIL },
	{ ROOM_ROOT, "DeliveryAccounts", PLIST_IS_ARRAY, ROOM_DELIVERY },
	{ ROOM_MAIL, "", PLIST_IS_DICT, ROOM_ACCOUNT },
	{ ROOM_DELIVERY, "", PLIST_IS_DICT, ROOM_DELIVERY_ACCOUNT },
	{ ROOM_ACCOUNT, "EmailAddresses", PLIST_IS_ARRAY, ROOM_ADDRESSES },
	{ ROOM_ACCOUNT, "EmailAliases", PLIST_IS_ARRAY, ROOM_ALIASES },
	{ ROOM_ALIASES, "", PLIST_IS_DICT, ROOM_ALIASES },
	{ ROOM_ALIASES, "EmailAddresses", PLIST_IS_ARRAY, ROOM_ALIASES },
};

/* Keys at the top that only Mail's own lists have. */
static const char *const own_keys[] = { "AccountOrdering", "AccountsVersion", "MailUpgraderVersion", "MailVersion", "PollTime",
	"LastUsedVersionDirectoryName" };

static void
look_at_root(struct apple_list *m, struct ma_str key, const struct plist_value *v)
{
	bool arrays = key_is(key, "MailAccounts") || key_is(key, "DeliveryAccounts");
	for (size_t i = 0; i < sizeof own_keys / sizeof *own_keys; i++)
		m->is_mail = m->is_mail || key_is(key, own_keys[i]);
	m->has_arrays = m->has_arrays || key_is(key, "MailAccounts");
	m->has_deliveries = m->has_deliveries || key_is(key, "DeliveryAccounts");
	if (arrays && v->is != PLIST_IS_ARRAY) {
		apple_list_note(m, MA_NOTE_DAMAGED, v->line, key_is(key, "MailAccounts") ? "MailAccounts" : "DeliveryAccounts");
		m->odd = true;
	}
}

static void
look_at_item(struct apple_list *m, enum apple_room in, const struct plist_value *v)
{
	m->mail_index += in == ROOM_MAIL;
	m->delivery_index += in == ROOM_DELIVERY;
	if (v->is != PLIST_IS_DICT && in == ROOM_MAIL) {
		apple_list_note(m, MA_NOTE_DAMAGED, v->line, "MailAccounts");
		m->odd = true;
	}
}

static void
on_open(void *to, struct ma_str key, const struct plist_value *v)
{
	struct apple_list *m = to;
	enum apple_room in = m->depth ? m->room[m->depth - 1] : ROOM_OUTSIDE, next = ROOM_OTHER;
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
		if (doors[i].in == in && doors[i].is == v->is && (!*doors[i].key || key_is(key, doors[i].key))) {
			next = doors[i].to;
			break;
		}
	if (in == ROOM_ROOT)
		look_at_root(m, key, v);
	else if (in == ROOM_MAIL || in == ROOM_DELIVERY)
		look_at_item(m, in, v);
	else if ((in == ROOM_ACCOUNT || in == ROOM_DELIVERY_ACCOUNT) && next == ROOM_OTHER && apple_slot(key) != SLOT_COUNT)
		apple_account_fill(&m->account, apple_slot(key), &(struct plist_value){ .is = PLIST_IS_BAD, .line = v->line, .text = { "", 0 } });
	if (next == ROOM_ACCOUNT || next == ROOM_DELIVERY_ACCOUNT)
		apple_account_begin(&m->account, v->line);
	m->room[m->depth++] = next;
}

static void
on_value(void *to, struct ma_str key, const struct plist_value *v)
{
	struct apple_list *m = to;
	enum apple_room in = m->depth ? m->room[m->depth - 1] : ROOM_OUTSIDE;
	enum slot_name slot;
	switch (in) {
	case ROOM_ROOT:
		look_at_root(m, key, v);
		break;
	case ROOM_MAIL:
	case ROOM_DELIVERY:
		look_at_item(m, in, v);
		break;
	case ROOM_ACCOUNT:
	case ROOM_DELIVERY_ACCOUNT:
		slot = apple_slot(key);
		if (slot != SLOT_COUNT)
			apple_account_fill(&m->account, slot, v);
		else if (in == ROOM_ACCOUNT && v->is == PLIST_IS_TEXT && key_is(key, "EmailAddresses"))
			apple_account_addresses(&m->account, v->text, v->line);
		break;
	case ROOM_ADDRESSES:
		if (v->is == PLIST_IS_TEXT)
			apple_account_addresses(&m->account, v->text, v->line);
		break;
	case ROOM_ALIASES:
		if (v->is == PLIST_IS_TEXT && (key_is(key, "alias") || key_is(key, "EmailAddress")))
			apple_account_addresses(&m->account, v->text, v->line);
		break;
	default:
		break;
	}
}

static void
on_close(void *to, bool cut)
{
	struct apple_list *m = to;
	enum apple_room room = m->room[--m->depth];
	m->account.cut = cut;
	if (room == ROOM_ACCOUNT)
		account_end(m, &m->account);
	else if (room == ROOM_DELIVERY_ACCOUNT)
		delivery_end(m, &m->account);
}

static void
file_begin(struct apple_list *m, uint32_t file)
{
	m->file = file;
	m->texts.n = m->deliveries.n = m->pending.n = m->depth = 0;
	m->mail_index = m->delivery_index = 0;
	m->has_arrays = m->has_deliveries = m->is_mail = m->inferred_noted = m->odd = false;
	grow_index_fini(&m->delivery_by_name);
}

enum plist_end
apple_list_read(struct apple_list *m, uint32_t file, struct ma_str bytes, uint32_t *line)
{
	const struct plist_sink sink = { m, on_open, on_value, on_close };
	file_begin(m, file);
	enum plist_end end = plist_stream(bytes, &sink, line);
	for (size_t i = 0; i < m->pending.n / sizeof(struct pending); i++)
		deliver(m, (const struct pending *)(const void *)m->pending.p + i);
	return end;
}

void
apple_list_fini(struct apple_list *m)
{
	grow_fini(&m->texts);
	grow_fini(&m->deliveries);
	grow_fini(&m->pending);
	grow_fini(&m->account.texts);
	grow_fini(&m->account.addresses);
	grow_index_fini(&m->delivery_by_name);
	grow_index_fini(&m->ids);
	grow_index_fini(&m->seen);
}
