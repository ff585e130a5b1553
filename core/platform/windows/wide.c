/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/windows/wide.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

wchar_t *
wide_of(const char *utf8)
{
	int n = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, NULL, 0);
	wchar_t *wide = n > 0 ? malloc((size_t)n * sizeof *wide) : NULL;
	if (wide)
		MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8, -1, wide, n);
	return wide;
}

char *
utf8_of(const wchar_t *wide)
{
	int n = WideCharToMultiByte(CP_UTF8, 0, wide, -1, NULL, 0, NULL, NULL);
	char *utf8 = n > 0 ? malloc((size_t)n) : NULL;
	if (utf8)
		WideCharToMultiByte(CP_UTF8, 0, wide, -1, utf8, n, NULL, NULL);
	return utf8;
}

wchar_t *
wide_path(const char *utf8)
{
	wchar_t *given = wide_of(utf8), *out = NULL;
	for (wchar_t *p = given; p && *p; p++)
		if (*p == L'/')
			*p = L'\\';
	DWORD n = given && wcsncmp(given, L"\\\\?\\", 4) != 0 ? GetFullPathNameW(given, 0, NULL, NULL) : 0;
	if (!n)
		return given;
	wchar_t *full = malloc(n * sizeof *full);
	if (full && GetFullPathNameW(given, n, full, NULL) < n) {
		int share = full[0] == L'\\' && full[1] == L'\\', device = share && (full[2] == L'.' || full[2] == L'?');
		const wchar_t *prefix = device ? L"" : share ? L"\\\\?\\UNC\\" : L"\\\\?\\";
		out = malloc((wcslen(prefix) + n + 1) * sizeof *out);
		if (out) {
			wcscpy(out, prefix);
			wcscat(out, full + (share && !device ? 2 : 0));
		}
	}
	free(full);
	free(given);
	return out;
}

int
errno_of_windows(unsigned long error)
{
	static const struct {
		unsigned long error;
		int number;
	} rows[] = {
		{ ERROR_FILE_NOT_FOUND, ENOENT },
		{ ERROR_PATH_NOT_FOUND, ENOENT },
		{ ERROR_INVALID_NAME, ENOENT },
		{ ERROR_BAD_NETPATH, ENOENT },
		{ ERROR_BAD_NET_NAME, ENOENT },
		{ ERROR_NOT_READY, ENOENT },
		{ ERROR_DIRECTORY, ENOTDIR },
		{ ERROR_ACCESS_DENIED, EACCES },
		{ ERROR_SHARING_VIOLATION, EACCES },
		{ ERROR_LOCK_VIOLATION, EACCES },
		{ ERROR_LOGON_FAILURE, EACCES },
		{ ERROR_ALREADY_EXISTS, EEXIST },
		{ ERROR_FILE_EXISTS, EEXIST },
		{ ERROR_DISK_FULL, ENOSPC },
		{ ERROR_HANDLE_DISK_FULL, ENOSPC },
		{ ERROR_WRITE_PROTECT, EROFS },
		{ ERROR_NOT_ENOUGH_MEMORY, ENOMEM },
		{ ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG },
		{ ERROR_TOO_MANY_OPEN_FILES, EMFILE },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].error == error)
			return rows[i].number;
	return EIO;
}
