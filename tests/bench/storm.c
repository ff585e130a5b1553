/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many workstations at a collector on this machine, over TLS, each with a
 * connection of its own.
 *
 *	storm enrol  PORT CA SECRET-FILE IDS    THREADS SECONDS > TOKENS
 *	storm send   PORT CA TOKENS      BODIES THREADS SECONDS
 *	storm flood  PORT CA TOKENS      BODIES THREADS SECONDS
 *	storm hello  PORT CA -           BODIES THREADS SECONDS
 *
 * IDS and TOKENS have a line for each workstation, BODIES a scan document a
 * line; line N belongs to workstation N.  enrol and send spread the lines over
 * SECONDS (0: as fast as it goes) and try again what is answered 503 or not at
 * all; flood keeps connections and sends what there is, round and round, until
 * SECONDS are over.  PORT may be "@FILE": it is read anew when nobody answers.
 * Prints tokens, or "ack N" for each line that was acknowledged; on standard
 * error one object: how many, how long in milliseconds.
 */
#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { MAX_THREADS = 256, ANSWER_SIZE = 64 * 1024, MAX_TRIES = 2000, HEAD_SIZE = 1024 };

struct text {
	char *bytes;
	size_t n;
};

struct storm {
	const char *mode, *port, *path;
	struct text *heads, *bodies; /* a request each */
	size_t n_bodies;
	gnutls_certificate_credentials_t ca;
	double seconds, begin;
	atomic_size_t next, done, failed, retried;
	double *took; /* seconds; of done */
	char (*tokens)[128];
	bool *acked;
};

struct wire {
	int fd;
	gnutls_session_t tls;
};

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
wait_until(double when)
{
	double left = when - now();
	if (left > 0)
		nanosleep(&(struct timespec){ (time_t)left, (long)((left - (double)(time_t)left) * 1e9) }, NULL);
}

static int
port_of(const struct storm *s)
{
	char line[32] = "";
	if (*s->port != '@')
		return atoi(s->port);
	FILE *file = fopen(s->port + 1, "r");
	if (file && !fgets(line, sizeof line, file))
		*line = 0;
	if (file)
		fclose(file);
	return atoi(line);
}

static void
wire_close(struct wire *w)
{
	if (w->fd < 0)
		return;
	gnutls_deinit(w->tls);
	close(w->fd);
	w->fd = -1;
}

static bool
wire_open(struct wire *w, const struct storm *s)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port_of(s)), .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct timeval patience = { 60, 0 };
	int on = 1, result;
	w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	gnutls_init(&w->tls, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL);
	gnutls_set_default_priority(w->tls);
	gnutls_credentials_set(w->tls, GNUTLS_CRD_CERTIFICATE, s->ca);
	gnutls_session_set_verify_cert(w->tls, "localhost", 0);
	gnutls_transport_set_int(w->tls, w->fd);
	bool ok = connect(w->fd, (struct sockaddr *)&at, sizeof at) == 0;
	if (ok) {
		do
			result = gnutls_handshake(w->tls);
		while (result == GNUTLS_E_INTERRUPTED || result == GNUTLS_E_AGAIN);
		ok = result == 0;
	}
	if (!ok)
		wire_close(w);
	return ok;
}

static bool
wire_put(struct wire *w, struct text text)
{
	while (text.n) {
		ssize_t n = gnutls_record_send(w->tls, text.bytes, text.n);
		if (n <= 0)
			return false;
		text.bytes += n;
		text.n -= (size_t)n;
	}
	return true;
}

/* Reads one answer whole; its status, or 0.  *BODY points into BUFFER. */
static int
wire_get(struct wire *w, char *buffer, char **body)
{
	size_t used = 0, want = ANSWER_SIZE - 1;
	*body = NULL;
	while (used < want) {
		ssize_t n = gnutls_record_recv(w->tls, buffer + used, (*body ? want : (size_t)ANSWER_SIZE - 1) - used);
		if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED) /* of TLS itself: tickets, keys */
			continue;
		if (n <= 0)
			return 0;
		used += (size_t)n;
		buffer[used] = 0;
		char *end = *body ? NULL : strstr(buffer, "\r\n\r\n"), *length = end ? strcasestr(buffer, "\r\nContent-Length:") : NULL;
		if (end) {
			*body = end + 4;
			want = (size_t)(*body - buffer) + (length ? strtoul(length + 17, NULL, 10) : 0);
		}
	}
	return used > 12 ? atoi(buffer + 9) : 0;
}

static int
ask(struct storm *s, struct wire *w, size_t i, bool keep, char *buffer, char **body)
{
	if (w->fd < 0 && !wire_open(w, s))
		return 0;
	int status = wire_put(w, s->heads[i]) && wire_put(w, s->bodies[i]) ? wire_get(w, buffer, body) : 0;
	if (!keep || !status)
		wire_close(w);
	return status;
}

static void
take_token(struct storm *s, size_t i, const char *body)
{
	const char *mark = strstr(body, "\"token\": \"");
	if (mark)
		snprintf(s->tokens[i], sizeof *s->tokens, "%.*s", (int)strcspn(mark + 10, "\""), mark + 10);
}

/* Each line once, at its time; the time it took counts from then, tries and all. */
static void *
once_each(void *cls)
{
	struct storm *s = cls;
	char *buffer = malloc(ANSWER_SIZE), *body;
	struct wire w = { .fd = -1 };
	for (size_t i; (i = atomic_fetch_add(&s->next, 1)) < s->n_bodies;) {
		double due = s->begin + s->seconds * (double)i / (double)s->n_bodies;
		int status = 0;
		wait_until(due);
		double from = s->seconds > 0 ? due : now();
		for (int try = 0; try < MAX_TRIES; try++) {
			status = ask(s, &w, i, false, buffer, &body);
			if (status != 0 && status != 503 && status != 429)
				break;
			atomic_fetch_add(&s->retried, 1);
			wait_until(now() + .05);
		}
		if (status != 200 && status != 201) {
			atomic_fetch_add(&s->failed, 1);
			continue;
		}
		take_token(s, i, body);
		s->acked[i] = true;
		s->took[atomic_fetch_add(&s->done, 1)] = now() - from;
	}
	free(buffer);
	return NULL;
}

static void *
round_and_round(void *cls)
{
	struct storm *s = cls;
	char *buffer = malloc(ANSWER_SIZE), *body;
	struct wire w = { .fd = -1 };
	while (now() < s->begin + s->seconds) {
		double from = now();
		int status = ask(s, &w, atomic_fetch_add(&s->next, 1) % s->n_bodies, true, buffer, &body);
		if (status == 200 || status == 201)
			s->took[atomic_fetch_add(&s->done, 1)] = now() - from;
		else
			atomic_fetch_add(&s->failed, 1);
	}
	wire_close(&w);
	free(buffer);
	return NULL;
}

/* ---- what is sent ---- */

static struct text *
read_lines(const char *path, size_t *n)
{
	FILE *file = fopen(path, "r");
	struct text *lines = NULL;
	char *line = NULL;
	size_t size = 0, room = 0;
	ssize_t length;
	*n = 0;
	if (!file)
		exit(66);
	while ((length = getline(&line, &size, file)) > 0) {
		length -= line[length - 1] == '\n';
		if (*n == room)
			lines = realloc(lines, (room = room ? 2 * room : 1024) * sizeof *lines);
		lines[(*n)++] = (struct text){ strndup(line, (size_t)length), (size_t)length };
	}
	free(line);
	fclose(file);
	return lines;
}

static struct text
gzip(struct text text)
{
	z_stream z = { .next_in = (Bytef *)text.bytes, .avail_in = (uInt)text.n };
	deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	struct text out = { malloc(deflateBound(&z, text.n)), 0 };
	z.next_out = (Bytef *)out.bytes;
	z.avail_out = (uInt)deflateBound(&z, text.n);
	deflate(&z, Z_FINISH);
	out.n = z.total_out;
	deflateEnd(&z);
	return out;
}

static void
prepare(struct storm *s, struct text *tokens, size_t n_tokens)
{
	bool enrol = strcmp(s->mode, "enrol") == 0;
	s->heads = calloc(s->n_bodies, sizeof *s->heads);
	for (size_t i = 0; i < s->n_bodies; i++) {
		char *head = malloc(HEAD_SIZE);
		if (enrol) {
			char *body = malloc(HEAD_SIZE);
			int n = snprintf(body, HEAD_SIZE, "{\"format\": \"mailaccord-enrol\", \"version\": 1, \"workstation\": \"%s\"}", s->bodies[i].bytes);
			s->bodies[i] = (struct text){ body, (size_t)n };
		} else {
			s->bodies[i] = gzip(s->bodies[i]);
		}
		int n = snprintf(head, HEAD_SIZE, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %zu\r\nAuthorization: Bearer %s\r\n\r\n",
		    s->path, enrol ? "" : "Content-Encoding: gzip\r\n", s->bodies[i].n, n_tokens ? tokens[enrol ? 0 : i % n_tokens].bytes : "-");
		s->heads[i] = (struct text){ head, (size_t)n };
	}
}

static int
by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
report(struct storm *s, double took)
{
	size_t n = s->done;
	if (n)
		qsort(s->took, n, sizeof *s->took, by_time);
#define AT(share) (n ? s->took[(size_t)((double)(n - 1) * (share))] * 1e3 : 0)
	fprintf(stderr, "{\"done\": %zu, \"failed\": %zu, \"retried\": %zu, \"seconds\": %.3f, \"per_second\": %.1f, \"p50_ms\": %.2f, \"p99_ms\": %.2f, \"max_ms\": %.2f}\n",
	    n, (size_t)s->failed, (size_t)s->retried, took, (double)n / took, AT(.5), AT(.99), AT(1.));
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *mode, *path;
		void *(*body)(void *);
	} modes[] = {
		{ "enrol", "/v1/enrol", once_each }, { "send", "/v1/scans", once_each },
		{ "flood", "/v1/scans", round_and_round }, { "hello", "/", round_and_round },
	};
	pthread_t threads[MAX_THREADS];
	size_t n_tokens = 0, mode = 0;
	if (argc != 8)
		return 64;
	while (mode < 3 && strcmp(modes[mode].mode, argv[1]) != 0)
		mode++;
	signal(SIGPIPE, SIG_IGN);
	struct storm s = { .mode = argv[1], .port = argv[2], .path = modes[mode].path, .seconds = atof(argv[7]) };
	struct text *tokens = strcmp(argv[4], "-") == 0 ? NULL : read_lines(argv[4], &n_tokens);
	s.bodies = read_lines(argv[5], &s.n_bodies);
	prepare(&s, tokens, n_tokens);
	gnutls_certificate_allocate_credentials(&s.ca);
	if (gnutls_certificate_set_x509_trust_file(s.ca, argv[3], GNUTLS_X509_FMT_PEM) <= 0)
		return 66;
	size_t most = s.n_bodies + (size_t)(s.seconds * 100000);
	s.took = calloc(most, sizeof *s.took);
	s.tokens = calloc(s.n_bodies, sizeof *s.tokens);
	s.acked = calloc(s.n_bodies, sizeof *s.acked);
	int n_threads = atoi(argv[6]) < MAX_THREADS ? atoi(argv[6]) : MAX_THREADS;
	s.begin = now();
	for (int i = 0; i < n_threads; i++)
		pthread_create(&threads[i], NULL, modes[mode].body, &s);
	for (int i = 0; i < n_threads; i++)
		pthread_join(threads[i], NULL);
	double took = now() - s.begin;
	for (size_t i = 0; i < s.n_bodies; i++)
		if (strcmp(s.mode, "enrol") == 0)
			puts(s.tokens[i]);
		else if (s.acked[i])
			printf("ack %zu\n", i);
	report(&s, took);
	return 0;
}
