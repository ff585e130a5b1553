/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The grammar of a .fetchmailrc, without what it means.  See fetchmail-rc.c.
 */
#ifndef FETCHMAIL_RC_H
#define FETCHMAIL_RC_H

#include "kit/say.h"

/* The options that matter; those of a server come first. */
enum fetchmail_option {
	PROTO, SERVICE, VIA, AUTH, INTERVAL, PLUGIN, N_SERVER_OPTIONS,
	LOGIN = N_SERVER_OPTIONS, PASSWORD, KEEP, FLUSH, LIMITFLUSH, LIMIT, SSL, SSLPROTO, SSLCERTCK, N_OPTIONS,
	OTHER = N_OPTIONS,
};

/* A user of an entry: an account.  A switch is "yes" or "no". */
struct fetchmail_user {
	struct slot name; /* of the entry */
	struct slot daemon; /* "set daemon" */
	struct slot options[N_OPTIONS]; /* its own, or those of the defaults */
	bool skip; /* "skip" instead of "poll" */
	uint32_t line; /* where it begins */
};

/* Calls BACK for each user.  False: there is an error in the file, on *DAMAGED
 * the first; or memory is short (0).  Texts are valid while BACK runs. */
bool fetchmail_rc_read(struct ma_str bytes, uint32_t file, void (*back)(void *, const struct fetchmail_user *), void *context, uint32_t *damaged);

#endif
