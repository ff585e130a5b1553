/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server of an account: what kind it is and how it is reached.
 */
#ifndef KIT_MOZSERVER_H
#define KIT_MOZSERVER_H

#include "kit/mozaccount.h"

struct mozserver {
	size_t type; /* private */
	enum mozaccount_kind kind;
	const char *protocol; /* word of the fact; NULL for what is no mailbox */
	struct prefstore_value host, user, socket, port;
	bool exact_port; /* stands in a file, not the protocol's */
	bool is_local; /* its folders are on the workstation only */
	bool is_addon; /* only an add-on knows this type */
};

/* Finds the server m->server.  False: the program drops the account, which was
 * noted; NAMED_AT is where the server is named. */
bool mozserver_find(const struct mozaccount *m, struct mozserver *s, struct ma_at named_at);

/* Is a server of the same type, user, host and port in SERVERS?  Adds it. */
bool mozserver_is_repeated(const struct mozserver *s, struct strset *servers);

#endif
