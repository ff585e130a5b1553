/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * intake/settings.h for Windows, as the installer (packaging/windows) or a
 * group policy leaves it:
 *
 *   HKLM\Software\mailaccord             a text for each setting; only
 *                                        administrators write there
 *   HKLM\Software\mailaccord\Enrolment   Secret, which only they read, too
 *
 * Always the view of 64-bit programs.  A text may name variables
 * (REG_EXPAND_SZ); RegGetValue puts in what they stand for.
 */
#include "intake/settings.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "platform/windows/wide.h"

#define SETTINGS L"Software\\mailaccord"
#define ENROLMENT SETTINGS L"\\Enrolment"

enum { MAX_UNITS = 32768 };

static LSTATUS
read_text(const wchar_t *key, const wchar_t *name, struct arena *arena, const char **text)
{
	wchar_t wide[MAX_UNITS];
	DWORD size = sizeof wide;
	LSTATUS status = RegGetValueW(HKEY_LOCAL_MACHINE, key, name, RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY, NULL, wide, &size);
	char *utf8 = status == ERROR_SUCCESS ? utf8_of(wide) : NULL;
	*text = utf8 && *utf8 ? arena_strdup(arena, utf8) : NULL;
	free(utf8);
	SecureZeroMemory(wide, size < sizeof wide ? size : sizeof wide);
	return status;
}

const char *
settings_get(const char *name, struct arena *arena, struct err *err)
{
	const char *text;
	wchar_t *wide = wide_of(name);
	LSTATUS status = read_text(SETTINGS, wide, arena, &text);
	free(wide);
	if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND)
		err_set(err, EXIT_CONFIG, "%s: %s: cannot be read as a text (error %ld)", settings_place(arena), name, (long)status);
	return text;
}

const char *
settings_place(struct arena *arena)
{
	(void)arena;
	return "HKLM\\Software\\mailaccord";
}

const char *
settings_secret(struct arena *arena)
{
	const char *secret;
	(void)read_text(ENROLMENT, L"Secret", arena, &secret);
	/* It goes into a header of HTTP. */
	for (const char *p = secret; p && *p; p++)
		if (*p <= ' ' || *p > '~')
			return NULL;
	return secret;
}

void
settings_forget_secret(void)
{
	HKEY key;
	if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, ENROLMENT, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key) == ERROR_SUCCESS) {
		(void)RegDeleteValueW(key, L"Secret");
		RegCloseKey(key);
	}
}
