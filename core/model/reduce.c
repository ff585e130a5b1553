/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/reduce.h"

#include <string.h>

#include "base/str.h"
#include "model/mailbox-group.h"

struct reducing {
	const struct scan *from;
	struct scan *to;
	const struct reduce *how;
	const char **targets; /* folded */
	size_t n_targets;
	const char **users; /* folded; found anywhere in the scan */
	size_t n_users;
	const char **new_ids; /* of each account of FROM; NULL: it does not stay */
};

/* ---- which accounts stay ---- */

static bool
has(const char *const *all, size_t n, const char *name)
{
	for (size_t i = 0; name && i < n; i++)
		if (strcmp(all[i], name) == 0)
			return true;
	return false;
}

/* Is it the part of a target before the sign?  Without a domain it may be that one. */
static bool
is_local_part_of_target(const struct reducing *r, const char *login)
{
	for (size_t i = 0; i < r->n_targets; i++)
		if (mailbox_is_local_part(r->targets[i], login) || strcmp(r->targets[i], login) == 0)
			return true;
	return false;
}

static bool
may_be_target(const struct reducing *r, const struct account *account)
{
	struct arena *scratch = &r->to->arena;
	const struct mailbox_key key = mailbox_key(account, r->how->policy, scratch);
	const struct fact *addresses = account_fact(account, MA_ADDRESSES);
	const char *typed = account_text(account, MA_LOGIN);
	bool fits = false;
	/* That it is there keeps the workstation from being called clean. */
	if (account_bool_is(account, MA_SETTINGS_IN_CLOUD, true) && !key.resolved)
		return true;
	for (size_t i = 0; i < addresses->n_items; i++) {
		const char *address = str_fold(scratch, addresses->items[i]);
		if (has(r->targets, r->n_targets, address))
			return true;
		fits = fits || mailbox_is_local_part(address, key.login) || strcmp(address, key.login) == 0;
	}
	if (has(r->targets, r->n_targets, key.login) || has(r->targets, r->n_targets, mailbox_other_spelling(key.login, scratch)))
		return true;
	/* Typed without a domain: a number of the provider's may be anybody's, a first name is somebody's own. */
	bool bare = !typed || !mailbox_is_full(typed);
	return bare && (!fits || is_local_part_of_target(r, key.login));
}

/* ---- who is named ---- */

static const char *const nobody[] = { "all users", "default", "default user", "defaultuser0", "public", "root", "shared" };

static void
add_user(struct reducing *r, const char *name, size_t n)
{
	const char *folded = str_fold(&r->to->arena, arena_copy(&r->to->arena, name, n));
	if (!n || has(nobody, sizeof nobody / sizeof *nobody, folded) || has(r->users, r->n_users, folded))
		return;
	/* The longest first, so that "taro" does not take "taro.yamada" apart. */
	const char **slot = arena_grow(&r->to->arena, &r->users, &r->n_users, sizeof *slot);
	size_t at = r->n_users - 1;
	for (; at && strlen(r->users[at - 1]) < n; at--)
		r->users[at] = r->users[at - 1];
	r->users[at] = folded;
}

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* The name that follows a folder of homes in a path. */
static void
find_user_in(struct reducing *r, const char *path)
{
	static const char *const folders[] = { "users", "home", "documents and settings" };
	for (const char *p = path; p && *p; p++) {
		if (p != path && !is_slash(p[-1]))
			continue;
		for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
			size_t n = strlen(folders[i]), k = 0;
			while (k < n && ascii_lower(p[k]) == folders[i][k])
				k++;
			if (k == n && is_slash(p[n])) {
				const char *name = p + n + 1 + strspn(p + n + 1, "/\\");
				add_user(r, name, strcspn(name, "/\\"));
			}
		}
	}
}

static void
find_users(struct reducing *r)
{
	const struct scan *scan = r->from;
	for (size_t i = 0; i < scan->n_accounts; i++) {
		const char *user = account_text(scan->accounts[i], MA_USER);
		if (user)
			add_user(r, user, strlen(user));
		find_user_in(r, account_text(scan->accounts[i], MA_STORE));
	}
	for (size_t i = 0; i < scan->n_files; i++)
		find_user_in(r, scan->files[i].path);
	for (size_t i = 0; i < scan->n_notes; i++)
		find_user_in(r, scan->notes[i].key);
	for (size_t i = 0; i < scan->n_stores; i++) {
		const char *user = scan->stores[i].user;
		find_user_in(r, scan->stores[i].path);
		if (user)
			add_user(r, user, strlen(user));
	}
}

/* ---- other names for them ---- */

/* A letter of any script, a digit: what makes a word longer. */
static bool
is_letter(char c)
{
	unsigned char u = (unsigned char)ascii_lower(c);
	return (u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u >= 0x80;
}

/* The user whose name stands at P as a word of its own, in TEXT; not as a part of an address. */
static const char *
user_at(const struct reducing *r, const char *text, const char *p)
{
	if (p != text && is_letter(p[-1]))
		return NULL;
	for (size_t i = 0; i < r->n_users; i++) {
		size_t n = strlen(r->users[i]), k = 0;
		while (k < n && ascii_lower(p[k]) == r->users[i][k])
			k++;
		if (k == n && !is_letter(p[n]) && p[n] != '@')
			return r->users[i];
	}
	return NULL;
}

/* TEXT with other names for the users in it; itself when there are none. */
static const char *
renamed(const struct reducing *r, const char *text)
{
	struct arena *arena = &r->to->arena;
	const char *done = NULL, *from = text;
	for (const char *p = text; p && *p;) {
		const char *user = user_at(r, text, p);
		if (!user) {
			p++;
			continue;
		}
		done = arena_printf(arena, "%s%.*s%s", done ? done : "", (int)(p - from), from, r->how->alias(r->how->ctx, user, arena));
		from = p += strlen(user);
	}
	return done ? arena_printf(arena, "%s%s", done, from) : text;
}

/* Facts that hold paths, or names that people gave after themselves. */
static const enum ma_fact personal_facts[] = { MA_PROFILE, MA_NAME, MA_STORE, MA_DEFERRED_TO };

static void
rename_facts(const struct reducing *r, struct account *account)
{
	for (size_t i = 0; i < account->n_facts; i++) {
		struct fact *f = &account->facts[i];
		if (f->id == MA_USER && f->text)
			f->text = r->how->alias(r->how->ctx, str_fold(&r->to->arena, f->text), &r->to->arena);
		for (size_t k = 0; k < sizeof personal_facts / sizeof *personal_facts; k++)
			if (f->id == personal_facts[k] && f->text)
				f->text = renamed(r, f->text);
	}
}

/* ---- the copy ---- */

static struct account *
copy_account(const struct reducing *r, const struct account *account)
{
	struct account *copy = arena_alloc(&r->to->arena, sizeof *copy);
	*copy = *account;
	copy->scan = r->to;
	copy->facts = arena_alloc(&r->to->arena, (account->n_facts + 1) * sizeof *copy->facts);
	memcpy(copy->facts, account->facts, account->n_facts * sizeof *copy->facts);
	if (r->how->alias) {
		size_t n = strcspn(account->id, "/");
		/* What stands before the first stroke is the plugin. */
		copy->id = arena_printf(&r->to->arena, "%.*s%s", (int)n, account->id, renamed(r, account->id + n));
		rename_facts(r, copy);
	}
	return copy;
}

/* Could not all of it be read? */
static bool
is_blind_file(const struct scan_file *file)
{
	return file->status != FILE_PARSED && file->status != FILE_UNRECOGNIZED;
}

/* Which files are named by what stays; of each client at least one, so that it is known to be there. */
static bool *
files_that_stay(const struct reducing *r, bool all)
{
	const struct scan *from = r->from;
	bool *stays = arena_alloc(&r->to->arena, from->n_files + 1);
	for (size_t i = 0; i < from->n_files; i++)
		stays[i] = all || is_blind_file(&from->files[i]);
	for (size_t i = 0; i < r->to->n_accounts; i++)
		for (size_t k = 0; k < r->to->accounts[i]->n_facts; k++)
			if (r->to->accounts[i]->facts[k].file < from->n_files)
				stays[r->to->accounts[i]->facts[k].file] = true;
	for (size_t i = 0; i < r->to->n_notes; i++)
		if (r->to->notes[i].file >= 0 && (size_t)r->to->notes[i].file < from->n_files)
			stays[r->to->notes[i].file] = true;
	const char **clients = NULL;
	size_t n = 0;
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < from->n_files; i++) {
			const struct scan_file *f = &from->files[i];
			bool looked_at = pass ? f->status == FILE_PARSED : stays[i];
			if (!looked_at || has(clients, n, f->client))
				continue;
			stays[i] = true;
			*(const char **)arena_grow(&r->to->arena, &clients, &n, sizeof *clients) = f->client ? f->client : "";
		}
	return stays;
}

static void
copy_files(const struct reducing *r, bool all)
{
	const struct scan *from = r->from;
	struct scan *to = r->to;
	const bool *stays = files_that_stay(r, all);
	uint32_t *at = arena_alloc(&to->arena, (from->n_files + 1) * sizeof *at);
	for (size_t i = 0; i < from->n_files; i++) {
		at[i] = (uint32_t)to->n_files;
		if (!stays[i])
			continue;
		struct scan_file *f = arena_grow(&to->arena, &to->files, &to->n_files, sizeof *f);
		*f = from->files[i];
		f->path = r->how->alias ? renamed(r, f->path) : f->path;
	}
	for (size_t i = 0; i < to->n_accounts; i++)
		for (size_t k = 0; k < to->accounts[i]->n_facts; k++)
			if (to->accounts[i]->facts[k].file < from->n_files)
				to->accounts[i]->facts[k].file = at[to->accounts[i]->facts[k].file];
	for (size_t i = 0; i < to->n_notes; i++)
		if (to->notes[i].file >= 0 && (size_t)to->notes[i].file < from->n_files)
			to->notes[i].file = at[to->notes[i].file];
}

static void
copy_notes(const struct reducing *r, bool all)
{
	for (size_t i = 0; i < r->from->n_notes; i++) {
		const struct scan_note *from = &r->from->notes[i];
		if (!all && from->client && !note_rows[from->kind].blind)
			continue;
		struct scan_note *note = arena_grow(&r->to->arena, &r->to->notes, &r->to->n_notes, sizeof *note);
		*note = *from;
		note->key = r->how->alias && from->key ? renamed(r, from->key) : from->key;
	}
}

/* Those of accounts that stay; of what belongs to no account only whole scans tell. */
static void
copy_stores(const struct reducing *r, bool all)
{
	for (size_t i = 0; i < r->from->n_stores; i++) {
		const struct scan_store *from = &r->from->stores[i];
		const char *account = NULL;
		for (size_t k = 0; from->account && !account && k < r->from->n_accounts; k++)
			if (strcmp(r->from->accounts[k]->id, from->account) == 0)
				account = r->new_ids[k];
		if (from->account ? !account : !all)
			continue;
		struct scan_store *store = scan_add_store(r->to, from);
		store->account = account;
		if (r->how->alias) {
			store->path = renamed(r, store->path);
			store->user = store->user ? r->how->alias(r->how->ctx, str_fold(&r->to->arena, store->user), &r->to->arena) : NULL;
		}
	}
	r->to->tells_stores = r->from->tells_stores;
}

struct scan *
scan_reduce(const struct scan *scan, const struct reduce *how)
{
	struct reduce own = *how;
	struct reducing r = { .from = scan, .to = scan_new(), .how = &own };
	struct scan *to = r.to;
	const struct policy *policy = how->policy;
	/* A pseudonym has no other. */
	if (scan->withheld.users)
		own.alias = NULL;
	to->origin = scan->origin;
	to->tool = scan->tool;
	to->workstation = scan->workstation;
	to->run = scan->run;
	to->started = scan->started;
	to->finished = scan->finished;
	for (size_t i = 0; i < policy->n_targets; i++)
		*(const char **)arena_grow(&to->arena, &r.targets, &r.n_targets, sizeof *r.targets) = str_fold(&to->arena, policy->targets[i]);
	if (own.alias)
		find_users(&r);
	to->withheld = scan->withheld;
	to->withheld.users = scan->withheld.users || own.alias;
	r.new_ids = arena_alloc(&to->arena, (scan->n_accounts + 1) * sizeof *r.new_ids);
	for (size_t i = 0; i < scan->n_accounts; i++) {
		if (r.n_targets && !may_be_target(&r, scan->accounts[i]))
			continue;
		struct account *copy = copy_account(&r, scan->accounts[i]);
		*(struct account **)arena_grow(&to->arena, &to->accounts, &to->n_accounts, sizeof *to->accounts) = copy;
		r.new_ids[i] = copy->id;
	}
	size_t gone = scan->n_accounts - to->n_accounts;
	if (gone) {
		struct scan *const both[] = { (struct scan *)scan, to };
		bool any;
		to->withheld.n += gone;
		to->withheld.targets = r.targets;
		to->withheld.n_targets = r.n_targets;
		/* What an earlier cut left out is gone for these too. */
		if (scan->withheld.n)
			to->withheld.targets = reduce_common_targets(both, 2, &to->arena, &to->withheld.n_targets, &any);
	}
	copy_notes(&r, !gone);
	copy_files(&r, !gone);
	copy_stores(&r, !gone);
	scan_sort(to);
	return to;
}

/* ---- what is whole ---- */

const char **
reduce_common_targets(struct scan *const *scans, size_t n_scans, struct arena *arena, size_t *n, bool *any)
{
	const char **common = NULL;
	*n = 0;
	*any = false;
	for (size_t i = 0; i < n_scans; i++) {
		const struct withheld *w = &scans[i]->withheld;
		size_t kept = 0;
		if (!w->n)
			continue;
		for (size_t k = 0; !*any && k < w->n_targets; k++)
			*(const char **)arena_grow(arena, &common, n, sizeof *common) = str_fold(arena, w->targets[k]);
		for (size_t k = 0; k < *n; k++) {
			bool here = false;
			for (size_t t = 0; !here && t < w->n_targets; t++)
				here = str_same(common[k], w->targets[t]);
			if (here)
				common[kept++] = common[k];
		}
		*n = kept;
		*any = true;
	}
	return common;
}

/* Does a whole login of some account, as it is typed, say who it is? */
static bool
is_typed_in_full(const struct mailbox *mailbox)
{
	for (size_t i = 0; i < mailbox->n_addresses; i++)
		if (strcmp(mailbox->addresses[i], mailbox->login) == 0)
			return true;
	for (size_t i = 0; i < mailbox->n_accounts; i++) {
		const char *login = account_text(mailbox->accounts[i], MA_LOGIN);
		if (login && mailbox_is_full(login))
			return true;
	}
	return false;
}

bool
reduce_covers(const struct mailbox *mailbox, const char *const *targets, size_t n)
{
	struct arena scratch = { 0 };
	bool full = mailbox_is_full(mailbox->login), covered = full ? has(targets, n, mailbox->login) : false;
	if (full && covered && !is_typed_in_full(mailbox))
		for (size_t i = 0; i < mailbox->n_addresses; i++)
			covered = covered && has(targets, n, mailbox->addresses[i]);
	/* Of which domain it is, must follow from an address; and it may be that login at the domain of each. */
	for (size_t i = 0; !full && i < mailbox->n_addresses; i++)
		covered = covered || mailbox_is_local_part(mailbox->addresses[i], mailbox->login);
	for (size_t i = 0; !full && i < mailbox->n_addresses; i++) {
		const char *domain = strrchr(mailbox->addresses[i], '@');
		covered = covered && domain && has(targets, n, arena_printf(&scratch, "%s%s", mailbox->login, domain));
	}
	arena_fini(&scratch);
	return covered;
}
