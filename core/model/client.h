/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is publicly known of versions of clients (clients.def).
 */
#ifndef MODEL_CLIENT_H
#define MODEL_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

/* One row of clients.def. */
struct client_end {
	const char *client, *below, *ended, *title, *source;
};
extern const struct client_end *const client_ends;
extern const size_t n_client_ends;

/* The row that this version of CLIENT falls under, or NULL; NULL also when a
 * version is no number.  Anything may be NULL. */
const struct client_end *
client_end_of(const char *client, const char *version);

/* Is there any row for the client? */
bool
client_has_ends(const char *client);

/* The order of two versions "140.4.0": by their numbers, up to the first that is none. */
int
version_order(const char *a, const char *b);

#endif
