/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Balsa: two key files of GLib's, "config" and, for names and passwords of the
 * same groups, "config-private":
 *
 *	[mailbox-N]	Type=LibBalsaMailboxPOP3 or LibBalsaMailboxImap, Server=host[:port],
 *			Security=1..4, Delete=true: mail is removed after the download
 *	[folder-N]	an IMAP server, without Type: Server, Security, Directory
 *	[identity-NAME]	Address: no mailbox names one; where there is one of each they
 *			belong together
 *
 * Of 2.6.4.  Before Security there were SSL and TLSMode, before that Port beside
 * Server.  Other groups are its windows and local mailboxes.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

#define FOLDER(folder) \
	{ MA_HOME, folder "//config", "config", 4 << 20, "LibBalsaMailbox" }, \
	{ MA_HOME, folder "//config-private", "private", 4 << 20, NULL }

static const struct ma_source sources[] = {
	FOLDER(".balsa"),
	FOLDER(".config/balsa"),
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_IMPLIES, [MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_IMPLIES, [MA_LEAVE_RAW] = MA_NOT_STORED,
	[MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
};

enum key { TYPE, NAME, SERVER, PORT, PREFIX, SECURITY, SSL, TLS_MODE, DELETE, USER, PASSWORD, ADDRESS, N_KEYS };
static const char *const names[N_KEYS] = {
	"Type", "Name", "Server", "Port", "Directory", "Security", "SSL", "TLSMode", "Delete", "Username", "Password", "Address",
};
static const char *const securities[] = { NULL, "tls", "starttls", "starttls-optional", "none" };

struct reading {
	struct say say;
	struct say_ids ids;
	const struct ma_file *files;
	uint32_t n_files;
	bool any;
	struct ma_str group; /* being read; n 0: none that matters */
	struct slot keys[N_KEYS];
	/* of the file as a whole, from a first reading */
	void (*finish)(struct reading *);
	struct slot address; /* of the last identity */
	uint32_t n_identities, n_mailboxes;
};

/* The group of the same name in config-private. */
struct private {
	struct reading *r;
	uint32_t file;
};

static void
on_private_line(void *context, const struct keyfile_line *line)
{
	struct private *p = context;
	if (line->what == KEYFILE_KEY && line->section.n == p->r->group.n && memcmp(line->section.p, p->r->group.p, line->section.n) == 0
	    && (span_is(line->key, names[USER]) || span_is(line->key, names[PASSWORD])))
		slot_take(p->r->keys, names, N_KEYS, line, p->file, NULL);
}

static const char *
tell_security(const struct say *s, const struct slot *k)
{
	const char *word = "starttls";
	const struct slot *slot = &k[SECURITY];
	int64_t n = slot->line ? span_number(slot->text) : 2;
	if (slot->line || (!k[SSL].line && !k[TLS_MODE].line)) {
		word = n > 0 && n < 5 ? securities[n] : NULL;
	} else {
		/* Before Security: SSL, or whether TLS was never (0), if offered (1) or always (2) asked for. */
		bool ssl = k[SSL].line && span_is(k[SSL].text, "true");
		slot = ssl || !k[TLS_MODE].line ? &k[SSL] : &k[TLS_MODE];
		n = k[TLS_MODE].line ? span_number(k[TLS_MODE].text) : -1;
		word = ssl ? "tls" : n == 0 ? "none" : n == 1 ? "starttls-optional" : n == 2 ? "starttls" : NULL;
	}
	say_word(s, MA_SECURITY, word, say_at(s, slot, MA_IMPLIED));
	return word;
}

/* The protocol of the group being read; NULL: it is no mailbox on a server. */
static const char *
protocol_of(const struct reading *r)
{
	const struct slot *type = &r->keys[TYPE];
	if (span_begins(r->group, "folder-"))
		return (!type->line || span_is(type->text, "LibBalsaMailboxImap")) && r->keys[SERVER].line ? "imap" : NULL;
	if (!span_begins(r->group, "mailbox-"))
		return NULL;
	return span_is_any_case(type->text, "LibBalsaMailboxPOP3") ? "pop3" : span_is(type->text, "LibBalsaMailboxImap") ? "imap" : NULL;
}

static void
count(struct reading *r)
{
	bool identity = span_begins(r->group, "identity-") && r->keys[ADDRESS].line;
	r->any |= span_begins(r->keys[TYPE].text, "LibBalsaMailbox") || protocol_of(r);
	r->n_mailboxes += protocol_of(r) != NULL;
	r->n_identities += identity;
	if (identity)
		r->address = r->keys[ADDRESS];
}

static void
tell_deleting(const struct say *s, const struct slot *delete)
{
	bool yes = span_is(delete->text, "true") || span_is(delete->text, "1");
	bool no = span_is(delete->text, "false") || span_is(delete->text, "0");
	say_implied(s, MA_DELETE_WHEN, "never");
	if (yes || no || !delete->line) {
		say_num(s, MA_LEAVE_ON_SERVER, !yes, say_at(s, delete, MA_IMPLIED));
	} else {
		say_unknown(s, MA_LEAVE_ON_SERVER, delete);
		say_note(s, MA_NOTE_VALUE, delete, names[DELETE]);
	}
}

static void
tell(struct reading *r)
{
	const struct say *s = &r->say;
	struct slot *k = r->keys;
	const char *protocol = protocol_of(r);
	if (!protocol || !say_begin(&r->say, &r->ids, &r->group, 1))
		return;
	for (uint32_t f = 0; f < r->n_files; f++)
		if (strcmp(r->files[f].role, "private") == 0)
			keyfile_read(r->files[f].bytes, KEYFILE_GLIB, on_private_line, &(struct private){ r, f });
	say_word(s, MA_PROTOCOL, protocol, say_at(s, &k[TYPE], MA_IMPLIED));
	say_text(s, MA_NAME, &k[NAME]);
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	if (r->n_identities == 1 && r->n_mailboxes == 1 && r->address.text.n)
		s->host->text(s->account, MA_ADDRESSES, r->address.text, (struct ma_at){ r->address.file, r->address.line, MA_INFERRED });
	struct slot host = k[SERVER], port = k[PORT];
	host.text = span_cut(&k[SERVER].text, ':');
	if (k[SERVER].text.n)
		port = k[SERVER];
	say_text(s, MA_HOST, &host);
	say_port(s, &port, protocol, tell_security(s, k));
	if (k[USER].line)
		say_text(s, MA_LOGIN, &k[USER]);
	else
		say_unknown(s, MA_LOGIN, &k[USER]);
	say_password(s, &k[PASSWORD], "obfuscated");
	static const struct slot none;
	say_unknown(s, MA_CHECK_MINUTES, &none);
	if (strcmp(protocol, "pop3") == 0)
		tell_deleting(s, &k[DELETE]);
	else
		say_text(s, MA_FOLDER_PREFIX, &k[PREFIX]);
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	static const struct slot none[N_KEYS];
	struct reading *r = context;
	if (line->what == KEYFILE_SECTION) {
		r->finish(r);
		memcpy(r->keys, none, sizeof none);
		r->group = line->section;
		r->say.line = line->line;
	}
	if (line->what == KEYFILE_KEY && r->group.n)
		slot_take(r->keys, names, N_KEYS, line, r->say.file, NULL);
}

/* Calls FINISH for each group of the file. */
static bool
each_group(struct reading *r, void (*finish)(struct reading *))
{
	static const struct slot none[N_KEYS];
	r->finish = finish;
	r->group = MA_STR("");
	memcpy(r->keys, none, sizeof none);
	bool read = keyfile_read(r->files[r->say.file].bytes, KEYFILE_GLIB, on_line, r);
	finish(r);
	return read;
}

/* Only whether it can be read. */
static void
on_nothing(void *context, const struct keyfile_line *line)
{
	(void)context;
	(void)line;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out }, .files = files, .n_files = (uint32_t)n_files };
	bool damaged = false;
	for (uint32_t k = 0; k < n_files; k++) {
		if (strcmp(files[k].role, "config") != 0) {
			damaged |= !keyfile_read(files[k].bytes, KEYFILE_GLIB, on_nothing, NULL);
			continue;
		}
		r.say.file = k;
		r.n_identities = r.n_mailboxes = 0;
		damaged |= !each_group(&r, count);
		each_group(&r, tell);
	}
	say_ids_fini(&r.ids);
	return damaged ? MA_DAMAGED : r.any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(balsa) = {
	sizeof(struct ma_plugin), "balsa", "Balsa", sources, parse, NULL, MA_TELLS(tells),
};
