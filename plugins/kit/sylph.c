/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * accountrc, as both programs write it (keys in their own order):
 *
 *	file    = ("[Account: " number "]" (key "=" value)*)*
 *
 * Nothing is quoted, blanks count.  A switch is off when its value is empty or
 * begins with 0.  A number is what atoi(3) makes of it, so that garbage is 0,
 * and for the days that is "remove at once".  Every key is written; for an
 * absent one the program's default counts.  The last of a key counts.
 *
 * Sylpheed's letter case of keys counts, Claws Mail's does not; Claws Mail has
 * comments and numbers its protocols by config_version, which new accounts
 * leave to clawsrc.  See plugins/QUIRKS.md.
 */
#include "kit/sylph.h"

#include <string.h>

enum key {
	NAME, ADDRESS, PROTOCOL, SERVER, USER, PASSWORD, VERSION, APOP, REMOVE, DAYS, HOURS, LIMITED, LIMIT, SSL_POP, SSL_IMAP,
	SET_POP_PORT, POP_PORT, SET_IMAP_PORT, IMAP_PORT, CHECK_DEFAULT, CHECK_CUSTOM, CHECK_EVERY, PREFIX, SMTP_SERVER, SSL_SMTP,
	SET_SMTP_PORT, SMTP_PORT, USE_SMTP_AUTH, SMTP_USER, SET_BCC, BCC, SET_REPLY_TO, REPLY_TO, SET_TRASH, TRASH, SET_SENT, SENT,
	SET_DRAFTS, DRAFTS, FILTERED, N_KEYS
};
static const char *const names[N_KEYS] = {
	"account_name", "address", "protocol", "receive_server", "user_id", "password", "config_version", "use_apop_auth", "remove_mail",
	"message_leave_time", "message_leave_hour", "enable_size_limit", "size_limit", "ssl_pop", "ssl_imap", "set_popport", "pop_port",
	"set_imapport", "imap_port", "autochk_use_default", "autochk_use_custom", "autochk_interval", "imap_directory", "smtp_server",
	"ssl_smtp", "set_smtpport", "smtp_port", "use_smtp_auth", "smtp_user_id", "set_autobcc", "auto_bcc", "set_autoreplyto",
	"auto_replyto", "set_trash_folder", "trash_folder", "set_sent_folder", "sent_folder", "set_draft_folder", "draft_folder",
	"filter_on_receive",
};

/* Keys of [Common] in sylpheedrc and clawsrc. */
enum common { C_VERSION, C_CHECK, C_EVERY, C_AT_START, N_COMMON };
static const char *const common_names[N_COMMON] = { "config_version", "autochk_newmail", "autochk_interval", "check_on_startup" };

/* By the number in the file: the numbers before Claws Mail's config_version 1, which are Sylpheed's still, and those since. */
static const char *const old_protocols[] = { "pop3", "pop3", "pop3", "imap", NULL, NULL, NULL };
static const char *const new_protocols[] = { "pop3", "imap", NULL, NULL, NULL };
enum { OLD_APOP = 1 };
static const char *const securities[] = { "none", "tls", "starttls" };

struct reading {
	struct say say;
	const struct sylph_dialect *dialect;
	struct slot account[N_KEYS], common[N_COMMON];
	struct ma_str number; /* of the account being read; n 0: none */
	bool any, has_common;
	struct say_ids ids;
	struct ma_str filters;
	uint32_t filters_file;
};

/* As atoi(3) has it, within limits. */
static int64_t
number(const struct slot *slot, int64_t absent)
{
	struct ma_str s = span_trim(slot->text);
	int64_t n = 0, sign = s.n && *s.p == '-' ? -1 : 1;
	if (!slot->line)
		return absent;
	for (size_t k = s.n && (*s.p == '-' || *s.p == '+'); k < s.n && s.p[k] >= '0' && s.p[k] <= '9' && n < 1 << 30; k++)
		n = n * 10 + (s.p[k] - '0');
	return sign * n;
}

static bool
on(const struct slot *slot, bool absent)
{
	return slot->line ? slot->text.n && *slot->text.p != '0' : absent;
}

static const char *
protocol_of(struct reading *r, bool *apop, bool *skip)
{
	const struct slot *a = r->account;
	int64_t n = number(&a[PROTOCOL], 0), version = -1;
	*apop = on(&a[APOP], false);
	*skip = false;
	if (r->dialect->claws) {
		version = number(&a[VERSION], -1);
		if (version < 0)
			version = number(&r->common[C_VERSION], 0);
		/* 0 is POP in both ways of counting; without clawsrc the others are not to be told. */
		if (number(&a[VERSION], -1) < 0 && !r->has_common && n)
			return NULL;
	}
	size_t count = version > 0 ? sizeof new_protocols / sizeof *new_protocols : sizeof old_protocols / sizeof *old_protocols;
	if (n < 0 || (size_t)n >= count)
		return NULL;
	const char *protocol = version > 0 ? new_protocols[n] : old_protocols[n];
	*apop |= version <= 0 && n == OLD_APOP;
	*skip = !protocol; /* news, a local mailbox, only sending */
	return protocol;
}

static const char *
tell_security(const struct say *s, enum ma_fact fact, const struct slot *slot)
{
	int64_t n = number(slot, 0);
	const char *word = n >= 0 && n < 3 ? securities[n] : NULL;
	say_word(s, fact, word, say_at(s, slot, MA_IMPLIED));
	return word;
}

/* The given port counts only while the switch beside it is on. */
static void
tell_port(const struct reading *r, const char *protocol, const char *security)
{
	static const struct slot none;
	bool imap = protocol && strcmp(protocol, "imap") == 0;
	const struct slot *set = &r->account[imap ? SET_IMAP_PORT : SET_POP_PORT], *port = &r->account[imap ? IMAP_PORT : POP_PORT];
	say_port(&r->say, on(set, false) ? port : &none, protocol, security);
}

static void
tell_deleting(const struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *a = r->account;
	int64_t days = number(&a[DAYS], 7), hours = r->dialect->claws ? number(&a[HOURS], 0) : 0;
	bool removes = on(&a[REMOVE], true);
	struct ma_at days_at = say_at(s, &a[DAYS], MA_IMPLIED), remove_at = say_at(s, &a[REMOVE], MA_IMPLIED);
	say_implied(s, MA_DELETE_WHEN, "never");
	if (!removes) {
		say_num(s, MA_LEAVE_ON_SERVER, 1, remove_at);
		return;
	}
	/* Removing is on, and yet mail stays: for the days that are given, or the hours. */
	bool stays = days || hours;
	say_num(s, MA_LEAVE_ON_SERVER, stays, days || !hours ? days_at : say_at(s, &a[HOURS], MA_IMPLIED));
	if (stays)
		say_num(s, MA_DELETE_AFTER_DAYS, days > 0 ? days : 0, days_at);
}

static void
tell_timing(const struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *a = r->account, *c = r->common;
	static const struct slot none;
	if (r->dialect->claws && on(&a[CHECK_CUSTOM], false)) {
		say_num(s, MA_CHECK_MINUTES, (number(&a[CHECK_EVERY], 600) + 59) / 60, say_at(s, &a[CHECK_EVERY], MA_IMPLIED));
	} else if (!r->has_common && (!r->dialect->claws || on(&a[CHECK_DEFAULT], true))) {
		say_unknown(s, MA_CHECK_MINUTES, &none);
	} else if (on(&c[C_CHECK], false) && !r->dialect->claws) {
		say_num(s, MA_CHECK_MINUTES, number(&c[C_EVERY], 10), say_at(s, &c[C_EVERY], MA_IMPLIED));
	} else if (on(&c[C_CHECK], false) && on(&a[CHECK_DEFAULT], true)) {
		/* Seconds now, and minutes once: which, the file does not say. */
		say_unknown(s, MA_CHECK_MINUTES, &c[C_EVERY]);
	}
	if (r->has_common)
		say_num(s, MA_CHECK_AT_START, on(&c[C_AT_START], false), say_at(s, &c[C_AT_START], MA_IMPLIED));
}

static void
tell_sending(const struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *a = r->account;
	if (!a[SMTP_SERVER].line || !a[SMTP_SERVER].text.n)
		return;
	say_text(s, MA_SMTP_HOST, &a[SMTP_SERVER]);
	const char *security = tell_security(s, MA_SMTP_SECURITY, &a[SSL_SMTP]);
	int64_t port = on(&a[SET_SMTP_PORT], false) ? number(&a[SMTP_PORT], 25) : 0;
	if (port > 0 && port < 65536)
		say_num(s, MA_SMTP_PORT, port, say_at(s, &a[SMTP_PORT], MA_IMPLIED));
	else if (security)
		say_num(s, MA_SMTP_PORT, strcmp(security, "tls") == 0 ? 465 : 25, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	if (!on(&a[USE_SMTP_AUTH], false))
		say_word(s, MA_SMTP_AUTH, "none", say_at(s, &a[USE_SMTP_AUTH], MA_IMPLIED));
	else
		say_text(s, MA_SMTP_LOGIN, &a[SMTP_USER]);
}

/* Values that count only while the switch beside them is on. */
static void
tell_switched(const struct reading *r)
{
	static const struct {
		enum key on, value;
		enum ma_fact fact;
	} rows[] = {
		{ SET_BCC, BCC, MA_BCC }, { SET_REPLY_TO, REPLY_TO, MA_REPLY_TO }, { SET_TRASH, TRASH, MA_TRASH_FOLDER },
		{ SET_SENT, SENT, MA_SENT_FOLDER }, { SET_DRAFTS, DRAFTS, MA_DRAFTS_FOLDER },
	};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		if (on(&r->account[rows[k].on], false))
			say_text(&r->say, rows[k].fact, &r->account[rows[k].value]);
}

/* ---- the files ---- */

static void
finish_account(struct reading *r)
{
	const struct say *s = &r->say;
	const struct slot *a = r->account;
	bool apop, skip;
	if (!r->number.n)
		return;
	const char *protocol = protocol_of(r, &apop, &skip);
	if (skip || !say_begin(&r->say, &r->ids, &r->number, 1))
		return;
	bool imap = protocol && strcmp(protocol, "imap") == 0;
	say_text(s, MA_NAME, &a[NAME]);
	say_num(s, MA_ENABLED, 1, (struct ma_at){ s->file, s->line, MA_IMPLIED });
	say_word(s, MA_PROTOCOL, protocol, say_at(s, &a[PROTOCOL], MA_IMPLIED));
	say_text(s, MA_ADDRESSES, &a[ADDRESS]);
	say_text(s, MA_HOST, &a[SERVER]);
	if (a[USER].line && a[USER].text.n)
		say_text(s, MA_LOGIN, &a[USER]);
	else
		say_unknown(s, MA_LOGIN, &a[USER]); /* the name of the system's user */
	say_password(s, &a[PASSWORD], r->dialect->claws ? "obfuscated" : "cleartext");
	static const struct slot none;
	if (protocol)
		tell_port(r, protocol, tell_security(s, MA_SECURITY, &a[imap ? SSL_IMAP : SSL_POP]));
	else
		say_unknown(s, MA_SECURITY, &none);
	if (!imap && apop)
		say_word(s, MA_AUTH, "apop", say_at(s, on(&a[APOP], false) ? &a[APOP] : &a[PROTOCOL], MA_SET));
	if (imap)
		say_text(s, MA_FOLDER_PREFIX, &a[PREFIX]);
	if (protocol && !imap) {
		tell_deleting(r);
		if (on(&a[LIMITED], false) && number(&a[LIMIT], 1024) > 0)
			say_num(s, MA_MAX_DOWNLOAD_KB, number(&a[LIMIT], 1024), say_at(s, &a[LIMIT], MA_IMPLIED));
	} else if (!protocol) {
		say_unknown(s, MA_LEAVE_ON_SERVER, &a[REMOVE]);
		say_unknown(s, MA_DELETE_WHEN, &none);
	}
	if (on(&a[FILTERED], true) && (r->dialect->claws || (protocol && !imap)))
		r->dialect->tell_filters(s, r->number, r->filters, r->filters_file);
	tell_timing(r);
	tell_switched(r);
	tell_sending(r);
}

static void
on_account_line(void *context, const struct keyfile_line *line)
{
	static const struct slot none[N_KEYS];
	struct reading *r = context;
	if (line->what == KEYFILE_SECTION) {
		finish_account(r);
		memcpy(r->account, none, sizeof none);
		bool account = span_begins(line->section, "Account: ");
		r->number = account ? (struct ma_str){ line->section.p + 9, line->section.n - 9 } : MA_STR("");
		r->say.line = line->line;
		r->any |= account;
	}
	if (line->what == KEYFILE_KEY && r->number.n) {
		bool again = false;
		(r->dialect->claws ? slot_take_any_case : slot_take)(r->account, names, N_KEYS, line, r->say.file, &again);
		if (again)
			r->say.host->note(r->say.out, MA_NOTE_DUPLICATE, (struct ma_at){ r->say.file, line->line, MA_UNKNOWN }, line->key);
	}
}

static void
on_common_line(void *context, const struct keyfile_line *line)
{
	struct reading *r = context;
	r->has_common |= span_is(line->section, "Common");
	if (line->what == KEYFILE_KEY && span_is(line->section, "Common"))
		slot_take_any_case(r->common, common_names, N_COMMON, line, r->say.file, NULL);
}

/* Keys that only Claws Mail has, and those that only Sylpheed has. */
static const char *const claws_keys[] = { "config_version", "message_leave_hour", "autochk_use_default", "use_pop_auth", "local_inbox" };
static const char *const sylpheed_keys[] = { "get_all_mail", "imap_check_inbox_only", "add_date", "use_socks", "signature_name" };

struct looking {
	bool claws, sylpheed;
};

static void
on_any_line(void *context, const struct keyfile_line *line)
{
	struct looking *l = context;
	for (size_t k = 0; line->what == KEYFILE_KEY && k < sizeof claws_keys / sizeof *claws_keys; k++) {
		l->claws |= span_is(line->key, claws_keys[k]);
		l->sylpheed |= span_is(line->key, sylpheed_keys[k]);
	}
}

/* Whose file is it?  Told by its folder, by what lies beside it, by its keys; else it may be Sylpheed's. */
static bool
is_claws(const struct ma_file *files, size_t n_files)
{
	struct looking l = { false, false };
	for (size_t k = 0; k < n_files; k++) {
		struct ma_str path = span_of(files[k].path), rest = path;
		while (rest.n) {
			struct ma_str part = span_cut(&rest, '/');
			if (span_is_any_case(part, "claws-mail") || span_is_any_case(part, ".claws-mail") || span_is(part, ".sylpheed-claws")
			    || span_is(part, ".sylpheed-gtk2") || span_is(part, "clawsrc"))
				return true;
			if (span_is(part, ".sylpheed-2.0") || span_is(part, ".sylpheed") || span_is(part, "sylpheedrc"))
				return false;
		}
	}
	for (size_t k = 0; k < n_files; k++)
		if (strcmp(files[k].role, "accounts") == 0)
			keyfile_read(files[k].bytes, 0, on_any_line, &l);
	return l.claws && !l.sylpheed;
}

enum ma_status
sylph_parse(const struct sylph_dialect *dialect, const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct reading r = { .say = { .host = host, .out = out }, .dialect = dialect };
	bool damaged = false;
	if (is_claws(files, n_files) != dialect->claws)
		return MA_UNRECOGNIZED;
	for (r.say.file = 0; r.say.file < n_files; r.say.file++) {
		const struct ma_file *f = &files[r.say.file];
		if (strcmp(f->role, "common") == 0) {
			damaged |= !keyfile_read(f->bytes, dialect->flags, on_common_line, &r);
		} else if (strcmp(f->role, "filters") == 0) {
			r.filters = f->bytes;
			r.filters_file = r.say.file;
		}
	}
	for (r.say.file = 0; r.say.file < n_files; r.say.file++)
		if (strcmp(files[r.say.file].role, "accounts") == 0) {
			damaged |= !keyfile_read(files[r.say.file].bytes, dialect->flags, on_account_line, &r);
			finish_account(&r);
			r.number = MA_STR("");
		}
	say_ids_fini(&r.ids);
	return damaged ? MA_DAMAGED : r.any ? MA_PARSED : MA_UNRECOGNIZED;
}
