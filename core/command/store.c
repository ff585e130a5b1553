/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mailaccord store VERB STORE [ARGUMENT...]
 */
#include "command/store-command.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"
#include "document/text.h"
#include "document/writer.h"
#include "intake/machine.h"

/* ---- what the verbs share ---- */

bool
store_option_number(struct call *call, int option, int64_t least, int64_t otherwise, int64_t *out)
{
	const struct opt_value *value = &call->options[option];
	*out = otherwise;
	return !value->given || (str_number(value->text, out) && *out >= least) ||
	       err_set(&call->err, EXIT_USAGE, "--%s: \"%s\" is no number from %d on", option_rows[option].name, value->text, (int)least);
}

const char *
store_day(const char *now, int64_t days_ago, struct arena *arena)
{
	enum { SECONDS_PER_DAY = 86400, YEAR_0 = 1900 };
	int64_t today = 0;
	struct tm tm;
	(void)date_days(now, &today);
	time_t seconds = (time_t)((today - days_ago) * SECONDS_PER_DAY);
	if (!gmtime_r(&seconds, &tm))
		return now;
	return arena_printf(arena, "%04d-%02d-%02d", tm.tm_year + YEAR_0, tm.tm_mon + 1, tm.tm_mday);
}

void
store_put_row(struct store_use *use, const struct document_cell *cells, const int *widths, size_t n)
{
	struct arena scratch = { 0 };
	if (use->data)
		document_write_row(use->out, cells, n);
	for (size_t i = 0; !use->data && i < n; i++) {
		const char *text = cells[i].number ? arena_printf(&scratch, "%" PRId64, *cells[i].number)
						   : words_visible(cells[i].text ? cells[i].text : "-", &scratch);
		int room = widths[i] - text_width(text), padding = i + 1 == n ? 0 : room > 0 ? room : 0;
		fprintf(use->out, "%s%*s%s", text, padding, "", i + 1 == n ? "\n" : "  ");
	}
	arena_fini(&scratch);
}

static int
done(struct store_use *use, bool ok)
{
	return ok && !use->call->err.status ? EXIT_CLEAN : EXIT_BUG;
}

/* ---- import ---- */

/* Documents on their way in, a batch at a time. */
enum { BATCH = 500, BATCH_BYTES = 64 << 20 };

struct importing {
	struct store_use *use;
	struct store_document all[BATCH];
	char *bytes[BATCH];
	size_t n, n_bytes, n_met;
	int64_t counts[STORE_OUTCOME_COUNT];
};

static bool
flush(struct importing *in)
{
	struct arena scratch = { 0 };
	bool ok = !in->n || in->use->call->err.status || store_import(in->use->store, in->all, in->n, in->use->now, &scratch, &in->use->call->err);
	for (size_t i = 0; i < in->n; i++) {
		for (size_t k = 0; ok && k < STORE_OUTCOME_COUNT; k++)
			in->counts[k] += (int64_t)in->all[i].counts[k];
		if (ok && in->all[i].why)
			fprintf(stderr, "mailaccord: %s\n", in->all[i].why);
		free(in->bytes[i]);
	}
	in->n = in->n_bytes = 0;
	arena_fini(&scratch);
	return ok;
}

static bool
import_file(void *data, const char *path)
{
	struct importing *in = data;
	size_t n;
	struct err err = { 0 };
	char *bytes = common_read(path, &n, &err);
	in->n_met++;
	if (!bytes) {
		fprintf(stderr, "mailaccord: %s\n", err.text);
		in->counts[STORE_BAD]++;
		return true;
	}
	in->bytes[in->n] = bytes;
	in->all[in->n++] = (struct store_document){ .bytes = bytes, .n = n, .origin = arena_strdup(&in->use->call->arena, path) };
	in->n_bytes += n;
	return (in->n < BATCH && in->n_bytes < BATCH_BYTES) || flush(in);
}

static int
verb_import(struct store_use *use)
{
	struct importing in = { .use = use };
	struct err *err = &use->call->err;
	bool ok = true;
	size_t changes;
	for (size_t i = 0; ok && i < use->n; i++) {
		size_t before = in.n_met;
		ok = gather_files(use->call, use->arguments[i], import_file, &in);
		/* Whoever names a folder of clients' files means that they should count. */
		if (ok && in.n_met == before)
			ok = err_set(err, EXIT_NO_INPUT, "%s: no scan documents here; a store takes what \"scan -o\" writes", use->arguments[i]);
	}
	ok = flush(&in) && ok;
	/* What is stored is stored; that it could not be judged yet is said, and done the next time. */
	ok = ok && store_settle(use->store, use->now, &changes, err);
	const struct document_cell cells[] = {
		{ "new", NULL, &in.counts[STORE_NEW] },
		{ "older", NULL, &in.counts[STORE_OLDER] },
		{ "same", NULL, &in.counts[STORE_SAME] },
		{ "bad", NULL, &in.counts[STORE_BAD] },
	};
	if (ok && use->data)
		store_put_row(use, cells, NULL, sizeof cells / sizeof *cells);
	else if (ok && !use->call->options[OPT_QUIET].given)
		fprintf(use->out, _("%lld new, %lld older than what is known, %lld known already, %lld bad\n"), (long long)in.counts[STORE_NEW],
		    (long long)in.counts[STORE_OLDER], (long long)in.counts[STORE_SAME], (long long)in.counts[STORE_BAD]);
	if (ok && in.counts[STORE_BAD])
		return EXIT_DATA;
	return done(use, ok);
}

/* ---- list, show, export ---- */

static bool
list_one(void *data, const struct store_workstation *w)
{
	static const int widths[] = { 20, 20, 20, 20, 4, 4, 0 };
	int64_t blind = w->blind;
	const struct document_cell cells[] = {
		{ "name", w->name, NULL },
		{ "started", w->started, NULL },
		{ "received", w->received, NULL },
		{ "run", w->run, NULL },
		{ "runs", NULL, &w->n_runs },
		{ "accounts", NULL, &w->n_accounts },
		{ "id", w->id, NULL },
		{ "unread", NULL, &blind },
	};
	struct store_use *use = data;
	store_put_row(use, cells, widths, use->data ? 8 : 7);
	return true;
}

static int
verb_list(struct store_use *use)
{
	struct store_counts c;
	bool ok = store_workstations(use->store, NULL, list_one, use, &use->call->err) && store_count(use->store, &c, &use->call->err);
	if (ok && !use->data)
		fprintf(use->out, _("workstations %lld, runs %lld, mailboxes %lld\n"), (long long)c.workstations, (long long)c.runs, (long long)c.mailboxes);
	return done(use, ok);
}

/* Also by name, when only one is called so. */
struct finding_id {
	struct arena *arena;
	const char *id;
	size_t n;
};

static bool
take_id(void *data, const struct store_workstation *w)
{
	struct finding_id *f = data;
	f->id = arena_strdup(f->arena, w->id);
	f->n++;
	return true;
}

static const char *
id_of(struct store_use *use, const char *name)
{
	struct finding_id f = { .arena = &use->call->arena };
	if (!store_workstations(use->store, name, take_id, &f, &use->call->err))
		return NULL;
	if (f.n > 1)
		err_set(&use->call->err, EXIT_USAGE, "%s: several workstations are called so; store list shows their ids", name);
	else if (!f.n)
		err_set(&use->call->err, EXIT_NO_INPUT, "%s: there is no such workstation", name);
	return f.n == 1 ? f.id : NULL;
}

static bool
show_run(void *data, const struct store_workstation *w, const char *bytes, size_t n)
{
	(void)bytes;
	(void)n;
	return list_one(data, w);
}

static bool
write_document(void *data, const struct store_workstation *w, const char *bytes, size_t n)
{
	struct store_use *use = data;
	(void)w;
	if (fwrite(bytes, 1, n, use->out) != n || (n && bytes[n - 1] != '\n' && fputc('\n', use->out) == EOF))
		return err_set(&use->call->err, EXIT_IO, "%s: cannot be written", use->call->options[OPT_OUTPUT].given ? use->call->options[OPT_OUTPUT].text : _("standard output"));
	return true;
}

static int
verb_show(struct store_use *use)
{
	const char *id = id_of(use, use->arguments[0]);
	return done(use, id && store_documents(use->store, id, true, show_run, use, &use->call->err));
}

static int
verb_export(struct store_use *use)
{
	const char *id = use->n ? id_of(use, use->arguments[0]) : NULL;
	return done(use, (!use->n || id) && store_documents(use->store, id, false, write_document, use, &use->call->err));
}

/* ---- forget ---- */

static bool
forget_old(struct store_use *use, int64_t days)
{
	size_t n;
	if (!store_forget_before(use->store, store_day(use->now, days, &use->call->arena), &n, &use->call->err))
		return false;
	if (!use->call->options[OPT_QUIET].given && !use->data)
		fprintf(use->out, P_("%zu workstation forgotten\n", "%zu workstations forgotten\n", n), n);
	return true;
}

static int
verb_forget(struct store_use *use)
{
	struct call *call = use->call;
	int64_t days, runs;
	bool old = call->options[OPT_OLDER_THAN].given, keep = call->options[OPT_KEEP].given, was_there;
	if (!use->n && !old && !keep)
		err_set(&call->err, EXIT_USAGE, "forget: name workstations, or give --older-than or --keep");
	bool ok = !call->err.status && store_option_number(call, OPT_OLDER_THAN, 1, 0, &days) && store_option_number(call, OPT_KEEP, 1, 0, &runs);
	for (size_t i = 0; ok && i < use->n; i++) {
		const char *id = id_of(use, use->arguments[i]);
		ok = id && store_forget(use->store, id, &was_there, &call->err);
	}
	ok = ok && (!old || forget_old(use, days)) && (!keep || store_keep_runs(use->store, runs, &call->err));
	/* What is left is judged at once: until then findings still stand that it had a part in. */
	return done(use, ok && store_settle(use->store, use->now, NULL, &call->err));
}

/* ---- policy ---- */

static int
verb_policy(struct store_use *use)
{
	struct err *err = &use->call->err;
	size_t n;
	if (!use->n) {
		const char *text = store_policy(use->store, &use->call->arena, &n, err);
		return done(use, !err->status && (!text || fwrite(text, 1, n, use->out) == n));
	}
	char *bytes = common_read(use->arguments[0], &n, err);
	struct policy policy;
	policy_init(&policy, NULL);
	/* Read once before, so that a mistake in it is told by its file's name. */
	bool ok = bytes && common_read_policy(bytes, n, use->arguments[0], &policy, &use->call->arena, err) && store_put_policy(use->store, bytes, n, err) &&
		  store_settle(use->store, use->now, NULL, err);
	free(bytes);
	return done(use, ok);
}

/* ---- the table ---- */

static const struct verb {
	const char *name;
	enum sql_access access;
	size_t least, most; /* arguments behind the store */
	int (*run)(struct store_use *use);
} verbs[] = {
	{ "import", SQL_CREATE, 1, SIZE_MAX, verb_import },
	{ "list", SQL_READ, 0, 0, verb_list },
	{ "show", SQL_READ, 1, 1, verb_show },
	{ "export", SQL_READ, 0, 1, verb_export },
	{ "forget", SQL_WRITE, 0, SIZE_MAX, verb_forget },
	{ "policy", SQL_CREATE, 0, 1, verb_policy },
	{ "token", SQL_CREATE, 0, 1, store_verb_token },
	{ "revoke", SQL_WRITE, 1, SIZE_MAX, store_verb_revoke },
	{ "enrol", SQL_CREATE, 0, 1, store_verb_enrol },
};

static const struct verb *
verb_by_name(struct call *call)
{
	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
		if (strcmp(verbs[i].name, call->arguments[0]) != 0)
			continue;
		size_t n = call->n_arguments - 2;
		if (n >= verbs[i].least && n <= verbs[i].most)
			return &verbs[i];
		err_set(&call->err, EXIT_USAGE, "usage: mailaccord store %s STORE [ARGUMENT...]", call->arguments[0]);
		return NULL;
	}
	err_set(&call->err, EXIT_USAGE, "store: there is no \"%s\"", call->arguments[0]);
	return NULL;
}

int
command_store(struct call *call)
{
	const struct verb *verb = verb_by_name(call);
	if (!verb)
		return EXIT_USAGE;
	struct output output;
	struct store_use use = {
		.call = call,
		.now = machine_time(&call->arena),
		.arguments = call->arguments + 2,
		.n = call->n_arguments - 2,
		.data = call->options[OPT_PAGE_FORMAT].given && strcmp(call->options[OPT_PAGE_FORMAT].text, "json") == 0,
	};
	use.store = common_store(call->arguments[1], verb->access, &call->err);
	if (!use.store)
		return EXIT_BUG;
	int status = EXIT_BUG;
	if (output_open(&output, call)) {
		use.out = output.file;
		status = verb->run(&use);
		if (!output_close(&output, !call->err.status, &call->err))
			status = EXIT_BUG;
	}
	store_close(use.store);
	return status;
}
