/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Alpine, and Pine: key "=" value, lists over several lines.  Mailboxes are
 *
 *	["#move" letter] "{" host [":" port] ("/" flag)* "}" folder [letter folder]
 *
 * in inbox-path and incoming-folders.  With #move all mail is copied and then
 * removed at the server; otherwise a POP mailbox is opened where it is, and
 * mail goes when its user deletes and expunges it.  From Alpine 2.26's help
 * texts and source; the samples were not run through the program.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.pinerc", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//pinerc", "rc", 4 << 20, NULL },
	{ MA_SYSTEM, "etc//pine.conf", "rc", 4 << 20, NULL },
	{ MA_SYSTEM, "etc//pine.conf.fixed", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_WHEN] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_LEAVE_RAW] = MA_NOT_STORED,
	[MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
};

enum key { INBOX, INCOMING, HEADERS, N_KEYS };
static const char *const names[N_KEYS] = { "inbox-path", "incoming-folders", "customized-hdrs" };

struct reading {
	struct say say;
	struct say_ids ids;
	struct slot from;
	bool any;
};

/* What the flags of a mailbox say. */
struct mailbox {
	struct ma_str server, user;
	bool pop, skip, ssl, tls, no_tls, unchecked;
};

static struct mailbox
mailbox_of(struct ma_str spec)
{
	struct mailbox m = { .server = span_cut(&spec, '/') };
	while (spec.n) {
		struct ma_str flag = span_cut(&spec, '/'), value = flag;
		span_cut(&value, '=');
		if (value.n > 1 && *value.p == '"' && value.p[value.n - 1] == '"')
			value = (struct ma_str){ value.p + 1, value.n - 2 };
		m.pop |= span_is_any_case(flag, "pop3") || span_is_any_case(flag, "service=pop3");
		m.skip |= span_is_any_case(flag, "nntp") || span_is_any_case(flag, "news") || span_is_any_case(flag, "service=nntp");
		m.ssl |= span_is_any_case(flag, "ssl");
		m.tls |= span_is_any_case(flag, "tls");
		m.no_tls |= span_is_any_case(flag, "notls");
		m.unchecked |= span_is_any_case(flag, "novalidate-cert");
		if (flag.n > 5 && (flag.p[0] | 0x20) == 'u' && span_begins((struct ma_str){ flag.p + 1, flag.n - 1 }, "ser="))
			m.user = value;
	}
	return m;
}

static void
tell_mailbox(struct reading *r, const struct slot *where, struct ma_str spec, bool moved)
{
	const struct say *s = &r->say;
	struct mailbox m = mailbox_of(spec);
	struct slot user = *where, host = *where, port = *where;
	user.text = m.user;
	port.text = m.server;
	host.text = span_cut(&port.text, ':');
	if (!port.text.n)
		port.line = 0;
	struct ma_str id[] = { host.text, MA_STR("/"), m.user };
	r->say.line = where->line;
	if (m.skip || !host.text.n || !say_begin(&r->say, &r->ids, id, 3))
		return;
	const char *protocol = m.pop ? "pop3" : "imap";
	const char *security = m.ssl ? "tls" : m.tls ? "starttls" : m.no_tls ? "none" : "starttls-optional";
	say_word(s, MA_PROTOCOL, protocol, say_at(s, where, MA_SET));
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	say_text(s, MA_HOST, &host);
	say_port(s, &port, protocol, security);
	if (m.user.n)
		say_text(s, MA_LOGIN, &user);
	else
		say_unknown(s, MA_LOGIN, &user); /* asked for, or that of the system */
	say_word(s, MA_SECURITY, security, (struct ma_at){ s->file, where->line, m.ssl || m.tls || m.no_tls ? MA_SET : MA_IMPLIED });
	if (m.unchecked)
		say_num(s, MA_CERTIFICATE_CHECK, 0, say_at(s, where, MA_SET));
	say_text(s, MA_ADDRESSES, &r->from);
	static const struct slot none;
	say_unknown(s, MA_CHECK_MINUTES, &none);
	if (moved) {
		say_num(s, MA_LEAVE_ON_SERVER, 0, say_at(s, where, MA_SET));
		say_implied(s, MA_DELETE_WHEN, "never");
	} else if (m.pop) {
		say_num(s, MA_LEAVE_ON_SERVER, 1, (struct ma_at){ s->file, where->line, MA_INFERRED });
		say_word(s, MA_DELETE_WHEN, "deleted", (struct ma_at){ s->file, where->line, MA_INFERRED });
	}
}

/* All mailboxes of a value. */
static void
tell_value(struct reading *r, const struct slot *value)
{
	for (struct ma_str rest = value->text; rest.n;) {
		struct ma_str before = span_cut(&rest, '{'), spec = span_cut(&rest, '}');
		bool moved = false;
		for (size_t k = 0; k + 5 <= before.n; k++)
			moved |= span_begins((struct ma_str){ before.p + k, before.n - k }, "#move");
		if (spec.n)
			tell_mailbox(r, value, spec, moved);
	}
}

static void
on_header_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	r->any |= line->what == KEYFILE_KEY && (span_is(line->key, names[INBOX]) || span_is(line->key, "personal-name"));
	if (line->what != KEYFILE_KEY || !span_is(line->key, names[HEADERS]) || !span_begins(line->value, "From: "))
		return;
	/* Read without folding: what is kept lies in the file. */
	struct ma_str one = { line->value.p + 6, line->value.n - 6 }, inner = one;
	span_cut(&inner, '<');
	r->from = (struct slot){ span_trim(inner.n ? span_cut(&inner, '>') : one), r->say.file, line->line };
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	struct slot value = { line->value, r->say.file, line->line };
	if (line->what == KEYFILE_KEY && (span_is(line->key, names[INBOX]) || span_is(line->key, names[INCOMING])))
		tell_value(r, &value);
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const unsigned plain = KEYFILE_HASH | KEYFILE_NO_SECTION | KEYFILE_TRIM_KEY | KEYFILE_TRIM_VALUE;
	struct reading r = { .say = { .host = host, .out = out } };
	bool damaged = false;
	for (uint32_t k = 0; k < n_files; k++) {
		r.say.file = k;
		r.from.line = 0;
		damaged |= !keyfile_read(files[k].bytes, plain, on_header_line, &r);
		damaged |= !keyfile_read(files[k].bytes, plain | KEYFILE_FOLDED, on_line, &r);
	}
	say_ids_fini(&r.ids);
	return damaged ? MA_DAMAGED : r.any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(alpine) = {
	sizeof(struct ma_plugin), "alpine", "Alpine", sources, parse, NULL, MA_TELLS(tells),
};
