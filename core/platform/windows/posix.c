/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdbool.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <windows.h>
#include <bcrypt.h>

#include "platform/windows/wide.h"

#undef open
#undef fopen
#undef stat
#undef rename
#undef unlink
#undef mkstemp
#undef mkdir
#undef opendir
#undef openat
#undef fstatat

enum { TRIES = 100 };

static int
fail(int number)
{
	errno = number;
	return -1;
}

static int
open_folder(const wchar_t *path)
{
	HANDLE h = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
	return h == INVALID_HANDLE_VALUE ? fail(errno_of_windows(GetLastError())) : _open_osfhandle((intptr_t)h, O_RDONLY | O_NOINHERIT);
}

int
windows_open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	int mode = flags & O_CREAT ? va_arg(list, int) : 0;
	va_end(list);
	wchar_t *wide = wide_path(path);
	int fd = !wide ? fail(ENOENT) : flags & O_DIRECTORY ? open_folder(wide) : _wopen(wide, flags | O_BINARY, mode);
	free(wide);
	return fd;
}

/* What an open folder and a name in it are called; malloc'd, UTF-8. */
static char *
path_in(int folder, const char *name)
{
	wchar_t wide[PATH_MAX];
	DWORD n = GetFinalPathNameByHandleW((HANDLE)_get_osfhandle(folder), wide, PATH_MAX, FILE_NAME_NORMALIZED);
	char *top = n && n < PATH_MAX ? utf8_of(wide) : NULL;
	size_t size = top ? strlen(top) + strlen(name) + 2 : 0;
	char *path = top ? malloc(size) : NULL;
	if (path)
		snprintf(path, size, "%s\\%s", top, name);
	free(top);
	return path;
}

int
windows_openat(int folder, const char *name, int flags, ...)
{
	char *path = path_in(folder, name);
	int fd = path ? windows_open(path, flags & ~O_CREAT) : fail(ENOENT);
	free(path);
	return fd;
}

int
windows_fstatat(int folder, const char *name, struct stat *st, int flags)
{
	(void)flags;
	char *path = path_in(folder, name);
	int result = path ? windows_stat(path, st) : fail(ENOENT);
	free(path);
	return result;
}

FILE *
windows_fopen(const char *path, const char *mode)
{
	wchar_t *wide = wide_path(path), how[8] = L"";
	size_t n = 0;
	for (; mode[n] && n < 5; n++)
		how[n] = (wchar_t)mode[n] == L'e' ? L'N' : (wchar_t)mode[n];
	how[n] = L'b';
	FILE *file = wide ? _wfopen(wide, how) : NULL;
	free(wide);
	return file;
}

int
windows_stat(const char *path, struct stat *st)
{
	wchar_t *wide = wide_path(path);
	size_t n = wide ? wcslen(wide) : 0;
	/* A folder's name must not end in a separator here, but for that of a drive. */
	while (n > 7 && wide[n - 1] == L'\\')
		wide[--n] = 0;
	WIN32_FILE_ATTRIBUTE_DATA data;
	bool there = wide && GetFileAttributesExW(wide, GetFileExInfoStandard, &data);
	free(wide);
	if (!there)
		return fail(errno_of_windows(GetLastError()));
	uint64_t ticks = (uint64_t)data.ftLastWriteTime.dwHighDateTime << 32 | data.ftLastWriteTime.dwLowDateTime;
	memset(st, 0, sizeof *st);
	st->st_mode = data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? S_IFDIR | 0755 : S_IFREG | 0644;
	st->st_size = (off_t)((uint64_t)data.nFileSizeHigh << 32 | data.nFileSizeLow);
	st->st_mtime = (time_t)(ticks / 10000000) - 11644473600; /* from 1601 to 1970 */
	return 0;
}

int
windows_rename(const char *from, const char *to)
{
	wchar_t *wide_from = wide_path(from), *wide_to = wide_path(to);
	bool done = wide_from && wide_to && MoveFileExW(wide_from, wide_to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
	int result = done ? 0 : fail(errno_of_windows(GetLastError()));
	free(wide_from);
	free(wide_to);
	return result;
}

int
windows_unlink(const char *path)
{
	wchar_t *wide = wide_path(path);
	int result = wide && DeleteFileW(wide) ? 0 : fail(errno_of_windows(GetLastError()));
	free(wide);
	return result;
}

int
windows_mkdir(const char *path, int mode)
{
	(void)mode;
	wchar_t *wide = wide_path(path);
	int result = wide && CreateDirectoryW(wide, NULL) ? 0 : fail(errno_of_windows(GetLastError()));
	free(wide);
	return result;
}

int
windows_mkstemp(char *pattern)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	char *x = pattern + strlen(pattern) - 6;
	for (int i = 0; i < TRIES; i++) {
		for (int k = 0; k < 6; k++) {
			unsigned random;
			if (rand_s(&random) != 0)
				return -1;
			x[k] = letters[random % (sizeof letters - 1)];
		}
		int fd = windows_open(pattern, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IREAD | S_IWRITE);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* In the code page of the day; the program's manifest makes that UTF-8. */
DIR *
windows_opendir(const char *path)
{
	return opendir(path);
}

int
flock(int fd, int how)
{
	HANDLE h = (HANDLE)_get_osfhandle(fd);
	OVERLAPPED whole = { 0 };
	DWORD flags = (how & LOCK_EX ? LOCKFILE_EXCLUSIVE_LOCK : 0u) | (how & LOCK_NB ? LOCKFILE_FAIL_IMMEDIATELY : 0u);
	bool ok = how & LOCK_UN ? UnlockFileEx(h, 0, MAXDWORD, MAXDWORD, &whole) : LockFileEx(h, flags, 0, MAXDWORD, MAXDWORD, &whole);
	return ok ? 0 : fail(GetLastError() == ERROR_LOCK_VIOLATION ? EWOULDBLOCK : errno_of_windows(GetLastError()));
}

int
fsync(int fd)
{
	return _commit(fd);
}

int
fchmod(int fd, unsigned mode)
{
	(void)fd;
	(void)mode;
	return 0;
}

ssize_t
pread(int fd, void *to, size_t n, int64_t offset)
{
	OVERLAPPED at = { .Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32) };
	DWORD got = 0;
	if (ReadFile((HANDLE)_get_osfhandle(fd), to, n > INT32_MAX ? INT32_MAX : (DWORD)n, &got, &at))
		return (ssize_t)got;
	return GetLastError() == ERROR_HANDLE_EOF ? 0 : fail(errno_of_windows(GetLastError()));
}

char *
realpath(const char *path, char *out)
{
	struct stat st;
	if (windows_stat(path, &st) != 0)
		return NULL;
	wchar_t *wide = wide_of(path), full[PATH_MAX];
	DWORD n = wide ? GetFullPathNameW(wide, PATH_MAX, full, NULL) : 0;
	free(wide);
	char *utf8 = n && n < PATH_MAX ? utf8_of(full) : NULL;
	for (char *p = utf8; p && *p; p++)
		if (*p == '\\')
			*p = '/';
	if (!out || !utf8)
		return utf8;
	if (strlen(utf8) < PATH_MAX)
		strcpy(out, utf8);
	else
		out = NULL;
	free(utf8);
	return out;
}

char *
stpcpy(char *to, const char *from)
{
	size_t n = strlen(from);
	memcpy(to, from, n + 1);
	return to + n;
}

void *
memrchr(const void *bytes, int c, size_t n)
{
	const unsigned char *p = bytes;
	while (n--)
		if (p[n] == (unsigned char)c)
			return (void *)(p + n);
	return NULL;
}

void *
memmem(const void *bytes, size_t n, const void *what, size_t k)
{
	const unsigned char *p = bytes, *end = p + n;
	if (!k)
		return (void *)p;
	while ((size_t)(end - p) >= k && (p = memchr(p, *(const unsigned char *)what, (size_t)(end - p) - k + 1))) {
		if (memcmp(p, what, k) == 0)
			return (void *)p;
		p++;
	}
	return NULL;
}

char *
strndup(const char *s, size_t n)
{
	size_t k = strnlen(s, n);
	char *out = malloc(k + 1);
	if (out) {
		memcpy(out, s, k);
		out[k] = 0;
	}
	return out;
}

struct tm *
gmtime_r(const time_t *t, struct tm *out)
{
	return gmtime_s(out, t) == 0 ? out : NULL;
}

time_t
timegm(struct tm *tm)
{
	return _mkgmtime(tm);
}

/* Streams into memory do not exist here; what needs them (the collector) is not built. */
FILE *
open_memstream(char **bytes, size_t *n)
{
	(void)bytes;
	(void)n;
	errno = ENOSYS;
	return NULL;
}

/* One byte more, NUL, as the rest of a page would be. */
void *
mmap(void *at, size_t n, int protection, int flags, int fd, long long offset)
{
	char *bytes = malloc(n + 1);
	(void)at, (void)protection, (void)flags;
	for (size_t done = 0; bytes && done < n;) {
		ssize_t k = pread(fd, bytes + done, n - done, offset + (long long)done);
		if (k <= 0) {
			free(bytes);
			return MAP_FAILED;
		}
		done += (size_t)k;
	}
	if (bytes)
		bytes[n] = 0;
	return bytes ? bytes : MAP_FAILED;
}

int
munmap(void *at, size_t n)
{
	(void)n;
	free(at);
	return 0;
}

int
ioctl(int fd, int what, struct winsize *size)
{
	CONSOLE_SCREEN_BUFFER_INFO info;
	if (what != TIOCGWINSZ || !GetConsoleScreenBufferInfo((HANDLE)_get_osfhandle(fd), &info))
		return fail(EINVAL);
	size->ws_col = (unsigned short)(info.srWindow.Right - info.srWindow.Left + 1);
	size->ws_row = (unsigned short)(info.srWindow.Bottom - info.srWindow.Top + 1);
	return 0;
}

long
sysconf(int what)
{
	SYSTEM_INFO info;
	GetSystemInfo(&info);
	return what == _SC_PAGESIZE ? (long)info.dwPageSize : (long)info.dwNumberOfProcessors;
}

long
getrandom(void *to, size_t n, unsigned flags)
{
	(void)flags;
	return BCryptGenRandom(NULL, to, (ULONG)n, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0 ? (long)n : fail(EIO);
}

/* ---- threads ---- */

struct start {
	void *(*run)(void *);
	void *arg;
};

static DWORD WINAPI
run_thread(void *arg)
{
	struct start start = *(struct start *)arg;
	free(arg);
	start.run(start.arg);
	return 0;
}

int
pthread_create(pthread_t *thread, const void *attributes, void *(*run)(void *), void *arg)
{
	struct start *start = malloc(sizeof *start);
	(void)attributes;
	if (!start)
		return ENOMEM;
	*start = (struct start){ run, arg };
	*thread = CreateThread(NULL, 0, run_thread, start, 0, NULL);
	if (*thread)
		return 0;
	free(start);
	return EAGAIN;
}

int
pthread_join(pthread_t thread, void **result)
{
	(void)result;
	WaitForSingleObject(thread, INFINITE);
	CloseHandle(thread);
	return 0;
}
