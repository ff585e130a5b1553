/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLAWS_FILTERS_H
#define CLAWS_FILTERS_H

#include "kit/say.h"

/* Tells what the rules of matcherrc do to arriving mail of the account NUMBER. */
void claws_filters(const struct say *s, struct ma_str number, struct ma_str bytes, uint32_t file);

#endif
