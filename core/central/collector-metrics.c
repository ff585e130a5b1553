/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers for Prometheus, in its text format 0.0.4.  No name of anybody or of
 * any mailbox is among them.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "central/collector-inside.h"

/* Upper bounds of what an answer takes; the last is infinity. */
static const double bounds[N_BOUNDS] = { .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10 };

static const unsigned statuses[N_STATUSES] = { 200, 201, 400, 401, 403, 404, 405, 413, 415, 422, 429, 500, 503 };

void
metrics_count(struct metrics *m, const struct visit *visit, int64_t us)
{
	size_t route = visit->route ? (size_t)(visit->route - routes) : MAX_ROUTES, status = 0, bound = 0;
	/* Who went away before there was an answer is counted as none. */
	while (status < N_STATUSES - 1 && statuses[status] != visit->request->answer.status)
		status++;
	while (bound < N_BOUNDS && (double)us > bounds[bound] * 1e6)
		bound++;
	pthread_mutex_lock(&m->lock);
	m->requests[route][status]++;
	m->within[route][bound]++;
	m->sum_us[route] += us;
	m->bytes_in += (int64_t)visit->request->n_body;
	m->bytes_out += (int64_t)visit->request->answer.n_body;
	pthread_mutex_unlock(&m->lock);
}

static const char *
route_name(size_t route)
{
	return route < n_routes ? routes[route].name : "none";
}

static void
head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP mailaccord_%s %s\n# TYPE mailaccord_%s %s\n", name, help, name, type);
}

static void
put_requests(FILE *out, const struct metrics *m)
{
	head(out, "requests_total", "counter", "Requests answered; status 0: the client went away before.");
	for (size_t r = 0; r <= MAX_ROUTES; r++)
		for (size_t s = 0; s < N_STATUSES; s++)
			if (m->requests[r][s])
				fprintf(out, "mailaccord_requests_total{route=\"%s\",status=\"%u\"} %" PRId64 "\n", route_name(r), statuses[s], m->requests[r][s]);
	head(out, "request_seconds", "histogram", "From the head of a request to the end of its answer.");
	for (size_t r = 0; r <= MAX_ROUTES; r++) {
		int64_t sum = 0;
		for (size_t b = 0; b <= N_BOUNDS; b++)
			sum += m->within[r][b];
		if (!sum)
			continue;
		sum = 0;
		for (size_t b = 0; b < N_BOUNDS; b++)
			fprintf(out, "mailaccord_request_seconds_bucket{route=\"%s\",le=\"%g\"} %" PRId64 "\n", route_name(r), bounds[b], sum += m->within[r][b]);
		sum += m->within[r][N_BOUNDS];
		fprintf(out, "mailaccord_request_seconds_bucket{route=\"%s\",le=\"+Inf\"} %" PRId64 "\n", route_name(r), sum);
		fprintf(out, "mailaccord_request_seconds_sum{route=\"%s\"} %.6f\n", route_name(r), (double)m->sum_us[r] / 1e6);
		fprintf(out, "mailaccord_request_seconds_count{route=\"%s\"} %" PRId64 "\n", route_name(r), sum);
	}
}

static void
put_number(FILE *out, const char *name, const char *type, const char *help, int64_t number)
{
	head(out, name, type, help);
	fprintf(out, "mailaccord_%s %" PRId64 "\n", name, number);
}

static void
put_store(FILE *out, const struct store_counts *counts, struct arena *arena)
{
	put_number(out, "store_generation", "gauge", "Changes with whatever the store holds.", counts->generation);
	put_number(out, "workstations", "gauge", "Workstations of which there is a scan.", counts->workstations);
	put_number(out, "runs", "gauge", "Scans that are kept.", counts->runs);
	put_number(out, "mailboxes", "gauge", "Mailboxes that are judged.", counts->mailboxes);
	put_number(out, "to_be_judged", "gauge", "Mailboxes that wait to be judged again.", counts->marked);
	put_number(out, "quarantined", "gauge", "Bodies that were no scan and are kept to be looked at.", counts->quarantined);
	put_number(out, "tokens", "gauge", "Tokens that are valid.", counts->tokens);
	head(out, "findings", "gauge", "Findings that are there.");
	for (int status = 0; status < FINDING_STATUS_COUNT; status++)
		for (int severity = 0; severity < SEVERITY_COUNT; severity++)
			fprintf(out, "mailaccord_findings{status=\"%s\",severity=\"%s\"} %" PRId64 "\n", str_nth_word(arena, finding_status_words, status),
			    str_nth_word(arena, severity_words, severity), counts->findings[status][severity]);
}

/* Seconds since FROM, both ISO 8601; -1 without. */
static int64_t
seconds_since(const char *from, const char *now)
{
	struct tm a = { 0 }, b = { 0 };
	return *from && strptime(from, "%Y-%m-%dT%H:%M:%SZ", &a) && strptime(now, "%Y-%m-%dT%H:%M:%SZ", &b) ? (int64_t)(timegm(&b) - timegm(&a)) : -1;
}

bool
metrics_work(struct visit *visit, struct desk *desk)
{
	struct collector *c = visit->collector;
	struct store *store = desk_store(desk);
	struct store_counts counts;
	struct err err = { 0 };
	char *bytes = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&bytes, &n);
	bool there = store && store_count(store, &counts, &err);
	if (store && !there)
		desk_lost(desk, &err);
	if (!out) {
		answer_refuse(visit, REFUSE_BROKEN, NULL, 0);
		return false;
	}
	pthread_mutex_lock(&c->metrics.lock);
	struct metrics m = c->metrics;
	pthread_mutex_unlock(&c->metrics.lock);
	put_requests(out, &m);
	put_number(out, "received_bytes_total", "counter", "Bodies received, as sent.", m.bytes_in);
	put_number(out, "sent_bytes_total", "counter", "Bodies sent.", m.bytes_out);
	put_number(out, "imports_total", "counter", "Transactions in which scans were stored.", m.commits);
	put_number(out, "imported_scans_total", "counter", "Scans in them.", m.committed);
	put_number(out, "store_failures_total", "counter", "Times that the store was lost.", m.store_failures);
	put_number(out, "last_import_age_seconds", "gauge", "Since this collector stored a scan; -1: never.", seconds_since(m.last_import, c->options.now(&visit->arena)));
	put_number(out, "store_up", "gauge", "Whether the store can be read.", there);
	if (there)
		put_store(out, &counts, &visit->arena);
	fclose(out);
	answer_send(visit, 200, "text/plain; version=0.0.4; charset=utf-8", bytes, n, free, bytes);
	return false;
}
