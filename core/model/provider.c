/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * providers.def as tables, and the way from a host's name to its row: a search
 * for the whole name, then for each of its suffixes.
 */
#include "model/provider.h"

#include <string.h>

#include "base/str.h"

enum { YES = 1, UNSET = POLICY_UNSET };

enum provider_id {
#define PROVIDER(id, ...) PROVIDER_##id,
#include "providers.def"
	PROVIDER_COUNT
};

#define PORTS(pop, imap, smtp) .pop_port = pop, .imap_port = imap, .smtp_port = smtp
#define LIMITS(imap, pop, delay) .conn_imap = imap, .conn_pop = pop, .login_delay = delay
#define HABITS(expire, has_uidl, lock, seen, junk, recent) \
	.expire_days = expire, .uidl = has_uidl, .pop_lock = lock, .pop_sets_seen = seen, .junk_hidden = junk, .recent_days = recent
#define DEMANDS(auth, since, plain) .auth_required = auth, .auth_since = since, .plain_ends = plain
#define DOMAINS(...) \
	.domains = (const char *[]){ __VA_ARGS__ }, .n_domains = sizeof(const char *[]){ __VA_ARGS__ } / sizeof(const char *)
#define NO_DOMAINS .domains = NULL, .n_domains = 0
#define PROVIDER(id, name_, title_, ports, limits, habits, demands, domains_, source_, checked) \
	{ .name = name_, .title = title_, .source = source_, .checked_on = checked, ports, limits, habits, demands, domains_ },
static const struct policy_provider rows[] = {
#include "providers.def"
};
const struct policy_provider *const providers = rows;
const size_t n_providers = PROVIDER_COUNT;

#define HOST(name, id) { name, &rows[PROVIDER_##id], false },
#define MACHINE(name, id) { name, &rows[PROVIDER_##id], true },
static const struct provider_host hosts[] = {
#include "providers.def"
};
const struct provider_host *const provider_hosts = hosts;
const size_t n_provider_hosts = sizeof hosts / sizeof *hosts;

/* The row whose name is WILD ("" or "*") and TEXT behind it. */
static const struct provider_host *
find(const char *wild, const char *text)
{
	size_t low = 0, high = n_provider_hosts, n = strlen(wild);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *name = hosts[middle].name;
		int d = strncmp(wild, name, n);
		if (!d)
			d = strcmp(text, name + n);
		if (!d)
			return &hosts[middle];
		if (d < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct provider_host *
provider_of_host(const char *host)
{
	enum { LONGEST_NAME = 255 };
	char folded[LONGEST_NAME + 1];
	size_t n = host ? strlen(host) : 0;
	if (n == 0 || n > LONGEST_NAME)
		return NULL;
	for (size_t i = 0; i <= n; i++)
		folded[i] = ascii_lower(host[i]);
	const struct provider_host *found = find("", folded);
	for (const char *dot = strchr(folded + 1, '.'); dot && !found; dot = strchr(dot + 1, '.'))
		found = find("*", dot);
	return found;
}

const struct policy_provider *
provider_by_name(const char *name)
{
	for (size_t i = 0; i < n_providers; i++)
		if (str_same(rows[i].name, name))
			return &rows[i];
	return NULL;
}

void
provider_init(struct policy_provider *provider)
{
	*provider = (struct policy_provider){ PORTS(UNSET, UNSET, UNSET), LIMITS(UNSET, UNSET, UNSET),
		HABITS(UNSET, UNSET, UNSET, UNSET, UNSET, UNSET) };
}

static void
fill(int64_t *number, int64_t from)
{
	if (*number == POLICY_UNSET)
		*number = from;
}

static void
fill_tri(int *tri, int from)
{
	if (*tri == POLICY_UNSET)
		*tri = from;
}

void
provider_inherit(struct policy_provider *p)
{
	const struct policy_provider *row = provider_by_name(p->name);
	if (!row)
		return;
	p->name = row->name; /* as the table spells it: names of servers are compared */
	if (!p->n_domains) {
		p->domains = row->domains;
		p->n_domains = row->n_domains;
	}
	fill(&p->expire_days, row->expire_days);
	fill(&p->conn_imap, row->conn_imap);
	fill(&p->conn_pop, row->conn_pop);
	fill(&p->login_delay, row->login_delay);
	fill(&p->recent_days, row->recent_days);
	fill(&p->pop_port, row->pop_port);
	fill(&p->imap_port, row->imap_port);
	fill(&p->smtp_port, row->smtp_port);
	fill_tri(&p->uidl, row->uidl);
	fill_tri(&p->pop_lock, row->pop_lock);
	fill_tri(&p->pop_sets_seen, row->pop_sets_seen);
	fill_tri(&p->junk_hidden, row->junk_hidden);
	p->title = p->title ? p->title : row->title;
	p->auth_since = p->auth_required ? p->auth_since : row->auth_since;
	p->auth_required = p->auth_required ? p->auth_required : row->auth_required;
	p->plain_ends = p->plain_ends ? p->plain_ends : row->plain_ends;
	p->source = p->source ? p->source : row->source;
	p->checked_on = p->checked_on ? p->checked_on : row->checked_on;
}
