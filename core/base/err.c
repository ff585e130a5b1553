/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
err_set(struct err *err, int status, const char *fmt, ...)
{
	if (err->status)
		return false;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof err->text, fmt, ap);
	va_end(ap);
	err->status = status;
	return false;
}

bool
err_errno(struct err *err, const char *path)
{
	int e = errno;
	int status = e == ENOENT || e == ENOTDIR ? EXIT_NO_INPUT : e == EACCES || e == EPERM ? EXIT_PERMISSION : EXIT_IO;
	return err_set(err, status, "%s: %s", path, strerror(e));
}
