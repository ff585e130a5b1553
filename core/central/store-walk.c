/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a mailbox to all that it can have to do with, over ties.  Two indexed
 * questions for each mailbox and each tie: what it costs grows with what is
 * connected, not with the store.
 */
#include "central/store-inside.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/mailbox-tie.h"

void
walk_scan(struct walk *walk, int64_t scan)
{
	enum { FIRST_ROOM = 64 };
	if (walk->n_scans == walk->room)
		walk->scans = xrealloc(walk->scans, (walk->room = walk->room ? 2 * walk->room : FIRST_ROOM) * sizeof *walk->scans);
	walk->scans[walk->n_scans++] = scan;
}

void
walk_tie(struct walk *walk, const char *tie, bool strong)
{
	/* Those of an address are only to be found by. */
	if (*tie == 'a')
		return;
	set_add(&walk->ties, tie);
	if (strong)
		set_add(&walk->live, tie);
}

static bool
take_tie_of_mailbox(void *data, const struct sql_value *columns, size_t n)
{
	struct walk *walk = data;
	(void)n;
	walk_tie(walk, column_text(&columns[0]), column_int(&columns[1]));
	walk_scan(walk, column_int(&columns[2]));
	return true;
}

/* Who has a tie, and whether it binds them. */
struct holders {
	struct set mailboxes;
	bool live;
};

static bool
take_holder(void *data, const struct sql_value *columns, size_t n)
{
	struct holders *h = data;
	(void)n;
	set_add(&h->mailboxes, column_text(&columns[0]));
	h->live = h->live || column_int(&columns[1]);
	return true;
}

static bool
follow(struct walk *walk, const char *tie)
{
	struct holders h = { .live = set_has(&walk->live, tie) };
	bool ok = store_read(walk->store, walk->err, take_holder, &h, "SELECT mailbox, strong FROM tie WHERE tie = ?1", value_text(tie));
	for (size_t i = 0; h.live && i < h.mailboxes.n; i++)
		set_add(&walk->mailboxes, h.mailboxes.all[i]);
	set_fini(&h.mailboxes);
	return ok;
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

bool
walk_finish(struct walk *walk)
{
	size_t mailbox = 0, tie = 0, n = 0;
	bool ok = true;
	while (ok && (mailbox < walk->mailboxes.n || tie < walk->ties.n))
		if (mailbox < walk->mailboxes.n)
			ok = store_read(walk->store, walk->err, take_tie_of_mailbox, walk, "SELECT tie, strong, scan FROM tie WHERE mailbox = ?1",
			    value_text(walk->mailboxes.all[mailbox++]));
		else
			ok = follow(walk, walk->ties.all[tie++]);
	if (walk->n_scans)
		qsort(walk->scans, walk->n_scans, sizeof *walk->scans, by_number);
	for (size_t i = 0; i < walk->n_scans; i++)
		if (!n || walk->scans[n - 1] != walk->scans[i])
			walk->scans[n++] = walk->scans[i];
	walk->n_scans = n;
	return ok;
}

void
walk_fini(struct walk *walk)
{
	set_fini(&walk->mailboxes);
	set_fini(&walk->ties);
	set_fini(&walk->live);
	free(walk->scans);
	*walk = (struct walk){ 0 };
}
