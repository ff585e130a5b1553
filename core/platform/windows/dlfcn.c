/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "platform/windows/wide.h"

void *
dlopen(const char *path, int flags)
{
	(void)flags;
	wchar_t *wide = wide_path(path);
	/* Whatever it needs lies beside it, beside the program, or is Windows' own; nothing is taken from elsewhere. */
	HMODULE module = wide ? LoadLibraryExW(wide, NULL,
				    LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_APPLICATION_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32)
			      : NULL;
	free(wide);
	return module;
}

void *
dlsym(void *module, const char *name)
{
	/* A constant, which GetProcAddress gives like a function. */
	FARPROC found = GetProcAddress(module, name);
	void *out;
	memcpy(&out, &found, sizeof out);
	return out;
}

const char *
dlerror(void)
{
	DWORD error = GetLastError();
	return error ? strerror(errno_of_windows(error)) : NULL;
}
