/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Outlook plugin: each setting on, off, absent and garbage, every root,
 * several users, and exports as Windows writes them.  All data is invented.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/registry.h"
#include "t.h"

#ifdef MAILACCORD_STATIC_PLUGINS
extern const struct ma_plugin mailaccord_plugin_v1_outlook;
#define PLUGIN mailaccord_plugin_v1_outlook
#else
#define PLUGIN mailaccord_plugin_v1
#endif

#define HEAD "Windows Registry Editor Version 5.00\n"
#define OFFICE "HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\"
#define BOX "\\9375CFF0413111d3B88A00104B2A6676"
#define PROFILE OFFICE "16.0\\Outlook\\Profiles\\P"
#define POP "\"clsid\"=\"{ED475411-B0D6-11D2-8C3B-00104B2A6676}\"\n\"POP3 Server\"=\"h\"\n"
#define IMAP "\"clsid\"=\"{ED475412-B0D6-11D2-8C3B-00104B2A6676}\"\n\"IMAP Server\"=\"h\"\n"

static char *
parse(const char *text)
{
	struct ma_file file = { .role = "settings", .path = "x.reg", .bytes = { text, strlen(text) }, .ansi_charset = "CP932" };
	return t_parse(&PLUGIN, &file, 1, NULL);
}

/* What is said of FACT: "VALUE" with " STATE" unless it is set, "?" for unknown,
 * "-" for nothing; in a buffer of the next call but three. */
static const char *
fact(const char *account, const char *name)
{
	static char out[4][512];
	static unsigned turn;
	char head[64], *to = out[turn++ % 4];
	const char *p = strstr(account, (snprintf(head, sizeof head, "  %s ", name), head));
	strcpy(to, "-");
	if (!p)
		return to;
	p += strlen(head);
	if (*p == '?')
		return strcpy(to, "?");
	const char *end = p + strcspn(p, "\n"), *state = end - 1;
	while (strncmp(end, " (", 2) != 0)
		end--;
	while (state > end && *state != ' ')
		state--;
	snprintf(to, 512, "%.*s%.*s", (int)(end - p - 2), p + 2, state > end ? (int)strcspn(state, ")") : 0, state);
	return to;
}

/* ---- one value, some facts ---- */

struct row {
	const char *row, *lines;
	const char *facts[8]; /* name, value, ...; "note" is a line of the notes that must be there, "no note" none at all */
};

static void
check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char text[8192];
		snprintf(text, sizeof text, HEAD "[" PROFILE BOX "\\00000002]\n%s", rows[i].lines);
		char *all = parse(text), *a = t_account(all, "16.0/P/00000002");
		for (size_t f = 0; f < 8 && rows[i].facts[f]; f += 2) {
			const char *want = rows[i].facts[f + 1];
			if (strcmp(rows[i].facts[f], "note") == 0)
				t_ok(strstr(all, want) != NULL, rows[i].row, want);
			else if (strcmp(rows[i].facts[f], "no note") == 0)
				t_ok(strstr(all, "note ") == NULL, rows[i].row, "there is a note");
			else
				t_text(fact(a, rows[i].facts[f]), want, rows[i].row);
		}
		free(a);
		free(all);
	}
}
#define CHECK(rows) check(rows, sizeof rows / sizeof *rows)

/* Leave on Server: PROP_POP_LEAVE_ON_SERVER of the account management API. */
static void
test_leave(void)
{
	static const struct {
		const char *row, *value;
		const char *leave, *days, *when, *raw, *note; /* note "": none */
	} rows[] = {
		{ "deletes", "dword:00000000", "no", "-", "-", "0x00000000", "" },
		{ "for ever", "dword:00000001", "yes", "-", "never", "0x00000001", "" },
		{ "stale days", "dword:00050001", "yes", "-", "never", "0x00050001", "" },
		{ "14 days", "dword:000e0003", "yes", "14", "never", "0x000e0003", "" },
		{ "20 days", "dword:00140003", "yes", "20", "never", "0x00140003", "" },
		{ "trash, stale days", "dword:000e0005", "yes", "-", "trash-emptied", "0x000e0005", "" },
		{ "days or trash", "dword:00020007", "yes", "2", "trash-emptied", "0x00020007", "" },
		{ "inert days", "dword:000a0002", "no", "-", "-", "0x000a0002", "" },
		{ "inert trash", "dword:000a0006", "no", "-", "-", "0x000a0006", "" },
		{ "no days", "dword:00000003", "yes", "?", "never", "0x00000003", "note value 0:5 Leave on Server" },
		{ "no days or trash", "dword:00000007", "yes", "?", "trash-emptied", "0x00000007", "note value 0:5 Leave on Server" },
		{ "most days", "dword:ffff0003", "yes", "65535", "never", "0xffff0003", "" },
		{ "unknown bit", "dword:000e000b", "yes inferred", "14 inferred", "never inferred", "0x000e000b", "note inferred 0:5 Leave on Server" },
		{ "unknown bits, deletes", "dword:0000fff8", "no inferred", "-", "-", "0x0000fff8", "note inferred 0:5 Leave on Server" },
		{ "bytes of a number", "hex(4):03,00,0e,00", "yes", "14", "never", "0x000e0003", "" },
		{ "other order", "hex(5):00,0e,00,03", "yes", "14", "never", "0x000e0003", "" },
		{ "text", "\"1\"", "?", "-", "-", "-", "note value 0:5 Leave on Server" },
		{ "binary", "hex:01,00,00,00", "?", "-", "-", "-", "note value 0:5 Leave on Server" },
		{ "short", "hex(4):01", "?", "-", "-", "-", "note value 0:5 Leave on Server" },
		{ "too large", "hex(b):01,00,00,00,01,00,00,00", "?", "-", "-", "-", NULL },
		{ "garbage", "dword:xyz", "?", "-", "-", "-", "note value 0:5 Leave on Server" },
		{ "empty", "", "?", "-", "-", "-", "note value 0:5 Leave on Server" },
		{ "deleted", "-", "?", "-", "-", "-", "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[1024];
		snprintf(text, sizeof text, HEAD "[" PROFILE BOX "\\00000002]\n" POP "\"Leave on Server\"=%s\n", rows[i].value);
		char *all = parse(text), *a = t_account(all, "16.0/P/00000002");
		t_text(fact(a, "leave_on_server"), rows[i].leave, rows[i].row);
		t_text(fact(a, "delete_after_days"), rows[i].days, rows[i].row);
		t_text(fact(a, "delete_when"), rows[i].when, rows[i].row);
		t_text(fact(a, "leave_raw"), rows[i].raw, rows[i].row);
		if (rows[i].note && *rows[i].note)
			t_ok(strstr(all, rows[i].note) != NULL, rows[i].row, rows[i].note);
		else if (rows[i].note)
			t_ok(strstr(all, "note") == NULL, rows[i].row, "has a note");
		free(a);
		free(all);
	}
	static const struct row others[] = {
		{ "absent", POP, { "leave_on_server", "?", "leave_raw", "-", "delete_when", "-", "no note", "" } },
		{ "IMAP", IMAP "\"Leave on Server\"=dword:00000000\n", { "leave_on_server", "-", "leave_raw", "-" } },
	};
	CHECK(others);
	/* the place of what is unknown is the account */
	char *all = parse(HEAD "[" PROFILE BOX "\\00000002]\n" POP);
	t_ok(strstr(all, "leave_on_server ? (0:2)") != NULL, "absent", "is not at the account's line");
	free(all);
}

static void
test_connection(void)
{
	static const struct row rows[] = {
		{ "POP plain", POP, { "port", "110 implied", "security", "none implied", "auth", "password implied", "no note", "" } },
		{ "POP TLS", POP "\"POP3 Port\"=dword:000003e3\n\"POP3 Use SSL\"=dword:00000001\n",
		  { "port", "995", "security", "tls", "protocol", "pop3", "host", "h" } },
		{ "POP TLS no port", POP "\"POP3 Use SSL\"=dword:00000001\n", { "port", "995 inferred", "security", "tls" } },
		{ "POP SSL off", POP "\"POP3 Use SSL\"=dword:00000000\n", { "port", "110 implied", "security", "none" } },
		{ "POP SSL garbage", POP "\"POP3 Use SSL\"=\"yes\"\n",
		  { "port", "?", "security", "?", "note", "note value 0:5 POP3 Use SSL" } },
		{ "port garbage", POP "\"POP3 Port\"=dword:zz\n", { "port", "?", "note", "note value 0:5 POP3 Port" } },
		{ "port too large", POP "\"POP3 Port\"=dword:00010000\n", { "port", "?", "note", "note value 0:5 POP3 Port" } },
		{ "port zero", POP "\"POP3 Port\"=dword:00000000\n", { "port", "?", "note", "note value 0:5 POP3 Port" } },
		{ "secure connection wins", POP "\"POP3 Use SSL\"=dword:00000001\n\"POP3 Secure Connection\"=dword:00000002\n",
		  { "security", "starttls inferred", "port", "110 implied" } },
		{ "secure connection garbage", POP "\"POP3 Secure Connection\"=dword:00000009\n", { "security", "?", "port", "?" } },
		{ "SPA on", POP "\"POP3 Use SPA\"=dword:00000001\n", { "auth", "ntlm" } },
		{ "Sicily on", POP "\"POP3 Use Sicily\"=dword:00000001\n", { "auth", "ntlm" } },
		{ "SPA off", POP "\"POP3 Use SPA\"=dword:00000000\n", { "auth", "password" } },
		{ "SPA garbage", POP "\"POP3 Use SPA\"=hex:01\n", { "auth", "?" } },
		{ "IMAP", IMAP, { "protocol", "imap", "port", "143 implied", "security", "?", "auth", "?" } },
		{ "IMAP TLS", IMAP "\"IMAP Port\"=dword:000003e1\n\"IMAP Use SSL\"=dword:00000001\n", { "port", "993", "security", "tls" } },
		{ "IMAP SSL off may be STARTTLS", IMAP "\"IMAP Use SSL\"=dword:00000000\n", { "security", "?" } },
		{ "IMAP path", IMAP "\"IMAP Folder Path\"=\"INBOX\"\n", { "folder_prefix", "INBOX" } },
		{ "login", POP "\"POP3 User\"=\"u\"\n", { "login", "u" } },
		{ "login garbage", POP "\"POP3 User\"=dword:00000001\n", { "login", "?", "note", "note value 0:5 POP3 User" } },
		{ "no login", POP, { "login", "-" } },
		{ "no server", "\"clsid\"=\"{ED475411-B0D6-11D2-8C3B-00104B2A6676}\"\n", { "host", "?", "note", "note missing 0:2 POP3 Server" } },
		{ "empty server", "\"clsid\"=\"{ED475411-B0D6-11D2-8C3B-00104B2A6676}\"\n\"POP3 Server\"=\"\"\n", { "host", "?" } },
	};
	CHECK(rows);
}

#define SMTP POP "\"SMTP Server\"=\"s\"\n"

static void
test_smtp(void)
{
	static const struct row rows[] = {
		{ "none", POP, { "smtp_host", "-", "smtp_port", "-", "smtp_security", "-", "smtp_auth", "-" } },
		{ "plain", SMTP, { "smtp_host", "s", "smtp_port", "25 implied", "smtp_security", "none implied", "smtp_auth", "none implied" } },
		{ "code 0", SMTP "\"SMTP Secure Connection\"=dword:00000000\n", { "smtp_security", "none", "smtp_port", "25 implied" } },
		{ "code 1", SMTP "\"SMTP Secure Connection\"=dword:00000001\n", { "smtp_security", "tls", "smtp_port", "465 inferred" } },
		{ "code 2", SMTP "\"SMTP Secure Connection\"=dword:00000002\n", { "smtp_security", "starttls" } },
		{ "code 3", SMTP "\"SMTP Secure Connection\"=dword:00000003\n\"SMTP Use SSL\"=dword:00000001\n",
		  { "smtp_security", "starttls-optional" } },
		{ "code 4", SMTP "\"SMTP Secure Connection\"=dword:00000004\n",
		  { "smtp_security", "?", "note", "note value 0:6 SMTP Secure Connection" } },
		{ "SSL", SMTP "\"SMTP Use SSL\"=dword:00000001\n\"SMTP Port\"=dword:000001d1\n", { "smtp_security", "tls", "smtp_port", "465" } },
		{ "as incoming", SMTP "\"SMTP Use Auth\"=dword:00000001\n\"POP3 Use SPA\"=dword:00000001\n", { "smtp_auth", "ntlm" } },
		{ "own login", SMTP "\"SMTP Use Auth\"=dword:00000001\n\"SMTP Auth Method\"=dword:00000001\n\"SMTP User\"=\"u\"\n",
		  { "smtp_auth", "password", "smtp_login", "u" } },
		{ "POP before SMTP", SMTP "\"SMTP Use Auth\"=dword:00000001\n\"SMTP Auth Method\"=dword:00000002\n", { "smtp_auth", "none" } },
		{ "no login", SMTP "\"SMTP Use Auth\"=dword:00000000\n", { "smtp_auth", "none" } },
		{ "login garbage", SMTP "\"SMTP Use Auth\"=\"1\"\n", { "smtp_auth", "?" } },
	};
	CHECK(rows);
}

static void
test_who(void)
{
	static const struct row rows[] = {
		{ "address", POP "\"Email\"=\"a@b.jp\"\n\"Account Name\"=\"n\"\n\"Reply E-mail\"=\"r@b.jp\"\n",
		  { "addresses", "a@b.jp", "name", "n", "reply_to", "r@b.jp" } },
		{ "no address", POP, { "addresses", "-", "name", "-", "reply_to", "-" } },
		{ "name is an address", POP "\"Account Name\"=\"a@b.jp\"\n", { "addresses", "a@b.jp inferred", "name", "a@b.jp" } },
		{ "name is none", POP "\"Account Name\"=\"n\"\n", { "addresses", "-" } },
		{ "address garbage", POP "\"Email\"=dword:00000001\n", { "addresses", "?", "note", "note value 0:5 Email" } },
		{ "binary text", POP "\"Email\"=hex:61,00,40,00,62,00,00,00\n", { "addresses", "a@b" } },
		{ "binary text, no end, odd", POP "\"Email\"=hex:61,00,40,00,62,00,63\n", { "addresses", "a@b" } },
		{ "expandable text", POP "\"Email\"=hex(2):61,00,40,00,62,00,00,00\n", { "addresses", "a@b" } },
		{ "password", POP "\"POP3 Password\"=hex:02,43,41,4e,41,52,59\n", { "password_kept", "obfuscated" } },
		{ "empty password", POP "\"POP3 Password\"=hex:\n", { "password_kept", "-" } },
		{ "no password", POP, { "password_kept", "-" } },
		{ "password as text", POP "\"POP3 Password\"=\"CANARY-1\"\n", { "password_kept", "?" } },
	};
	CHECK(rows);
}

static void
test_kinds(void)
{
	static const struct row rows[] = {
		{ "no class, POP", "\"POP3 Server\"=\"h\"\n", { "protocol", "pop3" } },
		{ "no class, IMAP", "\"IMAP Server\"=\"h\"\n", { "protocol", "imap" } },
		{ "no class, EAS", "\"EAS Server URL\"=\"https://h/\"\n", { "protocol", "other", "host", "https://h/" } },
		{ "no class, HTTP", "\"HTTP Server URL\"=\"http://h/\"\n", { "protocol", "other" } },
		{ "no class, no server, but the setting", "\"Leave on Server\"=dword:00000000\n",
		  { "protocol", "pop3", "leave_on_server", "no", "host", "?" } },
		{ "lower case", "\"CLSID\"=\"{ed475411-b0d6-11d2-8c3b-00104b2a6676}\"\n\"POP3 Server\"=\"h\"\n", { "protocol", "pop3" } },
		{ "class as bytes", "\"clsid\"=hex:11,54,47,ed,d6,b0,d2,11,8c,3b,00,10,4b,2a,66,76\n\"POP3 Server\"=\"h\"\n", { "protocol", "pop3" } },
		{ "class as binary text",
		  "\"clsid\"=hex:7b,00,45,00,44,00,34,00,37,00,35,00,34,00,31,00,32,00,2d,00,42,00,30,00,44,00,36,00,2d,00,31,00,31,00,44,00,32,00,2d,00,38,00,"
		  "43,00,33,00,42,00,2d,00,30,00,30,00,31,00,30,00,34,00,42,00,32,00,41,00,36,00,36,00,37,00,36,00,7d,00,00,00\n",
		  { "protocol", "imap" } },
		{ "class garbage", "\"clsid\"=\"{0}\"\n\"POP3 Server\"=\"h\"\n", { "protocol", "pop3", "note", "note value 0:3 clsid" } },
		{ "hotmail", "\"clsid\"=\"{4DB5CBF0-3B77-4852-BC8E-BB81908861F3}\"\n", { "protocol", "other" } },
		{ "exchange", "\"clsid\"=\"{ED475414-B0D6-11D2-8C3B-00104B2A6676}\"\n\"Service Name\"=\"MSEMS\"\n",
		  { "protocol", "exchange", "leave_on_server", "-", "host", "-", "no note", "" } },
		{ "unknown service", "\"clsid\"=\"{ED475414-B0D6-11D2-8C3B-00104B2A6676}\"\n\"Service Name\"=\"ACME\"\n",
		  { "protocol", "other", "note", "note inferred 0:4 Service Name" } },
		{ "address book", "\"clsid\"=\"{ED475414-B0D6-11D2-8C3B-00104B2A6676}\"\n\"Service Name\"=\"CONTAB\"\n", { "protocol", "-", "no note", "" } },
		{ "data file", "\"clsid\"=\"{ED475414-B0D6-11D2-8C3B-00104B2A6676}\"\n\"Service Name\"=\"msupst ms\"\n", { "protocol", "-", "no note", "" } },
		{ "LDAP", "\"clsid\"=\"{4DB5CBF2-3B77-4852-BC8E-BB81908861F3}\"\n", { "protocol", "-", "no note", "" } },
		{ "nothing known", "\"x\"=\"y\"\n", { "protocol", "-", "note", "note dropped 0:2 00000002" } },
	};
	CHECK(rows);
}

/* ---- data files ---- */

#define WRAP "00,00,00,00,38,a1,bb,10,05,e5,10,1a,a1,bb,08,00,2b,2a,56,c2,00,00,6d,73,70,73,74,2e,64,6c,6c,00,"
#define NITA "00,00,00,00,4e,49,54,41,f9,bf,b8,01,00,aa,00,37,d9,6e,00,00,00,"
#define WIDE "00,43,00,3a,00,5c,00,d5,30,2e,00,70,00,73,00,74,00,00,00" /* C:\[fu].pst */

static void
test_store(void)
{
	static const struct row rows[] = {
		{ "wide", POP "\"Delivery Store EntryID\"=hex:" WRAP NITA WIDE "\n", { "store", "C:\\フ.pst" } },
		{ "code page", POP "\"Delivery Store EntryID\"=hex:" WRAP NITA "43,3a,5c,94,5c,2e,70,73,74,00\n", { "store", "C:\\能.pst" } },
		{ "unknown wrapper", POP "\"Delivery Store EntryID\"=hex:01,02,44,00,3a,00,5c,00,61,00,2e,00,4f,00,53,00,54,00,00,00\n",
		  { "store", "D:\\a.OST" } },
		{ "server and share", POP "\"Delivery Store EntryID\"=hex:01,02,5c,00,5c,00,73,00,5c,00,61,00,2e,00,70,00,73,00,74,00\n", { "store", "\\\\s\\a.pst" } },
		{ "no path", POP "\"Delivery Store EntryID\"=hex:" WRAP NITA "\n", { "store", "-" } },
		{ "short", POP "\"Delivery Store EntryID\"=hex:00\n", { "store", "-" } },
		{ "empty", POP "\"Delivery Store EntryID\"=hex:\n", { "store", "-" } },
		{ "other type", POP "\"Delivery Store EntryID\"=\"C:\\\\a.pst\"\n", { "store", "-" } },
		{ "absent", POP, { "store", "-" } },
		{ "moved, by the store", POP "\"Delivery Store EntryID\"=hex:" WRAP NITA WIDE "\n[" PROFILE "\\0123456789abcdef0123456789abcdef]\n"
						"\"01020fff\"=hex:" WRAP NITA WIDE "\n\"001f6700\"=hex:44,00,3a,00,5c,00,78,00,00,00\n",
		  { "store", "D:\\x" } },
		{ "moved, by the folder", POP "\"Delivery Folder EntryID\"=hex:00,00,00,00,01,02,03,04,05,06,07,08,09,0a,0b,0c,0d,0e,0f,10,82,80,00,00\n[" PROFILE
						 "\\0123456789abcdef0123456789abcdef]\n\"01020ff9\"=hex:01,02,03,04,05,06,07,08,09,0a,0b,0c,0d,0e,0f,10\n"
						 "\"001e6700\"=hex:44,3a,5c,83,5c,00\n",
		  { "store", "D:\\ソ" } },
		{ "another store", POP "\"Delivery Store EntryID\"=hex:" WRAP NITA WIDE "\n[" PROFILE "\\0123456789abcdef0123456789abcdef]\n"
					  "\"01020fff\"=hex:" WRAP NITA "01\n\"001f6700\"=hex:44,00,3a,00,5c,00,78,00,00,00\n",
		  { "store", "C:\\フ.pst" } },
		{ "IMAP", IMAP "\"IMAP Store EID\"=hex:" WRAP NITA WIDE "\n", { "store", "C:\\フ.pst" } },
	};
	CHECK(rows);
}

/* ---- where accounts are ---- */

static void
test_places(void)
{
	static const struct {
		const char *key, *id, *version, *user;
	} rows[] = {
		{ OFFICE "16.0\\Outlook\\Profiles\\P" BOX "\\00000001", "16.0/P/00000001", "16.0", "-" },
		{ OFFICE "15.0\\Outlook\\Profiles\\P" BOX "\\0000000a", "15.0/P/0000000a", "15.0", "-" },
		{ OFFICE "14.0\\Outlook\\Profiles\\P" BOX "\\00000001", "14.0/P/00000001", "14.0", "-" },
		{ "HKEY_CURRENT_USER\\SOFTWARE\\microsoft\\office\\16.0\\OUTLOOK\\profiles\\営業 能\\9375cff0413111D3b88a00104b2a6676\\00000001",
		  "16.0/営業 能/00000001", "16.0", "-" },
		{ "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles\\P" BOX "\\00000001",
		  "mapi/P/00000001", "-", "-" },
		{ "HKEY_CURRENT_USER\\Software\\Microsoft\\Windows Messaging Subsystem\\Profiles\\P" BOX "\\00000001", "mapi9x/P/00000001", "-", "-" },
		{ OFFICE "8.0\\Outlook\\OMI Account Manager\\Accounts\\00000001", "8.0-omi/00000001", "8.0", "-" },
		{ OFFICE "Outlook\\OMI Account Manager\\00000001", "omi/00000001", "-", "-" },
		{ "HKEY_CURRENT_USER\\Software\\Microsoft\\Internet Account Manager\\Accounts\\00000001", "express/00000001", "-", "-" },
		{ "HKEY_CURRENT_USER\\Identities\\{1}\\Software\\Microsoft\\Internet Account Manager\\Accounts\\00000001", "express/{1}/00000001", "-", "-" },
		{ "HKEY_USERS\\S-1-5-21-1-2-3-1104\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000001",
		  "S-1-5-21-1-2-3-1104/16.0/P/00000001", "16.0", "S-1-5-21-1-2-3-1104" },
		{ "HKU\\x\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000001", "x/16.0/P/00000001", "16.0", "x" },
		{ "HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000001", "16.0/P/00000001", "16.0", "-" },
		{ "HKEY_LOCAL_MACHINE\\loaded\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000001", "loaded/16.0/P/00000001",
		  "16.0", "loaded" },
		{ OFFICE "16.0\\Outlook\\Profiles\\P" BOX "\\1", NULL, NULL, NULL },
		{ OFFICE "16.0\\Outlook\\Profiles\\P\\0123456789abcdef0123456789abcdef\\00000001", NULL, NULL, NULL },
		{ OFFICE "16.0\\Word\\Profiles\\P" BOX "\\00000001", NULL, NULL, NULL },
		{ "HKEY_CLASSES_ROOT\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000001", NULL, NULL, NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[2048];
		snprintf(text, sizeof text, HEAD "[%s]\n" POP, rows[i].key);
		char *all = parse(text);
		if (!rows[i].id) {
			t_ok(strstr(all, "account") == NULL, rows[i].key, "was taken for an account");
			free(all);
			continue;
		}
		char *a = t_account(all, rows[i].id);
		t_text(fact(a, "host"), "h", rows[i].key);
		t_text(fact(a, "client_version"), rows[i].version, rows[i].key);
		t_text(fact(a, "user"), rows[i].user, rows[i].key);
		free(a);
		free(all);
	}
}

static void
test_old_leave(void)
{
	static const struct {
		const char *row, *lines, *leave, *days, *when, *omi_leave;
	} rows[] = {
		{ "absent", "", "no implied", "-", "-", "?" },
		{ "off", "\"Leave Mail On Server\"=dword:00000000\n\"Remove When Expired\"=dword:00000001\n\"Expire Days\"=dword:00000005\n", "no", "-", "-", "no" },
		{ "on", "\"Leave Mail On Server\"=dword:00000001\n", "yes", "-", "never implied", "yes" },
		{ "on, all", "\"Leave Mail On Server\"=dword:00000001\n\"Remove When Deleted\"=dword:00000001\n\"Remove When Expired\"=dword:00000001\n\"Expire Days\"=dword:0000000e\n",
		  "yes", "14", "trash-emptied", "yes" },
		{ "on, not expired", "\"Leave Mail On Server\"=dword:00000001\n\"Remove When Deleted\"=dword:00000000\n\"Remove When Expired\"=dword:00000000\n\"Expire Days\"=dword:0000000e\n",
		  "yes", "-", "never", "yes" },
		{ "no days", "\"Leave Mail On Server\"=dword:00000001\n\"Remove When Expired\"=dword:00000001\n", "yes", "?", "never implied", "yes" },
		{ "garbage", "\"Leave Mail On Server\"=\"1\"\n", "?", "-", "-", "?" },
		{ "garbage behind", "\"Leave Mail On Server\"=dword:00000001\n\"Remove When Deleted\"=dword:q\n\"Remove When Expired\"=\"1\"\n", "yes", "?", "?", "yes" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[2048];
		snprintf(text, sizeof text, HEAD "[HKEY_CURRENT_USER\\Software\\Microsoft\\Internet Account Manager\\Accounts\\00000001]\n\"POP3 Server\"=\"h\"\n%s"
						 "[" OFFICE "Outlook\\OMI Account Manager\\00000001]\n\"POP3 Server\"=\"h\"\n%s", rows[i].lines, rows[i].lines);
		char *all = parse(text), *a = t_account(all, "express/00000001"), *b = t_account(all, "omi/00000001");
		t_text(fact(a, "leave_on_server"), rows[i].leave, rows[i].row);
		t_text(fact(a, "delete_after_days"), rows[i].days, rows[i].row);
		t_text(fact(a, "delete_when"), rows[i].when, rows[i].row);
		t_text(fact(b, "leave_on_server"), rows[i].omi_leave, rows[i].row);
		t_text(fact(a, "client"), "outlook-express", rows[i].row);
		free(a);
		free(b);
		free(all);
	}
}

static void
test_profiles(void)
{
	char *all = parse(HEAD "[" OFFICE "16.0\\Outlook]\n\"DefaultProfile\"=\"p\"\n[" PROFILE BOX "]\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=hex:02,00,00,00,09,00,00,00\n"
			       "[" PROFILE BOX "\\00000002]\n" POP "[" PROFILE BOX "\\00000003]\n" POP
			       "[" OFFICE "16.0\\Outlook\\Profiles\\Q" BOX "\\00000002]\n" POP
			       "[" OFFICE "15.0\\Outlook\\Profiles\\P" BOX "]\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=\"garbage\"\n"
			       "[" OFFICE "15.0\\Outlook\\Profiles\\P" BOX "\\00000002]\n" POP);
	static const struct {
		const char *id, *fact, *want;
	} rows[] = {
		{ "16.0/P/00000002", "profile_default", "yes" }, { "16.0/Q/00000002", "profile_default", "no" },
		{ "15.0/P/00000002", "profile_default", "-" },	 { "16.0/P/00000002", "enabled", "yes" },
		{ "16.0/P/00000003", "enabled", "?" },		 { "16.0/Q/00000002", "enabled", "yes inferred" },
		{ "15.0/P/00000002", "enabled", "yes inferred" }, { "16.0/Q/00000002", "profile", "Q" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *a = t_account(all, rows[i].id);
		t_text(fact(a, rows[i].fact), rows[i].want, rows[i].id);
		free(a);
	}
	t_ok(strstr(all, "note inferred 0:9 00000003") != NULL, "left over", "is not noted");
	t_ok(strstr(all, "note value") != NULL, "garbage list", "is not noted");
	free(all);
}

static void
test_users(void)
{
	char *all = parse(HEAD "[HKEY_USERS\\S-1\\Volatile Environment]\n\"USERNAME\"=\"tanaka\"\n"
			       "[HKEY_USERS\\S-1\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000002]\n" POP "\"Leave on Server\"=dword:00000001\n"
			       "[HKEY_USERS\\S-2\\Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\P" BOX "\\00000002]\n" POP "\"Leave on Server\"=dword:00000000\n"
			       "[" PROFILE BOX "\\00000002]\n" POP);
	static const struct {
		const char *id, *user, *leave;
	} rows[] = { { "S-1/16.0/P/00000002", "tanaka", "yes" }, { "S-2/16.0/P/00000002", "S-2", "no" }, { "16.0/P/00000002", "-", "?" } };
	for (size_t i = 0; i < 3; i++) {
		char *a = t_account(all, rows[i].id);
		t_text(fact(a, "user"), rows[i].user, rows[i].id);
		t_text(fact(a, "leave_on_server"), rows[i].leave, rows[i].id);
		free(a);
	}
	free(all);
}

static void
test_new_outlook(void)
{
	static const struct {
		const char *row, *lines, *cloud, *note;
	} rows[] = {
		{ "on", "[" OFFICE "16.0\\Outlook\\Preferences]\n\"UseNewOutlook\"=dword:00000001\n", "yes", "note cloud 0:3" },
		{ "off", "[" OFFICE "16.0\\Outlook\\Preferences]\n\"UseNewOutlook\"=dword:00000000\n", NULL, NULL },
		{ "absent", "[" OFFICE "16.0\\Outlook\\Preferences]\n", NULL, NULL },
		{ "garbage", "[" OFFICE "16.0\\Outlook\\Preferences]\n\"UseNewOutlook\"=\"1\"\n", NULL, "note value 0:3 UseNewOutlook" },
		{ "by policy", "[HKEY_CURRENT_USER\\Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Preferences]\n\"UseNewOutlook\"=dword:00000001\n", "yes locked",
		  "note cloud" },
		{ "has notified",
		  "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Notifications\\Settings\\Microsoft.OutlookForWindows_8wekyb3d8bbwe!x]\n",
		  "yes inferred", "note cloud" },
		{ "another application", "[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Notifications\\Settings\\Microsoft.Paint_x]\n", NULL, NULL },
		{ "migration comes", "[" OFFICE "16.0\\Outlook\\Options\\General]\n\"DoNewOutlookAutoMigration\"=dword:00000001\n", NULL,
		  "note override 0:3 DoNewOutlookAutoMigration" },
		{ "POP forbidden", "[HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Options]\n\"DisablePOP3\"=dword:00000001\n", NULL,
		  "note override 0:3 DisablePOP3" },
		{ "POP allowed", "[HKEY_LOCAL_MACHINE\\Software\\Policies\\Microsoft\\Office\\16.0\\Outlook\\Options]\n\"DisablePOP3\"=dword:00000000\n", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[1024];
		snprintf(text, sizeof text, HEAD "%s", rows[i].lines);
		char *all = parse(text), *a = t_account(all, "new");
		t_text(fact(a, "settings_in_cloud"), rows[i].cloud ? rows[i].cloud : "-", rows[i].row);
		t_text(fact(a, "client"), rows[i].cloud ? "outlook-new" : "-", rows[i].row);
		t_ok(rows[i].note ? strstr(all, rows[i].note) != NULL : strstr(all, "note") == NULL, rows[i].row, "notes are wrong");
		free(a);
		free(all);
	}
}

static void
test_status(void)
{
	static const struct {
		const char *row, *text, *want;
	} rows[] = {
		{ "not registry text", "hello", "status unrecognized\n" },
		{ "empty", "", "status unrecognized\n" },
		{ "no key", HEAD, "status unrecognized\n" },
		{ "no account", HEAD "[" PROFILE "]\n", "status parsed\n" },
		{ "cut", HEAD "[" PROFILE BOX "\\00000002]\n\"x\"=\"y", "note dropped 0:2 00000002\nnote damaged 0:3 \nnote value 0:3 x\nstatus damaged\n" },
		{ "garbage", HEAD "[" PROFILE "]\nrubbish\n", "note syntax 0:3 \nstatus parsed\n" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *all = parse(rows[i].text);
		t_text(all, rows[i].want, rows[i].row);
		free(all);
	}
}

/* ---- real exports ---- */

static char *
parse_export(const char *path)
{
	const char *keys[32];
	size_t n_keys = 0, n;
	struct registry_text t;
	struct err err = { 0 };
	for (const struct ma_source *s = PLUGIN.sources; s->role; s++)
		if (s->base == MA_REGISTRY)
			keys[n_keys++] = s->glob + (strncmp(s->glob, "//", 2) == 0 ? 2 : 0);
	char *bytes = t_read(path, &n);
	int fd = memfd_create("export", 0);
	if (fd < 0 || write(fd, bytes, n) != (ssize_t)n)
		abort();
	CU_ASSERT(registry_read(fd, n, keys, n_keys, NULL, 1 << 24, &t, &err));
	close(fd);
	free(bytes);
	struct ma_file file = { .role = "settings", .path = path, .bytes = { t.bytes, t.n }, .ansi_charset = t.ansi_charset };
	char *all = t_parse(&PLUGIN, &file, 1, NULL);
	registry_text_fini(&t);
	return all;
}

/* Both formats of one registry say the same. */
static void
test_exports(void)
{
	char *a = parse_export("tests/data/reg/outlook16.v5.reg"), *b = parse_export("tests/data/reg/outlook16.v4.reg");
	t_text(b, a, "REGEDIT4 against version 5");
	static const struct {
		const char *id, *fact, *want;
	} rows[] = {
		{ "16.0/Outlook/00000002", "leave_on_server", "yes" },
		{ "16.0/Outlook/00000002", "delete_after_days", "14" },
		{ "16.0/Outlook/00000002", "reply_to", "tanaka-reply@example.co.jp" },
		{ "16.0/Outlook/00000002", "smtp_security", "starttls-optional" },
		{ "16.0/Outlook/00000002", "password_kept", "obfuscated" },
		{ "16.0/Outlook/00000002", "store", "C:\\Users\\tanaka\\Documents\\Outlook ファイル\\tanaka@example.co.jp.pst" },
		{ "16.0/Outlook/00000003", "leave_on_server", "yes" },
		{ "16.0/Outlook/00000003", "delete_after_days", "-" },
		{ "16.0/Outlook/00000003", "security", "tls" },
		{ "16.0/Outlook/00000004", "protocol", "imap" },
		{ "16.0/Outlook/00000004", "leave_on_server", "-" },
		{ "16.0/Outlook/00000005", "leave_on_server", "?" },
		{ "16.0/Outlook/00000001", "protocol", "-" },
		{ "16.0/Outlook/00000006", "protocol", "-" },
		{ "16.0/営業 能/00000001", "delete_when", "trash-emptied" },
		{ "16.0/営業 能/00000001", "delete_after_days", "2" },
		{ "16.0/営業 能/00000001", "name", "営業部の表" },
		{ "16.0/営業 能/00000001", "profile_default", "no" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *account = t_account(a, rows[i].id);
		t_text(fact(account, rows[i].fact), rows[i].want, rows[i].id);
		free(account);
	}
	free(a);
	free(b);
	a = parse_export("tests/data/reg/policy.v5.reg");
	t_text(a, "note override 0:13 DisablePOP3\nstatus parsed\n", "policy");
	free(a);
}

/* No byte of a password, in whatever form, gets out. */
static void
test_secrets(void)
{
	static const char *const forms[] = { "\"%s\"=\"CANARY-7\"\n", "\"%s\"=hex:02,43,41,4e,41,52,59,2d,37\n", "\"%s\"=hex(1):43,00,41,00,4e,00,41,00,52,00,59,00\n",
					     "\"%s\"=\"CANARY-7\n", "\"%s\"=\"CANARY\n-7\" CANARY\n", "\"%s\"=CANARY-7\n" };
	static const char *const names[] = { "POP3 Password", "IMAP Password", "SMTP Password", "POP3 Password2", "pop3 PASSWORD", "HTTP Password" };
	for (size_t f = 0; f < sizeof forms / sizeof *forms; f++)
		for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
			char text[1024];
			int k = snprintf(text, sizeof text, HEAD "[" PROFILE BOX "\\00000002]\n" POP);
			snprintf(text + k, sizeof text - (size_t)k, forms[f], names[n]);
			char *all = parse(text);
			t_ok(strstr(all, "CANARY") == NULL, names[n], "got out");
			t_ok(strstr(all, "account 16.0/P/00000002") != NULL, names[n], "cost the account");
			free(all);
		}
}

/* ---- size ---- */

struct ma_account {
	int id;
};
struct ma_out {
	size_t accounts, leave;
	struct ma_account one;
};

static struct ma_account *
count_account(struct ma_out *out, struct ma_str id)
{
	(void)id;
	out->accounts++;
	return &out->one;
}

static void
count_text(struct ma_account *a, enum ma_fact f, struct ma_str s, struct ma_at at)
{
	(void)a, (void)f, (void)s, (void)at;
}

static size_t left;
static void
count_num(struct ma_account *a, enum ma_fact f, int64_t v, struct ma_at at)
{
	(void)a;
	left += f == MA_LEAVE_ON_SERVER && v == 1 && at.state == MA_SET;
}

static void
count_note(struct ma_out *out, enum ma_note n, struct ma_at at, struct ma_str key)
{
	(void)out, (void)n, (void)at, (void)key;
}

static void
no_store(struct ma_out *out, struct ma_account *a, enum ma_store_kind kind, struct ma_str path, struct ma_at at)
{
	(void)out, (void)a, (void)kind, (void)path, (void)at;
}

/* Ten thousand accounts, each with its list entry and its store. */
static void
test_size(void)
{
	static const struct ma_host host = { sizeof host, count_account, count_text, count_num, count_note, NULL, no_store };
	enum { N = 10000 };
	char *text = malloc(N * 700), *p = text;
	p += sprintf(p, HEAD "[" PROFILE BOX "]\n\"{ED475418-B0D6-11D2-8C3B-00104B2A6676}\"=hex:");
	for (unsigned i = 1; i <= N; i++)
		p += sprintf(p, "%02x,%02x,00,00,\\\n  ", i & 255, i >> 8);
	p += sprintf(p, "00,00,00,00\n");
	for (unsigned i = 1; i <= N; i++)
		p += sprintf(p, "[" PROFILE BOX "\\%08x]\n" POP "\"Leave on Server\"=dword:000e0003\n\"Delivery Store EntryID\"=hex:%02x,%02x,01\n[" PROFILE
				"\\%032x]\n\"01020fff\"=hex:%02x,%02x,01\n\"001f6700\"=hex:44,00,00,00\n", i, i & 255, i >> 8, i, i & 255, i >> 8);
	struct ma_out out = { 0 };
	struct ma_file file = { .role = "settings", .path = "x.reg", .bytes = { text, (size_t)(p - text) }, .ansi_charset = "CP932" };
	left = 0;
	t_num(PLUGIN.parse(&host, &out, &file, 1), MA_PARSED, "status");
	t_num((long long)out.accounts, N, "accounts");
	t_num((long long)left, N, "settings");
	free(text);
}

static const CU_TestInfo tests[] = {
	{ "leave on server", test_leave },
	{ "connection", test_connection },
	{ "sending", test_smtp },
	{ "who", test_who },
	{ "kinds", test_kinds },
	{ "data files", test_store },
	{ "places", test_places },
	{ "older settings", test_old_leave },
	{ "profiles", test_profiles },
	{ "users", test_users },
	{ "new Outlook and policies", test_new_outlook },
	{ "status", test_status },
	{ "exports", test_exports },
	{ "secrets", test_secrets },
	{ "size", test_size },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_outlook;
const struct t_suite suite_outlook = { "outlook", tests };
