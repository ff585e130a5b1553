/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All plugins.  An input is one file, given to every plugin in every role.  If
 * it begins with the byte 0x1e it is several files of one plugin:
 *
 *	0x1e plugin (role bytes) 0x1e (role bytes) 0x1e ...
 *
 * where plugin and role are one byte each, counted round; a file that a plugin
 * wants is the next that is there.
 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLUGIN(name) extern const struct ma_plugin mailaccord_plugin_v1_##name;
#include "builtin.def"
#undef PLUGIN
extern const struct ma_plugin mailaccord_plugin_v1_template;

/* Seeds name a plugin by its place: the template, then those of builtin.def, which grows at its end. */
static const struct ma_plugin *const plugins[] = {
	&mailaccord_plugin_v1_template,
#define PLUGIN(name) &mailaccord_plugin_v1_##name,
#include "builtin.def"
#undef PLUGIN
};
enum { N_PLUGINS = sizeof plugins / sizeof *plugins, MAX_PARTS = 8, PATH_SIZE = 256 };

static size_t
count_sources(const struct ma_plugin *plugin)
{
	size_t n = 0;
	while (plugin->sources[n].role)
		n++;
	return n;
}

/* The file as the source's row would bring it; PATH is where its path is kept. */
static struct ma_file
file_of(const struct ma_source *source, char *path, const char *bytes, size_t n)
{
	snprintf(path, PATH_SIZE, "%s%s", source->base == MA_HOME ? "home/somebody/" : "", source->glob);
	for (char *p = path; *p; p++)
		if (*p == '*')
			*p = '1';
	char *split = strstr(path, "//");
	if (split)
		memmove(split, split + 1, strlen(split));
	return (struct ma_file){
		.role = source->role,
		.path = path,
		.asked = { "", 0 },
		.bytes = { bytes, n },
		.ansi_charset = source->base == MA_REGISTRY ? "CP932" : NULL,
	};
}

static void
every_role(const char *bytes, size_t n)
{
	char path[PATH_SIZE];
	for (size_t p = 0; p < N_PLUGINS; p++) {
		const struct ma_source *s = plugins[p]->sources;
		for (size_t i = 0; s[i].role; i++) {
			/* Rows of one role and one name differ in the folder only. */
			const char *name = strrchr(s[i].glob, '/'), *before = i ? strrchr(s[i - 1].glob, '/') : NULL;
			if (i && strcmp(s[i].role, s[i - 1].role) == 0 && name && before && strcmp(name, before) == 0)
				continue;
			if (i && s[i].base == MA_REGISTRY && strcmp(s[i].role, s[i - 1].role) == 0)
				continue;
			struct ma_file file = file_of(&s[i], path, bytes, n);
			host_parse(plugins[p], &file, 1, &file, 1);
		}
	}
}

static void
several_files(const uint8_t *data, size_t size)
{
	struct ma_file files[MAX_PARTS];
	char paths[MAX_PARTS][PATH_SIZE], *copies[MAX_PARTS];
	size_t n = 0, at = 2;
	const struct ma_plugin *plugin = plugins[data[1] % N_PLUGINS];
	size_t n_sources = count_sources(plugin);
	while (at < size && n < MAX_PARTS) {
		const struct ma_source *source = &plugin->sources[data[at++] % n_sources];
		const uint8_t *end = at < size ? memchr(data + at, 0x1e, size - at) : NULL;
		size_t bytes = end ? (size_t)(end - data) - at : size - at;
		copies[n] = host_bytes(data + at, bytes);
		files[n] = file_of(source, paths[n], copies[n], bytes);
		n++;
		at += bytes + 1;
	}
	if (n) {
		host_parse(plugin, files, n, NULL, 0);
		host_parse(plugin, files, 1, files + 1, n - 1);
	}
	while (n)
		free(copies[--n]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size >= 2 && data[0] == 0x1e) {
		several_files(data, size);
		return 0;
	}
	char *bytes = host_bytes(data, size);
	every_role(bytes, size);
	free(bytes);
	return 0;
}
