/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A .fetchmailrc, whose words fetchmail-token.c tells apart:
 *
 *	file    = (set | entry)*
 *	set     = "set" ["no"] word ["="] [value]	see the table SETTINGS
 *	entry   = ("poll" | "server" | "skip") name server-option* users
 *	        | "defaults" server-option* users	if it is the first entry
 *	users   = user-option* | user+			without "user": one user
 *	user    = "user" name ["there"] user-option*
 *	        | "user" mapping+ "here" user-option*	local names; "is name there" is the login
 *	option  = ["no"] word value*			how many: see the table OPTIONS
 *
 * The last of an option counts.  What an entry does not say the defaults say.
 * After an error the rest is read on, from the next word that can begin an option.
 */
#include "fetchmail-rc.h"

#include <string.h>

#include "fetchmail-token.h"
#include "kit/grow.h"

enum takes { NOTHING, STRING, STRINGS, NUMBER, NUMBERS, WORD, NUMBER_OR_STRING, NUMBER_AND_STRING, NAMES };

static const struct row {
	const char *word;
	enum fetchmail_option option;
	enum takes takes;
	bool server; /* an option of the server, not of its users */
	bool no; /* may have "no" before it */
} options[] = {
	{ "proto", PROTO, WORD, true, false },
	{ "protocol", PROTO, WORD, true, false },
	{ "service", SERVICE, NUMBER_OR_STRING, true, false },
	{ "port", SERVICE, NUMBER, true, false },
	{ "via", VIA, STRING, true, false },
	{ "auth", AUTH, WORD, true, false },
	{ "authenticate", AUTH, WORD, true, false },
	{ "preauth", AUTH, WORD, true, false },
	{ "preauthenticate", AUTH, WORD, true, false },
	{ "interval", INTERVAL, NUMBER, true, false },
	{ "plugin", PLUGIN, STRING, true, false },
	{ "plugout", OTHER, STRING, true, false },
	{ "aka", OTHER, STRINGS, true, false },
	{ "local", OTHER, STRINGS, true, false },
	{ "localdomains", OTHER, STRINGS, true, false },
	{ "timeout", OTHER, NUMBER, true, false },
	{ "envelope", OTHER, NUMBER_AND_STRING, true, true },
	{ "qvirtual", OTHER, STRING, true, false },
	{ "principal", OTHER, STRING, true, false },
	{ "esmtpname", OTHER, STRING, true, false },
	{ "esmtppassword", OTHER, STRING, true, false },
	{ "bad-header", OTHER, WORD, true, false },
	{ "interface", OTHER, STRING, true, false },
	{ "monitor", OTHER, STRING, true, false },
	{ "uidl", OTHER, NOTHING, true, true },
	{ "checkalias", OTHER, NOTHING, true, true },
	{ "dns", OTHER, NOTHING, true, true },
	{ "tracepolls", OTHER, NOTHING, true, true },
	{ "pass", PASSWORD, STRING, false, false },
	{ "password", PASSWORD, STRING, false, false },
	{ "keep", KEEP, NOTHING, false, true },
	{ "flush", FLUSH, NOTHING, false, true },
	{ "limitflush", LIMITFLUSH, NOTHING, false, true },
	{ "limit", LIMIT, NUMBER, false, false },
	{ "ssl", SSL, NOTHING, false, true },
	{ "sslproto", SSLPROTO, STRING, false, false },
	{ "sslcertck", SSLCERTCK, NOTHING, false, true },
	{ "is", OTHER, NAMES, false, false },
	{ "to", OTHER, NAMES, false, false },
	{ "folder", OTHER, STRINGS, false, false },
	{ "folders", OTHER, STRINGS, false, false },
	{ "smtp", OTHER, STRINGS, false, false },
	{ "smtphost", OTHER, STRINGS, false, false },
	{ "fetchdomains", OTHER, STRINGS, false, false },
	{ "smtpaddress", OTHER, STRING, false, false },
	{ "smtpname", OTHER, STRING, false, false },
	{ "antispam", OTHER, NUMBERS, false, false },
	{ "mda", OTHER, STRING, false, false },
	{ "bsmtp", OTHER, STRING, false, false },
	{ "lmtp", OTHER, NOTHING, false, false },
	{ "pre", OTHER, STRING, false, false },
	{ "preconnect", OTHER, STRING, false, false },
	{ "post", OTHER, STRING, false, false },
	{ "postconnect", OTHER, STRING, false, false },
	{ "fetchall", OTHER, NOTHING, false, true },
	{ "rewrite", OTHER, NOTHING, false, true },
	{ "forcecr", OTHER, NOTHING, false, true },
	{ "stripcr", OTHER, NOTHING, false, true },
	{ "pass8bits", OTHER, NOTHING, false, true },
	{ "pass8", OTHER, NOTHING, false, true },
	{ "dropstatus", OTHER, NOTHING, false, true },
	{ "dropdelivered", OTHER, NOTHING, false, true },
	{ "mimedecode", OTHER, NOTHING, false, true },
	{ "mimedec", OTHER, NOTHING, false, true },
	{ "idle", OTHER, NOTHING, false, true },
	{ "sslkey", OTHER, STRING, false, false },
	{ "sslcert", OTHER, STRING, false, false },
	{ "sslcertfile", OTHER, STRING, false, false },
	{ "sslcertpath", OTHER, STRING, false, false },
	{ "sslcommonname", OTHER, STRING, false, false },
	{ "sslfingerprint", OTHER, STRING, false, false },
	{ "warnings", OTHER, NUMBER, false, false },
	{ "fetchlimit", OTHER, NUMBER, false, false },
	{ "fetchsizelimit", OTHER, NUMBER, false, false },
	{ "fastuidl", OTHER, NUMBER, false, false },
	{ "batchlimit", OTHER, NUMBER, false, false },
	{ "expunge", OTHER, NUMBER, false, false },
	{ "properties", OTHER, STRING, false, false },
};
enum { N_ROWS = sizeof options / sizeof *options };

/* Words of the file that are neither an option nor a name. */
static const char *const others[] = {
	"set", "defaults", "poll", "server", "skip", "user", "username", "here", "there", "no", "with", "and", "has", "wants", "options",
};

/* What stands behind "proto", "auth" and "bad-header", and is no name either. */
static const char *const values[] = {
	"auto", "AUTO", "pop2", "POP2", "pop3", "POP3", "sdps", "SDPS", "imap", "IMAP", "apop", "APOP", "rpop", "RPOP", "etrn", "ETRN",
	"odmr", "ODMR", "kpop", "KPOP", "any", "password", "gssapi", "kerberos", "kerberos4", "kerberos_v4", "kerberos5", "kerberos_v5",
	"ssh", "external", "otp", "opie", "cram", "cram-md5", "msn", "ntlm", "accept", "reject",
};

/* What can be set for the program as a whole. */
static const struct {
	const char *word;
	enum takes takes;
	bool map; /* '=' may stand between */
} settings[] = {
	{ "daemon", NUMBER, false }, { "logfile", STRING, true }, { "idfile", STRING, true }, { "pidfile", STRING, true },
	{ "postmaster", STRING, true }, { "properties", STRING, false }, { "syslog", NOTHING, false }, { "invisible", NOTHING, false },
	{ "showdots", NOTHING, false }, { "bouncemail", NOTHING, false }, { "spambounce", NOTHING, false }, { "softbounce", NOTHING, false },
};

/* "noX" is "no X" for these, and a word like any other for the rest. */
static const char *const joined[] = {
	"nouidl", "nocheckalias", "nodns", "noenvelope", "nokeep", "noflush", "nolimitflush", "nofetchall", "norewrite", "noforcecr",
	"nostripcr", "nopass8", "nopass8bits", "nodropstatus", "nodropdelivered", "nomimedec", "nomimedecode", "noidle",
};

struct reading {
	struct tokens tokens;
	uint32_t file;
	char *plain; /* room for texts without escapes */
	void (*back)(void *, const struct fetchmail_user *);
	void *context;
	struct slot defaults[N_OPTIONS]; /* of the entry "defaults" */
	struct fetchmail_user now;
	bool is_defaults;
	bool any_entry, any_user; /* met so far in the file; in the entry */
	uint32_t damaged; /* the first line with an error; 0: none */
};

static const struct row *
row_of(struct ma_str word)
{
	for (size_t k = 0; k < N_ROWS; k++)
		if (span_is(word, options[k].word))
			return &options[k];
	return NULL;
}

static bool
among(struct ma_str word, const char *const *words, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (span_is(word, words[k]))
			return true;
	return false;
}
#define AMONG(word, words) among(word, words, sizeof(words) / sizeof *(words))

/* Words that mean nothing. */
static bool
is_noise(const struct token *t)
{
	static const char *const noise[] = { "with", "and", "has", "wants", "options" };
	return t->kind == TOKEN_WORD && AMONG(t->text, noise);
}

static const struct token *
peek(struct reading *r)
{
	while (is_noise(token_peek(&r->tokens)))
		token_take(&r->tokens);
	return token_peek(&r->tokens);
}

static void
damage(struct reading *r, uint32_t line)
{
	if (!r->damaged)
		r->damaged = line;
}

static bool
is_word(const struct token *t, const char *word)
{
	return t->kind == TOKEN_WORD && span_is(t->text, word);
}

/* A string, or a word that cannot be anything else: "imap" can, and must be quoted to be a name. */
static bool
is_string(const struct token *t)
{
	if (t->kind == TOKEN_WORD)
		return !row_of(t->text) && !AMONG(t->text, others) && !AMONG(t->text, values) && !AMONG(t->text, joined);
	return t->kind == TOKEN_STRING;
}

static struct slot
slot_of(struct reading *r, const struct token *t)
{
	return (struct slot){ token_plain(t->text, &r->plain), r->file, t->line };
}

/* Takes "name", or "name = name"; false: there is none.  *FIRST is the first name. */
static bool
take_mapping(struct reading *r, struct token *first)
{
	if (peek(r)->kind == TOKEN_STAR) {
		*first = token_take(&r->tokens);
		return true;
	}
	if (!is_string(peek(r)))
		return false;
	*first = token_take(&r->tokens);
	if (peek(r)->kind == TOKEN_MAP) {
		token_take(&r->tokens);
		if (is_string(peek(r)))
			token_take(&r->tokens);
		else
			damage(r, peek(r)->line);
	}
	return true;
}

/* Names, and "here" or "there" behind them.  True: the one that was given is the login at the server. */
static bool
take_names(struct reading *r, bool login, struct token *first)
{
	struct token more;
	size_t n = 0;
	while (take_mapping(r, n ? &more : first))
		n++;
	bool there = is_word(peek(r), "there"), here = is_word(peek(r), "here");
	if (here || there)
		token_take(&r->tokens);
	if (!n || (n > 1 && (there || (login && !here))))
		damage(r, peek(r)->line);
	return n && (there || (login && !here));
}

static void
take_option(struct reading *r, const struct row *row, const struct token *word, bool no)
{
	struct slot value = { no ? MA_STR("no") : MA_STR("yes"), r->file, word->line };
	bool fits = true;
	size_t n = 0;
	struct token name;
	switch (no ? NOTHING : row->takes) {
	case NOTHING:
		break;
	case NUMBER_AND_STRING:
		if (peek(r)->kind == TOKEN_NUMBER)
			token_take(&r->tokens);
		fits = is_string(peek(r));
		break;
	case STRING:
		fits = is_string(peek(r));
		break;
	case NUMBER:
		fits = peek(r)->kind == TOKEN_NUMBER;
		break;
	case NUMBER_OR_STRING:
		fits = peek(r)->kind == TOKEN_NUMBER || is_string(peek(r));
		break;
	case WORD:
		fits = peek(r)->kind == TOKEN_WORD && AMONG(peek(r)->text, values);
		break;
	case STRINGS:
		for (; is_string(peek(r)) || peek(r)->kind == TOKEN_STAR; n++)
			token_take(&r->tokens);
		fits = n > 0;
		break;
	case NUMBERS:
		for (; peek(r)->kind == TOKEN_NUMBER; n++)
			token_take(&r->tokens);
		fits = n > 0;
		break;
	case NAMES:
		if (take_names(r, false, &name))
			r->now.options[LOGIN] = slot_of(r, &name);
		return;
	}
	if (!fits) {
		damage(r, peek(r)->line);
		return;
	}
	if (!no && row->takes != NOTHING && row->takes != STRINGS && row->takes != NUMBERS) {
		struct token given = token_take(&r->tokens);
		/* A password is stepped over where the words are cut. */
		if (row->option != PASSWORD && row->option != OTHER)
			value = slot_of(r, &given);
	}
	if (row->option != OTHER)
		r->now.options[row->option] = value;
}

static void
finish_user(struct reading *r)
{
	if (r->is_defaults) {
		memcpy(r->defaults, r->now.options, sizeof r->defaults);
		return;
	}
	struct fetchmail_user user = r->now;
	for (size_t k = 0; k < N_OPTIONS; k++)
		if (!user.options[k].line)
			user.options[k] = r->defaults[k];
	r->back(r->context, &user);
}

static void
take_set(struct reading *r)
{
	size_t k = 0, n = sizeof settings / sizeof *settings;
	token_take(&r->tokens);
	bool no = is_word(peek(r), "no");
	if (no)
		token_take(&r->tokens);
	struct token word = *peek(r);
	if (is_word(&word, "nobouncemail") || is_word(&word, "nospambounce")) {
		no = true;
		word.text = (struct ma_str){ word.text.p + 2, word.text.n - 2 };
	}
	while (k < n && !is_word(&word, settings[k].word))
		k++;
	if (k == n || (no && settings[k].takes != NOTHING)) {
		damage(r, word.line);
		return;
	}
	token_take(&r->tokens);
	if (settings[k].map && peek(r)->kind == TOKEN_MAP)
		token_take(&r->tokens);
	enum token_kind kind = peek(r)->kind;
	if (settings[k].takes == NOTHING)
		return;
	if (settings[k].takes == NUMBER ? kind != TOKEN_NUMBER : !is_string(peek(r)) && kind != TOKEN_NUMBER)
		damage(r, word.line);
	else
		token_take(&r->tokens);
}

/* The options of an entry, up to what cannot be one. */
static void
take_options(struct reading *r)
{
	static const struct slot none[N_OPTIONS];
	bool users = false; /* an option of a user was met: those of servers are over */
	for (;;) {
		struct token t = *peek(r);
		bool no = is_word(&t, "no") || (t.kind == TOKEN_WORD && AMONG(t.text, joined));
		if (is_word(&t, "user") || is_word(&t, "username")) {
			struct token name;
			token_take(&r->tokens);
			if (r->any_user)
				finish_user(r);
			else if (users)
				damage(r, t.line);
			memcpy(r->now.options + N_SERVER_OPTIONS, none + N_SERVER_OPTIONS, (N_OPTIONS - N_SERVER_OPTIONS) * sizeof *none);
			r->now.line = t.line;
			if (take_names(r, true, &name))
				r->now.options[LOGIN] = slot_of(r, &name);
			r->any_user = users = true;
			continue;
		}
		if (t.kind == TOKEN_END || (!no && t.kind == TOKEN_WORD && AMONG(t.text, others)))
			return;
		token_take(&r->tokens);
		struct token word = t;
		if (is_word(&t, "no"))
			word = token_take(&r->tokens);
		else if (no)
			word.text = (struct ma_str){ t.text.p + 2, t.text.n - 2 };
		const struct row *row = word.kind == TOKEN_WORD ? row_of(word.text) : NULL;
		if (!row || (no && !row->no) || (row->server && users)) {
			damage(r, t.line);
			if (!row)
				continue;
		}
		users |= !row->server;
		take_option(r, row, &word, no);
	}
}

static void
take_entry(struct reading *r, struct token head)
{
	static const struct slot none[N_OPTIONS];
	memcpy(r->now.options, none, sizeof none);
	r->now.skip = span_is(head.text, "skip");
	r->any_user = false;
	r->now.line = head.line;
	/* Only as the first entry; later it is a server of that name. */
	r->is_defaults = span_is(head.text, "defaults") && !r->any_entry;
	r->any_entry = true;
	if (span_is(head.text, "defaults")) {
		r->now.name = slot_of(r, &head);
	} else if (is_string(peek(r))) {
		struct token name = token_take(&r->tokens);
		r->now.name = slot_of(r, &name);
	} else {
		damage(r, peek(r)->line);
		return;
	}
	take_options(r);
	finish_user(r);
}

/* "set daemon" may stand behind the entries that it holds for. */
static void
find_daemon(struct reading *r, struct ma_str bytes)
{
	tokens_init(&r->tokens, bytes);
	while (peek(r)->kind != TOKEN_END) {
		struct token set = token_take(&r->tokens);
		if (!is_word(&set, "set") || !is_word(peek(r), "daemon"))
			continue;
		token_take(&r->tokens);
		if (peek(r)->kind == TOKEN_NUMBER)
			r->now.daemon = (struct slot){ peek(r)->text, r->file, set.line };
	}
}

static void
read_file(struct reading *r, struct ma_str bytes)
{
	tokens_init(&r->tokens, bytes);
	while (peek(r)->kind != TOKEN_END) {
		if (is_word(peek(r), "set")) {
			take_set(r);
			continue;
		}
		struct token t = token_take(&r->tokens);
		static const char *const heads[] = { "poll", "server", "skip", "defaults" };
		if (t.kind == TOKEN_WORD && AMONG(t.text, heads))
			take_entry(r, t);
		else
			damage(r, t.line);
	}
}

bool
fetchmail_rc_read(struct ma_str bytes, uint32_t file, void (*back)(void *, const struct fetchmail_user *), void *context, uint32_t *damaged)
{
	struct reading r = { .file = file, .back = back, .context = context };
	struct grow room = { 0 };
	bool enough = grow_add(&room, NULL, bytes.n + 1) != SIZE_MAX;
	if (enough) {
		r.plain = room.p;
		find_daemon(&r, bytes);
		read_file(&r, bytes);
	}
	grow_fini(&room);
	*damaged = r.damaged;
	return enough && !r.damaged;
}
