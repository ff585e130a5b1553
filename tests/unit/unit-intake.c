/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What plugins say goes through a process border: records, confinement, replay.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "intake/confine.h"
#include "intake/replay.h"
#include "t.h"

/* ---- plugins of this test ---- */

static struct ma_at
at(uint32_t line, enum ma_state state)
{
	return (struct ma_at){ .file = 0, .line = line, .state = state };
}

static enum ma_status
parse_good(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	struct ma_account *a = host->account(out, MA_STR("one")), *b = host->account(out, MA_STR("two"));
	(void)files;
	(void)n;
	host->text(a, MA_PROTOCOL, MA_STR("pop3"), at(1, MA_SET));
	host->num(a, MA_LEAVE_ON_SERVER, 1, at(2, MA_SET));
	host->num(a, MA_LEAVE_ON_SERVER, 0, at(3, MA_LOCKED));
	host->text(a, MA_ADDRESSES, MA_STR("a@example.co.jp"), at(4, MA_SET));
	host->text(a, MA_ADDRESSES, MA_STR("b@example.co.jp"), at(5, MA_SET));
	host->text(b, MA_NAME, (struct ma_str){ "M\xfcller\0x", 8 }, at(6, MA_SET));
	host->num(b, MA_LEAVE_ON_SERVER, 1, at(0, MA_UNKNOWN));
	host->text(host->account(out, MA_STR("one")), MA_BCC, MA_STR(""), at(7, MA_SET));
	host->note(out, MA_NOTE_VALUE, at(8, 0), MA_STR("key"));
	return MA_PARSED;
}

static enum ma_status
parse_wrong(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	struct ma_account *a = host->account(out, MA_STR("one"));
	(void)files;
	(void)n;
	host->text(a, MA_PROTOCOL, MA_STR("pigeon"), at(1, MA_SET));
	host->text(a, MA_LEAVE_ON_SERVER, MA_STR("yes"), at(2, MA_SET));
	host->num(a, MA_ENABLED, 2, at(3, MA_SET));
	host->num(a, (enum ma_fact)9999, 2, at(4, MA_SET));
	host->num(a, MA_PORT, 995, (struct ma_at){ .file = 77, .line = 5, .state = MA_SET });
	return MA_PARSED;
}

static enum ma_status
parse_nothing(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	(void)host;
	(void)out;
	(void)files;
	(void)n;
	return MA_UNRECOGNIZED;
}

static enum ma_status
parse_crash(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	parse_good(host, out, files, n);
	raise(SIGSEGV);
	return MA_PARSED;
}

/* What confinement must stop; the accounts tell what was not. */
static enum ma_status
parse_escape(const struct ma_host *host, struct ma_out *out, const struct ma_file *files, size_t n)
{
	(void)files;
	(void)n;
	if (open("/etc/passwd", O_RDONLY) >= 0)
		host->account(out, MA_STR("read a file"));
	if (open("/tmp/mailaccord-escape", O_WRONLY | O_CREAT, 0600) >= 0)
		host->account(out, MA_STR("wrote a file"));
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		host->account(out, MA_STR("opened a connection"));
	return MA_PARSED;
}

static const struct ma_source no_sources[] = { { .role = NULL } };

/* ---- the way through ---- */

struct way {
	const struct ma_plugin *plugin;
	struct ma_file file;
};

static void
run(void *job, struct record_out *out)
{
	struct way *way = job;
	struct ma_parser parser = { sizeof parser, way->plugin->parse };
	record_parse(&parser, &way->file, 1, out);
}

static struct scan *
scan_with(enum ma_status (*parse)(const struct ma_host *, struct ma_out *, const struct ma_file *, size_t))
{
	struct ma_plugin plugin = { sizeof plugin, "test", "Test", no_sources, .parse = parse };
	struct way way = { &plugin, { .role = "x", .path = "x" } };
	struct confine_job job = { .run = run, .job = &way };
	struct scan *scan = scan_new();
	struct arena arena = { 0 };
	struct ma_str said;
	uint32_t file = scan_add_file(scan, "x", "test", 1, FILE_PARSED);
	struct replay replay = { scan, &plugin, "home/work.default", "taro", &file, 1, &arena, NULL, NULL };
	enum confine_outcome outcome = confine_run(&job, &said);
	replay_into_scan(&replay, outcome, said);
	free((char *)said.p);
	scan_sort(scan);
	arena_fini(&arena);
	return scan;
}

static void
takes_what_is_said(void)
{
	struct scan *scan = scan_with(parse_good);
	struct account *one = scan_account(scan, "test/taro/one"), *two = scan_account(scan, "test/taro/two");
	if (t_ok(one && two && scan->n_accounts == 2, "accounts", "are there, each once")) {
		const struct fact *leave = account_fact(one, MA_LEAVE_ON_SERVER);
		t_ok(leave->num == 0 && leave->line == 3 && leave->state == MA_LOCKED, "leave", "the last call counts, with place and state");
		t_text(fact_print(account_fact(one, MA_ADDRESSES), &scan->arena), "a@example.co.jp, b@example.co.jp", "list");
		t_ok(account_knows(one, MA_BCC) && account_fact(one, MA_BCC)->n_items == 0, "bcc", "is known to be empty");
		t_text(account_text(two, MA_NAME), "M\xef\xbf\xbdller\xef\xbf\xbdx", "bad bytes are repaired");
		t_ok(!account_knows(two, MA_LEAVE_ON_SERVER) && two->slot[MA_LEAVE_ON_SERVER], "unknown", "is stated, and unknown");
		t_text(account_text(one, MA_CLIENT), "test", "client is the plugin's name");
		t_text(account_text(one, MA_PROFILE), "work.default", "profile is the folder's name");
		t_text(account_text(one, MA_USER), "taro", "user");
	}
	t_ok(scan->n_notes == 1 && scan->notes[0].line == 8, "note", "has its line");
	scan_free(scan);
}

static void
refuses_what_does_not_fit(void)
{
	struct scan *scan = scan_with(parse_wrong);
	struct account *one = scan_account(scan, "test/taro/one");
	if (t_ok(one != NULL, "account", "is there")) {
		t_ok(!account_knows(one, MA_PROTOCOL), "protocol", "is unknown: the word is none");
		t_ok(!account_knows(one, MA_LEAVE_ON_SERVER), "leave", "is unknown: the type is wrong");
		t_ok(!account_knows(one, MA_ENABLED), "enabled", "is unknown: neither 0 nor 1");
		t_ok(account_fact(one, MA_PORT)->file == FACT_NO_FILE, "port", "has no place: the file is none");
	}
	t_num((long long)scan->n_notes, 4, "a note for each");
	scan_free(scan);
}

static void
outcomes(void)
{
	static const struct {
		const char *row;
		enum ma_status (*parse)(const struct ma_host *, struct ma_out *, const struct ma_file *, size_t);
		enum file_status status;
		size_t notes;
	} rows[] = {
		{ "good", parse_good, FILE_PARSED, 1 },
		{ "not this client's", parse_nothing, FILE_UNRECOGNIZED, 0 },
		{ "crash", parse_crash, FILE_CRASHED, 1 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct scan *scan = scan_with(rows[i].parse);
		t_num(scan->files[0].status, rows[i].status, rows[i].row);
		t_num((long long)scan->n_notes, (long long)rows[i].notes, rows[i].row);
		if (rows[i].parse == parse_crash)
			t_ok(scan->n_accounts == 0 && note_rows[scan->notes[0].kind].blind, "crash", "leaves no half account, and a note that counts");
		scan_free(scan);
	}
}

static void
nothing_escapes(void)
{
	struct scan *scan = scan_with(parse_escape);
	for (size_t i = 0; i < scan->n_accounts; i++)
		t_ok(false, "escape", scan->accounts[i]->id);
	t_num(scan->files[0].status, FILE_PARSED, "the plugin itself went on");
	scan_free(scan);
}

static void
malformed_records(void)
{
	struct record rec;
	unsigned char bytes[200];
	for (size_t n = 0; n < sizeof bytes; n++) {
		memset(bytes, (int)n, sizeof bytes);
		struct ma_str s = { (char *)bytes, n };
		int count = 0;
		while (record_next(&s, &rec))
			count++;
		t_ok(count <= 5 && s.n <= n, "garbage", "ends");
	}
}

static CU_TestInfo tests[] = {
	{ "takes what is said", takes_what_is_said },
	{ "refuses what does not fit", refuses_what_does_not_fit },
	{ "outcomes", outcomes },
	{ "nothing escapes", nothing_escapes },
	{ "malformed records", malformed_records },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_intake = { "intake", tests };
