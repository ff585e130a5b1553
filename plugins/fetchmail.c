/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fetchmail: a program that fetches for others, often unattended on a server.
 * fetchmail-rc.c reads its file.  What that does not say is the program's
 * default: mail is deleted, over IMAP too.
 *
 * fetchmail does not start on a file with an error.  Here the rest is read on
 * and the file counts as damaged, for whoever repairs it starts it again.
 * Options of the command line are not seen; they beat all of this.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "fetchmail-rc.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.fetchmailrc", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//.fetchmailrc", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//fetchmailrc", "rc", 4 << 20, NULL },
	{ MA_SYSTEM, "etc//fetchmailrc", "rc", 4 << 20, NULL },
	{ MA_SYSTEM, "var/lib/fetchmail//.fetchmailrc", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS,
	[MA_PASSWORD_KEPT] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_FILTERS_SERVER_DELETE] = MA_READS, [MA_MAX_DOWNLOAD_KB] = MA_READS,
	[MA_CHECK_MINUTES] = MA_READS, [MA_ADDRESSES] = MA_NOT_STORED, SAY_FETCHER,
};

static const struct {
	const char *theirs, *ours, *auth;
} protocols[] = {
	{ "pop3", "pop3", NULL }, { "POP3", "pop3", NULL }, { "imap", "imap", NULL }, { "IMAP", "imap", NULL },
	{ "apop", "pop3", "apop" }, { "APOP", "pop3", "apop" }, { "rpop", "pop3", NULL }, { "RPOP", "pop3", NULL },
	{ "kpop", "pop3", "kerberos" }, { "KPOP", "pop3", "kerberos" }, { "sdps", "pop3", NULL }, { "SDPS", "pop3", NULL },
	{ "pop2", "other", NULL }, { "POP2", "other", NULL }, { "etrn", "other", NULL }, { "ETRN", "other", NULL },
	{ "odmr", "other", NULL }, { "ODMR", "other", NULL },
}, auths[] = {
	{ "password", "password", NULL }, { "gssapi", "kerberos", NULL }, { "kerberos", "kerberos", NULL },
	{ "kerberos4", "kerberos", NULL }, { "kerberos_v4", "kerberos", NULL }, { "kerberos5", "kerberos", NULL },
	{ "kerberos_v5", "kerberos", NULL }, { "ssh", "none", NULL }, { "external", "certificate", NULL },
	{ "cram-md5", "encrypted", NULL }, { "cram", "encrypted", NULL }, { "ntlm", "ntlm", NULL }, { "msn", "ntlm", NULL },
}, services[] = {
	{ "pop3", "110", NULL }, { "pop3s", "995", NULL }, { "imap", "143", NULL }, { "imap2", "143", NULL }, { "imaps", "993", NULL },
	{ "kpop", "1109", NULL },
};

struct reading {
	struct say say;
	struct say_ids ids;
};

static void
tell_protocol(const struct say *s, const struct slot *o, const char **protocol, const char **auth)
{
	const struct slot *proto = &o[PROTO];
	for (size_t k = 0; k < sizeof protocols / sizeof *protocols; k++)
		if (proto->line && span_is(proto->text, protocols[k].theirs)) {
			*protocol = protocols[k].ours;
			*auth = protocols[k].auth;
		}
	for (size_t k = 0; k < sizeof auths / sizeof *auths; k++)
		if (o[AUTH].line && span_is(o[AUTH].text, auths[k].theirs))
			*auth = auths[k].ours;
	/* Without one fetchmail tries IMAP first and then POP3. */
	say_word(s, MA_PROTOCOL, *protocol, say_at(s, proto, MA_UNKNOWN));
	if (*auth)
		say_word(s, MA_AUTH, *auth, say_at(s, o[AUTH].line ? &o[AUTH] : proto, MA_SET));
}

static const char *
tell_security(const struct say *s, const struct slot *o)
{
	bool ssl = o[SSL].line && span_is(o[SSL].text, "yes");
	const char *word = ssl ? "tls" : "starttls-optional";
	struct ma_at at = say_at(s, &o[SSL], MA_IMPLIED);
	if (!ssl)
		at = say_at(s, &o[SSLPROTO], MA_IMPLIED);
	if (!ssl && o[SSLPROTO].line) {
		/* Before 6.4 such a word only chose the version, and TLS stayed optional. */
		word = o[SSLPROTO].text.n ? "starttls" : "none";
		at.state = o[SSLPROTO].text.n ? MA_INFERRED : MA_SET;
	}
	/* Through a plugin it is the plugin that connects. */
	if (o[PLUGIN].line)
		word = NULL;
	say_word(s, MA_SECURITY, word, at);
	return word;
}

static void
tell_port(const struct say *s, const struct slot *o, const char *protocol, const char *security)
{
	struct slot service = o[SERVICE];
	for (size_t k = 0; k < sizeof services / sizeof *services; k++)
		if (service.line && span_is(service.text, services[k].theirs))
			service.text = span_of(services[k].ours);
	if (!service.line && o[PROTO].line && span_is_any_case(o[PROTO].text, "kpop"))
		security = NULL; /* its own port, by a name of the system's */
	say_port(s, &service, protocol, security);
}

static void
tell_deleting(const struct say *s, const struct slot *o, const char *protocol)
{
	bool keeps = o[KEEP].line && span_is(o[KEEP].text, "yes");
	/* ETRN and ODMR empty a queue, whatever is said. */
	bool queue = o[PROTO].line && (span_is_any_case(o[PROTO].text, "etrn") || span_is_any_case(o[PROTO].text, "odmr"));
	static const struct slot unsaid;
	say_num(s, MA_LEAVE_ON_SERVER, keeps && !queue, say_at(s, queue ? &unsaid : &o[KEEP], MA_IMPLIED));
	say_implied(s, MA_DELETE_WHEN, "never");
	/* What was fetched, or read by anybody, goes at the next check. */
	if (keeps && !queue && o[FLUSH].line && span_is(o[FLUSH].text, "yes"))
		say_num(s, MA_DELETE_AFTER_DAYS, 0, (struct ma_at){ o[FLUSH].file, o[FLUSH].line, MA_INFERRED });
	int64_t limit = o[LIMIT].line ? span_number(o[LIMIT].text) : 0;
	bool pop = !protocol || strcmp(protocol, "other") != 0;
	if (limit > 0 && pop)
		say_num(s, MA_MAX_DOWNLOAD_KB, (limit + 1023) / 1024, say_at(s, &o[LIMIT], MA_SET));
	if (limit > 0 && pop && o[LIMITFLUSH].line && span_is(o[LIMITFLUSH].text, "yes"))
		s->host->text(s->account, MA_FILTERS_SERVER_DELETE, MA_STR("limitflush"), say_at(s, &o[LIMITFLUSH], MA_SET));
}

static void
tell_timing(const struct say *s, const struct fetchmail_user *u)
{
	const struct slot *interval = &u->options[INTERVAL];
	int64_t seconds = u->daemon.line ? span_number(u->daemon.text) : 0;
	int64_t every = interval->line ? span_number(interval->text) : 0;
	if (seconds > 0 && seconds < 1 << 30 && every < 1 << 20)
		say_num(s, MA_CHECK_MINUTES, (seconds * (every > 0 ? every : 1) + 59) / 60, say_at(s, &u->daemon, MA_SET));
	else
		say_unknown(s, MA_CHECK_MINUTES, &u->daemon); /* a timer of the system may call it */
}

static void
on_user(void *context, const struct fetchmail_user *u)
{
	struct reading *r = context;
	const struct slot *o = u->options;
	const struct say *s = &r->say;
	const char *protocol = NULL, *auth = NULL;
	struct ma_str id[] = { u->name.text, MA_STR("/"), o[LOGIN].line ? o[LOGIN].text : MA_STR("") };
	r->say.line = u->line;
	if (!say_begin(&r->say, &r->ids, id, 3))
		return;
	say_text(s, MA_NAME, &u->name);
	/* What is skipped is fetched only when somebody names it on the command line. */
	say_num(s, MA_ENABLED, !u->skip, say_at(s, &u->name, MA_SET));
	say_text(s, MA_HOST, o[VIA].line ? &o[VIA] : &u->name);
	if (o[LOGIN].line)
		say_text(s, MA_LOGIN, &o[LOGIN]);
	else
		say_unknown(s, MA_LOGIN, &o[LOGIN]); /* who runs it */
	tell_protocol(s, o, &protocol, &auth);
	const char *security = tell_security(s, o);
	tell_port(s, o, protocol, security);
	say_password(s, &o[PASSWORD], "cleartext");
	if (o[SSLCERTCK].line)
		say_num(s, MA_CERTIFICATE_CHECK, span_is(o[SSLCERTCK].text, "yes"), say_at(s, &o[SSLCERTCK], MA_SET));
	tell_deleting(s, o, protocol);
	tell_timing(s, u);
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	enum ma_status status = MA_PARSED;
	for (uint32_t k = 0; k < n_files; k++) {
		uint32_t line;
		r.say.file = k;
		if (fetchmail_rc_read(files[k].bytes, k, on_user, &r, &line))
			continue;
		/* Not what stands there: it may be half a password. */
		host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ k, line, MA_UNKNOWN }, MA_STR(""));
		status = MA_DAMAGED;
	}
	say_ids_fini(&r.ids);
	return status;
}

const struct ma_plugin MAILACCORD_PLUGIN(fetchmail) = {
	sizeof(struct ma_plugin), "fetchmail", "fetchmail", sources, parse, NULL, MA_TELLS(tells),
};
