/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "central/store-judged.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "document/document.h"
#include "judge/audit.h"

/* ---- what was found ---- */

const char *
store_line_of(const char *workstation, struct arena *arena)
{
	char *line = arena_printf(arena, "\n%s\n", workstation);
	/* Such a thing stands in no id that a program made. */
	for (char *p = line + 1; p[0] && p[1]; p++)
		*p = *p == '\n' ? ' ' : *p;
	return line;
}

/* One line for each workstation, each line with its own ends. */
static const char *
named_in(const struct finding *f, struct arena *arena)
{
	struct set lines = { 0 };
	size_t length = 0;
	for (size_t i = 0; i < f->n_blame; i++)
		if (f->blame[i].scan)
			set_add(&lines, store_line_of(f->blame[i].scan->workstation.id, &lines.arena));
	for (size_t i = 0; i < lines.n; i++)
		length += strlen(lines.all[i]);
	char *all = arena_alloc(arena, length + 1), *p = all;
	for (size_t i = 0; i < lines.n; i++)
		p = stpcpy(p, lines.all[i]);
	set_fini(&lines);
	return all;
}

/* The finding with this key, which is made when it is not there. */
static struct judged_finding *
finding_slot(struct judged *j, const char *mailbox, const char *fingerprint)
{
	struct arena scratch = { 0 };
	const char *key = arena_printf(&scratch, "%s\n%s", fingerprint, mailbox);
	if (set_add(&j->finding_keys, key)) {
		struct judged_finding *f = arena_grow(&j->arena, &j->findings, &j->n_findings, sizeof *f);
		f->mailbox = arena_strdup(&j->arena, mailbox);
		f->fingerprint = arena_strdup(&j->arena, fingerprint);
	}
	long at = set_find(&j->finding_keys, key);
	arena_fini(&scratch);
	return &j->findings[at];
}

static struct judged_mailbox *
mailbox_slot(struct judged *j, const char *mailbox)
{
	if (set_add(&j->mailbox_keys, mailbox)) {
		struct judged_mailbox *m = arena_grow(&j->arena, &j->mailboxes, &j->n_mailboxes, sizeof *m);
		m->mailbox = arena_strdup(&j->arena, mailbox);
	}
	return &j->mailboxes[set_find(&j->mailbox_keys, mailbox)];
}

void
judged_take(struct judged *j, const struct report *report, enum scope scope)
{
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (rule_judges[f->rule - rules].scope != scope)
			continue;
		struct judged_finding *out = finding_slot(j, f->mailbox ? f->mailbox->key : "", f->fingerprint);
		char *document = document_finding(f);
		out->rule = f->rule->id;
		out->address = arena_strdup(&j->arena, f->mailbox ? f->mailbox->address : "");
		out->workstation = scope == SCOPE_WORKSTATION ? arena_strdup(&j->arena, f->blame[0].scan->workstation.id) : "";
		out->severity = f->severity;
		out->status = f->status;
		out->named = named_in(f, &j->arena);
		out->document = arena_strdup(&j->arena, document);
		/* Neither 0, as an older program left it, nor HASH_WORDLESS. */
		out->hash = (int64_t)(str_hash(STR_HASH_START, document) >> 1 | 1);
		free(document);
	}
}

void
judged_take_mailboxes(struct judged *j, const struct report *report)
{
	for (size_t i = 0; i < report->mailboxes.n; i++) {
		struct judged_mailbox *m = mailbox_slot(j, report->mailboxes.all[i].key);
		m->address = arena_strdup(&j->arena, report->mailboxes.all[i].address);
		m->status = report->results[i].status;
		m->made = true;
	}
}

/* ---- what was known ---- */

static bool
take_known(void *data, const struct sql_value *c, size_t n)
{
	(void)n;
	struct judged_finding *f = finding_slot(data, column_text(&c[0]), column_text(&c[1]));
	f->known = true;
	f->severity_before = (enum severity)column_int(&c[2]);
	f->status_before = (enum finding_status)column_int(&c[3]);
	f->fixed = column_text(&c[4]) != NULL;
	f->hash_before = column_int(&c[5]);
	return true;
}

static bool
take_known_mailbox(void *data, const struct sql_value *c, size_t n)
{
	struct judged *j = data;
	(void)n;
	struct judged_mailbox *m = mailbox_slot(j, column_text(&c[0]));
	m->known = true;
	m->address_before = arena_strdup(&j->arena, column_text(&c[1]));
	m->status_before = (enum mailbox_status)column_int(&c[2]);
	return true;
}

#define KNOWN "SELECT mailbox, fingerprint, severity, status, fixed_at, hash FROM finding"

bool
judged_know_all(struct judged *j, struct store *store, struct err *err)
{
	return store_run(store, KNOWN, NULL, 0, &(struct sql_reader){ take_known, j }, NULL, err) &&
	       store_run(store, "SELECT mailbox, address, status FROM mailbox", NULL, 0, &(struct sql_reader){ take_known_mailbox, j }, NULL, err);
}

bool
judged_know_mailbox(struct judged *j, struct store *store, const char *mailbox, struct err *err)
{
	return store_read(store, err, take_known, j, KNOWN " WHERE mailbox = ?1", value_text(mailbox)) &&
	       store_read(store, err, take_known_mailbox, j, "SELECT mailbox, address, status FROM mailbox WHERE mailbox = ?1", value_text(mailbox));
}

bool
judged_know_workstation(struct judged *j, struct store *store, const char *workstation, struct err *err)
{
	return store_read(store, err, take_known, j, KNOWN " WHERE mailbox = '' AND workstation = ?1", value_text(workstation));
}

/* ---- the difference ---- */

struct writing_changes {
	struct store *store;
	struct judged *judged;
	const char *now, *before; /* when all was judged now, and the time before; may be NULL */
	struct set told; /* mailboxes of which it was said that they fail now */
	int64_t last;
	size_t n;
};

/* Did the mailbox come to fail, and is this the first finding to say so? */
static bool
tells_failure(struct writing_changes *w, const struct judged_finding *f)
{
	if (f->status != FINDING_FAIL || f->severity == SEVERITY_INFO || !*f->mailbox)
		return false;
	long at = set_find(&w->judged->mailbox_keys, f->mailbox);
	const struct judged_mailbox *m = at < 0 ? NULL : &w->judged->mailboxes[at];
	return m && m->status == MAILBOX_FAIL && !(m->known && m->status_before == MAILBOX_FAIL) && set_add(&w->told, f->mailbox);
}

static bool
put_change(struct writing_changes *w, const struct judged_finding *f, enum store_change_kind kind, struct err *err)
{
	bool gone = kind == STORE_FIXED, fails = !gone && tells_failure(w, f);
	w->n++;
	return store_do(w->store, err,
	    "INSERT INTO change (id, at, kind, mailbox, fingerprint, severity, status, fails) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	    value_int(++w->last), value_text(w->now), value_int(kind), value_text(f->mailbox), value_text(f->fingerprint),
	    value_int(gone ? (int64_t)f->severity_before : (int64_t)f->severity), value_int(gone ? (int64_t)f->status_before : (int64_t)f->status),
	    value_int(fails));
}

static bool
write_there(struct writing_changes *w, const struct judged_finding *f, struct err *err)
{
	bool anew = !f->known || f->fixed;
	bool changed = !anew && (f->severity != f->severity_before || f->status != f->status_before);
	if (!anew && !changed && f->hash == f->hash_before)
		return true;
	/* One that comes back is new. */
	return store_do(w->store, err,
		   "INSERT INTO finding (mailbox, fingerprint, workstation, rule, address, severity, status, first_seen, last_seen, fixed_at, named, "
		   "document, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, NULL, ?9, ?10, ?11) ON CONFLICT (mailbox, fingerprint) DO UPDATE SET "
		   "workstation = excluded.workstation, address = excluded.address, severity = excluded.severity, status = excluded.status, "
		   "first_seen = CASE WHEN finding.fixed_at IS NULL THEN finding.first_seen ELSE excluded.first_seen END, "
		   "last_seen = excluded.last_seen, fixed_at = NULL, named = excluded.named, document = excluded.document, hash = excluded.hash",
		   value_text(f->mailbox), value_text(f->fingerprint), value_text(f->workstation), value_text(f->rule), value_text(f->address),
		   value_int(f->severity), value_int(f->status), value_text(w->now), value_text(f->named), value_text(f->document), value_int(f->hash)) &&
	       (!(anew || changed) || put_change(w, f, anew ? STORE_APPEARED : STORE_CHANGED, err));
}

/* What has lost its words was of a workstation that is forgotten. */
static bool
write_gone(struct writing_changes *w, const struct judged_finding *f, struct err *err)
{
	if (f->fixed)
		return true;
	if (f->hash_before == HASH_WORDLESS)
		return store_do(w->store, err, "DELETE FROM change WHERE mailbox = ?1 AND fingerprint = ?2", value_text(f->mailbox),
			   value_text(f->fingerprint)) &&
		       store_do(w->store, err, "DELETE FROM finding WHERE mailbox = ?1 AND fingerprint = ?2", value_text(f->mailbox),
			   value_text(f->fingerprint));
	return store_do(w->store, err, "UPDATE finding SET fixed_at = ?3, last_seen = coalesce(?4, last_seen) WHERE mailbox = ?1 AND fingerprint = ?2",
		   value_text(f->mailbox), value_text(f->fingerprint), value_text(w->now), value_text(w->before)) &&
	       put_change(w, f, STORE_FIXED, err);
}

static bool
write_mailbox(struct store *store, const struct judged_mailbox *m, struct err *err)
{
	if (!m->made)
		return store_do(store, err, "DELETE FROM mailbox WHERE mailbox = ?1", value_text(m->mailbox));
	if (m->known && m->status == m->status_before && strcmp(m->address, m->address_before) == 0)
		return true;
	return store_do(store, err,
	    "INSERT INTO mailbox (mailbox, address, status) VALUES (?1, ?2, ?3) ON CONFLICT (mailbox) DO UPDATE SET address = excluded.address, "
	    "status = excluded.status",
	    value_text(m->mailbox), value_text(m->address), value_int(m->status));
}

bool
judged_write(struct judged *j, struct store *store, const char *now, size_t *n_changes, struct err *err)
{
	struct writing_changes w = { .store = store, .judged = j, .now = now, .last = store_number(store, KEY_LAST_CHANGE, 0, err) };
	w.before = err->status ? NULL : store_value(store, KEY_JUDGED_AT, &j->arena, err);
	bool ok = !err->status;
	for (size_t i = 0; ok && i < j->n_findings; i++)
		ok = j->findings[i].document ? write_there(&w, &j->findings[i], err) : write_gone(&w, &j->findings[i], err);
	for (size_t i = 0; ok && i < j->n_mailboxes; i++)
		ok = write_mailbox(store, &j->mailboxes[i], err);
	set_fini(&w.told);
	*n_changes = w.n;
	return ok && store_put_number(store, KEY_LAST_CHANGE, w.last, err) && store_put(store, KEY_JUDGED_AT, now, err);
}

void
judged_fini(struct judged *j)
{
	set_fini(&j->finding_keys);
	set_fini(&j->mailbox_keys);
	arena_fini(&j->arena);
}
