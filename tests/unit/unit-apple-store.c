/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Account stores of macOS and iOS: the policy that removes mail as a word, as
 * a number, absent and garbage; which rows are accounts; the log, whole, torn
 * and foreign.  The stores of the rows are made here by SQLite and libplist,
 * those of the log are samples (tests/data/apple/make-store.py wrote them).
 */
#include <plist/plist.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_apple_mail;
#define PLUGIN (&mailaccord_plugin_v1_apple_mail)

#define STORE "home/Library/Accounts/Accounts4.sqlite"
#define SAMPLE "samples/clients/apple-mail/store-in-log/Library/Accounts/Accounts4.sqlite"

/* ---- keyed archives ---- */

static uint64_t
put(plist_t objects, plist_t value)
{
	plist_type type = plist_get_node_type(value);
	uint64_t at = plist_array_get_size(objects);
	if (type != PLIST_DICT) {
		plist_array_append_item(objects, plist_copy(value));
		return at;
	}
	plist_t o = plist_new_dict(), keys = plist_new_array(), values = plist_new_array(), child;
	plist_dict_iter i = NULL;
	char *key;
	plist_array_append_item(objects, o);
	plist_dict_new_iter(value, &i);
	for (plist_dict_next_item(value, i, &key, &child); key; plist_dict_next_item(value, i, &key, &child)) {
		plist_t name = plist_new_string(key);
		plist_array_append_item(keys, plist_new_uid(put(objects, name)));
		plist_array_append_item(values, plist_new_uid(put(objects, child)));
		plist_free(name);
		free(key);
	}
	free(i);
	plist_dict_set_item(o, "NS.keys", keys);
	plist_dict_set_item(o, "NS.objects", values);
	plist_dict_set_item(o, "$class", plist_new_uid(0));
	return at;
}

/* The XML value as a keyed archive in binary; malloc'd. */
static char *
archive(const char *xml, uint32_t *n)
{
	char text[2048], *bytes = NULL;
	int k = snprintf(text, sizeof text, "<plist version=\"1.0\">%s</plist>", xml);
	plist_t value = NULL, list = plist_new_dict(), top = plist_new_dict(), objects = plist_new_array();
	plist_from_xml(text, (uint32_t)k, &value);
	CU_ASSERT_FATAL(value != NULL);
	plist_array_append_item(objects, plist_new_string("$null"));
	plist_dict_set_item(top, "root", plist_new_uid(put(objects, value)));
	plist_dict_set_item(list, "$version", plist_new_uint(100000));
	plist_dict_set_item(list, "$archiver", plist_new_string("NSKeyedArchiver"));
	plist_dict_set_item(list, "$top", top);
	plist_dict_set_item(list, "$objects", objects);
	plist_to_bin(list, &bytes, n);
	plist_free(value);
	plist_free(list);
	return bytes;
}

/* ---- stores ---- */

static void
sql(sqlite3 *db, const char *text, const char *xml)
{
	sqlite3_stmt *s;
	uint32_t n = 0;
	char *blob = xml ? archive(xml, &n) : NULL;
	CU_ASSERT_FATAL(sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK);
	if (blob)
		sqlite3_bind_blob(s, 1, blob, (int)n, SQLITE_TRANSIENT);
	CU_ASSERT_FATAL(sqlite3_step(s) == SQLITE_DONE);
	sqlite3_finalize(s);
	free(blob);
}

static sqlite3 *
new_store(void)
{
	static const char *const tables[] = {
		"CREATE TABLE ZACCOUNT (Z_PK INTEGER PRIMARY KEY, ZACTIVE INTEGER, ZACCOUNTTYPE INTEGER, ZPARENTACCOUNT INTEGER, ZIDENTIFIER VARCHAR, ZUSERNAME VARCHAR, ZACCOUNTDESCRIPTION VARCHAR, ZDATACLASSPROPERTIES BLOB)",
		"CREATE TABLE ZACCOUNTTYPE (Z_PK INTEGER PRIMARY KEY, ZIDENTIFIER VARCHAR)",
		"CREATE TABLE ZACCOUNTPROPERTY (Z_PK INTEGER PRIMARY KEY, ZOWNER INTEGER, ZKEY VARCHAR, ZVALUE BLOB)",
		"CREATE TABLE ZDATACLASS (Z_PK INTEGER PRIMARY KEY, ZNAME BLOB)",
		"CREATE TABLE Z_2ENABLEDDATACLASSES (Z_2ENABLEDACCOUNTS INTEGER, Z_7ENABLEDDATACLASSES INTEGER)",
		"INSERT INTO ZACCOUNTTYPE VALUES (1,'com.apple.account.POP'),(2,'com.apple.account.IMAP'),(3,'com.apple.account.SMTP'),(4,'com.apple.account.Google'),(5,'com.apple.account.CardDAV'),(6,'com.apple.account.AppleAccount'),(7,'com.apple.account.Exchange'),(8,'com.apple.account.IMAPMail')",
	};
	sqlite3 *db;
	CU_ASSERT_FATAL(sqlite3_open(":memory:", &db) == SQLITE_OK);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		sql(db, tables[i], NULL);
	sql(db, "INSERT INTO ZDATACLASS VALUES (1, ?)", "<string>com.apple.Dataclass.Mail</string>");
	sql(db, "INSERT INTO ZDATACLASS VALUES (2, ?)", "<string>com.apple.Dataclass.Contacts</string>");
	return db;
}

/* Closes DB and reads it as the plugin would. */
static char *
parse_store(sqlite3 *db)
{
	sqlite3_int64 n;
	unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
	struct ma_file f = { .role = "store", .path = STORE, .bytes = { (char *)bytes, (size_t)n } };
	char *said = t_parse(PLUGIN, &f, 1, NULL);
	sqlite3_free(bytes);
	sqlite3_close(db);
	return said;
}

/* ---- the policy ---- */

#define MAIL(inner) "<dict><key>com.apple.Dataclass.Mail</key><dict>" inner "</dict></dict>"
#define I(key, n) "<key>" key "</key><integer>" n "</integer>"

/* Each line of WANT stands in the account, or not when it begins with '!'. */
static const struct {
	const char *name;
	const char *mail; /* ZDATACLASSPROPERTIES */
	const char *policy, *days; /* values of properties */
	bool phone;
	const char *want[5];
} policies[] = {
	{ "number 0: never", MAIL(I("DeletionPolicy", "0")), NULL, NULL, false,
	    { "  leave_on_server = yes (0:0 inferred)", "  leave_raw = 0", "  delete_when = never" } },
	{ "number 1: at once", MAIL(I("DeletionPolicy", "1")), NULL, NULL, false, { "  leave_on_server = no (0:0 inferred)", "!  delete_after_days" } },
	{ "number 2: after days", MAIL(I("DeletionPolicy", "2") I("DaysAfterDownloadToDeleteMessagesFromServer", "7")), NULL, NULL, false,
	    { "  leave_on_server = yes (0:0 inferred)", "  delete_after_days = 7" } },
	{ "number 2, days absent: unknown", MAIL(I("DeletionPolicy", "2")), NULL, NULL, false,
	    { "  leave_on_server = yes (0:0 inferred)", "  delete_after_days ?" } },
	{ "number 2, 0 days: at once", MAIL(I("DeletionPolicy", "2") I("DaysAfterDownloadToDeleteMessagesFromServer", "0")), NULL, NULL, false,
	    { "  leave_on_server = no", "!  delete_after_days" } },
	{ "number 3: when moved", MAIL(I("DeletionPolicy", "3")), NULL, NULL, false, { "  leave_on_server = yes", "  delete_when = moved" } },
	{ "number 4: nobody knows", MAIL(I("DeletionPolicy", "4")), NULL, NULL, false, { "  leave_on_server ?", "  delete_when ?" } },
	{ "no number", MAIL("<key>DeletionPolicy</key><true/>"), NULL, NULL, false, { "  leave_on_server ?" } },
	{ "a Mac says nothing", MAIL(""), NULL, NULL, false, { "  leave_on_server ?", "  delete_after_days ?" } },
	{ "a Mac without data classes", NULL, NULL, NULL, false, { "  leave_on_server ?" } },
	{ "a phone says nothing: never", NULL, NULL, NULL, true, { "  leave_on_server = yes (0:0 implied)", "  delete_when = never (0:0 implied)" } },
	{ "a phone: never", NULL, "<string>Never</string>", NULL, true, { "  leave_on_server = yes (0:0)", "  delete_when = never (0:0)" } },
	{ "a phone: at once", NULL, "<string>RightAway</string>", NULL, true, { "  leave_on_server = no (0:0)" } },
	{ "a phone: seven days by default", NULL, "<string>AfterInterval</string>", NULL, true,
	    { "  leave_on_server = yes (0:0)", "  delete_after_days = 7 (0:0 implied)" } },
	{ "a phone: three days", NULL, "<string>AfterInterval</string>", "<integer>3</integer>", true, { "  delete_after_days = 3 (0:0)" } },
	{ "a phone: days are no number", NULL, "<string>AfterInterval</string>", "<string>soon</string>", true, { "  leave_on_server ?" } },
	{ "a phone: when moved", NULL, "<string>WhenTransferredOutOfInbox</string>", NULL, true, { "  leave_on_server = yes (0:0)", "  delete_when = moved" } },
	{ "a phone: another word", NULL, "<string>Sometimes</string>", NULL, true, { "  leave_on_server ?", "  leave_raw = Sometimes" } },
	{ "a property beats nothing", MAIL(""), "<integer>1</integer>", NULL, false, { "  leave_on_server = no (0:0 inferred)" } },
	{ "both places, the same", MAIL(I("DeletionPolicy", "1")), "<integer>1</integer>", NULL, false, { "  leave_on_server = no" } },
	{ "both places, not the same", MAIL(I("DeletionPolicy", "1")), "<integer>0</integer>", NULL, false, { "  leave_on_server ?" } },
};

static void
expect(const char *account, const char *const *want, size_t n, const char *row)
{
	for (size_t i = 0; i < n && want[i]; i++) {
		bool no = want[i][0] == '!';
		if (!t_ok((strstr(account, want[i] + no) != NULL) != no, row, want[i]))
			printf("%s", account);
	}
}

static void
test_policies(void)
{
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
		sqlite3 *db = new_store();
		sql(db, "INSERT INTO ZACCOUNT VALUES (1, 1, 1, NULL, 'A1', 'info', 'Info', ?)", policies[i].mail);
		sql(db, "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 1)", NULL);
		sql(db, "INSERT INTO ZACCOUNTPROPERTY VALUES (1, 1, 'Hostname', ?)", "<string>pop.example.jp</string>");
		if (policies[i].phone)
			sql(db, "INSERT INTO ZACCOUNTPROPERTY VALUES (2, 1, 'Class', ?)", "<string>POPAccount</string>");
		if (policies[i].policy)
			sql(db, "INSERT INTO ZACCOUNTPROPERTY VALUES (3, 1, 'DeletionPolicy', ?)", policies[i].policy);
		if (policies[i].days)
			sql(db, "INSERT INTO ZACCOUNTPROPERTY VALUES (4, 1, 'DeleteMessagesOnServerInterval', ?)", policies[i].days);
		char *said = parse_store(db), *account = t_account(said, "A1");
		t_ok(strstr(said, "status parsed") != NULL, policies[i].name, "status parsed");
		t_ok(strstr(account, policies[i].phone ? "  client = ios-mail" : "  client = apple-mail") != NULL, policies[i].name, "client");
		expect(account, policies[i].want, 5, policies[i].name);
		free(account);
		free(said);
	}
}

/* ---- rows ---- */

static const struct {
	const char *name;
	const char *sql[5];
	const char *want[5]; /* in all that is said */
} rows[] = {
	{ "switched off: no service of it is Mail",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info','Info',NULL)", "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 2)" },
	    { "account A1\n", "  enabled = no (0:0 inferred)" } },
	{ "no service at all: not known", { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info','Info',NULL)" }, { "  enabled ?" } },
	{ "not active: not known",
	    { "INSERT INTO ZACCOUNT VALUES (1,0,1,NULL,'A1','info','Info',NULL)", "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 1)" }, { "  enabled ?" } },
	{ "a child has its parent's login and services",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,4,NULL,'G1','tanaka@example.com','Gmail',NULL)", "INSERT INTO ZACCOUNT VALUES (2,1,2,1,'A1',NULL,NULL,NULL)",
		"INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 1)" },
	    { "account A1\n", "  login = tanaka@example.com", "  enabled = yes", "  name = Gmail", "!account G1" } },
	{ "a provider without mail is none",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,6,NULL,'G1','tanaka@example.com','iCloud',NULL)", "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 2)" },
	    { "!account", "status parsed" } },
	{ "a provider with mail is one",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,6,NULL,'G1','tanaka@example.com','iCloud',NULL)", "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 1)" },
	    { "account G1\n", "  protocol = imap", "  host = imap.mail.me.com (0:0 inferred)", "  addresses = tanaka@example.com (0:0 inferred)" } },
	{ "Exchange", { "INSERT INTO ZACCOUNT VALUES (1,1,7,NULL,'E1','tanaka','Work',NULL)", "INSERT INTO Z_2ENABLEDDATACLASSES VALUES (1, 1)" },
	    { "  protocol = exchange" } },
	{ "accounts of other kinds", { "INSERT INTO ZACCOUNT VALUES (1,1,5,NULL,'C1','tanaka','Contacts',NULL)" }, { "!account", "!note", "status parsed" } },
	{ "parents in a circle",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,4,2,'G1',NULL,NULL,NULL)", "INSERT INTO ZACCOUNT VALUES (2,1,2,1,'A1',NULL,NULL,NULL)" }, { "account A1\n" } },
	{ "one identifier twice",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info',NULL,NULL)", "INSERT INTO ZACCOUNT VALUES (2,1,1,NULL,'A1','sales',NULL,NULL)" },
	    { "account A1\n", "note duplicate" } },
	{ "a value that is no archive",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info',NULL,NULL)", "INSERT INTO ZACCOUNTPROPERTY VALUES (1,1,'DeletionPolicy',x'00112233')" },
	    { "  leave_on_server ?", "note value 0:0 ZACCOUNT[1].DeletionPolicy" } },
	{ "data classes that are no archive", { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info',NULL,x'62706c6973743030ff')" },
	    { "  leave_on_server ?", "note damaged 0:0 ZACCOUNT[1].ZDATACLASSPROPERTIES" } },
	{ "a sender that is not there",
	    { "INSERT INTO ZACCOUNT VALUES (1,1,1,NULL,'A1','info',NULL,NULL)",
		"INSERT INTO ZACCOUNTPROPERTY VALUES (1,1,'SendingAccountIdentifier','<plist><string>S9</string></plist>')" },
	    { "note missing 0:0 ZACCOUNT[1].SendingAccountIdentifier", "!smtp_host" } },
	{ "tables that are views", { "DROP TABLE ZACCOUNT", "CREATE VIEW ZACCOUNT AS SELECT 1 AS Z_PK, 1 AS ZACCOUNTTYPE" }, { "!account" } },
};

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		sqlite3 *db = new_store();
		for (size_t k = 0; k < 5 && rows[i].sql[k]; k++)
			sql(db, rows[i].sql[k], NULL);
		char *said = parse_store(db);
		expect(said, rows[i].want, 5, rows[i].name);
		free(said);
	}
}

/* ---- the log ---- */

enum { HEADER = 32, FRAME = 24 + 4096 };

/* What is done to the sample's log: bytes are cut off or changed. */
static const struct {
	const char *name;
	long cut; /* off the end; -1: the whole log */
	long change; /* this byte; 0: none, below 0: from the end */
	bool no_store;
	const char *want[4];
} logs[] = {
	{ "whole", 0, 0, false, { "account 11111111-0000-4000-8000-000000000002\n", "  delete_after_days = 30", "status parsed", "!damaged" } },
	{ "not there", -1, 0, false, { "!account", "note unsupported 0:0 -wal", "status parsed" } },
	{ "only the log, which has every page that counts", 0, 0, true, { "account 11111111-0000-4000-8000-000000000002\n", "status parsed" } },
	{ "the last frame is cut off", 1000, 0, false, { "!account", "note damaged 0:0 -wal", "status damaged" } },
	{ "the last frame is gone", FRAME, 0, false, { "!account", "status parsed" } },
	{ "header of another file", 0, 1, false, { "!account", "note damaged 0:0 -wal" } },
	{ "salt of the header", 0, 17, false, { "!account", "note damaged 0:0 -wal" } },
	{ "checksum of the first frame", 0, HEADER + 17, false, { "!account", "note damaged 0:0 -wal" } },
	{ "salt of the first frame: what follows is of this log", 0, HEADER + 9, false, { "!account", "note damaged 0:0 -wal", "status damaged" } },
	{ "a byte of the last page", 0, -100, false, { "!account", "note damaged 0:0 -wal" } },
};

static void
test_log(void)
{
	size_t n, m;
	char *store = t_read(SAMPLE, &n), *log = t_read(SAMPLE "-wal", &m);
	for (size_t i = 0; i < sizeof logs / sizeof *logs; i++) {
		size_t left = logs[i].cut < 0 ? 0 : m - (size_t)logs[i].cut;
		size_t at = logs[i].change < 0 ? m - (size_t)-logs[i].change : (size_t)logs[i].change;
		struct ma_file f[2] = { { .role = "store", .path = STORE, .bytes = { store, n } }, { .role = "log", .path = STORE "-wal", .bytes = { log, left } } };
		log[at] ^= logs[i].change ? 0x55 : 0;
		char *said = t_parse(PLUGIN, f + logs[i].no_store, (logs[i].no_store ? 0 : 1) + (logs[i].cut >= 0), NULL);
		expect(said, logs[i].want, 4, logs[i].name);
		log[at] ^= logs[i].change ? 0x55 : 0;
		free(said);
	}
	free(store);
	free(log);
}

/* Cut off or changed anywhere: something is said or the file is damaged, and nothing breaks. */
static void
test_damage(void)
{
	size_t n, m;
	char *store = t_read(SAMPLE, &n), *log = t_read(SAMPLE "-wal", &m);
	for (size_t i = 0; i < 60; i++) {
		struct ma_file f[2] = { { .role = "store", .path = STORE, .bytes = { store, n } }, { .role = "log", .path = STORE "-wal", .bytes = { log, m } } };
		size_t at = i * n / 60;
		if (i % 3 == 0)
			f[0].bytes.n = at;
		else if (i % 3 == 1)
			f[1].bytes.n = i * m / 60;
		else
			store[at] ^= (char)(i * 37);
		char *said = t_parse(PLUGIN, f, 2, NULL);
		t_ok(strstr(said, "status ") != NULL && !strstr(said, "CANARY"), "damage", "an end, and no secret");
		free(said);
		if (i % 3 == 2)
			store[at] ^= (char)(i * 37);
	}
	free(store);
	free(log);
}

/* Older stores, and lists of before, beside the one in use. */
static void
test_several(void)
{
	size_t n;
	char *store = t_read("samples/clients/apple-mail/phone/Library/Accounts/Accounts3.sqlite", &n);
	struct ma_file f[3] = {
		{ .role = "store", .path = "home/Library/Accounts/Accounts3.sqlite", .bytes = { store, n } },
		{ .role = "store", .path = STORE, .bytes = { store, n } },
		{ .role = "copy", .path = "home/Library/Accounts/VerifiedBackup/Accounts4.sqlite", .bytes = { store, n } },
	};
	char *said = t_parse(PLUGIN, f, 3, NULL);
	t_ok(strstr(said, "(1:0") && !strstr(said, "(0:0"), "several", "the newer form counts, the older does not");
	t_ok(!strstr(said, "note "), "several", "no note");
	free(said);
	said = t_parse(PLUGIN, f + 2, 1, NULL);
	t_ok(strstr(said, "note unsupported 0:0") != NULL, "several", "a backup alone is a sign");
	free(said);
	f[0].bytes.n = 700;
	said = t_parse(PLUGIN, f, 1, NULL);
	t_ok(strstr(said, "status damaged") != NULL, "several", "a store cut off is damaged");
	free(said);
	free(store);
}

/* ---- backups ---- */

static void
test_backup(void)
{
	static const char open_list[] = "<plist><dict><key>IsEncrypted</key><false/><key>Lockdown</key><dict><key>ProductVersion</key><string>17.4</string></dict></dict></plist>";
	static const char closed[] = "<plist><dict><key>IsEncrypted</key><true/></dict></plist>";
	static const char odd[] = "<plist><dict><key>IsEncrypted</key><string>no</string></dict></plist>";
	static const char *const read[5] = { "account 22222222-0000-4000-8000-000000000002\n", "  client_version = 17.4 (1:0)", "  client = ios-mail (1:0)", "!note", "status parsed" };
	static const char *const absent[5] = { "!account", "note unsupported 0:0 Accounts3.sqlite", "want 94/943624fd13e27b800cc6d9ce1100c22356ee365c 0:0",
		"want 943624fd13e27b800cc6d9ce1100c22356ee365c 0:0" };
	static const char *const encrypted[5] = { "!account", "!want", "note unsupported 0:0 IsEncrypted", "status parsed" };
	static const char *const foreign[5] = { "!account", "!note", "status unrecognized" };
	size_t n;
	char *store = t_read("samples/clients/apple-mail/phone/Library/Accounts/Accounts3.sqlite", &n);
	const struct {
		const char *name, *role, *bytes;
		bool answered;
		const char *const *want;
	} cases[] = {
		{ "open", "manifest", open_list, true, read },
		{ "open, the store is not in it", "manifest", open_list, false, absent },
		{ "encrypted", "manifest", closed, true, encrypted },
		{ "nobody knows whether it is encrypted", "manifest", odd, true, encrypted },
		{ "another Manifest.plist", "manifest", "<plist><dict/></plist>", true, foreign },
		{ "only an index that is no database", "index", "0123456789", true, encrypted },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ma_file f = { .role = cases[i].role, .path = "Backup/1/Manifest", .bytes = { cases[i].bytes, strlen(cases[i].bytes) } };
		struct ma_file answers[2] = { { .role = "", .path = "Backup/1/94/943624fd13e27b800cc6d9ce1100c22356ee365c",
			.asked = MA_STR("94/943624fd13e27b800cc6d9ce1100c22356ee365c"), .bytes = { store, n } } };
		char *said = t_parse(PLUGIN, &f, 1, cases[i].answered ? answers : NULL);
		expect(said, cases[i].want, 5, cases[i].name);
		free(said);
	}
	free(store);
}

static const CU_TestInfo tests[] = {
	{ "backup", test_backup },
	{ "policies", test_policies },
	{ "rows", test_rows },
	{ "log", test_log },
	{ "damage", test_damage },
	{ "several", test_several },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_apple_store;
const struct t_suite suite_apple_store = { "apple-store", tests };
