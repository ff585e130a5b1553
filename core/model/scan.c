/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

const char *const file_status_words = "parsed damaged unrecognized unreadable too-large crashed timed-out";

const struct note_row note_rows[MA_NOTE_COUNT] = {
#define NOTE(id, name, blind, sentence) [MA_NOTE_##id] = { name, blind, sentence },
#include <mailaccord/notes.def>
#undef NOTE
};

const char *const store_status_words = "found absent denied outside partly other";
const char *const store_form_words = "unknown ansi unicode foreign";

const struct store_row store_rows[MA_STORE_KIND_COUNT] = {
#define STORE(id, name, sentence) [MA_STORE_##id] = { name, sentence },
#include <mailaccord/stores.def>
#undef STORE
};

struct scan *
scan_new(void)
{
	struct scan *scan = xmalloc(sizeof *scan);
	*scan = (struct scan){ .tool = "", .run = "", .workstation = { .id = "", .name = "" } };
	return scan;
}

void
scan_free(struct scan *scan)
{
	if (scan)
		arena_fini(&scan->arena);
	free(scan);
}

uint32_t
scan_add_file(struct scan *scan, const char *path, const char *client, int64_t size, enum file_status status)
{
	struct scan_file *f = arena_grow(&scan->arena, &scan->files, &scan->n_files, sizeof *f);
	f->path = arena_strdup(&scan->arena, path);
	f->client = arena_strdup(&scan->arena, client);
	f->size = size;
	f->status = status;
	return (uint32_t)(scan->n_files - 1);
}

struct account *
scan_add_account(struct scan *scan, const char *plugin, const char *id)
{
	return scan_add_account_n(scan, (struct str_span){ plugin, strlen(plugin) }, (struct str_span){ id, strlen(id) });
}

struct account *
scan_add_account_n(struct scan *scan, struct str_span plugin, struct str_span id)
{
	struct account **slot = arena_grow(&scan->arena, &scan->accounts, &scan->n_accounts, sizeof *slot);
	struct account *account = arena_alloc(&scan->arena, sizeof *account);
	account->scan = scan;
	account->plugin = arena_copy(&scan->arena, plugin.p, plugin.n);
	account->id = arena_copy(&scan->arena, id.p, id.n);
	return *slot = account;
}

void
scan_add_note(struct scan *scan, enum ma_note kind, const char *client, int64_t file, uint32_t line, const char *key)
{
	struct scan_note *note = arena_grow(&scan->arena, &scan->notes, &scan->n_notes, sizeof *note);
	note->kind = kind;
	note->client = arena_strdup(&scan->arena, client);
	note->file = file;
	note->line = line;
	note->key = arena_strdup(&scan->arena, key);
}

struct scan_store *
scan_add_store(struct scan *scan, const struct scan_store *store)
{
	struct scan_store *s = arena_grow(&scan->arena, &scan->stores, &scan->n_stores, sizeof *s);
	*s = *store;
	const char **texts[] = { &s->client, &s->account, &s->user, &s->path, &s->oldest, &s->newest };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		*texts[i] = arena_strdup(&scan->arena, *texts[i]);
	return s;
}

static int
by_path(const void *a, const void *b)
{
	const struct scan_store *x = a, *y = b;
	int d = str_cmp(x->client, y->client);
	if (!d)
		d = str_cmp(x->path, y->path);
	if (!d)
		d = str_cmp(x->account, y->account);
	if (!d)
		d = str_cmp(x->user, y->user);
	return d ? d : (int)x->kind - (int)y->kind;
}

static int
by_id(const void *a, const void *b)
{
	const struct account *const *x = a, *const *y = b;
	return str_cmp((*x)->id, (*y)->id);
}

static int
by_place(const void *a, const void *b)
{
	const struct scan_note *x = a, *y = b;
	int d = (x->file > y->file) - (x->file < y->file);
	if (!d)
		d = (x->line > y->line) - (x->line < y->line);
	if (!d)
		d = (int)x->kind - (int)y->kind;
	if (!d)
		d = str_cmp(x->key, y->key);
	return d ? d : str_cmp(x->client, y->client);
}

/* They nearly always are in order. */
static void
sort_accounts(struct scan *scan)
{
	size_t i = 1;
	while (i < scan->n_accounts && by_id(&scan->accounts[i - 1], &scan->accounts[i]) <= 0)
		i++;
	if (i < scan->n_accounts)
		qsort(scan->accounts, scan->n_accounts, sizeof *scan->accounts, by_id);
}

void
scan_sort(struct scan *scan)
{
	if (scan->n_notes)
		qsort(scan->notes, scan->n_notes, sizeof *scan->notes, by_place);
	if (scan->n_stores)
		qsort(scan->stores, scan->n_stores, sizeof *scan->stores, by_path);
	if (!scan->n_accounts)
		return;
	sort_accounts(scan);
	const char *first = NULL;
	for (size_t i = 0, copies = 1; i < scan->n_accounts; i++) {
		struct account *a = scan->accounts[i];
		account_sort(a);
		if (first && strcmp(first, a->id) == 0) {
			a->id = arena_printf(&scan->arena, "%s#%zu", first, ++copies);
		} else {
			first = a->id;
			copies = 1;
		}
	}
	sort_accounts(scan);
}

struct account *
scan_account(const struct scan *scan, const char *id)
{
	for (size_t i = 0; i < scan->n_accounts; i++)
		if (strcmp(scan->accounts[i]->id, id) == 0)
			return scan->accounts[i];
	return NULL;
}
