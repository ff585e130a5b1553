/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two ways to set Thunderbird up:
 *
 *	user.js			settings as they are, of a profile that has no account yet
 *	config-v1.1.xml		what the account dialog reads (mail/modules accountcreation: readFromXML)
 *
 * The dialog always turns on removal by age and "until I delete them", which
 * the XML has no words for; an age of 0 days means none (Pop3Client.sys.mjs).
 * A user.js is read at every start: what it lists is the list of accounts from
 * then on, so it is to be taken away after the first.
 */
#include "thunderbird-write.h"

#include <string.h>

#include "kit/pen.h"

/* ---- user.js ---- */

static const struct pen_word socket_types[] = { { "none", "0" }, { "starttls", "2" }, { "tls", "3" }, { NULL, NULL } };
static const struct pen_word auth_methods[] = {
	{ "none", "1" }, { "password", "3" }, { "encrypted", "4" }, { "apop", "4" }, { "kerberos", "5" }, { "ntlm", "6" }, { "certificate", "7" },
	{ "oauth2", "10" }, { NULL, NULL },
};
static const struct pen_word delete_models[] = { { "mark", "0" }, { "trash", "1" }, { "purge", "2" }, { NULL, NULL } };

static void
pref_raw(const struct pen *pen, const char *name, const char *value)
{
	if (!value)
		return;
	pen_put(pen, "user_pref(\"");
	pen_put(pen, name);
	pen_put(pen, "\", ");
	pen_put(pen, value);
	pen_put(pen, ");\n");
}

static void
pref_num(const struct pen *pen, const char *name, int64_t n)
{
	pen_put(pen, "user_pref(\"");
	pen_put(pen, name);
	pen_put(pen, "\", ");
	pen_num(pen, n);
	pen_put(pen, ");\n");
}

static void
pref_bool(const struct pen *pen, const char *name, bool on)
{
	pref_raw(pen, name, on ? "true" : "false");
}

/* The escapes that the parser knows are few; there are no control characters in what is wanted. */
static void
pref_text(const struct pen *pen, const char *name, struct ma_str s)
{
	if (!s.n)
		return;
	pen_put(pen, "user_pref(\"");
	pen_put(pen, name);
	pen_put(pen, "\", \"");
	pen_escaped(pen, s);
	pen_put(pen, "\");\n");
}

static void
write_pop(const struct pen *pen)
{
	int64_t days = pen_want(pen, MA_DELETE_AFTER_DAYS, -1), kilobytes = pen_want(pen, MA_MAX_DOWNLOAD_KB, 0);
	pref_bool(pen, "mail.server.server1.leave_on_server", pen_want(pen, MA_LEAVE_ON_SERVER, 1) != 0);
	pref_bool(pen, "mail.server.server1.delete_by_age_from_server", days >= 0);
	/* 0 would be no limit, and less than nothing is at the next check. */
	if (days >= 0)
		pref_num(pen, "mail.server.server1.num_days_to_leave_on_server", days ? days : -1);
	pref_bool(pen, "mail.server.server1.delete_mail_left_on_server", pen_is(pen, MA_DELETE_WHEN, "deleted") || pen_is(pen, MA_DELETE_WHEN, "moved"));
	if (pen_is(pen, MA_DELETE_WHEN, "moved"))
		pref_bool(pen, "mail.pop3.deleteFromServerOnMove", true);
	if (pen_is(pen, MA_DELETE_WHEN, "trash-emptied"))
		pen_cannot(pen, MA_DELETE_WHEN);
	if (kilobytes) {
		pref_bool(pen, "mail.server.server1.limit_offline_message_size", true);
		pref_num(pen, "mail.server.server1.max_size", kilobytes);
	}
}

static void
write_server(const struct pen *pen)
{
	int64_t minutes = pen_want(pen, MA_CHECK_MINUTES, 0);
	pref_text(pen, "mail.server.server1.type", pen_text(pen, MA_PROTOCOL));
	pref_text(pen, "mail.server.server1.name", pen_text(pen, MA_ADDRESSES));
	pref_text(pen, "mail.server.server1.hostname", pen_text(pen, MA_HOST));
	pref_num(pen, "mail.server.server1.port", pen_want(pen, MA_PORT, -1));
	pref_text(pen, "mail.server.server1.userName", pen_text(pen, MA_LOGIN));
	pref_raw(pen, "mail.server.server1.socketType", pen_word(pen, MA_SECURITY, socket_types));
	pref_raw(pen, "mail.server.server1.authMethod", pen_word(pen, MA_AUTH, auth_methods));
	if (minutes) {
		pref_bool(pen, "mail.server.server1.check_new_mail", true);
		pref_num(pen, "mail.server.server1.check_time", minutes);
	}
	if (pen_is(pen, MA_PROTOCOL, "pop3"))
		write_pop(pen);
	else
		pref_raw(pen, "mail.server.server1.delete_model", pen_word(pen, MA_DELETE_MODEL, delete_models));
}

static void
write_user_js(const struct ma_desk *desk, struct ma_page *page)
{
	const struct pen pen = { desk, page, false };
	pen_put(&pen, "// For a profile without accounts.  Start once, quit, delete this file.\n");
	pref_raw(&pen, "mail.accountmanager.accounts", "\"account1\"");
	pref_raw(&pen, "mail.accountmanager.defaultaccount", "\"account1\"");
	pref_raw(&pen, "mail.account.account1.server", "\"server1\"");
	pref_raw(&pen, "mail.account.account1.identities", "\"id1\"");
	pref_raw(&pen, "mail.account.lastKey", "1");
	pref_text(&pen, "mail.identity.id1.useremail", pen_text(&pen, MA_ADDRESSES));
	pref_text(&pen, "mail.identity.id1.fullName", desk->person(page));
	pref_raw(&pen, "mail.identity.id1.smtpServer", "\"smtp1\"");
	pref_raw(&pen, "mail.identity.id1.valid", "true");
	write_server(&pen);
	pref_raw(&pen, "mail.smtpservers", "\"smtp1\"");
	pref_raw(&pen, "mail.smtp.defaultserver", "\"smtp1\"");
	pref_raw(&pen, "mail.smtpserver.smtp1.type", "\"smtp\"");
	pref_text(&pen, "mail.smtpserver.smtp1.hostname", pen_text(&pen, MA_SMTP_HOST));
	pref_num(&pen, "mail.smtpserver.smtp1.port", pen_want(&pen, MA_SMTP_PORT, 0));
	pref_raw(&pen, "mail.smtpserver.smtp1.try_ssl", pen_word(&pen, MA_SMTP_SECURITY, socket_types));
	pref_raw(&pen, "mail.smtpserver.smtp1.authMethod", pen_word(&pen, MA_SMTP_AUTH, auth_methods));
	pref_text(&pen, "mail.smtpserver.smtp1.username", pen_text(&pen, MA_SMTP_LOGIN));
}

/* ---- config-v1.1.xml ---- */

static const struct pen_word xml_sockets[] = { { "none", "plain" }, { "starttls", "STARTTLS" }, { "tls", "SSL" }, { NULL, NULL } };
static const struct pen_word xml_auths[] = {
	{ "password", "password-cleartext" }, { "encrypted", "password-encrypted" }, { "apop", "password-encrypted" }, { "kerberos", "GSSAPI" },
	{ "ntlm", "NTLM" }, { "oauth2", "OAuth2" }, { NULL, NULL },
};
static const struct pen_word xml_sending_auths[] = {
	{ "none", "none" }, { "password", "password-cleartext" }, { "encrypted", "password-encrypted" }, { "apop", "password-encrypted" },
	{ "kerberos", "GSSAPI" }, { "ntlm", "NTLM" }, { "oauth2", "OAuth2" }, { NULL, NULL },
};

static void
element(const struct pen *pen, const char *name, struct ma_str text)
{
	if (!text.n)
		return;
	pen_put(pen, "      <");
	pen_put(pen, name);
	pen_put(pen, ">");
	pen_xml(pen, text);
	pen_put(pen, "</");
	pen_put(pen, name);
	pen_put(pen, ">\n");
}

static void
element_word(const struct pen *pen, const char *name, const char *word)
{
	if (word)
		element(pen, name, (struct ma_str){ word, strlen(word) });
}

static void
element_num(const struct pen *pen, const char *name, int64_t n)
{
	pen_put(pen, "      <");
	pen_put(pen, name);
	pen_put(pen, ">");
	pen_num(pen, n);
	pen_put(pen, "</");
	pen_put(pen, name);
	pen_put(pen, ">\n");
}

/* A login that is made of the address serves every address of the domain. */
static void
element_login(const struct pen *pen, enum ma_fact fact)
{
	struct ma_str login = pen_text(pen, fact), address = pen_text(pen, MA_ADDRESSES);
	const char *at = address.n ? memchr(address.p, '@', address.n) : NULL;
	size_t local = at ? (size_t)(at - address.p) : 0;
	bool begins = login.n && login.n <= address.n && memcmp(login.p, address.p, login.n) == 0;
	if (begins && login.n == address.n)
		login = MA_STR("%EMAILADDRESS%");
	else if (begins && login.n == local)
		login = MA_STR("%EMAILLOCALPART%");
	element(pen, "username", login);
}

static void
write_xml_pop(const struct pen *pen)
{
	bool leave = pen_want(pen, MA_LEAVE_ON_SERVER, 1);
	int64_t days = pen_want(pen, MA_DELETE_AFTER_DAYS, 0);
	pen_put(pen, "      <pop3>\n");
	element_word(pen, "leaveMessagesOnServer", leave ? "true" : "false");
	if (leave)
		element_num(pen, "daysToLeaveMessagesOnServer", days);
	pen_put(pen, "      </pop3>\n");
	/* 0 days is none here; and the dialog always ticks the box for deleting. */
	if (!days)
		pen_cannot(pen, MA_DELETE_AFTER_DAYS);
	if (!pen_is(pen, MA_DELETE_WHEN, "deleted"))
		pen_cannot(pen, MA_DELETE_WHEN);
	pen_cannot(pen, MA_MAX_DOWNLOAD_KB);
}

static void
write_xml(const struct ma_desk *desk, struct ma_page *page)
{
	const struct pen pen = { desk, page, false };
	struct ma_str address = pen_text(&pen, MA_ADDRESSES), domain = address;
	while (domain.n && *domain.p != '@')
		domain.p++, domain.n--;
	if (domain.n)
		domain.p++, domain.n--;
	pen_put(&pen, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientConfig version=\"1.1\">\n  <emailProvider id=\"");
	pen_xml(&pen, domain);
	pen_put(&pen, "\">\n");
	element(&pen, "domain", domain);
	element(&pen, "displayName", domain);
	pen_put(&pen, "    <incomingServer type=\"");
	pen_xml(&pen, pen_text(&pen, MA_PROTOCOL));
	pen_put(&pen, "\">\n");
	element(&pen, "hostname", pen_text(&pen, MA_HOST));
	element_num(&pen, "port", pen_want(&pen, MA_PORT, 0));
	element_word(&pen, "socketType", pen_word(&pen, MA_SECURITY, xml_sockets));
	element_login(&pen, MA_LOGIN);
	element_word(&pen, "authentication", pen_word(&pen, MA_AUTH, xml_auths));
	if (pen_is(&pen, MA_PROTOCOL, "pop3"))
		write_xml_pop(&pen);
	pen_put(&pen, "    </incomingServer>\n    <outgoingServer type=\"smtp\">\n");
	element(&pen, "hostname", pen_text(&pen, MA_SMTP_HOST));
	element_num(&pen, "port", pen_want(&pen, MA_SMTP_PORT, 0));
	element_word(&pen, "socketType", pen_word(&pen, MA_SMTP_SECURITY, xml_sockets));
	element_login(&pen, MA_SMTP_LOGIN);
	element_word(&pen, "authentication", pen_word(&pen, MA_SMTP_AUTH, xml_sending_auths));
	pen_put(&pen, "    </outgoingServer>\n  </emailProvider>\n</clientConfig>\n");
	/* The dialog takes OAuth2 for the servers only whose issuer it knows, and else refuses the file. */
	if (pen_is(&pen, MA_AUTH, "oauth2"))
		pen_cannot(&pen, MA_AUTH);
	if (pen_is(&pen, MA_SMTP_AUTH, "oauth2"))
		pen_cannot(&pen, MA_SMTP_AUTH);
	pen_cannot(&pen, MA_DELETE_MODEL);
	pen_cannot(&pen, MA_CHECK_MINUTES);
}

const struct ma_writer thunderbird_writers[] = {
	{ "thunderbird", "user.js",
	    "Only for a new profile without accounts: the list of accounts in it takes the place of the one there is. Quit Thunderbird; copy the file "
	    "into the profile folder (Help > Troubleshooting Information > Profile Folder); start Thunderbird, quit it again, and delete the file: while "
	    "it is there, accounts that are added later are gone at every start. The password is asked for at the first check.",
	    "アカウントのまだない新しいプロファイル専用です（アカウントの一覧がこのファイルのものに置き換わります）。Thunderbird を終了し、プロファイルフォルダー（[ヘルプ] > "
	    "[トラブルシューティング情報] > [プロファイルフォルダー]）にコピーして起動し、もう一度終了してからこのファイルを削除してください。残しておくと、あとで追加したアカウントが起動のたびに消えます。"
	    "パスワードは最初の受信で聞かれます。",
	    write_user_js },
	{ "thunderbird", "config-v1.1.xml",
	    "For the dialog \"Add Mail Account\" of Thunderbird 3.1 and later; it changes nothing by itself. For one PC: copy it to the folder isp of the "
	    "program's folder, with the mail domain for a name (isp/example.co.jp.xml). For all PCs: publish it as "
	    "http://autoconfig.DOMAIN/mail/config-v1.1.xml; if its <username> is one person's login, it is for that person only. Then enter name and address in the dialog.",
	    "Thunderbird 3.1 以降の [メールアカウントを追加] の画面が読むファイルです。置くだけでは何も変わりません。1 台の端末用には、プログラムのフォルダーの isp フォルダーに、メールのドメイン名を付けて（isp/example.co.jp.xml）"
	    "コピーします。全端末用には http://autoconfig.DOMAIN/mail/config-v1.1.xml として公開します（<username> が特定の人のユーザー名なら、その人専用です）。そのあと画面で名前とアドレスを入力します。",
	    write_xml },
	{ NULL, NULL, NULL, NULL, NULL },
};
