/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Put before every source of a Windows build: what POSIX has and the C library
 * there lacks, or does with names in the code page of the day.  Names are UTF-8
 * throughout, files are binary and not inherited.
 */
#ifndef PLATFORM_WINDOWS_POSIX_H
#define PLATFORM_WINDOWS_POSIX_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define O_CLOEXEC O_NOINHERIT
#define O_DIRECTORY 0x08000000 /* no bit of the C library's */
#define O_NOFOLLOW 0
#define O_NONBLOCK 0
#define O_NOCTTY 0
#ifndef NAME_MAX
#define NAME_MAX 255
#endif
#ifndef S_ISVTX
#define S_ISVTX 0
#endif
#undef S_IWGRP
#define S_IWGRP 0
#undef S_IWOTH
#define S_IWOTH 0

int
windows_open(const char *path, int flags, ...);
FILE *
windows_fopen(const char *path, const char *mode);
int
windows_stat(const char *path, struct stat *st);
int
windows_rename(const char *from, const char *to);
int
windows_unlink(const char *path);
int
windows_mkstemp(char *pattern);
int
windows_mkdir(const char *path, int mode);
DIR *
windows_opendir(const char *path);
int
windows_openat(int folder, const char *name, int flags, ...);
int
windows_fstatat(int folder, const char *name, struct stat *st, int flags);
#define AT_SYMLINK_NOFOLLOW 0
#define openat windows_openat
#define fstatat(folder, name, st, flags) windows_fstatat(folder, name, st, flags)
#define open windows_open
#define fopen windows_fopen
#define stat(path, st) windows_stat(path, st)
#define lstat(path, st) windows_stat(path, st)
#define rename windows_rename
#define unlink windows_unlink
#define mkstemp windows_mkstemp
#define mkdir(path, mode) windows_mkdir(path, mode)
#define opendir windows_opendir

/* Where the program begins is in main.c of this folder. */
#define main mailaccord_main

/* The C library has functions of these names, which are nobody's here. */
#define tell tell_apart_from_io_h

enum { LOCK_SH = 1, LOCK_EX = 2, LOCK_NB = 4, LOCK_UN = 8 };
int
flock(int fd, int how);
#define putc_unlocked _putc_nolock
int
fsync(int fd);
int
fchmod(int fd, unsigned mode);
enum { _SC_PAGESIZE = 1, _SC_NPROCESSORS_ONLN = 2 };
long
sysconf(int what);
ssize_t
pread(int fd, void *to, size_t n, int64_t offset);
char *
realpath(const char *path, char *out);
FILE *
open_memstream(char **bytes, size_t *n);
char *
stpcpy(char *to, const char *from);
void *
memrchr(const void *bytes, int c, size_t n);
void *
memmem(const void *bytes, size_t n, const void *what, size_t k);
char *
strndup(const char *s, size_t n);
struct tm *
gmtime_r(const time_t *t, struct tm *out);
time_t
timegm(struct tm *tm);

/* Rights are looked at where a file is opened; a process has one user here. */
static inline unsigned
geteuid(void)
{
	return 0;
}
#define getuid geteuid
#define getgid geteuid
#define getegid geteuid

#endif
