/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * getmail: a program that fetches for others, one file for each account:
 *
 *	file = "[retriever]" keys "[destination]" keys "[options]" keys ...
 *
 * read by Python's configparser: keys in any letter case, "=" or ":", lines
 * that are indented go on with the value above.  A key of [DEFAULT] counts
 * where the section does not have it.  A key that comes twice, or a value of
 * the wrong kind, and getmail does not start: then what it would do is unknown.
 *
 * The command line can turn "delete" round (-d, -l, --dont-delete), and name
 * files anywhere; neither is seen.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/say.h"

static const struct ma_source sources[] = {
	{ MA_HOME, "//.getmail/*", "rc", 0, "[retriever]" },
	{ MA_HOME, "//.config/getmail/*", "rc", 0, NULL },
	{ MA_HOME, "*//getmailrc*", "rc", 0, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_NAME] = MA_READS, [MA_PROTOCOL] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS,
	[MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS, [MA_LEAVE_ON_SERVER] = MA_READS,
	[MA_DELETE_AFTER_DAYS] = MA_READS, [MA_FILTERS_SERVER_DELETE] = MA_READS, [MA_MAX_DOWNLOAD_KB] = MA_READS,
	[MA_ENABLED] = MA_IMPLIES, [MA_ADDRESSES] = MA_NOT_STORED, SAY_FETCHER,
};

enum key { TYPE, SERVER, PORT, USER, PASSWORD, APOP, CRAM, KERBEROS, XOAUTH2, DELETE, DELETE_AFTER, DELETE_BIGGER, LARGEST, N_KEYS };
static const char *const names[N_KEYS] = {
	"type", "server", "port", "username", "password", "use_apop", "use_cram_md5", "use_kerberos", "use_xoauth2",
	"delete", "delete_after", "delete_bigger_than", "max_message_size",
};

enum section { RETRIEVER, OPTIONS, DEFAULTS, N_SECTIONS };
static const char *const section_names[N_SECTIONS] = { "retriever", "options", "DEFAULT" };
#define IS_OPTION(key) ((key) >= DELETE)

struct reading {
	struct say say;
	struct slot keys[N_SECTIONS][N_KEYS];
	bool seen[N_SECTIONS];
	uint32_t odd; /* a line that stops Python's reader, and so getmail; 0: there is none */
};

static void
on_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	struct keyfile_line kept = *line;
	bool again = false;
	bool open = line->what == KEYFILE_SECTION && line->section.p[line->section.n] != ']';
	if ((line->what == KEYFILE_ODD || open) && !r->odd)
		r->odd = line->line;
	/* A value over several lines does not lie in the file, and none that is read here has them but a password. */
	if (line->what == KEYFILE_KEY && memchr(line->value.p, '\n', line->value.n))
		kept.value = span_is_any_case(line->key, names[PASSWORD]) ? MA_STR("x") : MA_STR("");
	for (enum section k = 0; k < N_SECTIONS; k++) {
		if (!span_is(line->section, section_names[k]))
			continue;
		r->seen[k] = true;
		if (line->what == KEYFILE_KEY)
			slot_take_any_case(r->keys[k], names, N_KEYS, &kept, r->say.file, &again);
	}
	if (again)
		r->say.host->note(r->say.out, MA_NOTE_DUPLICATE, (struct ma_at){ r->say.file, line->line, MA_UNKNOWN }, line->key);
}

static const struct slot *
value(const struct reading *r, enum key key)
{
	const struct slot *own = &r->keys[IS_OPTION(key) ? OPTIONS : RETRIEVER][key];
	return own->line ? own : &r->keys[DEFAULTS][key];
}

/* As Python has truth: 1 and 0, -1: it is no truth value. */
static int
truth(const struct slot *slot)
{
	static const char *const words[] = { "0", "1", "no", "yes", "false", "true", "off", "on" };
	for (int k = 0; k < 8; k++)
		if (span_is_any_case(slot->text, words[k]))
			return k % 2;
	return -1;
}

static bool
has(struct ma_str s, const char *part)
{
	for (; s.n >= strlen(part); s.p++, s.n--)
		if (span_begins(s, part))
			return true;
	return false;
}

/* SimplePOP3SSLRetriever, MultidropIMAPRetriever, BrokenUIDLPOP3Retriever ... */
static const char *
tell_type(const struct say *s, const struct slot *type, const char **security)
{
	bool known = type->line && has(type->text, "Retriever");
	const char *protocol = !known ? NULL : has(type->text, "POP3") ? "pop3" : has(type->text, "IMAP") ? "imap" : NULL;
	*security = !protocol ? NULL : has(type->text, "SSL") ? "tls" : "none";
	say_word(s, MA_PROTOCOL, protocol, say_at(s, type, MA_UNKNOWN));
	say_word(s, MA_SECURITY, *security, say_at(s, type, MA_UNKNOWN));
	return protocol;
}

static void
tell_auth(const struct reading *r)
{
	static const struct {
		enum key key;
		const char *word;
	} ways[] = { { APOP, "apop" }, { CRAM, "encrypted" }, { KERBEROS, "kerberos" }, { XOAUTH2, "oauth2" } };
	for (size_t k = 0; k < sizeof ways / sizeof *ways; k++) {
		const struct slot *slot = value(r, ways[k].key);
		if (slot->line && truth(slot) == 1) {
			say_word(&r->say, MA_AUTH, ways[k].word, say_at(&r->say, slot, MA_SET));
			return;
		}
	}
}

static void
tell_deleting(const struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *del = value(r, DELETE), *after = value(r, DELETE_AFTER), *bigger = value(r, DELETE_BIGGER);
	int now = del->line ? truth(del) : 0;
	int64_t days = after->line ? span_number(after->text) : 0, bytes = bigger->line ? span_number(bigger->text) : 0;
	say_implied(s, MA_DELETE_WHEN, "never");
	if (now < 0 || (r->odd && !del->line))
		say_unknown(s, MA_LEAVE_ON_SERVER, del);
	else
		say_num(s, MA_LEAVE_ON_SERVER, !now, say_at(s, del, MA_IMPLIED));
	if (days < 0)
		say_unknown(s, MA_DELETE_AFTER_DAYS, after);
	else if (days && !now)
		say_num(s, MA_DELETE_AFTER_DAYS, days, say_at(s, after, MA_SET));
	/* What was fetched and is larger goes, whatever else is said. */
	if (bytes > 0)
		s->host->text(s->account, MA_FILTERS_SERVER_DELETE, MA_STR("delete_bigger_than"), say_at(s, bigger, MA_SET));
	else if (bytes < 0)
		say_unknown(s, MA_FILTERS_SERVER_DELETE, bigger);
	static const enum key numbers[] = { DELETE, DELETE_AFTER, DELETE_BIGGER };
	const bool wrong[] = { now < 0, days < 0, bytes < 0 };
	for (size_t k = 0; k < 3; k++)
		if (wrong[k])
			say_note(s, MA_NOTE_VALUE, value(r, numbers[k]), names[numbers[k]]);
}

static void
tell(struct reading *r)
{
	const struct say *s = &r->say;
	const char *security, *protocol = tell_type(s, value(r, TYPE), &security);
	say_text(s, MA_HOST, value(r, SERVER));
	say_text(s, MA_LOGIN, value(r, USER));
	if (!value(r, USER)->line)
		say_unknown(s, MA_LOGIN, value(r, USER)); /* .netrc may have it */
	say_port(s, value(r, PORT), protocol, security);
	say_password(s, value(r, PASSWORD), "cleartext");
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	/* Who calls it, and how often, is in no file of its own. */
	static const struct slot none;
	say_unknown(s, MA_CHECK_MINUTES, &none);
	tell_auth(r);
	tell_deleting(r);
	const struct slot *largest = value(r, LARGEST);
	if (largest->line && span_number(largest->text) > 0)
		say_num(s, MA_MAX_DOWNLOAD_KB, (span_number(largest->text) + 1023) / 1024, say_at(s, largest, MA_SET));
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct say_ids ids = { 0 };
	bool any = false, damaged = false;
	for (uint32_t k = 0; k < n_files; k++) {
		struct reading r = { .say = { .host = host, .out = out, .file = k } };
		struct ma_str path = span_of(files[k].path), name = path;
		while (path.n)
			name = span_cut(&path, '/');
		damaged |= !keyfile_read(files[k].bytes, KEYFILE_PYTHON, on_line, &r);
		if (!r.seen[RETRIEVER])
			continue;
		any = true;
		damaged |= r.odd != 0;
		if (r.odd)
			host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ k, r.odd, MA_UNKNOWN }, MA_STR(""));
		if (!say_begin(&r.say, &ids, &name, 1))
			continue;
		host->text(r.say.account, MA_NAME, name, (struct ma_at){ k, 0, MA_SET });
		tell(&r);
	}
	say_ids_fini(&ids);
	return any ? damaged ? MA_DAMAGED : MA_PARSED : damaged ? MA_DAMAGED : MA_UNRECOGNIZED;
}

const struct ma_plugin MAILACCORD_PLUGIN(getmail) = {
	sizeof(struct ma_plugin), "getmail", "getmail", sources, parse, NULL, MA_TELLS(tells),
};
