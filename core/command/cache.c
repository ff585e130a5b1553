/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "command/cache.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/text.h"
#include "intake/machine.h"

/* Options that say where and how it is told, not what. */
static bool
is_about_telling(int option)
{
	return option == OPT_OUTPUT || option == OPT_QUIET || option == OPT_EXIT_SCHEME;
}

/* Another world than the store alone. */
static bool
is_kept(const struct call *call)
{
	return call->n_arguments == 1 && common_is_store(call->arguments[0]) && !call->options[OPT_BASELINE].given &&
	       !call->options[OPT_SUPPOSE].given && !call->options[OPT_CHANGES].given;
}

static bool
hash_policy(struct call *call, uint64_t *hash)
{
	struct err err = { 0 };
	size_t n;
	char *bytes = call->options[OPT_POLICY].given ? common_read(call->options[OPT_POLICY].text, &n, &err) : NULL;
	if (bytes)
		*hash = str_hash(*hash, bytes);
	free(bytes);
	return !err.status;
}

/* All that decides over what is written, but for the store. */
static const char *
key_of(struct call *call, const struct text_style *style)
{
	const char *now = machine_time(&call->arena);
	uint64_t hash = str_hash(STR_HASH_START, PACKAGE_VERSION);
	hash = str_hash(hash, arena_copy(&call->arena, now, strcspn(now, "T")));
	hash = str_hash(hash, arena_printf(&call->arena, "%d %d %d %s", (int)lang_now(), style->columns, style->colour, common_suffix(call)));
	for (int i = 0; i < OPT_COUNT; i++)
		for (size_t k = 0; !is_about_telling(i) && k < call->options[i].n; k++)
			hash = str_hash(hash, arena_printf(&call->arena, "%d=%s\n", i, call->options[i].all[k] ? call->options[i].all[k] : ""));
	return hash_policy(call, &hash) ? arena_printf(&call->arena, "report %016" PRIx64, hash) : NULL;
}

/* ---- answering ---- */

struct status {
	int status;
	bool warns;
};

static bool
take_status(void *data, const void *bytes, size_t n)
{
	if (n == sizeof(struct status))
		memcpy(data, bytes, n);
	return true;
}

static bool
copy_piece(void *data, const void *bytes, size_t n)
{
	return fwrite(bytes, 1, n, data) == n;
}

static bool
answer(struct cache *cache, struct call *call, struct store *store)
{
	struct output output;
	bool found;
	if (!output_open(&output, call))
		return false;
	bool ok = store_cached(store, cache->key, copy_piece, output.file, &found, &call->err) && found;
	if (ok && ferror(output.file))
		err_set(&call->err, EXIT_IO, "%s: cannot be written", output.path ? output.path : _("standard output"));
	return output_close(&output, ok && !call->err.status, &call->err);
}

bool
cache_answer(struct cache *cache, struct call *call, int *status)
{
	struct output output = { .path = call->options[OPT_OUTPUT].text };
	struct text_style style = common_style(call, &output);
	struct status before = { -1, false };
	struct err err = { 0 };
	bool found = false;
	*cache = (struct cache){ 0 };
	if (!is_kept(call) || !(cache->key = key_of(call, &style)))
		return false;
	struct store *store = common_store(call->arguments[0], SQL_READ, &err);
	if (!store)
		return false; /* whoever reads it says why */
	cache->store = call->arguments[0];
	cache->generation = store_generation(store);
	const char *key = arena_printf(&call->arena, "%s status", cache->key);
	if (!store_cached(store, key, take_status, &before, &found, &err) || !found || before.status < 0) {
		call->copy = tmpfile();
		store_close(store);
		return false;
	}
	call->warns = before.warns;
	*status = answer(cache, call, store) ? before.status : EXIT_BUG;
	store_close(store);
	return true;
}

/* ---- keeping ---- */

void
cache_keep(struct cache *cache, struct call *call, int status)
{
	struct err err = { 0 };
	struct status now = { status, call->warns };
	if (!call->copy)
		return;
	long n = call->err.status || fflush(call->copy) != 0 || fseek(call->copy, 0, SEEK_END) != 0 ? -1 : ftell(call->copy);
	void *bytes = n > 0 ? mmap(NULL, (size_t)n, PROT_READ, MAP_PRIVATE, fileno(call->copy), 0) : MAP_FAILED;
	struct store *store = bytes != MAP_FAILED ? common_store(cache->store, SQL_WRITE, &err) : NULL;
	const char *when = machine_time(&call->arena), *key = arena_printf(&call->arena, "%s status", cache->key);
	if (store && store_cache(store, cache->key, cache->generation, when, bytes, (size_t)n, &err))
		(void)store_cache(store, key, cache->generation, when, &now, sizeof now, &err);
	store_close(store);
	if (bytes != MAP_FAILED)
		munmap(bytes, (size_t)n);
	fclose(call->copy);
	call->copy = NULL;
}
