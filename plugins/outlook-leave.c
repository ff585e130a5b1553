/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a POP account of Outlook does to mail on the server.
 */
#include "kit/leavebits.h"
#include "outlook-account.h"

void
outlook_leave(const struct outlook_account *a)
{
	static const char name[] = "Leave on Server";
	struct outlook_number v = outlook_number(a->o, a->key, name);
	if (v.found == OUTLOOK_GOOD && v.n <= UINT32_MAX)
		leavebits_tell(a->o->host, a->o->out, a->to, (uint32_t)v.n, outlook_at(a->o, v.line, MA_SET), name);
	else
		outlook_num(a, MA_LEAVE_ON_SERVER, 0, v.line, MA_UNKNOWN);
}

/* The older lists have a value of its own for each. */
void
outlook_old_leave(const struct outlook_account *a)
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
