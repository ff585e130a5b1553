/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * store token, revoke, enrol: who may talk to a collector.  A token is shown
 * once, when it is made; the store has its digest only.
 */
#include "command/store-command.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/str.h"
#include "intake/loader.h"
#include "net/pack.h"

enum { SECRET_BYTES = 32, ALL_SCOPES = STORE_SEND | STORE_GATE | STORE_READ, EXPIRES_DAYS = 30 };
static const char scope_words[] = "send gate read";

static char *
in_hex(const uint8_t *bytes, size_t n, struct arena *arena)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(arena, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	return out;
}

/* A new secret and its digest. */
static bool
make_secret(struct store_use *use, const char *prefix, const char **secret, const char **digest)
{
	struct err *err = &use->call->err;
	struct arena *arena = &use->call->arena;
	uint8_t bytes[SECRET_BYTES], sum[PACK_DIGEST_BYTES];
	const struct pack *pack = loader_module("pack", err);
	if (!pack)
		return false;
	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return err_errno(err, "getrandom");
	*secret = arena_printf(arena, "%s%s", prefix, in_hex(bytes, sizeof bytes, arena));
	pack->sha256(*secret, strlen(*secret), sum);
	*digest = in_hex(sum, sizeof sum, arena);
	return true;
}

static bool
read_scopes(struct call *call, unsigned *out)
{
	const char *p = call->options[OPT_SCOPE].given ? call->options[OPT_SCOPE].text : "send,gate";
	*out = 0;
	for (size_t n; *p; p += n + (p[n] == ',')) {
		int scope;
		n = strcspn(p, ",");
		if (!str_word(scope_words, p, n, &scope))
			return err_set(&call->err, EXIT_USAGE, "--scope: \"%s\" is none of: %s", p, scope_words);
		*out |= 1u << scope;
	}
	return *out || err_set(&call->err, EXIT_USAGE, "--scope: \"%s\" is none of: %s", p, scope_words);
}

static const char *
print_scopes(unsigned scopes, struct arena *arena)
{
	const char *out = "";
	for (int i = 0; 1u << i < ALL_SCOPES; i++)
		if (scopes & 1u << i)
			out = arena_printf(arena, "%s%s%s", out, *out ? "," : "", str_nth_word(arena, scope_words, i));
	return out;
}

static bool
list_token(void *data, const struct store_token *t)
{
	static const int widths[] = { 24, 14, 20, 10, 10, 0 };
	struct store_use *use = data;
	const struct document_cell cells[] = {
		{ "name", t->name, NULL },
		{ "scopes", print_scopes(t->scopes, &use->call->arena), NULL },
		{ "created", t->created, NULL },
		{ "used", t->used, NULL },
		{ "revoked", t->revoked, NULL },
		{ "workstation", t->workstation, NULL },
	};
	store_put_row(use, cells, widths, sizeof cells / sizeof *cells);
	return true;
}

int
store_verb_token(struct store_use *use)
{
	struct call *call = use->call;
	struct store_token token = { .workstation = call->options[OPT_WORKSTATION].text, .created = use->now };
	const char *secret;
	if (!use->n)
		return store_tokens(use->store, list_token, use, &call->err) ? EXIT_CLEAN : EXIT_BUG;
	token.name = use->arguments[0];
	if (!read_scopes(call, &token.scopes) || !make_secret(use, "ma_", &secret, &token.digest) || !store_add_token(use->store, &token, &call->err))
		return EXIT_BUG;
	fprintf(use->out, "%s\n", secret);
	return EXIT_CLEAN;
}

int
store_verb_revoke(struct store_use *use)
{
	struct err *err = &use->call->err;
	for (size_t i = 0; i < use->n; i++) {
		bool token, secret;
		if (!store_revoke_token(use->store, use->arguments[i], use->now, &token, err) ||
		    !store_drop_secret(use->store, use->arguments[i], &secret, err))
			return EXIT_BUG;
		if (!token && !secret)
			err_set(err, EXIT_NO_INPUT, "%s: there is no such token", use->arguments[i]);
	}
	return EXIT_CLEAN;
}

static bool
list_secret(void *data, const struct store_secret *s)
{
	static const int widths[] = { 24, 14, 20, 20, 0 };
	struct store_use *use = data;
	bool limited = s->uses_left >= 0;
	const struct document_cell cells[] = {
		{ "name", s->name, NULL },
		{ "scopes", print_scopes(s->scopes, &use->call->arena), NULL },
		{ "created", s->created, NULL },
		{ "expires", s->expires, NULL },
		{ "uses_left", NULL, limited ? &s->uses_left : NULL },
	};
	store_put_row(use, cells, widths, sizeof cells / sizeof *cells);
	return true;
}

int
store_verb_enrol(struct store_use *use)
{
	struct call *call = use->call;
	struct store_secret s = { .created = use->now };
	const char *secret;
	int64_t days;
	if (!use->n)
		return store_secrets(use->store, list_secret, use, &call->err) ? EXIT_CLEAN : EXIT_BUG;
	s.name = use->arguments[0];
	if (!read_scopes(call, &s.scopes) || !store_option_number(call, OPT_EXPIRES, 1, EXPIRES_DAYS, &days) ||
	    !store_option_number(call, OPT_USES, 1, -1, &s.uses_left) || !make_secret(use, "mae_", &secret, &s.digest))
		return EXIT_BUG;
	s.expires = store_day(use->now, -days, &call->arena);
	if (!store_add_secret(use->store, &s, &call->err))
		return EXIT_BUG;
	fprintf(use->out, "%s\n", secret);
	return EXIT_CLEAN;
}
