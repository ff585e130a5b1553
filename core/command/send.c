/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/send.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/str.h"
#include "command/link.h"
#include "document/reply.h"
#include "intake/spool.h"
#include "intake/state.h"
#include "net/pack.h"

enum { TURN_POLL_MS = 100 };

struct delivery {
	struct call *call;
	struct spool spool;
	const char *state;
	const struct pack *pack;
	int64_t deadline_ms;
	bool override; /* the options tell the way of all, whatever the items say */
	struct link_way way;
	size_t n_stored, n_refused;
	const char *why; /* the last one was not stored */
};

/* ---- one attempt ---- */

static void
say(const struct delivery *d, const char *line)
{
	if (!d->call->options[OPT_QUIET].given)
		fprintf(stderr, "mailaccord: %s\n", line);
}

/* Sends it once.  With SEND_STORED or SEND_REFUSED it is out of the spool. */
static enum send_result
attempt(struct delivery *d, struct link *link, const struct spool_item *item, int64_t *asked_ms)
{
	struct arena *arena = &d->call->arena;
	const struct send_target *target = &link->target;
	const char *url = target->put ? send_url(target, arena_printf(arena, "%s.json", item->name), arena) : send_url(target, "/v1/scans", arena);
	struct http_answer answer;
	size_t n_packed = 0;
	char *packed = target->put ? NULL : d->pack->gzip(item->bytes, item->n, &n_packed);
	link_ask(link, target->put ? "PUT" : "POST", url, packed ? packed : item->bytes, packed ? n_packed : item->n, packed != NULL, d->deadline_ms,
	    &answer);
	free(packed);
	struct document_reply reply = answer.body ? document_read_reply(answer.body, answer.n_body, arena) : (struct document_reply){ 0 };
	enum send_result result = send_meaning(target, &answer, reply.run && strcmp(reply.run, item->run) == 0);
	*asked_ms = send_retry_after_ms(answer.retry_after, (int64_t)time(NULL));
	if (result != SEND_STORED)
		d->why = arena_printf(arena, "%s: %s", target->visible, link_why(link, &answer, arena));
	free(answer.body);
	return result;
}

static void
refuse(struct delivery *d, const struct spool_item *item, const char *why)
{
	const char *path = spool_put_aside(&d->spool, item, why);
	d->n_refused++;
	/* Said in any case, and once: the next run does not find it any more. */
	fprintf(stderr, _("mailaccord: %s: refused: %s (kept in %s)\n"), item->run, why, path ? path : d->spool.waiting);
}

/* The way to where the item goes, with a token if it needs one. */
static bool
open_way(struct delivery *d, const struct spool_item *item, struct link *link, bool *later)
{
	const struct link_way own = { item->to, item->token_file, item->ca_file, item->pin };
	struct err err = { 0 };
	*later = true;
	bool ok = link_open(link, d->call, d->override ? &d->way : &own, d->state, &err) && link_enrol(link, false, d->deadline_ms, later, &err);
	if (!ok)
		d->why = arena_strdup(&d->call->arena, err.text);
	return ok;
}

static enum send_result
deliver(struct delivery *d, const struct spool_item *item, int64_t *asked_ms)
{
	struct link link;
	struct err err = { 0 };
	bool later;
	*asked_ms = 0;
	if (!open_way(d, item, &link, &later))
		return later ? SEND_AGAIN : SEND_LATER;
	enum send_result result = attempt(d, &link, item, asked_ms);
	/* A token that was taken back: whoever has the secret may ask for another, once. */
	if (result == SEND_TOKEN && link_may_enrol(d->call) && link_enrol(&link, true, d->deadline_ms, &later, &err))
		result = attempt(d, &link, item, asked_ms);
	else if (result == SEND_TOKEN && err.status)
		d->why = arena_strdup(&d->call->arena, err.text);
	if (result == SEND_STORED) {
		spool_remove(&d->spool, item);
		d->n_stored++;
		say(d, arena_printf(&d->call->arena, _("%s: stored by %s"), item->run, link.target.visible));
	} else if (result == SEND_REFUSED || result == SEND_TOKEN) {
		refuse(d, item, d->why);
	}
	return result;
}

/* ---- all that waits ---- */

/* Names of what is not to be attempted again in this run. */
struct names {
	const char **all;
	size_t n;
};

static bool
names_has(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->all[i], name) == 0)
			return true;
	return false;
}

/* Goes once over what waits; false when nothing is left that more attempts could help. */
static bool
one_round(struct delivery *d, struct names *given_up, int64_t *asked_ms)
{
	struct arena arena = { 0 };
	const char *down = NULL;
	size_t n;
	bool again = false;
	const char **names = spool_list(&d->spool, &arena, &n);
	*asked_ms = 0;
	for (size_t i = 0; i < n; i++) {
		struct spool_item item;
		bool damaged;
		int64_t asked;
		if (names_has(given_up, names[i]))
			continue;
		if (!spool_read(&d->spool, names[i], &arena, &item, &damaged)) {
			if (damaged)
				refuse(d, &item, _("damaged in the spool"));
			continue;
		}
		/* Who does not answer for one will not for the others. */
		if (down && strcmp(down, item.to) == 0)
			continue;
		enum send_result result = deliver(d, &item, &asked);
		again |= result == SEND_AGAIN;
		if (result == SEND_AGAIN)
			down = item.to;
		if (result == SEND_LATER)
			*(const char **)arena_grow(&d->call->arena, &given_up->all, &given_up->n, sizeof *given_up->all) =
			    arena_strdup(&d->call->arena, names[i]);
		*asked_ms = asked > *asked_ms ? asked : *asked_ms;
	}
	arena_fini(&arena);
	return again;
}

/* How many wait, and is one among them that another process has put there meanwhile? */
static bool
has_more(struct delivery *d, const struct names *given_up, size_t *n)
{
	bool more = false;
	const char **names = spool_list(&d->spool, &d->call->arena, n);
	for (size_t i = 0; i < *n; i++)
		more |= !names_has(given_up, names[i]);
	return more;
}

/* Waits for its turn, and for better times, as long as --wait lets it. */
static bool
empty_spool(struct delivery *d)
{
	struct names given_up = { 0 };
	struct err *err = &d->call->err;
	int64_t asked_ms = 0;
	while (!spool_take_turn(&d->spool))
		if (!link_pause(TURN_POLL_MS, d->deadline_ms))
			return err_set(err, EXIT_UNAVAILABLE, "another mailaccord is sending; what waits is kept and sent with the next run");
	size_t n;
	for (unsigned turn = 1; one_round(d, &given_up, &asked_ms) || has_more(d, &given_up, &n); turn++) {
		uint64_t random = 0;
		if (!state_random(&random, sizeof random, err) || !link_pause(send_pause_ms(turn, random, asked_ms), d->deadline_ms)) {
			(void)has_more(d, &given_up, &n);
			break;
		}
	}
	if (n)
		return err_set(err, EXIT_UNAVAILABLE, P_("%s; %zu scan is kept and sent with the next run", "%s; %zu scans are kept and sent with the next run", n),
		    d->why ? d->why : d->spool.waiting, n);
	return !d->n_refused || err_set(err, EXIT_DATA, P_("%zu scan was refused", "%zu scans were refused", d->n_refused), d->n_refused);
}

/* ---- into the spool ---- */

static bool
delivery_open(struct delivery *d, struct call *call, const char *to)
{
	struct arena *arena = &call->arena;
	*d = (struct delivery){ .call = call, .spool = { .sending_fd = -1 }, .override = to != NULL, .way = link_way_of(call, to) };
	d->state = link_deadline(call, &d->deadline_ms) ? state_folder(arena, &call->err) : NULL;
	d->pack = d->state ? loader_module("pack", &call->err) : NULL;
	/* What cannot be right is said before anything is kept. */
	struct link link;
	return d->pack && (!to || link_open(&link, call, &d->way, d->state, &call->err)) && spool_open(&d->spool, d->state, &call->err);
}

static bool
put(struct delivery *d, const struct share *share, bool newest)
{
	size_t n;
	const struct scan *scan = share->scan;
	char *bytes = share_bytes(d->call, share, &n);
	struct spool_item item = {
		.to = d->way.to,
		.token_file = d->way.token_file,
		.ca_file = d->way.ca_file,
		.pin = d->way.pin,
		.run = scan->run,
		.workstation = scan->workstation.id,
		.bytes = bytes,
		.n = n,
	};
	bool ok = bytes && spool_put(&d->spool, &item, newest, &d->call->err);
	free(bytes);
	return ok;
}

bool
send_scan(struct call *call, const struct share *share)
{
	struct delivery d;
	bool ok = delivery_open(&d, call, call->options[OPT_SEND].text) && put(&d, share, true) && empty_spool(&d);
	spool_fini(&d.spool);
	return ok;
}

static bool
put_file(struct delivery *d, const struct share *share)
{
	return put(d, share, false);
}

static bool
show(struct delivery *d, const struct share *share)
{
	size_t n;
	char *bytes = share_bytes(d->call, share, &n);
	if (bytes)
		fwrite(bytes, 1, n, stdout);
	free(bytes);
	return bytes != NULL;
}

/* Does it with what leaves here of each scan in the files. */
static bool
each_scan(struct delivery *d, struct gather *gather, bool (*each)(struct delivery *, const struct share *))
{
	struct call *call = d->call;
	struct report *report = gather->report;
	for (size_t i = 0; i < call->n_arguments; i++)
		if (!gather_path(gather, call->arguments[i]))
			return false;
	for (size_t i = 0; i < report->n_notes; i++)
		if (report->notes[i].kind == MA_NOTE_BAD_DOCUMENT)
			return err_set(&call->err, EXIT_DATA, "%s", report->notes[i].text);
	bool ok = true;
	for (size_t i = 0; ok && i < report->n_scans; i++) {
		struct share share;
		ok = share_open(&share, call, report->scans[i], NULL) && each(d, &share);
		share_fini(&share);
	}
	return ok;
}

int
command_send(struct call *call)
{
	const struct opt_value *to = &call->options[OPT_TO];
	struct delivery d = { .call = call, .spool = { .sending_fd = -1 } };
	struct gather gather = { .call = call, .report = report_new() };
	bool way = call->options[OPT_TOKEN_FILE].given || call->options[OPT_CA_FILE].given || call->options[OPT_PIN].given;
	bool shown = call->options[OPT_SHOW_WHAT_IS_SENT].given, ok;
	if (shown)
		ok = each_scan(&d, &gather, show);
	else if (!to->given && (call->n_arguments || way))
		ok = err_set(&call->err, EXIT_USAGE, "send: --to URL is missing; only what waits in the spool knows its way");
	else
		ok = delivery_open(&d, call, to->text) && each_scan(&d, &gather, put_file) && empty_spool(&d);
	spool_fini(&d.spool);
	gather_fini(&gather);
	report_free(gather.report);
	return ok ? EXIT_CLEAN : call->err.status;
}
