/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evolution's filters, which all its accounts have in common.
 */
#ifndef EVOLUTION_FILTERS_H
#define EVOLUTION_FILTERS_H

#include "kit/grow.h"
#include "kit/say.h"

/* What filters.xml says; begin with { 0 }. */
struct evolution_filters {
	struct grow acts; /* private */
	struct grow texts;
};

/* Adds the rules that act on arriving mail.  False: there are too many, some were left out. */
bool evolution_filters_read(struct evolution_filters *f, struct ma_str bytes, uint32_t file);

/* Tells those that hold for the account UID. */
void evolution_filters_tell(const struct evolution_filters *f, const struct say *s, struct ma_str uid);

void evolution_filters_fini(struct evolution_filters *f);

#endif
