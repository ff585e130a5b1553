/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * POST /v1/scans: one scan document, plain or gzip.  A clerk unpacks and reads
 * it; what is no scan is kept in the store's quarantine for somebody to look
 * at.  The scribe then writes all that wait in one transaction, and only when
 * that is durable they are answered: 201, or 200 when the run was known.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"
#include "central/collector-inside.h"
#include "document/document.h"

enum { MAX_AHEAD_DAYS = 2 };

/* Is TYPE the media type WANTED, whatever its parameters? */
static bool
is_type(const char *type, const char *wanted)
{
	size_t n = strlen(wanted);
	return type && strncasecmp(type, wanted, n) == 0 && (!type[n] || strchr("; \t", type[n]));
}

void
scan_head(struct visit *visit)
{
	const struct httpd_request *r = visit->request;
	const char *encoding = r->content_encoding;
	if (!is_type(r->content_type, "application/json"))
		answer_refuse(visit, REFUSE_TYPE, NULL, 0);
	else if (encoding && !str_same(encoding, "gzip") && !str_same(encoding, "identity"))
		answer_refuse(visit, REFUSE_ENCODING, NULL, 0);
}

static bool
unpack(struct visit *visit)
{
	const struct httpd_request *r = visit->request;
	visit->document = (struct document_text){ r->body, r->n_body };
	if (!r->content_encoding || !str_same(r->content_encoding, "gzip"))
		return true;
	void *out;
	size_t n;
	switch (visit->collector->options.pack->gunzip(r->body, r->n_body, MAX_SCAN_BYTES, &out, &n)) {
	case PACK_OK:
		visit->unpacked = out;
		visit->document = (struct document_text){ out, n };
		return true;
	case PACK_BROKEN:
		answer_refuse(visit, REFUSE_GZIP, NULL, 0);
		return false;
	case PACK_TOO_LARGE:
		break;
	}
	answer_refuse(visit, REFUSE_UNPACKED, NULL, 0);
	return false;
}

/* Is it later than NOW by more than clocks may differ?  Such a scan would be the newest for years. */
static bool
is_ahead(const char *started, const char *now)
{
	int64_t then, today;
	return date_days(started, &then) && date_days(now, &today) && then - today > MAX_AHEAD_DAYS;
}

/* What is wrong with it; REFUSAL_COUNT: nothing. */
static enum refusal
check(struct visit *visit, struct report *report, struct err *err)
{
	const struct document_text *text = &visit->document;
	enum document_kind kind = document_kind(text->bytes, text->n);
	if (kind != DOCUMENT_SCAN) {
		/* Whoever sends broken JSON wants to know where it breaks. */
		bool ok = document_read_scans(text->bytes, text->n, "body", report, err);
		return !ok && kind == DOCUMENT_OTHER ? REFUSE_JSON : REFUSE_SCAN;
	}
	if (!document_read_scans(text->bytes, text->n, "body", report, err) || report->n_scans != 1)
		return REFUSE_SCAN;
	const struct scan *scan = report->scans[0];
	visit->run = arena_strdup(&visit->arena, scan->run);
	visit->workstation = arena_strdup(&visit->arena, scan->workstation.id);
	if (!*scan->run || !scan->started)
		return REFUSE_NO_RUN;
	if (scan->n_accounts > MAX_SCAN_ACCOUNTS || scan->n_files > MAX_SCAN_ITEMS || scan->n_notes > MAX_SCAN_ITEMS)
		return REFUSE_COUNT;
	if (visit->token.workstation && strcmp(visit->token.workstation, scan->workstation.id) != 0)
		return REFUSE_WORKSTATION;
	if (is_ahead(scan->started, visit->collector->options.now(&visit->arena)))
		return REFUSE_CLOCK;
	return REFUSAL_COUNT;
}

/* Keeps what was sent, for somebody to look at.  That it cannot be kept changes nothing for the sender. */
static void
quarantine(struct visit *visit, struct desk *desk, const char *detail)
{
	const struct httpd_request *r = visit->request;
	struct store *store = desk_store(desk);
	struct err err = { 0 };
	uint8_t bytes[PACK_DIGEST_BYTES];
	char digest[DIGEST_HEX];
	visit->collector->options.pack->sha256(r->body, r->n_body, bytes);
	hex(bytes, sizeof bytes, digest);
	struct store_quarantined what = {
		.sender = visit->token.name,
		.reason = detail && *detail ? arena_printf(&visit->arena, "%s: %s", visit->word, detail) : visit->word,
		.received = visit->collector->options.now(&visit->arena),
		.digest = digest,
		.size = (int64_t)r->n_body,
		.body = r->body,
		.n_body = r->n_body < STORE_QUARANTINE_BYTES ? r->n_body : STORE_QUARANTINE_BYTES,
	};
	if (store && !store_quarantine(store, &what, &err))
		desk_lost(desk, &err);
}

bool
scan_work(struct visit *visit, struct desk *desk)
{
	struct err err = { 0 };
	bool fits = unpack(visit);
	if (fits) {
		struct report *report = report_new();
		enum refusal why = check(visit, report, &err);
		report_free(report);
		fits = why == REFUSAL_COUNT;
		if (!fits)
			answer_refuse(visit, why, err.status ? arena_strdup(&visit->arena, err.text) : NULL, 0);
	}
	if (!fits) {
		quarantine(visit, desk, err.text);
		return false;
	}
	if (queue_put(&visit->collector->scribe_queue, visit, MAX_WAITING))
		return true;
	answer_refuse(visit, REFUSE_BUSY, NULL, 0);
	return false;
}

static void
answer_stored(struct visit *visit, const struct store_document *document)
{
	bool known = document->outcome == STORE_SAME;
	const struct document_member members[] = {
		{ "format", "mailaccord-stored" },
		{ "outcome", store_outcome_words ? str_nth_word(&visit->arena, store_outcome_words, (int)document->outcome) : NULL },
		{ "run", visit->run },
		{ "workstation", visit->workstation },
	};
	if (document->outcome == STORE_BAD)
		answer_refuse(visit, REFUSE_SCAN, document->why ? arena_strdup(&visit->arena, document->why) : NULL, 0);
	else
		answer_members(visit, known ? 200 : 201, members, sizeof members / sizeof *members);
}

void
scan_store(struct visit *visits, size_t n, struct desk *scribe)
{
	struct collector *c = scribe->collector;
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct store_document *documents = arena_alloc(&arena, n * sizeof *documents);
	struct store *store = desk_store(scribe);
	const char *now = c->options.now(&arena);
	size_t i = 0;
	for (struct visit *v = visits; v; v = v->next)
		documents[i++] = (struct store_document){
			.bytes = v->document.bytes,
			.n = v->document.n,
			.origin = "collector",
			.only = v->token.workstation,
		};
	bool ok = store && store_import(store, documents, n, now, &arena, &err);
	if (store && !ok)
		desk_lost(scribe, &err);
	pthread_mutex_lock(&c->metrics.lock);
	c->metrics.commits += ok;
	c->metrics.committed += ok ? (int64_t)n : 0;
	if (ok)
		strncpy(c->metrics.last_import, now, sizeof c->metrics.last_import - 1);
	pthread_mutex_unlock(&c->metrics.lock);
	i = 0;
	for (struct visit *v = visits, *next; v; v = next, i++) {
		/* Once it is resumed it may be gone. */
		next = v->next;
		if (ok)
			answer_stored(v, &documents[i]);
		else
			answer_refuse(v, REFUSE_STORE, NULL, 0);
		v->request->resume(v->request);
	}
	arena_fini(&arena);
	if (!ok)
		return;
	pthread_mutex_lock(&c->judge_lock);
	c->imported = true;
	pthread_cond_signal(&c->judge_wakes);
	pthread_mutex_unlock(&c->judge_lock);
}
