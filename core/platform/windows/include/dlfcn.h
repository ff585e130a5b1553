/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * dlopen(3) as this program uses it: absolute paths, and nothing is searched
 * for in folders that others could write to.
 */
#ifndef PLATFORM_WINDOWS_DLFCN_H
#define PLATFORM_WINDOWS_DLFCN_H

enum { RTLD_NOW, RTLD_LOCAL = 0 };

void *
dlopen(const char *path, int flags);
void *
dlsym(void *module, const char *name);
/* Why the last dlopen failed; NULL when it did not. */
const char *
dlerror(void);

#endif
