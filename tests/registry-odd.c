/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * registry-odd WHAT: puts into HKEY_CURRENT_USER\Software\Odd WHAT what no
 * export can: "denied" a key that nobody may read, "name" a value whose name has
 * a NUL in it, "long" one whose name is as long as names can be, "large" values
 * of more than anybody needs, "busy" a key that changes for three seconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
/* Behind it. */
#include <sddl.h>
#include <winternl.h>

enum { LONGEST = 16383, LARGE = 10 << 20, BUSY_MS = 3000 };

NTSTATUS NTAPI
NtSetValueKey(HANDLE key, UNICODE_STRING *name, ULONG index, ULONG type, const void *data, ULONG n);

static int
deny(HKEY key)
{
	PSECURITY_DESCRIPTOR nobody;
	HKEY denied;
	if (RegOpenKeyExW(key, L"denied", 0, KEY_READ, &denied) == ERROR_ACCESS_DENIED)
		return 1;
	return ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:P(D;;KA;;;WD)", SDDL_REVISION_1, &nobody, NULL) &&
	       RegCreateKeyExW(key, L"denied", 0, NULL, 0, KEY_ALL_ACCESS, NULL, &denied, NULL) == ERROR_SUCCESS &&
	       RegSetKeySecurity(denied, DACL_SECURITY_INFORMATION, nobody) == ERROR_SUCCESS;
}

static int
put_name_with_nul(HKEY key)
{
	wchar_t letters[] = L"before\0behind";
	UNICODE_STRING name = { sizeof letters - sizeof *letters, sizeof letters, letters };
	return NtSetValueKey(key, &name, 0, REG_SZ, L"x", 4) == 0;
}

static int
put_long_name(HKEY key)
{
	static wchar_t name[LONGEST + 1];
	for (size_t i = 0; i < LONGEST; i++)
		name[i] = L'\x9577';
	return RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)L"x", 4) == ERROR_SUCCESS;
}

static int
put_large(HKEY key)
{
	BYTE *bytes = calloc(1, LARGE);
	return bytes && RegSetValueExW(key, L"large 1", 0, REG_BINARY, bytes, LARGE) == ERROR_SUCCESS &&
	       RegSetValueExW(key, L"large 2", 0, REG_BINARY, bytes, LARGE) == ERROR_SUCCESS;
}

static int
be_busy(HKEY key)
{
	for (DWORD end = GetTickCount() + BUSY_MS, i = 0; (LONG)(end - GetTickCount()) > 0; i++) {
		wchar_t name[32];
		swprintf(name, 32, L"%lu", (unsigned long)(i % 64));
		RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&i, sizeof i);
		swprintf(name, 32, L"%lu", (unsigned long)((i + 32) % 64));
		RegDeleteValueW(key, name);
	}
	return 1;
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *word;
		int (*put)(HKEY key);
	} rows[] = { { "denied", deny }, { "name", put_name_with_nul }, { "long", put_long_name }, { "large", put_large }, { "busy", be_busy } };
	char path[64];
	HKEY key;
	snprintf(path, sizeof path, "Software\\Odd %s", argc == 2 ? argv[1] : "");
	if (argc != 2 || RegCreateKeyExA(HKEY_CURRENT_USER, path, 0, NULL, 0, KEY_ALL_ACCESS, NULL, &key, NULL) != ERROR_SUCCESS)
		return 2;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].word, argv[1]) == 0)
			return rows[i].put(key) ? 0 : 1;
	return 2;
}
