/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leaves a workstation: names of users, and which accounts stay.
 */
#include <stdlib.h>
#include <string.h>

#include "model/reduce.h"
#include "t.h"

static const char *
alias(const void *ctx, const char *user, struct arena *arena)
{
	(void)ctx;
	return arena_printf(arena, "<%zu>", strlen(user));
}

/* Users are "taro", "taro.yamada" and, from a path, "sato". */
static const struct {
	const char *text, *want;
} names[] = {
	{ "C:\\Users\\Taro\\AppData", "C:\\Users\\<4>\\AppData" },
	{ "/home/taro.yamada/.thunderbird", "/home/<11>/.thunderbird" },
	{ "D:/Users/sato/mail.pst", "D:/Users/<4>/mail.pst" },
	{ "C:\\Users\\Public\\Mail", "C:\\Users\\Public\\Mail" },
	{ "abcd.taro", "abcd.<4>" },
	{ "taro-work TARO", "<4>-work <4>" },
	{ "kentaro/tarou/taro1", "kentaro/tarou/taro1" },
	{ "taro@example.co.jp.pst", "taro@example.co.jp.pst" },
	{ "太taro", "太taro" },
	{ "", "" },
};

static void
test_names(void)
{
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct scan *scan = scan_new();
		struct policy policy;
		static const char *const users[] = { "taro", "TARO.yamada" };
		policy_init(&policy, "2026-01-01");
		for (size_t k = 0; k < 2; k++) {
			struct account *a = scan_add_account(scan, "thunderbird", k ? "thunderbird/taro.yamada/x" : "thunderbird/taro/x");
			account_put_text(a, &scan->arena, MA_USER, users[k]);
			account_put_text(a, &scan->arena, MA_PROFILE, names[i].text);
			account_put_text(a, &scan->arena, MA_LOGIN, "taro");
			account_put_text(a, &scan->arena, MA_STORE, "E:\\users\\Sato\\x.pst");
		}
		scan_add_file(scan, names[i].text, "thunderbird", 1, FILE_PARSED);
		scan_add_store(scan, &(struct scan_store){ .client = "thunderbird", .path = names[i].text, .account = "thunderbird/taro/x", .user = "Taro" });
		scan_add_note(scan, MA_NOTE_SYNTAX, "thunderbird", 0, 1, names[i].text);
		const struct reduce how = { .policy = &policy, .alias = alias };
		struct scan *less = scan_reduce(scan, &how);
		t_num((long long)less->n_accounts, 2, names[i].text);
		t_text(less->files[0].path, names[i].want, names[i].text);
		t_text(less->notes[0].key, names[i].want, names[i].text);
		t_text(less->stores[0].path, names[i].want, names[i].text);
		t_text(less->stores[0].account, "thunderbird/<4>/x", names[i].text);
		t_text(less->stores[0].user, "<4>", names[i].text);
		t_text(account_text(less->accounts[0], MA_PROFILE), names[i].want, names[i].text);
		t_text(less->accounts[0]->id, "thunderbird/<11>/x", "id");
		t_text(account_text(less->accounts[0], MA_USER), "<11>", "user");
		t_text(account_text(less->accounts[1], MA_USER), "<4>", "user");
		t_text(account_text(less->accounts[1], MA_LOGIN), "taro", "a login is no user");
		t_text(account_text(scan->accounts[0], MA_PROFILE), names[i].text, "the scan itself is as it was");
		t_ok(less->withheld.users && !less->withheld.n, names[i].text, "says so");
		scan_free(less);
		scan_free(scan);
	}
}

/* The target is info@example.co.jp. */
static const struct {
	const char *name, *login, *host, *address; /* NULL: unknown */
	bool cloud, stays;
} accounts[] = {
	{ "the target itself", "info@example.co.jp", "pop.example.co.jp", NULL, false, true },
	{ "in other letters", " Recent:INFO@Example.co.jp", "pop.example.co.jp", NULL, false, true },
	{ "completed", "info", "pop.example.co.jp", "info@example.co.jp", false, true },
	{ "its local part, at a server of many domains", "info", "pop.hoster.example", "info@other.example", false, true },
	{ "its local part, completed elsewhere", "info", "pop.other.example", "info@other.example", false, false },
	{ "spelt with a percent sign", "info%example.co.jp", "pop.hoster.example", "x@other.example", false, true },
	{ "a number with its address", "u1234", "pop.hoster.example", "info@example.co.jp", false, true },
	{ "a number with another's", "u1234", "pop.hoster.example", "taro@example.co.jp", false, true },
	{ "a login that nothing explains", "taro", "pop.hoster.example", NULL, false, true },
	{ "behind a proxy, and nameless", NULL, "127.0.0.1", NULL, false, true },
	{ "settings in a cloud", NULL, NULL, NULL, true, true },
	{ "somebody's own", "taro@example.co.jp", "pop.example.co.jp", "taro@example.co.jp", false, false },
	{ "somebody's own, bare", "taro", "pop.example.co.jp", "taro@example.co.jp", false, false },
	{ "of another domain", "info@other.example", "pop.other.example", "info@other.example", false, false },
	{ "behind a proxy, and named", "taro@other.example", "127.0.0.1", NULL, false, false },
};

static void
test_accounts(void)
{
	static const char *targets[] = { "Info@example.co.jp" };
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++) {
		struct scan *scan = scan_new();
		struct policy policy;
		policy_init(&policy, "2026-01-01");
		policy.targets = targets;
		policy.n_targets = 1;
		struct account *a = scan_add_account(scan, "p", "p/1");
		scan_add_file(scan, "C:\\a", "p", 1, FILE_PARSED);
		scan_add_file(scan, "C:\\b", "p", 1, FILE_PARSED);
		scan_add_file(scan, "C:\\c", "p", 1, FILE_DAMAGED);
		scan_add_note(scan, MA_NOTE_SYNTAX, "p", 1, 1, "secret");
		scan->tells_stores = true;
		scan_add_store(scan, &(struct scan_store){ .client = "p", .account = "p/1", .path = "C:\\secret.pst" });
		scan_add_store(scan, &(struct scan_store){ .client = "p", .path = "C:\\diary.pst" });
		scan_add_note(scan, MA_NOTE_DAMAGED, "p", 2, 1, NULL);
		if (accounts[i].login)
			account_put_text(a, &scan->arena, MA_LOGIN, accounts[i].login);
		if (accounts[i].host)
			account_put_text(a, &scan->arena, MA_HOST, accounts[i].host);
		if (accounts[i].address)
			account_put_item(a, &scan->arena, MA_ADDRESSES, accounts[i].address);
		if (accounts[i].cloud)
			account_put_num(a, &scan->arena, MA_SETTINGS_IN_CLOUD, 1);
		for (size_t k = 0; k < a->n_facts; k++)
			a->facts[k].file = 1;
		const struct reduce how = { .policy = &policy };
		struct scan *less = scan_reduce(scan, &how);
		t_num((long long)less->n_accounts, accounts[i].stays, accounts[i].name);
		t_num((long long)less->withheld.n, !accounts[i].stays, accounts[i].name);
		t_num((long long)less->n_stores, accounts[i].stays ? 2 : 0, accounts[i].name);
		t_ok(less->tells_stores, accounts[i].name, "it was looked for");
		/* What could not be read stays with its file; the client stays known. */
		t_num((long long)less->n_notes, accounts[i].stays ? 2 : 1, accounts[i].name);
		t_num((long long)less->n_files, accounts[i].stays ? 3 : 1, accounts[i].name);
		const struct scan_note *note = &less->notes[less->n_notes - 1];
		t_text(less->files[note->file].path, "C:\\c", accounts[i].name);
		scan_free(less);
		scan_free(scan);
	}
}

/* What of a mailbox is whole when all were asked for info@example.co.jp. */
static const struct {
	const char *name, *login, *typed, *address, *other_address;
	bool whole;
} mailboxes[] = {
	{ "the target", "info@example.co.jp", "info@example.co.jp", "info@example.co.jp", NULL, true },
	{ "and its other identity", "info@example.co.jp", "info@example.co.jp", "sales@example.co.jp", NULL, true },
	{ "another", "taro@example.co.jp", "taro@example.co.jp", "taro@example.co.jp", NULL, false },
	{ "bare", "info", "info", "info@example.co.jp", NULL, true },
	{ "bare, or of another domain", "info", "info", "info@example.co.jp", "x@other.example", false },
	{ "bare, and of no domain", "info", "info", NULL, NULL, false },
	{ "a number", "u1234", "u1234", "info@example.co.jp", NULL, false },
	{ "only completed, with another name", "info@example.co.jp", "info", "sales@example.co.jp", NULL, false },
};

static void
test_whole(void)
{
	static const char *const targets[] = { "info@example.co.jp" };
	for (size_t i = 0; i < sizeof mailboxes / sizeof *mailboxes; i++) {
		struct scan *scan = scan_new();
		struct account *a = scan_add_account(scan, "p", "p/1");
		const char *addresses[] = { mailboxes[i].address, mailboxes[i].other_address };
		account_put_text(a, &scan->arena, MA_LOGIN, mailboxes[i].typed);
		const struct mailbox m = {
			.login = mailboxes[i].login,
			.accounts = &a,
			.n_accounts = 1,
			.addresses = addresses,
			.n_addresses = (size_t)!!addresses[0] + !!addresses[1],
			.resolved = true,
		};
		t_ok(reduce_covers(&m, targets, 1) == mailboxes[i].whole, mailboxes[i].name, "whole");
		scan_free(scan);
	}
}

static const CU_TestInfo tests[] = {
	{ "names of users", test_names },
	{ "which accounts stay", test_accounts },
	{ "which mailboxes are whole", test_whole },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_reduce = { "reduce", tests };
