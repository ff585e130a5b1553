/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/send.h"

#include <string.h>
#include <time.h>

#include "base/str.h"

enum { MAX_URL = 4096, MAX_WAIT_SECONDS = 86400 };

/* ---- where to ---- */

static const struct scheme {
	const char *prefix, *url_prefix;
	bool put, plain;
	const char *port;
} schemes[] = {
	{ "https://", "https://", false, false, "443" },
	{ "http://", "http://", false, true, "80" },
	{ "put+https://", "https://", true, false, "443" },
	{ "put+http://", "http://", true, true, "80" },
};

/* Only what cannot be read in two ways: two programs that disagree about where the host ends are a hole. */
static bool
is_clean(const char *url)
{
	for (const char *p = url; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("\\\"<>^`{|}#", *p))
			return false;
	return strlen(url) <= MAX_URL;
}

static bool
is_this_machine(const char *host)
{
	if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return str_starts(host, "127.") && strspn(host, "0123456789.") == strlen(host);
}

/* Takes "HOST[:PORT]" of N bytes apart; *PORT is untouched when it is not there. */
static bool
split_authority(const char *authority, size_t n, struct arena *arena, const char **host, const char **port)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-_";
	const char *all = str_fold(arena, arena_copy(arena, authority, n));
	size_t length = *all == '[' ? strcspn(all, "]") + 1 : strspn(all, letters);
	int64_t number;
	if (length > n || !length || (*all == '[' && strspn(all + 1, "0123456789abcdef:.") != length - 2))
		return false;
	*host = arena_copy(arena, all, length);
	if (!all[length])
		return true;
	*port = all + length + 1;
	return all[length] == ':' && strspn(*port, "0123456789") == strlen(*port) && str_number(*port, &number) && number >= 1 && number <= UINT16_MAX;
}

bool
send_target_parse(const char *text, struct arena *arena, struct send_target *out, struct err *err)
{
	const struct scheme *scheme = NULL;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(text, schemes[i].prefix))
			scheme = &schemes[i];
	if (!scheme)
		return err_set(err, EXIT_USAGE, "a URL to send to or to ask begins with https:// or put+https://");
	const char *rest = text + strlen(scheme->prefix), *host, *port = scheme->port;
	size_t n = strcspn(rest, "/?");
	if (memchr(rest, '@', n))
		return err_set(err, EXIT_USAGE, "no name and password in a URL: everybody can see it; they belong into ~/.netrc");
	if (!is_clean(text) || !split_authority(rest, n, arena, &host, &port))
		return err_set(err, EXIT_USAGE, "the URL cannot be understood: https://HOST[:PORT][/PATH] is meant");
	if (scheme->plain && !is_this_machine(host))
		return err_set(err, EXIT_USAGE, "%s%s: without https only this machine itself is talked to", scheme->prefix, host);
	const char *query = strchr(rest, '?');
	size_t path_end = query ? (size_t)(query - rest) : strlen(rest);
	if (query && !scheme->put)
		return err_set(err, EXIT_USAGE, "a collector's URL has no \"?\"; is put+https:// meant?");
	*out = (struct send_target){
		.put = scheme->put,
		.folder = scheme->put && !query && path_end && rest[path_end - 1] == '/',
		.plain = scheme->plain,
		.server = arena_printf(arena, "%s:%s", host, port),
		.visible = arena_printf(arena, "%s%.*s", scheme->url_prefix, (int)path_end, rest),
	};
	size_t end = strlen(rest);
	while (!scheme->put && end && rest[end - 1] == '/')
		end--;
	out->url = arena_printf(arena, "%s%.*s", scheme->url_prefix, (int)end, rest);
	return true;
}

const char *
send_url(const struct send_target *target, const char *path_or_name, struct arena *arena)
{
	if (target->put && !target->folder)
		return target->url;
	return arena_printf(arena, "%s%s", target->url, path_or_name);
}

bool
send_pin_ok(const char *pin)
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	enum { DIGEST_LETTERS = 43 }; /* and one '=' */
	for (const char *p = pin;; p++) {
		if (!str_starts(p, "sha256//"))
			return false;
		p += strlen("sha256//");
		if (strspn(p, base64) != DIGEST_LETTERS || p[DIGEST_LETTERS] != '=')
			return false;
		p += DIGEST_LETTERS + 1;
		if (!*p)
			return true;
		if (*p != ';')
			return false;
	}
}

/* ---- what an answer means ---- */

/* By status; all others of 400 to 499 are refusals, of 500 to 599 a matter of time. */
static const struct {
	int status;
	enum send_result result;
} statuses[] = {
	{ 401, SEND_TOKEN },
	{ 403, SEND_TOKEN },
	{ 408, SEND_AGAIN },
	{ 425, SEND_AGAIN },
	{ 429, SEND_AGAIN },
};

enum send_result
send_meaning(const struct send_target *target, const struct http_answer *answer, bool names_run)
{
	int status = answer->status;
	if (answer->outcome != HTTP_ANSWERED)
		return answer->outcome == HTTP_UNREACHABLE ? SEND_AGAIN : SEND_LATER;
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		if (statuses[i].status == status)
			return target->put && statuses[i].result == SEND_TOKEN ? SEND_REFUSED : statuses[i].result;
	if (target->put && (status == 200 || status == 201 || status == 204))
		return SEND_STORED;
	/* "Success" without a word of what was sent may be anybody's: a proxy's page, another program's. */
	if ((status == 200 || status == 201) && names_run)
		return SEND_STORED;
	if (status >= 400 && status < 500)
		return SEND_REFUSED;
	return status >= 500 && status < 600 ? SEND_AGAIN : SEND_LATER;
}

/* ---- when again ---- */

int64_t
send_retry_after_ms(const char *value, int64_t now)
{
	/* RFC 9110: the date of today's programs, and two of old ones. */
	static const char *const dates[] = { "%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y" };
	int64_t seconds = 0;
	value += strspn(value, " \t");
	size_t n = strspn(value, "0123456789");
	if (n && !value[n]) {
		/* More digits than a number has room for are a long time. */
		if (!str_number(value, &seconds))
			seconds = MAX_WAIT_SECONDS;
	} else {
		for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
			struct tm tm = { 0 };
			const char *end = strptime(value, dates[i], &tm);
			if (end && !*end) {
				seconds = (int64_t)timegm(&tm) - now;
				break;
			}
		}
	}
	seconds = seconds < 0 ? 0 : seconds > MAX_WAIT_SECONDS ? MAX_WAIT_SECONDS : seconds;
	return seconds * 1000;
}

int64_t
send_pause_ms(unsigned attempt, uint64_t random, int64_t asked_ms)
{
	int64_t bound = SEND_FIRST_PAUSE_MS;
	for (unsigned i = 1; i < attempt && bound < SEND_LONGEST_PAUSE_MS; i++)
		bound *= 2;
	if (bound > SEND_LONGEST_PAUSE_MS)
		bound = SEND_LONGEST_PAUSE_MS;
	return asked_ms + (int64_t)(random % (uint64_t)(bound + 1));
}
