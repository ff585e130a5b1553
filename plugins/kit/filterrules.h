/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * msgFilterRules.dat: the message filters of one account of a Mozilla mail
 * program.  See filterrules.c.
 */
#ifndef KIT_FILTERRULES_H
#define KIT_FILTERRULES_H

#include <stdbool.h>

#include <mailaccord/plugin.h>

/* Bits of a filter's type: when it runs. */
enum filterrules_when {
	FILTERRULES_INBOX = 0x1 | 0x2, /* as mail arrives */
	FILTERRULES_AFTER_JUNK = 0x20, /* as mail arrives, after the junk controls */
	FILTERRULES_PERIODIC = 0x100,
	FILTERRULES_ARRIVING = FILTERRULES_INBOX | FILTERRULES_AFTER_JUNK | FILTERRULES_PERIODIC,
	FILTERRULES_MANUAL = 0x10,
};

/* One action of a filter; the slices are valid until the call-back returns. */
struct filterrules_action {
	struct ma_str filter; /* the filter's name */
	bool enabled;
	uint32_t when; /* type, bits */
	struct ma_str action, value; /* "Move to folder", its URI */
	uint32_t line; /* of the action */
	uint32_t number; /* of the filter, from 1 */
};

/* Calls BACK for each action in order; BAD with each line at which the program
 * gives up or takes a filter as unusable.  False when memory is short. */
bool filterrules_read(struct ma_str bytes, void (*back)(void *ctx, const struct filterrules_action *),
		      void (*bad)(void *ctx, uint32_t line), void *ctx);

#endif
