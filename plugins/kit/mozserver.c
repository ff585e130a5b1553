/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * comm-central nsMsgIncomingServer.cpp, MsgIncomingServer.sys.mjs.  Types are
 * exact and lower case.  A server without type or hostname, of an unknown
 * type, hidden, or (from 105 on) with a colon in its hostname is not used.
 */
#include "kit/mozserver.h"

#include <stdlib.h>
#include <string.h>

#define SERVER "mail.server."

static const struct {
	const char *type, *protocol;
	enum mozaccount_kind kind;
	int port, tls_port; /* 0: not known */
	bool prefix; /* an add-on's: any type that begins so */
} types[] = {
	{ "pop3", "pop3", MOZ_POP3, 110, 995, false },
	{ "imap", "imap", MOZ_IMAP, 143, 993, false },
	{ "ews", "exchange", MOZ_EXCHANGE, 0, 443, false },
	{ "graph", "exchange", MOZ_EXCHANGE, 0, 443, false },
	{ "none", NULL, MOZ_NOT_MAIL, 0, 0, false },
	{ "rss", NULL, MOZ_NOT_MAIL, 0, 0, false },
	{ "nntp", NULL, MOZ_NOT_MAIL, 119, 563, false },
	{ "im", NULL, MOZ_NOT_MAIL, 0, 0, false },
	{ "owl", "exchange", MOZ_EXCHANGE, 0, 443, true },
};
enum { N_TYPES = sizeof types / sizeof *types };

static bool
same(struct ma_str s, const char *t)
{
	return s.n == strlen(t) && memcmp(s.p, t, s.n) == 0;
}

static void
find_socket(const struct mozaccount *m, struct mozserver *s)
{
	s->socket = mozaccount_own(m->config, SERVER, m->server, ".socketType", PREFS_INT);
	if (s->socket.type == PREFS_INT)
		return;
	struct prefstore_value old = mozaccount_own(m->config, SERVER, m->server, ".isSecure", PREFS_BOOL);
	if (old.type == PREFS_BOOL && old.num) {
		s->socket = old;
		s->socket.num = 3;
		return;
	}
	s->socket = mozaccount_value(m->config, SERVER, MA_STR("default"), ".socketType", PREFS_INT);
}

/* Which ports mean "the protocol's" differs by who reads them. */
static bool
no_port(const struct mozconfig *config, enum mozaccount_kind kind, int32_t port)
{
	if (kind != MOZ_POP3 || (config->major && config->major < 105))
		return port == 0 || port == -1;
	return port <= 1;
}

static void
find_port(const struct mozaccount *m, struct mozserver *s)
{
	s->port = mozaccount_value(m->config, SERVER, m->server, ".port", PREFS_INT);
	s->exact_port = !no_port(m->config, s->kind, s->port.num);
	if (s->exact_port)
		return;
	s->port.num = s->socket.num == 3 ? types[s->type].tls_port : types[s->type].port;
	s->port.at.state = s->port.num ? MA_IMPLIED : MA_UNKNOWN;
}

/* Before 102 a changed host or user stood beside the first one; 102 to 128 moved it into its place. */
static void
find_real(const struct mozaccount *m, const char *leaf, struct prefstore_value *v)
{
	if (!m->config->major || m->config->major >= 129)
		return;
	struct prefstore_value real = mozaccount_own(m->config, SERVER, m->server, leaf, PREFS_STRING);
	if (real.type == PREFS_STRING && real.text.n)
		*v = real;
}

static void
dropped(const struct mozaccount *m, struct ma_at at, const char *leaf)
{
	mozaccount_note(m->config, MA_NOTE_DROPPED, at, SERVER, m->server, leaf);
}

static size_t
find_type(struct ma_str type)
{
	size_t k = 0;
	for (; k < N_TYPES; k++) {
		size_t n = strlen(types[k].type);
		if (type.n >= n && (types[k].prefix || type.n == n) && memcmp(type.p, types[k].type, n) == 0)
			break;
	}
	return k;
}

/* "host:port" was understood up to 102 and loses the account since. */
static bool
host_with_port(const struct mozaccount *m, struct mozserver *s)
{
	const char *colon = memchr(s->host.text.p, ':', s->host.text.n);
	if (!colon)
		return true;
	if (!m->config->major || m->config->major >= 105) {
		dropped(m, s->host.at, ".hostname");
		return false;
	}
	int64_t port = 0;
	for (const char *p = colon + 1; p < s->host.text.p + s->host.text.n && *p >= '0' && *p <= '9' && port < 100000; p++)
		port = port * 10 + (*p - '0');
	s->host.text.n = (size_t)(colon - s->host.text.p);
	if (port) {
		s->port = s->host;
		s->port.num = (int32_t)port;
		s->exact_port = true;
	}
	return true;
}

bool
mozserver_find(const struct mozaccount *m, struct mozserver *s, struct ma_at named_at)
{
	struct prefstore_value type = mozaccount_own(m->config, SERVER, m->server, ".type", PREFS_STRING);
	struct prefstore_value hidden = mozaccount_value(m->config, SERVER, m->server, ".hidden", PREFS_BOOL);
	if (type.type != PREFS_STRING) {
		dropped(m, named_at, ".type");
		return false;
	}
	s->type = find_type(type.text);
	if (s->type == N_TYPES) {
		dropped(m, type.at, ".type");
		return false;
	}
	s->kind = types[s->type].kind;
	s->protocol = types[s->type].protocol;
	s->is_addon = types[s->type].prefix;
	s->host = mozaccount_own(m->config, SERVER, m->server, ".hostname", PREFS_STRING);
	s->user = mozaccount_own(m->config, SERVER, m->server, ".userName", PREFS_STRING);
	if (s->host.type != PREFS_STRING || !s->host.text.n) {
		dropped(m, s->host.type == PREFS_STRING ? s->host.at : named_at, ".hostname");
		return false;
	}
	/* Unified folders are searches. */
	s->is_local = same(type.text, "none") && !same(s->host.text, "smart mailboxes");
	find_real(m, ".realhostname", &s->host);
	find_real(m, ".realuserName", &s->user);
	find_socket(m, s);
	find_port(m, s);
	if (s->kind != MOZ_NOT_MAIL && !host_with_port(m, s))
		return false;
	if (hidden.num && s->kind != MOZ_NOT_MAIL) {
		dropped(m, hidden.at, ".hidden");
		return false;
	}
	return true;
}

bool
mozserver_is_repeated(const struct mozserver *s, struct strset *servers)
{
	char *host = malloc(s->host.text.n + 1), port[4];
	if (!host)
		return false;
	for (size_t k = 0; k < s->host.text.n; k++)
		host[k] = s->host.text.p[k] >= 'A' && s->host.text.p[k] <= 'Z' ? (char)(s->host.text.p[k] + 32) : s->host.text.p[k];
	memcpy(port, &s->port.num, 4);
	const struct ma_str parts[] = {
		mozpath_text(types[s->type].type), { port, 4 }, { host, s->host.text.n }, MA_STR("\0"), s->user.text,
	};
	bool known = strset_find(servers, parts, 5) != UINT32_MAX;
	strset_add(servers, parts, 5, 0);
	free(host);
	return known;
}
