/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/str.h"
#include "model/mailbox.h"
#include "model/provider.h"
#include "t.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const char *const lolipop_hosts[] = { "*.lolipop.jp" };
static const char *const lolipop_domains[] = { "shop.example.jp", "office.example.jp" };
static const char *const isp_hosts[] = { "mail.isp.example.net", "192.0.2.7" };
static const char *const isp_domains[] = { "example.net" };
static const struct policy_provider site_providers[] = {
	{ .name = "lolipop", .hosts = (const char **)lolipop_hosts, 1, .domains = (const char **)lolipop_domains, 2, .expire_days = POLICY_UNSET },
	{ .name = "isp", .hosts = (const char **)isp_hosts, 2, .domains = (const char **)isp_domains, 1, .expire_days = POLICY_UNSET },
};

static struct policy
policy_with_providers(void)
{
	struct policy policy;
	policy_init(&policy, "2026-01-01");
	policy.providers = (struct policy_provider *)site_providers;
	policy.n_providers = ROWS(site_providers);
	return policy;
}

static void
put(struct account *a, struct arena *arena, enum ma_fact fact, const char *value)
{
	if (value && fact == MA_ADDRESSES)
		for (const char *p = value; *p; p += strspn(p, " ")) {
			size_t n = strcspn(p, " ");
			account_put_item(a, arena, fact, arena_copy(arena, p, n));
			p += n;
		}
	else if (value)
		account_put_text(a, arena, fact, value);
}

/* The one table of who is who: protocol, host, login, addresses -> "login@server" or why not. */
static const struct {
	const char *row, *protocol, *host, *login, *addresses, *key;
} keys[] = {
	{ "full login", "pop3", "pop.example.co.jp", "info@example.co.jp", "info@example.co.jp", "info@example.co.jp@example.co.jp" },
	{ "imap of the same server", "imap", "imap.example.co.jp", "info@example.co.jp", NULL, "info@example.co.jp@example.co.jp" },
	{ "mail of the same server", "imap", "mail.example.co.jp", "info@example.co.jp", NULL, "info@example.co.jp@example.co.jp" },
	{ "letter case, root dot, blanks", "pop3", "POP.Example.CO.JP.", " Info@Example.co.jp ", NULL, "info@example.co.jp@example.co.jp" },
	{ "bare login completed", "pop3", "pop.example.co.jp", "info", "info@example.co.jp", "info@example.co.jp@example.co.jp" },
	{ "hidden client: From is a person", "pop3", "pop.example.co.jp", "info", "tanaka@example.co.jp", "info@example.co.jp@example.co.jp" },
	{ "hidden client: full login", "pop3", "pop.example.co.jp", "info@example.co.jp", "tanaka@example.co.jp", "info@example.co.jp@example.co.jp" },
	{ "bare login, foreign host", "pop3", "pop.provider.example", "info", "info@example.co.jp", "info@provider.example" },
	{ "bare login, no address", "pop3", "pop.example.co.jp", "info", NULL, "info@example.co.jp" },
	{ "domain is no suffix by letters", "pop3", "pop.badexample.jp", "info", "info@example.jp", "info@badexample.jp" },
	{ "a top-level domain owns nobody", "pop3", "pop.example.jp", "info", "info@jp", "info@example.jp" },
	{ "two domains fit, one has the login", "pop3", "pop.sub.example.jp", "info", "info@example.jp x@sub.example.jp", "info@example.jp@sub.example.jp" },
	{ "two domains fit, none has it", "pop3", "pop.sub.example.jp", "info", "y@example.jp x@sub.example.jp", "info@sub.example.jp" },
	{ "recent:", "pop3", "pop.gmail.com", "recent:info@example.com", NULL, "info@example.com@gmail.com" },
	{ "recent: in capitals", "pop3", "pop.gmail.com", "Recent:info@example.com", NULL, "info@example.com@gmail.com" },
	{ "other separators are not guessed", "pop3", "pop.example.jp", "info%example.jp", "info@other.example", "info%example.jp@example.jp" },
	{ "provider joins its names", "imap", "imap4.lolipop.jp", "info@shop.example.jp", NULL, "info@shop.example.jp@lolipop" },
	{ "provider completes by its domains", "pop3", "pop3.lolipop.jp", "info", "info@office.example.jp", "info@office.example.jp@lolipop" },
	{ "not of the provider's domains", "pop3", "pop3.lolipop.jp", "info", "info@else.example", "info@lolipop" },
	{ "provider of one domain", "pop3", "192.0.2.7", "info", "tanaka@gmail.example", "info@example.net@isp" },
	{ "no label to spare", "pop3", "mail.jp", "info@mail.jp", NULL, "info@mail.jp@mail.jp" },
	{ "not a service label", "pop3", "server7.example.jp", "a@b.example", NULL, "a@b.example@server7.example.jp" },
	{ "IP literal stays whole", "pop3", "192.0.2.9", "a@b.example", NULL, "a@b.example@192.0.2.9" },
	{ "exchange without login", "exchange", NULL, NULL, "Info@Example.com", "info@example.com@exchange" },
	{ "exchange with host", "exchange", "outlook.office365.com", NULL, "info@example.com", "info@example.com@outlook.office365.com" },
	{ "loopback", "pop3", "127.0.0.1", "info@example.jp", NULL, "? a local proxy hides the server" },
	{ "localhost", "pop3", "LOCALHOST", "info@example.jp", NULL, "? a local proxy hides the server" },
	{ "IPv6 loopback", "pop3", "::1", "info@example.jp", NULL, "? a local proxy hides the server" },
	{ "127 as a name is not loopback", "pop3", "127.example.jp", "a@b.example", NULL, "a@b.example@127.example.jp" },
	{ "no host", "pop3", NULL, "info@example.jp", NULL, "? its settings name no server" },
	{ "empty host", "pop3", "", "info@example.jp", NULL, "? its settings name no server" },
	{ "no login", "pop3", "pop.example.jp", NULL, "info@example.jp", "? its settings name no login" },
	{ "gmail: imap and pop are one", "imap", "imap.gmail.com", "info@example.com", NULL, "info@example.com@gmail.com" },
	{ "gmail: under its other name", "pop3", "POP.googlemail.com.", "info@example.com", NULL, "info@example.com@gmail.com" },
	{ "gmail: a bare login is gmail's own", "imap", "imap.gmail.com", "shop", "info@example.com", "shop@gmail.com@gmail.com" },
	{ "a name like gmail's is not gmail", "imap", "imap.gmail.com.example.jp", "a@b.example", NULL, "a@b.example@gmail.com.example.jp" },
	{ "microsoft under an old name", "pop3", "pop3.live.com", "info@example.com", NULL, "info@example.com@outlook.office365.com" },
	{ "microsoft under its name", "imap", "outlook.office365.com", "info@example.com", NULL, "info@example.com@outlook.office365.com" },
	{ "icloud completes what the address says", "imap", "imap.mail.me.com", "shop", "shop@me.com", "shop@me.com@icloud.com" },
	{ "icloud does not guess among its domains", "imap", "imap.mail.me.com", "shop", "info@example.com", "shop@icloud.com" },
	{ "yahoo japan: bare login", "pop3", "pop.mail.yahoo.co.jp", "shop", "shop@yahoo.co.jp", "shop@yahoo.co.jp@yahoo.co.jp" },
	{ "yahoo japan is not yahoo", "imap", "imap.mail.yahoo.com", "shop@yahoo.co.jp", NULL, "shop@yahoo.co.jp@yahoo.com" },
	{ "ocn", "pop3", "pop.ocn.ne.jp", "a@b.ocn.ne.jp", NULL, "a@b.ocn.ne.jp@ocn.ne.jp" },
	{ "one machine of a hoster", "imap", "sv1234.xserver.jp", "info@example.jp", NULL, "info@example.jp@sv1234.xserver.jp" },
	{ "another machine is another server", "imap", "sv5678.xserver.jp", "info@example.jp", NULL, "info@example.jp@sv5678.xserver.jp" },
	{ "a customer's name is a machine", "pop3", "example.sakura.ne.jp", "info@example.jp", NULL, "info@example.jp@example.sakura.ne.jp" },
	{ "recent: alone", "pop3", "pop.example.jp", "recent:", NULL, "? its settings name no login" },
};

static void
test_keys(void)
{
	struct policy policy = policy_with_providers();
	for (size_t i = 0; i < ROWS(keys); i++) {
		struct scan *scan = scan_new();
		struct account *a = scan_add_account(scan, "x", "x/1");
		put(a, &scan->arena, MA_PROTOCOL, keys[i].protocol);
		put(a, &scan->arena, MA_HOST, keys[i].host);
		put(a, &scan->arena, MA_LOGIN, keys[i].login);
		put(a, &scan->arena, MA_ADDRESSES, keys[i].addresses);
		struct mailbox_key key = mailbox_key(a, &policy, &scan->arena);
		const char *got = key.resolved ? arena_printf(&scan->arena, "%s@%s", key.login, key.server)
					       : arena_printf(&scan->arena, "? %s", key.why);
		t_text(got, keys[i].key, keys[i].row);
		scan_free(scan);
	}
}

/* An office, one line an account: "PC client protocol host login addresses". */
struct seat {
	const char *pc, *client, *protocol, *host, *login, *addresses, *enabled;
};

static struct scan *
seat_scan(const struct seat *s)
{
	struct scan *scan = scan_new();
	scan->workstation = (struct workstation){ .id = s->pc, .name = s->pc };
	struct account *a = scan_add_account(scan, s->client, arena_printf(&scan->arena, "%s/1", s->client));
	put(a, &scan->arena, MA_CLIENT, s->client);
	put(a, &scan->arena, MA_PROTOCOL, s->protocol);
	put(a, &scan->arena, MA_HOST, s->host);
	put(a, &scan->arena, MA_LOGIN, s->login);
	put(a, &scan->arena, MA_ADDRESSES, s->addresses);
	if (s->enabled)
		account_parse_fact(a, &scan->arena, MA_ENABLED, s->enabled);
	account_sort(a);
	return scan;
}

/* "address(accounts/clients[ shared][ doubtful][ unresolved]) ..." and "| a ~ b" for doubts. */
static const char *
group(const struct seat *seats, size_t n, const struct policy *policy, struct arena *arena)
{
	struct scan *scans[8];
	struct mailboxes boxes;
	const char *text = "";
	for (size_t i = 0; i < n; i++)
		scans[i] = seat_scan(&seats[i]);
	mailbox_group(scans, n, policy, arena, &boxes);
	for (size_t i = 0; i < boxes.n; i++) {
		const struct mailbox *m = &boxes.all[i];
		text = arena_printf(arena, "%s%s%s(%zu/%zu%s%s%s)", text, i ? " " : "", m->address, m->n_accounts, m->n_clients,
		    m->shared ? " shared" : "", m->doubtful ? " doubtful" : "", m->resolved ? "" : " unresolved");
	}
	for (size_t i = 0; i < boxes.n_doubts; i++)
		text = arena_printf(arena, "%s | %s ~ %s", text, boxes.doubts[i].a->key, boxes.doubts[i].b->key);
	for (size_t i = 0; i < n; i++)
		scan_free(scans[i]);
	return text;
}

#define INFO "info@example.jp"
static const struct {
	const char *row;
	struct seat seats[4];
	const char *mailboxes;
} groups[] = {
	{ "two PCs, one mailbox",
	    { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL }, { "b", "ol", "imap", "imap.example.jp", "info", "tanaka@example.jp", NULL } },
	    "info@example.jp(2/2 shared)" },
	{ "alone", { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL } }, "info@example.jp(1/1)" },
	{ "switched off does not count",
	    { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", INFO, INFO, "no" } },
	    "info@example.jp(1/1)" },
	{ "unknown whether on counts",
	    { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", INFO, INFO, "unknown" } },
	    "info@example.jp(2/2 shared)" },
	{ "an address does not join",
	    { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "tanaka@example.jp", INFO, NULL } },
	    "info@example.jp(1/1) tanaka@example.jp(1/1)" },
	{ "equal bare logins are one",
	    { { "a", "tb", "pop3", "pop.isp.example", "info", INFO, NULL }, { "b", "ol", "pop3", "pop.isp.example", "INFO", INFO, NULL } },
	    "info@example.jp(2/2 shared)" },
	{ "bare and full at one server are a doubt",
	    { { "a", "tb", "pop3", "pop.isp.example", "info", INFO, NULL }, { "b", "ol", "pop3", "pop.isp.example", INFO, INFO, NULL } },
	    "info@example.jp(1/1 doubtful) info@example.jp(1/1 doubtful) | info@example.jp@isp.example ~ info@isp.example" },
	{ "bare of another domain is none",
	    { { "a", "tb", "pop3", "pop.isp.example", "info", "info@other.example", NULL }, { "b", "ol", "pop3", "pop.isp.example", INFO, INFO, NULL } },
	    "info@example.jp(1/1) info@other.example(1/1)" },
	{ "bare login of a person who writes from elsewhere",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "info", "tanaka@freemail.example", NULL } },
	    "info@example.jp(1/1 doubtful) tanaka@freemail.example(1/1 doubtful) | info@example.jp@example.jp ~ info@example.jp" },
	{ "bare login of a person at a server of another name",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "192.0.2.5", "info", "tanaka@example.jp", NULL } },
	    "info@example.jp(1/1 doubtful) tanaka@example.jp(1/1 doubtful) | info@example.jp@example.jp ~ info@192.0.2.5" },
	{ "another bare login there is none",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "192.0.2.5", "tanaka", "tanaka@example.jp", NULL } },
	    "info@example.jp(1/1) tanaka@example.jp(1/1)" },
	{ "a sign for the at sign is a doubt",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "info%example.jp", "tanaka@other.example", NULL } },
	    "info@example.jp(1/1 doubtful) tanaka@other.example(1/1 doubtful) | info@example.jp@example.jp ~ info%example.jp@example.jp" },
	{ "a sign for the at sign, and a domain that was added",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "info+example.jp", "tanaka@example.jp", NULL } },
	    "info+example.jp@example.jp(1/1 doubtful) info@example.jp(1/1 doubtful) | info+example.jp@example.jp@example.jp ~ info@example.jp@example.jp" },
	{ "a number given by the provider, and the address itself",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "m0012345", INFO, NULL } },
	    "info@example.jp(1/1 doubtful) m0012345@example.jp(1/1 doubtful) | info@example.jp@example.jp ~ m0012345@example.jp@example.jp" },
	{ "a person behind the bare login that others use in full, and her own mailbox",
	    { { "a", "tb", "imap", "imap.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.example.jp", "info", "tanaka@example.jp", NULL },
		{ "c", "tb", "imap", "imap.example.jp", "tanaka@example.jp", "tanaka@example.jp", NULL } },
	    "info@example.jp(2/2 shared) tanaka@example.jp(1/1)" },
	{ "one name at two servers is a doubt",
	    { { "a", "tb", "pop3", "pop.old.example", INFO, INFO, NULL }, { "b", "ol", "pop3", "pop.new.example", INFO, INFO, NULL } },
	    "info@example.jp(1/1 doubtful) info@example.jp(1/1 doubtful) | info@example.jp@new.example ~ info@example.jp@old.example" },
	{ "behind a proxy is a doubt",
	    { { "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL }, { "b", "ol", "pop3", "localhost", INFO, INFO, NULL } },
	    "info@example.jp(1/1 doubtful unresolved) info@example.jp(1/1 doubtful) | ?b/ol/1 ~ info@example.jp@example.jp" },
	{ "unresolved ones stay apart",
	    { { "a", "tb", "pop3", "pop.example.jp", NULL, "x@example.jp", NULL }, { "b", "ol", "pop3", "pop.example.jp", NULL, "y@example.jp", NULL } },
	    "x@example.jp(1/1 unresolved) y@example.jp(1/1 unresolved)" },
};

static void
test_groups(void)
{
	struct policy policy;
	policy_init(&policy, NULL);
	for (size_t i = 0; i < ROWS(groups); i++) {
		struct arena arena = { 0 };
		size_t n = 0;
		while (n < 4 && groups[i].seats[n].pc)
			n++;
		t_text(group(groups[i].seats, n, &policy, &arena), groups[i].mailboxes, groups[i].row);
		arena_fini(&arena);
	}
}

static void
test_policy(void)
{
	static const struct seat seats[] = {
		{ "a", "tb", "pop3", "pop.example.jp", INFO, INFO, NULL },
		{ "b", "tb", "pop3", "pop.example.jp", "tanaka@example.jp", "tanaka@example.jp", NULL },
	};
	const char *target = "INFO@example.jp";
	struct policy_external ticket = { .name = "ticket", .address = INFO, .leave_on_server = 0, .delete_after_days = POLICY_UNSET };
	struct arena arena = { 0 };
	struct policy policy;

	policy_init(&policy, NULL);
	policy.targets = &target;
	policy.n_targets = 1;
	t_text(group(seats, 2, &policy, &arena), "info@example.jp(1/1 shared)", "a target is shared, others are left out");
	policy_init(&policy, NULL);
	policy.externals = &ticket;
	policy.n_externals = 1;
	t_text(group(seats, 2, &policy, &arena), "info@example.jp(1/2 shared) tanaka@example.jp(1/1)", "an external counts");
	policy_init(&policy, NULL);
	policy.site.shared = 1;
	t_text(group(seats, 1, &policy, &arena), "info@example.jp(1/1 shared)", "declared shared");
	arena_fini(&arena);
}

/* The same client with two accounts is one client; two profiles are two. */
static void
test_clients(void)
{
	static const struct {
		const char *row, *user1, *profile1, *user2, *profile2;
		size_t n_clients;
	} rows[] = {
		{ "one profile", "u", "p", "u", "p", 1 },
		{ "two profiles", "u", "p", "u", "q", 2 },
		{ "two users", "u", "p", "v", "p", 2 },
		{ "unknown is one", NULL, NULL, NULL, NULL, 1 },
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct policy policy;
		struct mailboxes boxes;
		struct scan *scan = scan_new();
		policy_init(&policy, NULL);
		for (int k = 0; k < 2; k++) {
			struct account *a = scan_add_account(scan, "tb", k ? "tb/2" : "tb/1");
			put(a, &scan->arena, MA_CLIENT, "tb");
			put(a, &scan->arena, MA_HOST, "pop.example.jp");
			put(a, &scan->arena, MA_LOGIN, INFO);
			put(a, &scan->arena, MA_USER, k ? rows[i].user2 : rows[i].user1);
			put(a, &scan->arena, MA_PROFILE, k ? rows[i].profile2 : rows[i].profile1);
		}
		mailbox_group(&scan, 1, &policy, &scan->arena, &boxes);
		t_num((long long)boxes.n, 1, rows[i].row);
		t_num((long long)boxes.all[0].n_clients, (long long)rows[i].n_clients, rows[i].row);
		scan_free(scan);
	}
}

static bool
is_date(const char *s)
{
	return strlen(s) == 10 && strspn(s, "0123456789-") == 10 && s[4] == '-' && s[7] == '-';
}

/* Each row says how we know and since when; names are in order, none is within another provider's. */
static void
test_providers(void)
{
	bool used[64] = { false };
	for (size_t i = 0; i < n_providers; i++) {
		const struct policy_provider *p = &providers[i];
		t_ok(p->source && strlen(p->source) > 10, p->name, "has a source");
		t_ok(p->checked_on && is_date(p->checked_on), p->name, "says when it was checked");
		t_ok(i == 0 || strcmp(providers[i - 1].title, p->title) != 0, p->name, "is there once");
		t_ok(provider_by_name(p->name) == p, p->name, "its name is its own");
		t_ok(!p->auth_since || p->auth_required, p->name, "a date of what");
	}
	for (size_t i = 0; i < n_provider_hosts; i++) {
		const struct provider_host *h = &provider_hosts[i];
		used[h->provider - providers] = true;
		t_ok(i == 0 || strcmp(provider_hosts[i - 1].name, h->name) < 0, h->name, "in order, once");
		t_ok(strspn(h->name, "*.-0123456789abcdefghijklmnopqrstuvwxyz") == strlen(h->name), h->name, "lower case");
		if (h->name[0] == '*') {
			t_ok(h->name[1] == '.' && !strchr(h->name + 1, '*'), h->name, "one kind of pattern");
			for (size_t k = 0; k < n_provider_hosts; k++)
				t_ok(provider_hosts[k].provider == h->provider || !str_ends(provider_hosts[k].name, h->name + 1),
				    h->name, provider_hosts[k].name);
		} else {
			t_ok(provider_of_host(h->name) == h, h->name, "is found");
			t_ok(!h->machine, h->name, "an exact name is no machine");
		}
	}
	for (size_t i = 0; i < n_providers; i++)
		t_ok(used[i], providers[i].name, "has names");
	t_ok(provider_of_host("SV1.Xserver.JP") && provider_of_host("a.b.xserver.jp"), "xserver", "suffix");
	t_ok(!provider_of_host("xserver.jp") && !provider_of_host("notxserver.jp") && !provider_of_host(".") && !provider_of_host("") &&
	    !provider_of_host(NULL), "xserver", "no suffix");
}

/* What the policy says comes first; what it leaves open is the table's. */
static void
test_policy_providers(void)
{
	struct policy policy;
	struct policy_provider own;
	const char *host = "*.corp.example", *machine = "m*.corp.example";
	bool is_machine;

	policy_init(&policy, NULL);
	t_text(policy_provider_of_host(&policy, "imap.gmail.com", &is_machine)->name, "gmail.com", "built in");
	t_ok(!is_machine, "gmail", "one server");
	t_text(policy_provider_of_host(&policy, "sv1.xserver.jp", &is_machine)->name, "xserver.jp", "a machine");
	t_ok(is_machine, "xserver", "a machine");
	t_ok(!policy_provider_of_host(&policy, "imap.example.jp", &is_machine) && !is_machine, "nobody's", "unknown");
	provider_init(&own);
	own.name = "GMAIL.com";
	own.conn_imap = 7;
	own.hosts = &host;
	own.n_hosts = 1;
	provider_inherit(&own);
	policy.providers = &own;
	policy.n_providers = 1;
	const struct policy_provider *p = policy_provider_of_host(&policy, "pop.gmail.com", NULL);
	t_ok(p == &own, "gmail", "the policy stands for it");
	t_text(p->name, "gmail.com", "spelled as in the table");
	t_num(p->conn_imap, 7, "said");
	t_num(p->recent_days, 30, "inherited");
	t_num(p->expire_days, POLICY_UNSET, "nobody knows");
	t_ok(policy_provider_of_host(&policy, "mail.corp.example", &is_machine) == &own && !is_machine, "host", "a further name");
	own.n_hosts = 0;
	own.machines = &machine;
	own.n_machines = 1;
	t_ok(policy_provider_of_host(&policy, "m1.corp.example", &is_machine) == &own && is_machine, "machine", "a further machine");
}

static CU_TestInfo tests[] = {
	{ "providers", test_providers },
	{ "providers of the policy", test_policy_providers },
	{ "keys", test_keys },
	{ "groups", test_groups },
	{ "policy", test_policy },
	{ "clients", test_clients },
	CU_TEST_INFO_NULL,
};
const struct t_suite suite_mailbox = { "mailbox", tests };
