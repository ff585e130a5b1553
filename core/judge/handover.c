/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mail that was sent or sorted into folders lies with a POP client only, so a
 * POP client's place is never wholly on the server.  A place that several
 * accounts share fares like the worst of them.
 */
#include "judge/handover.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "judge/coverage.h"
#include "judge/life.h"

/* The most that a data file holds: of the old form always, of the new one unless somebody has raised it. */
static const int64_t most_bytes[STORE_FORM_COUNT] = {
	[STORE_FORM_UNKNOWN] = -1,
	[STORE_FORM_ANSI] = INT64_C(2) << 30,
	[STORE_FORM_UNICODE] = INT64_C(50) << 30,
	[STORE_FORM_FOREIGN] = -1,
};
enum { NEAR_PERCENT = 90 };

/* What somebody who sets the account up anew types in; what a client of the one kind alone is asked. */
static const struct {
	enum ma_fact fact;
	bool pop; /* of POP only */
} typed[] = {
	{ MA_NAME, false }, { MA_ADDRESSES, false }, { MA_PROTOCOL, false }, { MA_HOST, false }, { MA_PORT, false }, { MA_SECURITY, false },
	{ MA_LOGIN, false }, { MA_AUTH, false }, { MA_LEAVE_ON_SERVER, true }, { MA_DELETE_AFTER_DAYS, true }, { MA_DELETE_WHEN, true },
	{ MA_FOLDER_PREFIX, false }, { MA_REPLY_TO, false }, { MA_SMTP_HOST, false }, { MA_SMTP_PORT, false }, { MA_SMTP_SECURITY, false },
	{ MA_SMTP_AUTH, false }, { MA_SMTP_LOGIN, false },
};

/* ---- the server ---- */

enum hand_reason
handover_reason(const struct account *account, const struct report_mailbox *result, int64_t *days)
{
	bool unknown;
	int64_t own = life_ttl(account, &unknown), gone = own;
	bool shows = account_is(account, MA_PROTOCOL, "imap") || account_is(account, MA_PROTOCOL, "exchange");
	const struct life *life = result ? &result->life : NULL;
	*days = -1;
	if (life_takes(account) == TRUTH_YES)
		return HAND_TAKES;
	if (shows && life_takes(account) == TRUTH_NO)
		return HAND_COPY;
	if (!account_knows(account, MA_PROTOCOL))
		return HAND_UNSAID;
	if (life && life->gone_after_days != LIFE_NEVER && (gone == LIFE_NEVER || life->gone_after_days < gone))
		gone = life->gone_after_days;
	if (gone == 0)
		return HAND_OTHERS_TAKE;
	if (gone != LIFE_NEVER) {
		*days = gone;
		return HAND_DAYS;
	}
	return unknown || (life && life->unknown) ? HAND_UNSAID : HAND_KEEPS;
}

enum hand_fate
handover_fate(enum hand_reason reason)
{
	static const enum hand_fate fates[HAND_REASON_COUNT] = {
		[HAND_NO_ACCOUNT] = HAND_ONLY_HERE, [HAND_TAKES] = HAND_ONLY_HERE, [HAND_OTHERS_TAKE] = HAND_ONLY_HERE, [HAND_DELIVERED] = HAND_ONLY_HERE,
		[HAND_DAYS] = HAND_PARTLY_HERE, [HAND_KEEPS] = HAND_PARTLY_HERE, [HAND_UNSAID] = HAND_UNKNOWN, [HAND_MISSING] = HAND_UNKNOWN,
		[HAND_NO_PLACE] = HAND_UNKNOWN, [HAND_NOT_LOOKED] = HAND_UNKNOWN, [HAND_COPY] = HAND_ON_SERVER, [HAND_NOTHING] = HAND_EMPTY,
	};
	return fates[reason];
}

/* ---- the mailbox of an account ---- */

struct known_mailbox {
	const struct account *account;
	const struct report_mailbox *result;
};

static int
by_account(const void *a, const void *b)
{
	const struct known_mailbox *x = a, *y = b;
	return ((uintptr_t)x->account > (uintptr_t)y->account) - ((uintptr_t)x->account < (uintptr_t)y->account);
}

struct making {
	struct report *report;
	struct arena *arena;
	struct known_mailbox *mailboxes;
	size_t n_mailboxes;
};

static void
index_mailboxes(struct making *m)
{
	for (size_t i = 0; i < m->report->mailboxes.n; i++) {
		const struct mailbox *box = m->report->results[i].mailbox;
		for (size_t k = 0; k < box->n_accounts; k++)
			*(struct known_mailbox *)arena_grow(m->arena, &m->mailboxes, &m->n_mailboxes, sizeof *m->mailboxes) =
			    (struct known_mailbox){ box->accounts[k], &m->report->results[i] };
	}
	if (m->n_mailboxes)
		qsort(m->mailboxes, m->n_mailboxes, sizeof *m->mailboxes, by_account);
}

static const struct report_mailbox *
mailbox_of(const struct making *m, const struct account *account)
{
	const struct known_mailbox wanted = { .account = account };
	const struct known_mailbox *found = m->n_mailboxes ? bsearch(&wanted, m->mailboxes, m->n_mailboxes, sizeof wanted, by_account) : NULL;
	return found ? found->result : NULL;
}

/* ---- places ---- */

static bool
is_data_file(enum ma_store_kind kind)
{
	return kind == MA_STORE_PST || kind == MA_STORE_OST;
}

/* What can be said of the place itself, whosever it is.  A folder that is nobody's may never have been made. */
static enum hand_reason
reason_of_place(const struct scan_store *store, bool owned)
{
	if (store->status == STORE_ABSENT)
		return owned || is_data_file(store->kind) ? HAND_MISSING : HAND_NOTHING;
	if (store->status == STORE_FOUND && store->bytes == 0)
		return HAND_NOTHING;
	return HAND_REASON_COUNT;
}

static void
fit_in(struct hand_item *item)
{
	const struct scan_store *s = item->store;
	item->unseen = s->status != STORE_FOUND && s->status != STORE_PARTLY && item->fate != HAND_EMPTY;
	item->most_bytes = is_data_file(s->kind) ? most_bytes[s->form] : -1;
	if (item->most_bytes > 0 && s->bytes >= 0 && hand_item_is_carried(item))
		item->limit = s->bytes >= item->most_bytes ? HAND_LIMIT_OVER :
		    s->bytes / 100 >= item->most_bytes / 100 * NEAR_PERCENT / 100 ? HAND_LIMIT_NEAR : HAND_LIMIT_NONE;
}

static struct hand_item *
add_item(struct making *m, struct hand_place *place, const struct scan_store *store)
{
	struct hand_item *item = arena_grow(m->arena, &place->items, &place->n_items, sizeof *item);
	*item = (struct hand_item){ .store = store, .fate = HAND_EMPTY, .reason = HAND_NOTHING, .days = -1, .most_bytes = -1 };
	return item;
}

/* The worst counts; of two with as bad a fate the first. */
static void
judge_item(struct hand_item *item, enum hand_reason reason, int64_t days)
{
	enum hand_fate fate = handover_fate(reason);
	if (fate > item->fate || (fate == item->fate && item->n_accounts > 1))
		return;
	item->fate = fate;
	item->reason = reason;
	item->days = days;
}

static void
take_owner(struct making *m, struct hand_item *item, const struct account *account)
{
	int64_t days = -1;
	*(const struct account **)arena_grow(m->arena, &item->accounts, &item->n_accounts, sizeof *item->accounts) = account;
	enum hand_reason reason = item->store ? reason_of_place(item->store, true) : HAND_NO_PLACE, of_server = handover_reason(account, mailbox_of(m, account), &days);
	if (reason == HAND_REASON_COUNT)
		reason = of_server;
	else if (reason == HAND_MISSING && of_server == HAND_COPY)
		reason = HAND_NOTHING;
	if (reason == HAND_COPY && item->store && item->store->kind == MA_STORE_PST && account_is(account, MA_PROTOCOL, "exchange"))
		reason = HAND_DELIVERED;
	judge_item(item, reason, days);
}

/* Stores of one client side by side, those of one path too: the scan has them in that order. */
static bool
same_place(const struct scan_store *a, const struct scan_store *b)
{
	return a->kind == b->kind && str_same(a->path, b->path) && str_cmp(a->client, b->client) == 0;
}

static void
take_stores(struct making *m, struct hand_place *place)
{
	const struct scan *scan = place->scan;
	for (size_t i = 0; i < scan->n_stores; i++) {
		const struct scan_store *s = &scan->stores[i];
		const struct account *account = s->account ? scan_account(scan, s->account) : NULL;
		if (s->kind == MA_STORE_UIDL)
			continue;
		struct hand_item *item = place->n_items ? &place->items[place->n_items - 1] : NULL;
		if (!item || !same_place(item->store, s))
			item = add_item(m, place, s);
		if (account) {
			take_owner(m, item, account);
		} else {
			enum hand_reason reason = reason_of_place(s, false);
			judge_item(item, reason != HAND_REASON_COUNT ? reason : s->kind == MA_STORE_OST ? HAND_COPY : HAND_NO_ACCOUNT, -1);
		}
		fit_in(item);
	}
}

/* ---- accounts ---- */

static bool
has_place(const struct hand_place *place, const struct account *account)
{
	for (size_t i = 0; i < place->n_items; i++)
		for (size_t k = 0; k < place->items[i].n_accounts; k++)
			if (place->items[i].accounts[k] == account)
				return true;
	return false;
}

/* Is it an account that mail comes to, or a part of one that cannot be told to be none? */
static bool
is_mail(const struct account *a)
{
	return account_knows(a, MA_HOST) || account_knows(a, MA_LOGIN) || account_knows(a, MA_PROTOCOL) || account_bool_is(a, MA_SETTINGS_IN_CLOUD, true);
}

static void
find_memory(const struct hand_place *place, struct hand_account *h)
{
	const struct scan *scan = place->scan;
	for (size_t i = 0; i < scan->n_stores && !h->list; i++)
		if (scan->stores[i].kind == MA_STORE_UIDL && scan->stores[i].account && strcmp(scan->stores[i].account, h->account->id) == 0)
			h->list = &scan->stores[i];
	bool here = h->list && (h->list->status == STORE_FOUND || h->list->status == STORE_PARTLY);
	bool gone = h->list && h->list->status == STORE_ABSENT;
	h->memory = here || account_bool_is(h->account, MA_UIDL_KEPT, true) ? HAND_MEMORY_LISTED :
	    gone || account_bool_is(h->account, MA_UIDL_KEPT, false) ? HAND_MEMORY_NONE : HAND_MEMORY_UNKNOWN;
}

static void
find_again(struct making *m, struct hand_account *h)
{
	static const enum hand_again again[HAND_REASON_COUNT] = {
		[HAND_TAKES] = HAND_AGAIN_NOTHING, [HAND_OTHERS_TAKE] = HAND_AGAIN_NOTHING, [HAND_DAYS] = HAND_AGAIN_DAYS, [HAND_KEEPS] = HAND_AGAIN_ALL,
		[HAND_UNSAID] = HAND_AGAIN_UNKNOWN,
	};
	h->again = again[handover_reason(h->account, mailbox_of(m, h->account), &h->again_days)];
}

/* Its accounts may show what is on the server, and it may have folders of its own besides. */
static void
find_silent(struct making *m, struct hand_place *place, const struct account *account)
{
	const char *client = account_text(account, MA_CLIENT);
	for (size_t i = 0; i < place->scan->n_stores; i++)
		if (strcmp(place->scan->stores[i].client, account->plugin) == 0)
			return;
	client = client ? client : account->plugin;
	for (size_t i = 0; i < place->n_silent; i++)
		if (strcmp(place->silent[i], client) == 0)
			return;
	*(const char **)arena_grow(m->arena, &place->silent, &place->n_silent, sizeof *place->silent) = client;
}

static void
take_account(struct making *m, struct hand_place *place, const struct account *account)
{
	bool pop = account_is(account, MA_PROTOCOL, "pop3"), cloud = account_bool_is(account, MA_SETTINGS_IN_CLOUD, true);
	struct hand_account *h = arena_grow(m->arena, &place->accounts, &place->n_accounts, sizeof *h);
	*h = (struct hand_account){ .account = account, .again_days = -1 };
	int64_t days;
	h->unsaid = !account_knows(account, MA_PROTOCOL) && !cloud;
	h->comes = cloud || handover_reason(account, NULL, &days) == HAND_COPY;
	if (pop) {
		find_memory(place, h);
		find_again(m, h);
	}
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
		if ((pop || !typed[i].pop) && account->slot[typed[i].fact])
			*(enum ma_fact *)arena_grow(m->arena, &h->typed, &h->n_typed, sizeof *h->typed) = typed[i].fact;
	if (h->comes || account_bool_is(account, MA_ENABLED, false) || has_place(place, account))
		return;
	struct hand_item *item = add_item(m, place, NULL);
	take_owner(m, item, account);
	if (!place->scan->tells_stores)
		item->reason = HAND_NOT_LOOKED;
	item->unseen = true;
}

/* ---- what follows from it ---- */

static const struct hand_account *
account_in(const struct hand_place *place, const struct account *account)
{
	for (size_t i = 0; i < place->n_accounts; i++)
		if (place->accounts[i].account == account)
			return &place->accounts[i];
	return NULL;
}

static void
choose(const struct hand_place *place, struct hand_item *item)
{
	if (!item->store || item->store->kind != MA_STORE_PST || !hand_item_is_carried(item))
		return;
	item->choice = HAND_CHOICE_ALLOW;
	for (size_t i = 0; i < item->n_accounts; i++) {
		const struct hand_account *h = account_in(place, item->accounts[i]);
		if (h && h->again != HAND_AGAIN_NOTHING)
			item->choice = HAND_CHOICE_SKIP;
	}
}

static int
by_fate(const void *a, const void *b)
{
	const struct hand_item *x = a, *y = b;
	int64_t n = x->store ? x->store->bytes : -1, k = y->store ? y->store->bytes : -1;
	int d = (int)x->fate - (int)y->fate;
	if (!d)
		d = (n < k) - (n > k);
	if (!d)
		d = str_cmp(x->store ? x->store->path : NULL, y->store ? y->store->path : NULL);
	return d ? d : str_cmp(x->n_accounts ? x->accounts[0]->id : NULL, y->n_accounts ? y->accounts[0]->id : NULL);
}

static void
find_steps(struct hand_place *place)
{
	bool *s = place->steps, pop = false;
	for (size_t i = 0; i < place->n_items; i++) {
		const struct hand_item *item = &place->items[i];
		bool carried = hand_item_is_carried(item);
		s[HAND_STEP_LOOK] |= item->fate == HAND_UNKNOWN || (carried && item->unseen);
		s[HAND_STEP_CONVERT] |= item->limit != HAND_LIMIT_NONE && item->store->form == STORE_FORM_ANSI;
		s[HAND_STEP_SPLIT] |= item->limit == HAND_LIMIT_OVER && item->store->form == STORE_FORM_UNICODE;
		s[HAND_STEP_COPY] |= carried;
		s[HAND_STEP_COMPARE] |= carried;
		s[HAND_STEP_NOT_COPY] |= item->fate == HAND_ON_SERVER;
		s[HAND_STEP_IMPORT] |= item->choice == HAND_CHOICE_ALLOW;
		s[HAND_STEP_RECEIVE_FIRST] |= item->choice == HAND_CHOICE_SKIP;
	}
	for (size_t i = 0; i < place->n_accounts; i++) {
		pop |= account_is(place->accounts[i].account, MA_PROTOCOL, "pop3");
		s[HAND_STEP_LIST] |= place->accounts[i].memory == HAND_MEMORY_LISTED && place->accounts[i].again != HAND_AGAIN_NOTHING;
	}
	s[HAND_STEP_LOOK] |= place->n_unread || place->n_silent || place->scan->withheld.n;
	s[HAND_STEP_LAST_CHECK] = s[HAND_STEP_OFFLINE] = s[HAND_STEP_GATE] = pop;
	s[HAND_STEP_TYPE] = s[HAND_STEP_RETIRE] = place->n_accounts > 0;
}

static void
make_place(struct making *m, struct hand_place *place, const struct scan *scan, size_t number)
{
	place->scan = scan;
	place->n_unread = m->report->coverage[number].n_unread;
	take_stores(m, place);
	for (size_t i = 0; i < scan->n_accounts; i++) {
		const struct account *account = scan->accounts[i];
		if (!is_mail(account))
			continue;
		take_account(m, place, account);
		find_silent(m, place, account);
	}
	for (size_t i = 0; i < place->n_items; i++) {
		struct hand_item *item = &place->items[i];
		choose(place, item);
		place->n_fate[item->fate]++;
		if (item->store && item->store->bytes > 0 && hand_item_is_carried(item))
			place->bytes += item->store->bytes;
	}
	if (place->n_items)
		qsort(place->items, place->n_items, sizeof *place->items, by_fate);
	find_steps(place);
}

void
handover_make(struct report *report, struct handover *out)
{
	struct making m = { .report = report, .arena = &report->arena };
	index_mailboxes(&m);
	*out = (struct handover){ .n = report->n_scans };
	out->places = arena_alloc(&report->arena, (out->n + 1) * sizeof *out->places);
	for (size_t i = 0; i < out->n; i++) {
		struct hand_place *p = &out->places[i];
		make_place(&m, p, report->scans[i], i);
		out->carries |= p->n_fate[HAND_ONLY_HERE] || p->n_fate[HAND_PARTLY_HERE];
		out->unknown |= p->steps[HAND_STEP_LOOK];
	}
}
