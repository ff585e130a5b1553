/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tests/loader/misbehaves.c tries and Windows has not: refused.
 */
#ifndef TESTS_WINDOWS_SOCKET_H
#define TESTS_WINDOWS_SOCKET_H

#include <process.h>

enum { AF_INET, SOCK_STREAM, SIGKILL = 9 };

static inline int
socket(int family, int type, int protocol)
{
	return family + type + protocol < 0 ? 0 : -1;
}

static inline int
fork(void)
{
	return -1;
}

static inline int
getppid(void)
{
	return 0;
}

static inline int
kill(int process, int signal)
{
	return process + signal < 0 ? 0 : -1;
}

#endif
