/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For fetching there is TLS from the start or none: a connection that was to
 * have STARTTLS gets TLS at its own port, as nothing may go unencrypted.
 */
#include "outlook-write.h"

#include <string.h>

enum { LEAVE = 1, REMOVE_AFTER = 2, REMOVE_ON_PURGE = 4, MOST_DAYS = 0xffff };

static const struct pen_word spas[] = { { "password", "0" }, { "ntlm", "1" }, { NULL, NULL } };

static uint32_t
leave_bits(const struct pen *pen)
{
	int64_t days = pen_want(pen, MA_DELETE_AFTER_DAYS, -1);
	uint32_t bits = LEAVE;
	if (!pen_want(pen, MA_LEAVE_ON_SERVER, 1))
		return 0;
	/* What 0 days do, nobody has said. */
	if (days > 0 && days <= MOST_DAYS)
		bits |= REMOVE_AFTER | (uint32_t)days << 16;
	else
		pen_cannot(pen, MA_DELETE_AFTER_DAYS);
	if (pen_is(pen, MA_DELETE_WHEN, "trash-emptied"))
		bits |= REMOVE_ON_PURGE;
	else if (!pen_is(pen, MA_DELETE_WHEN, "never"))
		pen_cannot(pen, MA_DELETE_WHEN);
	return bits;
}

static bool
same_wish(const struct pen *pen, enum ma_fact one, enum ma_fact other)
{
	struct ma_str a = pen_text(pen, one), b = pen_text(pen, other);
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static void
sending(const struct pen *pen, struct outlook_wish *w)
{
	static const struct pen_word codes[] = { { "none", "0" }, { "tls", "1" }, { "starttls", "2" }, { "starttls-optional", "3" }, { NULL, NULL } };
	const char *code = pen_word(pen, MA_SMTP_SECURITY, codes);
	w->smtp_port = (uint32_t)pen_want(pen, MA_SMTP_PORT, 0);
	w->smtp_secure = code ? (uint32_t)(*code - '0') : 0;
	w->smtp_uses_auth = !pen_is(pen, MA_SMTP_AUTH, "none");
	if (!w->smtp_uses_auth)
		return;
	const char *spa = pen_word(pen, MA_SMTP_AUTH, spas);
	/* 0: as for fetching, and nobody types the password twice. */
	w->smtp_auth_method = !same_wish(pen, MA_SMTP_AUTH, MA_AUTH) || !same_wish(pen, MA_SMTP_LOGIN, MA_LOGIN);
	w->smtp_spa = spa && *spa == '1';
}

struct outlook_wish
outlook_wish(const struct pen *pen)
{
	struct outlook_wish w = { .is_pop = pen_is(pen, MA_PROTOCOL, "pop3"), .port = (uint32_t)pen_want(pen, MA_PORT, 0), .tls = 1 };
	const char *spa = pen_word(pen, MA_AUTH, spas);
	w.spa = spa && *spa == '1';
	if (pen_is(pen, MA_SECURITY, "none")) {
		w.tls = 0;
	} else if (!pen_is(pen, MA_SECURITY, "tls")) {
		w.port = w.is_pop ? 995 : 993;
		pen_cannot(pen, MA_SECURITY);
		pen_cannot(pen, MA_PORT);
	}
	w.leave = w.is_pop ? leave_bits(pen) : 0;
	sending(pen, &w);
	pen_cannot(pen, MA_MAX_DOWNLOAD_KB);
	pen_cannot(pen, MA_CHECK_MINUTES);
	pen_cannot(pen, MA_DELETE_MODEL);
	return w;
}
