/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	file    = profile | signed message (CMS, DER) around a profile
 *	profile = { PayloadType = "Configuration"; PayloadContent = ( payload* ) }
 *	payload = { PayloadType = "com.apple.mail.managed"; EmailAccountType; Incoming...; Outgoing... }
 *	        | { PayloadType = "com.apple.eas.account" or "com.apple.ews.account"; Host; UserName; SSL ... }
 *	        | { PayloadType = "com.apple.google-oauth"; EmailAddress; AccountDescription }
 *
 * A profile has no key for removing mail from the server: what the account
 * does is the device's default, unknown here.  Ignored: payloads of other
 * types, S/MIME, restrictions.  EncryptedPayloadContent cannot be read.
 */
#include <string.h>

#include "apple-profile-parse.h"
#include "kit/cms.h"
#include "kit/grow.h"
#include "kit/plist.h"
#include "kit/say.h"

enum field {
	PAYLOAD, UUID, TYPE, NAME, ADDRESS,
	HOST, PORT, TLS, LOGIN, AUTH, PREFIX, PASSWORD,
	OUT_HOST, OUT_PORT, OUT_TLS, OUT_LOGIN, OUT_AUTH,
	EX_NAME, EX_HOST, EX_PORT, EX_TLS, EX_LOGIN, EX_PASSWORD, EX_OAUTH, EX_DAYS, GOOGLE_NAME, N_FIELDS,
};
static const char *const names[N_FIELDS] = {
	[PAYLOAD] = "PayloadType", [UUID] = "PayloadUUID", [TYPE] = "EmailAccountType", [NAME] = "EmailAccountDescription",
	[ADDRESS] = "EmailAddress", [HOST] = "IncomingMailServerHostName", [PORT] = "IncomingMailServerPortNumber",
	[TLS] = "IncomingMailServerUseSSL", [LOGIN] = "IncomingMailServerUsername", [AUTH] = "IncomingMailServerAuthentication",
	[PREFIX] = "IncomingMailServerIMAPPathPrefix", [PASSWORD] = "IncomingPassword",
	[OUT_HOST] = "OutgoingMailServerHostName", [OUT_PORT] = "OutgoingMailServerPortNumber", [OUT_TLS] = "OutgoingMailServerUseSSL",
	[OUT_LOGIN] = "OutgoingMailServerUsername", [OUT_AUTH] = "OutgoingMailServerAuthentication",
	[EX_NAME] = "PayloadDisplayName", [EX_HOST] = "Host", [EX_PORT] = "Port", [EX_TLS] = "SSL", [EX_LOGIN] = "UserName",
	[EX_PASSWORD] = "Password", [EX_OAUTH] = "OAuth", [EX_DAYS] = "MailNumberOfPastDaysToSync", [GOOGLE_NAME] = "AccountDescription",
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow texts;
	struct {
		enum plist_is is;
		int64_t num;
		size_t at, n;
		bool seen;
		uint32_t line;
	} values[N_FIELDS];
	size_t depth, payload; /* PAYLOAD: depth of the dictionary that is being read, 0: none */
	bool in_content, ours, encrypted, cut;
};

static struct slot
slot_of(const struct reading *r, enum field f)
{
	struct slot s = { MA_STR(""), r->say.file, r->values[f].seen ? r->values[f].line : 0 };
	if (r->values[f].seen && r->values[f].is == PLIST_IS_TEXT && r->values[f].n)
		s.text = (struct ma_str){ r->texts.p + r->values[f].at, r->values[f].n };
	return s;
}

static struct ma_at
at_of(const struct reading *r, enum field f, enum ma_state state)
{
	return (struct ma_at){ r->say.file, r->values[f].seen ? r->values[f].line : r->say.line, r->values[f].seen && state == MA_IMPLIED ? MA_SET : state };
}

static void
tell_text(const struct reading *r, enum ma_fact fact, enum field f)
{
	struct slot s = slot_of(r, f);
	if (s.text.n)
		r->say.host->text(r->say.account, fact, s.text, at_of(r, f, MA_SET));
}

static void
complain(const struct reading *r, enum field f)
{
	r->say.host->note(r->say.out, MA_NOTE_VALUE, at_of(r, f, MA_UNKNOWN), span_of(names[f]));
}

static void
tell_word(const struct reading *r, enum ma_fact fact, enum field f)
{
	static const struct {
		const char *theirs, *ours;
	} words[] = {
		{ "EmailAuthNone", "none" }, { "EmailAuthPassword", "password" }, { "EmailAuthCRAMMD5", "encrypted" },
		{ "EmailAuthNTLM", "ntlm" }, { "EmailAuthHTTPMD5", "encrypted" },
	};
	struct slot s = slot_of(r, f);
	if (!r->values[f].seen)
		return;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(s.text, words[i].theirs)) {
			say_word(&r->say, fact, words[i].ours, at_of(r, f, MA_SET));
			return;
		}
	complain(r, f);
	say_word(&r->say, fact, NULL, at_of(r, f, MA_UNKNOWN));
}

/* 1, 0, or -1 where it is not known.  ABSENT: what Apple says it is then. */
static int
truth(const struct reading *r, enum field f, int absent)
{
	if (!r->values[f].seen)
		return r->cut ? -1 : absent;
	if (r->values[f].is == PLIST_IS_BOOL || (r->values[f].is == PLIST_IS_INT && (r->values[f].num | 1) == 1))
		return (int)r->values[f].num;
	complain(r, f);
	return -1;
}

/* How the connection begins: UseSSL does not say whether with TLS or STARTTLS; the port does. */
static const char *
security_of(int tls, int64_t port, const int64_t plain[2])
{
	if (tls < 0)
		return NULL;
	if (!tls)
		return "none";
	return port && (port == plain[0] || port == plain[1]) ? "starttls" : "tls";
}

static int64_t
port_of(const struct reading *r, enum field f)
{
	int64_t port = r->values[f].seen && r->values[f].is == PLIST_IS_INT ? r->values[f].num : 0;
	if (r->values[f].seen && (port < 1 || port > 65535)) {
		complain(r, f);
		return 0;
	}
	return port;
}

static void
tell_incoming(const struct reading *r, bool known, bool pop)
{
	const struct say *s = &r->say;
	const int64_t plain[2] = { pop ? 110 : 143, 0 };
	int tls = truth(r, TLS, 0);
	int64_t port = port_of(r, PORT);
	const char *security = security_of(tls, port, plain);
	/* With TLS the device tries what the server offers; the port it was told to use tells which. */
	say_word(s, MA_SECURITY, security, at_of(r, TLS, security ? tls && !port ? MA_INFERRED : MA_IMPLIED : MA_UNKNOWN));
	if (port)
		say_num(s, MA_PORT, port, at_of(r, PORT, MA_SET));
	else if (known && security && !r->values[PORT].seen && !r->cut)
		say_num(s, MA_PORT, tls ? pop ? 995 : 993 : plain[0], at_of(r, PORT, MA_IMPLIED));
	else
		say_num(s, MA_PORT, 0, at_of(r, PORT, MA_UNKNOWN));
}

static void
tell_sending(const struct reading *r)
{
	static const int64_t sending[2] = { 25, 587 };
	if (!r->values[OUT_HOST].seen)
		return;
	int64_t port = port_of(r, OUT_PORT);
	const char *security = security_of(truth(r, OUT_TLS, 0), port, sending);
	tell_text(r, MA_SMTP_HOST, OUT_HOST);
	tell_text(r, MA_SMTP_LOGIN, OUT_LOGIN);
	say_word(&r->say, MA_SMTP_SECURITY, security, at_of(r, OUT_TLS, security ? MA_IMPLIED : MA_UNKNOWN));
	say_num(&r->say, MA_SMTP_PORT, port, at_of(r, OUT_PORT, port ? MA_SET : MA_UNKNOWN));
	tell_word(r, MA_SMTP_AUTH, OUT_AUTH);
}

static void
tell_mail(const struct reading *r)
{
	const struct say *s = &r->say;
	struct slot type = slot_of(r, TYPE);
	bool pop = span_is(type.text, "EmailTypePOP"), imap = span_is(type.text, "EmailTypeIMAP");
	if (!pop && !imap)
		complain(r, TYPE);
	say_word(s, MA_PROTOCOL, pop ? "pop3" : imap ? "imap" : NULL, at_of(r, TYPE, pop || imap ? MA_SET : MA_UNKNOWN));
	tell_text(r, MA_NAME, NAME);
	tell_text(r, MA_HOST, HOST);
	tell_text(r, MA_LOGIN, LOGIN);
	tell_incoming(r, pop || imap, pop);
	tell_word(r, MA_AUTH, AUTH);
	if (r->values[PASSWORD].seen)
		say_word(s, MA_PASSWORD_KEPT, "cleartext", at_of(r, PASSWORD, MA_SET));
	if (!imap) {
		struct ma_at unknown = { s->file, s->line, MA_UNKNOWN };
		say_num(s, MA_LEAVE_ON_SERVER, 0, unknown);
		say_word(s, MA_DELETE_WHEN, NULL, unknown);
	}
	if (!pop)
		tell_text(r, MA_FOLDER_PREFIX, PREFIX);
	tell_sending(r);
}

static void
tell_exchange(const struct reading *r)
{
	const struct say *s = &r->say;
	int tls = truth(r, EX_TLS, 1), oauth = truth(r, EX_OAUTH, 0);
	int64_t port = port_of(r, EX_PORT), days = r->values[EX_DAYS].is == PLIST_IS_INT ? r->values[EX_DAYS].num : 0;
	say_word(s, MA_PROTOCOL, "exchange", at_of(r, PAYLOAD, MA_SET));
	tell_text(r, MA_NAME, EX_NAME);
	tell_text(r, MA_HOST, EX_HOST);
	tell_text(r, MA_LOGIN, EX_LOGIN);
	say_word(s, MA_SECURITY, tls < 0 ? NULL : tls ? "tls" : "none", at_of(r, EX_TLS, tls < 0 ? MA_UNKNOWN : MA_IMPLIED));
	if (port)
		say_num(s, MA_PORT, port, at_of(r, EX_PORT, MA_SET));
	if (oauth == 1)
		say_word(s, MA_AUTH, "oauth2", at_of(r, EX_OAUTH, MA_SET));
	if (r->values[EX_PASSWORD].seen)
		say_word(s, MA_PASSWORD_KEPT, "cleartext", at_of(r, EX_PASSWORD, MA_SET));
	if (days > 0 && days <= 36500)
		say_num(s, MA_OFFLINE_DAYS, days, at_of(r, EX_DAYS, MA_SET));
}

/* An account of Google's: its server and the way in are not in the profile. */
static void
tell_google(const struct reading *r)
{
	const struct say *s = &r->say;
	struct ma_at at = at_of(r, PAYLOAD, MA_SET);
	at.state = MA_INFERRED;
	say_word(s, MA_PROTOCOL, "imap", at);
	say_word(s, MA_HOST, "imap.gmail.com", at);
	say_word(s, MA_SECURITY, "tls", at);
	say_num(s, MA_PORT, 993, at);
	say_word(s, MA_AUTH, "oauth2", at);
	tell_text(r, MA_NAME, GOOGLE_NAME);
	tell_text(r, MA_LOGIN, ADDRESS);
}

static void
tell_account(struct reading *r)
{
	static const struct {
		const char *type;
		void (*tell)(const struct reading *);
		enum field host;
	} payloads[] = {
		{ "com.apple.mail.managed", tell_mail, HOST }, { "com.apple.eas.account", tell_exchange, EX_HOST },
		{ "com.apple.ews.account", tell_exchange, EX_HOST }, { "com.apple.google-oauth", tell_google, ADDRESS },
	};
	struct slot uuid = slot_of(r, UUID), payload = slot_of(r, PAYLOAD);
	for (size_t i = 0; i < sizeof payloads / sizeof *payloads; i++) {
		struct ma_str id = uuid.text.n ? uuid.text : slot_of(r, payloads[i].host).text;
		if (!span_is(payload.text, payloads[i].type) || !say_begin(&r->say, &r->ids, &id, 1))
			continue;
		tell_text(r, MA_ADDRESSES, ADDRESS);
		payloads[i].tell(r);
	}
}

/* ---- the stream ---- */

static void
take(struct reading *r, struct ma_str key, const struct plist_value *v)
{
	for (enum field f = 0; f < N_FIELDS; f++) {
		if (!span_is(key, names[f]) || r->values[f].seen)
			continue;
		r->values[f].seen = true;
		r->values[f].is = v->is;
		r->values[f].num = v->num;
		r->values[f].line = v->line;
		r->values[f].at = r->texts.n;
		bool secret = f == PASSWORD || f == EX_PASSWORD; /* of which only that it is there */
		r->values[f].n = v->is == PLIST_IS_TEXT && !secret && grow_add(&r->texts, v->text.p, v->text.n) != SIZE_MAX ? v->text.n : 0;
	}
}

static void
on_open(void *to, struct ma_str key, const struct plist_value *v)
{
	struct reading *r = to;
	if (r->depth == 1 && span_is(key, "PayloadContent")) {
		r->in_content = r->ours = true;
	} else if (r->depth == 2 && r->in_content && v->is == PLIST_IS_DICT) {
		memset(r->values, 0, sizeof r->values);
		r->texts.n = 0;
		r->say.line = v->line;
		r->payload = r->depth + 1;
	} else if (r->payload && r->depth == r->payload) {
		take(r, key, &(struct plist_value){ .is = PLIST_IS_BAD, .line = v->line, .text = MA_STR("") });
	}
	r->depth++;
}

static void
on_value(void *to, struct ma_str key, const struct plist_value *v)
{
	struct reading *r = to;
	if (r->depth == 1) {
		r->encrypted = r->encrypted || span_is(key, "EncryptedPayloadContent");
		r->ours = r->ours || (span_is(key, "PayloadType") && v->is == PLIST_IS_TEXT && span_is(v->text, "Configuration"));
	} else if (r->payload && r->depth == r->payload) {
		take(r, key, v);
	}
}

static void
on_close(void *to, bool cut)
{
	struct reading *r = to;
	if (r->payload && r->depth == r->payload) {
		r->cut = cut;
		tell_account(r);
		r->payload = 0;
	}
	if (--r->depth == 1)
		r->in_content = false;
}

/* ---- files ---- */

/* A message that gnutls does not take, in pieces or of another hand: the profile may lie in it as it is. */
static struct ma_str
found_inside(struct ma_str bytes)
{
	const char *start = memmem(bytes.p, bytes.n, "<?xml", 5);
	size_t left = start ? bytes.n - (size_t)(start - bytes.p) : 0;
	const char *end = start ? memmem(start, left, "</plist>", 8) : NULL;
	return end ? (struct ma_str){ start, (size_t)(end + 8 - start) } : MA_STR("");
}

static enum ma_status
read_file(struct reading *r, struct ma_str bytes)
{
	const struct plist_sink sink = { r, on_open, on_value, on_close };
	struct grow content = { 0 };
	struct ma_at at = { r->say.file, 0, MA_UNKNOWN };
	bool is_signed = bytes.n > 2 && bytes.p[0] == 0x30;
	uint32_t line = 0;
	if (is_signed) {
		enum cms_end end = cms_open(bytes, &content);
		bytes = end == CMS_NONE ? found_inside(bytes) : (struct ma_str){ content.p ? content.p : "", content.n };
		if (!bytes.n) {
			grow_fini(&content);
			r->say.host->note(r->say.out, MA_NOTE_DAMAGED, at, MA_STR(""));
			return MA_DAMAGED;
		}
		r->say.host->note(r->say.out, end == CMS_SIGNED ? MA_NOTE_SIGNER : MA_NOTE_SIGNATURE, at, MA_STR(""));
	}
	r->depth = r->payload = 0;
	r->in_content = r->ours = r->encrypted = r->cut = false;
	enum plist_end end = plist_stream(bytes, &sink, &line);
	grow_fini(&content);
	at.line = is_signed ? 0 : line;
	if (end != PLIST_WHOLE)
		r->say.host->note(r->say.out, end == PLIST_LIMIT ? MA_NOTE_LIMIT : end == PLIST_DAMAGED ? MA_NOTE_DAMAGED : MA_NOTE_UNSUPPORTED, at,
		    end == PLIST_ENTITIES ? MA_STR("!ENTITY") : MA_STR(""));
	if (r->encrypted)
		r->say.host->note(r->say.out, MA_NOTE_UNSUPPORTED, (struct ma_at){ r->say.file, 0, MA_UNKNOWN }, MA_STR("EncryptedPayloadContent"));
	return end != PLIST_WHOLE ? MA_DAMAGED : r->ours || r->encrypted ? MA_PARSED : MA_UNRECOGNIZED;
}

enum ma_status
apple_profile_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	size_t n_of[MA_DAMAGED + 1] = { 0 };
	for (r.say.file = 0; r.say.file < n_files; r.say.file++)
		n_of[read_file(&r, files[r.say.file].bytes)]++;
	grow_fini(&r.texts);
	say_ids_fini(&r.ids);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

#ifndef MAILACCORD_STATIC_PLUGINS
const struct ma_parser mailaccord_parser_v1 = { sizeof(struct ma_parser), apple_profile_parse };
#endif
