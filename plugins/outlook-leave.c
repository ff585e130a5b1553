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
