/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a POP account of Outlook does to mail on the server.
 */
#include "outlook-account.h"

/* PROP_POP_LEAVE_ON_SERVER */
enum { LEAVE = 1, REMOVE_AFTER = 2, REMOVE_ON_PURGE = 4, UNKNOWN_BITS = 0xFFF8 };

static void
tell_raw(const struct outlook_account *a, uint32_t n, uint32_t line)
{
	static const char digits[] = "0123456789abcdef";
	char raw[10] = "0x";
	for (int i = 0; i < 8; i++)
		raw[2 + i] = digits[n >> (28 - 4 * i) & 15];
	outlook_text(a, MA_LEAVE_RAW, (struct ma_str){ raw, sizeof raw }, line, MA_SET);
}

/* "Leave on Server": bit 0 leave, bit 1 remove after the days in bits 16 to
 * 31, bit 2 remove when the deleted items are emptied.  Without bit 0 the rest
 * has no meaning, without bit 1 the days are those of another time. */
void
outlook_leave(const struct outlook_account *a)
{
	static const char name[] = "Leave on Server";
	struct outlook_number v = outlook_number(a->o, a->key, name);
	if (v.found != OUTLOOK_GOOD || v.n > UINT32_MAX) {
		outlook_num(a, MA_LEAVE_ON_SERVER, 0, v.line, MA_UNKNOWN);
		return;
	}
	enum ma_state state = v.n & UNKNOWN_BITS ? MA_INFERRED : MA_SET;
	tell_raw(a, (uint32_t)v.n, v.line);
	if (v.n & UNKNOWN_BITS)
		outlook_note(a->o, MA_NOTE_INFERRED, v.line, name);
	outlook_num(a, MA_LEAVE_ON_SERVER, v.n & LEAVE, v.line, state);
	if (!(v.n & LEAVE))
		return;
	if ((v.n & REMOVE_AFTER) && v.n >> 16) {
		outlook_num(a, MA_DELETE_AFTER_DAYS, (int64_t)(v.n >> 16), v.line, state);
	} else if (v.n & REMOVE_AFTER) {
		outlook_num(a, MA_DELETE_AFTER_DAYS, 0, v.line, MA_UNKNOWN); /* at once, or never? */
		outlook_note(a->o, MA_NOTE_VALUE, v.line, name);
	}
	outlook_text(a, MA_DELETE_WHEN, v.n & REMOVE_ON_PURGE ? outlook_str("trash-emptied") : outlook_str("never"), v.line, state);
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
