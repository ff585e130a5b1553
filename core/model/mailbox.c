/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The key of one account.  Only the login and the server decide; an address is
 * asked for nothing but the domain of a login typed without one.
 */
#include "model/mailbox.h"

#include <string.h>

#include "base/str.h"
#include "model/finding.h"

/* First labels of host names that name a service, not a server. */
static const char *const service_labels[] = {
	"pop", "pop3", "pops", "pop3s", "imap", "imap4", "imaps", "mail", "smtp", "smtps", "mx", "mailbox", "popmail",
	"imapmail", "pop-mail", "imap-mail", "smtp-mail", "popserver", "imapserver", "mailserver", "webmail", "inbound",
	"incoming",
};

/* Names of the workstation itself: what listens there is somebody's proxy. */
static const char *const own_names[] = { "localhost", "localhost.localdomain", "ip6-localhost", "::1", "[::1]", "0.0.0.0" };

bool
host_is_loopback(const char *host)
{
	for (size_t i = 0; i < sizeof own_names / sizeof *own_names; i++)
		if (str_same(host, own_names[i]))
			return true;
	return host && str_starts(host, "127.") && strspn(host, "0123456789.") == strlen(host);
}

/* A folded copy without blanks around it; NULL when nothing is left. */
static char *
tidy(struct arena *arena, const char *s)
{
	if (!s)
		return NULL;
	s += strspn(s, " \t");
	char *copy = str_fold(arena, s);
	size_t n = strlen(copy);
	while (n && (copy[n - 1] == ' ' || copy[n - 1] == '\t'))
		copy[--n] = 0;
	return n ? copy : NULL;
}

/* Gmail's way to say "as if I were the only POP client"; the mailbox is the same. */
static const char recent[] = "recent:";

bool
login_is_recent(const char *login)
{
	size_t n = login ? strspn(login, " \t") : 0, i = 0;
	while (login && recent[i] && ascii_lower(login[n + i]) == recent[i])
		i++;
	return login && !recent[i];
}

struct str_span
login_span(const char *login)
{
	if (!login)
		return (struct str_span){ NULL, 0 };
	if (login_is_recent(login))
		login = strchr(login, ':') + 1;
	login += strspn(login, " \t");
	size_t n = strlen(login);
	while (n && (login[n - 1] == ' ' || login[n - 1] == '\t'))
		n--;
	return (struct str_span){ login, n };
}

bool
login_spelled(const char *login, const char *spelling)
{
	struct str_span span = login_span(login);
	return span.n == strlen(spelling) && memcmp(span.p, spelling, span.n) == 0;
}

/* Folded, without the root's dot. */
static char *
tidy_host(struct arena *arena, const char *host)
{
	char *s = tidy(arena, host);
	size_t n = s ? strlen(s) : 0;
	if (n > 1 && s[n - 1] == '.')
		s[n - 1] = 0;
	return s;
}

static bool
is_address_literal(const char *host)
{
	return *host == '[' || strchr(host, ':') || strspn(host, "0123456789.") == strlen(host);
}

/* The host less a leading service label, if two labels are left. */
static const char *
without_service(const char *host)
{
	size_t n = strcspn(host, ".");
	if (!host[n] || !strchr(host + n + 1, '.') || is_address_literal(host))
		return host;
	for (size_t i = 0; i < sizeof service_labels / sizeof *service_labels; i++)
		if (strlen(service_labels[i]) == n && memcmp(service_labels[i], host, n) == 0)
			return host + n + 1;
	return host;
}

static bool
is_at_or_below(const char *host, const char *domain)
{
	size_t n = strlen(host), k = strlen(domain);
	if (!strchr(domain, '.') || n < k || !str_same(host + n - k, domain))
		return false;
	return n == k || host[n - k - 1] == '.';
}

static const char *
domain_of(const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;
	return at && at[1] ? at + 1 : NULL;
}

static bool
has_local_part(const char *address, const char *local)
{
	size_t n = strlen(local);
	const char *at = strrchr(address, '@');
	return at && (size_t)(at - address) == n && strncmp(address, local, n) == 0;
}

static bool
provider_serves(const struct policy_provider *provider, const char *domain)
{
	for (size_t i = 0; i < provider->n_domains; i++)
		if (str_same(provider->domains[i], domain))
			return true;
	return false;
}

/* The domain that the server takes a bare login to be of; NULL when the
 * settings do not tell: no address, a foreign one, or several that disagree. */
static const char *
domain_of_bare_login(const struct account *account, const char *login, const char *host,
    const struct policy_provider *provider, struct arena *arena)
{
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	const char *found = NULL;
	bool ambiguous = false;

	if (provider && provider->n_domains == 1)
		return str_fold(arena, provider->domains[0]);
	if (addresses->state == MA_UNKNOWN)
		return NULL;
	for (size_t i = 0; i < addresses->n_items; i++) {
		const char *address = tidy(arena, addresses->items[i]);
		const char *domain = domain_of(address);
		if (!domain)
			continue;
		if (provider && provider->n_domains ? !provider_serves(provider, domain) : !is_at_or_below(host, domain))
			continue;
		if (has_local_part(address, login))
			return domain;
		ambiguous = ambiguous || (found && strcmp(found, domain) != 0);
		found = domain;
	}
	return ambiguous ? NULL : found;
}

static struct mailbox_key
unresolved(const char *server, const char *login, const char *why)
{
	return (struct mailbox_key){ .server = server ? server : "", .login = login ? login : "", .why = why };
}

struct mailbox_key
mailbox_key(const struct account *account, const struct policy *policy, struct arena *arena)
{
	const char *host = tidy_host(arena, account_text(account, MA_HOST));
	bool machine;
	const struct policy_provider *provider = policy_provider_of_host(policy, host, &machine);
	char *login = tidy(arena, account_text(account, MA_LOGIN));
	bool exchange = account_is(account, MA_PROTOCOL, "exchange");
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	const char *server, *domain;

	if (login_is_recent(login))
		login = tidy(arena, login + strlen(recent));
	if (exchange && !login && addresses->n_items)
		login = tidy(arena, addresses->items[0]);

	server = provider && !machine ? str_fold(arena, provider->name) : host ? without_service(host) : exchange ? "exchange" : NULL;
	if (!server)
		return unresolved(NULL, login, N_("its settings name no server"));
	if (!provider && host && host_is_loopback(host))
		return unresolved(host, login, N_("a local proxy hides the server"));
	if (!login)
		return unresolved(server, NULL, N_("its settings name no login"));
	if (!strchr(login, '@') && host && (domain = domain_of_bare_login(account, login, host, provider, arena)))
		login = arena_printf(arena, "%s@%s", login, domain);
	return (struct mailbox_key){ .server = server, .login = login, .resolved = true, .provider = provider };
}
