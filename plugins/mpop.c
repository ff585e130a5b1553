/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mpop: a POP3 client that fetches for others.
 *
 *	file    = (comment | section | command)*		one a line
 *	comment = "#" anything
 *	section = "defaults" | "account" name [":" name ("," name)*]
 *	command = word [argument]				all to the line's end, quotes around it do not count
 *
 * An account begins as the defaults that stand before it, and with what the
 * accounts it names say.  "on" may be left out.  With anything wrong in the file mpop does not
 * start; then the file counts as damaged.
 *
 * "eval" runs a command and puts its output in place of the line, while the
 * file is read.  Nothing is run here, so what stands there is unknown.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/grow.h"
#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.mpoprc", "rc", 4 << 20, NULL },
	{ MA_HOME, "//.config/mpop/config", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//mpoprc", "rc", 4 << 20, NULL },
	{ MA_ROAMING, "//mpoprc.txt", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_IMPLIES, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS,
	[MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_FILTERS_SERVER_DELETE] = MA_READS,
	[MA_MAX_DOWNLOAD_KB] = MA_READS, [MA_ENABLED] = MA_IMPLIES, [MA_ADDRESSES] = MA_NOT_STORED, SAY_FETCHER,
};

enum key { HOST, PORT, USER, PASSWORD, AUTH, TLS, STARTTLS, CERTIFICATE, KEEP, KILL, SKIP, N_KEYS };
static const char *const names[N_KEYS] = {
	"host", "port", "user", "password", "auth", "tls", "tls_starttls", "tls_certcheck", "keep", "killsize", "skipsize",
};

/* What else mpop knows, and means nothing here. */
static const char *const others[] = {
	"passwordeval", "timeout", "connect_timeout", "pipelining", "delivery", "filter", "uidls_file", "only_new", "received_header",
	"proxy_host", "proxy_port", "source_ip", "socket", "ntlmdomain", "tls_trust_file", "tls_crl_file", "tls_fingerprint",
	"tls_key_file", "tls_cert_file", "tls_min_dh_prime_bits", "tls_priorities", "tls_force_sslv3", "tls_nostarttls", "tls_host_override",
};

static const struct {
	const char *theirs, *ours;
} auths[] = {
	{ "user", "password" }, { "plain", "password" }, { "login", "password" }, { "apop", "apop" }, { "cram-md5", "encrypted" },
	{ "digest-md5", "encrypted" }, { "scram-sha-1", "encrypted" }, { "scram-sha-1-plus", "encrypted" }, { "scram-sha-256", "encrypted" },
	{ "scram-sha-256-plus", "encrypted" }, { "gssapi", "kerberos" }, { "ntlm", "ntlm" }, { "external", "certificate" },
	{ "xoauth2", "oauth2" }, { "oauthbearer", "oauth2" },
};

/* An account that others may name. */
struct known {
	struct ma_str name;
	struct slot keys[N_KEYS];
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow all; /* struct known */
	struct strset by_name;
	struct known now;
	struct slot defaults[N_KEYS];
	bool in_account, in_defaults;
	bool alias; /* another name for an account, so far */
	uint32_t damaged; /* the first line with an error; 0: none */
	uint32_t evaluated; /* the last line that a command would replace in this section */
};

static int
truth(const struct slot *slot)
{
	if (!slot->text.n || span_is(slot->text, "on"))
		return 1;
	return span_is(slot->text, "off") ? 0 : -1;
}

static void
damage(struct reading *r, uint32_t line)
{
	if (!r->damaged)
		r->damaged = line;
}

static bool
is_proper(enum key key, struct ma_str value)
{
	struct slot slot = { value, 0, 1 };
	switch (key) {
	case TLS:
	case STARTTLS:
	case CERTIFICATE:
	case KEEP:
		return truth(&slot) >= 0;
	case PORT:
		return span_number(value) > 0 && span_number(value) < 65536;
	case KILL:
	case SKIP:
		return span_is(value, "off") || span_number(value) >= 0;
	case HOST:
	case USER:
	case PASSWORD:
	case AUTH:
	case N_KEYS:
		break;
	}
	return true;
}

/* A switch; what a command may have set behind it is not known. */
static int
tell_switch(const struct reading *r, enum key key, int absent, struct ma_at *at)
{
	const struct slot *slot = &r->now.keys[key];
	int on = slot->line ? truth(slot) : absent;
	*at = say_at(&r->say, slot, MA_IMPLIED);
	return r->evaluated ? -1 : on;
}

static const char *
tell_security(struct reading *r)
{
	struct ma_at tls_at, starttls_at;
	int tls = tell_switch(r, TLS, 0, &tls_at), starttls = tell_switch(r, STARTTLS, 1, &starttls_at);
	const char *word = tls < 0 || (tls && starttls < 0) ? NULL : !tls ? "none" : starttls ? "starttls" : "tls";
	/* Which of both tells it: without TLS, or with it and nothing said of STARTTLS, the first. */
	say_word(&r->say, MA_SECURITY, word, tls > 0 && r->now.keys[STARTTLS].line ? starttls_at : tls_at);
	return word;
}

/* "off", or a number of bytes. */
static int64_t
size_of(const struct reading *r, enum key key)
{
	const struct slot *slot = &r->now.keys[key];
	if (!slot->line || span_is(slot->text, "off"))
		return -1;
	return span_number(slot->text);
}

static void
tell(struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *k = r->now.keys;
	struct ma_at at;
	s->host->text(s->account, MA_NAME, r->now.name, (struct ma_at){ s->file, s->line, MA_SET });
	say_implied(s, MA_PROTOCOL, "pop3");
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	say_text(s, MA_HOST, &k[HOST]);
	say_text(s, MA_LOGIN, &k[USER]);
	if (!k[USER].line)
		say_unknown(s, MA_LOGIN, &k[USER]);
	say_port(s, &k[PORT], "pop3", tell_security(r));
	say_password(s, &k[PASSWORD], "cleartext");
	for (size_t i = 0; k[AUTH].line && i < sizeof auths / sizeof *auths; i++)
		if (span_is(k[AUTH].text, auths[i].theirs))
			say_word(s, MA_AUTH, auths[i].ours, say_at(s, &k[AUTH], MA_SET));
	int check = tell_switch(r, CERTIFICATE, 1, &at);
	if (check >= 0)
		say_num(s, MA_CERTIFICATE_CHECK, check, at);
	int keep = tell_switch(r, KEEP, 0, &at);
	if (keep >= 0)
		say_num(s, MA_LEAVE_ON_SERVER, keep, at);
	else
		say_unknown(s, MA_LEAVE_ON_SERVER, &k[KEEP]);
	say_implied(s, MA_DELETE_WHEN, "never");
	/* What is larger is deleted unread. */
	if (size_of(r, KILL) >= 0)
		s->host->text(s->account, MA_FILTERS_SERVER_DELETE, MA_STR("killsize"), say_at(s, &k[KILL], MA_SET));
	else if (r->evaluated)
		say_unknown(s, MA_FILTERS_SERVER_DELETE, &k[KILL]);
	if (size_of(r, SKIP) > 0)
		say_num(s, MA_MAX_DOWNLOAD_KB, (size_of(r, SKIP) + 1023) / 1024, say_at(s, &k[SKIP], MA_SET));
	static const struct slot none;
	say_unknown(s, MA_CHECK_MINUTES, &none); /* who calls it, and how often, is elsewhere */
}

static void
finish(struct reading *r)
{
	if (r->in_defaults)
		memcpy(r->defaults, r->now.keys, sizeof r->defaults);
	if (!r->in_account)
		return;
	uint32_t number = (uint32_t)(r->all.n / sizeof r->now);
	if (!strset_add(&r->by_name, &r->now.name, 1, number))
		damage(r, r->say.line);
	grow_add(&r->all, &r->now, sizeof r->now);
	if (!r->alias && say_begin(&r->say, &r->ids, &r->now.name, 1))
		tell(r);
}

/* "account NAME : BASE, BASE": the last base that says something counts, and the defaults where none does. */
static void
begin_account(struct reading *r, struct ma_str rest, uint32_t line)
{
	struct ma_str name = span_trim(span_cut(&rest, ':'));
	r->in_account = true;
	r->in_defaults = false;
	r->say.line = line;
	r->evaluated = 0;
	r->alias = rest.n > 0;
	r->now.name = name;
	memcpy(r->now.keys, r->defaults, sizeof r->defaults);
	while (rest.n) {
		struct ma_str base = span_trim(span_cut(&rest, ','));
		uint32_t at = strset_find(&r->by_name, &base, 1);
		const struct known *known = at == UINT32_MAX ? NULL : (const struct known *)(const void *)(r->all.p + at * sizeof *known);
		if (!known)
			damage(r, line);
		for (size_t k = 0; known && k < N_KEYS; k++)
			if (known->keys[k].line)
				r->now.keys[k] = known->keys[k];
	}
}

static void
take_command(struct reading *r, struct ma_str word, struct ma_str argument, uint32_t line)
{
	if (argument.n > 1 && *argument.p == '"' && argument.p[argument.n - 1] == '"')
		argument = (struct ma_str){ argument.p + 1, argument.n - 2 };
	if (span_is(word, "account")) {
		finish(r);
		begin_account(r, argument, line);
		return;
	}
	if (span_is(word, "defaults")) {
		finish(r);
		memcpy(r->now.keys, r->defaults, sizeof r->defaults);
		r->in_account = false;
		r->in_defaults = true;
		return;
	}
	r->alias = false;
	if (span_is(word, "eval")) {
		r->evaluated = line;
		r->say.host->note(r->say.out, MA_NOTE_UNSUPPORTED, (struct ma_at){ r->say.file, line, MA_UNKNOWN }, word);
		return;
	}
	for (size_t k = 0; k < N_KEYS; k++)
		if (span_is(word, names[k])) {
			r->now.keys[k] = (struct slot){ argument, r->say.file, line };
			if (!is_proper((enum key)k, argument))
				damage(r, line);
			return;
		}
	for (size_t k = 0; k < sizeof others / sizeof *others; k++)
		if (span_is(word, others[k]))
			return;
	damage(r, line);
}

static void
read_file(struct reading *r, struct ma_str bytes)
{
	for (uint32_t line = 1; bytes.n; line++) {
		struct ma_str s = span_cut(&bytes, '\n');
		if (s.n && s.p[s.n - 1] == '\r')
			s.n--;
		s = span_trim(s);
		if (!s.n || *s.p == '#')
			continue;
		size_t n = 0;
		while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
			n++;
		struct ma_str word = { s.p, n };
		if (!r->in_account && !r->in_defaults && !span_is(word, "account") && !span_is(word, "defaults"))
			damage(r, line);
		else
			take_command(r, word, span_trim((struct ma_str){ s.p + n, s.n - n }), line);
	}
	finish(r);
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	enum ma_status status = MA_PARSED;
	for (uint32_t k = 0; k < n_files; k++) {
		static const struct slot none[N_KEYS];
		memcpy(r.defaults, none, sizeof none);
		r.in_account = r.in_defaults = false;
		r.damaged = r.evaluated = 0;
		r.say.file = k;
		read_file(&r, files[k].bytes);
		r.all.n = 0;
		strset_fini(&r.by_name);
		r.by_name = (struct strset){ 0 };
		if (!r.damaged)
			continue;
		host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ k, r.damaged, MA_UNKNOWN }, MA_STR(""));
		status = MA_DAMAGED;
	}
	grow_fini(&r.all);
	say_ids_fini(&r.ids);
	return status;
}

const struct ma_plugin MAILACCORD_PLUGIN(mpop) = {
	sizeof(struct ma_plugin), "mpop", "mpop", sources, parse, NULL, MA_TELLS(tells),
};
