/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * isync (mbsync): keeps folders on a server and on the workstation the same.
 *
 *	file    = section ("\n" section)*		an empty line ends a section
 *	section = ("IMAPAccount" | "IMAPStore" | "Channel" ...) name, then lines of word and argument
 *
 * Words in any letter case, quotes around an argument do not count.  What
 * stands before the first section, or in one of its own, holds for all
 * channels.  A store names an account or has its keys itself; a channel has a
 * store on its far and on its near side ("Master" and "Slave" before 1.4).
 * Fetching removes nothing.  "Expunge" on a side removes what is marked there,
 * by whomever, each time it runs.  PassCmd, UserCmd and Tunnel are commands and
 * not run.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/grow.h"
#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.mbsyncrc", "rc", 4 << 20, NULL },
	{ MA_HOME, "//.config/isyncrc", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//mbsyncrc", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_IMPLIES, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_EXPUNGE_ON_EXIT] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_NOT_STORED, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_UIDL_KEPT] = MA_NOT_STORED,
	[MA_ADDRESSES] = MA_NOT_STORED, SAY_NO_SENDING,
};

enum key { HOST, PORT, USER, PASS, SSL_TYPE, TLS_TYPE, USE_IMAPS, TUNNEL, ACCOUNT, FAR, MASTER, NEAR, SLAVE, EXPUNGE, N_KEYS };
static const char *const names[N_KEYS] = {
	"Host", "Port", "User", "Pass", "SSLType", "TLSType", "UseIMAPS", "Tunnel", "Account", "Far", "Master", "Near", "Slave", "Expunge",
};

enum kind { GLOBAL, IMAP_ACCOUNT, IMAP_STORE, CHANNEL, OTHER };
static const struct {
	const char *word;
	enum kind kind;
} heads[] = {
	{ "IMAPAccount", IMAP_ACCOUNT }, { "IMAPStore", IMAP_STORE }, { "Channel", CHANNEL }, { "MaildirStore", OTHER }, { "Group", OTHER },
};

struct section {
	enum kind kind;
	struct ma_str name;
	uint32_t line;
	struct slot keys[N_KEYS];
	struct slot expunged; /* of an account: the Expunge that reaches it; line 0: none */
};

struct reading {
	struct say say;
	struct grow all; /* struct section */
	struct strset accounts, stores; /* by name: place in ALL */
	struct slot expunge; /* for all channels */
};

static struct section *
section_at(const struct reading *r, size_t k)
{
	return (struct section *)(void *)(r->all.p + k * sizeof(struct section));
}

static struct ma_str
unquoted(struct ma_str s)
{
	if (s.n && *s.p == '"') {
		s = (struct ma_str){ s.p + 1, s.n - 1 };
		return span_cut(&s, '"');
	}
	for (size_t k = 0; k < s.n; k++)
		if (s.p[k] == ' ' || s.p[k] == '\t')
			s.n = k;
	return s;
}

static void
take_line(struct reading *r, struct section **now, struct ma_str s, uint32_t line)
{
	size_t n = 0;
	while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
		n++;
	struct ma_str word = { s.p, n }, argument = span_trim((struct ma_str){ s.p + n, s.n - n });
	for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
		if (!span_is_any_case(word, heads[k].word))
			continue;
		struct section section = { .kind = heads[k].kind, .name = unquoted(argument), .line = line };
		uint32_t place = (uint32_t)(r->all.n / sizeof section);
		grow_add(&r->all, &section, sizeof section);
		if (section.kind == IMAP_ACCOUNT)
			strset_add(&r->accounts, &section.name, 1, place);
		if (section.kind == IMAP_STORE)
			strset_add(&r->stores, &section.name, 1, place);
		*now = section_at(r, place);
		return;
	}
	for (size_t k = 0; k < N_KEYS; k++) {
		if (!span_is_any_case(word, names[k]))
			continue;
		struct slot value = { k == PASS ? argument : unquoted(argument), r->say.file, line };
		if (*now)
			(*now)->keys[k] = value;
		else if (k == EXPUNGE)
			r->expunge = value;
	}
}

static void
read_file(struct reading *r, struct ma_str bytes)
{
	struct section *now = NULL;
	for (uint32_t line = 1; bytes.n; line++) {
		struct ma_str s = span_cut(&bytes, '\n');
		if (s.n && s.p[s.n - 1] == '\r')
			s.n--;
		s = span_trim(s);
		if (!s.n)
			now = NULL;
		else if (*s.p != '#')
			take_line(r, &now, s, line);
	}
}

/* The account behind ":store:folder", or NULL: none, or not on a server. */
static struct section *
account_behind(const struct reading *r, const struct slot *side)
{
	struct ma_str rest = side->text;
	if (!side->line || !rest.n || *rest.p != ':')
		return NULL;
	span_cut(&rest, ':');
	struct ma_str name = span_cut(&rest, ':');
	uint32_t at = strset_find(&r->stores, &name, 1);
	if (at == UINT32_MAX)
		return NULL;
	struct section *store = section_at(r, at);
	if (!store->keys[ACCOUNT].line)
		return store;
	at = strset_find(&r->accounts, &store->keys[ACCOUNT].text, 1);
	return at == UINT32_MAX ? NULL : section_at(r, at);
}

/* Does WORD, or the word before 1.4, or "Both", stand there?  What is none of the words may be anything. */
static bool
expunges(const struct slot *expunge, const char *word, const char *old)
{
	bool known = !expunge->line || span_is_any_case(expunge->text, "None");
	static const char *const words[] = { "Far", "Near", "Master", "Slave" };
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		known |= span_is_any_case(expunge->text, words[k]);
	return !known || span_is_any_case(expunge->text, word) || span_is_any_case(expunge->text, old);
}

static void
apply_channel(const struct reading *r, const struct section *channel)
{
	const struct slot *k = channel->keys, *expunge = k[EXPUNGE].line ? &k[EXPUNGE] : &r->expunge;
	struct section *there = account_behind(r, k[FAR].line ? &k[FAR] : &k[MASTER]), *here = account_behind(r, k[NEAR].line ? &k[NEAR] : &k[SLAVE]);
	if (there && expunges(expunge, "Far", "Master"))
		there->expunged = *expunge;
	if (here && expunges(expunge, "Near", "Slave"))
		here->expunged = *expunge;
}

static const char *
tell_security(const struct say *s, const struct slot *k, bool imaps)
{
	const struct slot *type = k[TLS_TYPE].line ? &k[TLS_TYPE] : &k[SSL_TYPE];
	const char *word = "starttls";
	if (type->line)
		word = span_is_any_case(type->text, "IMAPS") ? "tls" : span_is_any_case(type->text, "STARTTLS") ? "starttls"
		    : span_is_any_case(type->text, "None") ? "none" : NULL;
	else if (imaps || (k[USE_IMAPS].line && span_is_any_case(k[USE_IMAPS].text, "yes")))
		word = "tls";
	else if (k[TUNNEL].line || k[USE_IMAPS].line)
		word = NULL; /* it is the tunnel's affair; or of a version whose default was another */
	say_word(s, MA_SECURITY, word, type->line ? say_at(s, type, MA_SET) : imaps ? say_at(s, &k[HOST], MA_SET) : say_at(s, &k[USE_IMAPS], MA_IMPLIED));
	return word;
}

static void
tell(struct reading *r, const struct section *account)
{
	const struct say *s = &r->say;
	const struct slot *k = account->keys;
	bool imaps = span_begins(k[HOST].text, "imaps:");
	struct slot host = k[HOST];
	if (imaps)
		host.text = (struct ma_str){ host.text.p + 6, host.text.n - 6 };
	s->host->text(s->account, MA_NAME, account->name, (struct ma_at){ s->file, s->line, MA_SET });
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	say_implied(s, MA_PROTOCOL, "imap");
	if (host.line)
		say_text(s, MA_HOST, &host);
	else
		say_unknown(s, MA_HOST, &k[TUNNEL]);
	if (k[USER].line)
		say_text(s, MA_LOGIN, &k[USER]);
	else
		say_unknown(s, MA_LOGIN, &k[USER]); /* of a command, or asked for */
	say_port(s, &k[PORT], "imap", tell_security(s, k, imaps));
	say_password(s, &k[PASS], "cleartext");
	static const char *const sides[] = { "Far", "Near", "Both", "Master", "Slave" };
	bool known = !account->expunged.line;
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
		known |= span_is_any_case(account->expunged.text, sides[i]);
	if (known)
		say_num(s, MA_EXPUNGE_ON_EXIT, account->expunged.line != 0, say_at(s, &account->expunged, MA_IMPLIED));
	else
		say_unknown(s, MA_EXPUNGE_ON_EXIT, &account->expunged);
	static const struct slot none;
	say_unknown(s, MA_CHECK_MINUTES, &none); /* a timer calls it */
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct say_ids ids = { 0 };
	enum ma_status status = MA_PARSED;
	for (uint32_t f = 0; f < n_files; f++) {
		struct reading r = { .say = { .host = host, .out = out, .file = f } };
		struct ma_str bytes = files[f].bytes;
		if (!span_unmark(&bytes)) {
			host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ f, 0, MA_UNKNOWN }, MA_STR(""));
			status = MA_DAMAGED;
			continue;
		}
		read_file(&r, bytes);
		size_t n = r.all.n / sizeof(struct section);
		for (size_t k = 0; k < n; k++)
			if (section_at(&r, k)->kind == CHANNEL)
				apply_channel(&r, section_at(&r, k));
		for (size_t k = 0; k < n; k++) {
			const struct section *a = section_at(&r, k);
			bool account = a->kind == IMAP_ACCOUNT || (a->kind == IMAP_STORE && !a->keys[ACCOUNT].line);
			r.say.line = a->line;
			if (account && say_begin(&r.say, &ids, &a->name, 1))
				tell(&r, a);
		}
		strset_fini(&r.accounts);
		strset_fini(&r.stores);
		grow_fini(&r.all);
	}
	say_ids_fini(&ids);
	return status;
}

const struct ma_plugin MAILACCORD_PLUGIN(isync) = {
	sizeof(struct ma_plugin), "isync", "isync (mbsync)", sources, parse, NULL, MA_TELLS(tells),
};
