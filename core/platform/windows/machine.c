/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What intake/machine.c asks of a system, on Windows.
 */
#include "intake/machine.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>
/* Behind it. */
#include <sddl.h>
#include <shlobj.h>

#include "base/str.h"
#include "intake/machine-system.h"
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

/* "C:\Users\taro" as a path of the whole tree: "C:/Users/taro"; a share: "UNC/server/...". */
static const char *
tree_path(struct arena *arena, char *windows_path)
{
	const char *path = kept(arena, windows_path);
	if (!path)
		return NULL;
	char *out = path[0] == '\\' && path[1] == '\\' ? arena_printf(arena, "UNC/%s", path + 2) : arena_strdup(arena, path);
	for (char *p = out; *p; p++)
		if (*p == '\\')
			*p = '/';
	return out;
}

const char *
system_id(struct arena *arena)
{
	/* Made when the system was installed; a disk image that was not prepared for copying takes it along. */
	return kept(arena, registry_text_value(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Cryptography", L"MachineGuid"));
}

/* Not asked yet: two PCs of one disk are told apart by their names only. */
const char *
system_card(struct arena *arena)
{
	(void)arena;
	return NULL;
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

uint64_t
system_random(void)
{
	unsigned high = 0, low = 0;
	(void)rand_s(&high);
	(void)rand_s(&low);
	return (uint64_t)high << 32 | low;
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

static HKEY
open_user(const char *sid)
{
	HKEY key = NULL;
	wchar_t *wide = wide_of(sid);
	if (wide && RegOpenKeyExW(HKEY_USERS, wide, 0, KEY_READ, &key) != ERROR_SUCCESS)
		key = NULL;
	free(wide);
	return key;
}

static const char *
user_of_sid(const char *sid, struct arena *arena)
{
	PSID binary = NULL;
	wchar_t name[256], domain[256];
	DWORD n_name = 256, n_domain = 256;
	SID_NAME_USE use;
	const char *user = NULL;
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

/* All that the system knows; of others' one learns whether they may be looked into by trying. */
const struct home *
machine_homes(struct arena *arena, size_t *n)
{
	struct home *homes = NULL;
	size_t n_sids;
	const char *own = own_sid(arena), *own_home = own_folder(arena);
	const char **sids = sids_below(HKEY_LOCAL_MACHINE, PROFILES, arena, &n_sids);
	*n = 0;
	if (own_home) {
		struct home *h = arena_grow(arena, &homes, n, sizeof *h);
		*h = (struct home){ .path = own_home, .user = own ? user_of_sid(own, arena) : NULL, .running = true };
		find_moved(h, arena);
	}
	for (size_t i = 0; i < n_sids; i++) {
		wchar_t *key = wide_of(arena_printf(arena, "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList\\%s", sids[i]));
		const char *path = key ? tree_path(arena, registry_text_value(HKEY_LOCAL_MACHINE, key, L"ProfileImagePath")) : NULL;
		HKEY running = open_user(sids[i]);
		free(key);
		/* Only an administrator may look into others' homes; a user's own scan is about the user. */
		bool other = !own || strcmp(own, sids[i]) != 0;
		if (path && other && IsUserAnAdmin()) {
			struct home *h = arena_grow(arena, &homes, n, sizeof *h);
			*h = (struct home){ .path = path, .user = user_of_sid(sids[i], arena), .running = running != NULL };
		}
		if (running)
			RegCloseKey(running);
	}
	return homes;
}

static void
add_registry(struct live_registry **all, size_t *n, struct arena *arena, const char *path, const char *user, HKEY key)
{
	struct live_registry *live = arena_grow(arena, all, n, sizeof *live);
	*live = (struct live_registry){ path, user,
		{ { "HKEY_LOCAL_MACHINE", registry_live(HKEY_LOCAL_MACHINE) }, { "HKEY_CURRENT_USER", registry_live(key) } } };
}

const struct live_registry *
machine_registries(struct arena *arena, size_t *n)
{
	struct live_registry *all = NULL;
	size_t n_sids;
	const char *own = own_sid(arena);
	const char **sids = sids_below(HKEY_USERS, NULL, arena, &n_sids);
	*n = 0;
	add_registry(&all, n, arena, "HKEY_CURRENT_USER", own ? user_of_sid(own, arena) : NULL, HKEY_CURRENT_USER);
	for (size_t i = 0; i < n_sids; i++) {
		bool other = !own || strcmp(own, sids[i]) != 0;
		HKEY key = other && IsUserAnAdmin() ? open_user(sids[i]) : NULL;
		if (key)
			add_registry(&all, n, arena, arena_printf(arena, "HKEY_USERS/%s", sids[i]), user_of_sid(sids[i], arena), key);
	}
	return all;
}
