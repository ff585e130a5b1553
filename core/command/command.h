/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands are rows: a name, the options they take, a function.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/lang.h"
#include "base/opt.h"
#include "central/store.h"
#include "intake/intake.h"
#include "model/report.h"

/* All options of all commands; each command takes some of them. */
enum option {
#define OPTION(id, name, letter, argument, words, help) OPT_##id,
#include "command/options.def"
#undef OPTION
	OPT_COUNT
};
extern const struct opt_row option_rows[];

/* One call of a command. */
struct call {
	const struct command *command;
	struct opt_value options[OPT_COUNT];
	const char **arguments;
	size_t n_arguments;
	struct arena arena;
	struct err err; /* printed by main when the command returns */
	bool fresh; /* the output is a new file, and never takes another's place */
	struct {
		const char *origin, *bytes; /* NULL: none; the arena's */
		size_t n;
	} kept_policy; /* of a store that was read */
	FILE *copy; /* gets what common_write writes, too; or NULL */
	bool standing; /* "@" was said: the way is the one this workstation is set up for */
	bool warns; /* for the exit status: there is a finding of medium weight or more */
};

struct command {
	const char *name;
	const char *arguments; /* for the help */
	const char *summary; /* one line */
	const char *text; /* a paragraph for the command's own help */
	const int *options; /* enum option, ended by -1 */
	size_t min_arguments, max_arguments;
	/* Returns the exit status; trouble goes into call->err. */
	int (*run)(struct call *call);
};

int
command_scan(struct call *call);
int
command_send(struct call *call);
int
command_report(struct call *call);
int
command_gate(struct call *call);
int
command_plan(struct call *call);
int
command_handover(struct call *call);
int
command_provision(struct call *call);
int
command_explain(struct call *call);
int
command_list(struct call *call);
int
command_store(struct call *call);
int
command_collect(struct call *call);

extern const struct command commands[];
extern const size_t n_commands;

/* ---- what commands share (common.c) ---- */

/* Where a collector was asked for as "@", sets the options that say which, and the
 * rest of the way that was not given, as the workstation is set up.  False and
 * call->err. */
bool
common_settings(struct call *call);

/* Loads the policy of --policy, or when that option is not given FOUND, or when
 * that is NULL the one of a store that was read; adds --address to its targets.  False and call->err. */
bool
common_policy(struct call *call, struct report *report, const char *found);

/* Reads a policy and checks that the rules it names are there.  False and *ERR. */
bool
common_read_policy(const char *bytes, size_t n, const char *origin, struct policy *policy, struct arena *arena, struct err *err);

/* Sets what --suppose says in the accounts of the scans (those of the settled
 * report), and notes it in the report.  False and call->err when there is no
 * such account, fact or value. */
bool
common_suppose(struct call *call, struct report *into, struct scan *const *scans, size_t n);

/* Reads the scans of --baseline into a report of their own, which is *BASELINE
 * (the caller's to free; NULL without the option).  False and call->err. */
bool
common_baseline(struct call *call, struct report **baseline);

/* Judges the settled scans of the report, and what has changed since the
 * baseline (NULL: there is none), which must outlive it. */
void
common_judge(struct report *report, struct report *baseline);

/* Do the options about changes go together?  False and call->err. */
bool
common_check_changes(struct call *call);

/* Tells what --changes asks for of the judged report, each thing once.  False and call->err. */
bool
common_tell(struct call *call, struct report *report);

/* Adds to the report what PATH holds: scan documents, a folder of them, client
 * files.  *POLICY is set to a policy found in the folder.  Plugins are loaded
 * when first needed. */
struct gather {
	struct call *call;
	struct report *report;
	struct loader loader;
	bool loaded;
	bool past; /* what was known before: its policy holds no longer */
	const char *day; /* of a store: as of the end of that day; NULL: now */
	const char *policy; /* path of policy.json met in a folder */
	size_t n_documents, n_folders;
};
bool
gather_path(struct gather *gather, const char *path);
/* Scans this workstation, or the disk of --root; the report's.  NULL and call->err. */
struct scan *
gather_here(struct gather *gather);
/* Gathers all arguments of the call into a judged report, with the policy, the
 * baseline (*BASELINE is the caller's to free) and what is supposed.  False and
 * call->err. */
bool
gather_report(struct gather *gather, struct report **baseline);
void
gather_fini(struct gather *gather);

/* Calls EACH with the path of a file, or of those in a folder and the folders in
 * it that may be scan documents (by their names' ends); false ends it. */
bool
gather_files(struct call *call, const char *path, bool (*each)(void *data, const char *path), void *data);

/* Is it the name of a store, or the path of an SQLite file? */
bool
common_is_store(const char *name);
/* Opens it, with the module it needs; SQL_CREATE makes the file, for its owner alone.  NULL and *ERR. */
struct store *
common_store(const char *name, enum sql_access access, struct err *err);

/* Keeps the store's policy for common_policy.  False and call->err. */
bool
common_store_policy(struct call *call, struct store *store);

/* Loads the plugins.  False and *ERR when not one can be used: without plugins everything would look clean. */
bool
common_plugins(struct loader *loader, struct err *err);

/* Reads a whole file; NULL and *ERR on failure.  malloc'd, a NUL behind. "-" is standard input. */
char *
common_read(const char *path, size_t *n, struct err *err);

/* Where the output goes: standard output, or a temporary file beside --output that is synced and renamed. */
struct output {
	FILE *file;
	const char *path; /* NULL: standard output */
	char *temporary;
	bool fresh; /* it must not take another file's place */
};
bool
output_open(struct output *output, struct call *call);
/* The same for a file of this PATH. */
bool
output_open_path(struct output *output, const char *path, struct call *call);
/* Closes; with OK false the file is thrown away.  False and *ERR when it could not be completed. */
bool
output_close(struct output *output, bool ok, struct err *err);

/* What is written is a document for programs, and English: JSON is asked for, or
 * no format is and the output is no terminal. */
bool
common_wants_data(const struct call *call);

/* Is a page for a browser asked for? */
bool
common_wants_page(const struct call *call);

/* What the name of a file in the format ends with, without the dot. */
const char *
common_suffix(const struct call *call);

/* The severity of --fail-on. */
enum severity
common_fail_on(const struct call *call);

/* The exit status of a judged report under --fail-on. */
int
common_status(const struct call *call, const struct report *report);

/* Writes the report (with a SCAN: that one's, and the report over it) where
 * and as the options say.  STATUS is what the command will return.  False and call->err. */
bool
common_write(struct call *call, const struct scan *scan, const struct report *report, int status);

/* Do the options about formats go together?  False and call->err. */
bool
common_check_format(struct call *call);

/* Says the trouble of call->err on standard output when whoever reads the
 * format asked for listens there; false when it is for standard error. */
bool
common_trouble(const struct call *call);

/* The status in the scheme asked for, or in that of the format. */
int
common_in_scheme(const struct call *call, int status);

struct text_style;
/* Width and colour for the output. */
struct text_style
common_style(const struct call *call, const struct output *output);

/* Progress on standard error when that is a terminal; for struct intake. */
void
common_progress(const char *path, size_t done, size_t all);

#endif
