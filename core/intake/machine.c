/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "intake/machine.h"

#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"

#ifdef __APPLE__
enum { FIRST_PERSON = 500, NOBODY = 0x7ffffffe };
#else
enum { FIRST_PERSON = 1000, NOBODY = 65534 };
#endif

/* The first line of a small file below the tree, or NULL. */
static const char *
first_line(const struct tree *tree, const char *path, struct arena *arena)
{
	char line[256];
	struct tree_stat stat;
	int fd = tree_open(tree, path, &stat);
	ssize_t n = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return NULL;
	line[n] = 0;
	line[strcspn(line, "\r\n")] = 0;
	return *line ? str_utf8(arena, line, strlen(line)) : NULL;
}

/* The system's id must not leave the machine: what we use is a hash of it with our own word. */
static const char *
id_from(const char *secret, struct arena *arena)
{
	uint64_t a = str_hash(str_hash(STR_HASH_START, "mailaccord workstation 1"), secret);
	uint64_t b = str_hash(str_hash(a, secret), "mailaccord workstation 2");
	return arena_printf(arena, "%016" PRIx64 "%016" PRIx64, a, b);
}

/* An id that systemd gave: images are made with none, with zeros, or with a word. */
static bool
is_own_id(const char *id)
{
	return id && strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32 && !workstation_id_is_junk(id);
}

/* The address of the network card that sits first on the machine's own bus, which no dock changes; NULL: there is none. */
static const char *
first_card(const struct tree *tree, struct arena *arena)
{
	size_t n;
	const char *best = NULL, *card = NULL, *folder = "sys/class/net";
	const char **names = tree_list(tree, folder, arena, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		char target[PATH_MAX];
		const char *path = arena_printf(arena, "/%s/%s", folder, names[i]);
		ssize_t length = readlink(path, target, sizeof target - 1);
		const char *bus = NULL;
		if (length > 0) {
			target[length] = 0;
			bus = strstr(target, "/pci");
		}
		/* 0: burnt in; others are made up or set. */
		const char *how = bus && !strstr(bus, "/usb") ? first_line(tree, arena_printf(arena, "%s/addr_assign_type", path + 1), arena) : NULL;
		if (!how || strcmp(how, "0") != 0 || (best && strcmp(best, bus) <= 0))
			continue;
		best = arena_strdup(arena, bus);
		card = first_line(tree, arena_printf(arena, "%s/address", path + 1), arena);
	}
	return card;
}

struct workstation
machine_of(const struct tree *tree, struct arena *arena)
{
	struct workstation w = { 0 };
	const char *machine_id = first_line(tree, "etc/machine-id", arena);
	w.name = first_line(tree, "etc/hostname", arena);
	w.id = is_own_id(machine_id) ? id_from(machine_id, arena) : NULL;
	return w;
}

struct workstation
machine_here(struct arena *arena)
{
	struct tree tree;
	struct err err = { 0 };
	struct workstation w = { 0 };
	char name[256] = "";
	if (tree_init(&tree, "/", &err)) {
		w = machine_of(&tree, arena);
		const char *machine_id = first_line(&tree, "etc/machine-id", arena), *card = first_card(&tree, arena);
		/* Mixed with what is not known elsewhere, so that nobody can try all cards there are. */
		if (is_own_id(machine_id) && card)
			w.hardware = id_from(arena_printf(arena, "%s %s", machine_id, card), arena);
		tree_fini(&tree);
	}
	if (gethostname(name, sizeof name - 1) == 0 && *name)
		w.name = str_utf8(arena, name, strlen(name));
	if (!w.name)
		w.name = "unnamed";
	if (!w.id)
		w.id = id_from(w.name, arena);
#if defined(__APPLE__)
	w.os = "macos";
#elif defined(_WIN32)
	w.os = "windows";
#else
	w.os = "linux";
#endif
	return w;
}

const struct home *
machine_homes(struct arena *arena, size_t *n)
{
	struct home *homes = NULL;
	*n = 0;
	uid_t me = geteuid();
	setpwent();
	for (struct passwd *pw; (pw = getpwent());) {
		/* Daemons' homes are system folders; people's numbers begin here (login.defs, macOS). */
		bool person = pw->pw_uid == 0 || (pw->pw_uid >= FIRST_PERSON && pw->pw_uid < NOBODY);
		if (!person || !pw->pw_dir || pw->pw_dir[0] != '/' || !pw->pw_dir[1] || (me != 0 && pw->pw_uid != me))
			continue;
		struct home *h = arena_grow(arena, &homes, n, sizeof *h);
		*h = (struct home){ arena_strdup(arena, pw->pw_dir + 1), str_utf8(arena, pw->pw_name, strlen(pw->pw_name)) };
	}
	endpwent();
	const char *own = getenv("HOME");
	if (own && own[0] == '/' && own[1] && getuid() == me) {
		struct passwd *pw = getpwuid(me);
		struct home *h = arena_grow(arena, &homes, n, sizeof *h);
		*h = (struct home){ arena_strdup(arena, own + 1), pw ? str_utf8(arena, pw->pw_name, strlen(pw->pw_name)) : NULL };
	}
	return homes;
}

const char *
machine_time(struct arena *arena)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;
	time_t t = epoch && str_number(epoch, &seconds) ? (time_t)seconds : time(NULL);
	struct tm tm;
	char text[32];
	gmtime_r(&t, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_strdup(arena, text);
}

const char *
machine_run(struct arena *arena)
{
	uint64_t random = 0;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, &random, sizeof random) != (ssize_t)sizeof random)
		random = (uint64_t)getpid() << 32 ^ (uint64_t)time(NULL);
	if (fd >= 0)
		close(fd);
	return arena_printf(arena, "%s-%08" PRIx64, machine_time(arena), random & 0xffffffff);
}
