/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Profile files of Outlook 2002 and later (.prf): what an Outlook that imports
 * them will be set up with.  As met, in files of the Office Customization Tool
 * and of those who wrote their own after it:
 *
 *	[General]			ProfileName, DefaultProfile
 *	[Service List]			Service1=Microsoft Exchange Server
 *	[Internet Account List]		Account1=I_Mail
 *	[Account1]			POP3Server=..., LeaveOnServer=0x50001
 *	[I_Mail]			AccountType=POP3
 *					POP3Server=PT_UNICODE,0x0100
 *
 * The last kind of section says what kind of account a name stands for, and
 * which property each key is: the properties count, not the names.  What it
 * does not say is taken as usual (state inferred), but for LeaveOnServer.
 * An INI file in the machine's code page, or UTF-16 with a mark; numbers are
 * decimal, or hexadecimal with 0x.  What is given twice and differently is
 * unknown: which of both counts is documented nowhere.  A value with %NAME% in
 * it depends on who imports the file, and is unknown.
 * Which file is waiting to be imported stands in the registry (ImportPRF).
 * Ignored: data files, address books, LDAP, sections of the profile.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/ansi.h"
#include "kit/leavebits.h"
#include "kit/regfile.h"
#include "outlook-prf-file.h"
#include "outlook-write.h"

enum { MAX_BYTES = 1 << 20, MAX_ACCOUNTS = 64 };

#define SETUP "Software\\Microsoft\\Office\\*\\Outlook\\Setup"

static const struct ma_source sources[] = {
	{ MA_REGISTRY, "//" SETUP, "registry", 0, "ImportPRF" },
	{ MA_HOME, "*//*.prf", "prf", MAX_BYTES, "[Internet Account List]" },
	{ MA_HOME, "*//*.PRF", "prf", MAX_BYTES, NULL },
	{ MA_HOME, "Desktop//*.prf", "prf", MAX_BYTES, NULL },
	{ MA_HOME, "Downloads//*.prf", "prf", MAX_BYTES, NULL },
	{ MA_DOCUMENTS, "//*.prf", "prf", MAX_BYTES, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_PROFILE] = MA_READS, [MA_PROFILE_DEFAULT] = MA_READS, [MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS,
	[MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS,
	[MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS, [MA_LEAVE_RAW] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, [MA_SMTP_HOST] = MA_READS,
	[MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
	[MA_REPLY_TO] = MA_READS,
};

/* The properties of an account: Microsoft's number, and what POP and IMAP accounts usually call it. */
enum property {
	NAME, ADDRESS, SERVER, USER, REPLY, PORT, TLS, SPA,
	SMTP_SERVER, SMTP_PORT, SMTP_TLS, SMTP_USES_AUTH, SMTP_USER, SMTP_SPA, SMTP_AUTH, SMTP_SECURE, LEAVE, ROOT, N_PROPERTIES,
};
static const struct {
	uint16_t id;
	const char *pop, *imap;
} properties[N_PROPERTIES] = {
	[NAME] = { 0x0002, "AccountName", "AccountName" },
	[ADDRESS] = { 0x000C, "EmailAddress", "EmailAddress" },
	[SERVER] = { 0x0100, "POP3Server", "IMAPServer" },
	[USER] = { 0x0101, "POP3UserName", "IMAPUserName" },
	[REPLY] = { 0x0103, "ReplyEmailAddress", "ReplyEmailAddress" },
	[PORT] = { 0x0104, "POP3Port", "IMAPPort" },
	[TLS] = { 0x0105, "POP3UseSSL", "IMAPUseSSL" },
	[SPA] = { 0x0108, "POP3UseSPA", "IMAPUseSPA" },
	[SMTP_SERVER] = { 0x0200, "SMTPServer", "SMTPServer" },
	[SMTP_PORT] = { 0x0201, "SMTPPort", "SMTPPort" },
	[SMTP_TLS] = { 0x0202, "SMTPUseSSL", "SMTPUseSSL" },
	[SMTP_USES_AUTH] = { 0x0203, "SMTPUseAuth", "SMTPUseAuth" },
	[SMTP_USER] = { 0x0204, "SMTPUserName", "SMTPUserName" },
	[SMTP_SPA] = { 0x0207, "SMTPUseSPA", "SMTPUseSPA" },
	[SMTP_AUTH] = { 0x0208, "SMTPAuthMethod", "SMTPAuthMethod" },
	[SMTP_SECURE] = { 0x020A, "SMTPSecureConnection", "SMTPSecureConnection" },
	[LEAVE] = { 0x1000, "LeaveOnServer", "" },
	[ROOT] = { 0x1101, "", "RootFolder" },
};

/* What an account's section is called in the list, where nothing says what that means; and what AccountType says. */
static const struct {
	const char *section, *type, *protocol;
} kinds[] = {
	{ "I_Mail", "POP3", "pop3" },
	{ "IMAP_I_Mail", "IMAP", "imap" },
	{ "INET_HTTP", "HOTMAIL", "other" },
};

/* A property's value, and how it is known. */
struct value {
	struct slot slot;
	bool clash; /* given twice, differently */
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow room;
	struct prf prf;
	const struct ma_file *file;
	struct value values[N_PROPERTIES];
	struct {
		const char *name; /* what the account's kind calls it */
		bool usual; /* where that is not explained: what it is usually called */
	} keys[N_PROPERTIES];
};

/* ---- values of one account ---- */

/* What the section KIND calls the properties of its accounts. */
static void
learn_keys(struct reading *r, const char *kind, bool imap)
{
	for (enum property p = 0; p < N_PROPERTIES; p++) {
		r->keys[p].name = imap ? properties[p].imap : properties[p].pop;
		r->keys[p].usual = true;
	}
	for (size_t i = 0; i < prf_count(&r->prf); i++) {
		struct prf_line l = prf_line(&r->prf, i);
		struct ma_str rest = { l.value, l.n_value };
		if (!prf_in(&l, kind))
			continue;
		span_cut(&rest, ',');
		int64_t id = prf_number(span_trim(rest));
		for (enum property p = 0; p < N_PROPERTIES; p++)
			if (id == properties[p].id) {
				r->keys[p].name = l.key;
				r->keys[p].usual = false;
			}
	}
}

static void
learn_values(struct reading *r, const char *section, const char *kind)
{
	bool unexplained = false;
	memset(r->values, 0, sizeof r->values);
	for (size_t i = 0; i < prf_count(&r->prf); i++) {
		struct prf_line l = prf_line(&r->prf, i);
		struct ma_str key = span_of(l.key), text = { l.value, l.n_value };
		if (!prf_in(&l, section))
			continue;
		for (enum property p = 0; p < N_PROPERTIES; p++) {
			struct value *v = &r->values[p];
			if (!span_is_any_case(key, r->keys[p].name))
				continue;
			bool differs = v->slot.line && (v->slot.text.n != text.n || memcmp(v->slot.text.p, text.p, text.n) != 0);
			if (differs && !v->clash)
				r->say.host->note(r->say.out, MA_NOTE_DUPLICATE, (struct ma_at){ r->say.file, l.line, MA_UNKNOWN }, key);
			v->clash |= differs;
			unexplained |= r->keys[p].usual;
			v->slot = (struct slot){ text, r->say.file, l.line };
		}
		if (key.n >= 8 && span_is_any_case((struct ma_str){ key.p + key.n - 8, 8 }, "Password") && text.n)
			say_password(&r->say, &(struct slot){ text, r->say.file, l.line }, "cleartext");
	}
	if (unexplained)
		r->say.host->note(r->say.out, MA_NOTE_MISSING, (struct ma_at){ r->say.file, r->say.line, MA_UNKNOWN }, span_of(kind));
}

static struct ma_at
at_of(const struct reading *r, enum property p, enum ma_state absent)
{
	const struct slot *s = &r->values[p].slot;
	return (struct ma_at){ r->say.file, s->line ? s->line : r->say.line, s->line ? r->keys[p].usual ? MA_INFERRED : MA_SET : absent };
}

static bool
absent(const struct reading *r, enum property p)
{
	return !r->values[p].slot.line;
}

static void
note(const struct reading *r, enum ma_note kind, enum property p)
{
	r->say.host->note(r->say.out, kind, at_of(r, p, MA_UNKNOWN), span_of(r->keys[p].name));
}

/* The number, up to MOST; -1 when it is absent, and noted when it is anything else. */
static int64_t
number_of(const struct reading *r, enum property p, int64_t most)
{
	const struct value *v = &r->values[p];
	int64_t n = absent(r, p) || v->clash ? -1 : prf_number(v->slot.text);
	if (n > most || (n < 0 && !absent(r, p) && !v->clash)) {
		note(r, MA_NOTE_VALUE, p);
		return -1;
	}
	return n;
}

static void
tell_text(struct reading *r, enum ma_fact fact, enum property p)
{
	struct ma_str text = prf_unquoted(r->values[p].slot.text);
	bool variable = prf_variable(text);
	if (absent(r, p) || !text.n)
		return;
	if (variable)
		note(r, MA_NOTE_OVERRIDE, p);
	if (variable || r->values[p].clash)
		say_word(&r->say, fact, NULL, at_of(r, p, MA_UNKNOWN));
	else
		r->say.host->text(r->say.account, fact, ansi_utf8(&r->room, text, r->file->ansi_charset), at_of(r, p, MA_SET));
}

/* ---- what they mean ---- */

/* The word told, NULL when it is not known. */
static const char *
tell_security(struct reading *r, bool pop)
{
	int64_t on = number_of(r, TLS, 1);
	const char *word = on > 0 ? "tls" : on == 0 || (absent(r, TLS) && pop) ? "none" : NULL;
	struct ma_at at = at_of(r, TLS, MA_IMPLIED);
	/* An IMAP account may have STARTTLS by a setting that no such file has been seen to hold. */
	if (word && on == 0 && !pop)
		at.state = MA_INFERRED;
	say_word(&r->say, MA_SECURITY, word, at);
	return word;
}

static void
tell_port(const struct reading *r, enum ma_fact fact, enum property p, const char *security, int plain, int tls)
{
	int64_t n = number_of(r, p, 65535);
	bool is_tls = security && strcmp(security, "tls") == 0;
	if (n > 0)
		say_num(&r->say, fact, n, at_of(r, p, MA_SET));
	else if (absent(r, p) && security)
		say_num(&r->say, fact, is_tls ? tls : plain, at_of(r, p, is_tls ? MA_INFERRED : MA_IMPLIED));
	else
		say_unknown(&r->say, fact, &r->values[p].slot);
}

static const char *
tell_auth(const struct reading *r, bool pop)
{
	int64_t spa = number_of(r, SPA, 1);
	const char *word = spa > 0 ? "ntlm" : spa == 0 || (absent(r, SPA) && pop) ? "password" : NULL;
	say_word(&r->say, MA_AUTH, word, at_of(r, SPA, MA_IMPLIED));
	return word;
}

static void
tell_smtp(struct reading *r, const char *auth)
{
	static const char *const words[] = { "none", "tls", "starttls", "starttls-optional" };
	int64_t code = number_of(r, SMTP_SECURE, 3), use = number_of(r, SMTP_TLS, 1), uses = number_of(r, SMTP_USES_AUTH, 1),
		method = number_of(r, SMTP_AUTH, 2), spa = number_of(r, SMTP_SPA, 1);
	enum property from = absent(r, SMTP_SECURE) ? SMTP_TLS : SMTP_SECURE;
	const char *security = NULL, *word = NULL;
	if (absent(r, SMTP_SERVER))
		return;
	tell_text(r, MA_SMTP_HOST, SMTP_SERVER);
	if (!absent(r, SMTP_SECURE))
		security = code >= 0 ? words[code] : NULL;
	else if (use >= 0 || absent(r, SMTP_TLS))
		security = use > 0 ? "tls" : "none";
	say_word(&r->say, MA_SMTP_SECURITY, security, at_of(r, from, MA_IMPLIED));
	tell_port(r, MA_SMTP_PORT, SMTP_PORT, security, 25, 465);
	if (uses == 0 || absent(r, SMTP_USES_AUTH) || (uses > 0 && method == 2))
		word = "none"; /* 2: the server knows the address from the POP session before */
	else if (uses > 0 && (method == 0 || absent(r, SMTP_AUTH)))
		word = auth;
	else if (uses > 0 && method == 1 && (spa >= 0 || absent(r, SMTP_SPA)))
		word = spa > 0 ? "ntlm" : "password";
	say_word(&r->say, MA_SMTP_AUTH, word, at_of(r, SMTP_USES_AUTH, MA_IMPLIED));
	if (method == 1)
		tell_text(r, MA_SMTP_LOGIN, SMTP_USER);
}

/* Absent is unknown, as it is in the registry: what the import then does is documented nowhere.
 * So is a value that no property is said to belong to: if the import passes it over, it is absent. */
static void
tell_leave(const struct reading *r)
{
	int64_t bits = number_of(r, LEAVE, UINT32_MAX);
	if (bits >= 0 && !r->keys[LEAVE].usual)
		leavebits_tell(r->say.host, r->say.out, r->say.account, (uint32_t)bits, at_of(r, LEAVE, MA_SET), r->keys[LEAVE].name);
	else
		say_unknown(&r->say, MA_LEAVE_ON_SERVER, &r->values[LEAVE].slot);
}

/* KIND is the section that explains the account, or what is usually meant by its name.  Returns the protocol, or NULL. */
static const char *
protocol_of(struct reading *r, const char *kind, struct ma_at *at)
{
	struct slot type = prf_find(&r->prf, kind, "AccountType");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (type.line ? span_is_any_case(type.text, kinds[i].type) : span_is_any_case(span_of(kind), kinds[i].section)) {
			at->state = type.line ? MA_SET : MA_INFERRED;
			return kinds[i].protocol;
		}
	return NULL;
}

/* ---- the accounts ---- */

/* Begins the account of SECTION, in the profile that the file makes. */
static bool
begin(struct reading *r, const char *section)
{
	struct slot name = prf_find(&r->prf, "General", "ProfileName"), preferred = prf_find(&r->prf, "General", "DefaultProfile");
	struct ma_str profile = ansi_utf8(&r->room, prf_unquoted(name.text), r->file->ansi_charset);
	struct ma_str id[] = { profile, MA_STR("/"), span_of(section) };
	if (!say_begin(&r->say, &r->ids, id, 3))
		return false;
	if (profile.n && !prf_variable(profile))
		r->say.host->text(r->say.account, MA_PROFILE, profile, say_at(&r->say, &name, MA_SET));
	if (span_is_any_case(preferred.text, "Yes") || span_is_any_case(preferred.text, "No"))
		say_num(&r->say, MA_PROFILE_DEFAULT, span_is_any_case(preferred.text, "Yes"), say_at(&r->say, &preferred, MA_SET));
	return true;
}

static void
tell_account(struct reading *r, const struct prf_line *l)
{
	const char *section = l->key, *kind = l->value;
	struct ma_at at = { r->say.file, l->line, MA_UNKNOWN };
	r->say.line = l->line;
	if (!prf_has(&r->prf, section)) {
		r->say.host->note(r->say.out, MA_NOTE_DROPPED, at, span_of(l->key));
		return;
	}
	if (!begin(r, section))
		return;
	const char *protocol = protocol_of(r, kind, &at);
	bool pop = protocol && strcmp(protocol, "pop3") == 0, imap = protocol && strcmp(protocol, "imap") == 0;
	if (!protocol)
		r->say.host->note(r->say.out, MA_NOTE_VALUE, at, span_of(l->key));
	say_word(&r->say, MA_PROTOCOL, protocol, at);
	learn_keys(r, kind, imap);
	learn_values(r, section, kind);
	tell_text(r, MA_NAME, NAME);
	tell_text(r, MA_ADDRESSES, ADDRESS);
	tell_text(r, MA_HOST, SERVER);
	tell_text(r, MA_LOGIN, USER);
	tell_text(r, MA_REPLY_TO, REPLY);
	if (!pop)
		tell_text(r, MA_FOLDER_PREFIX, ROOT);
	if (pop || imap) {
		const char *security = tell_security(r, pop);
		tell_port(r, MA_PORT, PORT, security, pop ? 110 : 143, pop ? 995 : 993);
		tell_smtp(r, tell_auth(r, pop));
	}
	if (pop || !protocol)
		tell_leave(r);
}

/* Of services only a mailbox on Exchange is told, and what Outlook 97 to 2000 called Internet mail is named. */
static void
tell_service(struct reading *r, const struct prf_line *l)
{
	const char *section = l->key, *kind = l->value;
	struct slot service = prf_find(&r->prf, kind, "ServiceName"), host = prf_find(&r->prf, section, "HomeServer"), login = prf_find(&r->prf, section, "MailboxName");
	r->say.line = l->line;
	if (span_is_any_case(service.text, "IMAIL"))
		r->say.host->note(r->say.out, MA_NOTE_UNSUPPORTED, (struct ma_at){ r->say.file, l->line, MA_UNKNOWN }, span_of(l->value));
	if (!span_is_any_case(service.text, "MSEMS") || !begin(r, section))
		return;
	say_word(&r->say, MA_PROTOCOL, "exchange", (struct ma_at){ r->say.file, l->line, MA_SET });
	if (!prf_variable(host.text))
		say_text(&r->say, MA_HOST, &host);
	if (!prf_variable(login.text))
		say_text(&r->say, MA_LOGIN, &login);
}

/* Calls TELL for each NAME1=..., NAME2=... of the section, up to a limit. */
static void
each(struct reading *r, const char *section, const char *name, void (*tell)(struct reading *, const struct prf_line *))
{
	size_t n = 0;
	for (size_t i = 0; i < prf_count(&r->prf) && n <= MAX_ACCOUNTS; i++) {
		struct prf_line l = prf_line(&r->prf, i);
		struct ma_str key = span_of(l.key);
		if (!prf_in(&l, section) || key.n <= strlen(name) || !span_is_any_case((struct ma_str){ key.p, strlen(name) }, name))
			continue;
		if (n++ < MAX_ACCOUNTS)
			tell(r, &l);
		else
			r->prf.cut = true;
	}
}

static enum ma_status
read_prf(struct reading *r)
{
	if (!prf_read(&r->prf, r->file->bytes, r->say.file))
		return MA_DAMAGED;
	if (!r->prf.recognized)
		return MA_UNRECOGNIZED;
	each(r, "Internet Account List", "Account", tell_account);
	each(r, "Service List", "Service", tell_service);
	if (r->prf.cut)
		r->say.host->note(r->say.out, MA_NOTE_LIMIT, (struct ma_at){ r->say.file, 0, MA_UNKNOWN }, MA_STR(""));
	return r->prf.cut ? MA_DAMAGED : MA_PARSED;
}

/* ---- the registry ---- */

/* The file that each version of one user's Outlook is about to import. */
static bool
read_setup(const struct reading *r, struct regfile *reg, uint32_t hive)
{
	uint32_t office = regfile_key(reg, hive, "Software\\Microsoft\\Office");
	bool found = false;
	for (uint32_t version = office ? regfile_child(reg, office) : 0; version; version = regfile_next(reg, version)) {
		uint32_t setup = regfile_key(reg, version, "Outlook\\Setup"), v = setup ? regfile_value(reg, setup, "ImportPRF") : 0;
		struct ma_str path;
		if (!v || !regfile_text(reg, v, &path) || !path.n)
			continue;
		found = true;
		r->say.host->want(r->say.out, path, (struct ma_at){ r->say.file, regfile_get(reg, v).line, MA_UNKNOWN });
	}
	return found;
}

static enum ma_status
read_registry(const struct reading *r)
{
	struct regfile *reg = regfile_read(r->file->bytes, r->file->ansi_charset);
	bool found = false;
	if (!reg)
		return MA_UNRECOGNIZED;
	for (uint32_t root = regfile_child(reg, REGFILE_ROOT); root; root = regfile_next(reg, root)) {
		found |= read_setup(r, reg, root);
		for (uint32_t hive = regfile_child(reg, root); hive; hive = regfile_next(reg, hive))
			found |= read_setup(r, reg, hive);
	}
	regfile_free(reg);
	return found ? MA_PARSED : MA_UNRECOGNIZED;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	size_t n_of[MA_DAMAGED + 1] = { 0 };
	for (r.say.file = 0; r.say.file < n_files; r.say.file++) {
		r.file = &files[r.say.file];
		n_of[strcmp(r.file->role, "registry") == 0 && !r.file->asked.n ? read_registry(&r) : read_prf(&r)]++;
	}
	prf_fini(&r.prf);
	grow_fini(&r.room);
	say_ids_fini(&r.ids);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(outlook_prf) = {
	sizeof(struct ma_plugin), "outlook-prf", "Outlook profile file (PRF)", sources, parse, NULL, MA_TELLS(tells),
	.writers = outlook_prf_writers,
};
