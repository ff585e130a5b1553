/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PROP_POP_LEAVE_ON_SERVER: bit 0 leave, bit 1 remove after the days in bits
 * 16 to 31, bit 2 remove when the deleted items are emptied.  Without bit 0 the
 * rest has no meaning, without bit 1 the days are those of another time.
 */
#include "kit/leavebits.h"

#include <string.h>

enum { LEAVE = 1, REMOVE_AFTER = 2, REMOVE_ON_PURGE = 4, UNKNOWN_BITS = 0xFFF8 };

static void
tell_raw(const struct ma_host *host, struct ma_account *account, uint32_t n, struct ma_at at)
{
	static const char digits[] = "0123456789abcdef";
	char raw[10] = "0x";
	for (int i = 0; i < 8; i++)
		raw[2 + i] = digits[n >> (28 - 4 * i) & 15];
	host->text(account, MA_LEAVE_RAW, (struct ma_str){ raw, sizeof raw }, at);
}

void
leavebits_tell(const struct ma_host *host, struct ma_out *out, struct ma_account *account, uint32_t n, struct ma_at at, const char *key)
{
	struct ma_str name = { key, strlen(key) };
	struct ma_at unknown = { at.file, at.line, MA_UNKNOWN };
	tell_raw(host, account, n, at);
	if (n & UNKNOWN_BITS) {
		at.state = MA_INFERRED;
		host->note(out, MA_NOTE_INFERRED, unknown, name);
	}
	host->num(account, MA_LEAVE_ON_SERVER, n & LEAVE, at);
	if (!(n & LEAVE))
		return;
	if ((n & REMOVE_AFTER) && n >> 16) {
		host->num(account, MA_DELETE_AFTER_DAYS, (int64_t)(n >> 16), at);
	} else if (n & REMOVE_AFTER) {
		host->num(account, MA_DELETE_AFTER_DAYS, 0, unknown); /* at once, or never? */
		host->note(out, MA_NOTE_VALUE, unknown, name);
	}
	host->text(account, MA_DELETE_WHEN, n & REMOVE_ON_PURGE ? MA_STR("trash-emptied") : MA_STR("never"), at);
}
