/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judge/coverage.h"

#include <string.h>

static bool
add_client(const char **clients, size_t *n, size_t max, const char *client)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp(clients[i], client) == 0)
			return false;
	if (*n == max)
		return false;
	clients[(*n)++] = client;
	return true;
}

struct coverage
coverage_of(const struct scan *scan)
{
	enum { CLIENTS = 256 };
	const char *clients[CLIENTS];
	struct coverage c = { .scan = scan, .n_accounts = scan->n_accounts };
	size_t n_files = 0, n_notes = 0;

	for (size_t i = 0; i < scan->n_files; i++) {
		const struct scan_file *f = &scan->files[i];
		n_files += f->status != FILE_PARSED && f->status != FILE_UNRECOGNIZED;
		if (f->client && f->status != FILE_UNRECOGNIZED)
			add_client(clients, &c.n_clients, CLIENTS, f->client);
	}
	for (size_t i = 0; i < scan->n_accounts; i++)
		add_client(clients, &c.n_clients, CLIENTS, scan->accounts[i]->plugin);
	for (size_t i = 0; i < scan->n_notes; i++) {
		const struct scan_note *note = &scan->notes[i];
		bool of_bad_file = note->file >= 0 && (size_t)note->file < scan->n_files &&
		    scan->files[note->file].status != FILE_PARSED && scan->files[note->file].status != FILE_UNRECOGNIZED;
		n_notes += note_rows[note->kind].blind && !of_bad_file;
	}
	c.n_unread = n_files + n_notes;
	return c;
}
