/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Thunderbird, and the programs built from it.  A data directory holds
 * profiles.ini, which names profile folders; a profile is prefs.js, user.js
 * and compatibility.ini, and prefs.js names folders with msgFilterRules.dat.
 * A profile folder may also come alone.  Files that the system's administrator
 * wrote belong to every profile of the workstation.
 *
 * kit/mozprofiles.c reads profiles.ini, kit/mozconfig.c finds which setting
 * counts, kit/mozaccount.c says what that means.  Quirks: QUIRKS.md.
 */
#include <mailaccord/plugin.h>

#include <string.h>

#include "kit/mozaccount.h"
#include "kit/mozprofiles.h"
#include "kit/strset.h"
#include "thunderbird-write.h"

#define DATA(base, folder) \
	{ base, folder "//profiles.ini", "profiles", 0, NULL }, \
	{ base, folder "//installs.ini", "installs", 0, NULL }
#define PROGRAM(folder) \
	{ MA_SYSTEM, folder "/distribution/policies.json", "policies", 0, NULL }, \
	{ MA_SYSTEM, folder "/defaults/pref/*.js", "defaults", 0, NULL }

static const struct ma_source sources[] = {
	DATA(MA_HOME, ".thunderbird"),
	DATA(MA_HOME, "snap/thunderbird/common/.thunderbird"),
	DATA(MA_HOME, ".var/app/org.mozilla.Thunderbird/.thunderbird"),
	DATA(MA_HOME, ".var/app/org.mozilla.thunderbird/.thunderbird"),
	DATA(MA_HOME, ".var/app/net.thunderbird.Thunderbird/.thunderbird"),
	DATA(MA_HOME, ".var/app/eu.betterbird.Betterbird/.thunderbird"),
	DATA(MA_HOME, ".icedove"),
	DATA(MA_HOME, ".mozilla-thunderbird"),
	DATA(MA_HOME, ".mozilla/seamonkey"),
	DATA(MA_HOME, ".binoc/interlink"),
	DATA(MA_HOME, ".athenian200/epyrus"),
	DATA(MA_HOME, "Library/Thunderbird"),
	DATA(MA_HOME, "Library/Application Support/SeaMonkey"),
	DATA(MA_ROAMING, "Thunderbird"),
	DATA(MA_ROAMING, "Mozilla/SeaMonkey"),
	DATA(MA_ROAMING, "BinOC/Interlink"),
	DATA(MA_ROAMING, "athenian200/Epyrus"),
	DATA(MA_LOCAL, "Packages/*Thunderbird*/LocalCache/Roaming/Thunderbird"),
	{ MA_HOME, "*//prefs.js", "prefs", 0, "user_pref(" },
	{ MA_HOME, "*//user.js", "user", 0, NULL },
	{ MA_HOME, "*//compatibility.ini", "compatibility", 0, NULL },
	{ MA_SYSTEM, "etc/thunderbird/policies/policies.json", "policies-system", 0, NULL },
	{ MA_SYSTEM, "etc/thunderbird/pref/*.js", "defaults-system", 0, NULL },
	{ MA_SYSTEM, "etc/thunderbird/defaults/pref/*.js", "defaults-system", 0, NULL },
	PROGRAM("usr/lib/thunderbird"),
	PROGRAM("usr/lib64/thunderbird"),
	PROGRAM("opt/thunderbird"),
	PROGRAM("Applications/Thunderbird.app/Contents/Resources"),
	PROGRAM("Program Files/Mozilla Thunderbird"),
	PROGRAM("Program Files (x86)/Mozilla Thunderbird"),
	{ MA_REGISTRY, "Software\\Policies\\Mozilla\\Thunderbird", "policies-registry", 0, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

static const uint8_t tells[] = {
	[MA_CLIENT] = MA_READS, [MA_CLIENT_VERSION] = MA_READS, [MA_PROFILE] = MA_READS, [MA_PROFILE_DEFAULT] = MA_READS,
	[MA_ACCOUNT_UID] = MA_READS, [MA_NAME] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_ENABLED] = MA_IMPLIES,
	[MA_PROTOCOL] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS, [MA_LOGIN] = MA_READS,
	[MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_CERTIFICATE_CHECK] = MA_READS, [MA_MAX_CONNECTIONS] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS, [MA_UIDL_KEPT] = MA_READS,
	[MA_LEAVE_RAW] = MA_NOT_STORED, [MA_KEEP_COUNT] = MA_NOT_STORED, [MA_KEEP_BYTES] = MA_NOT_STORED,
	[MA_RETAIN_DAYS] = MA_READS, [MA_RETAIN_COUNT] = MA_READS, [MA_OFFLINE_DAYS] = MA_READS, [MA_JUNK_DAYS] = MA_READS,
	[MA_HEADERS_ONLY] = MA_READS, [MA_MAX_DOWNLOAD_KB] = MA_READS, [MA_CHECK_MINUTES] = MA_READS, [MA_CHECK_AT_START] = MA_READS,
	[MA_DELETE_MODEL] = MA_READS, [MA_EMPTY_TRASH_ON_EXIT] = MA_READS, [MA_EXPUNGE_ON_EXIT] = MA_READS,
	[MA_TRASH_FOLDER] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_ARCHIVE_FOLDER] = MA_READS,
	[MA_SENT_KEPT] = MA_READS, [MA_FOLDER_PREFIX] = MA_READS, [MA_SUBSCRIBED_ONLY] = MA_READS, [MA_DEFERRED_TO] = MA_READS,
	[MA_STORE] = MA_READS, [MA_FILTERS_SERVER_DELETE] = MA_READS, [MA_FILTERS_DELETE] = MA_READS, [MA_FILTERS_MOVE] = MA_READS,
	[MA_FILTERS_MOVE_LOCAL] = MA_READS, [MA_FILTERS_MARK_READ] = MA_READS, [MA_FILTERS_FORWARD] = MA_READS,
	[MA_FILTERS_REPLY] = MA_READS, [MA_FORWARDS_TO] = MA_READS, [MA_READ_RECEIPTS] = MA_READS, [MA_REPLY_TO] = MA_READS,
	[MA_BCC] = MA_READS, [MA_SMTP_HOST] = MA_READS, [MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS,
	[MA_SMTP_AUTH] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
};

/* Where a path or the program's folder tells another program than Thunderbird; letter case does not count. */
static const struct {
	const char *part, *client;
} variants[] = {
	{ "betterbird", "betterbird" },
	{ "seamonkey", "seamonkey" },
	{ "icedove", "icedove" },
	{ "interlink", "interlink" },
	{ "epyrus", "epyrus" },
};

/* What a file is: by its name, else (a file handed over under another name) by the role of its row. */
static const struct {
	const char *file_name, *role;
	enum what { PROFILES, INSTALLS, PREFS, USER, COMPATIBILITY, OTHER } what;
} kinds[] = {
	{ "profiles.ini", "profiles", PROFILES },
	{ "installs.ini", "installs", INSTALLS },
	{ "prefs.js", "prefs", PREFS },
	{ "user.js", "user", USER },
	{ "compatibility.ini", "compatibility", COMPATIBILITY },
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

/* The files of a profile, in the order of struct mozfiles. */
static const char *const profile_files[] = { "/prefs.js", "/user.js", "/compatibility.ini" };

struct bundle {
	struct mozcall call;
	struct strset by_asked, by_path; /* index of a file */
	struct strset used; /* paths of files that belong to a listed profile */
	struct strset ids;
	bool damaged, any_mail, any_other;
};

static bool
same(struct ma_str s, const char *t)
{
	return s.n == strlen(t) && memcmp(s.p, t, s.n) == 0;
}

static enum what
what_is(const struct ma_file *f)
{
	struct ma_str name = mozpath_name(mozpath_text(f->path));
	for (size_t k = 0; k < N_KINDS; k++)
		if (same(name, kinds[k].file_name))
			return kinds[k].what;
	for (size_t k = 0; k < N_KINDS; k++)
		if (!f->asked.n && f->role && strcmp(f->role, kinds[k].role) == 0)
			return kinds[k].what;
	return OTHER;
}

static uint32_t
find_what(const struct bundle *b, enum what what)
{
	for (size_t k = 0; k < b->call.n; k++)
		if (what_is(&b->call.files[k]) == what)
			return (uint32_t)k;
	return MOZ_NO_FILE;
}

static bool
contains(struct ma_str s, const char *part)
{
	size_t n = strlen(part);
	for (size_t k = 0; k + n <= s.n; k++) {
		size_t j = 0;
		while (j < n && (s.p[k + j] | 0x20) == part[j])
			j++;
		if (j == n)
			return true;
	}
	return false;
}

static struct ma_str
client_of(const struct mozconfig *config)
{
	for (size_t k = 0; k < sizeof variants / sizeof *variants; k++)
		if (contains(config->program, variants[k].part)
		    || contains(mozpath_text(config->call->files[config->own_file].path), variants[k].part))
			return mozpath_text(variants[k].client);
	return MA_STR("thunderbird");
}

/* The folder's name, or the whole of it when another profile has that name. */
static struct ma_str
unique_id(struct bundle *b, struct ma_str folder)
{
	while (folder.n > 1 && folder.p[folder.n - 1] == '/')
		folder.n--;
	struct ma_str id = mozpath_name(folder);
	if (!id.n)
		id = MA_STR("profile");
	if (!strset_add(&b->ids, &id, 1, 0) && folder.n) {
		id = folder;
		strset_add(&b->ids, &id, 1, 0);
	}
	return id;
}

static bool
is_absolute(struct ma_str path)
{
	return path.n && (path.p[0] == '/' || path.p[0] == '\\' || (path.n > 2 && path.p[1] == ':'));
}

static void
say_profile(struct bundle *b, struct mozfiles files, struct mozaccount_profile *profile)
{
	struct mozconfig config;
	mozconfig_load(&config, &b->call, files);
	b->damaged |= config.damaged;
	b->any_mail |= config.n_mail > 0;
	b->any_other |= config.n_other > 0;
	profile->client = client_of(&config);
	if (!profile->name.n) {
		profile->name = profile->id;
		profile->name_at = (struct ma_at){ config.own_file, 0, MA_SET };
	}
	mozaccount_all(&config, profile);
	mozconfig_fini(&config);
}

/* A profile of profiles.ini: its files are asked for, and read if they are here. */
static void
listed_profile(struct bundle *b, uint32_t ini, const struct mozprofile *p)
{
	const struct mozcall *call = &b->call;
	struct ma_str home = mozpath_folder(mozpath_text(call->files[ini].path));
	struct mozfiles files = { MOZ_NO_FILE, MOZ_NO_FILE, MOZ_NO_FILE };
	uint32_t *const slot[] = { &files.prefs, &files.user, &files.compatibility };
	struct ma_at at = { ini, p->path_line, MA_SET };
	char path[4096];
	if (!p->relative && !is_absolute(p->path)) {
		call->host->note(call->out, MA_NOTE_DROPPED, at, MA_STR("Path"));
		return;
	}
	if (p->path.n + 32 > sizeof path) {
		call->host->note(call->out, MA_NOTE_LIMIT, at, MA_STR("Path"));
		return;
	}
	for (size_t k = 0; k < 3; k++) {
		struct ma_str name = mozpath_text(profile_files[k]);
		const struct ma_str parts[] = { home, p->relative && home.n ? MA_STR("/") : MA_STR(""), p->path, name };
		memcpy(path, p->path.p, p->path.n);
		memcpy(path + p->path.n, name.p, name.n);
		struct ma_str asked = { path, p->path.n + name.n };
		call->host->want(call->out, asked, at);
		*slot[k] = strset_find(&b->by_asked, &asked, 1);
		if (*slot[k] == MOZ_NO_FILE)
			*slot[k] = p->relative ? strset_find(&b->by_path, parts, 4) : strset_find(&b->by_path, parts + 2, 2);
		if (*slot[k] != MOZ_NO_FILE) {
			struct ma_str used = mozpath_text(call->files[*slot[k]].path);
			strset_add(&b->used, &used, 1, 0);
		}
	}
	struct mozaccount_profile profile = {
		.id = unique_id(b, p->path), .name = p->name, .name_at = { ini, p->name_line, MA_SET },
		.listed = true, .opens = p->opens, .opens_at = { ini, p->opens_line ? p->opens_line : p->path_line, MA_SET },
	};
	if (files.prefs != MOZ_NO_FILE || files.user != MOZ_NO_FILE)
		say_profile(b, files, &profile);
	else if (p->opens)
		call->host->note(call->out, MA_NOTE_MISSING, at, MA_STR("prefs.js"));
}

/* A profile folder that came without profiles.ini; FILE is its prefs.js, or its user.js if there is none. */
static void
single_profile(struct bundle *b, uint32_t file)
{
	struct ma_str folder = mozpath_folder(mozpath_text(b->call.files[file].path));
	struct mozfiles files = { MOZ_NO_FILE, MOZ_NO_FILE, MOZ_NO_FILE };
	uint32_t *const slot[] = { &files.prefs, &files.user, &files.compatibility };
	for (size_t k = 0; k < 3; k++) {
		struct ma_str name = mozpath_text(profile_files[k] + (folder.n ? 0 : 1));
		const struct ma_str parts[] = { folder, name };
		*slot[k] = strset_find(&b->by_path, parts, 2);
	}
	if (what_is(&b->call.files[file]) == PREFS)
		files.prefs = file;
	else if (files.prefs != MOZ_NO_FILE)
		return; /* that one leads the profile */
	struct mozaccount_profile profile = { .id = unique_id(b, folder) };
	say_profile(b, files, &profile);
}

static void
index_files(struct bundle *b)
{
	for (size_t k = 0; k < b->call.n; k++) {
		struct ma_str path = mozpath_text(b->call.files[k].path);
		strset_add(&b->by_path, &path, 1, (uint32_t)k);
		if (b->call.files[k].asked.n)
			strset_add(&b->by_asked, &b->call.files[k].asked, 1, (uint32_t)k);
	}
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	struct bundle b = { .call = { host, out, files, n } };
	struct mozprofiles profiles = { 0 };
	index_files(&b);
	uint32_t ini = find_what(&b, PROFILES), installs = find_what(&b, INSTALLS);
	if (ini != MOZ_NO_FILE && !mozprofiles_read(&profiles, files[ini].bytes, installs != MOZ_NO_FILE ? &files[installs].bytes : NULL)) {
		host->note(out, MA_NOTE_DAMAGED, (struct ma_at){ ini, 0, MA_SET }, MA_STR(""));
		b.damaged = true;
	}
	for (size_t k = 0; k < profiles.n; k++)
		listed_profile(&b, ini, &profiles.list[k]);
	for (size_t k = 0; k < n; k++) {
		struct ma_str path = mozpath_text(files[k].path);
		enum what what = what_is(&files[k]);
		if ((what == PREFS || what == USER) && strset_find(&b.used, &path, 1) == UINT32_MAX)
			single_profile(&b, (uint32_t)k);
	}
	mozprofiles_fini(&profiles);
	strset_fini(&b.by_asked);
	strset_fini(&b.by_path);
	strset_fini(&b.used);
	strset_fini(&b.ids);
	/* A web browser's profile has the same files. */
	if (ini == MOZ_NO_FILE && b.any_other && !b.any_mail)
		return MA_UNRECOGNIZED;
	return b.damaged ? MA_DAMAGED : MA_PARSED;
}

const struct ma_plugin MAILACCORD_PLUGIN(thunderbird) = {
	sizeof(struct ma_plugin), "thunderbird", "Thunderbird", sources, parse, NULL, MA_TELLS(tells),
	.writers = thunderbird_writers,
};
