/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A configuration profile with one account, not signed.  UseSSL says nothing of
 * STARTTLS: devices do that at the ports that are not encrypted by themselves.
 * No key says what becomes of mail on the server.  The identifiers are made of
 * the account, so that a profile made again takes the place of the first.
 */
#include "apple-profile-write.h"

#include <string.h>

#include "kit/pen.h"

static const struct pen_word auths[] = {
	{ "none", "EmailAuthNone" }, { "password", "EmailAuthPassword" }, { "encrypted", "EmailAuthCRAMMD5" }, { "ntlm", "EmailAuthNTLM" }, { NULL, NULL },
};

/* Fetching or sending: its facts, and the ports at which it begins without TLS. */
static const struct side {
	const char *host_key, *port_key, *tls_key, *login_key, *auth_key;
	enum ma_fact host, port, security, login, auth;
} sides[] = {
	{ "IncomingMailServerHostName", "IncomingMailServerPortNumber", "IncomingMailServerUseSSL", "IncomingMailServerUsername",
	    "IncomingMailServerAuthentication", MA_HOST, MA_PORT, MA_SECURITY, MA_LOGIN, MA_AUTH },
	{ "OutgoingMailServerHostName", "OutgoingMailServerPortNumber", "OutgoingMailServerUseSSL", "OutgoingMailServerUsername",
	    "OutgoingMailServerAuthentication", MA_SMTP_HOST, MA_SMTP_PORT, MA_SMTP_SECURITY, MA_SMTP_LOGIN, MA_SMTP_AUTH },
};

static const enum ma_fact unsayable[] = {
	MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN, MA_DELETE_MODEL, MA_MAX_DOWNLOAD_KB, MA_CHECK_MINUTES,
};

static void
element(const struct pen *pen, const char *key, const char *type, struct ma_str value)
{
	if (!value.n)
		return;
	pen_put(pen, "<key>");
	pen_put(pen, key);
	pen_put(pen, "</key><");
	pen_put(pen, type);
	pen_put(pen, ">");
	pen_xml(pen, value);
	pen_put(pen, "</");
	pen_put(pen, type);
	pen_put(pen, ">\n");
}

static void
string(const struct pen *pen, const char *key, const char *value)
{
	element(pen, key, "string", (struct ma_str){ value, strlen(value) });
}

static void
integer(const struct pen *pen, const char *key, int64_t n)
{
	pen_put(pen, "<key>");
	pen_put(pen, key);
	pen_put(pen, "</key><integer>");
	pen_num(pen, n);
	pen_put(pen, "</integer>\n");
}

static void
truth(const struct pen *pen, const char *key, bool on)
{
	pen_put(pen, "<key>");
	pen_put(pen, key);
	pen_put(pen, on ? "</key><true/>\n" : "</key><false/>\n");
}

/* An identifier of what is written about, and of a PART of it. */
static void
uuid(const struct pen *pen, const char *part)
{
	struct ma_str texts[] = { { part, strlen(part) }, pen_text(pen, MA_PROTOCOL), pen_text(pen, MA_ADDRESSES) };
	uint32_t words[4];
	for (uint32_t w = 0; w < 4; w++) {
		words[w] = 2166136261u ^ w * 0x9e3779b9u; /* FNV-1a from four beginnings */
		for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
			for (size_t k = 0; k < texts[i].n; k++)
				words[w] = (words[w] ^ (unsigned char)texts[i].p[k]) * 16777619u;
	}
	pen_put(pen, "<key>PayloadUUID</key><string>");
	pen_hex(pen, words[0], 8);
	pen_put(pen, "-");
	pen_hex(pen, words[1] >> 16, 4);
	pen_put(pen, "-8");
	pen_hex(pen, words[1], 3);
	pen_put(pen, "-8");
	pen_hex(pen, words[2] >> 16, 3);
	pen_put(pen, "-");
	pen_hex(pen, words[2], 4);
	pen_hex(pen, words[3], 8);
	pen_put(pen, "</string>\n");
}

static void
identify(const struct pen *pen, const char *type, const char *part)
{
	string(pen, "PayloadType", type);
	integer(pen, "PayloadVersion", 1);
	uuid(pen, part);
	pen_put(pen, "<key>PayloadIdentifier</key><string>mailaccord.");
	pen_put(pen, part);
	pen_put(pen, ".");
	pen_xml(pen, pen_text(pen, MA_ADDRESSES));
	pen_put(pen, "</string>\n");
}

static bool
begins_plain(const struct pen *pen, const struct side *side)
{
	int64_t port = pen_want(pen, side->port, 0), fetching = pen_is(pen, MA_PROTOCOL, "pop3") ? 110 : 143;
	return side->host == MA_HOST ? port == fetching : port == 25 || port == 587;
}

static void
write_side(const struct pen *pen, const struct side *side)
{
	const char *auth = pen_word(pen, side->auth, auths);
	element(pen, side->host_key, "string", pen_text(pen, side->host));
	integer(pen, side->port_key, pen_want(pen, side->port, 0));
	truth(pen, side->tls_key, !pen_is(pen, side->security, "none"));
	if (!pen_is(pen, side->security, "none") && !pen_is(pen, side->security, begins_plain(pen, side) ? "starttls" : "tls"))
		pen_cannot(pen, side->security);
	element(pen, side->login_key, "string", pen_text(pen, side->login));
	string(pen, side->auth_key, auth ? auth : "EmailAuthPassword");
}

static void
write_profile(const struct ma_desk *desk, struct ma_page *page)
{
	const struct pen pen = { desk, page, false };
	pen_put(&pen, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
	    "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n");
	identify(&pen, "Configuration", "profile");
	element(&pen, "PayloadDisplayName", "string", pen_text(&pen, MA_ADDRESSES));
	pen_put(&pen, "<key>PayloadContent</key>\n<array>\n<dict>\n");
	identify(&pen, "com.apple.mail.managed", "account");
	string(&pen, "EmailAccountType", pen_is(&pen, MA_PROTOCOL, "pop3") ? "EmailTypePOP" : "EmailTypeIMAP");
	element(&pen, "EmailAccountDescription", "string", pen_text(&pen, MA_ADDRESSES));
	element(&pen, "EmailAccountName", "string", desk->person(page));
	element(&pen, "EmailAddress", "string", pen_text(&pen, MA_ADDRESSES));
	for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
		write_side(&pen, &sides[i]);
	pen_put(&pen, "</dict>\n</array>\n</dict>\n</plist>\n");
	for (size_t i = 0; i < sizeof unsayable / sizeof *unsayable; i++)
		pen_cannot(&pen, unsayable[i]);
}

const struct ma_writer apple_profile_writers[] = {
	{ "apple", "*.mobileconfig",
	    "For iPhone and iPad (iOS 4 and later) and the Mac (10.7 and later). Hand it over by AirDrop, mail or a web page and open it; then iPhone, iPad: "
	    "Settings > General > VPN & Device Management; Mac: System Settings > Privacy & Security > Profiles (later: General > Device Management). It is not "
	    "signed, and the device says so. The password is asked for when it is installed.",
	    "iPhone・iPad（iOS 4 以降）と Mac（10.7 以降）用です。AirDrop、メール、Web ページなどで渡して開き、iPhone・iPad は [設定] > [一般] > [VPN とデバイス管理]、Mac は [システム設定] > [プライバシーとセキュリティ] > "
	    "[プロファイル]（新しい版では [一般] > [デバイス管理]）でインストールします。署名はないので、端末に「未署名」と表示されます。パスワードはインストールのときに聞かれます。",
	    write_profile },
	{ NULL, NULL, NULL, NULL, NULL },
};
