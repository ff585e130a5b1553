/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * intake/confine.h for Windows: the child is this program once more, which gets
 * the call through a pipe.  It has a token without privileges, of low integrity
 * where the system lets us, and is in a job that limits time and memory, allows
 * no other process, no clipboard, no windows of others, and ends with us.  It
 * could still read files that its user can read: what parsers are given never
 * leads them to.
 */
#include "intake/confine.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/env.h"
#include "base/err.h"
#include "base/lang.h"
#include "intake/bundle-load.h"

enum {
	CPU_SECONDS = 30,
	WALL_SECONDS = 60,
	MEMORY_BYTES = 512 << 20, /* and three times for each byte of input: it is there packed, unpacked, and in the parser */
	SAID_BYTES = 128 << 20,
	PIPE_BYTES = 256 * 1024,
};

/* What a process ends with that used up its time (ntstatus.h). */
#define OUT_OF_QUOTA 0xC0000044u

static const SID_IDENTIFIER_AUTHORITY label_authority = SECURITY_MANDATORY_LABEL_AUTHORITY;

/* ---- the parent ---- */

struct pipe {
	HANDLE handle;
	char *bytes;
	size_t n, capacity, most;
	bool too_much;
};

static DWORD WINAPI
write_all(void *arg)
{
	struct pipe *p = arg;
	DWORD k;
	for (size_t done = 0; done < p->n; done += k)
		if (!WriteFile(p->handle, p->bytes + done, (DWORD)(p->n - done > PIPE_BYTES ? PIPE_BYTES : p->n - done), &k, NULL))
			break;
	CloseHandle(p->handle);
	return 0;
}

static DWORD WINAPI
read_all(void *arg)
{
	struct pipe *p = arg;
	DWORD k;
	do {
		if (p->capacity - p->n < PIPE_BYTES)
			p->bytes = xrealloc(p->bytes, p->capacity = 2 * (p->n + PIPE_BYTES));
		if (!ReadFile(p->handle, p->bytes + p->n, PIPE_BYTES, &k, NULL))
			k = 0;
		p->n += k;
		p->too_much = p->n > p->most;
	} while (k && !p->too_much);
	return 0;
}

static HANDLE
make_job(uint64_t input_bytes)
{
	HANDLE job = CreateJobObjectW(NULL, NULL);
	JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = { 0 };
	JOBOBJECT_BASIC_UI_RESTRICTIONS ui = { JOB_OBJECT_UILIMIT_DESKTOP | JOB_OBJECT_UILIMIT_DISPLAYSETTINGS | JOB_OBJECT_UILIMIT_EXITWINDOWS |
		JOB_OBJECT_UILIMIT_GLOBALATOMS | JOB_OBJECT_UILIMIT_HANDLES | JOB_OBJECT_UILIMIT_READCLIPBOARD |
		JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS | JOB_OBJECT_UILIMIT_WRITECLIPBOARD };
	limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY | JOB_OBJECT_LIMIT_PROCESS_TIME | JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
		JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION;
	limits.BasicLimitInformation.ActiveProcessLimit = 1;
	limits.BasicLimitInformation.PerProcessUserTimeLimit.QuadPart = env_lower("MAILACCORD_PARSE_SECONDS", CPU_SECONDS) * 10000000;
	limits.ProcessMemoryLimit = MEMORY_BYTES + (SIZE_T)(3 * input_bytes);
	if (job && SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits)) {
		(void)SetInformationJobObject(job, JobObjectBasicUIRestrictions, &ui, sizeof ui);
		return job;
	}
	if (job)
		CloseHandle(job);
	return NULL;
}

/* A token like ours without privileges, of low integrity; NULL when there is none to be had. */
static HANDLE
weak_token(void)
{
	HANDLE own = NULL, weak = NULL;
	SID label = { .Revision = SID_REVISION, .SubAuthorityCount = 1, .IdentifierAuthority = label_authority,
		.SubAuthority = { SECURITY_MANDATORY_LOW_RID } };
	TOKEN_MANDATORY_LABEL integrity = { { &label, SE_GROUP_INTEGRITY } };
	if (OpenProcessToken(GetCurrentProcess(), TOKEN_DUPLICATE | TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY | TOKEN_ADJUST_DEFAULT, &own)) {
		if (CreateRestrictedToken(own, DISABLE_MAX_PRIVILEGE, 0, NULL, 0, NULL, 0, NULL, &weak))
			(void)SetTokenInformation(weak, TokenIntegrityLevel, &integrity, sizeof integrity);
		CloseHandle(own);
	}
	return weak;
}

/* Starts the child, suspended; no handle but the two ends of pipes is its own too. */
static bool
start(HANDLE in, HANDLE out, PROCESS_INFORMATION *child)
{
	wchar_t self[MAX_PATH * 16], command[] = L"mailaccord " L"" CONFINE_CHILD;
	DWORD n = GetModuleFileNameW(NULL, self, sizeof self / sizeof *self);
	HANDLE inherited[] = { in, out }, token = weak_token();
	SIZE_T size = 0;
	InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	LPPROC_THREAD_ATTRIBUTE_LIST list = xmalloc(size);
	bool ok = n && n < sizeof self / sizeof *self && InitializeProcThreadAttributeList(list, 1, 0, &size);
	STARTUPINFOEXW info = { .StartupInfo = { .cb = sizeof info, .dwFlags = STARTF_USESTDHANDLES, .hStdInput = in, .hStdOutput = out },
		.lpAttributeList = list };
	DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT;
	if (ok) {
		(void)UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, inherited, sizeof inherited, NULL, NULL);
		/* Somebody who may not hand out tokens is confined by the job alone. */
		ok = (token && CreateProcessAsUserW(token, self, command, NULL, NULL, TRUE, flags, NULL, NULL, &info.StartupInfo, child)) ||
		     CreateProcessW(self, command, NULL, NULL, TRUE, flags, NULL, NULL, &info.StartupInfo, child);
		DeleteProcThreadAttributeList(list);
	}
	free(list);
	if (token)
		CloseHandle(token);
	return ok;
}

/* Feeds the child and listens to it until it ends or its time does. */
static enum confine_outcome
talk(HANDLE job, PROCESS_INFORMATION *child, struct pipe *in, struct pipe *out)
{
	DWORD status = 1, wall = (DWORD)(env_lower("MAILACCORD_PARSE_SECONDS", WALL_SECONDS) * 1000);
	HANDLE threads[] = { CreateThread(NULL, 0, read_all, out, 0, NULL), CreateThread(NULL, 0, write_all, in, 0, NULL) };
	ResumeThread(child->hThread);
	bool ended = threads[0] && WaitForSingleObject(threads[0], wall) == WAIT_OBJECT_0;
	if (!ended || out->too_much)
		TerminateJobObject(job, 1);
	/* With the child gone its ends of the pipes are closed: both threads come to an end. */
	for (int i = 0; i < 2; i++)
		if (threads[i]) {
			WaitForSingleObject(threads[i], INFINITE);
			CloseHandle(threads[i]);
		}
	WaitForSingleObject(child->hProcess, wall);
	GetExitCodeProcess(child->hProcess, &status);
	if (out->too_much)
		return CONFINE_TOO_MUCH;
	if (!ended || status == OUT_OF_QUOTA || status == ERROR_NOT_ENOUGH_QUOTA)
		return CONFINE_TIMED_OUT;
	return status == 0 ? CONFINE_DONE : CONFINE_CRASHED;
}

enum confine_outcome
confine_run(const struct confine_job *job, struct ma_str *said)
{
	enum confine_outcome outcome = CONFINE_CRASHED;
	struct bundle_wire wire = { 0 };
	SECURITY_ATTRIBUTES inherit = { sizeof inherit, NULL, TRUE };
	HANDLE child_in = NULL, child_out = NULL;
	struct pipe in = { 0 }, out = { .most = SAID_BYTES };
	PROCESS_INFORMATION child = { 0 };
	*said = (struct ma_str){ 0 };
	job->prepare(job->job);
	job->pack(job->job, &wire);
	HANDLE limits = make_job(wire.n);
	bool piped = CreatePipe(&child_in, &in.handle, &inherit, PIPE_BYTES) && CreatePipe(&out.handle, &child_out, &inherit, PIPE_BYTES) &&
		     SetHandleInformation(in.handle, HANDLE_FLAG_INHERIT, 0) && SetHandleInformation(out.handle, HANDLE_FLAG_INHERIT, 0);
	bool started = piped && limits && start(child_in, child_out, &child);
	if (child_in)
		CloseHandle(child_in);
	if (child_out)
		CloseHandle(child_out);
	if (started && AssignProcessToJobObject(limits, child.hProcess)) {
		in.bytes = wire.bytes;
		in.n = wire.n;
		outcome = talk(limits, &child, &in, &out);
		in.handle = NULL; /* closed by who wrote to it */
	} else if (started) {
		TerminateProcess(child.hProcess, 1);
	}
	HANDLE all[] = { in.handle, out.handle, child.hThread, child.hProcess, limits };
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i])
			CloseHandle(all[i]);
	free(wire.bytes);
	*said = (struct ma_str){ out.bytes, out.n };
	return outcome;
}

/* ---- the child ---- */

int
confine_child(void)
{
	struct pipe in = { .handle = GetStdHandle(STD_INPUT_HANDLE), .most = SIZE_MAX / 4 };
	struct record_out out = { .fd = STDOUT_FILENO };
	struct loader plugins;
	/* A crash is the parent's to report, not a dialog's. */
	SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
	(void)_setmode(STDOUT_FILENO, _O_BINARY);
	(void)read_all(&in);
	loader_init(&plugins, NULL);
	bool ok = !in.too_much && bundle_unpack_run((struct ma_str){ in.bytes, in.n }, &plugins, &out) && !out.failed;
	loader_fini(&plugins);
	record_out_fini(&out);
	free(in.bytes);
	return ok ? EXIT_CLEAN : EXIT_DATA;
}

const char *
confine_strength(void)
{
	return N_("child process without privileges, in a job with limits on time and memory");
}
