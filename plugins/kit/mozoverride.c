/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cert_override.txt in the profile, as security/manager/ssl/
 * nsCertOverrideService.cpp reads it: servers whose certificate is accepted
 * although it is not valid.  A line that begins with # is a comment; others are
 *
 *	host ":" port [":" origin] TAB algorithm TAB fingerprint [TAB more]
 *
 * and what is not so is passed over.  An origin that is not empty belongs to a
 * browser's window, not to mail.  Nothing but host, port and line is kept.
 */
#include "kit/mozaccount.h"

#include <stdlib.h>
#include <string.h>

/* The server in a line, without the origin; empty if there is none. */
static struct ma_str
server_of(struct ma_str line)
{
	const char *tab = memchr(line.p, '\t', line.n);
	if (!tab || line.p[0] == '#' || !memchr(tab + 1, '\t', line.n - (size_t)(tab + 1 - line.p)))
		return MA_STR("");
	struct ma_str s = { line.p, (size_t)(tab - line.p) };
	if (s.n && memchr(s.p, '^', s.n))
		return MA_STR("");
	if (s.n && s.p[s.n - 1] == ':')
		s.n--;
	return s;
}

static void
lower(char *to, struct ma_str s)
{
	for (size_t k = 0; k < s.n; k++)
		to[k] = s.p[k] >= 'A' && s.p[k] <= 'Z' ? (char)(s.p[k] + 32) : s.p[k];
}

void
mozoverride_read(struct mozoverride *o, const struct mozconfig *config, const struct strset *files)
{
	const struct mozcall *call = config->call;
	const struct ma_str asked = MA_STR("cert_override.txt");
	*o = (struct mozoverride){ .file = strset_find(files, &asked, 1) };
	call->host->want(call->out, asked, (struct ma_at){ config->own_file, 0, MA_SET });
	struct ma_str rest = o->file != UINT32_MAX ? call->files[o->file].bytes : MA_STR("");
	char *server = malloc(rest.n + 1);
	for (uint32_t line = 1; server && rest.n; line++) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		struct ma_str s = server_of((struct ma_str){ rest.p, n });
		lower(server, s);
		s.p = server;
		if (s.n)
			strset_add(&o->servers, &s, 1, line);
		n += end != NULL;
		rest = (struct ma_str){ rest.p + n, rest.n - n };
	}
	free(server);
}

void
mozoverride_say(const struct mozaccount *m, struct ma_str host, int32_t port)
{
	const struct mozoverride *o = m->overrides;
	char digits[12], *server = o->file != UINT32_MAX ? malloc(host.n + 1) : NULL;
	size_t k = sizeof digits;
	if (!server || port <= 0) {
		free(server);
		return;
	}
	for (; port; port /= 10)
		digits[--k] = (char)('0' + port % 10);
	lower(server, host);
	const struct ma_str parts[] = { { server, host.n }, MA_STR(":"), { digits + k, sizeof digits - k } };
	uint32_t line = strset_find(&o->servers, parts, 3);
	bool found = line != UINT32_MAX;
	m->config->call->host->num(m->a, MA_CERTIFICATE_CHECK, !found, (struct ma_at){ o->file, found ? line : 0, found ? MA_SET : MA_IMPLIED });
	free(server);
}
