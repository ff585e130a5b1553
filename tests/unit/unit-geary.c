/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "t.h"

extern const struct ma_plugin mailaccord_plugin_v1_geary;
#define PLUGIN mailaccord_plugin_v1_geary

#define ONE "[Metadata]\nstatus=enabled\n[Account]\nlabel=Info\nsender_mailboxes=Info <info@example.jp>;b@example.jp;\nservice_provider=other\nprefetch_days=14\n" \
	"[Incoming]\nhost=imap.example.jp\nlogin=info\n"

static const struct t_fact_row rows[] = {
	{ "in use", ONE, "enabled", "= yes (0:2)", NULL },
	{ "not in use", "[Metadata]\nstatus=disabled\n", "enabled", "= no (0:2)", NULL },
	{ "in use: absent", "[Metadata]\nversion=1\n", "enabled", "= yes (0:0 implied)", NULL },
	{ "IMAP alone", ONE, "protocol", "= imap (0:0 implied)", NULL },
	{ "deletes nothing by fetching", ONE, "leave_on_server", "", NULL },
	{ "label", ONE, "name", "= Info (0:4)", NULL },
	{ "address", ONE, "addresses", "= info@example.jp (0:5)", NULL },
	{ "server", ONE, "host", "= imap.example.jp (0:9)", NULL },
	{ "server: of Gmail", "[Metadata]\n[Account]\nservice_provider=gmail\n", "host", "= imap.gmail.com (0:3 implied)", NULL },
	{ "server: of Microsoft", "[Metadata]\n[Account]\nservice_provider=outlook\n", "host", "= outlook.office365.com (0:3 inferred)", NULL },
	{ "server: of Microsoft, with TLS", "[Metadata]\n[Account]\nservice_provider=outlook\n", "port", "= 993 (0:0 implied)", NULL },
	{ "server: of another it may know", "[Metadata]\n[Account]\nservice_provider=yahoo\n", "host", "? (0:3)", NULL },
	{ "login", ONE, "login", "= info (0:10)", NULL },
	{ "TLS", ONE "transport_security=transport\n", "security", "= tls (0:11)", NULL },
	{ "TLS: its port", ONE "transport_security=transport\n", "port", "= 993 (0:0 implied)", NULL },
	{ "STARTTLS", ONE "transport_security=start-tls\n", "security", "= starttls (0:11)", NULL },
	{ "no TLS", ONE "transport_security=none\n", "security", "= none (0:11)", NULL },
	{ "TLS: absent", ONE, "security", "? (0:0)", NULL },
	{ "TLS: garbage", ONE "transport_security=ssl\n", "security", "? (0:11)", NULL },
	{ "port", ONE "port=1993\n", "port", "= 1993 (0:11)", NULL },
	{ "days kept here", ONE, "offline_days", "= 14 (0:7)", NULL },
	{ "days kept here: all", "[Metadata]\n[Account]\nprefetch_days=-1\n", "offline_days", "", NULL },
	{ "sending", ONE "[Outgoing]\nhost=smtp.example.jp\n", "smtp_host", "= smtp.example.jp (0:12)", NULL },
	{ "sending: port", ONE "[Outgoing]\nport=465\n", "smtp_port", "= 465 (0:12)", NULL },
	{ "sending: TLS", ONE "[Outgoing]\ntransport_security=transport\n", "smtp_security", "= tls (0:12)", NULL },
	{ "folders: trash", ONE "[Folders]\ntrash_folder=Trash\n", "trash_folder", "= Trash (0:12)", NULL },
	{ "folders: sent", ONE "[Folders]\nsent_folder=Sent\n", "sent_folder", "= Sent (0:12)", NULL },
	{ "folders: drafts", ONE "[Folders]\ndrafts_folder=Drafts\n", "drafts_folder", "= Drafts (0:12)", NULL },
	{ "folders: junk", ONE "[Folders]\njunk_folder=Junk\n", "junk_folder", "= Junk (0:12)", NULL },
	{ "folders: as a list of steps", ONE "[Folders]\nsent_folder=Office;Sent;\n", "sent_folder", "= Office;Sent (0:12)", NULL },
	{ "folders: archive", ONE "[Folders]\narchive_folder=Archive\n", "archive_folder", "= Archive (0:12)", NULL },
	{ "another program's file", "[Desktop]\n", "status", "unrecognized", NULL },
};

static void
test_rows(void)
{
	t_fact_rows(&PLUGIN, "account", "u/.config/geary/account_01/geary.ini", rows, sizeof rows / sizeof *rows);
}

static const CU_TestInfo tests[] = {
	{ "on, off, absent, garbage", test_rows },
	CU_TEST_INFO_NULL,
};

const struct t_suite suite_geary;
const struct t_suite suite_geary = { "geary", tests };
