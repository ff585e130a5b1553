/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	file    = <k9settings version="N" format="1"> global? accounts? </k9settings>
 *	account = <account uuid="..."> name? incoming-server outgoing-server? settings? identities? folders? </account>
 *	server  = <incoming-server type="..."> host? port? connection-security authentication-type username? password? extra? </...>
 *	setting = <value key="..."> text </value>	in settings, extra
 *
 * Of the same key twice the first counts, as for the app.  Older versions had
 * other words for security and proof; what they became is in the tables.
 * Ignored: the global settings, folders, names and signatures.
 */
#include <string.h>

#include "k9-mail.h"
#include "kit/grow.h"
#include "kit/xml.h"

enum field {
	TYPE, HOST, PORT, SECURITY, AUTH, LOGIN, PASSWORD, PREFIX,
	OUT_HOST, OUT_PORT, OUT_SECURITY, OUT_AUTH, OUT_LOGIN,
	NAME, POLICY, CHECK, SIZE, TRASH, SENT, DRAFTS, ARCHIVE, SPAM, UPLOAD, N_FIELDS,
};
enum { MAX_DEPTH = 8, MAX_TEXT_BYTES = 4096, MAX_ADDRESSES = 100 };

/* Where a field stands: the element's path below account, or "KEY" for a value's key. */
static const struct {
	const char *inside, *name; /* INSIDE: the element around it */
	enum field field;
} places[] = {
	{ "incoming-server", "host", HOST }, { "incoming-server", "port", PORT }, { "incoming-server", "connection-security", SECURITY },
	{ "incoming-server", "authentication-type", AUTH }, { "incoming-server", "username", LOGIN }, { "incoming-server", "password", PASSWORD },
	{ "outgoing-server", "host", OUT_HOST }, { "outgoing-server", "port", OUT_PORT },
	{ "outgoing-server", "connection-security", OUT_SECURITY }, { "outgoing-server", "authentication-type", OUT_AUTH },
	{ "outgoing-server", "username", OUT_LOGIN }, { "account", "name", NAME },
}, keys[] = {
	{ "extra", "pathPrefix", PREFIX }, { "settings", "deletePolicy", POLICY }, { "settings", "automaticCheckIntervalMinutes", CHECK },
	{ "settings", "maximumAutoDownloadMessageSize", SIZE }, { "settings", "trashFolderName", TRASH }, { "settings", "sentFolderName", SENT },
	{ "settings", "draftsFolderName", DRAFTS }, { "settings", "archiveFolderName", ARCHIVE }, { "settings", "spamFolderName", SPAM },
	{ "settings", "uploadSentMessages", UPLOAD },
};

/* An element that is open. */
struct open {
	char name[24];
	uint32_t line;
};

struct span {
	size_t at, n;
	uint32_t line; /* 0: absent */
};

struct reading {
	struct k9 *k;
	struct grow texts;
	struct open open[MAX_DEPTH];
	size_t depth, account; /* ACCOUNT: its depth, 0: outside */
	struct span values[N_FIELDS], uuid, addresses[MAX_ADDRESSES];
	size_t n_addresses;
	struct span *in; /* that text goes to */
	bool secret; /* of which only that it is there */
	bool ours, damaged;
	struct ma_str client;
};

static struct ma_str
text_of(const struct reading *r, const struct span *s)
{
	return s->n ? (struct ma_str){ r->texts.p + s->at, s->n } : MA_STR("");
}

static struct slot
slot_of(const struct reading *r, enum field f)
{
	const struct span *s = &r->values[f];
	return (struct slot){ text_of(r, s), r->k->say.file, s->line };
}

/* ---- what an account says ---- */

struct word {
	const char *theirs, *ours;
};
static const struct word protocols[] = { { "IMAP", "imap" }, { "POP3", "pop3" }, { "WebDAV", "other" }, { NULL, NULL } };
static const struct word securities[] = {
	{ "NONE", "none" }, { "STARTTLS_REQUIRED", "starttls" }, { "SSL_TLS_REQUIRED", "tls" },
	/* before version 92; made REQUIRED when they are taken in */
	{ "STARTTLS_OPTIONAL", "starttls" }, { "SSL_TLS_OPTIONAL", "tls" }, { NULL, NULL },
};
static const struct word auths[] = {
	{ "PLAIN", "password" }, { "LOGIN", "password" }, { "CRAM_MD5", "encrypted" }, { "EXTERNAL", "certificate" },
	{ "XOAUTH2", "oauth2" }, { "NONE", "none" }, { NULL, NULL },
};
static const struct word policies[] = { { "NEVER", "never" }, { "DELETE", "deleted" }, { "MARK_AS_READ", "never" }, { NULL, NULL } };

/* The word for a field's value; NULL, noted, when nobody knows it. */
static const char *
word_of(const struct reading *r, enum field f, const struct word *words, const char *key)
{
	struct slot s = slot_of(r, f);
	for (const struct word *w = words; s.line && w->theirs; w++)
		if (span_is_any_case(s.text, w->theirs))
			return w->ours;
	if (s.line)
		say_note(&r->k->say, MA_NOTE_VALUE, &s, key);
	return NULL;
}

static void
tell_word(const struct reading *r, enum ma_fact fact, enum field f, const struct word *words, const char *key)
{
	struct slot s = slot_of(r, f);
	const char *word = word_of(r, f, words, key);
	if (word)
		say_word(&r->k->say, fact, word, say_at(&r->k->say, &s, MA_UNKNOWN));
	else if (s.line)
		say_unknown(&r->k->say, fact, &s);
}

/* A POP account deletes on the server what is deleted here only with DELETE. */
static void
tell_policy(const struct reading *r, const char *protocol)
{
	struct slot s = slot_of(r, POLICY);
	const char *when = s.line ? word_of(r, POLICY, policies, "deletePolicy") : "never";
	if (protocol && strcmp(protocol, "pop3") != 0)
		return;
	if (s.line && s.text.n)
		say_text(&r->k->say, MA_LEAVE_RAW, &s);
	if (!protocol)
		say_unknown(&r->k->say, MA_LEAVE_ON_SERVER, &s);
	else
		/* Absent: the app's reader takes NEVER.  Broken off: it may have stood there. */
		k9_tell_pop(&r->k->say, !s.line && r->damaged ? NULL : when, say_at(&r->k->say, &s, r->damaged ? MA_UNKNOWN : MA_IMPLIED));
}

static void
tell_settings(const struct reading *r)
{
	static const struct {
		enum field field;
		enum ma_fact fact;
	} folders[] = {
		{ TRASH, MA_TRASH_FOLDER }, { SENT, MA_SENT_FOLDER }, { DRAFTS, MA_DRAFTS_FOLDER }, { ARCHIVE, MA_ARCHIVE_FOLDER },
		{ SPAM, MA_JUNK_FOLDER }, { PREFIX, MA_FOLDER_PREFIX },
	};
	const struct say *s = &r->k->say;
	struct slot check = slot_of(r, CHECK), size = slot_of(r, SIZE), upload = slot_of(r, UPLOAD);
	int64_t minutes = span_number(check.text), bytes = span_number(size.text);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		struct slot folder = slot_of(r, folders[i].field);
		say_text(s, folders[i].fact, &folder);
	}
	if (minutes > 0)
		say_num(s, MA_CHECK_MINUTES, minutes, say_at(s, &check, MA_UNKNOWN));
	else if (check.line && !span_is(check.text, "-1"))
		say_note(s, MA_NOTE_VALUE, &check, "automaticCheckIntervalMinutes");
	if (bytes > 0)
		say_num(s, MA_MAX_DOWNLOAD_KB, (bytes + 1023) / 1024, say_at(s, &size, MA_UNKNOWN));
	if (span_is(upload.text, "true") || span_is(upload.text, "false"))
		say_word(s, MA_SENT_KEPT, span_is(upload.text, "true") ? "server" : "local", say_at(s, &upload, MA_UNKNOWN));
}

static void
tell_account(struct reading *r)
{
	struct say *s = &r->k->say;
	struct ma_str id = text_of(r, &r->uuid);
	if (!id.n || !say_begin(s, &r->k->ids, &id, 1)) {
		s->host->note(s->out, MA_NOTE_DROPPED, (struct ma_at){ s->file, s->line, MA_UNKNOWN }, MA_STR("uuid"));
		return;
	}
	struct slot host = slot_of(r, HOST), port = slot_of(r, PORT), login = slot_of(r, LOGIN), name = slot_of(r, NAME);
	struct slot type = slot_of(r, TYPE), password = slot_of(r, PASSWORD);
	struct slot out_host = slot_of(r, OUT_HOST), out_port = slot_of(r, OUT_PORT), out_login = slot_of(r, OUT_LOGIN);
	const char *protocol = word_of(r, TYPE, protocols, "type"), *security = word_of(r, SECURITY, securities, "connection-security");
	s->host->text(s->account, MA_CLIENT, r->client, (struct ma_at){ s->file, 0, MA_SET });
	say_word(s, MA_PROTOCOL, protocol, say_at(s, &type, MA_UNKNOWN));
	say_text(s, MA_NAME, &name);
	say_text(s, MA_HOST, &host);
	say_text(s, MA_LOGIN, &login);
	tell_word(r, MA_SECURITY, SECURITY, securities, "connection-security");
	say_port(s, &port, protocol, security);
	tell_word(r, MA_AUTH, AUTH, auths, "authentication-type");
	if (password.line && r->values[PASSWORD].at)
		say_word(s, MA_PASSWORD_KEPT, "cleartext", say_at(s, &password, MA_UNKNOWN));
	for (size_t i = 0; i < r->n_addresses; i++) {
		struct slot address = { text_of(r, &r->addresses[i]), s->file, r->addresses[i].line };
		say_text(s, MA_ADDRESSES, &address);
	}
	tell_policy(r, protocol);
	tell_settings(r);
	say_text(s, MA_SMTP_HOST, &out_host);
	say_text(s, MA_SMTP_LOGIN, &out_login);
	if (span_number(out_port.text) > 0 && span_number(out_port.text) < 65536)
		say_num(s, MA_SMTP_PORT, span_number(out_port.text), say_at(s, &out_port, MA_UNKNOWN));
	tell_word(r, MA_SMTP_SECURITY, OUT_SECURITY, securities, "connection-security");
	tell_word(r, MA_SMTP_AUTH, OUT_AUTH, auths, "authentication-type");
}

/* ---- the stream ---- */

static const char *
around(const struct reading *r)
{
	return r->depth >= 2 && r->depth <= MAX_DEPTH ? r->open[r->depth - 2].name : "";
}

/* Text from now on goes into SPAN, if nothing stood there before. */
static void
begin_text(struct reading *r, struct span *span, uint32_t line)
{
	r->in = span->line ? NULL : span;
	if (r->in)
		*span = (struct span){ r->texts.n, 0, line };
}

static bool
on_start(void *to, const char *name, uint32_t line)
{
	struct reading *r = to;
	r->in = NULL;
	if (r->depth++ == 0)
		r->ours = strcmp(name, "k9settings") == 0;
	if (!r->ours)
		return false;
	if (r->depth > MAX_DEPTH)
		return true;
	struct open *o = &r->open[r->depth - 1];
	o->line = line;
	strncpy(o->name, name, sizeof o->name - 1);
	o->name[sizeof o->name - 1] = 0;
	if (!r->account && strcmp(name, "account") == 0 && r->depth == 3) {
		r->account = r->depth;
		r->k->say.line = line;
		r->n_addresses = r->texts.n = 0;
		memset(r->values, 0, sizeof r->values);
		r->uuid = (struct span){ 0, 0, 0 };
		/* Offset 0 is no text's. */
		grow_add(&r->texts, "", 1);
	}
	if (!r->account)
		return true;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (strcmp(around(r), places[i].inside) == 0 && strcmp(name, places[i].name) == 0) {
			begin_text(r, &r->values[places[i].field], line);
			r->secret = places[i].field == PASSWORD;
			/* Where a password would stand, and how long it is, is nobody's business. */
			if (r->secret && r->in)
				r->in->at = 0;
		}
	if (strcmp(around(r), "identity") == 0 && strcmp(name, "email") == 0 && r->n_addresses < MAX_ADDRESSES) {
		r->addresses[r->n_addresses].line = 0;
		begin_text(r, &r->addresses[r->n_addresses++], line);
		r->secret = false;
	}
	return true;
}

static void
on_attribute(void *to, const char *name, const char *p, size_t n)
{
	struct reading *r = to;
	struct ma_str value = { p, n };
	if (!r->account || r->depth > MAX_DEPTH || n > MAX_TEXT_BYTES)
		return;
	const struct open *o = &r->open[r->depth - 1];
	if (r->depth == r->account && strcmp(name, "uuid") == 0) {
		r->uuid = (struct span){ r->texts.n, n, o->line };
		grow_add(&r->texts, p, n);
	} else if (strcmp(o->name, "incoming-server") == 0 && strcmp(name, "type") == 0 && !r->values[TYPE].line) {
		r->values[TYPE] = (struct span){ r->texts.n, n, o->line };
		grow_add(&r->texts, p, n);
	} else if (strcmp(o->name, "value") == 0 && strcmp(name, "key") == 0) {
		for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
			if (strcmp(around(r), keys[i].inside) == 0 && span_is(value, keys[i].name)) {
				begin_text(r, &r->values[keys[i].field], o->line);
				r->secret = false;
			}
	}
}

static void
on_text(void *to, const char *p, size_t n)
{
	struct reading *r = to;
	if (!r->in || r->in->n + n > MAX_TEXT_BYTES)
		return;
	if (r->secret)
		r->in->at = 1;
	else if (grow_add(&r->texts, p, n) != SIZE_MAX)
		r->in->n += n;
}

static void
on_gap(void *to)
{
	(void)to;
}

static void
on_end(void *to)
{
	struct reading *r = to;
	r->in = NULL;
	if (r->account && r->depth == r->account) {
		tell_account(r);
		r->account = 0;
	}
	r->depth--;
}

enum ma_status
k9_export(struct k9 *k, const struct ma_file *file)
{
	const char *slash = strrchr(file->path, '/'), *name = slash ? slash + 1 : file->path;
	struct reading r = { .k = k, .client = strncmp(name, "thunderbird", 11) == 0 ? MA_STR("thunderbird-android") : MA_STR("k9-mail") };
	const struct xml_sink sink = { &r, on_start, on_text, on_gap, on_end, on_attribute };
	uint32_t line;
	enum xml_end end = xml_stream(file->bytes, &sink, &line);
	r.damaged = end == XML_END_DAMAGED || end == XML_END_ENTITIES;
	/* The account in which it broke off. */
	if (r.damaged && r.account)
		tell_account(&r);
	grow_fini(&r.texts);
	if (!r.ours && !r.damaged)
		return MA_UNRECOGNIZED;
	if (r.damaged)
		k->say.host->note(k->say.out, end == XML_END_ENTITIES ? MA_NOTE_UNSUPPORTED : MA_NOTE_DAMAGED, (struct ma_at){ k->say.file, line, MA_UNKNOWN },
		    end == XML_END_ENTITIES ? MA_STR("!ENTITY") : MA_STR(""));
	return r.damaged ? MA_DAMAGED : MA_PARSED;
}
