/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who asks.  A token is shown once, when it is made; what is kept, compared and
 * looked up is its digest, so that neither the store nor the time a look-up
 * takes tells anything of it.
 *
 *	Authorization: Bearer TOKEN
 *	Authorization: Basic BASE64(anything:TOKEN)	from browsers
 */
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/date.h"
#include "base/str.h"
#include "central/collector-inside.h"

enum { MAX_TOKEN = 200, MIN_SECRET = 16, TOKEN_BYTES = 32 };
#define TOKEN_MARK "mat_"

const char *const collector_scopes = "send gate read";

void
hex(const uint8_t *bytes, size_t n, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < n; i++) {
		out[2 * i] = digits[bytes[i] >> 4];
		out[2 * i + 1] = digits[bytes[i] & 15];
	}
	out[2 * n] = 0;
}

/* The bytes of base64 TEXT into OUT, SIZE at most with the NUL behind; false when it is none or does not fit. */
static bool
unbase64(const char *text, char *out, size_t size)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, n_bits = 0;
	size_t n = 0;
	for (; *text && *text != '='; text++) {
		const char *at = strchr(letters, *text);
		if (!at)
			return false;
		bits = bits << 6 | (unsigned)(at - letters);
		n_bits += 6;
		if (n_bits < 8)
			continue;
		n_bits -= 8;
		if (n + 1 >= size)
			return false;
		out[n++] = (char)(bits >> n_bits & 0xff);
	}
	out[n] = 0;
	return n > 0 && strspn(text, "=") == strlen(text) && strlen(out) == n;
}

bool
auth_read(struct visit *visit)
{
	const char *value = visit->request->authorization, *token = NULL;
	char decoded[2 * MAX_TOKEN];
	uint8_t digest[PACK_DIGEST_BYTES];
	if (value && strncasecmp(value, "Bearer ", 7) == 0) {
		token = value + 7;
	} else if (value && strncasecmp(value, "Basic ", 6) == 0 && unbase64(value + 6, decoded, sizeof decoded)) {
		const char *colon = strchr(decoded, ':');
		token = colon ? colon + 1 : NULL;
	}
	size_t n = token ? strlen(token) : 0;
	if (n && n <= MAX_TOKEN) {
		visit->collector->options.pack->sha256(token, n, digest);
		hex(digest, sizeof digest, visit->digest);
	}
	explicit_bzero(decoded, sizeof decoded);
	return n && n <= MAX_TOKEN;
}

/* A whole network of IPv6 belongs to one customer. */
static size_t
address_bytes(const struct httpd_request *request)
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	return memcmp(request->peer, mapped, sizeof mapped) == 0 ? HTTPD_PEER_BYTES : HTTPD_PEER_BYTES / 2;
}

void
auth_wrong(struct visit *visit)
{
	unsigned wait;
	bool secret = !visit->route->scopes;
	if (buckets_take(visit->collector->failures, visit->request->peer, address_bytes(visit->request), clock_us() / 1000, false, &wait))
		answer_refuse(visit, secret ? REFUSE_SECRET : REFUSE_TOKEN, NULL, 0);
	else
		answer_refuse(visit, REFUSE_RATE, NULL, wait);
}

/* Was it made too long ago? */
static bool
is_expired(const struct visit *visit)
{
	struct collector *c = visit->collector;
	struct arena arena = { 0 };
	int64_t made, today;
	bool known = date_days(visit->token.created, &made) && date_days(c->options.now(&arena), &today);
	arena_fini(&arena);
	return c->options.token_days && (!known || today - made >= c->options.token_days);
}

void
auth_admit(struct visit *visit, struct desk *desk)
{
	struct store *store = desk_store(desk);
	struct err err = { 0 };
	bool found = false;
	unsigned wait;
	visit->admitted = true;
	if (!store || !store_find_token(store, visit->digest, NULL, &visit->arena, &visit->token, &found, &err)) {
		if (store)
			desk_lost(desk, &err);
		answer_refuse(visit, REFUSE_STORE, NULL, 0);
	} else if (!found || is_expired(visit)) {
		auth_wrong(visit);
	} else if (!(visit->token.scopes & visit->route->scopes)) {
		answer_refuse(visit, REFUSE_SCOPE, NULL, 0);
	} else if (!buckets_take(visit->collector->by_token, visit->digest, strlen(visit->digest), clock_us() / 1000, false, &wait)) {
		answer_refuse(visit, REFUSE_RATE, NULL, wait);
	}
}

/* ---- secrets of the file ---- */

/* The scopes that WORDS (N bytes, separated by commas) name; 0: there is one that is none. */
static unsigned
scopes_of(const char *words, size_t n)
{
	unsigned scopes = 0;
	for (size_t used = 0; used < n;) {
		size_t k = 0;
		int index;
		while (used + k < n && words[used + k] != ',')
			k++;
		if (!str_word(collector_scopes, words + used, k, &index))
			return 0;
		scopes |= 1u << index;
		used += k + 1;
	}
	return scopes;
}
_Static_assert(STORE_SEND == 1 && STORE_GATE == 2 && STORE_READ == 4, "collector_scopes has another order");

static bool
read_secret(const struct pack *pack, const char *line, size_t n, struct secret *out)
{
	size_t blank = 0;
	while (blank < n && line[blank] != ' ' && line[blank] != '\t')
		blank++;
	out->scopes = blank < n ? scopes_of(line, blank) : STORE_SEND | STORE_GATE;
	while (blank < n && (line[blank] == ' ' || line[blank] == '\t'))
		blank++;
	const char *secret = blank < n ? line + blank : line;
	n -= (size_t)(secret - line);
	pack->sha256(secret, n, out->digest);
	return out->scopes && n >= MIN_SECRET && n <= MAX_TOKEN;
}

bool
collector_secrets(struct collector *c, const char *text, const char *origin, struct err *err)
{
	struct secret *all = NULL;
	size_t n_all = 0, number = 0;
	for (const char *line = text; *line; line += *line == '\n') {
		size_t n = strcspn(line, "\n"), whole = n;
		number++;
		while (n && strchr(" \t\r", line[n - 1]))
			n--;
		if (n && *line != '#') {
			all = xrealloc(all, (n_all + 1) * sizeof *all);
			if (!read_secret(c->options.pack, line, n, &all[n_all++])) {
				free(all);
				return err_set(err, EXIT_CONFIG, "%s:%zu: is no \"SECRET\" or \"SCOPES SECRET\"; a secret has %d to %d letters, scopes are: %s", origin,
				    number, MIN_SECRET, MAX_TOKEN, collector_scopes);
			}
		}
		line += whole;
	}
	pthread_rwlock_wrlock(&c->secrets_lock);
	free(c->secrets);
	c->secrets = all;
	c->n_secrets = n_all;
	pthread_rwlock_unlock(&c->secrets_lock);
	return true;
}

/* The scopes that the secret of the file with this digest gives; 0: it is none.  Each takes the same time. */
static unsigned
secret_scopes(struct collector *c, const char *digest)
{
	unsigned scopes = 0;
	pthread_rwlock_rdlock(&c->secrets_lock);
	for (size_t i = 0; i < c->n_secrets; i++) {
		char one[DIGEST_HEX];
		hex(c->secrets[i].digest, PACK_DIGEST_BYTES, one);
		if (c->options.pack->same(one, digest, DIGEST_HEX))
			scopes = c->secrets[i].scopes;
	}
	pthread_rwlock_unlock(&c->secrets_lock);
	return scopes;
}

/* ---- enrolment ---- */

void
enrol_head(struct visit *visit)
{
	struct collector *c = visit->collector;
	unsigned wait;
	if (!buckets_take(c->failures, visit->request->peer, address_bytes(visit->request), clock_us() / 1000, true, &wait))
		answer_refuse(visit, REFUSE_RATE, NULL, wait);
	else if (!auth_read(visit))
		auth_wrong(visit);
	else
		visit->secret_scopes = secret_scopes(c, visit->digest);
}

static bool
new_token(char *out, size_t size)
{
	uint8_t bytes[TOKEN_BYTES];
	if (size < sizeof TOKEN_MARK + 2 * sizeof bytes || getrandom(bytes, sizeof bytes, 0) != sizeof bytes)
		return false;
	memcpy(out, TOKEN_MARK, sizeof TOKEN_MARK - 1);
	hex(bytes, sizeof bytes, out + sizeof TOKEN_MARK - 1);
	explicit_bzero(bytes, sizeof bytes);
	return true;
}

/* Makes the token; what it may do is what is asked for, as far as GIVEN allows.  The store's own secrets say what they
 * give only when they are spent, so with those nothing can be asked for. */
static bool
add_token(struct visit *visit, struct desk *desk, struct store *store, struct store_token *token)
{
	struct err err = { 0 };
	bool done = true;
	bool ok = visit->secret_scopes ? store_add_token(store, token, &err)
				       : store_enrol(store, visit->digest, token->created, token, &done, &err);
	if (!ok) {
		desk_lost(desk, &err);
		answer_refuse(visit, REFUSE_STORE, NULL, 0);
	} else if (!done) {
		auth_wrong(visit);
	}
	return ok && done;
}

static const char *
scope_words(unsigned scopes, struct arena *arena)
{
	const char *words = "", *word;
	for (int i = 0; (word = str_nth_word(arena, collector_scopes, i)); i++)
		if (scopes & 1u << i)
			words = arena_printf(arena, "%s%s%s", words, *words ? " " : "", word);
	return words;
}

bool
enrol_work(struct visit *visit, struct desk *desk)
{
	struct httpd_request *r = visit->request;
	struct document_enrol asked;
	struct err err = { 0 };
	unsigned given = visit->secret_scopes, scopes = 0;
	char text[sizeof TOKEN_MARK + 2 * TOKEN_BYTES], digest[DIGEST_HEX];
	uint8_t bytes[PACK_DIGEST_BYTES];
	if (!document_read_enrol(r->body, r->n_body, "body", &asked, &visit->arena, &err)) {
		answer_refuse(visit, REFUSE_JSON, err.text, 0);
		return false;
	}
	for (size_t i = 0; i < asked.n_scopes; i++) {
		unsigned one = scopes_of(asked.scopes[i], strlen(asked.scopes[i]));
		scopes |= one ? one : ~0u;
	}
	/* Who may send does so for one workstation.  A name of one's own choice could be another's, whose token this would
	 * revoke: that is for secrets that workstations do not have. */
	if ((!given || given & STORE_SEND) && !asked.workstation) {
		answer_refuse(visit, REFUSE_ENROL, NULL, 0);
		return false;
	}
	struct store *store = desk_store(desk);
	if (!store || (given && scopes & ~given) || !new_token(text, sizeof text)) {
		answer_refuse(visit, !store ? REFUSE_STORE : given && scopes & ~given ? REFUSE_SCOPE : REFUSE_BROKEN, NULL, 0);
		return false;
	}
	visit->collector->options.pack->sha256(text, strlen(text), bytes);
	hex(bytes, sizeof bytes, digest);
	struct store_token token = {
		.digest = digest,
		.name = asked.workstation ? arena_printf(&visit->arena, "workstation/%s", asked.workstation) : asked.name,
		.workstation = asked.workstation,
		.scopes = scopes ? scopes : given,
		.created = visit->collector->options.now(&visit->arena),
	};
	if (!add_token(visit, desk, store, &token))
		return false;
	const struct document_member members[] = {
		{ "format", "mailaccord-token" },
		{ "name", token.name },
		{ "scopes", token.scopes ? scope_words(token.scopes, &visit->arena) : NULL },
		{ "token", arena_strdup(&visit->arena, text) },
		{ "workstation", token.workstation },
	};
	answer_members(visit, 201, members, sizeof members / sizeof *members);
	return false;
}
