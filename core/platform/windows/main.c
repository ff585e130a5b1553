/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a Windows process begins: arguments become UTF-8, what is written goes
 * out as it is.
 */
#include <signal.h>
#include <windows.h>
/* Behind it. */
#include <shellapi.h>

#include "base/env.h"
#include "base/str.h"
#include "intake/machine.h"
#include "platform/windows/console.h"
#include "platform/windows/wide.h"

#undef main

int
mailaccord_main(int argc, char **argv);

/* Where nobody says otherwise, people are spoken to in the language of their Windows. */
static void
choose_locale(void)
{
	static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		if (env_get(variables[i]))
			return;
	if (PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_JAPANESE)
		(void)_putenv_s("LANG", "ja");
}

/* Is PATH, or the folder it lies in, there? */
static bool
leads_somewhere(const char *path)
{
	struct stat st;
	char *folder = strdup(path), *end = folder ? strrchr(folder, '\\') : NULL;
	if (end)
		*end = 0;
	bool does = stat(path, &st) == 0 || (end && end != folder && stat(folder, &st) == 0);
	free(folder);
	return does;
}

/* Inside, paths have slashes.  A word with backslashes that is no path keeps them: a user's name, say. */
static void
slash_path(char *argument)
{
	char *path = str_starts(argument, "--") && strchr(argument, '=') ? strchr(argument, '=') + 1 : argument;
	path += *path == '@';
	bool is = machine_path_is_whole(path) || str_starts(path, ".\\") || str_starts(path, "..\\") || (strchr(path, '\\') && leads_somewhere(path));
	for (char *p = is ? path : NULL; p && *p; p++)
		if (*p == '\\')
			*p = '/';
}

static char **
utf8_arguments(int *argc)
{
	wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), argc);
	char **argv = wide ? calloc((size_t)*argc + 1, sizeof *argv) : NULL;
	for (int i = 0; argv && i < *argc; i++)
		if ((argv[i] = utf8_of(wide[i])))
			slash_path(argv[i]);
	LocalFree(wide);
	return argv;
}

int
main(int argc, char **argv)
{
	char **utf8 = utf8_arguments(&argc);
	(void)_setmode(STDIN_FILENO, _O_BINARY);
	(void)_setmode(STDOUT_FILENO, _O_BINARY);
	console_begin();
	choose_locale();
	return mailaccord_main(argc, utf8 ? utf8 : argv);
}
