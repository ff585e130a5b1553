/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Trouble with the environment: where and why.  The first failure wins, and
 * only commands print it.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

/* The ways a command can end, of sysexits(3) where they fit; mailaccord(1) lists them. */
enum exit_status {
	EXIT_CLEAN = 0,
	EXIT_FINDINGS = 1,
	EXIT_UNDETERMINED = 2,
	EXIT_USAGE = 64,
	EXIT_DATA = 65,
	EXIT_NO_INPUT = 66,
	EXIT_UNAVAILABLE = 69,
	EXIT_BUG = 70,
	EXIT_CANNOT_CREATE = 73,
	EXIT_IO = 74,
	EXIT_PERMISSION = 77,
	EXIT_CONFIG = 78,
};

struct err {
	int status; /* enum exit_status; 0 when nothing failed */
	char text[512]; /* one line without full stop: "PATH:LINE: what is wrong" */
};

/* Notes a failure, in the language of now (FMT is looked up), unless there is one already.  Always false, so that a
 * function can end in "return err_set(...)". */
bool
err_set(struct err *err, int status, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The same, for the failed system call on PATH: the status follows from errno,
 * the text is "PATH: " and errno's. */
bool
err_errno(struct err *err, const char *path);

#endif
