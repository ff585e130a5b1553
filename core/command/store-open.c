/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store where people may also name a file or a folder.
 */
#include "config.h"

#include "command/command.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "intake/loader.h"

static bool
is_database(const char *path)
{
	char magic[sizeof STORE_SQLITE_MAGIC] = "";
	struct stat st;
	int fd = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	bool is = fd >= 0 && read(fd, magic, sizeof magic) == (ssize_t)sizeof magic && memcmp(magic, STORE_SQLITE_MAGIC, sizeof magic) == 0;
	if (fd >= 0)
		close(fd);
	return is;
}

bool
common_is_store(const char *name)
{
	return store_module(name) || is_database(name);
}

static const char *
path_of(const char *name)
{
	return strncmp(name, "sqlite:", strlen("sqlite:")) == 0 ? name + strlen("sqlite:") : name;
}

/* It holds who works where: only its owner may read it unless somebody says otherwise. */
static bool
make_file(const char *name, struct err *err)
{
	const char *path = path_of(name);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, path);
	close(fd);
	return true;
}

struct store *
common_store(const char *name, enum sql_access access, struct err *err)
{
	const char *module = store_module(name);
	module = module ? module : "sqlite";
	const struct sql *sql = loader_module(module, err);
	if (sql && (sql->size < sizeof *sql || strcmp(sql->name, module) != 0))
		err_set(err, EXIT_UNAVAILABLE, "%s: is a module of another program version", module);
	struct stat st;
	if (strcmp(module, "sqlite") == 0 && stat(path_of(name), &st) == 0 && S_ISDIR(st.st_mode))
		err_set(err, EXIT_USAGE, "%s: is a folder; a store is a file", path_of(name));
	if (err->status || (access == SQL_CREATE && strcmp(module, "sqlite") == 0 && !make_file(name, err)))
		return NULL;
	return store_open(sql, name, access, PACKAGE_VERSION, err);
}

bool
common_store_policy(struct call *call, struct store *store)
{
	size_t n;
	const char *text = store_policy(store, &call->arena, &n, &call->err);
	if (text && !call->kept_policy.bytes) {
		call->kept_policy.bytes = text;
		call->kept_policy.n = n;
		call->kept_policy.origin = arena_strdup(&call->arena, store_name(store));
	}
	return !call->err.status;
}
