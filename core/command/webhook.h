/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Messages to a web address of the site's choice, signed so that whoever runs
 * it knows whom they come from: POST of JSON over https (or to this machine) with
 *
 *     Idempotency-Key: the message's id, the same however often it is tried
 *     Mailaccord-Signature: t=SECONDS,v1=HEX
 *
 * where HEX is HMAC-SHA256 with the secret over "SECONDS.BODY".
 */
#ifndef COMMAND_WEBHOOK_H
#define COMMAND_WEBHOOK_H

#include "command/link.h"
#include "net/pack.h"

struct webhook {
	struct link link;
	const struct pack *pack;
	const char *secret;
	int64_t deadline_ms; /* of all messages together, by --wait */
};

/* As --webhook and --webhook-secret-file say.  False and call->err. */
bool
webhook_open(struct webhook *webhook, struct call *call);

/* Delivers one message, with a pause that doubles between attempts until the
 * deadline.  True when it was taken; else *ERR: it should be kept for another time. */
bool
webhook_deliver(const struct webhook *webhook, const char *id, const char *body, struct err *err);

#endif
