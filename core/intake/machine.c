/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "intake/machine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/machine-system.h"

const char *
machine_first_line(const struct tree *tree, const char *path, struct arena *arena)
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

bool
machine_id_is_own(const char *id)
{
	return id && strlen(id) == 32 && strspn(id, "0123456789abcdef") == 32 && !workstation_id_is_junk(id);
}

struct workstation
machine_of(const struct tree *tree, struct arena *arena)
{
	struct workstation w = { 0 };
	const char *machine_id = machine_first_line(tree, "etc/machine-id", arena);
	w.name = machine_first_line(tree, "etc/hostname", arena);
	w.id = machine_id_is_own(machine_id) ? id_from(machine_id, arena) : NULL;
	return w;
}

struct workstation
machine_here(struct arena *arena)
{
	const char *id = system_id(arena), *name = system_host(arena), *card = system_card(arena);
	struct workstation w = { .name = name ? name : "unnamed", .os = system_name(), .os_version = system_version(arena), .domain = system_domain(arena) };
	w.id = id_from(id ? id : w.name, arena);
	/* Mixed with what is not known elsewhere, so that nobody can try all cards there are. */
	if (id && card)
		w.hardware = id_from(arena_printf(arena, "%s %s", id, card), arena);
	return w;
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
	return arena_printf(arena, "%s-%08" PRIx64, machine_time(arena), system_random() & 0xffffffff);
}
