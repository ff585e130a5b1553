/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which accounts there are (comm-central nsMsgAccountManager.cpp): the comma
 * list mail.accountmanager.accounts, not trimmed; each names a server by
 * mail.account.KEY.server.  An account is dropped when its key or server came
 * before, when type or hostname are missing, the type is unknown, or type,
 * user, host and port are those of an earlier server.  Server settings that no
 * listed account names are leftovers and never looked at.
 *
 * What the settings of a POP server mean (comm-central Pop3Client.sys.mjs):
 * leave off deletes after the download, whatever else is set.  With leave on,
 * by age and N days: N > 0 deletes N days after the download, N = 0 never,
 * N < 0 at the next check (said as 0 days here).
 */
#include "kit/mozserver.h"

#include <stdlib.h>
#include <string.h>

#define SERVER "mail.server."

/* Settings whose value is the fact, for servers of some kinds. */
static const struct {
	enum ma_fact fact;
	unsigned kinds;
	enum prefs_type type;
	const char *leaf;
	const char *guard; /* only while this truth value is on */
	int32_t over; /* PREFS_INT: only values beyond this one say something */
} plain[] = {
	{ MA_HEADERS_ONLY, MOZ_POP3, PREFS_BOOL, ".headers_only", NULL, 0 },
	{ MA_MAX_DOWNLOAD_KB, MOZ_POP3, PREFS_INT, ".max_size", ".limit_offline_message_size", 0 },
	{ MA_EMPTY_TRASH_ON_EXIT, MOZ_ANY, PREFS_BOOL, ".empty_trash_on_exit", NULL, 0 },
	{ MA_EXPUNGE_ON_EXIT, MOZ_IMAP, PREFS_BOOL, ".cleanup_inbox_on_exit", NULL, 0 },
	{ MA_JUNK_DAYS, MOZ_ANY, PREFS_INT, ".purgeSpamInterval", ".purgeSpam", -1 },
	{ MA_FOLDER_PREFIX, MOZ_IMAP, PREFS_STRING, ".server_sub_directory", NULL, 0 },
	{ MA_SUBSCRIBED_ONLY, MOZ_IMAP, PREFS_BOOL, ".using_subscription", NULL, 0 },
	{ MA_CHECK_AT_START, MOZ_ANY, PREFS_BOOL, ".login_at_startup", NULL, 0 },
};

static const char *const delete_models[] = { "mark", "trash", "purge" };
static const char *const socket_types[] = { "none", "starttls-optional", "starttls", "tls" };
/* authMethod: 8 is "any secure one", 9 "any"; which is used is up to the server. */
static const char *const auth_methods[] = {
	NULL, "none", "password", "password", "encrypted", "kerberos", "ntlm", "certificate", NULL, NULL, "oauth2",
};

/* Names come as "mail.server.KEY.leaf"; a note's key is cut at this length. */
enum { MAX_KEY = 256 };

void
mozaccount_note(const struct mozconfig *config, enum ma_note note, struct ma_at at, const char *prefix, struct ma_str key, const char *leaf)
{
	char name[MAX_KEY];
	const struct ma_str parts[] = { mozpath_text(prefix), key, mozpath_text(leaf) };
	size_t n = 0;
	for (size_t k = 0; k < 3; k++) {
		size_t take = parts[k].n < MAX_KEY - n ? parts[k].n : MAX_KEY - n;
		memcpy(name + n, parts[k].p, take);
		n += take;
	}
	config->call->host->note(config->call->out, note, at, (struct ma_str){ name, n });
}

struct prefstore_value
mozaccount_own(const struct mozconfig *config, const char *prefix, struct ma_str key, const char *leaf, enum prefs_type type)
{
	const struct prefstore_value *v = prefstore_get(&config->store, mozpath_text(prefix), key, mozpath_text(leaf));
	if (v && v->type == type)
		return *v;
	if (v)
		mozaccount_note(config, MA_NOTE_VALUE, v->at, prefix, key, leaf);
	return (struct prefstore_value){ .text = MA_STR(""), .at = { config->own_file, 0, MA_IMPLIED } };
}

struct prefstore_value
mozaccount_value(const struct mozconfig *config, const char *prefix, struct ma_str key, const char *leaf, enum prefs_type type)
{
	struct prefstore_value v = mozaccount_own(config, prefix, key, leaf, type);
	if (v.type == type)
		return v;
	const struct prefstore_value *d = prefstore_get(&config->store, mozpath_text(prefix), MA_STR("default"), mozpath_text(leaf));
	return d && d->type == type ? *d : v;
}

bool
mozaccount_item(struct ma_str *list, struct ma_str *item)
{
	while (list->n && list->p[0] == ',')
		list->p++, list->n--;
	const char *end = list->n ? memchr(list->p, ',', list->n) : NULL;
	*item = (struct ma_str){ list->p, end ? (size_t)(end - list->p) : list->n };
	list->p += item->n;
	list->n -= item->n;
	return item->n != 0;
}

static struct prefstore_value
server_value(const struct mozaccount *m, const char *leaf, enum prefs_type type)
{
	return mozaccount_value(m->config, SERVER, m->server, leaf, type);
}

static void
text(const struct mozaccount *m, enum ma_fact fact, struct ma_str s, struct ma_at at)
{
	m->config->call->host->text(m->a, fact, s, at);
}

static void
num(const struct mozaccount *m, enum ma_fact fact, int64_t v, struct ma_at at)
{
	m->config->call->host->num(m->a, fact, v, at);
}

/* Settings below VERSION of the user interface are changed at start by programs from MAJOR on. */
static bool
migrated(const struct mozconfig *config, int version, int major)
{
	const struct prefstore_value *v = prefstore_get(&config->store, MA_STR("mail.ui-rdf.version"), MA_STR(""), MA_STR(""));
	return v && v->type == PREFS_INT && v->num < version && (!config->major || config->major >= major);
}

void
mozaccount_security(const struct mozaccount *m, enum ma_fact fact, struct prefstore_value socket)
{
	if (socket.num == 1 && migrated(m->config, 44, 132)) {
		socket.num = 2;
		socket.at.state = MA_INFERRED;
	}
	if (socket.num < 0 || socket.num > 3)
		socket.at.state = MA_UNKNOWN;
	text(m, fact, socket.at.state == MA_UNKNOWN ? MA_STR("") : mozpath_text(socket_types[socket.num]), socket.at);
}

static bool
ends(struct ma_str s, const char *tail)
{
	size_t n = strlen(tail);
	return s.n >= n && memcmp(s.p + s.n - n, tail, n) == 0;
}

void
mozaccount_auth(const struct mozaccount *m, enum ma_fact fact, struct prefstore_value method, struct ma_str host)
{
	if (migrated(m->config, 35, 108) && (ends(host, "outlook.office365.com") || ends(host, "smtp.office365.com"))) {
		method.num = 10;
		method.at.state = MA_INFERRED;
	}
	const char *w = method.num >= 0 && method.num <= 10 ? auth_methods[method.num] : NULL;
	if (!w)
		method.at.state = MA_UNKNOWN;
	text(m, fact, w ? mozpath_text(w) : MA_STR(""), method.at);
}

/* ---- what it says ---- */

static void
say_deletion(const struct mozaccount *m)
{
	struct prefstore_value leave = server_value(m, ".leave_on_server", PREFS_BOOL);
	struct prefstore_value by_age = server_value(m, ".delete_by_age_from_server", PREFS_BOOL);
	struct prefstore_value days = server_value(m, ".num_days_to_leave_on_server", PREFS_INT);
	struct prefstore_value until = server_value(m, ".delete_mail_left_on_server", PREFS_BOOL);
	num(m, MA_LEAVE_ON_SERVER, leave.num, leave.at);
	if (!leave.num)
		return;
	if (by_age.num && days.num)
		num(m, MA_DELETE_AFTER_DAYS, days.num > 0 ? days.num : 0, days.at);
	if (by_age.num && days.num < 0)
		mozaccount_note(m->config, MA_NOTE_VALUE, days.at, SERVER, m->server, ".num_days_to_leave_on_server");
	struct prefstore_value moves = mozaccount_value(m->config, "mail.pop3", MA_STR(""), ".deleteFromServerOnMove", PREFS_BOOL);
	if (until.num && moves.num)
		text(m, MA_DELETE_WHEN, MA_STR("moved"), moves.at);
	else
		text(m, MA_DELETE_WHEN, until.num ? MA_STR("deleted") : MA_STR("never"), until.at);
}

static void
say_retention(const struct mozaccount *m)
{
	struct prefstore_value by = server_value(m, ".retainBy", PREFS_INT), v;
	if (by.num != 2 && by.num != 3)
		return;
	v = server_value(m, by.num == 2 ? ".daysToKeepHdrs" : ".numHdrsToKeep", PREFS_INT);
	if (v.num <= 0)
		v.at.state = MA_INFERRED;
	num(m, by.num == 2 ? MA_RETAIN_DAYS : MA_RETAIN_COUNT, v.num > 0 ? v.num : 0, v.at);
}

static void
say_imap(const struct mozaccount *m)
{
	struct prefstore_value model = server_value(m, ".delete_model", PREFS_INT);
	struct prefstore_value most = server_value(m, ".max_cached_connections", PREFS_INT);
	struct prefstore_value trash = server_value(m, ".trash_folder_name", PREFS_STRING);
	struct prefstore_value age = server_value(m, ".autosync_max_age_days", PREFS_INT);
	if (model.num >= 0 && model.num <= 2)
		text(m, MA_DELETE_MODEL, mozpath_text(delete_models[model.num]), model.at);
	else
		text(m, MA_DELETE_MODEL, MA_STR(""), (struct ma_at){ model.at.file, model.at.line, MA_UNKNOWN });
	if (most.num <= 0) {
		most.num = 5;
		most.at.state = MA_IMPLIED;
	}
	num(m, MA_MAX_CONNECTIONS, most.num, most.at);
	if (trash.text.n)
		text(m, MA_TRASH_FOLDER, trash.text, trash.at);
	else
		text(m, MA_TRASH_FOLDER, MA_STR("Trash"), (struct ma_at){ m->config->own_file, 0, MA_IMPLIED });
	if (age.num > 0 && server_value(m, ".offline_download", PREFS_BOOL).num && server_value(m, ".autosync_offline_stores", PREFS_BOOL).num)
		num(m, MA_OFFLINE_DAYS, age.num, age.at);
}

static void
say_checks(const struct mozaccount *m)
{
	struct prefstore_value on = mozaccount_own(m->config, SERVER, m->server, ".check_new_mail", PREFS_BOOL);
	struct prefstore_value minutes = server_value(m, ".check_time", PREFS_INT);
	if ((on.type != PREFS_BOOL || on.num) && minutes.num > 0)
		num(m, MA_CHECK_MINUTES, minutes.num, minutes.at);
}

static void
say_plain(const struct mozaccount *m)
{
	for (size_t k = 0; k < sizeof plain / sizeof *plain; k++) {
		if (!(plain[k].kinds & m->kind) || (plain[k].guard && !server_value(m, plain[k].guard, PREFS_BOOL).num))
			continue;
		struct prefstore_value v = server_value(m, plain[k].leaf, plain[k].type);
		if (plain[k].type == PREFS_STRING) {
			if (v.text.n)
				text(m, plain[k].fact, v.text, v.at);
		} else if (plain[k].type == PREFS_BOOL || v.num > plain[k].over) {
			num(m, plain[k].fact, v.num, v.at);
		}
	}
}

/* The folders of another account take this one's mail. */
static void
say_deferred(const struct mozaccount *m)
{
	struct prefstore_value to = server_value(m, ".deferred_to_account", PREFS_STRING);
	if (!to.text.n)
		return;
	struct prefstore_value server = mozaccount_own(m->config, "mail.account.", to.text, ".server", PREFS_STRING);
	struct prefstore_value name = mozaccount_own(m->config, SERVER, server.text, ".name", PREFS_STRING);
	if (!name.text.n)
		name = mozaccount_own(m->config, SERVER, server.text, ".hostname", PREFS_STRING);
	if (!name.text.n) {
		/* The program repairs this to Local Folders. */
		mozaccount_note(m->config, MA_NOTE_MISSING, to.at, SERVER, m->server, ".deferred_to_account");
		name.text = MA_STR("Local Folders");
		to.at.state = MA_INFERRED;
	}
	text(m, MA_DEFERRED_TO, name.text, to.at);
}

static void
say_name(const struct mozaccount *m, const struct mozserver *s)
{
	struct prefstore_value name = server_value(m, ".name", PREFS_STRING);
	if (name.text.n) {
		text(m, MA_NAME, name.text, name.at);
		return;
	}
	struct ma_str parts[4] = { s->user.text, s->user.text.n ? MA_STR(" on ") : MA_STR(""), s->host.text, MA_STR("") };
	if (m->kind == MOZ_IMAP) {
		parts[0] = MA_STR("Mail for ");
		parts[1] = m->address.p ? m->address : s->user.text;
		parts[2] = m->address.p ? MA_STR("") : MA_STR("@");
		parts[3] = m->address.p ? MA_STR("") : s->host.text;
	}
	size_t n = 0;
	char *p = malloc(parts[0].n + parts[1].n + parts[2].n + parts[3].n + 1);
	for (size_t k = 0; p && k < 4; n += parts[k].n, k++)
		memcpy(p + n, parts[k].p, parts[k].n);
	if (p)
		text(m, MA_NAME, (struct ma_str){ p, n }, (struct ma_at){ m->config->own_file, 0, MA_IMPLIED });
	free(p);
}

/* Only what the program wrote itself is random: a name in a file that somebody hands to every PC is not. */
static void
say_uid(const struct mozaccount *m)
{
	enum { N_UUID = 36 };
	struct prefstore_value v = mozaccount_own(m->config, SERVER, m->server, ".uid", PREFS_STRING);
	size_t n = 0;
	if (v.text.n != N_UUID || v.at.file != m->config->files.prefs)
		return;
	while (n < N_UUID && (n == 8 || n == 13 || n == 18 || n == 23 ? v.text.p[n] == '-' : memchr("0123456789abcdefABCDEF", v.text.p[n], 22) != NULL))
		n++;
	if (n == N_UUID)
		text(m, MA_ACCOUNT_UID, v.text, v.at);
}

static void
say_access(const struct mozaccount *m, const struct mozserver *s)
{
	const struct mozconfig *c = m->config;
	struct ma_at here = { c->own_file, 0, MA_SET }, type_at = mozaccount_own(c, SERVER, m->server, ".type", PREFS_STRING).at;
	text(m, MA_CLIENT, m->profile->client, here);
	if (c->version.n)
		text(m, MA_CLIENT_VERSION, c->version, c->version_at);
	else
		text(m, MA_CLIENT_VERSION, MA_STR(""), (struct ma_at){ c->own_file, 0, MA_UNKNOWN });
	text(m, MA_PROFILE, m->profile->name, m->profile->name_at);
	if (m->profile->listed)
		num(m, MA_PROFILE_DEFAULT, m->profile->opens, m->profile->opens_at);
	bool addon = s->is_addon;
	num(m, MA_ENABLED, 1, (struct ma_at){ c->own_file, 0, addon ? MA_UNKNOWN : MA_IMPLIED });
	if (addon) {
		type_at.state = MA_INFERRED;
		mozaccount_note(c, MA_NOTE_INFERRED, type_at, SERVER, m->server, ".type");
	}
	text(m, MA_PROTOCOL, mozpath_text(s->protocol), type_at);
	text(m, MA_HOST, s->host.text, s->host.at);
	num(m, MA_PORT, s->port.num, s->port.at);
	if (s->exact_port && (s->port.num < 1 || s->port.num > 65535))
		mozaccount_note(c, MA_NOTE_VALUE, s->port.at, SERVER, m->server, ".port");
	for (size_t k = 0; k < s->host.text.n; k++)
		if ((unsigned char)s->host.text.p[k] <= ' ' || strchr("%/\\?#@<>[]^|", s->host.text.p[k])) {
			/* Thunderbird 153 cannot reach it; since when is not known. */
			mozaccount_note(c, MA_NOTE_VALUE, s->host.at, SERVER, m->server, ".hostname");
			break;
		}
	text(m, MA_LOGIN, s->user.text, s->user.at);
	mozaccount_security(m, MA_SECURITY, s->socket);
	mozaccount_auth(m, MA_AUTH, server_value(m, ".authMethod", PREFS_INT), s->host.text);
	say_name(m, s);
}

/* ---- all of them ---- */

static void
find_smtp(const struct mozconfig *config, struct strset *keys, struct ma_str *fallback)
{
	struct ma_str list = mozaccount_own(config, "mail.smtpservers", MA_STR(""), "", PREFS_STRING).text, item;
	struct ma_str chosen = mozaccount_own(config, "mail.smtp.defaultserver", MA_STR(""), "", PREFS_STRING).text;
	*fallback = (struct ma_str){ list.p, 0 };
	while (mozaccount_item(&list, &item)) {
		strset_add(keys, &item, 1, 0);
		if (!fallback->n)
			*fallback = item;
	}
	if (chosen.n && strset_find(keys, &chosen, 1) != UINT32_MAX)
		*fallback = chosen;
}

struct run {
	struct strset accounts, servers, same, filter_files, smtp_keys;
};

static void
one_account(struct mozaccount *m, struct run *run, struct ma_at list_at)
{
	const struct mozcall *call = m->config->call;
	struct mozserver s;
	struct prefstore_value named = mozaccount_own(m->config, "mail.account.", m->key, ".server", PREFS_STRING);
	if (!strset_add(&run->accounts, &m->key, 1, 0)) {
		mozaccount_note(m->config, MA_NOTE_DUPLICATE, list_at, "mail.account.", m->key, "");
		return;
	}
	if (named.type != PREFS_STRING || strset_find(&run->servers, &named.text, 1) != UINT32_MAX) {
		mozaccount_note(m->config, MA_NOTE_DROPPED, named.type == PREFS_STRING ? named.at : list_at, "mail.account.", m->key, ".server");
		return;
	}
	m->server = named.text;
	if (!mozserver_find(m, &s, named.at))
		return;
	if (mozserver_is_repeated(&s, &run->same)) {
		mozaccount_note(m->config, MA_NOTE_DROPPED, s.host.at, SERVER, m->server, ".hostname");
		return;
	}
	strset_add(&run->servers, &m->server, 1, 0);
	m->kind = s.kind;
	if (s.is_local)
		mozaccount_local_folders(m);
	if (m->kind == MOZ_NOT_MAIL)
		return;

	char *id = malloc(m->profile->id.n + 1 + m->server.n);
	if (!id)
		return;
	memcpy(id, m->profile->id.p, m->profile->id.n);
	id[m->profile->id.n] = '/';
	memcpy(id + m->profile->id.n + 1, m->server.p, m->server.n);
	m->a = call->host->account(call->out, (struct ma_str){ id, m->profile->id.n + 1 + m->server.n });
	free(id);
	mozaccount_identities(m);
	say_access(m, &s);
	say_uid(m);
	/* Without encryption there is no certificate; of which port is not known there is no saying. */
	if ((m->kind == MOZ_POP3 || m->kind == MOZ_IMAP) && s.socket.num != 0 && s.port.at.state != MA_UNKNOWN)
		mozoverride_say(m, s.host.text, s.port.num);
	if (m->kind == MOZ_POP3) {
		say_deletion(m);
		say_deferred(m);
	}
	if (m->kind == MOZ_IMAP)
		say_imap(m);
	say_retention(m);
	say_checks(m);
	say_plain(m);
	mozaccount_store(m, &run->filter_files);
}

static void
listed(struct mozaccount *m, struct run *run, const char *pref)
{
	struct prefstore_value list = mozaccount_own(m->config, pref, MA_STR(""), "", PREFS_STRING);
	while (mozaccount_item(&list.text, &m->key))
		one_account(m, run, list.at);
}

void
mozaccount_all(const struct mozconfig *config, const struct mozaccount_profile *profile)
{
	struct run run = { 0 };
	struct mozoverride overrides;
	struct mozaccount m = { .config = config, .profile = profile, .smtp_keys = &run.smtp_keys };
	mozaccount_find_filter_files(config, &run.filter_files);
	mozoverride_read(&overrides, config, &run.filter_files);
	m.overrides = &overrides;
	find_smtp(config, &run.smtp_keys, &m.smtp_default);
	listed(&m, &run, "mail.accountmanager.accounts");
	listed(&m, &run, "mail.accountmanager.appendaccounts");
	strset_fini(&run.accounts);
	strset_fini(&run.servers);
	strset_fini(&run.same);
	strset_fini(&run.filter_files);
	strset_fini(&run.smtp_keys);
	strset_fini(&overrides.servers);
}
