/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * --changes FILE: what has changed goes to FILE, a line each; FILE.state
 * records what was told, so that nothing is told twice.  The lines are written
 * first.  Should we die before the record is, the next run makes the same
 * lines again, finds their ids behind what the record knows of, and leaves
 * them out.
 */
#include "command/webhook.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"
#include "document/told.h"
#include "judge/audit.h"
#include "judge/changes.h"

/* Lines that were written without being recorded are no more than one run's. */
enum { MAX_TAIL_BYTES = 64 << 20 };

struct log {
	struct call *call;
	const char *path;
	int fd;
	char *tail; /* what is behind the recorded end; malloc'd */
	struct told told;
	struct gone *lost; /* what is not fixed, to be recorded */
	size_t n_lost;
	size_t n_lines;
};

bool
common_check_changes(struct call *call)
{
	const struct opt_value *path = &call->options[OPT_CHANGES];
	if (path->given && call->options[OPT_SUPPOSE].given)
		return err_set(&call->err, EXIT_USAGE, "--changes tells what has happened; it does not go with --suppose");
	if (path->given && strcmp(path->text, "-") == 0 && !call->options[OPT_BASELINE].given && !call->options[OPT_SINCE].given)
		return err_set(&call->err, EXIT_USAGE, "--changes - needs --baseline or --since: only a file keeps a record of what was told");
	if (call->options[OPT_WEBHOOK].given && (!path->given || strcmp(path->text, "-") == 0))
		return err_set(&call->err, EXIT_USAGE, "--webhook needs --changes FILE, which keeps a record of what was told");
	if (call->options[OPT_WEBHOOK].given && !call->options[OPT_WEBHOOK_SECRET_FILE].given)
		return err_set(&call->err, EXIT_USAGE, "--webhook needs --webhook-secret-file: nobody should believe what is not signed");
	return true;
}

/* ---- the log and its record ---- */

/* What was written behind the end that the record knows of; all of it when the file was begun anew. */
static bool
read_tail(struct log *log)
{
	struct stat st;
	if (fstat(log->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return S_ISREG(st.st_mode) ? err_errno(&log->call->err, log->path)
					   : err_set(&log->call->err, EXIT_CANNOT_CREATE, "%s: is no regular file", log->path);
	off_t from = log->told.log_bytes > 0 && log->told.log_bytes <= st.st_size ? (off_t)log->told.log_bytes : 0;
	if (st.st_size - from > MAX_TAIL_BYTES)
		from = st.st_size - MAX_TAIL_BYTES;
	size_t n = (size_t)(st.st_size - from), done = 0;
	log->tail = xmalloc(n + 1);
	while (done < n) {
		ssize_t k = pread(log->fd, log->tail + done, n - done, from + (off_t)done);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return err_errno(&log->call->err, log->path);
		if (k == 0)
			break;
		done += (size_t)k;
	}
	log->tail[done] = 0;
	return true;
}

static bool
open_log(struct log *log)
{
	struct err *err = &log->call->err;
	log->fd = open(log->path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
	if (log->fd < 0)
		return err_errno(err, log->path);
	/* Where locks are not known, on some network shares, one at a time has to be seen to by whoever starts us. */
	while (flock(log->fd, LOCK_EX) != 0 && errno == EINTR)
		;
	const char *state = arena_printf(&log->call->arena, "%s.state", log->path);
	if (access(state, F_OK) != 0 && errno == ENOENT) {
		log->told = (struct told){ .past = report_new(), .lost = report_new() };
		return read_tail(log);
	}
	size_t n;
	char *bytes = common_read(state, &n, err);
	bool ok = bytes && told_read(bytes, n, state, rules, n_rules, &log->told, err);
	free(bytes);
	return ok && read_tail(log);
}

static bool
write_all(struct log *log, const char *line)
{
	size_t n = strlen(line);
	ssize_t k;
	while ((k = write(log->fd, line, n)) < 0 && errno == EINTR)
		;
	if (k == (ssize_t)n)
		return true;
	errno = k < 0 ? errno : ENOSPC;
	return err_errno(&log->call->err, log->path);
}

/* Is the line in the log already? */
static bool
was_written(const struct log *log, const char *line)
{
	const char *id = told_line_id(line), *p = log->tail;
	char quoted[32];
	if (!id || !*log->tail)
		return false;
	snprintf(quoted, sizeof quoted, "\"id\":\"%.16s\"", id);
	/* Half a line does not count: it is ended, and said again. */
	p = strstr(p, quoted);
	return p && strchr(p, '\n');
}

static bool
tell(struct log *log, char *line)
{
	bool ok = was_written(log, line) || write_all(log, line);
	free(line);
	log->n_lines++;
	return ok;
}

static bool
record(struct log *log, const struct report *report)
{
	struct output output;
	struct call *call = log->call;
	struct stat st;
	if (fsync(log->fd) != 0 && errno != EINVAL)
		return err_errno(&call->err, log->path);
	log->told.serial += log->n_lines != 0;
	log->n_lines = 0;
	log->told.log_bytes = fstat(log->fd, &st) == 0 ? st.st_size : 0;
	if (!output_open_path(&output, arena_printf(&call->arena, "%s.state", log->path), call))
		return false;
	bool ok = told_write(output.file, output.path, &log->told, report, log->lost, log->n_lost, &call->err);
	return output_close(&output, ok, &call->err);
}

/* ---- what there is to tell ---- */

/* A finding that is better because some have fixed it is told with those. */
static bool
has_news(const struct finding *f)
{
	bool news = f->trend == TREND_NEW || f->trend == TREND_WORSE || f->trend == TREND_OTHER;
	for (size_t i = 0; !news && i < f->n_blame; i++)
		news = f->blame[i].trend == TREND_BETTER;
	return news;
}

/* The part of GONE that is (not) fixed; of what is still blamed in another way the finding says so itself. */
static struct gone
part_of(const struct gone *gone, bool fixed, struct arena *arena)
{
	struct gone part = *gone;
	part.who = NULL;
	part.n_who = 0;
	for (size_t i = 0; i < gone->n_who; i++)
		if (!gone->who[i].now && gone_is_fixed(gone->who[i].why) == fixed)
			*(struct gone_blame *)arena_grow(arena, &part.who, &part.n_who, sizeof *part.who) = gone->who[i];
	return part;
}

/* AGAIN: that it is not heard of was told before. */
static bool
tell_gone(struct log *log, const struct report *report, const struct gone *gone, size_t n, bool again)
{
	struct arena *arena = &log->told.arena;
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++) {
		struct gone fixed = part_of(&gone[i], true, arena), open = part_of(&gone[i], false, arena);
		if (fixed.n_who)
			ok = tell(log, told_line(report, NULL, &fixed, log->told.serial));
		if (ok && open.n_who && !again)
			ok = tell(log, told_line(report, NULL, &open, log->told.serial));
		if (open.n_who)
			*(struct gone *)arena_grow(arena, &log->lost, &log->n_lost, sizeof open) = open;
	}
	return ok;
}

static bool
tell_all(struct log *log, struct report *report)
{
	size_t n;
	bool ok = true;
	const char *end = log->tail + strlen(log->tail);
	if (end > log->tail && end[-1] != '\n')
		ok = write_all(log, "\n");
	const char *scope = told_scope(report, &log->told.arena);
	/* Whoever looks at less sees less: that is no change. */
	if (log->told.scope && strcmp(log->told.scope, scope) != 0)
		return err_set(&log->call->err, EXIT_USAGE, "%s: is about other addresses (%s); use another file", log->path,
		    *log->told.scope ? log->told.scope : _("all"));
	log->told.scope = scope;
	changes_find(report, log->told.past);
	for (size_t i = 0; ok && i < report->n_findings; i++)
		if (has_news(&report->findings[i]))
			ok = tell(log, told_line(report, &report->findings[i], NULL, log->told.serial));
	ok = ok && tell_gone(log, report, report->gone, report->n_gone, false);
	struct gone *lost = changes_gone(report, log->told.lost, &log->told.arena, &n);
	return ok && tell_gone(log, report, lost, n, true);
}

/* ---- mailboxes that come to fail ---- */

struct mailbox_state {
	const char *key;
	const struct mailbox *mailbox;
	bool fails, known; /* known: it can be told whether it fails, and nobody who made it fail is out of sight */
};

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct mailbox_state *)a)->key, ((const struct mailbox_state *)b)->key);
}

static struct mailbox_state *
mailbox_states(const struct report *report, enum severity at_least, struct arena *arena)
{
	size_t n = report->mailboxes.n;
	struct mailbox_state *all = arena_alloc(arena, (n + 1) * sizeof *all);
	for (size_t i = 0; i < n; i++)
		all[i] = (struct mailbox_state){
			.key = report->mailboxes.all[i].key, .mailbox = &report->mailboxes.all[i], .known = report->results[i].status != MAILBOX_UNKNOWN
		};
	for (size_t i = 0; i < report->n_findings; i++) {
		const struct finding *f = &report->findings[i];
		if (f->mailbox && f->status == FINDING_FAIL && f->severity >= at_least)
			all[f->mailbox - report->mailboxes.all].fails = true;
	}
	if (n)
		qsort(all, n, sizeof *all, by_key);
	return all;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Writes a letter for each mailbox that fails and was not told to, and keeps in
 * mind which fail.  One that cannot be told, or has no part here, is as it was
 * told; else it would be told again when it is seen again. */
static void
note_failing(struct log *log, const struct report *report)
{
	struct arena *arena = &log->told.arena;
	const char **was = log->told.failing;
	size_t n_was = log->told.n_failing, n = report->mailboxes.n;
	struct mailbox_state *states = mailbox_states(report, common_fail_on(log->call), arena);
	log->told.failing = NULL;
	log->told.n_failing = 0;
	for (size_t i = 0; n && i < log->n_lost; i++) {
		const struct mailbox *m = log->lost[i].was->mailbox;
		struct mailbox_state *s = m ? bsearch(&(struct mailbox_state){ .key = m->key }, states, n, sizeof *states, by_key) : NULL;
		if (s && log->lost[i].was->status == FINDING_FAIL)
			s->known = false;
	}
	if (n_was)
		qsort(was, n_was, sizeof *was, by_text);
	for (size_t i = 0; i < n; i++) {
		const char *key = states[i].key;
		bool told = n_was && bsearch(&key, was, n_was, sizeof *was, by_text);
		if (states[i].fails || (told && !states[i].known))
			*(const char **)arena_grow(arena, &log->told.failing, &log->told.n_failing, sizeof key) = arena_strdup(arena, key);
		if (told || !states[i].fails || !log->call->options[OPT_WEBHOOK].given)
			continue;
		uint64_t id = str_hash(str_hash(STR_HASH_START, arena_printf(arena, "%" PRId64 " %s", log->told.serial, report->generated)), key);
		struct told_letter *letter = arena_grow(arena, &log->told.letters, &log->told.n_letters, sizeof *letter);
		letter->id = arena_printf(arena, "%016" PRIx64, id);
		letter->body = told_letter_body(report, states[i].mailbox, common_fail_on(log->call), letter->id, arena);
	}
	for (size_t i = 0; i < n_was; i++)
		if (!n || !bsearch(&(struct mailbox_state){ .key = was[i] }, states, n, sizeof *states, by_key))
			*(const char **)arena_grow(arena, &log->told.failing, &log->told.n_failing, sizeof *was) = was[i];
}

/* What is delivered is taken out of the record at once. */
static bool
deliver_letters(struct log *log, const struct report *report)
{
	struct webhook webhook;
	struct told *told = &log->told;
	bool ok = webhook_open(&webhook, log->call);
	while (ok && told->n_letters) {
		ok = webhook_deliver(&webhook, told->letters[0].id, told->letters[0].body, &log->call->err);
		if (!ok)
			break;
		told->letters++;
		told->n_letters--;
		ok = record(log, report);
	}
	return ok;
}

/* To standard output, against the baseline. */
static bool
print_all(struct call *call, const struct report *report)
{
	for (size_t i = 0; i < report->n_findings; i++)
		if (has_news(&report->findings[i])) {
			char *line = told_line(report, &report->findings[i], NULL, 0);
			fputs(line, stdout);
			free(line);
		}
	for (size_t i = 0; i < report->n_gone; i++)
		for (int fixed = 0; fixed < 2; fixed++) {
			struct gone part = part_of(&report->gone[i], fixed, &call->arena);
			char *line = part.n_who ? told_line(report, NULL, &part, 0) : NULL;
			if (line)
				fputs(line, stdout);
			free(line);
		}
	return true;
}

bool
common_tell(struct call *call, struct report *report)
{
	const struct opt_value *path = &call->options[OPT_CHANGES];
	if (!path->given)
		return true;
	if (strcmp(path->text, "-") == 0)
		return print_all(call, report);
	struct log log = { .call = call, .path = path->text, .fd = -1 };
	bool ok = open_log(&log) && tell_all(&log, report);
	if (ok)
		note_failing(&log, report);
	/* First the record of what is to be delivered, then the delivery. */
	ok = ok && record(&log, report) && (!call->options[OPT_WEBHOOK].given || deliver_letters(&log, report));
	changes_find(report, report->baseline);
	if (log.fd >= 0)
		close(log.fd);
	free(log.tail);
	told_fini(&log.told);
	return ok;
}
