/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/env.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

const char *
env_get(const char *name)
{
#ifdef HAVE_SECURE_GETENV
	return secure_getenv(name);
#else
	return getuid() == geteuid() && getgid() == getegid() ? getenv(name) : NULL;
#endif
}

int64_t
env_lower(const char *name, int64_t limit)
{
	const char *text = env_get(name);
	int64_t n;
	return text && str_number(text, &n) && n >= 1 && n < limit ? n : limit;
}
