/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows' names are UTF-16, ours are UTF-8.
 */
#ifndef PLATFORM_WINDOWS_WIDE_H
#define PLATFORM_WINDOWS_WIDE_H

#include <wchar.h>

/* malloc'd; NULL when the text is broken or there is no memory. */
wchar_t *
wide_of(const char *utf8);
/* Unpaired halves of characters become U+FFFD. */
char *
utf8_of(const wchar_t *wide);

/* The same for a path: '/' becomes '\', and an absolute one gets the prefix that lifts the limit of 260 letters. */
wchar_t *
wide_path(const char *utf8);

/* errno for what GetLastError says. */
int
errno_of_windows(unsigned long error);

#endif
