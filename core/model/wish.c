/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/wish.h"

#include "base/lang.h"
#include "base/str.h"
#include "model/provider.h"

enum { LONGEST_TEXT = 1000, LONGEST_HOST = 253 };

struct making {
	struct wish *wish;
	const struct policy *policy;
	struct arena *arena;
	struct err *err;
};

/* ---- where values come from ---- */

static void
take(struct making *m, enum wish_from from, const struct account *account)
{
	struct account *to = &m->wish->account;
	for (size_t i = 0; account && policy_settings[i] != MA_FACT_COUNT; i++) {
		enum ma_fact id = policy_settings[i];
		if (m->wish->from[id] || !account_knows(account, id))
			continue;
		*account_put(to, m->arena, id) = *account_fact(account, id);
		m->wish->from[id] = (uint8_t)from;
	}
}

static void
put_text(struct making *m, enum wish_from from, enum ma_fact id, const char *text)
{
	if (m->wish->from[id] || !text)
		return;
	account_put_text(&m->wish->account, m->arena, id, text);
	m->wish->from[id] = (uint8_t)from;
}

static void
put_num(struct making *m, enum wish_from from, enum ma_fact id, int64_t num)
{
	if (m->wish->from[id] || num == POLICY_UNSET)
		return;
	account_put_num(&m->wish->account, m->arena, id, num);
	m->wish->from[id] = (uint8_t)from;
}

/* ---- providers ---- */

static bool
has_domain(const struct policy_provider *p, const char *domain)
{
	for (size_t i = 0; i < p->n_domains; i++)
		if (str_same(p->domains[i], domain))
			return true;
	return false;
}

/* The provider whose own mail domain it is. */
static const struct policy_provider *
provider_of_domain(const struct policy *policy, const char *domain)
{
	for (size_t i = 0; i < policy->n_providers; i++)
		if (has_domain(&policy->providers[i], domain))
			return &policy->providers[i];
	for (size_t i = 0; i < n_providers; i++)
		if (has_domain(&providers[i], domain))
			return &providers[i];
	return NULL;
}

/* The name of the provider's server that begins so; NULL when none that is one server does. */
static const char *
host_of(const struct policy_provider *p, const char *beginning)
{
	for (size_t i = 0; p && i < p->n_hosts; i++)
		if (str_starts(p->hosts[i], beginning) && !strpbrk(p->hosts[i], "*?"))
			return p->hosts[i];
	for (size_t i = 0; p && i < n_provider_hosts; i++)
		if (str_same(provider_hosts[i].provider->name, p->name) && !provider_hosts[i].machine && str_starts(provider_hosts[i].name, beginning))
			return provider_hosts[i].name;
	return NULL;
}

/* ---- connections ---- */

/* One direction: its facts, and the ports that go with each kind of encryption. */
struct direction {
	enum ma_fact host, port, security, auth, login;
	int64_t plain, tls;
};

/* A port that says how the connection begins, where nobody else does. */
static const char *
security_of(int64_t port, const struct direction *d)
{
	return port == POLICY_UNSET || port == d->tls ? "tls" : "starttls";
}

static void
choose_connection(struct making *m, const struct direction *d, int64_t provider_port, const char *auth)
{
	const struct account *a = &m->wish->account;
	int64_t port = POLICY_UNSET;
	(void)account_num(a, d->port, &port);
	/* A provider's port is its encrypted one; it goes with no other security than its own. */
	const char *theirs = provider_port == POLICY_UNSET ? NULL : security_of(provider_port, d);
	bool fits = theirs && port == POLICY_UNSET && (!account_knows(a, d->security) || account_is(a, d->security, theirs));
	if (fits) {
		put_num(m, WISH_PROVIDER, d->port, provider_port);
		put_text(m, WISH_PROVIDER, d->security, theirs);
	}
	put_text(m, WISH_CHOSEN, d->security, security_of(port, d));
	put_num(m, WISH_CHOSEN, d->port, account_is(a, d->security, "tls") ? d->tls : d->plain);
	put_text(m, WISH_PROVIDER, d->auth, auth);
	put_text(m, WISH_CHOSEN, d->auth, d->auth == MA_SMTP_AUTH ? account_text(a, MA_AUTH) : "password");
	if (!account_is(a, d->auth, "none"))
		put_text(m, WISH_CHOSEN, d->login, d->login == MA_SMTP_LOGIN ? account_text(a, MA_LOGIN) : m->wish->account.id);
}

static bool
choose_servers(struct making *m, const char *domain)
{
	static const struct direction pop = { MA_HOST, MA_PORT, MA_SECURITY, MA_AUTH, MA_LOGIN, 110, 995 },
		imap = { MA_HOST, MA_PORT, MA_SECURITY, MA_AUTH, MA_LOGIN, 143, 993 },
		smtp = { MA_SMTP_HOST, MA_SMTP_PORT, MA_SMTP_SECURITY, MA_SMTP_AUTH, MA_SMTP_LOGIN, 587, 465 };
	const struct account *a = &m->wish->account;
	bool is_pop = account_is(a, MA_PROTOCOL, "pop3");
	const struct policy_provider *own = provider_of_domain(m->policy, domain), *in, *out;
	put_text(m, WISH_PROVIDER, MA_HOST, host_of(own, is_pop ? "pop" : "imap"));
	put_text(m, WISH_PROVIDER, MA_SMTP_HOST, host_of(own, "smtp"));
	if (!account_knows(a, MA_HOST))
		return err_set(m->err, EXIT_CONFIG, "%s: nobody says which server has its mail: \"settings\": {\"host\": ...} in the policy, or --set host=NAME",
		    m->wish->account.id);
	if (!account_knows(a, MA_SMTP_HOST))
		return err_set(m->err, EXIT_CONFIG, "%s: nobody says which server sends its mail: \"settings\": {\"smtp_host\": ...} in the policy, or --set smtp_host=NAME",
		    m->wish->account.id);
	in = policy_provider_of_host(m->policy, account_text(a, MA_HOST), NULL);
	out = policy_provider_of_host(m->policy, account_text(a, MA_SMTP_HOST), NULL);
	m->wish->provider = in ? in->title ? in->title : in->name : out ? out->title ? out->title : out->name : NULL;
	choose_connection(m, is_pop ? &pop : &imap, !in ? POLICY_UNSET : is_pop ? in->pop_port : in->imap_port, in ? in->auth_required : NULL);
	choose_connection(m, &smtp, out ? out->smtp_port : POLICY_UNSET, out ? out->auth_required : NULL);
	return true;
}

/* ---- what cannot be meant ---- */

static bool
is_host(const char *s)
{
	size_t n = strlen(s);
	return n && n <= LONGEST_HOST && strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_") == n && *s != '.' && *s != '-';
}

static bool
is_clean(const char *s)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return false;
	return n && n <= LONGEST_TEXT && str_is_utf8(s, n);
}

static bool
is_address(const char *s)
{
	const char *at = strrchr(s, '@');
	return is_clean(s) && at && at != s && is_host(at + 1) && !strpbrk(s, " \"<>,;:()[]\\/%");
}

/* Facts that go with one protocol only are nothing to wish for in another. */
static void
drop_foreign(struct making *m)
{
	static const enum ma_fact of_pop[] = { MA_LEAVE_ON_SERVER, MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN, MA_MAX_DOWNLOAD_KB },
				  of_imap[] = { MA_DELETE_MODEL }, of_leaving[] = { MA_DELETE_AFTER_DAYS, MA_DELETE_WHEN };
	struct account *a = &m->wish->account;
	bool is_pop = account_is(a, MA_PROTOCOL, "pop3");
	for (size_t i = 0; !is_pop && i < sizeof of_pop / sizeof *of_pop; i++)
		account_drop(a, of_pop[i]);
	for (size_t i = 0; is_pop && i < sizeof of_imap / sizeof *of_imap; i++)
		account_drop(a, of_imap[i]);
	/* What is gone at once cannot go later. */
	for (size_t i = 0; account_bool_is(a, MA_LEAVE_ON_SERVER, false) && i < sizeof of_leaving / sizeof *of_leaving; i++)
		account_drop(a, of_leaving[i]);
}

static bool
check(struct making *m)
{
	static const enum ma_fact texts[] = { MA_HOST, MA_SMTP_HOST, MA_LOGIN, MA_SMTP_LOGIN };
	const struct account *a = &m->wish->account;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *text = account_text(a, texts[i]);
		if (text && !(texts[i] == MA_HOST || texts[i] == MA_SMTP_HOST ? is_host(text) : is_clean(text)))
			return err_set(m->err, EXIT_CONFIG, "%s: \"%s\" is no %s", a->id, text, fact_rows[texts[i]].name);
	}
	if (!account_is(a, MA_PROTOCOL, "pop3") && !account_is(a, MA_PROTOCOL, "imap"))
		return err_set(m->err, EXIT_CONFIG, "%s: protocol is %s, and only pop3 and imap can be set up", a->id, account_text(a, MA_PROTOCOL));
	return true;
}

/* Does the policy want what it forbids? */
static void
compare(struct making *m)
{
	struct wish *w = m->wish;
	struct policy_mailbox mailbox = policy_for(m->policy, w->account.id);
	int64_t days;
	bool deletes = account_knows(&w->account, MA_DELETE_WHEN) && !account_is(&w->account, MA_DELETE_WHEN, "never");
	bool removes = deletes || account_bool_is(&w->account, MA_LEAVE_ON_SERVER, false) || account_knows(&w->account, MA_DELETE_AFTER_DAYS);
	w->deleter = removes ? mailbox.deleter : NULL;
	if (account_bool_is(&w->account, MA_LEAVE_ON_SERVER, false))
		w->against = N_("This client takes mail off the server as soon as it has fetched it: nobody else will see it.");
	else if (account_num(&w->account, MA_DELETE_AFTER_DAYS, &days) && days < mailbox.min_keep_days) {
		w->against = N_("This client removes mail from the server sooner than min_keep_days of the policy allows (%lld days).");
		w->against_days = mailbox.min_keep_days;
	} else if (deletes)
		w->against = N_("Whoever deletes mail in this client deletes it for all.");
	else if (account_is(&w->account, MA_SECURITY, "none") || account_is(&w->account, MA_SMTP_SECURITY, "none"))
		w->against = N_("Mail and password go over the network unencrypted.");
}

static const char *
person_of(struct arena *arena, const char *name)
{
	char *copy = str_utf8(arena, name, strlen(name));
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	size_t n = strlen(copy), start = strspn(copy, " ");
	while (n > start && copy[n - 1] == ' ')
		copy[--n] = 0;
	return copy + start;
}

bool
wish_make(struct wish *wish, const struct policy *policy, const char *address, const char *person, const struct account *given, struct arena *arena,
    struct err *err)
{
	struct making m = { wish, policy, arena, err };
	if (!is_address(address))
		return err_set(err, EXIT_USAGE, "--address: \"%s\" is no mail address", address);
	*wish = (struct wish){ .account = { .id = arena_strdup(arena, address), .plugin = "" }, .person = person_of(arena, person ? person : "") };
	if (strlen(wish->person) > LONGEST_TEXT)
		return err_set(err, EXIT_USAGE, "--name: is longer than %d bytes", LONGEST_TEXT);
	if (!*wish->person)
		wish->person = wish->account.id;
	account_put_item(&wish->account, arena, MA_ADDRESSES, address);
	wish->from[MA_ADDRESSES] = WISH_GIVEN;
	take(&m, WISH_GIVEN, given);
	take(&m, WISH_POLICY, policy_for(policy, address).settings);
	take(&m, WISH_POLICY, policy->site.settings);
	put_text(&m, WISH_CHOSEN, MA_PROTOCOL, "imap");
	if (!check(&m) || !choose_servers(&m, strrchr(address, '@') + 1))
		return false;
	put_num(&m, WISH_CHOSEN, MA_LEAVE_ON_SERVER, true);
	put_text(&m, WISH_CHOSEN, MA_DELETE_WHEN, "never");
	drop_foreign(&m);
	compare(&m);
	return true;
}
