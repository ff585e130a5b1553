/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What machine.c asks of a system, on Linux and macOS.
 */
#include "config.h"

#include "intake/machine.h"

#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/env.h"
#include "base/str.h"
#include "intake/machine-system.h"

#ifdef __APPLE__
enum { FIRST_PERSON = 500, NOBODY = 0x7ffffffe };
#else
enum { FIRST_PERSON = 1000, NOBODY = 65534 };
#endif

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
		const char *how = bus && !strstr(bus, "/usb") ? machine_first_line(tree, arena_printf(arena, "%s/addr_assign_type", path + 1), arena) : NULL;
		if (!how || strcmp(how, "0") != 0 || (best && strcmp(best, bus) <= 0))
			continue;
		best = arena_strdup(arena, bus);
		card = machine_first_line(tree, arena_printf(arena, "%s/address", path + 1), arena);
	}
	return card;
}

const char *
machine_state(struct arena *arena)
{
	const char *state = env_get("XDG_STATE_HOME"), *home = env_get("HOME");
	if (geteuid() == 0)
		return "/var/lib/mailaccord";
	if (state && machine_path_is_whole(state))
		return arena_printf(arena, "%s/mailaccord", state);
	return home && machine_path_is_whole(home) ? arena_printf(arena, "%s/.local/state/mailaccord", home) : NULL;
}

bool
machine_path_is_whole(const char *path)
{
	return *path == '/';
}

const char *
system_id(struct arena *arena)
{
	struct tree tree;
	struct err err = { 0 };
	const char *id = tree_init(&tree, "/", &err) ? machine_first_line(&tree, "etc/machine-id", arena) : NULL;
	tree_fini(&tree);
	return machine_id_is_own(id) ? id : NULL;
}

const char *
system_card(struct arena *arena)
{
	struct tree tree;
	struct err err = { 0 };
	const char *card = tree_init(&tree, "/", &err) ? first_card(&tree, arena) : NULL;
	tree_fini(&tree);
	return card;
}

const char *
system_host(struct arena *arena)
{
	char name[256] = "";
	return gethostname(name, sizeof name - 1) == 0 && *name ? str_utf8(arena, name, strlen(name)) : NULL;
}

const char *
system_name(void)
{
#ifdef __APPLE__
	return "macos";
#else
	return "linux";
#endif
}

/* Not asked: what clients do hangs on it under Windows only. */
const char *
system_version(struct arena *arena)
{
	(void)arena;
	return NULL;
}

const char *
system_domain(struct arena *arena)
{
	(void)arena;
	return NULL;
}

uint64_t
system_random(void)
{
	uint64_t random = 0;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, &random, sizeof random) != (ssize_t)sizeof random)
		random = (uint64_t)getpid() << 32 ^ (uint64_t)time(NULL);
	if (fd >= 0)
		close(fd);
	return random;
}

const char *
system_plugins(struct arena *arena)
{
	(void)arena;
	return NULL;
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
		*h = (struct home){ .path = arena_strdup(arena, pw->pw_dir + 1), .user = str_utf8(arena, pw->pw_name, strlen(pw->pw_name)) };
	}
	endpwent();
	const char *own = getenv("HOME");
	if (own && own[0] == '/' && own[1] && getuid() == me) {
		struct passwd *pw = getpwuid(me);
		struct home *h = arena_grow(arena, &homes, n, sizeof *h);
		*h = (struct home){ .path = arena_strdup(arena, own + 1), .user = pw ? str_utf8(arena, pw->pw_name, strlen(pw->pw_name)) : NULL };
	}
	return homes;
}

const struct live_registry *
machine_registries(struct arena *arena, size_t *n)
{
	(void)arena;
	*n = 0;
	return NULL;
}
