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

#include "base/lang.h"
#include "base/str.h"
#include "document/document.h"
#include "intake/machine.h"
#include "intake/tree.h"
#include "judge/audit.h"
#include "judge/changes.h"

enum { MAX_FOLDER_DEPTH = 6, SEVERAL = 2000 };

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

/* A file: documents, or a client's. IN_FOLDER: it was met, not named, and trouble with it is a note. */
static bool
gather_file(struct gather *g, const char *path, bool in_folder)
{
	size_t n;
	struct err err = { 0 }, *e = in_folder ? &err : &g->call->err;
	/* What becomes a note is in the language of the document, not of the messages. */
	enum lang spoken = lang_set(in_folder && common_wants_data(g->call) ? LANG_EN : lang_now());
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
	if (!ok && in_folder)
		report_add_note(g->report, MA_NOTE_BAD_DOCUMENT, NULL, NULL, err.text);
	return ok || in_folder;
}

/* Is there a scan document directly in the folder? */
static bool
has_documents(const struct tree *tree, const char *path, struct arena *arena)
{
	size_t n;
	const char **names = tree_list(tree, "", arena, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		struct err err = { 0 };
		size_t size;
		if (!str_ends(names[i], ".json") && !str_ends(names[i], ".ndjson"))
			continue;
		char *bytes = common_read(arena_printf(arena, "%s/%s", path, names[i]), &size, &err);
		enum document_kind kind = bytes ? document_kind(bytes, size) : DOCUMENT_OTHER;
		free(bytes);
		if (kind == DOCUMENT_SCAN || kind == DOCUMENT_SCANS)
			return true;
	}
	return false;
}

/* Are there at least two whole disks or homes in the folder?  Then it is a branch office, not a workstation. */
static bool
holds_systems(const struct tree *tree, const char *path, struct arena *arena)
{
	size_t n, systems = 0;
	const char **names = tree_list(tree, "", arena, &n, NULL);
	for (size_t i = 0; i < n && systems < 2; i++)
		if (tree_stat(tree, names[i]).kind == TREE_FOLDER)
			systems += intake_is_system(arena_printf(arena, "%s/%s", path, names[i]));
	return systems >= 2;
}

static bool
gather_folder(struct gather *g, const char *path, int depth);

/* A folder met in a folder: documents, a workstation, or more folders. */
static bool
gather_inner(struct gather *g, const char *path, int depth)
{
	struct tree tree;
	if (!tree_init(&tree, path, &g->call->err))
		return false;
	bool documents = has_documents(&tree, path, &g->call->arena);
	bool branch = !documents && !intake_is_system(path) && holds_systems(&tree, path, &g->call->arena);
	tree_fini(&tree);
	if (documents || branch)
		return gather_folder(g, path, depth);
	struct scan *scan = scan_path(g, path);
	if (!scan)
		return false;
	if (!scan->n_files && depth < MAX_FOLDER_DEPTH && !intake_is_workstation(path, &g->loader)) {
		size_t before = g->report->n_scans;
		bool ok = gather_folder(g, path, depth);
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
gather_folder(struct gather *g, const char *path, int depth)
{
	struct tree tree;
	size_t n;
	bool ok = true, quiet = g->call->options[OPT_QUIET].given;
	if (!tree_init(&tree, path, &g->call->err))
		return false;
	struct arena arena = { 0 };
	const char **names = tree_list(&tree, "", &arena, &n, NULL);
	for (size_t i = 0; ok && i < n; i++) {
		const char *inner = arena_printf(&arena, "%s%s%s", path, str_ends(path, "/") ? "" : "/", names[i]);
		enum tree_kind kind = names[i][0] == '.' ? TREE_ABSENT : tree_stat(&tree, names[i]).kind;
		if (n >= SEVERAL && !quiet)
			common_progress(inner, i, n);
		if (kind == TREE_FOLDER)
			ok = gather_inner(g, inner, depth + 1);
		else if (kind == TREE_FILE && depth == 0 && strcmp(names[i], "policy.json") == 0)
			g->policy = arena_strdup(&g->call->arena, inner);
		else if (kind == TREE_FILE && (str_ends(names[i], ".json") || str_ends(names[i], ".ndjson")))
			ok = gather_file(g, inner, true);
	}
	if (n >= SEVERAL && !quiet)
		common_progress(NULL, n, n);
	arena_fini(&arena);
	tree_fini(&tree);
	return ok;
}

bool
gather_path(struct gather *g, const char *path)
{
	struct stat st;
	if (strcmp(path, "-") == 0)
		return gather_file(g, path, false);
	if (stat(path, &st) != 0)
		return err_errno(&g->call->err, path);
	if (!S_ISDIR(st.st_mode))
		return gather_file(g, path, false);
	struct tree tree;
	if (!tree_init(&tree, path, &g->call->err))
		return false;
	bool documents = has_documents(&tree, path, &g->call->arena);
	tree_fini(&tree);
	if (!documents) {
		if (!need_plugins(g))
			return false;
		if (intake_is_workstation(path, &g->loader)) {
			struct scan *scan = scan_path(g, path);
			if (scan)
				add_workstation(g, scan);
			return scan != NULL;
		}
	}
	return gather_folder(g, path, 0);
}

bool
common_baseline(struct call *call, struct report **baseline)
{
	const struct opt_value *paths = &call->options[OPT_BASELINE];
	bool ok = true;
	*baseline = NULL;
	if (!paths->given)
		return true;
	*baseline = report_new();
	struct gather g = { .call = call, .report = *baseline };
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
