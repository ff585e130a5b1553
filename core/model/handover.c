/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/handover.h"

const char *const hand_fate_words = "only-here partly-here unknown on-server empty";
const char *const hand_reason_words =
    "no-account removed-when-fetched removed-by-others delivered-to-file removed-after-days kept-on-server server-unknown missing no-place not-looked copy nothing";
const char *const hand_limit_words = "none near over";
const char *const hand_choice_words = "none allow skip";
const char *const hand_again_words = "nothing days all unknown";
const char *const hand_memory_words = "none listed unknown";
const char *const hand_step_words =
    "look last-check convert split copy compare not-copy offline type list import receive-first gate retire";

bool
hand_item_is_carried(const struct hand_item *item)
{
	return item->fate == HAND_ONLY_HERE || item->fate == HAND_PARTLY_HERE || item->fate == HAND_UNKNOWN;
}
