/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people hand to report and gate: scan documents, folders of them, and
 * folders of client files, each of which is a workstation.
 */
#include "command/command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/date.h"
#include "base/lang.h"
#include "base/str.h"
#include "command/folder.h"
#include "document/document.h"
#include "intake/machine.h"
#include "intake/tree.h"
#include "judge/audit.h"
#include "judge/changes.h"

enum { MAX_FOLDER_DEPTH = 6 };

/* Two folders of one name are two workstations. */
static void
tell_apart(struct gather *g, struct scan *scan)
{
	const char *id = scan->workstation.id;
	for (size_t i = 0, copies = 1; i < g->report->n_scans; i++)
		if (strcmp(g->report->scans[i]->workstation.id, id) == 0 && str_starts(id, "folder:")) {
			id = arena_printf(&scan->arena, "%s#%zu", scan->workstation.id, ++copies);
			i = (size_t)-1;
		}
	scan->workstation.id = id;
}

bool
common_plugins(struct loader *loader, struct err *err)
{
	loader_init(loader, NULL);
	if (loader->n)
		return true;
	const char *where = loader->folder ? loader->folder : _("built-in plugins"), *clause = "";
	int n = loader->n_refused ? (int)lang_clause(loader->refused[0], &clause) : 0;
	return n || *clause ? err_set(err, EXIT_UNAVAILABLE, "%s: no plugin could be loaded; %.*s%s", where, n, loader->refused[0], clause)
			    : err_set(err, EXIT_UNAVAILABLE, "%s: no plugin could be loaded", where);
}

static bool
need_plugins(struct gather *g)
{
	bool first = !g->loaded;
	g->loaded = true;
	return !first || common_plugins(&g->loader, &g->call->err);
}

static struct scan *
scan_path(struct gather *g, const char *path)
{
	if (!need_plugins(g))
		return NULL;
	struct intake intake = {
		.plugins = &g->loader,
		.paths = &path,
		.n_paths = 1,
		.codepage = g->call->options[OPT_CODEPAGE].text,
		.progress = g->call->options[OPT_QUIET].given ? NULL : common_progress,
	};
	struct scan *scan = intake_scan(&intake, &g->call->err);
	if (scan)
		scan->origin = arena_strdup(&scan->arena, path);
	return scan;
}

static void
add_workstation(struct gather *g, struct scan *scan)
{
	tell_apart(g, scan);
	report_add_scan(g->report, scan);
	g->n_folders++;
}

/* What becomes a note is in the language of the document, not of the messages.  Returns that of now. */
static enum lang
speak_of_documents(const struct gather *g)
{
	return lang_set(common_wants_data(g->call) ? LANG_EN : lang_now());
}

/* A file: documents, or a client's. IN_FOLDER: it was met, not named, and trouble with it is a note. */
static bool
gather_file(struct gather *g, const char *path, bool in_folder)
{
	size_t n;
	struct err err = { 0 }, *e = in_folder ? &err : &g->call->err;
	enum lang spoken = in_folder ? speak_of_documents(g) : lang_now();
	char *bytes = common_read(path, &n, e);
	enum document_kind kind = bytes ? document_kind(bytes, n) : DOCUMENT_OTHER;
	bool ok = bytes != NULL;
	if (ok && (kind == DOCUMENT_SCAN || kind == DOCUMENT_SCANS)) {
		ok = document_read_scans(bytes, n, path, g->report, e);
		g->n_documents++;
	} else if (ok && kind == DOCUMENT_POLICY) {
		if (!in_folder)
			ok = err_set(e, EXIT_USAGE, "%s: is a policy; give it with --policy", path);
	} else if (ok && kind == DOCUMENT_REPORT) {
		ok = in_folder || err_set(e, EXIT_DATA, "%s: is a report; give the scans it was made from", path);
	} else if (ok && in_folder) {
		ok = err_set(e, EXIT_DATA, "%s: no scan document", path);
	} else if (ok) {
		struct scan *scan = scan_path(g, path);
		ok = scan != NULL;
		if (ok && !scan->n_files)
			err_set(e, EXIT_DATA, "%s: neither a scan document nor a mail client's settings", path);
		if (ok)
			add_workstation(g, scan);
		ok = ok && !e->status;
	}
	free(bytes);
	lang_set(spoken);
	/* What was there a moment ago may be gone: whoever keeps the folder clears it up. */
	if (!ok && in_folder && err.status != EXIT_NO_INPUT)
		report_add_note(g->report, MA_NOTE_BAD_DOCUMENT, NULL, NULL, err.text);
	return ok || in_folder;
}

/* A file that was met in a folder, and read there. */
static void
take_entry(struct gather *g, struct folder *folder, struct folder_entry *entry)
{
	struct err err = { 0 };
	if (entry->kind == DOCUMENT_SCAN || entry->kind == DOCUMENT_SCANS) {
		folder_take(entry, g->report);
		g->n_documents++;
		if (entry->trouble)
			report_add_note(g->report, MA_NOTE_BAD_DOCUMENT, NULL, NULL, entry->trouble);
	} else if (entry->kind == DOCUMENT_OTHER) {
		enum lang spoken = speak_of_documents(g);
		err_set(&err, EXIT_DATA, "%s: no scan document", folder_inner(folder, entry));
		lang_set(spoken);
		report_add_note(g->report, MA_NOTE_BAD_DOCUMENT, NULL, NULL, err.text);
	}
}

static bool
open_folder(struct gather *g, const char *path, struct folder *folder)
{
	if (!folder_open(folder, path, &g->call->err))
		return false;
	enum lang spoken = speak_of_documents(g);
	folder_read(folder, g->call->options[OPT_QUIET].given ? NULL : common_progress);
	lang_set(spoken);
	return true;
}

/* Are there at least two whole disks or homes in the folder?  Then it is a branch office, not a workstation. */
static bool
holds_systems(struct folder *folder)
{
	size_t systems = 0;
	for (size_t i = 0; i < folder->n && systems < 2; i++)
		if (!folder->entries[i].read && tree_stat(&folder->tree, folder->entries[i].name).kind == TREE_FOLDER)
			systems += intake_is_system(folder_inner(folder, &folder->entries[i]));
	return systems >= 2;
}

static bool
gather_folder(struct gather *g, struct folder *folder, int depth);

/* A folder met in a folder that holds no documents: a workstation, or more folders. */
static bool
gather_other(struct gather *g, struct folder *folder, int depth)
{
	const char *path = folder->path;
	if (!intake_is_system(path) && holds_systems(folder))
		return gather_folder(g, folder, depth);
	struct scan *scan = scan_path(g, path);
	if (!scan)
		return false;
	if (!scan->n_files && depth < MAX_FOLDER_DEPTH && !intake_is_workstation(path, &g->loader)) {
		size_t before = g->report->n_scans;
		bool ok = gather_folder(g, folder, depth);
		if (!ok || g->report->n_scans > before) {
			scan_free(scan);
			return ok;
		}
	}
	/* Also when nothing was found in it: that must not be lost. */
	add_workstation(g, scan);
	return true;
}

static bool
gather_inner(struct gather *g, const char *path, int depth)
{
	struct folder folder;
	if (!open_folder(g, path, &folder))
		return false;
	bool ok = folder.documents ? gather_folder(g, &folder, depth) : gather_other(g, &folder, depth);
	folder_close(&folder);
	return ok;
}

static bool
gather_entry(struct gather *g, struct folder *folder, struct folder_entry *entry, int depth)
{
	if (entry->name[0] == '.')
		return true;
	bool is_policy = depth == 0 && strcmp(entry->name, "policy.json") == 0;
	if (entry->read && !is_policy) {
		take_entry(g, folder, entry);
		return true;
	}
	enum tree_kind kind = entry->read ? TREE_FILE : tree_stat(&folder->tree, entry->name).kind;
	const char *inner = folder_inner(folder, entry);
	if (kind == TREE_FOLDER)
		return gather_inner(g, inner, depth + 1);
	if (kind == TREE_FILE && is_policy)
		g->policy = arena_strdup(&g->call->arena, inner);
	else if (kind == TREE_FILE && (str_ends(inner, ".json") || str_ends(inner, ".ndjson")))
		return gather_file(g, inner, true);
	return true;
}

static bool
gather_folder(struct gather *g, struct folder *folder, int depth)
{
	bool ok = true;
	for (size_t i = 0; ok && i < folder->n; i++)
		ok = gather_entry(g, folder, &folder->entries[i], depth);
	return ok;
}

static bool
gather_store(struct gather *g, const char *name)
{
	struct store *store = common_store(name, SQL_READ, &g->call->err);
	bool ok = store && (g->day ? store_scans_on(store, g->day, g->report, &g->call->err) : store_scans(store, g->report, &g->call->err)) &&
	    (g->past || common_store_policy(g->call, store));
	g->n_documents++;
	store_close(store);
	return ok;
}

struct scan *
gather_here(struct gather *g)
{
	const struct opt_value *options = g->call->options;
	if (!need_plugins(g))
		return NULL;
	struct intake intake = {
		.plugins = &g->loader,
		.root = options[OPT_ROOT].text,
		.name = options[OPT_NAME].text,
		.codepage = options[OPT_CODEPAGE].text,
		.progress = options[OPT_QUIET].given ? NULL : common_progress,
	};
	struct scan *scan = intake_scan(&intake, &g->call->err);
	if (scan)
		report_add_scan(g->report, scan);
	return scan;
}

bool
gather_path(struct gather *g, const char *path)
{
	struct stat st;
	struct folder folder;
	if (strcmp(path, "-") == 0)
		return gather_file(g, path, false);
	if (common_is_store(path))
		return gather_store(g, path);
	if (stat(path, &st) != 0)
		return err_errno(&g->call->err, path);
	if (!S_ISDIR(st.st_mode))
		return gather_file(g, path, false);
	if (!open_folder(g, path, &folder))
		return false;
	bool ok = folder.documents || need_plugins(g);
	if (ok && !folder.documents && intake_is_workstation(path, &g->loader)) {
		struct scan *scan = scan_path(g, path);
		ok = scan != NULL;
		if (scan)
			add_workstation(g, scan);
	} else if (ok) {
		ok = gather_folder(g, &folder, 0);
	}
	folder_close(&folder);
	return ok;
}

/* Takes out what began after the day, or the time, SINCE, or says not when. */
static void
drop_later(struct report *report, const char *since)
{
	size_t kept = 0, n = strlen(since);
	for (size_t i = 0; i < report->n_scans; i++) {
		struct scan *scan = report->scans[i];
		if (scan->started && strncmp(scan->started, since, n) <= 0)
			report->scans[kept++] = scan;
		else
			scan_free(scan);
	}
	report->n_scans = kept;
}

static bool
is_date_or_time(const char *text)
{
	int64_t days;
	size_t n = strlen(text);
	return date_days(text, &days) && (n == strlen("2000-01-01") || (n == strlen("2000-01-01T00:00:00Z") && text[10] == 'T' && text[n - 1] == 'Z'));
}

/* What was known on the day of --since: all runs that are there still. */
static bool
baseline_since(struct call *call, struct report **baseline)
{
	const char *since = call->options[OPT_SINCE].text;
	if (call->options[OPT_BASELINE].given)
		return err_set(&call->err, EXIT_USAGE, "--since and --baseline exclude each other");
	if (!is_date_or_time(since))
		return err_set(&call->err, EXIT_USAGE, "--since: \"%s\" is no date like 2026-03-31 and no time like 2026-03-31T08:00:00Z", since);
	*baseline = report_new();
	struct gather g = { .call = call, .report = *baseline, .past = true, .day = arena_copy(&call->arena, since, strlen("2000-01-01")) };
	bool ok = true;
	for (size_t i = 0; ok && i < call->n_arguments; i++)
		ok = gather_path(&g, call->arguments[i]);
	gather_fini(&g);
	drop_later(*baseline, since);
	if (ok && !(*baseline)->n_scans)
		ok = err_set(&call->err, EXIT_NO_INPUT, "%s: no scan of %s or before is here", call->arguments[0], since);
	report_settle(*baseline);
	return ok;
}

bool
common_baseline(struct call *call, struct report **baseline)
{
	const struct opt_value *paths = &call->options[OPT_BASELINE];
	bool ok = true;
	*baseline = NULL;
	if (call->options[OPT_SINCE].given)
		return baseline_since(call, baseline);
	if (!paths->given)
		return true;
	*baseline = report_new();
	struct gather g = { .call = call, .report = *baseline, .past = true };
	for (size_t i = 0; ok && i < paths->n; i++)
		ok = gather_path(&g, paths->all[i]);
	if (ok && !(*baseline)->n_scans)
		ok = err_set(&call->err, EXIT_NO_INPUT, "%s: no scan documents and no mail client's settings here", paths->all[0]);
	/* One that cannot be read in full would hide what has changed. */
	for (size_t i = 0; ok && i < (*baseline)->n_notes; i++)
		if ((*baseline)->notes[i].kind == MA_NOTE_BAD_DOCUMENT)
			ok = err_set(&call->err, EXIT_DATA, "%s", (*baseline)->notes[i].text);
	report_settle(*baseline);
	gather_fini(&g);
	return ok;
}

void
common_judge(struct report *report, struct report *baseline)
{
	report->baseline = baseline;
	if (baseline)
		changes_judge_past(baseline, report);
	audit(report);
	changes_find(report, baseline);
}

void
gather_fini(struct gather *g)
{
	if (g->loaded)
		loader_fini(&g->loader);
}

bool
gather_report(struct gather *g, struct report **baseline)
{
	struct call *call = g->call;
	struct report *report = g->report;
	for (size_t i = 0; i < call->n_arguments; i++)
		if (!gather_path(g, call->arguments[i]))
			return false;
	if (!report->n_scans)
		return err_set(&call->err, EXIT_NO_INPUT, "%s: no scan documents and no mail client's settings here", call->arguments[0]);
	if (!common_policy(call, report, g->policy) || !common_baseline(call, baseline))
		return false;
	report_settle(report);
	report->generated = machine_time(&report->arena);
	if (!common_suppose(call, report, report->scans, report->n_scans))
		return false;
	common_judge(report, *baseline);
	return true;
}

/* ---- files, not read ---- */

static bool
files_in(struct call *call, const char *path, int depth, bool (*each)(void *data, const char *path), void *data)
{
	struct tree tree;
	struct arena arena = { 0 };
	size_t n;
	bool ok = true;
	if (!tree_init(&tree, path, &call->err))
		return false;
	const char **names = tree_list(&tree, "", &arena, &n, NULL);
	for (size_t i = 0; ok && i < n; i++) {
		const char *inner = arena_printf(&arena, "%s%s%s", path, str_ends(path, "/") ? "" : "/", names[i]);
		enum tree_kind kind = names[i][0] == '.' ? TREE_ABSENT : tree_stat(&tree, names[i]).kind;
		if (kind == TREE_FOLDER && depth < MAX_FOLDER_DEPTH)
			ok = files_in(call, inner, depth + 1, each, data);
		else if (kind == TREE_FILE && strcmp(names[i], "policy.json") != 0 && (str_ends(names[i], ".json") || str_ends(names[i], ".ndjson")))
			ok = each(data, inner);
	}
	arena_fini(&arena);
	tree_fini(&tree);
	return ok;
}

bool
gather_files(struct call *call, const char *path, bool (*each)(void *data, const char *path), void *data)
{
	struct stat st;
	if (strcmp(path, "-") != 0 && stat(path, &st) != 0)
		return err_errno(&call->err, path);
	return strcmp(path, "-") != 0 && S_ISDIR(st.st_mode) ? files_in(call, path, 0, each, data) : each(data, path);
}
