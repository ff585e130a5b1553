/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/str.h"
#include "intake/machine.h"

enum { FOLDER_MODE = 0700, MAX_SECRET = 1024 };

/* ---- the folder ---- */

/* Makes PATH and what leads to it; from its end, for what leads to it may be a share or a drive, which nobody makes. */
static bool
make_folders(const char *path, struct arena *arena, struct err *err)
{
	if (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST)
		return true;
	const char *slash = strrchr(path, '/');
	if (errno != ENOENT || !slash || slash == path)
		return err_errno(err, path);
	return make_folders(arena_copy(arena, path, (size_t)(slash - path)), arena, err) &&
	       (mkdir(path, FOLDER_MODE) == 0 || errno == EEXIST || err_errno(err, path));
}

/* Whoever else can write here could have tokens sent to himself, or results lost. */
static const char *
own_folder(const char *path, struct arena *arena, struct err *err)
{
	struct stat st;
	if (!make_folders(path, arena, err))
		return NULL;
	if (lstat(path, &st) != 0)
		err_errno(err, path);
	else if (!S_ISDIR(st.st_mode))
		err_set(err, EXIT_CANNOT_CREATE, "%s: is no folder", path);
	else if (st.st_uid != geteuid() || (st.st_mode & (S_IWGRP | S_IWOTH)))
		err_set(err, EXIT_PERMISSION, "%s: belongs to somebody else, or can be written by others (chmod go-w)", path);
	else
		return path;
	return NULL;
}

const char *
state_folder(struct arena *arena, struct err *err)
{
	const char *given = env_get("MAILACCORD_STATE");
	const char *path = given && machine_path_is_whole(given) ? given : machine_state(arena);
	if (path)
		return own_folder(path, arena, err);
	err_set(err, EXIT_CANNOT_CREATE, "there is no folder to keep anything in: neither HOME nor XDG_STATE_HOME is set");
	return NULL;
}

const char *
state_subfolder(const char *folder, const char *name, struct arena *arena, struct err *err)
{
	return own_folder(arena_printf(arena, "%s/%s", folder, name), arena, err);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **
state_list(const char *folder, struct arena *arena, size_t *n)
{
	const char **names = NULL;
	DIR *dir = opendir(folder);
	*n = 0;
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			*(const char **)arena_grow(arena, &names, n, sizeof *names) = arena_strdup(arena, e->d_name);
	if (dir)
		closedir(dir);
	if (*n)
		qsort(names, *n, sizeof *names, by_name);
	return names;
}

/* ---- files ---- */

static bool
write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t k = write(fd, bytes, n);
		if (k < 0 && errno != EINTR)
			return false;
		if (k > 0) {
			bytes += k;
			n -= (size_t)k;
		}
	}
	return fsync(fd) == 0;
}

static bool
sync_folder_of(const char *path)
{
	struct arena arena = { 0 };
	const char *slash = strrchr(path, '/');
	const char *folder = slash ? arena_copy(&arena, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	arena_fini(&arena);
	return ok;
}

bool
state_write(const char *path, const void *bytes, size_t n, struct err *err)
{
	struct arena arena = { 0 };
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash - path) + 1 : 0;
	/* A dot before its name, so that what is half written is listed nowhere. */
	char *temporary = arena_printf(&arena, "%.*s.%s.XXXXXX", folder, path, path + folder);
	int fd = mkostemp(temporary, O_CLOEXEC);
	bool ok = fd >= 0 && write_all(fd, bytes, n);
	if (fd >= 0 && close(fd) != 0)
		ok = false;
	ok = ok && rename(temporary, path) == 0 && sync_folder_of(path);
	if (!ok) {
		err_errno(err, path);
		if (fd >= 0)
			unlink(temporary);
		err->status = EXIT_CANNOT_CREATE;
	}
	arena_fini(&arena);
	return ok;
}

/* Is it a line of letters that can stand in a header, and nothing behind it? */
static bool
is_one_line(char *text, size_t n)
{
	while (n && strchr("\r\n \t", text[n - 1]))
		n--;
	text[n] = 0;
	for (size_t i = 0; i < n; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return n > 0;
}

const char *
state_secret(const char *path, struct arena *arena, struct err *err)
{
	char text[MAX_SECRET + 1];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		err_errno(err, path);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	bool mine = S_ISREG(st.st_mode) && (st.st_uid == geteuid() || st.st_uid == 0) && !(st.st_mode & (S_IRWXG | S_IRWXO));
	ssize_t n = mine ? read(fd, text, MAX_SECRET) : -1;
	close(fd);
	const char *secret = n > 0 && is_one_line(text, (size_t)n) ? arena_strdup(arena, text) : NULL;
	explicit_bzero(text, sizeof text);
	if (!mine)
		err_set(err, EXIT_PERMISSION, "%s: holds a secret, and must be readable by its owner alone (chmod 600)", path);
	else if (!secret)
		err_set(err, EXIT_CONFIG, "%s: should hold one line without blanks", path);
	return secret;
}

bool
state_random(void *bytes, size_t n, struct err *err)
{
	return getentropy(bytes, n) == 0 || err_set(err, EXIT_UNAVAILABLE, "the system gives no random numbers");
}
