/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	spawn TIMES PROGRAM [ARGUMENT...]
 *
 * Runs the program so many times, one after the other, its output thrown away,
 * and prints for one run on average: seconds of wall clock, seconds of
 * processor (its children too), the peak memory in KiB of its largest process,
 * and the exit status of the last.  It is itself small, since the memory of
 * the caller counts as a child's until that has begun another program.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	int times = argc > 2 ? atoi(argv[1]) : 0, status = 0;
	long peak_kib = 0;
	double wall = 0, cpu = 0;
	posix_spawn_file_actions_t quiet;
	if (times < 1)
		return 64;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	for (int i = 0; i < times; i++) {
		struct rusage use;
		pid_t pid;
		double start = now();
		if (posix_spawnp(&pid, argv[2], &quiet, NULL, argv + 2, environ) != 0 || wait4(pid, &status, 0, &use) != pid)
			return 71;
		wall += now() - start;
		cpu += seconds(use.ru_utime) + seconds(use.ru_stime);
		if (use.ru_maxrss > peak_kib)
			peak_kib = use.ru_maxrss;
	}
	posix_spawn_file_actions_destroy(&quiet);
	printf("%.9f %.9f %ld %d\n", wall / times, cpu / times, peak_kib, WIFEXITED(status) ? WEXITSTATUS(status) : 255);
	return 0;
}
