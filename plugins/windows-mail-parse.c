/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	file  = <MessageAccount> value* </MessageAccount>
 *	value = <NAME type="SZ"> text </NAME>
 *	      | <NAME type="DWORD"> hexadecimal digits, without 0x </NAME>
 *	      | <NAME type="BINARY"> ... </NAME>
 *
 * UTF-16 with a byte order mark as the programs write it; UTF-8 from other
 * hands, perhaps with a declaration that still says utf-16.  Only what differs
 * from the default stands there, and nobody documents the defaults: whether
 * mail is left is unknown when it is absent.  Ignored: news and directory
 * accounts, dial-up, time-outs, signatures.
 */
#include <string.h>

#include "kit/grow.h"
#include "kit/regdir.h"
#include "kit/say.h"
#include "kit/xml.h"
#include "windows-mail-parse.h"

enum field {
	NAME, ADDRESS, REPLY_TO, PREFIX, SENT, DRAFTS, TRASH, JUNK,
	SMTP_SERVER, SMTP_PORT, SMTP_SECURE, SMTP_USER,
	LEAVE, WHEN_DELETED, WHEN_EXPIRED, DAYS,
	POP_SERVER, POP_USER, POP_PORT, POP_SECURE, POP_SPA, POP_SKIP,
	IMAP_SERVER, IMAP_USER, IMAP_PORT, IMAP_SECURE, IMAP_SPA, IMAP_SKIP,
	HTTP_SERVER, HTTP_USER,
	PASSWORD, N_FIELDS,
};
static const char *const names[N_FIELDS] = {
	[NAME] = "Account_Name", [ADDRESS] = "SMTP_Email_Address", [REPLY_TO] = "SMTP_Reply_To_Email_Address",
	[PREFIX] = "IMAP_Root_Folder", [SENT] = "IMAP_Sent_Items_Folder", [DRAFTS] = "IMAP_Drafts_Folder",
	[TRASH] = "IMAP_Deleted_Items_Folder", [JUNK] = "IMAP_Junk_E-mail_Folder",
	[SMTP_SERVER] = "SMTP_Server", [SMTP_PORT] = "SMTP_Port", [SMTP_SECURE] = "SMTP_Secure_Connection", [SMTP_USER] = "SMTP_User_Name",
	[LEAVE] = "Leave_Mail_On_Server", [WHEN_DELETED] = "Remove_When_Deleted", [WHEN_EXPIRED] = "Remove_When_Expired", [DAYS] = "Expire_Days",
	[POP_SERVER] = "POP3_Server", [POP_USER] = "POP3_User_Name", [POP_PORT] = "POP3_Port", [POP_SECURE] = "POP3_Secure_Connection",
	[POP_SPA] = "POP3_Use_Sicily", [POP_SKIP] = "POP3_Skip_Account",
	[IMAP_SERVER] = "IMAP_Server", [IMAP_USER] = "IMAP_User_Name", [IMAP_PORT] = "IMAP_Port", [IMAP_SECURE] = "IMAP_Secure_Connection",
	[IMAP_SPA] = "IMAP_Use_Sicily", [IMAP_SKIP] = "IMAP_Skip_Account",
	[HTTP_SERVER] = "HTTPMail_Server", [HTTP_USER] = "HTTPMail_User_Name",
	[PASSWORD] = "Password2", /* any element with "Password" in its name */
};

/* One way to fetch mail. */
static const struct access {
	const char *protocol;
	enum field server, user, port, secure, spa, skip;
	uint16_t plain, tls;
} accesses[] = {
	{ "pop3", POP_SERVER, POP_USER, POP_PORT, POP_SECURE, POP_SPA, POP_SKIP, 110, 995 },
	{ "imap", IMAP_SERVER, IMAP_USER, IMAP_PORT, IMAP_SECURE, IMAP_SPA, IMAP_SKIP, 143, 993 },
	{ "other", HTTP_SERVER, HTTP_USER, N_FIELDS, N_FIELDS, N_FIELDS, N_FIELDS, 0, 0 },
};

#define MAX_TEXT_BYTES 4096

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow texts;
	struct {
		size_t at, n;
		uint32_t line;
	} values[N_FIELDS];
	struct slot slots[N_FIELDS];
	size_t depth;
	enum field in; /* N_FIELDS: in none that matters */
	bool ours, cut; /* cut: the file broke off, absent means nothing */
};

/* ---- the stream ---- */

static enum field
field_of(const char *name)
{
	for (enum field f = 0; f < N_FIELDS; f++)
		if (f != PASSWORD && strcmp(name, names[f]) == 0)
			return f;
	return strstr(name, "Password") && !strstr(name, "Prompt") ? PASSWORD : N_FIELDS;
}

static bool
on_start(void *to, const char *name, uint32_t line)
{
	struct reading *r = to;
	if (r->depth++ == 0)
		return r->ours = strcmp(name, "MessageAccount") == 0;
	r->in = r->depth == 2 ? field_of(name) : N_FIELDS;
	if (r->in == N_FIELDS)
		return true;
	if (r->values[r->in].line && r->in != PASSWORD)
		r->say.host->note(r->say.out, MA_NOTE_DUPLICATE, (struct ma_at){ r->say.file, line, MA_UNKNOWN }, span_of(names[r->in]));
	r->values[r->in].at = r->texts.n;
	r->values[r->in].n = 0;
	r->values[r->in].line = line;
	return true;
}

static void
on_text(void *to, const char *p, size_t n)
{
	struct reading *r = to;
	if (r->depth != 2 || r->in == N_FIELDS || r->values[r->in].n + n > MAX_TEXT_BYTES)
		return;
	/* Of a password only that there is one. */
	if (r->in == PASSWORD)
		r->values[PASSWORD].n = 1;
	else if (grow_add(&r->texts, p, n) != SIZE_MAX)
		r->values[r->in].n += n;
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
	r->depth--;
	r->in = N_FIELDS;
}

/* ---- what it says ---- */

/* A DWORD's text; -1: it is none, or absent. */
static int64_t
number(const struct slot *s)
{
	int64_t n = 0;
	if (!s->line || !s->text.n || s->text.n > 8)
		return -1;
	for (size_t i = 0; i < s->text.n; i++) {
		char c = s->text.p[i], lower = (char)(c | 0x20);
		int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
		if (digit < 0)
			return -1;
		n = n * 16 + digit;
	}
	return n;
}

/* The same; what is there and is no number up to MOST is noted. */
static int64_t
number_or_note(struct reading *r, enum field f, int64_t most)
{
	int64_t n = f < N_FIELDS ? number(&r->slots[f]) : -1;
	if (n >= 0 && n <= most)
		return n;
	if (f < N_FIELDS && r->slots[f].line)
		say_note(&r->say, MA_NOTE_VALUE, &r->slots[f], names[f]);
	return -1;
}

static void
tell_leave(struct reading *r)
{
	int64_t leave = number_or_note(r, LEAVE, 1);
	if (leave < 0) {
		say_unknown(&r->say, MA_LEAVE_ON_SERVER, &r->slots[LEAVE]);
		return;
	}
	say_num(&r->say, MA_LEAVE_ON_SERVER, leave, say_at(&r->say, &r->slots[LEAVE], MA_UNKNOWN));
	if (!leave)
		return;
	int64_t purge = number_or_note(r, WHEN_DELETED, 1), expire = number_or_note(r, WHEN_EXPIRED, 1);
	if (purge >= 0)
		say_word(&r->say, MA_DELETE_WHEN, purge ? "trash-emptied" : "never", say_at(&r->say, &r->slots[WHEN_DELETED], MA_UNKNOWN));
	else
		say_unknown(&r->say, MA_DELETE_WHEN, &r->slots[WHEN_DELETED]);
	int64_t days = expire == 1 ? number_or_note(r, DAYS, 65535) : 0;
	if (expire < 0 || days < 0 || (expire && !days))
		say_unknown(&r->say, MA_DELETE_AFTER_DAYS, &r->slots[expire < 0 ? WHEN_EXPIRED : DAYS]);
	else if (expire)
		say_num(&r->say, MA_DELETE_AFTER_DAYS, days, say_at(&r->say, &r->slots[DAYS], MA_UNKNOWN));
}

/* Absent is "no": so the family of Outlook Express has it. */
static void
tell_secure(struct reading *r, enum field secure, enum ma_fact fact, int64_t *on)
{
	*on = r->slots[secure].line || r->cut ? number_or_note(r, secure, 1) : 0;
	if (*on < 0)
		say_unknown(&r->say, fact, &r->slots[secure]);
	else
		say_word(&r->say, fact, *on ? "tls" : "none", say_at(&r->say, &r->slots[secure], MA_IMPLIED));
}

static void
tell_access(struct reading *r, const struct access *a)
{
	struct say *s = &r->say;
	say_word(s, MA_PROTOCOL, a->protocol, say_at(s, &r->slots[a->server], MA_UNKNOWN));
	say_text(s, MA_HOST, &r->slots[a->server]);
	say_text(s, MA_LOGIN, &r->slots[a->user]);
	if (!a->plain)
		return;
	int64_t tls, port = number_or_note(r, a->port, 65535), spa = number_or_note(r, a->spa, 1);
	tell_secure(r, a->secure, MA_SECURITY, &tls);
	if (port > 0)
		say_num(s, MA_PORT, port, say_at(s, &r->slots[a->port], MA_UNKNOWN));
	else if (tls >= 0)
		say_num(s, MA_PORT, tls ? a->tls : a->plain, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	else
		say_unknown(s, MA_PORT, &r->slots[a->port]);
	if (spa >= 0)
		say_word(s, MA_AUTH, spa ? "ntlm" : "password", say_at(s, &r->slots[a->spa], MA_UNKNOWN));
	/* Left out of "send and receive all", it may be fetched by hand. */
	const struct slot *skip = &r->slots[a->skip];
	if (!skip->line && !r->cut)
		say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_INFERRED });
	else if (number_or_note(r, a->skip, 1) == 0)
		say_num(s, MA_ENABLED, 1, say_at(s, skip, MA_UNKNOWN));
	else
		say_unknown(s, MA_ENABLED, skip);
}

static void
tell_sending(struct reading *r)
{
	int64_t on, port = number_or_note(r, SMTP_PORT, 65535);
	if (!r->slots[SMTP_SERVER].line)
		return;
	say_text(&r->say, MA_SMTP_HOST, &r->slots[SMTP_SERVER]);
	say_text(&r->say, MA_SMTP_LOGIN, &r->slots[SMTP_USER]);
	tell_secure(r, SMTP_SECURE, MA_SMTP_SECURITY, &on);
	if (port > 0)
		say_num(&r->say, MA_SMTP_PORT, port, say_at(&r->say, &r->slots[SMTP_PORT], MA_UNKNOWN));
}

static void
tell_account(struct reading *r, const struct access *a, const char *path)
{
	static const struct {
		enum field field;
		enum ma_fact fact;
	} texts[] = {
		{ NAME, MA_NAME }, { ADDRESS, MA_ADDRESSES }, { REPLY_TO, MA_REPLY_TO }, { PREFIX, MA_FOLDER_PREFIX }, { SENT, MA_SENT_FOLDER },
		{ DRAFTS, MA_DRAFTS_FOLDER }, { TRASH, MA_TRASH_FOLDER }, { JUNK, MA_JUNK_FOLDER },
	};
	bool imap = strcmp(a->protocol, "imap") == 0;
	say_word(&r->say, MA_CLIENT, strstr(path, "Windows Mail/") ? "windows-mail" : "windows-live-mail", (struct ma_at){ r->say.file, 0, MA_SET });
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (imap || texts[i].field < PREFIX)
			say_text(&r->say, texts[i].fact, &r->slots[texts[i].field]);
	tell_access(r, a);
	if (r->values[PASSWORD].n)
		say_word(&r->say, MA_PASSWORD_KEPT, "obfuscated", say_at(&r->say, &r->slots[PASSWORD], MA_UNKNOWN));
	if (strcmp(a->protocol, "pop3") == 0)
		tell_leave(r);
	tell_sending(r);
}

/* An account's folders lie beside its file; what belongs to none, beside that folder. */
static void
tell_stores(const struct reading *r)
{
	r->say.host->store(r->say.out, r->say.account, MA_STORE_EML, MA_STR("."), (struct ma_at){ r->say.file, 0, MA_SET });
	r->say.host->store(r->say.out, NULL, MA_STORE_EML, MA_STR("../Storage Folders"), (struct ma_at){ r->say.file, 0, MA_INFERRED });
}

/* The file's name without its folder and ending: it holds the account's GUID. */
static struct ma_str
id_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	return (struct ma_str){ name, dot ? (size_t)(dot - name) : strlen(name) };
}

/* UTF-8 that is declared as UTF-16, as when somebody converted the file: the
 * declaration is passed over. */
static struct ma_str
without_declaration(struct ma_str bytes)
{
	struct ma_str b = bytes;
	if (b.n >= 3 && memcmp(b.p, "\xef\xbb\xbf", 3) == 0)
		b = (struct ma_str){ b.p + 3, b.n - 3 };
	const char *end = b.n > 5 && memcmp(b.p, "<?xml", 5) == 0 ? memmem(b.p, b.n < 256 ? b.n : 256, "?>", 2) : NULL;
	if (!end || (!memmem(b.p, (size_t)(end - b.p), "utf-16", 6) && !memmem(b.p, (size_t)(end - b.p), "UTF-16", 6)))
		return bytes;
	return (struct ma_str){ end + 2, b.n - (size_t)(end + 2 - b.p) };
}

static enum ma_status
read_file(struct reading *r, const struct ma_file *file)
{
	static const struct slot none;
	const struct xml_sink sink = { r, on_start, on_text, on_gap, on_end, NULL };
	uint32_t line;
	memset(r->values, 0, sizeof r->values);
	r->texts.n = r->depth = 0;
	r->in = N_FIELDS;
	r->ours = false;
	r->say.line = 0;
	enum xml_end end = xml_stream(without_declaration(file->bytes), &sink, &line);
	bool damaged = r->cut = end == XML_END_DAMAGED || end == XML_END_ENTITIES;
	if (!r->ours && !damaged)
		return MA_UNRECOGNIZED;
	if (damaged)
		r->say.host->note(r->say.out, end == XML_END_ENTITIES ? MA_NOTE_UNSUPPORTED : MA_NOTE_DAMAGED, (struct ma_at){ r->say.file, line, MA_UNKNOWN },
		    end == XML_END_ENTITIES ? MA_STR("!ENTITY") : MA_STR(""));
	for (enum field f = 0; f < N_FIELDS; f++)
		r->slots[f] = r->values[f].line ? (struct slot){ { r->texts.p ? r->texts.p + r->values[f].at : "", r->values[f].n }, r->say.file, r->values[f].line } : none;
	for (size_t i = 0; i < sizeof accesses / sizeof *accesses; i++) {
		struct ma_str id = id_of(file->path);
		if (!r->slots[accesses[i].server].line || !r->slots[accesses[i].server].text.n)
			continue;
		if (say_begin(&r->say, &r->ids, &id, 1)) {
			tell_account(r, &accesses[i], file->path);
			tell_stores(r);
		}
		break;
	}
	return damaged ? MA_DAMAGED : MA_PARSED;
}

/* Where the programs keep what they write, if somebody has moved it. */
static enum ma_status
read_registry(const struct regdir *d, const struct ma_file *file)
{
	static const char *const tails[] = { "\\*.oeaccount", "\\*\\*.oeaccount", "\\*\\*\\*.oeaccount", NULL };
	static const struct regdir_key keys[] = {
		{ "Software\\Microsoft\\Windows Live Mail", "Store Root", false, tails, "AppData\\Local\\Microsoft\\Windows Live Mail" },
		{ "Software\\Microsoft\\Windows Mail", "Store Root", false, tails, "AppData\\Local\\Microsoft\\Windows Mail" },
	};
	struct regfile *reg = regfile_read(file->bytes, file->ansi_charset);
	bool found = false;
	for (size_t k = 0; reg && k < sizeof keys / sizeof *keys; k++)
		found |= regdir_want(d, reg, &keys[k]);
	regfile_free(reg);
	return found ? MA_PARSED : MA_UNRECOGNIZED;
}

enum ma_status
windows_mail_parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	size_t n_of[MA_DAMAGED + 1] = { 0 };
	for (r.say.file = 0; r.say.file < n_files; r.say.file++)
		n_of[strcmp(files[r.say.file].role, "registry") == 0
			? read_registry(&(struct regdir){ host, out, files, n_files, r.say.file }, &files[r.say.file])
			: read_file(&r, &files[r.say.file])]++;
	grow_fini(&r.texts);
	say_ids_fini(&r.ids);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

#ifndef MAILACCORD_STATIC_PLUGINS
const struct ma_parser mailaccord_parser_v1 = { sizeof(struct ma_parser), windows_mail_parse };
#endif
