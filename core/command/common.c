/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command/command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/lang.h"
#include "base/str.h"
#include "document/document.h"
#include "document/text.h"
#include "intake/machine.h"
#include "judge/audit.h"

enum { MAX_DOCUMENT_BYTES = 256 << 20 };

char *
common_read(const char *path, size_t *n, struct err *err)
{
	struct stat st;
	int fd = strcmp(path, "-") == 0 ? dup(0) : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0) {
		err_errno(err, path);
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	size_t capacity = S_ISREG(st.st_mode) && st.st_size < MAX_DOCUMENT_BYTES ? (size_t)st.st_size + 1 : 64 * 1024;
	char *bytes = xmalloc(capacity + 1);
	*n = 0;
	for (;;) {
		ssize_t k = read(fd, bytes + *n, capacity - *n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			err_errno(err, path);
		if (k <= 0)
			break;
		*n += (size_t)k;
		if (*n > MAX_DOCUMENT_BYTES) {
			err_set(err, EXIT_DATA, "%s: larger than %d MiB, which no document is", path, MAX_DOCUMENT_BYTES >> 20);
			break;
		}
		if (*n == capacity)
			bytes = xrealloc(bytes, (capacity *= 2) + 1);
	}
	close(fd);
	bytes[*n] = 0;
	if (!err->status)
		return bytes;
	free(bytes);
	return NULL;
}

/* The languages of --texts. */
static bool
choose_texts(struct call *call, unsigned *out)
{
	const char *p = call->options[OPT_TEXTS].given ? call->options[OPT_TEXTS].text : "";
	for (size_t n; *p; p += n + (p[n] == ',')) {
		int lang;
		n = strcspn(p, ",");
		if (!str_word(lang_words, p, n, &lang))
			return err_set(&call->err, EXIT_USAGE, "--texts: \"%s\" is none of: %s", p, lang_words);
		*out |= 1u << lang;
	}
	return true;
}

bool
common_read_policy(const char *bytes, size_t n, const char *origin, struct policy *policy, struct arena *arena, struct err *err)
{
	if (!document_read_policy(bytes, n, origin, policy, arena, err)) {
		/* A policy that cannot be read leaves the site without one: that is no data error among many. */
		if (err->status == EXIT_DATA)
			err->status = EXIT_CONFIG;
		return false;
	}
	policy->origin = arena_strdup(arena, origin);
	/* A waiver for a rule that does not exist would be silently without effect. */
	for (size_t i = 0; i < policy->n_waivers; i++) {
		const char *rule = policy->waivers[i].rule;
		if (rule && strcmp(rule, "*") != 0 && !rule_by_name(rule))
			return err_set(err, EXIT_CONFIG, "%s: waivers[%zu].rule: there is no rule \"%s\"", origin, i, rule);
	}
	return true;
}

/* The policy of a file, or of a store that was read. */
static bool
load_policy(struct call *call, const char *path, struct policy *policy, struct arena *arena)
{
	size_t n;
	if (!path)
		return !call->kept_policy.bytes || common_read_policy(call->kept_policy.bytes, call->kept_policy.n, call->kept_policy.origin, policy,
							  arena, &call->err);
	char *bytes = common_read(path, &n, &call->err);
	bool ok = bytes && common_read_policy(bytes, n, path, policy, arena, &call->err);
	free(bytes);
	return ok;
}

bool
common_policy(struct call *call, struct report *report, const char *found)
{
	if (!choose_texts(call, &report->texts))
		return false;
	struct policy *policy = &report->policy;
	const char *path = call->options[OPT_POLICY].given ? call->options[OPT_POLICY].text : found;
	const char *today = machine_time(&report->arena);
	policy_init(policy, arena_copy(&report->arena, today, strcspn(today, "T")));
	if (!load_policy(call, path, policy, &report->arena))
		return false;
	const struct opt_value *addresses = &call->options[OPT_ADDRESS];
	for (size_t i = 0; i < addresses->n; i++)
		*(const char **)arena_grow(&report->arena, &policy->targets, &policy->n_targets, sizeof *policy->targets) =
		    str_fold(&report->arena, addresses->all[i]);
	return true;
}

/* ---- output ---- */

static bool
output_failed(const struct output *output, struct err *err)
{
	err_errno(err, output->path);
	err->status = EXIT_CANNOT_CREATE;
	return false;
}

bool
output_open(struct output *output, struct call *call)
{
	const char *path = call->options[OPT_OUTPUT].text;
	*output = (struct output){ .file = stdout };
	if (!path || strcmp(path, "-") == 0)
		return true;
	bool ok = output_open_path(output, path, call);
	output->fresh = call->fresh;
	return ok;
}

bool
output_open_path(struct output *output, const char *path, struct call *call)
{
	struct stat st;
	*output = (struct output){ .path = path };
	bool exists = stat(output->path, &st) == 0;
	if (exists && !S_ISREG(st.st_mode)) {
		/* A device or a pipe is written to: what is renamed would take its place. */
		output->file = fopen(output->path, "w");
		return output->file || err_errno(&call->err, output->path);
	}
	char *behind_links = exists ? realpath(output->path, NULL) : NULL;
	if (behind_links)
		output->path = arena_strdup(&call->arena, behind_links);
	free(behind_links);
	output->temporary = arena_printf(&call->arena, "%s.XXXXXX", output->path);
	int fd = mkstemp(output->temporary);
	output->file = fd >= 0 ? fdopen(fd, "w") : NULL;
	return output->file || output_failed(output, &call->err);
}

/* Gives the file its name, for good.  Not all file systems know how to do that without taking another's place. */
static bool
place(const struct output *output)
{
	if (!output->fresh)
		return rename(output->temporary, output->path) == 0;
#ifdef RENAME_NOREPLACE
	if (renameat2(AT_FDCWD, output->temporary, AT_FDCWD, output->path, RENAME_NOREPLACE) == 0)
		return true;
	if (errno == EEXIST)
		return false;
#endif
	if (link(output->temporary, output->path) == 0)
		return unlink(output->temporary) == 0;
	if (errno == EEXIST)
		return false;
	if (access(output->path, F_OK) != 0)
		return rename(output->temporary, output->path) == 0;
	errno = EEXIST;
	return false;
}

bool
output_close(struct output *output, bool ok, struct err *err)
{
	if (!output->path)
		return ok;
	if (!output->temporary) {
		bool flushed = fflush(output->file) == 0;
		if (!flushed && ok)
			err_errno(err, output->path);
		return fclose(output->file) == 0 && flushed && ok;
	}
	/* Whoever reads the file sees all of it or nothing, also after a power cut. */
	bool written = fflush(output->file) == 0 && fsync(fileno(output->file)) == 0;
	if (ok && !written)
		err_errno(err, output->path);
	struct stat st;
	mode_t mask = umask(0);
	umask(mask);
	mode_t mode = stat(output->path, &st) == 0 ? st.st_mode & 0777 : 0666 & ~mask;
	(void)fchmod(fileno(output->file), mode);
	bool closed = fclose(output->file) == 0;
	if (ok && written && closed && place(output)) {
		char *folder = strdup(output->path), *slash = folder ? strrchr(folder, '/') : NULL;
		if (slash)
			slash[slash == folder] = 0;
		int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0) {
			(void)fsync(fd);
			close(fd);
		}
		free(folder);
		return true;
	}
	if (ok && !err->status)
		output_failed(output, err);
	unlink(output->temporary);
	return false;
}

struct text_style
common_style(const struct call *call, const struct output *output)
{
	const char *color = call->options[OPT_COLOR].text, *term = getenv("TERM"), *columns = getenv("COLUMNS");
	bool terminal = !output->path && isatty(STDOUT_FILENO);
	struct text_style style = { .colour = terminal && !getenv("NO_COLOR") && term && strcmp(term, "dumb") != 0 };
	struct winsize size;
	int64_t number;
	if (color && strcmp(color, "auto") != 0)
		style.colour = strcmp(color, "always") == 0;
	if (columns && str_number(columns, &number) && number > 0 && number < 1000)
		style.columns = (int)number;
	else if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		style.columns = size.ws_col;
	return style;
}

enum severity
common_fail_on(const struct call *call)
{
	int index = SEVERITY_HIGH;
	const char *word = call->options[OPT_FAIL_ON].text;
	if (word)
		(void)str_word(severity_words, word, strlen(word), &index);
	return (enum severity)index;
}

int
common_status(const struct call *call, const struct report *report)
{
	return report_outcome(report, common_fail_on(call));
}

void
common_progress(const char *path, size_t done, size_t all)
{
	if (!isatty(STDERR_FILENO) || all < 20)
		return;
	fputs("\r\033[K", stderr);
	if (path)
		fprintf(stderr, _("%zu of %zu"), done + 1, all);
}
