/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evolution: a folder of key files, UID.source each, for accounts, identities
 * and ways of sending:
 *
 *	account   = [Mail Account] BackendName, IdentityUid; [Authentication];
 *	            [Security]; [Pop Backend] or [Imapx Backend]; [Refresh]
 *	identity  = [Mail Identity] Address ...; [Mail Submission] TransportUid ...;
 *	            [Mail Composition]
 *	transport = [Mail Transport]; [Authentication]; [Security]
 *
 * All keys of a group are written.  What is absent has its default.  That of
 * KeepOnServer turned: false up to evolution-data-server 3.60, true since; which
 * one it is, is in a file of the system (org.gnome.Evolution.*.xml) or nowhere.
 * Accounts of GNOME Online Accounts are in no file.  Filters: evolution-filters.c.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "evolution-filters.h"
#include "kit/tags.h"

#define FOLDER(folder) \
	{ MA_HOME, folder "//sources/*.source", "source", 1 << 20, NULL }, \
	{ MA_HOME, folder "//mail/filters.xml", "filters", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(".config/evolution"),
	FOLDER(".var/app/org.gnome.Evolution/config/evolution"),
	{ MA_HOME, ".cache/evolution/sources/*//*.source", "source", 1 << 20, NULL },
	{ MA_HOME, "*//*.source", "source", 1 << 20, NULL },
	{ MA_SYSTEM, "usr/share/metainfo/org.gnome.Evolution.*.xml", "release", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_CLIENT_VERSION] = MA_READS, [MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS, [MA_CHECK_MINUTES] = MA_READS, [MA_MAX_CONNECTIONS] = MA_READS,
	[MA_SUBSCRIBED_ONLY] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, [MA_TRASH_FOLDER] = MA_READS, [MA_JUNK_FOLDER] = MA_READS,
	[MA_ARCHIVE_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_SENT_KEPT] = MA_READS,
	[MA_REPLY_TO] = MA_READS, [MA_BCC] = MA_READS, [MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS,
	[MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
	[MA_FILTERS_DELETE] = MA_READS, [MA_FILTERS_MOVE] = MA_READS, [MA_FILTERS_MOVE_LOCAL] = MA_READS, [MA_FILTERS_MARK_READ] = MA_READS,
	[MA_FILTERS_FORWARD] = MA_READS, [MA_FORWARDS_TO] = MA_READS,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
};

enum key {
	NAME, ENABLED, PARENT, BACKEND, IDENTITY, ARCHIVE, HOST, PORT, USER, METHOD, SECURITY, REFRESH, MINUTES, KEEP, DAYS, EXPUNGED,
	CONNECTIONS, SUBSCRIPTIONS, USE_NAMESPACE, NAMESPACE, USE_TRASH, TRASH, USE_JUNK, JUNK, FILTER_INBOX, FILTER_ALL, ADDRESS, ALIASES, REPLY_TO, TRANSPORT,
	SENT, USE_SENT, BCC, DRAFTS, MAIL_ENABLED, N_KEYS
};
static const struct slot_name names[N_KEYS] = {
	[NAME] = { "Data Source", "DisplayName" }, [ENABLED] = { "Data Source", "Enabled" }, [PARENT] = { "Data Source", "Parent" },
	[BACKEND] = { "Mail Account", "BackendName" }, [IDENTITY] = { "Mail Account", "IdentityUid" },
	[ARCHIVE] = { "Mail Account", "ArchiveFolder" }, [HOST] = { "Authentication", "Host" }, [PORT] = { "Authentication", "Port" },
	[USER] = { "Authentication", "User" }, [METHOD] = { "Authentication", "Method" }, [SECURITY] = { "Security", "Method" },
	[REFRESH] = { "Refresh", "Enabled" }, [MINUTES] = { "Refresh", "IntervalMinutes" }, [KEEP] = { "Pop Backend", "KeepOnServer" },
	[DAYS] = { "Pop Backend", "DeleteAfterDays" }, [EXPUNGED] = { "Pop Backend", "DeleteExpunged" },
	[CONNECTIONS] = { "Imapx Backend", "ConcurrentConnections" }, [SUBSCRIPTIONS] = { "Imapx Backend", "UseSubscriptions" },
	[USE_NAMESPACE] = { "Imapx Backend", "UseNamespace" }, [NAMESPACE] = { "Imapx Backend", "Namespace" },
	[USE_TRASH] = { "Imapx Backend", "UseRealTrashPath" }, [TRASH] = { "Imapx Backend", "RealTrashPath" },
	[USE_JUNK] = { "Imapx Backend", "UseRealJunkPath" }, [JUNK] = { "Imapx Backend", "RealJunkPath" },
	[FILTER_INBOX] = { "Imapx Backend", "FilterInbox" }, [FILTER_ALL] = { "Imapx Backend", "FilterAll" },
	[ADDRESS] = { "Mail Identity", "Address" }, [ALIASES] = { "Mail Identity", "Aliases" }, [REPLY_TO] = { "Mail Identity", "ReplyTo" },
	[TRANSPORT] = { "Mail Submission", "TransportUid" }, [SENT] = { "Mail Submission", "SentFolder" },
	[USE_SENT] = { "Mail Submission", "UseSentFolder" }, [BCC] = { "Mail Composition", "Bcc" }, [DRAFTS] = { "Mail Composition", "DraftsFolder" },
	[MAIL_ENABLED] = { "Collection", "MailEnabled" },
};

/* Programs behind an account: OURS NULL is no mail that is fetched. */
static const struct {
	const char *theirs, *ours;
} backends[] = {
	{ "pop", "pop3" }, { "imapx", "imap" }, { "imap", "imap" }, { "ews", "exchange" }, { "microsoft365", "exchange" }, { "mapi", "exchange" },
	{ "none", NULL }, { "maildir", NULL }, { "vfolder", NULL }, { "rss", NULL }, { "mbox", NULL }, { "mh", NULL }, { "spool", NULL },
	{ "spooldir", NULL }, { "nntp", NULL }, { "local", NULL }, { "", NULL },
}, securities[] = {
	{ "none", "none" }, { "ssl-on-alternate-port", "tls" }, { "starttls-on-standard-port", "starttls" },
}, auths[] = {
	{ "PLAIN", "password" }, { "plain/password", "password" }, { "LOGIN", "password" }, { "+APOP", "apop" }, { "CRAM-MD5", "encrypted" },
	{ "DIGEST-MD5", "encrypted" }, { "NTLM", "ntlm" }, { "GSSAPI", "kerberos" }, { "XOAUTH2", "oauth2" }, { "OAuth2", "oauth2" },
	{ "Google", "oauth2" }, { "Outlook", "oauth2" }, { "Yahoo!", "oauth2" },
};

struct source {
	struct ma_str uid;
	uint32_t file;
	bool account; /* [Mail Account] was met */
	struct slot keys[N_KEYS];
};

struct reading {
	struct say say;
	struct source now;
	struct grow all; /* struct source */
	struct strset by_uid;
	struct evolution_filters filters;
	struct slot version; /* of the program that is installed; line 0: not known */
	bool boxed;
};

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	r->now.account |= span_is(line->section, "Mail Account");
	if (line->what == KEYFILE_ODD)
		r->say.host->note(r->say.out, MA_NOTE_SYNTAX, (struct ma_at){ r->now.file, line->line, MA_UNKNOWN }, MA_STR(""));
	slot_take_in_section(r->now.keys, names, N_KEYS, line, r->now.file);
}

static const struct source *
source_at(const struct reading *r, size_t k)
{
	return (const struct source *)(const void *)(r->all.p + k * sizeof(struct source));
}

/* The source that another names, or one without any keys. */
static const struct source *
named(const struct reading *r, const struct slot *uid)
{
	static const struct source none;
	uint32_t at = uid->line && uid->text.n ? strset_find(&r->by_uid, &uid->text, 1) : UINT32_MAX;
	return at == UINT32_MAX ? &none : source_at(r, at);
}

/* As GLib has it; -1: it is none, and the program's default counts. */
static int
truth(const struct slot *slot)
{
	if (!slot->line)
		return -1;
	if (span_is(slot->text, "true") || span_is(slot->text, "1"))
		return 1;
	return span_is(slot->text, "false") || span_is(slot->text, "0") ? 0 : -1;
}

static const char *
tell_security(const struct say *s, enum ma_fact fact, const struct slot *method)
{
	const char *word = method->line ? NULL : "none";
	for (size_t k = 0; k < sizeof securities / sizeof *securities; k++)
		if (method->line && span_is(method->text, securities[k].theirs))
			word = securities[k].ours;
	say_word(s, fact, word, say_at(s, method, MA_IMPLIED));
	return word;
}

/* What counts where KeepOnServer is absent.  Where the version is not known, what
 * all did until 2026, as no program of today leaves the key out. */
static int
default_keep(const struct slot *version, enum ma_state *state)
{
	struct ma_str rest = version->text;
	int64_t major = span_number(span_cut(&rest, '.')), minor = span_number(span_cut(&rest, '.')), micro = span_number(span_cut(&rest, '.'));
	*state = version->line && major >= 0 ? MA_IMPLIED : MA_INFERRED;
	if (major < 3 || (major == 3 && minor >= 0 && minor <= 60))
		return 0;
	if (major > 3 || minor > 61 || (minor == 61 && micro > 0))
		return 1;
	*state = MA_UNKNOWN; /* on the way */
	return 0;
}

static void
tell_deleting(const struct say *s, const struct slot *k, const struct slot *version)
{
	int keep = truth(&k[KEEP]), expunged = truth(&k[EXPUNGED]);
	int64_t days = k[DAYS].line ? span_number(k[DAYS].text) : 0;
	enum ma_state state = MA_SET;
	if (!k[KEEP].line)
		keep = default_keep(version, &state);
	if (keep < 0) {
		say_unknown(s, MA_LEAVE_ON_SERVER, &k[KEEP]);
		say_note(s, MA_NOTE_VALUE, &k[KEEP], "KeepOnServer");
	} else {
		say_num(s, MA_LEAVE_ON_SERVER, keep, say_at(s, &k[KEEP], state));
	}
	if (state == MA_INFERRED)
		say_note(s, MA_NOTE_INFERRED, &k[KEEP], "KeepOnServer");
	if (days > 0 && keep)
		say_num(s, MA_DELETE_AFTER_DAYS, days, say_at(s, &k[DAYS], MA_SET));
	else if (days < 0)
		say_unknown(s, MA_DELETE_AFTER_DAYS, &k[DAYS]);
	/* What was deleted goes when it is expunged: with the trash. */
	if (expunged < 0 && k[EXPUNGED].line)
		say_unknown(s, MA_DELETE_WHEN, &k[EXPUNGED]);
	else
		say_word(s, MA_DELETE_WHEN, expunged == 1 ? "trash-emptied" : "never", say_at(s, &k[EXPUNGED], MA_IMPLIED));
}

static void
tell_imap(const struct say *s, const struct slot *k)
{
	if (k[CONNECTIONS].line && span_number(k[CONNECTIONS].text) > 0)
		say_num(s, MA_MAX_CONNECTIONS, span_number(k[CONNECTIONS].text), say_at(s, &k[CONNECTIONS], MA_SET));
	if (truth(&k[SUBSCRIPTIONS]) >= 0)
		say_num(s, MA_SUBSCRIBED_ONLY, truth(&k[SUBSCRIPTIONS]), say_at(s, &k[SUBSCRIPTIONS], MA_SET));
	if (truth(&k[USE_NAMESPACE]) == 1)
		say_text(s, MA_FOLDER_PREFIX, &k[NAMESPACE]);
	if (truth(&k[USE_TRASH]) == 1)
		say_text(s, MA_TRASH_FOLDER, &k[TRASH]);
	if (truth(&k[USE_JUNK]) == 1)
		say_text(s, MA_JUNK_FOLDER, &k[JUNK]);
}

static void
tell_identity(const struct reading *r, const struct source *account)
{
	const struct say *s = &r->say;
	const struct slot *k = named(r, &account->keys[IDENTITY])->keys;
	say_text(s, MA_ADDRESSES, &k[ADDRESS]);
	for (struct ma_str rest = k[ALIASES].text; rest.n;) {
		struct ma_str alias = span_trim(span_cut(&rest, ',')), inner = alias;
		span_cut(&inner, '<');
		struct ma_str address = inner.n ? span_cut(&inner, '>') : alias;
		if (address.n)
			s->host->text(s->account, MA_ADDRESSES, address, say_at(s, &k[ALIASES], MA_SET));
	}
	say_text(s, MA_REPLY_TO, &k[REPLY_TO]);
	say_text(s, MA_BCC, &k[BCC]);
	say_text(s, MA_DRAFTS_FOLDER, &k[DRAFTS]);
	if (truth(&k[USE_SENT]) == 0) {
		say_word(s, MA_SENT_KEPT, "none", say_at(s, &k[USE_SENT], MA_SET));
	} else if (k[SENT].line && k[SENT].text.n) {
		say_text(s, MA_SENT_FOLDER, &k[SENT]);
		say_word(s, MA_SENT_KEPT, span_begins(k[SENT].text, "folder://local/") ? "local" : "server", say_at(s, &k[SENT], MA_SET));
	}
	const struct source *transport = named(r, &k[TRANSPORT]);
	if (!transport->keys[HOST].line)
		return;
	k = transport->keys;
	say_text(s, MA_SMTP_HOST, &k[HOST]);
	tell_security(s, MA_SMTP_SECURITY, &k[SECURITY]);
	if (k[PORT].line && span_number(k[PORT].text) > 0 && span_number(k[PORT].text) < 65536)
		say_num(s, MA_SMTP_PORT, span_number(k[PORT].text), say_at(s, &k[PORT], MA_SET));
	/* Without a method it does not log in, though a name stands there. */
	bool none = !k[METHOD].line || span_is(k[METHOD].text, "none");
	for (size_t i = 0; i < sizeof auths / sizeof *auths; i++)
		if (!none && span_is(k[METHOD].text, auths[i].theirs))
			say_word(s, MA_SMTP_AUTH, auths[i].ours, say_at(s, &k[METHOD], MA_SET));
	if (none)
		say_word(s, MA_SMTP_AUTH, "none", say_at(s, &k[METHOD], MA_IMPLIED));
	else
		say_text(s, MA_SMTP_LOGIN, &k[USER]);
}

static void
tell_account(struct reading *r, const struct source *account)
{
	const struct say *s = &r->say;
	const struct slot *k = account->keys;
	const struct slot *collection = &named(r, &k[PARENT])->keys[MAIL_ENABLED], *enabled = &k[ENABLED];
	const char *protocol = NULL;
	bool known = false;
	for (size_t i = 0; i < sizeof backends / sizeof *backends; i++)
		if (span_is(k[BACKEND].text, backends[i].theirs)) {
			protocol = backends[i].ours;
			known = true;
		}
	if (known && !protocol)
		return;
	r->say.file = account->file;
	r->say.account = s->host->account(s->out, account->uid);
	say_text(s, MA_NAME, &k[NAME]);
	say_text(s, MA_CLIENT_VERSION, &r->version);
	if (truth(collection) == 0)
		enabled = collection;
	say_num(s, MA_ENABLED, truth(enabled) != 0, say_at(s, enabled, MA_IMPLIED));
	say_word(s, MA_PROTOCOL, protocol, say_at(s, &k[BACKEND], MA_UNKNOWN));
	say_text(s, MA_HOST, &k[HOST]);
	say_text(s, MA_LOGIN, &k[USER]);
	const char *security = tell_security(s, MA_SECURITY, &k[SECURITY]);
	static const struct slot none;
	say_port(s, k[PORT].line && span_is(k[PORT].text, "0") ? &none : &k[PORT], protocol, security);
	for (size_t i = 0; k[METHOD].line && i < sizeof auths / sizeof *auths; i++)
		if (span_is(k[METHOD].text, auths[i].theirs))
			say_word(s, MA_AUTH, auths[i].ours, say_at(s, &k[METHOD], MA_SET));
	bool pop = protocol && strcmp(protocol, "pop3") == 0;
	if (pop || truth(&k[FILTER_INBOX]) == 1 || truth(&k[FILTER_ALL]) == 1)
		evolution_filters_tell(&r->filters, s, account->uid);
	if (pop)
		tell_deleting(s, k, &r->version);
	else if (!protocol)
		say_unknown(s, MA_LEAVE_ON_SERVER, &none);
	else
		tell_imap(s, k);
	int64_t minutes = k[MINUTES].line ? span_number(k[MINUTES].text) : 0;
	if (truth(&k[REFRESH]) == 1 && minutes > 0)
		say_num(s, MA_CHECK_MINUTES, minutes, say_at(s, &k[MINUTES], MA_SET));
	else if (truth(&k[REFRESH]) != 0)
		say_unknown(s, MA_CHECK_MINUTES, &k[REFRESH]);
	say_text(s, MA_ARCHIVE_FOLDER, &k[ARCHIVE]);
	tell_identity(r, account);
	/* POP mail goes into the folders "On This Computer", which are there without it too. */
	s->host->store(s->out, pop ? s->account : NULL, MA_STORE_MAILDIR, MA_STR("~/.local/share/evolution/mail/local"), (struct ma_at){ s->file, 0, MA_INFERRED });
}

/* "folder/UID.source" is UID. */
static struct ma_str
uid_of(const char *path)
{
	struct ma_str rest = span_of(path), name = rest;
	while (rest.n)
		name = span_cut(&rest, '/');
	if (name.n > 7 && memcmp(name.p + name.n - 7, ".source", 7) == 0)
		name.n -= 7;
	return name;
}

/* The newest release that the description of the program names. */
static struct slot
version_of(struct ma_str bytes, uint32_t file)
{
	struct tags tags = { bytes, 1 };
	struct tag tag;
	while (tags_next(&tags, &tag))
		if (span_is(tag.name, "release") && tag.opens)
			return (struct slot){ tag_attribute(&tag, "version"), file, tag.line };
	return (struct slot){ .line = 0 };
}

/* False: it is damaged, or too large. */
static bool
read_file(struct reading *r, const struct ma_file *file, bool *any)
{
	if (strcmp(file->role, "release") == 0) {
		r->version = version_of(file->bytes, r->now.file);
		return true;
	}
	/* One in a box of its own is not the one that the system has. */
	r->boxed |= strstr(file->path, ".var/app/") != NULL;
	if (strcmp(file->role, "filters") == 0) {
		bool all = evolution_filters_read(&r->filters, file->bytes, r->now.file);
		if (!all)
			r->say.host->note(r->say.out, MA_NOTE_LIMIT, (struct ma_at){ r->now.file, 0, MA_UNKNOWN }, MA_STR("rule"));
		return all;
	}
	bool read = keyfile_read(file->bytes, KEYFILE_GLIB, on_line, r);
	*any |= r->now.account || r->now.keys[NAME].line;
	if (strset_add(&r->by_uid, &r->now.uid, 1, (uint32_t)(r->all.n / sizeof r->now)))
		grow_add(&r->all, &r->now, sizeof r->now);
	return read;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	bool damaged = false, any = false;
	for (uint32_t k = 0; k < n_files; k++) {
		r.now = (struct source){ .uid = uid_of(files[k].path), .file = k };
		damaged |= !read_file(&r, &files[k], &any);
	}
	if (r.boxed)
		r.version.line = 0;
	for (size_t k = 0; k < r.all.n / sizeof r.now; k++)
		if (source_at(&r, k)->account)
			tell_account(&r, source_at(&r, k));
	strset_fini(&r.by_uid);
	grow_fini(&r.all);
	evolution_filters_fini(&r.filters);
	return damaged ? MA_DAMAGED : any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(evolution) = {
	sizeof(struct ma_plugin), "evolution", "Evolution", sources, parse, NULL, MA_TELLS(tells),
};
