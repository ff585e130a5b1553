/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scans on their way to a collector or a web folder, through the spool.
 */
#ifndef COMMAND_SEND_H
#define COMMAND_SEND_H

#include "command/share.h"

/* Puts the scan into the spool, as the workstation's newest, and sends what is
 * there, within --wait.  False and call->err when not everything was stored. */
bool
send_scan(struct call *call, const struct share *share);

#endif
