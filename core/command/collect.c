/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The collector as a process: files, signals, the log.  What requests mean is
 * decided in central/collector, how they arrive in net/httpd.
 */
#include "config.h"

#include "command/command.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "central/collector.h"
#include "intake/machine.h"
#include "net/httpd.h"

enum {
	MAX_CONNECTIONS = 8192,
	MIN_CONNECTIONS = 64,
	OTHER_FILES = 64, /* that are open beside connections */
	MAX_THREADS = 16,
	DRAIN_SECONDS = 30,
	DEFAULT_RATE = 200,
	MAX_NUMBER = 1000000,
	HEAD_BYTES = 32 * 1024,
};

static const struct httpd_limits usual_limits = {
	.head_seconds = 20,
	.body_seconds = 60,
	.answer_seconds = 300,
	.head_bytes = HEAD_BYTES,
	.bodies_bytes = 256 << 20,
};

struct collecting {
	struct call *call;
	const struct httpd *httpd;
	struct collector *collector;
	struct httpd_server *server;
};

/* ---- the log ---- */

static void
log_line(void *ctx, const char *line)
{
	struct arena arena = { 0 };
	(void)ctx;
	fprintf(stderr, "ts=%s %s\n", machine_time(&arena), line);
	arena_fini(&arena);
}

/* Trouble that does not end the collector; the first line of it, without quotes in it. */
static void
log_trouble(const char *event, const struct err *err)
{
	struct arena arena = { 0 };
	char *text = arena_strdup(&arena, err->text);
	for (char *p = text; *p; p++)
		if (*p == '"')
			*p = '\'';
	log_line(NULL, arena_printf(&arena, "event=%s text=\"%s\"", event, text));
	arena_fini(&arena);
}

/* ---- files ---- */

/* Reads a file with a secret in it; one that others can read is none. */
static char *
read_secret(const char *path, size_t *n, struct err *err)
{
	struct stat st;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_mode & S_IROTH) {
		err_set(err, EXIT_CONFIG, "%s: can be read by others (chmod o-r)", path);
		return NULL;
	}
	return common_read(path, n, err);
}

static void
forget(char *secret, size_t n)
{
	if (secret)
		explicit_bzero(secret, n);
	free(secret);
}

/* The certificate and key of the options; TLS is all zero without.  The caller frees with tls_fini. */
static bool
tls_read(const struct call *call, struct httpd_tls *tls, struct err *err)
{
	const char *certificate = call->options[OPT_TLS_CERT].text, *key = call->options[OPT_TLS_KEY].text;
	*tls = (struct httpd_tls){ 0 };
	if (!certificate != !key)
		return err_set(err, EXIT_USAGE, "--tls-cert and --tls-key go together");
	if (!certificate)
		return true;
	tls->certificate = common_read(certificate, &tls->n_certificate, err);
	tls->key = tls->certificate ? read_secret(key, &tls->n_key, err) : NULL;
	return tls->key != NULL;
}

static void
tls_fini(struct httpd_tls *tls)
{
	free((char *)tls->certificate);
	forget((char *)tls->key, tls->n_key);
}

static bool
load_secrets(struct collecting *c, struct err *err)
{
	const char *path = c->call->options[OPT_ENROL_SECRET_FILE].text;
	size_t n = 0;
	char *text = path ? read_secret(path, &n, err) : NULL;
	bool ok = !path || (text && collector_secrets(c->collector, text, path, err));
	forget(text, n);
	return ok;
}

/* ---- the server ---- */

/* As many as there may be files, once there may be as many as possible. */
static unsigned
max_connections(void)
{
	struct rlimit files, more;
	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return MIN_CONNECTIONS;
	more = (struct rlimit){ files.rlim_max, files.rlim_max };
	if (files.rlim_cur < files.rlim_max && setrlimit(RLIMIT_NOFILE, &more) == 0)
		files = more;
	if (files.rlim_cur >= MAX_CONNECTIONS + OTHER_FILES)
		return MAX_CONNECTIONS;
	return files.rlim_cur < MIN_CONNECTIONS + OTHER_FILES ? MIN_CONNECTIONS : (unsigned)files.rlim_cur - OTHER_FILES;
}

static bool
start_server(struct collecting *c)
{
	struct call *call = c->call;
	const char *listen = call->options[OPT_LISTEN].text, *why = NULL;
	struct httpd_handler handler = collector_handler(c->collector);
	struct httpd_limits limits = usual_limits;
	struct httpd_tls tls;
	limits.connections = max_connections();
	limits.connections_per_address = limits.connections / 2;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	limits.threads = cores < 2 ? 2 : cores > MAX_THREADS ? MAX_THREADS : (unsigned)cores;
	if (tls_read(call, &tls, &call->err)) {
		c->server = c->httpd->start(listen, tls.certificate ? &tls : NULL, &limits, &handler, &why);
		if (!c->server)
			err_set(&call->err, EXIT_UNAVAILABLE, "%s: %s", listen, _(why));
	}
	bool secure = tls.certificate != NULL;
	tls_fini(&tls);
	if (!c->server)
		return false;
	printf(_("listening on %s://%s\n"), secure ? "https" : "http", c->httpd->address(c->server));
	return fflush(stdout) == 0 || err_set(&call->err, EXIT_IO, "standard output: cannot be written");
}

/* Reads certificate and secrets again; what is no good leaves the old ones in force. */
static void
reload(struct collecting *c)
{
	struct err err = { 0 }, tls_err = { 0 };
	struct httpd_tls tls;
	const char *why = NULL;
	if (tls_read(c->call, &tls, &tls_err) && tls.certificate && !c->httpd->renew(c->server, &tls, &why))
		err_set(&tls_err, EXIT_CONFIG, "%s: %s", c->call->options[OPT_TLS_CERT].text, _(why));
	tls_fini(&tls);
	if (tls_err.status)
		log_trouble("reload-failed", &tls_err);
	if (!load_secrets(c, &err))
		log_trouble("reload-failed", &err);
	if (!tls_err.status && !err.status)
		log_line(NULL, "event=reloaded");
}

/* Until somebody asks it to end. */
static void
serve(struct collecting *c, const sigset_t *signals)
{
	log_line(NULL, "event=started");
	for (;;) {
		int signal = sigwaitinfo(signals, NULL);
		if (signal == SIGHUP)
			reload(c);
		else if (signal > 0 || errno != EINTR)
			break;
	}
	log_line(NULL, "event=stopping");
	(void)c->httpd->drain(c->server, DRAIN_SECONDS);
}

/* ---- the command ---- */

/* The number of an option; OTHERWISE when it is not given. */
static bool
number_of(struct call *call, enum option option, int64_t otherwise, int64_t *out)
{
	const char *text = call->options[option].text;
	*out = otherwise;
	return !text || (str_number(text, out) && *out >= 1 && *out <= MAX_NUMBER) ||
	    err_set(&call->err, EXIT_USAGE, "--%s: \"%s\" is no number from 1 to %d", option_rows[option].name, text, MAX_NUMBER);
}

static bool
prepare(struct collecting *c)
{
	struct call *call = c->call;
	const char *name = call->options[OPT_STORE].text, *module = name ? store_module(name) : NULL;
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct collector_options options = {
		.store = name,
		.tool = PACKAGE_VERSION,
		.clerks = cores < 2 ? 2 : cores > MAX_THREADS ? MAX_THREADS : (unsigned)cores,
		.per_token = 1,
		.now = machine_time,
		.log = log_line,
	};
	if (!name || !call->options[OPT_LISTEN].given)
		return err_set(&call->err, EXIT_USAGE, "--store and --listen are needed");
	int64_t rate;
	if (!number_of(call, OPT_RATE, DEFAULT_RATE, &rate) || !number_of(call, OPT_TOKEN_DAYS, 0, &options.token_days))
		return false;
	options.per_second = (double)rate;
	/* Makes the file with the rights it should have. */
	struct store *store = common_store(name, SQL_CREATE, &call->err);
	if (!store)
		return false;
	store_close(store);
	options.sql = loader_module(module ? module : "sqlite", &call->err);
	options.pack = loader_module("pack", &call->err);
	c->httpd = loader_module("httpd", &call->err);
	if (!options.sql || !options.pack || !c->httpd)
		return false;
	if (options.pack->size < sizeof *options.pack || c->httpd->size < sizeof *c->httpd)
		return err_set(&call->err, EXIT_UNAVAILABLE, "%s: is a module of another program version", "httpd, pack");
	c->collector = collector_new(&options, &call->err);
	return c->collector && load_secrets(c, &call->err);
}

int
command_collect(struct call *call)
{
	struct collecting c = { .call = call };
	sigset_t signals;
	sigemptyset(&signals);
	sigaddset(&signals, SIGHUP);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	/* Before there are threads, which inherit it; a client that hangs up is no reason to end. */
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	bool ok = prepare(&c) && collector_start(c.collector, &call->err);
	if (ok && start_server(&c))
		serve(&c, &signals);
	if (ok)
		collector_stop(c.collector);
	if (c.server)
		c.httpd->stop(c.server);
	collector_free(c.collector);
	if (ok && !call->err.status)
		log_line(NULL, "event=stopped");
	return EXIT_CLEAN;
}
