/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * OfflineIMAP: keeps folders on a server and on the workstation the same.  Read
 * by Python's configparser:
 *
 *	[general] accounts = a, b		those that are used
 *	[Account a] remoterepository = r	and localrepository, which may be a server too
 *	[Repository r] type = IMAP, remotehost ...
 *
 * Fetching removes nothing; what is deleted on one side is deleted on the
 * other.  Keys that end in "eval" are Python and not run: what they say is
 * unknown.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/grow.h"
#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.offlineimaprc", "rc", 4 << 20, NULL },
	{ MA_HOME, "//.config/offlineimap/config", "rc", 4 << 20, NULL },
	{ MA_HOME, "*//offlineimaprc", "rc", 4 << 20, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_PROTOCOL] = MA_IMPLIES, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_MAX_CONNECTIONS] = MA_READS,
	[MA_CHECK_MINUTES] = MA_READS, [MA_OFFLINE_DAYS] = MA_READS, [MA_DELETE_MODEL] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_NOT_STORED, [MA_DELETE_AFTER_DAYS] = MA_NOT_STORED, [MA_DELETE_WHEN] = MA_NOT_STORED,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED, [MA_UIDL_KEPT] = MA_NOT_STORED,
	[MA_ADDRESSES] = MA_NOT_STORED, SAY_NO_SENDING,
};

enum key {
	ACCOUNTS, REMOTE, LOCAL, REFRESH, MAXAGE, TYPE, HOST, HOST_EVAL, PORT, USER, PASS, SSL, STARTTLS, READONLY, DELETES, EXPUNGE,
	CONNECTIONS, N_KEYS
};
static const char *const names[N_KEYS] = {
	"accounts", "remoterepository", "localrepository", "autorefresh", "maxage", "type", "remotehost", "remotehosteval", "remoteport",
	"remoteuser", "remotepass", "ssl", "starttls", "readonly", "sync_deletes", "expunge", "maxconnections",
};

struct section {
	struct ma_str name;
	uint32_t line;
	struct slot keys[N_KEYS];
};

struct reading {
	struct say say;
	struct say_ids ids;
	struct grow all; /* struct section */
	struct strset by_name;
	bool unsure; /* the list of accounts may go on in a line that was not understood */
};

static struct section *
section_at(const struct reading *r, size_t k)
{
	return (struct section *)(void *)(r->all.p + k * sizeof(struct section));
}

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	if (line->what == KEYFILE_SECTION) {
		struct section section = { .name = line->section, .line = line->line };
		strset_add(&r->by_name, &section.name, 1, (uint32_t)(r->all.n / sizeof section));
		grow_add(&r->all, &section, sizeof section);
	}
	size_t n = r->all.n / sizeof(struct section);
	r->unsure |= line->what == KEYFILE_ODD && span_is(line->section, "general");
	if (line->what == KEYFILE_KEY && n)
		slot_take_any_case(section_at(r, n - 1)->keys, names, N_KEYS, line, r->say.file, NULL);
}

/* The section "KIND NAME", or NULL. */
static struct section *
section_called(const struct reading *r, const char *kind, struct ma_str name)
{
	struct ma_str parts[] = { span_of(kind), name };
	uint32_t at = strset_find(&r->by_name, parts, 2);
	return at == UINT32_MAX ? NULL : section_at(r, at);
}

/* ABSENT when it is not there, -1 when Python takes it for no truth value. */
static int
truth(const struct slot *slot, int absent)
{
	static const char *const words[] = { "0", "1", "no", "yes", "false", "true", "off", "on" };
	if (!slot->line)
		return absent;
	for (int k = 0; k < 8; k++)
		if (span_is_any_case(slot->text, words[k]))
			return k % 2;
	return -1;
}

static bool
is_listed(const struct section *general, struct ma_str name, struct ma_at *at)
{
	struct ma_str rest = general ? general->keys[ACCOUNTS].text : MA_STR("");
	*at = general ? (struct ma_at){ general->keys[ACCOUNTS].file, general->keys[ACCOUNTS].line, MA_SET } : *at;
	while (rest.n) {
		struct ma_str one = span_trim(span_cut(&rest, ','));
		if (one.n == name.n && memcmp(one.p, name.p, one.n) == 0)
			return true;
	}
	return false;
}

static void
tell_deleting(const struct say *s, const struct slot *k)
{
	int read_only = truth(&k[READONLY], 0), deletes = truth(&k[DELETES], 1), expunge = truth(&k[EXPUNGE], 1);
	if (read_only == 1 || deletes == 0)
		return; /* nothing is deleted there */
	bool known = read_only == 0 && deletes == 1 && expunge >= 0;
	say_word(s, MA_DELETE_MODEL, !known ? NULL : expunge ? "purge" : "mark", say_at(s, &k[EXPUNGE], MA_IMPLIED));
}

static void
tell_repository(struct reading *r, const struct section *account, const struct section *repository, const struct section *general)
{
	const struct say *s = &r->say;
	const struct slot *k = repository->keys;
	bool gmail = span_is_any_case(k[TYPE].text, "Gmail"), imap = span_is_any_case(k[TYPE].text, "IMAP");
	struct ma_str name = { account->name.p + 8, account->name.n - 8 }, id[] = { name, MA_STR("/"), { repository->name.p + 11, repository->name.n - 11 } };
	struct ma_at at = { s->file, account->line, MA_INFERRED };
	r->say.line = repository->line;
	if (!(gmail || imap) || !say_begin(&r->say, &r->ids, id, 3))
		return;
	s->host->text(s->account, MA_NAME, name, (struct ma_at){ s->file, account->line, MA_SET });
	bool listed = is_listed(general, name, &at);
	if (!listed && r->unsure)
		at.state = MA_UNKNOWN;
	say_num(s, MA_ENABLED, listed, at);
	say_implied(s, MA_PROTOCOL, "imap");
	if (gmail && !k[HOST].line)
		say_word(s, MA_HOST, "imap.gmail.com", (struct ma_at){ s->file, k[TYPE].line, MA_IMPLIED });
	else if (k[HOST].line)
		say_text(s, MA_HOST, &k[HOST]);
	else
		say_unknown(s, MA_HOST, &k[HOST_EVAL]);
	if (k[USER].line)
		say_text(s, MA_LOGIN, &k[USER]);
	else
		say_unknown(s, MA_LOGIN, &k[USER]);
	int ssl = truth(&k[SSL], 1), starttls = truth(&k[STARTTLS], 1);
	const char *security = ssl == 1 ? "tls" : ssl < 0 || starttls < 0 ? NULL : starttls ? "starttls-optional" : "none";
	say_word(s, MA_SECURITY, security, say_at(s, ssl == 0 && k[STARTTLS].line ? &k[STARTTLS] : &k[SSL], MA_IMPLIED));
	say_port(s, &k[PORT], "imap", security);
	say_password(s, &k[PASS], "cleartext");
	if (k[CONNECTIONS].line && span_number(k[CONNECTIONS].text) > 0)
		say_num(s, MA_MAX_CONNECTIONS, span_number(k[CONNECTIONS].text), say_at(s, &k[CONNECTIONS], MA_SET));
	tell_deleting(s, k);
	/* "5" minutes, or "0.5" */
	const struct slot *refresh = &account->keys[REFRESH], *age = &account->keys[MAXAGE];
	if (refresh->line && span_number(refresh->text) > 0)
		say_num(s, MA_CHECK_MINUTES, span_number(refresh->text), say_at(s, refresh, MA_SET));
	else
		say_unknown(s, MA_CHECK_MINUTES, refresh); /* a timer may call it */
	if (age->line && span_number(age->text) > 0)
		say_num(s, MA_OFFLINE_DAYS, span_number(age->text), say_at(s, age, MA_SET));
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	static const unsigned dialect = KEYFILE_PYTHON & ~(unsigned)KEYFILE_FOLDED;
	struct say_ids ids = { 0 };
	bool damaged = false, any = false;
	for (uint32_t f = 0; f < n_files; f++) {
		struct reading r = { .say = { .host = host, .out = out, .file = f }, .ids = ids };
		damaged |= !keyfile_read(files[f].bytes, dialect, on_line, &r);
		const struct section *general = section_called(&r, "general", MA_STR(""));
		any |= general != NULL;
		for (size_t k = 0; k < r.all.n / sizeof(struct section); k++) {
			const struct section *account = section_at(&r, k);
			static const enum key sides[] = { REMOTE, LOCAL };
			for (size_t i = 0; span_begins(account->name, "Account ") && i < 2; i++) {
				const struct slot *side = &account->keys[sides[i]];
				const struct section *repository = side->line ? section_called(&r, "Repository ", side->text) : NULL;
				if (repository)
					tell_repository(&r, account, repository, general);
			}
		}
		strset_fini(&r.by_name);
		grow_fini(&r.all);
		ids = r.ids;
	}
	say_ids_fini(&ids);
	return damaged ? MA_DAMAGED : any ? MA_PARSED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(offlineimap) = {
	sizeof(struct ma_plugin), "offlineimap", "OfflineIMAP", sources, parse, NULL, MA_TELLS(tells),
};
