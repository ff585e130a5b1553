/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What goes to a console is shown as UTF-8 whatever its code page is, which
 * stays as it is: a thread hands it over as UTF-16.
 */
#ifndef PLATFORM_WINDOWS_CONSOLE_H
#define PLATFORM_WINDOWS_CONSOLE_H

#include <windows.h>

/* From now on, as far as standard output and error are a console. */
void
console_begin(void);

#endif
