/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every component is opened by itself and without following links; links are
 * read and their components put in front of what remains.  So nobody can swap
 * a folder for a link between a check and its use.
 */
#include "intake/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

enum { MAX_DEPTH = 64, MAX_LINKS = 40, MAX_PATH = 8192 };

#ifdef O_PATH
#define SEARCH O_PATH /* passing through a folder needs no right to list it */
#else
#define SEARCH O_RDONLY
#endif

bool
tree_init(struct tree *tree, const char *path, struct err *err)
{
	tree->path = path;
	tree->system = "";
	tree->whole = strcmp(path, "/") == 0;
	tree->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return tree->fd >= 0 || err_errno(err, path);
}

void
tree_fini(struct tree *tree)
{
	if (tree->fd >= 0)
		close(tree->fd);
	tree->fd = -1;
}

/* The walk from the top to a path: descriptors of the folders passed. */
struct walk {
	int fds[MAX_DEPTH];
	int depth;
	int links;
	bool left; /* a link or ".." pointed out of the tree */
	char rest[MAX_PATH]; /* what remains of the path */
};

static void
walk_up(struct walk *w, int depth)
{
	while (w->depth > depth)
		close(w->fds[w->depth--]);
}

/* Puts the target of the link NAME in front of what remains. */
static bool
walk_link(struct walk *w, const char *name)
{
	char target[PATH_MAX];
	ssize_t n = readlinkat(w->fds[w->depth], name, target, sizeof target - 1);
	if (n < 0 || ++w->links > MAX_LINKS)
		return false;
	target[n] = 0;
	size_t rest = strlen(w->rest);
	if ((size_t)n + 1 + rest >= sizeof w->rest)
		return false;
	memmove(w->rest + n + 1, w->rest, rest + 1);
	memcpy(w->rest, target, (size_t)n);
	w->rest[n] = '/';
	if (target[0] == '/') {
		walk_up(w, 0);
		w->left = true;
	}
	return true;
}

/* Walks to the folder that holds the last component, which is left in NAME
 * ("." for the top itself).  False when the path does not exist. */
static bool
walk_to(const struct tree *tree, const char *path, struct walk *w, char name[NAME_MAX + 1], struct stat *st)
{
	w->depth = w->links = 0;
	w->left = false;
	w->fds[0] = tree->fd;
	if (strlen(path) >= sizeof w->rest) {
		errno = ENAMETOOLONG;
		return false;
	}
	strcpy(w->rest, path);
	for (;;) {
		size_t skip = strspn(w->rest, "/"), n = strcspn(w->rest + skip, "/");
		if (n > NAME_MAX) {
			errno = ENAMETOOLONG;
			return false;
		}
		memcpy(name, w->rest + skip, n);
		name[n] = 0;
		memmove(w->rest, w->rest + skip + n, strlen(w->rest + skip + n) + 1);
		bool last = w->rest[strspn(w->rest, "/")] == 0;
		if (n == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
			if (n == 2 && w->depth == 0)
				w->left = true;
			if (n == 2 && w->depth > 0)
				walk_up(w, w->depth - 1);
			if (!last)
				continue;
			strcpy(name, ".");
			return fstat(w->fds[w->depth], st) == 0;
		}
		if (fstatat(w->fds[w->depth], name, st, AT_SYMLINK_NOFOLLOW) != 0)
			return false;
		if (S_ISLNK(st->st_mode)) {
			if (!walk_link(w, name))
				return false;
			continue;
		}
		if (last)
			return true;
		int fd = w->depth + 1 < MAX_DEPTH ? openat(w->fds[w->depth], name, SEARCH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
		if (fd < 0)
			return false;
		w->fds[++w->depth] = fd;
	}
}

static struct tree_stat
describe(const struct stat *st)
{
	return (struct tree_stat){
		.kind = S_ISREG(st->st_mode) ? TREE_FILE : S_ISDIR(st->st_mode) ? TREE_FOLDER : TREE_OTHER,
		.size = st->st_size,
		.device = (uint64_t)st->st_dev,
		.inode = (uint64_t)st->st_ino,
		.modified = (int64_t)st->st_mtime,
	};
}

static struct tree_stat
failure(const struct tree *tree, const struct walk *w)
{
	/* What a link means is outside only if it is not inside. */
	bool outside = w->left && !tree->whole && errno == ENOENT;
	enum tree_kind kind = errno == EACCES || errno == EPERM ? TREE_DENIED : outside ? TREE_OUTSIDE : TREE_ABSENT;
	return (struct tree_stat){ .kind = kind, .size = -1 };
}

/* Opens PATH with FLAGS when it is of KIND. */
static int
open_kind(const struct tree *tree, const char *path, enum tree_kind kind, int flags, struct tree_stat *stat)
{
	struct walk w;
	struct stat st;
	char name[NAME_MAX + 1];
	int fd = -1;
	if (!walk_to(tree, path, &w, name, &st)) {
		*stat = failure(tree, &w);
	} else if (*stat = describe(&st), stat->kind == kind) {
		fd = openat(w.fds[w.depth], name, flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		if (fd < 0 || fstat(fd, &st) != 0)
			*stat = failure(tree, &w);
		else
			*stat = describe(&st);
		if (fd >= 0 && stat->kind != kind) {
			close(fd);
			fd = -1;
		}
	}
	walk_up(&w, 0);
	return fd;
}

int
tree_open(const struct tree *tree, const char *path, struct tree_stat *stat)
{
	return open_kind(tree, path, TREE_FILE, 0, stat);
}

struct tree_stat
tree_stat(const struct tree *tree, const char *path)
{
	struct walk w;
	struct stat st;
	char name[NAME_MAX + 1];
	struct tree_stat out = walk_to(tree, path, &w, name, &st) ? describe(&st) : failure(tree, &w);
	walk_up(&w, 0);
	return out;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
tree_list(const struct tree *tree, const char *path, struct arena *arena, size_t *n, bool *denied)
{
	struct tree_stat stat;
	const char **names = NULL;
	*n = 0;
	int fd = open_kind(tree, path, TREE_FOLDER, O_DIRECTORY, &stat);
	if (denied)
		*denied = stat.kind == TREE_DENIED;
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	for (struct dirent *e; (e = readdir(dir));)
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			*(const char **)arena_grow(arena, &names, n, sizeof *names) = arena_strdup(arena, e->d_name);
	closedir(dir);
	if (*n)
		qsort(names, *n, sizeof *names, by_bytes);
	return names;
}

struct tree_stat
tree_entries(const struct tree *tree, const char *path, bool (*each)(void *data, const char *name, const struct tree_stat *stat), void *data)
{
	struct tree_stat folder;
	int fd = open_kind(tree, path, TREE_FOLDER, O_DIRECTORY, &folder);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return folder;
	}
	bool more = true;
	for (struct dirent *e; more && (e = readdir(dir));) {
		struct stat st;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 || fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		struct tree_stat stat = describe(&st);
		more = each(data, e->d_name, &stat);
	}
	closedir(dir);
	return folder;
}
