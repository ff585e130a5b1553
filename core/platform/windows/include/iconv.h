/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * iconv(3) as this program uses it, over Windows' own code pages: from and to
 * UTF-8, UTF-16LE, CPnnn, windows-nnn, SHIFT_JIS, US-ASCII, ISO-8859-1.
 */
#ifndef PLATFORM_WINDOWS_ICONV_H
#define PLATFORM_WINDOWS_ICONV_H

#include <stddef.h>

typedef void *iconv_t;

iconv_t
iconv_open(const char *to, const char *from);

/* As POSIX has it: errno EILSEQ, EINVAL, E2BIG.  No state is kept between calls. */
size_t
iconv(iconv_t cd, char **in, size_t *n_in, char **out, size_t *n_out);

int
iconv_close(iconv_t cd);

#endif
