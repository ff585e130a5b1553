/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Becky! Internet Mail (Windows, Japan).  As met:
 *
 *	data folder	Documents\Becky, C:\Becky!\LOGIN, or where the registry says:
 *			Software\RimArts\B2\Settings, values DataDir...
 *	mailbox		DATA\NAME.mb\Mailbox.ini, section [Account]
 *
 * An INI file in the machine's code page, sometimes UTF-8; keys without regard
 * to letter case.  Key names and values are those that Thunderbird's former
 * importer read.  What Becky does when LeaveServer is absent, whether it takes
 * mail off the server when somebody deletes it here, and what KeepDays=0 means
 * is documented nowhere: unknown.  Ignored: folders, signatures, templates.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/ansi.h"
#include "kit/regdir.h"
#include "kit/say.h"

#define MAX_BYTES (1 << 20)

static const struct ma_source sources[] = {
	{ MA_REGISTRY, "//Software\\RimArts\\B2\\Settings", "registry", 0, "RimArts" },
	{ MA_DOCUMENTS, "Becky//*.mb/Mailbox.ini", "mailbox", MAX_BYTES, NULL },
	{ MA_SYSTEM, "Becky!//*.mb/Mailbox.ini", "mailbox", MAX_BYTES, NULL },
	{ MA_SYSTEM, "Becky!/*//*.mb/Mailbox.ini", "mailbox", MAX_BYTES, NULL },
	{ MA_HOME, "*//*.mb/Mailbox.ini", "mailbox", MAX_BYTES, NULL },
	{ MA_HOME, "*//Mailbox.ini", "mailbox", MAX_BYTES, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_PROFILE] = MA_READS, [MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_CHECK_MINUTES] = MA_READS,
	[MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS,
};

enum key {
	NAME, ADDRESS, PROTOCOL, SERVER, USER, POP_PORT, IMAP_PORT, POP_TLS, IMAP_TLS, AUTH, LEAVE, DAYS, CHECK, EVERY,
	SMTP_SERVER, SMTP_PORT, SMTP_TLS, PASSWORD, N_KEYS,
};
static const char *const names[N_KEYS] = {
	[NAME] = "Name", [ADDRESS] = "MailAddress", [PROTOCOL] = "Protocol", [SERVER] = "MailServer", [USER] = "UserID",
	[POP_PORT] = "POP3Port", [IMAP_PORT] = "IMAP4Port", [POP_TLS] = "SSLPOP", [IMAP_TLS] = "SSLIMAP", [AUTH] = "POP3Auth",
	[LEAVE] = "LeaveServer", [DAYS] = "KeepDays", [CHECK] = "CheckInt", [EVERY] = "CheckEvery",
	[SMTP_SERVER] = "SMTPServer", [SMTP_PORT] = "SMTPPort", [SMTP_TLS] = "SSLSMTP", [PASSWORD] = "PassWd",
};

/* Windows' INI files. */
enum { DIALECT = KEYFILE_SEMICOLON | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE };

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow room;
	const struct ma_file *file;
	struct slot slots[N_KEYS];
	bool account;
};

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	bool again = false;
	if (!span_is_any_case(line->section, "Account"))
		return;
	if (line->what == KEYFILE_SECTION && !r->account)
		r->say.line = line->line;
	r->account = true;
	if (line->what != KEYFILE_KEY)
		return;
	slot_take_any_case(r->slots, names, N_KEYS, line, r->say.file, &again);
	if (again)
		r->say.host->note(r->say.out, MA_NOTE_DUPLICATE, (struct ma_at){ r->say.file, line->line, MA_UNKNOWN }, line->key);
}

/* The key's value up to MOST; -1 when it is absent, and noted when it is anything else. */
static int64_t
number(const struct reading *r, enum key key, int64_t most)
{
	int64_t n = r->slots[key].line ? span_number(r->slots[key].text) : -1;
	if (n >= 0 && n <= most)
		return n;
	if (r->slots[key].line)
		say_note(&r->say, MA_NOTE_VALUE, &r->slots[key], names[key]);
	return -1;
}

static void
tell_text(struct reading *r, enum ma_fact fact, enum key key)
{
	struct slot slot = r->slots[key];
	slot.text = ansi_utf8(&r->room, slot.text, r->file->ansi_charset);
	say_text(&r->say, fact, &slot);
}

/* 0 is none and 1 is TLS; no more is known.  Absent is none. */
static int64_t
tell_security(const struct reading *r, enum key key, enum ma_fact fact)
{
	int64_t on = r->slots[key].line ? number(r, key, 1) : 0;
	if (on < 0)
		say_unknown(&r->say, fact, &r->slots[key]);
	else
		say_word(&r->say, fact, on ? "tls" : "none", say_at(&r->say, &r->slots[key], MA_IMPLIED));
	return on;
}

static void
tell_port(const struct reading *r, enum key key, int64_t plain, int64_t tls_on)
{
	int64_t port = number(r, key, 65535);
	if (port > 0)
		say_num(&r->say, MA_PORT, port, say_at(&r->say, &r->slots[key], MA_UNKNOWN));
	else if (tls_on == 0 && !r->slots[key].line)
		say_num(&r->say, MA_PORT, plain, say_at(&r->say, &r->slots[key], MA_IMPLIED));
	else
		say_unknown(&r->say, MA_PORT, &r->slots[key]);
}

static void
tell_leave(const struct reading *r)
{
	int64_t leave = number(r, LEAVE, 1);
	if (leave < 0) {
		say_unknown(&r->say, MA_LEAVE_ON_SERVER, &r->slots[LEAVE]);
		say_unknown(&r->say, MA_DELETE_AFTER_DAYS, &r->slots[LEAVE]);
		say_unknown(&r->say, MA_DELETE_WHEN, &r->slots[LEAVE]);
		return;
	}
	say_num(&r->say, MA_LEAVE_ON_SERVER, leave, say_at(&r->say, &r->slots[LEAVE], MA_UNKNOWN));
	if (!leave)
		return;
	say_unknown(&r->say, MA_DELETE_WHEN, &r->slots[LEAVE]);
	int64_t days = number(r, DAYS, 65535);
	if (days > 0) {
		say_num(&r->say, MA_DELETE_AFTER_DAYS, days, say_at(&r->say, &r->slots[DAYS], MA_UNKNOWN));
	} else if (r->slots[DAYS].line) {
		say_unknown(&r->say, MA_DELETE_AFTER_DAYS, &r->slots[DAYS]);
		if (days == 0)
			say_note(&r->say, MA_NOTE_INFERRED, &r->slots[DAYS], names[DAYS]);
	}
}

static void
tell_account(struct reading *r)
{
	static const char *const protocols[] = { "pop3", "imap" }, *const auths[] = { "password", "apop", "encrypted", "ntlm" };
	const struct say *s = &r->say;
	int64_t protocol = r->slots[PROTOCOL].line ? number(r, PROTOCOL, 1) : 0;
	int64_t auth = number(r, AUTH, 3), check = number(r, CHECK, 1), every = number(r, EVERY, 100000), port = number(r, SMTP_PORT, 65535);
	bool imap = protocol == 1;
	tell_text(r, MA_NAME, NAME);
	tell_text(r, MA_ADDRESSES, ADDRESS);
	tell_text(r, MA_HOST, SERVER);
	tell_text(r, MA_LOGIN, USER);
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_INFERRED }); /* no setting says otherwise */
	say_word(s, MA_PROTOCOL, protocol < 0 ? NULL : protocols[protocol], say_at(s, &r->slots[PROTOCOL], protocol < 0 ? MA_UNKNOWN : MA_IMPLIED));
	if (protocol >= 0)
		tell_port(r, imap ? IMAP_PORT : POP_PORT, imap ? 143 : 110, tell_security(r, imap ? IMAP_TLS : POP_TLS, MA_SECURITY));
	if (auth >= 0 && !imap)
		say_word(s, MA_AUTH, auths[auth], say_at(s, &r->slots[AUTH], MA_UNKNOWN));
	say_password(s, &r->slots[PASSWORD], "obfuscated");
	if (!imap)
		tell_leave(r);
	if (check == 1 && every > 0)
		say_num(s, MA_CHECK_MINUTES, every, say_at(s, &r->slots[EVERY], MA_UNKNOWN));
	tell_text(r, MA_SMTP_HOST, SMTP_SERVER);
	if (port > 0)
		say_num(s, MA_SMTP_PORT, port, say_at(s, &r->slots[SMTP_PORT], MA_UNKNOWN));
	if (r->slots[SMTP_TLS].line)
		tell_security(r, SMTP_TLS, MA_SMTP_SECURITY);
}

/* The last two folders of PATH: the data folder's name and the mailbox's. */
static void
folders_of(const char *path, struct ma_str *data, struct ma_str *mailbox)
{
	struct ma_str rest = span_of(path);
	*data = *mailbox = MA_STR("");
	while (memchr(rest.p, '/', rest.n)) {
		*data = *mailbox;
		*mailbox = span_cut(&rest, '/');
	}
}

static enum ma_status
read_mailbox(struct reading *r)
{
	struct ma_str data, mailbox;
	memset(r->slots, 0, sizeof r->slots);
	r->account = false;
	r->say.line = 0;
	if (!keyfile_read(r->file->bytes, DIALECT, on_line, r))
		return MA_DAMAGED;
	if (!r->account || (!r->slots[SERVER].line && !r->slots[ADDRESS].line))
		return MA_UNRECOGNIZED;
	folders_of(r->file->path, &data, &mailbox);
	if (!say_begin(&r->say, &r->ids, &mailbox, 1))
		return MA_DAMAGED;
	if (r->file->asked.n && data.n)
		r->say.host->text(r->say.account, MA_PROFILE, data, (struct ma_at){ r->say.file, 0, MA_SET });
	tell_account(r);
	r->say.host->store(r->say.out, r->say.account, MA_STORE_BMF, MA_STR("."), (struct ma_at){ r->say.file, 0, MA_SET });
	return MA_PARSED;
}

/* ---- the registry ---- */

/* Values DataDir, and whatever begins so. */
static enum ma_status
read_registry(const struct regdir *d, const struct ma_file *file)
{
	static const char *const tails[] = { "\\*.mb\\Mailbox.ini", NULL };
	static const struct regdir_key settings = { "Software\\RimArts\\B2\\Settings", "DataDir", true, tails, NULL };
	struct regfile *reg = regfile_read(file->bytes, file->ansi_charset);
	bool found = reg && regdir_want(d, reg, &settings);
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
		enum ma_status status = strcmp(r.file->role, "registry") == 0 ? read_registry(&(struct regdir){ host, out, files, n_files, r.say.file }, r.file) : read_mailbox(&r);
		if (status == MA_DAMAGED)
			host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ r.say.file, 0, MA_UNKNOWN }, MA_STR(""));
		n_of[status]++;
	}
	say_ids_fini(&r.ids);
	grow_fini(&r.room);
	return n_of[MA_DAMAGED] ? MA_DAMAGED : n_of[MA_PARSED] ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(becky) = {
	sizeof(struct ma_plugin), "becky", "Becky! Internet Mail", sources, parse, NULL, MA_TELLS(tells),
};
