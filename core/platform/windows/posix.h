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
#define O_NOFOLLOW 0x10000000
#define O_NONBLOCK 0
#define O_NOCTTY 0
#ifndef NAME_MAX
#define NAME_MAX 255
#endif

/* ---- files ---- */

/* As POSIX has it.  The owner is 0 when it is us, the system or its
 * administrators; the rights of others are those that anybody else was given. */
struct windows_stat {
	uint64_t st_dev, st_ino;
	unsigned st_mode, st_uid;
	int64_t st_size;
	struct timespec st_mtim;
};
#undef st_mtime
#define st_mtime st_mtim.tv_sec
#ifndef S_ISVTX
#define S_ISVTX 01000
#endif
#undef S_IRWXG
#undef S_IWGRP
#undef S_IRWXO
#undef S_IROTH
#undef S_IWOTH
enum { S_IRWXG = 070, S_IWGRP = 020, S_IRWXO = 07, S_IROTH = 04, S_IWOTH = 02 };

int
windows_open(const char *path, int flags, ...);
FILE *
windows_fopen(const char *path, const char *mode);
int
windows_stat(const char *path, struct windows_stat *st);
int
windows_lstat(const char *path, struct windows_stat *st);
int
windows_lstatat(int folder, const char *name, struct windows_stat *st);
int
windows_openat(int folder, const char *name, int flags);
int
windows_fstat(int fd, struct windows_stat *st);
int
windows_access(const char *path, int how);
int
windows_rename(const char *from, const char *to);
int
windows_link(const char *from, const char *to);
int
windows_unlink(const char *path);
int
windows_mkstemp(char *pattern);
int
windows_mkdir(const char *path);
#define open windows_open
#define fopen windows_fopen
#define stat windows_stat
#define lstat windows_lstat
#define AT_SYMLINK_NOFOLLOW 0
#define openat windows_openat
#define fstatat(folder, name, st, flags) windows_lstatat(folder, name, st)
#define fstat windows_fstat
#define access windows_access
#define rename windows_rename
#define link(from, to) windows_link(from, to)
#define unlink windows_unlink
#define mkstemp windows_mkstemp
#define mkostemp(pattern, flags) windows_mkstemp(pattern)
#define mkdir(path, mode) windows_mkdir(path)

struct windows_dir;
struct windows_dirent {
	char d_name[4 * NAME_MAX];
};
struct windows_dir *
windows_opendir(const char *path);
struct windows_dirent *
windows_readdir(struct windows_dir *dir);
int
windows_closedir(struct windows_dir *dir);
#define DIR struct windows_dir
int
windows_isatty(int fd);
#define isatty windows_isatty
#define dirent windows_dirent
#define opendir windows_opendir
#define readdir windows_readdir
#define closedir windows_closedir

/* ---- the rest ---- */

/* Where the program begins is in main.c of this folder. */
int
mailaccord_main(int argc, char **argv);
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
char *
stpcpy(char *to, const char *from);
void *
memrchr(const void *bytes, int c, size_t n);
void *
windows_memmem(const void *bytes, size_t n, const void *what, size_t k);
#define memmem windows_memmem /* a library has one of its own */
char *
strndup(const char *s, size_t n);
struct tm *
gmtime_r(const time_t *t, struct tm *out);
time_t
timegm(struct tm *tm);
int
windows_nanosleep(const struct timespec *time, struct timespec *left);
/* The clock that nobody sets, whichever is asked for. */
int
windows_clock_gettime(int clock, struct timespec *now);
#define nanosleep windows_nanosleep
#define clock_gettime windows_clock_gettime
#ifndef CLOCK_MONOTONIC
#define CLOCK_MONOTONIC 1
#endif
/* Of its letters a A b d H M S y Y, with English names. */
char *
strptime(const char *text, const char *format, struct tm *tm);
void
explicit_bzero(void *bytes, size_t n);
int
getentropy(void *to, size_t n);

/* A process has one user here: who may do what is in struct stat. */
static inline unsigned
geteuid(void)
{
	return 0;
}
#define getuid geteuid
#define getgid geteuid
#define getegid geteuid

#endif
