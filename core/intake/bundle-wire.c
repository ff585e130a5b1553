/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One call of a parser as bytes, for a child process that is another program
 * image and shares no memory with this one: the plugin's name, then of each
 * file its texts, its bytes, and which line of the original each line is.
 * Numbers are 8 bytes in this machine's order, texts are their length and bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "intake/bundle-load.h"

enum { DAMAGED = 1, CAPPED = 2, HIVE = 4, NO_LINES = 8, HAS_ASKED = 16, HAS_CHARSET = 32, DENIED = 64 };

static void
put(struct bundle_wire *wire, const void *bytes, size_t n)
{
	if (wire->n + n > wire->capacity) {
		wire->capacity = 2 * (wire->n + n);
		wire->bytes = xrealloc(wire->bytes, wire->capacity);
	}
	if (n)
		memcpy(wire->bytes + wire->n, bytes, n);
	wire->n += n;
}

static void
put_number(struct bundle_wire *wire, uint64_t number)
{
	put(wire, &number, sizeof number);
}

static void
put_text(struct bundle_wire *wire, const char *text, size_t n)
{
	put_number(wire, n);
	put(wire, text, n);
}

void
bundle_pack(void *job, struct bundle_wire *wire)
{
	struct bundle_load *load = job;
	put_text(wire, load->plugin->name, strlen(load->plugin->name));
	put_number(wire, load->n);
	for (size_t i = 0; i < load->n; i++) {
		struct member *m = &load->members[i];
		const struct ma_file *f = &load->files[i];
		if (m->n_roots)
			bundle_walk_registry(load, i);
		const char *charset = f->ansi_charset ? f->ansi_charset : "";
		put_number(wire, (m->registry.damaged ? DAMAGED : 0u) | (m->registry.capped ? CAPPED : 0u) | (m->hive ? HIVE : 0u) |
				     (m->no_lines ? NO_LINES : 0u) | (m->registry.denied ? DENIED : 0u) | (m->asked ? HAS_ASKED : 0u) | (f->ansi_charset ? HAS_CHARSET : 0u));
		put_text(wire, f->role, strlen(f->role));
		put_text(wire, f->path, strlen(f->path));
		put_text(wire, f->asked.p, f->asked.n);
		put_text(wire, charset, strlen(charset));
		put_text(wire, (const char *)m->registry.map, m->registry.n_map * sizeof *m->registry.map);
		put_text(wire, f->bytes.p, f->bytes.n);
	}
}

/* ---- the other side ---- */

/* What is left to be taken; SHORT once something was missing. */
struct taker {
	struct ma_str rest;
	bool broken;
};

static uint64_t
take_number(struct taker *t)
{
	uint64_t number = 0;
	if (t->rest.n < sizeof number) {
		t->broken = true;
		return 0;
	}
	memcpy(&number, t->rest.p, sizeof number);
	t->rest.p += sizeof number;
	t->rest.n -= sizeof number;
	return number;
}

static struct ma_str
take_text(struct taker *t)
{
	uint64_t n = take_number(t);
	if (n > t->rest.n) {
		t->broken = true;
		return MA_STR("");
	}
	struct ma_str text = { t->rest.p, (size_t)n };
	t->rest.p += n;
	t->rest.n -= (size_t)n;
	return text;
}

static const char *
take_string(struct taker *t, struct arena *arena)
{
	struct ma_str text = take_text(t);
	return arena_copy(arena, text.p, text.n);
}

static void
take_file(struct taker *t, struct bundle_load *load, size_t i, struct arena *arena)
{
	struct member *m = &load->members[i];
	uint64_t flags = take_number(t);
	struct ma_file *f = &load->files[i];
	f->role = take_string(t, arena);
	f->path = take_string(t, arena);
	struct ma_str asked = take_text(t);
	const char *charset = take_string(t, arena);
	struct ma_str map = take_text(t);
	/* A NUL stands behind what a parser sees. */
	struct ma_str bytes = take_text(t);
	f->bytes = (struct ma_str){ arena_copy(arena, bytes.p, bytes.n), bytes.n };
	f->asked = flags & HAS_ASKED ? (struct ma_str){ arena_copy(arena, asked.p, asked.n), asked.n } : (struct ma_str){ 0 };
	f->ansi_charset = flags & HAS_CHARSET ? charset : NULL;
	m->registry.n_map = map.n / sizeof *m->registry.map;
	/* Not a copy of text, which may begin anywhere. */
	m->registry.map = arena_alloc(arena, (m->registry.n_map + 1) * sizeof *m->registry.map);
	memcpy(m->registry.map, map.p, m->registry.n_map * sizeof *m->registry.map);
	m->registry.damaged = flags & DAMAGED;
	m->registry.capped = flags & CAPPED;
	m->registry.denied = flags & DENIED;
	m->hive = flags & HIVE;
	m->no_lines = flags & NO_LINES;
}

bool
bundle_unpack_run(struct ma_str packed, const struct loader *plugins, struct record_out *out)
{
	struct taker t = { packed, false };
	struct arena arena = { 0 };
	struct bundle_load load = { 0 };
	const char *name = take_string(&t, &arena), *why = NULL;
	uint64_t n = take_number(&t);
	for (size_t i = 0; i < plugins->n; i++)
		if (strcmp(plugins->plugins[i].plugin->name, name) == 0)
			load.plugin = plugins->plugins[i].plugin;
	load.parser = load.plugin ? loader_parser(plugins, load.plugin, &why) : NULL;
	/* Each file takes at least its flags and six lengths. */
	bool ok = load.parser && !t.broken && n <= t.rest.n / (7 * sizeof(uint64_t));
	if (ok) {
		load.n = (size_t)n;
		load.members = arena_alloc(&arena, (load.n + 1) * sizeof *load.members);
		load.files = arena_alloc(&arena, (load.n + 1) * sizeof *load.files);
		for (size_t i = 0; i < load.n; i++)
			take_file(&t, &load, i, &arena);
		ok = !t.broken && !t.rest.n;
	}
	if (ok)
		bundle_run(&load, out);
	arena_fini(&arena);
	return ok;
}
