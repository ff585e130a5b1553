/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/str.h"

enum { MAX_BYTES = 64 * 1024 };

const char *
settings_place(struct arena *arena)
{
	const char *given = env_get("MAILACCORD_SETTINGS");
	return given ? arena_strdup(arena, given) : "/etc/mailaccord/settings";
}

/* The file's text; NULL: there is none, or *ERR. */
static char *
read_file(const char *path, struct arena *arena, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return NULL;
	char *text = NULL;
	if (fd < 0 || fstat(fd, &st) != 0)
		err_errno(err, path);
	else if (!S_ISREG(st.st_mode) || (st.st_uid != 0 && st.st_uid != geteuid()) || (st.st_mode & (S_IWGRP | S_IWOTH)))
		err_set(err, EXIT_PERMISSION, "%s: belongs to somebody else, or can be written by others (chmod go-w)", path);
	else if (st.st_size > MAX_BYTES)
		err_set(err, EXIT_CONFIG, "%s: is too large to be settings", path);
	else {
		text = arena_alloc(arena, MAX_BYTES + 1);
		ssize_t n = read(fd, text, MAX_BYTES);
		text[n > 0 ? n : 0] = 0;
		if (n < 0)
			err_errno(err, path);
	}
	if (fd >= 0)
		close(fd);
	return text;
}

const char *
settings_get(const char *name, struct arena *arena, struct err *err)
{
	char *line = read_file(settings_place(arena), arena, err);
	for (char *next; line && !err->status; line = next) {
		size_t n = strcspn(line, "\r\n");
		next = line[n] ? line + n + 1 : NULL;
		line[n] = 0;
		line += strspn(line, " \t");
		size_t n_name = strcspn(line, " \t");
		if (n_name != strlen(name) || strncmp(line, name, n_name) != 0)
			continue;
		char *value = line + n_name + strspn(line + n_name, " \t");
		for (n = strlen(value); n && strchr(" \t", value[n - 1]); n--)
			value[n - 1] = 0;
		return *value ? value : NULL;
	}
	return NULL;
}

const char *
settings_secret(struct arena *arena)
{
	(void)arena;
	return NULL;
}

void
settings_forget_secret(void)
{
}
