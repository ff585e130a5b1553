/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trojita: one account in a file of Qt's:
 *
 *	[General]	imap.method=SSL | TCP | process, imap.starttls, imap.host, imap.port,
 *			imap.auth.user; msa.* the same for sending
 *	[identities]	size=N, 1\address, 2\address ...
 *
 * IMAP only, and online: it deletes by marking and expunging when its user says
 * so.  With the method "process" a program speaks to the server: which one is
 * unknown.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, ".config/flaska.net//trojita.conf", "account", 1 << 20, "imap.method=" },
	{ MA_HOME, ".config/flaska.net//trojita-*.conf", "account", 1 << 20, NULL },
	{ MA_HOME, ".var/app/org.kde.trojita/config/flaska.net//trojita*.conf", "account", 1 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_IMPLIES, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_DELETE_MODEL] = MA_IMPLIES,
	[MA_ARCHIVE_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_SENT_KEPT] = MA_READS, [MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS,
	[MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_NOT_STORED, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_UIDL_KEPT] = MA_NOT_STORED,
};

enum key {
	METHOD, STARTTLS, HOST, PORT, USER, PASSWORD, ARCHIVE, ADDRESS, MSA, MSA_HOST, MSA_PORT, MSA_STARTTLS, MSA_USER, SAVE_SENT, SENT, N_KEYS
};
static const struct slot_name names[N_KEYS] = {
	[METHOD] = { "General", "imap.method" }, [STARTTLS] = { "General", "imap.starttls" }, [HOST] = { "General", "imap.host" },
	[PORT] = { "General", "imap.port" }, [USER] = { "General", "imap.auth.user" }, [PASSWORD] = { "General", "imap.auth.pass" },
	[ARCHIVE] = { "General", "imap.archiveFolderName" }, [ADDRESS] = { "General", "identity.address" }, [MSA] = { "General", "msa.method" },
	[MSA_HOST] = { "General", "msa.smtp.host" }, [MSA_PORT] = { "General", "msa.smtp.port" }, [MSA_STARTTLS] = { "General", "msa.smtp.starttls" },
	[MSA_USER] = { "General", "msa.smtp.auth.user" }, [SAVE_SENT] = { "composer", "saveToImapEnabled" }, [SENT] = { "composer", "imapSentName" },
};

#define MAX_IDENTITIES 100

struct reading {
	struct say say;
	struct slot keys[N_KEYS], addresses[MAX_IDENTITIES];
	size_t n_addresses;
};

/* Qt writes values in quotes where it must; the quotes are passed over. */
static struct ma_str
unquoted(struct ma_str s)
{
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? (struct ma_str){ s.p + 1, s.n - 2 } : s;
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	struct keyfile_line bare = *line;
	struct ma_str rest = line->key;
	bare.value = unquoted(line->value);
	if (line->what != KEYFILE_KEY)
		return;
	slot_take_in_section(r->keys, names, N_KEYS, &bare, r->say.file);
	if (span_is(line->section, "identities") && span_number(span_cut(&rest, '\\')) > 0 && span_is(rest, "address") && r->n_addresses < MAX_IDENTITIES)
		r->addresses[r->n_addresses++] = (struct slot){ bare.value, r->say.file, line->line };
}

/* As Qt takes a text for a truth value. */
static bool
truth(const struct slot *s)
{
	return s->text.n && !span_is(s->text, "0") && !span_is_any_case(s->text, "false");
}

static const char *
tell_security(const struct reading *r)
{
	const struct slot *method = &r->keys[METHOD];
	bool tcp = span_is(method->text, "TCP");
	const char *word = span_is(method->text, "SSL") ? "tls" : !tcp ? NULL : truth(&r->keys[STARTTLS]) ? "starttls" : "none";
	say_word(&r->say, MA_SECURITY, word, say_at(&r->say, tcp && r->keys[STARTTLS].line ? &r->keys[STARTTLS] : method, MA_UNKNOWN));
	return word;
}

static void
tell_sending(const struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *k = r->keys, *method = &k[MSA];
	bool smtp = span_is(method->text, "SMTP"), tls = span_is(method->text, "SSMTP");
	if (!smtp && !tls)
		return;
	int64_t port = k[MSA_PORT].line ? span_number(k[MSA_PORT].text) : 0;
	say_text(s, MA_SMTP_HOST, &k[MSA_HOST]);
	say_text(s, MA_SMTP_LOGIN, &k[MSA_USER]);
	say_word(s, MA_SMTP_SECURITY, tls ? "tls" : truth(&k[MSA_STARTTLS]) ? "starttls" : "none", say_at(s, tls || !k[MSA_STARTTLS].line ? method : &k[MSA_STARTTLS], MA_SET));
	if (port > 0 && port < 65536)
		say_num(s, MA_SMTP_PORT, port, say_at(s, &k[MSA_PORT], MA_SET));
}

static void
tell(struct reading *r)
{
	static const struct slot none;
	const struct say *s = &r->say;
	const struct slot *k = r->keys;
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, 0, MA_IMPLIED });
	say_implied(s, MA_PROTOCOL, "imap");
	if (k[HOST].line && k[HOST].text.n)
		say_text(s, MA_HOST, &k[HOST]);
	else
		say_unknown(s, MA_HOST, &k[HOST]);
	if (k[USER].line && k[USER].text.n)
		say_text(s, MA_LOGIN, &k[USER]);
	else
		say_unknown(s, MA_LOGIN, &k[USER]);
	say_port(s, span_is(k[PORT].text, "0") ? &none : &k[PORT], "imap", tell_security(r));
	say_password(s, &k[PASSWORD], "cleartext");
	say_implied(s, MA_DELETE_MODEL, "mark");
	for (size_t i = 0; i < r->n_addresses; i++)
		say_text(s, MA_ADDRESSES, &r->addresses[i]);
	if (!r->n_addresses)
		say_text(s, MA_ADDRESSES, &k[ADDRESS]); /* of before there could be several */
	say_text(s, MA_ARCHIVE_FOLDER, &k[ARCHIVE]);
	if (k[SAVE_SENT].line)
		say_word(s, MA_SENT_KEPT, truth(&k[SAVE_SENT]) ? "server" : "none", say_at(s, &k[SAVE_SENT], MA_SET));
	if (!k[SAVE_SENT].line || truth(&k[SAVE_SENT]))
		say_text(s, MA_SENT_FOLDER, &k[SENT]);
	tell_sending(r);
}

/* "folder/trojita-office.conf" is trojita-office. */
static struct ma_str
id_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	return (struct ma_str){ name, dot ? (size_t)(dot - name) : strlen(name) };
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct say_ids ids = { 0 };
	bool any = false, damaged = false;
	for (uint32_t k = 0; k < n_files; k++) {
		struct reading r = { .say = { .host = host, .out = out, .file = k } };
		struct ma_str id = id_of(files[k].path);
		bool read = keyfile_read(files[k].bytes, KEYFILE_KDE, on_line, &r);
		damaged |= !read;
		if (!read || (!r.keys[METHOD].line && !r.keys[HOST].line))
			continue;
		any = true;
		if (say_begin(&r.say, &ids, &id, 1))
			tell(&r);
	}
	say_ids_fini(&ids);
	return damaged ? MA_DAMAGED : any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(trojita) = {
	sizeof(struct ma_plugin), "trojita", "Trojita", sources, parse, NULL, MA_TELLS(tells),
};
