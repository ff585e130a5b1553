/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/trend.h"

const char *const trend_words = "none new worse other better unchanged";
const char *const gone_words = "setting-changed account-gone others-changed known-now retired waived unknown not-heard-of others-not-heard-of";

bool
gone_is_fixed(enum gone_why why)
{
	return why <= GONE_RETIRED;
}
