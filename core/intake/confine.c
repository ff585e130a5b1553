/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "intake/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#include "base/env.h"
#include "base/err.h"
#include "base/lang.h"

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* MAILACCORD_PARSE_SECONDS in the environment lowers both times. */
enum {
	CPU_SECONDS = 30,
	WALL_SECONDS = 60,
	MEMORY_BYTES = 512 << 20, /* beside what there is, and twice for each byte of input */
	SAID_BYTES = 128 << 20,
};

static int64_t
seconds(int64_t most)
{
	return env_lower("MAILACCORD_PARSE_SECONDS", most);
}

static void
limit(int what, rlim_t value)
{
	struct rlimit r = { value, value };
	(void)setrlimit(what, &r);
}

#if defined(HAVE_SECCOMP) && !defined(SANITIZED)
/* The system calls that computing, memory and writing to the pipe need; all others fail with EPERM. */
static void
filter_system_calls(void)
{
	static const int allowed[] = {
		SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(close), SCMP_SYS(fstat),
		SCMP_SYS(newfstatat), SCMP_SYS(lseek), SCMP_SYS(brk), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap),
		SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(gettimeofday),
		SCMP_SYS(clock_gettime), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack), SCMP_SYS(exit), SCMP_SYS(exit_group),
	};
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!filter)
		return;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		(void)seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	/* abort(3) signals the process itself; nobody else may be signalled. */
	struct scmp_arg_cmp itself = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid(), .datum_b = 0 };
	(void)seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself);
	(void)seccomp_load(filter);
	seccomp_release(filter);
}
#endif

/* Everything that is open but FD: what a parser writes must not reach the
 * terminal or a file of ours.  Sanitizers keep standard error to speak to. */
static void
close_all_but(int fd)
{
#ifdef SANITIZED
	int first = STDERR_FILENO + 1;
#else
	int first = 0;
#endif
#ifdef HAVE_CLOSE_RANGE
	if (fd > first)
		close_range((unsigned)first, (unsigned)fd - 1, 0);
	close_range((unsigned)fd + 1, ~0u, 0);
#else
	long open_max = sysconf(_SC_OPEN_MAX);
	for (int i = first; i < (open_max > 0 && open_max < 65536 ? open_max : 65536); i++)
		if (i != fd)
			close(i);
#endif
}

/* Bytes of addresses the process has already, after its many scans perhaps. */
static uint64_t
bytes_in_use(void)
{
	char text[32] = "";
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
		text[0] = 0;
	if (fd >= 0)
		close(fd);
	return strtoull(text, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
close_the_doors(uint64_t input_bytes, int fd)
{
	uint64_t before = bytes_in_use();
	close_all_but(fd);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_CPU, (rlim_t)seconds(CPU_SECONDS));
	limit(RLIMIT_FSIZE, 0);
	/* Descriptors that are open stay usable, no new one can be had: no file, no socket. */
	limit(RLIMIT_NOFILE, 0);
#ifdef SANITIZED
	(void)before;
	(void)input_bytes;
#else
	limit(RLIMIT_AS, (rlim_t)(before + MEMORY_BYTES + input_bytes * 2));
#ifdef HAVE_SECCOMP
	filter_system_calls();
#endif
#endif
}

_Noreturn static void
child(const struct confine_job *job, int fd)
{
	struct record_out out = { .fd = fd };
	/* A crash is the parent's to report, not a debugger's or a terminal's. */
	static const int ours[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGXCPU, SIGPIPE };
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		signal(ours[i], SIG_DFL);
	if (job->prepare)
		job->prepare(job->job);
	close_the_doors(job->input_bytes, fd);
	job->run(job->job, &out);
	_exit(out.failed ? 1 : 0);
}

static int64_t
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads until the child closes its end. */
static enum confine_outcome
listen_to(int fd, struct ma_str *said)
{
	unsigned char *bytes = NULL;
	size_t n = 0, capacity = 0;
	int64_t end = now_ms() + seconds(WALL_SECONDS) * 1000;
	enum confine_outcome outcome = CONFINE_DONE;
	for (;;) {
		int64_t left = end - now_ms();
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0) {
			outcome = CONFINE_TIMED_OUT;
			break;
		}
		if (capacity - n < 64 * 1024) {
			capacity = capacity ? capacity * 2 : 128 * 1024;
			bytes = xrealloc(bytes, capacity);
		}
		ssize_t k = read(fd, bytes + n, capacity - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			break;
		n += (size_t)k;
		if (n > SAID_BYTES) {
			outcome = CONFINE_TOO_MUCH;
			break;
		}
	}
	*said = (struct ma_str){ (char *)bytes, n };
	return outcome;
}

enum confine_outcome
confine_run(const struct confine_job *job, struct ma_str *said)
{
	int ends[2];
	*said = (struct ma_str){ 0 };
	if (pipe(ends) != 0)
		return CONFINE_CRASHED;
	pid_t pid = fork();
	if (pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return CONFINE_CRASHED;
	}
	if (pid == 0) {
		close(ends[0]);
		child(job, ends[1]);
	}
	close(ends[1]);
	enum confine_outcome outcome = listen_to(ends[0], said);
	close(ends[0]);
	if (outcome != CONFINE_DONE)
		kill(pid, SIGKILL);
	int status = 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (outcome == CONFINE_DONE && WIFSIGNALED(status))
		outcome = WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? CONFINE_TIMED_OUT : CONFINE_CRASHED;
	else if (outcome == CONFINE_DONE && WEXITSTATUS(status) != 0)
		outcome = CONFINE_CRASHED;
	return outcome;
}

/* Here a child is this very process, forked. */
int
confine_child(void)
{
	return EXIT_USAGE;
}

const char *
confine_strength(void)
{
#if defined(HAVE_SECCOMP) && !defined(SANITIZED)
	return N_("child process, no new files, limits on time and memory, system calls filtered");
#else
	return N_("child process, no new files, limits on time and memory");
#endif
}
