/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mutt and NeoMutt.  A muttrc is a program: it runs commands while it is read,
 * reads other files and sets variables by folder.  Nothing of it is run here.
 * What is read are lines of their own,
 *
 *	"set" variable "=" value	(also unset, and several in one line)
 *
 * where the value is a word, or stands in quotes.  A value with a backquote or
 * a "$" is unknown.  Where the file reads others, runs commands or has hooks,
 * and names a server, a note says that more may be set elsewhere.
 *
 * Mail is fetched from a POP server only when the user asks for it
 * (fetch-mail); whether it is deleted there says pop_delete, which asks by
 * default.  A folder on an IMAP server is used where it is.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.muttrc", "rc", 4 << 20, NULL },
	{ MA_HOME, "//.neomuttrc", "rc", 4 << 20, NULL },
	{ MA_HOME, ".mutt//muttrc", "rc", 4 << 20, NULL },
	{ MA_HOME, ".config/mutt//muttrc", "rc", 4 << 20, NULL },
	{ MA_HOME, ".config/neomutt//neomuttrc", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_IMPLIES, [MA_CHECK_MINUTES] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
};

enum key { POP_HOST, POP_USER, POP_PASS, POP_DELETE, FOLDER, SPOOL, IMAP_USER, IMAP_PASS, FROM, STARTTLS, FORCE, N_KEYS };
static const char *const names[N_KEYS] = {
	"pop_host", "pop_user", "pop_pass", "pop_delete", "folder", "spoolfile", "imap_user", "imap_pass", "from", "ssl_starttls", "ssl_force_tls",
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct slot keys[N_KEYS];
	struct slot elsewhere; /* a line that may set more */
};

/* The next word of a line; quotes around it, or around its end, are taken off.
 * *PLAIN: it has nothing that would be replaced. */
static struct ma_str
take_word(struct ma_str *rest, bool *plain)
{
	*plain = true;
	*rest = span_trim(*rest);
	struct ma_str word = { rest->p, 0 };
	if (rest->n && (*rest->p == '"' || *rest->p == '\'')) {
		char quote = *rest->p;
		*rest = (struct ma_str){ rest->p + 1, rest->n - 1 };
		word = span_cut(rest, quote);
	} else {
		while (word.n < rest->n && !strchr(" \t=;", rest->p[word.n]))
			word.n++;
		*rest = (struct ma_str){ rest->p + word.n, rest->n - word.n };
	}
	for (size_t k = 0; k < word.n; k++)
		*plain &= word.p[k] != '`' && word.p[k] != '$' && word.p[k] != '\\';
	return word;
}

static void
take_set(struct reading *r, struct ma_str rest, bool unset, uint32_t line)
{
	while (rest.n) {
		bool plain;
		struct ma_str name = take_word(&rest, &plain), value = unset ? MA_STR("no") : MA_STR("yes");
		if (!name.n || *name.p == '#')
			break;
		/* Turned round, from whatever it was. */
		if (span_begins(name, "inv") || span_begins(name, "&")) {
			name = (struct ma_str){ name.p + (*name.p == '&' ? 1 : 3), name.n - (*name.p == '&' ? 1 : 3) };
			value = MA_STR("");
		}
		if (span_begins(name, "no") && !unset) {
			name = (struct ma_str){ name.p + 2, name.n - 2 };
			value = MA_STR("no");
		}
		rest = span_trim(rest);
		if (rest.n && *rest.p == '=') {
			rest = (struct ma_str){ rest.p + 1, rest.n - 1 };
			value = take_word(&rest, &plain);
		}
		for (size_t k = 0; k < N_KEYS; k++)
			if (span_is(name, names[k]))
				/* What would be replaced keeps its line, and has no text. */
				r->keys[k] = (struct slot){ plain ? value : MA_STR(""), r->say.file, line };
		rest = span_trim(rest);
		if (rest.n && *rest.p == ';')
			return;
	}
}

static void
read_file(struct reading *r, struct ma_str bytes)
{
	static const char *const others[] = { "source", "account-hook", "folder-hook", "push", "exec", "lua", "lua-source" };
	for (uint32_t line = 1; bytes.n; line++) {
		struct ma_str rest = span_cut(&bytes, '\n');
		if (rest.n && rest.p[rest.n - 1] == '\r')
			rest.n--;
		bool plain;
		if (!rest.n || *span_trim(rest).p == '#')
			continue;
		struct ma_str word = take_word(&rest, &plain);
		if (span_is(word, "set") || span_is(word, "unset"))
			take_set(r, rest, span_is(word, "unset"), line);
		/* What it is then depends on what it was: unknown. */
		for (struct ma_str left = rest; span_is(word, "toggle") || span_is(word, "reset");) {
			struct ma_str name = take_word(&left, &plain);
			if (!name.n)
				break;
			for (size_t k = 0; k < N_KEYS; k++)
				if (span_is(name, names[k]))
					r->keys[k] = (struct slot){ MA_STR(""), r->say.file, line };
		}
		for (size_t k = 0; k < sizeof others / sizeof *others; k++)
			if (span_is(word, others[k]) && !r->elsewhere.line)
				r->elsewhere = (struct slot){ MA_STR(""), r->say.file, line };
	}
}

/* Letters may be written as %40. */
static struct ma_str
plain_login(struct ma_str s, char *to, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	size_t n = 0;
	for (size_t k = 0; k < s.n && n < size; k++) {
		const char *high = k + 2 < s.n && s.p[k] == '%' ? memchr(hex, s.p[k + 1] | 0x20, 16) : NULL;
		const char *low = high ? memchr(hex, s.p[k + 2] | 0x20, 16) : NULL;
		to[n++] = low ? (char)((high - hex) * 16 + (low - hex)) : s.p[k];
		k += low ? 2 : 0;
	}
	return (struct ma_str){ to, n };
}

/* [scheme://][user[:password]@]host[:port][/...] */
static void
tell_server(struct reading *r, const struct slot *url, const char *protocol, bool tls, struct ma_str at, const struct slot *user, const struct slot *pass)
{
	const struct say *s = &r->say;
	char login[256];
	const char *mark = NULL;
	struct ma_str place = span_cut(&at, '/'), host = place, id[] = { span_of(protocol), MA_STR("://"), place };
	for (size_t k = 0; k < place.n; k++)
		if (place.p[k] == '@')
			mark = place.p + k;
	struct ma_str before = { place.p, mark ? (size_t)(mark - place.p) : 0 };
	if (mark)
		host = (struct ma_str){ mark + 1, place.n - before.n - 1 };
	struct slot in_url = { before, url->file, url->line }, port = *url, name = *url;
	in_url.text = plain_login(span_cut(&before, ':'), login, sizeof login);
	id[2] = host;
	name.text = span_cut(&host, ':');
	port.text = host;
	if (!host.n)
		port.line = 0;
	r->say.line = url->line;
	if (!say_begin(&r->say, &r->ids, id, 3))
		return;
	say_word(s, MA_PROTOCOL, protocol, say_at(s, url, MA_SET));
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	say_text(s, MA_HOST, &name);
	const struct slot *who = in_url.text.n ? &in_url : user;
	if (who->line && who->text.n)
		say_text(s, MA_LOGIN, who);
	else
		say_unknown(s, MA_LOGIN, who);
	/* "from" may be a name with an address in brackets. */
	struct slot from = r->keys[FROM];
	struct ma_str inner = from.text;
	span_cut(&inner, '<');
	if (inner.n)
		from.text = span_cut(&inner, '>');
	say_text(s, MA_ADDRESSES, &from);
	const char *security = "tls";
	const struct slot *starttls = &r->keys[STARTTLS], *force = &r->keys[FORCE];
	if (!tls)
		security = force->line && span_is(force->text, "yes") ? "starttls" : starttls->line && span_is(starttls->text, "no") ? "none" : "starttls-optional";
	say_word(s, MA_SECURITY, security, say_at(s, tls ? url : force->line && span_is(force->text, "yes") ? force : starttls, MA_IMPLIED));
	say_port(s, &port, protocol, security);
	struct slot secret = before.n ? in_url : *pass;
	secret.text = before.n || pass->text.n ? MA_STR("x") : MA_STR("");
	say_password(s, &secret, "cleartext");
}

static void
tell_pop(struct reading *r)
{
	const struct slot *host = &r->keys[POP_HOST], *del = &r->keys[POP_DELETE];
	struct ma_str at = host->text;
	bool tls = span_begins(at, "pops://");
	if (tls || span_begins(at, "pop://"))
		at = (struct ma_str){ at.p + (tls ? 7 : 6), at.n - (tls ? 7 : 6) };
	tell_server(r, host, "pop3", tls, at, &r->keys[POP_USER], &r->keys[POP_PASS]);
	say_implied(&r->say, MA_DELETE_WHEN, "never");
	/* Otherwise it asks, each time. */
	bool yes = span_is(del->text, "yes"), no = span_is(del->text, "no");
	if (yes || no)
		say_num(&r->say, MA_LEAVE_ON_SERVER, no, say_at(&r->say, del, MA_SET));
	else
		say_unknown(&r->say, MA_LEAVE_ON_SERVER, del);
}

/* A folder on a server: IMAP is used where it is; of POP nobody can tell. */
static bool
tell_folder(struct reading *r, const struct slot *folder)
{
	static const struct {
		const char *scheme, *protocol;
		bool tls;
	} schemes[] = { { "imaps://", "imap", true }, { "imap://", "imap", false }, { "pops://", "pop3", true }, { "pop://", "pop3", false } };
	for (size_t k = 0; k < sizeof schemes / sizeof *schemes; k++) {
		size_t n = strlen(schemes[k].scheme);
		bool pop = schemes[k].protocol[0] == 'p';
		if (!span_begins(folder->text, schemes[k].scheme))
			continue;
		struct ma_str at = { folder->text.p + n, folder->text.n - n };
		tell_server(r, folder, schemes[k].protocol, schemes[k].tls, at, &r->keys[pop ? POP_USER : IMAP_USER], &r->keys[pop ? POP_PASS : IMAP_PASS]);
		if (pop) {
			static const struct slot none;
			say_unknown(&r->say, MA_LEAVE_ON_SERVER, &none);
			say_unknown(&r->say, MA_DELETE_WHEN, &none);
		}
		return true;
	}
	return false;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	enum ma_status status = MA_PARSED;
	for (uint32_t k = 0; k < n_files; k++) {
		static const struct slot none[N_KEYS];
		memcpy(r.keys, none, sizeof none);
		r.elsewhere.line = 0;
		r.say.file = k;
		struct ma_str bytes = files[k].bytes;
		if (!span_unmark(&bytes)) {
			host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ k, 0, MA_UNKNOWN }, MA_STR(""));
			status = MA_DAMAGED;
			continue;
		}
		read_file(&r, bytes);
		bool any = r.keys[POP_HOST].line || r.keys[FOLDER].line || r.keys[SPOOL].line;
		if (r.keys[POP_HOST].text.n)
			tell_pop(&r);
		if (!tell_folder(&r, &r.keys[FOLDER]))
			tell_folder(&r, &r.keys[SPOOL]);
		/* Servers that a command names, or other files: here only that they may be there. */
		static const enum key servers[] = { POP_HOST, FOLDER, SPOOL };
		for (size_t i = 0; i < 3; i++)
			if (r.keys[servers[i]].line && !r.keys[servers[i]].text.n)
				say_note(&r.say, MA_NOTE_UNSUPPORTED, &r.keys[servers[i]], names[servers[i]]);
		if (any && r.elsewhere.line)
			say_note(&r.say, MA_NOTE_UNSUPPORTED, &r.elsewhere, "source");
	}
	say_ids_fini(&r.ids);
	return status;
}

const struct ma_plugin MAILACCORD_PLUGIN(mutt) = {
	sizeof(struct ma_plugin), "mutt", "Mutt and NeoMutt", sources, parse, NULL, MA_TELLS(tells),
};
