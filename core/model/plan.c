/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/plan.h"

const char *const plan_pattern_words = "least representative imap";
const char *const plan_phase_words = "stop look raise keep limit move other";
const char *const plan_warning_words = "stop-first backlog local-mail old-account fetches-all administrator stays again";
const char *const plan_reason_words = "no-setting external policy unsolved";
