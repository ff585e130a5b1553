/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of an account on the workstation, the filters in it that act on
 * arriving mail, and whether it remembers what was fetched.  The folder is named twice: directory-rel, where "[ProfD]"
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

/* Actions that neither take mail away nor speak to anybody (nsMsgFilter.cpp).
 * What stands in neither table ("Custom" of an add-on, say) may do anything. */
static const char *const harmless[] = {
	"Copy to folder", "Change priority", "Ignore thread", "Ignore subthread", "Watch thread", "Mark flagged", "Mark unread", "Label",
	"AddTag", "JunkScore", "Stop execution", "Leave on Pop3 server", "Fetch body from Pop3Server",
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
	for (size_t k = 0; k < sizeof harmless / sizeof *harmless; k++)
		if (a->action.n == strlen(harmless[k]) && begins(a->action, harmless[k]))
			return;
	const struct mozcall *call = f->m->config->call;
	call->host->note(call->out, MA_NOTE_UNSUPPORTED, (struct ma_at){ f->file, a->line, MA_SET }, MA_STR("action"));
}

static void
on_bad_filter(void *ctx, uint32_t line)
{
	struct filtering *f = ctx;
	const struct mozcall *call = f->m->config->call;
	call->host->note(call->out, MA_NOTE_SYNTAX, (struct ma_at){ f->file, line, MA_SET }, MA_STR(""));
}

/* FOLDER and the name of a file in it, which begins with a slash; malloc'd, p NULL for want of memory. */
static struct ma_str
path_in(struct ma_str folder, struct ma_str file_name)
{
	char *path = malloc(folder.n + file_name.n);
	if (!path)
		return (struct ma_str){ 0 };
	memcpy(path, folder.p, folder.n);
	memcpy(path + folder.n, file_name.p, file_name.n);
	return (struct ma_str){ path, folder.n + file_name.n };
}

/* Asks for FILE_NAME in FOLDER; its index if it is here. */
static uint32_t
file_in(const struct mozaccount *m, const struct strset *files, struct prefstore_value folder, struct ma_str file_name)
{
	const struct mozcall *call = m->config->call;
	const struct ma_str parts[] = { folder.text, file_name };
	struct ma_str path = path_in(folder.text, file_name);
	if (path.p)
		call->host->want(call->out, path, folder.at);
	free((char *)path.p);
	return strset_find(files, parts, 2);
}

/* popstate.dat (Pop3Client.sys.mjs): comments, a line "*host user", then one
 * for each message.  A list without any may be that of an empty mailbox. */
static void
say_remembered(const struct mozaccount *m, uint32_t file)
{
	struct ma_str s = m->config->call->files[file].bytes;
	struct ma_at at = { file, 0, MA_UNKNOWN };
	uint32_t line = 1;
	for (size_t k = 0; k < s.n && at.state == MA_UNKNOWN; line++) {
		if (s.p[k] == '*' && !at.line)
			at.line = line;
		else if (at.line && s.p[k] >= 'a' && s.p[k] <= 'z' && k + 1 < s.n && s.p[k + 1] == ' ')
			at.state = MA_SET;
		const char *end = memchr(s.p + k, '\n', s.n - k);
		k = end ? (size_t)(end + 1 - s.p) : s.n;
	}
	m->config->call->host->num(m->a, MA_UIDL_KEPT, 1, at);
}

static struct prefstore_value
folder_of(const struct mozaccount *m)
{
	struct prefstore_value v = mozaccount_value(m->config, "mail.server.", m->server, ".directory-rel", PREFS_STRING);
	if (begins(v.text, "[ProfD]"))
		v.text = (struct ma_str){ v.text.p + 7, v.text.n - 7 };
	else
		v = mozaccount_value(m->config, "mail.server.", m->server, ".directory", PREFS_STRING);
	return v;
}

/* storeContractID; before version 12 there was one kind. */
static enum ma_store_kind
kind_of_store(const struct mozaccount *m)
{
	static const struct {
		const char *contract;
		enum ma_store_kind kind;
	} kinds[] = {
		{ "@mozilla.org/msgstore/berkeleystore;1", MA_STORE_MBOX },
		{ "@mozilla.org/msgstore/maildirstore;1", MA_STORE_MAILDIR },
	};
	struct ma_str id = mozaccount_own(m->config, "mail.server.", m->server, ".storeContractID", PREFS_STRING).text;
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		if (id.n == strlen(kinds[k].contract) && begins(id, kinds[k].contract))
			return kinds[k].kind;
	return id.n ? MA_STORE_OTHER : MA_STORE_MBOX;
}

void
mozaccount_local_folders(const struct mozaccount *m)
{
	const struct mozcall *call = m->config->call;
	struct prefstore_value v = folder_of(m);
	if (v.text.n)
		call->host->store(call->out, NULL, kind_of_store(m), v.text, v.at);
}

void
mozaccount_store(const struct mozaccount *m, const struct strset *files)
{
	const struct mozcall *call = m->config->call;
	struct prefstore_value v = folder_of(m);
	if (!v.text.n)
		return;
	call->host->text(m->a, MA_STORE, v.text, v.at);
	call->host->store(call->out, m->a, kind_of_store(m), v.text, v.at);
	struct filtering f = { .m = m, .file = file_in(m, files, v, MA_STR("/msgFilterRules.dat")) };
	if (f.file != UINT32_MAX)
		filterrules_read(call->files[f.file].bytes, on_action, on_bad_filter, &f);
	strset_fini(&f.receivers);
	if (m->kind != MOZ_POP3)
		return;
	/* That it is not here may mean that the mail was not handed over: nothing is said then, but where it should be. */
	uint32_t remembered = file_in(m, files, v, MA_STR("/popstate.dat"));
	struct ma_str memory = path_in(v.text, MA_STR("/popstate.dat"));
	if (memory.p)
		call->host->store(call->out, m->a, MA_STORE_UIDL, memory, v.at);
	free((char *)memory.p);
	if (remembered != UINT32_MAX)
		say_remembered(m, remembered);
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
