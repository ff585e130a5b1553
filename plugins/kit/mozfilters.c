/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of an account on the workstation, and the filters in it that act
 * on arriving mail.  The folder is named twice: directory-rel, where "[ProfD]"
 * is the profile, is tried before directory.
 */
#include "kit/mozaccount.h"

#include <stdlib.h>
#include <string.h>

#include "kit/filterrules.h"

struct filtering {
	const struct mozaccount *m;
	uint32_t file;
	uint32_t last[MA_FACT_COUNT]; /* number of the filter that was said last: one with two such actions counts once */
	struct strset receivers; /* of forwarded mail, said so far */
};

static const struct {
	const char *action, *scheme; /* scheme: how the value begins, or NULL */
	enum ma_fact fact;
} actions[] = {
	{ "Delete from Pop3 server", NULL, MA_FILTERS_SERVER_DELETE },
	{ "Delete", NULL, MA_FILTERS_DELETE },
	{ "Move to folder", "mailbox:", MA_FILTERS_MOVE_LOCAL },
	{ "Move to folder", "mailbox-message:", MA_FILTERS_MOVE_LOCAL },
	{ "Move to folder", "", MA_FILTERS_MOVE },
	{ "Mark read", NULL, MA_FILTERS_MARK_READ },
	{ "Forward", NULL, MA_FILTERS_FORWARD },
	{ "Reply", NULL, MA_FILTERS_REPLY },
};

static bool
begins(struct ma_str s, const char *head)
{
	return s.n >= strlen(head) && memcmp(s.p, head, strlen(head)) == 0;
}

static struct ma_str
trimmed(struct ma_str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s.p++, s.n--;
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

/* The address in "Name <address>", or all of it. */
static struct ma_str
bare_address(struct ma_str s)
{
	bool quoted = false;
	for (size_t k = 0; k < s.n; k++) {
		quoted ^= s.p[k] == '"';
		const char *end = s.p[k] == '<' && !quoted ? memchr(s.p + k, '>', s.n - k) : NULL;
		if (end)
			return trimmed((struct ma_str){ s.p + k + 1, (size_t)(end - (s.p + k + 1)) });
	}
	return trimmed(s);
}

/* The value is typed as into the To field of a new message. */
static void
say_receivers(struct filtering *f, struct ma_str list, uint32_t line)
{
	bool quoted = false;
	for (size_t from = 0, k = 0; k <= list.n; k++) {
		if (k < list.n && list.p[k] == '"')
			quoted = !quoted;
		if (k < list.n && (list.p[k] != ',' || quoted))
			continue;
		struct ma_str s = bare_address((struct ma_str){ list.p + from, k - from });
		if (s.n && strset_add(&f->receivers, &s, 1, 0))
			f->m->config->call->host->text(f->m->a, MA_FORWARDS_TO, s, (struct ma_at){ f->file, line, MA_SET });
		from = k + 1;
	}
}

static void
on_action(void *ctx, const struct filterrules_action *a)
{
	struct filtering *f = ctx;
	if (!a->enabled || !(a->when & FILTERRULES_ARRIVING))
		return;
	for (size_t k = 0; k < sizeof actions / sizeof *actions; k++) {
		if (a->action.n != strlen(actions[k].action) || !begins(a->action, actions[k].action)
		    || (actions[k].scheme && !begins(a->value, actions[k].scheme)))
			continue;
		if (f->last[actions[k].fact] != a->number)
			f->m->config->call->host->text(f->m->a, actions[k].fact, a->filter.n ? a->filter : MA_STR("?"), (struct ma_at){ f->file, a->line, MA_SET });
		f->last[actions[k].fact] = a->number;
		if (actions[k].fact == MA_FILTERS_FORWARD)
			say_receivers(f, a->value, a->line);
		return;
	}
}

static void
on_bad_filter(void *ctx, uint32_t line)
{
	struct filtering *f = ctx;
	const struct mozcall *call = f->m->config->call;
	call->host->note(call->out, MA_NOTE_SYNTAX, (struct ma_at){ f->file, line, MA_SET }, MA_STR(""));
}

void
mozaccount_store(const struct mozaccount *m, const struct strset *filter_files)
{
	static const char file_name[] = "/msgFilterRules.dat";
	const struct mozcall *call = m->config->call;
	struct prefstore_value v = mozaccount_value(m->config, "mail.server.", m->server, ".directory-rel", PREFS_STRING);
	if (begins(v.text, "[ProfD]"))
		v.text = (struct ma_str){ v.text.p + 7, v.text.n - 7 };
	else
		v = mozaccount_value(m->config, "mail.server.", m->server, ".directory", PREFS_STRING);
	if (!v.text.n)
		return;
	call->host->text(m->a, MA_STORE, v.text, v.at);
	const struct ma_str parts[] = { v.text, { file_name, sizeof file_name - 1 } };
	char *path = malloc(v.text.n + sizeof file_name);
	if (!path)
		return;
	memcpy(path, v.text.p, v.text.n);
	memcpy(path + v.text.n, file_name, sizeof file_name);
	call->host->want(call->out, (struct ma_str){ path, v.text.n + sizeof file_name - 1 }, v.at);
	free(path);
	struct filtering f = { .m = m, .file = strset_find(filter_files, parts, 2) };
	if (f.file != UINT32_MAX)
		filterrules_read(call->files[f.file].bytes, on_action, on_bad_filter, &f);
	strset_fini(&f.receivers);
}

void
mozaccount_find_filter_files(const struct mozconfig *config, struct strset *set)
{
	struct ma_str folder = mozpath_folder(mozpath_text(config->call->files[config->own_file].path));
	for (size_t k = 0; k < config->call->n; k++) {
		const struct ma_file *f = &config->call->files[k];
		struct ma_str path = mozpath_text(f->path);
		bool full = f->asked.n && (f->asked.p[0] == '/' || f->asked.p[0] == '.' || (f->asked.n > 1 && f->asked.p[1] == ':'));
		if (f->asked.n && (full || (path.n > folder.n && memcmp(path.p, folder.p, folder.n) == 0 && (!folder.n || path.p[folder.n] == '/'))))
			strset_add(set, &f->asked, 1, (uint32_t)k);
	}
}
