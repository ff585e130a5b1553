/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A profile file with one account, and the section that says which property
 * each key is.  ASCII, or where a name is not, UTF-16 with a mark.  As Windows
 * reads INI files, a pair of quotes around a value is not the value's.
 */
#include "outlook-write.h"

#include <string.h>

static const char *const head[] = {
	"[General]", "Custom=1", "ProfileName=Outlook", "DefaultProfile=Yes", "OverwriteProfile=Append", "ModifyDefaultProfileIfPresent=TRUE", "",
	"[Service List]", "", "[Internet Account List]",
};

/* The properties, in the order of an account's section. */
static const struct {
	const char *pop, *imap, *property;
} names[] = {
	{ "AccountName", "AccountName", "PT_UNICODE,0x0002" }, { "DisplayName", "DisplayName", "PT_UNICODE,0x000B" },
	{ "EmailAddress", "EmailAddress", "PT_UNICODE,0x000C" }, { "POP3Server", "IMAPServer", "PT_UNICODE,0x0100" },
	{ "POP3UserName", "IMAPUserName", "PT_UNICODE,0x0101" }, { "POP3Port", "IMAPPort", "PT_LONG,0x0104" },
	{ "POP3UseSSL", "IMAPUseSSL", "PT_LONG,0x0105" }, { "POP3UseSPA", "IMAPUseSPA", "PT_LONG,0x0108" },
	{ "LeaveOnServer", NULL, "PT_LONG,0x1000" }, { "SMTPServer", "SMTPServer", "PT_UNICODE,0x0200" },
	{ "SMTPPort", "SMTPPort", "PT_LONG,0x0201" }, { "SMTPSecureConnection", "SMTPSecureConnection", "PT_LONG,0x020A" },
	{ "SMTPUseAuth", "SMTPUseAuth", "PT_LONG,0x0203" }, { "SMTPAuthMethod", "SMTPAuthMethod", "PT_LONG,0x0208" },
	{ "SMTPUserName", "SMTPUserName", "PT_UNICODE,0x0204" }, { "SMTPUseSPA", "SMTPUseSPA", "PT_LONG,0x0207" },
};
enum property { NAME, PERSON, ADDRESS, SERVER, USER, PORT, TLS, SPA, LEAVE, SMTP_SERVER, SMTP_PORT, SMTP_SECURE, SMTP_AUTH, SMTP_METHOD, SMTP_USER, SMTP_SPA, N_NAMES };

static void
line(const struct pen *pen, const char *text)
{
	pen_put(pen, text);
	pen_put(pen, "\r\n");
}

static void
key(const struct pen *pen, const struct outlook_wish *w, enum property p)
{
	pen_put(pen, w->is_pop ? names[p].pop : names[p].imap);
	pen_put(pen, "=");
}

static void
text(const struct pen *pen, const struct outlook_wish *w, enum property p, struct ma_str s)
{
	bool quoted = s.n && (*s.p == '"' || *s.p == '\'' || *s.p == ' ' || s.p[s.n - 1] == ' ');
	if (!s.n)
		return;
	key(pen, w, p);
	pen_put(pen, quoted ? "\"" : "");
	pen_str(pen, s);
	line(pen, quoted ? "\"" : "");
}

static void
number(const struct pen *pen, const struct outlook_wish *w, enum property p, int64_t n)
{
	key(pen, w, p);
	pen_num(pen, n);
	line(pen, "");
}

/* %NAME% is another for everybody who imports the file. */
static void
check_variable(const struct pen *pen, enum ma_fact fact)
{
	struct ma_str s = pen_text(pen, fact);
	const char *open = s.n ? memchr(s.p, '%', s.n) : NULL;
	if (open && memchr(open + 1, '%', s.n - (size_t)(open + 1 - s.p)))
		pen_cannot(pen, fact);
}

static void
write_account(const struct pen *pen, const struct outlook_wish *w)
{
	line(pen, "[Account1]");
	text(pen, w, NAME, pen_text(pen, MA_ADDRESSES));
	text(pen, w, PERSON, pen->desk->person(pen->page));
	text(pen, w, ADDRESS, pen_text(pen, MA_ADDRESSES));
	text(pen, w, SERVER, pen_text(pen, MA_HOST));
	text(pen, w, USER, pen_text(pen, MA_LOGIN));
	number(pen, w, PORT, w->port);
	number(pen, w, TLS, w->tls);
	number(pen, w, SPA, w->spa);
	if (w->is_pop) {
		key(pen, w, LEAVE);
		pen_put(pen, "0x");
		pen_hex(pen, w->leave, 8);
		line(pen, "");
	}
	text(pen, w, SMTP_SERVER, pen_text(pen, MA_SMTP_HOST));
	number(pen, w, SMTP_PORT, w->smtp_port);
	number(pen, w, SMTP_SECURE, w->smtp_secure);
	number(pen, w, SMTP_AUTH, w->smtp_uses_auth);
	if (w->smtp_uses_auth)
		number(pen, w, SMTP_METHOD, w->smtp_auth_method);
	if (w->smtp_auth_method) {
		text(pen, w, SMTP_USER, pen_text(pen, MA_SMTP_LOGIN));
		number(pen, w, SMTP_SPA, w->smtp_spa);
	}
}

static void
write_prf(const struct ma_desk *desk, struct ma_page *page)
{
	struct pen pen = { desk, page, false };
	pen.wide = !pen_plain(desk->person(page)) || !pen_plain(pen_text(&pen, MA_ADDRESSES)) || !pen_plain(pen_text(&pen, MA_LOGIN)) ||
		   !pen_plain(pen_text(&pen, MA_SMTP_LOGIN));
	const struct outlook_wish w = outlook_wish(&pen);
	check_variable(&pen, MA_LOGIN);
	check_variable(&pen, MA_SMTP_LOGIN);
	if (pen.wide)
		pen_put(&pen, "\xef\xbb\xbf");
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		line(&pen, head[i]);
	line(&pen, w.is_pop ? "Account1=I_Mail\r\n" : "Account1=IMAP_I_Mail\r\n");
	write_account(&pen, &w);
	line(&pen, w.is_pop ? "\r\n[I_Mail]\r\nAccountType=POP3" : "\r\n[IMAP_I_Mail]\r\nAccountType=IMAP");
	for (enum property p = 0; p < N_NAMES; p++) {
		if (!w.is_pop && !names[p].imap)
			continue;
		key(&pen, &w, p);
		line(&pen, names[p].property);
	}
}

const struct ma_writer outlook_prf_writers[] = {
	{ "outlook", "*.prf",
	    "For the classic Outlook, 2002 and later; the new Outlook takes no such file. Close Outlook and start it with: outlook.exe /importprf and the "
	    "file's whole path. The account is added to the profile there is, or a new one. It is reported that Outlook 2024 takes POP accounts so, and that "
	    "Microsoft 365 (16.0.20326) passes over IMAP accounts: look whether the account is there, and else type it in. The password is asked for at the "
	    "first check.",
	    "従来版（クラシック）の Outlook 2002 以降用です。新しい Outlook では使えません。Outlook を終了し、outlook.exe /importprf に続けてファイルのフルパスを指定して起動してください。いまのプロファイル"
	    "（なければ新しいもの）にアカウントが追加されます。Outlook 2024 では POP のアカウントが取り込まれ、Microsoft 365（16.0.20326）では IMAP のアカウントが無視されるという報告があります。アカウントができたか確認し、"
	    "なければ手で入力してください。パスワードは最初の受信で聞かれます。",
	    write_prf },
	{ NULL, NULL, NULL, NULL, NULL },
};
