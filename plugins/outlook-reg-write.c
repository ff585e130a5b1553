/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A registry file with a profile of its own, "ADDRESS (mailaccord)", so that
 * nothing in another is touched.  Values as Outlook 2016 and later have them:
 * texts are REG_SZ, which those before keep as REG_BINARY.  No such file has a
 * data file for the account: Outlook makes one.
 */
#include "outlook-write.h"

#define PROFILES "[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\"
#define LIST " (mailaccord)\\9375CFF0413111d3B88A00104B2A6676"

static const struct access {
	const char *clsid, *server, *user, *port, *tls, *spa;
} accesses[] = {
	{ "{ED475412-B0D6-11D2-8C3B-00104B2A6676}", "IMAP Server", "IMAP User", "IMAP Port", "IMAP Use SSL", "IMAP Use SPA" },
	{ "{ED475411-B0D6-11D2-8C3B-00104B2A6676}", "POP3 Server", "POP3 User", "POP3 Port", "POP3 Use SSL", "POP3 Use SPA" },
};

static void
name(const struct pen *pen, const char *value)
{
	pen_put(pen, "\"");
	pen_put(pen, value);
	pen_put(pen, "\"=");
}

static void
text(const struct pen *pen, const char *value, struct ma_str s)
{
	if (!s.n)
		return;
	name(pen, value);
	pen_put(pen, "\"");
	pen_escaped(pen, s);
	pen_put(pen, "\"\r\n");
}

static void
number(const struct pen *pen, const char *value, uint32_t n)
{
	name(pen, value);
	pen_put(pen, "dword:");
	pen_hex(pen, n, 8);
	pen_put(pen, "\r\n");
}

static void
write_account(const struct pen *pen, const struct outlook_wish *w)
{
	const struct access *a = &accesses[w->is_pop];
	text(pen, "clsid", (struct ma_str){ a->clsid, 38 });
	text(pen, "Account Name", pen_text(pen, MA_ADDRESSES));
	text(pen, "Display Name", pen->desk->person(pen->page));
	text(pen, "Email", pen_text(pen, MA_ADDRESSES));
	text(pen, a->server, pen_text(pen, MA_HOST));
	text(pen, a->user, pen_text(pen, MA_LOGIN));
	number(pen, a->port, w->port);
	number(pen, a->tls, w->tls);
	number(pen, a->spa, w->spa);
	if (w->is_pop)
		number(pen, "Leave on Server", w->leave);
	text(pen, "SMTP Server", pen_text(pen, MA_SMTP_HOST));
	number(pen, "SMTP Port", w->smtp_port);
	number(pen, "SMTP Secure Connection", w->smtp_secure);
	number(pen, "SMTP Use Auth", w->smtp_uses_auth);
	if (w->smtp_uses_auth)
		number(pen, "SMTP Auth Method", w->smtp_auth_method);
	if (w->smtp_auth_method) {
		text(pen, "SMTP User", pen_text(pen, MA_SMTP_LOGIN));
		number(pen, "SMTP Use SPA", w->smtp_spa);
	}
}

static void
write_reg(const struct ma_desk *desk, struct ma_page *page)
{
	const struct pen pen = { desk, page, true };
	const struct outlook_wish w = outlook_wish(&pen);
	struct ma_str address = pen_text(&pen, MA_ADDRESSES);
	/* Where STARTTLS of an IMAP account is kept is not known, so neither is its absence. */
	if (!w.is_pop && !w.tls)
		pen_cannot(&pen, MA_SECURITY);
	pen_put(&pen, "\xef\xbb\xbfWindows Registry Editor Version 5.00\r\n\r\n" PROFILES);
	pen_str(&pen, address);
	pen_put(&pen, LIST "]\r\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=hex:01,00,00,00\r\n\"NextAccountID\"=dword:00000002\r\n\r\n" PROFILES);
	pen_str(&pen, address);
	pen_put(&pen, LIST "\\00000001]\r\n");
	write_account(&pen, &w);
}

const struct ma_writer outlook_reg_writers[] = {
	{ "outlook", "*.reg",
	    "Only for the classic Outlook 2016 and later, and only where the .prf is not taken: it makes a profile of its own, ADDRESS (mailaccord), and "
	    "touches no other. Close Outlook, double-click the file, and choose the profile at Control Panel > Mail > Show Profiles. It has no data file; "
	    "Outlook has to make one, and the makers of this program have not seen one do it: if it does not, delete that profile and type the account in.",
	    "従来版（クラシック）の Outlook 2016 以降用で、.prf が使えないときだけ使います。「アドレス (mailaccord)」という新しいプロファイルを作り、ほかのプロファイルには触れません。Outlook を終了してからファイルをダブルクリックし、"
	    "[コントロール パネル] > [Mail] > [プロファイルの表示] でそのプロファイルを選んでください。データファイルは含まれず、Outlook が作る必要がありますが、作者は実物で確認していません。"
	    "うまくいかないときは、そのプロファイルを削除して手で入力してください。",
	    write_reg },
	{ NULL, NULL, NULL, NULL, NULL },
};
