/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lowest to highest, as Thunderbird 153 was seen to do:
 *
 *	1  built-in defaults (comm-central mailnews/mailnews.js, mdn.js: the values below
 *	   are the same in every version from 3.0 to 156)
 *	2  default files of the program, then of the system; in each folder the
 *	   alphabetically first counts
 *	3  defaultPref() of autoconfig, policy Status "default"
 *	4  prefs.js
 *	5  user.js
 *	6  pref() and clearPref() of autoconfig, policy Status "user" and "clear"
 *	7  locks: attribute "locked", policy "locked" or a bare value, lockPref()
 *
 * Only preferences that this plugin asks for are kept, told by their last
 * component; no such component is a password.  Values of all others are
 * checked and never copied.
 */
#include "kit/mozconfig.h"

#include <stdlib.h>
#include <string.h>

#include "kit/keyfile.h"
#include "kit/mozreading.h"

enum { MAX_NOTES = 50 }; /* of one kind from one file: more say nothing new */

/* Last components that are kept. */
static const char *const leaves[] = {
	"accounts", "appendaccounts", "localfoldersserver", "server", "identities",
	"type", "hostname", "realhostname", "userName", "realuserName", "name", "port", "socketType", "isSecure", "authMethod",
	"hidden", "secondsToLeaveUnavailable", "leave_on_server", "delete_by_age_from_server", "num_days_to_leave_on_server",
	"delete_mail_left_on_server", "deleteFromServerOnMove", "headers_only", "limit_offline_message_size", "max_size",
	"retainBy", "daysToKeepHdrs", "numHdrsToKeep", "delete_model", "empty_trash_on_exit", "cleanup_inbox_on_exit",
	"check_new_mail", "check_time", "login_at_startup", "deferred_to_account", "directory", "directory-rel", "storeContractID",
	"trash_folder_name", "server_sub_directory", "using_subscription", "max_cached_connections", "offline_download",
	"autosync_offline_stores", "autosync_max_age_days", "purgeSpam", "purgeSpamInterval", "moveOnSpam", "moveTargetMode",
	"spamActionTargetFolder", "useremail", "reply_to", "smtpServer", "fcc", "fcc_folder", "draft_folder", "archive_folder",
	"archive_enabled", "doBcc", "doBccList", "smtpservers", "defaultserver", "try_ssl", "username",
	"use_custom_prefs", "mdn_report_enabled", "mdn_not_in_to_cc", "mdn_outside_domain", "mdn_other",
	"enabled", "not_in_to_cc", "outside_domain", "other", "uid",
	"version", "lastAppVersion", "filename", "obscure_value",
};

static const struct {
	const char *name;
	enum prefs_type type;
	int32_t num;
	const char *text;
} defaults[] = {
	{ "mail.server.default.leave_on_server", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.delete_by_age_from_server", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.num_days_to_leave_on_server", PREFS_INT, 7, NULL },
	{ "mail.server.default.delete_mail_left_on_server", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.check_time", PREFS_INT, 10, NULL },
	{ "mail.server.default.login_at_startup", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.socketType", PREFS_INT, 0, NULL },
	{ "mail.server.default.deferred_to_account", PREFS_STRING, 0, "" },
	{ "mail.server.default.authMethod", PREFS_INT, 3, NULL },
	{ "mail.server.default.port", PREFS_INT, -1, NULL },
	{ "mail.server.default.limit_offline_message_size", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.max_size", PREFS_INT, 50, NULL },
	{ "mail.server.default.empty_trash_on_exit", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.delete_model", PREFS_INT, 1, NULL },
	{ "mail.server.default.offline_download", PREFS_BOOL, 1, NULL },
	{ "mail.server.default.autosync_offline_stores", PREFS_BOOL, 1, NULL },
	{ "mail.server.default.autosync_max_age_days", PREFS_INT, -1, NULL },
	{ "mail.server.default.retainBy", PREFS_INT, 1, NULL },
	{ "mail.server.default.using_subscription", PREFS_BOOL, 1, NULL },
	{ "mail.server.default.purgeSpam", PREFS_BOOL, 0, NULL },
	{ "mail.server.default.purgeSpamInterval", PREFS_INT, 14, NULL },
	{ "mail.server.default.mdn_report_enabled", PREFS_BOOL, 1, NULL },
	{ "mail.server.default.mdn_not_in_to_cc", PREFS_INT, 2, NULL },
	{ "mail.server.default.mdn_outside_domain", PREFS_INT, 2, NULL },
	{ "mail.server.default.mdn_other", PREFS_INT, 2, NULL },
	{ "mail.mdn.report.enabled", PREFS_BOOL, 1, NULL },
	{ "mail.mdn.report.not_in_to_cc", PREFS_INT, 2, NULL },
	{ "mail.mdn.report.outside_domain", PREFS_INT, 2, NULL },
	{ "mail.mdn.report.other", PREFS_INT, 2, NULL },
	{ "mail.identity.default.fcc", PREFS_BOOL, 1, NULL },
	{ "mail.identity.default.archive_enabled", PREFS_BOOL, 1, NULL },
	{ "mail.smtpserver.default.authMethod", PREFS_INT, 3, NULL },
	{ "mail.smtpserver.default.try_ssl", PREFS_INT, 0, NULL },
	{ "mail.pop3.deleteFromServerOnMove", PREFS_BOOL, 0, NULL },
	{ "general.config.obscure_value", PREFS_INT, 13, NULL },
};

struct ma_str
mozpath_text(const char *text)
{
	return (struct ma_str){ text, strlen(text) };
}

struct ma_str
mozpath_name(struct ma_str path)
{
	size_t k = path.n;
	while (k && path.p[k - 1] != '/' && path.p[k - 1] != '\\')
		k--;
	return (struct ma_str){ path.p + k, path.n - k };
}

struct ma_str
mozpath_folder(struct ma_str path)
{
	size_t n = path.n - mozpath_name(path).n;
	return (struct ma_str){ path.p, n ? n - 1 : 0 };
}

static bool
is(struct ma_str s, const char *text)
{
	return s.n == strlen(text) && memcmp(s.p, text, s.n) == 0;
}

static bool
begins(struct ma_str s, const char *text)
{
	return s.n >= strlen(text) && memcmp(s.p, text, strlen(text)) == 0;
}

bool
mozreading_keeps(struct ma_str name)
{
	size_t dot = name.n;
	if (!begins(name, "mail.") && !begins(name, "extensions.lastApp") && !begins(name, "general.config."))
		return false;
	while (name.p[dot - 1] != '.')
		dot--;
	size_t n = name.n - dot;
	for (size_t k = 0; k < sizeof leaves / sizeof *leaves; k++)
		if (leaves[k][0] == name.p[dot < name.n ? dot : 0] && strlen(leaves[k]) == n && memcmp(leaves[k], name.p + dot, n) == 0)
			return true;
	return false;
}

static bool
valid_utf8(struct ma_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (size_t k = 0; k < s.n;) {
		size_t more = p[k] < 0x80 ? 0 : p[k] >= 0xc2 && p[k] < 0xe0 ? 1 : (p[k] & 0xf0) == 0xe0 ? 2 : p[k] >= 0xf0 && p[k] < 0xf5 ? 3 : 9;
		if (more > s.n - k - 1)
			return false;
		for (size_t j = 1; j <= more; j++)
			if ((p[k + j] & 0xc0) != 0x80)
				return false;
		k += more + 1;
	}
	return true;
}

/* ---- one file of statements ---- */

void
mozreading_note(struct mozreading *r, enum ma_note kind, uint32_t line, struct ma_str key)
{
	const struct mozcall *call = r->config->call;
	if (r->notes++ < MAX_NOTES)
		call->host->note(call->out, kind, (struct ma_at){ r->file, line, MA_SET }, key);
}

void
mozreading_put(struct mozreading *r, enum prefs_verb verb, struct ma_str name, struct prefstore_value v)
{
	v.at.file = r->file;
	v.at.state = MA_SET;
	if (v.type == PREFS_STRING && !valid_utf8(v.text))
		mozreading_note(r, MA_NOTE_ENCODING, v.at.line, name);
	switch (prefstore_put(&r->config->store, verb, name, &v)) {
	case PREFSTORE_NEW:
		break;
	case PREFSTORE_AGAIN:
		if (r->profile)
			mozreading_note(r, MA_NOTE_DUPLICATE, v.at.line, name);
		break;
	case PREFSTORE_TYPE:
		mozreading_note(r, MA_NOTE_VALUE, v.at.line, name);
		break;
	case PREFSTORE_MEMORY:
		mozreading_note(r, MA_NOTE_LIMIT, v.at.line, MA_STR(""));
		r->config->damaged = true;
		break;
	}
}

static bool
on_name(void *ctx, struct ma_str name)
{
	struct mozreading *r = ctx;
	if (r->profile)
		(*(begins(name, "mail") ? &r->config->n_mail : &r->config->n_other))++;
	return mozreading_keeps(name);
}

static void
on_pref(void *ctx, const struct prefs_statement *s)
{
	struct mozreading *r = ctx;
	struct prefstore_value v = { .type = s->type, .num = s->num, .text = s->text, .at = { .line = s->line + r->first_line } };
	if (r->check_only)
		return;
	mozreading_put(r, s->locked ? PREFS_LOCK : s->verb, s->name, v);
}

static void
on_error(void *ctx, enum prefs_error e, uint32_t line, bool at_end)
{
	struct mozreading *r = ctx;
	(void)e;
	if (!r->errors++)
		r->error_line = line + r->first_line;
	r->cut |= at_end;
	if (!r->check_only)
		mozreading_note(r, MA_NOTE_SYNTAX, line + r->first_line, MA_STR(""));
}

static bool
all_nul(struct ma_str s)
{
	for (size_t k = 0; k < s.n; k++)
		if (s.p[k])
			return false;
	return true;
}

/* prefs.js or user.js. */
static void
read_profile_file(struct mozconfig *config, uint32_t file)
{
	if (file == MOZ_NO_FILE)
		return;
	struct ma_str b = config->call->files[file].bytes;
	struct mozreading r = { .config = config, .file = file, .profile = true };
	struct prefs_reader reader = {
		.dialect = PREFS_USER, .bom_is_error = config->major && config->major <= 115,
		.wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r,
	};
	bool wide = b.n >= 2 && (memcmp(b.p, "\xff\xfe", 2) == 0 || memcmp(b.p, "\xfe\xff", 2) == 0);
	size_t end = prefs_read(&reader, b);
	/* The program itself would go on with what it has.  But a file that is
	 * empty, cut off or overwritten with zeros is not what it wrote. */
	if (wide || r.cut || all_nul(b) || !all_nul((struct ma_str){ b.p + end, b.n - end })) {
		config->damaged = true;
		r.notes = 0;
		mozreading_note(&r, MA_NOTE_DAMAGED, wide || all_nul(b) ? 0 : r.error_line, MA_STR(""));
	}
}

/* ---- the program's own files ---- */

/* Does a file of the workstation belong to the program that uses the profile?  Unknown counts as yes. */
static bool
same_program(const struct mozconfig *config, struct ma_str path)
{
	static const char *const sealed[] = { "/app/", "/snap/" }; /* these do not see the system's files */
	struct ma_str program = config->program;
	if (!program.n)
		return true;
	for (size_t k = 0; k < sizeof sealed / sizeof *sealed; k++)
		if (begins(program, sealed[k]))
			return false;
	const char *etc = "etc/thunderbird/";
	for (size_t k = 0; k + strlen(etc) <= path.n; k++)
		if (memcmp(path.p + k, etc, strlen(etc)) == 0)
			return true;
	/* Paths may begin at the root of a copied system, without drive or slash. */
	if (program.n > 2 && program.p[1] == ':') {
		program.p += 2;
		program.n -= 2;
	}
	if (program.p[0] == '/' || program.p[0] == '\\') {
		program.p++;
		program.n--;
	}
	for (size_t k = 0; k + program.n <= path.n; k++) {
		size_t j = 0;
		while (j < program.n && (path.p[k + j] == program.p[j] || (program.p[j] == '\\' && path.p[k + j] == '/')))
			j++;
		if (j == program.n)
			return true;
	}
	return false;
}

bool
mozreading_has_role(const struct mozconfig *config, size_t k, const char *role)
{
	const struct ma_file *f = &config->call->files[k];
	return f->role && strcmp(f->role, role) == 0 && !f->asked.n && same_program(config, mozpath_text(f->path));
}

/* Negative: A is read before B.  The program's folder before the system's, in each the alphabetically last first. */
static int
order(const struct ma_file *a, const struct ma_file *b)
{
	bool a_system = strcmp(a->role, "defaults-system") == 0, b_system = strcmp(b->role, "defaults-system") == 0;
	return a_system != b_system ? a_system - b_system : strcmp(b->path, a->path);
}

static void
read_default_files(struct mozconfig *config)
{
	const struct ma_file *files = config->call->files, *last = NULL;
	for (;;) {
		const struct ma_file *next = NULL;
		for (size_t k = 0; k < config->call->n; k++)
			if ((mozreading_has_role(config, k, "defaults") || mozreading_has_role(config, k, "defaults-system")) && (!last || order(last, &files[k]) < 0)
			    && (!next || order(&files[k], next) < 0))
				next = &files[k];
		if (!next)
			return;
		struct mozreading r = { .config = config, .file = (uint32_t)(next - files) };
		struct prefs_reader reader = { .dialect = PREFS_DEFAULTS, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r };
		prefs_read(&reader, next->bytes);
		last = next;
	}
}

/* Where default files say the autoconfig script is; as it is asked for. */
static size_t
cfg_path(const struct mozconfig *config, const struct prefstore_value *name, char *to, size_t size)
{
	const struct ma_file *f = &config->call->files[name->at.file];
	const char *folder = strcmp(f->role, "defaults") == 0 ? "../../" : "/usr/lib/thunderbird/";
	size_t n = strlen(folder);
	if (n + name->text.n > size)
		return 0;
	memcpy(to, folder, n);
	memcpy(to + n, name->text.p, name->text.n);
	return n + name->text.n;
}

static void
read_cfg_bytes(struct mozconfig *config, uint32_t file, struct ma_str b)
{
	struct mozreading r = { .config = config, .file = file, .first_line = 1, .check_only = true };
	struct prefs_reader reader = { .dialect = PREFS_CFG, .wanted = on_name, .pref = on_pref, .error = on_error, .ctx = &r };
	size_t k = 0;
	while (k < b.n && b.p[k] != '\n') /* the first line is never looked at */
		k++;
	b = k < b.n ? (struct ma_str){ b.p + k + 1, b.n - k - 1 } : (struct ma_str){ b.p, 0 };
	prefs_read(&reader, b);
	/* Anything but literal calls is a program, and half a program says nothing. */
	if (r.errors) {
		mozreading_note(&r, MA_NOTE_UNSUPPORTED, r.error_line, MA_STR(""));
		return;
	}
	r.check_only = false;
	prefs_read(&reader, b);
}

static void
read_cfg(struct mozconfig *config)
{
	const struct mozcall *call = config->call;
	const struct prefstore_value *name = prefstore_get(&config->store, MA_STR("general.config.filename"), MA_STR(""), MA_STR(""));
	const struct prefstore_value *shift = prefstore_get(&config->store, MA_STR("general.config.obscure_value"), MA_STR(""), MA_STR(""));
	char path[512];
	size_t n;
	if (!name || name->type != PREFS_STRING || !name->text.n || name->at.file == config->own_file)
		return;
	if (!(n = cfg_path(config, name, path, sizeof path)))
		return;
	call->host->want(call->out, (struct ma_str){ path, n }, name->at);
	for (size_t k = 0; k < call->n; k++) {
		struct ma_str b = call->files[k].bytes;
		if (call->files[k].asked.n != n || memcmp(call->files[k].asked.p, path, n) != 0)
			continue;
		char *clear = malloc(b.n + 1);
		if (!clear)
			return;
		for (size_t j = 0; j < b.n; j++)
			clear[j] = (char)(unsigned char)((unsigned char)b.p[j] - (unsigned)(shift ? shift->num : 13));
		read_cfg_bytes(config, (uint32_t)k, (struct ma_str){ clear, b.n });
		free(clear);
		return;
	}
	call->host->note(call->out, MA_NOTE_UNSUPPORTED, name->at, MA_STR("general.config.filename"));
}

/* ---- the version, and all together ---- */

static void
on_compatibility(void *ctx, const struct keyfile_line *l)
{
	struct mozconfig *config = ctx;
	if (l->what != KEYFILE_KEY || !is(l->section, "Compatibility"))
		return;
	/* The slices of an UTF-16 file do not outlive the call. */
	if (l->value.p < config->call->files[config->files.compatibility].bytes.p
	    || l->value.p > config->call->files[config->files.compatibility].bytes.p + config->call->files[config->files.compatibility].bytes.n)
		return;
	if (is(l->key, "LastPlatformDir"))
		config->program = l->value;
	if (is(l->key, "LastVersion")) {
		const char *end = memchr(l->value.p, '_', l->value.n);
		config->version = (struct ma_str){ l->value.p, end ? (size_t)(end - l->value.p) : l->value.n };
		config->version_at = (struct ma_at){ config->files.compatibility, l->line, MA_SET };
	}
}

static int
major_of(struct ma_str version)
{
	int v = 0;
	for (size_t k = 0; k < version.n && version.p[k] >= '0' && version.p[k] <= '9' && v < 10000; k++)
		v = v * 10 + (version.p[k] - '0');
	return v;
}

void
mozconfig_load(struct mozconfig *config, const struct mozcall *call, struct mozfiles files)
{
	*config = (struct mozconfig){ .call = call, .files = files };
	config->own_file = files.prefs != MOZ_NO_FILE ? files.prefs : files.user != MOZ_NO_FILE ? files.user : files.compatibility;
	if (files.compatibility != MOZ_NO_FILE)
		keyfile_read(call->files[files.compatibility].bytes, KEYFILE_MOZILLA, on_compatibility, config);
	config->major = major_of(config->version);
	for (size_t k = 0; k < sizeof defaults / sizeof *defaults; k++) {
		struct prefstore_value v = {
			.type = defaults[k].type, .num = defaults[k].num, .text = mozpath_text(defaults[k].text ? defaults[k].text : ""),
			.at = { config->own_file, 0, MA_IMPLIED },
		};
		prefstore_put(&config->store, PREFS_SET_DEFAULT, mozpath_text(defaults[k].name), &v);
	}
	read_default_files(config);
	read_profile_file(config, files.prefs);
	read_profile_file(config, files.user);
	mozpolicy_read(config);
	read_cfg(config);
	const struct prefstore_value *v = prefstore_get(&config->store, MA_STR("extensions.lastAppVersion"), MA_STR(""), MA_STR(""));
	if (!config->version.n && v && v->type == PREFS_STRING) {
		config->version = v->text;
		config->version_at = v->at;
		config->major = major_of(v->text);
	}
}

void
mozconfig_fini(struct mozconfig *config)
{
	prefstore_fini(&config->store);
}
