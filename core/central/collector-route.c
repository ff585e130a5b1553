/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a target leads.  A target is a path of printable ASCII that begins with
 * '/', perhaps with a query behind '?'; %XX stands for a byte.  Only the argument
 * at the end of a path is decoded: no letter of it can become part of the path,
 * and nothing of it ever names a file.
 */
#include <string.h>

#include "base/str.h"
#include "central/collector-inside.h"

const struct route routes[] = {
	{ "scans", "POST", "/v1/scans", STORE_SEND, MAX_BODY_BYTES, DESK_CLERK, false, scan_head, scan_work },
	{ "enrol", "POST", "/v1/enrol", 0, MAX_ENROL_BYTES, DESK_CLERK, false, enrol_head, enrol_work },
	{ "mailboxes", "GET", "/v1/mailboxes/", STORE_GATE | STORE_READ, 0, DESK_CLERK, false, NULL, mailbox_work },
	{ "report", "GET", "/v1/report", STORE_READ, 0, DESK_PRINTER, false, NULL, report_work },
	{ "page", "GET", "/", STORE_READ, 0, DESK_PRINTER, true, NULL, page_work },
	{ "metrics", "GET", "/metrics", STORE_READ, 0, DESK_CLERK, false, NULL, metrics_work },
	{ "healthz", "GET", "/healthz", 0, 0, DESK_CLERK, false, NULL, healthz_work },
};
const size_t n_routes = sizeof routes / sizeof *routes;
_Static_assert(sizeof routes / sizeof *routes <= MAX_ROUTES, "metrics count fewer routes");

static int
nibble(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* N bytes decoded; NULL when a "%" is no code, or of what comes out some is no text. */
static const char *
decode(const char *s, size_t n, bool plus, struct arena *arena)
{
	char *out = arena_alloc(arena, n + 1), *p = out;
	for (size_t i = 0; i < n; i++) {
		int high = s[i] == '%' && i + 2 < n ? nibble(s[i + 1]) : -1, low = high < 0 ? -1 : nibble(s[i + 2]);
		if (s[i] == '%' && low < 0)
			return NULL;
		unsigned char c = s[i] == '%' ? (unsigned char)(high << 4 | low) : plus && s[i] == '+' ? ' ' : (unsigned char)s[i];
		if (c < 0x20 || c == 0x7f)
			return NULL;
		*p++ = (char)c;
		i += s[i] == '%' ? 2 : 0;
	}
	return str_is_utf8(out, (size_t)(p - out)) ? out : NULL;
}

/* Is it the route's path?  Where the argument begins, in bytes. */
static bool
leads_to(const struct route *route, const char *path, size_t n, size_t *argument)
{
	size_t length = strlen(route->path);
	bool takes = length > 1 && route->path[length - 1] == '/';
	*argument = length;
	return takes ? n > length && strncmp(path, route->path, length) == 0 && !memchr(path + length, '/', n - length)
		     : n == length && strncmp(path, route->path, length) == 0;
}

const struct route *
route_find(const char *method, const char *target, struct arena *arena, const char **argument, const char **query, enum refusal *why)
{
	size_t n = strcspn(target, "?"), at;
	bool there = false;
	*why = REFUSE_TARGET;
	*query = target[n] ? target + n + 1 : NULL;
	for (const char *p = target; *p; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			return NULL;
	if (*target != '/')
		return NULL;
	/* HEAD is answered as GET; the server leaves the body out. */
	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (size_t i = 0; i < n_routes; i++) {
		if (!leads_to(&routes[i], target, n, &at))
			continue;
		there = true;
		if (strcmp(method, routes[i].method) != 0)
			continue;
		*argument = decode(target + at, n - at, false, arena);
		return *argument ? &routes[i] : NULL;
	}
	*why = there ? REFUSE_METHOD : REFUSE_PATH;
	return NULL;
}

const char *
query_value(const char *query, const char *name, struct arena *arena)
{
	size_t length = strlen(name);
	while (query && *query) {
		size_t n = strcspn(query, "&");
		if (n > length && strncmp(query, name, length) == 0 && query[length] == '=')
			return decode(query + length + 1, n - length - 1, true, arena);
		query += n + (query[n] == '&');
	}
	return NULL;
}
