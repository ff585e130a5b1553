/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * intake/tree.h for Windows.  The whole file system ("/") has the drives as
 * its folders, "C:/Users/...", and shares as "UNC/server/share/...".  Every
 * folder passed is held open without the right to rename or delete it, so that
 * nobody can swap it for a link between a check and its use.  Links (symbolic
 * ones and junctions) are followed in the file system itself; in a folder that
 * stands for one they lead nowhere, and are told as such.
 */
#include "intake/tree.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/str.h"
#include "platform/windows/wide.h"

enum { MAX_DEPTH = 64, MAX_TREE_PATH = 8192, IS_LINK = 0x20000000 /* of a reparse tag: it stands for another name */ };

struct walk {
	HANDLE handles[MAX_DEPTH];
	size_t depth;
	enum tree_kind failure;
};

static enum tree_kind
kind_of_error(DWORD error)
{
	return errno_of_windows(error) == EACCES ? TREE_DENIED : TREE_ABSENT;
}

/* The path in Windows' words; false when it leads out of the tree or is too long. */
static bool
full_path(const struct tree *tree, const char *path, char *out, size_t size)
{
	size_t n = 0;
	bool ok = true;
	path += strspn(path, "/");
	if (!tree->whole)
		n = (size_t)snprintf(out, size, "%s", tree->path);
	else if (str_starts(path, "UNC/"))
		n = (size_t)snprintf(out, size, "//"), path += strlen("UNC/");
	for (const char *p = path; ok && n < size && *p; p += strspn(p, "/")) {
		size_t k = strcspn(p, "/");
		bool up = k == 2 && p[0] == '.' && p[1] == '.', here = k == 1 && p[0] == '.';
		bool drive = tree->whole && n == 0 && k == 2 && p[1] == ':';
		/* A name with ':' in it is a stream of a file, or a drive. */
		ok = !up && n + k + 2 < size && (drive || !memchr(p, ':', k));
		if (ok && !here)
			n += (size_t)snprintf(out + n, size - n, "%s%.*s", n && out[n - 1] != '/' ? "/" : "", (int)k, p);
		p += k;
	}
	if (ok && tree->whole && n == 2 && out[1] == ':' && n + 1 < size)
		n += (size_t)snprintf(out + n, size - n, "/");
	return ok && n && n < size;
}

bool
tree_init(struct tree *tree, const char *path, struct err *err)
{
	struct stat st;
	tree->path = path;
	tree->system = "";
	tree->whole = strcmp(path, "/") == 0;
	tree->fd = -1;
	if (tree->whole) {
		/* Practically always C:; where it is not, that drive is what "/Program Files" means. */
		static const char *const drives[] = { "A:", "B:", "C:", "D:", "E:", "F:", "G:", "H:", "I:", "J:", "K:", "L:", "M:", "N:", "O:", "P:",
			"Q:", "R:", "S:", "T:", "U:", "V:", "W:", "X:", "Y:", "Z:" };
		wchar_t windows[MAX_PATH] = L"";
		UINT n = GetSystemWindowsDirectoryW(windows, MAX_PATH);
		unsigned drive = n ? (unsigned)(windows[0] | 0x20) - 'a' : 2;
		tree->system = drives[drive < 26 ? drive : 2];
		return true;
	}
	if (stat(path, &st) != 0)
		return err_errno(err, path);
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return err_errno(err, path);
	}
	return true;
}

void
tree_fini(struct tree *tree)
{
	(void)tree;
}

static void
walk_end(struct walk *w)
{
	while (w->depth)
		CloseHandle(w->handles[--w->depth]);
}

/* Opens what PATH names, without following a link in it; INVALID_HANDLE_VALUE and the walk's failure. */
static HANDLE
open_here(const struct tree *tree, struct walk *w, const wchar_t *path, DWORD access)
{
	FILE_ATTRIBUTE_TAG_INFO tag = { 0 };
	DWORD share = FILE_SHARE_READ | FILE_SHARE_WRITE;
	HANDLE h = CreateFileW(path, access, share | (access == GENERIC_READ ? FILE_SHARE_DELETE : 0), NULL, OPEN_EXISTING,
	    FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
	if (h == INVALID_HANDLE_VALUE) {
		w->failure = kind_of_error(GetLastError());
		return h;
	}
	bool known = GetFileInformationByHandleEx(h, FileAttributeTagInfo, &tag, sizeof tag);
	if (!known || !(tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT))
		return h;
	/* Files kept in a cloud are reparse points too, but no links: they are opened like all others. */
	CloseHandle(h);
	if ((tag.ReparseTag & IS_LINK) && !tree->whole) {
		w->failure = TREE_OUTSIDE;
		return INVALID_HANDLE_VALUE;
	}
	h = CreateFileW(path, access, share | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
	if (h == INVALID_HANDLE_VALUE)
		w->failure = kind_of_error(GetLastError());
	return h;
}

/* Holds every folder on the way and opens the last one; the walk is to be ended in any case. */
static HANDLE
walk_to(const struct tree *tree, const char *path, DWORD access, struct walk *w)
{
	char full[MAX_TREE_PATH];
	*w = (struct walk){ .failure = TREE_ABSENT };
	if (!full_path(tree, path, full, sizeof full)) {
		w->failure = tree->whole ? TREE_ABSENT : TREE_OUTSIDE;
		return INVALID_HANDLE_VALUE;
	}
	/* The top itself is what was asked for: what lies before it is not ours to check. */
	size_t from = tree->whole ? 3 : strlen(tree->path);
	wchar_t *wide = NULL;
	for (size_t i = from; !tree->whole && full[i]; i++) {
		if (full[i] != '/' || i == from)
			continue;
		full[i] = 0;
		wide = wide_path(full);
		HANDLE h = wide && w->depth < MAX_DEPTH ? open_here(tree, w, wide, FILE_READ_ATTRIBUTES) : INVALID_HANDLE_VALUE;
		free(wide);
		full[i] = '/';
		if (h == INVALID_HANDLE_VALUE)
			return h;
		w->handles[w->depth++] = h;
	}
	wide = wide_path(full);
	HANDLE h = wide ? open_here(tree, w, wide, access) : INVALID_HANDLE_VALUE;
	free(wide);
	return h;
}

static struct tree_stat
describe(HANDLE h)
{
	BY_HANDLE_FILE_INFORMATION info;
	if (GetFileType(h) != FILE_TYPE_DISK || !GetFileInformationByHandle(h, &info))
		return (struct tree_stat){ .kind = TREE_OTHER, .size = -1 };
	uint64_t ticks = (uint64_t)info.ftLastWriteTime.dwHighDateTime << 32 | info.ftLastWriteTime.dwLowDateTime;
	return (struct tree_stat){
		.kind = info.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY ? TREE_FOLDER : TREE_FILE,
		.size = (int64_t)((uint64_t)info.nFileSizeHigh << 32 | info.nFileSizeLow),
		.device = info.dwVolumeSerialNumber,
		.inode = (uint64_t)info.nFileIndexHigh << 32 | info.nFileIndexLow,
		.modified = (int64_t)(ticks / 10000000) - INT64_C(11644473600),
	};
}

static bool
is_root(const struct tree *tree, const char *path)
{
	return tree->whole && !path[strspn(path, "/.")];
}

struct tree_stat
tree_stat(const struct tree *tree, const char *path)
{
	struct walk w;
	if (is_root(tree, path))
		return (struct tree_stat){ .kind = TREE_FOLDER };
	HANDLE h = walk_to(tree, path, FILE_READ_ATTRIBUTES, &w);
	struct tree_stat out = { .kind = w.failure, .size = -1 };
	if (h != INVALID_HANDLE_VALUE) {
		out = describe(h);
		CloseHandle(h);
	}
	walk_end(&w);
	return out;
}

int
tree_open(const struct tree *tree, const char *path, struct tree_stat *stat)
{
	struct walk w;
	int fd = -1;
	*stat = tree_stat(tree, path);
	if (stat->kind != TREE_FILE)
		return -1;
	HANDLE h = walk_to(tree, path, GENERIC_READ, &w);
	if (h == INVALID_HANDLE_VALUE) {
		stat->kind = w.failure;
	} else {
		*stat = describe(h);
		fd = stat->kind == TREE_FILE ? _open_osfhandle((intptr_t)h, O_RDONLY | O_BINARY | O_NOINHERIT) : -1;
		if (fd < 0)
			CloseHandle(h);
	}
	walk_end(&w);
	return fd;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **
list_drives(struct arena *arena, size_t *n)
{
	const char **names = NULL;
	DWORD drives = GetLogicalDrives();
	for (int i = 0; i < 26; i++)
		if (drives & 1u << i)
			*(const char **)arena_grow(arena, &names, n, sizeof *names) = arena_printf(arena, "%c:", 'A' + i);
	return names;
}

const char **
tree_list(const struct tree *tree, const char *path, struct arena *arena, size_t *n, bool *denied)
{
	char full[MAX_TREE_PATH];
	const char **names = NULL;
	*n = 0;
	if (denied)
		*denied = false;
	if (is_root(tree, path))
		return list_drives(arena, n);
	struct tree_stat stat = tree_stat(tree, path);
	if (stat.kind != TREE_FOLDER || !full_path(tree, path, full, sizeof full)) {
		if (denied)
			*denied = stat.kind == TREE_DENIED;
		return NULL;
	}
	wchar_t *wide = wide_path(arena_printf(arena, "%s/*", full));
	WIN32_FIND_DATAW found;
	HANDLE h = wide ? FindFirstFileW(wide, &found) : INVALID_HANDLE_VALUE;
	if (h == INVALID_HANDLE_VALUE && denied)
		*denied = kind_of_error(GetLastError()) == TREE_DENIED;
	for (bool more = h != INVALID_HANDLE_VALUE; more; more = FindNextFileW(h, &found)) {
		char *name = utf8_of(found.cFileName);
		if (name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			*(const char **)arena_grow(arena, &names, n, sizeof *names) = arena_strdup(arena, name);
		free(name);
	}
	if (h != INVALID_HANDLE_VALUE)
		FindClose(h);
	free(wide);
	if (*n)
		qsort(names, *n, sizeof *names, by_bytes);
	return names;
}

static struct tree_stat
describe_found(const WIN32_FIND_DATAW *found)
{
	DWORD attributes = found->dwFileAttributes;
	uint64_t ticks = (uint64_t)found->ftLastWriteTime.dwHighDateTime << 32 | found->ftLastWriteTime.dwLowDateTime;
	bool link = (attributes & FILE_ATTRIBUTE_REPARSE_POINT) && (found->dwReserved0 & IS_LINK);
	return (struct tree_stat){
		.kind = link ? TREE_OTHER : attributes & FILE_ATTRIBUTE_DIRECTORY ? TREE_FOLDER : TREE_FILE,
		.size = (int64_t)((uint64_t)found->nFileSizeHigh << 32 | found->nFileSizeLow),
		.modified = (int64_t)(ticks / 10000000) - INT64_C(11644473600),
	};
}

struct tree_stat
tree_entries(const struct tree *tree, const char *path, bool (*each)(void *data, const char *name, const struct tree_stat *stat), void *data)
{
	char full[MAX_TREE_PATH];
	struct tree_stat folder = tree_stat(tree, path);
	if (is_root(tree, path) || folder.kind != TREE_FOLDER || !full_path(tree, path, full, sizeof full - 2))
		return folder;
	WIN32_FIND_DATAW found;
	snprintf(full + strlen(full), sizeof full - strlen(full), "/*");
	wchar_t *wide = wide_path(full);
	HANDLE h = wide ? FindFirstFileW(wide, &found) : INVALID_HANDLE_VALUE;
	if (h == INVALID_HANDLE_VALUE && kind_of_error(GetLastError()) == TREE_DENIED)
		folder.kind = TREE_DENIED;
	for (bool more = h != INVALID_HANDLE_VALUE; more; more = more && FindNextFileW(h, &found)) {
		char *name = utf8_of(found.cFileName);
		struct tree_stat stat = describe_found(&found);
		if (name && strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			more = each(data, name, &stat);
		free(name);
	}
	if (h != INVALID_HANDLE_VALUE)
		FindClose(h);
	free(wide);
	return folder;
}
