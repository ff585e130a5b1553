/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * POSIX' functions on files by name (posix.h), over Windows' own.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <windows.h>

#include "platform/windows/rights.h"
#include "platform/windows/wide.h"

#undef open
#undef fopen
#undef stat
#undef fstat
#undef rename
#undef unlink
#undef mkstemp
#undef mkdir
#undef access

enum { TRIES = 100, SHARE_ALL = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, IS_LINK = 0x20000000 /* of a reparse tag: it stands for another name */ };

static int
fail(int number)
{
	errno = number;
	return -1;
}

static int
fail_last(void)
{
	return fail(errno_of_windows(GetLastError()));
}

/* Is it a symbolic link or a junction?  Files kept in a cloud are reparse points too, but no links. */
static bool
is_link(HANDLE h)
{
	FILE_ATTRIBUTE_TAG_INFO tag;
	return GetFileInformationByHandleEx(h, FileAttributeTagInfo, &tag, sizeof tag) && (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) &&
	       (tag.ReparseTag & IS_LINK);
}

/* To look at it, links followed or not; who owns it may be hidden from us. */
static HANDLE
look(const wchar_t *path, DWORD flags)
{
	HANDLE h = CreateFileW(path, FILE_READ_ATTRIBUTES | READ_CONTROL, SHARE_ALL, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, NULL);
	return h != INVALID_HANDLE_VALUE ? h : CreateFileW(path, FILE_READ_ATTRIBUTES, SHARE_ALL, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, NULL);
}

static bool
names_link(const wchar_t *path)
{
	HANDLE h = look(path, FILE_FLAG_OPEN_REPARSE_POINT);
	bool is = h != INVALID_HANDLE_VALUE && is_link(h);
	if (h != INVALID_HANDLE_VALUE)
		CloseHandle(h);
	return is;
}

static int
open_folder(const wchar_t *path)
{
	HANDLE h = CreateFileW(path, GENERIC_READ, SHARE_ALL, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
	return h == INVALID_HANDLE_VALUE ? fail_last() : _open_osfhandle((intptr_t)h, O_RDONLY | O_NOINHERIT);
}

int
windows_open(const char *path, int flags, ...)
{
	va_list list;
	va_start(list, flags);
	int mode = flags & O_CREAT ? va_arg(list, int) : 0;
	va_end(list);
	wchar_t *wide = wide_path(path);
	int fd;
	if (!wide)
		fd = fail(ENOENT);
	else if ((flags & O_NOFOLLOW) && names_link(wide))
		fd = fail(ELOOP);
	else if (flags & O_DIRECTORY)
		fd = open_folder(wide);
	else
		fd = _wopen(wide, (flags & ~O_NOFOLLOW) | O_BINARY, mode & 0200 ? S_IREAD | S_IWRITE : S_IREAD);
	free(wide);
	return fd;
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

/* ---- what they are ---- */

static int
stat_handle(HANDLE h, struct windows_stat *st)
{
	BY_HANDLE_FILE_INFORMATION info;
	*st = (struct windows_stat){ 0 };
	/* Consoles, pipes. */
	if (GetFileType(h) != FILE_TYPE_DISK)
		return 0;
	if (!GetFileInformationByHandle(h, &info))
		return fail_last();
	bool folder = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
	uint64_t ticks = (uint64_t)info.ftLastWriteTime.dwHighDateTime << 32 | info.ftLastWriteTime.dwLowDateTime;
	*st = (struct windows_stat){
		.st_dev = info.dwVolumeSerialNumber,
		.st_ino = (uint64_t)info.nFileIndexHigh << 32 | info.nFileIndexLow,
		.st_mode = is_link(h) ? 0 : folder ? S_IFDIR | 0700 : S_IFREG | 0600,
		.st_size = (int64_t)((uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow),
		.st_mtim = { .tv_sec = (time_t)(ticks / 10000000) - 11644473600 /* from 1601 to 1970 */, .tv_nsec = (long)(ticks % 10000000) * 100 },
	};
	unsigned others = rights_of_others(h, folder, &st->st_uid);
	/* Who may only make folders beside ours can take nothing from us. */
	st->st_mode |= (others & RIGHTS_WRITE ? S_IWOTH : 0) | (others & RIGHTS_READ ? S_IROTH : 0) | (others & RIGHTS_ADD_FOLDERS ? S_IWOTH : 0) |
		       ((others & RIGHTS_ADD_FOLDERS) && !(others & RIGHTS_WRITE) ? S_ISVTX : 0);
	return 0;
}

static int
stat_name(const char *path, DWORD flags, struct windows_stat *st)
{
	/* "/" and "//server" are no folders, but the way to some. */
	size_t slashes = strspn(path, "/\\");
	if (slashes && (!path[slashes] || (slashes == 2 && !strpbrk(path + 2, "/\\")))) {
		*st = (struct windows_stat){ .st_mode = S_IFDIR | 0700 };
		return 0;
	}
	/* "C:" alone is wherever one is on that drive. */
	const char drive[] = { path[0], ':', '/', 0 };
	wchar_t *wide = wide_path(path[0] && path[1] == ':' && !path[2] ? drive : path);
	size_t n = wide ? wcslen(wide) : 0;
	/* A folder's name must not end in a separator here, but for that of a drive. */
	while (n > 7 && wide[n - 1] == L'\\')
		wide[--n] = 0;
	HANDLE h = wide ? look(wide, flags) : INVALID_HANDLE_VALUE;
	int result = h == INVALID_HANDLE_VALUE ? fail_last() : stat_handle(h, st);
	if (h != INVALID_HANDLE_VALUE)
		CloseHandle(h);
	free(wide);
	return result;
}

int
windows_stat(const char *path, struct windows_stat *st)
{
	return stat_name(path, 0, st);
}

int
windows_lstat(const char *path, struct windows_stat *st)
{
	return stat_name(path, FILE_FLAG_OPEN_REPARSE_POINT, st);
}

int
windows_fstat(int fd, struct windows_stat *st)
{
	intptr_t h = _get_osfhandle(fd);
	return h == -1 ? fail(EBADF) : stat_handle((HANDLE)h, st);
}

int
windows_access(const char *path, int how)
{
	struct windows_stat st;
	(void)how;
	return windows_stat(path, &st);
}

/* What an open folder, and a name in it, are called; malloc'd, UTF-8. */
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
windows_openat(int folder, const char *name, int flags)
{
	char *path = path_in(folder, name);
	int fd = path ? windows_open(path, flags & ~O_CREAT) : fail(ENOENT);
	free(path);
	return fd;
}

int
windows_lstatat(int folder, const char *name, struct windows_stat *st)
{
	char *path = path_in(folder, name);
	int result = path ? windows_lstat(path, st) : fail(ENOENT);
	free(path);
	return result;
}

char *
realpath(const char *path, char *out)
{
	wchar_t *wide = wide_path(path), full[PATH_MAX];
	HANDLE h = wide ? look(wide, 0) : INVALID_HANDLE_VALUE;
	DWORD n = h != INVALID_HANDLE_VALUE ? GetFinalPathNameByHandleW(h, full, PATH_MAX, FILE_NAME_NORMALIZED) : 0;
	free(wide);
	if (h == INVALID_HANDLE_VALUE || !n || n >= PATH_MAX) {
		fail_last();
		if (h != INVALID_HANDLE_VALUE)
			CloseHandle(h);
		return NULL;
	}
	CloseHandle(h);
	/* "\\?\C:\x" is "C:/x", and "\\?\UNC\server\x" is "//server/x". */
	bool share = wcsncmp(full, L"\\\\?\\UNC\\", 8) == 0, lifted = wcsncmp(full, L"\\\\?\\", 4) == 0;
	wchar_t *begin = full + (share ? 6 : lifted ? 4 : 0);
	if (share)
		*begin = L'\\';
	char *utf8 = utf8_of(begin);
	for (char *p = utf8; p && *p; p++)
		if (*p == '\\')
			*p = '/';
	if (!out || !utf8)
		return utf8;
	out = strlen(utf8) < PATH_MAX ? strcpy(out, utf8) : NULL;
	free(utf8);
	return out;
}

/* ---- changes ---- */

int
windows_rename(const char *from, const char *to)
{
	wchar_t *wide_from = wide_path(from), *wide_to = wide_path(to);
	bool done = wide_from && wide_to && MoveFileExW(wide_from, wide_to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
	int result = done ? 0 : fail_last();
	free(wide_from);
	free(wide_to);
	return result;
}

int
windows_link(const char *from, const char *to)
{
	wchar_t *wide_from = wide_path(from), *wide_to = wide_path(to);
	int result = wide_from && wide_to && CreateHardLinkW(wide_to, wide_from, NULL) ? 0 : fail_last();
	free(wide_from);
	free(wide_to);
	return result;
}

int
windows_unlink(const char *path)
{
	wchar_t *wide = wide_path(path);
	int result = wide && DeleteFileW(wide) ? 0 : fail_last();
	free(wide);
	return result;
}

int
windows_mkdir(const char *path)
{
	wchar_t *wide = wide_path(path);
	int result = wide && CreateDirectoryW(wide, NULL) ? 0 : fail_last();
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
		int fd = windows_open(pattern, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

int
flock(int fd, int how)
{
	HANDLE h = (HANDLE)_get_osfhandle(fd);
	OVERLAPPED whole = { 0 };
	DWORD flags = (how & LOCK_EX ? LOCKFILE_EXCLUSIVE_LOCK : 0u) | (how & LOCK_NB ? LOCKFILE_FAIL_IMMEDIATELY : 0u);
	/* Far behind all that is written: a lock here keeps others from the bytes themselves. */
	whole.OffsetHigh = 0x40000000;
	bool ok = how & LOCK_UN ? UnlockFileEx(h, 0, 1, 0, &whole) : LockFileEx(h, flags, 0, 1, 0, &whole);
	return ok ? 0 : fail(GetLastError() == ERROR_LOCK_VIOLATION || GetLastError() == ERROR_IO_PENDING ? EWOULDBLOCK : errno_of_windows(GetLastError()));
}

/* ---- folders ---- */

struct windows_dir {
	HANDLE found;
	bool first;
	WIN32_FIND_DATAW data;
	struct windows_dirent entry;
};

struct windows_dir *
windows_opendir(const char *path)
{
	size_t size = strlen(path) + 3;
	char *all = malloc(size);
	struct windows_dir *dir = calloc(1, sizeof *dir);
	if (all)
		snprintf(all, size, "%s/*", path);
	wchar_t *wide = all ? wide_path(all) : NULL;
	if (dir && wide) {
		dir->found = FindFirstFileW(wide, &dir->data);
		dir->first = true;
		if (dir->found == INVALID_HANDLE_VALUE) {
			fail_last();
			free(dir);
			dir = NULL;
		}
	}
	free(all);
	free(wide);
	return dir;
}

struct windows_dirent *
windows_readdir(struct windows_dir *dir)
{
	for (; dir->first || FindNextFileW(dir->found, &dir->data); dir->first = false) {
		dir->first = false;
		if (WideCharToMultiByte(CP_UTF8, 0, dir->data.cFileName, -1, dir->entry.d_name, sizeof dir->entry.d_name, NULL, NULL) > 0)
			return &dir->entry;
	}
	return NULL;
}

int
windows_closedir(struct windows_dir *dir)
{
	FindClose(dir->found);
	free(dir);
	return 0;
}
