/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What settling has found, for others to read.
 */
#include "central/store-inside.h"

struct each_finding {
	bool (*each)(void *data, const struct store_finding *finding);
	void *data;
};

static struct store_finding
finding_of(const struct sql_value *c)
{
	const char *document = column_text(&c[10]);
	return (struct store_finding){
		.fingerprint = column_text(&c[0]),
		.rule = column_text(&c[1]),
		.mailbox = column_text(&c[2]),
		.address = column_text(&c[3]),
		.severity = (enum severity)column_int(&c[4]),
		.status = (enum finding_status)column_int(&c[5]),
		.first_seen = column_text(&c[6]),
		.last_seen = column_text(&c[7]),
		.fixed_at = column_text(&c[8]),
		.n_document = c[10].n,
		.document = document,
	};
}

static bool
give_finding(void *data, const struct sql_value *columns, size_t n)
{
	const struct each_finding *e = data;
	struct store_finding f = finding_of(columns);
	(void)n;
	return e->each(e->data, &f);
}

#define FINDING \
	"finding.fingerprint, finding.rule, finding.mailbox, finding.address, finding.severity, finding.status, finding.first_seen, " \
	"CASE WHEN finding.fixed_at IS NULL THEN coalesce((SELECT value FROM mailaccord WHERE mailaccord.name = 'judged-at'), finding.last_seen) " \
	"ELSE finding.last_seen END, finding.fixed_at, finding.workstation, finding.document"
#define IN_ORDER " ORDER BY finding.status, finding.severity DESC, finding.rule, finding.mailbox, finding.fingerprint"

bool
store_findings(struct store *store, const char *mailbox, const char *since, bool (*each)(void *data, const struct store_finding *finding), void *data,
    struct err *err)
{
	struct each_finding e = { each, data };
	/* No time is later than "~". */
	struct sql_value from = value_text(since ? since : "~");
	if (mailbox)
		return store_read(store, err, give_finding, &e,
		    "SELECT " FINDING " FROM finding WHERE (fixed_at IS NULL OR fixed_at >= ?1) AND mailbox = ?2" IN_ORDER, from, value_text(mailbox));
	return store_read(store, err, give_finding, &e, "SELECT " FINDING " FROM finding WHERE (fixed_at IS NULL OR fixed_at >= ?1)" IN_ORDER, from);
}

struct each_change {
	bool (*each)(void *data, const struct store_change *change);
	void *data;
};

static bool
give_change(void *data, const struct sql_value *c, size_t n)
{
	const struct each_change *e = data;
	enum { FINDING_COLUMNS = 11 };
	const struct sql_value *own = c + FINDING_COLUMNS;
	struct store_change change = {
		.finding = finding_of(c),
		.id = column_int(&own[0]),
		.at = column_text(&own[1]),
		.kind = (enum store_change_kind)column_int(&own[2]),
		.mailbox_fails = column_int(&own[5]),
	};
	(void)n;
	change.finding.severity = (enum severity)column_int(&own[3]);
	change.finding.status = (enum finding_status)column_int(&own[4]);
	return e->each(e->data, &change);
}

bool
store_changes(struct store *store, int64_t after_id, bool (*each)(void *data, const struct store_change *change), void *data, struct err *err)
{
	struct each_change e = { each, data };
	return store_read(store, err, give_change, &e,
	    "SELECT " FINDING ", change.id, change.at, change.kind, change.severity, change.status, change.fails FROM change "
	    "JOIN finding ON finding.mailbox = change.mailbox AND finding.fingerprint = change.fingerprint WHERE change.id > ?1 ORDER BY change.id",
	    value_int(after_id));
}
