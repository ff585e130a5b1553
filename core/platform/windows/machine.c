/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What intake/machine.c asks of a system, on Windows.
 */
#include "intake/machine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <windows.h>
/* Behind it. */
#include <sddl.h>
#include <shlobj.h>

#include "base/str.h"
#include "intake/hive.h"
#include "intake/machine-system.h"
#include "intake/shell-folders.h"
#include "platform/windows/firmware.h"
#include "platform/windows/registry.h"
#include "platform/windows/wide.h"

#define PROFILES L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"

static const char *
kept(struct arena *arena, char *text)
{
	const char *copy = text ? arena_strdup(arena, text) : NULL;
	free(text);
	return copy;
}

static const char *
tree_path(struct arena *arena, char *windows_path)
{
	const char *path = kept(arena, windows_path);
	return path ? shell_folders_path(path, arena) : NULL;
}

const char *
system_id(struct arena *arena)
{
	/* Made when the system was installed; a disk image that was not prepared for copying takes it along. */
	return kept(arena, registry_text_value(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", L"MachineGuid"));
}

const char *
system_card(struct arena *arena)
{
	return firmware_id(arena);
}

const char *
system_host(struct arena *arena)
{
	wchar_t name[256];
	DWORD n = sizeof name / sizeof *name;
	return GetComputerNameExW(ComputerNamePhysicalDnsHostname, name, &n) ? kept(arena, utf8_of(name)) : NULL;
}

const char *
system_name(void)
{
	return "windows";
}

/* "11 10.0.22631.3447": 11 calls itself 10, and only its number tells. */
const char *
system_version(struct arena *arena)
{
	enum { FIRST_11 = 22000, FIRST_10 = 10240 };
	RTL_OSVERSIONINFOEXW v = { .dwOSVersionInfoSize = sizeof v };
	DWORD revision = 0, size = sizeof revision;
	/* The one that lies to nobody for the sake of compatibility. */
	LONG(WINAPI * version)(RTL_OSVERSIONINFOEXW *) = (LONG(WINAPI *)(RTL_OSVERSIONINFOEXW *))(void (*)(void))
	    GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "RtlGetVersion");
	if (!version || version(&v) != 0)
		return NULL;
	(void)RegGetValueW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", L"UBR", RRF_RT_REG_DWORD | RRF_SUBKEY_WOW6464KEY, NULL,
	    &revision, &size);
	const char *word = v.wProductType != VER_NT_WORKSTATION ? "Server " : v.dwBuildNumber >= FIRST_11 ? "11 " : v.dwBuildNumber >= FIRST_10 ? "10 " : "";
	return arena_printf(arena, "%s%lu.%lu.%lu.%lu", word, v.dwMajorVersion, v.dwMinorVersion, v.dwBuildNumber, revision);
}

const char *
system_domain(struct arena *arena)
{
	wchar_t name[256];
	DWORD n = sizeof name / sizeof *name;
	return GetComputerNameExW(ComputerNamePhysicalDnsDomain, name, &n) && *name ? kept(arena, utf8_of(name)) : NULL;
}

uint64_t
system_random(void)
{
	unsigned high = 0, low = 0;
	(void)rand_s(&high);
	(void)rand_s(&low);
	return (uint64_t)high << 32 | low;
}

/* Administrators run elevated, and the system itself does; others could not keep anything from others there. */
static bool
is_elevated(void)
{
	HANDLE token;
	TOKEN_ELEVATION elevation = { 0 };
	DWORD n;
	bool is = false;
	if (OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token)) {
		is = GetTokenInformation(token, TokenElevation, &elevation, sizeof elevation, &n) && elevation.TokenIsElevated;
		CloseHandle(token);
	}
	return is;
}

const char *
machine_state(struct arena *arena)
{
	PWSTR folder = NULL;
	const char *path = NULL;
	if (SHGetKnownFolderPath(is_elevated() ? &FOLDERID_ProgramData : &FOLDERID_LocalAppData, KF_FLAG_DONT_VERIFY, NULL, &folder) == S_OK) {
		for (wchar_t *p = folder; *p; p++)
			if (*p == L'\\')
				*p = L'/';
		path = kept(arena, utf8_of(folder));
	}
	CoTaskMemFree(folder);
	return path ? arena_printf(arena, "%s/mailaccord", path) : NULL;
}

bool
machine_path_is_whole(const char *path)
{
	bool drive = ((path[0] | 0x20) >= 'a' && (path[0] | 0x20) <= 'z') && path[1] == ':';
	const char *p = drive ? path + 2 : path;
	return (p[0] == '/' || p[0] == '\\') && (drive || p[1] == p[0]);
}

const char *
system_plugins(struct arena *arena)
{
	wchar_t self[PATH_MAX];
	struct stat st;
	DWORD n = GetModuleFileNameW(NULL, self, PATH_MAX);
	wchar_t *slash = n && n < PATH_MAX ? wcsrchr(self, L'\\') : NULL;
	if (!slash)
		return NULL;
	*slash = 0;
	const char *folder = arena_printf(arena, "%s/mailaccord-plugins", kept(arena, utf8_of(self)));
	return stat(folder, &st) == 0 && S_ISDIR(st.st_mode) ? folder : NULL;
}

/* The SID of the user this process runs as; NULL when that cannot be told. */
static const char *
own_sid(struct arena *arena)
{
	HANDLE token;
	DWORD n = 0;
	char *text = NULL;
	const char *sid = NULL;
	if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token))
		return NULL;
	GetTokenInformation(token, TokenUser, NULL, 0, &n);
	TOKEN_USER *user = n ? arena_alloc(arena, n) : NULL;
	if (user && GetTokenInformation(token, TokenUser, user, n, &n) && ConvertSidToStringSidA(user->User.Sid, &text)) {
		sid = arena_strdup(arena, text);
		LocalFree(text);
	}
	CloseHandle(token);
	return sid;
}

/* A person's account, not one of the system's. */
static bool
is_person(const char *sid)
{
	return str_starts(sid, "S-1-5-21-") || str_starts(sid, "S-1-12-1-");
}

/* The names of KEY's subkeys that are persons' SIDs. */
static const char **
sids_below(HKEY root, const wchar_t *path, struct arena *arena, size_t *n)
{
	HKEY key;
	const char **sids = NULL;
	*n = 0;
	if (RegOpenKeyExW(root, path, 0, KEY_READ | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS)
		return NULL;
	for (DWORD i = 0;; i++) {
		wchar_t name[256];
		DWORD units = 256;
		LSTATUS status = RegEnumKeyExW(key, i, name, &units, NULL, NULL, NULL, NULL);
		if (status == ERROR_NO_MORE_ITEMS)
			break;
		const char *sid = status == ERROR_SUCCESS ? kept(arena, utf8_of(name)) : NULL;
		if (sid && is_person(sid) && !str_ends(sid, "_Classes"))
			*(const char **)arena_grow(arena, &sids, n, sizeof *sids) = sid;
		if (status != ERROR_SUCCESS && status != ERROR_MORE_DATA)
			break;
	}
	RegCloseKey(key);
	return sids;
}

/* The registry of a user who is logged on.  False when there is none; *KEY is NULL when it may not be read. */
static bool
open_user(const char *sid, HKEY *key)
{
	wchar_t *wide = wide_of(sid);
	LSTATUS status = wide ? RegOpenKeyExW(HKEY_USERS, wide, 0, KEY_READ, key) : ERROR_FILE_NOT_FOUND;
	free(wide);
	if (status != ERROR_SUCCESS)
		*key = NULL;
	return status != ERROR_FILE_NOT_FOUND;
}

/* The home of a user, as Windows has it; NULL when there is none. */
static const char *
folder_of_sid(const char *sid, struct arena *arena)
{
	wchar_t *key = wide_of(arena_printf(arena, "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\%s", sid));
	char *path = key ? registry_text_value(HKEY_LOCAL_MACHINE, key, L"ProfileImagePath") : NULL;
	free(key);
	return kept(arena, path);
}

/* What the user is called; as the home is, when nobody is there to say it: a domain's server is away, an account was deleted. */
static const char *
user_of_sid(const char *sid, const char *folder, struct arena *arena)
{
	PSID binary = NULL;
	wchar_t name[256], domain[256];
	DWORD n_name = 256, n_domain = 256;
	SID_NAME_USE use;
	const char *slash = folder ? strrchr(folder, '\\') : NULL, *user = slash ? slash + 1 : NULL;
	if (ConvertStringSidToSidA(sid, &binary)) {
		if (LookupAccountSidW(NULL, binary, name, &n_name, domain, &n_domain, &use))
			user = kept(arena, utf8_of(name));
		LocalFree(binary);
	}
	return user;
}

/* Where this user's folders lie, wherever that is. */
static void
find_moved(struct home *home, struct arena *arena)
{
	static const struct {
		const GUID *folder;
		enum ma_base base;
	} rows[] = {
		{ &FOLDERID_RoamingAppData, MA_ROAMING },
		{ &FOLDERID_LocalAppData, MA_LOCAL },
		{ &FOLDERID_Documents, MA_DOCUMENTS },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		PWSTR path = NULL;
		if (SHGetKnownFolderPath(rows[i].folder, KF_FLAG_DONT_VERIFY, NULL, &path) == S_OK) {
			struct moved *m = arena_grow(arena, &home->moved, &home->n_moved, sizeof *m);
			*m = (struct moved){ rows[i].base, tree_path(arena, utf8_of(path)) };
		}
		CoTaskMemFree(path);
	}
}

static const char *
own_folder(struct arena *arena)
{
	PWSTR path = NULL;
	const char *folder = SHGetKnownFolderPath(&FOLDERID_Profile, KF_FLAG_DONT_VERIFY, NULL, &path) == S_OK ? tree_path(arena, utf8_of(path)) : NULL;
	CoTaskMemFree(path);
	return folder;
}

/* Of our environment what is every user's. */
static const char *
machine_variable(const char *name)
{
	static const char *const names[] = { "SystemDrive", "SystemRoot", "windir", "ProgramData", "ALLUSERSPROFILE", "PUBLIC", "COMPUTERNAME" };
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_same(names[i], name))
			return getenv(names[i]);
	return NULL;
}

/* The same for somebody who is not logged on, by the hive in the home. */
static void
find_moved_in_hive(const char *folder, struct home *home, struct arena *arena)
{
	struct registry_tree tree;
	struct stat st;
	bool whole;
	int fd = open(arena_printf(arena, "%s\\NTUSER.DAT", folder), O_RDONLY | O_CLOEXEC);
	void *bytes = fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	if (bytes != MAP_FAILED && hive_open(bytes, (size_t)st.st_size, &tree, &whole)) {
		shell_folders_find(&tree, machine_variable, home, arena);
		tree.close(tree.tree);
	}
	if (bytes != MAP_FAILED)
		munmap(bytes, (size_t)st.st_size);
	if (fd >= 0)
		close(fd);
}

/* Somebody else's home; NULL path: there is none. */
static struct home
other_home(const char *sid, struct arena *arena)
{
	HKEY key = NULL;
	const char *folder = folder_of_sid(sid, arena);
	if (!folder)
		return (struct home){ 0 };
	struct home home = { .path = shell_folders_path(folder, arena), .user = user_of_sid(sid, folder, arena), .running = open_user(sid, &key) };
	if (key) {
		struct registry_tree tree = registry_live(key);
		shell_folders_find(&tree, machine_variable, &home, arena);
		tree.close(tree.tree);
	} else if (!home.running) {
		find_moved_in_hive(folder, &home, arena);
	}
	return home;
}

/* Only an administrator may look into others' homes; a user's own scan is about the user. */
const struct home *
machine_homes(struct arena *arena, size_t *n)
{
	struct home *homes = NULL;
	size_t n_sids = 0;
	const char *own = own_sid(arena), *own_home = own_folder(arena);
	const char **sids = IsUserAnAdmin() ? sids_below(HKEY_LOCAL_MACHINE, PROFILES, arena, &n_sids) : NULL;
	*n = 0;
	if (own_home) {
		struct home *h = arena_grow(arena, &homes, n, sizeof *h);
		*h = (struct home){ .path = own_home, .user = own ? user_of_sid(own, folder_of_sid(own, arena), arena) : NULL, .running = true };
		find_moved(h, arena);
	}
	for (size_t i = 0; i < n_sids; i++) {
		struct home home = own && strcmp(own, sids[i]) == 0 ? (struct home){ 0 } : other_home(sids[i], arena);
		if (home.path)
			*(struct home *)arena_grow(arena, &homes, n, sizeof *homes) = home;
	}
	return homes;
}

/* Of the machine's keys only what programs keep: others are nobody's to read. */
static struct live_registry
live_registry(const char *path, const char *user, HKEY key)
{
	HKEY software = NULL;
	struct live_registry live = { .path = path, .user = user };
	live.roots[live.n_roots++] = (struct registry_root){ "HKEY_CURRENT_USER", registry_live(key) };
	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE", 0, KEY_READ | KEY_WOW64_64KEY, &software) == ERROR_SUCCESS)
		live.roots[live.n_roots++] = (struct registry_root){ "HKEY_LOCAL_MACHINE\\SOFTWARE", registry_live(software) };
	return live;
}

const struct live_registry *
machine_registries(struct arena *arena, size_t *n)
{
	struct live_registry *all = NULL;
	size_t n_sids = 0;
	const char *own = own_sid(arena);
	const char **sids = IsUserAnAdmin() ? sids_below(HKEY_USERS, NULL, arena, &n_sids) : NULL;
	*n = 0;
	*(struct live_registry *)arena_grow(arena, &all, n, sizeof *all) =
	    live_registry("HKEY_CURRENT_USER", own ? user_of_sid(own, folder_of_sid(own, arena), arena) : NULL, HKEY_CURRENT_USER);
	for (size_t i = 0; i < n_sids; i++) {
		HKEY key;
		if ((own && strcmp(own, sids[i]) == 0) || !open_user(sids[i], &key))
			continue;
		const char *folder = folder_of_sid(sids[i], arena), *path = arena_printf(arena, "HKEY_USERS/%s", sids[i]);
		struct live_registry *live = arena_grow(arena, &all, n, sizeof *all);
		/* Its file says whose it is. */
		if (key)
			*live = live_registry(path, user_of_sid(sids[i], folder, arena), key);
		else
			live->path = folder ? arena_printf(arena, "%s/NTUSER.DAT", shell_folders_path(folder, arena)) : path;
	}
	return all;
}
