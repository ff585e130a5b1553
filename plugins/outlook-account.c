/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The values of an account's key as met are rows of the tables below.  Texts
 * are REG_SZ, REG_EXPAND_SZ or (Outlook 2002 to 2013) UTF-16LE in REG_BINARY.
 * Absent numbers have their default where one is documented; "Leave on Server"
 * has none.  Ignored: signatures, time-outs, dial-up, colours, order of
 * services; values of whose meaning nothing is known.
 */
#include <string.h>

#include "outlook-account.h"

/* ---- tables ---- */

struct names {
	const char *name[2];
};

/* One way to fetch mail and the values that describe it. */
static const struct access {
	const char *protocol;
	struct names server, user, port, ssl, secure, spa, password;
	const char *store;
	uint16_t plain_port, tls_port;
	bool is_pop, ssl_settles; /* without SSL there is no other encryption to be set */
} accesses[] = {
	{ "pop3", { { "POP3 Server" } }, { { "POP3 User", "POP3 User Name" } }, { { "POP3 Port" } }, { { "POP3 Use SSL" } },
	  { { "POP3 Secure Connection" } }, { { "POP3 Use SPA", "POP3 Use Sicily" } },
	  { { "POP3 Password", "POP3 Password2" } }, NULL, 110, 995, true, true },
	{ "imap", { { "IMAP Server" } }, { { "IMAP User", "IMAP User Name" } }, { { "IMAP Port" } }, { { "IMAP Use SSL" } },
	  { { "IMAP Secure Connection" } }, { { "IMAP Use SPA", "IMAP Use Sicily" } },
	  { { "IMAP Password", "IMAP Password2" } }, "IMAP Store EID", 143, 993, false, false },
	{ "other", { { "HTTP Server URL", "HTTPMail Server" } }, { { "HTTP User", "HTTPMail User Name" } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } },
	  { { "HTTP Password", "HTTPMail Password2" } }, NULL, 0, 0, false, false },
	{ "other", { { "EAS Server URL" } }, { { "EAS User" } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } },
	  { { "EAS Password" } }, "EAS Store EID", 0, 0, false, false },
	{ "exchange", { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, NULL, 0, 0, false, false },
	{ "other", { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, { { 0 } }, NULL, 0, 0, false, false },
};
enum { POP, IMAP, HTTP, EAS, EXCHANGE, OTHER, N_ACCESSES, NO_MAIL = -1, BY_SERVER = -2, BY_SERVICE = -3 };

/* Tails of Microsoft's constants CLSID_OlkPOP3Account and so on. */
static const struct {
	const char *clsid;
	int access;
} kinds[] = {
	{ "{ED475411-B0D6-11D2-8C3B-00104B2A6676}", POP },
	{ "{ED475412-B0D6-11D2-8C3B-00104B2A6676}", IMAP },
	{ "{ED475414-B0D6-11D2-8C3B-00104B2A6676}", BY_SERVICE },
	{ "{4DB5CBF0-3B77-4852-BC8E-BB81908861F3}", HTTP },
	{ "{4DB5CBF2-3B77-4852-BC8E-BB81908861F3}", NO_MAIL }, /* LDAP */
};

static const struct {
	const char *service;
	int access;
} services[] = {
	{ "MSEMS", EXCHANGE },
	{ "EAS", EAS },
	{ "CONTAB", NO_MAIL }, /* address book */
	{ "EMABLT", NO_MAIL }, /* LDAP directory */
	{ "MSPST MS", NO_MAIL }, /* data files */
	{ "MSUPST MS", NO_MAIL },
	{ "MSPST AB", NO_MAIL },
	{ "INTERSTOR", NO_MAIL }, /* the local store of an IMAP account */
};

/* ENCRYPT_CONN_* */
static const char *const secure_words[] = { "none", "tls", "starttls", "starttls-optional" };

/* ---- telling ---- */

struct ma_at
outlook_at(const struct outlook *o, uint32_t line, enum ma_state state)
{
	return (struct ma_at){ o->file, line, state };
}

void
outlook_text(const struct outlook_account *a, enum ma_fact f, struct ma_str s, uint32_t line, enum ma_state state)
{
	a->o->host->text(a->to, f, s, outlook_at(a->o, line, state));
}

void
outlook_num(const struct outlook_account *a, enum ma_fact f, int64_t n, uint32_t line, enum ma_state state)
{
	a->o->host->num(a->to, f, n, outlook_at(a->o, line, state));
}

void
outlook_note(const struct outlook *o, enum ma_note kind, uint32_t line, const char *key)
{
	o->host->note(o->out, kind, outlook_at(o, line, MA_UNKNOWN), outlook_str(key));
}

struct outlook_number
outlook_number(const struct outlook *o, uint32_t key, const char *name)
{
	struct outlook_number out = { OUTLOOK_ABSENT, 0, regfile_key_line(o->reg, key) };
	uint32_t v = name ? regfile_value(o->reg, key, name) : 0;
	if (!v)
		return out;
	struct regfile_value got = regfile_get(o->reg, v);
	out.line = got.line;
	out.found = regfile_number(o->reg, v, &out.n) ? OUTLOOK_GOOD : OUTLOOK_WRONG;
	if (out.found == OUTLOOK_WRONG && !got.bad) /* bad data was told already */
		outlook_note(o, MA_NOTE_VALUE, out.line, name);
	return out;
}

static struct outlook_number
number_of(const struct outlook_account *a, struct names names)
{
	struct outlook_number n = outlook_number(a->o, a->key, names.name[0]);
	return n.found == OUTLOOK_ABSENT && names.name[1] ? outlook_number(a->o, a->key, names.name[1]) : n;
}

/* The text NAME; empty texts count as absent.  WRONG values are told. */
static enum outlook_found
text_of(const struct outlook_account *a, const char *name, struct ma_str *text, uint32_t *line)
{
	uint32_t v = name ? regfile_value(a->o->reg, a->key, name) : 0;
	if (!v)
		return OUTLOOK_ABSENT;
	struct regfile_value got = regfile_get(a->o->reg, v);
	*line = got.line;
	if (regfile_text(a->o->reg, v, text))
		return text->n ? OUTLOOK_GOOD : OUTLOOK_ABSENT;
	if (!got.bad)
		outlook_note(a->o, MA_NOTE_VALUE, got.line, name);
	return OUTLOOK_WRONG;
}

static enum outlook_found
tell_value(const struct outlook_account *a, enum ma_fact f, struct names names)
{
	for (int i = 0; i < 2; i++) {
		struct ma_str text = { "", 0 };
		uint32_t line = a->line;
		enum outlook_found found = text_of(a, names.name[i], &text, &line);
		if (found != OUTLOOK_ABSENT) {
			outlook_text(a, f, text, line, found == OUTLOOK_GOOD ? MA_SET : MA_UNKNOWN);
			return found;
		}
	}
	return OUTLOOK_ABSENT;
}

void
outlook_value(const struct outlook_account *a, enum ma_fact f, const char *name)
{
	tell_value(a, f, (struct names){ { name } });
}

/* ---- what kind of account ---- */

/* A class id is text, or its 16 bytes. */
static bool
same_clsid(const struct regfile_value *v, struct ma_str text, const char *clsid)
{
	static const unsigned char order[16] = { 7, 5, 3, 1, 12, 10, 17, 15, 20, 22, 25, 27, 29, 31, 33, 35 };
	if (v->type != REGFILE_BINARY || v->data.n != 16)
		return regfile_same(text, clsid);
	for (size_t i = 0; i < 16; i++) {
		char a = clsid[order[i]], b = clsid[order[i] + 1];
		int byte = (a <= '9' ? a - '0' : a - 'A' + 10) << 4 | (b <= '9' ? b - '0' : b - 'A' + 10);
		if (byte != (unsigned char)v->data.p[i])
			return false;
	}
	return true;
}

static int
access_by_server(const struct outlook_account *a)
{
	for (int i = 0; i < 2 * EXCHANGE; i++) {
		const char *server = accesses[i / 2].server.name[i % 2];
		if (server && regfile_value(a->o->reg, a->key, server))
			return i / 2;
	}
	if (regfile_value(a->o->reg, a->key, "Leave on Server"))
		return POP;
	if (regfile_value(a->o->reg, a->key, "NNTP Server") || regfile_value(a->o->reg, a->key, "LDAP Server"))
		return NO_MAIL;
	if (regfile_first_value(a->o->reg, a->key))
		a->o->host->note(a->o->out, MA_NOTE_DROPPED, outlook_at(a->o, a->line, MA_UNKNOWN),
				 regfile_key_name(a->o->reg, a->key));
	return NO_MAIL;
}

static int
access_by_service(const struct outlook_account *a)
{
	struct ma_str service = { "", 0 };
	uint32_t line = a->line;
	if (text_of(a, "Service Name", &service, &line) != OUTLOOK_GOOD)
		return access_by_server(a);
	for (size_t i = 0; i < sizeof services / sizeof *services; i++)
		if (regfile_same(service, services[i].service))
			return services[i].access;
	/* a connector of somebody else: it may or may not fetch mail */
	outlook_note(a->o, MA_NOTE_INFERRED, line, "Service Name");
	return OTHER;
}

static int
access_of(const struct outlook_account *a)
{
	struct ma_str clsid = { "", 0 };
	uint32_t line = a->line, v = regfile_value(a->o->reg, a->key, "clsid");
	struct regfile_value got;
	if (!v || text_of(a, "clsid", &clsid, &line) != OUTLOOK_GOOD)
		return access_by_server(a);
	got = regfile_get(a->o->reg, v);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (same_clsid(&got, clsid, kinds[i].clsid))
			return kinds[i].access == BY_SERVICE ? access_by_service(a) : kinds[i].access;
	outlook_note(a->o, MA_NOTE_VALUE, line, "clsid");
	return access_by_server(a);
}

/* ---- connection ---- */

/* Tells the encryption; the word, NULL when it is not known. */
static const char *
tell_security(const struct outlook_account *a, enum ma_fact f, struct names secure, struct names ssl, bool documented, bool settles)
{
	struct outlook_number code = number_of(a, secure), use = number_of(a, ssl);
	const char *word = NULL;
	enum ma_state state = MA_SET;
	uint32_t line = code.found != OUTLOOK_ABSENT ? code.line : use.line;
	if (code.found == OUTLOOK_GOOD && code.n < (a->list->family->mapi ? 4 : 2)) {
		word = secure_words[code.n];
		state = documented ? MA_SET : MA_INFERRED;
	} else if (code.found == OUTLOOK_GOOD) {
		outlook_note(a->o, MA_NOTE_VALUE, code.line, secure.name[0]);
	} else if (code.found == OUTLOOK_ABSENT && use.found == OUTLOOK_GOOD && use.n) {
		word = "tls";
	} else if (code.found == OUTLOOK_ABSENT && use.found != OUTLOOK_WRONG && settles) {
		word = "none";
		state = use.found == OUTLOOK_GOOD ? MA_SET : MA_IMPLIED;
	}
	outlook_text(a, f, word ? outlook_str(word) : outlook_str(""), line, word ? state : MA_UNKNOWN);
	return word;
}

static void
tell_port(const struct outlook_account *a, enum ma_fact f, struct names names, const char *security, bool may_imply, int plain, int tls)
{
	struct outlook_number n = number_of(a, names);
	if (n.found == OUTLOOK_GOOD && n.n >= 1 && n.n <= 65535) {
		outlook_num(a, f, (int64_t)n.n, n.line, MA_SET);
		return;
	}
	if (n.found == OUTLOOK_GOOD)
		outlook_note(a->o, MA_NOTE_VALUE, n.line, names.name[0]);
	if (n.found != OUTLOOK_ABSENT || !may_imply)
		outlook_num(a, f, 0, n.line, MA_UNKNOWN);
	else if (security && strcmp(security, "tls") == 0)
		outlook_num(a, f, tls, a->line, MA_INFERRED); /* Outlook writes the port then; nobody documents what it does without */
	else
		outlook_num(a, f, plain, a->line, MA_IMPLIED);
}

/* NTLM, or the password; the word, NULL when it is not known. */
static const char *
tell_auth(const struct outlook_account *a, const struct access *how)
{
	struct outlook_number spa = number_of(a, how->spa);
	const char *word = "password";
	enum ma_state state = MA_SET;
	if (spa.found == OUTLOOK_WRONG)
		word = NULL;
	else if (spa.found == OUTLOOK_GOOD && spa.n)
		word = "ntlm";
	else if (spa.found == OUTLOOK_ABSENT && !how->is_pop)
		word = NULL; /* may be OAuth */
	else if (spa.found == OUTLOOK_ABSENT)
		state = MA_IMPLIED;
	outlook_text(a, MA_AUTH, word ? outlook_str(word) : outlook_str(""), spa.line, word ? state : MA_UNKNOWN);
	return word;
}

static void
tell_password(const struct outlook_account *a, struct names names)
{
	for (int i = 0; i < 2; i++) {
		uint32_t v = names.name[i] ? regfile_value(a->o->reg, a->key, names.name[i]) : 0;
		struct regfile_value got;
		if (!v)
			continue;
		got = regfile_get(a->o->reg, v);
		if (got.data.n > 0)
			outlook_text(a, MA_PASSWORD_KEPT, outlook_str("obfuscated"), got.line,
				  got.type == REGFILE_BINARY ? MA_SET : MA_UNKNOWN);
	}
}

static void
tell_smtp(const struct outlook_account *a, const char *auth)
{
	static const struct names port = { { "SMTP Port" } }, ssl = { { "SMTP Use SSL" } },
				  secure = { { "SMTP Secure Connection" } }, server = { { "SMTP Server" } },
				  user = { { "SMTP User", "SMTP User Name" } };
	struct outlook_number use, method, spa;
	if (tell_value(a, MA_SMTP_HOST, server) == OUTLOOK_ABSENT)
		return;
	const char *security = tell_security(a, MA_SMTP_SECURITY, secure, ssl, true, true);
	tell_port(a, MA_SMTP_PORT, port, security, security, 25, 465);
	use = outlook_number(a->o, a->key, "SMTP Use Auth");
	method = outlook_number(a->o, a->key, "SMTP Auth Method");
	spa = outlook_number(a->o, a->key, "SMTP Use SPA");
	const char *word = NULL;
	if (!a->list->family->mapi)
		return; /* the older lists keep this elsewhere */
	if (use.found == OUTLOOK_ABSENT || (use.found == OUTLOOK_GOOD && !use.n))
		word = "none";
	else if (use.found == OUTLOOK_GOOD && method.found != OUTLOOK_WRONG && method.n == 0)
		word = auth;
	else if (use.found == OUTLOOK_GOOD && method.n == 1 && spa.found != OUTLOOK_WRONG)
		word = spa.n ? "ntlm" : "password";
	else if (use.found == OUTLOOK_GOOD && method.n == 2)
		word = "none"; /* the server knows the address from the POP session before */
	outlook_text(a, MA_SMTP_AUTH, word ? outlook_str(word) : outlook_str(""), use.line,
		  !word			      ? MA_UNKNOWN
		  : use.found == OUTLOOK_GOOD ? MA_SET
					      : MA_IMPLIED);
	if (method.n == 1)
		tell_value(a, MA_SMTP_LOGIN, user);
}

/* ---- the account ---- */

static void
tell_addresses(const struct outlook_account *a, int access)
{
	static const struct names email = { { "Email", "SMTP Email Address" } };
	struct ma_str text = { "", 0 }, uid;
	uint32_t line = a->line;
	if (tell_value(a, MA_ADDRESSES, email) != OUTLOOK_ABSENT)
		return;
	if (access == EXCHANGE && a->list->mapi) {
		uid = outlook_bytes(a, "Service UID", &line);
		uint32_t section = mapi_by_uid(a->list->mapi, uid);
		if (mapi_text(a->o->reg, section, "001f6641", &text, &line) ||
		    mapi_text(a->o->reg, section, "001e6641", &text, &line)) {
			outlook_text(a, MA_ADDRESSES, text, line, MA_SET);
			return;
		}
	}
	if (text_of(a, "Account Name", &text, &line) == OUTLOOK_GOOD && memchr(text.p, '@', text.n))
		outlook_text(a, MA_ADDRESSES, text, line, MA_INFERRED);
}

static void
tell_who(const struct outlook_account *a)
{
	const struct outlook_list *l = a->list;
	const struct outlook *o = a->o;
	outlook_text(a, MA_CLIENT, outlook_str(l->family->client), a->line, MA_SET);
	if (l->version.n)
		outlook_text(a, MA_CLIENT_VERSION, l->version, a->line, MA_SET);
	if (l->profile.n)
		outlook_text(a, MA_PROFILE, l->profile, a->line, MA_SET);
	if (l->is_default >= 0)
		outlook_num(a, MA_PROFILE_DEFAULT, l->is_default, l->default_line, MA_SET);
	if (o->user.n)
		outlook_text(a, MA_USER, o->user, o->user_line ? o->user_line : a->line, MA_SET);
}

/* Outlook works through its own list.  A key that is not in it is most likely
 * left over, but that is nowhere documented: not known is what may be said. */
static void
tell_enabled(const struct outlook_account *a, uint32_t id)
{
	uint32_t found;
	if (!a->list->family->mapi)
		return;
	if (!a->list->order) {
		outlook_num(a, MA_ENABLED, 1, a->line, MA_INFERRED);
	} else if (grow_index_get(a->list->order, (uint64_t)id + 1, &found)) {
		outlook_num(a, MA_ENABLED, 1, a->list->order_line, MA_SET);
	} else {
		outlook_num(a, MA_ENABLED, 0, a->list->order_line, MA_UNKNOWN);
		a->o->host->note(a->o->out, MA_NOTE_INFERRED, outlook_at(a->o, a->line, MA_UNKNOWN),
				 regfile_key_name(a->o->reg, a->key));
	}
}

static void
tell_access(const struct outlook_account *a, const struct access *how)
{
	const char *security, *auth = NULL;
	outlook_text(a, MA_PROTOCOL, outlook_str(how->protocol), a->line, MA_SET);
	tell_value(a, MA_LOGIN, how->user);
	tell_password(a, how->password);
	if (how->server.name[0] && tell_value(a, MA_HOST, how->server) == OUTLOOK_ABSENT) {
		outlook_text(a, MA_HOST, outlook_str(""), a->line, MA_UNKNOWN);
		outlook_note(a->o, MA_NOTE_MISSING, a->line, how->server.name[0]);
	}
	if (how->plain_port) {
		bool old = !a->list->family->mapi; /* of before STARTTLS */
		security = tell_security(a, MA_SECURITY, how->secure, how->ssl, old, old || how->ssl_settles);
		tell_port(a, MA_PORT, how->port, security, security || !how->is_pop, how->plain_port, how->tls_port);
		auth = tell_auth(a, how);
		tell_smtp(a, auth);
	}
	if (!a->list->family->mapi)
		outlook_express(a, how->protocol);
	else if (how->is_pop)
		outlook_leave(a);
}

/* Joins the parts of an id; parts that are too long are cut. */
static struct ma_str
join(char *to, size_t cap, const struct ma_str *parts, size_t n)
{
	size_t len = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = parts[i].n < cap / n - 1 ? parts[i].n : cap / n - 1;
		if (!k)
			continue;
		if (len)
			to[len++] = '/';
		memcpy(to + len, parts[i].p, k);
		len += k;
	}
	return (struct ma_str){ to, len };
}

void
outlook_account(const struct outlook *o, const struct outlook_list *list, uint32_t key)
{
	static const struct names name = { { "Account Name" } }, reply = { { "Reply E-mail", "SMTP Reply To Email Address" } },
				  prefix = { { "IMAP Folder Path", "IMAP Root Folder" } };
	struct outlook_account a = { o, list, key, regfile_key_line(o->reg, key), NULL };
	struct ma_str own = regfile_key_name(o->reg, key);
	int access = access_of(&a);
	char id[4096];
	uint32_t number = 0;
	if (access == NO_MAIL)
		return;
	struct ma_str parts[] = { o->hive, list->label, list->profile, own };
	a.to = o->host->account(o->out, join(id, sizeof id, parts, 4));
	for (size_t i = 0; i < own.n; i++)
		number = number << 4 | (uint32_t)(own.p[i] <= '9' ? own.p[i] - '0' : (own.p[i] | 32) - 'a' + 10);
	tell_who(&a);
	tell_value(&a, MA_NAME, name);
	tell_enabled(&a, number);
	tell_addresses(&a, access);
	tell_value(&a, MA_REPLY_TO, reply);
	tell_access(&a, &accesses[access]);
	if (access == IMAP)
		tell_value(&a, MA_FOLDER_PREFIX, prefix);
	outlook_store(&a, accesses[access].store);
}
