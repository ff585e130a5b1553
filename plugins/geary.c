/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Geary: a folder for each account with a key file of GLib's, geary.ini.  IMAP
 * only.  Of the providers it knows by itself the file has no server: they are
 * Gmail's and Microsoft's.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, ".config/geary//*/geary.ini", "account", 1 << 20, NULL },
	{ MA_HOME, ".var/app/org.gnome.Geary/config/geary//*/geary.ini", "account", 1 << 20, NULL },
	{ MA_HOME, "*//geary.ini", "account", 1 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_IMPLIES, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS,
	[MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_OFFLINE_DAYS] = MA_READS, [MA_SMTP_HOST] = MA_READS,
	[MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_TRASH_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS,
	[MA_DRAFTS_FOLDER] = MA_READS, [MA_JUNK_FOLDER] = MA_READS, [MA_ARCHIVE_FOLDER] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_NOT_STORED, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_UIDL_KEPT] = MA_NOT_STORED,
};

enum key {
	STATUS, LABEL, SENDERS, PROVIDER, PREFETCH, HOST, PORT, LOGIN, SECURITY, SMTP_HOST, SMTP_PORT, SMTP_SECURITY,
	TRASH, SENT, DRAFTS, JUNK, ARCHIVE, N_KEYS
};
static const struct slot_name names[N_KEYS] = {
	[STATUS] = { "Metadata", "status" }, [LABEL] = { "Account", "label" }, [SENDERS] = { "Account", "sender_mailboxes" },
	[PROVIDER] = { "Account", "service_provider" }, [PREFETCH] = { "Account", "prefetch_days" }, [HOST] = { "Incoming", "host" },
	[PORT] = { "Incoming", "port" }, [LOGIN] = { "Incoming", "login" }, [SECURITY] = { "Incoming", "transport_security" },
	[SMTP_HOST] = { "Outgoing", "host" }, [SMTP_PORT] = { "Outgoing", "port" }, [SMTP_SECURITY] = { "Outgoing", "transport_security" },
	[TRASH] = { "Folders", "trash_folder" }, [SENT] = { "Folders", "sent_folder" }, [DRAFTS] = { "Folders", "drafts_folder" },
	[JUNK] = { "Folders", "junk_folder" }, [ARCHIVE] = { "Folders", "archive_folder" },
};

struct reading {
	struct say say;
	bool any;
	struct slot keys[N_KEYS];
};

/* A folder is written as the steps that lead to it, with a semicolon behind each. */
static struct slot
folder(const struct slot *slot)
{
	struct slot one = *slot;
	if (one.text.n && one.text.p[one.text.n - 1] == ';')
		one.text.n--;
	return one;
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	r->any |= span_is(line->section, "Metadata");
	slot_take_in_section(r->keys, names, N_KEYS, line, r->say.file);
}

static const char *
security_of(const struct slot *slot)
{
	return span_is(slot->text, "none") ? "none" : span_is(slot->text, "start-tls") ? "starttls" : span_is(slot->text, "transport") ? "tls" : NULL;
}

/* "Name <address>;address;" */
static void
tell_senders(const struct say *s, const struct slot *senders)
{
	for (struct ma_str rest = senders->text; rest.n;) {
		struct ma_str one = span_trim(span_cut(&rest, ';')), inner = one;
		span_cut(&inner, '<');
		struct ma_str address = inner.n ? span_cut(&inner, '>') : one;
		if (address.n)
			s->host->text(s->account, MA_ADDRESSES, address, say_at(s, senders, MA_SET));
	}
}

static void
tell(struct reading *r)
{
	static const struct {
		enum key key;
		enum ma_fact fact;
	} texts[] = {
		{ LABEL, MA_NAME }, { LOGIN, MA_LOGIN }, { SMTP_HOST, MA_SMTP_HOST }, { TRASH, MA_TRASH_FOLDER }, { SENT, MA_SENT_FOLDER },
		{ DRAFTS, MA_DRAFTS_FOLDER }, { JUNK, MA_JUNK_FOLDER }, { ARCHIVE, MA_ARCHIVE_FOLDER },
	};
	const struct say *s = &r->say;
	const struct slot *k = r->keys;
	bool gmail = span_is(k[PROVIDER].text, "gmail"), outlook = span_is(k[PROVIDER].text, "outlook") && !k[HOST].line;
	struct ma_at provider = { s->file, k[PROVIDER].line, gmail ? MA_IMPLIED : MA_INFERRED };
	const char *security = gmail || outlook ? "tls" : security_of(&k[SECURITY]);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct slot text = texts[i].key >= TRASH ? folder(&k[texts[i].key]) : k[texts[i].key];
		say_text(s, texts[i].fact, &text);
	}
	say_num(s, MA_ENABLED, !k[STATUS].line || span_is(k[STATUS].text, "enabled"), say_at(s, &k[STATUS], MA_IMPLIED));
	say_implied(s, MA_PROTOCOL, "imap");
	tell_senders(s, &k[SENDERS]);
	if (gmail)
		say_word(s, MA_HOST, "imap.gmail.com", provider);
	else if (outlook) /* or imap-mail.outlook.com, by its version: the same */
		say_word(s, MA_HOST, "outlook.office365.com", provider);
	else if (k[HOST].line)
		say_text(s, MA_HOST, &k[HOST]);
	else
		say_unknown(s, MA_HOST, &k[PROVIDER]);
	say_word(s, MA_SECURITY, security, gmail || outlook ? provider : say_at(s, &k[SECURITY], MA_UNKNOWN));
	say_port(s, &k[PORT], "imap", security);
	if (k[PREFETCH].line && span_number(k[PREFETCH].text) > 0)
		say_num(s, MA_OFFLINE_DAYS, span_number(k[PREFETCH].text), say_at(s, &k[PREFETCH], MA_SET));
	if (k[SMTP_PORT].line && span_number(k[SMTP_PORT].text) > 0 && span_number(k[SMTP_PORT].text) < 65536)
		say_num(s, MA_SMTP_PORT, span_number(k[SMTP_PORT].text), say_at(s, &k[SMTP_PORT], MA_SET));
	if (k[SMTP_SECURITY].line)
		say_word(s, MA_SMTP_SECURITY, security_of(&k[SMTP_SECURITY]), say_at(s, &k[SMTP_SECURITY], MA_SET));
}

/* "account_01/geary.ini" is account_01. */
static struct ma_str
folder_of(const char *path)
{
	struct ma_str rest = span_of(path), name = MA_STR("account"), last = MA_STR("");
	while (rest.n) {
		name = last.n ? last : name;
		last = span_cut(&rest, '/');
	}
	return name;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct say_ids ids = { 0 };
	bool any = false, damaged = false;
	for (uint32_t k = 0; k < n_files; k++) {
		struct reading r = { .say = { .host = host, .out = out, .file = k } };
		struct ma_str id = folder_of(files[k].path);
		damaged |= !keyfile_read(files[k].bytes, KEYFILE_GLIB, on_line, &r);
		any |= r.any;
		if (r.any && say_begin(&r.say, &ids, &id, 1))
			tell(&r);
	}
	say_ids_fini(&ids);
	return damaged ? MA_DAMAGED : any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(geary) = {
	sizeof(struct ma_plugin), "geary", "Geary", sources, parse, NULL, MA_TELLS(tells),
};
