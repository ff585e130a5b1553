/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In place of collect.c where there is no collector: a workstation sends.
 */
#include "command/command.h"

int
command_collect(struct call *call)
{
	err_set(&call->err, EXIT_UNAVAILABLE, "this build has no collector; it runs on Linux");
	return call->err.status;
}
