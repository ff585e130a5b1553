/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans on their way to a collector or a web folder, through the spool.
 */
#ifndef COMMAND_SEND_H
#define COMMAND_SEND_H

#include "command/command.h"

/* The bytes of SCAN as they leave the workstation, less what the policy of REPORT does not
 * need; malloc'd.  NULL and call->err. */
char *
send_bytes(struct call *call, const struct scan *scan, const struct report *report, size_t *n);

/* Puts the scan into the spool, as the workstation's newest, and sends what is
 * there, within --wait.  False and call->err when not everything was stored. */
bool
send_scan(struct call *call, const struct scan *scan, const struct report *report);

#endif
