/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A plugin that does what its file says: one word, one way to misbehave.  The
 * includes and the static state are part of the misbehaviour.
 */
#include <mailaccord/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct ma_source sources[] = {
	{ MA_HOME, ".misbehaves//task", "task", 0, NULL },
	{ 0, NULL, NULL, 0, NULL },
};

struct call {
	const struct ma_host *host;
	struct ma_out *out;
	const struct ma_file *files;
	size_t n_files;
	struct ma_account *account;
};

static const struct ma_at here = { 0, 1, MA_SET };

static void
say(const struct call *c, const char *text)
{
	c->host->text(c->account, MA_NAME, (struct ma_str){ text, strlen(text) }, here);
}

/* A decimal number behind a letter. */
static struct ma_str
numbered(char *buffer, char letter, unsigned long n)
{
	char *p = buffer + 31;
	size_t k = 0;
	do {
		*--p = (char)('0' + n % 10);
		k++;
	} while (n /= 10);
	*--p = letter;
	return (struct ma_str){ p, k + 1 };
}

/* ---- ends early, or never ---- */

static void
crash_segv(struct call *c)
{
	volatile int *volatile nowhere = NULL;
	(void)c;
	*nowhere = 1;
}

static void
crash_abort(struct call *c)
{
	(void)c;
	abort();
}

static void
quit(struct call *c)
{
	(void)c;
	_exit(0);
}

static int
deeper(volatile char *above)
{
	volatile char here_too[4096];
	here_too[0] = *above;
	return *above == 77 ? 0 : deeper(here_too) + here_too[0];
}

static void
recursion(struct call *c)
{
	volatile char top = 1;
	(void)c;
	if (deeper(&top) == 77)
		quit(c);
}

static void
loop(struct call *c)
{
	volatile unsigned long n = 0;
	(void)c;
	for (;;)
		n++;
}

static void
memory(struct call *c)
{
	(void)c;
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
}

/* ---- never stops talking ---- */

static void
endless_wants(struct call *c)
{
	char buffer[32];
	for (unsigned long i = 0;; i++)
		c->host->want(c->out, numbered(buffer, 'w', i), here);
}

static void
many_wants(struct call *c)
{
	char buffer[32];
	for (unsigned long i = 0; i < 300000; i++)
		c->host->want(c->out, numbered(buffer, 'w', i), here);
}

static void
endless_accounts(struct call *c)
{
	char buffer[32];
	for (unsigned long i = 0;; i++)
		c->host->account(c->out, numbered(buffer, 'a', i));
}

static void
endless_facts(struct call *c)
{
	for (;;)
		c->host->text(c->account, MA_ADDRESSES, MA_STR("a@example.jp"), here);
}

static void
many_facts(struct call *c)
{
	char buffer[32];
	for (unsigned long i = 0; i < 100000; i++)
		c->host->text(c->account, MA_ADDRESSES, numbered(buffer, '@', i), here);
}

static void
many_notes(struct call *c)
{
	for (unsigned long i = 0; i < 100000; i++)
		c->host->note(c->out, MA_NOTE_SYNTAX, (struct ma_at){ 0, (uint32_t)i, 0 }, MA_STR("k"));
}

/* ---- says what does not fit ---- */

static void
number_for_text(struct call *c)
{
	c->host->num(c->account, MA_HOST, 1, here);
}

static void
text_for_number(struct call *c)
{
	c->host->text(c->account, MA_PORT, MA_STR("993"), here);
}

static void
wrong_word(struct call *c)
{
	c->host->text(c->account, MA_PROTOCOL, MA_STR("pop4"), here);
}

static void
wrong_bool(struct call *c)
{
	c->host->num(c->account, MA_LEAVE_ON_SERVER, 2, here);
}

static void
wrong_fact(struct call *c)
{
	c->host->num(c->account, (enum ma_fact)9999, 1, here);
}

static void
wrong_note(struct call *c)
{
	c->host->note(c->out, (enum ma_note)9999, here, MA_STR("k"));
}

static void
wrong_file(struct call *c)
{
	c->host->text(c->account, MA_NAME, MA_STR("fine"), (struct ma_at){ 4000000000u, 1, MA_SET });
}

static void
wrong_state(struct call *c)
{
	c->host->text(c->account, MA_NAME, MA_STR("fine"), (struct ma_at){ 0, 1, 77 });
}

static void
no_account(struct call *c)
{
	c->host->text(NULL, MA_NAME, MA_STR("fine"), here);
}

static void
huge_text(struct call *c)
{
	size_t n = 64 << 20;
	char *p = malloc(n);
	memset(p, 'x', n);
	c->host->text(c->account, MA_NAME, (struct ma_str){ p, n }, here);
	free(p);
}

static void
odd_bytes(struct call *c)
{
	c->host->text(c->account, MA_NAME, MA_STR("a\xff\0\x1b[31mb"), here);
}

/* ---- reaches for what is not its own ---- */

static void
open_file(struct call *c)
{
	int fd = open("/etc/passwd", O_RDONLY);
	say(c, fd < 0 ? "refused" : "opened");
}

static void
create_file(struct call *c)
{
	int fd = open("misbehaves.out", O_CREAT | O_WRONLY, 0666);
	say(c, fd < 0 ? "refused" : "created");
}

static void
open_socket(struct call *c)
{
	say(c, socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "opened");
}

static void
fork_process(struct call *c)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	say(c, pid < 0 ? "refused" : "forked");
}

static void
kill_parent(struct call *c)
{
	say(c, kill(getppid(), SIGKILL) != 0 ? "refused" : "killed");
}

static void
run_program(struct call *c)
{
	char *argv[] = { NULL };
	execve("/bin/true", argv, argv);
	say(c, "refused");
}

static void
write_stderr(struct call *c)
{
	ssize_t n = write(STDERR_FILENO, "NOISE\n", 6), k = write(STDOUT_FILENO, "NOISE\n", 6);
	say(c, n < 0 && k < 0 ? "refused" : "written");
}

/* Asks for files it should not see; what came beside the first is told. */
static void
want_outside(struct call *c)
{
	static const char *const paths[] = { "/etc/passwd", "../../../../../../../etc/passwd", "../secret", "../../secret", "link", "", "..", "/" };
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		c->host->want(c->out, (struct ma_str){ paths[i], strlen(paths[i]) }, here);
	say(c, "nothing");
	for (size_t i = 1; i < c->n_files; i++)
		say(c, memchr(c->files[i].bytes.p, ':', c->files[i].bytes.n) ? "got a secret" : "got a file");
}

static void
behave(struct call *c)
{
	say(c, "fine");
}

static const struct {
	const char *word;
	void (*act)(struct call *c);
} ways[] = {
	{ "behave", behave },
	{ "crash-abort", crash_abort },
	{ "crash-segv", crash_segv },
	{ "create-file", create_file },
	{ "endless-accounts", endless_accounts },
	{ "endless-facts", endless_facts },
	{ "endless-wants", endless_wants },
	{ "fork", fork_process },
	{ "huge-text", huge_text },
	{ "kill-parent", kill_parent },
	{ "loop", loop },
	{ "many-facts", many_facts },
	{ "many-notes", many_notes },
	{ "many-wants", many_wants },
	{ "memory", memory },
	{ "no-account", no_account },
	{ "number-for-text", number_for_text },
	{ "odd-bytes", odd_bytes },
	{ "open-file", open_file },
	{ "open-socket", open_socket },
	{ "quit", quit },
	{ "recursion", recursion },
	{ "run-program", run_program },
	{ "text-for-number", text_for_number },
	{ "want-outside", want_outside },
	{ "write-stderr", write_stderr },
	{ "wrong-bool", wrong_bool },
	{ "wrong-fact", wrong_fact },
	{ "wrong-file", wrong_file },
	{ "wrong-note", wrong_note },
	{ "wrong-state", wrong_state },
	{ "wrong-word", wrong_word },
};

static enum ma_status
parse(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n_files)
{
	struct call c = { host, out, files, n_files, host->account(out, MA_STR("one")) };
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		size_t n = strlen(ways[i].word);
		if (files[0].bytes.n == n && memcmp(files[0].bytes.p, ways[i].word, n) == 0) {
			ways[i].act(&c);
			return MA_PARSED;
		}
	}
	/* "wrong-status", and whatever else. */
	return (enum ma_status)77;
}

const struct ma_plugin MAILACCORD_PLUGIN(misbehaves) = { sizeof(struct ma_plugin), "misbehaves", "Misbehaves", sources, .parse = parse };
