/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mailboxes that may be one and cannot be shown to be: a doubt is a note, and
 * neither of the two is called clean.
 */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "model/finding.h"
#include "model/mailbox-group.h"

/* A name that mailbox number AT is known by; SERVER NULL where it does not matter. */
struct name {
	const char *server, *text;
	size_t n; /* bytes of text that count */
	size_t at;
};

bool
mailbox_is_full(const char *login)
{
	return strchr(login, '@') != NULL;
}

bool
mailbox_is_local_part(const char *address, const char *login)
{
	size_t n = strlen(login);
	return n && strncmp(address, login, n) == 0 && address[n] == '@';
}

static int
by_name(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	size_t n = x->n < y->n ? x->n : y->n;
	int d = str_cmp(x->server, y->server);
	if (!d)
		d = memcmp(x->text, y->text, n);
	if (!d)
		d = (x->n > y->n) - (x->n < y->n);
	return d ? d : (x->at > y->at) - (x->at < y->at);
}

static bool
same_name(const struct name *x, const struct name *y)
{
	return str_cmp(x->server, y->server) == 0 && x->n == y->n && memcmp(x->text, y->text, x->n) == 0;
}

static void
add_pair(struct grouping *g, size_t a, size_t b, const char *why)
{
	if (a == b)
		return;
	struct pair *p = arena_grow(&g->scratch, &g->pairs, &g->n_pairs, sizeof *p);
	*p = a < b ? (struct pair){ a, b, why } : (struct pair){ b, a, why };
}

static void
add_name(struct grouping *g, struct name **names, size_t *n, const char *server, const char *text, size_t length, size_t at)
{
	struct name *name = arena_grow(&g->scratch, names, n, sizeof *name);
	*name = (struct name){ server, text, length, at };
}

/* Has it an address that its login is the local part of? */
static bool
has_fitting_address(const struct mailbox *mailbox)
{
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (mailbox_is_local_part(mailbox->addresses[i], mailbox->login))
			return true;
	return false;
}

/* Servers that host many domains also take "info%example.jp"; whether this one
 * does is not known. */
const char *
mailbox_other_spelling(const char *login, struct arena *arena)
{
	/* It may have been completed by a domain already. */
	const char *local = arena_copy(arena, login, strcspn(login, "@"));
	size_t k = strcspn(local, "%+/");
	bool is_one = k && local[k] && strchr(local + k, '.');
	return is_one ? arena_printf(arena, "%.*s@%s", (int)k, local, local + k + 1) : NULL;
}

static void
add_other_spelling(struct grouping *g, struct name **names, size_t *n, size_t at)
{
	const char *name = mailbox_other_spelling(g->out->all[at].login, &g->scratch);
	if (name)
		add_name(g, names, n, NULL, name, strlen(name), at);
}

/* Names by which a mailbox without a full login might be another: its login
 * at the domain of each address; and, as a login may also be a number given by
 * the provider, the addresses themselves when none fits it. */
static void
add_addresses(struct grouping *g, struct name **names, size_t *n, size_t at)
{
	const struct mailbox *m = &g->out->all[at];
	bool fits = has_fitting_address(m);
	for (size_t i = 0; i < m->n_addresses; i++) {
		const char *address = m->addresses[i], *domain = strrchr(address, '@');
		if (!fits || mailbox_is_local_part(address, m->login))
			add_name(g, names, n, NULL, address, strlen(address), at);
		if (fits || !domain || !*m->login)
			continue;
		address = arena_printf(&g->scratch, "%s%s", m->login, domain);
		add_name(g, names, n, NULL, address, strlen(address), at);
	}
}

/* Was the domain of its login only added, and does no address bear the name out?  A number given by the provider looks so. */
static bool
is_only_completed(const struct mailbox *m)
{
	for (size_t i = 0; i < m->n_addresses; i++)
		if (strcmp(m->addresses[i], m->login) == 0)
			return false;
	for (size_t i = 0; i < m->n_accounts; i++) {
		const char *login = account_text(m->accounts[i], MA_LOGIN);
		if (!login || mailbox_is_full(login))
			return false;
	}
	return true;
}

const char mailbox_same_name_elsewhere[] = N_("the same name at servers that are not known to be one");
static const char same_login_here[] = N_("the same login at the same server, once without its domain");

/* One name at several servers, or at one that is hidden. */
void
mailbox_doubt_names(struct grouping *g)
{
	struct name *names = NULL;
	size_t n = 0;
	for (size_t i = 0; i < g->out->n; i++) {
		const struct mailbox *m = &g->out->all[i];
		if (mailbox_is_full(m->login))
			add_name(g, &names, &n, NULL, m->login, strlen(m->login), i);
		for (size_t k = 0; mailbox_is_full(m->login) && is_only_completed(m) && k < m->n_addresses; k++)
			add_name(g, &names, &n, NULL, m->addresses[k], strlen(m->addresses[k]), i);
		if (!mailbox_is_full(m->login))
			add_addresses(g, &names, &n, i);
		add_other_spelling(g, &names, &n, i);
	}
	if (n)
		qsort(names, n, sizeof *names, by_name);
	/* A chain, not all pairs: it names everybody and stays linear. */
	for (size_t i = 1; i < n; i++) {
		const struct mailbox *a = &g->out->all[names[i - 1].at], *b = &g->out->all[names[i].at];
		if (same_name(&names[i - 1], &names[i]))
			add_pair(g, names[i - 1].at, names[i].at, !a->resolved || !b->resolved
				? N_("the same name, and the settings of one do not tell its server")
				: strcmp(a->server, b->server) == 0 ? same_login_here : mailbox_same_name_elsewhere);
	}
}

/* Only an address that fits the login says of which domain it is: whoever reads
 * info@ may write as a person, from anywhere. */
static bool
may_be_of(const struct mailbox *mailbox, const char *domain)
{
	for (size_t i = 0; i < mailbox->n_addresses; i++) {
		const char *at = strrchr(mailbox->addresses[i], '@');
		if (at && strcmp(at + 1, domain) == 0)
			return true;
	}
	return !has_fitting_address(mailbox);
}

/* A login without a domain, and full ones with that local part at the server. */
void
mailbox_doubt_bare(struct grouping *g)
{
	struct name *names = NULL;
	size_t n = 0;
	for (size_t i = 0; i < g->out->n; i++) {
		const struct mailbox *m = &g->out->all[i];
		if (m->resolved)
			add_name(g, &names, &n, m->server, m->login, strcspn(m->login, "@"), i);
	}
	if (n)
		qsort(names, n, sizeof *names, by_name);
	for (size_t i = 0, end; i < n; i = end) {
		const struct mailbox *bare = NULL;
		for (end = i; end < n && same_name(&names[i], &names[end]); end++)
			if (!mailbox_is_full(g->out->all[names[end].at].login))
				bare = &g->out->all[names[end].at];
		for (size_t k = i; bare && k < end; k++) {
			const char *at = strrchr(g->out->all[names[k].at].login, '@');
			if (at && may_be_of(bare, at + 1))
				add_pair(g, (size_t)(bare - g->out->all), names[k].at, same_login_here);
		}
	}
}
