/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * KMail: mail is fetched by Akonadi's resources, one file each, named after it:
 *
 *	akonadi_pop3_resource_Nrc	[General]
 *	akonadi_imap_resource_Nrc	[network], [cache]; akonadi_kolab_resource_Nrc the same
 *	akonadi_ews_resource_Nrc	Exchange: only that it is there is said
 *	akonadi/agentsrc		[Instances]: which resources there are
 *	emailidentities			[Identity #N]: addresses, by uoid
 *
 * KConfig writes only what differs from the default, so that an absent key is
 * the default.  "key[$i]" is a key that the administrator has locked, and
 * other letters there change nothing here.  A truth value in other words than
 * KConfig writes is unknown.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

#define FOLDER(folder) \
	{ MA_HOME, folder "//akonadi_pop3_resource_*rc", "pop", 1 << 20, NULL }, \
	{ MA_HOME, folder "//akonadi_imap_resource_*rc", "imap", 1 << 20, NULL }, \
	{ MA_HOME, folder "//akonadi_kolab_resource_*rc", "imap", 1 << 20, NULL }, \
	{ MA_HOME, folder "//akonadi_ews_resource_*rc", "ews", 1 << 20, NULL }, \
	{ MA_HOME, folder "//akonadi/agentsrc", "agents", 1 << 20, NULL }, \
	{ MA_HOME, folder "//emailidentities", "identities", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(".config"),
	FOLDER(".kde/share/config"),
	FOLDER(".kde4/share/config"),
	FOLDER(".var/app/org.kde.kontact/config"),
	FOLDER(".var/app/org.kde.kmail2/config"),
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_IMPLIES, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_IMPLIES, [MA_KEEP_COUNT] = MA_READS, [MA_KEEP_BYTES] = MA_READS,
	[MA_CHECK_MINUTES] = MA_READS, [MA_SUBSCRIBED_ONLY] = MA_READS, [MA_EXPUNGE_ON_EXIT] = MA_CANNOT_TELL, [MA_LEAVE_RAW] = MA_NOT_STORED,
};

enum key {
	NAME, HOST, USER, PORT, SSL, TLS, LEAVE, DAYS, COUNT, SIZE, CHECK, EVERY,
	I_HOST, I_USER, I_PORT, SAFETY, OVERRIDE, SUBSCRIBED, I_CHECK, I_EVERY, USE_DEFAULT, IDENTITY, N_KEYS
};
static const struct {
	const char *group, *key;
} names[N_KEYS] = {
	[NAME] = { "General", "name" }, [HOST] = { "General", "host" }, [USER] = { "General", "login" }, [PORT] = { "General", "port" },
	[SSL] = { "General", "useSSL" }, [TLS] = { "General", "useTLS" }, [LEAVE] = { "General", "leaveOnServer" },
	[DAYS] = { "General", "leaveOnServerDays" }, [COUNT] = { "General", "leaveOnServerCount" }, [SIZE] = { "General", "leaveOnServerSize" },
	[CHECK] = { "General", "intervalCheckEnabled" }, [EVERY] = { "General", "intervalCheckInterval" },
	[I_HOST] = { "network", "ImapServer" }, [I_USER] = { "network", "UserName" }, [I_PORT] = { "network", "ImapPort" },
	[SAFETY] = { "network", "Safety" }, [OVERRIDE] = { "network", "OverrideEncryption" }, [SUBSCRIBED] = { "network", "SubscriptionEnabled" },
	[I_CHECK] = { "cache", "IntervalCheckEnabled" }, [I_EVERY] = { "cache", "IntervalCheckTime" },
	[USE_DEFAULT] = { "cache", "UseDefaultIdentity" }, [IDENTITY] = { "cache", "AccountIdentity" },
};


struct reading {
	struct say say;
	const struct ma_file *files;
	uint32_t n_files;
	struct slot keys[N_KEYS];
	bool locked[N_KEYS];
	/* what is being looked for in agentsrc and emailidentities */
	struct ma_str wanted;
	struct slot found, address;
	struct ma_str uoid;
};

/* "key[$i]" without the bracket; *LOCKED when the administrator has locked it. */
static struct ma_str
bare_key(struct ma_str key, bool *locked)
{
	struct ma_str rest = key, bare = span_cut(&rest, '[');
	*locked = span_begins(rest, "$") && memchr(rest.p, 'i', rest.n);
	return bare;
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	bool locked;
	if (line->what != KEYFILE_KEY)
		return;
	struct ma_str key = bare_key(line->key, &locked);
	for (size_t k = 0; k < N_KEYS; k++)
		if (span_is(key, names[k].key) && span_is(line->section, names[k].group)) {
			r->keys[k] = (struct slot){ line->value, r->say.file, line->line };
			r->locked[k] = locked;
		}
}

/* [Instances] NAME\AgentType=... */
static void
on_agent_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	struct ma_str rest = line->key;
	if (line->what == KEYFILE_KEY && span_is(line->section, "Instances")) {
		struct ma_str name = span_cut(&rest, '\\');
		if (name.n == r->wanted.n && memcmp(name.p, r->wanted.p, name.n) == 0)
			r->found = (struct slot){ name, r->say.file, line->line };
	}
}

/* An identity's address may stand before its uoid. */
static void
on_identity_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	if (line->what == KEYFILE_SECTION)
		r->address = (struct slot){ MA_STR(""), 0, 0 }, r->uoid = MA_STR("");
	if (line->what != KEYFILE_KEY)
		return;
	if (span_is(line->key, "Default Identity") && !r->wanted.n)
		r->wanted = line->value;
	if (span_is(line->key, "Email Address"))
		r->address = (struct slot){ line->value, r->say.file, line->line };
	if (span_is(line->key, "uoid"))
		r->uoid = line->value;
	if (r->uoid.n && r->address.line && r->uoid.n == r->wanted.n && memcmp(r->uoid.p, r->wanted.p, r->uoid.n) == 0)
		r->found = r->address;
}

static bool
look(struct reading *r, const char *role, void (*back)(void *, const struct keyfile_line *))
{
	uint32_t own = r->say.file;
	bool any = false;
	r->found = (struct slot){ MA_STR(""), 0, 0 };
	for (uint32_t k = 0; k < r->n_files; k++)
		if (strcmp(r->files[k].role, role) == 0) {
			r->say.file = k;
			any |= keyfile_read(r->files[k].bytes, KEYFILE_KDE, back, r);
		}
	r->say.file = own;
	return any;
}

static struct ma_at
at(const struct reading *r, enum key key)
{
	struct ma_at where = say_at(&r->say, &r->keys[key], MA_IMPLIED);
	if (r->keys[key].line && r->locked[key])
		where.state = MA_LOCKED;
	return where;
}

/* ABSENT when it is not there, -1 when it is no truth value that KConfig writes. */
static int
truth(const struct slot *slot, int absent)
{
	if (!slot->line)
		return absent;
	return span_is_any_case(slot->text, "true") ? 1 : span_is_any_case(slot->text, "false") ? 0 : -1;
}

/* A limit: below 1 there is none. */
static void
tell_limit(const struct reading *r, enum key key, enum ma_fact fact, int64_t factor)
{
	const struct slot *slot = &r->keys[key];
	int64_t n = slot->line && slot->text.n && *slot->text.p != '-' ? span_number(slot->text) : 0;
	if (n > 0)
		say_num(&r->say, fact, n * factor, at(r, key));
	else if (n < 0 && fact == MA_DELETE_AFTER_DAYS)
		say_unknown(&r->say, fact, slot);
	if (n < 0)
		say_note(&r->say, MA_NOTE_VALUE, slot, names[key].key);
}

static void
tell_timer(const struct reading *r, enum key check, enum key every, int absent)
{
	int on = truth(&r->keys[check], absent);
	int64_t minutes = r->keys[every].line ? span_number(r->keys[every].text) : 5;
	if (on < 0 || (on && minutes < 0))
		say_unknown(&r->say, MA_CHECK_MINUTES, &r->keys[on < 0 ? check : every]);
	else if (on)
		say_num(&r->say, MA_CHECK_MINUTES, minutes, at(r, every));
}

static void
tell_pop(struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *k = r->keys;
	int ssl = truth(&k[SSL], 0), tls = truth(&k[TLS], 0), leave = truth(&k[LEAVE], 0);
	say_implied(s, MA_PROTOCOL, "pop3");
	say_text(s, MA_NAME, &k[NAME]);
	say_text(s, MA_HOST, &k[HOST]);
	say_text(s, MA_LOGIN, &k[USER]);
	/* 110 is the default of the key, whatever the encryption. */
	say_port(s, &k[PORT], "pop3", "none");
	say_word(s, MA_SECURITY, ssl < 0 || tls < 0 ? NULL : ssl ? "tls" : tls ? "starttls" : "none", at(r, ssl ? SSL : tls ? TLS : SSL));
	say_implied(s, MA_DELETE_WHEN, "never");
	if (leave < 0) {
		say_unknown(s, MA_LEAVE_ON_SERVER, &k[LEAVE]);
		say_note(s, MA_NOTE_VALUE, &k[LEAVE], names[LEAVE].key);
	} else {
		say_num(s, MA_LEAVE_ON_SERVER, leave, at(r, LEAVE));
	}
	if (leave) {
		tell_limit(r, DAYS, MA_DELETE_AFTER_DAYS, 1);
		tell_limit(r, COUNT, MA_KEEP_COUNT, 1);
		tell_limit(r, SIZE, MA_KEEP_BYTES, INT64_C(1) << 20);
	}
	tell_timer(r, CHECK, EVERY, 0);
}

static void
tell_imap(struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *k = r->keys;
	enum key which = k[OVERRIDE].line && k[OVERRIDE].text.n ? OVERRIDE : SAFETY;
	struct ma_str safety = k[which].line ? k[which].text : MA_STR("SSL");
	say_implied(s, MA_PROTOCOL, "imap");
	say_text(s, MA_HOST, &k[I_HOST]);
	say_text(s, MA_LOGIN, &k[I_USER]);
	say_port(s, &k[I_PORT], "imap", "tls");
	say_word(s, MA_SECURITY, span_is(safety, "SSL") ? "tls" : span_is(safety, "STARTTLS") ? "starttls" : "none", at(r, which));
	if (k[SUBSCRIBED].line && truth(&k[SUBSCRIBED], -1) >= 0)
		say_num(s, MA_SUBSCRIBED_ONLY, truth(&k[SUBSCRIBED], 0), at(r, SUBSCRIBED));
	tell_timer(r, I_CHECK, I_EVERY, 1);
	/* The identity it is given, or else the default one. */
	bool own = truth(&k[USE_DEFAULT], 1) == 0;
	r->wanted = own && k[IDENTITY].line ? k[IDENTITY].text : MA_STR("");
	if (truth(&k[USE_DEFAULT], 1) >= 0 && look(r, "identities", on_identity_line))
		say_text(s, MA_ADDRESSES, &r->found);
}

/* "folder/akonadi_pop3_resource_0rc" is akonadi_pop3_resource_0. */
static struct ma_str
resource_of(const char *path)
{
	struct ma_str rest = span_of(path), name = rest;
	while (rest.n)
		name = span_cut(&rest, '/');
	if (name.n > 2 && memcmp(name.p + name.n - 2, "rc", 2) == 0)
		name.n -= 2;
	return name;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	bool damaged = false;
	struct say_ids ids = { 0 };
	for (uint32_t k = 0; k < n_files; k++) {
		struct reading r = { .say = { .host = host, .out = out, .file = k }, .files = files, .n_files = (uint32_t)n_files };
		bool pop = strcmp(files[k].role, "pop") == 0;
		if (strcmp(files[k].role, "ews") == 0)
			host->note(out, MA_NOTE_UNSUPPORTED, (struct ma_at){ k, 0, MA_UNKNOWN }, MA_STR("akonadi_ews_resource"));
		if (!pop && strcmp(files[k].role, "imap") != 0)
			continue;
		damaged |= !keyfile_read(files[k].bytes, KEYFILE_KDE, on_line, &r);
		/* One that was never set up. */
		if (!r.keys[pop ? HOST : I_HOST].line && !r.keys[pop ? USER : I_USER].line)
			continue;
		r.wanted = resource_of(files[k].path);
		if (!say_begin(&r.say, &ids, &r.wanted, 1))
			continue;
		/* A file whose resource is not listed is a leftover. */
		bool listed = look(&r, "agents", on_agent_line);
		if (listed && r.found.line)
			say_num(&r.say, MA_ENABLED, 1, say_at(&r.say, &r.found, MA_SET));
		else
			say_num(&r.say, MA_ENABLED, !listed, (struct ma_at){ k, 0, MA_INFERRED });
		(pop ? tell_pop : tell_imap)(&r);
	}
	say_ids_fini(&ids);
	return damaged ? MA_DAMAGED : MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(kmail) = {
	sizeof(struct ma_plugin), "kmail", "KMail", sources, parse, NULL, MA_TELLS(tells),
};
