/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The least that a program must do, to compare with: nothing at all, or reading
 * the bytes and forgetting them.
 *
 *	floor			nothing
 *	floor read FILE		pread in pieces of 1 MiB
 *	floor folder FOLDER	every file of a folder, into one buffer
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PIECE_BYTES = 1 << 20 };

static char piece[PIECE_BYTES];

/* Bytes of the file, -1 when it cannot be read. */
static long long
read_file(int folder, const char *path)
{
	int fd = openat(folder, path, O_RDONLY | O_CLOEXEC);
	long long all = 0;
	ssize_t n = -1;
	while (fd >= 0 && (n = pread(fd, piece, sizeof piece, all)) > 0)
		all += n;
	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : all;
}

static long long
read_folder(const char *path)
{
	DIR *dir = opendir(path);
	long long all = dir ? 0 : -1;
	for (struct dirent *e; all >= 0 && (e = readdir(dir));) {
		long long n = e->d_name[0] == '.' ? 0 : read_file(dirfd(dir), e->d_name);
		all = n < 0 ? -1 : all + n;
	}
	if (dir)
		closedir(dir);
	return all;
}

int
main(int argc, char **argv)
{
	long long all;
	if (argc == 1)
		return 0;
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		all = read_file(AT_FDCWD, argv[2]);
	else if (argc == 3 && strcmp(argv[1], "folder") == 0)
		all = read_folder(argv[2]);
	else
		return 64;
	if (all < 0) {
		perror(argv[2]);
		return 74;
	}
	printf("%lld\n", all);
	return 0;
}
