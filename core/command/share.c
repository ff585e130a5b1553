/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/share.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/document.h"
#include "intake/machine.h"
#include "intake/state.h"
#include "model/reduce.h"
#include "net/pack.h"

enum { KEY_BYTES = 32, LEAST_KEY_LETTERS = 16, ALIAS_BYTES = 5 };

struct aliases {
	const struct pack *pack;
	const char *key;
	size_t n;
};

static const char *
hex(const uint8_t *bytes, size_t n, struct arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(arena, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return out;
}

/* The same user has the same pseudonym wherever the key is the same, and nobody without it can try names. */
static const char *
alias_of(const void *ctx, const char *user, struct arena *arena)
{
	const struct aliases *aliases = ctx;
	uint8_t digest[PACK_DIGEST_BYTES];
	aliases->pack->hmac_sha256(aliases->key, aliases->n, user, strlen(user), digest);
	return arena_printf(arena, "user-%s", hex(digest, ALIAS_BYTES, arena));
}

/* A key that this workstation makes for itself, once. */
static const char *
own_key(struct call *call)
{
	struct arena *arena = &call->arena;
	struct err missing = { 0 };
	uint8_t bytes[KEY_BYTES];
	const char *state = state_folder(arena, &call->err);
	const char *path = state ? arena_printf(arena, "%s/site-key", state) : NULL;
	const char *key = path ? state_secret(path, arena, &missing) : NULL;
	if (key || !path)
		return key;
	if (missing.status != EXIT_NO_INPUT) {
		err_set(&call->err, missing.status, "%s", missing.text);
		return NULL;
	}
	key = state_random(bytes, sizeof bytes, &call->err) ? hex(bytes, sizeof bytes, arena) : NULL;
	return key && state_write(path, key, strlen(key), &call->err) ? key : NULL;
}

/* The site's key may lie where all its workstations can read it; whoever else can is the site's concern. */
static const char *
site_key(struct call *call, const char *path)
{
	size_t n;
	char *bytes = common_read(path, &n, &call->err);
	const char *key = NULL;
	if (bytes && strcspn(bytes, "\r\n") < LEAST_KEY_LETTERS)
		err_set(&call->err, EXIT_CONFIG, "%s: should hold a key of at least %d letters", path, LEAST_KEY_LETTERS);
	else if (bytes)
		key = arena_copy(&call->arena, bytes, strcspn(bytes, "\r\n"));
	free(bytes);
	return key;
}

bool
share_open(struct share *share, struct call *call, const struct scan *scan, struct report *baseline)
{
	struct report *report = share->report = report_new();
	struct aliases aliases = { 0 };
	if (!common_policy(call, report, NULL))
		return false;
	const struct opt_value *given = &call->options[OPT_SITE_KEY_FILE];
	const char *path = given->given ? given->text : report->policy.site_key_file;
	bool plain = report->policy.plain || scan->withheld.users;
	if (!plain) {
		aliases.key = path ? site_key(call, path) : own_key(call);
		aliases.pack = aliases.key ? loader_module("pack", &call->err) : NULL;
		if (!aliases.pack)
			return false;
		aliases.n = strlen(aliases.key);
	}
	const struct reduce how = { .policy = &report->policy, .alias = plain ? NULL : alias_of, .ctx = &aliases };
	struct scan *reduced = scan_reduce(scan, &how);
	report_add_scan(report, reduced);
	report->lone = true;
	report->generated = machine_time(&report->arena);
	common_judge(report, baseline);
	share->scan = reduced;
	return true;
}

void
share_fini(struct share *share)
{
	report_free(share->report);
}

char *
share_bytes(struct call *call, const struct share *share, size_t *n)
{
	struct memory memory;
	bool open = memory_open(&memory);
	bool ok = open && document_write_scan(memory.file, "memory", share->scan, share->report, &call->err);
	if (!open || !memory_close(&memory))
		ok = err_set(&call->err, EXIT_IO, "no memory");
	*n = memory.n;
	if (ok)
		return memory.bytes;
	free(memory.bytes);
	return NULL;
}
