/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How Apple Mail reaches a server.  SSLEnabled says whether the connection is
 * encrypted, SSLIsDirect (TLS or STARTTLS), SecurityLayerType (1 none, 2
 * STARTTLS, 3 TLS) and the port how; where they contradict each other, nothing is said.
 */
#include <string.h>

#include "apple-account.h"

struct connection {
	enum ma_fact host, port, login, security, auth;
	/* Ports where the connection starts plain and where it starts in TLS; the first is the default. */
	uint16_t plain[3], tls[2];
	bool default_known; /* which port is used when none is given */
};

static const struct connection connections[] = {
	[APPLE_POP] = { MA_HOST, MA_PORT, MA_LOGIN, MA_SECURITY, MA_AUTH, { 110 }, { 995 }, true },
	[APPLE_IMAP] = { MA_HOST, MA_PORT, MA_LOGIN, MA_SECURITY, MA_AUTH, { 143 }, { 993 }, true },
	[APPLE_EXCHANGE] = { MA_HOST, MA_PORT, MA_LOGIN, MA_SECURITY, MA_AUTH, { 80 }, { 443 }, false },
	[APPLE_UNKNOWN] = { MA_HOST, MA_PORT, MA_LOGIN, MA_SECURITY, MA_AUTH, { 0 }, { 0 }, false },
};
static const struct connection sending = { MA_SMTP_HOST, MA_SMTP_PORT, MA_SMTP_LOGIN, MA_SMTP_SECURITY, MA_SMTP_AUTH,
	{ 25, 587 }, { 465 }, false };

struct security {
	const char *word; /* NULL: unknown */
	enum ma_state state;
};

static bool
among(const uint16_t *ports, size_t n, int64_t port)
{
	for (size_t i = 0; i < n; i++)
		if (ports[i] && ports[i] == port)
			return true;
	return false;
}

/* TLS is on, but not said how: the port tells. */
static struct security
security_by_port(const struct connection *c, int64_t port)
{
	if (port && among(c->tls, APPLE_N(c->tls), port))
		return (struct security){ "tls", MA_SET };
	if (port && among(c->plain, APPLE_N(c->plain), port))
		return (struct security){ "starttls", MA_INFERRED };
	if (!port && c->default_known)
		return (struct security){ "tls", MA_INFERRED };
	return (struct security){ NULL, MA_UNKNOWN };
}

static struct security
security_of(const struct apple_say *s, const struct connection *c, const struct grow *texts, const struct slot *slot, int64_t port)
{
	static const char *const layers[] = { NULL, "none", "starttls", "tls" };
	int64_t ssl = 0, layer = 0;
	enum apple_got ssl_got = apple_truth(texts, &slot[SLOT_SSL], &ssl);
	enum apple_got layer_got = apple_number(texts, &slot[SLOT_LAYER], &layer);
	if (ssl_got == APPLE_GOT_GARBAGE)
		apple_complain(s, &slot[SLOT_SSL], SLOT_SSL);
	bool layer_good = layer_got == APPLE_GOT_VALUE && layer >= 1 && layer <= 3;
	if (layer_got != APPLE_GOT_NOTHING && !layer_good && !(layer_got == APPLE_GOT_VALUE && layer == 0))
		apple_complain(s, &slot[SLOT_LAYER], SLOT_LAYER);
	if (ssl_got == APPLE_GOT_VALUE && layer_good) {
		struct security by_port = security_by_port(c, port);
		if ((ssl == 1) != (layer > 1) || (layer == 3 && by_port.word && !strcmp(by_port.word, "starttls"))) {
			apple_complain(s, &slot[SLOT_LAYER], SLOT_LAYER);
			return (struct security){ NULL, MA_UNKNOWN };
		}
	}
	if (layer_good)
		return (struct security){ layers[layer], ssl_got == APPLE_GOT_VALUE && layer != 2 ? MA_SET : MA_INFERRED };
	if (ssl_got != APPLE_GOT_VALUE)
		return (struct security){ NULL, MA_UNKNOWN };
	int64_t direct = 0;
	enum apple_got direct_got = apple_truth(texts, &slot[SLOT_DIRECT], &direct);
	if (direct_got == APPLE_GOT_GARBAGE) {
		apple_complain(s, &slot[SLOT_DIRECT], SLOT_DIRECT);
		return (struct security){ NULL, MA_UNKNOWN };
	}
	if (ssl && direct_got == APPLE_GOT_VALUE)
		return (struct security){ direct ? "tls" : "starttls", MA_SET };
	return ssl ? security_by_port(c, port) : (struct security){ "none", MA_SET };
}

static void
say_auth(const struct apple_say *s, const struct connection *c, const struct grow *texts, const struct slot *slot)
{
	static const char *const schemes[][2] = {
		{ "", "password" }, { "PLAIN", "password" }, { "LOGIN", "password" }, { "CRAM-MD5", "encrypted" },
		{ "DIGEST-MD5", "encrypted" }, { "APOP", "apop" }, { "NTLM", "ntlm" }, { "GSSAPI", "kerberos" },
		{ "KERBEROS_V4", "kerberos" }, { "XOAUTH", "oauth2" }, { "XOAUTH2", "oauth2" }, { "OAUTHBEARER", "oauth2" },
		{ "ATOKEN", "oauth2" }, { "EXTERNAL", "certificate" },
	};
	const struct slot *scheme = &slot[SLOT_AUTH];
	int64_t use = 1;
	if (c == &sending && apple_truth(texts, &slot[SLOT_USE_AUTH], &use) == APPLE_GOT_VALUE && !use) {
		apple_say_word(s, c->auth, "none", apple_place(s, &slot[SLOT_USE_AUTH], MA_INFERRED));
		return;
	}
	if (!scheme->seen)
		return;
	if (scheme->is == PLIST_IS_TEXT && !scheme->clash)
		for (size_t i = 0; i < APPLE_N(schemes); i++)
			if (apple_equals_nocase(apple_text(texts, scheme), schemes[i][0])) {
				apple_say_word(s, c->auth, schemes[i][1], apple_place(s, scheme, MA_SET));
				return;
			}
	apple_complain(s, scheme, SLOT_AUTH);
	apple_say_word(s, c->auth, "", apple_place(s, scheme, MA_UNKNOWN));
}

static void
say_connection(const struct apple_say *s, const struct connection *c, const struct grow *texts, const struct slot *slot, bool cut)
{
	int64_t port = 0;
	enum apple_got got = apple_number(texts, &slot[SLOT_PORT], &port);
	if (got == APPLE_GOT_GARBAGE || port < 0 || port > 65535) {
		apple_complain(s, &slot[SLOT_PORT], SLOT_PORT);
		port = 0;
	}
	struct security security = security_of(s, c, texts, slot, port);
	apple_say_text(s, texts, slot, SLOT_HOST, c->host);
	apple_say_text(s, texts, slot, SLOT_LOGIN, c->login);
	apple_say_word(s, c->security, security.word ? security.word : "", apple_place(s, &slot[slot[SLOT_SSL].seen ? SLOT_SSL : SLOT_LAYER], security.state));
	enum ma_state state = MA_SET;
	if (!port) {
		bool plain = security.word && !!strcmp(security.word, "tls");
		state = security.word && c->default_known && !cut ? MA_IMPLIED : MA_UNKNOWN;
		port = plain ? c->plain[0] : c->tls[0];
	}
	s->host->num(s->to, c->port, port, apple_place(s, &slot[SLOT_PORT], state));
	say_auth(s, c, texts, slot);
}

void
apple_connection_say(const struct apple_say *s, enum apple_class class, const struct grow *texts, const struct slot *slot, bool cut)
{
	say_connection(s, class == APPLE_NONE ? &sending : &connections[class], texts, slot, cut);
}
