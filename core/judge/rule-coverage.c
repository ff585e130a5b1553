/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has not been seen.
 */
#include "judge/rule.h"

/* Files that were there and could not be read to their end, by enum file_status. */
static const bool is_blind_status[FILE_STATUS_COUNT] = {
	[FILE_DAMAGED] = true,
	[FILE_UNREADABLE] = true,
	[FILE_TOO_LARGE] = true,
	[FILE_CRASHED] = true,
	[FILE_TIMED_OUT] = true,
};

void
rule_unreadable_client(const struct matter *m, struct judgement *j)
{
	const struct scan *scan = m->scan;
	for (size_t i = 0; i < scan->n_notes; i++)
		if (note_rows[scan->notes[i].kind].blind)
			doubt_note(j, scan, &scan->notes[i]);
	for (size_t i = 0; i < scan->n_files; i++)
		if (is_blind_status[scan->files[i].status])
			doubt_note(j, scan, NULL);
	for (size_t i = 0; i < scan->n_accounts; i++) {
		const struct account *a = scan->accounts[i];
		if (account_bool_is(a, MA_SETTINGS_IN_CLOUD, true) && !account_bool_is(a, MA_ENABLED, false) &&
		    (!account_knows(a, MA_LOGIN) || !account_knows(a, MA_PROTOCOL)))
			doubt(j, a, MA_SETTINGS_IN_CLOUD);
	}
}
