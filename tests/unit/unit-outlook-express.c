/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Outlook Express: what its accounts have that those of MAPI profiles have not.
 * What both have, and its settings about leaving, are in unit-outlook.c too.
 */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_outlook;
#define PLUGIN mailaccord_plugin_v1_outlook

#define HEAD "Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Internet Account Manager\\Accounts\\00000001]\n"
#define DW(name, n) "\"" name "\"=dword:" n "\n"
#define POP HEAD "\"POP3 Server\"=\"pop.example.jp\"\n\"POP3 User Name\"=\"info\"\n"
#define IMAP HEAD "\"IMAP Server\"=\"imap.example.jp\"\n\"IMAP User Name\"=\"info\"\n"
#define KEEP POP DW("Leave Mail On Server", "00000001")

static const struct t_fact_row rows[] = {
	{ "leave: on", KEEP, "leave_on_server", "= yes (0:6)", NULL },
	{ "leave: off", POP DW("Leave Mail On Server", "00000000"), "leave_on_server", "= no (0:6)", NULL },
	{ "leave: absent is off", POP, "leave_on_server", "= no (0:3 implied)", NULL },
	{ "leave: garbage", POP "\"Leave Mail On Server\"=\"yes\"\n", "leave_on_server", "? (0:6)", NULL },
	{ "leave: another program's word", POP DW("Leave on Server", "00000001"), "leave_on_server", "= no (0:3 implied)", NULL },
	{ "when deleted: on", KEEP DW("Remove When Deleted", "00000001"), "delete_when", "= trash-emptied (0:7)", NULL },
	{ "when deleted: off", KEEP DW("Remove When Deleted", "00000000"), "delete_when", "= never (0:7)", NULL },
	{ "when deleted: absent is off", KEEP, "delete_when", "= never (0:3 implied)", NULL },
	{ "when deleted: garbage", KEEP "\"Remove When Deleted\"=\"1\"\n", "delete_when", "? (0:7)", NULL },
	{ "when deleted: nothing while mail is removed", POP DW("Remove When Deleted", "00000001"), "delete_when", "", NULL },
	{ "expired: on", KEEP DW("Remove When Expired", "00000001") DW("Expire Days", "0000000e"), "delete_after_days", "= 14 (0:8)", NULL },
	{ "expired: off", KEEP DW("Remove When Expired", "00000000") DW("Expire Days", "0000000e"), "delete_after_days", "", NULL },
	{ "expired: absent is off", KEEP DW("Expire Days", "0000000e"), "delete_after_days", "", NULL },
	{ "expired: garbage", KEEP "\"Remove When Expired\"=\"1\"\n" DW("Expire Days", "0000000e"), "delete_after_days", "? (0:7)", NULL },
	{ "expired: days absent", KEEP DW("Remove When Expired", "00000001"), "delete_after_days", "? (0:7)", NULL },
	{ "expired: 0 days", KEEP DW("Remove When Expired", "00000001") DW("Expire Days", "00000000"), "delete_after_days", "? (0:7)", NULL },
	{ "expired: days beyond", KEEP DW("Remove When Expired", "00000001") DW("Expire Days", "00ffffff"), "note", "value 0:8 Expire Days", NULL },
	{ "expired: days garbage", KEEP DW("Remove When Expired", "00000001") "\"Expire Days\"=\"14\"\n", "delete_after_days", "? (0:7)", NULL },
	{ "left out of receiving: on", POP DW("POP3 Skip Account", "00000001"), "enabled", "? (0:6)", NULL },
	{ "left out of receiving: off", POP DW("POP3 Skip Account", "00000000"), "enabled", "= yes (0:6)", NULL },
	{ "left out of receiving: absent", POP, "enabled", "= yes (0:3 inferred)", NULL },
	{ "left out of receiving: garbage", POP "\"POP3 Skip Account\"=\"0\"\n", "enabled", "? (0:6)", NULL },
	{ "left out of receiving: of the other protocol", IMAP DW("POP3 Skip Account", "00000001"), "enabled", "= yes (0:3 inferred)", NULL },
	{ "IMAP: none of these", IMAP DW("Leave Mail On Server", "00000000"), "leave_on_server", "", NULL },
	{ "IMAP: there was no STARTTLS then", IMAP, "security", "= none (0:3 implied)", NULL },
	{ "IMAP: TLS", IMAP DW("IMAP Secure Connection", "00000001"), "security", "= tls (0:6)", NULL },
	{ "IMAP: sent", IMAP "\"IMAP Sent Items Folder\"=\"Sent\"\n", "sent_folder", "= Sent (0:6)", NULL },
	{ "IMAP: drafts", IMAP "\"IMAP Drafts Folder\"=\"Drafts\"\n", "drafts_folder", "= Drafts (0:6)", NULL },
	{ "TLS: on", POP DW("POP3 Secure Connection", "00000001") DW("POP3 Port", "000003e3"), "security", "= tls (0:6)", NULL },
	{ "TLS: off", POP DW("POP3 Secure Connection", "00000000"), "security", "= none (0:6)", NULL },
	{ "TLS: absent is off", POP, "security", "= none (0:3 implied)", NULL },
	{ "TLS: a code of later programs", POP DW("POP3 Secure Connection", "00000002"), "security", "? (0:6)", NULL },
	{ "port", POP DW("POP3 Port", "000003e3"), "port", "= 995 (0:6)", NULL },
	{ "port: absent", POP, "port", "= 110 (0:3 implied)", NULL },
	{ "login", POP, "login", "= info (0:5)", NULL },
	{ "Hotmail", HEAD "\"HTTPMail Server\"=\"http://services.msn.com/\"\n", "protocol", "= other (0:3)", NULL },
	{ "news", HEAD "\"NNTP Server\"=\"news.example.jp\"\n", "note", "", NULL },
	{ "a directory", HEAD "\"LDAP Server\"=\"ldap.example.jp\"\n", "note", "", NULL },
	{ "neither", HEAD "\"Account Name\"=\"x\"\n", "note", "dropped 0:3 00000001", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "settings", "user.reg", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_outlook_express;
const struct t_suite suite_outlook_express = { "outlook-express", tests };
