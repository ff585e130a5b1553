/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy documents.  A site writes them by hand, so a member that is not known
 * is an error with a hint: a misspelt waiver or limit must not be silently
 * without effect.  "comment" may stand anywhere.  The members are the tables.
 */
#include <stddef.h>
#include <string.h>

#include "base/str.h"
#include "document/json.h"
#include "model/provider.h"

enum { MAX_DAYS = 36500, MAX_COUNT = 1000000, LIMIT_COUNT = 100000 };

struct reader {
	struct policy *policy;
	struct arena *arena;
	const char *origin;
	struct err *err;
};

enum member_type {
	MEMBER_COMMENT, /* anything */
	MEMBER_TEXT, /* const char *, not empty */
	MEMBER_DATE, /* const char * */
	MEMBER_PROTOCOL, /* const char *, a word of that fact */
	MEMBER_AUTH, /* the same */
	MEMBER_TEXTS, /* const char **, the count at EXTRA */
	MEMBER_DAYS, /* int64_t */
	MEMBER_BYTES, /* int64_t */
	MEMBER_COUNT, /* int64_t, at least 1 */
	MEMBER_PORT, /* int64_t, 1 to 65535 */
	MEMBER_TRI, /* int: 1, 0 */
	MEMBER_BOOL, /* bool */
	MEMBER_SETTINGS, /* struct account * */
	MEMBER_SPECIAL, /* READ takes it */
};

struct member {
	const char *name;
	enum member_type type;
	size_t offset, extra;
	bool needed;
	bool (*read)(struct reader *, json_t *, const struct json_at *);
};

#define END { .name = NULL }
#define COMMENT { "comment", MEMBER_COMMENT, 0, 0, false, NULL }
#define PLAIN(type, kind, field) { #field, MEMBER_##kind, offsetof(struct type, field), 0, false, NULL }
#define NEEDED(type, kind, field) { #field, MEMBER_##kind, offsetof(struct type, field), 0, true, NULL }
#define LIST(type, field) { #field, MEMBER_TEXTS, offsetof(struct type, field), offsetof(struct type, n_##field), false, NULL }
#define SPECIAL(name, read) { name, MEMBER_SPECIAL, 0, 0, false, read }

/* ---- hints ---- */

/* How many letters must be changed, added or taken away to make B of A (both short). */
static size_t
distance(const char *a, const char *b)
{
	enum { MAX = 40 };
	size_t n = strlen(a), m = strlen(b), row[MAX + 1];
	if (n > MAX || m > MAX)
		return MAX;
	for (size_t k = 0; k <= m; k++)
		row[k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			size_t cost = diagonal + (ascii_lower(a[i - 1]) != ascii_lower(b[k - 1]));
			diagonal = row[k];
			if (row[k - 1] + 1 < cost)
				cost = row[k - 1] + 1;
			if (row[k] + 1 < cost)
				cost = row[k] + 1;
			row[k] = cost;
		}
	}
	return row[m];
}

static bool
unknown_member(struct reader *r, const struct member *members, const struct json_at *at)
{
	const struct member *best = NULL;
	size_t least = strlen(at->key) / 3 + 1;
	char all[256] = "";
	for (const struct member *m = members; m->name; m++) {
		size_t d = distance(at->key, m->name), n = strlen(all);
		if (d <= least && (!best || d < distance(at->key, best->name)))
			best = m;
		snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", m->name);
	}
	if (best)
		return json_fail(r->err, r->origin, at, "there is no such member; is \"%s\" meant?", best->name);
	return json_fail(r->err, r->origin, at, "there is no such member; there are: %s", all);
}

/* The same for settings, whose members are facts. */
static bool
unknown_setting(struct reader *r, const struct json_at *at)
{
	struct member members[MA_FACT_COUNT + 1] = { { .name = NULL } };
	for (size_t i = 0; policy_settings[i] != MA_FACT_COUNT; i++)
		members[i].name = fact_rows[policy_settings[i]].name;
	return unknown_member(r, members, at);
}

/* ---- members ---- */

static bool
wrong_type(struct reader *r, const struct json_at *at, const json_t *value, const char *should)
{
	return json_fail(r->err, r->origin, at, "is %s, should be %s", json_kind_name(value), _(should));
}

static bool
read_text(struct reader *r, const json_t *value, const struct json_at *at, const char **out)
{
	if (!json_is_string(value))
		return wrong_type(r, at, value, N_("a string"));
	if (!json_string_length(value))
		return json_fail(r->err, r->origin, at, "is empty");
	*out = arena_strdup(r->arena, json_string_value(value));
	return true;
}

static bool
read_number(struct reader *r, const json_t *value, const struct json_at *at, int64_t min, int64_t max, int64_t *out)
{
	if (!json_is_integer(value))
		return wrong_type(r, at, value, N_("an integer"));
	*out = json_integer_value(value);
	return (*out >= min && *out <= max) || json_fail(r->err, r->origin, at,
	    "is out of range, should be %lld to %lld", (long long)min, (long long)max);
}

/* One of the words of a fact. */
static bool
read_word(struct reader *r, const json_t *value, const struct json_at *at, enum ma_fact fact, const char **out)
{
	int index;
	return read_text(r, value, at, out) && (str_word(fact_rows[fact].words, *out, strlen(*out), &index) ||
	    json_fail(r->err, r->origin, at, "is none of: %s", fact_rows[fact].words));
}

static bool
read_texts(struct reader *r, json_t *value, const struct json_at *at, const char ***out, size_t *n)
{
	json_t *item;
	size_t i;
	if (!json_is_array(value))
		return wrong_type(r, at, value, N_("an array of strings"));
	json_array_foreach(value, i, item) {
		const char *text;
		if (!read_text(r, item, &(struct json_at){ at, NULL, i }, &text))
			return false;
		const char **slot = arena_grow(r->arena, out, n, sizeof *slot);
		*slot = text;
	}
	return true;
}

/* One fact of an account that is to be set up. */
static bool
read_setting(struct reader *r, json_t *value, const struct json_at *at, enum ma_fact fact, struct account *account)
{
	bool is_port = fact == MA_PORT || fact == MA_SMTP_PORT;
	const char *text;
	int64_t num = json_is_true(value);
	switch (fact_rows[fact].type) {
	case FACT_BOOL:
		if (!json_is_boolean(value))
			return wrong_type(r, at, value, N_("true or false"));
		account_put_num(account, r->arena, fact, num);
		return true;
	case FACT_INT:
		if (!read_number(r, value, at, is_port ? 1 : 0, is_port ? UINT16_MAX : MAX_COUNT, &num))
			return false;
		account_put_num(account, r->arena, fact, num);
		return true;
	case FACT_WORD:
		if (!read_word(r, value, at, fact, &text))
			return false;
		break;
	default:
		if (!read_text(r, value, at, &text))
			return false;
	}
	account_put_text(account, r->arena, fact, text);
	return true;
}

static bool
read_settings(struct reader *r, json_t *object, const struct json_at *at, struct account **out)
{
	const char *key;
	json_t *value;
	if (!json_is_object(object))
		return wrong_type(r, at, object, N_("an object"));
	*out = arena_alloc(r->arena, sizeof **out);
	json_object_foreach(object, key, value) {
		struct json_at member = { at, key, 0 };
		const enum ma_fact *fact = policy_settings;
		while (*fact != MA_FACT_COUNT && strcmp(fact_rows[*fact].name, key) != 0)
			fact++;
		if (*fact == MA_FACT_COUNT && strcmp(key, "comment") != 0)
			return unknown_setting(r, &member);
		if (*fact != MA_FACT_COUNT && !read_setting(r, value, &member, *fact, *out))
			return false;
	}
	return true;
}

static bool
read_member(struct reader *r, const struct member *m, json_t *value, const struct json_at *at, char *base)
{
	void *field = base + m->offset;
	const char **text = field;

	switch (m->type) {
	case MEMBER_COMMENT:
		return true;
	case MEMBER_TEXT:
		return read_text(r, value, at, text);
	case MEMBER_DATE:
		return read_text(r, value, at, text) &&
		       (json_is_date(*text, false) || json_fail(r->err, r->origin, at, "is no date \"2026-03-31\""));
	case MEMBER_PROTOCOL:
		return read_word(r, value, at, MA_PROTOCOL, text);
	case MEMBER_AUTH:
		return read_word(r, value, at, MA_AUTH, text);
	case MEMBER_TEXTS:
		return read_texts(r, value, at, field, (void *)(base + m->extra));
	case MEMBER_DAYS:
		return read_number(r, value, at, 0, MAX_DAYS, field);
	case MEMBER_BYTES:
		return read_number(r, value, at, 0, INT64_MAX, field);
	case MEMBER_COUNT:
		return read_number(r, value, at, 1, MAX_COUNT, field);
	case MEMBER_PORT:
		return read_number(r, value, at, 1, UINT16_MAX, field);
	case MEMBER_TRI:
		*(int *)field = json_is_true(value);
		return json_is_boolean(value) || wrong_type(r, at, value, N_("true or false"));
	case MEMBER_BOOL:
		*(bool *)field = json_is_true(value);
		return json_is_boolean(value) || wrong_type(r, at, value, N_("true or false"));
	case MEMBER_SETTINGS:
		return read_settings(r, value, at, field);
	case MEMBER_SPECIAL:
		break;
	}
	return m->read(r, value, at);
}

/* Fills the struct at BASE from OBJECT. */
static bool
read_members(struct reader *r, const struct member *members, json_t *object, const struct json_at *at, void *base)
{
	const char *key;
	json_t *value;

	if (!json_is_object(object))
		return wrong_type(r, at, object, N_("an object"));
	json_object_foreach(object, key, value) {
		struct json_at member = { at, key, 0 };
		const struct member *m = members;
		while (m->name && strcmp(m->name, key) != 0)
			m++;
		if (!m->name)
			return unknown_member(r, members, &member);
		if (!read_member(r, m, value, &member, base))
			return false;
	}
	for (const struct member *m = members; m->name; m++)
		if (m->needed && !json_object_get(object, m->name))
			return json_fail(r->err, r->origin, at, "has no \"%s\"", m->name);
	return true;
}

/* ---- the parts of a policy ---- */

static const struct member mailbox_members[] = {
	PLAIN(policy_mailbox, TEXT, deleter),
	PLAIN(policy_mailbox, DAYS, min_keep_days),
	PLAIN(policy_mailbox, DAYS, closure_days),
	PLAIN(policy_mailbox, BYTES, quota_bytes),
	PLAIN(policy_mailbox, TRI, shared),
	LIST(policy_mailbox, backup),
	PLAIN(policy_mailbox, SETTINGS, settings),
	COMMENT,
	END,
};

static bool
read_mailboxes(struct reader *r, json_t *object, const struct json_at *at)
{
	const char *address;
	json_t *value;
	if (!json_is_object(object))
		return wrong_type(r, at, object, "an object: {\"info@example.co.jp\": {...}}");
	json_object_foreach(object, address, value) {
		struct json_at member = { at, address, 0 };
		/* A remark has words, a mailbox has members. */
		if (strcmp(address, "comment") == 0 && !json_is_object(value))
			continue;
		struct policy_mailbox *m = arena_grow(r->arena, &r->policy->mailboxes, &r->policy->n_mailboxes, sizeof *m);
		*m = (struct policy_mailbox){ .address = arena_strdup(r->arena, address), .min_keep_days = POLICY_UNSET,
			.closure_days = POLICY_UNSET, .quota_bytes = POLICY_UNSET, .shared = POLICY_UNSET };
		if (!read_members(r, mailbox_members, value, &member, m))
			return false;
	}
	return true;
}

static const struct member provider_members[] = {
	NEEDED(policy_provider, TEXT, name),
	LIST(policy_provider, hosts),
	LIST(policy_provider, machines),
	LIST(policy_provider, domains),
	PLAIN(policy_provider, TEXT, title),
	PLAIN(policy_provider, PORT, pop_port),
	PLAIN(policy_provider, PORT, imap_port),
	PLAIN(policy_provider, PORT, smtp_port),
	PLAIN(policy_provider, COUNT, conn_imap),
	PLAIN(policy_provider, COUNT, conn_pop),
	PLAIN(policy_provider, COUNT, login_delay),
	PLAIN(policy_provider, DAYS, recent_days),
	PLAIN(policy_provider, DAYS, expire_days),
	PLAIN(policy_provider, TRI, uidl),
	PLAIN(policy_provider, TRI, pop_lock),
	PLAIN(policy_provider, TRI, pop_sets_seen),
	PLAIN(policy_provider, TRI, junk_hidden),
	PLAIN(policy_provider, AUTH, auth_required),
	PLAIN(policy_provider, DATE, auth_since),
	PLAIN(policy_provider, DATE, plain_ends),
	PLAIN(policy_provider, TEXT, source),
	PLAIN(policy_provider, DATE, checked_on),
	COMMENT,
	END,
};

static bool
read_provider(struct reader *r, json_t *object, const struct json_at *at)
{
	struct policy_provider *p = arena_grow(r->arena, &r->policy->providers, &r->policy->n_providers, sizeof *p);
	provider_init(p);
	if (!read_members(r, provider_members, object, at, p))
		return false;
	provider_inherit(p);
	return true;
}

static const struct member external_members[] = {
	NEEDED(policy_external, TEXT, name),
	NEEDED(policy_external, TEXT, address),
	PLAIN(policy_external, PROTOCOL, protocol),
	PLAIN(policy_external, TRI, leave_on_server),
	PLAIN(policy_external, DAYS, delete_after_days),
	PLAIN(policy_external, DATE, checked_on),
	COMMENT,
	END,
};

static bool
read_external(struct reader *r, json_t *object, const struct json_at *at)
{
	struct policy_external *e = arena_grow(r->arena, &r->policy->externals, &r->policy->n_externals, sizeof *e);
	e->leave_on_server = POLICY_UNSET;
	e->delete_after_days = POLICY_UNSET;
	return read_members(r, external_members, object, at, e);
}

static const struct member waiver_members[] = {
	NEEDED(policy_waiver, TEXT, rule),
	PLAIN(policy_waiver, TEXT, mailbox),
	PLAIN(policy_waiver, TEXT, account),
	PLAIN(policy_waiver, TEXT, reason),
	PLAIN(policy_waiver, TEXT, approver),
	PLAIN(policy_waiver, DATE, expires),
	COMMENT,
	END,
};

static bool
read_waiver(struct reader *r, json_t *object, const struct json_at *at)
{
	struct policy_waiver *w = arena_grow(r->arena, &r->policy->waivers, &r->policy->n_waivers, sizeof *w);
	return read_members(r, waiver_members, object, at, w);
}

static const struct member device_members[] = {
	NEEDED(policy_device, TEXT, name),
	PLAIN(policy_device, BOOL, retired),
	PLAIN(policy_device, BOOL, unscannable),
	PLAIN(policy_device, DATE, checked_on),
	COMMENT,
	END,
};

static bool
read_device(struct reader *r, json_t *value, const struct json_at *at)
{
	struct policy_device *d = arena_grow(r->arena, &r->policy->roster, &r->policy->n_roster, sizeof *d);
	return json_is_string(value) ? read_text(r, value, at, &d->name) : read_members(r, device_members, value, at, d);
}

static bool
read_each(struct reader *r, json_t *array, const struct json_at *at, bool (*read_one)(struct reader *, json_t *, const struct json_at *))
{
	json_t *element;
	size_t i;
	if (!json_is_array(array))
		return wrong_type(r, at, array, N_("an array"));
	if (json_array_size(array) > LIMIT_COUNT)
		return json_fail(r->err, r->origin, at, "has more than %d elements", LIMIT_COUNT);
	json_array_foreach(array, i, element)
		if (!read_one(r, element, &(struct json_at){ at, NULL, i }))
			return false;
	return true;
}

#define EACH(name, read_one) \
	static bool name(struct reader *r, json_t *array, const struct json_at *at) { return read_each(r, array, at, read_one); }
EACH(read_providers, read_provider)
EACH(read_externals, read_external)
EACH(read_waivers, read_waiver)
EACH(read_roster, read_device)

/* How people are named in what leaves a workstation. */
static bool
read_personal(struct reader *r, json_t *value, const struct json_at *at)
{
	static const char words[] = "pseudonyms plain";
	const char *word;
	int index;
	if (!read_text(r, value, at, &word))
		return false;
	if (!str_word(words, word, strlen(word), &index))
		return json_fail(r->err, r->origin, at, "is none of: %s", words);
	r->policy->plain = index == 1;
	return true;
}

#define SITE(kind, field) { #field, MEMBER_##kind, offsetof(struct policy, site.field), 0, false, NULL }

static const struct member policy_members[] = {
	{ "format", MEMBER_COMMENT, 0, 0, true, NULL }, /* checked before */
	{ "version", MEMBER_COMMENT, 0, 0, true, NULL },
	{ "$schema", MEMBER_COMMENT, 0, 0, false, NULL },
	LIST(policy, targets),
	SITE(TEXT, deleter),
	SITE(DAYS, min_keep_days),
	SITE(DAYS, closure_days),
	SITE(BYTES, quota_bytes),
	{ "backup", MEMBER_TEXTS, offsetof(struct policy, site.backup), offsetof(struct policy, site.n_backup), false, NULL },
	SITE(SETTINGS, settings),
	SPECIAL("mailboxes", read_mailboxes),
	SPECIAL("providers", read_providers),
	SPECIAL("external", read_externals),
	SPECIAL("waivers", read_waivers),
	SPECIAL("roster", read_roster),
	LIST(policy, approved_hosts),
	LIST(policy, own_domains),
	PLAIN(policy, DAYS, max_age_days),
	SPECIAL("personal", read_personal),
	PLAIN(policy, TEXT, site_key_file),
	COMMENT,
	END,
};

bool
document_read_policy(const char *bytes, size_t n, const char *origin, struct policy *policy, struct arena *arena, struct err *err)
{
	struct reader r = { .policy = policy, .arena = arena, .origin = origin, .err = err };
	struct json_text text;

	policy_init(policy, policy->today);
	if (!json_text_open(&text, bytes, n, origin, err))
		return false;
	json_t *root = json_text_value(&text);
	bool ok = root && json_check_format(root, origin, FORMAT_POLICY, err) &&
		  read_members(&r, policy_members, root, &(struct json_at){ 0 }, policy);
	if (ok && json_text_peek(&text) >= 0)
		ok = json_text_fail(&text, N_("something stands behind the end"));
	json_decref(root);
	policy->origin = arena_strdup(arena, origin);
	return ok;
}
