/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdbool.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <windows.h>
#include <bcrypt.h>

#include "platform/windows/wide.h"

static int
fail(int number)
{
	errno = number;
	return -1;
}

/* Folders cannot be synced here, and need not be: renaming writes through. */
int
fsync(int fd)
{
	bool ok = FlushFileBuffers((HANDLE)_get_osfhandle(fd)) || GetLastError() == ERROR_ACCESS_DENIED;
	return ok ? 0 : fail(errno_of_windows(GetLastError()));
}

int
fchmod(int fd, unsigned mode)
{
	(void)fd;
	(void)mode;
	return 0;
}

ssize_t
pread(int fd, void *to, size_t n, int64_t offset)
{
	OVERLAPPED at = { .Offset = (DWORD)offset, .OffsetHigh = (DWORD)(offset >> 32) };
	DWORD got = 0;
	if (ReadFile((HANDLE)_get_osfhandle(fd), to, n > INT32_MAX ? INT32_MAX : (DWORD)n, &got, &at))
		return (ssize_t)got;
	return GetLastError() == ERROR_HANDLE_EOF ? 0 : fail(errno_of_windows(GetLastError()));
}

char *
stpcpy(char *to, const char *from)
{
	size_t n = strlen(from);
	memcpy(to, from, n + 1);
	return to + n;
}

void *
memrchr(const void *bytes, int c, size_t n)
{
	const unsigned char *p = bytes;
	while (n--)
		if (p[n] == (unsigned char)c)
			return (void *)(p + n);
	return NULL;
}

void *
memmem(const void *bytes, size_t n, const void *what, size_t k)
{
	const unsigned char *p = bytes, *end = p + n;
	if (!k)
		return (void *)p;
	while ((size_t)(end - p) >= k && (p = memchr(p, *(const unsigned char *)what, (size_t)(end - p) - k + 1))) {
		if (memcmp(p, what, k) == 0)
			return (void *)p;
		p++;
	}
	return NULL;
}

char *
strndup(const char *s, size_t n)
{
	size_t k = strnlen(s, n);
	char *out = malloc(k + 1);
	if (out) {
		memcpy(out, s, k);
		out[k] = 0;
	}
	return out;
}

struct tm *
gmtime_r(const time_t *t, struct tm *out)
{
	return gmtime_s(out, t) == 0 ? out : NULL;
}

time_t
timegm(struct tm *tm)
{
	return _mkgmtime(tm);
}

int
windows_nanosleep(const struct timespec *time, struct timespec *left)
{
	(void)left;
	Sleep((DWORD)(time->tv_sec * 1000 + time->tv_nsec / 1000000));
	return 0;
}

int
windows_clock_gettime(int clock, struct timespec *now)
{
	ULONGLONG ms = GetTickCount64();
	(void)clock;
	*now = (struct timespec){ .tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000 };
	return 0;
}

/* One of the names, which are told apart by their first three letters; the rest of it is taken too. */
static int
take_name(const char **text, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (_strnicmp(*text, names[i], 3) == 0) {
			size_t whole = strlen(names[i]);
			*text += _strnicmp(*text, names[i], whole) == 0 ? whole : 3;
			return i;
		}
	return -1;
}

static int
take_number(const char **text, int most_digits)
{
	int number = 0, digits = 0;
	*text += strspn(*text, " ");
	for (; digits < most_digits && **text >= '0' && **text <= '9'; digits++)
		number = number * 10 + *(*text)++ - '0';
	return digits ? number : -1;
}

char *
strptime(const char *text, const char *format, struct tm *tm)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" };
	static const char *const months[] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December" };
	for (; *format; format++) {
		int got = 0;
		if (*format != '%') {
			if (*text++ != *format)
				return NULL;
			continue;
		}
		switch (*++format) {
		case 'a':
		case 'A': got = tm->tm_wday = take_name(&text, days, 7); break;
		case 'b': got = tm->tm_mon = take_name(&text, months, 12); break;
		case 'd': got = tm->tm_mday = take_number(&text, 2); break;
		case 'H': got = tm->tm_hour = take_number(&text, 2); break;
		case 'M': got = tm->tm_min = take_number(&text, 2); break;
		case 'S': got = tm->tm_sec = take_number(&text, 2); break;
		case 'Y': got = take_number(&text, 4), tm->tm_year = got - 1900; break;
		case 'y': got = take_number(&text, 2), tm->tm_year = got < 69 ? got + 100 : got; break;
		default: got = -1;
		}
		if (got < 0)
			return NULL;
	}
	return (char *)text;
}

/* One byte more, NUL, as the rest of a page would be. */
void *
mmap(void *at, size_t n, int protection, int flags, int fd, long long offset)
{
	char *bytes = malloc(n + 1);
	(void)at, (void)protection, (void)flags;
	for (size_t done = 0; bytes && done < n;) {
		ssize_t k = pread(fd, bytes + done, n - done, offset + (long long)done);
		if (k <= 0) {
			free(bytes);
			return MAP_FAILED;
		}
		done += (size_t)k;
	}
	if (bytes)
		bytes[n] = 0;
	return bytes ? bytes : MAP_FAILED;
}

int
munmap(void *at, size_t n)
{
	(void)n;
	free(at);
	return 0;
}

long
sysconf(int what)
{
	SYSTEM_INFO info;
	GetSystemInfo(&info);
	return what == _SC_PAGESIZE ? (long)info.dwPageSize : (long)info.dwNumberOfProcessors;
}

long
getrandom(void *to, size_t n, unsigned flags)
{
	(void)flags;
	return BCryptGenRandom(NULL, to, (ULONG)n, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0 ? (long)n : fail(EIO);
}

int
getentropy(void *to, size_t n)
{
	return getrandom(to, n, 0) == (long)n ? 0 : -1;
}

void
explicit_bzero(void *bytes, size_t n)
{
	SecureZeroMemory(bytes, n);
}

/* ---- threads ---- */

struct start {
	void *(*run)(void *);
	void *arg;
};

static DWORD WINAPI
run_thread(void *arg)
{
	struct start start = *(struct start *)arg;
	free(arg);
	start.run(start.arg);
	return 0;
}

int
pthread_create(pthread_t *thread, const void *attributes, void *(*run)(void *), void *arg)
{
	struct start *start = malloc(sizeof *start);
	(void)attributes;
	if (!start)
		return ENOMEM;
	*start = (struct start){ run, arg };
	*thread = CreateThread(NULL, 0, run_thread, start, 0, NULL);
	if (*thread)
		return 0;
	free(start);
	return EAGAIN;
}

int
pthread_join(pthread_t thread, void **result)
{
	(void)result;
	WaitForSingleObject(thread, INFINITE);
	CloseHandle(thread);
	return 0;
}

int
pthread_mutex_lock(pthread_mutex_t *mutex)
{
	AcquireSRWLockExclusive((SRWLOCK *)mutex);
	return 0;
}

int
pthread_mutex_unlock(pthread_mutex_t *mutex)
{
	ReleaseSRWLockExclusive((SRWLOCK *)mutex);
	return 0;
}

int
pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	return SleepConditionVariableSRW((CONDITION_VARIABLE *)cond, (SRWLOCK *)mutex, INFINITE, 0) ? 0 : EINVAL;
}

int
pthread_cond_broadcast(pthread_cond_t *cond)
{
	WakeAllConditionVariable((CONDITION_VARIABLE *)cond);
	return 0;
}
