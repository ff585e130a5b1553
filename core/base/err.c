/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/lang.h"

bool
err_set(struct err *err, int status, const char *fmt, ...)
{
	if (err->status)
		return false;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, lang_text(fmt), ap);
	va_end(ap);
	err->status = status;
	return false;
}

/* What the C library says, so that it is collected for translation. */
static const struct {
	int number;
	const char *text;
} reasons[] = {
	{ EACCES, N_("Permission denied") },
	{ EEXIST, N_("File exists") },
	{ EIO, N_("Input/output error") },
	{ EISDIR, N_("Is a directory") },
	{ ELOOP, N_("Too many levels of symbolic links") },
	{ EMFILE, N_("Too many open files") },
	{ ENAMETOOLONG, N_("File name too long") },
	{ ENOENT, N_("No such file or directory") },
	{ ENOSPC, N_("No space left on device") },
	{ ENOTDIR, N_("Not a directory") },
	{ EPERM, N_("Operation not permitted") },
	{ EROFS, N_("Read-only file system") },
};

bool
err_errno(struct err *err, const char *path)
{
	int e = errno;
	int status = e == ENOENT || e == ENOTDIR ? EXIT_NO_INPUT : e == EACCES || e == EPERM ? EXIT_PERMISSION : EXIT_IO;
	const char *reason = NULL;
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (reasons[i].number == e)
			reason = reasons[i].text;
	return err_set(err, status, "%s: %s", path, reason ? _(reason) : strerror(e));
}
