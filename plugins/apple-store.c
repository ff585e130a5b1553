/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of Accounts3.sqlite and Accounts4.sqlite as met (models 9 to 25;
 * columns come and go, so they are taken by name):
 *
 *	ZACCOUNT		Z_PK, ZACTIVE, ZACCOUNTTYPE, ZPARENTACCOUNT, ZACCOUNTDESCRIPTION,
 *				ZIDENTIFIER, ZUSERNAME, ZDATACLASSPROPERTIES (keyed archive)
 *	ZACCOUNTTYPE		Z_PK, ZIDENTIFIER
 *	ZACCOUNTPROPERTY	ZOWNER, ZKEY, ZVALUE (keyed archive); a key may come twice
 *	ZDATACLASS		Z_PK, ZNAME (keyed archive of a text)
 *	Z_2ENABLEDDATACLASSES	Z_2ENABLEDACCOUNTS, Z_7ENABLEDDATACLASSES; the digits vary
 *
 * Ignored: credentials, authorizations, every account that is not mail.
 */
#include <string.h>

#include "apple-store.h"
#include "kit/keyed.h"

#define MAX_ROWS 20000
#define MAX_CELL_BYTES ((size_t)1 << 20)

#define PREFIX "com.apple.account."
static const struct apple_store_type types[] = {
	{ PREFIX "POP", APPLE_STORE_POP, "POPAccount", NULL },
	{ PREFIX "IMAP", APPLE_STORE_IMAP, "IMAPAccount", NULL },
	{ PREFIX "IMAPMail", APPLE_STORE_IMAP, "IMAPAccount", NULL },
	{ PREFIX "SMTP", APPLE_STORE_SMTP, NULL, NULL },
	{ PREFIX "Exchange", APPLE_STORE_EXCHANGE, "ExchangeAccount", NULL },
	{ PREFIX "Google", APPLE_STORE_PROVIDER, "GmailAccount", "imap.gmail.com" },
	{ PREFIX "Yahoo", APPLE_STORE_PROVIDER, "YahooAccount", "imap.mail.yahoo.com" },
	{ PREFIX "aol", APPLE_STORE_PROVIDER, "AOLAccount", "imap.aol.com" },
	{ PREFIX "AppleAccount", APPLE_STORE_PROVIDER, "iToolsAccount", "imap.mail.me.com" },
	{ PREFIX "Hotmail", APPLE_STORE_PROVIDER, NULL, NULL },
	{ PREFIX "126", APPLE_STORE_PROVIDER, "IMAPAccount", NULL },
	{ PREFIX "163", APPLE_STORE_PROVIDER, "IMAPAccount", NULL },
	{ PREFIX "qq", APPLE_STORE_PROVIDER, "IMAPAccount", NULL },
	{ PREFIX "osxserver", APPLE_STORE_PROVIDER, NULL, NULL },
};

/* Properties that are of use beside those that apple_slot knows. */
static const char *const more_keys[] = { "EmailAliases", "EmailAddresses", "primaryEmail" };

static const char mail_class[] = "com.apple.Dataclass.Mail";

struct ma_str
apple_store_text(const struct apple_store *s, struct apple_store_span span)
{
	return span.n ? (struct ma_str){ s->bytes.p + span.at, span.n } : (struct ma_str){ "", 0 };
}

size_t
apple_store_count(const struct apple_store *s)
{
	return s->rows.n / sizeof(struct apple_store_row);
}

struct apple_store_row *
apple_store_row(const struct apple_store *s, size_t i)
{
	return (struct apple_store_row *)(void *)s->rows.p + i;
}

struct apple_store_property *
apple_store_property(const struct apple_store *s, uint32_t number)
{
	return (struct apple_store_property *)(void *)s->properties.p + (number - 1);
}

static struct apple_store_row *
row_of(const struct apple_store *s, int64_t pk)
{
	uint32_t i;
	return grow_index_get(&s->by_pk, (uint64_t)pk + 1, &i) ? apple_store_row(s, i) : NULL;
}

struct apple_store_row *
apple_store_parent(const struct apple_store *s, const struct apple_store_row *row)
{
	return row->parent > 0 ? row_of(s, row->parent) : NULL;
}

struct apple_store_row *
apple_store_sender(const struct apple_store *s, struct ma_str id)
{
	uint32_t i;
	return id.n && grow_index_get(&s->senders, grow_hash(0, id.p, id.n), &i) ? apple_store_row(s, i) : NULL;
}

static struct apple_store_span
keep(struct apple_store *s, struct ma_str bytes)
{
	size_t at = bytes.n && bytes.n <= MAX_CELL_BYTES ? grow_add(&s->bytes, bytes.p, bytes.n) : SIZE_MAX;
	if (at >= UINT32_MAX) {
		s->too_much = s->too_much || bytes.n;
		return (struct apple_store_span){ 0, 0 };
	}
	return (struct apple_store_span){ (uint32_t)at, (uint32_t)bytes.n };
}

static bool
key_is(struct ma_str key, const char *word)
{
	return apple_equals(key, word);
}

/* ---- the tables ---- */

static void
on_type(void *ctx, const struct sqlite_row *row)
{
	struct apple_store *s = ctx;
	struct ma_str identifier = sqlite_bytes(row, "ZIDENTIFIER");
	int64_t pk;
	for (uint32_t i = 0; i < APPLE_N(types); i++)
		if (key_is(identifier, types[i].identifier) && sqlite_number(row, "Z_PK", &pk))
			grow_index_put(&s->types, (uint64_t)pk + 1, i, NULL);
}

static void
on_account(void *ctx, const struct sqlite_row *row)
{
	struct apple_store *s = ctx;
	struct apple_store_row r = { .active = -1 };
	uint32_t type;
	if (!sqlite_number(row, "Z_PK", &r.pk))
		return;
	if (apple_store_count(s) == MAX_ROWS) {
		s->too_much = true;
		return;
	}
	sqlite_number(row, "ZACCOUNTTYPE", &r.type);
	sqlite_number(row, "ZPARENTACCOUNT", &r.parent);
	sqlite_number(row, "ZACTIVE", &r.active);
	if (grow_index_get(&s->types, (uint64_t)r.type + 1, &type))
		r.is = &types[type];
	r.id = keep(s, sqlite_bytes(row, "ZIDENTIFIER"));
	r.user = keep(s, sqlite_bytes(row, "ZUSERNAME"));
	r.name = keep(s, sqlite_bytes(row, "ZACCOUNTDESCRIPTION"));
	if (r.is)
		r.blob = keep(s, sqlite_bytes(row, "ZDATACLASSPROPERTIES"));
	struct ma_str id = apple_store_text(s, r.id);
	if (r.is && r.is->kind == APPLE_STORE_SMTP)
		grow_index_put(&s->senders, grow_hash(0, id.p, id.n), (uint32_t)apple_store_count(s), NULL);
	if (grow_index_put(&s->by_pk, (uint64_t)r.pk + 1, (uint32_t)apple_store_count(s), NULL))
		grow_add(&s->rows, &r, sizeof r);
}

static bool
is_of_use(struct ma_str key)
{
	for (size_t i = 0; i < APPLE_N(more_keys); i++)
		if (key_is(key, more_keys[i]))
			return true;
	return apple_slot(key) != SLOT_COUNT && !plist_key_is_secret(key);
}

static void
on_property(void *ctx, const struct sqlite_row *row)
{
	struct apple_store *s = ctx;
	struct ma_str key = sqlite_bytes(row, "ZKEY");
	int64_t owner;
	struct apple_store_row *of = sqlite_number(row, "ZOWNER", &owner) ? row_of(s, owner) : NULL;
	uint32_t number = (uint32_t)(s->properties.n / sizeof(struct apple_store_property)) + 1;
	if (!of || !of->is || !is_of_use(key))
		return;
	struct apple_store_property p = { .next = of->first_property };
	p.key = keep(s, key);
	p.value = keep(s, sqlite_bytes(row, "ZVALUE"));
	if (grow_add(&s->properties, &p, sizeof p) == SIZE_MAX)
		return;
	of->first_property = number;
	of->has_class = of->has_class || key_is(key, "Class");
	of->has_host = of->has_host || key_is(key, "Hostname");
}

/* The name of a service is a keyed archive of a text. */
static void
on_service_name(void *to, struct ma_str key, const struct plist_value *v)
{
	bool *is_mail = to;
	*is_mail = *is_mail || (!key.n && v->is == PLIST_IS_TEXT && key_is(v->text, mail_class));
}

static void
open_nothing(void *to, struct ma_str key, const struct plist_value *v)
{
	(void)to, (void)key, (void)v;
}

static void
close_nothing(void *to, bool cut)
{
	(void)to, (void)cut;
}

static void
on_service(void *ctx, const struct sqlite_row *row)
{
	struct apple_store *s = ctx;
	bool is_mail = key_is(sqlite_bytes(row, "ZNAME"), mail_class);
	struct plist_sink sink = { &is_mail, open_nothing, on_service_name, close_nothing };
	if (!is_mail)
		keyed_stream(sqlite_bytes(row, "ZNAME"), &sink);
	if (is_mail)
		sqlite_number(row, "Z_PK", &s->mail_class);
}

static bool
ends_with(const char *name, const char *tail)
{
	size_t n = strlen(name), k = strlen(tail);
	return n >= k && memcmp(name + n - k, tail, k) == 0;
}

static void
on_enabled(void *ctx, const struct sqlite_row *row)
{
	struct apple_store *s = ctx;
	int64_t account = 0, service = 0;
	const char *name;
	for (int i = 0; (name = sqlite_column(row, i)); i++)
		if (ends_with(name, "ENABLEDACCOUNTS"))
			sqlite_number(row, name, &account);
		else if (ends_with(name, "ENABLEDDATACLASSES"))
			sqlite_number(row, name, &service);
	struct apple_store_row *of = row_of(s, account);
	if (!of)
		return;
	of->services = true;
	of->mail = of->mail || service == s->mail_class;
}

static void
on_enabled_table(void *ctx, const struct sqlite_row *row)
{
	struct ma_str name = sqlite_bytes(row, "name");
	char *to = ctx;
	if (name.n < 64 && !memchr(name.p, '"', name.n)) {
		memcpy(to, name.p, name.n);
		to[name.n] = 0;
	}
}

static enum sqlite_end
worse(enum sqlite_end a, enum sqlite_end b)
{
	return a == SQLITE_END_WHOLE ? b : a;
}

static enum sqlite_end
load_enabled(struct apple_store *s)
{
	char table[64] = "", sql[128] = "SELECT * FROM \"";
	enum sqlite_end end = sqlite_each(s->db,
	    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'Z\\_%ENABLEDDATACLASSES' ESCAPE '\\'", on_enabled_table, table);
	s->has_services = *table && s->mail_class >= 0;
	if (!s->has_services)
		return end;
	size_t n = strlen(sql), k = strlen(table);
	memcpy(sql + n, table, k);
	sql[n + k] = '"';
	sql[n + k + 1] = 0;
	return worse(end, sqlite_each(s->db, sql, on_enabled, s));
}

static void
mark_parents(struct apple_store *s)
{
	for (size_t i = 0; i < apple_store_count(s); i++) {
		struct apple_store_row *row = apple_store_row(s, i), *parent = apple_store_parent(s, row);
		if (parent && parent != row && row->is && (row->is->kind == APPLE_STORE_POP || row->is->kind == APPLE_STORE_IMAP))
			parent->has_mail_child = true;
	}
}

enum sqlite_end
apple_store_load(struct apple_store *s, struct ma_str store, struct ma_str log, enum sqlite_log *folded)
{
	static const struct {
		const char *table, *sql;
		void (*back)(void *, const struct sqlite_row *);
	} tables[] = {
		{ "ZACCOUNTTYPE", "SELECT * FROM ZACCOUNTTYPE", on_type },
		{ "ZACCOUNT", "SELECT * FROM ZACCOUNT", on_account },
		{ "ZACCOUNTPROPERTY", "SELECT * FROM ZACCOUNTPROPERTY", on_property },
		{ "ZDATACLASS", "SELECT * FROM ZDATACLASS", on_service },
	};
	enum sqlite_end end;
	*s = (struct apple_store){ .mail_class = -1 };
	s->db = sqlite_open(store, log, folded, &end);
	for (size_t i = 0; s->db && i < APPLE_N(tables); i++)
		if (sqlite_has_table(s->db, tables[i].table))
			end = worse(end, sqlite_each(s->db, tables[i].sql, tables[i].back, s));
	if (s->db)
		end = worse(end, load_enabled(s));
	mark_parents(s);
	return s->too_much ? worse(end, SQLITE_END_LIMIT) : end;
}

void
apple_store_fini(struct apple_store *s)
{
	sqlite_shut(s->db);
	grow_fini(&s->bytes);
	grow_fini(&s->rows);
	grow_fini(&s->properties);
	grow_index_fini(&s->by_pk);
	grow_index_fini(&s->types);
	grow_index_fini(&s->senders);
}
