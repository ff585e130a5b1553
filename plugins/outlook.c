/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outlook for Windows, from 97 to Microsoft 365: accounts in the registry.
 * As met, below each user's hive:
 *
 *	profiles	...\Office\VERSION\Outlook\Profiles\PROFILE			2013 and later
 *			...\Windows Messaging Subsystem\Profiles\PROFILE		2002 to 2010
 *	accounts	PROFILE\9375CFF0413111d3B88A00104B2A6676\00000001 ...
 *	order		{ED475418-B0D6-11D2-8C3B-00104B2A6676} there: numbers of the mail accounts, 4 bytes each
 *	older		...\OMI Account Manager[\Accounts]\00000001		97 to 2000 for Internet mail
 *			...\Internet Account Manager\Accounts\00000001		Outlook Express
 *
 * Every root of every user is read: an empty one of a newer version may hide
 * an older one in use.  The new Outlook keeps its accounts in Microsoft's
 * cloud and fetches POP from there; only that it is in use can be seen.
 * Ignored: address books, add-ins; PRF files are outlook-prf.c's.
 */
#include <string.h>

#include "outlook-account.h"
#include "outlook-write.h"

#define OFFICE "Software\\Microsoft\\Office\\"
#define NOTIFICATIONS "Software\\Microsoft\\Windows\\CurrentVersion\\Notifications\\Settings"

static const struct ma_source sources[] = {
	{ MA_REGISTRY, "//" OFFICE "*\\Outlook", "settings", 0, NULL },
	{ MA_REGISTRY, "//" OFFICE "Outlook\\OMI Account Manager", "settings", 0, NULL },
	{ MA_REGISTRY, "//Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem", "settings", 0, NULL },
	{ MA_REGISTRY, "//Software\\Microsoft\\Windows Messaging Subsystem", "settings", 0, NULL },
	{ MA_REGISTRY, "//Software\\Microsoft\\Internet Account Manager", "settings", 0, NULL },
	{ MA_REGISTRY, "//Identities", "settings", 0, NULL },
	{ MA_REGISTRY, "//Software\\Policies\\Microsoft\\Office", "policy", 0, NULL },
	{ MA_REGISTRY, "//Software\\Policies\\Microsoft\\Cloud\\Office", "policy", 0, NULL },
	{ MA_REGISTRY, "//" NOTIFICATIONS "\\Microsoft.OutlookForWindows_*", "marker", 0, NULL },
	{ MA_REGISTRY, "//Volatile Environment", "user", 0, NULL },
	{ 0 },
};

static const struct outlook_family mapi_family = { "outlook", true, false };
static const struct outlook_family omi_family = { "outlook", false, false };
static const struct outlook_family express_family = { "outlook-express", false, true };

/* Where accounts are, below "Software"; '*' is the version. */
static const struct place {
	const char *before, *after; /* of the version; AFTER NULL: there is none */
	const char *label; /* instead of the version in ids */
	const struct outlook_family *family;
} places[] = {
	{ "Microsoft\\Office", "Outlook\\Profiles", NULL, &mapi_family },
	{ "Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles", NULL, "mapi", &mapi_family },
	{ "Microsoft\\Windows Messaging Subsystem\\Profiles", NULL, "mapi9x", &mapi_family },
	{ "Microsoft\\Office", "Outlook\\OMI Account Manager", NULL, &omi_family },
	{ "Microsoft\\Office\\Outlook\\OMI Account Manager", NULL, "omi", &omi_family },
	{ "Microsoft\\Internet Account Manager", NULL, "express", &express_family },
};

/* Switches that decide or may change which Outlook runs or what it may do;
 * below "Software", '*' is the version. */
static const struct toggle {
	const char *before, *after, *value;
	bool is_new; /* 1: the new Outlook is in use; else only worth a note */
	bool is_policy;
} toggles[] = {
	{ "Microsoft\\Office", "Outlook\\Preferences", "UseNewOutlook", true, false },
	{ "Microsoft\\Office", "Outlook\\Options\\General", "UseNewOutlook", true, false },
	{ "Microsoft\\Office", "Outlook\\Options\\General", "DoNewOutlookAutoMigration", false, false },
	{ "Microsoft\\Office", "Outlook\\Options\\General", "NewOutlookMigrationUserSetting", false, false },
	{ "Policies\\Microsoft\\Office", "Outlook\\Preferences", "UseNewOutlook", true, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options\\General", "DoNewOutlookAutoMigration", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Preferences", "NewOutlookMigrationUserSetting", false, true },
	{ "Policies\\Microsoft\\Cloud\\Office", "Outlook\\Preferences", "NewOutlookMigrationUserSetting", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook", "DisableExchangeConsumerAccounts", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options", "DisablePOP3", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options", "DisableIMAP", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options", "DisableExchange", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options\\Accounts", "DisablePOP3", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options\\Accounts", "DisableIMAP", false, true },
	{ "Policies\\Microsoft\\Office", "Outlook\\Options\\Accounts", "DisableExchange", false, true },
};

static const char container_key[] = "9375CFF0413111d3B88A00104B2A6676";
static const char order_value[] = "{ED475418-B0D6-11D2-8C3B-00104B2A6676}";

static const struct ma_str none = { "", 0 };

/* ---- lists of accounts ---- */

static bool
is_account_key(struct ma_str name)
{
	if (name.n != 8)
		return false;
	for (size_t i = 0; i < 8; i++)
		if (!((name.p[i] >= '0' && name.p[i] <= '9') || ((name.p[i] | 32) >= 'a' && (name.p[i] | 32) <= 'f')))
			return false;
	return true;
}

static void
read_accounts(const struct outlook *o, const struct outlook_list *list, uint32_t container)
{
	for (uint32_t k = regfile_child(o->reg, container); k; k = regfile_next(o->reg, k))
		if (is_account_key(regfile_key_name(o->reg, k)))
			outlook_account(o, list, k);
}

/* The numbers of the accounts that Outlook itself goes through. */
static bool
read_order(const struct outlook *o, uint32_t container, struct grow_index *order, uint32_t *line)
{
	uint32_t v = regfile_value(o->reg, container, order_value);
	struct regfile_value got;
	if (!v)
		return false;
	got = regfile_get(o->reg, v);
	*line = got.line;
	if (got.bad || got.type != REGFILE_BINARY || got.data.n % 4) {
		o->host->note(o->out, MA_NOTE_VALUE, outlook_at(o, got.line, MA_UNKNOWN), got.name);
		return false;
	}
	const unsigned char *p = (const unsigned char *)got.data.p;
	for (size_t i = 0; i < got.data.n; i += 4) {
		uint32_t id = p[i] | (uint32_t)p[i + 1] << 8 | (uint32_t)p[i + 2] << 16 | (uint32_t)p[i + 3] << 24;
		grow_index_put(order, (uint64_t)id + 1, 1, NULL);
	}
	return true;
}

/* Those that accounts deliver to are named again, which does no harm; the others are archives and the like. */
static void
read_data_files(const struct outlook *o, const struct mapi *mapi)
{
	for (uint32_t k = mapi_next(mapi, 0); k; k = mapi_next(mapi, k)) {
		struct ma_str path;
		uint32_t line;
		if (mapi_section_path(mapi, k, &path, &line))
			outlook_data_file(o, NULL, path, line);
	}
}

static void
read_profile(const struct outlook *o, struct outlook_list *list, uint32_t profile)
{
	uint32_t container = regfile_key(o->reg, profile, container_key);
	struct grow_index order = { 0 };
	struct mapi mapi;
	if (!container)
		return;
	mapi_init(&mapi, o->reg, profile);
	list->mapi = &mapi;
	list->order = read_order(o, container, &order, &list->order_line) ? &order : NULL;
	read_accounts(o, list, container);
	read_data_files(o, &mapi);
	grow_index_fini(&order);
	mapi_fini(&mapi);
}

/* The name of the default profile stands beside the profiles or one key above. */
static bool
default_profile(const struct outlook *o, uint32_t profiles, uint32_t above, struct ma_str *name, uint32_t *line)
{
	uint32_t keys[] = { profiles, above };
	for (int i = 0; i < 2; i++) {
		uint32_t v = keys[i] ? regfile_value(o->reg, keys[i], "DefaultProfile") : 0;
		if (v && regfile_text(o->reg, v, name) && name->n) {
			*line = regfile_get(o->reg, v).line;
			return true;
		}
	}
	return false;
}

static bool
same_name(struct ma_str a, struct ma_str b)
{
	char folded[1024];
	if (b.n >= sizeof folded || memchr(b.p, 0, b.n))
		return false;
	memcpy(folded, b.p, b.n);
	folded[b.n] = 0;
	return regfile_same(a, folded);
}

static void
read_profiles(const struct outlook *o, struct outlook_list *list, uint32_t profiles, uint32_t above)
{
	struct ma_str preferred;
	bool known = default_profile(o, profiles, above, &preferred, &list->default_line);
	for (uint32_t k = regfile_child(o->reg, profiles); k; k = regfile_next(o->reg, k)) {
		list->profile = regfile_key_name(o->reg, k);
		list->is_default = known ? same_name(list->profile, preferred) : -1;
		read_profile(o, list, k);
	}
}

/* KEY is one of the places; ABOVE the key it is in. */
static void
read_place(const struct outlook *o, const struct place *place, struct ma_str version, uint32_t key, uint32_t above)
{
	struct outlook_list list = { .family = place->family, .version = version, .is_default = -1 };
	list.label = place->label ? (struct ma_str){ place->label, strlen(place->label) } : version;
	if (place->family->mapi) {
		read_profiles(o, &list, key, above);
		return;
	}
	char label[64];
	if (!place->label && version.n + 4 < sizeof label) {
		memcpy(label, version.p, version.n);
		memcpy(label + version.n, "-omi", 4);
		list.label = (struct ma_str){ label, version.n + 4 };
	}
	read_accounts(o, &list, key);
	key = regfile_key(o->reg, key, "Accounts");
	if (key)
		read_accounts(o, &list, key);
}

static void
read_places(const struct outlook *o, uint32_t software)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		uint32_t key = regfile_key(o->reg, software, places[i].before);
		if (key && !places[i].after)
			read_place(o, &places[i], none, key, 0);
		if (!key || !places[i].after)
			continue;
		for (uint32_t v = regfile_child(o->reg, key); v; v = regfile_next(o->reg, v)) {
			uint32_t below = regfile_key(o->reg, v, places[i].after);
			if (below)
				read_place(o, &places[i], regfile_key_name(o->reg, v), below,
					   regfile_key(o->reg, v, "Outlook"));
		}
	}
}

/* Outlook Express keeps a list for each of its identities. */
static void
read_identities(const struct outlook *o, uint32_t hive)
{
	uint32_t identities = regfile_key(o->reg, hive, "Identities");
	if (!identities)
		return;
	for (uint32_t k = regfile_child(o->reg, identities); k; k = regfile_next(o->reg, k)) {
		struct outlook_list list = { .family = &express_family, .is_default = -1 };
		uint32_t accounts = regfile_key(o->reg, k, "Software\\Microsoft\\Internet Account Manager\\Accounts");
		struct ma_str preferred;
		if (!accounts)
			continue;
		list.label = (struct ma_str){ "express", 7 };
		list.profile = regfile_key_name(o->reg, k);
		uint32_t main_id = regfile_value(o->reg, identities, "Default User ID");
		if (main_id && regfile_text(o->reg, main_id, &preferred)) {
			list.default_line = regfile_get(o->reg, main_id).line;
			list.is_default = same_name(list.profile, preferred);
		}
		read_accounts(o, &list, accounts);
	}
}

/* ---- the new Outlook ---- */

static void
tell_new_outlook(const struct outlook *o, uint32_t line, enum ma_state state)
{
	char id[1024];
	size_t n = o->hive.n < sizeof id - 16 ? o->hive.n : sizeof id - 16;
	memcpy(id, o->hive.p, n);
	if (n)
		id[n++] = '/';
	memcpy(id + n, "new", 3);
	struct ma_account *a = o->host->account(o->out, (struct ma_str){ id, n + 3 });
	o->host->text(a, MA_CLIENT, MA_STR("outlook-new"), outlook_at(o, line, MA_SET));
	o->host->text(a, MA_PROTOCOL, none, outlook_at(o, line, MA_UNKNOWN));
	o->host->num(a, MA_SETTINGS_IN_CLOUD, 1, outlook_at(o, line, state));
	if (o->user.n)
		o->host->text(a, MA_USER, o->user, outlook_at(o, o->user_line ? o->user_line : line, MA_SET));
	o->host->note(o->out, MA_NOTE_CLOUD, outlook_at(o, line, MA_UNKNOWN), MA_STR("outlook-new"));
}

static void
read_toggle(const struct outlook *o, const struct toggle *t, uint32_t key, bool *is_new)
{
	struct outlook_number n = key ? outlook_number(o, key, t->value) : (struct outlook_number){ 0 };
	struct ma_str name = { t->value, strlen(t->value) };
	if (n.found != OUTLOOK_GOOD || !n.n)
		return;
	if (t->is_new && !*is_new) {
		tell_new_outlook(o, n.line, t->is_policy ? MA_LOCKED : MA_SET);
		*is_new = true;
	}
	/* what stands in the profiles may not be what runs */
	o->host->note(o->out, MA_NOTE_OVERRIDE, outlook_at(o, n.line, MA_UNKNOWN), name);
}

static void
read_toggles(const struct outlook *o, uint32_t software, bool *is_new)
{
	for (int policy = 1; policy >= 0; policy--)
		for (size_t i = 0; i < sizeof toggles / sizeof *toggles; i++) {
			const struct toggle *t = &toggles[i];
			uint32_t key = t->is_policy == policy ? regfile_key(o->reg, software, t->before) : 0;
			for (uint32_t v = key ? regfile_child(o->reg, key) : 0; v; v = regfile_next(o->reg, v))
				read_toggle(o, t, regfile_key(o->reg, v, t->after), is_new);
		}
}

/* Windows lists an application here when it has shown a notification. */
static void
read_marker(const struct outlook *o, uint32_t hive, bool *is_new)
{
	static const char package[] = "Microsoft.OutlookForWindows_";
	uint32_t key = regfile_key(o->reg, hive, NOTIFICATIONS);
	for (uint32_t k = key ? regfile_child(o->reg, key) : 0; k && !*is_new; k = regfile_next(o->reg, k)) {
		struct ma_str name = regfile_key_name(o->reg, k);
		if (name.n < sizeof package - 1)
			continue;
		name.n = sizeof package - 1;
		if (regfile_same(name, package)) {
			tell_new_outlook(o, regfile_key_line(o->reg, k), MA_INFERRED);
			*is_new = true;
		}
	}
}

/* ---- hives ---- */

static void
read_hive(struct outlook o, uint32_t hive, struct ma_str name)
{
	static const char *const softwares[] = { "Software", "Software\\Wow6432Node" };
	bool is_new = false;
	uint32_t env = regfile_key(o.reg, hive, "Volatile Environment");
	uint32_t user = env ? regfile_value(o.reg, env, "USERNAME") : 0;
	o.hive = o.user = name;
	o.user_line = 0;
	if (user && regfile_text(o.reg, user, &o.user))
		o.user_line = regfile_get(o.reg, user).line;
	for (int i = 0; i < 2; i++) {
		uint32_t software = regfile_key(o.reg, hive, softwares[i]);
		if (!software)
			continue;
		read_toggles(&o, software, &is_new);
		read_places(&o, software);
	}
	read_identities(&o, hive);
	read_marker(&o, hive, &is_new);
}

static void
read_roots(const struct outlook *o)
{
	static const struct {
		const char *name, *hive; /* HIVE: how ids call what is in the root itself; NULL: nothing */
		bool below; /* hives are loaded in it */
	} roots[] = {
		{ "HKEY_CURRENT_USER", "", false }, { "HKCU", "", false },
		{ "HKEY_USERS", NULL, true },	    { "HKU", NULL, true },
		{ "HKEY_LOCAL_MACHINE", "", true }, { "HKLM", "", true },
	};
	for (uint32_t root = regfile_child(o->reg, REGFILE_ROOT); root; root = regfile_next(o->reg, root))
		for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
			if (!regfile_same(regfile_key_name(o->reg, root), roots[i].name))
				continue;
			if (roots[i].hive)
				read_hive(*o, root, (struct ma_str){ roots[i].hive, strlen(roots[i].hive) });
			for (uint32_t k = roots[i].below ? regfile_child(o->reg, root) : 0; k; k = regfile_next(o->reg, k))
				if (!regfile_same(regfile_key_name(o->reg, k), "Software"))
					read_hive(*o, k, regfile_key_name(o->reg, k));
		}
}

/* ---- files ---- */

static enum ma_status
tell_troubles(const struct outlook *o)
{
	static const enum ma_note notes[] = {
		[REGFILE_SYNTAX] = MA_NOTE_SYNTAX,	[REGFILE_BAD_VALUE] = MA_NOTE_VALUE,
		[REGFILE_UNCLOSED] = MA_NOTE_DAMAGED,	[REGFILE_ENCODING] = MA_NOTE_ENCODING,
		[REGFILE_FULL] = MA_NOTE_LIMIT,
	};
	enum ma_status status = MA_PARSED;
	enum regfile_trouble kind;
	struct ma_str name;
	uint32_t line;
	for (size_t i = 0; regfile_trouble(o->reg, i, &kind, &line, &name); i++) {
		o->host->note(o->out, notes[kind], outlook_at(o, line, MA_UNKNOWN), name);
		if (kind == REGFILE_UNCLOSED || kind == REGFILE_FULL)
			status = MA_DAMAGED;
	}
	return status;
}

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	enum ma_status status = MA_UNRECOGNIZED;
	for (size_t i = 0; i < n; i++) {
		struct outlook o = { .host = host, .out = out, .file = (uint32_t)i };
		o.reg = regfile_read(files[i].bytes, files[i].ansi_charset);
		if (!o.reg)
			continue;
		if (regfile_child(o.reg, REGFILE_ROOT)) {
			read_roots(&o);
			enum ma_status this_one = tell_troubles(&o);
			status = this_one == MA_DAMAGED || status == MA_DAMAGED ? MA_DAMAGED : MA_PARSED;
		}
		regfile_free(o.reg);
	}
	return status;
}

static const uint8_t tells[] = {
	[MA_CLIENT] = MA_READS, [MA_CLIENT_VERSION] = MA_READS, [MA_PROFILE] = MA_READS, [MA_PROFILE_DEFAULT] = MA_READS,
	[MA_USER] = MA_READS, [MA_NAME] = MA_READS, [MA_ENABLED] = MA_READS, [MA_SETTINGS_IN_CLOUD] = MA_READS,
	[MA_PROTOCOL] = MA_READS, [MA_ADDRESSES] = MA_READS, [MA_HOST] = MA_READS, [MA_PORT] = MA_READS,
	[MA_LOGIN] = MA_READS, [MA_SECURITY] = MA_READS, [MA_AUTH] = MA_READS, [MA_PASSWORD_KEPT] = MA_READS,
	[MA_LEAVE_ON_SERVER] = MA_READS, [MA_LEAVE_RAW] = MA_READS, [MA_DELETE_AFTER_DAYS] = MA_READS, [MA_DELETE_WHEN] = MA_READS,
	[MA_FOLDER_PREFIX] = MA_READS, [MA_SENT_FOLDER] = MA_READS, [MA_DRAFTS_FOLDER] = MA_READS, [MA_STORE] = MA_READS, [MA_REPLY_TO] = MA_READS, [MA_SMTP_HOST] = MA_READS,
	[MA_SMTP_PORT] = MA_READS, [MA_SMTP_SECURITY] = MA_READS, [MA_SMTP_AUTH] = MA_READS, [MA_SMTP_LOGIN] = MA_READS,
};

const struct ma_plugin MAILACCORD_PLUGIN(outlook) = {
	sizeof(struct ma_plugin), "outlook", "Outlook", sources, parse, NULL, MA_TELLS(tells),
	.writers = outlook_reg_writers,
};
