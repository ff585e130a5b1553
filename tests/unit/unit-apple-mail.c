/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Apple Mail's settings, each on, off, absent and garbage, each as XML and as
 * the binary list made of it; then the files around them.
 */
#include <plist/plist.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

#ifdef MAILACCORD_STATIC_PLUGINS
extern const struct ma_plugin mailaccord_plugin_v1_apple_mail;
#define PLUGIN (&mailaccord_plugin_v1_apple_mail)
#else
#define PLUGIN (&mailaccord_plugin_v1)
#endif

#define S(key, text) "<key>" key "</key><string>" text "</string>"
#define I(key, number) "<key>" key "</key><integer>" number "</integer>"
#define ON(key) "<key>" key "</key><true/>"
#define OFF(key) "<key>" key "</key><false/>"
#define POP S("AccountType", "POPAccount") S("Hostname", "pop.example.jp") S("Username", "info") S("uniqueId", "A1")
#define IMAP S("AccountType", "IMAPAccount") S("Hostname", "imap.example.jp") S("Username", "info") S("uniqueId", "A1")
#define LIST(accounts) "<plist version=\"1.0\"><dict><key>MailAccounts</key><array>" accounts "</array></dict></plist>"
#define ACCOUNTS "home/Library/Mail/V2/MailData/Accounts.plist"
#define PREFERENCES "home/Library/Preferences/com.apple.mail.plist"

static char *
parse_bytes(const char *role, const char *path, const char *bytes, size_t n)
{
	struct ma_file f = { .role = role, .path = path, .bytes = { bytes, n } };
	return t_parse(PLUGIN, &f, 1, NULL);
}

/* "value state" of a fact, "?" when unknown, "-" when not said; its place is left out. */
static const char *
fact(const char *account, const char *name)
{
	static char out[512];
	char head[64];
	int k = snprintf(head, sizeof head, "  %s ", name);
	const char *p = account;
	for (; *p && strncmp(p, head, (size_t)k) != 0; p += strcspn(p, "\n") + (strchr(p, '\n') != NULL))
		;
	if (!*p)
		return "-";
	p += k;
	if (*p == '?')
		return "?";
	const char *end = p + strcspn(p, "\n"), *open = end, *space;
	while (*open != '(')
		open--;
	space = memchr(open, ' ', (size_t)(end - open));
	snprintf(out, sizeof out, "%.*s%.*s", (int)(open - 1 - (p + 2)), p + 2, space ? (int)(end - space - 1) : 0, space ? space : "");
	return out;
}

struct row {
	const char *name, *body;
	struct {
		const char *fact, *want;
	} facts[6];
	const char *note; /* "kind key", or NULL: no note but "inferred" */
};

static bool
has_note(const char *parsed, const char *note)
{
	char kind[64];
	for (const char *p = strstr(parsed, "note "); p; p = strstr(p + 1, "note ")) {
		const char *space = strchr(p + 5, ' '), *key = space ? strchr(space + 1, ' ') : NULL;
		if (!key)
			return false;
		const char *dot = memchr(key, '.', strcspn(key, "\n"));
		const char *name = dot ? dot + 1 : key + 1;
		snprintf(kind, sizeof kind, "%.*s %.*s", (int)(space - p - 5), p + 5, (int)strcspn(name, "\n"), name);
		if (note ? strcmp(kind, note) == 0 : strncmp(kind, "inferred ", 9) != 0)
			return true;
	}
	return false;
}

static void
check_row(const struct row *row, const char *bytes, size_t n, const char *form)
{
	char name[160];
	char *parsed = parse_bytes("accounts", ACCOUNTS, bytes, n), *account = t_account(parsed, "A1");
	for (size_t i = 0; i < 6 && row->facts[i].fact; i++) {
		snprintf(name, sizeof name, "%s (%s): %s", row->name, form, row->facts[i].fact);
		t_text(fact(account, row->facts[i].fact), row->facts[i].want, name);
	}
	snprintf(name, sizeof name, "%s (%s)", row->name, form);
	if (row->note)
		t_ok(has_note(parsed, row->note), name, row->note);
	else
		t_ok(!has_note(parsed, NULL), name, "there should be no note");
	free(account);
	free(parsed);
}

static void
check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char xml[4096], *binary = NULL;
		uint32_t size = 0;
		plist_t node = NULL;
		int k = snprintf(xml, sizeof xml, LIST("<dict>%s</dict>"), rows[i].body);
		check_row(&rows[i], xml, (size_t)k, "xml");
		plist_from_xml(xml, (uint32_t)k, &node);
		plist_to_bin(node, &binary, &size);
		if (t_ok(binary != NULL, rows[i].name, "is no list"))
			check_row(&rows[i], binary, size, "binary");
		plist_to_bin_free(binary);
		plist_free(node);
	}
}
#define CHECK(rows) check_rows(rows, sizeof rows / sizeof *rows)

#define KEEPS(state) { "leave_on_server", "yes" state }, { "delete_after_days", "-" }, { "delete_when", "never" state }
#define MOVES(state) { "leave_on_server", "yes" state }, { "delete_after_days", "-" }, { "delete_when", "moved" state }
#define REMOVES(state) { "leave_on_server", "no" state }, { "delete_after_days", "-" }, { "delete_when", "-" }
#define AGES(state, days) { "leave_on_server", "yes" state }, { "delete_after_days", days }, { "delete_when", "never inferred" }
#define UNKNOWN { "leave_on_server", "?" }, { "delete_after_days", "?" }, { "delete_when", "?" }
#define RAW(text) { "leave_raw", text }
#define POLICY(text) POP S("DeletionPolicy", text)
#define POLICY_N(number) POP I("DeletionPolicy", number)
#define DAYS "DeleteMessagesOnServerInterval"
#define DAYS_N "DaysAfterDownloadToDeleteMessagesFromServer"

static const struct row policy_rows[] = {
	{ "never", POLICY("Never"), { KEEPS(""), RAW("Never") }, NULL },
	{ "right away", POLICY("RightAway"), { REMOVES(""), RAW("RightAway") }, NULL },
	{ "when moved", POLICY("WhenTransferredOutOfInbox"), { MOVES(""), RAW("WhenTransferredOutOfInbox") }, NULL },
	{ "after days", POLICY("AfterInterval") I(DAYS, "14"), { AGES("", "14"), RAW("AfterInterval") }, NULL },
	{ "after days as text", POLICY("AfterInterval") S(DAYS, "30"), { AGES("", "30") }, NULL },
	{ "after days, absent", POLICY("AfterInterval"), { AGES("", "7 implied") }, NULL },
	{ "after days, the other key", POLICY("AfterInterval") I(DAYS_N, "3"), { AGES("", "3 inferred") }, NULL },
	{ "after 0 days", POLICY("AfterInterval") I(DAYS, "0"), { REMOVES("") }, NULL },
	{ "after garbage days", POLICY("AfterInterval") S(DAYS, "a week"), { UNKNOWN, RAW("AfterInterval") }, "value " DAYS },
	{ "after empty days", POLICY("AfterInterval") S(DAYS, ""), { UNKNOWN }, "value " DAYS },
	{ "after negative days", POLICY("AfterInterval") I(DAYS, "-1"), { UNKNOWN }, "value " DAYS },
	{ "after true days", POLICY("AfterInterval") ON(DAYS), { UNKNOWN }, "value " DAYS },
	{ "days without the policy", POLICY("Never") I(DAYS, "7"), { KEEPS("") }, NULL },
	{ "absent", POP, { UNKNOWN, RAW("-") }, NULL },
	{ "absent, days given", POP I(DAYS, "7"), { UNKNOWN }, NULL },
	{ "other word", POLICY("Sometimes"), { UNKNOWN, RAW("Sometimes") }, "value DeletionPolicy" },
	{ "other case", POLICY("never"), { UNKNOWN, RAW("never") }, "value DeletionPolicy" },
	{ "empty", POLICY(""), { UNKNOWN, RAW("-") }, "value DeletionPolicy" },
	{ "YES", POLICY("YES"), { UNKNOWN }, "value DeletionPolicy" },
	{ "true", POP ON("DeletionPolicy"), { UNKNOWN, RAW("-") }, "value DeletionPolicy" },
	{ "a dictionary", POP "<key>DeletionPolicy</key><dict>" S("a", "b") "</dict>", { UNKNOWN }, "value DeletionPolicy" },
	{ "0", POLICY_N("0"), { KEEPS(" inferred"), RAW("0") }, "inferred DeletionPolicy" },
	{ "1", POLICY_N("1"), { REMOVES(" inferred"), RAW("1") }, "inferred DeletionPolicy" },
	{ "2", POLICY_N("2") I(DAYS_N, "5"), { AGES(" inferred", "5 inferred"), RAW("2") }, "inferred DeletionPolicy" },
	{ "3", POLICY_N("3"), { MOVES(" inferred"), RAW("3") }, "inferred DeletionPolicy" },
	{ "1 as text", POLICY("1"), { REMOVES(" inferred"), RAW("1") }, "inferred DeletionPolicy" },
	{ "2, 0 days", POLICY_N("2") I(DAYS_N, "0"), { REMOVES(" inferred") }, "inferred DeletionPolicy" },
	{ "2, days absent", POLICY_N("2"), { { "leave_on_server", "yes inferred" }, { "delete_after_days", "?" } }, "inferred DeletionPolicy" },
	{ "2, garbage days", POLICY_N("2") S(DAYS_N, "x"), { UNKNOWN }, "value " DAYS_N },
	{ "4", POLICY_N("4"), { UNKNOWN, RAW("4") }, "value DeletionPolicy" },
	{ "-1", POLICY_N("-1"), { UNKNOWN, RAW("-1") }, "value DeletionPolicy" },
	{ "real", POP "<key>DeletionPolicy</key><real>1.0</real>", { UNKNOWN }, "value DeletionPolicy" },
	{ "IMAP has none", IMAP S("DeletionPolicy", "RightAway"), { { "leave_on_server", "-" }, { "delete_when", "-" } }, NULL },
	{ "unknown type may be POP", S("AccountType", "NewAccount") S("uniqueId", "A1") S("DeletionPolicy", "RightAway"),
	    { { "protocol", "?" }, REMOVES("") }, "value AccountType" },
};

static void
test_policy(void)
{
	CHECK(policy_rows);
}

#define SECURE(word, port) { "security", word }, { "port", port }

static const struct row connection_rows[] = {
	{ "pop, nothing said", POP, { { "protocol", "pop3" }, { "host", "pop.example.jp" }, { "login", "info" }, SECURE("?", "?") }, NULL },
	{ "ssl YES", POP S("SSLEnabled", "YES"), { SECURE("tls inferred", "995 implied") }, NULL },
	{ "ssl NO", POP S("SSLEnabled", "NO"), { SECURE("none", "110 implied") }, NULL },
	{ "ssl true", IMAP ON("SSLEnabled"), { { "protocol", "imap" }, SECURE("tls inferred", "993 implied") }, NULL },
	{ "ssl false", IMAP OFF("SSLEnabled"), { SECURE("none", "143 implied") }, NULL },
	{ "ssl 1", IMAP I("SSLEnabled", "1"), { SECURE("tls inferred", "993 implied") }, NULL },
	{ "ssl 0", IMAP I("SSLEnabled", "0"), { SECURE("none", "143 implied") }, NULL },
	{ "ssl garbage", POP S("SSLEnabled", "maybe"), { SECURE("?", "?") }, "value SSLEnabled" },
	{ "ssl 2", POP I("SSLEnabled", "2"), { SECURE("?", "?") }, "value SSLEnabled" },
	{ "port as text", POP S("SSLEnabled", "YES") S("PortNumber", "995"), { SECURE("tls", "995") }, NULL },
	{ "port 0", POP S("SSLEnabled", "YES") I("PortNumber", "0"), { SECURE("tls inferred", "995 implied") }, NULL },
	{ "port garbage", POP S("SSLEnabled", "YES") S("PortNumber", "9x"), { SECURE("tls inferred", "995 implied") }, "value PortNumber" },
	{ "port too large", POP S("SSLEnabled", "NO") I("PortNumber", "70000"), { SECURE("none", "110 implied") }, "value PortNumber" },
	{ "tls on the plain port", POP ON("SSLEnabled") I("PortNumber", "110"), { SECURE("starttls inferred", "110") }, NULL },
	{ "tls on an own port", POP ON("SSLEnabled") I("PortNumber", "10110"), { SECURE("?", "10110") }, NULL },
	{ "layer 3", IMAP S("SSLEnabled", "YES") I("SecurityLayerType", "3") I("PortNumber", "993"), { SECURE("tls", "993") }, NULL },
	{ "layer 2", IMAP S("SSLEnabled", "YES") I("SecurityLayerType", "2") I("PortNumber", "143"), { SECURE("starttls inferred", "143") }, NULL },
	{ "layer 1 alone", IMAP I("SecurityLayerType", "1"), { SECURE("none inferred", "143 implied") }, NULL },
	{ "layer against ssl", IMAP S("SSLEnabled", "NO") I("SecurityLayerType", "3"), { SECURE("?", "?") }, "value SecurityLayerType" },
	{ "layer garbage", IMAP S("SSLEnabled", "NO") I("SecurityLayerType", "9"), { SECURE("none", "143 implied") }, "value SecurityLayerType" },
	{ "auth empty", IMAP S("AuthenticationScheme", ""), { { "auth", "password" } }, NULL },
	{ "auth APOP", POP S("AuthenticationScheme", "APOP"), { { "auth", "apop" } }, NULL },
	{ "auth garbage", POP S("AuthenticationScheme", "HANKO"), { { "auth", "?" } }, "value AuthenticationScheme" },
	{ "auth absent", POP, { { "auth", "-" } }, NULL },
};

static void
test_connection(void)
{
	CHECK(connection_rows);
}

static const struct row other_rows[] = {
	{ "types", S("AccountType", "iToolsAccount") S("uniqueId", "A1"), { { "protocol", "imap" }, { "host", "?" } }, NULL },
	{ "Gmail", S("AccountType", "GmailAccount") S("uniqueId", "A1"), { { "protocol", "imap inferred" } }, NULL },
	{ "Exchange", S("AccountType", "EWSAccount") S("uniqueId", "A1"), { { "protocol", "exchange inferred" }, { "leave_on_server", "-" } }, NULL },
	{ "active", POP ON("isActive"), { { "enabled", "yes inferred" } }, NULL },
	{ "not active", POP S("isActive", "NO"), { { "enabled", "no inferred" } }, NULL },
	{ "active absent", POP, { { "enabled", "-" } }, NULL },
	{ "active garbage", POP S("isActive", "x"), { { "enabled", "?" } }, "value isActive" },
	{ "sent on server", IMAP S("StoreSentMessagesOnServer", "YES") S("SentMessagesMailboxName", "Sent"),
	    { { "sent_kept", "server" }, { "sent_folder", "Sent" } }, NULL },
	{ "sent here", IMAP OFF("StoreSentMessagesOnServer") S("SentMessagesMailboxName", "Sent"), { { "sent_kept", "local" }, { "sent_folder", "-" } }, NULL },
	{ "sent absent", IMAP S("SentMessagesMailboxName", "Sent"), { { "sent_kept", "-" }, { "sent_folder", "Sent" } }, NULL },
	{ "sent garbage", IMAP S("StoreSentMessagesOnServer", "x"), { { "sent_kept", "?" } }, "value StoreSentMessagesOnServer" },
	{ "trash on server", IMAP S("StoreTrashOnServer", "YES") S("TrashMailboxName", "Trash"), { { "trash_folder", "Trash" } }, NULL },
	{ "trash here", IMAP S("StoreTrashOnServer", "NO") S("TrashMailboxName", "Trash"), { { "trash_folder", "-" } }, NULL },
	{ "in place", IMAP ON("DeleteMessagesInPlace"), { { "delete_model", "mark inferred" } }, NULL },
	{ "not in place", IMAP OFF("DeleteMessagesInPlace"), { { "delete_model", "trash inferred" } }, NULL },
	{ "in place absent", IMAP, { { "delete_model", "-" } }, NULL },
	{ "in place garbage", IMAP S("DeleteMessagesInPlace", "x"), { { "delete_model", "?" } }, "value DeleteMessagesInPlace" },
	{ "trash days", IMAP I("NumberOfDaysToKeepTrash", "30"), { { "trash_days", "30" }, { "empty_trash_on_exit", "-" } }, NULL },
	{ "trash on quit", IMAP I("NumberOfDaysToKeepTrash", "0"), { { "trash_days", "-" }, { "empty_trash_on_exit", "yes inferred" } }, NULL },
	{ "trash never", IMAP I("NumberOfDaysToKeepTrash", "-1"), { { "trash_days", "-" }, { "empty_trash_on_exit", "no inferred" } }, NULL },
	{ "trash absent", IMAP, { { "trash_days", "-" }, { "empty_trash_on_exit", "-" } }, NULL },
	{ "trash garbage", IMAP S("NumberOfDaysToKeepTrash", "x"), { { "trash_days", "?" } }, "value NumberOfDaysToKeepTrash" },
	{ "junk days", IMAP S("NumberOfDaysToKeepJunk", "7"), { { "junk_days", "7" } }, NULL },
	{ "expunge", IMAP ON("CompactWhenClosingMailboxes"), { { "expunge_on_exit", "yes inferred" } }, NULL },
	{ "label, store, folders and prefix", IMAP S("AccountName", "Info") S("AccountPath", "~/Library/Mail/IMAP-info") S("DraftsMailboxName", "Drafts")
	    S("JunkMailboxName", "Junk") S("ArchiveMailboxName", "Archive") S("ServerPathPrefix", "INBOX"),
	    { { "name", "Info" }, { "store", "~/Library/Mail/IMAP-info" }, { "drafts_folder", "Drafts" }, { "junk_folder", "Junk" },
	      { "archive_folder", "Archive" }, { "folder_prefix", "INBOX inferred" } }, NULL },
	{ "no expunge", IMAP S("CompactWhenClosingMailboxes", "NO"), { { "expunge_on_exit", "no inferred" } }, NULL },
};

static void
test_other(void)
{
	CHECK(other_rows);
}

/* The converter to binary drops the second of two equal keys. */
static const struct row twice_rows[] = {
	{ "given twice, differently", POP S("DeletionPolicy", "Never") S("DeletionPolicy", "RightAway"), { UNKNOWN, RAW("-") }, "duplicate DeletionPolicy" },
	{ "given twice, of two kinds", POP ON("DeletionPolicy") ON("DeletionPolicy") S("DeletionPolicy", "Never"), { UNKNOWN }, "duplicate DeletionPolicy" },
	{ "given twice, the same", POP S("DeletionPolicy", "Never") S("DeletionPolicy", "Never"), { KEEPS("") }, NULL },
};

static void
test_twice(void)
{
	for (size_t i = 0; i < sizeof twice_rows / sizeof *twice_rows; i++) {
		char xml[4096];
		int k = snprintf(xml, sizeof xml, LIST("<dict>%s</dict>"), twice_rows[i].body);
		check_row(&twice_rows[i], xml, (size_t)k, "xml");
	}
}

/* ---- whole files ---- */

static void
test_whole(void)
{
	static const struct {
		const char *name, *role, *path, *bytes, *want;
	} rows[] = {
		{ "addresses, delivery, notes with lines", "accounts", ACCOUNTS,
		    "<plist><dict><key>MailAccounts</key><array><dict>\n" POP "\n"
		    "<key>EmailAddresses</key><array><string>info@example.jp, Sales &lt;sales@example.jp&gt;,</string></array>\n"
		    "<key>EmailAliases</key><array><dict>" S("name", "x") S("alias", "b@example.jp") "</dict></array>\n"
		    S("SMTPIdentifier", "SMTP.example.jp:info") S("DeletionPolicy", "Never") "\n" S("Password", "CANARY-mail")
		    S("SSLEnabled", "NO") "</dict></array>\n"
		    "<key>DeliveryAccounts</key><array><dict>\n" S("AccountType", "SMTPAccount") S("Hostname", "smtp.example.jp") S("Username", "info")
		    S("PortNumber", "465") S("SSLEnabled", "YES") S("AuthenticationScheme", "CRAM-MD5") "</dict></array></dict></plist>",
		    "account A1\n  client = apple-mail (0:0)\n  protocol = pop3 (0:2)\n  addresses = info@example.jp (0:3)\n"
		    "  addresses = sales@example.jp (0:3)\n  addresses = b@example.jp (0:4)\n  host = pop.example.jp (0:2)\n  port = 110 (0:1 implied)\n"
		    "  login = info (0:2)\n  security = none (0:6)\n  leave_on_server = yes (0:5)\n  leave_raw = Never (0:5)\n  delete_when = never (0:5)\n"
		    "  smtp_host = smtp.example.jp (0:8)\n  smtp_port = 465 (0:8)\n  smtp_security = tls (0:8)\n  smtp_auth = encrypted (0:8)\n"
		    "  smtp_login = info (0:8)\nstatus parsed\n" },
		{ "delivery account missing", "accounts", ACCOUNTS,
		    "<plist><dict><key>DeliveryAccounts</key><array/><key>MailAccounts</key><array><dict>" S("AccountType", "IMAPAccount") S("uniqueId", "A1")
			S("SMTPIdentifier", "smtp.example.jp:info") "</dict></array></dict></plist>",
		    "account A1\n  client = apple-mail (0:0)\n  protocol = imap (0:1)\n  host ? (0:1)\n  port ? (0:1)\n  login ? (0:1)\n  security ? (0:1)\n"
		    "  smtp_host = smtp.example.jp (0:1 inferred)\n  smtp_login = info (0:1 inferred)\nnote missing 0:1 SMTPIdentifier\nstatus parsed\n" },
		{ "local, feeds, nobody", "accounts", ACCOUNTS,
		    LIST("<dict>" S("AccountType", "LocalAccount") S("uniqueId", "LocalAccountId") "</dict><dict>" S("AccountType", "RSSAccount") S("uniqueId", "R")
			 "</dict>\n<dict>" S("AccountType", "POPAccount") "</dict>"),
		    "note dropped 0:2 Hostname\nstatus parsed\n" },
		{ "no accounts", "accounts", ACCOUNTS, LIST(""), "status parsed\n" },
		{ "accounts of a wrong type", "accounts", ACCOUNTS, "<plist><dict>" S("MailAccounts", "x") "</dict></plist>", "note damaged 0:1 MailAccounts\nstatus damaged\n" },
		{ "preferences of a later Mail", "preferences", PREFERENCES, "<plist><dict><key>AccountOrdering</key><array><string>U</string></array></dict></plist>",
		    "note unsupported 0:0 \nstatus parsed\n" },
		{ "preferences without a word of accounts", "preferences", PREFERENCES, "<plist><dict>" S("NSWindow", "x") "</dict></plist>",
		    "note unsupported 0:0 \nstatus parsed\n" },
		{ "another program's list", "accounts", "x/other.plist", "<plist><dict>" S("a", "x") "</dict></plist>", "status unrecognized\n" },
		{ "another program's damaged list", "accounts", "x/other.plist", "<plist><dict>", "status unrecognized\n" },
		{ "empty", "accounts", ACCOUNTS, "", "note damaged 0:0 \nstatus damaged\n" },
		{ "old text", "preferences", PREFERENCES, "{ MailAccounts = (); }", "note unsupported 0:0 \nstatus damaged\n" },
		{ "JSON", "accounts", "x/any", "{\"MailAccounts\":[]}", "note unsupported 0:0 \nstatus damaged\n" },
		{ "entities", "accounts", ACCOUNTS, "<!DOCTYPE plist [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" LIST("<dict>" S("Hostname", "&a;") "</dict>"),
		    "note unsupported 0:1 !ENTITY\nstatus damaged\n" },
		{ "account store", "store", "home/Library/Accounts/Accounts4.sqlite", "SQLite format 3", "note damaged 0:0 \nstatus damaged\n" },
		{ "account store by itself", "store", "x/Accounts3.sqlite", "SQLite format 3 CREATE TABLE ZACCOUNT", "note damaged 0:0 \nstatus damaged\n" },
		{ "another program's store", "store", "x/Accounts.sqlite", "SQLite format 3 CREATE TABLE a", "status unrecognized\n" },
		{ "a later mail folder", "trace", "home/Library/Mail/V10/MailData/SyncedRules.plist", "<plist/>", "note unsupported 0:0 \nstatus parsed\n" },
		{ "the folder of 10.7", "trace", "home/Library/Mail/V2/MailData/BackupTOC.plist", "<plist/>", "status unrecognized\n" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *got = parse_bytes(rows[i].role, rows[i].path, rows[i].bytes, strlen(rows[i].bytes));
		t_text(got, rows[i].want, rows[i].name);
		t_ok(!strstr(got, "CANARY"), rows[i].name, "a password came out");
		free(got);
	}
}

/* Broken off at every byte: never a default, never the wrong way round. */
static void
test_cut(void)
{
	static const char list[] = LIST("<dict>" POP S("SSLEnabled", "YES") S("DeletionPolicy", "AfterInterval") I(DAYS, "30") S("zLast", "x") "</dict>");
	size_t said = 0, complete = (size_t)(strstr(list, "</dict></array>") - list);
	for (size_t n = 60; n < complete; n++) {
		char *parsed = parse_bytes("accounts", ACCOUNTS, list, n), *account = t_account(parsed, "A1");
		t_ok(strstr(parsed, "status damaged") && strstr(parsed, "note damaged"), "cut", "must be damaged");
		t_ok(!strstr(parsed, "implied"), "cut", "a default was assumed");
		const char *leave = fact(account, "leave_on_server");
		said += !strcmp(leave, "yes");
		if (!strcmp(leave, "yes"))
			t_text(fact(account, "delete_after_days"), "30", "cut");
		else
			t_ok(!strcmp(leave, "?") || !strcmp(leave, "-"), "cut", leave);
		free(account);
		free(parsed);
	}
	t_ok(said > 5, "cut", "what was read before the cut is said");
}

static void
test_several(void)
{
	static const char twice[] = LIST("<dict>" POP S("DeletionPolicy", "Never") "</dict><dict>" POP S("DeletionPolicy", "RightAway") "</dict>");
	static const char one[] = LIST("<dict>" POP S("DeletionPolicy", "Never") "</dict>"), other[] = LIST("<dict>" POP S("DeletionPolicy", "RightAway") "</dict>");
	char *got = parse_bytes("accounts", ACCOUNTS, twice, sizeof twice - 1), *account = t_account(got, "A1");
	t_text(fact(account, "leave_on_server"), "yes", "same id, first");
	free(account);
	account = t_account(got, "A1#0.1");
	t_text(fact(account, "leave_on_server"), "no", "same id, second");
	t_ok(has_note(got, "duplicate uniqueId"), "same id", "note");
	free(account);
	free(got);

	struct ma_file files[] = {
		{ .role = "preferences", .path = PREFERENCES, .bytes = { one, sizeof one - 1 } },
		{ .role = "accounts", .path = ACCOUNTS, .bytes = { one, sizeof one - 1 } },
	};
	got = t_parse(PLUGIN, files, 2, NULL);
	account = t_account(got, "A1");
	t_ok(strstr(account, "(1:1)") && !strstr(account, "(0:"), "left behind", "the list in use is the one that counts");
	t_ok(!strstr(got, "A1#") && !has_note(got, NULL), "left behind", "said once");
	free(account);
	free(got);
	files[0].bytes = (struct ma_str){ other, sizeof other - 1 };
	got = t_parse(PLUGIN, files, 2, NULL);
	account = t_account(got, "A1#0.0");
	t_text(fact(account, "leave_on_server"), "no", "left behind, but it differs");
	free(account);
	free(got);
}

static void
test_many(void)
{
	enum { N = 3000 };
	char *list = malloc(N * 160 + 200);
	size_t n = (size_t)sprintf(list, "<plist><dict><key>MailAccounts</key><array>");
	for (int i = 0; i < N; i++)
		n += (size_t)sprintf(list + n, "<dict>" S("AccountType", "IMAPAccount") S("uniqueId", "%d") "</dict>", i);
	n += (size_t)sprintf(list + n, "</array></dict></plist>");
	char *got = parse_bytes("accounts", ACCOUNTS, list, n);
	size_t accounts = 0;
	for (const char *p = got; (p = strstr(p, "account ")); p++)
		accounts++;
	t_num((long long)accounts, N, "many");
	free(got);
	free(list);
}

static const CU_TestInfo tests[] = {
	{ "removing mail from the server", test_policy },
	{ "connection", test_connection },
	{ "other settings", test_other },
	{ "keys given twice", test_twice },
	{ "whole files", test_whole },
	{ "broken off", test_cut },
	{ "several", test_several },
	{ "many", test_many },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_apple_mail;
const struct t_suite suite_apple_mail = { "apple-mail", tests };
