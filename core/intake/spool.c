/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/state.h"

enum { MAX_ITEM_BYTES = 64 << 20, PLACE_LETTERS = 17, NAME_LETTERS = 33 };

static const char first_line[] = "mailaccord-spool 1";

static const struct {
	const char *key;
	size_t offset;
	bool needed;
} heads[] = {
	{ "to", offsetof(struct spool_item, to), true },
	{ "token-file", offsetof(struct spool_item, token_file), false },
	{ "ca-file", offsetof(struct spool_item, ca_file), false },
	{ "pin", offsetof(struct spool_item, pin), false },
	{ "run", offsetof(struct spool_item, run), true },
	{ "workstation", offsetof(struct spool_item, workstation), true },
};
enum { N_HEADS = sizeof heads / sizeof *heads };

static const char **
field(const struct spool_item *item, size_t i)
{
	return (const char **)((char *)item + heads[i].offset);
}

/* ---- the folder and its locks ---- */

bool
spool_open(struct spool *spool, const char *state, struct err *err)
{
	*spool = (struct spool){ .sending_fd = -1 };
	spool->waiting = state_subfolder(state, "spool", &spool->arena, err);
	spool->aside = spool->waiting ? state_subfolder(state, "refused", &spool->arena, err) : NULL;
	return spool->aside != NULL;
}

void
spool_fini(struct spool *spool)
{
	if (spool->sending_fd >= 0)
		close(spool->sending_fd);
	arena_fini(&spool->arena);
}

/* An open file of this name in the spool that is locked, or -1.  The system lets go of it when a process dies. */
static int
lock(struct spool *spool, const char *name, int how)
{
	int fd = open(arena_printf(&spool->arena, "%s/%s", spool->waiting, name), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int result;
	do
		result = fd >= 0 ? flock(fd, how) : -1;
	while (result != 0 && fd >= 0 && errno == EINTR);
	if (result != 0 && fd >= 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

bool
spool_take_turn(struct spool *spool)
{
	if (spool->sending_fd < 0)
		spool->sending_fd = lock(spool, ".sending", LOCK_EX | LOCK_NB);
	return spool->sending_fd >= 0;
}

/* Throws away what was being written when the power went: whoever holds the lock writes nothing now. */
static void
sweep(struct spool *spool)
{
	DIR *dir = opendir(spool->waiting);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (e->d_name[0] == '.' && strspn(e->d_name + 1, "0123456789abcdef-") == NAME_LETTERS)
			unlink(arena_printf(&spool->arena, "%s/%s", spool->waiting, e->d_name));
	if (dir)
		closedir(dir);
}

/* While the folder changes, and never for longer. */
static int
lock_changes(struct spool *spool)
{
	int fd = lock(spool, ".changes", LOCK_EX);
	if (fd >= 0)
		sweep(spool);
	return fd;
}

static void
unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* ---- items ---- */

static const char *
path_of(const struct spool *spool, const char *name, struct arena *arena)
{
	return arena_printf(arena, "%s/%s", spool->waiting, name);
}

/* "PLACE-RUN": of one workstation and one way all begin alike. */
static const char *
name_of(const struct spool_item *item, struct arena *arena)
{
	uint64_t place = str_hash(str_hash(STR_HASH_START, item->to), item->workstation);
	return arena_printf(arena, "%016" PRIx64 "-%016" PRIx64, place, str_hash(STR_HASH_START, item->run));
}

/* What stays beside the new one: counted, and in NEWEST cleared of those it replaces. */
static bool
make_room(struct spool *spool, const struct spool_item *item, bool newest, struct arena *arena, struct err *err)
{
	size_t n, kept = 0, bytes = item->n;
	const char **names = state_list(spool->waiting, arena, &n);
	for (size_t i = 0; i < n; i++) {
		struct stat st;
		bool same = strcmp(names[i], item->name) == 0;
		bool replaced = newest && strncmp(names[i], item->name, PLACE_LETTERS) == 0;
		if (same || replaced || stat(path_of(spool, names[i], arena), &st) != 0)
			continue;
		kept++;
		bytes += (size_t)st.st_size;
	}
	return (kept < SPOOL_MAX_ITEMS && bytes <= SPOOL_MAX_BYTES) ||
	       err_set(err, EXIT_CANNOT_CREATE, "%s: too much waits to be sent already", spool->waiting);
}

static void
drop_replaced(struct spool *spool, const struct spool_item *item, struct arena *arena)
{
	size_t n;
	const char **names = state_list(spool->waiting, arena, &n);
	for (size_t i = 0; i < n; i++)
		if (strncmp(names[i], item->name, PLACE_LETTERS) == 0 && strcmp(names[i], item->name) != 0)
			unlink(path_of(spool, names[i], arena));
}

static bool
write_item(struct spool *spool, const struct spool_item *item, struct arena *arena, struct err *err)
{
	const char *head = arena_printf(arena, "%s\n", first_line);
	for (size_t i = 0; i < N_HEADS; i++) {
		const char *value = *field(item, i);
		if (value && strchr(value, '\n'))
			return err_set(err, EXIT_USAGE, "%s: a line break in a name", heads[i].key);
		if (value)
			head = arena_printf(arena, "%s%s: %s\n", head, heads[i].key, value);
	}
	head = arena_printf(arena, "%sbytes: %zu\n\n", head, item->n);
	size_t n = strlen(head);
	char *all = arena_alloc(arena, n + item->n + 1);
	memcpy(all, head, n);
	memcpy(all + n, item->bytes, item->n);
	return state_write(path_of(spool, item->name, arena), all, n + item->n, err);
}

bool
spool_put(struct spool *spool, struct spool_item *item, bool newest, struct err *err)
{
	struct arena arena = { 0 };
	item->name = name_of(item, &spool->arena);
	if (item->n > MAX_ITEM_BYTES)
		return err_set(err, EXIT_DATA, "%s: larger than %d MiB, which no scan is", item->run, MAX_ITEM_BYTES >> 20);
	int fd = lock_changes(spool);
	bool ok = fd >= 0 || err_errno(err, spool->waiting);
	ok = ok && make_room(spool, item, newest, &arena, err) && write_item(spool, item, &arena, err);
	/* The new one is safe before the old one goes. */
	if (ok && newest)
		drop_replaced(spool, item, &arena);
	unlock(fd);
	arena_fini(&arena);
	return ok;
}

struct aged {
	const char *name;
	struct timespec time;
};

static int
by_age(const void *a, const void *b)
{
	const struct aged *x = a, *y = b;
	int d = (x->time.tv_sec > y->time.tv_sec) - (x->time.tv_sec < y->time.tv_sec);
	if (!d)
		d = (x->time.tv_nsec > y->time.tv_nsec) - (x->time.tv_nsec < y->time.tv_nsec);
	return d ? d : strcmp(x->name, y->name);
}

/* The files of a folder by age. */
static const char **
list_by_age(const char *folder, struct arena *arena, size_t *n)
{
	const char **names = state_list(folder, arena, n);
	struct aged *all = arena_alloc(arena, (*n + 1) * sizeof *all);
	for (size_t i = 0; i < *n; i++) {
		struct stat st = { 0 };
		(void)stat(arena_printf(arena, "%s/%s", folder, names[i]), &st);
		all[i] = (struct aged){ names[i], st.st_mtim };
	}
	if (*n)
		qsort(all, *n, sizeof *all, by_age);
	for (size_t i = 0; i < *n; i++)
		names[i] = all[i].name;
	return names;
}

const char **
spool_list(const struct spool *spool, struct arena *arena, size_t *n)
{
	return list_by_age(spool->waiting, arena, n);
}

/* Reads the head; NULL when it is not one, else where the document begins. */
static char *
parse_head(char *text, const char *end, struct spool_item *item)
{
	char *p = text, *newline;
	int64_t bytes = -1;
	for (size_t line = 0; (newline = memchr(p, '\n', (size_t)(end - p))); line++) {
		*newline = 0;
		char *value = strstr(p, ": ");
		if (line == 0 && strcmp(p, first_line) != 0)
			return NULL;
		if (!*p)
			return bytes >= 0 && bytes == end - (newline + 1) ? newline + 1 : NULL;
		if (line && !value)
			return NULL;
		for (size_t i = 0; line && i < N_HEADS; i++)
			if (strncmp(p, heads[i].key, (size_t)(value - p)) == 0 && !heads[i].key[value - p])
				*field(item, i) = value + 2;
		if (line && str_starts(p, "bytes: ") && !str_number(value + 2, &bytes))
			return NULL;
		p = newline + 1;
	}
	return NULL;
}

bool
spool_read(const struct spool *spool, const char *name, struct arena *arena, struct spool_item *item, bool *damaged)
{
	struct stat st;
	*item = (struct spool_item){ .name = name, .to = "", .run = "", .workstation = "" };
	*damaged = false;
	int fd = open(path_of(spool, name, arena), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return false;
	*damaged = true;
	size_t used = 0;
	char *text = NULL;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= 2 * MAX_ITEM_BYTES) {
		text = arena_alloc(arena, (size_t)st.st_size + 1);
		for (ssize_t k; used < (size_t)st.st_size && (k = read(fd, text + used, (size_t)st.st_size - used)) > 0;)
			used += (size_t)k;
		item->inode = st.st_ino;
	}
	close(fd);
	if (!text)
		return false;
	item->bytes = text;
	item->n = used;
	const char *end = text + used;
	char *document = parse_head(text, end, item);
	for (size_t i = 0; document && i < N_HEADS; i++)
		if (heads[i].needed && !**field(item, i))
			document = NULL;
	if (!document)
		return false;
	item->bytes = document;
	item->n = (size_t)(end - document);
	*damaged = false;
	return true;
}

void
spool_remove(struct spool *spool, const struct spool_item *item)
{
	struct arena arena = { 0 };
	struct stat st;
	const char *path = path_of(spool, item->name, &arena);
	int fd = lock_changes(spool);
	if (stat(path, &st) == 0 && st.st_ino == item->inode)
		unlink(path);
	unlock(fd);
	arena_fini(&arena);
}

/* Two files for each; the oldest go. */
static void
bound_aside(const struct spool *spool, struct arena *arena)
{
	size_t n;
	const char **names = list_by_age(spool->aside, arena, &n);
	for (size_t i = 0; i + 2 * SPOOL_MAX_ASIDE < n; i++)
		unlink(arena_printf(arena, "%s/%s", spool->aside, names[i]));
}

const char *
spool_put_aside(struct spool *spool, const struct spool_item *item, const char *reason)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	const char *path = arena_printf(&spool->arena, "%s/%s.json", spool->aside, item->name);
	const char *beside = arena_printf(&arena, "%s/%s.reason", spool->aside, item->name);
	const char *text = arena_printf(&arena, "%s\n", reason);
	bool ok = state_write(beside, text, strlen(text), &err) && state_write(path, item->bytes, item->n, &err);
	if (ok) {
		spool_remove(spool, item);
		bound_aside(spool, &arena);
	}
	arena_fini(&arena);
	return ok ? path : NULL;
}
