/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Template Mail, a client that does not exist: copy this file to begin a
 * plugin, and tests/unit/unit-template.c with it.  It is built and tested, but
 * not installed.  Each step is marked STEP; mailaccord-plugin(7) says the rest.
 *
 * STEP 1: write down the grammar as you have met it, in files of the real
 * client and not in its manual, with limits and with what you pass over:
 *
 *	file     = line*			kit/keyfile reads these
 *	line     = "[" section "]" | key "=" value | "#" comment | blank
 *	section  = "template-mail"		version=, include=
 *	         | "account " name		an account: see the table KEYS
 *
 * Blanks around keys and values do not count, letter case does.  The last line
 * of a key counts.  Included files hold accounts too; the client sees to it
 * that no name comes twice.  Other sections and keys are passed over: they are
 * the client's windows and colours.
 *
 * A plugin is a function of its bytes.  It opens nothing, asks no clock and no
 * environment, keeps nothing between two calls, writes nothing: parse runs in
 * a process that could not.  What a plugin includes is <mailaccord/plugin.h>,
 * "kit/...", <string.h> and the headers of types.
 */
#include <mailaccord/plugin.h>

#include <stdbool.h>
#include <string.h>

#include "kit/keyfile.h"

/* STEP 2: name the files.  The folder left of the double slash is the profile:
 * all files of one profile come in one call of parse.  The role is yours; the
 * magic text finds a file that somebody saved under another name. */
static const struct ma_source sources[] = {
	{ MA_HOME, ".config/template-mail//accounts.conf", "accounts", 1 << 20, "[template-mail]" },
	{ MA_ROAMING, "Template Mail//accounts.conf", "accounts", 1 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

/* STEP 3: say what the client's words mean, in tables.  A word that is in no
 * table is a note; it never becomes the nearest word that is. */
struct word {
	const char *theirs, *ours;
};
static const struct word protocols[] = { { "pop", "pop3" }, { "imap", "imap" }, { NULL, NULL } };
static const struct word encryptions[] = { { "off", "none" }, { "starttls", "starttls" }, { "ssl", "tls" }, { NULL, NULL } };

/* The keys of an account.  ONLY: the type of account for which the client looks
 * at the key; it may stand there for others, from before somebody changed the
 * type, and then means nothing. */
enum kind { TEXT, LIST, NUMBER, DAYS, SWITCH, WORD, KEPT };
enum key { NAME, PROTOCOL, SERVER, PORT, USER, EMAIL, ENCRYPTION, LEAVE, REMOVE_DAYS, CHECK, ENABLED, PASSWORD, N_KEYS };
static const struct row {
	const char *key;
	enum kind kind;
	enum ma_fact fact;
	const struct word *words;
	const char *only;
} keys[N_KEYS] = {
	[NAME] = { "name", TEXT, MA_NAME, NULL, NULL },
	[PROTOCOL] = { "type", WORD, MA_PROTOCOL, protocols, NULL },
	[SERVER] = { "server", TEXT, MA_HOST, NULL, NULL },
	[PORT] = { "port", NUMBER, MA_PORT, NULL, NULL },
	[USER] = { "user", TEXT, MA_LOGIN, NULL, NULL },
	[EMAIL] = { "email", LIST, MA_ADDRESSES, NULL, NULL },
	[ENCRYPTION] = { "encryption", WORD, MA_SECURITY, encryptions, NULL },
	[LEAVE] = { "leave-on-server", SWITCH, MA_LEAVE_ON_SERVER, NULL, "pop" },
	[REMOVE_DAYS] = { "remove-after-days", DAYS, MA_DELETE_AFTER_DAYS, NULL, "pop" },
	[CHECK] = { "check-every", NUMBER, MA_CHECK_MINUTES, NULL, NULL },
	[ENABLED] = { "enabled", SWITCH, MA_ENABLED, NULL, NULL },
	[PASSWORD] = { "password", KEPT, MA_PASSWORD_KEPT, NULL, NULL },
};

/* STEP 4: what counts when a key is absent, by version of the client, from its
 * source or from trying it.  Clients turn such a default round: this one left
 * nothing on the server before 2.0.  What no row covers (a newer version, a
 * file without version, a key whose default you have not seen) is unknown.
 * Say unknown; half of the harm this program finds is a default that somebody
 * was sure of. */
static const struct fallback {
	enum key key;
	int64_t from, before; /* versions as MAJOR * 1000 + MINOR */
	int64_t value;
} fallbacks[] = {
	{ LEAVE, 1000, 2000, 0 },
	{ LEAVE, 2000, 4000, 1 },
	{ REMOVE_DAYS, 1000, 4000, 0 },
	{ CHECK, 1000, 4000, 10 },
	{ ENABLED, 1000, 4000, 1 },
};

/* A value and where it stands; LINE 0: absent.  It lies in the file's bytes,
 * which stay until parse returns (as long as the dialect has neither UTF-16
 * nor folded values: see kit/keyfile.h). */
struct value {
	struct ma_str text;
	uint32_t file, line;
};

struct reading {
	const struct ma_host *host;
	struct ma_out *out;
	uint32_t file; /* being read */
	bool known; /* a section of this client was met */
	struct value version;
	int64_t version_number; /* -1: unknown */
	struct ma_str account; /* name of the account being read; n 0: none */
	struct value values[N_KEYS];
};

static bool
same(struct ma_str s, const char *word)
{
	return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

/* Digits only, and no more than fit; -1 otherwise. */
static int64_t
number(struct ma_str s)
{
	int64_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' || n > 100000000)
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return s.n ? n : -1;
}

/* "2.14" is 2014; what stands behind a second dot does not matter. */
static int64_t
version_number(struct ma_str s)
{
	const char *dot = s.n ? memchr(s.p, '.', s.n) : NULL;
	struct ma_str major = { s.p, dot ? (size_t)(dot - s.p) : s.n };
	struct ma_str minor = { dot ? dot + 1 : s.p, dot ? s.n - major.n - 1 : 0 };
	const char *second = minor.n ? memchr(minor.p, '.', minor.n) : NULL;
	if (second)
		minor.n = (size_t)(second - minor.p);
	int64_t a = number(major), b = dot ? number(minor) : 0;
	return a < 0 || b < 0 || b > 999 ? -1 : a * 1000 + b;
}

/* STEP 5: each fact says where it was read and how it is known.  LINE 0 is the
 * file as a whole. */
static struct ma_at
at(const struct reading *r, uint32_t line, enum ma_state state)
{
	return (struct ma_at){ r->file, line, state };
}

/* "0" days is how this client writes "never".  The fact would read "at once",
 * so nothing is said: a limit that is not there is none. */
static void
tell_number(const struct reading *r, struct ma_account *account, const struct row *row, int64_t n, struct ma_at where)
{
	if (row->kind != DAYS || n > 0)
		r->host->num(account, row->fact, n, where);
}

/* The key is absent, or the client does not understand its value and acts as
 * if it were absent.  (Find out what yours does: some take garbage for 0.)  An
 * absent text has no default; a switch always has one, and when it is unknown
 * that is said aloud, so that the report can name the file to look into. */
static void
tell_fallback(const struct reading *r, struct ma_account *account, enum key key)
{
	const struct row *row = &keys[key];
	for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
		const struct fallback *f = &fallbacks[i];
		if (f->key == key && r->version_number >= f->from && r->version_number < f->before) {
			tell_number(r, account, row, f->value, at(r, 0, MA_IMPLIED));
			return;
		}
	}
	if (row->kind == SWITCH || row->kind == NUMBER || row->kind == DAYS)
		r->host->num(account, row->fact, 0, at(r, 0, MA_UNKNOWN));
	else if (row->kind == WORD)
		r->host->text(account, row->fact, MA_STR(""), at(r, 0, MA_UNKNOWN));
}

static void
tell_list(const struct reading *r, struct ma_account *account, enum ma_fact fact, const struct value *v)
{
	struct ma_str rest = v->text;
	while (rest.n) {
		const char *comma = memchr(rest.p, ',', rest.n);
		struct ma_str item = { rest.p, comma ? (size_t)(comma - rest.p) : rest.n };
		size_t taken = item.n + (comma ? 1 : 0);
		rest = (struct ma_str){ rest.p + taken, rest.n - taken };
		while (item.n && *item.p == ' ')
			item = (struct ma_str){ item.p + 1, item.n - 1 };
		while (item.n && item.p[item.n - 1] == ' ')
			item.n--;
		if (item.n)
			r->host->text(account, fact, item, at(r, v->line, MA_SET));
	}
}

/* False: the value has no meaning to the client. */
static bool
tell_value(const struct reading *r, struct ma_account *account, const struct row *row, const struct value *v)
{
	struct ma_at here = at(r, v->line, MA_SET);
	int64_t n = row->kind == SWITCH ? (same(v->text, "true") ? 1 : same(v->text, "false") ? 0 : -1) : number(v->text);
	switch (row->kind) {
	case SWITCH:
	case NUMBER:
	case DAYS:
		if (n >= 0)
			tell_number(r, account, row, n, here);
		return n >= 0;
	case WORD:
		for (const struct word *w = row->words; w->theirs; w++)
			if (same(v->text, w->theirs)) {
				r->host->text(account, row->fact, (struct ma_str){ w->ours, strlen(w->ours) }, here);
				return true;
			}
		return false;
	case KEPT:
		/* How, never what: not in a fact, not in a note, not as a length or a hash. */
		r->host->text(account, row->fact, v->text.n ? MA_STR("cleartext") : MA_STR("none"), here);
		return true;
	case LIST:
		tell_list(r, account, row->fact, v);
		return true;
	case TEXT:
		r->host->text(account, row->fact, v->text, here);
		return true;
	}
	return false;
}

/* The account's section has ended: tell it. */
static void
finish_account(struct reading *r)
{
	if (!r->account.n)
		return;
	/* The id must be unique within this call and the same tomorrow: it is how a
	 * finding is recognized.  Numbers by order of appearance are neither. */
	struct ma_account *account = r->host->account(r->out, r->account);
	if (r->version.line)
		r->host->text(account, MA_CLIENT_VERSION, r->version.text, (struct ma_at){ r->version.file, r->version.line, MA_SET });
	for (enum key k = 0; k < N_KEYS; k++) {
		const struct value *v = &r->values[k];
		if (keys[k].only && r->values[PROTOCOL].line && !same(r->values[PROTOCOL].text, keys[k].only))
			continue;
		bool told = v->line && tell_value(r, account, &keys[k], v);
		if (v->line && !told)
			r->host->note(r->out, MA_NOTE_VALUE, at(r, v->line, MA_UNKNOWN), (struct ma_str){ keys[k].key, strlen(keys[k].key) });
		if (!told)
			tell_fallback(r, account, k);
	}
	r->account.n = 0;
}

static void
on_account_line(void *context, const struct keyfile_line *line)
{
	static const struct value none[N_KEYS];
	struct reading *r = context;
	if (line->what == KEYFILE_SECTION) {
		finish_account(r);
		memcpy(r->values, none, sizeof none);
		bool account = line->section.n > 8 && memcmp(line->section.p, "account ", 8) == 0;
		r->account = account ? (struct ma_str){ line->section.p + 8, line->section.n - 8 } : (struct ma_str){ NULL, 0 };
	}
	if (line->what == KEYFILE_ODD) {
		/* STEP 6: trouble is a note with a place, and the rest is read on.  The
		 * line itself stays out of the note: it may be half a password. */
		r->host->note(r->out, MA_NOTE_SYNTAX, at(r, line->line, MA_UNKNOWN), MA_STR(""));
	}
	if (line->what != KEYFILE_KEY || !r->account.n)
		return;
	for (enum key k = 0; k < N_KEYS; k++) {
		if (!same(line->key, keys[k].key))
			continue;
		if (r->values[k].line)
			r->host->note(r->out, MA_NOTE_DUPLICATE, at(r, line->line, MA_UNKNOWN), line->key);
		r->values[k] = (struct value){ line->value, r->file, line->line };
	}
}

/* What concerns all accounts is looked for first: it may stand behind them. */
static void
on_program_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	if (!same(line->section, "template-mail"))
		return;
	r->known = true;
	if (line->what != KEYFILE_KEY)
		return;
	if (same(line->key, "version")) {
		r->version = (struct value){ line->value, r->file, line->line };
		r->version_number = version_number(line->value);
	}
	/* STEP 7: a file names another.  Ask; parse is called again from the start
	 * with it among the files, if it exists and may be read. */
	if (same(line->key, "include"))
		r->host->want(r->out, line->value, at(r, line->line, MA_UNKNOWN));
}

/* STEP 8: parse.  Say UNRECOGNIZED, and nothing else, when the file is not the
 * client's after all; DAMAGED when a part could not be read: what was said is
 * kept, and nobody calls the mailbox clean. */
static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const unsigned dialect = KEYFILE_HASH | KEYFILE_INDENTED_COMMENT | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE;
	struct reading r = { .host = host, .out = out, .version_number = -1 };
	bool damaged = false;
	/* The first file is the profile's own, others came because it asked. */
	for (r.file = 0; r.file < n_files && !files[r.file].asked.n; r.file++)
		damaged |= !keyfile_read(files[r.file].bytes, dialect, on_program_line, &r);
	if (!r.known)
		return damaged ? MA_DAMAGED : MA_UNRECOGNIZED;
	for (r.file = 0; r.file < n_files; r.file++) {
		damaged |= !keyfile_read(files[r.file].bytes, dialect, on_account_line, &r);
		finish_account(&r);
	}
	return damaged ? MA_DAMAGED : MA_PARSED;
}

/* STEP 9: say what can be told of each fact, at best: it is in the files, or
 * the client always does it in one way, or it does no such thing.  What you do
 * not name cannot be told.  The tests hold parse to it. */
static const uint8_t tells[] = {
	[MA_CLIENT_VERSION] = MA_READS, [MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_SECURITY] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_CHECK_MINUTES] = MA_READS,
	[MA_ENABLED] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
};

/* STEP 10: the one symbol.  Then a row in Makefile.am, and in plugins/builtin.def. */
const struct ma_plugin MAILACCORD_PLUGIN(template) = {
	.size = sizeof(struct ma_plugin),
	.name = "template",
	.title = "Template Mail",
	.sources = sources,
	.parse = parse,
	MA_TELLS(tells),
};
