/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fdm: a program that fetches and sorts mail for others.  Its file is a program:
 * "$(...)" and "%(...)" run a shell while it is read, and whether mail is kept is
 * decided by the rules that a message meets.  Nothing of it is run.  fdm-conf.c
 * reads what stands there; where all mail of an account meets the same fate that
 * is told, and it is unknown where only some of it does.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "fdm-conf.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.fdm.conf", "conf", 4 << 20, NULL },
	{ MA_SYSTEM, "etc//fdm.conf", "conf", 4 << 20, NULL },
	{ MA_HOME, "*//fdm.conf", "conf", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_FILTERS_SERVER_DELETE] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED,
	[MA_ADDRESSES] = MA_NOT_STORED, SAY_FETCHER,
};

static const struct {
	const char *type, *protocol;
	bool tls;
} types[] = {
	{ "pop3", "pop3", false }, { "pop3s", "pop3", true }, { "imap", "imap", false }, { "imaps", "imap", true },
}, services[] = {
	{ "pop3", "110", false }, { "pop3s", "995", false }, { "imap", "143", false }, { "imap2", "143", false }, { "imaps", "993", false },
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct fdm_conf conf;
};

static struct slot
slot_of(const struct reading *r, const struct fdm_value *v)
{
	return (struct slot){ fdm_text(&r->conf, v), r->say.file, v->line };
}

/* Where the word of that line stands, or the account. */
static struct ma_at
at(const struct reading *r, uint32_t line, enum ma_state absent)
{
	return (struct ma_at){ r->say.file, line ? line : r->say.line, line ? MA_SET : absent };
}

static void
tell_value(const struct reading *r, enum ma_fact fact, const struct fdm_value *v)
{
	struct slot slot = slot_of(r, v);
	if (!v->line || v->unknown)
		say_unknown(&r->say, fact, &slot);
	else
		say_text(&r->say, fact, &slot);
}

static void
tell_leaving(const struct reading *r, const struct fdm_account *a)
{
	const struct fdm_conf *c = &r->conf;
	const struct say *s = &r->say;
	bool blind = c->blind_line || c->error_line;
	unsigned fate = a->keep ? FDM_STAYS : blind ? FDM_STAYS | FDM_GOES : fdm_conf_decide(c, a);
	struct ma_at where = at(r, a->keep, MA_IMPLIED);
	if (fate == (FDM_STAYS | FDM_GOES))
		where.state = MA_UNKNOWN;
	say_num(s, MA_LEAVE_ON_SERVER, fate == FDM_STAYS, where);
	say_implied(s, MA_DELETE_WHEN, "never");
	if (c->delete_oversized)
		s->host->text(s->account, MA_FILTERS_SERVER_DELETE, MA_STR("delete-oversized"), at(r, c->delete_oversized, MA_UNKNOWN));
}

static void
tell(struct reading *r, const struct fdm_account *a)
{
	const struct say *s = &r->say;
	struct slot type = slot_of(r, &a->type), name = slot_of(r, &a->name), port = slot_of(r, &a->port), pass = slot_of(r, &a->pass);
	static const struct slot unsaid;
	size_t k = 0, n = sizeof types / sizeof *types;
	while (k < n && !span_is(type.text, types[k].type))
		k++;
	r->say.line = a->line;
	if (k == n || !say_begin(&r->say, &r->ids, &name.text, 1))
		return;
	const char *security = types[k].tls ? "tls" : a->starttls ? "starttls" : "none";
	if (!a->name.unknown)
		say_text(s, MA_NAME, &name);
	say_num(s, MA_ENABLED, !a->disabled, at(r, a->disabled, MA_IMPLIED));
	say_word(s, MA_PROTOCOL, types[k].protocol, say_at(s, &type, MA_UNKNOWN));
	tell_value(r, MA_HOST, &a->host);
	tell_value(r, MA_LOGIN, &a->user); /* absent: as .netrc has it */
	say_word(s, MA_SECURITY, a->host.line ? security : NULL, at(r, types[k].tls ? a->type.line : a->starttls, MA_IMPLIED));
	for (size_t i = 0; port.line && i < sizeof services / sizeof *services; i++)
		if (span_is(port.text, services[i].type))
			port.text = span_of(services[i].protocol);
	if (a->port.unknown)
		say_unknown(s, MA_PORT, &port);
	else
		say_port(s, a->port.line ? &port : &unsaid, types[k].protocol, a->host.line ? security : NULL);
	if (a->pass.line && !a->pass.unknown)
		say_password(s, &pass, "cleartext");
	if (strcmp(security, "none") != 0)
		say_num(s, MA_CERTIFICATE_CHECK, r->conf.verify && !a->no_verify, at(r, a->no_verify ? a->no_verify : r->conf.verify, MA_IMPLIED));
	say_unknown(s, MA_CHECK_MINUTES, &unsaid); /* a timer calls it */
	tell_leaving(r, a);
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out } };
	enum ma_status status = MA_PARSED;
	for (r.say.file = 0; r.say.file < n_files; r.say.file++) {
		r.conf = (struct fdm_conf){ .verify = 0 };
		fdm_conf_read(&r.conf, files[r.say.file].bytes);
		struct ma_at blind = { r.say.file, r.conf.blind_line, MA_UNKNOWN }, error = { r.say.file, r.conf.error_line, MA_UNKNOWN };
		if (r.conf.blind_line)
			host->note(out, strcmp(r.conf.blind, "limit") == 0 ? MA_NOTE_LIMIT : MA_NOTE_UNSUPPORTED, blind, span_of(r.conf.blind));
		if (r.conf.error_line)
			host->note(out, MA_NOTE_DAMAGED, error, MA_STR(""));
		status = r.conf.error_line ? MA_DAMAGED : status;
		for (size_t k = 0; k < r.conf.accounts.n / sizeof(struct fdm_account); k++)
			tell(&r, (const struct fdm_account *)(const void *)r.conf.accounts.p + k);
		fdm_conf_fini(&r.conf);
	}
	say_ids_fini(&r.ids);
	return status;
}

const struct ma_plugin MAILACCORD_PLUGIN(fdm) = {
	sizeof(struct ma_plugin), "fdm", "fdm", sources, parse, NULL, MA_TELLS(tells),
};
