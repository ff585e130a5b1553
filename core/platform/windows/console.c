/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform/windows/console.h"

#include <stdbool.h>
#include <sys/ioctl.h>

#include "base/env.h"

#undef isatty

enum { PIECE = 8192, LETTER = 4 /* bytes that one has at most */, DRAIN_MS = 5000 };

/* One pipe for both, so that what was said first is seen first. */
static struct console {
	HANDLE screen, from, drawer;
	bool is[3]; /* of descriptor 1, 2 */
	DWORD mode_before;
} console;

/* How many bytes at the end belong to a letter that is not whole yet. */
static DWORD
unfinished(const char *bytes, DWORD n)
{
	for (DWORD k = 1; k < LETTER && k <= n; k++) {
		unsigned char c = (unsigned char)bytes[n - k];
		if (c >= 0xC0)
			return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > k ? k : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

static DWORD WINAPI
draw(void *arg)
{
	char bytes[PIECE];
	wchar_t wide[PIECE];
	DWORD n = 0, got, written;
	(void)arg;
	while (ReadFile(console.from, bytes + n, PIECE - n, &got, NULL) && got) {
		n += got;
		DWORD rest = unfinished(bytes, n);
		int units = n > rest ? MultiByteToWideChar(CP_UTF8, 0, bytes, (int)(n - rest), wide, PIECE) : 0;
		if (units > 0)
			WriteConsoleW(console.screen, wide, (DWORD)units, &written, NULL);
		memmove(bytes, bytes + n - rest, rest);
		n = rest;
	}
	return 0;
}

/* The pipe ends when nobody can write to it any more. */
static void
finish(void)
{
	(void)fflush(NULL);
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (console.is[fd])
			_close(fd);
	WaitForSingleObject(console.drawer, DRAIN_MS);
	SetConsoleMode(console.screen, console.mode_before);
}

void
console_begin(void)
{
	HANDLE to, out = GetStdHandle(STD_OUTPUT_HANDLE), err = GetStdHandle(STD_ERROR_HANDLE);
	DWORD mode;
	bool is_out = GetConsoleMode(out, &mode), is_err = GetConsoleMode(err, &mode);
	if ((!is_out && !is_err) || !CreatePipe(&console.from, &to, NULL, 0))
		return;
	/* The descriptors' own handles are closed with them. */
	int fd = _open_osfhandle((intptr_t)to, O_BINARY | O_NOINHERIT);
	bool kept = DuplicateHandle(GetCurrentProcess(), is_out ? out : err, GetCurrentProcess(), &console.screen, 0, FALSE, DUPLICATE_SAME_ACCESS);
	console.drawer = fd >= 0 && kept ? CreateThread(NULL, 0, draw, NULL, 0, NULL) : NULL;
	if (!console.drawer)
		return;
	console.is[STDOUT_FILENO] = is_out && _dup2(fd, STDOUT_FILENO) == 0;
	console.is[STDERR_FILENO] = is_err && _dup2(fd, STDERR_FILENO) == 0;
	_close(fd);
	console.mode_before = mode;
	/* Colours, where the console knows them. */
	if (SetConsoleMode(console.screen, mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING) && !env_get("TERM"))
		(void)_putenv_s("TERM", "xterm");
	atexit(finish);
}

int
windows_isatty(int fd)
{
	return fd == STDOUT_FILENO || fd == STDERR_FILENO ? console.is[fd] : _isatty(fd);
}

int
ioctl(int fd, int what, struct winsize *size)
{
	CONSOLE_SCREEN_BUFFER_INFO info;
	if (what != TIOCGWINSZ || !windows_isatty(fd) || !GetConsoleScreenBufferInfo(console.screen, &info)) {
		errno = EINVAL;
		return -1;
	}
	size->ws_col = (unsigned short)(info.srWindow.Right - info.srWindow.Left + 1);
	size->ws_row = (unsigned short)(info.srWindow.Bottom - info.srWindow.Top + 1);
	return 0;
}
