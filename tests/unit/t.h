/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A unit test is a loop over rows with names; a failure prints the row's name
 * and both values.  CUnit counts; the rows say which.
 */
#ifndef T_H
#define T_H

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stddef.h>

#include <mailaccord/plugin.h>

/* One file's tests; the table of suites is in units.c. */
struct t_suite {
	const char *name;
	const CU_TestInfo *tests; /* ended by CU_TEST_INFO_NULL */
};

/* All false on failure, with one line "row: what was, what should be". */
bool t_ok(bool cond, const char *row, const char *what);
bool t_num(long long got, long long want, const char *row);
bool t_text(const char *got, const char *want, const char *row);

/* Reads a file below the source tree's top.  The bytes are malloc'd, ended by a NUL that N does not
 * count; aborts when the file is not there. */
char *t_read(const char *path, size_t *n);

/* Calls a plugin with a host that writes down what it is told, as text: for
 * each account in order of appearance a line "account ID", then its facts in
 * the order of facts.def, one line each
 *     "  fact = value  (file:line state)"        state left out when set
 * list items each on a line of their own, then "note KIND file:line key" and
 * "want PATH file:line", "store ACCOUNT KIND PATH file:line" (ACCOUNT "-" for none), and at last "status parsed|unrecognized|damaged".
 * Wants are answered from ANSWERS (role NULL ends it, .asked is matched with
 * the want), and parse is called again, as the program does.  Aborts on a call
 * the ABI forbids (wrong type, word not in the list).  malloc'd. */
char *t_parse(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *answers);

struct ma_file t_file(const char *role, const char *path, const char *text);

/* What stands behind HEAD and a blank in the first line of TEXT that begins so; malloc'd, "" if there is none. */
char *t_line(const char *text, const char *head);

/* One file, and the line of one fact that its first account (ACCOUNT: the one of that
 * id) is told to have: what stands behind the name, "" if it is not said.  A note is
 * looked for as fact "note": "KIND file:line key".  No row may say "CANARY". */
struct t_fact_row {
	const char *name, *text, *fact, *want, *account;
};
void t_fact_rows(const struct ma_plugin *plugin, const char *role, const char *path, const struct t_fact_row *rows, size_t n);

/* The same of a file with others beside it.  FILES says where they are, the first that
 * of TEXT; a role NULL ends it.  What stands at BESIDE is "" or NULL where it is not there. */
struct t_beside_row {
	const char *name, *text, *beside[2], *fact, *want;
};
void t_beside_rows(const struct ma_plugin *plugin, const struct ma_file *files, const struct t_beside_row *rows, size_t n);

/* One file, and what t_parse's text of it holds; a WANT that begins with '!' is not to
 * be there.  FILE says where it is; no row may say "CANARY". */
enum { T_WANTS = 6 };
struct t_say_row {
	const char *name, *text, *want[T_WANTS];
};
void t_say_rows(const struct ma_plugin *plugin, struct ma_file file, const struct t_say_row *rows, size_t n);

/* The same of files; of the row only its wants. */
void t_says(const struct ma_plugin *plugin, const struct ma_file *files, size_t n, const struct ma_file *answers, const struct t_say_row *row);

/* Plugins that t_parse was called with declare facts as read that none of
 * these calls has shown: says which, returns how many. */
size_t t_unshown(void);

/* The part of t_parse's text that belongs to account ID, without its first line; malloc'd, "" if there is none. */
char *t_account(const char *parsed, const char *id);

#endif
