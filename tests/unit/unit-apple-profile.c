/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Configuration profiles: keys, what they leave open, signed and damaged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_apple_profile;
#define PLUGIN (&mailaccord_plugin_v1_apple_profile)

#define S(key, text) "<key>" key "</key><string>" text "</string>"
#define I(key, n) "<key>" key "</key><integer>" n "</integer>"
#define ON(key) "<key>" key "</key><true/>"
#define PROFILE(content) "<plist version=\"1.0\"><dict>" S("PayloadType", "Configuration") "<key>PayloadContent</key><array>" content "</array></dict></plist>"
#define MAIL(keys) PROFILE("<dict>" S("PayloadType", "com.apple.mail.managed") S("PayloadUUID", "U1") S("IncomingMailServerHostName", "mail.example.jp") keys "</dict>")
#define POP S("EmailAccountType", "EmailTypePOP")
#define IMAP S("EmailAccountType", "EmailTypeIMAP")

#define EXCHANGE(type, keys) PROFILE("<dict>" S("PayloadType", type) S("PayloadUUID", "U2") S("Host", "mail.example.jp") S("EmailAddress", "info@example.jp") keys "</dict>")
#define OFF(key) "<key>" key "</key><false/>"

static const struct t_say_row rows[] = {
	{ "Exchange", EXCHANGE("com.apple.eas.account", S("UserName", "info") S("PayloadDisplayName", "Office") I("MailNumberOfPastDaysToSync", "7")),
	    { "account U2\n  name = Office", "  protocol = exchange", "  host = mail.example.jp", "  login = info", "  security = tls (0:1 implied)", "  offline_days = 7" } },
	{ "Exchange: address, and nothing about leaving", EXCHANGE("com.apple.eas.account", ""), { "  addresses = info@example.jp", "!leave_on_server", "!delete_when", "!auth", "!login" } },
	{ "Exchange without encryption", EXCHANGE("com.apple.eas.account", OFF("SSL")), { "  security = none (0:1)" } },
	{ "Exchange, encryption garbage", EXCHANGE("com.apple.eas.account", S("SSL", "x")), { "  security ?", "note value 0:1 SSL" } },
	{ "Exchange: all days", EXCHANGE("com.apple.eas.account", I("MailNumberOfPastDaysToSync", "0")), { "!offline_days" } },
	{ "Exchange: how it logs in", EXCHANGE("com.apple.eas.account", ON("OAuth") S("Password", "CANARY-4")), { "  auth = oauth2", "  password_kept = cleartext" } },
	{ "Exchange of a Mac", EXCHANGE("com.apple.ews.account", I("Port", "8443")), { "  protocol = exchange", "  port = 8443" } },
	{ "Google", EXCHANGE("com.apple.google-oauth", S("AccountDescription", "Info")),
	    { "account U2\n  name = Info", "  host = imap.gmail.com (0:1 inferred)", "  login = info@example.jp", "  protocol = imap (0:1 inferred)", "  auth = oauth2 (0:1 inferred)" } },
	{ "two of them", PROFILE("<dict>" S("PayloadType", "com.apple.eas.account") S("Host", "a.example.jp") "</dict><dict>" S("PayloadType", "com.apple.eas.account") S("Host", "a.example.jp") "</dict>"),
	    { "account a.example.jp\n", "account a.example.jp#2\n" } },
	{ "POP: no key says what happens on the server", MAIL(POP), { "  protocol = pop3", "  leave_on_server ?", "  delete_when ?", "  security = none", "  port = 110 (0:1 implied)" } },
	{ "IMAP with TLS", MAIL(IMAP ON("IncomingMailServerUseSSL")), { "  protocol = imap", "  security = tls", "  port = 993 (0:1 implied)", "!leave_on_server" } },
	{ "TLS on the plain port", MAIL(POP ON("IncomingMailServerUseSSL") I("IncomingMailServerPortNumber", "110")), { "  security = starttls", "  port = 110 (0:1)" } },
	{ "TLS that is no truth value", MAIL(POP S("IncomingMailServerUseSSL", "maybe")), { "  security ?", "  port ?", "note value 0:1 IncomingMailServerUseSSL" } },
	{ "a port beyond", MAIL(POP I("IncomingMailServerPortNumber", "70000")), { "  port ?", "note value 0:1 IncomingMailServerPortNumber" } },
	{ "a type nobody knows", MAIL(S("EmailAccountType", "EmailTypeJMAP")), { "  protocol ?", "  leave_on_server ?", "  port ?", "note value" } },
	{ "proofs", MAIL(POP S("IncomingMailServerAuthentication", "EmailAuthCRAMMD5") S("IncomingPassword", "CANARY-1")), { "  auth = encrypted", "  password_kept = cleartext" } },
	{ "a proof nobody knows", MAIL(POP S("IncomingMailServerAuthentication", "EmailAuthX")), { "  auth ?", "!password_kept" } },
	{ "who", MAIL(IMAP S("EmailAccountDescription", "Info") S("EmailAddress", "info@example.jp") S("IncomingMailServerUsername", "info") S("IncomingMailServerIMAPPathPrefix", "INBOX")),
	    { "  name = Info", "  addresses = info@example.jp", "  login = info", "  folder_prefix = INBOX", "account U1\n" } },
	{ "sending", MAIL(POP S("OutgoingMailServerHostName", "smtp.example.jp") I("OutgoingMailServerPortNumber", "587") ON("OutgoingMailServerUseSSL")
	      S("OutgoingMailServerUsername", "out") S("OutgoingMailServerAuthentication", "EmailAuthPassword") S("OutgoingPassword", "CANARY-2")),
	    { "  smtp_host = smtp.example.jp", "  smtp_port = 587", "  smtp_security = starttls", "  smtp_login = out", "  smtp_auth = password" } },
	{ "sending, port absent: the device tries several", MAIL(POP S("OutgoingMailServerHostName", "smtp.example.jp")), { "  smtp_port ?", "  smtp_security = none" } },
	{ "other payloads", PROFILE("<dict>" S("PayloadType", "com.apple.wifi.managed") S("Password", "CANARY-3") "</dict>"), { "!account", "status parsed" } },
	{ "an array where a text should be", MAIL("<key>EmailAccountType</key><array/>"), { "  protocol ?" } },
	{ "encrypted", "<plist><dict>" S("PayloadType", "Configuration") "<key>EncryptedPayloadContent</key><data>AAAA</data></dict></plist>",
	    { "!account", "note unsupported 0:0 EncryptedPayloadContent" } },
	{ "another list", "<plist><dict>" S("a", "b") "</dict></plist>", { "!account", "!note", "status unrecognized" } },
	{ "broken off", "<plist><dict>" S("PayloadType", "Configuration") "<key>PayloadContent</key><array><dict>" S("PayloadType", "com.apple.mail.managed") S("PayloadUUID", "U1") POP,
	    { "account U1\n", "  security ?", "  port ?", "status damaged" } },
	{ "what only begins like a message", "0\x82\x01", { "!account", "note damaged", "status damaged" } },
};

static void
test_keys(void)
{
	t_say_rows(PLUGIN, (struct ma_file){ .role = "profile", .path = "x/mail.mobileconfig" }, rows, sizeof rows / sizeof *rows);
}

static void
expect(const char *bytes, size_t n, const struct t_say_row *row)
{
	struct ma_file f = { .role = "profile", .path = "x/mail.mobileconfig", .bytes = { bytes, n } };
	t_says(PLUGIN, &f, 1, NULL, row);
}

static void
test_signed(void)
{
	static const struct t_say_row good = { "signed", NULL, { "account AAAAAAAA-0000-4000-8000-000000000001\n", "note signer 0:0", "!note signature", "status parsed" } };
	static const struct t_say_row bad = { "changed afterwards", NULL, { "account AAAAAAAA-0000-4000-8000-000000000001\n", "note signature 0:0", "!note signer", "status parsed" } };
	static const struct t_say_row any = { "cut off, or changed anywhere", NULL, { "status " } };
	size_t n, m;
	char *sound = t_read("samples/clients/apple-profile/signed/mail.mobileconfig", &n);
	char *changed = t_read("samples/clients/apple-profile/signature-broken/mail.mobileconfig", &m);
	expect(sound, n, &good);
	expect(changed, m, &bad);
	for (size_t i = 0; i < 40; i++)
		expect(sound, i * n / 40, &any);
	for (size_t i = 0; i < 40; i++) {
		sound[i * n / 40] ^= 0x2a;
		expect(sound, n, &any);
		sound[i * n / 40] ^= 0x2a;
	}
	free(sound);
	free(changed);
}

static const CU_TestInfo tests[] = {
	{ "keys", test_keys },
	{ "signed", test_signed },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_apple_profile;
const struct t_suite suite_apple_profile = { "apple-profile", tests };
