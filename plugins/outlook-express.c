/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The older lists of Internet accounts: Outlook Express, and Outlook 97 to 2000
 * for Internet mail.  What stands in them and in MAPI profiles alike is read in
 * outlook-account.c.
 */
#include "outlook-account.h"

static void
tell_leave(const struct outlook_account *a)
{
	struct outlook_number leave = outlook_number(a->o, a->key, "Leave Mail On Server"),
			      purge = outlook_number(a->o, a->key, "Remove When Deleted"),
			      expire = outlook_number(a->o, a->key, "Remove When Expired"),
			      days = outlook_number(a->o, a->key, "Expire Days");
	if (leave.found == OUTLOOK_ABSENT && a->list->family->leave_absent_is_no)
		outlook_num(a, MA_LEAVE_ON_SERVER, 0, a->line, MA_IMPLIED);
	else
		outlook_num(a, MA_LEAVE_ON_SERVER, leave.n != 0, leave.line,
			 leave.found == OUTLOOK_GOOD ? MA_SET : MA_UNKNOWN);
	if (leave.found != OUTLOOK_GOOD || !leave.n)
		return;
	outlook_text(a, MA_DELETE_WHEN, purge.n ? outlook_str("trash-emptied") : outlook_str("never"), purge.line,
		  purge.found == OUTLOOK_GOOD	? MA_SET
		  : purge.found == OUTLOOK_WRONG ? MA_UNKNOWN
						 : MA_IMPLIED);
	if (expire.found == OUTLOOK_WRONG || (expire.n && (days.found != OUTLOOK_GOOD || days.n == 0 || days.n > 65535))) {
		outlook_num(a, MA_DELETE_AFTER_DAYS, 0, expire.line, MA_UNKNOWN);
		outlook_note(a->o, MA_NOTE_VALUE, days.line, "Expire Days");
	} else if (expire.n) {
		outlook_num(a, MA_DELETE_AFTER_DAYS, (int64_t)days.n, days.line, MA_SET);
	}
}

/* "Include this account when receiving mail" is off: it may be fetched by hand. */
static void
tell_enabled(const struct outlook_account *a, const char *skip_name)
{
	struct outlook_number skip = outlook_number(a->o, a->key, skip_name);
	if (skip.found == OUTLOOK_ABSENT)
		outlook_num(a, MA_ENABLED, 1, a->line, MA_INFERRED);
	else
		outlook_num(a, MA_ENABLED, 1, skip.line, skip.found == OUTLOOK_GOOD && !skip.n ? MA_SET : MA_UNKNOWN);
}

void
outlook_express(const struct outlook_account *a, const char *protocol)
{
	static const struct {
		const char *name;
		enum ma_fact fact;
	} folders[] = {
		{ "IMAP Sent Items Folder", MA_SENT_FOLDER }, { "IMAP Drafts Folder", MA_DRAFTS_FOLDER },
	};
	bool pop = strcmp(protocol, "pop3") == 0, imap = strcmp(protocol, "imap") == 0;
	if (pop)
		tell_leave(a);
	if (pop || imap)
		tell_enabled(a, pop ? "POP3 Skip Account" : "IMAP Skip Account");
	for (size_t i = 0; imap && i < sizeof folders / sizeof *folders; i++)
		outlook_value(a, folders[i].fact, folders[i].name);
}
