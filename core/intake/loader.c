/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "intake/loader.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/env.h"
#include "base/lang.h"
#include "base/str.h"
#include "intake/machine-system.h"

#ifdef MAILACCORD_STATIC_PLUGINS
#define PLUGIN(name) extern const struct ma_plugin mailaccord_plugin_v1_##name;
#include "builtin.def"
#undef PLUGIN
static const struct ma_plugin *const builtin[] = {
#define PLUGIN(name) &mailaccord_plugin_v1_##name,
#include "builtin.def"
#undef PLUGIN
};
#else
static const struct ma_plugin *const builtin[1];
#endif

static void
refuse(struct loader *loader, const char *path, const char *why)
{
	const char **slot = arena_grow(&loader->arena, &loader->refused, &loader->n_refused, sizeof *slot);
	*slot = arena_printf(&loader->arena, "%s: %s", path, why);
}

#define PARSER_SUFFIX ".parser" MODULE_SUFFIX

/* The name of the module that holds the plugin's parse, or NULL.  It must not lead to another folder. */
static const char *
parser_of(const struct ma_plugin *plugin)
{
	bool has = plugin->size >= offsetof(struct ma_plugin, tells) && plugin->parser;
	return has && str_ends(plugin->parser, PARSER_SUFFIX) && !strchr(plugin->parser, '/') ? plugin->parser : NULL;
}

enum ma_tells
loader_tells(const struct ma_plugin *plugin, enum ma_fact fact)
{
	bool has = plugin->size >= offsetof(struct ma_plugin, n_tells) + sizeof plugin->n_tells && plugin->tells;
	uint8_t tells = has && fact < plugin->n_tells ? plugin->tells[fact] : MA_CANNOT_TELL;
	/* These the program fills in itself (see replay.c). */
	if (tells == MA_CANNOT_TELL && (fact == MA_CLIENT || fact == MA_PROFILE || fact == MA_USER))
		return MA_IMPLIES;
	return tells <= MA_NOT_STORED ? (enum ma_tells)tells : MA_CANNOT_TELL;
}

const struct ma_writer *
loader_writers(const struct ma_plugin *plugin)
{
	bool has = plugin->size >= offsetof(struct ma_plugin, writers) + sizeof plugin->writers;
	return has ? plugin->writers : NULL;
}

const char *
loader_reason(const struct ma_plugin *plugin)
{
	if (!plugin)
		return N_("is no mailaccord plugin, or was built for another version of the plugin interface; rebuild it against this program's mailaccord/plugin.h");
	if (plugin->size < offsetof(struct ma_plugin, parser))
		return N_("was built against an older mailaccord/plugin.h; rebuild it");
	if (!plugin->name || !*plugin->name || strspn(plugin->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(plugin->name))
		return N_("has no proper name (lower-case letters, digits and '-')");
	if (!plugin->title || !plugin->sources || (!plugin->parse && !parser_of(plugin)))
		return N_("lacks a title, sources or a parse function");
	for (const struct ma_source *s = plugin->sources; s->role; s++)
		if (s->base > MA_REGISTRY || !s->glob || !*s->glob)
			return N_("has a source without a glob or with an unknown base");
	return NULL;
}

static void
accept(struct loader *loader, const struct ma_plugin *plugin, const char *path)
{
	const char *why = loader_reason(plugin);
	for (size_t i = 0; !why && i < loader->n; i++)
		if (strcmp(loader->plugins[i].plugin->name, plugin->name) == 0)
			why = arena_printf(&loader->arena, "is called \"%s\" like %s, which is used", plugin->name, loader->plugins[i].path);
	if (why) {
		refuse(loader, path, why);
		return;
	}
	struct loader_plugin *p = arena_grow(&loader->arena, &loader->plugins, &loader->n, sizeof *p);
	*p = (struct loader_plugin){ .plugin = plugin, .path = arena_strdup(&loader->arena, path), .parser = { .parse = plugin->parse } };
}

/* Could somebody beside us and root have written this? */
static bool
writable_by_others(const struct stat *st)
{
	bool sticky_folder = S_ISDIR(st->st_mode) && (st->st_mode & S_ISVTX);
	if (st->st_uid != 0 && st->st_uid != geteuid())
		return true;
	return (st->st_mode & (S_IWGRP | S_IWOTH)) && !sticky_folder;
}

/* Checks every folder from "/" down to PATH, which is absolute and free of
 * links.  Returns the first that others could write to, or NULL. */
static const char *
unsafe_folder(struct arena *arena, const char *path)
{
	for (const char *p = path; p; p = strchr(p + 1, '/')) {
		char *part = p == path ? arena_strdup(arena, "/") : arena_copy(arena, path, (size_t)(p - path));
		struct stat st;
		if (stat(part, &st) != 0 || writable_by_others(&st))
			return part;
	}
	struct stat st;
	return stat(path, &st) != 0 || writable_by_others(&st) ? path : NULL;
}

/* Opens one file, checks what was opened, and loads just that.  NULL and *WHY when it is not to be had. */
static void *
load(struct arena *arena, const char *path, const char **why)
{
	struct stat st;
	void *module = NULL;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		*why = errno == ELOOP ? N_("is a link; plugins must be regular files") : strerror(errno);
	} else if (!S_ISREG(st.st_mode)) {
		*why = N_("is no regular file");
	} else if (writable_by_others(&st)) {
		*why = N_("can be written by others than its owner, or belongs to somebody else; a plugin must be safe from that (chmod go-w)");
	} else {
		const char *name = path;
#ifdef __linux__
		name = arena_printf(arena, "/proc/self/fd/%d", fd);
		if (access(name, R_OK) != 0)
			name = path;
#endif
		module = dlopen(name, RTLD_NOW | RTLD_LOCAL);
		const char *error = module ? NULL : dlerror();
		size_t n = strlen(name);
		/* The message begins with the name it was loaded by, which nobody knows. */
		if (error && strncmp(error, name, n) == 0 && strncmp(error + n, ": ", 2) == 0)
			error += n + 2;
		*why = error ? arena_strdup(arena, error) : N_("cannot be loaded");
	}
	/* The descriptor of a loaded module stays open: the C library knows modules by
	 * name, so the number must not come again for another. */
	if (fd >= 0 && !module)
		close(fd);
	return module;
}

static void
load_plugin(struct loader *loader, const char *path)
{
	const char *why;
	void *module = load(&loader->arena, path, &why);
	if (module)
		accept(loader, dlsym(module, MAILACCORD_PLUGIN_SYMBOL), path);
	else
		refuse(loader, path, why);
}

static void
load_parser(struct arena *arena, struct loader_plugin *p)
{
	const char *why, *slash = strrchr(p->path, '/');
	const char *path = arena_printf(arena, "%.*s/%s", (int)(slash ? slash - p->path : 0), p->path, parser_of(p->plugin));
	void *module = load(arena, path, &why);
	const struct ma_parser *parser = module ? dlsym(module, MAILACCORD_PARSER_SYMBOL) : NULL;
	if (module && (!parser || parser->size < sizeof *parser || !parser->parse))
		why = N_("is no parser of a mailaccord plugin, or was built for another version of the plugin interface");
	else if (module)
		p->parser = *parser;
	if (!p->parser.parse)
		p->broken = arena_printf(arena, "%s: %s", path, why);
}

const struct ma_parser *
loader_parser(const struct loader *loader, const struct ma_plugin *plugin, const char **why)
{
	*why = NULL;
	for (size_t i = 0; i < loader->n; i++) {
		struct loader_plugin *p = &loader->plugins[i];
		if (p->plugin != plugin)
			continue;
		if (!p->parser.parse && !p->broken)
			load_parser(loader->scratch, p);
		*why = p->broken;
		return p->broken ? NULL : &p->parser;
	}
	return NULL;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
load_folder(struct loader *loader, const char *folder)
{
	char real[PATH_MAX];
	const char **names = NULL;
	size_t n = 0;
	DIR *dir = realpath(folder, real) ? opendir(real) : NULL;
	if (!dir) {
		refuse(loader, folder, strerror(errno));
		return;
	}
	const char *unsafe = unsafe_folder(&loader->arena, real);
	if (unsafe) {
		refuse(loader, folder,
		    arena_printf(&loader->arena, "no plugin is loaded from here: %s can be written by others (chmod go-w)", unsafe));
		closedir(dir);
		return;
	}
	for (struct dirent *e; (e = readdir(dir));)
		if (str_ends(e->d_name, MODULE_SUFFIX) && !str_ends(e->d_name, PARSER_SUFFIX) && e->d_name[0] != '.')
			*(const char **)arena_grow(&loader->arena, &names, &n, sizeof *names) =
			    arena_printf(&loader->arena, "%s/%s", real, e->d_name);
	closedir(dir);
	if (n)
		qsort(names, n, sizeof *names, by_bytes);
	for (size_t i = 0; i < n; i++)
		load_plugin(loader, names[i]);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct loader_plugin *)a)->plugin->name, ((const struct loader_plugin *)b)->plugin->name);
}

#ifndef MAILACCORD_STATIC_PLUGINS
/* INSTALLED, or the folder BUILT of a program that is run where it was built. */
static const char *
usual_folder(struct arena *arena, const char *built, const char *installed)
{
#ifdef __linux__
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	char *slash = n > 0 ? memrchr(exe, '/', (size_t)n) : NULL;
	if (slash) {
		built = arena_printf(arena, "%.*s/%s", (int)(slash - exe), exe, built);
		if (access(built, R_OK) == 0)
			return built;
	}
#endif
	(void)arena;
	(void)built;
	return installed;
}
#endif

void
loader_init(struct loader *loader, const char *folder)
{
	*loader = (struct loader){ 0 };
	loader->scratch = &loader->arena;
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin && builtin[i]; i++)
		accept(loader, builtin[i], "(built in)");
	if (!folder)
		folder = env_get("MAILACCORD_PLUGINS");
#ifndef MAILACCORD_STATIC_PLUGINS
	if (!folder)
		folder = usual_folder(&loader->arena, "plugins/.libs", PLUGINDIR);
#endif
	if (!folder)
		folder = system_plugins(&loader->arena);
	if (folder) {
		loader->folder = arena_strdup(&loader->arena, folder);
		load_folder(loader, folder);
	}
	if (loader->n)
		qsort(loader->plugins, loader->n, sizeof *loader->plugins, by_name);
}

void
loader_fini(struct loader *loader)
{
	arena_fini(&loader->arena);
}

/* ---- modules ---- */

#ifdef MAILACCORD_STATIC_PLUGINS
#define MODULE(name) extern const char mailaccord_module_##name[];
#include "modules.def"
#undef MODULE
static const struct {
	const char *name;
	const void *module;
} modules[] = {
#define MODULE(name) { #name, mailaccord_module_##name },
#include "modules.def"
#undef MODULE
	{ NULL, NULL },
};

const void *
loader_module(const char *name, struct err *err)
{
	for (size_t i = 0; modules[i].name; i++)
		if (strcmp(modules[i].name, name) == 0)
			return modules[i].module;
	err_set(err, EXIT_UNAVAILABLE, "this program was built without %s", name);
	return NULL;
}
#else
const void *
loader_module(const char *name, struct err *err)
{
	struct arena arena = { 0 };
	char real[PATH_MAX];
	const char *folder = env_get("MAILACCORD_MODULES"), *why = NULL, *unsafe = NULL;
	const void *constant = NULL;
	if (!folder)
		folder = usual_folder(&arena, "core/modules/.libs", MODULEDIR);
	if (realpath(folder, real))
		unsafe = unsafe_folder(&arena, real);
	else
		why = strerror(errno);
	if (unsafe)
		why = arena_printf(&arena, "%s can be written by others (chmod go-w)", unsafe);
	void *module = why ? NULL : load(&arena, arena_printf(&arena, "%s/%s" MODULE_SUFFIX, real, name), &why);
	if (module) {
		constant = dlsym(module, arena_printf(&arena, "mailaccord_module_%s", name));
		why = N_("is no module of this program");
	}
	if (!constant)
		err_set(err, EXIT_UNAVAILABLE, "%s/%s.so: %s", folder, name, _(why));
	arena_fini(&arena);
	return constant;
}
#endif
