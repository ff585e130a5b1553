/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intake/bundle-load.h"

#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/str.h"
#include "intake/hive.h"

enum { REGISTRY_TEXT_BYTES = 256 << 20, MAX_KEYS = 64, HEAD_BYTES = 16 };

/* The keys that the plugin reads, into KEYS. */
static size_t
wanted_keys(const struct ma_plugin *plugin, const char *keys[MAX_KEYS])
{
	size_t n = 0;
	for (const struct ma_source *s = plugin->sources; s->role && n < MAX_KEYS; s++)
		if (s->base == MA_REGISTRY)
			keys[n++] = s->glob + (str_starts(s->glob, "//") ? 2 : 0);
	return n;
}

static void
load_file(struct member *m, struct ma_file *file)
{
	size_t size = (size_t)m->size, page = (size_t)sysconf(_SC_PAGESIZE);
	void *bytes = size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, m->fd, 0) : MAP_FAILED;
	/* One byte behind the end must be readable, which a full last page does not give. */
	if (bytes != MAP_FAILED && size % page == 0) {
		char *copy = xmalloc(size + 1);
		memcpy(copy, bytes, size);
		copy[size] = 0;
		munmap(bytes, size);
		bytes = copy;
	}
	file->bytes = bytes == MAP_FAILED ? MA_STR("") : (struct ma_str){ bytes, size };
}

static bool
is_hive(int fd)
{
	uint8_t head[HEAD_BYTES];
	return pread(fd, head, sizeof head, 0) == (ssize_t)sizeof head && hive_is(head, sizeof head);
}

static void
load_registry(struct bundle_load *load, struct member *m, struct ma_file *file)
{
	const char *keys[MAX_KEYS];
	struct err err = { 0 };
	/* The C library loads converters from files, which cannot be had later; a loaded one stays. */
	(void)iconv_open("UTF-8", "UTF-16LE");
	if (m->n_roots)
		return;
	m->hive = is_hive(m->fd);
	if (m->hive) {
		/* Walked through when the doors are closed. */
		load_file(m, file);
		return;
	}
	size_t n = wanted_keys(load->plugin, keys);
	if (!registry_read(m->fd, (uint64_t)m->size, keys, n, load->b->codepage, REGISTRY_TEXT_BYTES, &m->registry, &err))
		m->registry.damaged = true;
	/* What is called a hive and is none is not "nothing in it". */
	m->registry.damaged |= !m->registry.bytes;
	file->bytes = (struct ma_str){ m->registry.bytes ? m->registry.bytes : "", m->registry.n };
	file->ansi_charset = m->registry.ansi_charset;
	if (file->ansi_charset)
		(void)iconv_open("UTF-8", file->ansi_charset);
}

void
bundle_prepare(void *job)
{
	struct bundle_load *load = job;
	const char *keys[MAX_KEYS], *codepage = load->b->codepage ? load->b->codepage : "CP932";
	/* A plugin that reads the registry is of a client of Windows, whose other files may be in the code page too. */
	bool windows = wanted_keys(load->plugin, keys) > 0;
	if (windows)
		(void)iconv_open("UTF-8", codepage);
	load->files = arena_alloc(load->b->arena, (load->n + 1) * sizeof *load->files);
	for (size_t i = 0; i < load->n; i++) {
		struct member *m = &load->members[i];
		/* A profile folder that was handed over by itself keeps its name. */
		const char *path = strchr(m->path, '/') || !load->b->top ? m->path : arena_printf(load->b->arena, "%s/%s", load->b->top, m->path);
		load->files[i] = (struct ma_file){ .role = m->source ? m->source->role : "", .path = path, .bytes = MA_STR("") };
		if (m->asked)
			load->files[i].asked = (struct ma_str){ m->asked, strlen(m->asked) };
		if (m->source && m->source->base == MA_REGISTRY)
			load_registry(load, m, &load->files[i]);
		else
			load_file(m, &load->files[i]);
		if (windows && !load->files[i].ansi_charset)
			load->files[i].ansi_charset = codepage;
	}
}

static uint32_t
original_line(void *lines, uint32_t file, uint32_t line)
{
	const struct bundle_load *load = lines;
	if (file >= load->n)
		return line;
	return load->members[file].no_lines ? 0 : registry_original_line(&load->members[file].registry, line);
}

void
bundle_walk_registry(struct bundle_load *load, size_t i)
{
	const char *keys[MAX_KEYS];
	struct member *m = &load->members[i];
	struct registry_root hive = { .name = "HKEY_CURRENT_USER" };
	bool whole = true, opened = m->hive && hive_open(load->files[i].bytes.p, load->files[i].bytes.n, &hive.tree, &whole);
	registry_tree_read(m->hive ? &hive : m->roots, m->hive ? opened : m->n_roots, keys, wanted_keys(load->plugin, keys), REGISTRY_TEXT_BYTES,
	    &m->registry);
	if (opened)
		hive.tree.close(hive.tree.tree);
	m->registry.damaged |= m->hive && (!opened || !whole);
	m->no_lines = true;
	load->files[i].bytes = (struct ma_str){ m->registry.bytes, m->registry.n };
}

void
bundle_run(void *job, struct record_out *out)
{
	struct bundle_load *load = job;
	out->line = original_line;
	out->lines = load;
	for (size_t i = 0; i < load->n; i++) {
		struct member *m = &load->members[i];
		const struct ma_at at = { .file = (uint32_t)i };
		if (m->hive || m->n_roots)
			bundle_walk_registry(load, i);
		if (m->registry.damaged)
			record_note(out, MA_NOTE_DAMAGED, at, NULL);
		if (m->registry.denied)
			record_note(out, MA_NOTE_DENIED, at, NULL);
		if (m->registry.capped)
			record_note(out, MA_NOTE_LIMIT, at, NULL);
	}
	record_parse(load->parser, load->files, load->n, out);
}
