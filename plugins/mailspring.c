/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mailspring: config.json, JSON of which only this matters:
 *
 *	{ "*": { "accounts": [ { "id", "label", "emailAddress", "provider", "settings": { ... } }, ... ] } }
 *	settings = imap_host, imap_port, imap_username, imap_security, the same of smtp_,
 *	           imap_allow_insecure_ssl
 *
 * IMAP only.  Passwords and tokens are kept in the system's keyring and taken
 * out of the settings before they are written; where one was not, only that is
 * said.  The label is the address unless another is given.  It fills in servers of the
 * providers it knows; where there is none, it is unknown.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/grow.h"
#include "kit/json.h"
#include "kit/say.h"

#define MAX_BYTES (4 << 20)
#define MAX_ACCOUNTS 1000

static const struct ma_source sources[] = {
	{ MA_HOME, ".config/Mailspring//config.json", "config", MAX_BYTES, "\"accountsVersion\"" },
	{ MA_HOME, "snap/mailspring/common//config.json", "config", MAX_BYTES, NULL },
	{ MA_HOME, ".var/app/com.getmailspring.Mailspring/config/Mailspring//config.json", "config", MAX_BYTES, NULL },
	{ MA_HOME, "Library/Application Support/Mailspring//config.json", "config", MAX_BYTES, NULL },
	{ MA_ROAMING, "Mailspring//config.json", "config", MAX_BYTES, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS,
	[MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_NOT_STORED, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_UIDL_KEPT] = MA_NOT_STORED,
};

/* Members of an account, and of its settings. */
enum key { ID, LABEL, ADDRESS, PROVIDER, HOST, PORT, USER, SECURITY, INSECURE, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_SECURITY, PASSWORD, N_KEYS };
static const struct {
	const char *name;
	bool setting;
} names[N_KEYS] = {
	[ID] = { "id", false }, [LABEL] = { "label", false }, [ADDRESS] = { "emailAddress", false }, [PROVIDER] = { "provider", false },
	[HOST] = { "imap_host", true }, [PORT] = { "imap_port", true }, [USER] = { "imap_username", true },
	[SECURITY] = { "imap_security", true }, [INSECURE] = { "imap_allow_insecure_ssl", true }, [SMTP_HOST] = { "smtp_host", true },
	[SMTP_PORT] = { "smtp_port", true }, [SMTP_USER] = { "smtp_username", true }, [SMTP_SECURITY] = { "smtp_security", true },
	[PASSWORD] = { "imap_password", true },
};

struct account {
	uint32_t line;
	struct {
		struct json_value value;
		uint32_t line;
	} keys[N_KEYS];
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow accounts; /* struct account */
	bool ours, more;
};

static struct account *
account_at(const struct reading *r, size_t k)
{
	return (struct account *)(void *)(r->accounts.p + k * sizeof(struct account));
}

static void
on_value(void *context, const struct json_step *steps, size_t n, uint32_t line, const struct json_value *value)
{
	struct reading *r = context;
	if (n < 2 || !span_is(steps[0].name, "*") || !span_is(steps[1].name, "accounts"))
		return;
	r->ours |= n == 2 && value->kind == JSON_KIND_ARRAY;
	if (n == 3 && !steps[2].name.p) {
		struct account account = { .line = line };
		r->more |= steps[2].item >= MAX_ACCOUNTS;
		if (!r->more)
			grow_add(&r->accounts, &account, sizeof account);
	}
	bool setting = n == 5 && span_is(steps[3].name, "settings");
	if ((n != 4 && !setting) || steps[2].item >= r->accounts.n / sizeof(struct account))
		return;
	for (size_t k = 0; k < N_KEYS; k++)
		if (names[k].setting == setting && span_is(steps[n - 1].name, names[k].name)) {
			account_at(r, steps[2].item)->keys[k].value = *value;
			account_at(r, steps[2].item)->keys[k].line = line;
		}
}

/* A text, trimmed as Mailspring does; a number as text is one too. */
static struct slot
text(const struct reading *r, const struct account *a, enum key k)
{
	const struct json_value *v = &a->keys[k].value;
	return (struct slot){ v->kind == JSON_KIND_STRING ? span_trim(v->text) : MA_STR(""), r->say.file, a->keys[k].line };
}

/* -1: none, or no number of a port. */
static int64_t
port(const struct account *a, enum key k)
{
	const struct json_value *v = &a->keys[k].value;
	int64_t n = v->kind == JSON_KIND_INT ? v->num : v->kind == JSON_KIND_STRING ? span_number(v->text) : -1;
	return n > 0 && n < 65536 ? n : -1;
}

static const char *
tell_security(const struct reading *r, const struct account *a, enum key k, enum ma_fact fact)
{
	struct slot s = text(r, a, k);
	const char *word = span_is(s.text, "SSL / TLS") ? "tls" : span_is(s.text, "STARTTLS") ? "starttls" : span_is(s.text, "none") ? "none" : NULL;
	say_word(&r->say, fact, word, say_at(&r->say, &s, MA_UNKNOWN));
	return word;
}

static void
tell_text(const struct reading *r, const struct account *a, enum key k, enum ma_fact fact)
{
	struct slot s = text(r, a, k);
	if (s.text.n)
		say_text(&r->say, fact, &s);
	else if (!names[k].setting || k == HOST || k == USER)
		say_unknown(&r->say, fact, &s);
}

static void
tell(struct reading *r, const struct account *a)
{
	const struct say *s = &r->say;
	static const struct slot none;
	struct slot provider = text(r, a, PROVIDER), given = { MA_STR(""), s->file, a->keys[PORT].line };
	bool exchange = span_is(provider.text, "eas");
	tell_text(r, a, text(r, a, LABEL).text.n ? LABEL : ADDRESS, MA_NAME);
	tell_text(r, a, ADDRESS, MA_ADDRESSES);
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, a->line, MA_IMPLIED });
	say_word(s, MA_PROTOCOL, exchange ? "exchange" : "imap", exchange ? say_at(s, &provider, MA_UNKNOWN) : (struct ma_at){ s->file, a->line, MA_IMPLIED });
	tell_text(r, a, HOST, MA_HOST);
	tell_text(r, a, USER, MA_LOGIN);
	const char *security = tell_security(r, a, SECURITY, MA_SECURITY);
	if (port(a, PORT) > 0)
		say_num(s, MA_PORT, port(a, PORT), say_at(s, &given, MA_SET));
	else
		say_port(s, given.line ? &given : &none, "imap", given.line ? NULL : security);
	const struct json_value *insecure = &a->keys[INSECURE].value;
	if (insecure->kind == JSON_KIND_BOOL)
		say_num(s, MA_CERTIFICATE_CHECK, !insecure->num, (struct ma_at){ s->file, a->keys[INSECURE].line, MA_SET });
	struct slot password = text(r, a, PASSWORD);
	say_word(s, MA_PASSWORD_KEPT, password.text.n ? "cleartext" : "keyring", say_at(s, password.text.n ? &password : &none, MA_IMPLIED));
	if (!a->keys[SMTP_HOST].line)
		return;
	tell_text(r, a, SMTP_HOST, MA_SMTP_HOST);
	tell_text(r, a, SMTP_USER, MA_SMTP_LOGIN);
	tell_security(r, a, SMTP_SECURITY, MA_SMTP_SECURITY);
	if (port(a, SMTP_PORT) > 0)
		say_num(s, MA_SMTP_PORT, port(a, SMTP_PORT), (struct ma_at){ s->file, a->keys[SMTP_PORT].line, MA_SET });
}

static enum ma_status
read_file(struct reading *r, const struct ma_file *file)
{
	struct json_doc doc;
	if (!json_open(&doc, file->bytes)) {
		r->say.host->note(r->say.out, MA_NOTE_DAMAGED, (struct ma_at){ r->say.file, doc.error_line, MA_UNKNOWN }, MA_STR(""));
		return MA_DAMAGED;
	}
	r->accounts.n = 0;
	r->ours = r->more = false;
	json_walk(&doc, on_value, r);
	for (size_t k = 0; k < r->accounts.n / sizeof(struct account); k++) {
		const struct account *a = account_at(r, k);
		struct ma_str id = text(r, a, ID).text.n ? text(r, a, ID).text : text(r, a, ADDRESS).text.n ? text(r, a, ADDRESS).text : MA_STR("account");
		r->say.line = a->line;
		if (say_begin(&r->say, &r->ids, &id, 1))
			tell(r, a);
	}
	if (r->more)
		r->say.host->note(r->say.out, MA_NOTE_LIMIT, (struct ma_at){ r->say.file, 0, MA_UNKNOWN }, MA_STR("accounts"));
	json_close(&doc);
	return r->ours ? MA_PARSED : MA_UNRECOGNIZED;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	size_t n_of[MA_DAMAGED + 1] = { 0 };
	for (r.say.file = 0; r.say.file < n_files; r.say.file++)
		n_of[read_file(&r, &files[r.say.file])]++;
	grow_fini(&r.accounts);
	say_ids_fini(&r.ids);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(mailspring) = {
	sizeof(struct ma_plugin), "mailspring", "Mailspring", sources, parse, NULL, MA_TELLS(tells),
};
